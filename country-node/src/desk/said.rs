//! What the desk tells of a programme's work.

use crate::contact::Contact;
use crate::programme::draw::Drawn;
use crate::programme::propose::{Listed, Proposed};
use crate::store::programme_event::Model;
use async_graphql::{Enum, Json, SimpleObject};
use node_rules::clock::text;
use node_rules::matching::fairness::Composition;
use node_rules::matching::need::Mode;
use node_rules::programme::matched::Match;
use node_rules::programme::progress::Progress;
use node_rules::programme::record::Record;
use schema::country::CountryCode;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use serde_json::Value;

/// A record of a programme's work.
#[derive(SimpleObject)]
pub struct WorkRecord {
    /// Its kind.
    kind: Kind,
    /// Its id within the programme.
    id: String,
    /// Where it stands.
    state: State,
    /// Why, where it ended for a reason.
    why: Option<Why>,
    /// How many things were done to it: who changes it says after which.
    version: i32,
    /// When something was done to it last (RFC 3339).
    changed_at: String,
    /// What it says, in the form of its kind. Of a candidate it does not say who it is.
    says: Json<Value>,
}

impl WorkRecord {
    pub(super) fn of(record: &Record) -> Self {
        Self {
            kind: record.now.content.kind(),
            id: record.id.clone(),
            state: record.now.state,
            why: record.now.why,
            version: record.version,
            changed_at: text(record.changed_at),
            says: Json(record.now.content.value()),
        }
    }
}

/// A page of records.
#[derive(SimpleObject)]
pub struct WorkPage {
    /// The records, by their ids.
    pub(super) records: Vec<WorkRecord>,
    /// How many there are in all.
    pub(super) total: usize,
    /// Whether others come after them.
    pub(super) more: bool,
}

/// What became of what an officer wanted done.
#[derive(SimpleObject, Default)]
pub struct WorkAnswer {
    /// The record as it is now; null where nothing was done.
    pub(super) record: Option<WorkRecord>,
    /// Why nothing was done.
    pub(super) reason: Option<String>,
}

/// One thing that was done to a record.
#[derive(SimpleObject)]
pub struct WorkEvent {
    /// Its number among all of the node's programmes.
    number: i64,
    /// When (RFC 3339).
    at: String,
    /// What.
    step: Step,
    /// Which officer: by a pseudonym, or as the node's operator said it.
    officer: String,
    /// Why, where it ended something.
    why: Option<Why>,
    /// What it said from then on, where that was written.
    says: Option<Json<Value>>,
}

impl WorkEvent {
    pub(super) fn of(row: &Model) -> Option<Self> {
        use crate::intake::consents::named;
        let why = row.why.as_deref().and_then(named);
        let says = row.content.as_deref().and_then(|says| serde_json::from_str(says).ok()).map(Json);
        let (at, officer) = (text(row.at), row.officer.clone());
        Some(Self { number: row.number, at, step: named(&row.step)?, officer, why, says })
    }
}

/// A candidate proposed for a need.
#[derive(SimpleObject)]
pub struct Proposal {
    /// The need.
    need: String,
    /// The candidate.
    candidate: String,
    /// The points of the score, 0 to 1000.
    points: u16,
    /// What gave them.
    reasons: Vec<String>,
}

impl Proposal {
    fn of(of: Match) -> Self {
        Self { need: of.need, candidate: of.candidate, points: of.points.unwrap_or(0), reasons: of.reasons }
    }
}

/// A need with positions for which nobody is proposed.
#[derive(SimpleObject)]
pub struct OpenNeed {
    /// The need.
    need: String,
    /// How many.
    positions: u16,
}

/// A need whose days are over.
#[derive(SimpleObject)]
pub struct NeedOver {
    /// The need.
    need: String,
    /// Its last day.
    until: String,
}

/// How a person is reached.
#[derive(SimpleObject)]
pub struct Reached {
    /// The name.
    name: Option<String>,
    /// The address.
    address: Option<String>,
    /// The e-mail address.
    email: Option<String>,
    /// The telephone.
    telephone: Option<String>,
}

impl Reached {
    pub(super) fn of(of: Contact) -> Self {
        Self { name: of.name, address: of.address, email: of.email, telephone: of.telephone }
    }
}

/// What became of a wish to reach a person.
#[derive(SimpleObject, Default)]
pub struct ReachedAnswer {
    /// How the person is reached; null where it is not told.
    pub(super) reached: Option<Reached>,
    /// Why it is not told.
    pub(super) reason: Option<String>,
}

/// How a person serves.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Mode")]
pub enum ServiceMode {
    /// By returning for good.
    Permanent,
    /// By coming for a time.
    Temporary,
    /// From abroad.
    Virtual,
}

