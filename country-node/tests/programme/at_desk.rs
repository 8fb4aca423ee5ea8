//! The same over GraphQL, at the node's own desk: who may, what is told, and what stands in the log.

use super::{consents, load, programmes};
use crate::ground::{Ground, member_key, token};
use crate::ledger::{entries, persons_asked};
use country_node::contact::file::load as load_contacts;
use country_node::contact::keep::Means;
use country_node::serve::Running;
use node_rules::audit::entry::{Event, List};
use reqwest::Client;
use schema::role::Role;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A node with a desk that is open.
pub struct Open {
    url: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Open {
    pub async fn start(ground: &Ground) -> Self {
        let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
        ground.write("node.toml", format!("{config}\n[desk]\nlisten = \"127.0.0.1:0\"\n"));
        let running = Running::start(ground.reopened().await).await.unwrap();
        let url = format!("http://{}/graphql", running.desk().unwrap());
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });
        Self { url, stop, served }
    }

    pub async fn ask(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = Client::new().post(&self.url).header("content-type", "application/json").body(body);
        let request = token.iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
    }

    pub async fn close(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
    }
}

pub fn of(ground: &Ground, member: &str, role: Role) -> String {
    token(&member_key(member), member, role, ground.now() - 10)
}

fn error(said: &Value) -> &str {
    said["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

const LIST: &str = "{ work(programme: \"trqn\", kind: NEED) { records { id state version says } total more } }";

#[tokio::test]
async fn only_the_countrys_own_officers_are_told_anything_and_every_other_try_is_in_the_log() {
    let ground = Ground::new().await;
    drop(programmes(&ground).await);
    let open = Open::start(&ground).await;
    let asked = async |token: Option<&str>| {
        let said = open.ask(token, LIST, Value::Null).await;
        (error(&said).to_owned(), said["data"].is_null())
    };
    let no = |code: &str| (code.to_owned(), true);
    assert_eq!(asked(None).await, no("UNAUTHENTICATED"));
    let expired = token(&member_key("COL"), "COL", Role::Officer, ground.now() - 7200);
    assert_eq!(asked(Some(&expired)).await, no("UNAUTHENTICATED"));
    let too_few = open.ask(None, "{ work(programme: \"trqn\", kind: NEED, first: 0) { total } }", Value::Null).await;
    assert_eq!(error(&too_few), "UNAUTHENTICATED", "of what is asked nothing is said to nobody");
    let forged = token(&member_key("GHA"), "COL", Role::Officer, ground.now() - 10);
    assert_eq!(asked(Some(&forged)).await, no("UNAUTHENTICATED"), "another member's key");
    for (member, role) in [
        ("COL", Role::Analyst),
        ("COL", Role::Observer),
        ("COL", Role::Administrator),
        ("GHA", Role::Officer),
        ("IOM", Role::Officer),
    ] {
        assert_eq!(asked(Some(&of(&ground, member, role))).await, no("FORBIDDEN"), "{member} {role:?}");
        let does = "mutation { undoWork(programme: \"trqn\", kind: NEED, id: \"n\") { reason } }";
        let said = open.ask(Some(&of(&ground, member, role)), does, Value::Null).await;
        assert_eq!(error(&said), "FORBIDDEN", "{member} {role:?}: {said}");
    }
    assert_eq!(asked(Some(&of(&ground, "COL", Role::Officer))).await, (String::new(), false));
    let log = entries(&ground.node).await;
    let refused = log.iter().filter(|entry| matches!(entry.event, Event::Refused { .. })).count();
    assert_eq!(refused, 4 + 2 * 5, "{log:?}");
    let read = log
        .iter()
        .filter(|entry| matches!(&entry.event, Event::ListAsked { by, list: List::Programme } if by.gateway == "desk"));
    assert_eq!(read.count(), 1);
    open.close().await;
}

#[tokio::test]
async fn an_officer_writes_decides_and_reads_with_a_browser_or_a_script() {
    let ground = Ground::new().await;
    let programmes = programmes(&ground).await;
    consents(&ground, std::iter::once(("P1".to_owned(), "GIVEN", "2025-01-01T00:00:00Z"))).await;
    let people =
        "person,state,appliedOn,residence,sex,occupations,modes\nP1,SELECTED,2025-01-05,ESP,F,2212,TEMPORARY\n";
    load(&ground, &programmes, "CANDIDATE", people).await.unwrap();
    let file =
        ground.write("contacts.csv", "person_id,name,address,email,telephone\nP1,Ana Torres,,ana@example.org,\n");
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    load_contacts(&ground.node, &file, false, &mut Means { environment: None, random: &mut random }).await.unwrap();
    let open = Open::start(&ground).await;
    let token = of(&ground, "COL", Role::Officer);
    let ask = async |query: &str, variables: Value| {
        let said = open.ask(Some(&token), query, variables).await;
        assert_eq!(said["errors"], Value::Null, "{said}");
        said["data"].clone()
    };
    let write = "mutation($says: JSON!, $version: Int) { done: writeWork(programme: \"trqn\", kind: NEED, id: \"n1\", says: $says, version: $version) \
        { reason record { id state version } } }";
    let mut says = json!({
        "phase": "1", "requestedOn": "2025-01-10", "host": "Hospital", "sector": "Q", "occupation": "2211", "skillLevel": 5,
        "mode": "TEMPORARY", "from": "2025-03-01", "until": "2025-03-30",
    });
    let refused = ask(write, json!({ "says": says })).await;
    assert_eq!(refused["done"], json!({ "reason": "NEED n1: skillLevel: expected 1, 2, 3 or 4", "record": null }));
    says["skillLevel"] = 4.into();
    let written = ask(write, json!({ "says": says })).await;
    assert_eq!(written["done"]["record"], json!({ "id": "n1", "state": "SUBMITTED", "version": 1 }));
    says["host"] = "Regional hospital".into();
    let stale = ask(write, json!({ "says": says, "version": 7 })).await;
    assert_eq!(
        stale["done"]["reason"],
        "NEED n1: something was done to it since it was read: it is of version 1 by now"
    );
    ask(write, json!({ "says": says, "version": 1 })).await;
    let moved = async |kind: &str, id: &str, step: &str| {
        let query = format!(
            "mutation {{ done: moveWork(programme: \"trqn\", kind: {kind}, id: \"{id}\", step: {step}) {{ reason record {{ state }} }} }}"
        );
        ask(&query, Value::Null).await["done"].clone()
    };
    assert_eq!(moved("NEED", "n1", "QUALIFY").await["record"]["state"], "QUALIFIED");
    let why = moved("NEED", "n1", "PAY").await;
    assert_eq!(why["reason"], "NEED n1: it is QUALIFIED: PAY is for one that is of another kind");
    let proposals = ask(
        "mutation { keepProposals(programme: \"trqn\") { proposals { need candidate points reasons } open { need } over { need until } \
         eligible { persons } matched { persons shareOfWomen destinations { country share } } } }",
        Value::Null,
    )
    .await;
    let proposals = &proposals["keepProposals"];
    assert_eq!((&proposals["eligible"]["persons"], &proposals["open"]), (&json!(1), &json!([])));
    assert_eq!(proposals["over"], json!([{ "need": "n1", "until": "2025-03-30" }]), "its days are over by now");
    assert_eq!(proposals["matched"]["destinations"], json!([{ "country": "ESP", "share": 1.0 }]));
    let list = "query($after: String) { work(programme: \"trqn\", kind: MATCH, first: 1, after: $after) { records { id state says } total more } }";
    let page = ask(list, Value::Null).await;
    let id = page["work"]["records"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!((&page["work"]["total"], &page["work"]["more"]), (&json!(1), &json!(false)));
    assert_eq!(ask(list, json!({ "after": id })).await["work"]["records"], json!([]));
    let contact = async || {
        let query = format!(
            "mutation {{ done: contact(programme: \"trqn\", id: \"{id}\") {{ reason reached {{ name email telephone }} }} }}"
        );
        ask(&query, Value::Null).await["done"].clone()
    };
    let early = contact().await;
    assert!(early["reason"].as_str().unwrap().ends_with("CONTACT is for one that is ACCEPTED"), "{early}");
    assert!(moved("MATCH", &id, "ACCEPT").await["reason"].is_null());
    let reached =
        json!({ "reason": null, "reached": { "name": "Ana Torres", "email": "ana@example.org", "telephone": null } });
    assert_eq!(contact().await, reached);
    assert!(moved("MATCH", &id, "AGREE").await["reason"].is_null());
    assert_eq!(contact().await, reached, "again, while it goes on");
    let none = ask("mutation { contact(programme: \"trqn\", id: \"Ana Torres\") { reason } }", Value::Null).await;
    assert_eq!(none["contact"]["reason"], "there is no such match of a person who is known");
    let ana = ground.node.keys.users().of("COL".parse().unwrap(), "ana");
    let told = |what: &str, became: &str| format!("{what} PROGRAMME_MATCHING {} {became}", ana.as_str());
    let of = format!("MATCH trqn {id}");
    assert_eq!(
        persons_asked(&ground.node).await,
        [told(&of, "DECLINED"), told(&of, "DONE"), told(&of, "DONE"), told("MATCH trqn not an id", "DECLINED")],
        "the log says each time whose contact was opened, by which match, and for what"
    );
    let history = ask(
        &format!("{{ workHistory(programme: \"trqn\", kind: MATCH, id: \"{id}\") {{ step officer why says }} }}"),
        Value::Null,
    )
    .await;
    let steps: Vec<&str> =
        history["workHistory"].as_array().unwrap().iter().map(|of| of["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["RECORD", "ACCEPT", "CONTACT", "AGREE"]);
    assert!(!history.to_string().contains("\"ana\""), "an officer stands there by a pseudonym: {history}");
    let candidates = ask("{ work(programme: \"trqn\", kind: CANDIDATE) { records { says } } }", Value::Null).await;
    assert!(candidates.to_string().contains("2212") && !candidates.to_string().contains("P1"), "{candidates}");
    let report = ask("{ programmeReport(programme: \"trqn\") }", Value::Null).await;
    assert_eq!(report["programmeReport"]["whole"]["needs"], 1);
    open.close().await;
}

#[tokio::test]
async fn a_programme_or_a_record_that_is_not_there_is_said_to_be_none() {
    let ground = Ground::new().await;
    drop(programmes(&ground).await);
    let open = Open::start(&ground).await;
    let token = of(&ground, "COL", Role::Officer);
    let none = "the directory has no programme mida";
    for (query, why) in [
        ("{ programmeReport(programme: \"mida\") }", none),
        ("{ work(programme: \"mida\", kind: NEED) { total } }", none),
        ("{ workHistory(programme: \"mida\", kind: NEED, id: \"n1\") { step } }", none),
        ("{ workHistory(programme: \"trqn\", kind: NEED, id: \"n9\") { step } }", "NEED n9: there is no such record"),
        ("{ shortlist(programme: \"trqn\", need: \"n9\") { eligible { need } } }", "NEED n9: there is no such record"),
        ("{ work(programme: \"trqn\", kind: NEED, first: 0) { total } }", "From 1 to 200 records are told at once."),
        (
            "{ proposals(programme: \"trqn\", weights: { sector: 900 }) { open { need } } }",
            "weights: unit_group, sector, field, experience, languages and placements come to 1750; expected 1000",
        ),
    ] {
        let said = open.ask(Some(&token), query, Value::Null).await;
        assert_eq!((&said["errors"][0]["message"], &said["data"]), (&json!(why), &Value::Null), "{query}");
    }
    open.close().await;
}

#[tokio::test]
async fn an_officer_takes_proposals_back_finds_a_candidacy_and_sees_who_comes_how_far() {
    let ground = Ground::new().await;
    let programmes = programmes(&ground).await;
    consents(&ground, std::iter::once(("PERSON-1".to_owned(), "GIVEN", "2025-01-01T00:00:00Z"))).await;
    let people =
        "person,state,appliedOn,residence,sex,occupations,modes\nPERSON-1,SELECTED,2025-01-05,ESP,F,2212,TEMPORARY\n";
    load(&ground, &programmes, "CANDIDATE", people).await.unwrap();
    let needs = "id,state,phase,requestedOn,host,sector,occupation,skillLevel,mode,from,until\n\
                 n1,QUALIFIED,1,2025-01-10,Hospital,Q,2211,4,TEMPORARY,2025-03-01,2025-03-30\n";
    load(&ground, &programmes, "NEED", needs).await.unwrap();
    let open = Open::start(&ground).await;
    let token = of(&ground, "COL", Role::Officer);
    let ask = async |query: &str, variables: Value| {
        let said = open.ask(Some(&token), query, variables).await;
        assert_eq!(said["errors"], Value::Null, "{said}");
        said["data"].clone()
    };
    let keep = "mutation { keepProposals(programme: \"trqn\") { open { need } } }";
    ask(keep, Value::Null).await;
    let withdraw = "mutation($phase: String) { withdrawProposals(programme: \"trqn\", phase: $phase) }";
    let withdrawn = async |phase: &str| ask(withdraw, json!({ "phase": phase })).await["withdrawProposals"].clone();
    assert_eq!((withdrawn("2").await, withdrawn("1").await, withdrawn("1").await), (json!(0), json!(1), json!(0)));
    let nowhere = open.ask(Some(&token), withdraw, json!({ "phase": "9" })).await;
    assert_eq!(nowhere["errors"][0]["message"], "the programme has no phase 9");
    ask(keep, Value::Null).await;
    let steps = "{ fairness(programme: \"trqn\", phase: \"1\") { eligible { persons } proposed { persons shareOfWomen } placed { persons } } }";
    let expected = json!({ "eligible": { "persons": 1 }, "proposed": { "persons": 1, "shareOfWomen": 1.0 }, "placed": { "persons": 0 } });
    assert_eq!(ask(steps, Value::Null).await["fairness"], expected);
    let of = "query($person: String!) { candidateOf(programme: \"trqn\", person: $person) { id kind state } }";
    let found = ask(of, json!({ "person": "PERSON-1" })).await["candidateOf"].clone();
    let own = found[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(found, json!([{ "id": own, "kind": "CANDIDATE", "state": "SELECTED" }]));
    assert_eq!(ask(of, json!({ "person": "PERSON-2" })).await["candidateOf"], json!([]));
    let some = "query($need: String, $candidate: String, $phase: String, $state: WorkState) { work(programme: \"trqn\", kind: MATCH, need: $need, \
        candidate: $candidate, phase: $phase, state: $state, byPriority: true) { total } }";
    for (which, total) in [
        (json!({ "need": "n1" }), 2),
        (json!({ "need": "n2" }), 0),
        (json!({ "candidate": own }), 2),
        (json!({ "candidate": own, "state": "PROPOSED" }), 1),
        (json!({ "phase": "1" }), 2),
        (json!({ "phase": "2" }), 0),
    ] {
        assert_eq!(ask(some, which.clone()).await["work"]["total"], total, "{which}: one of the two was taken back");
    }
    let log = entries(&ground.node).await;
    let asked =
        log.iter().filter(|entry| matches!(entry.event, Event::ListAsked { list: List::Programme, .. })).count();
    assert_eq!(asked, 6 + 1 + 6, "each is written down, and what was refused");
    let ana = ground.node.keys.users().of("COL".parse().unwrap(), "ana");
    let looked_up = format!("CANDIDACIES trqn  {} DONE", ana.as_str());
    assert_eq!(persons_asked(&ground.node).await, [looked_up.as_str(), &looked_up]);
    assert!(!serde_json::to_string(&log).unwrap().contains("PERSON-1"), "of whom it was asked stands nowhere");
    open.close().await;
}

#[tokio::test]
async fn it_listens_on_its_own_machine_alone() {
    let ground = Ground::new().await;
    let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
    ground.write("node.toml", format!("{config}\n[desk]\nlisten = \"0.0.0.0:0\"\n"));
    let Err(fault) = Running::start(ground.reopened().await).await else { panic!("it must not start") };
    assert!(fault.to_string().contains("the desk listens on its own machine only"), "{fault}");
}
