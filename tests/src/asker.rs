//! One who asks: an address, and a token or none.

use crate::carrier::Carrier;
use crate::comparison::{COMPARE, Comparison};
use crate::link::Link;
use reqwest::{Client, StatusCode};
use schema::assertion::HEADER;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// One who asks.
#[derive(Clone)]
pub struct Asker {
    client: Client,
    url: String,
    token: Option<String>,
    carrier: Option<Arc<Carrier>>,
    link: Option<Link>,
}

impl Asker {
    /// Asks at `url`, with a token or without.
    pub fn new(url: &str, token: Option<&str>) -> Self {
        let client = Client::builder().no_proxy().timeout(Duration::from_mins(1)).build().unwrap();
        Self { client, url: url.to_owned(), token: token.map(str::to_owned), carrier: None, link: None }
    }

    /// The same at a node, with a gateway's word for each request.
    #[must_use]
    pub fn through(self, carrier: Carrier) -> Self {
        Self { carrier: Some(Arc::new(carrier)), ..self }
    }

    /// The same over mutual TLS.
    #[must_use]
    pub fn over(self, link: Link) -> Self {
        Self { link: Some(link), ..self }
    }

    /// Sends bytes as they are and gives back status and body.
    pub async fn send(&self, kind: &str, body: impl Into<Vec<u8>>) -> (StatusCode, String) {
        let (body, token) = (body.into(), self.token.as_deref().unwrap_or_default());
        let word = self.carrier.as_ref().map(|carrier| carrier.word(token, &body));
        if let Some(link) = &self.link {
            let sent = link.post(&self.url, kind, self.token.as_deref(), word.as_deref(), body).await;
            let (status, text) = sent.unwrap();
            return (StatusCode::from_u16(status).unwrap(), text);
        }
        let request = self.client.post(&self.url).header("content-type", kind).body(body);
        let request = word.into_iter().fold(request, |request, word| request.header(HEADER, word));
        let request = self.token.iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        let response = request.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// Reads a page, and gives back status and body.
    pub async fn get(&self) -> (StatusCode, String) {
        let request = self.token.iter().fold(self.client.get(&self.url), reqwest::RequestBuilder::bearer_auth);
        let response = request.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// Asks a gateway's subscription, and gives back the server-sent events as they came.
    pub async fn events(&self, query: &str) -> String {
        let request = self.client.post(&self.url).header("content-type", "application/json");
        let request = request.header("accept", "text/event-stream").body(json!({ "query": query }).to_string());
        let request = self.token.iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        request.send().await.unwrap().text().await.unwrap()
    }

    /// Asks a query and gives back the body as it came.
    pub async fn text(&self, query: &str, variables: &Value) -> String {
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.send("application/json", body).await.1
    }

    /// Asks a query and gives back the whole response.
    pub async fn response(&self, query: &str, variables: &Value) -> Value {
        let text = self.text(query, variables).await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Asks a query that must succeed and gives back its data.
    pub async fn data(&self, query: &str, variables: &Value) -> Value {
        let mut response = self.response(query, variables).await;
        assert!(response.get("errors").is_none(), "{query} with {variables} must have an answer: {response}");
        response["data"].take()
    }

    /// Compares, by an input of the contract.
    pub async fn compare(&self, input: Value) -> Comparison {
        let mut data = self.data(COMPARE, &json!({ "input": input })).await;
        serde_json::from_value(data["compare"].take()).unwrap()
    }

    /// The codes of the errors of a query; asserts that no data came beside them.
    pub async fn refused(&self, query: &str, variables: &Value) -> Vec<String> {
        codes(&self.response(query, variables).await)
    }
}

/// The codes of a response's errors; asserts that it has errors, each with a code, and no data.
pub fn codes(response: &Value) -> Vec<String> {
    assert!(response["data"].is_null(), "a refusal has no data: {response}");
    let errors = response["errors"].as_array().unwrap_or_else(|| panic!("a refusal has errors: {response}"));
    let code = |error: &Value| error["extensions"]["code"].as_str().map(str::to_owned);
    errors.iter().map(|error| code(error).unwrap_or_else(|| panic!("an error without a code: {error}"))).collect()
}
