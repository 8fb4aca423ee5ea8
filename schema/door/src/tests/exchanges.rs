//! GraphQL over HTTP, request by request.

use super::hall::{LIMITS, ask, get, hall, open, post, query};
use super::open::{Open, SHORT, rest};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::time::sleep;

const JSON: &str = "Content-Type: application/json";
const RESPONSE: &str = "Accept: application/graphql-response+json";
const HELLO: &str = r#"{"query":"{ hello }"}"#;

#[tokio::test]
async fn each_request_has_its_status_its_media_type_and_its_code() {
    let open = open(LIMITS).await;
    let (json, response, events) = ("application/json", "application/graphql-response+json", "text/event-stream");
    let hello = "?query=%7Bhello%7D";
    let mutation = "?query=mutation%7Bset%7D";
    let body = |text: &str| serde_json::json!({ "query": text }).to_string();
    let cases: Vec<(&str, String, u16, &str, &str)> = vec![
        ("a query", post(&[JSON], HELLO), 200, json, ""),
        ("the same for one who knows more", post(&[JSON, RESPONSE], HELLO), 200, response, ""),
        ("any form", post(&[JSON, "Accept: */*"], HELLO), 200, json, ""),
        ("events of a query", post(&[JSON, "Accept: text/event-stream"], HELLO), 200, events, ""),
        ("no form of ours", post(&[JSON, "Accept: text/html"], HELLO), 406, json, "NOT_ACCEPTABLE"),
        ("UTF-8 by name", post(&["Content-Type: application/json; charset=UTF-8"], HELLO), 200, json, ""),
        (
            "another charset",
            post(&["Content-Type: application/json; charset=latin1"], HELLO),
            415,
            json,
            "MALFORMED_REQUEST",
        ),
        ("compressed", post(&[JSON, "Content-Encoding: gzip"], HELLO), 415, json, "MALFORMED_REQUEST"),
        ("plain text", post(&["Content-Type: text/plain"], HELLO), 415, json, "MALFORMED_REQUEST"),
        ("no kind", post(&[], HELLO), 415, json, "MALFORMED_REQUEST"),
        ("nothing", post(&[JSON], ""), 400, json, "MALFORMED_REQUEST"),
        ("a list of requests", post(&[JSON], &format!("[{HELLO}]")), 400, json, "MALFORMED_REQUEST"),
        ("no query at all", post(&[JSON], "{}"), 400, json, "MALFORMED_REQUEST"),
        ("an empty query", post(&[JSON], &body("")), 200, json, "MALFORMED_QUERY"),
        ("half a query", post(&[JSON, RESPONSE], &body("{ hello")), 400, response, "MALFORMED_QUERY"),
        ("an unknown field", post(&[JSON], &body("{ bye }")), 200, json, "INVALID_QUERY"),
        ("the same for one who knows more", post(&[JSON, RESPONSE], &body("{ bye }")), 400, response, "INVALID_QUERY"),
        (
            "an unknown operation",
            post(&[JSON, RESPONSE], r#"{"query":"query Q{hello}","operationName":"R"}"#),
            400,
            response,
            "INVALID_QUERY",
        ),
        ("a mutation", post(&[JSON], &body("mutation { set }")), 200, json, ""),
        (
            "a subscription as one answer",
            post(&[JSON, RESPONSE], &body("subscription { numbers(most: 1) }")),
            406,
            response,
            "NOT_ACCEPTABLE",
        ),
        (
            "a subscription",
            post(&[JSON, "Accept: text/event-stream"], &body("subscription { numbers(most: 1) }")),
            200,
            events,
            "",
        ),
        ("a query by GET", get(hello, &[]), 200, json, ""),
        ("the same for one who knows more", get(hello, &[RESPONSE]), 200, response, ""),
        ("a mutation by GET", get(mutation, &[]), 405, json, "METHOD_NOT_ALLOWED"),
        (
            "a subscription by GET",
            get("?query=subscription%7Bnumbers%7D", &["Accept: text/event-stream"]),
            405,
            json,
            "METHOD_NOT_ALLOWED",
        ),
        (
            "a mutation among others by GET",
            get("?query=query%20Q%7Bhello%7Dmutation%20M%7Bset%7D&operationName=M", &[]),
            405,
            json,
            "METHOD_NOT_ALLOWED",
        ),
        (
            "a query among others by GET",
            get("?query=query%20Q%7Bhello%7Dmutation%20M%7Bset%7D&operationName=Q", &[]),
            200,
            json,
            "",
        ),
        (
            "variables by GET",
            get("?query=query(%24n%3AString)%7Bhello(name%3A%24n)%7D&variables=%7B%22n%22%3A%22a%22%7D", &[]),
            200,
            json,
            "",
        ),
        ("no query by GET", get("", &[]), 400, json, "MALFORMED_REQUEST"),
        ("a query twice by GET", get("?query=%7Bhello%7D&query=%7Bhello%7D", &[]), 400, json, "MALFORMED_REQUEST"),
        (
            "a long query by GET",
            get(&format!("?query={}", "x".repeat(LIMITS.body_bytes)), &[]),
            414,
            json,
            "REQUEST_TOO_LARGE",
        ),
        ("a large body", post(&[JSON], &body(&"x".repeat(LIMITS.body_bytes))), 413, json, "REQUEST_TOO_LARGE"),
        ("the schema without a token", query("{ __schema { description } }"), 200, json, "UNAUTHENTICATED"),
        ("its kind without a token", query("{ __typename }"), 200, json, ""),
        (
            "the schema with a token",
            post(&[JSON, "Authorization: bearer good"], &body("{ __schema { description } }")),
            200,
            json,
            "",
        ),
        ("a panic", query("{ panics }"), 500, json, "INTERNAL"),
    ];
    for (what, request, status, kind, code) in cases {
        let heard = ask(&open, &request).await;
        let found = heard.header("content-type").unwrap_or_default();
        assert_eq!((heard.status, heard.code().as_str()), (status, code), "{what}: {heard:?}");
        assert_eq!(found, format!("{kind}; charset=utf-8"), "{what}: {heard:?}");
        assert!(!heard.body.contains("secret"), "{what}: {heard:?}");
    }
    let status_of_head = async |query: &str| ask(&open, &get(query, &[JSON]).replacen("GET", "HEAD", 1)).await.status;
    assert_eq!(
        [status_of_head(hello).await, status_of_head(mutation).await, status_of_head("").await],
        [200, 405, 400]
    );
    let with_body = post(&[JSON], &body("mutation { set }")).replacen("POST", "HEAD", 1);
    assert_eq!(
        ask(&open, &with_body).await.status,
        400,
        "what a GET may not do a HEAD may not, whatever body it brings"
    );
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH"] {
        let heard = ask(&open, &get("", &[]).replacen("GET", method, 1)).await;
        assert_eq!((heard.status, heard.header("allow")), (405, Some("get,head,post")), "{method}");
    }
    assert_eq!(ask(&open, &get(mutation, &[])).await.header("allow"), Some("post"));
    assert_eq!(
        ask(&open, &post(&[JSON, RESPONSE], &body("{ __schema { description } }"))).await.header("www-authenticate"),
        Some("bearer")
    );
}

