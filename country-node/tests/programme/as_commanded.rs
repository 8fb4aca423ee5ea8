//! What commands do of a programme as a whole, done by officers at the desk: reports, candidates, tables, and what
//! others are told by.

use super::at_desk::{Open, of};
use super::drawn::{REGISTER, ROWS};
use super::released::ground as publishing;
use super::year::year;
use super::{consents, mapping, programmes};
use crate::ground::Ground;
use crate::ledger::entries;
use country_node::desk::graphql::{LIMITS, sdl};
use country_node::programme::tell::{Form, written};
use country_node::store::{person, programme_event, wave};
use node_rules::audit::entry::{Ending, Event, List};
use schema::programme::kind::Kind;
use schema::role::Role;
use sea_orm::{EntityTrait, PaginatorTrait};
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
    let log: Vec<Event> = entries(&ground.node).await.into_iter().map(|entry| entry.event).collect();
    let at_desk =
        |event: &Event| matches!(event, Event::ListAsked { by, list: List::Programme } if by.gateway == "desk");
    let asked: BTreeSet<i64> = (1..).zip(&log).filter(|(_, event)| at_desk(event)).map(|(number, _)| number).collect();
    let so = |event: &&Event| matches!(event, Event::Closed { opened, outcome, .. } if asked.contains(opened) && *outcome == ending);
    log.iter().filter(so).count()
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

const HEADER: &str = "id,state,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until";
const LOAD: &str = "mutation($mapping: String!, $table: String!) { loadTable(mapping: $mapping, table: $table) { \
    loaded { records unchanged erased } faults { line column value expected } reason } }";
const EXPORT: &str = "query($of: String! = \"trqn\", $kind: WorkKind! = NEED, $mapping: String!) { \
    exportTable(programme: $of, kind: $kind, mapping: $mapping) { table rows leftOut { field rows } } }";

fn needs() -> String {
    let need = |id: &str, host: &str| {
        format!("{id},QUALIFIED,1,2025-01-10,{host},Q,2211,4,spa;eng,TEMPORARY,2025-03-01,2025-03-30\n")
    };
    format!("{HEADER}\n{}{}", need("n1", "\"Clínica, São José\""), need("n2", "Regional hospital"))
}

#[tokio::test]
async fn a_table_with_two_faults_tells_both_at_the_desk_and_keeps_nothing() {
    let ground = Ground::new().await;
    drop(programmes(&ground).await);
    let desk = Desk::of(&ground).await;
    let load = async |mapping: &str, table: &str| desk.done(LOAD, json!({ "mapping": mapping, "table": table })).await;
    let by = mapping("NEED", HEADER);
    let table = needs().replace("n2,QUALIFIED,1", "n2,QUALIFIED,9").replace("n1,QUALIFIED", "n1,AGREED");
    let refused = load(&by, &table).await;
    let faults = json!([
        { "line": 2, "column": "state", "value": "AGREED", "expected": "one of SUBMITTED, QUALIFIED, REFUSED, CLOSED" },
        { "line": 3, "column": null, "value": null, "expected": "NEED n2: the programme has no phase 9" },
    ]);
    assert_eq!(refused, json!({ "loaded": null, "faults": faults, "reason": "the table has 2 faults" }));
    for (by, reason) in [
        (by.replace("kind = \"NEED\"", "kind = \"NEEDS\""), "the mapping does not read"),
        (by.replace("\"phase\"", "\"state\""), "field state: expected each field once"),
        (by.replace("\"trqn\"", "\"mida\""), "the directory has no programme mida"),
        (by.replacen("[[field]]", "[file]\nformat = \"xlsx\"\n[[field]]", 1), "a text is no workbook"),
    ] {
        let refused = load(&by, &needs()).await;
        assert_eq!((&refused["loaded"], &refused["faults"]), (&Value::Null, &json!([])), "{refused}");
        assert!(refused["reason"].as_str().unwrap().contains(reason), "{refused}");
    }
    assert_eq!(ended(&ground, Ending::Declined).await, 5, "each is in the log");
    assert_eq!(programme_event::Entity::find().count(&ground.node.store).await.unwrap(), 0);
    // What is larger than the door lets in is told so, and the schema says how large that is.
    let large = format!("{}{}", needs(), "x".repeat(LIMITS.body_bytes));
    let refused = desk.refused(LOAD, json!({ "mapping": by, "table": large })).await;
    assert_eq!(refused, format!("The request is larger than {} bytes.", LIMITS.body_bytes));
    assert!(sdl().contains(&format!("A request is {} KiB at most", LIMITS.body_bytes / 1024)));
    desk.open.close().await;
}

