//! The hard conditions: who cannot be matched with a need, and for which reasons.

use super::candidate::Candidate;
use super::code::Language;
use super::need::{Mode, Need};
use chrono::NaiveDate;

/// A condition that a candidate does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Obstacle {
    /// The person did not agree to be matched, or no longer does.
    #[error("no consent to be matched")]
    NoConsent,
    /// The person would not serve in that way.
    #[error("not willing to serve in the mode that is wanted")]
    Mode,
    /// The skill level is lower than what is asked, or not known.
    #[error("skill level lower than what is asked, or not known")]
    SkillLevel,
    /// The person is not free on all days.
    #[error("not available on all days of the assignment")]
    Availability,
    /// Fewer years of experience than the least that is asked, or not known.
    #[error("fewer years of experience than the least that is asked, or not known")]
    Experience,
    /// The person was decided against, or it came to nothing.
    #[error("was decided against for this need before, or it came to nothing")]
    Decided,
    /// A language is lacking.
    #[error("does not have the language {0}")]
    Language(Language),
}

impl Obstacle {
    /// What can stand against anybody, of whom something may be looked at.
    const OF_ALL: [Self; 5] = [Self::Decided, Self::Mode, Self::SkillLevel, Self::Availability, Self::Experience];

    fn stands(self, need: &Need, candidate: &Candidate) -> bool {
        match self {
            Self::NoConsent => !candidate.may_be_matched,
            Self::Decided => candidate.not_for.contains(&need.id),
            Self::Mode => !candidate.modes.contains(&need.mode),
            Self::SkillLevel => candidate.skill_level().is_none_or(|level| level < need.skill_level),
            Self::Availability => !is_free(need, candidate),
            Self::Experience => need.least_years.is_some_and(|least| candidate.years.is_none_or(|years| years < least)),
            Self::Language(language) => !candidate.languages.contains(&language),
        }
    }
}

/// Every condition that a candidate does not meet. Of one who may not be matched that alone is said, and nothing else is
/// looked at; whoever tells reasons to others leaves those candidates out.
pub fn obstacles(need: &Need, candidate: &Candidate) -> Vec<Obstacle> {
    found(need, candidate).collect()
}

/// Whether a candidate meets every condition.
pub fn is_eligible(need: &Need, candidate: &Candidate) -> bool {
    found(need, candidate).next().is_none()
}

/// The obstacles one by one, so that who only asks whether there are any stops at the first.
fn found<'a>(need: &'a Need, candidate: &'a Candidate) -> impl Iterator<Item = Obstacle> + 'a {
    let consent = (!candidate.may_be_matched).then_some(Obstacle::NoConsent);
    let languages = need.languages.iter().map(|language| Obstacle::Language(*language));
    let others = Obstacle::OF_ALL.into_iter().chain(languages);
    let others = others.filter(|obstacle| candidate.may_be_matched && obstacle.stands(need, candidate));
    consent.into_iter().chain(others)
}

fn is_free(need: &Need, candidate: &Candidate) -> bool {
    let from = candidate.from.is_none_or(|from| from <= need.from);
    let until = match (candidate.until, need.until) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(free), Some(last)) => last <= free,
    };
    // One may serve from afar beside another service.
    let apart = |(from, last): &(NaiveDate, Option<NaiveDate>)| {
        last.is_some_and(|last| last < need.from) || need.until.is_some_and(|until| until < *from)
    };
    from && until && (need.mode == Mode::Virtual || candidate.busy.iter().all(apart))
}
