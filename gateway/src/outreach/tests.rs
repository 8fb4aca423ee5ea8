use super::draft::{ActivityKind, draft};
use super::segments::{Answered, Segment, segments};
use super::wanted::{SegmentsInput, wanted};
use crate::fetch::Published;
use crate::registry::{Node, Registry};
use crate::tests::people::{code, membership, plain};
use crate::tests::tables::question;
use crate::told::Row;
use schema::answer::{Dataflow, PublishedWave};
use schema::ask::{Question, QuestionInput};
use schema::concept::{Dataset, Dimension, Item};
use schema::figure::{Estimate, FigureStatus, NodeFigure};
use schema::measure::MeasureKind;
use schema::provenance::{ItemSource, PopulationBasis};
use schema::purpose::Purpose;
use std::sync::Arc;

fn item(text: &str) -> Item {
    text.parse().unwrap()
}

fn row(codes: &[&str], persons: Option<f64>) -> Row {
    let estimate = persons.map_or_else(|| Estimate::withheld(FigureStatus::SmallCount, 0.0, 9.0), Estimate::exact);
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    Row::read(NodeFigure::new(codes, &estimate, &Estimate::exact(200.0)), MeasureKind::Persons).unwrap()
}

fn asked(by: &[Dimension], by_item: &[&str]) -> Question {
    let by_item = by_item.iter().map(|text| item(text)).collect();
    Question::new(QuestionInput { by_item, ..question(by) }).unwrap()
}

fn place(segment: &Segment) -> (&str, &str, f64) {
    let place = segment.destination.as_ref().map_or("", |place| place.code.as_str());
    (&segment.of.code, place, segment.persons.value.unwrap())
}

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
    let rows = |question, rows| Answered { question, rows };
    let all = [rows(&by_place, &places[..]), rows(&by_channel, &channels[..]), rows(&intention, &intentions[..])];
    let made = segments(&all);
    let said: Vec<_> = made.segments.iter().map(place).collect();
    assert_eq!(said, [("VOTING", "ITA", 90.0), ("TEMPORARY", "DEU", 75.0), ("VOTING", "DEU", 60.0)]);
    assert_eq!(made.withheld, 1, "a size that is withheld is no segment, and is counted");
    let germany = &made.segments[2];
    assert_eq!(germany.persons.share, Some(0.3), "of all who live there");
    let channels: Vec<_> =
        germany.channels.iter().map(|by| (by.channel.code.as_str(), by.persons.value, by.persons.share)).collect();
    assert_eq!(
        channels,
        [("EMBASSY", Some(45.0), Some(0.75)), ("EMAIL", Some(15.0), Some(0.25)), ("RADIO", None, None)]
    );
    let activity = draft(germany);
    assert_eq!(activity.kind, ActivityKind::SensitizationSession);
    assert_eq!(activity.title, "Sensitization session: Voting in Germany, by Embassy");
    assert_eq!((activity.from, activity.to), (45.0, Some(45.0)), "as many as prefer the channel");
    let without = draft(&made.segments[0]);
    assert_eq!((without.kind, without.channel), (ActivityKind::Website, None));
    assert_eq!(without.title, "Information: Voting in Italy");
    assert_eq!(without.audience, "Persons in Italy; Need: Voting");
}

#[test]
fn what_was_not_asked_is_no_segment_and_is_not_withheld_either() {
    let by_place = asked(&[Dimension::Destination], &["NEED:VOTING"]);
    let mut not_asked = row(&["DEU", "YES"], None).figure().clone();
    (not_asked.status, not_asked.upper) = (FigureStatus::NotAsked, None);
    let rows = [Row::read(not_asked, MeasureKind::Persons).unwrap()];
    assert_eq!(segments(&[Answered { question: &by_place, rows: &rows }]).withheld, 0);
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
    let made = segments(&[Answered { question: &by_place, rows: &rows }]);
    assert_eq!(made.segments.iter().map(place).collect::<Vec<_>>(), [("fra", "DEU", 60.0)]);
    assert_eq!(made.withheld, 0);
}

/// A row of a place of which it is said how many live there, or not.
fn row_of(codes: &[&str], persons: Option<f64>, living_there: Option<f64>) -> Row {
    let figure = NodeFigure { base: living_there, ..row(codes, persons).figure().clone() };
    Row::read(figure, MeasureKind::Persons).unwrap()
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
    let made = segments(&[Answered { question: &by_place, rows: &rows }]);
    assert_eq!(made.segments.iter().map(place).collect::<Vec<_>>(), [("VOTING", "DEU", 60.0)]);
    assert_eq!(made.withheld, 1);
}

