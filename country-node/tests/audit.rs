//! The log held against itself: whatever is done to it in the store is found, and the first bad entry is named; and what of
//! it is told to whom.

use crate::ground::{Ground, member_key, token};
use crate::ledger::sound;
use crate::serving::{Serving, by, error};
use country_node::audit::checkpoint;
use country_node::audit::read::verify;
use country_node::node::Node;
use schema::role::Role;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// A node whose log has eight entries and a checkpoint at its end.
async fn asked() -> Ground {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    serving.ask(Some(serving.analyst()), json!([by(&["SEX"]), by(&["TRUST"])])).await;
    serving.ask(None, json!([by(&["SEX"])])).await;
    serving.stop().await;
    assert_eq!(sound(&ground.node).await.entries, 8);
    ground
}

/// Does something to the store of a node as one does it who can: the guards are no lock.
async fn changed(node: &Node, change: &str) {
    let store = &node.store;
    for guard in ["audit_entry_is_not_changed", "audit_entry_is_not_removed", "audit_entry_goes_behind_the_last"] {
        store.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {guard}")).await.unwrap();
    }
    store.execute_unprepared("DROP TRIGGER IF EXISTS audit_checkpoint_is_not_removed").await.unwrap();
    for change in change.split(';') {
        store.execute_unprepared(change).await.unwrap_or_else(|error| panic!("{change}: {error}"));
    }
}

#[tokio::test]
async fn whatever_is_done_to_the_log_in_the_store_is_found_and_the_first_bad_entry_is_named() {
    for (change, says) in [
        ("UPDATE audit_entry SET entry = replace(entry, 'GHA', 'COL') WHERE number = 3", "entry 3: it was changed"),
        ("UPDATE audit_entry SET entry = entry || ' ' WHERE number = 5", "entry 5: it was changed"),
        ("UPDATE audit_entry SET member = 'IOM' WHERE number = 4", "entry 4: it was changed: the columns"),
        ("UPDATE audit_entry SET opened = 4 WHERE number = 5", "entry 5: it was changed: the columns"),
        ("UPDATE audit_entry SET at = at + 1 WHERE number = 7", "entry 7: it was changed: the columns"),
        ("UPDATE audit_entry SET event = 'ASKED' WHERE number = 7", "entry 7: it was changed: the columns"),
        ("UPDATE audit_entry SET digest = previous WHERE number = 6", "entry 6: it was changed"),
        ("DELETE FROM audit_entry WHERE number = 4", "entry 4: it is missing; the next one there is entry 5"),
        ("DELETE FROM audit_entry WHERE number = 1", "entry 1: it is missing; the next one there is entry 2"),
        ("DELETE FROM audit_entry WHERE number > 6", "entry 7: it is missing: the log was cut off here; at"),
        ("DELETE FROM audit_entry", "entry 1: it is missing: the log was cut off here; at"),
        (
            "UPDATE audit_entry SET number = -3 WHERE number = 3; UPDATE audit_entry SET number = 3 WHERE number = 4; \
             UPDATE audit_entry SET number = 4 WHERE number = -3",
            "entry 3: it was changed",
        ),
        (
            "INSERT INTO audit_entry SELECT 9, previous, digest, entry, event, at, member, opened FROM audit_entry \
             WHERE number = 7",
            "entry 9: it was changed",
        ),
        (
            "INSERT INTO audit_entry SELECT 0, previous, digest, entry, event, at, member, opened FROM audit_entry \
             WHERE number = 7",
            "entry 0: it stands out of its order",
        ),
    ] {
        let ground = asked().await;
        changed(&ground.node, change).await;
        let bad = verify(&ground.node, vec![]).await.unwrap().expect_err(change).to_string();
        assert!(bad.starts_with(says), "{change}: {bad}");
    }
}

#[tokio::test]
async fn a_log_that_was_cut_off_with_its_checkpoints_is_found_by_one_that_was_kept_elsewhere() {
    let ground = asked().await;
    let kept = checkpoint::sign(&ground.node).await.unwrap().unwrap();
    let change = "DELETE FROM audit_entry WHERE number > 5; DELETE FROM audit_checkpoint";
    changed(&ground.node, change).await;
    let sound = verify(&ground.node, vec![]).await.unwrap();
    assert!(sound.is_ok(), "without a checkpoint nothing shows that the end is missing: {sound:?}");
    let bad = verify(&ground.node, vec![kept.clone()]).await.unwrap().unwrap_err().to_string();
    assert!(
        bad.starts_with("entry 6: it is missing: the log was cut off here; at 2027-01-15T08:00:00Z it had 8"),
        "{bad}"
    );
    let mut other = kept;
    other.checkpoint.number = 5;
    let bad = verify(&ground.node, vec![other]).await.unwrap().unwrap_err().to_string();
    assert_eq!(bad, "entry 5: the checkpoint at entry 5 does not bear this node's signature");
}

#[tokio::test]
async fn a_log_that_was_made_anew_with_the_nodes_own_key_is_found_by_a_checkpoint_that_was_kept_elsewhere() {
    let ground = asked().await;
    let kept = checkpoint::sign(&ground.node).await.unwrap().unwrap();
    changed(&ground.node, "DELETE FROM audit_entry; DELETE FROM audit_checkpoint").await;
    let serving = Serving::start(&ground).await;
    for _ in 0..4 {
        serving.ask(None, json!([by(&["SEX"])])).await;
    }
    serving.ask(Some(serving.analyst()), json!([by(&["SEX"])])).await;
    serving.stop().await;
    assert_eq!(sound(&ground.node).await.signed.map(|signed| signed.number), Some(8), "by itself it is a good log");
    let bad = verify(&ground.node, vec![kept]).await.unwrap().unwrap_err().to_string();
    assert!(bad.starts_with("entry 1: the log up to entry 8 is not the one that was signed"), "{bad}");
}

