//! In which releases a person was counted, and which is the first without the person.
//!
//! What is said of a release follows from the rule that the release itself was cut by ([`counted`]), from its reference
//! time, its segments, and the consent events that its cut had before it.

use super::event::Event;
use super::history::{State, standing};
use super::segment::{Segment, Terms, counted};
use crate::clock::{Seconds, text};
use schema::concept::Dataset;
use serde::{Deserialize, Serialize};

/// The releases of one dataset and period in which a person has a record.
pub struct Series {
    /// The dataset.
    pub dataset: Dataset,
    /// The period.
    pub reference_period: String,
    /// Whether the person is 18 or over, where that is known.
    pub adult: Option<bool>,
    /// The releases, oldest first.
    pub releases: Vec<Cutting>,
    /// By when the next release is due, where something says so.
    pub due_by: Option<Seconds>,
}

/// A release as far as it decides whom it counted.
pub struct Cutting {
    /// Its id.
    pub id: String,
    /// Its reference time.
    pub at: Seconds,
    /// What persons were asked to agree to.
    pub segments: Vec<Segment>,
    /// Whether it counted persons who are not known to be of age.
    pub minors: bool,
    /// How many of the person's events, from the first on, its cut had before it.
    pub seen: usize,
}

/// What a dataset and period publish of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The dataset.
    pub dataset: Dataset,
    /// The period.
    pub reference_period: String,
    /// The releases that counted the person, oldest first.
    pub counted_in: Vec<Counted>,
    /// The release that is answered from now; nothing where none is cut yet.
    pub in_force: Option<String>,
    /// After a withdrawal, or when a consent is over: the first release without the person.
    pub without: Option<Without>,
}

/// A release that counted a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The release.
    pub release: String,
    /// Its reference time.
    pub cut_at: String,
    /// In which segment.
    pub segment: Segment,
}

/// The first release without a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Without {
    /// The release; nothing where it is not cut yet: the one in force stays until then.
    pub release: Option<String>,
    /// Its reference time.
    pub cut_at: Option<String>,
    /// By when it is due, where it is not cut yet and something says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_by: Option<String>,
}

impl Presence {
    /// What a series of releases holds of a person with this history, as it stands now.
    pub fn of(history: &[Event], series: &Series, now: Seconds) -> Self {
        let places: Vec<Option<&Segment>> = series
            .releases
            .iter()
            .map(|release| {
                let seen = history.get(..release.seen).unwrap_or(history);
                let terms = Terms { segments: &release.segments, minors: release.minors };
                let place = counted(seen, series.adult, release.at, terms)?;
                release.segments.get(usize::from(place))
            })
            .collect();
        let counted_in = series.releases.iter().zip(&places).filter_map(|(release, segment)| {
            let segment = (*segment)?.clone();
            Some(Counted { release: release.id.clone(), cut_at: text(release.at), segment })
        });
        Self {
            dataset: series.dataset,
            reference_period: series.reference_period.clone(),
            counted_in: counted_in.collect(),
            in_force: series.releases.last().map(|release| release.id.clone()),
            without: ended(history, now).map(|since| Without::since(since, series, &places)),
        }
    }
}

impl Without {
    fn since(ended: Seconds, series: &Series, places: &[Option<&Segment>]) -> Self {
        // A withdrawal that the node came to know of late may be older than releases that still counted the person.
        let after = places.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let release = series.releases.iter().skip(after).find(|release| release.at >= ended);
        Self {
            release: release.map(|release| release.id.clone()),
            cut_at: release.map(|release| text(release.at)),
            due_by: series.due_by.filter(|_| release.is_none()).map(text),
        }
    }
}

/// Since when a consent that was given once is over; nothing where it holds.
fn ended(history: &[Event], now: Seconds) -> Option<Seconds> {
    match standing(history, now) {
        State::Withdrawn { since } | State::Expired { since } => Some(since),
        State::Never | State::Holds { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::super::segment::STATISTICAL;
    use super::*;
    use schema::audience::Audience;

    fn event(kind: EventKind, at: Seconds) -> Event {
        let purposes = if kind.agrees() { STATISTICAL.into_iter().collect() } else { Default::default() };
        Event { kind, at, purposes, audience: Audience::Iom, valid_until: None }
    }

    fn cutting(version: usize, at: Seconds, seen: usize) -> Cutting {
        let segments = vec![Segment { purposes: STATISTICAL.into_iter().collect(), audience: Audience::Iom }];
        Cutting { id: format!("R-{version}"), at, segments, minors: false, seen }
    }

    fn series(cuts: &[(Seconds, usize)]) -> Series {
        let releases = cuts.iter().zip(1..).map(|((at, seen), version)| cutting(version, *at, *seen)).collect();
        let reference_period = "2024".to_owned();
        Series { dataset: Dataset::Survey, reference_period, adult: Some(true), releases, due_by: None }
    }

    fn told(history: &[Event], series: &Series) -> (Vec<String>, Option<Option<String>>) {
        let found = Presence::of(history, series, 100);
        let counted = found.counted_in.into_iter().map(|counted| counted.release).collect();
        (counted, found.without.map(|without| without.release))
    }

    fn ids(versions: &[usize]) -> Vec<String> {
        versions.iter().map(|version| format!("R-{version}")).collect()
    }

    #[test]
    fn while_a_consent_holds_there_is_no_release_without_the_person() {
        let history = [event(EventKind::Given, 10)];
        assert_eq!(told(&history, &series(&[(5, 0), (10, 1), (20, 1)])), (ids(&[2, 3]), None));
    }

    #[test]
    fn after_a_withdrawal_the_first_release_cut_at_or_after_it_is_without_the_person() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let first = Some(Some("R-2".to_owned()));
        assert_eq!(told(&history, &series(&[(15, 1), (20, 2), (30, 2)])), (ids(&[1]), first));
        assert_eq!(told(&history, &series(&[(15, 1)])), (ids(&[1]), Some(None)), "the next one will be");
        assert_eq!(told(&history, &series(&[])), (vec![], Some(None)));
    }

    #[test]
    fn a_release_that_did_not_know_of_a_withdrawal_still_counted_the_person() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let late = series(&[(15, 1), (20, 1), (25, 1), (40, 2)]);
        assert_eq!(told(&history, &late), (ids(&[1, 2, 3]), Some(Some("R-4".to_owned()))));
    }

    #[test]
    fn a_consent_that_ends_by_itself_is_over_for_releases_too() {
        let history = [Event { valid_until: Some(30), ..event(EventKind::Given, 10) }];
        assert_eq!(told(&history, &series(&[(29, 1), (30, 1)])), (ids(&[1]), Some(Some("R-2".to_owned()))));
    }

    #[test]
    fn who_was_too_young_or_agreed_to_less_was_counted_in_none() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let young = Series { adult: None, ..series(&[(15, 1), (25, 2)]) };
        assert_eq!(told(&history, &young), (vec![], Some(Some("R-2".to_owned()))));
        let narrow = [Event { audience: Audience::OwnGovernment, ..event(EventKind::Given, 10) }];
        assert_eq!(told(&narrow, &series(&[(15, 1)])), (vec![], None));
    }

    #[test]
    fn when_the_next_release_is_due_is_said_as_long_as_it_is_not_cut() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let due = |cuts: &[(Seconds, usize)]| {
            let due = Series { due_by: Some(60), ..series(cuts) };
            Presence::of(&history, &due, 100).without.unwrap().due_by
        };
        assert_eq!(due(&[(15, 1)]).as_deref(), Some("1970-01-01T00:01:00Z"));
        assert_eq!(due(&[(15, 1), (25, 2)]), None);
    }
}
