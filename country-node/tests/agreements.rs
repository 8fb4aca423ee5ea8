//! Agreements at a real node: who makes them, what they let a member ask, and that all of it is in effect at once and written
//! down.

use crate::ground::{Ground, code, member_key, token};
use crate::ledger::{entries, sound};
use crate::serving::{Serving, by, error};
use country_node::agreement::AgreementFault;
use country_node::store::agreement_event;
use node_rules::agreement::{ChangeFault, Party};
use node_rules::audit::entry::Event;
use schema::agreement::AgreementChange;
use schema::role::Role;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const PROPOSE: &str = "mutation($member: CountryCode!, $terms: AgreementTermsInput!) \
    { proposeAgreement(member: $member, terms: $terms) { reason agreement { id status } } }";
const CHANGE: &str = "mutation($id: String!, $change: AgreementChange!) \
    { changeAgreement(id: $id, change: $change) { reason agreement { id status events { by step } } } }";
const LIST: &str = "{ agreements { agreements { id country member status terms { datasets dimensions items purposes audience until } } answeredAt signature } }";

/// A node whose rulebook asks for agreements.
async fn ground() -> Ground {
    let ground = Ground::with_survey(100).await.under("open_without_agreement = true", "").await;
    ground.release().await.unwrap();
    ground
}

fn terms(ground: &Ground) -> Value {
    json!({
        "datasets": ["SURVEY"], "dimensions": ["SEX", "AGE"], "purposes": ["COMPARISON"],
        "audience": "MEMBER_GOVERNMENTS", "until": node_rules::clock::text(ground.now() + 1000),
    })
}

/// One who acts for a member.
struct Actor<'a> {
    serving: &'a Serving,
    token: String,
}

impl<'a> Actor<'a> {
    fn of(serving: &'a Serving, ground: &Ground, member: &str, role: Role) -> Self {
        Self { serving, token: token(&member_key(member), member, role, ground.now() - 10) }
    }

    async fn said(&self, query: &str, variables: Value) -> Value {
        self.serving.query(Some(&self.token), query, variables).await.1
    }

    async fn propose(&self, member: &str, terms: &Value) -> Value {
        let said = self.said(PROPOSE, json!({ "member": member, "terms": terms })).await;
        said["data"]["proposeAgreement"].clone()
    }

    /// The agreement's status then, or why nothing changed.
    async fn change(&self, id: &str, change: &str) -> String {
        let said = self.said(CHANGE, json!({ "id": id, "change": change })).await;
        let said = &said["data"]["changeAgreement"];
        said["agreement"]["status"].as_str().or_else(|| said["reason"].as_str()).unwrap().to_owned()
    }

    async fn ask(&self, dimensions: &[&str]) -> (String, String) {
        let said = self.serving.ask(Some(&self.token), json!([by(dimensions)])).await;
        let answer = &said["data"]["answers"][0];
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        (text("outcome"), text("reason"))
    }
}

