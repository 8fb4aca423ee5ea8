//! What a server refuses, and how it is spoken with.

use super::server::Server;
use super::{CAMPAIGN, count, many, no_orders, open, run, sending, start, today};
use crate::ground::Ground;
use country_node::serve::Running;
use country_node::store::letter::{Column, Entity};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;

#[tokio::test]
async fn a_refusal_for_good_ends_a_letter_one_for_now_does_not_and_neither_ends_the_others() {
    let Some((mut server, ground)) = open("a mail server that refuses").await else { return };
    many(&ground, 6).await;
    start(&ground, "vote", CAMPAIGN).await;
    server.now(&json!({
        "refuse": { "p0000@example.net": 550, "p0001@example.net": 451 },
        "atEnd": { "p0002@example.net": 554, "p0003@example.net": 452 },
    }));
    let said = run(&ground, "campaign send").await.unwrap();
    assert_eq!(said, "2 sent, 2 refused, 2 later, 0 withheld, 0 of which nobody knows yet");
    server.now(&no_orders());
    let again = run(&ground, "campaign send").await.unwrap();
    assert!(again.starts_with("0 sent"), "what is to come later waits: {again}");
    assert_eq!((count(&ground, "vote", "WAITING").await, count(&ground, "vote", "REFUSED").await), (2, 2));
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn where_everything_is_refused_it_is_no_fault_of_the_letters() {
    let Some((mut server, ground)) = open("a mail server that refuses everything").await else { return };
    many(&ground, 12).await;
    start(&ground, "vote", CAMPAIGN).await;
    let all =
        |code: u16| (0..12).map(|at| (format!("p{at:04}@example.net"), code.into())).collect::<Map<String, Value>>();
    let in_a_row = "country-node: the mail server refuses or breaks off 5 letters, one after another; letters wait";
    // That it relays nothing for this node is a word on the node: it is not said of each letter anew.
    server.now(&json!({ "refuse": all(554) }));
    assert_eq!(run(&ground, "campaign send").await.unwrap_err(), in_a_row);
    assert_eq!((count(&ground, "vote", "REFUSED").await, count(&ground, "vote", "WAITING").await), (0, 12));
    server.now(&no_orders());
    due(&ground, "vote").await;
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("12 sent"));
    start(&ground, "again", CAMPAIGN).await;
    server.now(&json!({ "refuse": all(550) }));
    let why = run(&ground, "campaign send").await.unwrap_err();
    assert_eq!(why, in_a_row);
    assert_eq!((count(&ground, "again", "REFUSED").await, count(&ground, "again", "WAITING").await), (0, 12));
    // One that hangs up at a recipient holds up that letter alone.
    server.now(&json!({ "refuse": { "p0000@example.net": 421 } }));
    start(&ground, "third", CAMPAIGN).await;
    let _ = run(&ground, "campaign send").await;
    let _ = run(&ground, "campaign send").await;
    assert_eq!((count(&ground, "third", "SENT").await, count(&ground, "third", "WAITING").await), (11, 1));
    // Those that were asked for in vain are tried again in their time, and none is lost.
    assert_eq!((count(&ground, "again", "SENT").await, count(&ground, "again", "WAITING").await), (7, 5));
    server.now(&no_orders());
    due(&ground, "again").await;
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("5 sent, 0 refused"));
    assert_eq!(count(&ground, "again", "SENT").await, 12);
}

