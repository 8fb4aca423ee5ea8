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

#[test]
fn an_activity_says_to_whom_its_segment_was_narrowed() {
    use Dimension::{Destination, Need, Sex};
    let place = only(Destination, &["DEU"]);
    let women = narrowed(&[Destination, Need], &[], vec![place.clone(), only(Sex, &["F"])], &[]);
    let rows = [row(&["DEU", "PENSIONS"], Some(150.0))];
    let activity = drafted(&[answered(&women, &rows)]);
    assert_eq!(activity.title, "Information: Pensions in Germany (Sex: Female)");
    assert_eq!(activity.audience, "Persons in Germany; Need: Pensions; Sex: Female");
    // The trait's own filter leaves other segments out and narrows this one to nobody.
    let pensions = narrowed(&[Destination, Need], &[], vec![only(Need, &["PENSIONS"])], &[]);
    assert_eq!(drafted(&[answered(&pensions, &rows)]).title, "Information: Pensions in Germany");
}

#[test]
fn what_has_no_room_in_the_title_is_said_to_be_missing_there_and_stands_in_the_audience() {
    use Dimension::{Age, Destination, Language};
    let ages = only(Age, &["Y16T24", "Y25T34"]);
    let items = [("OFFER:TEACHING", "YES"), ("QUESTION:INTEREST", "HOMES"), ("OFFER:TRADE", "NO")];
    let some = narrowed(&[Destination], &["NEED:VOTING"], vec![ages], &items);
    let (rows, known) = ([row(&VOTERS, Some(60.0))], [interest()]);
    let activity = drafted(&[Answered { items: &known, ..answered(&some, &rows) }]);
    assert_eq!(activity.title, "Information: Voting in Germany (some of them)");
    assert_eq!(
        activity.audience,
        "Persons in Germany; Need: Voting; Age band: 16 to 24 years or 25 to 34 years; Offer: Teaching; \
         Offer: Trade: Not chosen; What interests you most? Building a home"
    );
    let many = ["aar", "abk", "afr", "aka", "amh", "ara", "arg", "asm", "ava", "ave"];
    let many = narrowed(&[Destination], &["NEED:VOTING"], vec![only(Language, &many)], &[]);
    let audience = drafted(&[answered(&many, &rows)]).audience;
    assert!(
        audience.ends_with(
            "Language: Afar or Abkhazian or Afrikaans or Akan or Amharic or Arabic or Aragonese or 3 others"
        ),
        "{audience}"
    );
}

#[test]
fn an_answer_to_a_studys_own_question_is_titled_with_the_question() {
    let interests = asked(&[Dimension::Destination], &["QUESTION:INTEREST"]);
    let (rows, known) = ([row(&["DEU", "HOMES"], Some(60.0))], [interest()]);
    let activity = drafted(&[Answered { items: &known, ..answered(&interests, &rows) }]);
    assert_eq!(activity.title, "Information: What interests you most? Building a home in Germany");
    assert_eq!(activity.audience, "Persons in Germany; What interests you most? Building a home");
    let mut long = interest();
    long.text =
        "Of all that the ministry has begun for those who live abroad in these ten years, what interests you most?"
            .into();
    let known = [long];
    let activity = drafted(&[Answered { items: &known, ..answered(&interests, &rows) }]);
    assert_eq!(activity.title, "Information: Building a home in Germany");
}

#[test]
fn who_may_be_written_to_by_name_is_said_of_every_channel_and_is_never_the_figure() {
    use Dimension::{Channel, Destination};
    let (sizes, channels) = (asked(&[Destination], &["NEED:VOTING"]), asked(&[Destination, Channel], &["NEED:VOTING"]));
    let persons = [row(&VOTERS, Some(60.0))];
    let reached = |channel: &str| {
        let preferring = [row(&["DEU", channel, "YES"], Some(45.0))];
        drafted(&[answered(&sizes, &persons), answered(&channels, &preferring)]).reached
    };
    let without = drafted(&[answered(&sizes, &persons)]).reached;
    for said in [&without, &reached("RADIO"), &reached("EMBASSY"), &reached("EMAIL")] {
        assert!(said.contains("only those among them who consent to outreach"), "{said}");
        assert!(said.contains("the own node of the country of origin alone knows"), "{said}");
    }
    assert!(without.contains("A website needs no consent."));
    assert!(reached("RADIO").contains("A broadcast needs no consent."));
    assert!(!reached("EMAIL").contains("needs no consent"), "an e-mail is written to somebody");
}
