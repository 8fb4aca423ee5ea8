//! What is handed out of a person: the fields of the JSON that a person takes home.

use crate::contact::Contact;
use chrono::NaiveDate;
use node_rules::consent::presence::Presence;
use node_rules::consent::record::Record;
use node_rules::person::signed_up::SignedUpAt;
use schema::campaign::letter::{LetterState, Means};
use schema::concept::Axis;
use schema::country::CountryCode;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use schema::programme::why::Why;
use schema::provenance::{Fit, PopulationBasis};
use schema::scale::Scale;
use serde::Serialize;
use serde_json::Value;

/// Everything held of a person. It shows itself nowhere.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// Whose node holds it.
    pub country: CountryCode,
    /// When this was written (RFC 3339).
    pub written_at: String,
    /// When the person was erased, where that is so: what follows is all that is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<String>,
    /// The person's record in each file that has one.
    pub records: Vec<HeldRecord>,
    /// How the person is reached.
    pub contact: HeldContact,
    /// Since when that is as the person said it on the own page (RFC 3339); left out where a file says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_own_since: Option<String>,
    /// The consent record after ISO/IEC TS 27560; nothing where no consent is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Record>,
    /// The notices that the person was shown, as they were shown.
    pub notices: Vec<HeldNotice>,
    /// The releases that counted the person; null where that cannot be told now, as after the node's key was lost.
    pub releases: Option<Vec<Presence>>,
    /// What was asked to be corrected, and what was; what holds stands in the place of the file's.
    pub corrections: Vec<HeldCorrection>,
    /// What was judged of whether this is the same person as others.
    pub judgements: Vec<HeldJudgement>,
    /// Which records of institutions name the person as one to turn to; that stays in their history, under a pseudonym.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub focal_points: Vec<HeldFocalPoint>,
    /// The programmes that the person is or was a candidate of, and what came of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidacies: Vec<HeldCandidacy>,
    /// The letters of campaigns to the person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<HeldLetter>,
    /// What is held under other ids that are judged to be the person's; for an officer, who knows who asks. On the own page it is
    /// left out: a judgement can be wrong, and would show one person to another.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_held_under: Vec<Export>,
}

/// That a record of an institution names the person.
#[derive(Serialize)]
pub struct HeldFocalPoint {
    /// The record's id.
    pub institution: String,
    /// The function.
    pub function: String,
}

/// That the person is or was a candidate of a programme.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldCandidacy {
    /// The programme, by the id of its record.
    pub programme: String,
    /// The candidacy's own id, by which officers find it.
    pub id: String,
    /// How it stands.
    pub state: State,
    /// Since when.
    pub changed_at: String,
    /// What it says of the person.
    pub says: Value,
    /// Matches, placements, what was paid and what was measured.
    pub work: Vec<HeldWork>,
}

/// A record that came of a candidacy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldWork {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// How it stands.
    pub state: State,
    /// Why, where it ended for a reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// What it says.
    pub says: Value,
}

/// A letter to the person.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldLetter {
    /// The campaign.
    pub campaign: String,
    /// In which language.
    pub language: String,
    /// By which means.
    pub means: Means,
    /// Where it stands.
    pub state: LetterState,
    /// Since when (RFC 3339).
    pub changed_at: String,
    /// When an officer was told how the person is reached, where nobody has said since what came of it (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_at: Option<String>,
    /// When it went out (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<String>,
    /// When an answer came (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<String>,
    /// When the person asked, because of it, to be written to no more (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opted_out_at: Option<String>,
    /// What the mail server answered last, as its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i32>,
}

/// A step of a correction.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldCorrection {
    /// Its number.
    pub number: i32,
    /// The dataset.
    pub dataset: String,
    /// The study, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// The period.
    pub reference_period: String,
    /// The field.
    pub field: String,
    /// What the field is.
    pub label: String,
    /// The value that is right.
    pub value: String,
    /// What the value means.
    pub meaning: String,
    /// `REQUESTED`, `ACCEPTED`, `DECLINED`, `CORRECTED` or `TAKEN_BACK`.
    pub step: String,
    /// The number of what it answers or takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<i32>,
    /// When (RFC 3339).
    pub at: String,
    /// PERSON, or the officer.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What an officer judged of the person and another.
#[derive(Serialize)]
pub struct HeldJudgement {
    /// The other, by a handle; for an officer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// What was judged, by the verdict's name.
    pub verdict: String,
    /// When (RFC 3339).
    pub at: String,
    /// By which officer.
    pub by: String,
    /// Why; for an officer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Export {
    /// The same for whoever opens the person's page: of judgements only that they were made, when and by whom. A pair is judged
    /// because contacts agree, so handle and reason would tell of another who is on the register.
    #[must_use]
    pub fn for_the_page(mut self) -> Self {
        for judgement in &mut self.judgements {
            (judgement.other, judgement.reason) = (None, None);
        }
        self
    }
}

/// A person's record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldRecord {
    /// The dataset.
    pub dataset: String,
    /// The study, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// The period.
    pub reference_period: String,
    /// Where the person signed up, where the file says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_up_at: Option<SignedUpAt>,
    /// On which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_up_on: Option<NaiveDate>,
    /// The data's title.
    pub title: String,
    /// Who made the data.
    pub producer: String,
    /// The data's limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who is counted.
    pub population_basis: PopulationBasis,
    /// What is coded of the person.
    pub codes: Vec<HeldCode>,
    /// What is added up.
    pub quantities: Vec<HeldQuantity>,
    /// How many persons the record stands for.
    pub weight: f64,
    /// Whether the person is 18 or over, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adult: Option<bool>,
}

/// A code with what it means.
#[derive(Serialize)]
pub struct HeldCode {
    /// The concept, a choice of one, or a study's own question.
    pub concept: Axis,
    /// What the concept is.
    pub label: String,
    /// The code.
    pub code: String,
    /// What the code means.
    pub meaning: String,
    /// Whose codes these are; left out of what is no shared concept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<&'static str>,
    /// How well what was asked fits the concept; left out of a study's own question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
}

/// A number.
#[derive(Serialize)]
pub struct HeldQuantity {
    /// The quantity.
    pub quantity: String,
    /// What it is.
    pub label: String,
    /// The number; nothing where there is none.
    pub value: Option<f64>,
    /// The two ends of the scale that a score is on, the low one first: an answer on a scale that ran the other way was turned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
}

/// How a person is reached, as far as it can be told.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "state", content = "contact")]
pub enum HeldContact {
    /// Nothing is kept.
    NotKept,
    /// It is kept, and cannot be opened now.
    Sealed,
    /// What is kept.
    Kept(Contact),
}

/// A notice as it was shown.
#[derive(Serialize)]
pub struct HeldNotice {
    /// Which, with its version.
    pub notice: String,
    /// In which language.
    pub language: String,
    /// Its text; nothing where it is kept no more.
    pub text: Option<String>,
}

impl std::fmt::Debug for Export {
    /// Mute: what is held of a person is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("what is held of a person")
    }
}
