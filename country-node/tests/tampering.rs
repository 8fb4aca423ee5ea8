//! A byte changed in the store: no answer, one sentence that says nothing of what is inside, and no figure.

use crate::ground::{Ground, STOCK};
use crate::serving::{Serving, by, error};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

/// Changes a released node's store and asks what is read from it.
async fn asked_after(change: &str, question: Value) -> Value {
    let ground = Ground::with_survey(200).await;
    let file = ground.write("stock.csv", "year,to,men,women\n2015,USA,1,2\n2020,USA,30,40\n");
    ground.import(STOCK, &file).await.unwrap();
    ground.release().await.unwrap();
    let store = &ground.node.store;
    let changed = store.execute_raw(Statement::from_string(store.get_database_backend(), change)).await.unwrap();
    assert!(changed.rows_affected() > 0, "nothing was changed: {change}");
    let serving = Serving::start(&ground).await;
    let body = serving.ask(Some(serving.analyst()), json!([question])).await;
    serving.stop().await;
    body
}

fn says_nothing(body: &Value, change: &str) {
    assert_eq!(error(body), "INTERNAL", "{change}: {body}");
    assert_eq!(body["data"], Value::Null, "{change}: figures came all the same");
    let message = body["errors"][0]["message"].as_str().unwrap();
    assert_eq!(message, "Something failed inside the service; nothing was answered. Its log knows more.", "{change}");
}

#[tokio::test]
async fn a_changed_table_is_not_answered_from() {
    for change in [
        "UPDATE release_table SET body = CAST(replace(body, '{', '{ ') AS BLOB)",
        "UPDATE release_table SET body = CAST(replace(body, '1', '2') AS BLOB)",
        "UPDATE release_table SET body = x''",
        "UPDATE release_table SET body = substr(body, 1, length(body) - 1)",
        "UPDATE release_table SET body = (SELECT body FROM release_table AS t WHERE t.number = 0 AND \
            t.release_id = 'COL-SURVEY-2024-1') WHERE number > 0",
        "DELETE FROM release_table",
    ] {
        says_nothing(&asked_after(change, by(&["SEX"])).await, change);
    }
}

#[tokio::test]
async fn a_changed_manifest_is_not_answered_from() {
    for change in [
        "UPDATE release SET manifest = CAST(replace(manifest, '\"share\":1', '\"share\":0.5') AS BLOB)",
        "UPDATE release SET manifest = CAST(replace(manifest, 'MEMBER_GOVERNMENTS', 'PUBLIC') AS BLOB)",
        "UPDATE release SET manifest = CAST(replace(manifest, '2027', '2026') AS BLOB)",
        "UPDATE release SET manifest = x'00'",
        "UPDATE release SET signature = replace(signature, substr(signature, 1, 1), '_')",
        "UPDATE release SET signature = ''",
        "UPDATE release SET signature = (SELECT signature FROM release AS r WHERE r.dataset = 'STOCK')",
    ] {
        says_nothing(&asked_after(change, by(&["SEX"])).await, change);
    }
}

#[tokio::test]
async fn a_release_put_in_the_place_of_another_is_not_answered_from() {
    let former = json!({ "dataset": "STOCK", "at": "2020", "purpose": "COMPARISON" });
    for (change, question) in [
        (
            "UPDATE release SET reference_period = CASE reference_period WHEN '2020' THEN '2015' ELSE '2020' END, version = 2 \
            WHERE dataset = 'STOCK'",
            former.clone(),
        ),
        (
            "UPDATE release SET manifest = (SELECT manifest FROM release AS r WHERE r.id = 'COL-STOCK-2015-1'), \
            signature = (SELECT signature FROM release AS r WHERE r.id = 'COL-STOCK-2015-1') WHERE dataset = 'STOCK'",
            former.clone(),
        ),
        ("UPDATE release SET version = 7 WHERE dataset = 'STOCK'", former),
        (
            "UPDATE release SET dataset = CASE dataset WHEN 'STOCK' THEN 'REGISTER' ELSE 'STOCK' END",
            json!({ "dataset": "STOCK", "purpose": "COMPARISON" }),
        ),
    ] {
        says_nothing(&asked_after(change, question).await, change);
    }
}

#[tokio::test]
async fn what_is_not_touched_is_still_answered() {
    let change = "UPDATE release_table SET body = x'' WHERE release_id LIKE 'COL-STOCK-%'";
    let body = asked_after(change, by(&["SEX"])).await;
    assert_eq!(body["data"]["answers"][0]["outcome"], "ANSWERED", "{body}");
}
