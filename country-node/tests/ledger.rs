//! The audit log: a question is opened before it is read for and closed before it is answered, refusals are there too, and
//! the store lets nobody change any of it.

use crate::ground::{Ground, member_key, token};
use crate::serving::{Serving, by, error};
use country_node::answer::Desk;
use country_node::audit::act::to_its_end;
use country_node::audit::checkpoint;
use country_node::audit::command::Administration;
use country_node::audit::ledger::AuditFault;
use country_node::audit::open::Opened;
use country_node::audit::read::verify;
use country_node::node::Node;
use country_node::release::recall::{Instead, recall};
use country_node::release::shelf::Shelf;
use country_node::store::{audit_checkpoint, audit_entry};
use node_rules::audit::entry::{Ending, Entry, Event};
use node_rules::audit::verify::Sound;
use node_rules::caller::Caller;
use schema::ask::Question;
use schema::role::Role;
use schema::token::KeySets;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// Every entry, of a log that stands.
pub async fn entries(node: &Node) -> Vec<Entry> {
    sound(node).await;
    let rows = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Number).all(&node.store).await.unwrap();
    rows.iter().map(|row| Entry::from_text(&row.entry).unwrap()).collect()
}

/// What named persons to officers, or looked one up, in few words: what, for which purpose, for whom, what became of it.
pub async fn persons_asked(node: &Node) -> Vec<String> {
    let log = entries(node).await;
    let became = |number: usize| {
        log.iter().find_map(|entry| match &entry.event {
            Event::Closed { opened, outcome, .. } if usize::try_from(*opened).unwrap() == number => {
                Some(outcome.name())
            }
            _ => None,
        })
    };
    let asked = log.iter().enumerate().filter_map(|(at, entry)| match &entry.event {
        Event::PersonsAsked { by, what, purpose } => {
            let by = by.as_ref().map_or("operator", |by| by.user.as_str());
            let purpose = purpose.map(country_node::intake::consents::name).unwrap_or_default();
            Some(format!("{what} {purpose} {by} {}", became(at + 1).unwrap()))
        }
        _ => None,
    });
    asked.collect()
}

/// What is said of a log that stands.
pub async fn sound(node: &Node) -> Sound {
    verify(node, vec![]).await.unwrap().unwrap_or_else(|bad| panic!("{bad}"))
}

/// An entry in few words: what, by whom, what became of it.
fn told(entry: &Entry) -> String {
    match &entry.event {
        Event::Asked { by, purpose, .. } => format!("asked {} {} {}", by.member, by.role.name(), purpose.name()),
        Event::Closed { opened, outcome, releases, .. } => {
            format!("{opened} {} {}", outcome.name(), releases.join(" "))
        }
        Event::Refused { by, code } => {
            format!("refused {} {code}", by.as_ref().map_or_else(|| "nobody".into(), |by| by.member.to_string()))
        }
        Event::TokenRefused { gateway, why, .. } => format!("token {gateway} {why}"),
        Event::Commanded { command, .. } => format!("command {command}"),
        Event::ListAsked { by, list } => format!("list {} {}", list.name(), by.member),
        Event::PersonsAsked { what, .. } => format!("persons {what}"),
        Event::LogAsked { by, .. } => format!("log {} {}", by.member, by.role.name()),
        Event::Published { release } => format!("published {release}"),
        Event::Recalled { release, instead } => format!("recalled {release} for {instead:?}"),
        Event::Agreement { agreement, step, side, .. } => format!("{side} {step} {agreement}"),
        Event::Entry { kind, entry, step, side, .. } => format!("{side} {step} {kind} {entry}"),
        Event::Work { programme, kind, entry, step, .. } => format!("{programme} {step} {kind} {entry}"),
        Event::Campaign { campaign, step, .. } => format!("{campaign} {step}"),
        Event::Recorded { member, .. } => format!("recorded {member}"),
    }
}