#[tokio::test]
async fn a_member_asks_under_an_agreement_from_the_moment_that_both_sides_want_it_to_the_moment_that_one_does_not() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let actor = |member, role| Actor::of(&serving, &ground, member, role);
    let (ama, kofi, own) = (actor("GHA", Role::Analyst), actor("GHA", Role::Officer), actor("COL", Role::Officer));
    let none = "There is no agreement with GHA; an officer of either side can propose one.";
    assert_eq!(ama.ask(&["SEX"]).await, ("DECLINED".into(), none.into()));
    assert_eq!(own.ask(&["SEX"]).await.0, "ANSWERED", "its own government needs none");

    let proposed = kofi.propose("GHA", &terms(&ground)).await;
    assert_eq!(proposed["agreement"], json!({ "id": "COL-GHA-1", "status": "PROPOSED" }));
    let waits = ("DECLINED".into(), "Agreement COL-GHA-1 is proposed and not accepted yet.".into());
    assert_eq!(ama.ask(&["SEX"]).await, waits);
    let by_itself = kofi.change("COL-GHA-1", "ACCEPT").await;
    assert_eq!(by_itself, "COL-GHA-1 was proposed by this side; the other side's officer accepts it.");

    assert_eq!(own.change("COL-GHA-1", "ACCEPT").await, "IN_FORCE");
    assert_eq!(ama.ask(&["SEX", "AGE"]).await.0, "ANSWERED");
    assert_eq!(ama.ask(&["EDUCATION"]).await.1, "Agreement COL-GHA-1 has no EDUCATION.");
    let research = json!({ "dataset": "SURVEY", "by": ["SEX"], "purpose": "RESEARCH" });
    let said = serving.ask(Some(&ama.token), json!([research])).await;
    assert_eq!(said["data"]["answers"][0]["reason"], "Agreement COL-GHA-1 is not for the purpose RESEARCH.");
    let iom = Actor::of(&serving, &ground, "IOM", Role::Analyst);
    assert_eq!(iom.ask(&["SEX"]).await.0, "DECLINED", "an agreement is with one member");

    for (who, change, status, answered) in [
        (&own, "SUSPEND", "SUSPENDED", false),
        (&kofi, "SUSPEND", "SUSPENDED", false),
        (&own, "RESUME", "SUSPENDED", false),
        (&kofi, "RESUME", "IN_FORCE", true),
        (&kofi, "END", "ENDED", false),
    ] {
        assert_eq!(who.change("COL-GHA-1", change).await, status);
        assert_eq!(ama.ask(&["SEX"]).await.0 == "ANSWERED", answered, "after {change}");
    }
    assert_eq!(own.change("COL-GHA-1", "RESUME").await, "COL-GHA-1 is ended; propose a new one.");
    serving.stop().await;
    // All of it is in the log, in its order, and the log stands.
    let (mut steps, mut under) = (Vec::new(), Vec::new());
    for entry in entries(&ground.node).await {
        match entry.event {
            Event::Agreement { side, step, by, .. } => {
                assert_eq!(by.unwrap().member, side);
                steps.push(format!("{side} {step}"));
            }
            Event::Closed { agreement: Some(agreement), .. } => under.push(agreement),
            _ => {}
        }
    }
    let expected = ["GHA PROPOSED", "COL ACCEPTED", "COL SUSPENDED", "GHA SUSPENDED", "COL RESUMED", "GHA RESUMED"];
    assert_eq!(steps[..6], expected);
    assert_eq!(steps[6..], ["GHA ENDED"]);
    assert_eq!(under, ["COL-GHA-1", "COL-GHA-1"], "what was answered under it is told");
    sound(&ground.node).await;
}

#[tokio::test]
async fn what_a_command_does_beside_a_serving_node_is_in_effect_at_once_and_so_is_the_end_of_its_time() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let (ama, kofi) =
        (Actor::of(&serving, &ground, "GHA", Role::Analyst), Actor::of(&serving, &ground, "GHA", Role::Officer));
    kofi.propose("GHA", &terms(&ground)).await;
    let beside = ground.reopened().await;
    let (cabinet, operator) = (beside.cabinet(), Party::operator(code("COL")));
    cabinet.change(operator, "COL-GHA-1", AgreementChange::Accept).await.unwrap();
    assert_eq!(ama.ask(&["SEX"]).await.0, "ANSWERED");
    cabinet.change(operator, "COL-GHA-1", AgreementChange::Suspend).await.unwrap();
    assert_eq!(ama.ask(&["SEX"]).await.0, "DECLINED");
    cabinet.change(operator, "COL-GHA-1", AgreementChange::Resume).await.unwrap();
    ground.later(999);
    let ama = Actor::of(&serving, &ground, "GHA", Role::Analyst);
    assert_eq!(ama.ask(&["SEX"]).await.0, "ANSWERED");
    ground.later(1);
    assert_eq!(ama.ask(&["SEX"]).await, ("DECLINED".into(), "Agreement COL-GHA-1 is over.".into()));
    serving.stop().await;
}

