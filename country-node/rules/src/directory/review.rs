//! Whether a version of a record is reviewed: approved by an officer of its own country, by name, who did not write it, and by two of two
//! other members that it names for it; and nobody who spoke last of it asks for changes.

use super::event::By;
use crate::clock::Seconds;
use crate::officer::is_named;
use schema::country::CountryCode;
use schema::directory::state::Verdict;
use schema::member::MemberCode;
use std::collections::BTreeMap;

/// What a reviewer said of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: By,
    /// When.
    pub at: Seconds,
    /// Of which version.
    pub version: i32,
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub comment: String,
}

/// How many members abroad must approve.
const OUTSIDE: usize = 2;

/// The most reviews of one version.
pub const MOST_REVIEWS: usize = 50;

/// Whether a version is reviewed, by what was said of it. A member abroad has one voice: what its officers said last. It approves for as long
/// as the record names it for that; that it asks for changes stands, for whoever is asked no more is not answered by that.
pub fn is_reviewed(reviews: &[Review], version: i32, reviewers: &[MemberCode], country: CountryCode) -> bool {
    let mut last: BTreeMap<(MemberCode, Option<&str>), Verdict> = BTreeMap::new();
    // A former version took the word of an operator who named nobody.
    for review in reviews.iter().filter(|review| review.version == version && is_named(&review.by.officer)) {
        let officer = (review.by.member == country).then_some(review.by.officer.as_str());
        last.insert((review.by.member, officer), review.verdict);
    }
    if last.values().any(|verdict| *verdict == Verdict::AsksForChanges) {
        return false;
    }
    let outside = last.keys().filter(|(member, _)| *member != country && reviewers.contains(member)).count();
    outside >= OUTSIDE && last.keys().any(|(member, _)| *member == country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officer::OPERATOR;

    fn said(member: &str, officer: &str, version: i32, verdict: Verdict) -> Review {
        let by = By { member: member.parse().unwrap(), officer: officer.into() };
        Review { by, at: 0, version, verdict, comment: String::new() }
    }

    #[test]
    fn a_version_is_reviewed_by_one_inside_and_two_of_two_members_outside() {
        use Verdict::{Approves, AsksForChanges};
        let gha = "GHA".parse().unwrap();
        let named = ["COL", "PHL", "IOM"].map(|member| member.parse().unwrap());
        let of = |reviews: &[Review]| is_reviewed(reviews, 2, &named, gha);
        let inside = said("GHA", "b", 2, Approves);
        let (one, other) = (said("COL", "x", 2, Approves), said("PHL", "y", 2, Approves));
        assert!(of(&[inside.clone(), one.clone(), other.clone()]));
        assert!(!of(&[one.clone(), other.clone()]), "nobody inside");
        assert!(!of(&[said("GHA", OPERATOR, 2, Approves), one.clone(), other.clone()]), "nobody inside who is named");
        assert!(!of(&[inside.clone(), one.clone()]), "one outside");
        assert!(!of(&[inside.clone(), one.clone(), said("COL", "z", 2, Approves)]), "two of one member");
        assert!(!of(&[inside.clone(), one.clone(), said("PHL", "y", 1, Approves)]), "of a version before");
        let all = [inside.clone(), one.clone(), other.clone()];
        assert!(!is_reviewed(&all, 2, &named[..1], gha), "of two that approved one is not named any more");
        let asks = said("IOM", "i", 2, AsksForChanges);
        let objected = [&all[..], std::slice::from_ref(&asks)].concat();
        assert!(!is_reviewed(&objected, 2, &named[..2], gha), "who asked for changes is not silenced by that");
        assert!(!of(&[inside.clone(), one.clone(), other.clone(), asks.clone()]), "somebody asks for changes");
        assert!(
            of(&[asks.clone(), inside.clone(), one.clone(), other.clone(), said("IOM", "i", 2, Approves)]),
            "and was content"
        );
        assert!(of(&[asks, inside, one, other, said("IOM", "j", 2, Approves)]), "or a colleague of the same member");
    }
}
