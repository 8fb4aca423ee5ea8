//! What shows nowhere: secrets, persons' ids, pseudonyms and raw counts.

use crate::ground::{Ground, SURVEY, gateway_key, member_key, survey, token};
use crate::serving::{ANSWERS, assertion};
use country_node::node::Node;
use country_node::store::{audit_entry, consent_event, person, release, release_table, total};
use node_rules::columns::{Columns, Totals};
use node_rules::count::count;
use node_rules::record_key::{Pseudonym, RecordKeys};
use node_rules::tally::Tally;
use schema::role::Role;
use schema::seal::SecretKey;
use sea_orm::EntityTrait;
use serde_json::json;
use std::fmt::{Debug, Display};
use std::marker::PhantomData;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

/// Tells of a type whether it can be written out. The inherent constant is found where the bound holds, else the trait's.
struct Of<T>(PhantomData<T>);

trait Mute {
    const DEBUG: bool = false;
    const DISPLAY: bool = false;
    const SERIALIZE: bool = false;
}

impl<T> Mute for Of<T> {}

macro_rules! heard {
    ($bound:path, $name:ident) => {
        impl<T: $bound> Of<T> {
            const $name: bool = true;
        }
    };
}
heard!(Debug, DEBUG);
heard!(Display, DISPLAY);
heard!(serde::Serialize, SERIALIZE);

#[test]
fn secrets_and_raw_counts_cannot_be_written_out() {
    macro_rules! shows {
        ($($of:ty),*) => { [$((stringify!($of), [Of::<$of>::DEBUG, Of::<$of>::DISPLAY, Of::<$of>::SERIALIZE])),*] };
    }
    assert_eq!(shows!(String), [("String", [true; 3])], "the probe itself must work");
    for (what, shows) in shows!(
        RecordKeys,
        SecretKey,
        Node,
        Totals,
        country_node::intake::persons::Person,
        country_node::intake::totals::Total
    ) {
        assert_eq!(shows, [false; 3], "{what} can be written out: Debug, Display, Serialize");
    }
    // These have a `Debug` of their own that shows a shape only; the next test reads it.
    for (what, shows) in
        shows!(Pseudonym, Tally, Columns, person::Model, consent_event::Model, total::Model, audit_entry::Model)
    {
        assert_eq!(shows[1..], [false; 2], "{what} can be written out: Display, Serialize");
    }
}

#[tokio::test]
async fn what_can_be_debugged_shows_no_content() {
    let ground = Ground::with_survey(20).await;
    ground.release().await.unwrap();
    let store = &ground.node.store;
    let shown = [
        format!("{:?}", ground.node.keys.of("P0000001").0),
        format!("{:?}", person::Entity::find().one(store).await.unwrap().unwrap()),
        format!("{:?}", consent_event::Entity::find().one(store).await.unwrap().unwrap()),
        format!("{:?}", release::Entity::find().one(store).await.unwrap().unwrap()),
        format!("{:?}", release_table::Entity::find().one(store).await.unwrap().unwrap()),
        format!("{:?}", total::Model { wave_id: 1, codes: vec![7], persons: 7, line: 7 }),
        format!("{:?}", audit_entry::Entity::find().one(store).await.unwrap().unwrap()),
    ];
    assert_eq!(
        shown,
        [
            "Pseudonym",
            "a person",
            "an event of a consent",
            "a release",
            "a released table",
            "a total",
            "an entry of the audit log"
        ]
    );
    let columns = Columns {
        dimensions: vec![],
        weights: vec![7.0; 7],
        keys: vec![7; 7],
        segment: vec![None; 7],
        segments: vec![],
        quantities: vec![],
    };
    assert_eq!(format!("{columns:?}"), "Columns { dimensions: 0, .. }");
    let tallies = count(&Columns { segments: vec![node_rules::consent::Segment::open()], ..columns }, &[vec![]]);
    assert_eq!(format!("{tallies:?}"), "[Tally { tables: 1, .. }]");
}

#[tokio::test]
async fn neither_log_nor_store_holds_a_persons_id_a_token_or_a_secret() {
    let ground = Ground::new().await;
    let marked = survey(60).replace("\nP", "\nZebra");
    ground.write("survey.csv", &marked);
    ground.write("survey.toml", SURVEY);
    let mut consents = "person_id,event,at,purposes,audience\n".to_owned();
    for row in marked.lines().skip(1) {
        let id = row.split(',').next().unwrap();
        consents += &format!("{id},GIVEN,2026-01-01T00:00:00Z,STATISTICS,PUBLIC\n");
    }
    ground.write("consents.csv", consents);
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").args(arguments).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let mut told = Vec::new();
    for arguments in [
        vec!["import", "survey.csv", "--mapping", "survey.toml"],
        vec!["consents", "consents.csv"],
        vec!["release"],
        vec!["status"],
    ] {
        let output = command(&arguments).output().await.unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        told.extend([output.stdout, output.stderr].concat());
    }
    let mut serving = command(&["serve", "--until-input-closes"]).spawn().unwrap();
    let mut out = BufReader::new(serving.stdout.take().unwrap());
    let mut url = String::new();
    out.read_line(&mut url).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "the program under test reads the machine's clock")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let token = token(&member_key("GHA"), "GHA", Role::Analyst, i64::try_from(now).unwrap() - 60);
    let question = json!({ "dataset": "SURVEY", "by": ["SEX"], "purpose": "COMPARISON" });
    let body = json!({ "query": ANSWERS, "variables": { "q": [question] } }).to_string();
    let word = assertion(&token, body.as_bytes(), i64::try_from(now).unwrap()).sign(&gateway_key()).unwrap();
    let asked = reqwest::Client::new().post(url.trim()).header("authorization", format!("Bearer {token}"));
    let asked = asked.header(schema::assertion::HEADER, &word);
    let answer =
        asked.header("content-type", "application/json").body(body).send().await.unwrap().text().await.unwrap();
    assert!(answer.contains("ANSWERED"), "{answer}");
    drop(serving.stdin.take());
    let mut log = serving.stderr.take().unwrap();
    log.read_to_end(&mut told).await.unwrap();
    out.read_to_end(&mut told).await.unwrap();
    assert!(serving.wait().await.unwrap().success(), "a node stops when it is asked to");

    let read = |file: &str| std::fs::read(ground.path().join(file)).unwrap_or_default();
    let stored = [read("node.db"), read("node.db-wal")].concat();
    let pseudonym = ground.node.keys.of("Zebra0000007").0.0;
    let hex: String = pseudonym.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = |file: &str| String::from_utf8(read(file)).unwrap();
    let holds = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    assert!(holds(&stored, b"COL-SURVEY-2024-1") && holds(&told, b"COL-SURVEY-2024-1"), "the search itself must work");
    for (what, secret) in [
        ("a person's id", "Zebra"),
        ("a pseudonym", &hex),
        ("the secret of record keys", &text("record.secret")),
        ("the signing key", &text("signing.key")),
        ("a token", &token),
        ("the gateway's signature", word.rsplit('.').next().unwrap()),
        ("a token's signature", token.rsplit('.').next().unwrap()),
    ] {
        assert!(!holds(&told, secret.as_bytes()), "{what} stands in the log");
        assert!(!holds(&stored, secret.as_bytes()), "{what} stands in the store");
    }
    assert!(!holds(&told, &pseudonym), "a pseudonym stands in the log");
}
