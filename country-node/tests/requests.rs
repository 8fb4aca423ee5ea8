//! What is sent: every malformed, oversized or unanswerable request gets its own code, and the next one is answered.

use crate::ground::{Ground, member_key, token};
use crate::serving::{ANSWERS, Serving, by, error};
use schema::role::Role;
use serde_json::{Value, json};

async fn serving() -> (Ground, Serving) {
    let ground = Ground::with_survey(200).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    (ground, serving)
}

#[tokio::test]
async fn a_body_that_is_no_request_is_said_to_be_none() {
    let (_ground, serving) = serving().await;
    let token = Some(serving.analyst());
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    let good = json!({ "query": "{ node { country } }" }).to_string();
    let in_variables =
        format!("{{\"query\":\"{{ node {{ country }} }}\",\"variables\":{{\"q\":{}}}}}", nested("[", "]"));
    let large = json!({ "query": format!("{{ node {{ country }} }} #{}", "x".repeat(256 * 1024)) }).to_string();
    let json = "application/json";
    let cases: [(&str, &str, Vec<u8>, u16, &str); 15] = [
        ("nothing", json, vec![], 400, "MALFORMED_REQUEST"),
        ("no JSON", json, b"{ node { country } }".to_vec(), 400, "MALFORMED_REQUEST"),
        ("half a JSON", json, good.as_bytes()[..10].to_vec(), 400, "MALFORMED_REQUEST"),
        ("JSON without a query", json, b"{\"queri\":1}".to_vec(), 400, "MALFORMED_REQUEST"),
        ("a number", json, b"7".to_vec(), 400, "MALFORMED_REQUEST"),
        ("bytes that are no text", json, vec![0xFF; 100], 400, "MALFORMED_REQUEST"),
        ("10,000 [ as a body", json, nested("[", "]").into_bytes(), 400, "MALFORMED_REQUEST"),
        ("10,000 [ in a variable", json, in_variables.into_bytes(), 400, "MALFORMED_REQUEST"),
        ("plain text", "text/plain", good.clone().into_bytes(), 415, "MALFORMED_REQUEST"),
        ("a form", "application/x-www-form-urlencoded", b"query={node{country}}".to_vec(), 415, "MALFORMED_REQUEST"),
        ("the language itself", "application/graphql", b"{ node { country } }".to_vec(), 415, "MALFORMED_REQUEST"),
        ("no content type", "", good.clone().into_bytes(), 415, "MALFORMED_REQUEST"),
        ("a body over the limit", json, large.into_bytes(), 413, "REQUEST_TOO_LARGE"),
        ("a body far over the limit", json, vec![b' '; 5_000_000], 413, "REQUEST_TOO_LARGE"),
        ("an empty query", json, json!({ "query": "" }).to_string().into_bytes(), 200, "MALFORMED_QUERY"),
    ];
    for (what, kind, body, status, code) in cases {
        let (found, text) = serving.send(token, kind, body).await;
        assert_eq!(found, status, "{what}: {text}");
        let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{what}: {text}"));
        assert_eq!(error(&body), code, "{what}: {text}");
        serving.still_answers().await;
    }
    for (method, status) in [(reqwest::Method::GET, 400), (reqwest::Method::PUT, 405), (reqwest::Method::DELETE, 405)] {
        let response = reqwest::Client::new().request(method, serving.url()).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "a GET without a query, and what is neither GET nor POST");
    }
    serving.still_answers().await;
    serving.stop().await;
}

#[tokio::test]
async fn who_asks_more_often_than_the_configuration_lets_is_told_so_and_another_is_answered() {
    let ground = Ground::with_survey(200).await;
    ground.release().await.unwrap();
    let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
    let rates = "[rates]\nuser = { per_second = 1, burst = 2 }\nnobody = { per_second = 1, burst = 1 }\n";
    ground.write("node.toml", format!("{config}{rates}"));
    let serving = Serving::start(&ground).await;
    let statuses = async |token: Option<&str>| {
        let mut found = Vec::new();
        for _ in 0..4 {
            found.push(serving.query(token, "{ node { country } }", Value::Null).await.0);
        }
        found
    };
    assert_eq!(statuses(Some(serving.analyst())).await, [200, 200, 429, 429]);
    let other = token(&member_key("IOM"), "IOM", Role::Analyst, ground.now() - 10);
    assert_eq!(statuses(Some(&other)).await[0], 200, "another user has requests of his own");
    assert_eq!(statuses(None).await, [200, 429, 429, 429]);
    serving.stop().await;
}

