//! A gateway over fake nodes, each on a port of its own.

use super::people::{NOW, analyst_token, document, gateway_key, node_key, registrar, signed};
use super::tables::answer;
use crate::{Config, start};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schema::CONTRACT;
use schema::agreement::Agreement;
use schema::answer::{Dataflow, NodeAnswer, NodeInfo, WaveAnswer};
use schema::ask::QuestionInput;
use schema::concept::{Dataset, Dimension};
use schema::directory::page::DirectoryQuestion;
use schema::member::{Document, MemberCode};
use schema::provenance::PopulationBasis;
use schema::statement::list::{self, ListName, Told};
use schema::statement::{Said, sign};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

/// How a node behaves.
#[derive(Clone)]
pub enum Node {
    /// As it should.
    Sound,
    /// As it should, with its reply changed.
    Bent(fn(&mut Value)),
    /// As it should, with its reply changed for the member that asks.
    With(With),
    /// As it should, with its reply changed after it signed it.
    Altered(fn(&mut Value)),
    /// It says these bytes with this status.
    Says(u16, String),
    /// It never stops talking.
    Endless,
    /// It takes a connection and never answers.
    Slow,
    /// As it should, after a while.
    Late(Duration),
    /// It takes a connection and hangs up.
    HangsUp,
    /// Nobody listens there.
    Down,
}

/// How a reply is changed for a member, by what is asked.
pub type With = Arc<dyn Fn(MemberCode, &Value, &mut Value) + Send + Sync>;

/// What a fake node has heard.
pub type Log = Arc<Mutex<Vec<(Option<String>, Value)>>>;

pub struct Federation {
    pub url: String,
    pub client: reqwest::Client,
    heard: HashMap<&'static str, Log>,
    /// Where its documents lie, as long as it is there.
    pub folder: tempfile::TempDir,
    waited_for: Arc<AtomicUsize>,
}

struct Fake {
    country: &'static str,
    behaviour: Node,
    log: Log,
    waited_for: Arc<AtomicUsize>,
}

/// A request that somebody waits for; it is given up when this is dropped.
struct Waited(Arc<AtomicUsize>);

