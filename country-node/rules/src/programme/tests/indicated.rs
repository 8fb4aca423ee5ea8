//! What a report tells of indicators: nothing that it withholds as a figure, and nothing of few who are away from an end of a scale.

use super::year::{Year, programme};
use crate::programme::report::indicated::Indicated;
use crate::programme::report::{Report, Said};
use schema::money::Exact;
use schema::programme::kind::Kind;
use serde_json::{Value, json};

fn exact(text: &str) -> Exact {
    Exact(text.parse().unwrap())
}

/// So many placements of so many persons, each over in March 2024.
fn placed(persons: usize) -> Year {
    let mut year = Year::new();
    for person in 0..persons {
        year.served(&format!("p{person:02}"), ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    }
    year
}

/// An indicator with a value of each placement, in their order.
fn says(year: &mut Year, indicator: &str, (moment, on): (&str, &str), values: &[&str]) {
    let about = json!({ "name": "Says", "unit": "1 is yes", "level": "HOST", "criterion": "SUSTAINABILITY" });
    if year.book.get(Kind::Indicator, indicator).is_none() {
        year.records(Kind::Indicator, indicator, &about).unwrap();
    }
    for (person, value) in values.iter().enumerate() {
        let placement = format!("p{person:02}");
        let says =
            json!({ "indicator": indicator, "placement": placement, "moment": moment, "on": on, "value": value });
        year.records(Kind::Observation, &format!("{placement}-{indicator}-{}", moment.to_lowercase()), &says).unwrap();
    }
}

fn report(year: &Year) -> Report {
    Report::of(&year.book, ("Return of experts", &programme()), year.today, 5)
}

/// The means of an indicator, with of how many values.
fn told(report: &Report, id: &str) -> [(Said<Exact>, Said<u64>); 3] {
    let is_of = |of: &&Indicated| of.id == id;
    report.indicators.iter().find(is_of).unwrap().found.map(|found| (found.mean, found.values))
}

const FEW: (Said<Exact>, Said<u64>) = (Said::Few, Said::Few);
const NONE: (Said<Exact>, Said<u64>) = (Said::None, Said::None);
const LATER: (&str, &str) = ("T2", "2025-04-01");

#[test]
fn an_indicator_does_not_tell_the_share_that_is_left_out_as_a_figure() {
    let mut year = placed(50);
    let mut values = ["1"; 50];
    values[7] = "0";
    says(&mut year, "follow-on", LATER, &values);
    says(&mut year, "stays", LATER, &values);
    let few = report(&year);
    assert_eq!(few.whole.follow_on, Said::Few);
    assert_eq!(told(&few, "follow-on"), [NONE, NONE, FEW], "0.98 of 50 would say that one does not go on");
    assert_eq!(told(&few, "stays"), [NONE, NONE, FEW], "whatever it is called");
    let mut year = placed(50);
    values[..5].fill("0");
    values[7] = "1";
    says(&mut year, "follow-on", LATER, &values);
    says(&mut year, "stays", LATER, &values);
    let enough = report(&year);
    let mean = (Said::Is(exact("0.9")), Said::Is(50));
    assert_eq!((told(&enough, "follow-on")[2], told(&enough, "stays")[2]), (mean, mean));
    assert_eq!(enough.whole.follow_on, Said::Is(0.9));
}

#[test]
fn who_goes_on_is_told_twice_only_of_the_same_placements() {
    let mut year = placed(20);
    year.need("late", &json!({ "from": "2025-07-01", "until": "2025-07-30" }));
    year.candidate("late", &Value::Null);
    year.placed("late", "late", ("2025-07-01", "2025-07-30"));
    says(&mut year, "follow-on", LATER, &["0", "1"].repeat(10));
    let mean = (Said::Is(exact("0.5")), Said::Is(20));
    assert_eq!(told(&report(&year), "follow-on")[2], mean);
    let one_more =
        json!({ "indicator": "follow-on", "placement": "late", "moment": "T2", "on": "2026-05-01", "value": "1" });
    year.records(Kind::Observation, "late", &one_more).unwrap();
    let report = report(&year);
    assert_eq!(report.whole.follow_on, Said::Is(0.5), "it ended less than a year ago");
    assert_eq!(told(&report, "follow-on")[2], FEW, "11 of 21 beside 10 of 20 would say what the one says");
}

#[test]
fn a_mean_that_is_left_out_of_one_phase_is_left_out_of_all() {
    let mut year = placed(10);
    let second = json!({ "phase": "2", "from": "2025-03-01", "until": "2025-03-30" });
    for person in 10..20 {
        year.served(&format!("p{person:02}"), ("2025-03-01", "2025-03-30"), (&second, &Value::Null));
    }
    let at = ("T1", "2025-04-20");
    let spread = ["5", "5", "5", "4", "4", "3", "2", "1", "1", "3"];
    says(&mut year, "both", at, &spread.repeat(2));
    says(&mut year, "first", at, &spread);
    let mut values = spread.repeat(2);
    values[10..].fill("5");
    says(&mut year, "not", at, &values);
    let report = report(&year);
    let phases = |id: &str| {
        let of = report.indicators.iter().find(|of| of.id == id).unwrap();
        of.phases.iter().map(|of| (of.phase.as_str(), of.found[1].mean, of.found[1].values)).collect::<Vec<_>>()
    };
    let mean = |of: &str| (Said::Is(exact(of)), Said::Is(10));
    let row = |phase, (mean, values): (Said<Exact>, Said<u64>)| (phase, mean, values);
    assert_eq!(phases("both"), [row("1", mean("3.3")), row("2", mean("3.3"))]);
    assert_eq!(phases("first"), [row("1", mean("3.3")), row("2", NONE)], "the whole is the first phase");
    assert_eq!(told(&report, "not")[1], (Said::Is(exact("4.15")), Said::Is(20)));
    assert_eq!(phases("not"), [row("1", FEW), row("2", FEW)], "the first beside the whole would say that all said 5");
}

#[test]
fn a_mean_from_which_the_value_of_few_could_be_told_is_left_out() {
    let mut year = placed(10);
    let at = ("T1", "2024-04-20");
    for (id, values, mean) in [
        ("high", ["5", "5", "5", "5", "5", "5", "4", "4", "3", "4"], None),
        ("low", ["1", "1", "1", "1", "1", "1", "2", "3", "2", "5"], None),
        ("same", ["5"; 10], None),
        ("spread", ["5", "5", "5", "4", "4", "3", "2", "1", "1", "3"], Some("3.3")),
        ("halves", ["0", "0", "0", "0", "0", "1", "1", "1", "1", "1"], Some("0.5")),
    ] {
        says(&mut year, id, at, &values);
        let expected = mean.map_or(FEW, |mean| (Said::Is(exact(mean)), Said::Is(10)));
        assert_eq!(told(&report(&year), id), [NONE, expected, NONE], "{id}");
    }
    let mut few = placed(4);
    says(&mut few, "spread", at, &["5", "4", "2", "1"]);
    assert_eq!(told(&report(&few), "spread"), [NONE, FEW, NONE], "four persons");
    let open = Report::of(&few.book, ("Return of experts", &programme()), few.today, 1);
    assert_eq!(told(&open, "spread")[1], (Said::Is(exact("3")), Said::Is(4)), "where nothing is of few");
}
