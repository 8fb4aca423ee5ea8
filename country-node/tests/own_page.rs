//! The person's own page over HTTP: a link opens once, what is held is seen, consent is given, changed and withdrawn, and
//! nobody else sees or does anything.

use crate::ground::{Ground, HEADER, NOW, SURVEY, person_id};
use country_node::config;
use country_node::consent::history;
use country_node::consent::said::{Said, record};
use country_node::page::link::issue;
use country_node::page::words::Languages;
use country_node::person::correct::{answer, requests, taken};
use country_node::serve::Running;
use country_node::store::release;
use node_rules::consent::receipt::ConsentReceipt;
use node_rules::consent::{EventKind, Method};
use node_rules::person::correction::Step;
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, redirect};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const PERSON: usize = 7;

/// A node with a page, which one person has a link to.
struct Page {
    ground: Ground,
    now: Arc<AtomicI64>,
    url: String,
    client: Client,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Page {
    async fn start() -> Self {
        let ground = Ground::new().await.with_notices().await;
        let file = ground.write("survey.csv", format!("{HEADER}{},COL,2,30,high,1\n", person_id(PERSON)));
        ground.import(SURVEY, &file).await.unwrap();
        let now = ground.shared_now();
        let mut node = ground.reopened().await;
        node.config.page = Some(config::Page {
            listen: "127.0.0.1:0".into(),
            origin: "http://127.0.0.1:1".into(),
            notice: Some("register/2".into()),
            words: BTreeMap::new(),
        });
        let running = Running::start(node).await.unwrap();
        let url = format!("http://{}", running.page().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { drop(stopped.await) };
        let served = tokio::spawn(async move { running.serve(stopped).await.unwrap() });
        let client = Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap();
        Self { ground, now, url, client, stop, served }
    }

    /// A link to the page of the person with this number.
    async fn link(&self, number: usize) -> String {
        let node = &self.ground.node;
        let secret =
            issue(node, node.keys.of(&person_id(number)).0, 48, [u8::try_from(number).unwrap(); 32]).await.unwrap();
        format!("{}/me/{secret}", self.url)
    }

    fn get(&self, url: &str) -> RequestBuilder {
        self.client.get(url)
    }

    /// What an own page sends.
    fn post(&self, url: &str) -> RequestBuilder {
        self.client.post(url).header(ORIGIN, &self.url)
    }

    /// Opens a link, and gives the cookie by which the browser is known.
    async fn open(&self, link: &str) -> String {
        let opened = self.post(link).send().await.unwrap();
        assert_eq!((opened.status().as_u16(), opened.headers()[LOCATION].to_str().unwrap()), (303, "/me?"));
        let cookie = opened.headers()[SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap().to_owned()
    }

    async fn own(&self, cookie: &str) -> String {
        let page = self.get(&format!("{}/me", self.url)).header(COOKIE, cookie).send().await.unwrap();
        assert_eq!(page.status(), 200);
        page.text().await.unwrap()
    }

    async fn say(&self, cookie: &str, what: &str, form: String) -> String {
        let url = format!("{}/me/{what}", self.url);
        let said = self.post(&url).header(COOKIE, cookie).body(form).send().await.unwrap();
        assert_eq!(said.status(), 303, "{what}");
        said.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    /// How many events of a person there are, and the kind of the latest.
    async fn events(&self, number: usize) -> (usize, Option<&'static str>) {
        let node = &self.ground.node;
        let history = history::of(&node.store, &node.keys.of(&person_id(number)).0).await.unwrap();
        (history.len(), history.last().map(|(_, recorded)| recorded.event.kind.name()))
    }

    async fn stop(self) {
        let _ = self.stop.send(());
        self.served.await.unwrap();
    }
}

/// The number that a page's forms carry.
fn seen(page: &str) -> &str {
    page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

fn agreement(seen: &str, purposes: &[&str], audience: &str) -> String {
    let purposes: String = purposes.iter().map(|purpose| format!("&purpose={purpose}")).collect();
    format!("seen={seen}{purposes}&audience={audience}&notice=register%2F2&language=en")
}

async fn status(response: RequestBuilder) -> u16 {
    response.send().await.unwrap().status().as_u16()
}

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
async fn what_is_wrong_is_said_on_a_form_and_what_became_of_it_is_seen() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    assert!(page.own(&cookie).await.contains("id=\"correct\""));
    let forms = page.get(&format!("{}/me/correct", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let forms = forms.text().await.unwrap();
    assert!(
        forms.contains("id=\"correct-EDUCATION\"") && forms.contains("name=\"of\" value=\"SURVEY  2024\""),
        "{forms}"
    );
    assert!(forms.contains("<option value=\"3T4\">ISCED 3 and 4") && !forms.contains("<script"), "{forms}");
    let right = "of=SURVEY++2024&field=EDUCATION&value=3T4&why=%3Cb%3EI+never+studied%3C%2Fb%3E";
    for (what, wrong) in [
        ("no code of the data", right.replace("3T4", "0")),
        ("that it was not asked", right.replace("3T4", "_W")),
        ("no reason", right.replace("why", "because")),
    ] {
        assert_eq!(page.say(&cookie, "correct", wrong).await, "/me?done=no-correction", "{what}");
    }
    for (what, wrong) in
        [("other data", right.replace("2024", "2023")), ("no field", right.replace("EDUCATION", "SHOES"))]
    {
        assert_eq!(page.say(&cookie, "correct", wrong).await, "/me?done=changed", "{what}");
    }
    assert_eq!(page.say(&cookie, "correct", right.to_owned()).await, "/me?done=recorded");
    assert_eq!(page.say(&cookie, "correct", right.to_owned()).await, "/me?done=waits");
    let node = &page.ground.node;
    let waiting = requests(&node.store).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].by.as_str()), (1, "PERSON"));
    let shown = page.own(&cookie).await;
    assert!(
        shown.contains("you asked that Level of education be: ISCED 3 and 4") && shown.contains("It waits"),
        "{shown}"
    );
    assert_eq!(page.say(&cookie, "correct/take-back", "number=99".to_owned()).await, "/me?done=changed");
    let number = format!("number={}", waiting[0].id);
    assert_eq!(page.say(&cookie, "correct/take-back", number.clone()).await, "/me?done=recorded");
    assert_eq!(page.say(&cookie, "correct/take-back", number).await, "/me?done=changed", "once");
    let shown = page.own(&cookie).await;
    assert!(shown.contains("You took it back on") && !shown.contains("correct/take-back"), "{shown}");
    assert_eq!(page.say(&cookie, "correct", right.to_owned()).await, "/me?done=recorded");
    let waiting = requests(&node.store).await.unwrap();
    let french = page.get(&format!("{}/me?lang=fr", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let french = french.text().await.unwrap();
    assert!(french.contains("vous avez demandé que Niveau d’études soit"), "in the person's language: {french}");
    answer(node, waiting[0].id, Step::Accepted, ("officer-1", "your <school> says so")).await.unwrap();
    let accepted = taken(&node.store, &node.keys.of(&person_id(PERSON)).0).await.unwrap()[0].id;
    let shown = page.own(&cookie).await;
    assert!(shown.contains("It was accepted on") && shown.contains("your &lt;school&gt; says so"), "{shown}");
    answer(node, accepted, Step::TakenBack, ("officer-2", "it was another school")).await.unwrap();
    let shown = page.own(&cookie).await;
    assert!(shown.contains("an officer took that back: it was another school."), "{shown}");
    page.stop().await;
}

#[tokio::test]
async fn how_a_person_is_reached_is_put_right_and_taken_out_by_the_person() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    assert!(page.own(&cookie).await.contains("id=\"contact-right\""));
    let form = page.get(&format!("{}/me/contact", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(form.text().await.unwrap().contains("<input name=\"email\" value=\"\""));
    let right = "name=Ama+%3CMensah%3E&address=&email=ama%40example.org&telephone=%2B233+30+000+0001&born=1984";
    for (what, wrong) in [
        ("an address that is none", right.replace("%40", "")),
        ("a number without its country", right.replace("%2B", "")),
        ("no day", right.replace("1984", "84")),
        ("a name on two lines", right.replace("Ama+", "Ama%0A")),
    ] {
        assert_eq!(page.say(&cookie, "contact", wrong).await, "/me?done=no-contact", "{what}");
    }
    assert_eq!(page.say(&cookie, "contact", right.replace("&born=1984", "")).await, "/me?done=changed", "half a form");
    assert!(page.own(&cookie).await.contains("We keep no name"), "nothing of it is kept");
    assert_eq!(page.say(&cookie, "contact", right.to_owned()).await, "/me?done=recorded");
    let own = page.own(&cookie).await;
    assert!(own.contains("<dd>Ama &lt;Mensah&gt;</dd>") && own.contains("You said so yourself"), "{own}");
    let form = page.get(&format!("{}/me/contact", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(form.text().await.unwrap().contains("value=\"+233 30 000 0001\""), "the form has what is kept");
    assert_eq!(page.say(&cookie, "contact", right.replace("%2B233+30+000+0001", "")).await, "/me?done=recorded");
    let own = page.own(&cookie).await;
    assert!(own.contains("ama@example.org") && !own.contains("+233 30"), "{own}");
    let nothing = "name=&address=&email=&telephone=&born=";
    assert_eq!(page.say(&cookie, "contact", nothing.to_owned()).await, "/me?done=recorded");
    assert!(page.own(&cookie).await.contains("We keep no name"));
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

#[tokio::test]
async fn everything_held_is_taken_home_and_erased_in_two_clicks_and_what_cannot_be_is_said() {
    let page = Page::start().await;
    let (cookie, other) = (page.open(&page.link(PERSON).await).await, page.link(PERSON).await);
    let own = page.own(&cookie).await;
    assert!(own.contains("href=\"/me/held.json\"") && own.contains("id=\"erase\""), "{own}");
    let file = page.get(&format!("{}/me/held.json", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(file.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let held: serde_json::Value = serde_json::from_slice(&file.bytes().await.unwrap()).unwrap();
    assert_eq!(held["records"][0]["codes"][1]["meaning"], "Female");
    page.say(&cookie, "consent", agreement(seen(&own), &["STATISTICS"], "IOM")).await;

    let at = format!("{}/me/erase", page.url);
    let first = page.get(&at).header(COOKIE, &cookie).send().await.unwrap().text().await.unwrap();
    assert!(first.contains("cannot be taken back") && first.contains("id=\"sure\""), "{first}");
    assert_eq!(page.events(PERSON).await.1, Some("GIVEN"), "the first click erases nothing");
    let second = page.post(&at).header(COOKIE, &cookie).send().await.unwrap();
    let closed = second.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    let second = second.text().await.unwrap();
    assert!(second.contains("is erased") && second.contains("cannot be taken back"), "{second}");
    assert!(closed.contains("Max-Age=0"), "{closed}");
    assert_eq!(status(page.get(&format!("{}/me", page.url)).header(COOKIE, &cookie)).await, 403);
    assert_eq!(status(page.get(&other)).await, 404, "a link that waited opens nothing");
    assert_eq!(page.events(PERSON).await, (2, Some("WITHDRAWN")));
    assert_eq!(page.ground.counts().await[1], 0);
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
