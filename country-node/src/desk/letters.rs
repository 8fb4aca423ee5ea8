//! What the desk tells of campaigns and their letters.

use crate::campaign::hand::Handed;
use crate::campaign::list::ByHand;
use crate::intake::consents::named;
use crate::store::{campaign_event, letter};
use async_graphql::{Enum, Json, SimpleObject};
use node_rules::campaign::drawing::Drawing;
use node_rules::campaign::reach::Reach;
use node_rules::campaign::record::Record;
use node_rules::clock::text;
use node_rules::consent::Method;
use schema::campaign::left_out::LeftOut;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::{State, Step};
use serde_json::Value;

/// A campaign.
#[derive(SimpleObject)]
pub struct CampaignRecord {
    /// Its id.
    id: String,
    /// Where it stands.
    state: State,
    /// What it says.
    says: Json<Value>,
    /// How many things were done to it: who changes it says after which.
    version: i32,
    /// When something was done to it last (RFC 3339).
    changed_at: String,
}

impl CampaignRecord {
    pub(super) fn of(record: Record) -> Self {
        Self {
            state: record.state,
            says: Json(serde_json::to_value(record.content.as_ref()).unwrap_or_default()),
            version: record.version,
            changed_at: text(record.changed_at),
            id: record.id,
        }
    }
}

/// What became of what an officer wanted done to a campaign.
#[derive(SimpleObject)]
pub struct CampaignAnswer {
    /// The campaign as it is now; null where nothing was done.
    campaign: Option<CampaignRecord>,
    /// Why nothing was done.
    reason: Option<String>,
}

impl CampaignAnswer {
    pub(super) fn of(done: Result<Record, String>) -> Self {
        match done {
            Ok(record) => Self { campaign: Some(CampaignRecord::of(record)), reason: None },
            Err(reason) => Self { campaign: None, reason: Some(reason) },
        }
    }
}

/// One thing that was done to a campaign.
#[derive(SimpleObject)]
pub struct CampaignEvent {
    /// Its number among all of the node's campaigns.
    number: i64,
    /// When (RFC 3339).
    at: String,
    /// What.
    step: Step,
    /// Which officer: by a pseudonym; or `operator`, who names nobody.
    officer: String,
    /// What it said from then on, where that was written; of a start whom it went to and who was left out; of letters
    /// that an officer took which those are; of a letter what was said of it.
    says: Option<Json<Value>>,
}

impl CampaignEvent {
    pub(super) fn of(row: &campaign_event::Model) -> Option<Self> {
        let step = named(&row.step)?;
        let says = row.content.as_deref().and_then(|says| serde_json::from_str(says).ok()).map(Json);
        Some(Self { number: row.number, at: text(row.at), step, officer: row.officer.clone(), says })
    }
}

/// Whom a campaign goes to, and who of those who agree to be written to is left out. These are counts without protection, for the country's
/// own officers.
#[derive(SimpleObject)]
pub struct CampaignDrawing {
    /// Letters by means and language.
    letters: Vec<LettersDrawn>,
    /// Who gets none, by reason.
    left_out: Vec<PersonsLeftOut>,
}

/// Letters that go by one means in one language.
#[derive(SimpleObject)]
pub struct LettersDrawn {
    /// The means.
    means: Means,
    /// The language (BCP 47).
    language: String,
    /// How many.
    letters: u64,
}

/// Persons who agree to be written to and get no letter for one reason.
#[derive(SimpleObject)]
pub struct PersonsLeftOut {
    /// The reason.
    reason: LeftOut,
    /// How many.
    persons: u64,
}

impl CampaignDrawing {
    pub(super) fn of(of: &Drawing) -> Self {
        let letters = of.letters.iter().flat_map(|(means, languages)| {
            let drawn = |(language, letters): (&String, &u64)| LettersDrawn {
                means: *means,
                language: language.clone(),
                letters: *letters,
            };
            languages.iter().map(drawn)
        });
        let left_out =
            of.left_out.iter().map(|(reason, persons)| PersonsLeftOut { reason: *reason, persons: *persons });
        Self { letters: letters.collect(), left_out: left_out.collect() }
    }
}

/// What became of a campaign's letters. These are counts without protection, for the country's own officers.
#[derive(SimpleObject)]
pub struct CampaignReach {
    /// How many there are.
    letters: u64,
    /// How many of them reached their persons: the mail server took them and they did not come back, or an officer says so.
    reached: u64,
    /// By means.
    by_means: Vec<LettersByMeans>,
    /// By state.
    by_state: Vec<LettersByState>,
    /// How many were answered.
    answered: u64,
    /// How many led to the person being written to no more.
    opted_out: u64,
}