#[tokio::test]
async fn a_table_that_is_loaded_at_the_desk_is_exported_as_it_was() {
    let ground = Ground::new().await;
    drop(programmes(&ground).await);
    let desk = Desk::of(&ground).await;
    // A text has been read already: in what its file was encoded does not matter.
    let latin =
        |header: &str| mapping("NEED", header).replacen("[[field]]", "[file]\nencoding = \"latin-1\"\n[[field]]", 1);
    let by = latin(HEADER);
    let load = async || desk.done(LOAD, json!({ "mapping": by, "table": needs() })).await["loaded"].take();
    assert_eq!(load().await, json!({ "records": 2, "unchanged": 0, "erased": 0 }));
    assert_eq!(load().await, json!({ "records": 2, "unchanged": 2, "erased": 0 }));
    let told = desk.done(EXPORT, json!({ "mapping": by })).await;
    // Of how many positions and of which priority a need is stands in its record, whether or not a table said it.
    let usual = [json!({ "field": "positions", "rows": 2 }), json!({ "field": "priority", "rows": 2 })];
    assert_eq!(told, json!({ "table": needs(), "rows": 2, "leftOut": usual }));
    let fewer = latin(&HEADER.replace("host,", "").replace("languages,", ""));
    let told = desk.done(EXPORT, json!({ "mapping": fewer })).await;
    let fields = told["leftOut"].as_array().unwrap().iter().map(|of| (of["field"].as_str().unwrap(), &of["rows"]));
    let two = json!(2);
    let left = ["host", "languages", "positions", "priority"].map(|field| (field, &two));
    assert_eq!((fields.collect::<Vec<_>>(), &told["rows"]), (left.to_vec(), &two));
    let candidates = desk.refused(EXPORT, json!({ "kind": "CANDIDATE", "mapping": by })).await;
    assert_eq!(candidates, "trqn NEED; expected trqn CANDIDATE");
    let nowhere = json!({ "of": "mida", "mapping": by.replace("trqn", "mida") });
    assert_eq!(desk.refused(EXPORT, nowhere).await, "the directory has no programme mida");
    assert_eq!((ended(&ground, Ending::Done).await, ended(&ground, Ending::Declined).await), (4, 2));
    desk.open.close().await;
}

#[tokio::test]
async fn a_year_is_made_and_a_programme_told_of_at_the_desk_as_by_the_commands_and_what_is_wrong_is_refused() {
    let ground = publishing().await;
    let (programmes, _) = year(&ground).await;
    let desk = Desk::of(&ground).await;
    let query = "mutation($year: Int! = 2025, $of: [String!]! = [], $rates: [RateInput!]! = []) { \
                 makeFigures(year: $year, programmes: $of, rates: $rates, adultsOnly: true, producer: \"Ministry\") { \
                 made { programmes persons ageless replaces over { quantity persons } } reason } }";
    let euro = json!({ "currency": "EUR", "worth": "1.08" });
    let rate = "expected a currency and what one is worth, over zero, such as EUR=1.08";
    let refusals = [
        (json!({ "year": 1949 }), "a year from 1950 to 2999".to_owned()),
        (json!({ "year": 2024, "rates": [euro] }), "nobody began a placement in 2024".to_owned()),
        (json!({ "of": ["mida"] }), "the directory has no programme mida".to_owned()),
        (json!({ "rates": [] }), "EUR was paid too: say what one is worth in USD, by its rate".to_owned()),
        (json!({ "rates": [euro, euro] }), "rate of EUR: expected each currency once".to_owned()),
        (json!({ "rates": [{ "currency": "EUR", "worth": "0" }] }), format!("rate of EUR: {rate}")),
        (json!({ "rates": [{ "currency": "ECU", "worth": 2 }] }), format!("rate of ECU: {rate}")),
    ];
    for (said, reason) in &refusals {
        let refused = desk.done(query, said.clone()).await;
        assert_eq!(refused, json!({ "made": null, "reason": reason }), "{said}");
    }
    assert_eq!(ended(&ground, Ending::Declined).await, refusals.len());
    assert_eq!(wave::Entity::find().count(&ground.node.store).await.unwrap(), 0);
    let mut made = desk.done(query, json!({ "rates": [euro] })).await["made"].take();
    assert_eq!(
        (&made["programmes"], &made["ageless"], &made["replaces"]),
        (&json!(["trqn"]), &json!(0), &json!(false))
    );
    assert_eq!(made["persons"], person::Entity::find().count(&ground.node.store).await.unwrap());
    made["replaces"] = true.into();
    assert_eq!(desk.done(query, json!({ "of": ["trqn"], "rates": [euro] })).await["made"], made);
    let tell = "mutation($of: String!) { tellProgramme(programme: $of) { phases { phase positions filled } reason } }";
    let nowhere = desk.done(tell, json!({ "of": "mida" })).await;
    assert_eq!(nowhere, json!({ "phases": null, "reason": "the directory has no programme mida" }));
    let told = desk.done(tell, json!({ "of": "trqn" })).await["phases"].take();
    let stands = programmes.programme("trqn").await.unwrap().1.phases;
    let stands = stands.iter().map(|of| json!({ "phase": of.phase, "positions": of.positions, "filled": of.filled }));
    assert_eq!(told, stands.collect::<Value>());
    assert!(told[0]["filled"].as_u64().is_some_and(|filled| filled > 0 && filled % 10 == 0), "{told}");
    assert_eq!(told[0]["positions"], 150);
    assert_eq!((ended(&ground, Ending::Done).await, ended(&ground, Ending::Declined).await), (3, refusals.len() + 1));
    let log = entries(&ground.node).await;
    let figures = |event: &Event| match event {
        Event::Commanded { command, arguments } => command == "programme figures" && arguments["period"] == "2025",
        _ => false,
    };
    let (of_2025, made) = (5 + 2, log.iter().filter(|entry| figures(&entry.event)).count());
    assert_eq!(made, of_2025, "which figures were to be made stands in the log, as of the command");
    desk.open.close().await;
}
