//! Doing what somebody wants done to records: held against what is stored, and appended in one step with the audit log. All of it or
//! nothing.

use super::Directory;
use super::focal::{sealed, sealed_all};
use super::wish::{DirectoryFault, Does, Wish};
use crate::audit::writer::append_with;
use crate::programme::change::Officer;
use crate::store::{self, directory_event};
use node_rules::agreement::Party;
use node_rules::audit::entry::{Asker, Event as Written};
use node_rules::directory::content::Content;
use node_rules::directory::edit::EditFault;
use node_rules::directory::entry::{Entry, Reader};
use node_rules::directory::event::{By, Did, Event};
use node_rules::directory::index::Index;
use node_rules::directory::moves::MoveFault;
use node_rules::directory::references::dangling;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::sound::is_id;
use schema::directory::visibility::Shown;
use schema::member::MemberCode;
use schema::seal::{SealFault, canonical, digest};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{DatabaseTransaction, EntityTrait};
use serde_json::json;
use std::sync::Arc;

/// The longest reason, in characters.
const LONGEST: usize = 1000;

/// Who wants it.
#[derive(Clone, Copy)]
pub enum Wisher<'a> {
    /// The country's own officers and operator, at the node itself.
    Own(Officer<'a>),
    /// Whoever acts for a member, over a gateway.
    For(Party<'a>),
}

impl Wisher<'_> {
    /// Whether it is an officer who is named.
    pub fn is_named(self) -> bool {
        match self {
            Self::Own(officer) => !matches!(officer, Officer::Operator),
            Self::For(party) => party.caller().is_some(),
        }
    }
}

impl Directory {
    /// Does everything that is wanted, or nothing, and gives back the records as they are then.
    pub async fn act(&self, by: Wisher<'_>, wishes: Vec<Wish>) -> Result<Vec<Arc<Entry>>, DirectoryFault> {
        self.act_with(by, wishes, async |_| Ok(())).await
    }

    /// The same, with what else is kept in that step: both stand or neither.
    pub async fn act_with<E: From<DirectoryFault>>(
        &self,
        by: Wisher<'_>,
        wishes: Vec<Wish>,
        beside: impl AsyncFnOnce(&DatabaseTransaction) -> Result<(), E>,
    ) -> Result<Vec<Arc<Entry>>, E> {
        let _only = self.writes.lock().await;
        let transaction = store::begin(&self.node.store).await.map_err(DirectoryFault::from)?;
        let (next, done) = self.wished(&transaction, by, wishes).await?;
        beside(&transaction).await?;
        transaction.commit().await.map_err(DirectoryFault::from)?;
        let mut index = self.index.lock().await;
        // A reader may have taken in what was committed, or what another process wrote since.
        if next.last() > index.last() {
            *index = Arc::new(next);
        }
        Ok(done)
    }

    /// Everything that is wanted as a part of a larger step: the directory and the records as they are then.
    async fn wished(
        &self,
        transaction: &DatabaseTransaction,
        by: Wisher<'_>,
        wishes: Vec<Wish>,
    ) -> Result<(Index, Vec<Arc<Entry>>), DirectoryFault> {
        // What is not committed is kept in no memory but this function's own.
        let mut next = (*self.now(transaction).await?).clone();
        let mut done = Vec::with_capacity(wishes.len());
        let mut written = Vec::new();
        for wish in wishes {
            // What is taken back, ended or reviewed names nothing that it did not name before.
            let is_written = !matches!(wish.does, Does::Undo | Does::Review(_) | Does::End(_) | Does::Show(_));
            done.push(self.one(transaction, &mut next, by, wish).await?);
            written.extend(done.last().filter(|_| is_written).cloned());
        }
        // Records of one file name one another, in whatever order they stand.
        for entry in written {
            let now = next.get(entry.kind, &entry.id).unwrap_or(&entry);
            dangling(&next, now).map_err(|fault| DirectoryFault::Dangling(now.kind, now.id.clone(), fault))?;
        }
        Ok((next, done))
    }

    async fn one(
        &self,
        transaction: &DatabaseTransaction,
        index: &mut Index,
        by: Wisher<'_>,
        wish: Wish,
    ) -> Result<Arc<Entry>, DirectoryFault> {
        let (kind, id) = (wish.kind, wish.id.clone());
        let refused = |fault| DirectoryFault::Move(kind, id.clone(), fault);
        let former = index.get(kind, &id).cloned();
        self.may(by, &wish, former.as_deref())?;
        let did = match self.did(wish.does, former.as_deref()) {
            Ok(did) => did,
            Err(Unfit::Edit(fault)) => return Err(DirectoryFault::Edit(kind, id, fault)),
            Err(Unfit::Move(fault)) => return Err(refused(fault)),
        };
        if let Did::Recorded(content) | Did::Changed(content) = &did {
            sound((kind, &id), content)?;
            self.members(content)?;
        }
        let (officer, asker) = match by {
            Wisher::Own(officer) => officer.named(&self.node),
            Wisher::For(party) => match party.caller().map(|caller| self.node.ledger.asker(caller)) {
                Some(asker) => Officer::Asking(&asker).named(&self.node),
                None => Officer::Operator.named(&self.node),
            },
        };
        let by = By { member: self.side(by), officer };
        let mut event = Event { number: 0, at: (self.node.clock)(), by, reason: wish.reason, did };
        index.judge((kind, &id), &event).map_err(refused)?;
        event.number = self.append(transaction, (kind, &id), &event, asker).await?;
        index.append((kind, &id), &event).ok_or_else(|| refused(MoveFault::NotThere))
    }

    /// For which member somebody wants it.
    fn side(&self, by: Wisher<'_>) -> MemberCode {
        match by {
            Wisher::Own(_) => self.node.config.country,
            Wisher::For(party) => party.member(),
        }
    }

