//! One request to one node.

use super::body;
use super::check::{check, is_plain_flow};
use super::directory::{self, Page};
use super::link::broken;
use super::series::{Wave, read};
use super::themes;
use super::wire::{Body as Sent, NodeError, ReplyBody, ReplyData, Variables, query};
use super::{Breach, Carrier, Link, Silence};
use crate::caller::Caller;
use crate::registry::Node;
use crate::told::Told;
use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderValue, Request};
use http_body_util::Full;
use schema::answer::{Dataflow, NodeAnswer, NodeInfo};
use schema::ask::Question;
use schema::directory::page::DirectoryQuestion;
use schema::member::MemberCode;
use schema::purpose::Purpose;
use schema::statement::{Said, verify};
use schema::theme::StudyThemes;
use schema::{CONTRACT, assertion};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Everything that one request asks of one node.
#[derive(Debug, Default)]
pub struct Asked {
    /// The questions, each once.
    pub questions: Vec<Arc<Question>>,
    /// Questions that are asked of every wave, each once.
    pub series: Vec<Arc<Question>>,
    /// Whether the catalogue is asked for too.
    pub catalogue: bool,
    /// Whether themes of focus groups are asked for too.
    pub themes: bool,
    /// Pages of the directory, each once.
    pub directory: Vec<Arc<DirectoryQuestion>>,
}

/// What was heard of a node.
#[derive(Debug)]
pub struct Heard {
    /// One for each question, in its order.
    pub answers: Vec<Result<Told, Silence>>,
    /// One for each series, in its order.
    pub series: Vec<Result<Vec<Wave>, Silence>>,
    /// What the node has published; empty where it was not asked for.
    pub catalogue: Vec<Dataflow>,
    /// Its studies with focus groups; nothing where they were not asked for.
    pub themes: Option<Result<Vec<StudyThemes>, Silence>>,
    /// One for each page, in its order.
    pub directory: Vec<Result<Page, Silence>>,
}

/// Who sends a request, for whom, and over which connections.
#[derive(Clone, Copy)]
pub struct Word<'a> {
    /// The gateway, which signs it.
    pub carrier: &'a Carrier,
    /// The connections.
    pub link: &'a Link,
    /// Whose own word goes with it.
    pub caller: &'a Caller,
}

/// Asks a node once, until the deadline.
pub async fn ask(word: Word<'_>, node: &Node, asked: &Asked, deadline: Instant) -> Result<Heard, Silence> {
    let reply = exchange(word, node, asked.purposes(), request(asked)?, deadline).await?;
    heard(asked, node, word.caller.member(), &reply)
}

/// Sends a request to a node, with the caller's own word and the gateway's, and reads what comes back until the deadline.
pub(super) async fn exchange(
    Word { carrier, link, caller }: Word<'_>,
    node: &Node,
    purposes: Vec<Purpose>,
    body: Vec<u8>,
    deadline: Instant,
) -> Result<Vec<u8>, Silence> {
    let exchange = async {
        let word = carrier.assertion(node.member.code, caller, purposes, &body)?;
        let request = Request::post(node.at.clone())
            .header(CONTENT_TYPE, JSON)
            .header(ACCEPT, JSON)
            .header(AUTHORIZATION, caller.authorization().clone())
            .header(assertion::HEADER, word)
            .body(Full::from(body));
        let request = request.map_err(|error| Silence::Connection(error.into()))?;
        let response = link.request(request).await.map_err(|error| broken(error.into()))?;
        body::read(response.map(Body::new)).await
    };
    timeout_at(deadline, exchange).await.map_err(|_| Silence::Late)?
}

/// Asks a node a query of its own, for no purpose of figures, and reads the data of its reply.
pub(super) async fn alone<T: DeserializeOwned>(
    word: Word<'_>,
    node: &Node,
    query: String,
    variables: impl Serialize,
    deadline: Instant,
) -> Result<T, Silence> {
    let body = serde_json::to_vec(&Sent { query, variables }).map_err(form)?;
    accepted(&exchange(word, node, vec![], body, deadline).await?)
}

