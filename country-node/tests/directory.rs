//! Institutional records at a real node: from a file to what another member is told, and the national desk.

use crate::ground::{Ground, code, member_key, token};
use crate::ledger::entries;
use crate::serving::{Serving, error};
use country_node::contact::file::load as load_contacts;
use country_node::contact::keep::Means;
use country_node::directory::Directory;
use country_node::directory::change::Wisher;
use country_node::directory::file::{FileFault, Loaded};
use country_node::person::export::export;
use country_node::programme::change::Officer;
use country_node::store::directory_event;
use node_rules::audit::entry::Event;
use schema::directory::kind::EntryKind;
use schema::directory::page::{DirectoryPage, DirectoryQuestion};
use schema::role::Role;
use schema::statement::list::{ListName, Told, verify};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const SAMPLE: &str = include_str!("../directory.sample.toml");
const HEADER: &str = "code,since,until,name,nom,type,law,founded,contact\n";
const LIST: &str = "query($questions: [DirectoryQuestion!]!) { directory(questions: $questions) { rows { id version state visibility named reviewers \
    changedAt from until reviewed reviews { by at version verdict comment } content } total more asOf answeredAt signature } }";

pub async fn directory(ground: &Ground) -> Directory {
    Directory::new(Arc::new(ground.reopened().await), None, Arc::new(|| [7; 32]))
}

pub fn officer(name: &str) -> Wisher<'_> {
    Wisher::Own(Officer::Named(name))
}

pub async fn table(ground: &Ground, rows: &str) -> Result<Loaded, FileFault> {
    let file = ground.write("institutions.csv", format!("{HEADER}{rows}"));
    let mapping = ground.write("directory.toml", SAMPLE);
    directory(ground).await.load_table(officer("ana"), &file, &mapping).await
}

/// One who asks the node.
pub struct Actor<'a> {
    serving: &'a Serving,
    token: String,
}

impl<'a> Actor<'a> {
    pub fn of(serving: &'a Serving, ground: &Ground, member: &str, role: Role) -> Self {
        Self { serving, token: token(&member_key(member), member, role, ground.now() - 10) }
    }

    async fn said(&self, query: &str, variables: Value) -> Value {
        self.serving.query(Some(&self.token), query, variables).await.1
    }

    pub async fn page(&self, question: &Value) -> Value {
        let said = self.said(LIST, json!({ "questions": [question] })).await;
        assert_eq!(said["errors"], Value::Null, "{said}");
        said["data"]["directory"][0].clone()
    }

    pub async fn does(&self, mutation: &str) -> Value {
        let said = self
            .said(
                &format!("mutation {{ done: {mutation} {{ reason entry {{ id version state reviewed content }} }} }}"),
                Value::Null,
            )
            .await;
        if said["data"].is_null() { said } else { said["data"]["done"].clone() }
    }
}

fn titles(page: &Value) -> Vec<&str> {
    let rows = page["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        (row["content"]["names"][0]["text"].as_str()).or(row["content"]["titles"][0]["text"].as_str()).unwrap()
    })
    .collect()
}

fn institutions() -> Value {
    json!({ "kind": "INSTITUTION", "first": 10 })
}

/// What two institutions were, and what one of them is.
pub const ROWS: &str = "diaspora,2001,2009-06,Secretariat for Nationals Abroad,Secrétariat,Agency,Decree 1,2001-03,\n\
    diaspora,2009-07,2014,Ministry of the Diaspora,Ministère,Ministry,Law 7,2001-03,\n\
    diaspora,2015,,Office of Diaspora Affairs,Office,Agency,Decree 12,2001-03,P1\n\
    foreign,,,Ministry of Foreign Affairs,,Ministry,,,\n";

