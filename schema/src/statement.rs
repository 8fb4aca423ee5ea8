//! What a node puts its signature to: an answer, with the question that it answers, whom, and when. Anyone who has the
//! membership document can check it later, offline.
//!
//! - [`list`]: the same of a list: of themes, of agreements.

pub mod list;

use crate::CONTRACT;
use crate::answer::NodeAnswer;
use crate::ask::QuestionInput;
use crate::country::CountryCode;
use crate::coverage::Outcome;
use crate::figure::NodeFigure;
use crate::member::MemberCode;
use crate::provenance::Source;
use crate::seal::{PublicKey, SealFault, SecretKey, canonical, digest};
use serde::Serialize;

/// What an answer was said to: its country, and which member asked which question.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The country whose node answers.
    pub country: CountryCode,
    /// The member that asked.
    pub asked_by: MemberCode,
    /// The question, well formed.
    pub question: &'a QuestionInput,
}

/// The contracts under which the figures' digest is signed: this one; 6, which knew no modes of return; 5, which told of themes neither a
/// reason nor a period; 4, which knew no items; and 3, which knew no studies.
const DIGESTED: [&str; 5] = [CONTRACT, "6", "5", "4", "3"];

/// The contract under which the figures themselves were signed, not their digest. What was said under an earlier contract
/// can be checked for ever.
const WHOLE: &str = "2";

/// The form that is signed. A contract has one form, and each names its contract, so no signature fits two.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Statement<'a> {
    contract: &'a str,
    country: CountryCode,
    asked_by: MemberCode,
    question: &'a QuestionInput,
    answered_at: &'a str,
    outcome: Outcome,
    reason: Option<&'a str>,
    figures: Figures<'a>,
    source: Option<&'a Source>,
}

/// The figures, in the order of their codes, so that whoever sorts them changes nothing.
#[derive(Serialize)]
#[serde(untagged)]
enum Figures<'a> {
    /// SHA-256 (base64url) of their canonical JSON: a signature reads what it signs three times, a digest once.
    Digest(String),
    /// As they are.
    Whole(&'a [&'a NodeFigure]),
}

impl Figures<'_> {
    fn digest(figures: &[&NodeFigure]) -> Result<Self, SealFault> {
        Ok(Self::Digest(digest(&canonical(&figures)?)))
    }
}

impl<'a> Statement<'a> {
    fn of(said: Said<'a>, answer: &'a NodeAnswer, contract: &'a str, figures: Figures<'a>) -> Self {
        Self {
            contract,
            country: said.country,
            asked_by: said.asked_by,
            question: said.question,
            answered_at: &answer.answered_at,
            outcome: answer.outcome,
            reason: answer.reason.as_deref(),
            figures,
            source: answer.source.as_ref(),
        }
    }
}

fn sorted(answer: &NodeAnswer) -> Vec<&NodeFigure> {
    let mut figures: Vec<&NodeFigure> = answer.figures.iter().collect();
    figures.sort_by(|one, other| one.codes.cmp(&other.codes));
    figures
}

/// The answer, signed by the node's key.
pub fn sign(said: Said<'_>, answer: NodeAnswer, key: &SecretKey) -> Result<NodeAnswer, SealFault> {
    let figures = Figures::digest(&sorted(&answer))?;
    let signature = key.sign(&Statement::of(said, &answer, CONTRACT, figures))?;
    Ok(NodeAnswer { signature, ..answer })
}

