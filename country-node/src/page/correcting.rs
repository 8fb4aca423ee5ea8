//! What a person says is wrong: asked for on a page of its own, a form a field, and answered by an officer.

use super::form::Form;
use super::html::{Done, sentence};
use super::label;
use super::office::{Asked, MOST_BYTES, Office, PageFault};
use super::reply::inside;
use super::words::Words;
use crate::audit::command::Administration;
use crate::consent::page::escaped;
use crate::node::Node;
use crate::person::correct::{CorrectFault, Right, ask, domain, give_up};
use crate::release::data::{Data, DataFault};
use crate::study;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use node_rules::person::correction::{Domain, Field, can_be_right};
use node_rules::record_key::Pseudonym;
use node_rules::release::ReleasedDimension;
use std::sync::Arc;

/// The longest reason, in characters.
const LONGEST: usize = 300;

/// The page on which it is asked for.
pub(super) async fn form(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    match own(&office.node, &person).await {
        Ok(all) => office.said(StatusCode::OK, &asked, &headers, "/me/correct", |(tag, words)| forms(words, tag, &all)),
        Err(fault) => inside(&fault),
    }
}

/// What is asked for.
pub(super) async fn asked_for(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let recording = async |person, form: Form| record(&office.node, person, &form).await;
    office.posted((&asked, &headers), (body, MOST_BYTES), recording).await
}

async fn record(node: &Node, person: Pseudonym, form: &Form) -> Result<Done, PageFault> {
    let all = own(node, &person).await?;
    let data = form.one("of").and_then(|of| all.iter().find(|data| name(data) == of));
    let (Some(data), Some(field)) = (data, form.one("field").and_then(Field::of)) else { return Ok(Done::Changed) };
    let (value, reason) = (form.one("value").unwrap_or_default(), form.one("why").unwrap_or_default().trim());
    let is_reason = (1..=LONGEST).contains(&reason.chars().count()) && !reason.chars().any(char::is_control);
    if !is_reason {
        return Ok(Done::NoCorrection);
    }
    let asking = async {
        match ask(node, Right { person, data, field, value, reason }).await {
            Ok(()) => Ok(Done::Recorded),
            Err(CorrectFault::Waits) => Ok(Done::Waits),
            Err(CorrectFault::NoValue(_) | CorrectFault::NoRecord) => Ok(Done::NoCorrection),
            Err(fault) => Err(PageFault::from(fault)),
        }
    };
    node.audited(Administration::of("own page").with("does", "ask for a correction"), asking).await
}

/// A request that the person takes back.
pub(super) async fn taken_back(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let taking = async |person, form: Form| give_back(&office.node, person, &form).await;
    office.posted((&asked, &headers), (body, MOST_BYTES), taking).await
}

async fn give_back(node: &Node, person: Pseudonym, form: &Form) -> Result<Done, PageFault> {
    let number = form.one("number").and_then(|number| number.parse().ok());
    let taking = async {
        match give_up(node, &person, number.unwrap_or_default()).await {
            Ok(()) => Ok(Done::Recorded),
            Err(CorrectFault::NoRequest(_)) => Ok(Done::Changed),
            Err(fault) => Err(PageFault::from(fault)),
        }
    };
    node.audited(Administration::of("own page").with("does", "take a request back"), taking).await
}

/// The data in which a person has a record.
async fn own(node: &Node, of: &Pseudonym) -> Result<Vec<Data>, DataFault> {
    let mut own = Data::of_person(&node.store, of).await?;
    for data in &mut own {
        study::describe_wave(&node.store, &data.study, &mut data.description.dimensions).await?;
    }
    Ok(own)
}

/// How a form names its data.
fn name(data: &Data) -> String {
    format!("{} {} {}", data.dataset, data.study, data.reference_period)
}

fn forms(words: &Words, tag: &str, all: &[Data]) -> String {
    let part = |data: &Data| {
        let description = &data.description;
        let codes = description.dimensions.iter().map(|axis| Field::Code(axis.axis));
        let numbers = description.quantities.iter().map(|of| Field::Number(of.clone()));
        let forms: String = codes.chain(numbers).map(|field| one(words, tag, data, &field)).collect();
        let of = format!("{} {}", words.held_wave, name(data));
        format!("<h2>{}</h2>\n{}{forms}", escaped(&description.described.title), sentence(&of))
    };
    let parts: String = all.iter().map(part).collect();
    let back = format!("<p><a href=\"/me?lang={}\">{}</a></p>\n", escaped(tag), escaped(&words.back));
    format!("{}{parts}{back}", sentence(&words.correct_how))
}

/// What a field is called, in the person's language where it has a label of it.
fn called(tag: &str, data: &Data, field: &Field) -> String {
    let asked = || Some(axis(data, field)?.told("").0);
    label::called(tag, field).or_else(asked).unwrap_or_else(|| field.label())
}

/// What a code of a field means.
fn meaning(tag: &str, data: &Data, field: &Field, code: &str) -> String {
    let asked = || Some(axis(data, field)?.told(code).1);
    let label = label::meaning(tag, field, code).map(str::to_owned);
    label.or_else(asked).unwrap_or_else(|| field.meaning(code).to_owned())
}

fn axis<'a>(data: &'a Data, field: &Field) -> Option<&'a ReleasedDimension> {
    match field {
        Field::Code(axis) => data.description.axis(*axis),
        Field::Number(_) => None,
    }
}

/// The form of one field.
fn one(words: &Words, tag: &str, data: &Data, field: &Field) -> String {
    let input = match domain(data, field) {
        Domain::None => return String::new(),
        Domain::Number => "<input name=\"value\" inputmode=\"decimal\" required>".to_owned(),
        Domain::Score(scale) => {
            let (from, to) = scale.ends();
            format!(
                "<input name=\"value\" type=\"number\" min=\"{from}\" max=\"{to}\" step=\"any\" required> {from}–{to}"
            )
        }
        Domain::Codes(codes) => {
            let option = |code: &String| {
                let meaning = meaning(tag, data, field, code);
                format!("<option value=\"{}\">{}</option>", escaped(code), escaped(&meaning))
            };
            let options: String = codes.iter().filter(|code| can_be_right(code)).map(option).collect();
            format!("<select name=\"value\" required><option value=\"\"></option>{options}</select>")
        }
    };
    format!(
        "<form method=\"post\" action=\"/me/correct?lang={}\" id=\"correct-{field}\"><fieldset><legend>{}</legend>\
         <input type=\"hidden\" name=\"of\" value=\"{}\"><input type=\"hidden\" name=\"field\" value=\"{field}\">\
         <label>{} {input}</label>\n<label>{} <input name=\"why\" maxlength=\"{LONGEST}\" required></label>\n\
         <button>{}</button></fieldset></form>\n",
        escaped(tag),
        escaped(&called(tag, data, field)),
        escaped(&name(data)),
        escaped(&words.right_value),
        escaped(&words.why),
        escaped(&words.ask)
    )
}
