//! Agreements at one node: what it has, a proposal, a change. One request each.

use super::ask::{Word, alone, is_of};
use super::check::is_plain;
use super::{Breach, Silence};
use crate::registry::Node;
use schema::agreement::{Agreement, AgreementAnswer, AgreementChange, AgreementTerms, AgreementsAnswer};
use schema::answer::NodeInfo;
use schema::member::MemberCode;
use schema::statement::list::{ListName, Told, verify};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

const QUERY: &str = "\
query { node { country contract version } agreements { agreements { ...it } answeredAt signature } } ";
const PROPOSE: &str = "\
mutation($member: CountryCode!, $terms: AgreementTermsInput!) \
{ proposeAgreement(member: $member, terms: $terms) { reason agreement { ...it } } } ";
const CHANGE: &str = "\
mutation($id: String!, $change: AgreementChange!) { changeAgreement(id: $id, change: $change) { reason agreement { ...it } } } ";
const IT: &str = "\
fragment it on Agreement { id country member status terms { datasets dimensions items purposes audience until } events { at by step } }";

/// The most agreements that one node's reply has.
const MOST: usize = 10_000;
/// The longest text of an agreement, in characters.
const MOST_TEXT: usize = 64;
/// The longest reason, in characters.
const MOST_REASON: usize = 500;

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Proposal<'a> {
    member: MemberCode,
    terms: &'a AgreementTerms,
}

#[derive(Serialize)]
struct Changed<'a> {
    id: &'a str,
    change: AgreementChange,
}

#[derive(Deserialize)]
struct Listed {
    node: NodeInfo,
    agreements: AgreementsAnswer,
}

#[derive(Deserialize)]
struct Answered {
    #[serde(alias = "proposeAgreement", alias = "changeAgreement")]
    answer: AgreementAnswer,
}

/// The agreements that the caller's member is a side of.
pub async fn agreements(word: Word<'_>, node: &Node, deadline: Instant) -> Result<Vec<Agreement>, Silence> {
    let Listed { node: said, agreements: answer } = alone(word, node, asked(QUERY), Nothing {}, deadline).await?;
    is_of(&said, node)?;
    let AgreementsAnswer { agreements, answered_at, signature } = answer;
    let (country, asked_by) = (node.member.code, word.caller.member());
    let told = Told { country, asked_by, list: ListName::Agreements, answered_at: &answered_at };
    verify(told, &agreements, &signature, &node.keys).map_err(|_| Breach::Signature)?;
    if agreements.len() > MOST {
        return Err(Breach::TooLarge.into());
    }
    agreements.iter().try_for_each(|agreement| check(agreement, asked_by, node))?;
    Ok(agreements)
}

/// Proposes what `member` may ask of the node's country.
pub async fn propose(
    word: Word<'_>,
    node: &Node,
    (member, terms): (MemberCode, &AgreementTerms),
    deadline: Instant,
) -> Result<AgreementAnswer, Silence> {
    let Answered { answer } = alone(word, node, asked(PROPOSE), Proposal { member, terms }, deadline).await?;
    checked(answer, word.caller.member(), node)
}

/// Changes an agreement of the node's country.
pub async fn change(
    word: Word<'_>,
    node: &Node,
    (id, change): (&str, AgreementChange),
    deadline: Instant,
) -> Result<AgreementAnswer, Silence> {
    let Answered { answer } = alone(word, node, asked(CHANGE), Changed { id, change }, deadline).await?;
    checked(answer, word.caller.member(), node)
}

fn asked(query: &str) -> String {
    [query, IT].concat()
}

fn checked(answer: AgreementAnswer, asked_by: MemberCode, node: &Node) -> Result<AgreementAnswer, Silence> {
    match (&answer.agreement, &answer.reason) {
        (Some(agreement), None) => check(agreement, asked_by, node)?,
        (None, Some(reason)) if is_plain(reason, MOST_REASON, false) => {}
        (None, Some(_)) => return Err(Breach::Text.into()),
        _ => return Err(Breach::Contradiction.into()),
    }
    Ok(answer)
}

/// Whether an agreement is one of this country with the member that asks, in texts that can be shown.
fn check(agreement: &Agreement, asked_by: MemberCode, node: &Node) -> Result<(), Breach> {
    let country = node.member.code;
    if agreement.country != country || (asked_by != country && asked_by != agreement.member) {
        return Err(Breach::OtherCountry);
    }
    let texts = agreement.events.iter().map(|event| &event.at).chain([&agreement.id, &agreement.terms.until]);
    if texts.into_iter().all(|text| is_plain(text, MOST_TEXT, false)) { Ok(()) } else { Err(Breach::Text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_node_is_asked_is_graphql() {
        for query in [QUERY, PROPOSE, CHANGE] {
            let query = [query, IT].concat();
            assert!(async_graphql::parser::parse_query(&query).is_ok(), "{query}");
        }
    }
}