const ASKED: &str = "query A($since: String, $member: CountryCode, $first: Int! = 50, $after: Int) { \
    asked(since: $since, member: $member, first: $first, after: $after) { more questions { number at member user role \
    purpose question outcome releases } } }";

/// What a member's user sees of what was asked.
async fn seen(serving: &Serving, ground: &Ground, member: &str, role: Role, variables: Value) -> Value {
    let token = token(&member_key(member), member, role, ground.now() - 10);
    let (_, body) = serving.query(Some(&token), ASKED, variables).await;
    assert_eq!(body.get("errors"), None, "{body}");
    body["data"]["asked"].clone()
}

#[tokio::test]
async fn the_country_sees_who_asked_what_and_iom_sees_it_without_users() {
    let ground = asked().await;
    let serving = Serving::start(&ground).await;
    let user = ground.node.keys.users().of("GHA".parse().unwrap(), "ana");
    let question = r#"{"at":null,"by":["SEX"],"dataset":"SURVEY","measure":{"kind":"PERSONS","of":null},"purpose":"COMPARISON","shareWithin":[],"where":[]}"#;
    let first = |user: Value| {
        json!({ "number": 3, "at": "2027-01-15T08:00:00Z", "member": "GHA", "user": user, "role": "ANALYST",
            "purpose": "COMPARISON", "question": question, "outcome": "ANSWERED", "releases": ["COL-SURVEY-2024-1"] })
    };
    for (member, role, user) in [
        ("COL", Role::Officer, json!(user.as_str())),
        ("COL", Role::Administrator, json!(user.as_str())),
        ("IOM", Role::Officer, Value::Null),
    ] {
        let seen = seen(&serving, &ground, member, role, json!({})).await;
        assert_eq!(seen["questions"][0], first(user), "{member} {role:?}");
        assert_eq!(seen["questions"][1]["outcome"], "DECLINED");
        assert_eq!((seen["questions"].as_array().map(Vec::len), &seen["more"]), (Some(2), &json!(false)));
    }
    for (member, role) in [
        ("COL", Role::Analyst),
        ("COL", Role::Observer),
        ("IOM", Role::Analyst),
        ("IOM", Role::Observer),
        ("IOM", Role::Administrator),
        ("GHA", Role::Officer),
        ("GHA", Role::Administrator),
    ] {
        let token = token(&member_key(member), member, role, ground.now() - 10);
        let (_, body) = serving.query(Some(&token), ASKED, json!({})).await;
        assert_eq!((error(&body), &body["data"]), ("FORBIDDEN", &Value::Null), "{member} {role:?}");
    }
    serving.stop().await;
    let entries = crate::ledger::entries(&ground.node).await;
    let of = |name: &str| entries.iter().filter(|entry| entry.event.name() == name).count();
    assert_eq!((of("LOG_ASKED"), of("REFUSED")), (3, 8), "that it was looked at, or tried, is written down");
}

#[tokio::test]
async fn what_was_asked_comes_page_by_page_by_member_and_from_a_time_on() {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    for round in 0..3 {
        let iom = token(&member_key("IOM"), "IOM", Role::Analyst, ground.now() - 10);
        serving.ask(Some(&iom), json!([by(&["SEX"])])).await;
        let ghana = token(&member_key("GHA"), "GHA", Role::Analyst, ground.now() - 10);
        serving.ask(Some(&ghana), json!(vec![by(&[]); round])).await;
        ground.later(60);
    }
    let see = |variables: Value| seen(&serving, &ground, "COL", Role::Officer, variables);
    let members = |page: &Value| -> Vec<String> {
        page["questions"].as_array().unwrap().iter().map(|q| q["member"].as_str().unwrap().to_owned()).collect()
    };
    let all = see(json!({})).await;
    assert_eq!(members(&all), ["IOM", "IOM", "GHA", "IOM", "GHA", "GHA"]);
    assert_eq!(members(&see(json!({ "member": "GHA" })).await), ["GHA"; 3]);
    assert_eq!(members(&see(json!({ "since": "2027-01-15T09:02:00+01:00" })).await), ["IOM", "GHA", "GHA"]);
    let (mut found, mut after) = (vec![], Value::Null);
    for more in [true, true, false] {
        let page = see(json!({ "first": 2, "after": after })).await;
        assert_eq!(page["more"], more);
        after = page["questions"][1]["number"].clone();
        found.extend(page["questions"].as_array().unwrap().clone());
    }
    assert_eq!(json!(found), all["questions"], "the pages together are all of it, in its order");
    for (variables, code) in
        [(json!({ "since": "yesterday" }), "INVALID_QUERY"), (json!({ "first": 700 }), "INVALID_QUERY")]
    {
        let officer = token(&member_key("COL"), "COL", Role::Officer, ground.now() - 10);
        let (_, body) = serving.query(Some(&officer), ASKED, variables).await;
        assert_eq!(error(&body), code, "{body}");
    }
    serving.stop().await;
}
