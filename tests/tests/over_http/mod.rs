//! GraphQL over HTTP to the letter: the audits of `graphql-http` against both services, and the clients `graphql-ws` and
//! `graphql-sse` against the gateway's subscription.

use crate::npm::Packages;
use crate::world::{ALL, run, world};
use axum::Router;
use axum::extract::State;
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST};
use axum::response::{IntoResponse, Response};
use federation_tests::carrier::Carrier;
use federation_tests::federation::Service;
use node_rules::clock::system;
use schema::assertion::HEADER;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tokio::net::TcpListener;

static PACKAGES: Packages =
    Packages::new("over_http", &[".npmrc", "audit.js", "package-lock.json", "package.json", "watch.js"]);

/// As many as version 1.23.1 has.
const AUDITS: usize = 61;

const WATCH: &str = "subscription { comparing(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) { \
    expected heard country { country { code } outcome figures { value } } comparison { coverage { answered } } } }";

/// What a script writes, line by line.
fn lines(mut command: Command) -> Vec<Value> {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().expect("node starts");
    let said = String::from_utf8(output.stdout).expect("a script writes UTF-8");
    assert!(output.status.success(), "the script failed: {said}{}", String::from_utf8_lossy(&output.stderr));
    said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn audit(service: &str, url: &str) {
    let token = world().token("iom-analyst");
    let Some(command) = PACKAGES.script("the audit of GraphQL over HTTP", "audit.js", &[url, token]) else { return };
    let found = lines(command).remove(0);
    let found = found.as_array().expect("a list of audits");
    assert_eq!(found.len(), AUDITS, "another version has other audits: read what is new, and say how many there are");
    let failed: Vec<String> = found
        .iter()
        .filter(|audit| audit["status"] != "ok")
        .map(|audit| format!("{} {}: {} {}", audit["id"], audit["name"], audit["status"], audit["reason"]))
        .collect();
    assert!(failed.is_empty(), "{} audits of {service} are not ok:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_gateway_passes_every_audit_of_graphql_over_http() {
    audit("the gateway", &world().gateway.graphql());
}

#[test]
fn a_node_passes_every_audit_of_graphql_over_http() {
    // The audits speak no TLS: the same folder, served on this machine alone.
    let plain = run(async {
        let mut node = world().open("GHA").await;
        (node.config.tls, node.config.listen) = (None, "127.0.0.1:0".into());
        Service::of(node).await
    });
    let gateway = run(stand_in(plain.graphql()));
    audit("a node", &gateway);
    run(plain.stop());
}

/// What a stand-in for a gateway carries with.
struct Stand {
    carrier: Carrier,
    node: String,
    client: reqwest::Client,
}

/// A gateway that carries whatever it is handed to a node, with its own word for it, and gives back what the node said.
async fn stand_in(node: String) -> String {
    let carrier = Carrier::new(world().keys.gateway.clone(), "GHA".parse().unwrap(), system());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let router = Router::new().fallback(carry).with_state(Arc::new(Stand { carrier, node, client }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn carry(State(stand): State<Arc<Stand>>, request: axum::extract::Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let query = head.uri.query().unwrap_or_default();
    let token = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = if head.method == Method::GET { query.as_bytes() } else { &body };
    let word = stand.carrier.word(token.trim_start_matches("Bearer "), signed);
    let url = if query.is_empty() { stand.node.clone() } else { format!("{}?{query}", stand.node) };
    let mut headers = head.headers;
    for name in [HOST, CONTENT_LENGTH, CONNECTION] {
        headers.remove(name);
    }
    let asked = stand.client.request(head.method, url).headers(headers).header(HEADER, word).body(body);
    let said = asked.send().await.unwrap();
    let (status, headers) = (said.status(), said.headers().clone());
    (status, headers, said.bytes().await.unwrap()).into_response()
}

fn watch(client: &str, token: &str, query: &str, most: &[&str]) -> Option<Vec<Value>> {
    let url = world().gateway.graphql();
    let arguments = [&[client, &url, token, query], most].concat();
    PACKAGES.script("the test of subscriptions", "watch.js", &arguments).map(lines)
}

#[test]
fn each_client_hears_every_country_and_then_the_whole_comparison() {
    for client in ["sse", "init", "upgrade"] {
        let Some(heard) = watch(client, world().token("iom-analyst"), WATCH, &[]) else { return };
        let countries = heard.iter().filter_map(|line| {
            let country = &line["next"]["data"]["comparing"]["country"];
            assert!(country.is_null() || country["outcome"] == "ANSWERED", "{client}: {line}");
            country["country"]["code"].as_str()
        });
        assert_eq!(countries.collect::<BTreeSet<_>>(), BTreeSet::from(ALL), "{client}: {heard:?}");
        assert_eq!(heard.len(), ALL.len() + 2, "{client}: eight countries, the whole, and the end: {heard:?}");
        assert_eq!(heard[8]["next"]["data"]["comparing"]["comparison"]["coverage"]["answered"], 8, "{client}");
        assert_eq!(heard[9]["complete"], 9, "{client}");
    }
}

#[test]
fn each_client_can_ask_a_query_too_and_stop_when_it_has_heard_enough() {
    for client in ["sse", "init", "upgrade"] {
        let token = world().token("iom-analyst");
        let Some(heard) = watch(client, token, "{ members { code } }", &[]) else { return };
        assert_eq!(heard[0]["next"]["data"]["members"].as_array().map(Vec::len), Some(8), "{client}: {heard:?}");
        let Some(heard) = watch(client, token, WATCH, &["2"]) else { return };
        assert_eq!(heard[2]["complete"], 2, "{client}: {heard:?}");
    }
}

#[test]
fn a_query_that_cannot_run_reaches_each_client_as_errors_with_a_code() {
    for client in ["sse", "init", "upgrade"] {
        let wrong = "subscription { persons { name } }";
        let Some(heard) = watch(client, world().token("iom-analyst"), wrong, &[]) else { return };
        let errors = if client == "sse" { &heard[0]["next"]["errors"] } else { &heard[0]["error"]["errors"] };
        assert_eq!(errors[0]["extensions"]["code"], "INVALID_QUERY", "{client}: {heard:?}");
    }
}

#[test]
fn without_a_valid_token_no_client_hears_anything_of_a_country() {
    for client in ["sse", "init", "upgrade"] {
        let Some(heard) = watch(client, "nonsense", WATCH, &[]) else { return };
        if client == "sse" {
            assert_eq!(heard[0]["next"]["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{heard:?}");
        } else {
            assert_eq!(heard[0]["error"]["code"], 4403, "{client}: {heard:?}");
        }
        assert!(!heard.iter().any(|line| line.to_string().contains("figures")), "{client}: {heard:?}");
    }
}

#[test]
fn a_client_that_is_killed_in_the_middle_leaves_the_gateway_answering() {
    for client in ["sse", "init", "upgrade"] {
        let url = world().gateway.graphql();
        let arguments = [client, &url, world().token("iom-analyst"), WATCH];
        let Some(mut command) = PACKAGES.script("the test of subscriptions", "watch.js", &arguments) else { return };
        let mut child = command.stdout(Stdio::piped()).spawn().expect("node starts");
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(first.contains("comparing"), "{client}: {first}");
        let members = run(world().asker("iom-analyst").data("{ members { code } }", &Value::Null));
        assert_eq!(members["members"].as_array().map(Vec::len), Some(8), "{client}");
    }
}