#[tokio::test]
async fn a_question_is_opened_and_closed_and_what_was_not_believed_or_understood_is_there_too() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let observer = token(&member_key("IOM"), "IOM", Role::Observer, ground.now() - 10);
    serving.ask(Some(serving.analyst()), json!([by(&["SEX"]), by(&["TRUST"])])).await;
    serving.ask(Some(&observer), json!([by(&["SEX"])])).await;
    serving.ask(None, json!([by(&["SEX"])])).await;
    serving.ask(Some("eyJ.a-token.of-nobody"), json!([by(&["SEX"])])).await;
    serving.ask(Some(serving.analyst()), json!([by(&["SEX", "SEX"])])).await;
    serving.ask(Some(serving.analyst()), json!(vec![by(&[]); 65])).await;
    serving.query(Some(serving.analyst()), "{ persons { name } }", Value::Null).await;
    serving.stop().await;
    ground.later(60);
    let serving = Serving::start(&ground).await;
    serving.ask(Some(serving.analyst()), json!([{ "dataset": "REGISTER", "purpose": "RESEARCH" }])).await;
    serving.stop().await;

    let entries = entries(&ground.node).await;
    assert_eq!(
        entries.iter().map(told).collect::<Vec<_>>(),
        [
            "published COL-SURVEY-2024-1",
            "command serve",
            "asked GHA analyst COMPARISON",
            "asked GHA analyst COMPARISON",
            "3 ANSWERED COL-SURVEY-2024-1",
            "4 DECLINED ",
            "asked IOM observer COMPARISON",
            "7 DECLINED ",
            "refused nobody UNAUTHENTICATED",
            "refused nobody UNAUTHENTICATED",
            "refused GHA DUPLICATE_DIMENSION",
            "refused GHA TOO_MANY_QUESTIONS",
            "2 DONE ",
            "command serve",
            "asked GHA analyst RESEARCH",
            "15 NOT_PUBLISHED ",
            "14 DONE ",
        ],
        "what never was a question is not there"
    );
    assert_eq!((entries[2].at, entries[14].at), (ground.now() - 60, ground.now()));
    let Event::Asked { by, question, .. } = &entries[2].event else { panic!("{:?}", entries[2]) };
    assert_eq!(by.user, ground.node.keys.users().of("GHA".parse().unwrap(), "ana"));
    assert_eq!(question["by"], json!(["SEX"]));
    let text: String = entries.iter().map(|entry| entry.to_text().unwrap()).collect();
    assert!(!text.contains("\"ana\"") && !text.contains("a-token"), "a name or a token stands in the log: {text}");
}

#[tokio::test]
async fn askers_side_by_side_are_each_opened_and_closed_while_another_process_writes_too() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let asked = (0..40).map(|n| serving.ask(Some(serving.analyst()), json!(vec![by(&[]); 1 + n % 3])));
    let other = ground.reopened().await;
    let beside = async {
        for _ in 0..10 {
            let command = Administration::of("consent key");
            other.audited(command, async { Ok::<_, AuditFault>(()) }).await.unwrap();
        }
    };
    let (answered, ()) = futures_util::future::join(futures_util::future::join_all(asked), beside).await;
    let answered: usize = answered.iter().map(|body| body["data"]["answers"].as_array().unwrap().len()).sum();
    serving.stop().await;
    let entries = entries(&ground.node).await;
    let count = |name: &str| entries.iter().filter(|entry| entry.event.name() == name).count();
    assert_eq!((count("ASKED"), count("COMMANDED")), (answered, 11));
    assert_eq!(count("CLOSED"), answered + 11, "each entry that was opened is closed once");
    assert!(sound(&ground.node).await.open.is_empty());
}

#[tokio::test]
async fn without_an_entry_nothing_is_read_and_without_a_receipt_there_is_no_answer() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    serving.still_answers().await;
    let store = &ground.node.store;
    let refuse = |when: &str| {
        format!(
            "CREATE TRIGGER fails_{when} BEFORE INSERT ON audit_entry WHEN NEW.event = '{when}' \
             BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    };
    for event in ["ASKED", "CLOSED", "REFUSED", "LOG_ASKED"] {
        store.execute_unprepared(&refuse(event)).await.unwrap();
        let body = match event {
            "REFUSED" => serving.ask(None, json!([by(&["SEX"])])).await,
            "LOG_ASKED" => {
                let officer = token(&member_key("COL"), "COL", Role::Officer, ground.now() - 10);
                serving.query(Some(&officer), "{ asked { more } }", Value::Null).await.1
            }
            _ => serving.ask(Some(serving.analyst()), json!([by(&["SEX"])])).await,
        };
        assert_eq!(error(&body), "INTERNAL", "{event}: {body}");
        assert_eq!(body["data"], Value::Null, "{event}: something was spoken that is not written down");
        assert!(!body.to_string().contains("disk"), "{event}: what is inside was said: {body}");
        store.execute_unprepared(&format!("DROP TRIGGER fails_{event}")).await.unwrap();
        serving.still_answers().await;
    }
    serving.stop().await;
    let open = sound(&ground.node).await.open;
    assert_eq!(open.len(), 1, "the question that could not be closed was not answered, and shows: {open:?}");
}

#[tokio::test]
async fn a_question_that_cannot_be_read_for_is_closed_as_failed() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    ground.node.store.execute_unprepared("UPDATE release_table SET body = x''").await.unwrap();
    let serving = Serving::start(&ground).await;
    let body = serving.ask(Some(serving.analyst()), json!([by(&["TRUST"]), by(&["SEX"])])).await;
    assert_eq!(error(&body), "INTERNAL", "{body}");
    serving.stop().await;
    let entries = entries(&ground.node).await;
    let failed = entries.iter().filter(|entry| matches!(entry.event, Event::Closed { outcome: Ending::Failed, .. }));
    assert_eq!(failed.count(), 2, "nothing of either of the two was spoken");
}

