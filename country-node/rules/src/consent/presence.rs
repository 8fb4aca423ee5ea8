//! In which releases a person was counted, and which is the first without the person.
//!
//! What is said of a release follows from the rule that the release itself was cut by ([`counted_jointly`]), from its reference
//! time, its segments, and the consent events that its cut had before it. Who stood in data that were loaded anew since is
//! not known any more; that is said too.

use super::event::Event;
use super::joint::{counted_jointly, ended};
use super::segment::{Segment, Terms};
use crate::clock::{Seconds, text};
use schema::concept::Dataset;
use schema::study::StudyId;
use serde::{Deserialize, Serialize};

/// The releases of one dataset, study and period.
pub struct Series {
    /// The dataset.
    pub dataset: Dataset,
    /// The study; nothing for data of no study.
    pub study: Option<StudyId>,
    /// The period.
    pub reference_period: String,
    /// Whether the person has a record in the data as they are loaded now.
    pub recorded: bool,
    /// What happened to the person's consent under other ids that are judged the same now.
    pub joined: Vec<Vec<Event>>,
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
    /// Whether the data that it was cut from have a record of the person.
    pub held: Held,
    /// Whether it was recalled: it is answered from no more.
    pub recalled: bool,
    /// How many of the person's events, from the first on, its cut had before it.
    pub seen: usize,
    /// The events that its cut had before it of other ids that were judged the same by then.
    pub joined: Vec<Vec<Event>>,
}

/// Whether the data that a release was cut from have a record of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// They have.
    Yes {
        /// Whether the person is 18 or over, where that is known.
        adult: Option<bool>,
    },
    /// They have not.
    No,
    /// They are not loaded any more, or the person was erased since.
    NotKnown,
}

/// What a dataset and period publish of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The dataset.
    pub dataset: Dataset,
    /// The study; left out for data of no study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<StudyId>,
    /// The period.
    pub reference_period: String,
    /// The releases that counted the person, oldest first.
    pub counted_in: Vec<Counted>,
    /// Releases under the person's consent of which it is not known any more whether they counted the person.
    pub not_known: Vec<String>,
    /// The release that is answered from now; nothing where none is cut yet.
    pub in_force: Option<String>,
    /// After a withdrawal, when a consent is over, or when it was changed to what no release counts by: the first release without
    /// the person.
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
    /// What a series of releases holds of a person with this history, as it stands now; nothing where it cannot concern
    /// the person.
    pub fn of(history: &[Event], series: &Series, now: Seconds) -> Option<Self> {
        let (mut counted_in, mut not_known, mut after) = (Vec::new(), Vec::new(), 0);
        for (release, next) in series.releases.iter().zip(1..) {
            let Some(segment) = release.segment(history) else { continue };
            if release.held == Held::NotKnown {
                not_known.push(release.id.clone());
            } else {
                let (id, segment) = (release.id.clone(), segment.clone());
                counted_in.push(Counted { release: id, cut_at: text(release.at), segment });
            }
            after = next;
        }
        (series.recorded || !not_known.is_empty()).then(|| Self {
            dataset: series.dataset,
            study: series.study.clone(),
            reference_period: series.reference_period.clone(),
            counted_in,
            not_known,
            in_force: series.releases.last().filter(|last| !last.recalled).map(|last| last.id.clone()),
            without: left(&with(history, &series.joined), series, now, after)
                .map(|since| Without::since(since, series, after)),
        })
    }
}

/// Since when no further release counts the person: since the consent is over, or, where a release counted the person, since it
/// was changed so that no segment of the latest release can.
fn left(histories: &[&[Event]], series: &Series, now: Seconds, after: usize) -> Option<Seconds> {
    let narrowed = || {
        let last = series.releases.last().filter(|_| after > 0)?;
        // Of age or not, the consent alone decides here.
        let terms = Terms { segments: &last.segments, minors: true };
        let counts = counted_jointly(histories, None, now, terms).is_some();
        histories.iter().filter_map(|history| history.last()).map(|event| event.at).max().filter(|_| !counts)
    };
    ended(histories, now).or_else(narrowed)
}