#[tokio::test]
async fn the_schema_is_shown_to_a_member_and_to_nobody_else() {
    let (_ground, serving) = serving().await;
    let ask = "{ __schema { queryType { name } } }";
    let (_, body) = serving.query(Some(serving.analyst()), ask, Value::Null).await;
    assert_eq!(body["data"]["__schema"]["queryType"]["name"], "Query", "{body}");
    for token in [None, Some("nonsense")] {
        let (_, body) = serving.query(token, ask, Value::Null).await;
        assert_eq!((error(&body), body.get("data")), ("UNAUTHENTICATED", None), "{body}");
    }
    serving.stop().await;
}

#[tokio::test]
async fn a_query_that_cannot_run_is_refused_with_its_code() {
    let (_ground, serving) = serving().await;
    let deep = |open: &str| format!("{{ answers(questions: {}) {{ outcome }} }}", open.repeat(10_000));
    let many: String = (0..260).map(|n| format!("a{n}: node {{ country }} ")).collect();
    let cases = [
        ("10,000 {", "{".repeat(10_000), "QUERY_TOO_DEEP"),
        ("10,000 { in an argument", deep("{"), "QUERY_TOO_DEEP"),
        ("10,000 [ in an argument", deep("["), "QUERY_TOO_DEEP"),
        ("10,000 ( in a row", "(".repeat(10_000), "QUERY_TOO_DEEP"),
        ("too many fields", format!("{{ {many} }}"), "QUERY_TOO_COMPLEX"),
        ("no language at all", "who lives abroad?".to_owned(), "MALFORMED_QUERY"),
        ("an open bracket", "{ node { country }".to_owned(), "MALFORMED_QUERY"),
        ("an unknown field", "{ persons { name } }".to_owned(), "INVALID_QUERY"),
        ("a mutation", "mutation { forget }".to_owned(), "INVALID_QUERY"),
        ("a fragment of itself", "{ ...F } fragment F on Query { ...F }".to_owned(), "QUERY_TOO_DEEP"),
    ];
    for (what, query, code) in cases {
        let (status, body) = serving.query(Some(serving.analyst()), &query, Value::Null).await;
        assert_eq!((status, error(&body)), (200, code), "{what}: {body}");
        assert_eq!(body["data"], Value::Null, "{what}");
        serving.still_answers().await;
    }
    serving.stop().await;
}

