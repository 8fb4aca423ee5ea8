//! What is kept of an answer, and the gateway's signature over it: ed25519 over canonical JSON (RFC 8785).

use schema::answer::NodeAnswer;
use schema::ask::QuestionInput;
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::figure::NodeFigure;
use schema::member::MemberCode;
use schema::seal::{PublicKey, SealFault, SecretKey, canonical, digest};
use serde::{Deserialize, Serialize};

/// An answer as it can be checked again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// The citation's id; see [`Document::id`].
    pub citation: String,
    /// When it was asked (RFC 3339, UTC).
    pub asked_at: String,
    /// The member that asked.
    pub asked_by: MemberCode,
    /// The gateway that carried the question.
    pub gateway: String,
    /// The membership document that was in force.
    pub membership: MembershipVersion,
    /// The question that each country was asked.
    pub question: QuestionInput,
    /// The countries that were asked, by code.
    pub countries: Vec<CountryCode>,
    /// What they answered, by country.
    pub answers: Vec<CountryAnswer>,
    /// Who did not answer, by country, and why: the gateway's word.
    pub absent: Vec<CountryAbsence>,
    /// The gateway's signature (base64url) over everything else.
    pub signature: String,
}

/// Which membership document was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipVersion {
    /// Its version.
    pub version: u32,
    /// SHA-256 (base64url) of its canonical JSON.
    pub digest: String,
}

/// What one country said, with its own signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryAnswer {
    /// The country.
    pub country: CountryCode,
    /// What it said.
    pub answer: NodeAnswer,
}

/// A country that did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryAbsence {
    /// The country.
    pub country: CountryCode,
    /// What became of the question there.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub reason: String,
}

#[derive(Serialize)]
struct Cited<'a> {
    question: Question<'a>,
    answers: Vec<CitedAnswer<'a>>,
    absent: Vec<(CountryCode, Outcome)>,
}

/// The question with the countries that it went to.
#[derive(Serialize)]
struct Question<'a> {
    #[serde(flatten)]
    asked: &'a QuestionInput,
    countries: &'a [CountryCode],
}

#[derive(Serialize)]
struct CitedAnswer<'a> {
    country: CountryCode,
    release: Option<&'a str>,
    signature: Option<&'a str>,
    figures: Vec<&'a NodeFigure>,
}

impl Document {
    /// SHA-256 (base64url) over the canonical JSON of question, countries, each answer's release with its signature and
    /// figures, and who was absent. When it was asked, and by whom, makes it no other answer.
    pub fn id(&self) -> Result<String, SealFault> {
        let answers = self.answers.iter().map(|CountryAnswer { country, answer }| {
            let mut figures: Vec<&NodeFigure> = answer.figures.iter().collect();
            figures.sort_by(|one, other| one.codes.cmp(&other.codes));
            let source = answer.source.as_ref();
            let (release, signature) = (source.map(|s| s.release.as_str()), source.map(|s| s.signature.as_str()));
            CitedAnswer { country: *country, release, signature, figures }
        });
        let absent = self.absent.iter().map(|absence| (absence.country, absence.outcome)).collect();
        let question = Question { asked: &self.question, countries: &self.countries };
        Ok(digest(&canonical(&Cited { question, answers: answers.collect(), absent })?))
    }

    /// The question as canonical JSON, with the countries that it went to.
    pub fn question_text(&self) -> Result<String, SealFault> {
        let question = Question { asked: &self.question, countries: &self.countries };
        Ok(String::from_utf8_lossy(&canonical(&question)?).into_owned())
    }

    /// The releases that the figures come from, by country.
    pub fn releases(&self) -> Vec<String> {
        self.answers.iter().filter_map(|said| Some(said.answer.source.as_ref()?.release.clone())).collect()
    }

    fn unsigned(&self) -> Self {
        Self { signature: String::new(), ..self.clone() }
    }

    /// The document with its id and the gateway's signature.
    pub fn signed(self, key: &SecretKey) -> Result<Self, SealFault> {
        let unsigned = Self { citation: self.id()?, ..self.unsigned() };
        Ok(Self { signature: key.sign(&unsigned)?, ..unsigned })
    }

    /// Whether one of a gateway's keys signed it.
    pub fn verify(&self, keys: &[PublicKey]) -> bool {
        let unsigned = self.unsigned();
        keys.iter().any(|key| key.verify(&unsigned, &self.signature).is_ok())
    }
}