#[tokio::test]
async fn only_officers_of_the_two_sides_act_and_a_third_member_learns_nothing() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let actor = |member, role| Actor::of(&serving, &ground, member, role);
    let (kofi, third) = (actor("GHA", Role::Officer), actor("IOM", Role::Officer));
    kofi.propose("GHA", &terms(&ground)).await;
    for role in [Role::Observer, Role::Analyst, Role::Administrator] {
        for member in ["COL", "GHA"] {
            let who = actor(member, role);
            let change = json!({ "id": "COL-GHA-1", "change": "END" });
            assert_eq!(error(&who.said(CHANGE, change).await), "FORBIDDEN", "{member} {role:?}");
            let propose = json!({ "member": "GHA", "terms": terms(&ground) });
            assert_eq!(error(&who.said(PROPOSE, propose).await), "FORBIDDEN", "{member} {role:?}");
            let read = who.said(LIST, json!({})).await;
            assert_eq!(read["data"]["agreements"]["agreements"][0]["id"], "COL-GHA-1", "{member} {role:?} may read it");
        }
    }
    assert_eq!(third.said(LIST, json!({})).await["data"]["agreements"]["agreements"], json!([]));
    for id in ["COL-GHA-1", "COL-GHA-2"] {
        assert_eq!(third.change(id, "END").await, format!("There is no agreement {id} of this member."));
    }
    assert_eq!(third.change("<b>x</b>\u{7}", "END").await, "There is no agreement of that name of this member.");
    let for_another = third.propose("GHA", &terms(&ground)).await;
    assert_eq!(for_another["reason"], "An officer proposes agreements of his own member alone.");
    let unknown = actor("COL", Role::Officer).propose("FRA", &terms(&ground)).await;
    assert_eq!(unknown["reason"], "FRA is no member of this federation.");
    let mut register = terms(&ground);
    register["datasets"] = json!(["REGISTER"]);
    assert_eq!(kofi.propose("GHA", &register).await["reason"], "COL publishes no REGISTER data.");
    serving.stop().await;
    let refused = entries(&ground.node).await.into_iter().filter(|entry| matches!(entry.event, Event::Refused { .. }));
    assert_eq!(refused.count(), 12, "who was not allowed stands in the log");
}

#[tokio::test]
async fn no_more_than_twenty_agreements_with_one_member_are_open() {
    let ground = ground().await;
    let (cabinet, operator) = (ground.node.cabinet(), Party::operator(code("COL")));
    let members = ground.node.roll().unwrap().in_force();
    let terms = serde_json::from_value(terms(&ground)).unwrap();
    for _ in 0..20 {
        cabinet.propose(operator, code("GHA"), &terms, &members).await.unwrap();
    }
    let more = cabinet.propose(operator, code("GHA"), &terms, &members).await.unwrap_err();
    assert!(matches!(more, AgreementFault::TooMany(_)), "{more}");
    cabinet.change(operator, "COL-GHA-7", AgreementChange::End).await.unwrap();
    let next = cabinet.propose(operator, code("GHA"), &terms, &members).await.unwrap();
    assert_eq!(next.id(), "COL-GHA-21");
    let ids: Vec<String> = cabinet.of(code("GHA")).await.unwrap().iter().map(|one| one.id().to_owned()).collect();
    assert_eq!((ids[1].as_str(), ids[20].as_str()), ("COL-GHA-2", "COL-GHA-21"), "in the order of their numbers");
}

#[tokio::test]
async fn of_two_who_do_the_same_at_one_moment_one_is_told_that_it_is_done() {
    let ground = ground().await;
    let (one, other) = (ground.reopened().await, ground.reopened().await);
    let terms = serde_json::from_value(terms(&ground)).unwrap();
    let members = ground.node.roll().unwrap().in_force();
    let operator = Party::operator(code("COL"));
    ground.node.cabinet().propose(operator, code("GHA"), &terms, &members).await.unwrap();
    let (one, other) = (one.cabinet(), other.cabinet());
    let end = |cabinet| async move {
        country_node::agreement::Cabinet::change(cabinet, operator, "COL-GHA-1", AgreementChange::End).await
    };
    let (first, second) = tokio::join!(end(&one), end(&other));
    let failed = [first.err(), second.err()].into_iter().flatten().collect::<Vec<_>>();
    assert!(matches!(failed[..], [AgreementFault::Change(ChangeFault::Over(..))]), "{failed:?}");
    assert_eq!(agreement_event::Entity::find().count(&ground.node.store).await.unwrap(), 2);
}

#[tokio::test]
async fn the_store_refuses_to_change_what_happened_to_an_agreement() {
    let ground = ground().await;
    let terms = serde_json::from_value(terms(&ground)).unwrap();
    let members = ground.node.roll().unwrap().in_force();
    ground.node.cabinet().propose(Party::operator(code("COL")), code("GHA"), &terms, &members).await.unwrap();
    for statement in [
        "UPDATE agreement_event SET step = 'ACCEPTED'",
        "DELETE FROM agreement_event",
        "INSERT OR REPLACE INTO agreement_event SELECT * FROM agreement_event",
        "INSERT OR REPLACE INTO agreement_event (id, agreement, number, member, at, \"by\", step) \
         SELECT 99, agreement, number, member, at, \"by\", 'ENDED' FROM agreement_event",
    ] {
        let refused = ground.node.store.execute_unprepared(statement).await.unwrap_err().to_string();
        assert!(refused.contains("only ever appended"), "{statement}: {refused}");
    }
}
