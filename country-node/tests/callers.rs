//! Who asks: a member's own signature and a role that asks for figures, or nothing is said.

use crate::ground::{Ground, member_key, token};
use crate::serving::{Serving, by, error};
use schema::role::Role;
use serde_json::{Value, json};

const FIELDS: [&str; 3] = [
    "{ node { country } }",
    "{ catalogue { title } }",
    "{ answers(questions: [{ dataset: SURVEY, purpose: COMPARISON }]) { outcome figures { value } } }",
];

#[tokio::test]
async fn without_a_valid_token_nothing_is_said() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let now = ground.now();
    let good = token(&member_key("GHA"), "GHA", Role::Analyst, now - 10);
    let mut changed = good.clone();
    changed.replace_range(
        good.len() - 20..good.len() - 19,
        if good.as_bytes()[good.len() - 20] == b'A' { "B" } else { "A" },
    );
    let tokens = [
        ("no token", None),
        ("an empty token", Some(String::new())),
        ("garbage", Some("garbage".into())),
        ("garbage in three parts", Some("a.b.c".into())),
        ("an expired token", Some(token(&member_key("GHA"), "GHA", Role::Analyst, now - 3600))),
        ("a token of tomorrow", Some(token(&member_key("GHA"), "GHA", Role::Analyst, now + 1))),
        ("a token that another member signed", Some(token(&member_key("COL"), "GHA", Role::Analyst, now - 10))),
        ("a token of no member", Some(token(&member_key("FRA"), "FRA", Role::Analyst, now - 10))),
        ("a token with one letter of its signature changed", Some(changed)),
    ];
    for (what, token) in tokens {
        for field in FIELDS {
            let (_, body) = serving.query(token.as_deref(), field, Value::Null).await;
            assert_eq!(error(&body), "UNAUTHENTICATED", "{what}, {field}: {body}");
            assert_eq!(body["data"], Value::Null, "{what}, {field}: data came with the refusal");
        }
    }
    let basic = reqwest::Client::new().post(serving.url()).header("authorization", format!("Basic {good}"));
    let basic = basic.header("content-type", "application/json").body(json!({ "query": FIELDS[0] }).to_string());
    let body: Value = serde_json::from_str(&basic.send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(error(&body), "UNAUTHENTICATED");
    serving.still_answers().await;
    serving.stop().await;
}

#[tokio::test]
async fn an_observer_and_an_administrator_are_declined_and_an_officer_is_answered() {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    for (role, outcome) in [
        (Role::Observer, "DECLINED"),
        (Role::Administrator, "DECLINED"),
        (Role::Officer, "ANSWERED"),
        (Role::Analyst, "ANSWERED"),
    ] {
        let token = token(&member_key("GHA"), "GHA", role, ground.now() - 10);
        let body = serving.ask(Some(&token), json!([by(&["SEX"])])).await;
        let answer = &body["data"]["answers"][0];
        assert_eq!(answer["outcome"], outcome, "{}: {body}", role.name());
        if outcome == "DECLINED" {
            assert_eq!(answer["figures"], json!([]), "{}: figures came with the refusal", role.name());
            assert_eq!(answer["source"], Value::Null);
        }
        let (_, body) = serving.query(Some(&token), FIELDS[1], Value::Null).await;
        assert_eq!(body["data"]["catalogue"].as_array().map(Vec::len), Some(1), "each role sees what there is: {body}");
    }
    serving.stop().await;
}

#[tokio::test]
async fn a_consent_for_the_own_government_and_iom_answers_them_and_no_other_member() {
    let asked_for = "segments = [\n    { purposes = [\"STATISTICS\"], audience = \"IOM\" },\n    \
                     { purposes = [\"STATISTICS\"], audience = \"OWN_GOVERNMENT\" },\n]";
    let one = "segments = [{ purposes = [\"STATISTICS\", \"RESEARCH\"], audience = \"MEMBER_GOVERNMENTS\" }]";
    let ground = Ground::new().await.under(one, asked_for).await;
    let file = ground.write("survey.csv", crate::ground::survey(200));
    ground.import(crate::ground::SURVEY, &file).await.unwrap();
    let mut consents = "person_id,event,at,purposes,audience\n".to_owned();
    for n in 0..200 {
        let audience = if n < 100 { "OWN_GOVERNMENT" } else { "IOM" };
        consents += &format!("{},GIVEN,2026-01-01T00:00:00Z,STATISTICS,{audience}\n", crate::ground::person_id(n));
    }
    let file = ground.write("consents.csv", consents);
    country_node::intake::consents::load(&ground.node, &file).await.unwrap();
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    for (member, outcome, share) in
        [("COL", "ANSWERED", Some(1.0)), ("IOM", "ANSWERED", Some(0.5)), ("GHA", "DECLINED", None)]
    {
        let token = token(&member_key(member), member, Role::Analyst, ground.now() - 10);
        let body = serving.ask(Some(&token), json!([by(&["SEX"])])).await;
        let answer = &body["data"]["answers"][0];
        assert_eq!(answer["outcome"], outcome, "{member}: {body}");
        // A share carries the noise of the count that it is made of.
        let said = answer["source"]["consentShare"].as_f64();
        let is_about = said.zip(share).is_some_and(|(said, share): (f64, f64)| (said - share).abs() <= 0.06);
        assert!(is_about || (said, share) == (None, None), "{member}: {body}");
        let mut research = by(&["SEX"]);
        research["purpose"] = json!("RESEARCH");
        let body = serving.ask(Some(&token), json!([research])).await;
        assert_eq!(body["data"]["answers"][0]["outcome"], "DECLINED", "nobody is asked to agree to research: {body}");
    }
    serving.stop().await;
}
