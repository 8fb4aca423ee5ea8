//! A consent withdrawn: the next release is without the person, and without every trace of it.

use crate::ground::{Ground, HEADER, NOW, SURVEY, person_id, survey};
use country_node::store::release_table;
use node_rules::release::Manifest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

async fn tables(ground: &Ground, release: &str) -> Vec<Vec<u8>> {
    let found = release_table::Entity::find()
        .filter(release_table::Column::ReleaseId.eq(release))
        .order_by_asc(release_table::Column::Number);
    found.all(&ground.node.store).await.unwrap().into_iter().map(|table| table.body).collect()
}

/// The tables that a node publishes which never heard of anyone but these persons.
async fn of_nobody_else(people: usize) -> Vec<Vec<u8>> {
    let ground = Ground::with_survey(people).await;
    let release = ground.release().await.unwrap();
    tables(&ground, &release[0]).await
}

async fn share(ground: &Ground, release: &str) -> Option<f64> {
    let row = country_node::store::release::Entity::find_by_id(release.to_owned());
    let row = row.one(&ground.node.store).await.unwrap().unwrap();
    let manifest: Manifest = serde_json::from_slice(&row.manifest).unwrap();
    manifest.segments[0].share
}

#[tokio::test]
async fn a_person_without_consent_is_not_counted() {
    let ground = Ground::with_survey(200).await;
    let mut text = survey(200);
    for n in 0..200 {
        text += &format!("X{n},COL,1,20,high,1000\n");
    }
    let file = ground.write("survey.csv", text);
    let anew = country_node::intake::load::Options { replace: true, ..Default::default() };
    ground.import_with(SURVEY, &file, anew).await.unwrap();
    let release = ground.release().await.unwrap();
    assert_eq!(
        tables(&ground, &release[0]).await,
        of_nobody_else(200).await,
        "someone without consent is in the figures"
    );
    assert_eq!(share(&ground, &release[0]).await, Some(0.5));
}

#[tokio::test]
async fn after_a_withdrawal_the_next_release_is_without_the_person() {
    let ground = Ground::with_survey(200).await;
    let before = ground.release().await.unwrap();
    let gone: Vec<String> = (150..200).map(person_id).collect();
    ground.later(60);
    ground.consent(&gone, "WITHDRAWN", NOW + 60).await;
    let kept = tables(&ground, &before[0]).await;
    let after = ground.release().await.unwrap();
    assert_eq!(after, ["COL-SURVEY-2024-2"]);
    assert_eq!(tables(&ground, &after[0]).await, of_nobody_else(150).await, "a person who withdrew is in the figures");
    assert_eq!(tables(&ground, &before[0]).await, kept, "a release that was published never changes");
    ground.later(60);
    ground.consent(&gone, "GIVEN", NOW + 61).await;
    let again = ground.release().await.unwrap();
    assert_eq!(tables(&ground, &again[0]).await, kept, "who agrees again is counted again");
    ground.consent(&gone, "EXPIRED", NOW + 70).await;
    let expired = ground.release().await.unwrap();
    assert_eq!(tables(&ground, &expired[0]).await, of_nobody_else(150).await, "an expired consent is none");
}

#[tokio::test]
async fn a_consent_is_found_by_the_persons_id_whatever_the_order_of_files() {
    let ground = Ground::new().await;
    ground.consent(&(0..100).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 5).await;
    let mut rows: Vec<&str> = Vec::new();
    let text = survey(100);
    rows.extend(text.lines().skip(1));
    rows.reverse();
    let file = ground.write("survey.csv", format!("{HEADER}{}\n", rows.join("\n")));
    ground.import(SURVEY, &file).await.unwrap();
    let release = ground.release().await.unwrap();
    assert_eq!(tables(&ground, &release[0]).await, of_nobody_else(100).await, "the order of rows must not matter");
}