impl Asked {
    /// Why it is asked: every question's purpose, each once.
    fn purposes(&self) -> Vec<Purpose> {
        let purposes: BTreeSet<Purpose> =
            self.questions.iter().chain(&self.series).map(|question| question.purpose()).collect();
        purposes.into_iter().collect()
    }
}

fn request(asked: &Asked) -> Result<Vec<u8>, Silence> {
    let variables = Variables {
        questions: asked.questions.iter().map(|question| question.as_input()).collect(),
        series: asked.series.iter().map(|question| question.as_input()).collect(),
        catalogue: asked.catalogue,
        waves: !asked.series.is_empty(),
        directory: asked.directory.iter().map(|question| &**question).collect(),
    };
    let query = query(asked.themes, !asked.directory.is_empty());
    serde_json::to_vec(&Sent { query, variables }).map_err(form)
}

pub(super) fn form(error: serde_json::Error) -> Silence {
    Breach::Form { line: error.line(), column: error.column() }.into()
}

fn heard(asked: &Asked, node: &Node, asked_by: MemberCode, reply: &[u8]) -> Result<Heard, Silence> {
    let data: ReplyData = accepted(reply)?;
    is_of(&data.node, node)?;
    let country = node.member.code;
    if data.series.len() != asked.series.len() {
        return Err(Breach::Answers { asked: asked.series.len(), came: data.series.len() }.into());
    }
    if data.answers.len() != asked.questions.len() {
        return Err(Breach::Answers { asked: asked.questions.len(), came: data.answers.len() }.into());
    }
    let catalogue = match data.catalogue {
        None if asked.catalogue => return Err(Breach::NoCatalogue.into()),
        catalogue => catalogue.unwrap_or_default(),
    };
    if !catalogue.iter().all(is_plain_flow) {
        return Err(Breach::Text.into());
    }
    let themes = match (asked.themes, data.themes) {
        (false, _) => None,
        (true, None) => return Err(Breach::NoThemes.into()),
        (true, Some(said)) => Some(themes::read(said, node, asked_by).map_err(Silence::from)),
    };
    if data.directory.len() != asked.directory.len() {
        return Err(Breach::Answers { asked: asked.directory.len(), came: data.directory.len() }.into());
    }
    let pages = asked.directory.iter().zip(data.directory);
    let directory = pages.map(|(question, page)| directory::read(question, page, node, asked_by)).collect();
    let believed = |question: &Question, answer: NodeAnswer| {
        let said = Said { country, asked_by, question: question.as_input() };
        verify(said, &answer, &node.keys).map_err(|_| Breach::Signature)?;
        check(question, answer)
    };
    let answers = asked.questions.iter().zip(data.answers).map(|(question, answer)| believed(question, answer));
    let answers = answers.collect();
    let series = asked.series.iter().zip(data.series).map(|(question, waves)| read(question, waves, believed));
    Ok(Heard { answers, series: series.collect(), catalogue, themes, directory })
}

/// Whether a node is the country's, and speaks this contract.
pub(super) fn is_of(said: &NodeInfo, node: &Node) -> Result<(), Breach> {
    if said.contract != CONTRACT {
        return Err(Breach::OtherContract);
    }
    if said.country == node.member.code { Ok(()) } else { Err(Breach::OtherCountry) }
}

/// The data of a reply, where nothing went wrong with it.
pub(super) fn accepted<T: DeserializeOwned>(reply: &[u8]) -> Result<T, Silence> {
    let ReplyBody { data, errors } = serde_json::from_slice(reply).map_err(form)?;
    let codes: Vec<&str> = errors.iter().filter_map(NodeError::code).collect();
    if codes.contains(&"UNAUTHENTICATED") {
        return Err(Silence::NotAccepted);
    }
    if codes.contains(&"FORBIDDEN") {
        return Err(Silence::NotAllowed);
    }
    match data {
        Some(data) if errors.is_empty() => Ok(data),
        _ => Err(Breach::Errors(codes.join(" ")).into()),
    }
}