/// Whether one of a country's keys signed this answer to this question of this member, under this contract or one before
/// it.
pub fn verify(said: Said<'_>, answer: &NodeAnswer, keys: &[PublicKey]) -> Result<(), SealFault> {
    let figures = sorted(answer);
    let fits = |contract, figures: Figures<'_>| {
        // Written down once, however many keys there are.
        let statement = canonical(&Statement::of(said, answer, contract, figures))?;
        Ok(keys.iter().any(|key| key.verify_bytes(&statement, &answer.signature).is_ok()))
    };
    let digest = digest(&canonical(&figures)?);
    for contract in DIGESTED {
        if fits(contract, Figures::Digest(digest.clone()))? {
            return Ok(());
        }
    }
    if fits(WHOLE, Figures::Whole(&figures))? { Ok(()) } else { Err(SealFault::DoesNotFit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::Dataset;
    use crate::figure::Estimate;
    use crate::purpose::Purpose;
    use proptest::prelude::*;

    fn question() -> QuestionInput {
        QuestionInput::of(Dataset::Stock, Purpose::Comparison)
    }

    fn answer() -> NodeAnswer {
        let figure =
            |code: &str, value| NodeFigure::new(vec![code.into()], &Estimate::exact(value), &Estimate::exact(9.0));
        NodeAnswer {
            outcome: Outcome::Answered,
            reason: None,
            figures: vec![figure("M", 4.0), figure("F", 5.0)],
            source: None,
            answered_at: "2026-01-01T00:00:00Z".into(),
            signature: String::new(),
        }
    }

    #[test]
    fn an_answer_is_its_countrys_word_to_one_question_of_one_member() {
        let (gha, col) = ("GHA".parse().unwrap(), "COL".parse().unwrap());
        let (question, key) = (question(), SecretKey::from_random([3; 32]));
        let said = Said { country: gha, asked_by: col, question: &question };
        let keys = [SecretKey::from_random([4; 32]).public(), key.public()];
        let signed = sign(said, answer(), &key).unwrap();
        assert_eq!(verify(said, &signed, &keys), Ok(()));
        let sorted = NodeAnswer { figures: signed.figures.iter().rev().cloned().collect(), ..signed.clone() };
        assert_eq!(verify(said, &sorted, &keys), Ok(()), "the order of figures says nothing");
        let other = QuestionInput { at: Some("2015".into()), ..question.clone() };
        for changed in
            [Said { country: col, ..said }, Said { asked_by: gha, ..said }, Said { question: &other, ..said }]
        {
            assert_eq!(verify(changed, &signed, &keys), Err(SealFault::DoesNotFit), "{changed:?}");
        }
        let mut digit = signed.clone();
        digit.figures[0].value = Some(4.000_001);
        let later = NodeAnswer { answered_at: "2026-01-01T00:00:01Z".into(), ..signed.clone() };
        let unsigned = NodeAnswer { signature: String::new(), ..signed.clone() };
        let declined = NodeAnswer { outcome: Outcome::Declined, ..signed.clone() };
        for changed in [digit, later, unsigned, declined] {
            assert_eq!(verify(said, &changed, &keys), Err(SealFault::DoesNotFit), "{changed:?}");
        }
        assert_eq!(verify(said, &signed, &keys[..1]), Err(SealFault::DoesNotFit));
    }

    proptest! {
        #[test]
        fn an_answer_is_still_its_countrys_word_when_it_has_travelled(numbers in prop::collection::vec(0.0f64..1e12, 0..20)) {
            let figure = |(nth, value): (usize, &f64)| {
                NodeFigure::new(vec![format!("{nth:02}")], &Estimate::published(*value, value / 3.0, value / 7.0, Some(7)), &Estimate::exact(*value))
            };
            let figures = numbers.iter().enumerate().map(figure).collect();
            let (question, key) = (question(), SecretKey::from_random([3; 32]));
            let said = Said { country: "GHA".parse().unwrap(), asked_by: "COL".parse().unwrap(), question: &question };
            let signed = sign(said, NodeAnswer { figures, ..answer() }, &key).unwrap();
            let travelled: NodeAnswer = serde_json::from_slice(&serde_json::to_vec(&signed).unwrap()).unwrap();
            prop_assert_eq!(verify(said, &travelled, &[key.public()]), Ok(()));
        }
    }

    #[test]
    fn what_was_said_under_the_contract_before_is_still_its_countrys_word() {
        let (question, keys) = (question(), [SecretKey::from_random([3; 32]).public()]);
        let said = Said { country: "GHA".parse().unwrap(), asked_by: "COL".parse().unwrap(), question: &question };
        // Made by the programs that spoke contract 2 and contract 5, and in the form of contract 6.
        for signature in [
            "sleF9wWya2mZAkYuGL-sjUSYFQUpnqA2Ke5GRHMdLioeWrGZNYtkGgDOyNzSMUN6Q-i0DOseLk2iRUIYEhA1CA",
            "mBzUC9LQosf5ibaHv7Z3hfkkpGhyLXG9BSYV6jLCO-XVyfmSQ1O3HS7a6LG6j5u7S-eMKDXvmD0TBEuoZtwQCA",
            "Jnw_jDQdBw1ezzAI3EBpUojxIP6egW5jpPiDP4Vg1K7rnm5TPfunjwwFdNubIaJndtd9X7TzgHkll0z1r5-OCw",
        ] {
            let former = NodeAnswer { signature: signature.into(), ..answer() };
            assert_eq!(verify(said, &former, &keys), Ok(()));
            let mut digit = former.clone();
            digit.figures[1].value = Some(5.000_001);
            assert_eq!(verify(said, &digit, &keys), Err(SealFault::DoesNotFit));
            let signed = sign(said, answer(), &SecretKey::from_random([3; 32])).unwrap();
            assert_ne!(signed.signature, signature, "a signature fits one form");
        }
    }
}
