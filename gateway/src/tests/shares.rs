//! A page of so many countries that each is asked for its share of it.

use super::directory::page_of;
use super::federation::{Federation, Node};
use super::people::{code, document, node_key};
use schema::directory::page::DirectoryQuestion;
use schema::member::{Document, Entry};
use schema::seal::SecretKey;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const COUNTRIES: [&str; 16] =
    ["COL", "CUB", "GHA", "PHL", "ALB", "ARM", "BEN", "CIV", "ECU", "GEO", "GTM", "HND", "JAM", "KEN", "MDA", "SEN"];

/// Sixteen countries with nodes.
fn sixteen() -> Document {
    let mut document = document();
    let more = (30..).zip(&COUNTRIES[4..]).map(|(seed, country)| Entry {
        token_keys: vec![SecretKey::from_random([seed; 32]).public().to_text()],
        node_keys: vec![node_key(country).public().to_text()],
        node: Some("http://127.0.0.1:1/graphql".to_owned()),
        ..Entry::new(code(country), *country)
    });
    let more: Vec<Entry> = more.collect();
    document.members.splice(4..4, more);
    document
}

async fn federation(behaviours: &[(&'static str, Node)]) -> Federation {
    Federation::among((sixteen(), &COUNTRIES), behaviours, "deadline_ms = 2000").await
}

/// A node that tells of ninety associations, whose titles come before those of all other countries.
fn large() -> Node {
    Node::With(Arc::new(|asked_by, asked, reply| {
        let questions: Vec<DirectoryQuestion> =
            serde_json::from_value(asked["variables"]["directory"].clone()).unwrap();
        let ids: Vec<String> = (0..90).map(|at| format!("a{at:02}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let pages = questions.iter().map(|question| page_of(("CUB", &ids), question, asked_by));
        reply["data"]["directory"] = pages.collect();
    }))
}

async fn read(federation: &Federation, countries: &[&str], after: &str) -> Value {
    let query = format!(
        "{{ associations(countries: {}, orderBy: TITLE, first: 100{after}) {{ edges {{ node {{ id country {{ code }} }} }} \
         pageInfo {{ hasNextPage endCursor }} total coverage {{ absent {{ country {{ code }} outcome }} }} }} }}",
        json!(countries)
    );
    let reply = federation.ask(&query).await;
    assert_eq!(reply["errors"], Value::Null, "{reply}");
    reply["data"]["associations"].clone()
}

/// The records of a page: the country and the id of each.
fn told(page: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let edges = page["edges"].as_array().unwrap().iter();
    edges.map(|edge| (text(&edge["node"]["country"]["code"]), text(&edge["node"]["id"]))).collect()
}

fn absent(page: &Value) -> Vec<&str> {
    let absent = page["coverage"]["absent"].as_array().unwrap().iter();
    absent.map(|absent| absent["country"]["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_country_that_hangs_shortens_no_page_and_is_alone_in_being_absent() {
    let federation = federation(&[("CUB", large()), ("PHL", Node::Slow)]).await;
    let first = read(&federation, &COUNTRIES, "").await;
    let mut all = told(&first);
    assert_eq!(all.len(), 100);
    assert_eq!(all.iter().take_while(|(country, _)| country == "CUB").count(), 90, "more than its share");
    assert_eq!((absent(&first), &first["total"]), (vec!["PHL"], &json!(90 + 14 * 3)));
    assert_eq!((federation.heard("CUB").len(), federation.heard("GHA").len()), (2, 1));
    let after = format!(", after: \"{}\"", first["pageInfo"]["endCursor"].as_str().unwrap());
    let second = read(&federation, &COUNTRIES, &after).await;
    all.extend(told(&second));
    assert_eq!((all.len(), &second["pageInfo"]["hasNextPage"]), (90 + 14 * 3, &json!(false)));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 90 + 14 * 3, "each once");
    assert_eq!(absent(&second), ["PHL"]);
}

#[tokio::test]
async fn who_is_asked_for_a_whole_page_has_the_whole_time_and_who_is_asked_for_a_share_a_part_of_it() {
    let late = || Node::Late(Duration::from_millis(1500));
    let federation = federation(&[("GHA", late())]).await;
    let few = read(&federation, &["COL", "GHA"], "").await;
    assert_eq!((told(&few).len(), absent(&few).len()), (6, 0));
    let many = read(&federation, &COUNTRIES, "").await;
    assert_eq!((told(&many).len(), absent(&many)), (15 * 3, vec!["GHA"]));
}
