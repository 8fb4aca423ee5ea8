//! What a report tells of the whole beside the phases: all of it where nothing is left out, and nothing from which what is left out of a
//! phase could be told.

use super::year::{Year, programme};
use crate::programme::report::{Report, Said};
use proptest::prelude::*;
use schema::directory::programme::Programme;
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PHASES: [&str; 3] = ["1", "2", "3"];
const THINGS: [&str; 3] = ["TRAVEL", "INSURANCE", "HONORARIUM"];
const LEAST: usize = 3;

/// Three phases, of which the first and the second have a budget.
fn three() -> Programme {
    let budget = json!({ "amount": "10000.00", "currency": "EUR" });
    let mut programme = serde_json::to_value(programme()).unwrap();
    programme["phases"] = json!([
        { "phase": "1", "from": "2024", "until": "2024", "budget": budget },
        { "phase": "2", "from": "2024", "budget": budget },
        { "phase": "3", "from": "2024" },
    ]);
    serde_json::from_value(programme).unwrap()
}

/// A year in which persons were paid: phase, person, thing.
fn paid(payments: &[(usize, usize, usize)]) -> Year {
    paid_while(payments, &BTreeSet::new(), &BTreeSet::new())
}

/// The same while some are serving still, and some are to be paid more: phase, person.
fn paid_while(
    payments: &[(usize, usize, usize)],
    serving: &BTreeSet<(usize, usize)>,
    due: &BTreeSet<(usize, usize)>,
) -> Year {
    let mut year = Year::of(three());
    for person in payments.iter().map(|of| of.1).collect::<BTreeSet<_>>() {
        year.candidate(&format!("c{person}"), &Value::Null);
    }
    let mut placed = BTreeSet::new();
    for (number, (phase, person, thing)) in payments.iter().enumerate() {
        let id = format!("p{phase}-{person}");
        if placed.insert(id.clone()) {
            let month = format!("2024-{:02}", 3 + phase);
            let (from, until) = (format!("{month}-01"), format!("{month}-20"));
            year.need(&id, &json!({ "phase": PHASES[*phase], "from": from, "until": until }));
            year.placed(&id, &format!("c{person}"), (&from, &until));
            if serving.contains(&(*phase, *person)) {
                year.moves(Kind::Placement, &id, Step::Undo).unwrap();
            }
        }
        let money = json!({ "amount": format!("{}.00", 1_u32 << number), "currency": "EUR" });
        let says = json!({ "placement": id, "kind": THINGS[*thing], "money": money, "paidOn": "2024-07-01" });
        year.records(Kind::Compensation, &format!("m{number}"), &says).unwrap();
        year.moves(Kind::Compensation, &format!("m{number}"), Step::Pay).unwrap();
        // Some of those who are paid are to be paid once more, which can be of few by itself.
        if due.contains(&(*phase, *person)) {
            let says =
                json!({ "placement": id, "kind": THINGS[*thing], "money": { "amount": "0.01", "currency": "EUR" } });
            year.records(Kind::Compensation, &format!("d{number}"), &says).unwrap();
        }
    }
    year
}

fn report(year: &Year, least: usize) -> Report {
    Report::of(&year.book, ("Return of experts", &three()), year.today, least as u64)
}

fn told(report: &Report, phase: Option<&str>) -> Vec<(&'static str, Option<String>)> {
    let own = report.money.iter().filter(|of| of.phase.as_deref() == phase);
    let paid = |said: &Said<Exact>| if let Said::Is(sum) = said { Some(sum.0.normalize().to_string()) } else { None };
    own.map(|of| (of.spent, paid(&of.paid))).collect()
}

