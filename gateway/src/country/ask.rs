//! One request to one node.

use super::body::{connection, read};
use super::check::check;
use super::wire::{AskBody, QUERY, ReplyBody, ReplyData, Variables};
use super::{Breach, Silence};
use crate::registry::Node;
use crate::told::Told;
use axum::http::HeaderValue;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use reqwest::Client;
use schema::CONTRACT;
use schema::answer::Dataflow;
use schema::ask::Question;
use schema::country::CountryCode;
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Everything that one request asks of one node.
#[derive(Debug, Default)]
pub struct Asked {
    /// The questions, each once.
    pub questions: Vec<Arc<Question>>,
    /// Whether the catalogue is asked for too.
    pub catalogue: bool,
}

/// What was heard of a node.
#[derive(Debug)]
pub struct Heard {
    /// One for each question, in its order.
    pub answers: Vec<Result<Told, Silence>>,
    /// What the node has published; empty where it was not asked for.
    pub catalogue: Vec<Dataflow>,
}

/// Asks a node once, with the caller's own word, until the deadline.
pub async fn ask(
    client: &Client,
    node: &Node,
    authorization: &HeaderValue,
    asked: &Asked,
    deadline: Instant,
) -> Result<Heard, Silence> {
    let exchange = async {
        let request = client
            .post(node.url.clone())
            .header(CONTENT_TYPE, JSON)
            .header(ACCEPT, JSON)
            .header(AUTHORIZATION, authorization.clone())
            .body(body(asked)?);
        read(request.send().await.map_err(connection)?).await
    };
    let reply = timeout_at(deadline, exchange).await.map_err(|_| Silence::Late)??;
    heard(asked, node.member.code, &reply)
}

fn body(asked: &Asked) -> Result<Vec<u8>, Silence> {
    let questions = asked.questions.iter().map(|question| question.as_input()).collect();
    let body = AskBody { query: QUERY, variables: Variables { questions, catalogue: asked.catalogue } };
    serde_json::to_vec(&body).map_err(form)
}

fn form(error: serde_json::Error) -> Silence {
    Breach::Form { line: error.line(), column: error.column() }.into()
}

fn heard(asked: &Asked, country: CountryCode, reply: &[u8]) -> Result<Heard, Silence> {
    let reply: ReplyBody = serde_json::from_slice(reply).map_err(form)?;
    let data = accepted(reply)?;
    if data.node.contract != CONTRACT {
        return Err(Breach::OtherContract.into());
    }
    if data.node.country != country {
        return Err(Breach::OtherCountry.into());
    }
    if data.answers.len() != asked.questions.len() {
        return Err(Breach::Answers { asked: asked.questions.len(), came: data.answers.len() }.into());
    }
    let catalogue = match data.catalogue {
        None if asked.catalogue => return Err(Breach::NoCatalogue.into()),
        catalogue => catalogue.unwrap_or_default(),
    };
    let answers = asked.questions.iter().zip(data.answers).map(|(question, answer)| check(question, answer)).collect();
    Ok(Heard { answers, catalogue })
}

fn accepted(reply: ReplyBody) -> Result<ReplyData, Silence> {
    let codes: Vec<&str> = reply.errors.iter().filter_map(|error| error.code()).collect();
    if codes.contains(&"UNAUTHENTICATED") {
        return Err(Silence::NotAccepted);
    }
    if codes.contains(&"FORBIDDEN") {
        return Err(Silence::NotAllowed);
    }
    match reply.data {
        Some(data) if reply.errors.is_empty() => Ok(data),
        _ => Err(Breach::Errors(codes.join(" ")).into()),
    }
}
