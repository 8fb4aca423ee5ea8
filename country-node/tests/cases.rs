//! Each folder of `cases`: a file, its mapping, the document of its study where it is of one, why it is there, and what must be
//! said of it or stored.

use crate::ground::{Ground, code, folders};
use country_node::intake::layout::{Description, Layout};
use country_node::intake::load::{LoadFault, Options, load};
use country_node::store::{person, total, wave};
use country_node::study;
use node_rules::study::Study;
use sea_orm::{EntityTrait, QueryOrder};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

#[tokio::test]
async fn every_case_is_reported_or_stored_as_it_says() {
    folders::hold(folders::all("cases", 30), "", |case| async move { outcome(&case).await }).await;
}

async fn outcome(case: &Path) -> String {
    let mapping = std::fs::read_to_string(case.join("mapping.toml")).unwrap();
    let layout = match Layout::from_toml("mapping.toml", &mapping, code("COL")) {
        Ok(layout) => Arc::new(layout),
        Err(report) => return report.to_string(),
    };
    taken_in(layout, &case.join("data.csv")).await
}

/// What is stored of a file, or reported of it.
pub async fn taken_in(layout: Arc<Layout>, file: &Path) -> String {
    let case = file.parent().unwrap();
    let ground = Ground::new().await;
    let (store, keys) = (&ground.node.store, &ground.node.keys);
    if let Ok(document) = std::fs::read_to_string(case.join("study.toml")) {
        study::add(store, &Study::from_toml(&document).unwrap()).await.unwrap();
    }
    match load(store, keys, layout, file, Options::default(), |_| {}).await {
        Ok(loaded) => {
            assert!(loaded.refused.is_none());
            let (periods, rows, others) = (loaded.periods.join(", "), loaded.rows, loaded.passed_over);
            format!("{rows} records for {periods}, {others} rows of others passed over\n{}", stored(&ground).await)
        }
        Err(LoadFault::Report(report)) => {
            assert_eq!(ground.counts().await, [0; 3], "{}: a report, and yet something is stored", case.display());
            report.to_string().replace(&format!("{}/", case.display()), "")
        }
        Err(other) => panic!("{}: {other}", case.display()),
    }
}

/// What is stored, by line of the file.
async fn stored(ground: &Ground) -> String {
    let store = &ground.node.store;
    let waves = wave::Entity::find().all(store).await.unwrap();
    let waves: HashMap<i32, (String, Description)> = waves
        .into_iter()
        .map(|wave| (wave.id, (wave.reference_period, serde_json::from_str(&wave.description).unwrap())))
        .collect();
    let mut text = String::new();
    for person in person::Entity::find().order_by_asc(person::Column::Line).all(store).await.unwrap() {
        let (period, description) = &waves[&person.wave_id];
        let codes = shown(description, &person.codes);
        text += &format!("line {}, {period}: weight {}, {codes}\n", person.line, person.weight);
    }
    let totals = total::Entity::find().order_by_asc(total::Column::Line).order_by_asc(total::Column::Codes);
    for total in totals.all(store).await.unwrap() {
        let (period, description) = &waves[&total.wave_id];
        let codes = shown(description, &total.codes);
        text += &format!("line {}, {period}: {} persons, {codes}\n", total.line, total.persons);
    }
    text
}

fn shown(description: &Description, codes: &[u8]) -> String {
    assert_eq!(codes.len(), description.dimensions.len() * 2);
    let places = codes.chunks(2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
    let named = description.dimensions.iter().zip(places);
    let named = named.map(|(axis, place)| format!("{} {}", axis.axis, axis.codes[place]));
    named.collect::<Vec<_>>().join(", ")
}
