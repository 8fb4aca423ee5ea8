//! Money, days and figures, against what a person would work out on paper.

use super::year::{Year, programme};
use crate::programme::derived::{Derived, Share};
use crate::programme::measured::measured;
use crate::programme::observation::Moment;
use crate::programme::report::{Report, Said};
use crate::programme::totals::Totals;
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use serde_json::{Value, json};

fn exact(text: &str) -> Exact {
    Exact(text.parse().unwrap())
}

fn pays(year: &mut Year, id: &str, placement: &str, (kind, amount, currency): (&str, &str, &str), paid: Option<&str>) {
    let money = json!({ "amount": amount, "currency": currency });
    year.records(
        Kind::Compensation,
        id,
        &json!({ "placement": placement, "kind": kind, "money": money, "paidOn": paid }),
    )
    .unwrap();
    if paid.is_some() {
        year.moves(Kind::Compensation, id, Step::Pay).unwrap();
    }
}

/// Three placements of phase 1: 30, 10 and 20 days; the last one broken off; the second of a man, the third of the same woman as the
/// first.
pub fn year() -> Year {
    let mut year = Year::new();
    year.served("a", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    year.served("b", ("2024-03-05", "2024-03-14"), (&Value::Null, &json!({ "sex": "M" })));
    let later = json!({ "requestedOn": "2024-02-01", "from": "2024-06-01", "until": "2024-06-20", "positions": 2 });
    year.need("c", &later);
    year.agreed("c", "c", "a").unwrap();
    let says = json!({ "match": "c", "mode": "TEMPORARY", "from": "2024-06-01", "until": "2024-06-20" });
    year.records(Kind::Placement, "c", &says).unwrap();
    year.moves(Kind::Placement, "c", Step::Start).unwrap();
    year.moves(Kind::Placement, "c", Step::BreakOff).unwrap();
    pays(&mut year, "a1", "a", ("TRAVEL", "400.10", "EUR"), Some("2024-04-01"));
    pays(&mut year, "a2", "a", ("DAILY_ALLOWANCE", "900.20", "EUR"), Some("2024-04-01"));
    pays(&mut year, "b1", "b", ("TRAVEL", "0.30", "EUR"), Some("2024-04-01"));
    pays(&mut year, "b2", "b", ("TRAVEL", "60000", "JPY"), Some("2024-04-01"));
    pays(&mut year, "c1", "c", ("TRAVEL", "99.40", "EUR"), None);
    pays(&mut year, "c2", "c", ("OTHER", "1.00", "EUR"), None);
    year.moves(Kind::Compensation, "c2", Step::Cancel).unwrap();
    year
}

fn parts(of: &Share) -> (u64, u64) {
    (of.part, of.whole)
}

#[test]
fn money_and_days_add_up_exactly_by_phase_thing_and_currency() {
    let year = year();
    let totals = Totals::of(&year.book, &programme());
    let money = totals.money.iter().map(|sum| {
        (sum.phase.as_str(), sum.spent.name(), sum.currency.as_str(), sum.paid.0.to_string(), sum.due.0.to_string())
    });
    let text = |text: &str| text.to_owned();
    assert_eq!(
        money.collect::<Vec<_>>(),
        [
            ("1", "TRAVEL", "EUR", text("400.40"), text("99.40")),
            ("1", "TRAVEL", "JPY", text("60000"), text("0")),
            ("1", "DAILY_ALLOWANCE", "EUR", text("900.20"), text("0")),
        ]
    );
    let [served] = &totals.served[..] else { panic!("{:?}", totals.served) };
    assert_eq!((served.completed, served.broken_off, served.planned, served.started, served.days), (2, 1, 0, 0, 60));
    let [budget] = &totals.budgets[..] else { panic!("phase 2 has none") };
    assert_eq!((budget.paid, budget.left), (exact("1300.60"), exact("8600.00")));
}

#[test]
fn figures_are_those_that_one_works_out_on_paper() {
    let year = year();
    let derived = Derived::of(&year.book, Some("1"), year.today);
    assert_eq!(derived.needs, 3);
    assert_eq!((derived.filled, derived.positions), (3, 4));
    assert_eq!(derived.placements, 3);
    assert_eq!(parts(&derived.women), (2, 3));
    assert_eq!(parts(&derived.completed), (2, 3));
    assert_eq!(parts(&derived.repeated), (1, 3));
    assert_eq!((derived.women.within.len(), derived.women.without.len()), (1, 1), "who was placed twice is one person");
    // From January 10 to March 1 and 5, from February 1 to June 1.
    assert_eq!(derived.days_to_placement, [51, 55, 121]);
    assert_eq!((derived.mean_days(), derived.median_days()), (Some(227.0 / 3.0), Some(55.0)));
    // 1300.60 and 60000 over 60 days: what is due was not paid.
    assert_eq!(derived.cost_a_day["EUR"], exact("21.6767"));
    assert_eq!(derived.cost_a_day["JPY"], exact("1000.0000"));
    assert_eq!(Derived::of(&year.book, Some("2"), year.today), Derived::default());
}

/// What came a year after the first two placements: cooperation goes on after one.
pub fn follows(year: &mut Year) {
    let indicator = json!({ "name": "Goes on", "unit": "1 is yes", "level": "HOST", "criterion": "SUSTAINABILITY" });
    year.records(Kind::Indicator, "follow-on", &indicator).unwrap();
    for (placement, value) in [("a", "1"), ("b", "0")] {
        let says = json!({ "indicator": "follow-on", "placement": placement, "moment": "T2", "on": "2025-04-01", "value": value });
        year.records(Kind::Observation, placement, &says).unwrap();
    }
}

#[test]
fn who_goes_on_is_counted_of_those_who_ended_a_year_ago_and_are_known() {
    let mut year = year();
    follows(&mut year);
    let derived = Derived::of(&year.book, None, year.today);
    assert_eq!((parts(&derived.follow_on), parts(&derived.followed)), ((1, 2), (2, 3)));
    let early = chrono::NaiveDate::from_ymd_opt(2025, 3, 20).unwrap();
    let followed = Derived::of(&year.book, None, early).followed;
    assert_eq!(parts(&followed), (1, 1), "of b alone, which ended first");
}

#[test]
fn an_indicator_has_the_mean_of_each_moment() {
    let mut year = year();
    let indicator = json!({ "name": "Skills", "unit": "points of 5", "level": "COLLEAGUE", "criterion": "IMPACT", "baseline": "2.1", "target": "3.5" });
    year.records(Kind::Indicator, "skills", &indicator).unwrap();
    for (id, placement, moment, on, value) in [
        ("a0", "a", "T0", "2024-02-20", "2"),
        ("b0", "b", "T0", "2024-02-20", "2.5"),
        ("a1", "a", "T1", "2024-04-20", "3"),
        ("b1", "b", "T1", "2024-04-20", "4"),
        ("c1", "c", "T1", "2024-07-20", "4"),
    ] {
        let says = json!({ "indicator": "skills", "placement": placement, "moment": moment, "on": on, "value": value });
        year.records(Kind::Observation, id, &says).unwrap();
    }
    let found =
        |year: &Year, phase| measured(&year.book, phase)[0].found.each_ref().map(|found| (found.values, found.mean));
    let whole = [(2, Some(exact("2.25"))), (3, Some(exact("3.6667"))), (0, None)];
    assert_eq!(found(&year, None), whole);
    assert_eq!(found(&year, Some("1")), whole);
    assert_eq!(found(&year, Some("2")), [(0, None); 3]);
    year.moves(Kind::Observation, "b0", Step::Cancel).unwrap();
    assert_eq!(found(&year, None)[0], (1, Some(exact("2"))));
    assert_eq!(measured(&year.book, None)[0].found[0].moment, Moment::T0);
}

#[test]
fn a_figure_of_few_in_one_phase_is_told_of_none() {
    let mut year = year();
    let second = json!({ "phase": "2", "requestedOn": "2025-01-10", "from": "2025-03-01", "until": "2025-03-30" });
    for (id, sex) in [("d", "F"), ("e", "F"), ("f", "M"), ("g", "M")] {
        year.served(id, ("2025-03-01", "2025-03-30"), (&second, &json!({ "sex": sex })));
    }
    let report = Report::of(&year.book, ("Return of experts", &programme()), year.today, 2);
    // Four women of whom one stands twice, and three men: of the second phase two and two, of the first one and one.
    assert_eq!(report.whole.share_of_women, Said::Is(4.0 / 7.0));
    assert_eq!(report.phases[0].figures.share_of_women, Said::Few);
    assert_eq!(report.phases[1].figures.share_of_women, Said::Few, "the first could be told from it and the whole");
    assert_eq!(report.phases[1].figures.median_days_to_placement, Said::Is(50.0));
}

#[test]
fn what_is_of_few_is_left_out_of_a_report_and_so_is_what_it_could_be_told_from() {
    let year = year();
    let report = |least| Report::of(&year.book, ("Return of experts", &programme()), year.today, least);
    let open = report(1);
    assert_eq!(open.whole.share_of_women, Said::Is(2.0 / 3.0));
    assert_eq!(open.whole.completion_rate, Said::Is(2.0 / 3.0));
    let closed = report(2);
    // One woman, and one who is none.
    assert_eq!(closed.whole.share_of_women, Said::Few);
    assert_eq!(closed.whole.completion_rate, Said::Few);
    assert_eq!(closed.whole.median_days_to_placement, Said::Is(55.0));
    assert_eq!(report(3).whole.median_days_to_placement, Said::Few, "they are three placements of two persons");
    let [served, whole] = &closed.served[..] else { panic!("{:?}", closed.served) };
    for of in [served, whole] {
        assert_eq!((of.begun, of.completed, of.broken_off, of.days), (3, Said::Few, Said::Few, Said::Is(60)));
    }
    let amount = |said: &Said<Exact>| match said {
        Said::Is(sum) => sum.0.to_string(),
        _ => "few".to_owned(),
    };
    let money = |report: &Report| {
        let (phases, whole) = report.money.split_at(report.money.len() / 2);
        assert!(phases.iter().all(|of| of.phase.as_deref() == Some("1")) && whole.iter().all(|of| of.phase.is_none()));
        let is_same = phases.iter().zip(whole).all(|(of, whole)| (&of.paid, &of.due) == (&whole.paid, &whole.due));
        assert!(is_same, "there is one phase");
        let sums = phases.iter();
        sums.map(|of| format!("{} {} {} {}", of.spent, amount(&of.paid), amount(&of.due), of.currency))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        money(&open),
        ["TRAVEL 400.40 99.40 EUR", "DAILY_ALLOWANCE 900.20 0 EUR", "TRAVEL 60000 0 JPY"],
        "each for what it is"
    );
    assert_eq!(
        money(&closed),
        ["SEVERAL few few EUR", "SEVERAL few few JPY"],
        "together too it is what one person is still to be paid, or was"
    );
    assert_eq!(closed.budgets[0].left, Said::Few);
    assert_eq!(open.budgets[0].left, Said::Is(exact("8600.00")));
    assert_eq!(closed.whole.follow_on, Said::None);
    assert_eq!(closed.phases[1].figures.share_of_women, Said::None);
    assert_eq!(closed.phases[1].figures.fill_rate, Said::None);
}
