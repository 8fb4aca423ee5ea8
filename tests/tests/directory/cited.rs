//! An experience that cites official totals: read by a member to which it is shown, with whether they hold, while releases follow one
//! another and one is recalled.

use super::{done, officer};
use country_node::release::cut::{Which, cut};
use country_node::release::recall::{Instead, recall};
use federation_tests::asker::Asker;
use federation_tests::federation::Federation;
use schema::concept::Dataset;
use serde_json::{Value, json};

const CITE: &str = "{ compare(input: { dataset: STOCK, by: [SEX], countries: [\"MDA\"], purpose: COMPARISON }) { \
    countries { figures { value } source { release } } citation { id } } }";

const READ: &str = "{ experiences(countries: [\"GHA\"]) { total edges { node { cited { id holds reason countries { country { code } outcome \
    holds reason release releaseToday cited { value } today { value } } } } } } }";

async fn part(asker: &Asker) -> Value {
    let cited = asker.data(READ, &json!({})).await["experiences"]["edges"][0]["node"]["cited"][0].clone();
    assert_eq!(cited["holds"], cited["countries"][0]["holds"]);
    cited["countries"][0].clone()
}

/// The status of a citation's address.
async fn address(federation: &Federation, user: &str, id: &str) -> (u16, String) {
    let url = format!("http://{}/citations/{id}", federation.gateway.address);
    let (status, text) = Asker::new(&url, Some(federation.token(user))).get().await;
    (status.as_u16(), text)
}

#[tokio::test]
async fn whoever_is_shown_an_experience_reads_what_it_cites_and_whether_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let federation = Federation::start(&folder.path().join("federation"), &["GHA", "MDA", "PHL"], 30_000).await;
    let author = officer(&federation, "GHA", "ama");
    let said = author.data(CITE, &json!({})).await["compare"].take();
    let id = said["citation"]["id"].as_str().unwrap();
    let record = |cited: &str| {
        format!(
            "recordEntry(country: \"GHA\", id: \"learned\", content: {{ experience: {{ titles: [{{ language: \"eng\", text: \"Moldova's \
             totals\" }}], areas: [RESEARCH], done: \"They were read.\", places: [\"MDA\"], results: \"Women are more.\", \
             evidence: MONITORING, repeatability: UNKNOWN, citations: [\"{cited}\"] }} }}, shown: {{ visibility: NAMED, named: [\"PHL\"] }})"
        )
    };
    let refused = done(&author, &record(&"A".repeat(43))).await;
    assert_eq!(refused["outcome"], "DECLINED", "{refused}");
    assert_eq!(done(&author, &record(id)).await["entry"]["state"], "DRAFT");
    let publish = "moveEntry(country: \"GHA\", kind: EXPERIENCE, id: \"learned\", step: PUBLISH)";
    assert_eq!(address(&federation, "philippines-analyst", id).await.0, 404, "a draft shows nothing");
    assert_eq!(done(&author, publish).await["entry"]["state"], "PUBLISHED");

    let reader = federation.asker("philippines-analyst");
    let first = part(&reader).await;
    let (figures, release) = (&said["countries"][0]["figures"], &said["countries"][0]["source"]["release"]);
    assert_eq!((&first["cited"], &first["today"]), (figures, figures));
    assert_eq!((&first["holds"], &first["release"], &first["releaseToday"]), (&json!(true), release, release));
    let (status, text) = address(&federation, "philippines-analyst", id).await;
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, &document["citation"], &document["askedBy"]), (200, &json!(id), &json!("GHA")));
    assert_eq!(address(&federation, "moldova-analyst", id).await.0, 404, "it is not among the named");

    // Another release of the same totals says the same.
    let node = federation.open("MDA").await;
    let which = Which { dataset: Some(Dataset::Stock), ..Which::default() };
    cut(&node, &which).await.unwrap();
    let again = part(&reader).await;
    assert_eq!((&again["holds"], &again["release"], &again["today"]), (&json!(true), release, figures));
    assert_ne!(&again["releaseToday"], release);

    // Of a release that was recalled nothing is told any more, nor of what it was cited for.
    recall(&node, again["releaseToday"].as_str().unwrap(), "a wrong sum", Instead::Nothing).await.unwrap();
    let recalled = part(&reader).await;
    assert_eq!((&recalled["outcome"], &recalled["holds"]), (&json!("NOT_PUBLISHED"), &Value::Null), "{recalled}");
    assert_eq!((&recalled["cited"], &recalled["today"]), (&json!([]), &json!([])));
    assert!(recalled["reason"].is_string());
    assert_eq!(address(&federation, "philippines-analyst", id).await.0, 403);
    federation.stop().await;
}
