//! What is asked of whom.

use super::*;
use crate::outreach::lack::Lack;
use crate::outreach::wanted::{All, wanted};
use schema::answer::MOST_QUESTIONS;
use schema::error::Code;

/// The questions, each in a line: who is asked, by what, and what is let through of items.
fn lines(All { wanted, .. }: &All) -> Vec<String> {
    let line = |question: &crate::plan::CompareInput| {
        let countries: Vec<String> = question.countries.iter().flatten().map(ToString::to_string).collect();
        let by = question.by.iter().map(ToString::to_string);
        let by: Vec<String> = by.chain(question.by_item.iter().map(ToString::to_string)).collect();
        let only: Vec<String> =
            question.where_item.iter().map(|f| format!(" {}={}", f.item, f.codes.join("+"))).collect();
        format!("{}: {}{}", countries.join(" "), by.join(" "), only.concat())
    };
    wanted.iter().map(|wanted| line(&wanted.question)).collect()
}

#[test]
fn a_country_is_asked_for_what_it_has_published_and_for_nothing_else() {
    use Dimension::{Channel, Destination, Need, ReturnIntention, Sex};
    let all = [
        published("COL", &[Destination, Sex, Channel], &["NEED:VOTING", "OFFER:TEACHING", "QUESTION:NEED"]),
        published("GHA", &[Destination, Need], &[]),
        published("PHL", &[Sex], &[]),
        // Choice by choice it says all that the one main need says.
        published("CUB", &[Destination, Need], &["NEED:VOTING"]),
    ];
    let asked = wanted(&input(), &all);
    assert_eq!(
        lines(&asked),
        [
            "GHA: DESTINATION NEED",
            "COL CUB: DESTINATION NEED:VOTING",
            "COL: DESTINATION CHANNEL NEED:VOTING NEED:VOTING=YES"
        ]
    );
    assert!(asked.wanted.iter().all(|wanted| wanted.by_channel != wanted.question.where_item.is_empty()));
    assert_eq!(asked.lacks[&code("PHL")], [Lack::NoTraits]);
    let missing = vec![Lack::SomeTraits(vec![schema::concept::Axis::Shared(ReturnIntention)])];
    assert_eq!(asked.lacks[&code("COL")], missing, "it was asked for by name");
    let unnamed = SegmentsInput { traits: None, ..input() };
    assert_eq!(wanted(&unnamed, &all).lacks[&code("COL")], []);
}

#[test]
fn a_trait_is_a_dimension_or_an_item_by_name_and_never_place_or_channel() {
    use Dimension::{Channel, Destination, Need};
    let items = |named: &[&str]| SegmentsInput {
        traits: None,
        trait_items: named.iter().map(|text| item(text)).collect(),
        ..input()
    };
    let of = |input: &SegmentsInput| input.check().map_err(|refused| (refused.code, refused.message));
    let said: Vec<String> = items(&["NEED:VOTING"]).sought().map(|axis| axis.to_string()).collect();
    assert_eq!(said, ["NEED:VOTING"], "an item that is named is not asked beside all the rest");
    assert!(of(&items(&[])).is_ok(), "needs, offers and intentions where nothing is said");
    assert!(of(&SegmentsInput { traits: Some(vec![]), ..input() }).is_err());
    assert!(of(&SegmentsInput { traits: Some(vec![Channel]), ..input() }).is_err());
    assert!(of(&items(&["CHANNEL:EMAIL"])).is_err() && of(&items(&["DESTINATION:DEU"])).is_err());
    let own = items(&["QUESTION:INTEREST"]);
    let (refused, message) = of(&own).unwrap_err();
    assert_eq!(refused, Code::InvalidQuery);
    assert!(message.contains("name the `study`"), "{message}");

    let choices = ["NEED:VOTING", "NEED:PENSIONS", "QUESTION:INTEREST"];
    let all = [
        of_study(published("COL", &[Destination, Channel], &choices), "TIES"),
        of_study(published("GHA", &[Destination], &["QUESTION:INTEREST"]), "OTHER"),
    ];
    let own = SegmentsInput { study: Some("TIES".parse().unwrap()), ..own };
    assert!(of(&own).is_ok());
    let asked = wanted(&own, &all);
    assert_eq!(
        lines(&asked),
        ["COL: DESTINATION QUESTION:INTEREST", "COL: DESTINATION CHANNEL QUESTION:INTEREST"],
        "each answer to the study's own question, of that study alone"
    );
    assert_eq!(asked.lacks[&code("GHA")], [Lack::NoStudy]);
    // Named twice, as the concept and as its choice, it is asked once.
    let twice = SegmentsInput { traits: Some(vec![Need]), ..items(&["NEED:VOTING"]) };
    assert_eq!(wanted(&twice, &all[..1]).wanted.len(), 4);
    assert_eq!(wanted(&items(&["NEED:VOTING"]), &all[..1]).wanted.len(), 2);
}

#[test]
fn each_of_several_channels_is_asked_beside_a_trait_and_only_of_those_who_chose_both() {
    use Dimension::Destination;
    let all = [published("CUB", &[Destination], &["NEED:VOTING", "CHANNEL:SMS", "CHANNEL:EMAIL"])];
    let asked = wanted(&SegmentsInput { traits: Some(vec![Dimension::Need]), ..input() }, &all);
    assert_eq!(
        lines(&asked),
        [
            "CUB: DESTINATION NEED:VOTING",
            "CUB: DESTINATION CHANNEL:EMAIL NEED:VOTING CHANNEL:EMAIL=YES NEED:VOTING=YES",
            "CUB: DESTINATION CHANNEL:SMS NEED:VOTING CHANNEL:SMS=YES NEED:VOTING=YES",
        ]
    );
    assert_eq!(asked.lacks[&code("CUB")], []);
}

#[test]
fn one_request_has_room_for_all_questions_and_what_has_none_is_said() {
    use Dimension::{Destination, Need, Offer};
    let codes = |of: Dimension| {
        let codes = of.codelist().codes().iter().filter(|code| !code.residual);
        codes.map(move |code| format!("{of}:{}", code.code)).collect::<Vec<String>>()
    };
    let (needs, offers, channels) = (codes(Need), codes(Offer), codes(Dimension::Channel));
    let items = [needs.clone(), offers, channels.clone()].concat();
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let all = [published("CUB", &[Destination], &items)];
    let input = SegmentsInput { traits: Some(vec![Need, Offer]), ..input() };
    let asked = wanted(&input, &all);
    assert!(asked.wanted.len() <= MOST_QUESTIONS, "{}", asked.wanted.len());
    let sizes = asked.wanted.iter().filter(|wanted| !wanted.by_channel).count();
    assert_eq!(sizes, 13, "how many there are comes first");
    let needs: Vec<_> = needs.iter().map(|text| item(text)).collect();
    let of_needs = asked.wanted.iter().filter(|wanted| wanted.by_channel);
    let of_needs = of_needs.filter(|wanted| wanted.question.by_item.iter().any(|of| needs.contains(of))).count();
    assert_eq!(of_needs, needs.len() * channels.len(), "what is named first has its channels");
    assert_eq!(asked.lacks[&code("CUB")], [Lack::TooManyChannels(5)]);
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
    let all = wanted(&input(), &[(node, Ok(Arc::new(flows)))]).wanted;
    let said: Vec<_> =
        all.iter().map(|all| (all.question.study.as_ref().unwrap().as_str(), all.question.by.len())).collect();
    assert_eq!(said, [("NEW", 2)], "no channels of the other study beside");
}
