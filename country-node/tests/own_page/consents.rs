//! What is held is shown, and consent is given, changed and withdrawn.

use super::{PERSON, Page, agreement, seen, status};
use crate::ground::person_id;
use country_node::consent::said::{Said, record};
use country_node::store::release;
use node_rules::consent::receipt::ConsentReceipt;
use node_rules::consent::{EventKind, Method};
use reqwest::header::COOKIE;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_release_that_is_not_believed_closes_nobodys_page_and_stops_no_withdrawal() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    let first = page.own(&cookie).await;
    page.say(&cookie, "consent", agreement(seen(&first), &["STATISTICS"], "IOM")).await;
    page.now.fetch_add(1, Ordering::SeqCst);
    page.ground.release().await.unwrap();
    // As after the signing key was lost and another made.
    let store = &page.ground.node.store;
    let stored = release::Entity::find().one(store).await.unwrap().unwrap();
    let mut altered: release::ActiveModel = stored.into();
    altered.signature = ActiveValue::Set("A".repeat(86));
    altered.update(store).await.unwrap();
    let own = page.own(&cookie).await;
    assert!(own.contains("Which releases counted you cannot be told at the moment."), "{own}");
    for receipt in ["receipt.html", "receipt.json"] {
        let receipt = page.get(&format!("{}/me/{receipt}", page.url)).header(COOKIE, &cookie).send().await.unwrap();
        assert_eq!(receipt.status(), 503);
        assert!(receipt.text().await.unwrap().contains("cannot be told at the moment"));
    }
    let file = page.get(&format!("{}/me/held.json", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let held: serde_json::Value = serde_json::from_slice(&file.bytes().await.unwrap()).unwrap();
    assert!(held["releases"].is_null() && held["records"].as_array().unwrap().len() == 1, "{held}");
    page.now.fetch_add(60, Ordering::SeqCst);
    assert_eq!(page.say(&cookie, "withdraw", format!("seen={}", seen(&own))).await, "/me?done=recorded");
    assert_eq!(page.events(PERSON).await, (2, Some("WITHDRAWN")));
    page.stop().await;
}

#[tokio::test]
async fn what_is_held_is_shown_and_consent_is_given_changed_and_withdrawn_with_a_receipt() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    let first = page.own(&cookie).await;
    for held in [
        "A survey of Colombians abroad",
        "SURVEY 2024",
        "<dt>Sex</dt><dd>Female</dd>",
        "<dt>Of age (18 or over)</dt><dd>yes</dd>",
        "<dt>Who is responsible</dt>",
        "<dt>For how long</dt>",
        "We keep no name",
        "You have not agreed",
    ] {
        assert!(first.contains(held), "{held}: {first}");
    }
    assert!(first.contains("We ask whether you want to be counted among Ghana&#39;s diaspora."), "the notice is shown");
    assert!(!first.contains("id=\"withdraw\""), "nothing can be withdrawn yet");

    assert_eq!(page.say(&cookie, "consent", agreement(seen(&first), &[], "IOM")).await, "/me?done=no-purpose");
    let given = agreement(seen(&first), &["STATISTICS", "OUTREACH"], "IOM");
    assert_eq!(page.say(&cookie, "consent", given.clone()).await, "/me?done=recorded");
    assert_eq!(page.events(PERSON).await, (1, Some("GIVEN")));
    assert_eq!(page.say(&cookie, "consent", given).await, "/me?done=changed", "a form that is sent twice says it once");
    assert_eq!(page.events(PERSON).await.0, 1);

    let holding = page.own(&cookie).await;
    for said in
        ["to be counted in compared statistics; to be written to", "my own government and IOM", "What you were shown"]
    {
        assert!(holding.contains(said), "{said}");
    }
    page.now.fetch_add(1, Ordering::SeqCst);
    let more = agreement(seen(&holding), &["STATISTICS", "RESEARCH"], "MEMBER_GOVERNMENTS");
    assert_eq!(page.say(&cookie, "consent", more).await, "/me?done=recorded");
    assert_eq!(page.events(PERSON).await, (2, Some("REFRESHED")));
    let both = page.own(&cookie).await;
    let happened = both.split("id=\"happened\"").nth(1).unwrap().split("</ol>").next().unwrap();
    assert_eq!(happened.matches("<dt>You agreed</dt>").count(), 2, "each with what was agreed to then: {happened}");
    assert_eq!(happened.matches("We ask whether you want to be counted").count(), 2, "and its notice: {happened}");
    page.ground.release().await.unwrap();

    let counted = page.own(&cookie).await;
    assert!(counted.contains("You were counted in COL-SURVEY-2024-1."), "{counted}");
    page.now.fetch_add(60, Ordering::SeqCst);
    assert_eq!(page.say(&cookie, "withdraw", format!("seen={}", seen(&counted))).await, "/me?done=recorded");
    let withdrawn = page.own(&cookie).await;
    assert!(withdrawn.contains("Nothing is done with you by name."));
    assert!(withdrawn.contains("Until then COL-SURVEY-2024-1 stays as it is."), "{withdrawn}");
    let receipt = page.get(&format!("{}/me/receipt.json", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let key = page.ground.node.signing.public();
    let receipt = ConsentReceipt::open(&receipt.bytes().await.unwrap(), Some(&key)).unwrap();
    assert_eq!(receipt.contents().content.event.len(), 3);
    let printed = page.get(&format!("{}/me/receipt.html", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(printed.text().await.unwrap().contains("Consent receipt of COL"));
    let spanish = format!("{}/me/receipt.html?lang=es", page.url);
    let spanish = page.get(&spanish).header(COOKIE, &cookie).send().await.unwrap().text().await.unwrap();
    assert!(spanish.contains("<html lang=\"es\">") && spanish.contains("Recibo de consentimiento de COL"), "{spanish}");

    page.say(&cookie, "leave", String::new()).await;
    assert_eq!(status(page.get(&format!("{}/me", page.url)).header(COOKIE, &cookie)).await, 403);
    page.stop().await;
}

#[tokio::test]
async fn who_changes_a_consent_does_not_make_it_last_longer_and_is_told_what_counts_no_more() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    let node = &page.ground.node;
    let until = page.now.load(Ordering::SeqCst) + 400 * 24 * 3600;
    let said = Said {
        purposes: [ConsentPurpose::Statistics, ConsentPurpose::Research, ConsentPurpose::Outreach].into(),
        audience: Audience::MemberGovernments,
        shown: None,
        method: Some(Method::Telephone),
        valid_until: Some(until),
    };
    record(node, node.keys.of(&person_id(PERSON)).0, EventKind::Given, said).await.unwrap();
    page.now.fetch_add(1, Ordering::SeqCst);
    page.ground.release().await.unwrap();
    let own = page.own(&cookie).await;
    assert!(
        own.contains("No notice is recorded with it.") && own.contains("as before. To have it last longer"),
        "{own}"
    );
    page.now.fetch_add(60, Ordering::SeqCst);
    page.say(&cookie, "consent", agreement(seen(&own), &["OUTREACH"], "MEMBER_GOVERNMENTS")).await;
    let own = page.own(&cookie).await;
    assert!(own.contains("It holds until"), "{own}");
    assert!(
        own.contains("Until then COL-SURVEY-2024-1 stays as it is."),
        "no figure counts who is only written to: {own}"
    );
    page.stop().await;
}
