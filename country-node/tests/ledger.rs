//! The audit log: one receipt a question, refusals too, in a chain that shows every change.

use crate::ground::{Ground, member_key, token};
use crate::serving::{Serving, by};
use country_node::store::receipt;
use node_rules::receipt::{BEGINNING, Entry, link};
use schema::coverage::Outcome;
use schema::role::Role;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use serde_json::json;

async fn entries(ground: &Ground) -> Vec<Entry> {
    let receipts = receipt::Entity::find().order_by_asc(receipt::Column::Number).all(&ground.node.store).await.unwrap();
    let (mut previous, mut entries) = (BEGINNING.to_owned(), Vec::new());
    for (receipt, number) in receipts.into_iter().zip(1..) {
        let entry: Entry = serde_json::from_str(&receipt.entry).unwrap();
        assert_eq!(receipt.number, number, "a receipt is missing");
        assert_eq!(receipt.previous, previous, "receipt {number} does not follow the one before it");
        assert_eq!(receipt.digest, link(number, &previous, &entry).unwrap(), "receipt {number} was changed");
        previous = receipt.digest;
        entries.push(entry);
    }
    entries
}

#[tokio::test]
async fn each_question_has_one_receipt_and_the_chain_is_unbroken_over_a_restart() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let observer = token(&member_key("IOM"), "IOM", Role::Observer, ground.now() - 10);
    serving.ask(Some(serving.analyst()), json!([by(&["SEX"]), by(&["TRUST"]), by(&[])])).await;
    serving.ask(Some(&observer), json!([by(&["SEX"])])).await;
    serving.ask(None, json!([by(&["SEX"])])).await;
    serving.ask(Some(serving.analyst()), json!([by(&["SEX", "SEX"])])).await;
    serving.stop().await;
    ground.later(60);
    let serving = Serving::start(&ground).await;
    serving.ask(Some(serving.analyst()), json!([{ "dataset": "REGISTER", "purpose": "RESEARCH" }])).await;
    serving.stop().await;

    let entries = entries(&ground).await;
    let told: Vec<_> =
        entries.iter().map(|e| (e.member.as_str(), e.role.as_str(), e.purpose.as_str(), e.outcome)).collect();
    assert_eq!(
        told,
        [
            ("GHA", "analyst", "COMPARISON", Outcome::Answered),
            ("GHA", "analyst", "COMPARISON", Outcome::Declined),
            ("GHA", "analyst", "COMPARISON", Outcome::Answered),
            ("IOM", "observer", "COMPARISON", Outcome::Declined),
            ("GHA", "analyst", "RESEARCH", Outcome::NotPublished),
        ],
        "one receipt a question that was answered or refused, none for what was no question"
    );
    assert_eq!(entries[0].release.as_deref(), Some("COL-SURVEY-2024-1"));
    assert_eq!((entries[0].user.as_str(), entries[0].at, entries[4].at), ("ana", ground.now() - 60, ground.now()));
    assert_eq!(entries[1].release, None);
    assert!(entries[0].question.contains("\"by\":[\"SEX\"]"), "{}", entries[0].question);
}

#[tokio::test]
async fn askers_side_by_side_get_a_receipt_each() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let asked = (0..40).map(|n| serving.ask(Some(serving.analyst()), json!(vec![by(&[]); 1 + n % 3])));
    let answered: usize = futures_util::future::join_all(asked)
        .await
        .iter()
        .map(|b| b["data"]["answers"].as_array().unwrap().len())
        .sum();
    serving.stop().await;
    assert_eq!(entries(&ground).await.len(), answered);
}

#[tokio::test]
async fn without_a_receipt_there_is_no_answer() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    serving.still_answers().await;
    let store = &ground.node.store;
    store.execute_unprepared("ALTER TABLE receipt RENAME TO gone").await.unwrap();
    let body = serving.ask(Some(serving.analyst()), json!([by(&["SEX"])])).await;
    assert_eq!(crate::serving::error(&body), "INTERNAL");
    assert_eq!(body["data"], serde_json::Value::Null, "figures were spoken without a receipt");
    assert!(!body.to_string().contains("receipt"), "what is inside was said: {body}");
    store.execute_unprepared("ALTER TABLE gone RENAME TO receipt").await.unwrap();
    serving.still_answers().await;
    serving.stop().await;
    assert_eq!(entries(&ground).await.len(), 2, "the chain goes on where it ended");
}
