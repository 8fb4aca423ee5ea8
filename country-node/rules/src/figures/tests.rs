//! Reading, on a small release whose every figure is known.

use super::*;
use crate::decide::decide;
use crate::decide::tests::{ask, caller, release, rulebook};
use crate::in_force::InForce;
use crate::release::open_table;
use schema::ask::{CodeFilter, Question};
use schema::concept::Dataset;
use schema::role::Role;

type Row = (Vec<String>, Option<f64>, Option<f64>);

fn read(by: &[Dimension], filters: &[(Dimension, &[&str])], within: &[Dimension]) -> Vec<Row> {
    let (release, manifest) = release();
    let mut input = ask(Dataset::Stock, by, None).as_input().clone();
    input.share_within = within.to_vec();
    input.filters = filters
        .iter()
        .map(|(d, codes)| CodeFilter { dimension: *d, codes: codes.iter().map(|c| (*c).to_owned()).collect() })
        .collect();
    let in_force = InForce { release: Some(manifest.clone()), ..InForce::default() };
    let question = Question::new(input).unwrap();
    let permit = decide(&caller("IOM", Role::Analyst), &question, &rulebook("PUBLIC"), &in_force, &[], 5).unwrap();
    let reading = Reading::of(&permit);
    let tables = manifest.tables.iter().zip(release.tables());
    let tables: BTreeMap<TableKey, Arc<Table>> = tables
        .map(|(entry, body)| {
            ((0, entry.measured.clone(), entry.dimensions.clone()), Arc::new(open_table(entry, body).unwrap()))
        })
        .filter(|(key, _)| reading.tables().contains(key))
        .collect();
    let figures = reading.read(&tables).expect("all tables are there").into_spoken();
    figures.into_iter().map(|f| (f.codes, f.value, f.base)).collect()
}

fn row(codes: &[&str], value: f64, base: f64) -> Row {
    (codes.iter().map(|c| (*c).to_owned()).collect(), Some(value), Some(base))
}

use schema::concept::Dimension::{self, Destination, Sex};

#[test]
fn totals_and_tables_are_read_in_the_order_asked() {
    assert_eq!(read(&[], &[], &[]), [row(&[], 87.0, 87.0)]);
    assert_eq!(read(&[Sex], &[], &[]), [row(&["F"], 30.0, 87.0), row(&["M"], 57.0, 87.0)]);
    let table = [
        row(&["F", "ITA"], 30.0, 87.0),
        row(&["F", "TGO"], 0.0, 87.0),
        row(&["M", "ITA"], 50.0, 87.0),
        row(&["M", "TGO"], 7.0, 87.0),
    ];
    assert_eq!(read(&[Sex, Destination], &[], &[]), table);
}

#[test]
fn a_filter_adds_cells_and_a_share_is_of_what_the_filter_lets_through() {
    assert_eq!(read(&[], &[(Sex, &["M"])], &[]), [row(&[], 57.0, 57.0)]);
    assert_eq!(read(&[Destination], &[(Sex, &["M"])], &[]), [row(&["ITA"], 50.0, 57.0), row(&["TGO"], 7.0, 57.0)]);
    assert_eq!(read(&[Sex], &[(Sex, &["M"])], &[]), [row(&["M"], 57.0, 57.0)]);
    assert_eq!(read(&[], &[(Sex, &["F", "M"])], &[]), [row(&[], 87.0, 87.0)]);
}

#[test]
fn a_share_within_a_dimension_holds_it_fixed() {
    let table = [
        row(&["F", "ITA"], 30.0, 30.0),
        row(&["F", "TGO"], 0.0, 30.0),
        row(&["M", "ITA"], 50.0, 57.0),
        row(&["M", "TGO"], 7.0, 57.0),
    ];
    assert_eq!(read(&[Sex, Destination], &[], &[Sex]), table);
}

#[test]
fn nobody_lives_where_complete_totals_have_no_row() {
    assert_eq!(
        read(&[Destination], &[(Destination, &["FRA", "ITA"])], &[]),
        [row(&["FRA"], 0.0, 80.0), row(&["ITA"], 80.0, 80.0)]
    );
    assert_eq!(read(&[], &[(Destination, &["FRA"])], &[]), [row(&[], 0.0, 0.0)]);
}
