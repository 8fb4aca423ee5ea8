//! What a person says is wrong: asked for on a page of its own, a form a field, and answered by an officer.

use super::form::Form;
use super::html::{Done, sentence};
use super::label;
use super::office::{Asked, Office, PageFault};
use super::reply::{go, inside};
use super::route::{MOST_BYTES, PATIENCE, to};
use super::words::Words;
use crate::audit::command::Administration;
use crate::consent::page::escaped;
use crate::node::Node;
use crate::person::correct::{CorrectFault, Right, ask, domain};
use crate::release::data::{Data, DataFault};
use crate::store::person;
use crate::study;
use axum::body::{Body, to_bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use door::sites::is_own_page;
use node_rules::person::correction::{Domain, Field};
use node_rules::record_key::Pseudonym;
use node_rules::release::ReleasedDimension;
use schema::concept::Axis;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::sync::Arc;
use tokio::time::timeout;

/// The longest reason, in characters.
const LONGEST: usize = 300;

/// What nobody says of oneself: that a source did not ask.
const NOT_ASKED: [&str; 2] = ["_Z", "_W"];

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
    if !is_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    let Ok(Ok(bytes)) = timeout(PATIENCE, to_bytes(body, MOST_BYTES)).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    match record(&office.node, person, &Form::read(&bytes)).await {
        Ok(done) => go(&to(&asked, Some(done)), None),
        Err(fault) => inside(&fault),
    }
}

async fn record(node: &Node, person: Pseudonym, form: &Form) -> Result<Done, PageFault> {
    let all = own(node, &person).await?;
    let data = form.one("of").and_then(|of| all.iter().find(|data| name(data) == of));
    let (Some(data), Some(field)) = (data, form.one("field").and_then(Field::of)) else { return Ok(Done::Changed) };
    let (value, reason) = (form.one("value").unwrap_or_default(), form.one("why").unwrap_or_default().trim());
    let is_reason = (1..=LONGEST).contains(&reason.chars().count()) && !reason.chars().any(char::is_control);
    if !is_reason || NOT_ASKED.contains(&value) {
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

/// The data in which a person has a record.
async fn own(node: &Node, of: &Pseudonym) -> Result<Vec<Data>, DataFault> {
    let mut own = Vec::new();
    for mut data in Data::all(&node.store).await? {
        let records = person::Entity::find()
            .filter(person::Column::WaveId.is_in(data.waves()))
            .filter(person::Column::Pseudonym.eq(of.0.to_vec()));
        if records.count(&node.store).await? > 0 {
            study::describe_wave(&node.store, &data.study, &mut data.description.dimensions).await?;
            own.push(data);
        }
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
    match field {
        Field::Number(of) => label::of_quantity(tag, of).map_or_else(|| field.label(), str::to_owned),
        Field::Code(axis) => label::of_axis(tag, *axis)
            .or_else(|| Some(released(data, *axis)?.told("").0))
            .unwrap_or_else(|| field.label()),
    }
}

/// What a code of a field means.
fn meaning(tag: &str, data: &Data, field: &Field, code: &str) -> String {
    let Field::Code(axis) = field else { return code.to_owned() };
    let label = label::of_code(tag, *axis, code).map(str::to_owned);
    label.or_else(|| Some(released(data, *axis)?.told(code).1)).unwrap_or_else(|| field.meaning(code).to_owned())
}

fn released(data: &Data, axis: Axis) -> Option<&ReleasedDimension> {
    data.description.dimensions.iter().find(|released| released.axis == axis)
}

/// The form of one field.
fn one(words: &Words, tag: &str, data: &Data, field: &Field) -> String {
    let input = match domain(data, field) {
        Domain::None => return String::new(),
        Domain::Number => "<input name=\"value\" inputmode=\"decimal\" required>".to_owned(),
        Domain::Codes(codes) => {
            let option = |code: &String| {
                let meaning = meaning(tag, data, field, code);
                format!("<option value=\"{}\">{}</option>", escaped(code), escaped(&meaning))
            };
            let codes = codes.iter().filter(|code| !NOT_ASKED.contains(&code.as_str()));
            let options: String = codes.map(option).collect();
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
