//! Doing what somebody wants done in a programme: held against all that stands there, and appended in one step with the audit log. All
//! of it or nothing.

use super::Programmes;
use super::propose::proposal_id;
use super::read::{book, book_beside};
use super::wish::{Does, ProgrammeFault, Wish};
use crate::audit::writer::append_with;
use crate::consent::everybody::Consents;
use crate::intake::consents::name;
use crate::node::Node;
use crate::person::erased;
use crate::store::{self, programme_event};
use node_rules::audit::entry::{Asker, Event as Written};
use node_rules::clock::{Seconds, latest_day};
use node_rules::consent::may::MayNot;
use node_rules::directory::index::Index;
use node_rules::officer::OPERATOR;
use node_rules::programme::book::Book;
use node_rules::programme::content::Content;
use node_rules::programme::event::{Did, Event};
use node_rules::programme::fault::Fault;
use node_rules::programme::known::Known;
use node_rules::programme::record::Record;
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::directory::programme::Programme;
use schema::directory::sound::is_id;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use schema::purpose::ConsentPurpose;
use schema::seal::{SealFault, canonical, digest};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait};
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;

/// Who does it.
#[derive(Clone, Copy)]
pub enum Officer<'a> {
    /// The node's operator, who names nobody.
    Operator,
    /// An officer of the country whom the node's operator names, as the country's tokens do.
    Named(&'a str),
    /// An officer who asks.
    Asking(&'a Asker),
}

impl Officer<'_> {
    /// The officer as a history names one, and as the log does: by one pseudonym, whichever door the officer comes by.
    pub fn named(self, node: &Node) -> (String, Option<Asker>) {
        let asker = match self {
            Self::Operator => return (OPERATOR.to_owned(), None),
            Self::Named(name) => node.ledger.named(node.config.country, name),
            Self::Asking(asker) => asker.clone(),
        };
        (asker.user.as_str().to_owned(), Some(asker))
    }
}

/// Who did it, as it is written.
struct By {
    officer: String,
    asker: Option<Asker>,
}

impl Programmes {
    /// Does everything that is wanted, or nothing, and gives back the records as they are then.
    pub async fn act(
        &self,
        officer: Officer<'_>,
        programme: &str,
        wishes: Vec<Wish>,
    ) -> Result<Vec<Arc<Record>>, ProgrammeFault> {
        let (_, of) = self.programme(programme).await?;
        let _only = self.writes.lock().await;
        let transaction = store::begin(&self.node.store).await?;
        // What is asked of persons is asked over all programmes.
        let asks = wishes.iter().any(|wish| matches!(wish.kind, Kind::Match | Kind::Placement));
        let mut book =
            if asks { book_beside(&transaction, programme).await? } else { book(&transaction, programme).await? };
        let ground = self.ground(&transaction, of).await?;
        let (officer, asker) = officer.named(&self.node);
        let by = By { officer, asker };
        let mut done = Vec::with_capacity(wishes.len());
        for wish in wishes {
            let (kind, id, mut event) = judged(&book, &ground, wish)?;
            let salt = event.person.map(|_| (self.directory.random)());
            event.number = append(&transaction, (programme, kind, &id), (&event, salt), &by).await?;
            let record = book.append((kind, &id), &event);
            done.push(record.ok_or(ProgrammeFault::Refused(kind, id, Fault::NotThere))?);
        }
        transaction.commit().await?;
        Ok(done)
    }

    /// Writes a record, for the first time or anew. A new candidate's id is made here, whatever `id` is.
    pub async fn write(
        &self,
        officer: Officer<'_>,
        (programme, kind, id): (&str, Kind, String),
        (content, person): (Content, Option<Pseudonym>),
        version: Option<i32>,
    ) -> Result<Vec<Arc<Record>>, ProgrammeFault> {
        let book = self.book(programme).await?;
        let wish = match (book.get(kind, &id), person) {
            (Some(record), Some(person)) if record.person != Some(person) => return Err(ProgrammeFault::AnotherPerson),
            (Some(_), _) => Wish { kind, id, does: Does::Change(content), version },
            (None, Some(person)) if kind == Kind::Candidate => {
                let id = self.node.keys.candidate(&person, &(self.directory.random)());
                Wish { kind, id, does: Does::Record(content, Some(person)), version }
            }
            (None, person) => Wish { kind, id, does: Does::Record(content, person), version },
        };
        self.act(officer, programme, vec![wish]).await
    }

    /// Whether something could be done, without doing it.
    pub(super) async fn rehearsed(&self, programme: &str, wish: &Wish) -> Result<(), ProgrammeFault> {
        let (_, of) = self.programme(programme).await?;
        let ground = self.ground(&self.node.store, of).await?;
        judged(&self.book_beside(programme).await?, &ground, wish.clone()).map(drop)
    }

    /// What wishes are held against now.
    pub(super) async fn ground(
        &self,
        store: &impl ConnectionTrait,
        programme: Programme,
    ) -> Result<Ground, ProgrammeFault> {
        let (at, directory) = ((self.node.clock)(), self.directory.now(store).await?);
        let (consents, erased) = (Consents::read(store, at).await?, erased::all(store).await?);
        Ok(Ground { programme, directory, consents, erased, at })
    }
}

/// What wishes are held against.
pub(super) struct Ground {
    programme: Programme,
    directory: Arc<Index>,
    consents: Consents,
    erased: HashSet<Vec<u8>>,
    at: Seconds,
}

impl Ground {
    /// Whether nothing is kept of a person any more.
    pub(super) fn is_erased(&self, person: &Pseudonym) -> bool {
        self.erased.contains(person.0.as_slice())
    }
}