/// Letters that go by one means.
#[derive(SimpleObject)]
pub struct LettersByMeans {
    /// The means.
    means: Means,
    /// How many.
    letters: u64,
}

/// Letters in one state.
#[derive(SimpleObject)]
pub struct LettersByState {
    /// The state.
    state: LetterState,
    /// How many.
    letters: u64,
}

impl CampaignReach {
    pub(super) fn of(of: &Reach) -> Self {
        let by_means = of.by_means.iter().map(|(means, letters)| LettersByMeans { means: *means, letters: *letters });
        let by_state = of.by_state.iter().map(|(state, letters)| LettersByState { state: *state, letters: *letters });
        Self {
            letters: of.letters,
            reached: of.reached(),
            by_means: by_means.collect(),
            by_state: by_state.collect(),
            answered: of.answered,
            opted_out: of.opted_out,
        }
    }
}

/// What became of letters that were to be sent again.
#[derive(SimpleObject)]
pub struct AgainAnswer {
    /// How many wait again; null where nothing was done.
    letters: Option<u64>,
    /// Why nothing was.
    reason: Option<String>,
}

impl AgainAnswer {
    pub(super) fn of(done: Result<u64, String>) -> Self {
        let (letters, reason) = done.map_or_else(|reason| (None, Some(reason)), |letters| (Some(letters), None));
        Self { letters, reason }
    }
}

/// A letter of which nobody knows yet whether the mail server has it.
#[derive(SimpleObject)]
pub struct OpenLetter {
    /// Its number.
    number: i64,
    /// The campaign.
    campaign: String,
    /// Its `Message-ID`, by which it is looked for at the server.
    message_id: String,
    /// When it was handed over (RFC 3339).
    offered_at: Option<String>,
}

impl OpenLetter {
    pub(super) fn of(row: letter::Model) -> Self {
        Self {
            number: row.number,
            campaign: row.campaign,
            message_id: row.message_id,
            offered_at: row.offered_at.map(text),
        }
    }
}

/// Those whom an officer reaches, or why nobody is told of.
#[derive(SimpleObject)]
pub struct ByHandAnswer {
    /// The persons; null where nobody is told of.
    persons: Option<Vec<PersonByHand>>,
    /// Whether there may be others: ask again with `after` the last one's letter. Null where nobody is told of.
    more: Option<bool>,
    /// Why nobody is.
    reason: Option<String>,
}

/// A person whom an officer reaches.
#[derive(SimpleObject)]
pub struct PersonByHand {
    /// The letter's number, by which it is said what came of it.
    letter: i64,
    /// In which language.
    language: String,
    /// The person's name, where it is known.
    name: Option<String>,
    /// The telephone number or the address.
    way: String,
    /// The country that the person lives in, on a list for embassies or associations, where it is known.
    country: Option<String>,
    /// When the letter was handed to an officer before, where nobody said since what came of it (RFC 3339).
    handed_at: Option<String>,
    /// To which officer that was: by a pseudonym; or `operator`, who names nobody.
    handed_to: Option<String>,
}

impl ByHandAnswer {
    pub(super) fn of(told: Result<Handed, String>) -> Self {
        let person = |ByHand { letter, language, name, way, country, before }| {
            let (at, handed_to) = before.map_or((None, None), |before| (Some(before.at), before.to));
            PersonByHand { letter, language, name, way, country, handed_at: at.map(text), handed_to }
        };
        match told {
            Ok(Handed { persons, more }) => {
                Self { persons: Some(persons.into_iter().map(person).collect()), more: Some(more), reason: None }
            }
            Err(reason) => Self { persons: None, more: None, reason: Some(reason) },
        }
    }
}

/// What was written into the record of a campaign's activity.
#[derive(SimpleObject)]
pub struct TellAnswer {
    /// How many persons were reached; null where nothing was written.
    persons: Option<u64>,
    /// Why nothing was.
    reason: Option<String>,
}

impl TellAnswer {
    pub(super) fn of(told: Result<u64, String>) -> Self {
        let (persons, reason) = told.map_or_else(|reason| (None, Some(reason)), |persons| (Some(persons), None));
        Self { persons, reason }
    }
}

/// How somebody said what is kept of a consent.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Method")]
pub enum ConsentMethod {
    /// On paper.
    Paper,
    /// On the country's own portal.
    Portal,
    /// At an embassy or a consulate.
    Embassy,
    /// By telephone.
    Telephone,
    /// By a guardian, for the person.
    Guardian,
}
