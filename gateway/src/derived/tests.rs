use super::divided::{Both, DerivedFigure};
use super::input::{ProgrammeFiguresInput, sums};
use crate::absence::Absence;
use crate::fetch::Reply;
use crate::tests::people::code;
use crate::tests::tables::source;
use crate::told::{Row, Told};
use schema::ask::CodeFilter;
use schema::concept::{Dataset, Dimension};
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::figure::{Estimate, FigureStatus, NodeFigure};
use schema::measure::MeasureKind;
use schema::programme::derived::ProgrammeFigure;
use schema::purpose::Purpose;
use std::sync::Arc;

fn told(country: &str, unit: &str, sum: Estimate) -> Arc<Told> {
    let mut source = source(country, Dataset::Programme);
    source.unit = Some(unit.to_owned());
    let figure = NodeFigure::new(vec![], &sum, &sum);
    let rows = vec![Row::read(figure, MeasureKind::Sum).unwrap()];
    Arc::new(Told { rows, source, answered_at: String::new(), signature: String::new() })
}

fn country(of: &str) -> CountryCode {
    code(of)
}

fn exact(value: f64) -> Estimate {
    Estimate::exact(value)
}

fn input() -> ProgrammeFiguresInput {
    ProgrammeFiguresInput { figures: None, filters: vec![], countries: None, at: None, purpose: Purpose::Comparison }
}

#[test]
fn countries_together_are_their_sums_divided_and_no_mean_of_their_figures() {
    let [days, begun] = ["days", "placements"];
    let col = [told("COL", days, exact(4000.0)), told("COL", begun, exact(100.0))].map(Ok);
    let gha = [told("GHA", days, exact(600.0)), told("GHA", begun, exact(10.0))].map(Ok);
    let both = [("COL", &col), ("GHA", &gha)].map(|(of, [sum, over])| Both::of(country(of), sum, over).unwrap());
    let together = DerivedFigure::together(ProgrammeFigure::DaysToPlacement, &both);
    assert_eq!((together.value, together.unit.as_deref()), (Some(41.8), Some("days")));
    assert_eq!(together.of, [country("COL"), country("GHA")]);
    let alone = both.map(|both| DerivedFigure::of_country(ProgrammeFigure::DaysToPlacement, Ok(both)).value);
    assert_eq!(alone, [Some(40.0), Some(60.0)]);
}

#[test]
fn errors_of_both_sums_are_in_the_interval_of_each_country_and_of_all() {
    let noisy = |of: &str, value: f64| told(of, "placements", Estimate::published(value, 0.0, 6.0, None));
    let col = [noisy("COL", 90.0), noisy("COL", 100.0)].map(Ok);
    let gha = [noisy("GHA", 80.0), noisy("GHA", 100.0)].map(Ok);
    let both = [("COL", &col), ("GHA", &gha)].map(|(of, [sum, over])| Both::of(country(of), sum, over).unwrap());
    let width = |of: DerivedFigure| of.upper.unwrap() - of.lower.unwrap();
    let one = width(DerivedFigure::of_country(ProgrammeFigure::CompletionRate, Ok(both[1])));
    let all = width(DerivedFigure::together(ProgrammeFigure::CompletionRate, &both));
    assert!(one > 2.0 * 0.06 && all > one / 2.0 && all < one, "{one} {all}");
}

#[test]
fn unlike_currencies_have_no_figure_together_and_it_is_said_whose_they_are() {
    let col = [told("COL", "USD", exact(900.0)), told("COL", "days", exact(30.0))].map(Ok);
    let gha = [told("GHA", "EUR", exact(900.0)), told("GHA", "days", exact(30.0))].map(Ok);
    let both = [("COL", &col), ("GHA", &gha)].map(|(of, [sum, over])| Both::of(country(of), sum, over).unwrap());
    let together = DerivedFigure::together(ProgrammeFigure::CostADay, &both);
    assert_eq!((together.value, together.status, together.of.len()), (None, None, 0));
    let said = "Units: EUR over days in GHA; USD over days in COL. Unlike ones have no figure together.";
    assert_eq!(together.reason.as_deref(), Some(said));
    let alone = DerivedFigure::of_country(ProgrammeFigure::CostADay, Ok(both[1]));
    assert_eq!((alone.value, alone.unit.as_deref()), (Some(30.0), Some("EUR a day")));
    let nobody = DerivedFigure::together(ProgrammeFigure::CostADay, &[]);
    assert_eq!(nobody.reason.as_deref(), Some("No country told both of its sums."));
}

#[test]
fn a_sum_that_is_not_there_or_of_another_release_makes_no_figure() {
    let there = told("GHA", "placements", exact(9.0));
    let sum: Reply = Ok(Arc::clone(&there));
    let refused: Reply =
        Err(Absence { outcome: Outcome::Declined, reason: "PROGRAMME of GHA has no sums of FOLLOW_ON.".into() });
    let made = DerivedFigure::of_country(ProgrammeFigure::FollowOn, Both::of(country("GHA"), &refused, &sum));
    assert_eq!((made.value, made.status), (None, None));
    assert_eq!(made.reason.as_deref(), Some("PROGRAMME of GHA has no sums of FOLLOW_ON."));
    let mut anew = (*there).clone();
    anew.source.release = "GHA-PROGRAMME-2024-2".to_owned();
    let anew: Reply = Ok(Arc::new(anew));
    assert_eq!(
        Both::of(country("GHA"), &anew, &sum).err().as_deref(),
        Some("The two sums of GHA are of different releases: ask again, or of one year (`at`).")
    );
    let unasked: Reply = Ok(told("GHA", "placements", Estimate::not_asked()));
    assert_eq!(
        Both::of(country("GHA"), &unasked, &sum).err().as_deref(),
        Some("GHA did not ask what one of its sums is of."),
        "and so it is in no sum of several countries"
    );
    let hidden: Reply = Ok(told("GHA", "placements", Estimate::withheld(FigureStatus::SmallCount, 0.0, 9.0)));
    let made = DerivedFigure::of_country(ProgrammeFigure::FollowOn, Both::of(country("GHA"), &hidden, &sum));
    assert_eq!((made.value, made.status), (None, Some(FigureStatus::SmallCount)));
}

#[test]
fn each_sum_is_asked_once_and_a_filter_by_sex_goes_with_all_but_the_share_of_women() {
    assert_eq!(sums(&ProgrammeFigure::ALL).len(), 10);
    assert_eq!(sums(&[ProgrammeFigure::DaysToPlacement, ProgrammeFigure::DaysToPlacement]).len(), 2);
    let women = CodeFilter { dimension: Dimension::Sex, codes: vec!["F".to_owned()] };
    let filtered = ProgrammeFiguresInput { filters: vec![women], ..input() };
    let refused = filtered.figures().unwrap_err().message;
    assert_eq!(
        refused,
        "`where` names SEX, by which SHARE_OF_WOMEN is made: leave the one out, or name other `figures`."
    );
    let named = ProgrammeFiguresInput { figures: Some(vec![ProgrammeFigure::CompletionRate; 2]), ..filtered };
    assert_eq!(named.figures().unwrap(), [ProgrammeFigure::CompletionRate]);
    assert!(ProgrammeFiguresInput { figures: Some(vec![]), ..input() }.figures().is_err());
    let (of, over) = ProgrammeFigure::ShareOfWomen.sums();
    let sexes = [of, over].map(|sum| input().asked(sum).filters[0].codes.join(" "));
    assert_eq!(sexes, ["F", "F M"]);
}
