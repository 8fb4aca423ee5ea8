//! The pages in a real browser. The playground: an analyst opens it, becomes somebody, picks an example, and sees real
//! figures. [`own_page`]: the person's own.

mod driver;
mod own_page;
mod programs;

use crate::needed::lacking;
use crate::world::{run, world};
use driver::Driver;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use programs::Programs;
use serde_json::{Value, json};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// What never leaves the browser; its own first page, before ours, is made of such.
const INSIDE: [&str; 4] = ["data:", "blob:", "about:", "chrome:"];

const ANSWER: &str = "const pane = document.querySelector('.result-window .CodeMirror'); \
    return pane && pane.CodeMirror ? pane.CodeMirror.getValue() : '';";

async fn see(client: &Client, css: &str) -> fantoccini::elements::Element {
    let found = client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
    found.unwrap_or_else(|error| panic!("{css} does not appear: {error}"))
}

/// Waits until an element shows a text. An element that goes with its page while it is read shows nothing yet.
async fn see_text(client: &Client, css: &str, text: &str) {
    let mut shown = String::new();
    for _ in 0..300 {
        match see(client, css).await.text().await {
            Ok(read) if read.contains(text) => return,
            Ok(read) => shown = read,
            Err(error) if has_gone(&error) => {}
            Err(error) => panic!("{css} cannot be read: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{css} does not show `{text}`: {shown}");
}

/// Whether an element went with its page. Chromedriver has no name of its own for one that went between being found and being
/// read, and passes on what Chromium's inspector said.
fn has_gone(error: &CmdError) -> bool {
    error.is_stale_element_reference()
        || error.to_string().contains("Node with given id does not belong to the document")
}

/// The first answer in the result pane that this accepts.
async fn answer(client: &Client, accept: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..300 {
        let text = client.execute(ANSWER, vec![]).await.unwrap();
        let answer = text.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(answer) = answer.filter(&accept) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no such answer appears: {:?}", client.execute(ANSWER, vec![]).await)
}

#[test]
fn an_analyst_opens_the_playground_picks_an_example_and_sees_real_figures() {
    let programs = match Programs::found() {
        Ok(programs) => programs,
        Err(why) => {
            return lacking("the page test", &format!("{why}; Debian's packages chromium and chromium-driver have it"));
        }
    };
    run(async {
        let origin = format!("http://{}", world().gateway.address);
        let browser = Driver::start(&programs).await;
        let page = &browser.client;
        page.goto(&origin).await.unwrap();

        let notice = see(page, "#notice").await;
        assert_eq!(notice.text().await.unwrap(), compose::consents::NOTICE);
        let (_, top, _, height) = notice.rectangle().await.unwrap();
        let window = page.execute("return window.innerHeight", vec![]).await.unwrap().as_f64().unwrap();
        assert!(notice.is_displayed().await.unwrap() && top + height <= window, "it stands on the first screen");

        see(page, "[data-user='iom-analyst']").await.click().await.unwrap();
        let token = see(page, "#token").await.prop("value").await.unwrap();
        assert_eq!(token.as_deref(), Some(world().token("iom-analyst")));

        see(page, "[data-example='women-and-men-abroad']").await.click().await.unwrap();
        see(page, ".graphiql-execute-button").await.click().await.unwrap();
        let shown = answer(page, |answer| answer["data"]["compare"].is_object()).await;
        let asked = json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" });
        let truth = world().asker("iom-analyst").compare(asked).await;
        assert_eq!(shown["data"]["compare"]["coverage"], json!({ "expected": 8, "answered": 8 }));
        for (shown, true_one) in shown["data"]["compare"]["countries"].as_array().unwrap().iter().zip(&truth.countries)
        {
            assert_eq!(shown["country"]["code"], true_one.country.code.as_str());
            for (shown, figure) in shown["figures"].as_array().unwrap().iter().zip(&true_one.figures) {
                assert_eq!(shown["value"].as_f64(), figure.value);
            }
        }

        see(page, "button[aria-label='Show Documentation Explorer']").await.click().await.unwrap();
        see(page, ".graphiql-doc-explorer").await;
        page.wait().at_most(PATIENCE).for_element(Locator::LinkText("Query")).await.unwrap().click().await.unwrap();
        see_text(page, ".graphiql-doc-explorer", "Asks the countries the same question").await;
        assert_every_description_is_there(page).await;

        assert_eq!(browser.console_errors().await, [""; 0]);
        let requests = browser.requests().await;
        assert!(requests.iter().any(|url| *url == format!("{origin}/graphql")), "{requests:?}");
        let inside = |url: &str| INSIDE.iter().any(|scheme| url.starts_with(scheme));
        let outside = requests.iter().filter(|url| !url.starts_with(&format!("{origin}/")) && !inside(url));
        let outside: Vec<&String> = outside.collect();
        assert!(outside.is_empty(), "the page asks outside of its origin: {outside:?}");
        browser.end().await;
    });
}

/// What the page learns of the schema, as the page itself would ask it.
async fn assert_every_description_is_there(page: &Client) {
    let script = "const [token, done] = arguments; \
        const query = '{ __schema { types { name kind description fields { name description } \
        inputFields { name description } enumValues { name description } } } }'; \
        fetch('/graphql', { method: 'POST', body: JSON.stringify({ query }), \
        headers: { 'content-type': 'application/json', authorization: 'Bearer ' + token } }) \
        .then(response => response.json()).then(done, error => done(String(error)));";
    let token = json!(world().token("iom-analyst"));
    let answer = page.execute_async(script, vec![token]).await.unwrap();
    let types = answer["data"]["__schema"]["types"].as_array().unwrap_or_else(|| panic!("no schema came: {answer}"));
    let mut described = 0;
    for of in types.iter().filter(|of| !of["name"].as_str().unwrap().starts_with("__")) {
        for list in ["fields", "inputFields", "enumValues"] {
            for item in of[list].as_array().into_iter().flatten() {
                assert!(item["description"].as_str().is_some_and(|text| !text.is_empty()), "{}: {item}", of["name"]);
                described += 1;
            }
        }
    }
    assert!(described > 100, "{described} descriptions");
}
