//! What commands do of a programme as a whole, done by officers at the desk: reports.

use super::at_desk::{Open, of};
use super::year::year;
use crate::ground::Ground;
use crate::ledger::entries;
use country_node::programme::tell::{Form, written};
use node_rules::audit::entry::{Ending, Event};
use schema::role::Role;
use serde_json::{Value, json};

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

/// How many of those who asked at the desk were told so.
async fn ended(ground: &Ground, ending: Ending) -> usize {
    let log = entries(&ground.node).await;
    let is_so = |event: &Event| matches!(event, Event::Closed { outcome, .. } if *outcome == ending);
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
