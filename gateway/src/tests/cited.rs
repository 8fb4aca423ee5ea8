//! Answers that an experience cites, read by others than the member that was given them.

use super::directory::row;
use super::federation::{Federation, Node, With, told};
use super::people::{NOW, token_of};
use schema::figure::{Estimate, FigureStatus, NodeFigure};
use schema::role::Role;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const CITED: &str = "experiences(countries: [\"GHA\"]) { edges { node { id cited { id reason askedAt holds countries { country { code } \
    outcome reason holds release releaseToday cited { value } today { value } } } } } }";

fn token(member: &str) -> String {
    token_of(member, Role::Analyst, NOW - 60, NOW + 60)
}

/// A federation whose gateway keeps citations in a folder.
async fn federation(citations: &Path, nodes: &[(&'static str, Node)]) -> Federation {
    Federation::configured(nodes, &format!("deadline_ms = 2000\ncitations = '{}'", citations.display())).await
}

/// Has an analyst of Ghana cite an answer of some countries.
async fn cite(citations: &Path, countries: &str) -> String {
    let federation = federation(citations, &[]).await;
    let query = format!(
        "{{ compare(input: {{ dataset: SURVEY, by: [SEX], countries: [{countries}], purpose: COMPARISON }}) {{ citation {{ id }} }} }}"
    );
    let reply = federation.ask_as(Some(&token("GHA")), &query).await;
    reply["data"]["compare"]["citation"]["id"].as_str().unwrap().to_owned()
}

/// Ghana's node shows an experience that cites some answers to everybody but Cuba.
fn showing(ids: &[&str], bend: With) -> Node {
    let content = json!({ "titles": [{ "language": "eng", "text": "A survey" }], "areas": ["RESEARCH"], "done": "A survey.",
        "places": ["DEU"], "results": "It was read.", "evidence": "MONITORING", "repeatability": "UNKNOWN", "citations": ids });
    let row = row("survey", &content);
    Node::With(Arc::new(move |member, asked, reply| {
        bend(member, asked, reply);
        for page in told(reply, "directory") {
            if member.as_str() != "CUB" {
                (page["rows"], page["total"]) = (json!([row]), json!(1));
            }
        }
    }))
}

fn as_it_is() -> With {
    Arc::new(|_, _, _| {})
}

/// A country whose release is another one by now, with other figures.
fn of_another_release() -> Node {
    Node::With(Arc::new(|_, _, reply| {
        for answer in told(reply, "answers") {
            answer["source"]["release"] = json!("COL-SURVEY-2024-2");
            for figure in answer["figures"].as_array_mut().unwrap() {
                for of in ["value", "lower", "upper"] {
                    figure[of] = json!(9.0);
                }
            }
        }
    }))
}

/// A country that tells no figures to a member.
fn declining(refused: &'static str) -> Node {
    Node::With(Arc::new(move |member, _, reply| {
        for answer in told(reply, "answers") {
            if member.as_str() == refused {
                (answer["figures"], answer["source"]) = (json!([]), Value::Null);
                (answer["outcome"], answer["reason"]) = (json!("DECLINED"), json!("No agreement allows it."));
            }
        }
    }))
}

async fn read(federation: &Federation, member: &str) -> Value {
    let reply = federation.ask_as(Some(&token(member)), &format!("{{ {CITED} }}")).await;
    assert_eq!(reply["errors"], Value::Null, "{reply}");
    reply["data"]["experiences"]["edges"][0]["node"]["cited"].clone()
}

async fn page(federation: &Federation, member: &str, id: &str) -> (u16, String) {
    let request = federation.client.get(format!("{}/citations/{id}", federation.url)).bearer_auth(token(member));
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

fn values(figures: &Value) -> Vec<f64> {
    figures.as_array().unwrap().iter().map(|figure| figure["value"].as_f64().unwrap()).collect()
}

#[tokio::test]
async fn one_to_whom_an_experience_is_shown_reads_what_it_cites_with_one_request_a_country() {
    let folder = tempfile::tempdir().unwrap();
    let (both, own) = (cite(folder.path(), r#""COL", "CUB""#).await, cite(folder.path(), r#""COL""#).await);
    let federation = federation(folder.path(), &[("GHA", showing(&[&both, &own], as_it_is()))]).await;
    let cited = read(&federation, "PHL").await;
    assert_eq!((&cited[0]["id"], &cited[0]["holds"], &cited[0]["reason"]), (&json!(both), &json!(true), &Value::Null));
    let countries = cited[0]["countries"].as_array().unwrap();
    assert_eq!(
        countries.iter().map(|part| part["country"]["code"].as_str().unwrap()).collect::<Vec<_>>(),
        ["COL", "CUB"]
    );
    for part in countries {
        assert_eq!((values(&part["cited"]), &part["release"]), (vec![10.0; 3], &part["releaseToday"]), "{part}");
    }
    assert_eq!(cited[1]["countries"].as_array().unwrap().len(), 1);
    let heard = |country| federation.heard(country).len();
    assert_eq!(
        (heard("GHA"), heard("COL"), heard("CUB"), heard("PHL")),
        (1, 1, 1, 0),
        "however many answers are cited"
    );
    let (status, text) = page(&federation, "PHL", &both).await;
    let kept = std::fs::read_to_string(folder.path().join("GHA").join(format!("{both}.json"))).unwrap();
    assert_eq!((status, text), (200, kept), "and its file");
    assert_eq!((heard("GHA"), heard("COL"), heard("CUB")), (2, 2, 2), "one request a country");
}

#[tokio::test]
async fn a_citation_whose_release_is_another_one_by_now_holds_no_more_and_both_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let id = cite(folder.path(), r#""COL", "CUB""#).await;
    let nodes = [("GHA", showing(&[&id], as_it_is())), ("COL", of_another_release())];
    let cited = read(&federation(folder.path(), &nodes).await, "PHL").await;
    assert_eq!(cited[0]["holds"], false);
    let [col, cub] = [0, 1].map(|at| &cited[0]["countries"][at]);
    assert_eq!(
        (&col["holds"], &col["release"], &col["releaseToday"]),
        (&json!(false), &json!("COL-SURVEY-2024-1"), &json!("COL-SURVEY-2024-2"))
    );
    assert_eq!((values(&col["cited"]), values(&col["today"])), (vec![10.0; 3], vec![9.0; 3]));
    assert_eq!(cub["holds"], true);
}

#[tokio::test]
async fn a_member_that_may_not_be_told_an_answer_is_told_why_and_no_figure() {
    let folder = tempfile::tempdir().unwrap();
    let id = cite(folder.path(), r#""COL", "CUB""#).await;
    let federation =
        federation(folder.path(), &[("GHA", showing(&[&id], as_it_is())), ("COL", declining("PHL"))]).await;
    let cited = read(&federation, "PHL").await;
    let col = &cited[0]["countries"][0];
    let said = [&col["outcome"], &col["reason"], &col["holds"], &cited[0]["holds"]];
    assert_eq!(said, [&json!("DECLINED"), &json!("No agreement allows it."), &Value::Null, &Value::Null]);
    assert_eq!((&col["cited"], &col["today"]), (&json!([]), &json!([])));
    assert_eq!(page(&federation, "PHL", &id).await, (403, "No agreement allows it.".to_owned()));
    // Cuba may be told the figures, and is shown no experience that cites them; what is not there is said in the same words.
    let (status, words) = page(&federation, "CUB", &id).await;
    assert_eq!((status, &words), (404, &page(&federation, "CUB", &"A".repeat(43)).await.1));
    let observer = token_of("PHL", Role::Observer, NOW - 60, NOW + 60);
    let reply = federation.ask_as(Some(&observer), &format!("{{ {CITED} }}")).await;
    let cited = &reply["data"]["experiences"]["edges"][0]["node"]["cited"][0];
    assert!(cited["reason"].as_str().unwrap().contains("observer"), "{reply}");
    assert_eq!(cited["countries"], json!([]));
}

#[tokio::test]
async fn what_a_country_said_of_its_own_to_its_own_government_is_told_to_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let id = cite(folder.path(), r#""GHA""#).await;
    // Fewer persons agreed to be told of to others.
    let fewer: With = Arc::new(|member, _, reply| {
        let figures = told(reply, "answers");
        for figure in figures.flat_map(|answer| answer["figures"].as_array_mut().unwrap()) {
            for of in ["value", "lower", "upper"].into_iter().filter(|_| member.as_str() != "GHA") {
                figure[of] = json!(4.0);
            }
        }
    });
    let federation = federation(folder.path(), &[("GHA", showing(&[&id], fewer))]).await;
    let part = read(&federation, "PHL").await[0]["countries"][0].clone();
    assert_eq!((&part["cited"], values(&part["today"]), &part["holds"]), (&json!([]), vec![4.0; 3], &json!(true)));
    assert!(part["reason"].as_str().unwrap().contains("may not have agreed to more"), "{part}");
    assert_eq!(page(&federation, "PHL", &id).await.0, 403);
    let own = read(&federation, "GHA").await[0]["countries"][0].clone();
    assert_eq!((values(&own["cited"]), &own["reason"]), (vec![10.0; 3], &Value::Null));
}

#[tokio::test]
async fn an_experience_cites_what_its_own_country_was_given_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let id = cite(folder.path(), r#""COL""#).await;
    let other = "A".repeat(43);
    let federation = federation(folder.path(), &[("GHA", showing(&[&other], as_it_is()))]).await;
    let cited = read(&federation, "PHL").await;
    assert!(cited[0]["reason"].as_str().unwrap().contains("is kept here"), "{cited}");
    let write = |member: &'static str, id: String| {
        let query = format!(
            "mutation {{ recordEntry(country: \"{member}\", id: \"a\", shown: {{ visibility: PUBLIC }}, content: {{ experience: {{ \
             titles: [{{ language: \"eng\", text: \"A\" }}], areas: [RESEARCH], done: \"A.\", places: [\"DEU\"], results: \"B.\", \
             evidence: MONITORING, repeatability: UNKNOWN, citations: [\"{id}\"] }} }}) {{ outcome reason }} }}"
        );
        let token = token_of(member, Role::Officer, NOW - 60, NOW + 60);
        let federation = &federation;
        async move { federation.ask_as(Some(&token), &query).await["data"]["recordEntry"].clone() }
    };
    let before = federation.heard("GHA").len() + federation.heard("COL").len();
    for (member, id) in [("GHA", other), ("COL", id.clone())] {
        let refused = write(member, id).await;
        assert_eq!(refused["outcome"], "DECLINED", "{refused}");
        assert!(refused["reason"].as_str().unwrap().starts_with("citations.0: expected"), "{refused}");
    }
    assert_eq!(federation.heard("GHA").len() + federation.heard("COL").len(), before, "no node was asked");
    write("GHA", id).await;
    assert_eq!(federation.heard("GHA").len() + federation.heard("COL").len(), before + 1);
}

/// A country that withholds one of its figures by now, or tells of one code less, in another release.
fn withholding(is_told_of: bool) -> Node {
    Node::With(Arc::new(move |_, _, reply| {
        for answer in told(reply, "answers") {
            answer["source"]["release"] = json!("COL-SURVEY-2024-2");
            let figures = answer["figures"].as_array_mut().unwrap();
            if is_told_of {
                let few = Estimate::withheld(FigureStatus::SmallCount, 0.0, 10.0);
                let codes = serde_json::from_value(figures[0]["codes"].clone()).unwrap();
                figures[0] = json!(NodeFigure::new(codes, &few, &Estimate::exact(30.0)));
            } else {
                figures.remove(0);
            }
        }
    }))
}

#[tokio::test]
async fn what_a_country_withholds_by_now_is_not_told_by_a_citation_of_before() {
    for is_told_of in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let id = cite(folder.path(), r#""COL", "CUB""#).await;
        let nodes = [("GHA", showing(&[&id], as_it_is())), ("COL", withholding(is_told_of))];
        let federation = federation(folder.path(), &nodes).await;
        let cited = read(&federation, "PHL").await;
        let [col, cub] = [0, 1].map(|at| &cited[0]["countries"][at]);
        assert_eq!((&col["cited"], &col["holds"], &cited[0]["holds"]), (&json!([]), &json!(false), &json!(false)));
        let reason = col["reason"].as_str().unwrap();
        assert!(reason.starts_with("Of what is cited of Colombia something is withheld today;"), "{reason}");
        let today = col["today"].as_array().unwrap().iter().map(|figure| figure["value"].as_f64());
        let told = [Some(10.0), Some(10.0)];
        assert_eq!(today.flatten().map(Some).collect::<Vec<_>>(), told, "{col}");
        assert_eq!((values(&cub["cited"]), &cub["reason"]), (vec![10.0; 3], &Value::Null), "what is told stays so");
        assert_eq!(page(&federation, "PHL", &id).await, (403, reason.to_owned()), "nor is its file");
    }
}

#[tokio::test]
async fn who_asks_for_citations_is_held_to_the_rate_that_holds_for_all_that_one_asks() {
    let folder = tempfile::tempdir().unwrap();
    let id = cite(folder.path(), r#""COL", "CUB""#).await;
    let lines = format!(
        "deadline_ms = 2000\ncitations = '{}'\n[rates]\nuser = {{ per_second = 1, burst = 3 }}\nnobody = {{ per_second = 1, burst = 2 }}",
        folder.path().display()
    );
    let federation = Federation::configured(&[("GHA", showing(&[&id], as_it_is()))], &lines).await;
    let get = async |token: Option<String>| {
        let request = federation.client.get(format!("{}/citations/{id}", federation.url));
        let response = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth).send().await.unwrap();
        let wait = response.headers().get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
        (response.status().as_u16(), wait, response.text().await.unwrap())
    };
    let asked = "{ members { code } }";
    for _ in 0..3 {
        assert_eq!(federation.ask_as(Some(&token("PHL")), asked).await["errors"], Value::Null);
    }
    let (status, wait, said) = get(Some(token("PHL"))).await;
    assert_eq!((status, wait.as_deref()), (429, Some("1")), "one meter counts both");
    assert_eq!(said, "This user asks more often than it may; ask again in 1 s.");
    assert_eq!(federation.heard("COL").len(), 0, "no node is asked for it");
    assert_eq!(get(Some(token("COL"))).await.0, 200, "another has an own one");
    for _ in 0..3 {
        assert_eq!(get(Some(token("GHA"))).await.0, 200);
    }
    let refused = federation.ask_as(Some(&token("GHA")), asked).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED", "whichever is asked first");
    let statuses = [get(None).await.0, get(Some("nonsense".to_owned())).await.0, get(None).await.0];
    assert_eq!(statuses, [401, 401, 429], "who shows no valid token is counted by address");
}