#[tokio::test]
async fn a_server_that_closes_at_each_letter_or_says_that_it_does_not_serve_is_asked_no_more_in_a_run() {
    let Some((mut server, ground)) = open("a mail server that does not serve").await else { return };
    many(&ground, 12).await;
    start(&ground, "vote", CAMPAIGN).await;
    let unavailable = (0..12).map(|at| (format!("p{at:04}@example.net"), 421.into())).collect::<Map<String, Value>>();
    let orders = [
        // What it was to have is surely not there: none is open.
        json!({ "closeAtData": true }),
        json!({ "refuse": unavailable }),
        json!({ "atEnd": unavailable }),
    ];
    for order in orders {
        server.now(&order);
        let why = run(&ground, "campaign send").await.unwrap_err();
        let in_a_row = "country-node: the mail server refuses or breaks off 5 letters, one after another; letters wait";
        assert_eq!(why, in_a_row, "{order}");
        let tried = Entity::find().filter(Column::Tries.gt(0)).all(&ground.node.store).await.unwrap();
        assert_eq!(tried.len(), 5, "{order}");
        assert_eq!((count(&ground, "vote", "WAITING").await, server.taken().len()), (12, 0), "{order}");
        let anew = "UPDATE letter SET tries = 0, not_before = 0";
        ground.node.store.execute_unprepared(anew).await.unwrap();
        server.now(&no_orders());
    }
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("12 sent"));
    let to: BTreeSet<String> = server.taken().into_iter().map(|of| of.to[0].clone()).collect();
    assert_eq!((to.len(), server.taken().len()), (12, 12), "each once");
}

/// Lets the time pass until the letters of a campaign are due.
async fn due(ground: &Ground, id: &str) {
    let due = format!("UPDATE letter SET not_before = 0 WHERE campaign = '{id}'");
    ground.node.store.execute_unprepared(&due).await.unwrap();
}

#[tokio::test]
async fn a_node_that_serves_asks_a_server_that_refuses_it_less_and_less_and_loses_no_letter() {
    let Some((mut server, ground)) = open("a mail server that blocks a sender").await else { return };
    many(&ground, 30).await;
    start(&ground, "vote", CAMPAIGN).await;
    let half = |what: &str, range: std::ops::Range<usize>| {
        let codes = range.map(|at| (format!("p{at:04}@example.net"), 550.into())).collect::<Map<String, Value>>();
        (what.to_owned(), Value::Object(codes))
    };
    // At a recipient and behind the text alike.
    server.now(&Value::Object(Map::from_iter([half("refuse", 0..15), half("atEnd", 15..30)])));
    let running = Running::start(today(&ground).await).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });
    // The second run is 5 to 10 seconds after the first, the third 10 to 20 after that.
    sleep(Duration::from_secs(14)).await;
    stop.send(()).unwrap();
    serving.await.unwrap();
    let tried = Entity::find().filter(Column::Tries.gt(0)).all(&ground.node.store).await.unwrap();
    assert!(tried.len() == 10, "{} letters were tried", tried.len());
    assert!(tried.iter().all(|of| of.code == Some(550) && of.state == "WAITING"), "what the server said is kept");
    assert_eq!(count(&ground, "vote", "WAITING").await, 30);
    server.now(&no_orders());
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("20 sent"));
    due(&ground, "vote").await;
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("10 sent"));
    let to: BTreeSet<String> = server.taken().into_iter().map(|of| of.to[0].clone()).collect();
    assert_eq!((to.len(), server.taken().len()), (30, 30), "each once");
}

#[tokio::test]
async fn letters_that_were_refused_go_out_after_all_where_an_officer_says_so_and_their_persons_still_agree() {
    let Some((mut server, ground)) = open("letters once more").await else { return };
    many(&ground, 5).await;
    start(&ground, "vote", CAMPAIGN).await;
    let early = run(&ground, "campaign again vote").await.unwrap_err();
    assert_eq!(early, "country-node: campaign vote: none of its letters is REFUSED or GIVEN_UP");
    server.now(&json!({
        "refuse": { "p0000@example.net": 550, "p0001@example.net": 550, "p0002@example.net": 451 },
    }));
    let said = run(&ground, "campaign send").await.unwrap();
    assert_eq!(said, "2 sent, 2 refused, 1 later, 0 withheld, 0 of which nobody knows yet");
    let given_up = "UPDATE letter SET tries = 31, not_before = 0 WHERE state = 'WAITING'";
    ground.node.store.execute_unprepared(given_up).await.unwrap();
    server.now(&no_orders());
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("0 sent"));
    assert_eq!((count(&ground, "vote", "REFUSED").await, count(&ground, "vote", "GIVEN_UP").await), (2, 1));
    ground.write("gone.csv", "person_id,event,at,purposes,audience\nP0001,WITHDRAWN,2026-02-01T00:00:00Z,,\n");
    run(&ground, "consents gone.csv").await.unwrap();
    assert_eq!(run(&ground, "campaign again vote --by ama").await.unwrap(), "3 letters wait again");
    let said = run(&ground, "campaign send").await.unwrap();
    assert_eq!(said, "2 sent, 0 refused, 0 later, 1 withheld, 0 of which nobody knows yet");
    let mut to: Vec<String> = server.taken().into_iter().map(|of| of.to[0].replace("@example.net", "")).collect();
    to.sort();
    assert_eq!(to, ["p0000", "p0002", "p0003", "p0004"], "each once, and who withdrew is not written to");
    let history = run(&ground, "campaign history vote").await.unwrap();
    assert!(history.contains("  AGAIN  ") && history.ends_with("\n  {\"letters\":3}"), "{history}");
    assert!(run(&ground, "audit list").await.unwrap().contains("vote  AGAIN"));
    run(&ground, "audit verify").await.unwrap();
    run(&ground, "campaign move vote STOP --by ama").await.unwrap();
    let over = run(&ground, "campaign again vote").await.unwrap_err();
    assert_eq!(over, "country-node: campaign vote: it is STOPPED: AGAIN is for one that is SENDING or PAUSED");
}

