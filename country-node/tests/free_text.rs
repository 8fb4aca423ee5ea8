//! Columns of persons' own words, in files that are too large to count every value.

use crate::ground::Ground;
use country_node::intake::load::LoadFault;

const MAPPING: &str = r#"
version = 1
dataset = "SURVEY"
title = "A survey"
source = "A statistical office"
population_basis = "CITIZENSHIP"

[file]
delimiter = ","
header = ["id", "says"]

[period]
value = "2024"

[person]
id = "id"

[[concept]]
dimension = "OFFER"
fit = "APPROXIMATE"
column = "says"
prefixes = { "answer" = "TEACHING" }
missing = { "" = "_N" }
"#;

/// Loads a file in which so many of a hundred values differ from all others, each of so many letters.
async fn loaded(rows: usize, distinct_percent: usize, letters: usize) -> Result<u64, LoadFault> {
    let ground = Ground::new().await;
    let different = rows * distinct_percent / 100;
    let value = |row: usize| format!("answer{:0>1$}", row % different.max(1), letters - "answer".len());
    let text: String = (0..rows).map(|row| format!("P{row},{}\n", value(row))).collect();
    let file = ground.write("survey.csv", format!("id,says\n{text}"));
    ground.import(MAPPING, &file).await.map(|loaded| loaded.rows)
}

#[tokio::test]
async fn ten_values_that_mostly_differ_and_are_long_are_free_text_and_anything_less_is_not() {
    assert!(matches!(loaded(10, 70, 13).await, Err(LoadFault::Report(_))));
    assert_eq!(loaded(9, 100, 13).await.unwrap(), 9, "nine values tell nothing");
    assert_eq!(loaded(10, 60, 13).await.unwrap(), 10, "60 of 100 are not over 60");
    assert_eq!(loaded(10, 100, 12).await.unwrap(), 10, "12 letters are not over 12");
}

#[tokio::test]
async fn in_a_large_file_the_different_values_are_told_closely_enough_in_little_memory() {
    assert!(matches!(loaded(20_000, 70, 20).await, Err(LoadFault::Report(_))));
    assert_eq!(loaded(20_000, 50, 20).await.unwrap(), 20_000);
}
