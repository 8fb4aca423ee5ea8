//! Who had a ministry for its diaspora in 2010, and whom one turns to there: named through the gateway to members that the person agreed
//! to, and to nobody from the withdrawal on.

use country_node::contact::file::load as load_contacts;
use country_node::contact::keep::Means;
use country_node::directory::change::Wisher;
use country_node::intake::consents;
use country_node::node::Node;
use country_node::programme::change::Officer;
use federation_tests::asker::Asker;
use federation_tests::federation::Federation;
use federation_tests::lists::{countries, directory};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const MAPPING: &str = include_str!("../../../country-node/directory.sample.toml");

/// What a country's institutions were, with the person that one turns to.
const ROWS: &str = "code,since,until,name,nom,type,law,founded,contact\n\
    diaspora,2001,2008,Office of Diaspora Affairs,,Agency,,2001,P1\n\
    diaspora,2009,2014,Ministry of the Diaspora,,Ministry,Act 1 of 2009,2001,P1\n\
    diaspora,2015,,Diaspora Department,,Department,,2001,P1\n\
    foreign,,,Ministry of Foreign Affairs,,Ministry,,1957,P1\n";

const LIST: &str = "query($on: PartialDate, $first: Int!, $after: String) { institutions(where: { on: $on, levels: [MINISTRY] }, \
    first: $first, after: $after) { total edges { node { id validFrom validUntil country { code } content { names { text } founded \
    focalPoints { function name email } } } } pageInfo { hasNextPage endCursor } } }";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn list(asker: &Asker, on: &str, first: u32, after: &Value) -> Value {
    asker.data(LIST, &json!({ "on": on, "first": first, "after": after })).await["institutions"].take()
}

fn contents(list: &Value) -> Vec<&Value> {
    list["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]["content"]).collect()
}

async fn consent(node: &Node, folder: &Path, event: &str) {
    let file = write(folder, "events.csv", &format!("person_id,event,at,purposes,audience\n{event}\n"));
    consents::load(node, &file).await.unwrap();
}

#[tokio::test]
async fn who_had_a_diaspora_ministry_in_2010_and_whom_one_turns_to_there_while_the_person_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let all = countries(2, &folder.path().join("countries"));
    let [own, other] = [0, 1].map(|at: usize| all[at].code.to_string());
    let federation = Federation::start_of(&folder.path().join("federation"), all, 10_000).await;
    let mapping = write(folder.path(), "directory.toml", MAPPING);
    // In the other country it was an agency in 2010, and is a ministry since 2013.
    let elsewhere = "code,since,until,name,nom,type,law,founded,contact\n\
        agency,2003,2012,Diaspora Agency,,Agency,,2003,\n\
        agency,2013,,Ministry of Citizens Abroad,,Ministry,,2003,\n";
    for (country, rows) in [(&own, ROWS), (&other, elsewhere)] {
        let keeps = directory(&federation, country).await;
        let by = Wisher::Own(Officer::Named("test"));
        keeps.load_table(by, &write(folder.path(), "institutions.csv", rows), &mapping).await.unwrap();
    }
    let node = federation.open(&own).await;
    let contacts = "person_id,name,address,email,telephone\nP1,Ana Torres,,ana@example.org,\n";
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let means = &mut Means { environment: None, random: &mut random };
    load_contacts(&node, &write(folder.path(), "contacts.csv", contacts), false, means).await.unwrap();
    consent(&node, folder.path(), "P1,GIVEN,2026-01-01T00:00:00Z,DIRECTORY,IOM").await;

    // IOM is inside what the person agreed to, another member government is not.
    let (inside, outside) = (federation.asker("iom-analyst"), super::officer(&federation, &other, "eva"));
    let first = list(&inside, "2010", 1, &Value::Null).await;
    assert_eq!((&first["total"], &first["pageInfo"]["hasNextPage"]), (&json!(2), &json!(true)), "{first}");
    let named = json!([{ "function": "Diaspora desk", "name": "Ana Torres", "email": "ana@example.org" }]);
    let unnamed = json!([{ "function": "Diaspora desk", "name": null, "email": null }]);
    assert_eq!(contents(&first)[0]["focalPoints"], named);
    let all_of_2010 = list(&outside, "2010", 10, &Value::Null).await;
    let told: Vec<&str> =
        contents(&all_of_2010).iter().map(|content| content["names"][0]["text"].as_str().unwrap()).collect();
    assert_eq!(told, ["Ministry of Foreign Affairs", "Ministry of the Diaspora"]);
    assert!(contents(&all_of_2010).iter().all(|content| content["focalPoints"] == unnamed), "{all_of_2010}");
    let node_of = &all_of_2010["edges"][1]["node"];
    let held = (&node_of["country"]["code"], &node_of["validFrom"], &node_of["validUntil"]);
    assert_eq!(held, (&json!(own), &json!("2009"), &json!("2014")));
    assert_eq!(node_of["content"]["founded"], "2001", "the year of what had other names before");

    // Withdrawn between two pages of one list: the second names nobody any more.
    consent(&node, folder.path(), "P1,WITHDRAWN,2026-03-01T00:00:00Z,,").await;
    let second = list(&inside, "2010", 1, &first["pageInfo"]["endCursor"]).await;
    assert_eq!(contents(&second)[0]["names"][0]["text"], "Ministry of the Diaspora");
    assert_eq!(contents(&second)[0]["focalPoints"], unnamed);
    assert_eq!(contents(&list(&inside, "2010", 1, &Value::Null).await)[0]["focalPoints"], unnamed, "nor the first");

    // Of other years others are told of: what began or was over by then.
    for (on, expected) in [("2005", vec!["foreign"]), ("2013-06", vec!["diaspora", "foreign", "agency"])] {
        let list = list(&outside, on, 10, &Value::Null).await;
        let mut told: Vec<&str> =
            list["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap()).collect();
        let mut expected = expected;
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected, "{on}");
    }
    federation.stop().await;
}
