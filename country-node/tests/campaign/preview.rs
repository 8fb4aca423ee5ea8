//! Whom a campaign would go to, and who of those who agree would be left out and why.

use super::{CAMPAIGN, Person, REGISTER, count, open, persons, run, start};
use crate::ground::Ground;

const fn person(id: &'static str, email: &'static str, telephone: &'static str) -> Person<'static> {
    Person { id, email, telephone, purposes: "OUTREACH", language: "en" }
}

const WHERE: &str =
    "[audience]\ndataset = \"REGISTER\"\nwhere = [{ dimension = \"DESTINATION\", codes = [\"ESP\", \"ITA\"] }]\n";

/// Persons of every kind that a drawing tells apart.
async fn people(ground: &Ground) {
    persons(
        ground,
        &[
            Person { language: "fr", ..person("ana", "ana@example.net", "") },
            person("bea", "bea@example.net", "+34 600 000 002"),
            person("cai", "cai@example.net", "+34 600 000 003"),
            person("dan", "dan@example.net", ""),
            person("eva", "", "+34 600 000 005"),
            Person { purposes: "", ..person("fay", "fay@example.net", "") },
            person("gil", "gil@example.net", ""),
            person("ian", "ian@example.net", ""),
            person("joe", "joe@example.net", ""),
            Person { purposes: "STATISTICS", ..person("kim", "kim@example.net", "") },
            Person { purposes: "", ..person("lou", "lou@example.net", "") },
        ],
    )
    .await;
    // Everyone may be told of fay and lou; of hal nothing is kept that leads to somebody.
    consents(ground, &[("fay", "GIVEN", "PUBLIC"), ("lou", "GIVEN", "PUBLIC"), ("hal", "GIVEN", "IOM")]).await;
    let more = REGISTER.replace("\"ITA\" = \"ITA\"", "\"ITA\" = \"ITA\", \"FRA\" = \"FRA\"").replace(
        "\"RADIO\" = \"RADIO\"",
        "\"RADIO\" = \"RADIO\", \"EMBASSY\" = \"EMBASSY\", \"ASSOCIATION\" = \"ASSOCIATION\"",
    );
    ground.write("register.toml", more);
    ground.write(
        "register.csv",
        "id,country,channel\nana,ESP,EMAIL\nbea,ESP,SMS\ncai,ESP,EMBASSY\ndan,ITA,EMBASSY\neva,ESP,ASSOCIATION\nfay,ESP,ASSOCIATION\n\
         gil,ESP,RADIO\nhal,ESP,EMAIL\nian,FRA,EMAIL\nkim,ESP,EMAIL\nlou,ITA,ASSOCIATION\n",
    );
    run(ground, "import register.csv --mapping register.toml").await.unwrap();
}

async fn consents(ground: &Ground, events: &[(&str, &str, &str)]) {
    let mut file = "person_id,event,at,purposes,audience,notice,language,method\n".to_owned();
    for (id, event, audience) in events {
        let day = if *event == "GIVEN" { "01" } else { "02" };
        file += &format!("{id},{event},2026-01-{day}T00:00:00Z,OUTREACH,{audience},register/2,en,PORTAL\n");
    }
    ground.write("consents.csv", file);
    run(ground, "consents consents.csv").await.unwrap();
}

#[tokio::test]
async fn before_a_campaign_starts_it_is_told_whom_it_reaches_and_who_is_left_out_and_the_start_keeps_that() {
    let Some((mut server, ground)) = open("a campaign before its start").await else { return };
    people(&ground).await;
    ground.write("campaign.toml", format!("{CAMPAIGN}\n{WHERE}"));
    run(&ground, "campaign write vote campaign.toml --by ama").await.unwrap();
    let before = "letters  6\n  by EMAIL in fr  1\n  by TELEPHONE in en  1\n  by EMBASSY in en  2\n  by ASSOCIATION in en  2\n\
                  left out  5\n  UNLIKE  1\n  UNKNOWN  1\n  RADIO  1\n  ASSOCIATION  1\n  NO_CONTACT  1";
    assert_eq!(run(&ground, "campaign preview vote").await.unwrap(), before, "who does not agree is counted nowhere");
    let shown = run(&ground, "campaign show vote").await.unwrap();
    assert!(shown.contains("letters  0\n"), "nothing is kept of it: {shown}");
    run(&ground, "campaign move vote APPROVE --by kofi").await.unwrap();
    run(&ground, "campaign move vote START --by ama").await.unwrap();
    let history = run(&ground, "campaign history vote").await.unwrap();
    let kept = "{\"letters\":{\"EMAIL\":{\"fr\":1},\"TELEPHONE\":{\"en\":1},\"EMBASSY\":{\"en\":2},\"ASSOCIATION\":{\"en\":2}},\
                \"leftOut\":{\"UNLIKE\":1,\"UNKNOWN\":1,\"RADIO\":1,\"ASSOCIATION\":1,\"NO_CONTACT\":1}}";
    assert!(history.contains(kept), "{history}");
    run(&ground, "audit verify").await.unwrap();
    assert!(run(&ground, "campaign preview none").await.unwrap_err().ends_with("there is no such campaign"));
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("1 sent"));
    assert_eq!(server.taken()[0].to, ["ana@example.net"]);
}

#[tokio::test]
async fn an_embassy_is_told_of_its_own_and_an_association_only_of_who_agrees_to_everyone() {
    let Some((_server, ground)) = open("lists for embassies and associations").await else { return };
    people(&ground).await;
    start(&ground, "vote", &format!("{CAMPAIGN}\n{WHERE}")).await;
    let embassy = run(&ground, "campaign by-hand vote EMBASSY").await.unwrap();
    assert_eq!(embassy.lines().next(), Some("letter,language,name,embassy,country"));
    for line in [",en,Name of cai,+34 600 000 003,ESP", ",en,Name of dan,dan@example.net,ITA"] {
        assert!(embassy.contains(line), "{line} is not in {embassy}");
    }
    assert_eq!(embassy.lines().count(), 3);
    // Before the list is printed lou agrees to less.
    consents(&ground, &[("lou", "REFRESHED", "MEMBER_GOVERNMENTS")]).await;
    let association = run(&ground, "campaign by-hand vote ASSOCIATION").await.unwrap();
    assert!(association.contains(",en,Name of fay,fay@example.net,ESP"), "{association}");
    assert_eq!(association.lines().count(), 2, "neither eva nor lou: {association}");
    assert_eq!((count(&ground, "vote", "WITHHELD").await, count(&ground, "vote", "HANDED").await), (1, 3));
    let cai = embassy.lines().find(|line| line.contains("cai")).unwrap().split(',').next().unwrap();
    run(&ground, &format!("campaign said {cai} NO_MORE")).await.unwrap();
    let held = run(&ground, "person export --person cai").await.unwrap();
    assert!(held.contains("\"indication_method\": \"EMBASSY\""), "{held}");
}
