//! Segments to activities.

use super::*;
use crate::outreach::draft::{Activity, ActivityKind, draft};
use crate::outreach::segments::segments;

/// The activity for those who need voting in Germany, or for what else the rows say.
fn drafted(all: &[Answered<'_>]) -> Activity {
    draft(&segments(all).made[0])
}

const VOTERS: [&str; 2] = ["DEU", "YES"];

#[test]
fn an_activity_is_by_the_channel_that_most_prefer_and_for_as_many_as_do() {
    use Dimension::{Channel, Destination};
    let (sizes, channels) = (asked(&[Destination], &["NEED:VOTING"]), asked(&[Destination, Channel], &["NEED:VOTING"]));
    let (persons, preferring) = ([row(&VOTERS, Some(60.0))], [row(&["DEU", "EMBASSY", "YES"], Some(45.0))]);
    let with = drafted(&[answered(&sizes, &persons), answered(&channels, &preferring)]);
    assert_eq!(with.kind, ActivityKind::SensitizationSession);
    assert_eq!(with.title, "Sensitization session: Voting in Germany, by Embassy");
    assert_eq!((with.from, with.to), (45.0, Some(45.0)));
    let without = drafted(&[answered(&sizes, &persons)]);
    assert_eq!((without.kind, without.channel), (ActivityKind::Website, None));
    assert_eq!(without.title, "Information: Voting in Germany");
    assert_eq!(without.audience, "Persons in Germany; Need: Voting");
    assert_eq!((without.from, without.to), (60.0, Some(60.0)));
}