#[tokio::test]
async fn a_question_that_is_not_well_formed_is_refused_with_its_code() {
    let (_ground, serving) = serving().await;
    let with = |field: &str, value: Value| {
        let mut question = by(&["SEX"]);
        question[field] = value;
        json!([question])
    };
    let filter = |dimension: &str, codes: &[&str]| json!({ "dimension": dimension, "in": codes });
    let many = |count: usize| json!(vec![by(&[]); count]);
    let cases = [
        ("an unknown dimension", with("by", json!(["SHOE_SIZE"])), "INVALID_QUERY"),
        ("an unknown dataset", with("dataset", json!("CENSUS")), "INVALID_QUERY"),
        ("no purpose", with("purpose", Value::Null), "INVALID_QUERY"),
        ("a text where a list of objects is", with("where", json!("F")), "INVALID_QUERY"),
        (
            "seven dimensions",
            with("by", json!(["DESTINATION", "SEX", "AGE", "EDUCATION", "FIELD", "STATUS", "TRUST"])),
            "TOO_MANY_DIMENSIONS",
        ),
        ("a dimension twice", with("by", json!(["SEX", "SEX"])), "DUPLICATE_DIMENSION"),
        (
            "two filters on one",
            with("where", json!([filter("AGE", &["Y25T34"]), filter("AGE", &["Y16T24"])])),
            "DUPLICATE_DIMENSION",
        ),
        ("an unknown code", with("where", json!([filter("SEX", &["female"])])), "UNKNOWN_CODE"),
        ("a filter of nothing", with("where", json!([filter("SEX", &[])])), "EMPTY_FILTER"),
        ("a share outside the table", with("shareWithin", json!(["AGE"])), "SHARE_OUTSIDE_TABLE"),
        ("a mean of nothing", with("measure", json!({ "kind": "MEAN" })), "BAD_MEASURE"),
        ("65 questions", many(65), "TOO_MANY_QUESTIONS"),
    ];
    for (what, questions, code) in cases {
        let body = serving.ask(Some(serving.analyst()), questions).await;
        assert_eq!(error(&body), code, "{what}: {body}");
        assert_eq!(body["data"], Value::Null, "{what}");
        serving.still_answers().await;
    }
    let body = serving.ask(Some(serving.analyst()), many(64)).await;
    assert_eq!(body["data"]["answers"].as_array().map(Vec::len), Some(64), "64 questions are answered");
    let body = serving.ask(Some(serving.analyst()), json!([])).await;
    assert_eq!(body["data"]["answers"], json!([]), "none are answered with none");
    serving.stop().await;
}

#[tokio::test]
async fn a_question_that_the_country_does_not_answer_is_declined_with_a_public_reason() {
    let (ground, serving) = serving().await;
    let at = |period: &str| json!({ "dataset": "SURVEY", "at": period, "purpose": "COMPARISON" });
    let cases = [
        (json!({ "dataset": "REGISTER", "purpose": "COMPARISON" }), "NOT_PUBLISHED", "COL publishes no REGISTER data."),
        (json!({ "dataset": "STOCK", "purpose": "COMPARISON" }), "NOT_PUBLISHED", "COL publishes no STOCK data."),
        (
            json!({ "dataset": "SURVEY", "study": "GHDS", "purpose": "COMPARISON" }),
            "NOT_PUBLISHED",
            "COL publishes no SURVEY data of the study GHDS.",
        ),
        (at("1999"), "NOT_PUBLISHED", "COL has no SURVEY release for 1999; there are 2024."),
        (
            at("2024'; DROP TABLE release; --"),
            "NOT_PUBLISHED",
            "COL has no SURVEY release for 2024'; DROP TABLE re; there are 2024.",
        ),
        (by(&["TRUST"]), "DECLINED", "SURVEY of COL has no tables by TRUST."),
        (
            by(&["DESTINATION", "SEX", "AGE", "EDUCATION"]),
            "DECLINED",
            "SURVEY of COL has no table of these 4 dimensions together.",
        ),
        (
            json!({ "dataset": "SURVEY", "measure": { "kind": "SUM", "of": "WAGES" }, "purpose": "COMPARISON" }),
            "DECLINED",
            "SURVEY of COL has no sums of WAGES.",
        ),
    ];
    let questions: Vec<Value> = cases.iter().map(|(question, ..)| question.clone()).collect();
    let body = serving.ask(Some(serving.analyst()), json!(questions)).await;
    for (answer, (question, outcome, reason)) in body["data"]["answers"].as_array().unwrap().iter().zip(&cases) {
        assert_eq!((&answer["outcome"], &answer["reason"]), (&json!(outcome), &json!(reason)), "{question}");
        assert_eq!((&answer["figures"], &answer["source"]), (&json!([]), &Value::Null), "{question}");
    }
    let own = token(&member_key("COL"), "COL", Role::Officer, ground.now() - 10);
    let (_, body) = serving.query(Some(&own), ANSWERS, json!({ "q": [by(&["SEX"])] })).await;
    assert_eq!(body["data"]["answers"][0]["outcome"], "ANSWERED", "the country itself is answered: {body}");
    serving.stop().await;
}
