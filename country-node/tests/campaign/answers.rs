//! What comes back, and who asks to be written to no more.

use super::server::Taken;
use super::{CAMPAIGN, Person, count, open, persons, run, start, today};
use country_node::campaign::no_more;
use country_node::person::same::judge;
use country_node::serve::Running;
use node_rules::consent::Method;
use node_rules::person::identity::Verdict;
use reqwest::{Client, redirect};
use sea_orm::ConnectionTrait;
use serde_json::json;
use tokio::sync::oneshot;

const PEOPLE: [Person<'static>; 5] = [
    Person { id: "ana", email: "ana@example.net", telephone: "", purposes: "OUTREACH STATISTICS", language: "fr" },
    Person { id: "bea", email: "bea@example.net", telephone: "", purposes: "OUTREACH", language: "en" },
    Person { id: "cai", email: "cai@example.net", telephone: "", purposes: "OUTREACH", language: "en" },
    Person { id: "dan", email: "dan@example.net", telephone: "", purposes: "OUTREACH", language: "en" },
    Person { id: "eva", email: "eva@example.net", telephone: "", purposes: "OUTREACH", language: "en" },
];

fn of<'a>(taken: &'a [Taken], who: &str) -> &'a Taken {
    taken.iter().find(|of| of.to[0].starts_with(who)).unwrap()
}

fn answer(to: &Taken, from: &str, subject: &str, text: &str) -> String {
    format!(
        "From: <{from}@example.net>\nTo: <office@example.org>\nMessage-ID: <{from}-{subject}@example.net>\nIn-Reply-To: <{}>\n\
         Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n",
        to.id
    )
}

/// What a mail server says of a letter that it cannot deliver (RFC 3464).
fn report(of: &Taken, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mail.test\nTo: <office@example.org>\nSubject: Undelivered\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n\
         It did not arrive.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.test\n\n\
         Final-Recipient: rfc822; {}\nAction: {action}\nStatus: {status}\n\n--b\nContent-Type: text/rfc822-headers\n\n\
         From: <office@example.org>\nMessage-ID: <{}>\nSubject: Voting from abroad\n\n--b--\n",
        of.to[0], of.id
    )
}

/// What the `List-Unsubscribe` of a letter has a mail program say.
fn secret(of: &Taken) -> String {
    let text = of.text.replace("\r\n ", "");
    text.split("?subject=unsubscribe%20").nth(1).unwrap().split('>').next().unwrap().to_owned()
}

/// A mail program's own mail, with nothing else in it.
fn bare(who: &str, secret: &str) -> String {
    format!("From: <{who}@example.net>\nSubject: unsubscribe {secret}\n\n\n")
}

#[tokio::test]
async fn answers_and_what_came_back_are_kept_once_and_a_stop_is_a_stop() {
    let Some((mut server, ground)) = open("answers to letters").await else { return };
    persons(&ground, &PEOPLE).await;
    start(&ground, "vote", CAMPAIGN).await;
    run(&ground, "campaign send").await.unwrap();
    let taken = server.taken();
    let away = answer(of(&taken, "eva"), "eva", "Away", "I am away.")
        .replace("Subject:", "Auto-Submitted: auto-replied\nSubject:");
    // A mail program's own, by the letter's `List-Unsubscribe`: it answers nothing, and one of another letter's has no use.
    let secret = |who: &str| secret(of(&taken, who));
    let forged =
        secret("dan").replace(secret("dan").split('.').next().unwrap(), secret("ana").split('.').next().unwrap());
    let messages = [
        bare("dan", &secret("dan")),
        bare("dan", &forged),
        answer(of(&taken, "ana"), "ana", "Re: Voting", "Thank you. How do I stop by?"),
        answer(of(&taken, "bea"), "bea", "Re: Voting", "\nSTOP\n\n> Dear Name of bea"),
        report(of(&taken, "cai"), "failed", "5.1.1"),
        report(of(&taken, "dan"), "delayed", "4.4.1"),
        away,
        "From: <x@example.com>\nSubject: Buy\n\nstop\n".to_owned(),
    ];
    let mbox: String = messages.iter().map(|of| format!("From sender Thu Nov 26 10:00:00 2026\n{of}\n")).collect();
    ground.write("answers.mbox", mbox);
    let maildir = ground.path().join("maildir/new");
    std::fs::create_dir_all(&maildir).unwrap();
    for (at, message) in messages.iter().enumerate() {
        std::fs::write(maildir.join(format!("{at}.eml")), message.replace('\n', "\r\n")).unwrap();
    }
    let said = run(&ground, "campaign returned answers.mbox").await.unwrap();
    assert_eq!(said, "3 answers, 2 of them to be written to no more, 1 came back, 4 others");
    let again = run(&ground, "campaign returned maildir").await.unwrap();
    assert_eq!(again, "0 answers, 0 of them to be written to no more, 0 came back, 8 others", "nothing counts twice");
    assert_eq!((count(&ground, "vote", "SENT").await, count(&ground, "vote", "BOUNCED").await), (4, 1));
    let shown = run(&ground, "campaign show vote").await.unwrap();
    assert!(shown.contains("answered  3\nto be written to no more  2\n"), "{shown}");
    let may = run(&ground, "consent may --person bea --purpose OUTREACH --audience OWN_GOVERNMENT").await;
    assert!(may.is_err(), "{may:?}");
    let preview = run(&ground, "campaign preview vote").await.unwrap();
    assert_eq!(preview, "letters  2\n  by EMAIL in en  1\n  by EMAIL in fr  1\nleft out  1\n  CAME_BACK  1");
    // A second campaign goes neither to who stopped nor where nobody is reached.
    start(&ground, "again", CAMPAIGN).await;
    run(&ground, "campaign send").await.unwrap();
    let mut to: Vec<String> = server.taken().into_iter().skip(5).map(|of| of.to[0].clone()).collect();
    to.sort();
    assert_eq!(to, ["ana@example.net", "eva@example.net"]);
}

