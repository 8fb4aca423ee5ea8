//! Bad input gets a code and a sentence, no data, and nothing of the caller's secret; the servers go on answering.

use crate::world::{run, world};
use federation_tests::asker::{Asker, codes};
use federation_tests::comparison::COMPARE;
use federation_tests::program::Program;
use node_rules::clock::system;
use reqwest::StatusCode;
use schema::role::Role;
use serde_json::{Value, json};
use std::path::Path;

const SOUND: &str = "{ compare(input: { dataset: STOCK, purpose: COMPARISON }) { coverage { answered } } }";

async fn assert_it_still_answers() {
    let data = world().asker("iom-analyst").data(SOUND, &json!({})).await;
    assert_eq!(data["compare"]["coverage"]["answered"], 8);
}

fn bad_tokens() -> Vec<(&'static str, Option<String>)> {
    let (world, now) = (world(), system()());
    let good = world.token("iom-analyst").to_owned();
    let mut parts: Vec<&str> = good.split('.').collect();
    let other = world.token("ghana-officer").split('.').nth(1).unwrap().to_owned();
    parts[1] = &other;
    let unsigned = format!("eyJhbGciOiJub25lIiwia2lkIjoiSU9NIn0.{}.", good.split('.').nth(1).unwrap());
    vec![
        ("none", None),
        ("empty", Some(String::new())),
        ("nonsense", Some("let-me-in".to_owned())),
        ("expired", Some(world.forged("IOM", "IOM", Role::Analyst, now - 200, now - 100))),
        ("not begun", Some(world.forged("IOM", "IOM", Role::Analyst, now + 1000, now + 2000))),
        ("signed by another member", Some(world.forged("GHA", "IOM", Role::Analyst, now - 10, now + 1000))),
        ("of nobody's member", Some(world.forged("GHA", "FRA", Role::Officer, now - 10, now + 1000))),
        ("claims of another", Some(parts.join("."))),
        ("unsigned", Some(unsigned)),
    ]
}

#[test]
fn without_a_valid_token_there_is_no_data_at_the_gateway_or_at_a_node() {
    run(async {
        let at_node = "{ node { country } catalogue { dataset } }";
        let others = ["{ members { code } }", "{ member(code: \"GHA\") { name } }", "{ dimensions { dimension } }"];
        for (what, token) in bad_tokens() {
            let gateway = Asker::new(&world().gateway.graphql(), token.as_deref());
            for query in [SOUND].iter().chain(&others) {
                assert!(
                    gateway.refused(query, &json!({})).await.iter().all(|code| code == "UNAUTHENTICATED"),
                    "{what}"
                );
            }
            let refused = world().at_node("GHA", token.as_deref()).refused(at_node, &json!({})).await;
            assert!(refused.iter().all(|code| code == "UNAUTHENTICATED"), "{what} at a node");
        }
        assert_it_still_answers().await;
    });
}

#[test]
fn a_role_that_asks_for_no_figures_gets_none_at_the_gateway_or_at_a_node() {
    run(async {
        let now = system()();
        for role in [Role::Observer, Role::Administrator] {
            let token = world().forged("COL", "COL", role, now - 10, now + 1000);
            let gateway = Asker::new(&world().gateway.graphql(), Some(&token));
            assert_eq!(gateway.refused(SOUND, &json!({})).await, ["FORBIDDEN"]);
            let node = world().at_node("COL", Some(&token));
            let query =
                "{ answers(questions: [{ dataset: SURVEY, purpose: COMPARISON }]) { outcome figures { value } } }";
            let data = node.data(query, &json!({})).await;
            assert_eq!(data["answers"], json!([{ "outcome": "DECLINED", "figures": [] }]), "{role:?}");
        }
    });
}

