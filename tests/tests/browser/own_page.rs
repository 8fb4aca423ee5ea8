//! The person's own page in a real browser: a link is opened, what is held is seen, consent is given and withdrawn, each by a
//! click, a correction is asked for, and everything is erased.

use super::driver::Driver;
use super::programs::Programs;
use super::{INSIDE, see, see_text};
use crate::needed::lacking;
use country_node::config::Page;
use country_node::intake::load::Options;
use country_node::page::link::issue;
use country_node::serve::Running;
use federation_tests::fuzzed::ground::{Ground, NOW};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::oneshot;

const MAPPING: &str = include_str!("../../../country-node/mapping.sample.toml");
const REGISTER: &[u8] = include_bytes!("../../fuzz/corpus/persons/accepted");

#[tokio::test(flavor = "multi_thread")]
async fn a_person_opens_the_page_gives_consent_and_withdraws_it_by_a_click_each() {
    let programs = match Programs::found() {
        Ok(programs) => programs,
        Err(why) => {
            return lacking(
                "the own page's test",
                &format!("{why}; Debian's packages chromium and chromium-driver have it"),
            );
        }
    };
    let mut ground = Ground::new(Arc::new(|| NOW)).await;
    ground.import(MAPPING, REGISTER, Options::default()).await.unwrap();
    let register = std::str::from_utf8(REGISTER).unwrap();
    let person = register.lines().nth(1).unwrap().split(',').next().unwrap();
    let secret = issue(&ground.node, ground.node.keys.of(person).0, 1, [5; 32]).await.unwrap();
    ground.node.config.page = Some(Page {
        listen: "127.0.0.1:0".into(),
        origin: "http://127.0.0.1:1".into(),
        notice: Some("register/2".into()),
        words: BTreeMap::new(),
    });
    let (node, _folder) = ground.into_parts();
    let running = Running::start(node).await.unwrap();
    let origin = format!("http://{}", running.page().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(async move { running.serve(async move { drop(stopped.await) }).await.unwrap() });

    let browser = Driver::start(&programs).await;
    let page = &browser.client;
    page.goto(&format!("{origin}/me/{secret}")).await.unwrap();
    see(page, "#open").await.click().await.unwrap();
    see_text(page, "#standing", "You have not agreed to anything yet.").await;
    see_text(page, "body", "Register of Ghanaians abroad").await;
    let shown = page.source().await.unwrap();
    assert!(!shown.contains("<script"), "the page runs nothing");

    see(page, "input[name='purpose'][value='STATISTICS']").await.click().await.unwrap();
    see(page, "#agree").await.click().await.unwrap();
    see_text(page, ".said", "It is recorded.").await;
    see_text(page, "#standing", "It holds.").await;
    see_text(page, "body", "to be counted in compared statistics").await;

    see(page, "#withdraw").await.click().await.unwrap();
    see_text(page, "#standing", "Nothing is done with you by name.").await;
    let link = page.find(fantoccini::Locator::Css("a[hreflang='fr']")).await.unwrap();
    link.click().await.unwrap();
    see_text(page, "#standing", "Rien n'est fait avec vous").await;

    page.goto(&format!("{origin}/me?lang=en")).await.unwrap();
    see(page, "#correct").await.click().await.unwrap();
    see(page, "#correct-EDUCATION select").await.select_by_value("7").await.unwrap();
    see(page, "#correct-EDUCATION input[name='why']").await.send_keys("My master's is left out").await.unwrap();
    see(page, "#correct-EDUCATION button").await.click().await.unwrap();
    see_text(page, "#corrections", "It waits for an officer.").await;

    see(page, "#erase").await.click().await.unwrap();
    see_text(page, "body", "What is published already cannot be taken back").await;
    see(page, "#sure").await.click().await.unwrap();
    see_text(page, ".said", "Everything that we held of you is erased").await;

    assert_eq!(browser.console_errors().await, [""; 0]);
    let requests = browser.requests().await;
    assert!(requests.iter().any(|url| *url == format!("{origin}/me/withdraw?lang=en")), "{requests:?}");
    let inside = |url: &str| INSIDE.iter().any(|scheme| url.starts_with(scheme));
    let outside = requests.iter().filter(|url| !url.starts_with(&format!("{origin}/")) && !inside(url));
    let outside: Vec<&String> = outside.collect();
    assert!(outside.is_empty(), "the page asks outside of its origin: {outside:?}");
    browser.end().await;
    let _ = stop.send(());
    served.await.unwrap();
}
