//! Why a country has no segments, or not all.

use super::*;
use crate::absence::Absence;
use crate::fetch::Reply;
use crate::outreach::country::Country;
use crate::outreach::planned::{Asked, Planned, planned};
use crate::outreach::refused::{Refused, reasons};
use crate::tests::people::asker;
use crate::tests::tables::source;
use crate::told::Told;
use schema::concept::Axis;
use schema::coverage::Outcome;

fn ghana() -> (Arc<Node>, Published) {
    use Dimension::{Channel, Destination, Need, Sex, Trust};
    of_study(published("GHA", &[Destination, Need, Channel, Sex, Trust], &[]), "TIES")
}

/// What is sent to Ghana, what cannot be, and what it lacks.
fn planned_of(input: &SegmentsInput) -> (Vec<Asked>, Vec<Refused>, Vec<String>) {
    let Planned { asked, mut lacks, mut refused } = planned(asker(), input, &registry(), &[ghana()]).unwrap();
    (asked, refused.remove(&code("GHA")).unwrap_or_default(), lacks.remove(&code("GHA")).unwrap())
}

/// The reason where nothing can be asked.
fn reason(input: &SegmentsInput) -> String {
    let (asked, refused, lacks) = planned_of(input);
    assert_eq!(asked.len(), 0);
    let country = Country::of(&[], refused, lacks);
    assert_eq!((country.outcome, country.segments.made.len()), (Outcome::NotPublished, 0));
    country.reason.unwrap()
}

fn needs() -> SegmentsInput {
    SegmentsInput { traits: Some(vec![Dimension::Need]), ..input() }
}

const TOO_WIDE: &str = "A table has at most 3 dimensions, those of `where` included, unless a member's catalogue names it; \
     this asks for 4.";

#[test]
fn where_nothing_can_be_asked_the_true_reason_is_said() {
    use Dimension::{Channel, Offer, Sex, Trust};
    let narrowed = |filters| SegmentsInput { filters, ..needs() };
    assert_eq!(reason(&narrowed(vec![only(Sex, &["F"]), only(Trust, &["1"])])), TOO_WIDE);
    assert_eq!(reason(&narrowed(vec![only(Channel, &["EMAIL"]), only(Sex, &["F"])])), TOO_WIDE);
    assert_eq!(
        reason(&SegmentsInput { at: Some("1999".into()), ..needs() }),
        "Ghana has published no REGISTER data for 1999; there are 2024."
    );
    assert_eq!(
        reason(&SegmentsInput { study: Some("NOPE".parse().unwrap()), ..needs() }),
        "Ghana has published no REGISTER data of study NOPE."
    );
    assert_eq!(reason(&SegmentsInput { dataset: Dataset::Survey, ..needs() }), "Ghana has published no SURVEY data.");
    assert_eq!(
        reason(&SegmentsInput { traits: Some(vec![Offer]), at: Some("2024".into()), ..input() }),
        "Ghana has none of these traits in REGISTER of 2024: OFFER."
    );
}

#[test]
fn where_sizes_are_told_and_channels_are_not_it_is_said_of_the_channels() {
    let (asked, refused, lacks) = planned_of(&SegmentsInput { filters: vec![only(Dimension::Sex, &["F"])], ..needs() });
    let told = Told {
        rows: vec![row(&["DEU", "VOTING"], Some(60.0))],
        source: source("GHA", Dataset::Register),
        answered_at: "2024-12-02T00:00:00Z".to_owned(),
        signature: String::new(),
    };
    let reply: Reply = Ok(Arc::new(told));
    let country = Country::of(&[(&asked[0], &reply)], refused, lacks);
    assert_eq!((country.outcome, country.segments.made.len()), (Outcome::Answered, 1));
    assert_eq!(country.reason.unwrap(), format!("Channels: {TOO_WIDE}"));
}

#[test]
fn a_country_that_is_not_heard_says_so_once_for_all_its_questions() {
    let (asked, refused, lacks) = planned_of(&needs());
    let silent: Reply = Err(Absence { outcome: Outcome::TimedOut, reason: "Ghana did not answer in time.".into() });
    let replies: Vec<(&Asked, &Reply)> = asked.iter().map(|asked| (asked, &silent)).collect();
    assert_eq!(replies.len(), 2);
    let country = Country::of(&replies, refused, lacks);
    assert_eq!(
        (country.outcome, country.reason.unwrap().as_str()),
        (Outcome::TimedOut, "Ghana did not answer in time.")
    );
}

#[test]
fn a_reason_that_holds_of_some_traits_names_them_and_channels_need_none_where_sizes_have_one() {
    let of = |text: &str, by_channel, reason: &str| Refused {
        of: text.parse().unwrap(),
        by_channel,
        reason: reason.to_owned(),
    };
    let all: [Axis; 3] = ["NEED:VOTING", "NEED:PENSIONS", "OFFER"].map(|text| text.parse().unwrap());
    let said = |refused: &[Refused]| {
        let (sizes, channels) = reasons(refused, &all.into_iter().collect());
        [sizes, channels].concat()
    };
    assert_eq!(said(&[]), Vec::<String>::new());
    let some = [of("NEED:PENSIONS", false, "No."), of("NEED:PENSIONS", true, "No."), of("OFFER", true, "Too wide.")];
    assert_eq!(said(&some), ["NEED:PENSIONS: No.", "Channels of OFFER: Too wide."]);
    let channels = [of("OFFER", true, "No."), of("NEED:VOTING", true, "No."), of("NEED:PENSIONS", true, "No.")];
    assert_eq!(said(&channels), ["Channels: No."]);
    let everything = channels.map(|one| Refused { by_channel: false, ..one });
    assert_eq!(said(&everything), ["No."]);
}
