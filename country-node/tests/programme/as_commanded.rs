//! What commands do of a programme as a whole, done by officers at the desk: reports, candidates.

use super::at_desk::{Open, of};
use super::drawn::{REGISTER, ROWS};
use super::year::year;
use super::{consents, programmes};
use crate::ground::Ground;
use crate::ledger::entries;
use country_node::programme::tell::{Form, written};
use node_rules::audit::entry::{Ending, Event, List};
use schema::programme::kind::Kind;
use schema::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A desk that is open, and an officer who stands at it.
struct Desk {
    open: Open,
    token: String,
}

impl Desk {
    async fn of(ground: &Ground) -> Self {
        Self { open: Open::start(ground).await, token: of(ground, "COL", Role::Officer) }
    }

    /// What one field came to.
    async fn done(&self, query: &str, variables: Value) -> Value {
        let mut said = self.open.ask(Some(&self.token), query, variables).await;
        assert_eq!(said["errors"], Value::Null, "{said}");
        said["data"].as_object_mut().unwrap().values_mut().next().unwrap().take()
    }

    /// Why a query was not answered.
    async fn refused(&self, query: &str, variables: Value) -> Value {
        self.open.ask(Some(&self.token), query, variables).await["errors"][0]["message"].take()
    }
}

/// How often what an officer asked at the desk ended so.
async fn ended(ground: &Ground, ending: Ending) -> usize {
    let log = entries(&ground.node).await;
    let asked: BTreeSet<i64> = log
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::ListAsked { by, list: List::Programme } if by.gateway == "desk" => Some(entry.number),
            _ => None,
        })
        .collect();
    let is_so = |event: &Event| matches!(event, Event::Closed { opened, outcome, .. } if asked.contains(opened) && *outcome == ending);
    log.iter().filter(|entry| is_so(&entry.event)).count()
}

#[tokio::test]
async fn a_report_is_handed_over_in_each_form_and_of_no_programme_it_is_refused() {
    let ground = Ground::new().await;
    let (programmes, _) = year(&ground).await;
    let report = programmes.report("trqn", 40).await.unwrap();
    let desk = Desk::of(&ground).await;
    let query = "query($form: ReportForm!, $least: Int, $of: String!) { programmeReportAs(programme: $of, least: $least, form: $form) }";
    for (name, form, begins) in [
        ("TEXT", Form::Text, "Temporary return of qualified nationals\n"),
        ("PAGE", Form::Page, "<!doctype html>\n"),
        ("JSON", Form::Json, "{\n"),
    ] {
        let told = desk.done(query, json!({ "form": name, "least": 40, "of": "trqn" })).await;
        assert_eq!(told, written(&report, form).unwrap());
        assert!(told.as_str().unwrap().starts_with(begins), "{told}");
        let usual = desk.done(query, json!({ "form": name, "of": "trqn" })).await;
        assert_ne!(told, usual, "where nothing is said, what is of five persons is told");
    }
    assert_eq!(ended(&ground, Ending::Declined).await, 0);
    let nowhere = desk.refused(query, json!({ "form": "PAGE", "of": "mida" })).await;
    assert_eq!(nowhere, "the directory has no programme mida");
    assert_eq!(ended(&ground, Ending::Declined).await, 1);
    desk.open.close().await;
}

#[tokio::test]
async fn only_who_agrees_is_drawn_at_the_desk_and_only_once_and_nobody_where_something_is_looked_for_that_is_not() {
    let ground = Ground::new().await;
    let programmes = programmes(&ground).await;
    let file = ground.write("register.csv", ROWS);
    ground.import(REGISTER, &file).await.unwrap();
    let agreed = ["P1", "P2", "P3", "P7"].map(|id| (id.to_owned(), "GIVEN", "2025-01-01T00:00:00Z"));
    consents(&ground, agreed.into_iter()).await;
    consents(&ground, std::iter::once(("P7".to_owned(), "WITHDRAWN", "2025-02-01T00:00:00Z"))).await;
    let desk = Desk::of(&ground).await;
    let query = "mutation($of: String! = \"trqn\", $like: JSON, $modes: [ServiceMode!]! = []) { \
                 drawCandidates(programme: $of, like: $like, modes: $modes) { drawn { candidates known withoutMode } reason } }";
    let refused = async |variables: Value| {
        let answer = desk.done(query, variables).await;
        assert_eq!(answer["drawn"], Value::Null, "{answer}");
        answer["reason"].as_str().unwrap().to_owned()
    };
    let unlike = json!({ "dataset": "STOCK", "where": [{ "dimension": "SEX", "codes": ["WOMAN"] }] });
    assert_eq!(
        refused(json!({ "like": unlike })).await,
        "like.dataset: expected REGISTER, SURVEY or PROGRAMME; like.where.0.codes: expected codes of SEX, one at least"
    );
    let unread = refused(json!({ "like": { "dataset": "REGISTER", "were": [] } })).await;
    assert!(unread.starts_with("like: unknown field `were`"), "{unread}");
    assert_eq!(refused(json!({ "of": "mida" })).await, "the directory has no programme mida");
    assert_eq!(ended(&ground, Ending::Declined).await, 3);
    assert_eq!(programmes.book("trqn").await.unwrap().of(Kind::Candidate).count(), 0);
    let drawn = async |variables: Value| desk.done(query, variables).await["drawn"].take();
    let in_spain = json!({ "dataset": "REGISTER", "where": [{ "dimension": "DESTINATION", "codes": ["ESP"] }] });
    // P3 lives elsewhere, P5 never agreed, P7 does not agree any more; P2 does not say how to serve.
    let counts = |candidates, known, silent| json!({ "candidates": candidates, "known": known, "withoutMode": silent });
    assert_eq!(drawn(json!({ "like": in_spain })).await, counts(1, 0, 1));
    assert_eq!(drawn(json!({ "like": in_spain, "modes": ["VIRTUAL"] })).await, counts(1, 1, 0));
    assert_eq!(drawn(Value::Null).await, counts(1, 2, 0), "everybody in the register, and P3 too");
    let book = programmes.book("trqn").await.unwrap();
    let is_candidate = |id: &&str| book.candidates_of(&ground.node.keys.of(id).0).next().is_some();
    let all = ["P1", "P2", "P3", "P4", "P5", "P6", "P7"];
    assert_eq!(all.iter().copied().filter(is_candidate).collect::<Vec<_>>(), ["P1", "P2", "P3"]);
    assert_eq!((ended(&ground, Ending::Done).await, ended(&ground, Ending::Declined).await), (3, 3));
    desk.open.close().await;
}