#[tokio::test]
async fn a_question_cut_off_at_any_step_leaves_a_chain_that_stands_and_is_closed_as_failed() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let members = ground.node.roll().unwrap().in_force();
    let analyst = token(&member_key("GHA"), "GHA", Role::Analyst, ground.now() - 10);
    let identity = schema::token::verify(&analyst, &members, &KeySets::default(), ground.now()).unwrap();
    let word = crate::serving::assertion(&analyst, b"", ground.now());
    let caller = Caller::at(ground.node.config.country, identity, word);
    let question = || {
        Question::new(serde_json::from_value(json!({
        "dataset": "SURVEY", "measure": { "kind": "PERSONS", "of": null }, "by": ["SEX"], "where": [], "shareWithin": [],
        "at": null, "purpose": "COMPARISON",
    })).unwrap()).unwrap()
    };
    let failed = async |node: &Node| {
        let log = entries(node).await;
        log.iter().filter(|entry| matches!(entry.event, Event::Closed { outcome: Ending::Failed, .. })).count()
    };
    let mut is_through = false;
    // On a busy machine a question may be over in few steps, so it is asked again and again.
    for steps in (1..60).cycle().take(1000) {
        // Opened anew each time, as after a crash.
        let node = ground.reopened().await;
        let desk = Desk {
            rulebook: node.rulebook.clone(),
            shelf: Arc::new(Shelf::new(node.store.clone(), node.signing.public())),
            ledger: Arc::clone(&node.ledger),
            cabinet: node.cabinet(),
            country: node.config.country,
            signing: node.signing.clone(),
            clock: node.clock.clone(),
        };
        let questions = [question()];
        is_through |= crate::cut_off::Steps(pin!(desk.answer(&caller, &questions)).as_mut(), steps).await.is_some();
        if is_through && failed(&node).await >= 2 {
            all_closed(&node).await;
            return;
        }
    }
    panic!("it was never cut off between its two entries, or never came to its end");
}

/// Waits until nothing of the log stands open.
pub async fn all_closed(node: &Node) {
    let begun = Instant::now();
    loop {
        let open = sound(node).await.open;
        if open.is_empty() {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{open:?} stand open");
        sleep(Duration::from_millis(20)).await;
    }
    let log = entries(node).await;
    let closed = log.iter().filter_map(|entry| match entry.event {
        Event::Closed { opened, .. } => Some(opened),
        _ => None,
    });
    let mut once = BTreeSet::new();
    for opened in closed {
        assert!(once.insert(opened), "{opened} is closed twice");
    }
}

#[tokio::test]
async fn what_panics_is_a_fault_and_is_closed_as_failed_and_so_is_what_nobody_waits_for() {
    let ground = Ground::new().await;
    let asked = || Administration::of("consent key").begun();
    let ledger = Arc::clone(&ground.node.ledger);
    let act = async move {
        let doing = async |_: &Opened| -> Result<(), AuditFault> { panic!("a test panics") };
        ledger.reading(asked(), doing).await.map(drop)
    };
    let fault = to_its_end(act).await.unwrap_err();
    assert_eq!(fault.to_string(), "what was under way broke off");
    let endless = async |_: &Opened| std::future::pending::<Result<(), AuditFault>>().await;
    let waited = timeout(Duration::from_millis(200), ground.node.ledger.reading(asked(), endless)).await;
    assert!(waited.is_err());
    timeout(Duration::from_secs(20), ground.node.ledger.closed_but(0)).await.unwrap();
    all_closed(&ground.node).await;
    let told: Vec<String> = entries(&ground.node).await.iter().map(told).collect();
    let failed = told.iter().filter(|entry| entry.contains("FAILED")).count();
    assert_eq!((told.len(), failed), (4, 2), "{told:?}");
}

#[tokio::test]
async fn a_recall_stands_in_the_log_with_what_took_the_releases_place_and_its_reason_does_not() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    recall(&ground.node, "COL-SURVEY-2024-1", "Ana Gomez asked for it", Instead::Next).await.unwrap();
    recall(&ground.node, "COL-SURVEY-2024-2", "again", Instead::Nothing).await.unwrap();
    let entries = entries(&ground.node).await;
    assert_eq!(
        entries.iter().map(told).collect::<Vec<_>>(),
        [
            "published COL-SURVEY-2024-1",
            "published COL-SURVEY-2024-2",
            "recalled COL-SURVEY-2024-1 for Some(\"COL-SURVEY-2024-2\")",
            "recalled COL-SURVEY-2024-2 for None",
        ]
    );
}