#[tokio::test]
async fn a_server_that_is_not_there_costs_no_letter() {
    let Some((server, ground)) = open("a mail server that is gone").await else { return };
    many(&ground, 2).await;
    start(&ground, "vote", CAMPAIGN).await;
    drop(server);
    let why = run(&ground, "campaign send").await.unwrap_err();
    assert_eq!(why, "country-node: the mail server: it is not reached, or breaks off; letters wait");
    assert_eq!(count(&ground, "vote", "WAITING").await, 2);
}

#[tokio::test]
async fn with_tls_and_a_password_a_server_is_believed_by_its_authority_alone() {
    let folder = tempfile::tempdir().unwrap();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (key, crt) = (write("tls.key", signing_key.serialize_pem()), write("tls.crt", cert.pem()));
    let password = write("password", "s3cret\n".to_owned());
    let wrong = write("wrong", "guess\n".to_owned());
    let log = folder.path().join("mail.log");
    for (secure, tls) in [(false, "starttls"), (true, "wrapper")] {
        let options = json!({ "key": key, "cert": crt, "secure": secure, "user": "node", "password": "s3cret" });
        let Some(mut server) = Server::start("a mail server with TLS", &log, &options) else { return };
        let mail = |authorities: &str, password: &str| {
            format!("tls = \"{tls}\"\n{authorities}user = \"node\"\npassword_file = \"{password}\"")
        };
        let authority = format!("authorities = \"{crt}\"\n");
        let ground = sending(&server, &mail(&authority, &password)).await;
        let localhost = |text: String| text.replace("server = \"127.0.0.1:", "server = \"localhost:");
        let config = localhost(std::fs::read_to_string(ground.path().join("node.toml")).unwrap());
        many(&ground, 2).await;
        ground.write("node.toml", config.replace(&authority, ""));
        start(&ground, "vote", CAMPAIGN).await;
        let unknown = run(&ground, "campaign send").await.unwrap_err();
        assert!(unknown.contains("the mail server: "), "{tls}: it is believed by nobody's word: {unknown}");
        ground.write("node.toml", config.replace(&password, &wrong));
        let guessed = run(&ground, "campaign send").await.unwrap_err();
        assert_eq!(guessed, "country-node: the mail server: it says 535; letters wait", "{tls}");
        assert_eq!(server.taken().len(), 0);
        ground.write("node.toml", &config);
        assert!(run(&ground, "campaign send").await.unwrap().starts_with("2 sent"), "{tls}");
        let taken = server.taken();
        assert!(taken.iter().all(|of| of.secure && of.user.as_deref() == Some("node")), "{tls}");
        let away =
            config.replace(&format!("tls = \"{tls}\""), "tls = \"none\"").replace("localhost:", "mail.example.org:");
        ground.write("node.toml", away);
        start(&ground, "again", CAMPAIGN).await;
        let bare = run(&ground, "campaign send").await.unwrap_err();
        assert!(bare.contains("is for one on the node's own machine"), "{bare}");
    }
}
