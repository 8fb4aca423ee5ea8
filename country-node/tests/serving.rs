//! A node that listens, asked over HTTP.

use crate::ground::{GATEWAY, Ground, code, gateway_key, member_key, token};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use country_node::serve::Running;
use reqwest::Client;
use schema::assertion::{Assertion, HEADER, LONGEST};
use schema::purpose::Purpose;
use schema::role::Role;
use schema::seal::digest;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What every test asks: all fields that a figure can leak through.
pub const ANSWERS: &str = "query Q($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason \
    figures { codes value lower upper status respondents standardError protectionError base } \
    source { release referencePeriod publishedAt consentShare mechanism method signature fits { dimension } } } }";

/// A node that listens.
pub struct Serving {
    url: String,
    client: Client,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
    analyst: String,
    now: Arc<AtomicI64>,
}

impl Serving {
    /// Starts the ground's node, opened anew.
    pub async fn start(ground: &Ground) -> Self {
        let running = Running::start(ground.reopened().await).await.unwrap();
        let url = format!("http://{}/graphql", running.address());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });
        let analyst = token(&member_key("GHA"), "GHA", Role::Analyst, ground.now() - 10);
        Self { url, client: Client::new(), stop, task, analyst, now: ground.shared_now() }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The token of an analyst of another member.
    pub fn analyst(&self) -> &str {
        &self.analyst
    }

    /// Sends a body of a media type through the gateway and says status and body.
    pub async fn send(&self, token: Option<&str>, kind: &str, body: impl Into<Vec<u8>>) -> (u16, String) {
        let body = body.into();
        let word = assertion(token.unwrap_or_default(), &body, self.now.load(Ordering::SeqCst)).sign(&gateway_key());
        self.send_with(token, Some(&word.unwrap()), kind, body).await
    }

    /// Sends a body with a gateway's word or none.
    pub async fn send_with(
        &self,
        token: Option<&str>,
        word: Option<&str>,
        kind: &str,
        body: impl Into<reqwest::Body>,
    ) -> (u16, String) {
        let mut request = self.client.post(&self.url).header("content-type", kind).body(body);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(word) = word {
            request = request.header(HEADER, word);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Sends a query with variables.
    pub async fn query(&self, token: Option<&str>, query: &str, variables: Value) -> (u16, Value) {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let (status, text) = self.send(token, "application/json", body).await;
        (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON came back: {text}")))
    }

    /// Asks questions.
    pub async fn ask(&self, token: Option<&str>, questions: Value) -> Value {
        let (status, body) = self.query(token, ANSWERS, json!({ "q": questions })).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Asks one question as an analyst of another member and takes its answer.
    pub async fn answer(&self, question: Value) -> Value {
        let body = self.ask(Some(&self.analyst), json!([question])).await;
        assert_eq!(body.get("errors"), None, "{body}");
        body["data"]["answers"][0].clone()
    }

    /// Fails unless a plain question is answered as ever.
    pub async fn still_answers(&self) {
        assert_eq!(self.answer(by(&["SEX"])).await["outcome"], "ANSWERED", "the node must go on answering");
    }

    /// Stops and waits until all is closed.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        self.task.await.unwrap();
    }
}

/// What the gateway says of a request to the ground's node, with an id that no other has: who asks is what the token says,
/// whether anybody signed it or not.
pub fn assertion(token: &str, body: &[u8], from: i64) -> Assertion {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    let claims = token.split('.').nth(1).and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok());
    let claims: Value = claims.and_then(|claims| serde_json::from_slice(&claims).ok()).unwrap_or_default();
    let text = |name: &str, otherwise: &str| claims[name].as_str().unwrap_or(otherwise).to_owned();
    Assertion {
        gateway: GATEWAY.into(),
        country: code("COL"),
        from,
        until: from + LONGEST,
        id: NEXT.fetch_add(1, Ordering::SeqCst).to_string(),
        member: code(&text("iss", "GHA")),
        user: text("sub", "ana"),
        role: serde_json::from_value(claims["role"].clone()).unwrap_or(Role::Analyst),
        purposes: vec![Purpose::Comparison, Purpose::Research, Purpose::ProgrammeDesign, Purpose::OutreachDesign],
        token: digest(token.as_bytes()),
        body: digest(body),
    }
}

/// A question to the survey.
pub fn by(dimensions: &[&str]) -> Value {
    json!({ "dataset": "SURVEY", "by": dimensions, "purpose": "COMPARISON" })
}

/// The code that all errors of a body have.
pub fn error(body: &Value) -> &str {
    let errors = body["errors"].as_array().unwrap_or_else(|| panic!("no error: {body}"));
    let codes: Vec<&Value> = errors.iter().map(|error| &error["extensions"]["code"]).collect();
    assert!(codes.iter().all(|code| *code == codes[0]), "{body}");
    codes[0].as_str().unwrap_or_else(|| panic!("an error without a code: {body}"))
}
