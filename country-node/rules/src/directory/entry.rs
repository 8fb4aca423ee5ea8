//! A record from its events.

use super::content::{Content, Span};
use super::event::{By, Did, Event};
use super::moves::{MoveFault, led, moved};
use super::review::{MOST_REVIEWS, Review, is_reviewed};
use crate::clock::Seconds;
use crate::officer::is_named;
use schema::country::CountryCode;
use schema::directory::kind::EntryKind;
use schema::directory::state::{EntryState, EntryStep};
use schema::member::MemberCode;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many things that were done can be undone, one after another.
const MOST_UNDONE: usize = 50;

/// A record as it is after some of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its kind.
    pub kind: EntryKind,
    /// Its id within its country.
    pub id: String,
    /// What it is now.
    pub now: Standing,
    /// What it was before each thing that can be undone, the last one last.
    before: Vec<Standing>,
    /// Everybody who wrote any of what it says.
    authors: BTreeSet<By>,
    /// How many events it has.
    pub events: i32,
    /// When it changed last. What reviewers say changes nothing.
    pub changed_at: Seconds,
    /// What reviewers said of its versions, the last word of each, oldest first.
    pub reviews: Vec<Review>,
}

/// What a record is at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: EntryState,
    /// What it says.
    pub content: Arc<Content>,
    /// The version of what it says: the number of the record's own event that wrote it.
    pub version: i32,
    /// Which of the spans say what somebody wrote who named nobody, and what nobody who is named wrote anew since.
    unnamed: BTreeSet<usize>,
}

impl Standing {
    /// Whose spans are nobody's where somebody writes this over what stood. What says the same is of whoever wrote it first, but where
    /// all of it is written as it stands under a name: then that officer stands for it.
    fn unnamed(former: Option<&Self>, content: &Content, by: &By) -> BTreeSet<usize> {
        if is_named(&by.officer) && former.is_some_and(|former| *former.content == *content) {
            return BTreeSet::new();
        }
        let nobodys = |span: &Span| {
            let stood = former.and_then(|former| {
                let at = former.content.spans.iter().position(|stood| stood.body == span.body)?;
                Some(former.unnamed.contains(&at))
            });
            stood.unwrap_or(!is_named(&by.officer))
        };
        content.spans.iter().enumerate().filter(|(_, span)| nobodys(span)).map(|(at, _)| at).collect()
    }
}

/// Who wants to know: for which member, and whether as an officer.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// The member.
    pub member: MemberCode,
    /// Whether it is one of its officers.
    pub officer: bool,
}

impl Entry {
    /// A record that is written for the first time.
    pub fn recorded((kind, id): (EntryKind, String), content: Arc<Content>, event: &Event) -> Self {
        let unnamed = Standing::unnamed(None, &content, &event.by);
        let now = Standing { state: EntryState::Draft, content, version: 1, unnamed };
        let (before, reviews, authors) = (Vec::new(), Vec::new(), BTreeSet::from([event.by.clone()]));
        Self { kind, id, now, before, authors, events: 1, changed_at: event.at, reviews }
    }

    /// Whether an event may be the next.
    pub fn judge(&self, event: &Event) -> Result<(), MoveFault> {
        match &event.did {
            Did::Recorded(_) => Err(MoveFault::There),
            Did::Changed(_) => moved(self.kind, self.now.state, EntryStep::Change).map(drop),
            Did::Moved(step) => {
                moved(self.kind, self.now.state, *step)?;
                let lacks = *step == EntryStep::Submit && self.now.content.reviewers.is_empty();
                if lacks { Err(MoveFault::NoReviewers) } else { Ok(()) }
            }
            Did::Reviewed(_) => {
                moved(self.kind, self.now.state, EntryStep::Review)?;
                if !is_named(&event.by.officer) {
                    return Err(MoveFault::Unnamed);
                }
                if self.authors.contains(&event.by) {
                    return Err(MoveFault::OwnWork);
                }
                // Officers of other members wrote none of it.
                let is_inside = self.authors.iter().any(|author| author.member == event.by.member);
                if is_inside && self.has_unnamed() {
                    return Err(MoveFault::WrittenUnnamed);
                }
                let of_it = |review: &&Review| review.version == self.now.version && review.by != event.by;
                let others = self.reviews.iter().filter(of_it).count();
                if others < MOST_REVIEWS { Ok(()) } else { Err(MoveFault::TooManyReviews) }
            }
            Did::Undone if self.before.is_empty() => Err(MoveFault::NothingToUndo),
            Did::Undone => Ok(()),
        }
    }

