//! What a gateway may do: carry a question as it was asked, by whom it was asked, once. All else is refused.

use crate::ground::{Ground, code, gateway_key, member_key, members_of, token};
use crate::serving::{Serving, assertion, by, error};
use schema::assertion::{Assertion, LONGEST, SKEW};
use schema::member::Gateway;
use schema::purpose::Purpose;
use schema::role::Role;
use schema::seal::{PublicKey, SecretKey, digest};
use schema::statement::{Said, verify};
use serde_json::{Value, json};

const JSON: &str = "application/json";

fn body(question: &Value) -> String {
    json!({ "query": "query Q($q: [QuestionInput!]!) { answers(questions: $q) { outcome } }", "variables": { "q": [question] } })
        .to_string()
}

/// A question that a lying gateway carries, and what the node says to it.
async fn said(serving: &Serving, token: &str, body: &str, word: Option<String>) -> String {
    let (_, text) = serving.send_with(Some(token), word.as_deref(), JSON, body.to_owned()).await;
    let said: Value = serde_json::from_str(&text).unwrap();
    if said.get("errors").is_none() {
        return said["data"]["answers"][0]["outcome"].as_str().unwrap().to_owned();
    }
    assert_eq!(said["data"], Value::Null, "data came with the refusal: {said}");
    error(&said).to_owned()
}

async fn ground() -> Ground {
    let ground = Ground::with_survey(100).await;
    ground.release().await.unwrap();
    ground
}

#[tokio::test]
async fn a_gateway_that_invents_a_member_or_alters_a_question_is_refused() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let now = ground.now();
    let (ana, officer) = (serving.analyst().to_owned(), token(&member_key("IOM"), "IOM", Role::Officer, now - 10));
    let (asked, other) = (body(&by(&["SEX"])), body(&by(&["AGE"])));
    let good = || assertion(&ana, asked.as_bytes(), now);
    let sign = |assertion: Assertion| Some(assertion.sign(&gateway_key()).unwrap());
    assert_eq!(said(&serving, &ana, &asked, sign(good())).await, "ANSWERED");
    let foreign = SecretKey::from_random([77; 32]);
    let lies = [
        ("no word of a gateway", asked.as_str(), None),
        ("the user's own token as its word", &asked, Some(ana.clone())),
        ("a key that is no gateway's", &asked, Some(good().sign(&foreign).unwrap())),
        ("a member's key", &asked, Some(good().sign(&member_key("GHA")).unwrap())),
        ("a gateway that nobody knows", &asked, sign(Assertion { gateway: "other".into(), ..good() })),
        ("another question", &other, sign(good())),
        ("one space more", &format!("{asked} "), sign(good())),
        ("another member", &asked, sign(Assertion { member: code("IOM"), ..good() })),
        ("another user", &asked, sign(Assertion { user: "eve".into(), ..good() })),
        ("a higher role", &asked, sign(Assertion { role: Role::Officer, ..good() })),
        ("another's token", &asked, sign(Assertion { token: digest(officer.as_bytes()), ..good() })),
        ("another node", &asked, sign(Assertion { country: code("GHA"), ..good() })),
        ("another purpose", &asked, sign(Assertion { purposes: vec![Purpose::Research], ..good() })),
        ("no purpose", &asked, sign(Assertion { purposes: vec![], ..good() })),
        ("a minute ago", &asked, sign(Assertion { from: now - LONGEST, until: now, ..good() })),
        ("the time to come", &asked, sign(Assertion { from: now + SKEW + 1, until: now + SKEW + 2, ..good() })),
        ("for an hour", &asked, sign(Assertion { until: now + 3600, ..good() })),
        ("no id", &asked, sign(Assertion { id: String::new(), ..good() })),
    ];
    for (what, body, word) in lies {
        assert_eq!(said(&serving, &ana, body, word).await, "UNAUTHENTICATED", "{what}");
    }
    // The word is for ama; with the officer's token it is nobody's.
    assert_eq!(said(&serving, &officer, &asked, sign(good())).await, "UNAUTHENTICATED");
    serving.still_answers().await;
    serving.stop().await;
}

#[tokio::test]
async fn a_signed_question_is_answered_once_and_none_from_before_a_restart() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let (ana, asked) = (serving.analyst().to_owned(), body(&by(&["SEX"])));
    let word = |from| assertion(&ana, asked.as_bytes(), from).sign(&gateway_key()).unwrap();
    let one = word(ground.now());
    assert_eq!(said(&serving, &ana, &asked, Some(one.clone())).await, "ANSWERED");
    assert_eq!(said(&serving, &ana, &asked, Some(one.clone())).await, "UNAUTHENTICATED");
    let at_once = word(ground.now());
    let both = tokio::join!(
        said(&serving, &ana, &asked, Some(at_once.clone())),
        said(&serving, &ana, &asked, Some(at_once.clone()))
    );
    assert_ne!(both.0, both.1, "of two at once one is answered");
    serving.stop().await;
    ground.later(1);
    let serving = Serving::start(&ground).await;
    for word in [one, at_once, word(ground.now() - 1)] {
        assert_eq!(said(&serving, &ana, &asked, Some(word)).await, "UNAUTHENTICATED");
    }
    assert_eq!(said(&serving, &ana, &asked, Some(word(ground.now()))).await, "ANSWERED");
    serving.stop().await;
}

