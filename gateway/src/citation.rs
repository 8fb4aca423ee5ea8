//! A lasting reference to an answer: who asks the same of the same releases gets the same id.

use crate::clock::rfc3339;
use crate::fetch::Replies;
use crate::plan::Plan;
use crate::told::Row;
use async_graphql::SimpleObject;
use schema::ask::QuestionInput;
use schema::country::CountryCode;
use schema::figure::NodeFigure;
use schema::seal::{SealFault, canonical, digest};
use serde::Serialize;
use std::collections::BTreeMap;

/// A lasting reference to an answer.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// SHA-256 (base64url) over the canonical JSON of the question and of each answer's release, signature and figures.
    /// The same question, answered from the same releases, has the same id, whenever and by whom it is asked.
    pub id: String,
    /// When it was asked (RFC 3339, UTC).
    pub asked_at: String,
    /// The releases that the figures come from, by country.
    pub releases: Vec<String>,
    /// The question as canonical JSON (RFC 8785), with the countries that it went to.
    pub question: String,
}

#[derive(Serialize)]
struct Cited<'a> {
    question: CitedQuestion<'a>,
    answers: Vec<CitedAnswer<'a>>,
}

#[derive(Serialize)]
struct CitedQuestion<'a> {
    #[serde(flatten)]
    asked: &'a QuestionInput,
    countries: Vec<CountryCode>,
}

#[derive(Serialize)]
struct CitedAnswer<'a> {
    country: CountryCode,
    release: &'a str,
    signature: &'a str,
    figures: Vec<&'a NodeFigure>,
}

/// Cites an answer.
pub fn cite(plan: &Plan, replies: &Replies, asked_at: i64) -> Result<Citation, SealFault> {
    // By country: in which order they were named makes it no other answer.
    let mut countries: Vec<CountryCode> = plan.nodes().iter().map(|node| node.member.code).collect();
    countries.sort_unstable();
    let told = replies.iter().filter_map(|(node, reply)| Some((node.member.code, reply.as_ref().ok()?)));
    let answers: Vec<CitedAnswer> = told
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .map(|(country, told)| CitedAnswer {
            country,
            release: &told.source.release,
            signature: &told.source.signature,
            figures: told.rows.iter().map(Row::figure).collect(),
        })
        .collect();
    let question = CitedQuestion { asked: plan.question().as_input(), countries };
    let text = String::from_utf8_lossy(&canonical(&question)?).into_owned();
    let releases = answers.iter().map(|answer| answer.release.to_owned()).collect();
    let id = digest(&canonical(&Cited { question, answers })?);
    Ok(Citation { id, asked_at: rfc3339(asked_at), releases, question: text })
}