#[tokio::test]
async fn a_table_becomes_records_whose_history_can_be_asked_and_loading_it_again_changes_nothing() {
    let ground = Ground::new().await;
    assert_eq!(table(&ground, ROWS).await.unwrap(), Loaded { records: 2, unchanged: 0 });
    let events = directory_event::Entity::find().count(&ground.node.store).await.unwrap();
    assert_eq!(table(&ground, ROWS).await.unwrap(), Loaded { records: 2, unchanged: 2 });
    assert_eq!(directory_event::Entity::find().count(&ground.node.store).await.unwrap(), events);
    let serving = Serving::start(&ground).await;
    let gha = Actor::of(&serving, &ground, "GHA", Role::Observer);
    let page = gha.page(&institutions()).await;
    assert_eq!(titles(&page), ["Ministry of Foreign Affairs", "Office of Diaspora Affairs"]);
    let asked =
        |on: &str| json!({ "kind": "INSTITUTION", "first": 10, "filter": { "on": on, "levels": ["MINISTRY"] } });
    assert_eq!(titles(&gha.page(&asked("2010")).await), ["Ministry of Foreign Affairs", "Ministry of the Diaspora"]);
    assert_eq!(titles(&gha.page(&asked("2026")).await), ["Ministry of Foreign Affairs"]);
    let row = &gha.page(&asked("2010")).await["rows"][1];
    assert_eq!(
        (&row["from"], &row["until"], &row["content"]["legalBasis"]),
        (&json!("2009-07"), &json!("2014"), &json!("Law 7"))
    );
    assert_eq!(row["content"]["founded"], "2001-03", "the year that it has whatever it was called");
    serving.stop().await;
}

#[tokio::test]
async fn a_file_undoes_no_decision_of_the_desk() {
    let ground = Ground::new().await;
    table(&ground, ROWS).await.unwrap();
    let serving = Serving::start(&ground).await;
    let own = Actor::of(&serving, &ground, "COL", Role::Officer);
    own.does("showEntry(kind: INSTITUTION, id: \"diaspora\", shown: { visibility: NAMED, named: [\"GHA\"] })").await;
    own.does("moveEntry(kind: INSTITUTION, id: \"foreign\", step: WITHDRAW)").await;
    let changed = ROWS.replace("Ministry of Foreign Affairs", "Ministry of External Relations");
    assert_eq!(table(&ground, &changed).await.unwrap(), Loaded { records: 2, unchanged: 1 });
    let all = json!({ "kind": "INSTITUTION", "first": 10, "filter": { "states": ["PUBLISHED", "WITHDRAWN"] } });
    let page = own.page(&all).await;
    let stand: Vec<(&str, &str, &Value)> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["state"].as_str().unwrap(), row["visibility"].as_str().unwrap(), &row["named"]))
        .collect();
    assert_eq!(stand, [("WITHDRAWN", "MEMBERS", &json!([])), ("PUBLISHED", "NAMED", &json!(["GHA"]))]);
    assert_eq!(titles(&page)[0], "Ministry of External Relations", "what it says is taken in");
    serving.stop().await;
}

#[tokio::test]
async fn a_page_is_signed_to_the_one_who_asked_and_everything_is_in_the_log() {
    let ground = Ground::new().await;
    table(&ground, ROWS).await.unwrap();
    let serving = Serving::start(&ground).await;
    let question: DirectoryQuestion =
        serde_json::from_value(json!({ "kind": "INSTITUTION", "filter": {}, "order": "COUNTRY", "first": 1 })).unwrap();
    let page = Actor::of(&serving, &ground, "GHA", Role::Analyst).page(&json!(question)).await;
    let page: DirectoryPage = serde_json::from_value(page).unwrap();
    assert_eq!((page.rows.len(), page.total, page.more), (1, 2, true));
    let keys = [ground.node.signing.public()];
    let told = |to| Told {
        country: code("COL"),
        asked_by: code(to),
        list: ListName::Directory,
        answered_at: &page.answered_at,
    };
    assert!(verify(told("GHA"), &page.signed(&question), &page.signature, &keys).is_ok());
    assert!(verify(told("IOM"), &page.signed(&question), &page.signature, &keys).is_err());
    let other = DirectoryQuestion { first: 2, ..question.clone() };
    assert!(verify(told("GHA"), &page.signed(&other), &page.signature, &keys).is_err(), "of another question");
    serving.stop().await;
    let mut written = Vec::new();
    for entry in entries(&ground.node).await {
        match entry.event {
            Event::Entry { kind, entry, step, side, number, .. } => {
                written.push(format!("{number} {kind} {entry} {step} {side}"));
            }
            Event::ListAsked { list, .. } => written.push(list.name().to_owned()),
            _ => {}
        }
    }
    let expected = [
        "1 INSTITUTION diaspora RECORD COL",
        "2 INSTITUTION diaspora PUBLISH COL",
        "3 INSTITUTION foreign RECORD COL",
        "4 INSTITUTION foreign PUBLISH COL",
        "DIRECTORY",
    ];
    assert_eq!(written, expected);
    let changed = ground.node.store.execute_unprepared("UPDATE directory_event SET reason = 'x'").await;
    assert!(changed.is_err(), "the store itself refuses");
    assert!(ground.node.store.execute_unprepared("DELETE FROM directory_event").await.is_err());
}