/// What each payment of a report's rows is: a row's amount is the sum of powers of two, so its bits tell which are in it.
fn rows(report: &Report) -> Vec<u64> {
    let amount = |said: &Said<Exact>| if let Said::Is(sum) = said { sum.0.try_into().ok() } else { None };
    let money = report.money.iter().filter_map(|of| amount(&of.paid));
    let money = money.chain(report.budgets.iter().filter_map(|of| amount(&of.paid)));
    let figures = report.phases.iter().map(|of| (Some(of.phase.as_str()), &of.figures)).chain([(None, &report.whole)]);
    let of_phases = figures.flat_map(|(phase, figures)| {
        // All money together, and what a day cost times the days.
        let money: Option<Vec<u64>> =
            report.money.iter().filter(|of| of.phase.as_deref() == phase).map(|of| amount(&of.paid)).collect();
        let served = report.served.iter().filter(|of| of.phase.as_deref() == phase);
        let days: Option<u64> = served.map(|of| if let Said::Is(days) = of.days { Some(days) } else { None }).sum();
        let cost = if let Said::Is(cost) = &figures.cost_a_day { cost.get("EUR") } else { None };
        let cost = cost.map(|cost| (cost.0 * Exact(days.expect("days of which the cost is told").into()).0).round());
        [money.map(|of| of.iter().sum()), cost.map(|cost| cost.try_into().unwrap())]
    });
    let rows: BTreeSet<u64> = money.chain(of_phases.flatten()).filter(|bits: &u64| *bits > 0).collect();
    rows.into_iter().collect()
}

#[test]
fn where_nothing_is_left_out_the_whole_is_the_sum_of_the_phases() {
    let year = paid(&[(0, 0, 0), (0, 1, 1), (1, 1, 0), (2, 2, 0)]);
    let open = report(&year, 1);
    let is = |spent, sum: &str| (spent, Some(sum.to_owned()));
    assert_eq!(told(&open, None), [is("TRAVEL", "13"), is("INSURANCE", "2")]);
    let [first, second, whole] = &open.budgets[..] else { panic!("{:?}", open.budgets) };
    let exact = |text: &str| Said::Is(Exact(text.parse().unwrap()));
    assert_eq!((first.paid, second.paid, whole.paid), (exact("3.00"), exact("4.00"), exact("7.00")));
    assert_eq!((whole.phase.as_deref(), whole.left), (None, exact("19993.00")));
    let whole: Vec<_> = open.served.iter().filter(|of| of.phase.is_none()).collect();
    assert_eq!((whole.len(), whole[0].begun, whole[0].completed, whole[0].days), (1, 4, Said::Is(4), Said::Is(80)));
}

#[test]
fn a_thing_that_is_put_together_in_one_phase_is_put_together_in_the_whole() {
    // In the first phase two have insurance, which stands with travel; in the second three have.
    let first = [(0, 0, 0), (0, 1, 0), (0, 2, 0), (0, 0, 1), (0, 1, 1)];
    let second = [(1, 0, 0), (1, 1, 0), (1, 2, 0), (1, 0, 1), (1, 1, 1), (1, 2, 1)];
    let year = paid(&[first.as_slice(), &second].concat());
    let few = report(&year, LEAST);
    assert_eq!(told(&few, Some("1")), [("SEVERAL", Some("31".to_owned()))]);
    assert_eq!(told(&few, Some("2")).len(), 2);
    assert_eq!(
        told(&few, None),
        [("SEVERAL", Some("2047".to_owned()))],
        "travel of both, less that of the second, is the first's"
    );
}

#[test]
fn what_a_day_cost_is_told_where_nothing_of_few_is_left_of_the_money_beside_it() {
    let cost = |report: &Report| {
        let phases = report.phases.iter().map(|of| &of.figures);
        phases.chain([&report.whole]).map(|of| matches!(of.cost_a_day, Said::Is(_))).collect::<Vec<_>>()
    };
    let five: Vec<_> = (0..5).map(|person| (0, person, 0)).collect();
    let still =
        |serving: &[usize]| paid_while(&five, &serving.iter().map(|person| (0, *person)).collect(), &BTreeSet::new());
    assert_eq!(cost(&report(&paid(&five), LEAST))[0..4], [true, false, false, true]);
    let one = report(&still(&[4]), LEAST);
    assert_eq!(told(&one, Some("1")), [("TRAVEL", Some("31".to_owned()))]);
    assert_eq!(cost(&one), [false; 4], "the money less what the days cost is what the one who serves still was paid");
    let few = report(&still(&[2, 3, 4]), LEAST);
    assert_eq!(cost(&few), [false; 4], "days of two");
    let enough: Vec<_> = (0..6).map(|person| (0, person, 0)).collect();
    let half = paid_while(&enough, &(3..6).map(|person| (0, person)).collect(), &BTreeSet::new());
    assert_eq!(cost(&report(&half, LEAST))[0..4], [true, false, false, true]);
    // The money and the days of the second phase are left out, of the whole too.
    let two = paid(&[five.as_slice(), &[(1, 0, 0), (1, 1, 0)]].concat());
    assert_eq!(cost(&report(&two, LEAST)), [false; 4], "the whole's less the first's is the second's");
    // What three were paid in the first two phases is told together, and what all were paid in the third.
    let third = [(0, 0, 0), (0, 2, 0), (1, 1, 0), (2, 1, 0), (2, 2, 0), (2, 3, 0), (2, 4, 0)];
    let third = paid_while(&third, &(1..4).map(|person| (2, person)).collect(), &BTreeSet::new());
    assert_eq!(cost(&report(&third, LEAST)), [false; 4], "less that of the first two it is one person's of the third");
}

