//! As much of a browser as signing in needs: cookies for each host, redirects, and what a browser says of who sent a request.

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// A browser.
pub struct Browser {
    client: Client,
    /// Cookies by host and port, and by name.
    cookies: BTreeMap<String, BTreeMap<String, String>>,
    /// Every cookie as it was set.
    pub set: Vec<String>,
    /// Every address that was gone to.
    pub went: Vec<String>,
}

/// Where a walk through redirects ended.
pub struct Landed {
    /// The status.
    pub status: StatusCode,
    /// What the page says.
    pub text: String,
}

impl Browser {
    /// A browser that has been nowhere.
    pub fn new() -> Self {
        let client = Client::builder().no_proxy().redirect(Policy::none()).timeout(Duration::from_secs(20));
        let client = client.build().unwrap();
        Self { client, cookies: BTreeMap::new(), set: Vec::new(), went: Vec::new() }
    }

    /// Goes to an address, and on from there until a page does not send it on, or until `stop` says so of an address.
    pub async fn go(&mut self, to: &str, stop: impl Fn(&str) -> bool) -> Landed {
        let mut to = to.to_owned();
        for _ in 0..12 {
            if stop(&to) {
                return Landed { status: StatusCode::SEE_OTHER, text: to };
            }
            self.went.push(to.clone());
            let request = self.client.get(&to).header("sec-fetch-site", "none");
            let response = request.header("cookie", self.cookie(&to)).send().await.unwrap();
            self.keep(&to, &response);
            let Some(next) = response.headers().get("location") else {
                return Landed { status: response.status(), text: response.text().await.unwrap() };
            };
            let next = next.to_str().unwrap();
            to = if next.starts_with('/') { format!("{}{next}", origin(&to)) } else { next.to_owned() };
        }
        panic!("sent on without end: {:?}", self.went);
    }

    /// Asks a gateway's GraphQL as a page does, with what the browser says of the page, and no token.
    pub async fn ask(&self, gateway: &str, query: &str, says: &[(&str, &str)]) -> Value {
        let url = format!("{gateway}/graphql");
        let mut request = self.client.post(&url).header("cookie", self.cookie(&url));
        for (name, value) in says {
            request = request.header(*name, *value);
        }
        let body = json!({ "query": query }).to_string();
        let response = request.header("content-type", "application/json").body(body).send().await.unwrap();
        let text = response.text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Gets or posts as an own page does.
    pub async fn own(&mut self, method: reqwest::Method, url: &str, site: &str) -> (StatusCode, String) {
        let request = self.client.request(method, url).header("cookie", self.cookie(url));
        let response = request.header("sec-fetch-site", site).send().await.unwrap();
        self.keep(url, &response);
        (response.status(), response.text().await.unwrap())
    }

    fn cookie(&self, url: &str) -> String {
        let kept = self.cookies.get(origin(url)).into_iter().flatten();
        kept.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, url: &str, response: &Response) {
        for value in response.headers().get_all("set-cookie") {
            let text = value.to_str().unwrap().to_owned();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            let kept = self.cookies.entry(origin(url).to_owned()).or_default();
            if value.is_empty() {
                kept.remove(name)
            } else {
                kept.insert(name.to_owned(), value.to_owned())
            };
            self.set.push(text.clone());
        }
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    url[host..].find('/').map_or(url, |end| &url[..host + end])
}
