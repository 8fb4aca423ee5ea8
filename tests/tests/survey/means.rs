//! Means and sums of hours and wages against the truth, through the gateway.

use super::records;
use crate::world::{run, world};
use schema::concept::Dimension;
use serde_json::json;

/// The quantities, where [`records`] has them, and the most that a value counts by the rulebooks.
const QUANTITIES: [(&str, usize, f64); 2] = [("HOURS_WORKED", 0, 99.0), ("WAGES", 1, 250_000.0)];

#[test]
fn protection_covers_the_true_means_and_sums_and_none_is_said_with_more_than_three_digits() {
    run(async {
        let (records, asker) = (records(), world().asker("iom-analyst"));
        let (mut published, mut covered) = ([0_u32; 2], [0_u32; 2]);
        let tables = [
            vec![],
            vec![Dimension::Sex],
            vec![Dimension::DestinationRegion],
            vec![Dimension::Age, Dimension::Education],
            vec![Dimension::Sex, Dimension::Occupation],
        ];
        for (of, which, most) in QUANTITIES {
            for by in &tables {
                for (at, kind) in ["MEAN", "SUM"].into_iter().enumerate() {
                    let measure = json!({ "kind": kind, "of": of });
                    let input = json!({ "dataset": "SURVEY", "measure": measure, "by": by, "purpose": "RESEARCH" });
                    let answer = asker.compare(input).await;
                    assert_eq!(answer.coverage.answered, 5, "{of} {by:?}");
                    for country in &answer.countries {
                        let records = &records[country.country.code.as_str()];
                        let axes = records.axes_of(by);
                        let truth = records.amounts(&axes, which, most);
                        for figure in &country.figures {
                            let (respondents, persons, sum) = truth[records.place(&axes, &figure.key())];
                            let (Some(value), Some(error)) = (figure.value, figure.protection_error) else { continue };
                            assert!(respondents > 0 && figure.respondents.unwrap() >= 10, "{of} {by:?}: a small cell");
                            let digits = format!("{value:e}");
                            let digits = digits.split('e').next().unwrap().chars().filter(char::is_ascii_digit).count();
                            assert!(digits <= 3, "{of} {by:?}: {value} is said with {digits} digits");
                            let exact = if kind == "MEAN" { sum / persons } else { sum };
                            published[at] += 1;
                            covered[at] += u32::from((value - exact).abs() <= error);
                        }
                    }
                }
            }
        }
        for (at, kind) in ["means", "sums"].into_iter().enumerate() {
            let percent = 100.0 * f64::from(covered[at]) / f64::from(published[at]);
            println!("protection covers the truth in {percent:.2} % of {} {kind}", published[at]);
            assert!(published[at] > 300 && percent >= 93.0, "{percent} % of {} {kind}", published[at]);
        }
    });
}

#[test]
fn the_countries_mean_together_weighs_as_the_persons_that_it_is_over() {
    run(async {
        let measure = json!({ "kind": "MEAN", "of": "HOURS_WORKED" });
        let asked = json!({ "dataset": "SURVEY", "measure": measure, "purpose": "COMPARISON" });
        let answer = world().asker("iom-analyst").compare(asked).await;
        let (mut persons, mut hours) = (0.0, 0.0);
        for records in records().values() {
            let (_, weight, sum) = records.amounts(&[], 0, 99.0)[0];
            persons += weight;
            hours += sum;
        }
        let together = &answer.combined.unwrap().figures[0];
        let (value, error) = (together.value.unwrap(), together.protection_error.unwrap());
        assert!((value - hours / persons).abs() <= error + 0.05, "{value} for {}", hours / persons);
        assert_eq!(together.share, None, "a mean is no part of a whole");
        let unit = answer.countries[0].source.as_ref().unwrap().unit.as_deref();
        assert_eq!(unit, Some("hours a week"));
    });
}