/// Inputs of a comparison that are refused, each with its code.
fn bad_inputs() -> Vec<(Value, &'static str)> {
    let with = |more: Value| {
        let mut input = json!({ "dataset": "STOCK", "purpose": "COMPARISON" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let filter = |dimension: &str, codes: &[&str]| json!({ "dimension": dimension, "in": codes });
    vec![
        (with(json!({ "countries": ["FRA"] })), "UNKNOWN_COUNTRY"),
        (with(json!({ "countries": ["IOM"] })), "UNKNOWN_COUNTRY"),
        (with(json!({ "countries": ["GHA", "GHA"] })), "DUPLICATE_COUNTRY"),
        (with(json!({ "countries": [] })), "EMPTY_FILTER"),
        (with(json!({ "countries": ["Ghana"] })), "INVALID_QUERY"),
        (with(json!({ "countries": ["ghana'; DROP TABLE person; --"] })), "INVALID_QUERY"),
        (with(json!({ "where": [filter("SEX", &["female"])] })), "UNKNOWN_CODE"),
        (with(json!({ "where": [filter("DESTINATION", &["XYZ"])] })), "UNKNOWN_CODE"),
        (with(json!({ "where": [filter("SEX", &[])] })), "EMPTY_FILTER"),
        (with(json!({ "where": [filter("SEX", &["F"]), filter("SEX", &["M"])] })), "DUPLICATE_DIMENSION"),
        (with(json!({ "by": ["SEX", "AGE", "EDUCATION", "FIELD"] })), "TOO_MANY_DIMENSIONS"),
        (with(json!({ "by": ["SEX", "AGE", "FIELD"], "where": [filter("SECTOR", &["A"])] })), "TOO_MANY_DIMENSIONS"),
        (with(json!({ "by": ["SEX", "SEX"] })), "DUPLICATE_DIMENSION"),
        (with(json!({ "by": ["SEX"], "shareWithin": ["SEX", "SEX"] })), "DUPLICATE_DIMENSION"),
        (with(json!({ "by": ["SEX"], "shareWithin": ["AGE"] })), "SHARE_OUTSIDE_TABLE"),
        (with(json!({ "measure": { "kind": "MEAN" } })), "BAD_MEASURE"),
        (with(json!({ "measure": { "kind": "PERSONS", "of": "AGE" } })), "BAD_MEASURE"),
        (with(json!({ "by": ["SHOE_SIZE"] })), "INVALID_QUERY"),
        (with(json!({ "dataset": "SECRETS" })), "INVALID_QUERY"),
        (with(json!({ "purpose": "CURIOSITY" })), "INVALID_QUERY"),
        (with(json!({ "purpose": null })), "INVALID_QUERY"),
        (with(json!({ "colour": "red" })), "INVALID_QUERY"),
    ]
}

#[test]
fn a_question_that_cannot_be_asked_is_refused_with_its_code() {
    run(async {
        let asker = world().asker("iom-analyst");
        for (input, code) in bad_inputs() {
            let response = asker.response(COMPARE, &json!({ "input": input })).await;
            assert_eq!(codes(&response), [code], "{input}: {response}");
            let message = response["errors"][0]["message"].as_str().unwrap();
            assert!(message.len() > 10, "a refusal says why: {message}");
        }
        assert_it_still_answers().await;
    });
}

fn nested(levels: usize) -> String {
    let fields = "ofType { ".repeat(levels);
    format!("{{ __type(name: \"Query\") {{ fields {{ type {{ {fields} name {} }} }} }} }}", "} ".repeat(levels))
}

#[test]
fn a_query_that_is_none_or_too_much_is_refused_with_its_code() {
    run(async {
        let asker = world().asker("iom-analyst");
        let body = "compare(input: { dataset: STOCK, purpose: COMPARISON }) { coverage { answered } }";
        let many: Vec<String> = (0..60).map(|nth| format!("q{nth}: {body}")).collect();
        let loops = "query { ...one } fragment one on Query { ...other } fragment other on Query { ...one }";
        for (query, expected) in [
            (nested(30), "QUERY_TOO_DEEP"),
            ("{".repeat(70), "QUERY_TOO_DEEP"),
            ("{".repeat(60_000), "QUERY_TOO_DEEP"),
            (format!("{{ {} }}", many.join(" ")), "QUERY_TOO_COMPLEX"),
            (loops.to_owned(), "QUERY_TOO_DEEP"),
            ("{ compare".to_owned(), "MALFORMED_QUERY"),
            ("SELECT * FROM person".to_owned(), "MALFORMED_QUERY"),
            (String::new(), "MALFORMED_QUERY"),
            ("{ persons { name } }".to_owned(), "INVALID_QUERY"),
            ("mutation { drop }".to_owned(), "INVALID_QUERY"),
            ("{ compare { coverage { answered } } }".to_owned(), "INVALID_QUERY"),
        ] {
            let shown: String = query.chars().take(60).collect();
            let refused = asker.refused(&query, &json!({})).await;
            assert!(refused.iter().all(|code| code == expected), "{shown}: {refused:?}, expected {expected}");
        }
        assert_it_still_answers().await;
    });
}

#[test]
fn a_request_that_is_none_is_refused_with_status_and_code() {
    run(async {
        let asker = world().asker("iom-analyst");
        let large = json!({ "query": SOUND, "variables": { "padding": "x".repeat(200_000) } }).to_string();
        let (json, array) = ("application/json", json!([SOUND]).to_string());
        for (kind, body, status, expected) in [
            (json, "{\"query\": \"{ members".to_owned(), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, "[]".to_owned(), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, array, StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, format!("[{{\"query\": {SOUND:?}}}]"), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, "\u{0}\u{1}".to_owned(), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, String::new(), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, "{\"query\": 7}".to_owned(), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, "[".repeat(50_000), StatusCode::BAD_REQUEST, "MALFORMED_REQUEST"),
            (json, large, StatusCode::PAYLOAD_TOO_LARGE, "REQUEST_TOO_LARGE"),
            ("text/plain", SOUND.to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "MALFORMED_REQUEST"),
        ] {
            let shown: String = body.chars().take(60).collect();
            let (came, text) = asker.send(kind, body).await;
            assert_eq!(came, status, "{shown}: {text}");
            assert_eq!(codes(&serde_json::from_str(&text).unwrap()), [expected], "{shown}");
        }
        assert_it_still_answers().await;
    });
}

/// Every bad request again, at the real program with its log wide open: neither answers nor logs hold a token.
#[test]
fn no_token_ever_comes_back_or_is_logged() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let (state, executable) = (folder.path().join("federation"), Path::new(env!("CARGO_BIN_EXE_federation")));
        let words = ["--port", "0", "--countries", "COL"];
        let mut command = federation_tests::program::command(executable, &state, &words);
        command.env("DIASPORA_LOG", "trace");
        let program = Program::run(command, &state).await;
        let (good, url) = (program.token("iom-analyst").to_owned(), program.told.gateway.graphql.clone());
        let mut tokens: Vec<String> = bad_tokens().into_iter().filter_map(|(_, token)| token).collect();
        tokens.retain(|token| !token.is_empty());
        tokens.push(good.clone());
        let mut bodies = Vec::new();
        for token in &tokens {
            for asker in [Asker::new(&url, Some(token)), program.at_node(&program.told.nodes[0], Some(token))] {
                for query in [SOUND, "{ compare", "{ nobody }", "{ node { country } }", &nested(30)] {
                    bodies.push(asker.text(query, &json!({})).await);
                }
                bodies.push(asker.send("application/json", token.clone()).await.1);
                bodies.push(asker.send("text/plain", token.clone()).await.1);
            }
        }
        let asker = Asker::new(&url, Some(&good));
        for (input, _) in bad_inputs() {
            bodies.push(asker.text(COMPARE, &json!({ "input": input })).await);
        }
        bodies.push(asker.text(SOUND, &json!({})).await);
        assert!(bodies.last().unwrap().contains("\"answered\":1"), "it still answers");
        let errors = program.errors();
        assert!(errors.contains("TRACE") || errors.contains("DEBUG"), "the log must be wide open to prove anything");
        for token in &tokens {
            // The signature alone would do: header and claims are no secret, but together they are the token.
            let secret = token.rsplit('.').find(|part| !part.is_empty()).unwrap();
            assert!(!errors.contains(secret), "a service logged a token");
            assert!(!bodies.iter().any(|body| body.contains(secret)), "an answer held a token");
        }
        for file in ["keys/IOM.key", "nodes/COL/record.secret", "nodes/COL/signing.key"] {
            let secret = std::fs::read_to_string(state.join(file)).unwrap();
            assert!(!errors.contains(secret.trim()), "a service logged {file}");
        }
        program.end("INT").await;
    });
}
