//! How a person says to be reached: put right or taken out by the person, at once. It is the person's own, so no officer is asked.

use super::form::Form;
use super::html::{Done, sentence};
use super::office::{Asked, Office, PageFault};
use super::reply::inside;
use super::words::Words;
use crate::audit::command::Administration;
use crate::consent::page::escaped;
use crate::contact::Contact;
use crate::contact::keep::{Means, say};
use crate::contact::said::{LONGEST, read};
use crate::person::held::HeldContact;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use node_rules::record_key::Pseudonym;
use std::sync::Arc;

/// The largest form: five fields of characters that take up to twelve bytes each.
const MOST_BYTES: usize = 5 * 12 * LONGEST + 200;

/// The fields of the form, in the order of [`crate::contact::said::FIELDS`].
const FIELDS: [&str; 5] = ["name", "address", "email", "telephone", "born"];

/// The page on which it is said.
pub(super) async fn form(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    let contact = match office.held(&person).await {
        Ok(held) => held.contact,
        Err(fault) => return inside(&fault),
    };
    office.said(StatusCode::OK, &asked, &headers, "/me/contact", |(tag, words)| match contact {
        HeldContact::NotKept => fields(words, tag, &Contact::default()),
        HeldContact::Kept(contact) => fields(words, tag, &contact),
        HeldContact::Sealed => sentence(&words.contact_sealed),
    })
}

/// What is said.
pub(super) async fn said(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let recording = async |person, form: Form| record(&office, &person, &form).await;
    office.posted((&asked, &headers), (body, MOST_BYTES), recording).await
}

async fn record(office: &Office, person: &Pseudonym, form: &Form) -> Result<Done, PageFault> {
    // A form that lacks a field is none of ours, and takes nothing out.
    let Some(said) = FIELDS.map(|field| form.one(field)).into_iter().collect::<Option<Vec<&str>>>() else {
        return Ok(Done::Changed);
    };
    let Ok(said) = <[&str; 5]>::try_from(said) else { return Ok(Done::Changed) };
    let Ok(contact) = read(said) else { return Ok(Done::NoContact) };
    let drawn = [(office.random)(), (office.random)()];
    let mut drawn = drawn.into_iter().cycle();
    let mut random = move |bytes: &mut [u8; 32]| *bytes = drawn.next().unwrap_or_default();
    let means = &mut Means { environment: office.environment.as_deref(), random: &mut random };
    let saying = async { Ok::<_, PageFault>(say(&office.node, person, &contact, means).await?) };
    office.node.audited(Administration::of("own page").with("does", "say how to be reached"), saying).await?;
    Ok(Done::Recorded)
}

fn fields(words: &Words, tag: &str, contact: &Contact) -> String {
    let Contact { name, address, email, telephone, born } = contact;
    let labels = [&words.name, &words.address, &words.email, &words.telephone, &words.born];
    let field = |((field, label), said): ((&str, &String), &Option<String>)| {
        let (label, said) = (escaped(label), escaped(said.as_deref().unwrap_or_default()));
        format!("<label>{label} <input name=\"{field}\" value=\"{said}\" maxlength=\"{LONGEST}\"></label>\n")
    };
    let fields = FIELDS.into_iter().zip(labels).zip([name, address, email, telephone, born]).map(field);
    let fields: String = fields.collect();
    format!(
        "{}<form method=\"post\" action=\"/me/contact?lang={tag}\"><fieldset>{fields}<button id=\"reach\">{}</button>\
         </fieldset></form>\n<p><a href=\"/me?lang={tag}\">{}</a></p>\n",
        sentence(&words.contact_how),
        escaped(&words.contact_say),
        escaped(&words.back),
        tag = escaped(tag)
    )
}
