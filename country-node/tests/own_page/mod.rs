//! The person's own page over HTTP: a link opens once, what is held is seen, consent is given, changed and withdrawn, and
//! nobody else sees or does anything.
//!
//! - [`door`]: who gets there; [`consents`]: what is shown and agreed to; [`rights`]: what is put right, taken home and erased.

mod consents;
mod door;
mod rights;

use crate::ground::{Ground, HEADER, SURVEY, person_id};
use country_node::config;
use country_node::consent::history;
use country_node::page::link::issue;
use country_node::serve::Running;
use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, redirect};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
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
