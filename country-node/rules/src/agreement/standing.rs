//! Whether an agreement allows a question, or what of the question none does. Total: every caller, question and list of
//! agreements has an answer.

use super::history::Agreement;
use crate::caller::Caller;
use crate::clock::Seconds;
use crate::refusal::Refusal;
use schema::agreement::AgreementStatus;
use schema::ask::Question;
use schema::audience::Audience;

/// The agreement that allows a question, and how far the consent of those who are counted in its answer must reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub agreement: String,
    /// The audience.
    pub audience: Audience,
}

/// Looks for an agreement of the caller's member that is in force and allows the whole question. Of several, the one whose
/// audience is narrowest, so that most persons are counted; then the one with the first id. Where none does, what is lacking
/// is said of the one that comes nearest.
pub fn standing(
    caller: &Caller,
    question: &Question,
    agreements: &[Agreement],
    now: Seconds,
) -> Result<Standing, Vec<Refusal>> {
    let of_caller = agreements.iter().filter(|agreement| agreement.member() == caller.member());
    let judged: Vec<_> = of_caller.map(|agreement| (agreement, lacks(agreement, question, now))).collect();
    let allowing = judged.iter().filter(|(_, lacks)| lacks.is_empty()).map(|(agreement, _)| Standing {
        agreement: agreement.id().to_owned(),
        audience: agreement.terms().audience.max(caller.audience()),
    });
    if let Some(standing) = allowing.min_by(|a, b| (a.audience, &a.agreement).cmp(&(b.audience, &b.agreement))) {
        return Ok(standing);
    }
    let nearest = judged.into_iter().min_by_key(|(agreement, lacks)| distance(agreement, lacks, question, now));
    Err(match nearest {
        Some((_, lacks)) => lacks,
        None => vec![Refusal::NoAgreement(caller.member())],
    })
}

/// How far an agreement is from allowing a question: of another dataset, by what it is, by how much of it is lacking.
fn distance(
    agreement: &Agreement,
    lacks: &[Refusal],
    question: &Question,
    now: Seconds,
) -> (bool, AgreementStatus, usize) {
    (!agreement.terms().datasets.contains(&question.dataset()), agreement.status(now), lacks.len())
}

/// What of a question an agreement does not allow.
fn lacks(agreement: &Agreement, question: &Question, now: Seconds) -> Vec<Refusal> {
    let (id, terms) = (|| agreement.id().to_owned(), agreement.terms());
    if !terms.datasets.contains(&question.dataset()) {
        return vec![Refusal::OtherDataset(id(), question.dataset())];
    }
    let status = agreement.status(now);
    if status != AgreementStatus::InForce {
        return vec![Refusal::NotInForce(id(), status)];
    }
    let mut lacks = Vec::new();
    if !terms.purposes.contains(&question.purpose()) {
        lacks.push(Refusal::OtherPurpose(id(), question.purpose()));
    }
    let dimensions = terms.lacking(question);
    if !dimensions.is_empty() {
        lacks.push(Refusal::OtherDimensions(id(), dimensions));
    }
    lacks
}