    /// The record after another event. It is not judged again: what was written once stands, whatever the rules of today are.
    #[must_use]
    pub fn after(&self, event: &Event) -> Self {
        let mut next = self.clone();
        next.events += 1;
        if !matches!(event.did, Did::Reviewed(_)) {
            next.changed_at = event.at;
        }
        match &event.did {
            // There is no record before it is written, and none is written twice.
            Did::Recorded(content) | Did::Changed(content) => {
                // Whom it is shown to is no part of what it says.
                let says_more = content.spans != self.now.content.spans;
                let version = if says_more { next.events } else { self.now.version };
                let unnamed = Standing::unnamed(Some(&self.now), content, &event.by);
                // Whoever stands for what nobody did has as good as written it.
                if says_more || unnamed != self.now.unnamed {
                    next.authors.insert(event.by.clone());
                }
                next.put(Standing { state: self.now.state, content: Arc::clone(content), version, unnamed });
            }
            Did::Moved(step) => next.put(Standing { state: led(self.now.state, *step), ..self.now.clone() }),
            Did::Reviewed(verdict) => {
                let (by, comment, version) = (event.by.clone(), event.reason.clone(), self.now.version);
                next.reviews.retain(|review| (review.version, &review.by) != (version, &by));
                next.reviews.push(Review { by, at: event.at, version, verdict: *verdict, comment });
            }
            Did::Undone => {
                if let Some(before) = next.before.pop() {
                    next.now = before;
                }
            }
        }
        next
    }

    /// Whether somebody who named nobody wrote some of what it says, and nobody who is named wrote that anew.
    pub fn has_unnamed(&self) -> bool {
        !self.now.unnamed.is_empty()
    }

    fn put(&mut self, standing: Standing) {
        let former = std::mem::replace(&mut self.now, standing);
        self.before.push(former);
        if self.before.len() > MOST_UNDONE {
            self.before.remove(0);
        }
    }

    /// What reviewers said of the version that stands.
    pub fn reviews_now(&self) -> impl Iterator<Item = &Review> {
        self.reviews.iter().filter(|review| review.version == self.now.version)
    }

    /// Whether it is shown to one who asks: what is published to whom its visibility says, and what can be reviewed to those officers who
    /// review it, whomever else it is shown to.
    pub fn is_told_to(&self, reader: Reader, country: CountryCode) -> bool {
        let Standing { state, content, .. } = &self.now;
        let is_shown =
            *state == EntryState::Published && content.visibility.shows_to(reader.member, country, &content.named);
        let reviews = || moved(self.kind, *state, EntryStep::Review).is_ok();
        is_shown || (reader.officer && self.may_be_reviewed_by(reader.member, country) && reviews())
    }

    /// Whether the version that stands is reviewed; nothing of a kind that is not.
    pub fn is_reviewed(&self, country: CountryCode) -> Option<bool> {
        let Standing { version, content, .. } = &self.now;
        self.kind.is_reviewed().then(|| is_reviewed(&self.reviews, *version, &content.reviewers, country))
    }

    /// Whether a member's officers may review it: the country's own, and those of the members that it names for it.
    pub fn may_be_reviewed_by(&self, member: MemberCode, country: CountryCode) -> bool {
        member == country || self.now.content.reviewers.contains(&member)
    }
}
