//! Releases: versioned, never changed, under consent, and no small cell in them.

use crate::ground::{Ground, NOW, STOCK, SURVEY, person_id, survey};
use crate::serving::{Serving, by};
use country_node::release::cut::CutFault;
use country_node::release::shelf::Shelf;
use country_node::store::{release, release_table};
use node_rules::release::{Altered, Manifest, open, open_table};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

type Stored = (Vec<release::Model>, Vec<release_table::Model>);

async fn stored(ground: &Ground) -> Stored {
    let store = ground.reopened().await.store;
    let releases = release::Entity::find().order_by_asc(release::Column::Id).all(&store).await.unwrap();
    let tables = release_table::Entity::find()
        .order_by_asc(release_table::Column::ReleaseId)
        .order_by_asc(release_table::Column::Number);
    (releases, tables.all(&store).await.unwrap())
}

fn manifests(ground: &Ground, stored: &Stored) -> Vec<Manifest> {
    let key = ground.node.signing.public();
    stored.0.iter().map(|row| open(&row.manifest, &row.signature, &key).unwrap()).collect()
}

#[tokio::test]
async fn a_second_cut_is_version_two_and_the_first_stays_readable_to_the_last_byte() {
    let ground = Ground::with_survey(300).await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-1"]);
    let first = stored(&ground).await;
    let key = ground.node.signing.public();
    ground.later(3600);
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-2"]);
    let both = stored(&ground).await;
    let manifests = manifests(&ground, &both);
    assert_eq!(manifests.iter().map(|m| m.cut.version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(manifests[0].cut.cut_at, "2027-01-15T08:00:00Z");
    assert_eq!(manifests[1].cut.cut_at, "2027-01-15T09:00:00Z");
    assert!(both.0[..1] == first.0[..] && both.1[..first.1.len()] == first.1[..], "the first release was changed");
    for manifest in &manifests {
        let bodies: Vec<_> = both.1.iter().filter(|table| table.release_id == manifest.id).collect();
        assert_eq!(bodies.len(), manifest.tables.len());
        for (entry, body) in manifest.tables.iter().zip(bodies) {
            assert_eq!(open_table(entry, &body.body).unwrap().dimensions(), entry.dimensions);
        }
    }
    // The same data under the same consents are the same figures: noise that differed could be averaged away.
    let digests = |m: &Manifest| m.tables.iter().map(|t| t.digest.clone()).collect::<Vec<_>>();
    assert_eq!(digests(&manifests[0]), digests(&manifests[1]));
    assert!(open(&both.0[0].manifest, &both.0[1].signature, &key).is_err(), "a signature is of one release only");
}

#[tokio::test]
async fn the_latest_version_and_the_latest_period_are_in_force_and_a_former_period_can_be_asked_for() {
    let ground = Ground::new().await;
    let file = ground.write("stock.csv", "year,to,men,women\n2015,USA,1,2\n2020,USA,30,40\n2020,ESP,5,6\n");
    ground.import(STOCK, &file).await.unwrap();
    assert_eq!(ground.release().await.unwrap(), ["COL-STOCK-2015-1", "COL-STOCK-2020-1"]);
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let latest = serving.answer(json!({ "dataset": "STOCK", "purpose": "RESEARCH" })).await;
    assert_eq!(
        (&latest["source"]["release"], &latest["figures"][0]["value"]),
        (&json!("COL-STOCK-2020-2"), &json!(81.0))
    );
    let former =
        serving.answer(json!({ "dataset": "STOCK", "at": "2015", "by": ["SEX"], "purpose": "RESEARCH" })).await;
    assert_eq!(former["source"]["release"], "COL-STOCK-2015-2");
    assert_eq!(former["source"]["consentShare"], Value::Null);
    let values: Vec<&Value> = former["figures"].as_array().unwrap().iter().map(|figure| &figure["value"]).collect();
    assert_eq!(values, [&json!(2.0), &json!(1.0)]);
    // A release that another process publishes is answered from at once.
    ground.release().await.unwrap();
    let latest = serving.answer(json!({ "dataset": "STOCK", "purpose": "RESEARCH" })).await;
    assert_eq!(latest["source"]["release"], "COL-STOCK-2020-3");
    serving.stop().await;
}

#[tokio::test]
async fn without_consent_nobody_is_counted_and_the_release_says_no_more_than_that() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", survey(100));
    ground.import(SURVEY, &file).await.unwrap();
    ground.release().await.unwrap();
    ground.consent(&[person_id(0), person_id(1)], "GIVEN", NOW - 20).await;
    ground.consent(&[person_id(0)], "WITHDRAWN", NOW - 10).await;
    ground.consent(&[person_id(1)], "EXPIRED", NOW - 10).await;
    ground.consent(&["a person of no record".to_owned()], "GIVEN", NOW - 10).await;
    ground.release().await.unwrap();
    let stored = stored(&ground).await;
    let manifests = manifests(&ground, &stored);
    assert_eq!(manifests.len(), 2, "a release is cut even of nobody: a withdrawal of the last person takes effect");
    let tables = stored.1.iter().zip(manifests.iter().flat_map(|manifest| &manifest.tables));
    for (table, entry) in tables {
        assert_eq!(open_table(entry, &table.body).unwrap().published(), 0, "somebody is counted");
    }
}

#[tokio::test]
async fn a_cut_publishes_every_dataset_or_none() {
    let ground = Ground::new().await;
    let file = ground.write("stock.csv", "year,to,men,women\n2020,USA,30,40\n");
    ground.import(STOCK, &file).await.unwrap();
    let file = ground.write("survey.csv", survey(100));
    ground.import(SURVEY, &file).await.unwrap();
    let ground = ground.under("\"EDUCATION\"]", "\"EDUCATION\", \"TRUST\"]").await;
    assert!(matches!(ground.release().await, Err(CutFault::NoSuchDimension(..))));
    assert!(stored(&ground).await.0.is_empty(), "a release that no operator was told of");
}

#[tokio::test]
async fn every_published_cell_of_a_survey_stands_for_ten_respondents_at_least() {
    let ground = Ground::with_survey(400).await;
    ground.release().await.unwrap();
    let (_, tables) = stored(&ground).await;
    let (mut published, mut withheld) = (0, 0);
    for table in &tables {
        let table: Value = serde_json::from_slice(&table.body).unwrap();
        for cell in table["cells"].as_array().unwrap() {
            let respondents = cell[4].as_u64().expect("a survey's cell without its respondents");
            assert!(respondents >= 10, "{}: a cell of {respondents} respondents is published", table["dimensions"]);
            published += 1;
        }
        let dimensions = table["dimensions"].as_array().unwrap().len();
        withheld += usize::from(dimensions == 3);
    }
    assert!(published > 50 && withheld > 0, "the tables hold too little to prove anything");
    let serving = Serving::start(&ground).await;
    let answer = serving.answer(by(&["SEX", "AGE", "EDUCATION"])).await;
    let figures = answer["figures"].as_array().unwrap();
    assert!(figures.iter().any(|figure| figure["status"] == "SMALL_COUNT"), "some cells must be small: {answer}");
    for figure in figures {
        if figure["status"] == "SMALL_COUNT" {
            assert_eq!(
                [&figure["value"], &figure["respondents"], &figure["standardError"], &figure["protectionError"]],
                [&Value::Null; 4],
                "a withheld figure speaks: {figure}"
            );
        } else {
            assert!(figure["respondents"].as_u64().unwrap() >= 10, "{figure}");
        }
    }
    serving.stop().await;
}

#[tokio::test]
async fn a_release_is_believed_by_its_own_key_only() {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    let stranger = schema::seal::SecretKey::from_random([77; 32]).public();
    let (releases, _) = stored(&ground).await;
    assert_eq!(open(&releases[0].manifest, &releases[0].signature, &stranger).unwrap_err(), Altered::Manifest);
    let shelf = Shelf::new(ground.node.store.clone(), stranger);
    assert!(shelf.latest(schema::concept::Dataset::Survey).await.is_err());
}

#[tokio::test]
async fn a_dimension_is_released_at_the_level_that_the_rulebook_names() {
    let levels = "hierarchy = { AGE = [\"Y25T34\"], EDUCATION = [\"0T2\", \"3T4\", \"5T8\"] }\nsegments = [";
    let ground = Ground::new().await.under("segments = [", levels).await;
    let mapping = SURVEY.replace(
        "\"low\" = \"0T2\", \"mid\" = \"3T4\", \"high\" = \"5T8\"",
        "\"low\" = \"1\", \"mid\" = \"3\", \"high\" = \"6\"",
    );
    assert_ne!(mapping, SURVEY);
    let file = ground.write("survey.csv", survey(400));
    ground.import(&mapping, &file).await.unwrap();
    ground.consent(&(0..400).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let answer = serving.answer(by(&["EDUCATION"])).await;
    let codes: Vec<&Value> = answer["figures"].as_array().unwrap().iter().map(|figure| &figure["codes"][0]).collect();
    assert_eq!(codes, ["0T2", "3T4", "5T8", "_N"]);
    let mut group = json!({ "dataset": "SURVEY", "purpose": "COMPARISON" });
    group["where"] = json!([{ "dimension": "EDUCATION", "in": ["5T8"] }]);
    let group = serving.answer(group).await;
    assert_eq!(group["figures"][0]["value"], answer["figures"][2]["value"], "a group is asked for by its name");
    serving.stop().await;
}