#[tokio::test]
async fn all_faults_of_a_table_are_in_one_report_and_nothing_is_loaded() {
    let ground = Ground::new().await;
    let rows = "Diaspora,2001,,A,,Agency,,,\nb,20-1,,B,,Agency,,,\nc,,,C,,Bureau,,,\nd,,,,,Agency,,,\ne,2010,2009,E,,Agency,,,\nf,,,F,,Agency,,12,\n";
    let Err(FileFault::Report(report)) = table(&ground, rows).await else { panic!("it must be refused") };
    let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    for (line, says) in [
        (2, "an id of small letters"),
        (3, "a year such as 2010"),
        (4, "a value that the mapping has a code for"),
        (5, "column names"),
        (7, "a year such as 2010"),
    ] {
        assert!(
            faults.iter().any(|fault| fault.starts_with(&format!("line {line},")) && fault.contains(says)),
            "{line}: {faults:?}"
        );
    }
    assert_eq!(directory_event::Entity::find().count(&ground.node.store).await.unwrap(), 0);
    // What each record says is held against itself once all of them read.
    let Err(FileFault::Report(report)) = table(&ground, "e,2010,2009,E,,Agency,,,\n").await else {
        panic!("it must be refused")
    };
    assert!(report.faults[0].to_string().contains("no date before `from`"), "{report}");
}

#[tokio::test]
async fn what_is_exported_is_read_again_and_says_the_same() {
    let ground = Ground::new().await;
    table(&ground, ROWS).await.unwrap();
    let written = directory(&ground).await.written(EntryKind::Institution).await.unwrap();
    assert!(!written.contains("pseudonym") && !written.contains("P1"), "{written}");
    let same = ground.write("all.json", &written);
    let again = directory(&ground).await.load_json(officer("ana"), &same).await.unwrap();
    assert_eq!(again, Loaded { records: 2, unchanged: 2 }, "whom one turns to stays, though nobody reads who that is");
    let other = Ground::new().await;
    let file = other.write("all.json", &written);
    let load = async |path: &Path| directory(&other).await.load_json(officer("ana"), path).await;
    assert_eq!(load(&file).await.unwrap().records, 2);
    assert_eq!(directory(&other).await.written(EntryKind::Institution).await.unwrap(), written);
    let bad = other.write("bad.json", written.replace("\"MINISTRY\"", "\"PALACE\"").replace("\"diaspora\"", "\"Dia\""));
    let Err(FileFault::Report(report)) = load(&bad).await else { panic!("it must be refused") };
    assert_eq!(report.faults.len(), 2, "{report}");
}

