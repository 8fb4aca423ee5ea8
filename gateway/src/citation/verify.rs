//! Checks a citation against the membership document, offline, and names what does not fit.

use super::document::{CountryAnswer, Document};
use schema::country::CountryCode;
use schema::member::Membership;
use schema::statement::{Said, verify as signed};
use std::collections::BTreeMap;

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// Not a citation.
    #[error("the file is no citation: {0}")]
    Unreadable(String),
    /// A country was asked, and the file says nothing of it.
    #[error("{0} was asked and is not there: it was dropped")]
    Dropped(CountryCode),
    /// A country that was not asked.
    #[error("{0} is there and was not asked")]
    NotAsked(CountryCode),
    /// A country that stands twice.
    #[error("{0} stands twice")]
    Twice(CountryCode),
    /// A country that the membership document does not name, or names without a key of its node.
    #[error("the membership document has no key of the node of {0}")]
    NoKey(CountryCode),
    /// A signature that is another country's.
    #[error("the signature under the answer of {0} is the one of {1}: they were swapped")]
    Swapped(CountryCode, CountryCode),
    /// A figure, the source, the time or the question was changed.
    #[error("the answer of {0} is not what {0} signed: a figure, its source, its time or the question was changed")]
    Altered(CountryCode),
    /// The id is not of this content.
    #[error("the id is not the one of this question and these answers")]
    OtherId,
    /// A gateway that the membership document does not name.
    #[error("the membership document has no gateway {0:?}")]
    NoGateway(String),
    /// Something that the gateway signed was changed.
    #[error(
        "the gateway's signature does not fit: the countries asked, an absence, a time, who asked or another part was changed"
    )]
    Unsigned,
}

/// Checks a citation's text. Nothing is found in one that is as it was said.
pub fn verify(text: &[u8], members: &Membership) -> (Option<Document>, Vec<Finding>) {
    match serde_json::from_slice::<Document>(text) {
        Ok(document) => {
            let found = findings(&document, members);
            (Some(document), found)
        }
        Err(error) => (None, vec![Finding::Unreadable(error.to_string())]),
    }
}

fn findings(document: &Document, members: &Membership) -> Vec<Finding> {
    let mut found = presence(document);
    for said in &document.answers {
        found.extend(answer(document, said, members));
    }
    if document.id().ok().as_deref() != Some(&document.citation) {
        found.push(Finding::OtherId);
    }
    let keys = members.gateway_keys(&document.gateway);
    if keys.is_empty() {
        found.push(Finding::NoGateway(document.gateway.clone()));
    } else if !document.verify(keys) {
        found.push(Finding::Unsigned);
    }
    found
}

/// Each country that was asked stands once, among the answers or the absent.
fn presence(document: &Document) -> Vec<Finding> {
    let mut times: BTreeMap<CountryCode, (bool, usize)> =
        document.countries.iter().map(|country| (*country, (true, 0))).collect();
    let said = document.answers.iter().map(|said| said.country);
    for country in said.chain(document.absent.iter().map(|absence| absence.country)) {
        times.entry(country).or_insert((false, 0)).1 += 1;
    }
    let finding = |(country, (asked, times))| match (asked, times) {
        (true, 0) => Some(Finding::Dropped(country)),
        (false, _) => Some(Finding::NotAsked(country)),
        (true, 1) => None,
        (true, _) => Some(Finding::Twice(country)),
    };
    times.into_iter().filter_map(finding).collect()
}

fn answer(document: &Document, said: &CountryAnswer, members: &Membership) -> Option<Finding> {
    let country = said.country;
    let to = |country| Said { country, asked_by: document.asked_by, question: &document.question };
    let keys = members.node_keys(country);
    if keys.is_empty() {
        return Some(Finding::NoKey(country));
    }
    if signed(to(country), &said.answer, keys).is_ok() {
        return None;
    }
    // Whose signature it is can be told where that answer stands in the file too.
    let others = document.answers.iter().filter(|other| other.country != country);
    let owner = others.into_iter().find(|other| {
        let mut theirs = other.answer.clone();
        theirs.signature.clone_from(&said.answer.signature);
        signed(to(other.country), &theirs, members.node_keys(other.country)).is_ok()
    });
    Some(owner.map_or(Finding::Altered(country), |other| Finding::Swapped(country, other.country)))
}