    /// Whether somebody may want it: the country's own officers everything, those of others that they review.
    fn may(&self, by: Wisher<'_>, wish: &Wish, former: Option<&Entry>) -> Result<(), DirectoryFault> {
        let Wish { kind, id, does, reason, version } = wish;
        let is_review = matches!(does, Does::Review(_));
        let is_plain = |reason: &str| !reason.chars().any(|c| c.is_control() && c != '\n');
        if reason.chars().count() > LONGEST || !is_plain(reason) || is_review && reason.trim().is_empty() {
            return Err(DirectoryFault::Reason);
        }
        if !is_id(id) {
            return Err(DirectoryFault::Id);
        }
        let (country, member) = (self.node.config.country, self.side(by));
        let refused = |fault| Err(DirectoryFault::Move(*kind, id.clone(), fault));
        if member != country {
            if !is_review {
                return Err(DirectoryFault::NotOwn(country));
            }
            // Whoever does not review it is told the same where it is there.
            let reader = Reader { member, officer: true };
            let reviews =
                |entry: &Entry| entry.is_told_to(reader, country) && entry.may_be_reviewed_by(member, country);
            if !former.is_some_and(reviews) {
                return refused(MoveFault::NotThere);
            }
        }
        match (version, former) {
            (Some(meant), Some(entry)) if *meant != entry.now.version => refused(MoveFault::Stale(entry.now.version)),
            _ => Ok(()),
        }
    }

    /// Whether it names members of the federation alone.
    fn members(&self, content: &Content) -> Result<(), DirectoryFault> {
        let mut named = content.named.iter().chain(&content.reviewers).peekable();
        if named.peek().is_none() {
            return Ok(());
        }
        let members = self.node.roll()?.in_force();
        match named.find(|member| members.get(**member).is_none()) {
            Some(nobody) => Err(DirectoryFault::NoMember(*nobody)),
            None => Ok(()),
        }
    }

    /// What a wish comes to for a record as it is. Persons whom it names are put under their pseudonyms.
    fn did(&self, does: Does, former: Option<&Entry>) -> Result<Did, Unfit> {
        let keys = &self.node.keys;
        let former = former.map(|entry| entry.now.content.as_ref());
        let there = || former.ok_or(Unfit::Move(MoveFault::NotThere));
        let changed = |content: Content| Did::Changed(Arc::new(content));
        let seal = |mut body: Body| {
            sealed(&mut body, keys, former.and_then(Content::latest).map(|span| &span.body));
            body
        };
        let seal_all = |mut content: Content| {
            sealed_all(&mut content, keys, former);
            content
        };
        Ok(match does {
            Does::Write(content) if former.is_some() => changed(seal_all(content)),
            Does::Record(content) | Does::Write(content) => Did::Recorded(Arc::new(seal_all(content))),
            Does::Correct(body) => changed(there()?.corrected(seal(body))?),
            Does::ChangeFrom(from, body) => changed(there()?.changed_from(from, seal(body))?),
            Does::End(until) => changed(there()?.ended(until)?),
            Does::Show(Shown { visibility, named, reviewers }) => {
                changed(Content { visibility, named, reviewers, ..there()?.clone() })
            }
            Does::Move(step) => Did::Moved(step),
            Does::Review(verdict) => Did::Reviewed(verdict),
            Does::Undo => Did::Undone,
        })
    }

    /// Appends what was done, and the entry of the audit log that tells of it. Both stand or neither.
    async fn append(
        &self,
        transaction: &DatabaseTransaction,
        (kind, id): (EntryKind, &str),
        event: &Event,
        by: Option<Asker>,
    ) -> Result<i64, DirectoryFault> {
        let content = match &event.did {
            Did::Recorded(content) | Did::Changed(content) => Some(content.value().to_string()),
            Did::Reviewed(verdict) => Some(verdict.name().to_owned()),
            Did::Moved(_) | Did::Undone => None,
        };
        let (step, side) = (event.did.step().name().to_owned(), event.by.member);
        let said = said(content.as_deref(), &event.reason)?;
        let row = directory_event::ActiveModel {
            number: NotSet,
            kind: Set(kind.name().to_owned()),
            entry: Set(id.to_owned()),
            step: Set(step.clone()),
            at: Set(event.at),
            member: Set(side.to_string()),
            officer: Set(event.by.officer.clone()),
            reason: Set(event.reason.clone()),
            content: Set(content),
        };
        let number = directory_event::Entity::insert(row).exec(transaction).await?.last_insert_id;
        let written = Written::Entry { number, kind, entry: id.to_owned(), step, side, said, by };
        append_with(transaction, vec![written], event.at).await?;
        Ok(number)
    }
}

/// What the log has of an event: a digest that tells whether it is as it was. Reasons and reviews are held fast too.
pub(crate) fn said(content: Option<&str>, reason: &str) -> Result<String, SealFault> {
    Ok(digest(&canonical(&json!({ "content": content, "reason": reason }))?))
}

/// Whether a content can be kept: of its kind, and without fault.
fn sound((kind, id): (EntryKind, &str), content: &Content) -> Result<(), DirectoryFault> {
    let mut faults = content.faults();
    if content.spans.iter().any(|span| span.body.kind() != kind) {
        faults.push(EditFault::OtherKind.to_string());
    }
    if faults.is_empty() { Ok(()) } else { Err(DirectoryFault::Content(kind, id.to_owned(), faults.join("; "))) }
}

/// Why a wish does not fit a record.
enum Unfit {
    Edit(EditFault),
    Move(MoveFault),
}

impl From<EditFault> for Unfit {
    fn from(fault: EditFault) -> Self {
        Self::Edit(fault)
    }
}
