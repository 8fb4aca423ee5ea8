//! Who gets which letter by which means, and what may be done to a campaign.

use super::{CAMPAIGN, Person, REGISTER, count, open, persons, run, start};

const PEOPLE: [Person<'static>; 7] = [
    Person {
        id: "ana",
        email: "ana@example.net",
        telephone: "+34 600 000 001",
        purposes: "OUTREACH STATISTICS",
        language: "fr",
    },
    Person { id: "bea", email: "bea@example.net", telephone: "+34 600 000 002", purposes: "OUTREACH", language: "en" },
    Person { id: "cai", email: "cai@example.net", telephone: "+34 600 000 003", purposes: "OUTREACH", language: "en" },
    Person { id: "dan", email: "dan@example.net", telephone: "", purposes: "STATISTICS", language: "en" },
    Person { id: "eva", email: "eva@example.net", telephone: "", purposes: "", language: "en" },
    Person { id: "fay", email: "fay@example.net", telephone: "", purposes: "OUTREACH", language: "en" },
    Person { id: "gil", email: "", telephone: "+34 600 000 007", purposes: "OUTREACH", language: "en" },
];

const WHERE: &str =
    "[audience]\ndataset = \"REGISTER\"\nwhere = [{ dimension = \"DESTINATION\", codes = [\"ESP\"] }]\n";

