//! A node's reply at the gateway: what its node did not sign is not believed; what is believed has rows in order, none
//! twice, of figures that do not contradict themselves; and whatever two nodes say can be put together.

use super::ground::{NOW, code, document, gateway_key, node_key, registrar, runtime, signed, token_key};
use crate::asker::Asker;
use crate::comparison::{COMPARE, Comparison, Figure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use door::rates::{Rate, Rates};
use schema::answer::NodeAnswer;
use schema::ask::QuestionInput;
use schema::concept::Dimension;
use schema::role::Role;
use schema::statement::{Said, sign};
use schema::token::issue;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const OFTEN: Rate = Rate { per_second: 1_000_000, burst: 1_000_000 };

/// After so many comparisons the citations that were kept are thrown away.
const FORGOTTEN: usize = 500;

/// What the nodes say next.
#[derive(Default)]
struct Script {
    bytes: Vec<u8>,
    reply: Option<Value>,
}

struct Hub {
    asker: Asker,
    script: Arc<Mutex<Script>>,
    citations: PathBuf,
    asked: Mutex<usize>,
    _folder: TempDir,
}

thread_local! {
    static HUB: (Runtime, Hub) = {
        let runtime = runtime();
        let hub = runtime.block_on(hub());
        (runtime, hub)
    };
}

/// The law. The bytes are the reply of Ghana's and of Colombia's node; where they read as JSON, its `asked` is the
/// comparison that is asked, and it is said once more as each node's own, signed, with the contract for `$CONTRACT`.
pub fn holds(bytes: &[u8]) {
    HUB.with(|(runtime, hub)| {
        runtime.block_on(async {
            let reply: Option<Value> = serde_json::from_slice(bytes).ok();
            let asked = reply.as_ref().map_or(Value::Null, |reply| reply["asked"].clone());
            let asked = if asked.is_object() { asked } else { stock() };
            *hub.script.lock().unwrap() = Script { bytes: bytes.to_vec(), reply: None };
            let Some(unsigned) = hub.compare(&asked).await else { return };
            assert_eq!(unsigned.coverage.answered, 0, "nobody signed this");
            if reply.is_some() {
                hub.script.lock().unwrap().reply = reply;
                let Some(signed) = hub.compare(&asked).await else { return };
                is_sound(&signed);
            }
        });
    });
}

fn stock() -> Value {
    json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" })
}

impl Hub {
    /// The comparison, where that can be asked.
    async fn compare(&self, input: &Value) -> Option<Comparison> {
        let mut answer = self.asker.response(COMPARE, &json!({ "input": input })).await;
        if let Some(errors) = answer.get("errors") {
            assert!(answer["data"].is_null() && errors[0]["extensions"]["code"] != "INTERNAL", "{answer}");
            return None;
        }
        let mut asked = self.asked.lock().unwrap();
        *asked += 1;
        if asked.is_multiple_of(FORGOTTEN) {
            let _ = std::fs::remove_dir_all(&self.citations);
        }
        Some(Comparison::deserialize(answer["data"]["compare"].take()).expect("a comparison has its form"))
    }
}

async fn hub() -> Hub {
    let script = Arc::<Mutex<Script>>::default();
    let ghana = node("GHA", &script).await;
    let colombia = node("COL", &script).await;
    let at = |member: &str| match member {
        "GHA" => Some(ghana.clone()),
        "COL" => Some(colombia.clone()),
        _ => None,
    };
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("members.toml"), signed(document(at))).unwrap();
    std::fs::write(folder.path().join("gateway.key"), gateway_key().to_text()).unwrap();
    let registrar = registrar().public().to_text();
    let text = format!("listen = '127.0.0.1:0'\nmembers = 'members.toml'\nregistrar = '{registrar}'\n");
    let mut config = gateway::Config::from_toml(&text, folder.path()).unwrap();
    config.rates = Rates { user: OFTEN, member: OFTEN, nobody: OFTEN };
    let citations = config.citations.clone();
    let running = gateway::start(config, Arc::new(|| NOW), Arc::new(|| [7; 32])).await.unwrap();
    let token = issue(&token_key("IOM"), code("IOM"), "ana", Role::Analyst, NOW - 10, NOW + 1000).unwrap();
    let asker = Asker::new(&format!("http://{}/graphql", running.address), Some(&token));
    tokio::spawn(running.serve(std::future::pending()));
    Hub { asker, script, citations, asked: Mutex::default(), _folder: folder }
}

