//! Small cases whose answer anyone can check.

use super::*;
use schema::figure::FigureStatus;

const ONE: f64 = 1.0;

#[test]
fn what_can_be_had_by_taking_women_from_all_is_withheld_with_the_women() {
    // Four women and 100 men: the total less the men would give the women.
    let [_, sex, ..] = AXES;
    let records = persons(&[1, 2], &[4, 100], |_| ONE);
    let tally = tally(&records, &[vec![], vec![sex]]);
    let alone = spans(&tally, &large(&tally, 10), |cell| f64::from(cell.records));
    assert!(
        alone.iter().any(|span| span.place == 0 && span.most - span.least < 1e-6),
        "a threshold alone gives the women away"
    );
    let protected = protect(&tally, 10);
    assert_eq!(shown(&protected, &[]), [0]);
    assert!(shown(&protected, &[sex]).is_empty());
    let women = protected.tables[1].at(0, protected.absent);
    assert_eq!((women.value(), women.lower(), women.upper()), (None, 0.0, Some(104.0)), "bounded by the total alone");
    assert_eq!(
        women.status(),
        protected.tables[1].at(1, protected.absent).status(),
        "which of them is small is not told"
    );
}

#[test]
fn of_the_cells_that_could_hide_a_small_one_the_smallest_that_is_enough_is_withheld() {
    let [destination, ..] = AXES;
    let records = persons(&[5], &[900, 3, 40, 12, 300], |_| ONE);
    let protected = protect(&tally(&records, &[vec![], vec![destination]]), 10);
    assert_eq!(shown(&protected, &[destination]), [0, 2, 4]);
}

#[test]
fn small_cells_that_hide_each_other_need_no_others() {
    let [destination, ..] = AXES;
    let records = persons(&[5], &[900, 6, 40, 5, 300], |_| ONE);
    let protected = protect(&tally(&records, &[vec![], vec![destination]]), 10);
    assert_eq!(shown(&protected, &[destination]), [0, 2, 4]);
}

#[test]
fn a_cell_that_only_another_table_would_give_away_is_hidden_there_too() {
    // Destinations of 5, 14 and 80 persons. By sex the 14 are 7 and 7: nothing there tells of the second destination, which
    // hides the first. All 14 have the first age, and a table by age alone would say so.
    let [destination, sex, age, ..] = AXES;
    let counts = [5, 0, 0, 0, /* second */ 7, 0, 7, 0, /* third */ 20, 20, 20, 20];
    let records = persons(&[3, 2, 2], &counts, |_| ONE);
    let by_sex = [vec![], vec![destination], vec![sex], vec![destination, sex]];
    let protected = protect(&tally(&records, &by_sex), 10);
    assert_eq!(shown(&protected, &[destination]), [2], "the second destination hides the first");

    let by_age = [vec![], vec![destination], vec![sex], vec![age], vec![destination, sex], vec![destination, age]];
    let both = tally(&records, &by_age);
    // The tables of sex as above, and by age all that is large enough.
    let mut naive = large(&both, 10);
    naive[1] = places(&protected.tables)[1].clone();
    naive[4] = places(&protected.tables)[3].clone();
    let given_away = |shown: &[BTreeSet<usize>], family: Axis| {
        let all = spans(&both, shown, |cell| f64::from(cell.records));
        all.into_iter()
            .filter(|span| span.family == [destination, family] && span.table == [destination])
            .any(|span| span.most - span.least < 9.0)
    };
    assert!(!given_away(&naive, sex) && given_away(&naive, age), "only the second family tells");
    let safe = places(&protect(&both, 10).tables);
    assert!(!given_away(&safe, sex) && !given_away(&safe, age));
    assert!(!safe[5].contains(&2), "the 14 of the first age are withheld");
}

#[test]
fn a_release_of_few_says_nothing() {
    let records = persons(&[2, 2], &[2, 3, 0, 4], |_| ONE);
    let protected = protect(&tally(&records, &tables(2, 2)), 10);
    assert!(protected.tables.iter().all(|table| table.published() == 0));
    assert!(protected.persons.abs() < f64::EPSILON, "nor does the share of persons");
    let withheld = protected.tables[0].at(0, protected.absent);
    assert_eq!((withheld.lower(), withheld.upper(), withheld.status()), (0.0, None, FigureStatus::SmallCount));
}

#[test]
fn nobody_is_said_only_where_the_figures_around_say_so() {
    let [destination, sex, ..] = AXES;
    // Of the first destination all are women; of the second there are few men; nobody lives in the third.
    let records = persons(&[4, 2], &[50, 0, 30, 4, 0, 0, 40, 25], |_| ONE);
    let protected = protect(&tally(&records, &tables(2, 2)), 10);
    assert_eq!(shown(&protected, &[destination]), [0, 1, 2, 3], "the total says that nobody is left");
    let cells = shown(&protected, &[destination, sex]);
    assert!(cells.contains(&4) && cells.contains(&5), "of the third there is nobody, women or men: {cells:?}");
    assert!(cells.contains(&1) != cells.contains(&0) || cells.contains(&1), "{cells:?}");
    assert!(!cells.contains(&3), "few men");
}

#[test]
fn sums_of_quantities_are_refused() {
    let records = persons(&[2], &[20, 20], |_| ONE);
    let mut tally = tally(&records, &[vec![]]);
    tally.sums.push(crate::tally::RawSums {
        of: "INCOME".into(),
        bound: 1.0,
        range: 1.0,
        grid: crate::grid::Grid::of(0.0, 1.0),
        share: 0.1,
        counts: tally.tables[0].clone(),
        cells: vec![],
    });
    assert!(Threshold { threshold: 10 }.protect(&tally).is_err());
}

#[test]
fn who_is_outside_is_not_told_where_they_are_few() {
    let tally = tally(&persons(&[1], &[50], |_| ONE), &[vec![]]);
    let method = Threshold { threshold: 10 };
    assert_eq!((method.outside(&tally, 9), method.outside(&tally, 10)), (Ok(0.0), Ok(10.0)));
}

#[test]
fn weighted_figures_are_rounded_and_say_nothing_of_respondents() {
    let [destination, ..] = AXES;
    let records = persons(&[3], &[40, 25, 30], |n| 80.0 + (n % 7) as f64 * 11.3);
    let tally = tally(&records, &[vec![], vec![destination]]);
    let protected = protect(&tally, 10);
    assert_eq!(shown(&protected, &[destination]), [0, 1, 2]);
    for (place, cell) in tally.tables[1].cells.iter().enumerate() {
        let figure = protected.tables[1].at(u32::try_from(place).unwrap(), protected.absent);
        let value = figure.value().unwrap();
        assert!((value % 100.0).abs() < 1e-9 && (value - cell.weight).abs() <= 50.0, "{value} for {}", cell.weight);
        assert_eq!(figure.respondents(), None);
        assert!((figure.protection_error() - 50.0).abs() < 1e-9);
        // Within a tenth of the error that the cell's own weights give.
        let own = (95.0 / 94.0 * (cell.weight_squared - cell.weight.powi(2) / 95.0)).sqrt();
        assert!((figure.standard_error() / own - 1.0).abs() < 0.1, "{} for {own}", figure.standard_error());
    }
    assert!(protected.method.contains("rounded to 100"), "{}", protected.method);
}