impl Waited {
    fn begin(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Waited {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Federation {
    /// Starts a gateway with a deadline of 300 ms; countries that are not named behave as they should.
    pub async fn start(behaviours: &[(&'static str, Node)]) -> Self {
        Self::with_deadline(behaviours, 300).await
    }

    pub async fn with_deadline(behaviours: &[(&'static str, Node)], deadline_ms: u64) -> Self {
        Self::configured(behaviours, &format!("deadline_ms = {deadline_ms}")).await
    }

    /// Starts a gateway with these lines of configuration.
    pub async fn configured(behaviours: &[(&'static str, Node)], lines: &str) -> Self {
        Self::among((document(), &["COL", "CUB", "GHA", "PHL"]), behaviours, lines).await
    }

    /// The same in a federation whose first members are these countries.
    pub async fn among(
        (mut document, countries): (Document, &[&'static str]),
        behaviours: &[(&'static str, Node)],
        lines: &str,
    ) -> Self {
        let (mut heard, waited_for) = (HashMap::new(), Arc::new(AtomicUsize::new(0)));
        for (entry, country) in document.members.iter_mut().zip(countries.iter().copied()) {
            let behaviour = behaviours.iter().find(|(named, _)| *named == country);
            let behaviour = behaviour.map_or(Node::Sound, |(_, behaviour)| behaviour.clone());
            let log = Log::default();
            let (log_of, waited_for) = (Arc::clone(&log), Arc::clone(&waited_for));
            entry.node = Some(fake(Fake { country, behaviour, log: log_of, waited_for }).await);
            heard.insert(country, log);
        }
        let (folder, config) = configured(document, lines);
        let running = start(config, Arc::new(|| NOW), Arc::new(|| [7; 32])).await.unwrap();
        let url = format!("http://{}", running.address);
        tokio::spawn(running.serve(std::future::pending()));
        Self { url, client: reqwest::Client::builder().no_proxy().build().unwrap(), heard, folder, waited_for }
    }

    /// Asks as an analyst.
    pub async fn ask(&self, query: &str) -> Value {
        self.ask_as(Some(&analyst_token()), query).await
    }

    pub async fn ask_as(&self, token: Option<&str>, query: &str) -> Value {
        let body = json!({ "query": query }).to_string();
        let request = self.client.post(format!("{}/graphql", self.url)).header("content-type", "application/json");
        let request = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        let response = request.body(body).send().await.unwrap();
        let events = response.headers()["content-type"].as_bytes().starts_with(b"text/event-stream");
        let body = response.text().await.unwrap();
        if events {
            return parts(&body).pop().unwrap();
        }
        serde_json::from_str(&body).unwrap()
    }

    /// Asks for parts as an analyst, and hands out a response whose events are read one by one.
    pub async fn watch(&self, query: &str) -> reqwest::Response {
        let body = json!({ "query": query }).to_string();
        let request = self.client.post(format!("{}/graphql", self.url)).header("content-type", "application/json");
        let request = request.header("accept", "text/event-stream").bearer_auth(analyst_token());
        request.body(body).send().await.unwrap()
    }

    /// How many requests slow nodes are still waited for with.
    pub fn waited_for(&self) -> usize {
        self.waited_for.load(Ordering::SeqCst)
    }

    /// The requests that a country has had: the `Authorization` header and the body.
    pub fn heard(&self, country: &str) -> Vec<(Option<String>, Value)> {
        self.heard[country].lock().unwrap().clone()
    }
}

/// A gateway's folder with its documents, and its configuration with some more lines.
pub fn configured(members: Document, more: &str) -> (tempfile::TempDir, Config) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("members.toml"), signed(members)).unwrap();
    std::fs::write(folder.path().join("gateway.key"), gateway_key().to_text()).unwrap();
    let registrar = registrar().public().to_text();
    let text = format!("listen = '127.0.0.1:0'\nmembers = 'members.toml'\nregistrar = '{registrar}'\n{more}");
    let config = Config::from_toml(&text, folder.path()).unwrap();
    (folder, config)
}

/// The parts in a body of server-sent events.
pub fn parts(events: &str) -> Vec<Value> {
    let data = events.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| !data.is_empty());
    data.map(|data| serde_json::from_str(data).unwrap()).collect()
}

/// What a reply has under a name, where it has anything.
pub fn told<'a>(reply: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Value> {
    reply["data"].get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}

async fn fake(fake: Fake) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    match fake.behaviour {
        Node::Down => drop(listener),
        Node::HangsUp => {
            tokio::spawn(async move {
                while let Ok((connection, _)) = listener.accept().await {
                    drop(connection);
                }
            });
        }
        _ => {
            let router = Router::new().route("/graphql", post(reply)).with_state(Arc::new(fake));
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
    }
    url
}

async fn reply(State(fake): State<Arc<Fake>>, headers: axum::http::HeaderMap, body: String) -> Response {
    let asked: Value = serde_json::from_str(&body).unwrap();
    let authorization = headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    let asked_by = asked_by(headers.get(schema::assertion::HEADER).unwrap().to_str().unwrap());
    fake.log.lock().unwrap().push((authorization, asked.clone()));
    match &fake.behaviour {
        Node::Sound => sound(fake.country, &asked, asked_by).to_string().into_response(),
        Node::Bent(bend) => {
            let mut reply = sound(fake.country, &asked, asked_by);
            bend(&mut reply);
            // It signs what it says, bent as it is.
            sign_all(fake.country, &asked, asked_by, &mut reply);
            reply.to_string().into_response()
        }
        Node::With(bend) => {
            let mut reply = sound(fake.country, &asked, asked_by);
            bend(asked_by, &asked, &mut reply);
            sign_all(fake.country, &asked, asked_by, &mut reply);
            reply.to_string().into_response()
        }
        Node::Altered(alter) => {
            let mut reply = sound(fake.country, &asked, asked_by);
            alter(&mut reply);
            reply.to_string().into_response()
        }
        Node::Says(status, text) => (StatusCode::from_u16(*status).unwrap(), text.clone()).into_response(),
        Node::Late(after) => {
            tokio::time::sleep(*after).await;
            sound(fake.country, &asked, asked_by).to_string().into_response()
        }
        Node::Endless => {
            let sent = AtomicUsize::new(0);
            let chunk = move || {
                // An honest end, far behind the cap, so that a gateway without a cap fails the test and ends.
                let more = sent.fetch_add(1, Ordering::Relaxed) < 40;
                more.then(|| Ok::<_, std::io::Error>(vec![b' '; 1024 * 1024]))
            };
            Body::from_stream(futures_util::stream::iter(std::iter::from_fn(chunk))).into_response()
        }
        _ => {
            let _waited = Waited::begin(&fake.waited_for);
            tokio::time::sleep(Duration::from_mins(1)).await;
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

/// What a node that keeps the contract replies.
fn sound(country: &str, asked: &Value, asked_by: MemberCode) -> Value {
    let questions: Vec<QuestionInput> =
        serde_json::from_value(asked["variables"]["questions"].clone()).unwrap_or_default();
    let answers: Vec<_> = questions.iter().map(|question| answer(country, question)).collect();
    let info =
        NodeInfo { country: country.parse().unwrap(), contract: CONTRACT.to_owned(), version: "0.1.0".to_owned() };
    let mut data = json!({ "node": info, "answers": answers });
    if asked["variables"]["catalogue"] == json!(true) {
        let mut flows = vec![flow(Dataset::Stock, &[Dimension::Destination, Dimension::Sex])];
        if country != "PHL" {
            flows.push(flow(Dataset::Survey, &[Dimension::Sex, Dimension::Education]));
        }
        data["catalogue"] = json!(flows);
    }
    if asked["query"].as_str().is_some_and(|query| query.contains("themes {")) {
        data["themes"] = super::themes::signed(country, &[super::themes::study(country)]);
    }
    let series: Vec<QuestionInput> = serde_json::from_value(asked["variables"]["series"].clone()).unwrap_or_default();
    if !series.is_empty() {
        data["series"] = series.iter().map(|question| waves(country, question, asked_by)).collect();
    }
    let pages: Vec<DirectoryQuestion> =
        serde_json::from_value(asked["variables"]["directory"].clone()).unwrap_or_default();
    if !pages.is_empty() {
        data["directory"] = pages.iter().map(|page| super::directory::page(country, page, asked_by)).collect();
    }
    if asked["query"].as_str().is_some_and(|query| query.contains("entryHistory(")) {
        data["past"] = json!([]);
    }
    if asked["query"].as_str().is_some_and(|query| query.contains("agreements {")) {
        data["agreements"] = agreements(country, asked_by);
    }
    let mut reply = json!({ "data": data });
    sign_all(country, asked, asked_by, &mut reply);
    reply
}

/// Two waves of the study that is asked for, each signed for itself.
fn waves(country: &str, question: &QuestionInput, asked_by: MemberCode) -> Value {
    let wave = |at: &str| {
        let question = QuestionInput { at: Some(at.to_owned()), ..question.clone() };
        let to = Said { country: country.parse().unwrap(), asked_by, question: &question };
        let signed = sign(to, answer(country, &question), &node_key(country)).unwrap();
        WaveAnswer { at: Some(at.to_owned()), study: question.study.clone(), answer: signed }
    };
    json!([wave("2022"), wave("2024")])
}

/// No agreements, signed.
fn agreements(country: &str, asked_by: MemberCode) -> Value {
    let at = "2023-11-14T22:13:20Z";
    let told = Told { country: country.parse().unwrap(), asked_by, list: ListName::Agreements, answered_at: at };
    let signature = list::sign(told, &Vec::<Agreement>::new(), &node_key(country)).unwrap();
    json!({ "agreements": [], "answeredAt": at, "signature": signature })
}

/// The member that an assertion names, read as a node reads it that has checked it.
fn asked_by(assertion: &str) -> MemberCode {
    let claims = URL_SAFE_NO_PAD.decode(assertion.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice::<Value>(&claims).unwrap()["member"].as_str().unwrap().parse().unwrap()
}

/// Signs those answers that are answers.
fn sign_all(country: &str, asked: &Value, asked_by: MemberCode, reply: &mut Value) {
    let questions: Vec<QuestionInput> =
        serde_json::from_value(asked["variables"]["questions"].clone()).unwrap_or_default();
    let answers = reply["data"]["answers"].as_array_mut().map(Vec::as_mut_slice).unwrap_or_default();
    for (question, said) in questions.iter().zip(answers) {
        let Ok(answer) = serde_json::from_value::<NodeAnswer>(said.clone()) else { continue };
        let to = Said { country: country.parse().unwrap(), asked_by, question };
        if let Ok(signed) = sign(to, answer, &node_key(country)) {
            said["signature"] = json!(signed.signature);
        }
    }
    let series: Vec<QuestionInput> = serde_json::from_value(asked["variables"]["series"].clone()).unwrap_or_default();
    for (question, waves) in series.iter().zip(told(reply, "series")) {
        for wave in waves.as_array_mut().into_iter().flatten() {
            let Ok(said) = serde_json::from_value::<WaveAnswer>(wave.clone()) else { continue };
            let question = QuestionInput { at: said.at, ..question.clone() };
            let to = Said { country: country.parse().unwrap(), asked_by, question: &question };
            if let Ok(signed) = sign(to, said.answer, &node_key(country)) {
                wave["answer"]["signature"] = json!(signed.signature);
            }
        }
    }
    let pages: Vec<DirectoryQuestion> =
        serde_json::from_value(asked["variables"]["directory"].clone()).unwrap_or_default();
    for (question, said) in pages.iter().zip(told(reply, "directory")) {
        super::directory::sign_page(country, question, asked_by, said);
    }
}

fn flow(dataset: Dataset, dimensions: &[Dimension]) -> Dataflow {
    Dataflow {
        dataset,
        dimensions: dimensions.to_vec(),
        reference_periods: vec!["2024".to_owned()],
        most_dimensions: 3,
        population_basis: PopulationBasis::Birthplace,
        title: "People abroad".to_owned(),
        study: None,
        waves: vec![],
    }
}