/// A node that says what the script says; where it is JSON, in its own name and signed.
async fn node(country: &'static str, script: &Arc<Mutex<Script>>) -> String {
    let said = move |State(script): State<Arc<Mutex<Script>>>, body: Bytes| async move {
        let script = script.lock().unwrap();
        match script.reply.clone() {
            None => script.bytes.clone(),
            Some(reply) => signed_by(country, &body, reply).to_string().into_bytes(),
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/graphql", post(said)).with_state(Arc::clone(script));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/graphql")
}

fn signed_by(country: &str, asked: &[u8], mut reply: Value) -> Value {
    let asked: Value = serde_json::from_slice(asked).unwrap();
    let questions = Vec::<QuestionInput>::deserialize(&asked["variables"]["questions"]).unwrap();
    if let Some(name) = reply.pointer_mut("/data/node/country") {
        *name = json!(country);
    }
    if let Some(contract) = reply.pointer_mut("/data/node/contract").filter(|contract| *contract == "$CONTRACT") {
        *contract = json!(schema::CONTRACT);
    }
    let answers = reply.pointer_mut("/data/answers").and_then(Value::as_array_mut);
    for (answer, question) in answers.into_iter().flatten().zip(&questions) {
        let Ok(read) = NodeAnswer::deserialize(&*answer) else { continue };
        let said = Said { country: code(country), asked_by: code("IOM"), question };
        if let Ok(signed) = sign(said, read, &node_key(country)) {
            answer["signature"] = json!(signed.signature);
        }
    }
    reply
}

fn is_sound(answer: &Comparison) {
    let outcomes = ["ANSWERED", "DECLINED", "NOT_PUBLISHED", "INCOMPATIBLE", "UNREACHABLE"];
    let answered = answer.countries.iter().filter(|country| country.outcome == "ANSWERED").count();
    assert_eq!((answer.coverage.answered, answer.combined.is_some()), (answered, answered > 0));
    for country in &answer.countries {
        assert!(outcomes.contains(&&*country.outcome), "{}", country.outcome);
        assert_eq!(country.source.is_some(), country.outcome == "ANSWERED");
        assert!(country.outcome == "ANSWERED" || (country.figures.is_empty() && country.reason.is_some()));
        let share = country.source.as_ref().and_then(|source| source.consent_share);
        assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        are_sound(&country.figures);
    }
    if let Some(combined) = &answer.combined {
        are_sound(&combined.figures);
    }
}

fn are_sound(figures: &[Figure]) {
    let ranks: Vec<Vec<usize>> = figures.iter().map(ranks).collect();
    assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "rows stand in the codelists' order, none twice");
    for figure in figures {
        let stands = ["PUBLISHED", "UNRELIABLE"].contains(&&*figure.status);
        assert_eq!(figure.value.is_some(), stands, "{figure:?}");
        let (least, most) = (figure.value.unwrap_or(figure.lower), figure.value.unwrap_or(f64::INFINITY));
        assert!(0.0 <= figure.lower && figure.lower <= least && least <= 4e18, "{figure:?}");
        assert!(
            figure.upper.is_none_or(|upper| upper >= figure.lower && (most.is_infinite() || upper >= most)),
            "{figure:?}"
        );
        assert!(figure.share.is_none_or(|share| (0.0..=1.0).contains(&share)), "{figure:?}");
        let errors = [figure.standard_error, figure.protection_error];
        assert!(errors.into_iter().flatten().all(|error| error.is_finite() && error >= 0.0), "{figure:?}");
    }
}

fn ranks(figure: &Figure) -> Vec<usize> {
    let rank = |label: &crate::comparison::CodeLabel| {
        let dimension = Dimension::deserialize(Value::from(&*label.dimension)).expect("a dimension");
        dimension.codelist().rank(&label.code).expect("a code of its list")
    };
    figure.codes.iter().map(rank).collect()
}
