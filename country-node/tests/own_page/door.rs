//! Who gets to the page: a link opens once, nobody comes another way, and it speaks the person's language.

use super::{PERSON, Page, agreement, seen, status};
use crate::ground::{Ground, NOW};
use country_node::config;
use country_node::page::words::Languages;
use country_node::serve::Running;
use reqwest::Response;
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, ORIGIN};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_link_opens_once_in_its_time_and_for_a_person_who_clicks() {
    let page = Page::start().await;
    let link = page.link(PERSON).await;
    let door: Response = page.get(&link).send().await.unwrap();
    // An older browser that may not say where a form comes from sends `null`, as a page of another site does.
    assert_eq!(door.headers()["referrer-policy"], "same-origin");
    let policy = door.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"), "{policy}");
    assert!(door.text().await.unwrap().contains("Open my page"));
    assert_eq!(status(page.get(&link)).await, 200, "a program that looks where it leads does not use it up");
    assert_eq!(status(page.client.post(&link)).await, 403, "nor does a page of another site");
    let cookie = page.open(&link).await;
    assert_eq!((status(page.get(&link)).await, status(page.post(&link)).await), (404, 404), "it opens once");
    assert!(page.own(&cookie).await.contains("What we hold of you"));
    let late = page.link(8).await;
    page.now.fetch_add(48 * 3600, Ordering::SeqCst);
    assert_eq!((status(page.get(&late)).await, status(page.post(&late)).await), (404, 404), "its time is over");
    let at = format!("{}/me", page.url);
    assert_eq!(status(page.get(&at).header(COOKIE, &cookie)).await, 403, "a page is open for half an hour");
    assert_eq!(status(page.get(&format!("{}/me/nonsense", page.url))).await, 404);
    page.stop().await;
}

#[tokio::test]
async fn nobody_sees_or_does_anything_by_another_way() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    let own = page.own(&cookie).await;
    let at = |path: &str| format!("{}/me{path}", page.url);
    for path in ["", "/receipt.html", "/receipt.json", "/held.json", "/erase", "/correct", "/contact"] {
        assert_eq!(status(page.get(&at(path))).await, 403, "{path} without a cookie");
        let other = format!("page={}", "A".repeat(43));
        assert_eq!(status(page.get(&at(path)).header(COOKIE, other)).await, 403, "{path} with another cookie");
    }
    let form = agreement(seen(&own), &["STATISTICS"], "IOM");
    for path in ["/consent", "/withdraw", "/correct", "/correct/take-back", "/contact", "/erase", "/leave"] {
        let foreign = page.client.post(at(path)).header(COOKIE, &cookie).header(ORIGIN, "https://evil.example");
        assert_eq!(status(foreign.body(form.clone())).await, 403, "{path} from a page of another site");
        let silent = page.client.post(at(path)).header(COOKIE, &cookie);
        assert_eq!(status(silent.body(form.clone())).await, 403, "{path} from what is no page");
    }
    assert_eq!(status(page.post(&at("/consent")).body(form.clone())).await, 403, "without a cookie");
    assert_eq!(status(page.post(&at("/consent")).header(COOKIE, &cookie).body("x".repeat(5000))).await, 413);
    for (what, wrong) in [
        ("another notice", form.replace("register%2F2", "register%2F1")),
        ("another language", form.replace("language=en", "language=tlh")),
        ("no audience", form.replace("audience=IOM", "audience=ALL")),
        ("no number", form.replace("seen=", "saw=")),
        ("a form of before", form.replace("seen=0", "seen=99")),
    ] {
        assert_eq!(page.say(&cookie, "consent", wrong).await, "/me?done=changed", "{what}");
    }
    assert_eq!(page.events(PERSON).await, (0, None), "nothing of it is recorded");
    page.stop().await;
}

#[tokio::test]
async fn the_page_speaks_the_browsers_language_or_the_one_that_is_clicked() {
    let page = Page::start().await;
    let link = page.link(PERSON).await;
    let door = |link: String, accepted: &'static str| {
        let request = page.get(&link).header(ACCEPT_LANGUAGE, accepted);
        async move { request.send().await.unwrap().text().await.unwrap() }
    };
    assert!(door(link.clone(), "tw-GH, fr-CH;q=0.9, en;q=0.8").await.contains("Ouvrir ma page"));
    assert!(door(format!("{link}?lang=es"), "fr").await.contains("Abrir mi p\u{e1}gina"));
    assert!(door(link.clone(), "tw").await.contains("Open my page"));
    assert!(door(link.clone(), "fr;q=0.1, es").await.contains("Abrir mi p\u{e1}gina"), "the one that is wanted more");
    assert!(door(link.clone(), "es;q=0, fr;q=0.5").await.contains("Ouvrir ma page"), "and none that is not wanted");
    let cookie = page.open(&link).await;
    let french = page.get(&format!("{}/me?lang=fr", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let french = french.text().await.unwrap();
    assert!(
        french.contains("<html lang=\"fr\">") && french.contains("Nous vous demandons si vous souhaitez"),
        "{french}"
    );
    assert!(french.contains("<dt>Sexe</dt><dd>Femme</dd>"), "codes are shown in the page's language: {french}");
    page.stop().await;
}

#[test]
fn every_language_fills_in_what_the_english_words_fill_in_and_one_that_lacks_a_word_is_refused() {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/words");
    let text = |tag: &str| std::fs::read_to_string(words.join(format!("{tag}.toml"))).unwrap();
    let holes = |text: &str| -> Vec<Vec<String>> {
        let of = |line: &str| {
            let parts = line.split('{').skip(1).filter_map(|part| part.split_once('}'));
            let mut holes: Vec<String> = parts.map(|(hole, _)| hole.to_owned()).collect();
            holes.sort();
            holes
        };
        text.lines().map(of).collect()
    };
    for tag in ["es", "fr"] {
        assert_eq!(holes(&text(tag)), holes(&text("en")), "{tag}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ak.toml"), text("en").replace("open = \"Open my page\"\n", "")).unwrap();
    let more = BTreeMap::from([("ak".to_owned(), PathBuf::from("ak.toml"))]);
    let fault = Languages::with(folder.path(), &more).unwrap_err().to_string();
    assert!(fault.contains("missing field `open`"), "{fault}");
}

#[tokio::test]
async fn a_page_that_could_not_be_kept_private_does_not_start() {
    let ground = Ground::new().await.with_notices().await;
    let sound = config::Page {
        listen: "127.0.0.1:0".into(),
        origin: "https://me.example.org".into(),
        notice: None,
        words: BTreeMap::new(),
    };
    for (wrong, why) in [
        (config::Page { listen: "0.0.0.0:0".into(), ..sound.clone() }, "listens on its own machine only"),
        (config::Page { origin: "http://me.example.org".into(), ..sound.clone() }, "begins with https://"),
        (config::Page { origin: "https://me.example.org/page".into(), ..sound.clone() }, "has no path"),
        (config::Page { notice: Some("register/9".into()), ..sound.clone() }, "which notices.toml does not have"),
    ] {
        let mut node = ground.reopened().await;
        node.config.page = Some(wrong);
        let fault = Running::start(node).await.err().unwrap().to_string();
        assert!(fault.contains(why), "{fault}");
    }
    assert_eq!(ground.now(), NOW);
}