#[test]
fn what_is_left_out_of_one_phase_is_left_out_of_the_whole_and_of_two_it_is_told_together() {
    let one = paid(&[(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 2, 0)]);
    let one = report(&one, LEAST);
    assert_eq!((told(&one, Some("1")), told(&one, None)), (vec![("SEVERAL", None)], vec![("SEVERAL", None)]));
    assert_eq!(one.budgets.iter().map(|of| of.paid == Said::Few).collect::<Vec<_>>(), [true, false, true]);
    let days: Vec<_> = one.served.iter().map(|of| of.days == Said::Few).collect();
    assert_eq!(days, [true, false, true], "nor are its days told so");
    let two = paid(&[(0, 0, 0), (0, 1, 0), (1, 2, 0), (1, 3, 0), (2, 0, 0), (2, 1, 0), (2, 2, 0)]);
    let two = report(&two, LEAST);
    assert_eq!(
        (told(&two, Some("2")), told(&two, None)),
        (vec![("SEVERAL", None)], vec![("TRAVEL", Some("127".to_owned()))])
    );
    assert_eq!(two.budgets.iter().map(|of| of.paid == Said::Few).collect::<Vec<_>>(), [true, true, false]);
    let days: Vec<_> = two.served.iter().map(|of| of.days == Said::Few).collect();
    assert_eq!(days, [true, true, false, false]);
    let endings = two.served.iter().filter(|of| of.completed == Said::Few && of.broken_off == Said::Few);
    assert_eq!(endings.count(), 4, "how many of the third phase came to their end is told beside how many began");
    let beside = paid(&[(0, 0, 0), (0, 1, 0), (1, 2, 0), (1, 3, 0), (2, 0, 0)]);
    let beside = report(&beside, LEAST);
    assert_eq!(told(&beside, None), [("TRAVEL", Some("31".to_owned()))]);
    assert_eq!(beside.budgets[2].paid, Said::Few, "the whole less the budgets is what one was paid in the third phase");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is told, no row less another, no whole less its phases, and no money less what the days cost, is what fewer persons were paid.
    #[test]
    fn the_whole_less_what_is_told_of_the_phases_is_nothing_or_of_enough_persons(
        payments in prop::collection::btree_set((0..3_usize, 0..6_usize, 0..3_usize), 1..24),
        serving in prop::collection::btree_set((0..3_usize, 0..6_usize), 0..9),
        due in prop::collection::btree_set((0..3_usize, 0..6_usize), 0..4),
    ) {
        let payments: Vec<_> = payments.into_iter().collect();
        let year = paid_while(&payments, &serving, &due);
        let rows = rows(&report(&year, LEAST));
        let persons = |bits: u64| {
            let own = payments.iter().enumerate().filter(|(number, _)| bits & (1 << number) != 0);
            own.map(|(_, of)| of.1).collect::<BTreeSet<_>>().len()
        };
        for row in &rows {
            prop_assert!(persons(*row) >= LEAST, "{rows:?}");
            // Rows that are parts of it and share nothing are taken away, each set of them.
            let parts: Vec<u64> = rows.iter().copied().filter(|part| part & !row == 0 && part != row).collect();
            for chosen in 0..1_u32 << parts.len().min(12) {
                let mut chosen = parts.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, part)| *part);
                let left = chosen.try_fold(*row, |left, part| (part & !left == 0).then_some(left & !part));
                prop_assert!(left.is_none_or(|left| left == 0 || persons(left) >= LEAST), "{row} of {rows:?}");
            }
        }
    }
}