/// What became of a wish to draw candidates.
#[derive(SimpleObject)]
pub struct DrawAnswer {
    /// What drawing came to; null where nobody was drawn.
    drawn: Option<DrawnCandidates>,
    /// Why nobody was.
    reason: Option<String>,
}

/// What drawing candidates came to. These are counts without protection, for the country's own officers.
#[derive(SimpleObject)]
pub struct DrawnCandidates {
    /// New candidates.
    candidates: usize,
    /// Persons who are like what is looked for, and candidates already.
    known: usize,
    /// Persons who are like it and do not say how they would serve.
    without_mode: usize,
}

impl DrawAnswer {
    pub(super) fn of(drawn: Result<Drawn, String>) -> Self {
        let counts = |Drawn { candidates, known, without_mode }| DrawnCandidates { candidates, known, without_mode };
        match drawn {
            Ok(drawn) => Self { drawn: Some(counts(drawn)), reason: None },
            Err(reason) => Self { drawn: None, reason: Some(reason) },
        }
    }
}

/// Who is among some persons. These are counts without protection, for the country's own officers.
#[derive(SimpleObject)]
pub struct Among {
    /// How many.
    persons: usize,
    /// The share of women, of women and men.
    share_of_women: Option<f64>,
    /// The share of residents of each country.
    destinations: Vec<AmongDestination>,
}

/// The residents of a country among some persons.
#[derive(SimpleObject)]
pub struct AmongDestination {
    /// The country; null where it is not known.
    country: Option<CountryCode>,
    /// Their share.
    share: Option<f64>,
}

impl Among {
    fn of(of: &Composition) -> Self {
        let destination =
            |country: &Option<CountryCode>| AmongDestination { country: *country, share: of.share_of(*country) };
        Self {
            persons: of.persons,
            share_of_women: of.share_of_women(),
            destinations: of.by_destination.keys().map(destination).collect(),
        }
    }
}

/// Who is among those who come how far.
#[derive(SimpleObject)]
pub struct Steps {
    /// Who meets every hard condition of a need that was taken up, or is matched with one.
    eligible: Among,
    /// Of whom a match is proposed.
    proposed: Among,
    /// For whose match an officer decided; the person may have been told of it.
    accepted: Among,
    /// Who agreed, and has no placement yet.
    agreed: Among,
    /// Who has a placement: planned, begun or over.
    placed: Among,
}

impl Steps {
    pub(super) fn of(of: &Progress) -> Self {
        Self {
            eligible: Among::of(&of.eligible),
            proposed: Among::of(&of.proposed),
            accepted: Among::of(&of.accepted),
            agreed: Among::of(&of.agreed),
            placed: Among::of(&of.placed),
        }
    }
}

/// What matching proposes.
#[derive(SimpleObject)]
pub struct Proposals {
    /// Candidates for needs, the best over all needs at once.
    #[graphql(name = "proposals")]
    best: Vec<Proposal>,
    /// Needs with positions for which nobody is proposed.
    open: Vec<OpenNeed>,
    /// Needs of all these whose days are over: nobody can serve them any more, but the work of a year may be written down after it.
    over: Vec<NeedOver>,
    /// Who is among those who could be matched.
    eligible: Among,
    /// Who is among those who are proposed.
    matched: Among,
}

impl Proposals {
    pub(super) fn of(of: Proposed) -> Self {
        let open = of.open.into_iter().map(|(need, positions)| OpenNeed { need, positions });
        Self {
            best: of.matches.into_iter().map(Proposal::of).collect(),
            open: open.collect(),
            over: of.over.into_iter().map(|(need, until)| NeedOver { need, until: until.to_string() }).collect(),
            eligible: Among::of(&of.fairness.eligible),
            matched: Among::of(&of.fairness.matched),
        }
    }
}

/// The candidates of one need.
#[derive(SimpleObject)]
pub struct ShortlistOf {
    /// Those who can be matched, the best first.
    eligible: Vec<Proposal>,
    /// The others.
    others: Vec<Other>,
}

/// A candidate who cannot be matched with a need.
#[derive(SimpleObject)]
pub struct Other {
    /// The candidate.
    candidate: String,
    /// Every reason.
    reasons: Vec<String>,
}

impl ShortlistOf {
    pub(super) fn of(of: Listed) -> Self {
        let other = |(candidate, reasons)| Other { candidate, reasons };
        Self {
            eligible: of.eligible.into_iter().map(Proposal::of).collect(),
            others: of.others.into_iter().map(other).collect(),
        }
    }
}