#[tokio::test]
async fn who_agrees_and_is_like_the_audience_gets_one_letter_by_the_means_and_in_the_language_of_the_person() {
    let Some((mut server, ground)) = open("a campaign to a real mail server").await else { return };
    persons(&ground, &PEOPLE).await;
    ground.write("register.toml", REGISTER);
    ground.write(
        "register.csv",
        "id,country,channel\nana,ESP,EMAIL\nbea,ESP,\ncai,ESP,SMS\ndan,ESP,EMAIL\neva,ESP,EMAIL\nfay,ITA,EMAIL\ngil,ESP,EMAIL\n",
    );
    run(&ground, "import register.csv --mapping register.toml").await.unwrap();
    start(&ground, "vote", &format!("{CAMPAIGN}\n{WHERE}")).await;
    assert_eq!(count(&ground, "vote", "WAITING").await, 2);
    let said = run(&ground, "campaign send").await.unwrap();
    assert_eq!(said, "2 sent, 0 refused, 0 later, 0 withheld, 0 of which nobody knows yet");
    let mut taken = server.taken();
    taken.sort_by_key(|of| of.to.clone());
    let to: Vec<&str> = taken.iter().map(|of| of.to[0].as_str()).collect();
    assert_eq!(to, ["ana@example.net", "bea@example.net"], "dan and eva did not agree, fay lives elsewhere");
    let ana = &taken[0].text;
    for part in [
        "To: \"Name of ana\" <ana@example.net>\r\n",
        "Bonjour Name of ana,\r\nvous pouvez voter au consulat.",
        "List-Unsubscribe: <https://me.example.org/no-more/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "Precedence: bulk\r\n",
        "Pour ne plus en recevoir",
    ] {
        assert!(ana.contains(part) || ana.replace("=\r\n", "").contains(part), "{part} is not in {ana}");
    }
    assert!(taken[1].text.contains("Dear Name of bea,"));
    assert_eq!(taken[0].from, "office@example.org");

    let by_hand = run(&ground, "campaign by-hand vote TELEPHONE").await.unwrap();
    assert_eq!(by_hand.lines().count(), 3, "{by_hand}");
    assert!(by_hand.contains("en,Name of cai,+34 600 000 003") && by_hand.contains("en,Name of gil,+34 600 000 007"));
    assert_eq!(count(&ground, "vote", "HANDED").await, 2);
    ground.write("gone.csv", "person_id,event,at,purposes,audience\ncai,WITHDRAWN,2026-02-01T00:00:00Z,,\n");
    run(&ground, "consents gone.csv").await.unwrap();
    let more = run(&ground, "campaign by-hand vote TELEPHONE").await.unwrap();
    assert_eq!(more.lines().count(), 1, "each letter is handed out once: {more}");
    let again = run(&ground, "campaign by-hand vote TELEPHONE --again").await.unwrap();
    assert!(!again.contains("cai") && again.contains("gil"), "who withdrew is told of no more");
    assert_eq!(run(&ground, "campaign send").await.unwrap().split(',').next(), Some("0 sent"), "and nobody twice");
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn who_withdraws_between_the_start_and_the_turn_is_not_written_to_and_nothing_of_a_letter_is_in_the_log() {
    let Some((mut server, ground)) = open("withdrawals before a letter's turn").await else { return };
    persons(&ground, &PEOPLE).await;
    start(&ground, "vote", CAMPAIGN).await;
    ground.write("gone.csv", "person_id,event,at,purposes,audience\nana,WITHDRAWN,2026-02-01T00:00:00Z,,\n");
    run(&ground, "consents gone.csv").await.unwrap();
    run(&ground, "person erase --person bea --reason ASKED").await.unwrap();
    let said = run(&ground, "campaign send").await.unwrap();
    assert_eq!(said, "2 sent, 0 refused, 0 later, 1 withheld, 0 of which nobody knows yet");
    let mut taken = server.taken();
    taken.sort_by_key(|of| of.to.clone());
    let to: Vec<&str> = taken.iter().map(|of| of.to[0].as_str()).collect();
    assert_eq!(to, ["cai@example.net", "fay@example.net"]);
    assert_eq!(count(&ground, "vote", "WITHHELD").await, 2);
    let log = run(&ground, "audit export").await.unwrap();
    for word in ["cai", "fay", "Name of", "consulate", "example.net"] {
        assert!(!log.contains(word), "{word} is in the log");
    }
    assert!(log.contains("\"CAMPAIGN\"") && log.contains("\"START\""), "{log}");
    run(&ground, "audit verify").await.unwrap();
    let held = run(&ground, "person export --person cai").await.unwrap();
    assert!(held.contains("\"campaign\": \"vote\"") && held.contains("\"state\": \"SENT\""), "{held}");
}

#[tokio::test]
async fn a_campaign_is_approved_by_another_pauses_and_stops() {
    let Some((mut server, ground)) = open("a campaign that stops").await else { return };
    persons(&ground, &PEOPLE).await;
    ground.write("campaign.toml", CAMPAIGN);
    run(&ground, "campaign write vote campaign.toml --by ama").await.unwrap();
    let own = run(&ground, "campaign move vote APPROVE --by ama").await.unwrap_err();
    assert_eq!(own, "country-node: campaign vote: whoever wrote it does not approve it: another officer does");
    let early = run(&ground, "campaign move vote START --by ama").await.unwrap_err();
    assert_eq!(early, "country-node: campaign vote: it is DRAFT: START is for one that is APPROVED");
    run(&ground, "campaign move vote APPROVE --by kofi").await.unwrap();
    run(&ground, "campaign move vote START --by ama").await.unwrap();
    run(&ground, "campaign move vote PAUSE --by ama").await.unwrap();
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("0 sent"));
    let paused = run(&ground, "campaign by-hand vote TELEPHONE").await.unwrap_err();
    assert_eq!(paused, "country-node: campaign vote: it is PAUSED: persons are reached while it is SENDING");
    run(&ground, "campaign move vote STOP --by ama").await.unwrap();
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("0 sent"));
    assert_eq!((count(&ground, "vote", "CANCELLED").await, server.taken().len()), (5, 0));
    let history = run(&ground, "campaign history vote").await.unwrap();
    let steps: Vec<&str> =
        history.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split("  ").nth(1)).collect();
    assert_eq!(steps, ["WRITE", "APPROVE", "START", "PAUSE", "STOP"]);
    ground.write("nobody.toml", CAMPAIGN.to_owned() + "\n[audience]\ndataset = \"REGISTER\"\n");
    run(&ground, "campaign write nobody nobody.toml --by ama").await.unwrap();
    run(&ground, "campaign move nobody APPROVE --by kofi").await.unwrap();
    let none = run(&ground, "campaign move nobody START --by ama").await.unwrap_err();
    assert_eq!(none, "country-node: nothing of REGISTER is loaded that persons could be drawn from");
    let broken = CAMPAIGN.replace("{name}", "{nombre}");
    ground.write("broken.toml", broken);
    let fault = run(&ground, "campaign write broken broken.toml").await.unwrap_err();
    assert!(fault.ends_with("letters.1.text: expected no braces but those of {name}"), "{fault}");
}
