//! Tokens for scripts: an officer issues one at the country's node, a script uses it at the gateway, the officer revokes it,
//! and within a minute it is of use nowhere. The clock is the test's own.

use crate::world::run;
use country_node::node::Node;
use country_node::script::officer::{OfficerFault, Wanted, issue, list, revoke};
use federation_tests::asker::Asker;
use federation_tests::federation::{Federation, Service};
use node_rules::audit::entry::{Entry, Event};
use node_rules::clock::{Clock, system};
use schema::role::Role;
use schema::script::Secret;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

const MEMBERS: &str = "{ members { code } }";
const DAY: i64 = 86_400;

/// A federation whose Ghana and whose gateway live by one clock, and Ghana's folder as an officer opens it.
struct Ground {
    federation: Federation,
    gateway: Service,
    ghana: Node,
    ahead: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Ground {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let federation = Federation::start(&folder.path().join("federation"), &["GHA", "MDA"], 5000).await;
        let of_ghana = federation.place.node("GHA".parse().unwrap());
        let ahead = Arc::new(AtomicI64::new(0));
        let by = Arc::clone(&ahead);
        let clock: Clock = Arc::new(move || system()() + by.load(Ordering::SeqCst));
        federation.stop_node("GHA").await;
        federation.start_node_by("GHA", Arc::clone(&clock)).await;
        let gateway = federation.gateway_by(5000, Arc::clone(&clock)).await;
        let ghana = Node::open(&of_ghana, clock).await.unwrap();
        Self { federation, gateway, ghana, ahead, _folder: folder }
    }

    fn later(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    async fn issued(&self, name: &str, days: i64) -> Secret {
        let wanted = Wanted { name: name.into(), role: Role::Analyst, days, by: "officer-1".into() };
        let random = std::array::from_fn(|at| name.as_bytes().get(at).copied().unwrap_or(7));
        issue(&self.ghana, wanted, random).await.unwrap()
    }

    fn script(&self, secret: &str) -> Asker {
        Asker::new(&self.gateway.graphql(), Some(secret))
    }

    async fn word(&self, secret: &str) -> String {
        let said = self.script(secret).response(MEMBERS, &Value::Null).await;
        said["errors"][0]["message"].as_str().unwrap_or("yes").to_owned()
    }

    async fn stop(self) {
        self.gateway.stop().await;
        self.ghana.store.close().await.unwrap();
        self.federation.stop().await;
    }
}

#[test]
fn a_token_is_issued_used_listed_and_revoked_and_within_a_minute_it_is_of_use_nowhere() {
    run(async {
        let ground = Ground::new().await;
        let secret = ground.issued("yearly-report", 30).await;
        let question = json!({ "dataset": "STOCK", "countries": ["GHA"], "purpose": "COMPARISON" });
        let answer = ground.script(secret.text()).compare(question.clone()).await;
        assert_eq!(answer.coverage.answered, 1, "the node believes its own key: {:?}", answer.coverage.absent);
        ground.later(120);
        assert_eq!(ground.word(secret.text()).await, "yes", "it is exchanged anew when its minute is over");

        let listed = list(&ground.ghana).await.unwrap();
        let [token] = &listed[..] else { panic!("one token: {listed:?}") };
        assert_eq!(
            (token.name.as_str(), token.role.as_str(), token.issued_by.as_str()),
            ("yearly-report", "analyst", "officer-1")
        );
        assert_eq!(token.last_used_day, Some(((ground.ghana.clock)()).div_euclid(DAY)));
        assert!(!format!("{listed:?}").contains(secret.text()), "the secret is kept nowhere");

        revoke(&ground.ghana, "yearly-report").await.unwrap();
        ground.later(60);
        assert!(ground.word(secret.text()).await.contains("an officer revoked it"));
        assert_eq!(ground.script(secret.text()).refused(MEMBERS, &Value::Null).await, ["UNAUTHENTICATED"]);
        assert!(matches!(revoke(&ground.ghana, "yearly-report").await, Err(OfficerFault::Already(_))));
        assert!(matches!(revoke(&ground.ghana, "another").await, Err(OfficerFault::Unknown(_))));

        let rows = country_node::store::audit_entry::Entity::find().all(&ground.ghana.store).await.unwrap();
        let written: Vec<Event> =
            rows.iter().filter_map(|row| Entry::from_text(&row.entry)).map(|entry| entry.event).collect();
        assert!(
            written.iter().any(|event| matches!(event, Event::TokenRefused { gateway, token, why }
            if gateway == "hub" && token.as_deref() == Some("yearly-report") && why == "REVOKED")),
            "{written:?}"
        );
        assert!(!rows.iter().any(|row| row.entry.contains(secret.text())), "no secret in the log");
        ground.stop().await;
    });
}

#[test]
fn a_token_that_is_unknown_expired_or_of_a_member_without_a_node_is_refused() {
    run(async {
        let ground = Ground::new().await;
        let (short, long) = (ground.issued("short", 1).await, ground.issued("long", 30).await);
        assert_eq!(ground.word(short.text()).await, "yes");
        ground.later(DAY);
        assert!(ground.word(short.text()).await.contains("has expired"));
        assert_eq!(ground.word(long.text()).await, "yes");
        let of = |member: &str| Secret::from_random(member.parse().unwrap(), [9; 32]);
        assert!(ground.word(of("GHA").text()).await.contains("never issued"));
        assert!(ground.word(of("FRA").text()).await.contains("never issued"), "no member");
        assert!(ground.word(of("IOM").text()).await.contains("has no node"));
        assert!(ground.word("dh_GHA_short").await.contains("not valid"));
        // Presented to a node in the place of a member's token it is nothing.
        let at_node = ground.federation.at_node("MDA", Some(long.text()));
        assert_eq!(at_node.refused("{ node { country } }", &Value::Null).await, ["UNAUTHENTICATED"]);
        ground.federation.stop_node("GHA").await;
        ground.later(120);
        assert!(ground.word(long.text()).await.contains("could not be reached"));
        ground.stop().await;
    });
}

#[test]
fn an_officer_is_held_to_what_a_script_may_be() {
    run(async {
        let ground = Ground::new().await;
        let good = Wanted { name: "a".into(), role: Role::Observer, days: 1, by: "officer-1".into() };
        issue(&ground.ghana, good.clone(), [1; 32]).await.unwrap();
        let refused = async |wanted: Wanted| issue(&ground.ghana, wanted, [2; 32]).await.unwrap_err();
        assert!(matches!(refused(good.clone()).await, OfficerFault::Taken(_)));
        assert!(matches!(refused(Wanted { name: "Ama Mensah".into(), ..good.clone() }).await, OfficerFault::Name));
        assert!(matches!(refused(Wanted { name: "b".into(), days: 367, ..good.clone() }).await, OfficerFault::Days));
        for role in [Role::Officer, Role::Administrator] {
            assert!(matches!(refused(Wanted { name: "b".into(), role, ..good.clone() }).await, OfficerFault::Role));
        }
        ground.stop().await;
    });
}
