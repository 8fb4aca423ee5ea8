use super::federation::{Federation, Node, parts};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const WATCH: &str = "subscription { comparing(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) {
    expected heard country { country { code } outcome reason figures { value } source { release } }
    comparison { countries { country { code } outcome } combined { figures { value } } coverage { expected answered }
        citation { id } } } }";

const ASK: &str = "{ compare(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) {
    countries { country { code } outcome } combined { figures { value } } coverage { expected answered }
    citation { id } } }";

/// The longest that a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(20);

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "it must come to pass that {what}");
        sleep(Duration::from_millis(5)).await;
    }
}

async fn watched(federation: &Federation) -> Vec<Value> {
    let text = federation.watch(WATCH).await.text().await.unwrap();
    assert!(text.ends_with("event: complete\ndata: \n\n"), "{text}");
    parts(&text).into_iter().map(|part| part["data"]["comparing"].clone()).collect()
}

#[tokio::test]
async fn each_country_is_heard_once_and_last_comes_what_compare_says() {
    let federation = Federation::start(&[("CUB", Node::Down)]).await;
    let parts = watched(&federation).await;
    assert_eq!(parts.len(), 5, "four countries and the whole: {parts:?}");
    let mut heard: Vec<&str> = Vec::new();
    for (nth, part) in (1..).zip(&parts[..4]) {
        assert_eq!((&part["expected"], &part["heard"], &part["comparison"]), (&json!(4), &json!(nth), &Value::Null));
        let country = &part["country"];
        let code = country["country"]["code"].as_str().unwrap();
        let absent = code == "CUB";
        assert_eq!(country["outcome"], if absent { "UNREACHABLE" } else { "ANSWERED" }, "{part}");
        assert_eq!((country["reason"].is_string(), country["source"].is_null()), (absent, absent), "{part}");
        heard.push(code);
    }
    heard.sort_unstable();
    assert_eq!(heard, ["COL", "CUB", "GHA", "PHL"]);
    assert_eq!((&parts[4]["heard"], &parts[4]["country"]), (&json!(4), &Value::Null));
    let compared = federation.ask(ASK).await;
    assert_eq!(parts[4]["comparison"], compared["data"]["compare"], "the whole is what `compare` says, in its order");
}

#[tokio::test]
async fn who_answers_is_heard_at_once_and_who_does_not_when_the_deadline_has_passed() {
    let federation = Federation::with_deadline(&[("GHA", Node::Slow)], 1500).await;
    let began = Instant::now();
    let mut response = federation.watch(WATCH).await;
    let (mut text, mut early) = (String::new(), 0);
    while let Some(chunk) = response.chunk().await.unwrap() {
        text += std::str::from_utf8(&chunk).unwrap();
        if began.elapsed() < Duration::from_millis(1400) {
            early = parts(&text).len();
        }
    }
    assert_eq!(early, 3, "three countries are heard before the deadline: {text}");
    let late = parts(&text)[3]["data"]["comparing"].clone();
    assert_eq!(
        (&late["country"]["country"]["code"], &late["country"]["outcome"]),
        (&json!("GHA"), &json!("TIMED_OUT"))
    );
    assert!(began.elapsed() < Duration::from_secs(4), "one deadline");
    until("nobody waits for a node", || federation.waited_for() == 0).await;
}

#[tokio::test]
async fn when_the_caller_goes_away_nothing_is_left_running() {
    let slow = ["COL", "CUB", "GHA", "PHL"].map(|country| (country, Node::Slow));
    let federation = Federation::with_deadline(&slow, 60_000).await;
    let response = federation.watch(WATCH).await;
    until("all four are asked", || federation.waited_for() == 4).await;
    drop(response);
    until("the four requests to the nodes are given up", || federation.waited_for() == 0).await;
    let asking = federation.client.post(format!("{}/graphql", federation.url));
    let asking = asking.header("content-type", "application/json").bearer_auth(super::people::analyst_token());
    let asking = tokio::spawn(asking.body(json!({ "query": ASK }).to_string()).send());
    until("all four are asked", || federation.waited_for() == 4).await;
    asking.abort();
    until("a comparison in one part is given up too", || federation.waited_for() == 0).await;
}

#[tokio::test]
async fn a_comparison_that_cannot_be_asked_is_one_part_with_its_code() {
    let federation = Federation::start(&[]).await;
    let wrong = WATCH.replace("by: [SEX]", r#"countries: ["FRA"]"#);
    let text = federation.watch(&wrong).await.text().await.unwrap();
    let parts = parts(&text);
    assert_eq!((parts.len(), &parts[0]["errors"][0]["extensions"]["code"]), (1, &json!("UNKNOWN_COUNTRY")), "{text}");
}