impl Cutting {
    /// The segment in which a release counted a person with this history, or would have, had the person been in data that
    /// are not there any more.
    fn segment(&self, history: &[Event]) -> Option<&Segment> {
        let adult = match self.held {
            Held::Yes { adult } => adult,
            Held::No => return None,
            Held::NotKnown => Some(true),
        };
        let seen = history.get(..self.seen).unwrap_or(history);
        let terms = Terms { segments: &self.segments, minors: self.minors };
        let place = counted_jointly(&with(seen, &self.joined), adult, self.at, terms)?;
        self.segments.get(usize::from(place))
    }
}

impl Without {
    /// The first release at or after the end of a consent. A withdrawal that the node came to know of late may be older than
    /// releases that still counted the person, so it is sought after as many as that.
    fn since(ended: Seconds, series: &Series, after: usize) -> Self {
        let release = series.releases.iter().skip(after).find(|release| release.at >= ended);
        Self {
            release: release.map(|release| release.id.clone()),
            cut_at: release.map(|release| text(release.at)),
            due_by: series.due_by.filter(|_| release.is_none()).map(text),
        }
    }
}

/// A history with those of other ids.
fn with<'a>(own: &'a [Event], joined: &'a [Vec<Event>]) -> Vec<&'a [Event]> {
    std::iter::once(own).chain(joined.iter().map(Vec::as_slice)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::super::segment::STATISTICAL;
    use super::*;
    use schema::audience::Audience;

    fn event(kind: EventKind, at: Seconds) -> Event {
        let purposes = if kind.agrees() { STATISTICAL.into_iter().collect() } else { [].into() };
        Event { kind, at, purposes, audience: Audience::Iom, valid_until: None }
    }

    fn cutting(version: usize, at: Seconds, seen: usize) -> Cutting {
        let segments = vec![Segment { purposes: STATISTICAL.into_iter().collect(), audience: Audience::Iom }];
        let held = Held::Yes { adult: Some(true) };
        Cutting {
            id: format!("R-{version}"),
            at,
            segments,
            minors: false,
            held,
            recalled: false,
            seen,
            joined: Vec::new(),
        }
    }

    fn series(cuts: &[(Seconds, usize)]) -> Series {
        let releases = cuts.iter().zip(1..).map(|((at, seen), version)| cutting(version, *at, *seen)).collect();
        let reference_period = "2024".to_owned();
        let joined = Vec::new();
        Series {
            dataset: Dataset::Survey,
            study: None,
            reference_period,
            recorded: true,
            joined,
            releases,
            due_by: None,
        }
    }

    /// The releases that counted a person; and, if the consent is over, the first without the person or that there is none.
    fn told(history: &[Event], series: &Series) -> (Vec<String>, Vec<Option<String>>) {
        let found = Presence::of(history, series, 100).unwrap();
        let counted = found.counted_in.into_iter().map(|counted| counted.release).collect();
        (counted, found.without.into_iter().map(|without| without.release).collect())
    }

    fn ids(versions: &[usize]) -> Vec<String> {
        versions.iter().map(|version| format!("R-{version}")).collect()
    }

    #[test]
    fn a_consent_that_was_narrowed_to_what_no_release_counts_by_says_the_first_without() {
        let mut narrowed = event(EventKind::Refreshed, 12);
        narrowed.purposes = [schema::purpose::ConsentPurpose::Outreach].into();
        let history = [event(EventKind::Given, 10), narrowed];
        assert_eq!(told(&history, &series(&[(10, 1)])), (ids(&[1]), vec![None]), "the next one");
        let cut = series(&[(10, 1), (20, 2)]);
        assert_eq!(told(&history, &cut), (ids(&[1]), vec![Some("R-2".to_owned())]));
        let mut reach = event(EventKind::Refreshed, 12);
        reach.audience = Audience::OwnGovernment;
        assert_eq!(told(&[event(EventKind::Given, 10), reach], &cut).1, [Some("R-2".to_owned())], "or in its reach");
        let never = [event(EventKind::Given, 30)];
        assert_eq!(told(&never, &cut).1, [], "who was never counted left nothing");
    }

    #[test]
    fn while_a_consent_holds_there_is_no_release_without_the_person() {
        let history = [event(EventKind::Given, 10)];
        assert_eq!(told(&history, &series(&[(5, 0), (10, 1), (20, 1)])), (ids(&[2, 3]), vec![]));
    }

    #[test]
    fn after_a_withdrawal_the_first_release_cut_at_or_after_it_is_without_the_person() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let first = vec![Some("R-2".to_owned())];
        assert_eq!(told(&history, &series(&[(15, 1), (20, 2), (30, 2)])), (ids(&[1]), first));
        assert_eq!(told(&history, &series(&[(15, 1)])), (ids(&[1]), vec![None]), "the next one will be");
        assert_eq!(told(&history, &series(&[])), (vec![], vec![None]));
    }

    #[test]
    fn a_release_that_did_not_know_of_a_withdrawal_still_counted_the_person() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let late = series(&[(15, 1), (20, 1), (25, 1), (40, 2)]);
        assert_eq!(told(&history, &late), (ids(&[1, 2, 3]), vec![Some("R-4".to_owned())]));
    }

    #[test]
    fn a_consent_that_ends_by_itself_is_over_for_releases_too() {
        let history = [Event { valid_until: Some(30), ..event(EventKind::Given, 10) }];
        assert_eq!(told(&history, &series(&[(29, 1), (30, 1)])), (ids(&[1]), vec![Some("R-2".to_owned())]));
    }

    #[test]
    fn who_was_too_young_or_agreed_to_less_was_counted_in_none() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let mut young = series(&[(15, 1), (25, 2)]);
        young.releases.iter_mut().for_each(|release| release.held = Held::Yes { adult: None });
        assert_eq!(told(&history, &young), (vec![], vec![Some("R-2".to_owned())]));
        let narrow = [Event { audience: Audience::OwnGovernment, ..event(EventKind::Given, 10) }];
        assert_eq!(told(&narrow, &series(&[(15, 1)])), (vec![], vec![]));
    }

    #[test]
    fn of_data_that_were_loaded_anew_it_is_said_that_it_is_not_known() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let mut anew = Series { recorded: false, ..series(&[(5, 0), (15, 1), (25, 2), (30, 2)]) };
        anew.releases.iter_mut().for_each(|release| release.held = Held::No);
        assert!(Presence::of(&history, &anew, 100).is_none(), "who stands in no data is in no release");
        for former in anew.releases.iter_mut().take(3) {
            former.held = Held::NotKnown;
        }
        let found = Presence::of(&history, &anew, 100).unwrap();
        assert_eq!(found.not_known, ids(&[2]), "before the consent and after the withdrawal nobody was counted");
        assert_eq!(found.without.unwrap().release.as_deref(), Some("R-3"));
        assert!(found.counted_in.is_empty());
    }

    #[test]
    fn who_withdrew_under_another_id_is_in_no_release_that_knew_that_they_are_the_same() {
        let (history, other) =
            ([event(EventKind::Given, 10)], vec![event(EventKind::Given, 8), event(EventKind::Withdrawn, 12)]);
        let mut judged = series(&[(15, 1), (25, 1), (30, 1)]);
        judged.joined = vec![other.clone()];
        judged.releases[1].joined = vec![other.clone()];
        judged.releases[2].joined = vec![other];
        assert_eq!(told(&history, &judged), (ids(&[1]), vec![Some("R-2".to_owned())]));
    }

    #[test]
    fn a_release_that_was_recalled_is_not_in_force() {
        let history = [event(EventKind::Given, 10)];
        let mut recalled = series(&[(15, 1)]);
        let in_force = |series: &Series| Presence::of(&history, series, 100).unwrap().in_force;
        assert_eq!(in_force(&recalled).as_deref(), Some("R-1"));
        recalled.releases[0].recalled = true;
        assert_eq!(in_force(&recalled), None);
    }

    #[test]
    fn when_the_next_release_is_due_is_said_as_long_as_it_is_not_cut() {
        let history = [event(EventKind::Given, 10), event(EventKind::Withdrawn, 20)];
        let due = |cuts: &[(Seconds, usize)]| {
            let due = Series { due_by: Some(60), ..series(cuts) };
            Presence::of(&history, &due, 100).unwrap().without.unwrap().due_by
        };
        assert_eq!(due(&[(15, 1)]).as_deref(), Some("1970-01-01T00:01:00Z"));
        assert_eq!(due(&[(15, 1), (25, 2)]), None);
    }
}
