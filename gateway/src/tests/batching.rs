use super::federation::{Federation, Node};
use super::people::analyst_token;
use serde_json::{Value, json};

fn questions(request: &Value) -> Vec<&Value> {
    request["variables"]["questions"].as_array().unwrap().iter().collect()
}

#[tokio::test]
async fn a_country_gets_one_request_however_often_and_whatever_the_query_asks() {
    let federation = Federation::start(&[]).await;
    let reply = federation
        .ask(
            "{ first: compare(input: { dataset: SURVEY, by: [SEX], purpose: COMPARISON }) { coverage { answered } }
               again: compare(input: { dataset: SURVEY, by: [SEX], purpose: COMPARISON }) { citation { id } }
               other: compare(input: { dataset: STOCK, by: [DESTINATION], purpose: COMPARISON }) { coverage { answered } }
               survey: dimensions(dataset: SURVEY) { dimension publishedBy { code } notHeardFrom { code } }
               all: dimensions { dimension publishedBy { code } } }",
        )
        .await;
    assert_eq!(reply["errors"], Value::Null);
    assert_eq!(reply["data"]["first"]["coverage"]["answered"], 3);
    assert_eq!(reply["data"]["other"]["coverage"]["answered"], 4);
    assert_eq!(
        reply["data"]["survey"],
        json!([
            { "dimension": "SEX", "publishedBy": [{ "code": "COL" }, { "code": "CUB" }, { "code": "GHA" }], "notHeardFrom": [] },
            { "dimension": "EDUCATION", "publishedBy": [{ "code": "COL" }, { "code": "CUB" }, { "code": "GHA" }], "notHeardFrom": [] },
        ])
    );
    assert_eq!(reply["data"]["all"].as_array().unwrap().len(), 21);
    assert_eq!(reply["data"]["all"][0]["publishedBy"].as_array().unwrap().len(), 4, "who publishes DESTINATION");
    for (country, asked) in [("COL", 2), ("CUB", 2), ("GHA", 2), ("PHL", 1)] {
        let heard = federation.heard(country);
        assert_eq!(heard.len(), 1, "{country}: one request, not {}", heard.len());
        assert_eq!(questions(&heard[0].1).len(), asked, "{country}: each question once");
        assert_eq!(heard[0].1["variables"]["catalogue"], true);
    }
}

#[tokio::test]
async fn a_node_hears_the_callers_own_word_and_the_question_as_it_was_asked() {
    let federation = Federation::start(&[]).await;
    let reply = federation
        .ask(
            r#"{ compare(input: { dataset: STOCK, by: [SEX], at: "2000", countries: ["GHA"], purpose: RESEARCH,
                 where: [{ dimension: DESTINATION, in: ["ITA", "DEU"] }] }) { countries { figures { value } } } }"#,
        )
        .await;
    assert_eq!(reply["data"]["compare"]["countries"][0]["figures"].as_array().map(Vec::len), Some(3));
    let heard = federation.heard("GHA");
    assert_eq!(heard[0].0, Some(format!("Bearer {}", analyst_token())));
    assert_eq!(
        heard[0].1["variables"],
        json!({ "catalogue": false, "series": [], "waves": false, "questions": [{
            "dataset": "STOCK", "measure": { "kind": "PERSONS", "of": null }, "by": ["SEX"],
            "where": [{ "dimension": "DESTINATION", "in": ["DEU", "ITA"] }], "shareWithin": [], "at": "2000",
            "purpose": "RESEARCH",
        }] })
    );
    assert!(federation.heard("COL").is_empty(), "who is not named is not asked");
}

#[tokio::test]
async fn members_and_codes_are_known_without_asking_anybody() {
    let federation = Federation::start(&[("COL", Node::Down)]).await;
    let reply = federation
        .ask(r#"{ members { code name datasets } member(code: "IOM") { code } dimensions { codes { code label parent } } }"#)
        .await;
    assert_eq!(reply["data"]["members"].as_array().unwrap().len(), 4);
    assert_eq!(reply["data"]["members"][3], json!({ "code": "PHL", "name": "Philippines", "datasets": ["STOCK"] }));
    assert_eq!(reply["data"]["member"], Value::Null, "IOM has no node that could be asked");
    assert_eq!(reply["data"]["dimensions"][2]["codes"][0], json!({ "code": "F", "label": "Female", "parent": null }));
    assert!(["CUB", "GHA", "PHL"].iter().all(|country| federation.heard(country).is_empty()));
}
