//! Records that are kept beside the log are held against it: what was changed, taken out or put in behind its back is found.

use crate::ground::Ground;
use country_node::audit::records::compare;
use country_node::campaign::Campaigns;
use country_node::campaign::change::Does;
use country_node::directory::Directory;
use country_node::programme::change::Officer;
use node_rules::campaign::content::{Campaign, Letter};
use schema::campaign::state::Step;
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// A node with three events of a campaign.
async fn ground() -> Ground {
    let ground = Ground::new().await;
    let node = Arc::new(ground.reopened().await);
    let directory = Arc::new(Directory::new(Arc::clone(&node), None, Arc::new(|| [7; 32])));
    let campaigns = Campaigns::new(node, directory).unwrap();
    let letter = Letter { language: "en".into(), subject: "Voting".into(), text: "Vote.".into() };
    let campaign = Campaign { activity: None, letters: vec![letter], audience: None };
    for (by, does) in
        [("ama", Does::Write(campaign.clone())), ("ama", Does::Write(campaign)), ("kofi", Does::Move(Step::Approve))]
    {
        campaigns.act(Officer::Named(by), "vote", does, None).await.unwrap();
    }
    ground
}

async fn found(ground: &Ground) -> String {
    match compare(&ground.node.store).await.unwrap() {
        Ok(events) => format!("{events} events are as the log tells"),
        Err(unlike) => unlike.to_string(),
    }
}

#[tokio::test]
async fn every_change_of_a_record_behind_the_logs_back_is_found() {
    for (change, said) in [
        ("SELECT 1", "3 events are as the log tells"),
        (
            "UPDATE campaign_event SET content = replace(content, 'Vote.', 'Stay.') WHERE number = 2",
            "event 2 of the campaigns is not as entry 2 of the log tells",
        ),
        (
            "UPDATE campaign_event SET step = 'STOP' WHERE number = 3",
            "event 3 of the campaigns is not as entry 3 of the log tells",
        ),
        (
            "UPDATE campaign_event SET officer = 'esi' WHERE number = 1",
            "event 1 of the campaigns is not as entry 1 of the log tells",
        ),
        (
            "DELETE FROM campaign_event WHERE number = 1",
            "event 1 of the campaigns, which entry 1 of the log tells of, is not there",
        ),
        (
            "DELETE FROM campaign_event WHERE number = 3",
            "event 3 of the campaigns, which entry 3 of the log tells of, is not there",
        ),
        (
            "INSERT INTO campaign_event VALUES (9, 'vote', 'START', 0, 'ama', NULL)",
            "the campaigns have 1 events that the log does not tell of",
        ),
        (
            "INSERT INTO programme_event (number, programme, kind, entry, step, at, officer) VALUES (1, 't', 'NEED', 'n', 'CLOSE', 0, 'a')",
            "the programmes have 1 events that the log does not tell of",
        ),
    ] {
        let ground = ground().await;
        let store = &ground.node.store;
        for guard in ["changed", "removed"] {
            store.execute_unprepared(&format!("DROP TRIGGER campaign_event_is_not_{guard}")).await.unwrap();
        }
        store.execute_unprepared(change).await.unwrap();
        assert_eq!(found(&ground).await, said, "{change}");
    }
}
