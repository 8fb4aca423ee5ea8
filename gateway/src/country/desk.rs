//! Something done to a record of one country, for an officer: the node decides whether it may be. One request.

use super::ask::{Word, alone};
use super::check::is_plain;
use super::directory::is_sound;
use super::{Breach, Silence};
use crate::registry::Node;
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::page::{EntryAnswer, EntryEvent};
use schema::directory::state::{EntryStep, Verdict};
use schema::directory::visibility::Shown;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

/// What is done to a record.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Deed {
    /// It is written for the first time.
    Record {
        /// Its id.
        id: String,
        /// What it says.
        content: Body,
        /// Since when.
        from: Option<PartialDate>,
        /// Whom it is shown to.
        shown: Shown,
    },
    /// It is changed.
    Change {
        /// Its id.
        id: String,
        /// What it says.
        content: Body,
        /// From when on.
        from: Option<PartialDate>,
        /// Why.
        reason: Option<String>,
        /// The version that it is meant for.
        version: Option<u32>,
    },
    /// What it says ends.
    End {
        /// Its kind.
        kind: EntryKind,
        /// Its id.
        id: String,
        /// When.
        until: PartialDate,
        /// Why.
        reason: Option<String>,
        /// The version that it is meant for.
        version: Option<u32>,
    },
    /// It is shown to others.
    Show {
        /// Its kind.
        kind: EntryKind,
        /// Its id.
        id: String,
        /// Whom it is shown to.
        shown: Shown,
        /// The version that it is meant for.
        version: Option<u32>,
    },
    /// It is moved to another state.
    Move {
        /// Its kind.
        kind: EntryKind,
        /// Its id.
        id: String,
        /// How.
        step: EntryStep,
        /// Why.
        reason: Option<String>,
        /// The version that it is meant for.
        version: Option<u32>,
    },
    /// It is reviewed.
    Review {
        /// Its kind.
        kind: EntryKind,
        /// Its id.
        id: String,
        /// What the reviewer thinks.
        verdict: Verdict,
        /// Why.
        comment: String,
        /// The version that it is meant for.
        version: Option<u32>,
    },
    /// What was done last is undone.
    Undo {
        /// Its kind.
        kind: EntryKind,
        /// Its id.
        id: String,
        /// Why.
        reason: Option<String>,
        /// The version that it is meant for.
        version: Option<u32>,
    },
}

impl Deed {
    const fn kind(&self) -> EntryKind {
        match self {
            Self::Record { content, .. } | Self::Change { content, .. } => content.kind(),
            Self::End { kind, .. }
            | Self::Show { kind, .. }
            | Self::Move { kind, .. }
            | Self::Review { kind, .. }
            | Self::Undo { kind, .. } => *kind,
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Record { id, .. }
            | Self::Change { id, .. }
            | Self::End { id, .. }
            | Self::Show { id, .. }
            | Self::Move { id, .. }
            | Self::Review { id, .. }
            | Self::Undo { id, .. } => id,
        }
    }

    const fn query(&self) -> &'static str {
        match self {
            Self::Record { .. } => RECORD,
            Self::Change { .. } => CHANGE,
            Self::End { .. } => END,
            Self::Show { .. } => SHOW,
            Self::Move { .. } => MOVE,
            Self::Review { .. } => REVIEW,
            Self::Undo { .. } => UNDO,
        }
    }
}

const RECORD: &str = "\
mutation($id: String!, $content: EntryContentInput!, $from: PartialDate, $shown: EntryShownInput!) \
{ answer: recordEntry(id: $id, content: $content, from: $from, shown: $shown) { ...it } } ";
const CHANGE: &str = "\
mutation($id: String!, $content: EntryContentInput!, $from: PartialDate, $reason: String, $version: Int) \
{ answer: changeEntry(id: $id, content: $content, from: $from, reason: $reason, version: $version) { ...it } } ";
const END: &str = "\
mutation($kind: EntryKind!, $id: String!, $until: PartialDate!, $reason: String, $version: Int) \
{ answer: endEntry(kind: $kind, id: $id, until: $until, reason: $reason, version: $version) { ...it } } ";
const SHOW: &str = "\
mutation($kind: EntryKind!, $id: String!, $shown: EntryShownInput!, $version: Int) \
{ answer: showEntry(kind: $kind, id: $id, shown: $shown, version: $version) { ...it } } ";
const MOVE: &str = "\
mutation($kind: EntryKind!, $id: String!, $step: EntryStep!, $reason: String, $version: Int) \
{ answer: moveEntry(kind: $kind, id: $id, step: $step, reason: $reason, version: $version) { ...it } } ";
const REVIEW: &str = "\
mutation($kind: EntryKind!, $id: String!, $verdict: Verdict!, $comment: String!, $version: Int) \
{ answer: reviewEntry(kind: $kind, id: $id, verdict: $verdict, comment: $comment, version: $version) { ...it } } ";
const UNDO: &str = "\
mutation($kind: EntryKind!, $id: String!, $reason: String, $version: Int) \
{ answer: undoEntry(kind: $kind, id: $id, reason: $reason, version: $version) { ...it } } ";
const IT: &str = "\
fragment it on EntryAnswer { reason entry { id version state visibility named reviewers changedAt from until reviewed \
reviews { by at version verdict comment } content } }";

/// The longest reason, in characters.
const MOST_REASON: usize = 4000;

const PAST: &str = "\
query($kind: EntryKind!, $id: String!) { past: entryHistory(kind: $kind, id: $id) \
{ number at step by officer reason verdict content } }";

#[derive(Serialize)]
struct Past<'a> {
    kind: EntryKind,
    id: &'a str,
}

#[derive(Deserialize)]
struct Told {
    past: Vec<EntryEvent>,
}

/// What was done to a record, as its node tells it to its own officers.
pub async fn past(
    word: Word<'_>,
    node: &Node,
    (kind, id): (EntryKind, &str),
    deadline: Instant,
) -> Result<Vec<EntryEvent>, Silence> {
    let Told { past } = alone(word, node, PAST.to_owned(), Past { kind, id }, deadline).await?;
    let texts = |event: &EntryEvent| {
        [&event.at, &event.officer].into_iter().all(|text| is_plain(text, MOST_REASON, false))
            && is_plain(&event.reason, MOST_REASON, true)
    };
    if past.iter().all(texts) { Ok(past) } else { Err(Breach::Text.into()) }
}

#[derive(Deserialize)]
struct Answered {
    answer: EntryAnswer,
}

/// Does it at the node, which answers with the record as it is then, or with why nothing was done.
pub async fn done(word: Word<'_>, node: &Node, deed: &Deed, deadline: Instant) -> Result<EntryAnswer, Silence> {
    let query = [deed.query(), IT].concat();
    let Answered { answer } = alone(word, node, query, deed, deadline).await?;
    match (&answer.entry, &answer.reason) {
        (Some(row), None) if is_sound(row, (deed.kind(), deed.id())) => Ok(answer),
        (None, Some(reason)) if is_plain(reason, MOST_REASON, true) => Ok(answer),
        (Some(_), None) | (None, Some(_)) => Err(Breach::Text.into()),
        _ => Err(Breach::Contradiction.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_node_is_asked_to_do_is_graphql() {
        assert!(async_graphql::parser::parse_query(PAST).is_ok());
        for query in [RECORD, CHANGE, END, SHOW, MOVE, REVIEW, UNDO] {
            let query = [query, IT].concat();
            assert!(async_graphql::parser::parse_query(&query).is_ok(), "{query}");
        }
    }
}
