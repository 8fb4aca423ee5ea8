//! Records that name one another: what is shown names what is there.

use crate::directory::{Actor, ROWS, directory, officer, table};
use crate::ground::Ground;
use crate::serving::Serving;
use country_node::store::directory_event;
use schema::directory::kind::EntryKind;
use schema::role::Role;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

#[tokio::test]
async fn a_record_that_names_another_is_published_once_that_is_there() {
    let ground = Ground::new().await;
    let serving = Serving::start(&ground).await;
    let own = Actor::of(&serving, &ground, "COL", Role::Officer);
    let record = |id: &str, content: &str| {
        format!("recordEntry(id: \"{id}\", content: {content}, shown: {{ visibility: PUBLIC }})")
    };
    let policy = |institution: &str| {
        format!(
            "{{ policy: {{ titles: [{{ language: \"eng\", text: \"A law\" }}], status: ADOPTED, areas: [RESEARCH], \
             institution: \"{institution}\" }} }}"
        )
    };
    let publish = "moveEntry(kind: POLICY, id: \"law\", step: PUBLISH)";
    assert_eq!(own.does(&record("law", &policy("diaspora"))).await["entry"]["state"], "DRAFT");
    let refused = own.does(publish).await;
    assert_eq!(
        refused["reason"],
        "POLICY law: institution: expected the id of a record of INSTITUTION that is there: diaspora is none"
    );
    table(&ground, ROWS).await.unwrap();
    assert_eq!(own.does(publish).await["entry"]["state"], "PUBLISHED");
    let change = |institution: &str| format!("changeEntry(id: \"law\", content: {})", policy(institution));
    assert!(own.does(&change("nobody")).await["reason"].as_str().unwrap().contains("nobody is none"), "nor changed so");
    assert_eq!(own.does(&change("foreign")).await["entry"]["version"], 3);
    serving.stop().await;
    // Records of one file name one another, in whatever order they stand.
    let written = directory(&ground).await.written(EntryKind::Institution).await.unwrap();
    let mut records: Vec<Value> = serde_json::from_str(&written).unwrap();
    let later = records.iter().position(|record| record["id"] == "foreign").unwrap();
    records[later]["id"] = json!("later");
    let first = records.iter_mut().find(|record| record["id"] == "diaspora").unwrap();
    for span in first["spans"].as_array_mut().unwrap() {
        span["says"]["partOf"] = json!("later");
    }
    let other = Ground::new().await;
    let load = async |records: &[Value]| {
        directory(&other).await.load_json(officer("ana"), &other.write("all.json", json!(records).to_string())).await
    };
    let alone: Vec<Value> = records.iter().filter(|record| record["id"] == "diaspora").cloned().collect();
    assert!(load(&alone).await.unwrap_err().to_string().contains("later is none"));
    assert_eq!(directory_event::Entity::find().count(&other.node.store).await.unwrap(), 0, "all of it or nothing");
    assert_eq!(load(&records).await.unwrap().records, 2);
}