fn input() -> SegmentsInput {
    SegmentsInput {
        dataset: Dataset::Register,
        traits: vec![Dimension::Need, Dimension::ReturnIntention],
        filters: vec![],
        where_item: vec![],
        countries: None,
        at: None,
        study: None,
        purpose: Purpose::OutreachDesign,
        first: 20,
    }
}

fn published(country: &str, dimensions: &[Dimension], items: &[&str]) -> (Arc<Node>, Published) {
    let node = Arc::clone(Registry::new(Arc::new(membership()), &plain()).unwrap().node(code(country)).unwrap());
    let said = |text: &&str| ItemSource { item: item(text), text: String::new(), fit: None, note: None, codes: vec![] };
    let wave = PublishedWave {
        reference_period: "2024".into(),
        dimensions: dimensions.to_vec(),
        items: items.iter().map(said).collect(),
        wave: None,
    };
    let flow = Dataflow {
        dataset: Dataset::Register,
        dimensions: dimensions.to_vec(),
        reference_periods: vec!["2024".into()],
        most_dimensions: 3,
        population_basis: PopulationBasis::Registration,
        title: String::new(),
        study: None,
        waves: vec![wave],
    };
    (node, Ok(Arc::new(vec![flow])))
}

#[test]
fn a_country_is_asked_for_what_it_has_published_and_for_nothing_else() {
    use Dimension::{Channel, Destination, Need, ReturnIntention, Sex};
    let all = [
        published("COL", &[Destination, Sex, Channel], &["NEED:VOTING", "OFFER:TEACHING", "QUESTION:NEED"]),
        published("GHA", &[Destination, Need], &[]),
        published("PHL", &[Sex], &[]),
        // Choice by choice it says all that the one main need says.
        published("CUB", &[Destination, Need], &["NEED:VOTING", "CHANNEL:SMS"]),
    ];
    let said: Vec<String> = wanted(&input(), &all)
        .unwrap()
        .wanted
        .iter()
        .map(|wanted| {
            let by: Vec<String> = wanted.by.iter().map(ToString::to_string).collect();
            let items: Vec<String> = wanted.by_item.iter().map(ToString::to_string).collect();
            let countries: Vec<String> = wanted.countries.iter().flatten().map(ToString::to_string).collect();
            format!("{}: {} {}", countries.join(" "), by.join(" "), items.join(" "))
        })
        .collect();
    assert_eq!(
        said,
        ["GHA: DESTINATION NEED ", "COL CUB: DESTINATION NEED:VOTING", "COL: DESTINATION CHANNEL NEED:VOTING"]
    );
    let lacks = wanted(&input(), &all).unwrap().lacks;
    let lacks: Vec<String> = lacks.into_iter().map(|(country, lack)| format!("{country}: {lack}")).collect();
    assert_eq!(lacks, ["CUB: Cuba lets persons choose several channels; segments have those of one."]);
    assert!(wanted(&SegmentsInput { traits: vec![], ..input() }, &all).is_err());
    assert!(wanted(&SegmentsInput { traits: vec![Channel], ..input() }, &all).is_err(), "a channel is no trait");
    let interest = SegmentsInput { traits: vec![ReturnIntention], ..input() };
    assert_eq!(wanted(&interest, &all).unwrap().wanted.len(), 0);
}

#[test]
fn sizes_and_channels_are_of_one_study_the_one_with_the_latest_wave() {
    use Dimension::{Channel, Destination, Need};
    let (node, older) = published("COL", &[Destination, Need, Channel], &[]);
    let flow = |study: &str, period: &str, dimensions: &[Dimension]| {
        let mut flow = older.as_ref().unwrap()[0].clone();
        flow.study = Some(study.parse().unwrap());
        flow.waves[0].reference_period = period.into();
        flow.waves[0].dimensions = dimensions.to_vec();
        flow
    };
    let flows = vec![flow("OLD", "2024", &[Destination, Need, Channel]), flow("NEW", "2026", &[Destination, Need])];
    let all = wanted(&input(), &[(node, Ok(Arc::new(flows)))]).unwrap().wanted;
    let said: Vec<_> = all.iter().map(|wanted| (wanted.study.as_ref().unwrap().as_str(), wanted.by.len())).collect();
    assert_eq!(said, [("NEW", 2)], "no channels of the other study beside");
}
