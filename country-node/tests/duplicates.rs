//! Persons and totals that stand twice, wherever in a file: rows are written a thousand at a time.

use crate::ground::{Ground, HEADER, STOCK, SURVEY, survey};
use country_node::intake::load::{LoadFault, Options};
use std::fmt::Write;

fn faults(fault: LoadFault) -> Vec<(u64, String)> {
    match fault {
        LoadFault::Report(report) => report.faults.into_iter().map(|fault| (fault.line, fault.to_string())).collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_person_twice_is_found_across_the_batches_that_rows_are_written_in() {
    let ground = Ground::new().await;
    let mut text = survey(2500);
    for first in ["P0000000", "P0000999", "P0001000", "P0002499"] {
        writeln!(text, "{first},COL,1,30,low,1").unwrap();
    }
    let file = ground.write("survey.csv", text);
    let said = faults(ground.import(SURVEY, &file).await.unwrap_err());
    let expected = [(2502, 2), (2503, 1001), (2504, 1002), (2505, 2501)];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for ((line, text), (at, first)) in said.iter().zip(expected) {
        assert_eq!(*line, at);
        assert!(text.ends_with(&format!("each person once; this one stands on line {first}")), "{text}");
    }
    assert_eq!(ground.counts().await, [0; 3]);
}

#[tokio::test]
async fn faults_of_all_batches_come_in_one_report_by_line() {
    let ground = Ground::new().await;
    let mut text = HEADER.to_owned();
    for n in 0..3000 {
        let age = if n % 500 == 0 { 200 } else { 30 };
        writeln!(text, "Q{n},COL,1,{age},low,1").unwrap();
    }
    text += "Q1,COL,1,30,low,1\n";
    let file = ground.write("survey.csv", text);
    let lines: Vec<u64> =
        faults(ground.import(SURVEY, &file).await.unwrap_err()).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 502, 1002, 1502, 2002, 2502, 3002]);
}

#[tokio::test]
async fn a_total_twice_is_found_across_batches() {
    let ground = Ground::new().await;
    let mut text = "year,to,men,women\n".to_owned();
    for year in 1000..2500 {
        writeln!(text, "{year},USA,1,2").unwrap();
    }
    text += "1000,USA,1,2\n";
    let file = ground.write("stock.csv", text);
    let said = faults(ground.import(STOCK, &file).await.unwrap_err());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].1.ends_with("line 1502: ``; expected each combination of codes once; this one stands on line 2"),
        "{said:?}"
    );
    assert_eq!(ground.counts().await, [0; 3]);
}

#[tokio::test]
async fn a_period_that_is_loaded_is_replaced_only_when_that_is_said_and_only_by_a_sound_file() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", survey(50));
    ground.import(SURVEY, &file).await.unwrap();
    let again = ground.import(SURVEY, &file).await.unwrap_err().to_string();
    assert_eq!(again, "SURVEY of 2024 is loaded already; load it anew with --replace");
    let anew = Options { replace: true, ..Options::default() };
    let bad = ground.write("bad.csv", format!("{}P1,COL,1,30,low,-1\n", survey(20)));
    ground.import_with(SURVEY, &bad, anew).await.unwrap_err();
    assert_eq!(ground.counts().await, [1, 50, 0], "the former wave must stand");
    let other = ground.write("other.csv", format!("{HEADER}P1,GHA,1,30,low,1\n"));
    ground.import_with(SURVEY, &other, anew).await.unwrap_err();
    assert_eq!(ground.counts().await, [1, 50, 0], "a file without a row of this country replaces nothing");
    let file = ground.write("survey.csv", survey(30));
    assert_eq!(ground.import_with(SURVEY, &file, anew).await.unwrap().rows, 30);
    assert_eq!(ground.counts().await, [1, 30, 0]);
}

#[tokio::test]
async fn replacing_one_period_leaves_the_others() {
    let ground = Ground::new().await;
    let file = ground.write("stock.csv", "year,to,men,women\n2015,USA,1,2\n2020,USA,3,4\n2020,ESP,5,6\n");
    assert_eq!(ground.import(STOCK, &file).await.unwrap().periods, ["2015", "2020"]);
    let file = ground.write("stock.csv", "year,to,men,women\n2020,USA,7,8\n");
    let anew = Options { replace: true, ..Options::default() };
    assert_eq!(ground.import_with(STOCK, &file, anew).await.unwrap().periods, ["2020"]);
    assert_eq!(ground.counts().await, [2, 0, 4]);
}