#[tokio::test]
async fn a_letter_that_a_server_tried_for_days_came_back_whatever_the_status_says() {
    let Some((mut server, ground)) = open("letters that came back after days").await else { return };
    persons(&ground, &PEOPLE).await;
    start(&ground, "vote", CAMPAIGN).await;
    run(&ground, "campaign send").await.unwrap();
    let taken = server.taken();
    let messages = [
        report(of(&taken, "ana"), "failed", "4.4.7"),
        report(of(&taken, "bea"), "failed", "4.4.1"),
        report(of(&taken, "cai"), " Failed (expired)", "5.1.1").replace("Action:", "action :"),
        report(of(&taken, "dan"), "delayed", "5.1.1"),
        report(of(&taken, "eva"), "relayed", "2.0.0").replace("It did not arrive", "Action failed"),
    ];
    let mbox: String = messages.iter().map(|of| format!("From sender Thu Nov 26 10:00:00 2026\n{of}\n")).collect();
    ground.write("reports.mbox", mbox);
    let said = run(&ground, "campaign returned reports.mbox").await.unwrap();
    assert_eq!(said, "0 answers, 0 of them to be written to no more, 3 came back, 2 others");
    assert_eq!((count(&ground, "vote", "SENT").await, count(&ground, "vote", "BOUNCED").await), (2, 3));
}

#[tokio::test]
async fn what_comes_of_a_letter_shows_that_the_server_had_it_where_nobody_knew_that() {
    let Some((mut server, ground)) = open("what comes of letters that were cut off").await else { return };
    persons(&ground, &PEOPLE).await;
    start(&ground, "vote", CAMPAIGN).await;
    server.now(&json!({ "hangUp": 5 }));
    run(&ground, "campaign send").await.unwrap_err();
    assert_eq!(count(&ground, "vote", "OFFERED").await, 5);
    let taken = server.taken();
    // Of ana's an officer said that the server does not have it.
    let wrong = format!("UPDATE letter SET state = 'WAITING', tries = 1 WHERE message_id = '{}'", of(&taken, "ana").id);
    ground.node.store.execute_unprepared(&wrong).await.unwrap();
    let messages = [
        answer(of(&taken, "ana"), "ana", "Re: Voting", "Thank you."),
        bare("bea", &secret(of(&taken, "bea"))),
        report(of(&taken, "cai"), "failed", "5.1.1"),
        report(of(&taken, "dan"), "delayed", "4.4.1"),
    ];
    let mbox: String = messages.iter().map(|of| format!("From sender Thu Nov 26 10:00:00 2026\n{of}\n")).collect();
    ground.write("answers.mbox", mbox);
    let said = run(&ground, "campaign returned answers.mbox").await.unwrap();
    assert_eq!(said, "2 answers, 1 of them to be written to no more, 1 came back, 1 others");
    assert_eq!((count(&ground, "vote", "SENT").await, count(&ground, "vote", "BOUNCED").await), (3, 1));
    // A link that is clicked shows it too.
    let node = today(&ground).await;
    let row = no_more::letter(&node, &secret(of(&taken, "eva"))).await.unwrap().unwrap();
    no_more::no_more(&node, &row, Some(Method::Portal)).await.unwrap();
    assert_eq!((count(&ground, "vote", "SENT").await, count(&ground, "vote", "OFFERED").await), (4, 0));
    assert_eq!(run(&ground, "campaign settle").await.unwrap(), "0 were sent, 0 wait again, 0 stay open");
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("0 sent"));
    assert_eq!(server.taken().len(), 5, "and nobody has it twice");
    let preview = run(&ground, "campaign preview vote").await.unwrap();
    assert!(preview.contains("left out  1\n  CAME_BACK  1"), "{preview}");
}

