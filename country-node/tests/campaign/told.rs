//! What a directory's record of an activity says of the campaigns that belong to it.

use super::{CAMPAIGN, REGISTER, count, many, open, run, start, today};
use crate::ground::Ground;
use country_node::person::same::judge;
use node_rules::person::identity::Verdict;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::fmt::Write;

/// What an officer wrote of the activity, with a number or none.
pub(super) async fn load(ground: &Ground, attendance: Option<u32>) {
    let mut says = json!({
        "titles": [{ "language": "eng", "text": "Voting from abroad" }], "form": "CAMPAIGN", "areas": ["PARTICIPATION"], "places": ["ESP"],
        "from": "2026-11", "audience": "whoever may vote",
    });
    if let Some(number) = attendance {
        says["attendance"] = number.into();
    }
    let records = json!([{ "kind": "ACTIVITY", "id": "vote", "publish": false, "visibility": "MEMBERS", "spans": [{ "says": says }] }]);
    ground.write("activities.json", records.to_string());
    run(ground, "directory load activities.json --by ama").await.unwrap();
}

pub(super) async fn attendance(ground: &Ground) -> Value {
    let records: Value = serde_json::from_str(&run(ground, "directory export ACTIVITY").await.unwrap()).unwrap();
    records[0]["spans"][0]["says"]["attendance"].clone()
}

/// A campaign of the activity, to who lives in some countries.
async fn sent(ground: &Ground, id: &str, places: &str) {
    let audience =
        format!("[audience]\ndataset = \"REGISTER\"\nwhere = [{{ dimension = \"DESTINATION\", codes = {places} }}]\n");
    start(ground, id, &format!("activity = \"vote\"\n{CAMPAIGN}\n{audience}")).await;
    run(ground, "campaign send").await.unwrap();
}

#[tokio::test]
async fn an_activity_says_how_many_persons_all_its_campaigns_reached_and_no_officers_number_is_lost() {
    let Some((_server, ground)) = open("campaigns of one activity").await else { return };
    many(&ground, 42).await;
    ground.write("register.toml", REGISTER.replace("\"ITA\" = \"ITA\"", "\"ITA\" = \"ITA\", \"FRA\" = \"FRA\""));
    let mut rows = "id,country,channel\n".to_owned();
    for at in 0..42 {
        let lives = if at < 16 {
            "ESP"
        } else if at < 24 {
            "ITA"
        } else {
            "FRA"
        };
        writeln!(rows, "P{at:04},{lives},EMAIL").unwrap();
    }
    ground.write("register.csv", rows);
    run(&ground, "import register.csv --mapping register.toml").await.unwrap();
    load(&ground, None).await;
    sent(&ground, "one", "[\"ESP\", \"ITA\"]").await;
    assert_eq!(count(&ground, "one", "SENT").await, 24);
    assert_eq!(
        run(&ground, "campaign tell one --by ama").await.unwrap(),
        "20 persons were reached: the activity says so"
    );
    assert_eq!(attendance(&ground).await, 20);

    sent(&ground, "two", "[\"ITA\", \"FRA\"]").await;
    assert_eq!(count(&ground, "two", "SENT").await, 26);
    // Where the campaign's part of it cannot be written down the record stays as it is, and no number passes for an officer's own.
    let full = "CREATE TRIGGER full BEFORE INSERT ON audit_entry WHEN NEW.event = 'CAMPAIGN' \
                BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    ground.node.store.execute_unprepared(full).await.unwrap();
    assert!(run(&ground, "campaign tell two --by ama").await.is_err());
    assert_eq!(attendance(&ground).await, 20);
    ground.node.store.execute_unprepared("DROP TRIGGER full").await.unwrap();
    // 24 and 26 letters, of which eight are second ones.
    run(&ground, "campaign tell two --by ama").await.unwrap();
    assert_eq!(attendance(&ground).await, 40);
    // Two ids of one person, each of which had a letter, are one person.
    let node = today(&ground).await;
    for (one, other) in [("P0000", "P0041"), ("P0001", "P0040"), ("P0002", "P0039")] {
        let ids = (node.keys.of(one).0, node.keys.of(other).0);
        judge(&node, ids, Verdict::Same, ("ama", "the same passport")).await.unwrap();
    }
    run(&ground, "campaign tell one --by ama").await.unwrap();
    assert_eq!(attendance(&ground).await, 30);
    let history = run(&ground, "campaign history one").await.unwrap();
    assert!(history.contains("{\"activity\":\"vote\",\"persons\":30}"), "{history}");

    load(&ground, Some(57)).await;
    let own = run(&ground, "campaign tell two --by ama").await.unwrap_err();
    assert_eq!(
        own,
        "country-node: campaign two: its activity says 57, which no campaign told: that is replaced only where it is said (--replace)"
    );
    assert_eq!(attendance(&ground).await, 57);
    run(&ground, "campaign tell two --replace --by ama").await.unwrap();
    assert_eq!(attendance(&ground).await, 30);
    run(&ground, "audit verify").await.unwrap();
}