#[tokio::test]
async fn a_gateway_or_member_that_changes_its_key_is_believed_by_both_and_then_by_the_new_one() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let asked = body(&by(&["SEX"]));
    let (new_gateway, new_member) = (SecretKey::from_random([78; 32]), SecretKey::from_random([79; 32]));
    let outcome = |member: &SecretKey, gateway: &SecretKey| {
        let token = token(member, "GHA", Role::Analyst, ground.now() - 10);
        let word = assertion(&token, asked.as_bytes(), ground.now()).sign(gateway).unwrap();
        let (serving, asked) = (&serving, &asked);
        async move { said(serving, &token, asked, Some(word)).await }
    };
    let text = |keys: &[PublicKey]| keys.iter().map(PublicKey::to_text).collect::<Vec<_>>();
    let change = |version, tokens: &[PublicKey], gateways: &[PublicKey]| {
        let mut document = members_of(version);
        document
            .members
            .iter_mut()
            .filter(|entry| entry.code == code("GHA"))
            .for_each(|gha| gha.token_keys = text(tokens));
        document.gateways = vec![Gateway { name: "hub".into(), keys: text(gateways) }];
        ground.write("members.toml", crate::ground::signed(document));
    };
    let (old_member, old_gateway) = (member_key("GHA"), gateway_key());
    assert_eq!(outcome(&old_member, &old_gateway).await, "ANSWERED");
    assert_eq!(outcome(&new_member, &old_gateway).await, "UNAUTHENTICATED");
    change(2, &[old_member.public(), new_member.public()], &[old_gateway.public(), new_gateway.public()]);
    tokio::time::sleep(door::roll::LOOK_EVERY * 2).await;
    for member in [&old_member, &new_member] {
        for gateway in [&old_gateway, &new_gateway] {
            assert_eq!(outcome(member, gateway).await, "ANSWERED");
        }
    }
    change(3, &[new_member.public()], &[new_gateway.public()]);
    tokio::time::sleep(door::roll::LOOK_EVERY * 2).await;
    assert_eq!(outcome(&new_member, &new_gateway).await, "ANSWERED");
    assert_eq!(outcome(&old_member, &new_gateway).await, "UNAUTHENTICATED");
    assert_eq!(outcome(&new_member, &old_gateway).await, "UNAUTHENTICATED");
    // An older document brings the former keys not back.
    change(2, &[old_member.public()], &[old_gateway.public()]);
    tokio::time::sleep(door::roll::LOOK_EVERY * 2).await;
    assert_eq!(outcome(&old_member, &old_gateway).await, "UNAUTHENTICATED");
    serving.stop().await;
}

#[tokio::test]
async fn what_a_node_says_it_signs_refusals_too() {
    let ground = ground().await;
    let serving = Serving::start(&ground).await;
    let key = [ground.node.signing.public()];
    for question in [by(&["SEX"]), by(&["DESTINATION"]), json!({ "dataset": "STOCK", "purpose": "COMPARISON" })] {
        let query = "query Q($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason answeredAt signature \
            figures { codes value lower upper status respondents standardError protectionError base } source { release \
            dataset referencePeriod publishedAt title producer note populationBasis unit mechanism method bound \
            consentShare fits { dimension fit note } signature } } }";
        let (_, said) = serving.query(Some(serving.analyst()), query, json!({ "q": [question] })).await;
        let answer: schema::answer::NodeAnswer = serde_json::from_value(said["data"]["answers"][0].clone()).unwrap();
        let mut full = json!({ "measure": { "kind": "PERSONS", "of": null }, "by": [], "where": [], "shareWithin": [], "at": null });
        full.as_object_mut().unwrap().extend(question.as_object().unwrap().clone());
        let input = serde_json::from_value(full).unwrap();
        let to = |asked_by| Said { country: code("COL"), asked_by: code(asked_by), question: &input };
        assert_eq!(verify(to("GHA"), &answer, &key), Ok(()), "{said}");
        assert!(verify(to("IOM"), &answer, &key).is_err(), "it was not said to IOM");
        assert_eq!(answer.answered_at, "2027-01-15T08:00:00Z");
    }
    serving.stop().await;
}