#[tokio::test]
async fn a_table_is_written_by_the_mapping_that_reads_it_and_what_it_has_no_column_for_is_told() {
    let ground = Ground::new().await;
    table(&ground, ROWS).await.unwrap();
    let mapping = ground.write("directory.toml", SAMPLE);
    let tabled = async |mapping: &Path| directory(&ground).await.tabled(EntryKind::Institution, mapping).await;
    let written = tabled(&mapping).await.unwrap();
    // Nobody is named, and the one who has the function stays.
    let nobody = ROWS.replace("P1", "");
    let rows: Vec<&str> = nobody.lines().collect();
    assert_eq!(String::from_utf8(written.bytes.clone()).unwrap().lines().skip(1).collect::<Vec<_>>(), rows);
    let file = ground.write("again.csv", &written.bytes);
    let again = directory(&ground).await.load_table(officer("ana"), &file, &mapping).await.unwrap();
    assert_eq!(again, Loaded { records: 2, unchanged: 2 });
    assert_eq!((written.rows, written.left_out.len()), (4, 0), "{:?}", written.left_out);

    let fewer = SAMPLE.replace("[[field]]\nof = \"names.fra\"\ncolumn = \"nom\"\n", "");
    let left = tabled(&ground.write("fewer.toml", fewer)).await.unwrap().left_out;
    assert_eq!(left["names.fra"], 3, "{left:?}");
    let others = SAMPLE.replace("visibility = \"MEMBERS\"", "visibility = \"PUBLIC\"");
    let others = tabled(&ground.write("others.toml", others)).await.unwrap();
    assert_eq!((others.rows, others.left_out.values().sum::<usize>()), (0, 2), "a table would show them to more");
    let another = SAMPLE.replace("constant = \"Diaspora desk\"", "constant = \"Another desk\"");
    let Err(fault) = tabled(&ground.write("another.toml", another)).await else { panic!("it must be refused") };
    assert!(fault.to_string().starts_with("diaspora: focalPoints.0.function: it is not what"), "{fault}");

    let refused =
        SAMPLE.replace("\"Agency\" = \"AGENCY\", ", "").replace("encoding = \"utf-8\"", "encoding = \"latin-1\"");
    let Err(fault) = tabled(&ground.write("refused.toml", refused)).await else { panic!("it must be refused") };
    assert_eq!(fault.to_string(), ["diaspora: level: the mapping has no word for this code"; 2].join("\n"));
    let workbook =
        tabled(&ground.write("workbook.toml", SAMPLE.replace("format = \"csv\"", "format = \"xlsx\""))).await;
    assert!(workbook.unwrap_err().to_string().contains("written as csv"));
}

#[tokio::test]
async fn whom_one_turns_to_is_named_only_while_the_person_agrees_to_stand_in_a_directory() {
    let ground = Ground::new().await;
    let contacts =
        ground.write("contacts.csv", "person_id,name,address,email,telephone\nP1,Ana Torres,,ana@example.org,\n");
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    load_contacts(&ground.node, &contacts, false, &mut Means { environment: None, random: &mut random }).await.unwrap();
    table(&ground, ROWS).await.unwrap();
    let serving = Serving::start(&ground).await;
    let (gha, own) =
        (Actor::of(&serving, &ground, "GHA", Role::Analyst), Actor::of(&serving, &ground, "COL", Role::Officer));
    let point =
        async |actor: &Actor<'_>| actor.page(&institutions()).await["rows"][1]["content"]["focalPoints"][0].clone();
    let unnamed = json!({ "function": "Diaspora desk" });
    assert_eq!((point(&gha).await, point(&own).await), (unnamed.clone(), unnamed.clone()), "nothing was agreed");
    let consent = async |rows: String| {
        let file = ground.write("events.csv", format!("person_id,event,at,purposes,audience\n{rows}"));
        country_node::intake::consents::load(&ground.node, &file).await.unwrap();
    };
    consent("P1,GIVEN,2026-01-01T00:00:00Z,DIRECTORY,OWN_GOVERNMENT\n".to_owned()).await;
    let named = json!({ "function": "Diaspora desk", "name": "Ana Torres", "email": "ana@example.org" });
    assert_eq!((point(&gha).await, point(&own).await), (unnamed.clone(), named.clone()), "the own government alone");
    consent("P1,REFRESHED,2026-02-01T00:00:00Z,DIRECTORY,MEMBER_GOVERNMENTS\n".to_owned()).await;
    assert_eq!(point(&gha).await, named);
    consent("P1,WITHDRAWN,2026-03-01T00:00:00Z,,\n".to_owned()).await;
    assert_eq!((point(&gha).await, point(&own).await), (unnamed.clone(), unnamed), "at once");
    // Who mends a word of the record does not lose the person, and reads no pseudonym.
    consent("P1,GIVEN,2026-04-01T00:00:00Z,DIRECTORY,MEMBER_GOVERNMENTS\n".to_owned()).await;
    let change = "changeEntry(id: \"diaspora\", content: { institution: { names: [{ language: \"eng\", text: \"Office of Diaspora Affairs\" }], \
        level: MINISTRY, focalPoints: [{ function: \"Diaspora desk\" PERSON }] } })";
    assert!(own.does(&change.replace(" PERSON", "")).await["reason"].is_null());
    assert_eq!(point(&gha).await, named);
    let told =
        own.said("{ entryHistory(kind: INSTITUTION, id: \"diaspora\") { content } }", Value::Null).await.to_string();
    assert!(told.contains("Diaspora desk") && !told.contains("pseudonym"), "{told}");
    assert_eq!(focal_points(&ground).await, ["diaspora: Diaspora desk"], "and whoever it is is told so");
    assert!(own.does(&change.replace(" PERSON", ", person: \"\"")).await["reason"].is_null());
    assert_eq!(point(&gha).await, json!({ "function": "Diaspora desk" }), "nobody has it any more");
    assert!(focal_points(&ground).await.is_empty());
    serving.stop().await;
    let rows = directory_event::Entity::find().all(&ground.node.store).await.unwrap();
    assert!(
        rows.iter().all(|row| !row.content.as_deref().unwrap_or_default().contains("P1")),
        "a pseudonym stands there"
    );
}

