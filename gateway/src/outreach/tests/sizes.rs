//! Figures to segments.

use super::*;
use crate::outreach::segments::segments;

#[test]
fn the_largest_groups_come_first_each_with_the_channel_that_most_of_them_prefer() {
    use Dimension::{Channel, Destination, ReturnIntention};
    let (by_place, by_channel) =
        (asked(&[Destination], &["NEED:VOTING"]), asked(&[Destination, Channel], &["NEED:VOTING"]));
    let places = [
        row(&["DEU", "YES"], Some(60.0)),
        row(&["DEU", "NO"], Some(140.0)),
        row(&["DEU", "_N"], Some(500.0)),
        row(&["ITA", "YES"], Some(90.0)),
        row(&["FRA", "YES"], None),
        row(&["_N", "YES"], Some(900.0)),
    ];
    let channels = [
        row(&["DEU", "EMAIL", "YES"], Some(15.0)),
        row(&["DEU", "EMAIL", "NO"], Some(100.0)),
        row(&["DEU", "EMBASSY", "YES"], Some(45.0)),
        row(&["DEU", "RADIO", "YES"], None),
        row(&["DEU", "_N", "YES"], Some(70.0)),
    ];
    let intention = asked(&[Destination, ReturnIntention], &[]);
    let intentions =
        [row(&["DEU", "TEMPORARY"], Some(75.0)), row(&["DEU", "_R"], Some(75.0)), row(&["DEU", "NONE"], Some(95.0))];
    let all = [answered(&by_place, &places), answered(&by_channel, &channels), answered(&intention, &intentions)];
    let made = segments(&all);
    let said: Vec<_> = made.made.iter().map(place).collect();
    assert_eq!(said, [("VOTING", "ITA", 90.0), ("TEMPORARY", "DEU", 75.0), ("VOTING", "DEU", 60.0)]);
    assert_eq!(made.withheld, 1, "a size that is withheld is no segment, and is counted");
    assert!(!made.several_channels);
    let germany = &made.made[2];
    assert_eq!(germany.persons.share, Some(0.3), "of all who live there");
    let channels: Vec<_> =
        germany.channels.iter().map(|by| (by.channel.code.as_str(), by.persons.value, by.persons.share)).collect();
    assert_eq!(
        channels,
        [("EMBASSY", Some(45.0), Some(0.75)), ("EMAIL", Some(15.0), Some(0.25)), ("RADIO", None, None)]
    );
}

#[test]
fn where_a_person_may_name_several_channels_each_is_given_by_how_many_prefer_it() {
    use Dimension::Destination;
    let sizes = asked(&[Destination], &["NEED:VOTING"]);
    let of = |channel: &str| asked(&[Destination], &[channel, "NEED:VOTING"]);
    let (email, radio, sms) = (of("CHANNEL:EMAIL"), of("CHANNEL:RADIO"), of("CHANNEL:SMS"));
    let persons = [row(&["DEU", "YES"], Some(60.0)), row(&["DEU", "NO"], Some(140.0))];
    let by_email = [row(&["DEU", "YES", "YES"], Some(30.0)), row(&["DEU", "NO", "YES"], Some(30.0))];
    let by_radio = [row(&["DEU", "YES", "YES"], Some(45.0)), row(&["DEU", "YES", "NO"], Some(90.0))];
    let by_sms = [row(&["DEU", "YES", "YES"], None)];
    let all =
        [answered(&email, &by_email), answered(&sizes, &persons), answered(&radio, &by_radio), answered(&sms, &by_sms)];
    let made = segments(&all);
    assert!(made.several_channels);
    assert_eq!(made.made.iter().map(place).collect::<Vec<_>>(), [("VOTING", "DEU", 60.0)]);
    let channels = made.made[0].channels.iter();
    let channels: Vec<_> = channels.map(|by| (by.channel.label.as_str(), by.persons.value, by.persons.share)).collect();
    assert_eq!(
        channels,
        [("Radio", Some(45.0), Some(0.75)), ("E-mail", Some(30.0), Some(0.5)), ("SMS", None, None)],
        "together more than one, since a person is in each that was named"
    );
}

#[test]
fn each_answer_to_a_studys_own_question_is_a_segment_by_the_documents_words() {
    let by_place = asked(&[Dimension::Destination], &["QUESTION:INTEREST"]);
    let rows =
        [row(&["DEU", "HOMES"], Some(60.0)), row(&["DEU", "FUNDS"], Some(80.0)), row(&["DEU", "_R"], Some(90.0))];
    let items = [interest()];
    let made = segments(&[Answered { items: &items, ..answered(&by_place, &rows) }]);
    assert_eq!(made.made.iter().map(place).collect::<Vec<_>>(), [("FUNDS", "DEU", 80.0), ("HOMES", "DEU", 60.0)]);
    let of = &made.made[0].of;
    assert_eq!((of.dimension, of.item), (None, Some(item("QUESTION:INTEREST"))));
    assert_eq!((of.asked.as_str(), of.label.as_str()), ("What interests you most?", "Funds for the diaspora"));
}

#[test]
fn what_was_not_asked_is_no_segment_and_is_not_withheld_either() {
    let by_place = asked(&[Dimension::Destination], &["NEED:VOTING"]);
    let mut not_asked = row(&["DEU", "YES"], None).figure().clone();
    (not_asked.status, not_asked.upper) = (FigureStatus::NotAsked, None);
    let rows = [Row::read(not_asked, MeasureKind::Persons).unwrap()];
    assert_eq!(segments(&[answered(&by_place, &rows)]).withheld, 0);
}

#[test]
fn nobody_is_sent_to_an_unknown_place_and_no_segment_is_of_a_rest() {
    let by_place = asked(&[Dimension::Destination, Dimension::Language], &[]);
    let rows = [
        row(&["UNK", "fra"], Some(900.0)),
        row(&["OTH", "fra"], Some(800.0)),
        row(&["DEU", "UNK"], Some(700.0)),
        row(&["DEU", "fra"], Some(60.0)),
        row(&["UNK", "deu"], None),
    ];
    let made = segments(&[answered(&by_place, &rows)]);
    assert_eq!(made.made.iter().map(place).collect::<Vec<_>>(), [("fra", "DEU", 60.0)]);
    assert_eq!(made.withheld, 0);
}

#[test]
fn withheld_counts_no_segments_of_places_where_nobody_may_live() {
    let by_place = asked(&[Dimension::Destination], &["NEED:VOTING"]);
    let rows = [
        row_of(&["DEU", "YES"], Some(60.0), Some(200.0)),
        row_of(&["ITA", "YES"], None, Some(200.0)),
        // How many live there is withheld: six persons, or none.
        row_of(&["TGO", "YES"], None, None),
        // Published exactly: nobody lives there, or nobody there needs it.
        row_of(&["ATA", "YES"], Some(0.0), Some(0.0)),
        row_of(&["FRA", "YES"], Some(0.0), Some(200.0)),
    ];
    let made = segments(&[answered(&by_place, &rows)]);
    assert_eq!(made.made.iter().map(place).collect::<Vec<_>>(), [("VOTING", "DEU", 60.0)]);
    assert_eq!(made.withheld, 1);
}