/// A client writes its whole request before it reads: closed on the way, it would see a broken pipe and no refusal.
#[tokio::test]
async fn who_sends_too_much_can_send_it_and_is_told_so() {
    let open = open(LIMITS).await;
    for kind in [JSON, "Content-Type: text/plain"] {
        let (part, parts) = ("x".repeat(LIMITS.body_bytes), 20);
        let length = part.len() * parts;
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let mut connection = open.connection(&head).await;
        for sent in 0..parts {
            sleep(Duration::from_millis(10)).await;
            connection.write_all(part.as_bytes()).await.unwrap_or_else(|error| panic!("part {sent}: {error}"));
        }
        let answer = rest(&mut connection).await;
        assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("REQUEST_TOO_LARGE"), "{kind}: {answer}");
    }
}

#[tokio::test]
async fn every_answer_tells_a_browser_how_little_it_may_do() {
    let open = open(LIMITS).await;
    let requests = [
        query("{ hello }"),
        query("{"),
        get("", &[]),
        get("", &[]).replace("/graphql", "/none"),
        get("", &[]).replace("/graphql", "/health"),
    ];
    for request in requests {
        let heard = ask(&open, &request).await;
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "deny"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(heard.header(name), Some(value), "{request}: {heard:?}");
        }
        assert_eq!(heard.header("access-control-allow-origin"), None, "no other site reads it");
    }
}

#[tokio::test]
async fn what_a_page_of_another_site_sends_without_asking_first_is_refused() {
    let open = open(LIMITS).await;
    let foreign = "Sec-Fetch-Site: cross-site";
    let status = async |headers: &[&str]| {
        let heard = ask(&open, &get("?query=%7Bhello%7D", headers)).await;
        (heard.status, heard.code())
    };
    assert_eq!(status(&[foreign]).await, (403, "CROSS_SITE".to_owned()));
    assert_eq!(status(&[foreign, "GraphQL-Require-Preflight: 1"]).await, (200, String::new()));
    assert_eq!(status(&["Sec-Fetch-Site: same-origin"]).await, (200, String::new()));
    let form = post(&[foreign, "Content-Type: text/plain"], HELLO);
    assert_eq!(ask(&open, &form).await.code(), "CROSS_SITE");
    assert_eq!(ask(&open, &post(&[foreign, JSON], HELLO)).await.status, 200, "its browser has asked first");
}

#[tokio::test]
async fn a_site_that_an_operator_names_may_ask_and_read_and_no_other() {
    let open = Open::start(hall(LIMITS, &["https://friend.example"]).0, SHORT).await;
    let preflight = |origin: &str| {
        let headers = [
            format!("Origin: {origin}"),
            "Access-Control-Request-Method: POST".to_owned(),
            "Access-Control-Request-Headers: authorization,content-type".to_owned(),
        ];
        get("", &headers.each_ref().map(String::as_str)).replacen("GET", "OPTIONS", 1)
    };
    let heard = ask(&open, &preflight("https://friend.example")).await;
    assert_eq!((heard.status, heard.header("access-control-allow-origin")), (200, Some("https://friend.example")));
    assert!(
        heard.header("access-control-allow-headers").is_some_and(|names| names.contains("authorization")),
        "{heard:?}"
    );
    let heard = ask(&open, &preflight("https://evil.example")).await;
    assert_ne!(heard.header("access-control-allow-origin"), Some("https://evil.example"), "{heard:?}");
}
