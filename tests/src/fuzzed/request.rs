//! A GraphQL request through a node's door has an answer or a coded refusal, whatever it is; a question that is well formed
//! stays as it is.

use super::ground::{GATEWAY, Ground, NOW, code, gateway_key, node_key, runtime, token_key};
use crate::carrier::Carrier;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use country_node::answer::Desk;
use country_node::answer::identify::Identify;
use country_node::graphql;
use country_node::intake::load::Options;
use country_node::release::cut::{Which, cut};
use country_node::release::shelf::Shelf;
use door::issuer::fetch::Fetch;
use door::issuer::{Issuers, Times};
use door::limits::Limits;
use door::rates::{Rate, Rates};
use door::sites::Sites;
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use schema::answer::NodeAnswer;
use schema::ask::{MOST_WIDER_DIMENSIONS, Question, QuestionInput};
use schema::assertion::HEADER;
use schema::role::Role;
use schema::statement::{Said, verify};
use schema::token::issue;
use serde::Deserialize;
use serde_json::Value;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::runtime::Runtime;

const STOCK: &str = include_str!("../../../country-node/totals.sample.toml");
const TOTALS: &[u8] = b"year;destination;all;men;women\n2020;USA;30;10;20\n2020;ITA;7;3;4\n2015;USA;12;5;7\n";

/// As often as the machine can.
const OFTEN: Rate = Rate { per_second: 1_000_000, burst: 1_000_000 };

/// After so many requests a new node stands there: the audit log of one only grows.
const RENEWED: usize = 20_000;

/// What is said of a request that no sound one is said, and never what is the service's own fault.
const CODES: [&str; 19] = [
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "UNKNOWN_COUNTRY",
    "UNKNOWN_CODE",
    "TOO_MANY_DIMENSIONS",
    "DUPLICATE_DIMENSION",
    "EMPTY_FILTER",
    "SHARE_OUTSIDE_TABLE",
    "BAD_MEASURE",
    "TOO_MANY_QUESTIONS",
    "MALFORMED_REQUEST",
    "MALFORMED_QUERY",
    "INVALID_QUERY",
    "QUERY_TOO_DEEP",
    "QUERY_TOO_COMPLEX",
    "QUERY_TOO_LONG",
    "REQUEST_TOO_LARGE",
    "METHOD_NOT_ALLOWED",
    "NOT_ACCEPTABLE",
];

struct Served {
    router: Router,
    carrier: Carrier,
    token: String,
    asked: usize,
    _ground: Ground,
}

thread_local! {
    static SERVED: (Runtime, RefCell<Option<Served>>) = (runtime(), RefCell::new(None));
}

/// The law. A request that begins with `?` is the query string of a GET, any other the body of a POST.
pub fn holds(bytes: &[u8]) {
    stays_as_it_is(bytes);
    SERVED.with(|(runtime, kept)| {
        runtime.block_on(async {
            let served = kept.borrow_mut().take().filter(|served| served.asked < RENEWED);
            let mut served = match served {
                Some(served) => served,
                None => serve().await,
            };
            served.asked += 1;
            is_answered(&served, bytes).await;
            kept.replace(Some(served));
        });
    });
}

async fn serve() -> Served {
    // A second goes by with each question, so that the gateway's words are forgotten in their time.
    let now = Arc::new(AtomicI64::new(NOW * 8));
    let clock: node_rules::clock::Clock = Arc::new(move || now.fetch_add(1, Ordering::Relaxed) / 8);
    let ground = Ground::new(Arc::clone(&clock)).await;
    ground.import(STOCK, TOTALS, Options::default()).await.unwrap();
    cut(&ground.node, &Which::default()).await.unwrap();
    let node = &ground.node;
    let roll = Arc::new(node.roll().unwrap());
    let desk = Desk {
        rulebook: node.rulebook.clone(),
        shelf: Arc::new(Shelf::new(node.store.clone(), node.signing.public())),
        ledger: Arc::clone(&node.ledger),
        cabinet: node.cabinet(),
        country: node.config.country,
        signing: node_key("GHA"),
        clock: Arc::clone(&clock),
    };
    let schema =
        graphql::schema(node.config.country, Arc::new(desk), Arc::new(ground.directory().await), Arc::clone(&roll));
    let fetch = Arc::new(Fetch::new(None, Arc::clone(&clock)).unwrap());
    let issuers = Arc::new(Issuers::new(Arc::clone(&roll), fetch, Times::USUAL));
    let identify = Identify::new(node.config.country, roll, issuers, None, Arc::clone(&clock));
    let limits = Limits { rates: Rates { user: OFTEN, member: OFTEN, nobody: OFTEN }, ..graphql::LIMITS };
    let attach = graphql::attach(Arc::new(identify));
    let router = door::graphql::router("/graphql", schema, limits, Sites::default(), attach);
    let token = issue(&token_key("COL"), code("COL"), "ana", Role::Analyst, 0, NOW * 2).unwrap();
    let carrier = Carrier::new(gateway_key(), code("GHA"), clock);
    assert_eq!(carrier.gateway, GATEWAY);
    Served { router, carrier, token, asked: 0, _ground: ground }
}