#[tokio::test]
async fn a_stop_holds_for_the_person_whichever_id_agreed_and_not_against_a_consent_of_later() {
    let Some((mut server, ground)) = open("a stop of somebody with two ids").await else { return };
    ground.write("contacts.csv", "person_id,name,address,email,telephone\nkim,Kim,,kim@example.net,\n");
    run(&ground, "contact load contacts.csv").await.unwrap();
    let consent = async |event: &str, at: &str| {
        let agreed = if event == "GIVEN" { "OUTREACH,IOM" } else { "," };
        ground.write("consents.csv", format!("person_id,event,at,purposes,audience\nlou,{event},{at},{agreed}\n"));
        run(&ground, "consents consents.csv").await.unwrap();
    };
    consent("GIVEN", "2026-01-01T00:00:00Z").await;
    let node = today(&ground).await;
    let ids = (node.keys.of("kim").0, node.keys.of("lou").0);
    judge(&node, ids, Verdict::Same, ("ama", "the same passport")).await.unwrap();
    start(&ground, "vote", CAMPAIGN).await;
    run(&ground, "campaign send").await.unwrap();
    let taken = server.taken();
    assert_eq!(taken.len(), 1, "one person, one letter");
    ground.write("stop.eml", answer(&taken[0], "kim", "Re: Voting", "stop"));
    let said = run(&ground, "campaign returned stop.eml").await.unwrap();
    assert_eq!(said, "1 answers, 1 of them to be written to no more, 0 came back, 0 others");
    let may =
        async || run(&ground, "consent may --person lou --purpose OUTREACH --audience OWN_GOVERNMENT").await.is_ok();
    assert!(!may().await);
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let now = node_rules::clock::text(super::now());
    consent("GIVEN", &now).await;
    run(&ground, "campaign returned stop.eml").await.unwrap();
    assert!(may().await, "the same answer, read again, says nothing against what was agreed to since");
}

#[tokio::test]
async fn one_click_in_a_letter_ends_letters_and_nothing_else_that_was_agreed() {
    let Some((mut server, ground)) = open("a letter's own link").await else { return };
    persons(&ground, &PEOPLE).await;
    start(&ground, "vote", CAMPAIGN).await;
    run(&ground, "campaign send").await.unwrap();
    let taken = server.taken();
    let text = of(&taken, "ana").text.clone();
    let link = text.split("List-Unsubscribe: <https://me.example.org").nth(1).unwrap().split('>').next().unwrap();
    let link = link.replace("\r\n ", "");
    let running = Running::start(today(&ground).await).await.unwrap();
    let at = format!("http://{}", running.page().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });
    let client = Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap();
    let get = async |path: &str| {
        let page = client.get(format!("{at}{path}")).send().await.unwrap();
        (page.status().as_u16(), page.text().await.unwrap())
    };
    let (status, page) = get(&link).await;
    assert!(status == 200 && page.contains("Ne m’écrivez plus"), "it is asked in the letter's language: {page}");
    let may = async || {
        let may = run(&ground, "consent may --person ana --purpose OUTREACH --audience OWN_GOVERNMENT").await.is_ok();
        (may, run(&ground, "consent may --person ana --purpose STATISTICS --audience IOM").await.is_ok())
    };
    assert_eq!(may().await, (true, true), "who only looks changes nothing");
    let (name, mac) = link.split_once('.').unwrap();
    let other = of(&taken, "bea").id.split('@').next().unwrap().to_owned();
    for wrong in [
        format!("{name}.{}", mac.to_lowercase()),
        format!("/no-more/{other}.{mac}"),
        format!("{name}."),
        "/no-more/x".to_owned(),
    ] {
        assert_eq!(get(&wrong).await.0, 404, "{wrong}");
        assert_eq!(client.post(format!("{at}{wrong}")).send().await.unwrap().status().as_u16(), 404, "{wrong}");
    }
    // As a mail program does it (RFC 8058): no cookie, another origin.
    for _ in 0..2 {
        let click = client.post(format!("{at}{link}")).header("origin", "https://mail.example.com");
        let click =
            click.header("content-type", "application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click");
        assert_eq!(click.send().await.unwrap().status().as_u16(), 200);
    }
    stop.send(()).unwrap();
    serving.await.unwrap();
    assert_eq!(may().await, (false, true), "what else was agreed to stays");
    let shown = run(&ground, "campaign show vote").await.unwrap();
    assert!(shown.contains("to be written to no more  1\n"), "who clicks twice counts once: {shown}");
}