/// A record as it would be after a wish: the event, which is not numbered yet. Nothing is written.
pub(super) fn judged(book: &Book, ground: &Ground, wish: Wish) -> Result<(Kind, String, Event), ProgrammeFault> {
    let Wish { kind, id, does, version } = wish;
    let id = if let Does::Propose(of) = &does { proposal_id(book, of) } else { id };
    if !is_id(&id) {
        return Err(ProgrammeFault::Id);
    }
    let refused = |fault| ProgrammeFault::Refused(kind, id.clone(), fault);
    let former = book.get(kind, &id);
    if let (Some(meant), Some(record)) = (version, former)
        && meant != record.version
    {
        return Err(refused(Fault::Stale(record.version)));
    }
    // A candidate was free when matching looked, which was before.
    if let Does::Propose(of) = &does
        && let Some(held) = book.held(&of.candidate)
    {
        return Err(refused(Fault::Held(held.id.clone())));
    }
    let (did, person) = match does {
        Does::Record(_, Some(_)) if kind != Kind::Candidate => return Err(ProgrammeFault::Person),
        Does::Record(_, Some(person)) if ground.is_erased(&person) => return Err(ProgrammeFault::Erased),
        Does::Record(..) if kind == Kind::Candidate && !is_made_here(&id) => return Err(ProgrammeFault::CandidateId),
        Does::Record(Content::Match(of), _) if of.points.is_some() || !of.reasons.is_empty() => {
            return Err(ProgrammeFault::Score);
        }
        Does::Propose(of) => (Did::Recorded(Arc::new(Content::Match(of))), None),
        Does::Record(content, person) => (Did::Recorded(Arc::new(content)), person),
        Does::Change(content) => (Did::Changed(Arc::new(content)), None),
        Does::Move(step @ (Step::Record | Step::Change | Step::Undo), _) => return Err(ProgrammeFault::NoMove(step)),
        Does::Move(step, why) => (Did::Moved(step, why), None),
        Does::Undo => (Did::Undone, None),
    };
    if let Did::Recorded(content) | Did::Changed(content) = &did
        && content.kind() != kind
    {
        return Err(refused(Fault::Content(format!("it says what a {} says", content.kind()))));
    }
    // Every event of a candidate says whose it is, so that all of them can be erased.
    let person = person.or_else(|| former.and_then(|record| record.person));
    let event = Event { number: 0, at: ground.at, did, person };
    let consent = match book.asks_consent_of((kind, &id), &event.did) {
        Some(person) => may_be_matched(&ground.consents, &person),
        // Of one who is erased nothing is known.
        None => Err(MayNot::Never),
    };
    let (programme, directory) = (&ground.programme, &*ground.directory);
    let known = Known { programme, directory, today: latest_day(ground.at), consent };
    book.judge((kind, &id), &event, &known).map_err(refused)?;
    Ok((kind, id, event))
}

/// Whether a person may be matched with a programme's need, by name, by the country's own officers.
pub(super) fn may_be_matched(consents: &Consents, person: &Pseudonym) -> Result<(), MayNot> {
    consents.may(person, ConsentPurpose::ProgrammeMatching, Audience::OwnGovernment)
}

/// Whether an id is one that the node makes for a candidate: an officer's could be a name.
fn is_made_here(id: &str) -> bool {
    let digits = id.strip_prefix('c').unwrap_or_default();
    digits.len() == 16 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Appends what was done, and the entry of the audit log that tells of it. Both stand or neither.
pub(super) async fn written(
    transaction: &DatabaseTransaction,
    (programme, kind, id): (&str, Kind, &str),
    did: &Did,
    (officer, at): (&str, Seconds),
) -> Result<(), ProgrammeFault> {
    let event = Event { number: 0, at, did: did.clone(), person: None };
    let by = By { officer: officer.to_owned(), asker: None };
    append(transaction, (programme, kind, id), (&event, None), &by).await.map(drop)
}

/// What the log has of an event: a digest that tells whether it is as it was. It tells nothing of a person whose row is erased, for it has
/// a part that nobody guesses.
pub(crate) fn said(content: Option<&str>, why: Option<&str>, salt: Option<&[u8]>) -> Result<String, SealFault> {
    Ok(digest(&canonical(&json!({ "content": content, "why": why, "of": salt.map(digest) }))?))
}

/// The same of any event; of a candidate's with a salt.
async fn append(
    transaction: &DatabaseTransaction,
    (programme, kind, id): (&str, Kind, &str),
    (event, salt): (&Event, Option<[u8; 32]>),
    by: &By,
) -> Result<i64, ProgrammeFault> {
    let content = match &event.did {
        Did::Recorded(content) | Did::Changed(content) => Some(content.value().to_string()),
        Did::Moved(..) | Did::Undone => None,
    };
    let why = match &event.did {
        Did::Moved(_, why) => why.map(name),
        _ => None,
    };
    let said = said(content.as_deref(), why.as_deref(), salt.as_ref().map(<[u8; 32]>::as_slice))?;
    let step = event.did.step().name().to_owned();
    let row = programme_event::ActiveModel {
        number: NotSet,
        programme: Set(programme.to_owned()),
        kind: Set(kind.name().to_owned()),
        entry: Set(id.to_owned()),
        step: Set(step.clone()),
        at: Set(event.at),
        officer: Set(by.officer.clone()),
        why: Set(why),
        pseudonym: Set(event.person.map(|person| person.0.to_vec())),
        salt: Set(salt.map(|salt| salt.to_vec())),
        content: Set(content),
    };
    let number = programme_event::Entity::insert(row).exec(transaction).await?.last_insert_id;
    let (programme, entry) = (programme.to_owned(), id.to_owned());
    let written = Written::Work { number, programme, kind, entry, step, said, by: by.asker.clone() };
    append_with(transaction, vec![written], event.at).await?;
    Ok(number)
}