async fn is_answered(served: &Served, bytes: &[u8]) {
    let (method, signed, body) = match bytes.strip_prefix(b"?") {
        Some(query) => (Method::GET, query, &[][..]),
        None => (Method::POST, bytes, bytes),
    };
    let at =
        if method == Method::GET { format!("/graphql?{}", String::from_utf8_lossy(signed)) } else { "/graphql".into() };
    let request = Request::builder()
        .method(method)
        .uri(at)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json")
        .header(header::AUTHORIZATION, format!("Bearer {}", served.token))
        .header(HEADER, served.carrier.word(&served.token, signed))
        .body(Body::from(body.to_vec()));
    // What is no URI comes to no service.
    let Ok(request) = request else { return };
    let response = TowerToHyperService::new(served.router.clone()).call(request).await.unwrap();
    let status = response.status().as_u16();
    let text = response.into_body().collect().await.unwrap().to_bytes();
    let text = std::str::from_utf8(&text).expect("an answer is text");
    assert!([200, 400, 401, 403, 405, 406, 413, 414, 415, 422].contains(&status), "{status}: {text}");
    assert!(!text.contains(&served.token), "a token comes back to nobody");
    let answer: Value = serde_json::from_str(text).expect("an answer is JSON");
    let errors = answer.get("errors");
    assert!(errors.is_some() || answer["data"].is_object(), "an answer has data or errors: {text}");
    for error in errors.map(|errors| errors.as_array().expect("errors are a list")).into_iter().flatten() {
        let code = error["extensions"]["code"].as_str().expect("every error has a code");
        assert!(CODES.contains(&code), "{code}: {text}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
    assert!(errors.is_none_or(|errors| errors.as_array().is_some_and(|errors| !errors.is_empty())));
    assert!(status != 200 || !answer["data"].is_null() || errors.is_some());
    bears_its_signature(bytes, &answer);
}

/// An answer that came whole to one question under its own name is signed.
fn bears_its_signature(bytes: &[u8], answer: &Value) {
    let Ok(request) = serde_json::from_slice::<Value>(bytes) else { return };
    let Some(asked) = request["variables"]["q"].as_array() else { return };
    let Ok(said) = Vec::<NodeAnswer>::deserialize(&answer["data"]["answers"]) else { return };
    let whole = "reason answeredAt signature figures { codes value lower upper status respondents standardError \
                 protectionError base }";
    if said.len() != asked.len() || !request["query"].as_str().is_some_and(|query| query.contains(whole)) {
        return;
    }
    for (asked, said) in asked.iter().zip(&said) {
        let Some(question) = QuestionInput::deserialize(asked).ok().and_then(|input| Question::new(input).ok()) else {
            return;
        };
        let to = Said { country: code("GHA"), asked_by: code("COL"), question: question.as_input() };
        verify(to, said, &[node_key("GHA").public()]).expect("what a node says it signs");
    }
}

fn stays_as_it_is(bytes: &[u8]) {
    let Ok(request) = serde_json::from_slice::<Value>(bytes) else { return };
    for input in request["variables"]["q"].as_array().into_iter().flatten() {
        let Ok(input) = QuestionInput::deserialize(input) else { continue };
        let Ok(question) = Question::new(input) else { continue };
        assert!(question.axes().len() <= MOST_WIDER_DIMENSIONS);
        assert!(question.filters().iter().all(|filter| !filter.codes.is_empty()));
        assert_eq!(Question::new(question.as_input().clone()), Ok(question), "what is well formed stays as it is");
    }
}