#[tokio::test]
async fn the_store_itself_refuses_to_change_remove_replace_or_put_in_an_entry_or_a_checkpoint() {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    Serving::start(&ground).await.stop().await;
    let store = &ground.node.store;
    let before = audit_entry::Entity::find().all(store).await.unwrap();
    let row = |number: &str, previous: &str| {
        format!("VALUES ({number}, {previous}, 'd', '{{}}', 'PUBLISHED', 0, NULL, NULL)")
    };
    for change in [
        "UPDATE audit_entry SET at = 0".to_owned(),
        "DELETE FROM audit_entry WHERE number = 3".to_owned(),
        format!("INSERT OR REPLACE INTO audit_entry {}", row("1", "''")),
        format!("INSERT OR REPLACE INTO audit_entry {}", row("3", "(SELECT digest FROM audit_entry WHERE number = 2)")),
        format!("INSERT INTO audit_entry {}", row("5", "(SELECT digest FROM audit_entry WHERE number = 3)")),
        format!("INSERT INTO audit_entry {}", row("4", "(SELECT digest FROM audit_entry WHERE number = 2)")),
        format!("INSERT INTO audit_entry {}", row("0", "''")),
        format!("INSERT INTO audit_entry {}", row("-1", "''")),
        "UPDATE audit_checkpoint SET number = 1".to_owned(),
        "DELETE FROM audit_checkpoint".to_owned(),
        "INSERT OR REPLACE INTO audit_checkpoint VALUES (3, 'd', 0, 's')".to_owned(),
    ] {
        let refused = store.execute_unprepared(&change).await.unwrap_err().to_string();
        assert!(refused.contains("the audit log is only ever appended to"), "{change}: {refused}");
    }
    assert!(audit_entry::Entity::find().all(store).await.unwrap() == before, "the log is as it was");
    assert_eq!(audit_checkpoint::Entity::find().count(store).await.unwrap(), 1);
}

#[tokio::test]
async fn a_log_of_a_former_version_goes_on_and_stands() {
    use node_migration::{Migrator, MigratorTrait};
    let ground = Ground::new().await;
    let store = &ground.node.store;
    let after = Migrator::migrations().iter().skip_while(|change| change.name() != "m0013_audit").count();
    Migrator::down(store, Some(u32::try_from(after).unwrap())).await.unwrap();
    let former = r#"{"at":9,"member":"IOM","outcome":"DECLINED","purpose":"RESEARCH","question":"{}","release":null,"role":"analyst","user":"ana"}"#;
    let digest = node_rules::audit::chain::link(1, "", former);
    store.execute_unprepared(&format!("INSERT INTO receipt VALUES (1, '', '{digest}', '{former}')")).await.unwrap();
    let node = ground.reopened().await;
    let serving = Serving::start(&ground).await;
    let officer = token(&member_key("COL"), "COL", Role::Officer, ground.now() - 10);
    let asked = "{ asked { questions { number member role purpose outcome } } }";
    let (_, body) = serving.query(Some(&officer), asked, Value::Null).await;
    serving.stop().await;
    let question =
        json!({ "number": 1, "member": "IOM", "role": "ANALYST", "purpose": "RESEARCH", "outcome": "DECLINED" });
    assert_eq!(body["data"]["asked"]["questions"], json!([question]), "{body}");
    assert_eq!(entries(&node).await.len(), 5);
}

#[tokio::test]
async fn a_serving_node_signs_where_its_log_ends_whenever_it_has_grown_by_a_thousand_entries() {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    for _ in 0..8 {
        serving.ask(Some(serving.analyst()), json!(vec![by(&["TRUST"]); 64])).await;
    }
    let country = ground.node.config.country;
    let signed = async {
        loop {
            if let Some(signed) = checkpoint::latest(&ground.node.store, country).await.unwrap() {
                return signed;
            }
            sleep(Duration::from_millis(5)).await;
        }
    };
    let signed = timeout(Duration::from_secs(5), signed).await;
    let number = signed.expect("a checkpoint is signed as soon as it is due").checkpoint.number;
    assert!(number >= checkpoint::EVERY_ENTRIES, "{number}");
    serving.stop().await;
    let sound = sound(&ground.node).await;
    assert_eq!(sound.signed.map(|signed| signed.number), Some(sound.entries), "at its stop it signs the last entry");
}