/// What the person P1 is told of the records that name her.
async fn focal_points(ground: &Ground) -> Vec<String> {
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let person = ground.node.keys.of("P1").0;
    let held = export(&ground.node, &person, &mut Means { environment: None, random: &mut random }).await.unwrap();
    held.focal_points.iter().map(|point| format!("{}: {}", point.institution, point.function)).collect()
}

pub const EXPERIENCE: &str = r#"{ experience: { titles: [{ language: "eng", text: "A survey" }], areas: [RESEARCH], done: "A survey.",
    places: ["DEU"], results: "It was read.", evidence: MONITORING, repeatability: UNKNOWN } }"#;

#[tokio::test]
async fn the_national_desk_writes_moves_and_undoes_and_every_refusal_says_why() {
    let ground = Ground::new().await;
    let serving = Serving::start(&ground).await;
    let actor = |member, role| Actor::of(&serving, &ground, member, role);
    let (own, other, analyst) = (actor("COL", Role::Officer), actor("GHA", Role::Officer), actor("COL", Role::Analyst));
    let record = format!(
        "recordEntry(id: \"survey\", content: {EXPERIENCE}, shown: {{ visibility: MEMBERS, reviewers: [\"GHA\", \"IOM\"] }})"
    );
    assert_eq!(error(&analyst.does(&record).await), "FORBIDDEN");
    assert_eq!(other.does(&record).await["reason"], "records of COL are written by its own officers");
    assert_eq!(own.does(&record).await["entry"]["state"], "DRAFT");
    assert_eq!(own.does(&record).await["reason"], "EXPERIENCE survey: there is a record of this id already");
    let listed = json!({ "kind": "EXPERIENCE", "first": 10, "filter": { "states": ["DRAFT", "IN_REVIEW", "PUBLISHED", "WITHDRAWN"] } });
    let total = async |actor: &Actor<'_>| actor.page(&listed).await["total"].as_u64().unwrap();
    assert_eq!((total(&own).await, total(&other).await, total(&analyst).await), (1, 0, 0));
    let step = |step: &str| format!("moveEntry(kind: EXPERIENCE, id: \"survey\", step: {step})");
    let review = |verdict: &str| {
        format!("reviewEntry(kind: EXPERIENCE, id: \"survey\", verdict: {verdict}, comment: \"I read it.\")")
    };
    assert_eq!(other.does(&review("APPROVES")).await["reason"], "EXPERIENCE survey: there is no such record");
    assert_eq!(own.does(&step("WITHDRAW")).await["entry"]["state"], "WITHDRAWN");
    let refused = own.does(&step("SUBMIT")).await;
    assert_eq!(refused["reason"], "EXPERIENCE survey: the record is WITHDRAWN: SUBMIT is for one that is DRAFT");
    let undo = "undoEntry(kind: EXPERIENCE, id: \"survey\", reason: \"too early\")";
    assert_eq!(own.does(undo).await["entry"]["state"], "DRAFT");
    assert_eq!(own.does(&step("SUBMIT")).await["entry"]["state"], "IN_REVIEW");
    assert_eq!((total(&other).await, total(&analyst).await), (1, 0), "what is in review is an officer's business");
    assert_eq!(
        own.does(&review("APPROVES")).await["reason"],
        "EXPERIENCE survey: who wrote any of it does not review it"
    );
    assert_eq!(other.does(&review("APPROVES")).await["entry"]["reviewed"], false);
    let iom = actor("IOM", Role::Officer);
    assert_eq!(iom.does(&review("APPROVES")).await["entry"]["reviewed"], false, "nobody inside");
    let inside = Directory::new(Arc::new(ground.reopened().await), None, Arc::new(|| [7; 32]));
    let wish = country_node::directory::wish::Wish {
        kind: EntryKind::Experience,
        id: "survey".into(),
        does: country_node::directory::wish::Does::Review(schema::directory::state::Verdict::Approves),
        reason: "I know the survey.".into(),
        version: None,
    };
    // Who wrote it over a gateway is the same officer on the command line, and could be whoever names nobody.
    let unnamed = inside.act(Wisher::Own(Officer::Operator), vec![wish.clone()]).await.unwrap_err();
    let why = "an officer who is named (--by) reviews it: whoever names nobody could have written it";
    assert_eq!(unnamed.to_string(), format!("EXPERIENCE survey: {why}"));
    let own_work = inside.act(officer("ana"), vec![wish.clone()]).await.unwrap_err();
    assert_eq!(own_work.to_string(), "EXPERIENCE survey: who wrote any of it does not review it");
    inside.act(officer("luz"), vec![wish]).await.unwrap();
    assert_eq!(
        own.does(&step("PUBLISH")).await["entry"]["reviewed"],
        true,
        "written by another process, and seen here"
    );
    let change = format!(
        "changeEntry(id: \"survey\", content: {}, reason: \"a word\")",
        EXPERIENCE.replace("A survey.", "Two surveys.")
    );
    assert_eq!(own.does(&change).await["entry"]["reviewed"], false, "another version");
    assert_eq!(own.does(undo).await["entry"]["reviewed"], true, "and back");
    let stale = own.does("moveEntry(kind: EXPERIENCE, id: \"survey\", step: WITHDRAW, version: 99)").await;
    assert_eq!(stale["reason"], "EXPERIENCE survey: the record is of version 1 by now: read it again");
    let nobody = "showEntry(kind: EXPERIENCE, id: \"survey\", shown: { visibility: NAMED, named: [\"FRA\"] })";
    assert_eq!(own.does(nobody).await["reason"], "FRA is no member of this federation");
    let history = "{ entryHistory(kind: EXPERIENCE, id: \"survey\") { step by reason verdict } }";
    assert_eq!(error(&other.said(history, Value::Null).await), "FORBIDDEN");
    let told = own.said(history, Value::Null).await;
    let steps: Vec<&str> =
        told["data"]["entryHistory"].as_array().unwrap().iter().map(|event| event["step"].as_str().unwrap()).collect();
    let expected = ["RECORD", "WITHDRAW", "UNDO", "SUBMIT", "REVIEW", "REVIEW", "REVIEW", "PUBLISH", "CHANGE", "UNDO"];
    assert_eq!(steps, expected);
    serving.stop().await;
}
