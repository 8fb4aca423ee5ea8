//! What each person did in a year, against what a person would work out on paper, and against the programme's own figures.

use super::figures::{follows, year};
use super::year::Year as Work;
use crate::programme::derived::Derived;
use crate::programme::year::{Done, QUANTITIES, Rates, Year};
use crate::record_key::Pseudonym;
use schema::concept::Dimension;
use schema::money::Exact;
use schema::programme::derived::{
    COMPENSATION, DAYS_PLACED, DAYS_TO_PLACEMENT, FOLLOW_ON, FOLLOW_ON_KNOWN, PLACEMENTS, PLACEMENTS_COMPLETED,
    PLACEMENTS_ENDED,
};
use std::collections::BTreeMap;

fn exact(text: &str) -> Exact {
    Exact(text.parse().unwrap())
}

fn asked(of: &Work, year: i32, yen: Option<&str>) -> Year {
    let worth = yen.map(|rate| ("JPY".to_owned(), exact(rate))).into_iter().collect();
    Year { year, today: of.today, money: Some(Rates { currency: "EUR".to_owned(), worth }) }
}

fn persons(of: &Work, year: i32) -> BTreeMap<Pseudonym, Done> {
    asked(of, year, Some("0.005")).persons([&of.book]).unwrap()
}

#[test]
fn a_person_has_one_record_of_all_placements_of_the_year() {
    let mut work = year();
    follows(&mut work);
    let made = persons(&work, 2024);
    let [woman, man] = &made.values().collect::<Vec<_>>()[..] else { panic!("{} persons", made.len()) };
    let all = |of: &Done| QUANTITIES.map(|quantity| (quantity, of.amount(quantity)));
    assert_eq!(
        all(woman),
        [
            (PLACEMENTS, 2.0),
            (PLACEMENTS_ENDED, 2.0),
            (PLACEMENTS_COMPLETED, 1.0),
            (DAYS_TO_PLACEMENT, 51.0 + 121.0),
            (DAYS_PLACED, 30.0 + 20.0),
            (COMPENSATION, 1300.3),
            (FOLLOW_ON_KNOWN, 1.0),
            (FOLLOW_ON, 1.0),
        ],
        "what is due was not paid, and what came after the second is not known"
    );
    let expected = [1.0, 1.0, 1.0, 55.0, 10.0, 0.3 + 300.0, 1.0, 0.0];
    for ((of, amount), expected) in all(man).into_iter().zip(expected) {
        assert!((amount - expected).abs() < 1e-9, "{of}: {amount}; 60000 yen at 0.005");
    }
    let code = |of: &Done, dimension| of.code(dimension).map(str::to_owned);
    for (dimension, said) in [
        (Dimension::Destination, "ITA"),
        (Dimension::Sex, "F"),
        (Dimension::Education, "7"),
        (Dimension::Occupation, "2"),
        (Dimension::Sector, "Q"),
        (Dimension::ReturnMode, "TEMPORARY"),
    ] {
        assert_eq!(code(woman, dimension).as_deref(), Some(said));
    }
    assert_eq!(code(woman, Dimension::Age), None);
    assert_eq!(format!("{woman:?}"), "what a person did", "it is of a person");
    assert!(persons(&work, 2023).is_empty() && persons(&work, 2025).is_empty(), "it is of the year of the first day");
}

#[test]
fn sums_over_all_persons_are_the_programmes_own_figures() {
    let mut work = year();
    follows(&mut work);
    let (made, derived) = (persons(&work, 2024), Derived::of(&work.book, None, work.today));
    let sum = |of: &str| made.values().map(|done| done.amount(of)).filter(|amount| !amount.is_nan()).sum::<f64>();
    let parts = [
        (PLACEMENTS, derived.placements as f64),
        (PLACEMENTS_ENDED, derived.completed.whole as f64),
        (PLACEMENTS_COMPLETED, derived.completed.part as f64),
        (DAYS_TO_PLACEMENT, derived.days_to_placement.iter().sum::<i64>() as f64),
        (FOLLOW_ON_KNOWN, derived.follow_on.whole as f64),
        (FOLLOW_ON, derived.follow_on.part as f64),
    ];
    for (of, expected) in parts {
        assert!((sum(of) - expected).abs() < 1e-9, "{of}: {} and not {expected}", sum(of));
    }
    let a_day = derived.cost_a_day["EUR"].nearest() + 0.005 * derived.cost_a_day["JPY"].nearest();
    assert!((sum(COMPENSATION) / sum(DAYS_PLACED) - a_day).abs() < 1e-3, "to the digits that are said of a day");
}

#[test]
fn two_programmes_make_one_record_of_a_person() {
    let work = year();
    let made = asked(&work, 2024, Some("0.005")).persons([&work.book, &work.book]).unwrap();
    let placements: Vec<String> = made.values().map(|done| done.amount(PLACEMENTS).to_string()).collect();
    assert_eq!(placements, ["4", "2"]);
}

#[test]
fn an_amount_that_nobody_says_the_worth_of_makes_no_sum() {
    let work = year();
    let refused = asked(&work, 2024, None).persons([&work.book]).unwrap_err();
    assert_eq!(refused.to_string(), "JPY was paid too: say what one is worth in EUR, by its rate");
    let uncounted = Year { money: None, ..asked(&work, 2024, None) };
    assert!(uncounted.persons([&work.book]).is_ok(), "where money is not added up none is needed");
}
