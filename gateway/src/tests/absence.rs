use super::federation::{Federation, Node};
use serde_json::{Value, json};

const ASK: &str = "{ compare(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) {
    countries { country { code } outcome reason figures { value } source { release } }
    combined { figures { value } comparability }
    coverage { expected answered absent { country { code } outcome reason } } } }";

/// Asks a federation in which Colombia behaves badly, and hands out what became of it. The rest must be delivered.
async fn absence(behaviour: Node) -> (String, String) {
    let federation = Federation::start(&[("COL", behaviour)]).await;
    let reply = federation.ask(ASK).await;
    assert_eq!(reply["errors"], Value::Null);
    let compare = &reply["data"]["compare"];
    assert_eq!(compare["countries"].as_array().unwrap().len(), 4, "no country is dropped");
    assert_eq!((&compare["coverage"]["expected"], &compare["coverage"]["answered"]), (&json!(4), &json!(3)));
    assert_eq!(compare["combined"]["figures"][0]["value"], 30.0, "what the other three said");
    let absent = &compare["coverage"]["absent"];
    assert_eq!((absent.as_array().unwrap().len(), &absent[0]["country"]["code"]), (1, &json!("COL")));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&absent[0]["outcome"]), text(&absent[0]["reason"]))
}

#[tokio::test]
async fn a_node_that_is_down_hangs_up_or_is_slow_is_absent_by_name() {
    let unreachable = ("UNREACHABLE".to_owned(), "The node of Colombia could not be reached.".to_owned());
    assert_eq!(absence(Node::Down).await, unreachable);
    assert_eq!(absence(Node::HangsUp).await, unreachable);
    let late = ("TIMED_OUT".to_owned(), "The node of Colombia did not answer in time.".to_owned());
    assert_eq!(absence(Node::Slow).await, late);
}

#[tokio::test]
async fn a_node_that_takes_no_more_questions_keeps_the_contract() {
    for status in [429, 503] {
        let (outcome, reason) = absence(Node::Says(status, "secret".into())).await;
        let said = "The node of Colombia takes no more questions at the moment; ask again in a minute.";
        assert_eq!((outcome.as_str(), reason.as_str()), ("UNREACHABLE", said), "{status}");
    }
}

#[tokio::test]
async fn many_slow_nodes_wait_under_one_deadline_and_not_one_after_another() {
    let federation = Federation::start(&[("COL", Node::Slow), ("CUB", Node::Slow), ("GHA", Node::Slow)]).await;
    let began = tokio::time::Instant::now();
    let reply = federation.ask(ASK).await;
    assert_eq!(reply["data"]["compare"]["coverage"]["answered"], 1);
    let waited = began.elapsed().as_millis();
    assert!((300..800).contains(&waited), "one deadline of 300 ms, not {waited} ms");
}

#[tokio::test]
async fn a_reply_that_breaks_the_contract_is_incompatible_and_nothing_of_it_is_shown() {
    let errors =
        |code: &str| json!({ "errors": [{ "message": "secret", "extensions": { "code": code } }] }).to_string();
    let cases: [(&str, Node); 18] = [
        ("a page", Node::Says(200, "<html>secret</html>".into())),
        ("nothing", Node::Says(200, String::new())),
        ("another status", Node::Says(500, "secret".into())),
        ("a redirect", Node::Says(302, String::new())),
        ("JSON of another form", Node::Says(200, r#"{"data":{"secret":1}}"#.into())),
        ("JSON nested without end", Node::Says(200, "[".repeat(100_000))),
        ("a number that no float holds", Node::Says(200, r#"{"data":{"answers":[1e999]}}"#.into())),
        ("GraphQL errors", Node::Says(200, errors("INTERNAL"))),
        ("errors and data", Node::Bent(|reply| reply["errors"] = json!([{ "message": "secret" }]))),
        ("a reply without end", Node::Endless),
        ("another contract", Node::Bent(|reply| reply["data"]["node"]["contract"] = json!("1"))),
        ("another country", Node::Bent(|reply| reply["data"]["node"]["country"] = json!("GHA"))),
        (
            "too many answers",
            Node::Bent(|reply| {
                reply["data"]["answers"] = json!([reply["data"]["answers"][0], reply["data"]["answers"][0]]);
            }),
        ),
        ("a catalogue's wrong form", Node::Bent(|reply| reply["data"]["catalogue"] = json!("secret"))),
        ("no answers", Node::Bent(|reply| reply["data"]["answers"] = json!([]))),
        ("a gateway's word", Node::Bent(|reply| reply["data"]["answers"][0]["outcome"] = json!("TIMED_OUT"))),
        ("unknown codes", Node::Bent(|reply| reply["data"]["answers"][0]["figures"][0]["codes"] = json!(["secret"]))),
        ("a negative count", Node::Bent(|reply| reply["data"]["answers"][0]["figures"][0]["value"] = json!(-1))),
    ];
    for (case, behaviour) in cases {
        let (outcome, reason) = absence(behaviour).await;
        assert_eq!(outcome, "INCOMPATIBLE", "{case}");
        assert!(reason.starts_with("The node of Colombia ") && !reason.contains("secret"), "{case}: {reason}");
    }
}

#[tokio::test]
async fn a_node_that_declines_says_why_in_its_own_words_or_in_safe_ones() {
    let declined = absence(Node::Bent(|reply| {
        reply["data"]["answers"][0] = json!({ "outcome": "DECLINED", "reason": "No agreement.", "figures": [], "answeredAt": "", "signature": "" });
    }));
    assert_eq!(declined.await, ("DECLINED".to_owned(), "No agreement.".to_owned()));
    let refused =
        json!({ "data": null, "errors": [{ "message": "secret", "extensions": { "code": "UNAUTHENTICATED" } }] });
    let (outcome, reason) = absence(Node::Says(200, refused.to_string())).await;
    assert_eq!(outcome, "DECLINED");
    assert_eq!(reason, "The node of Colombia does not accept the token that the question came with.");
}

#[tokio::test]
async fn where_nobody_answers_there_is_nothing_together_and_four_absences() {
    let down = ["COL", "CUB", "GHA", "PHL"].map(|country| (country, Node::Down));
    let reply = Federation::start(&down).await.ask(ASK).await;
    assert_eq!(reply["data"]["compare"]["combined"], Value::Null);
    assert_eq!(reply["data"]["compare"]["coverage"]["absent"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_dimension_says_of_whom_it_is_not_known() {
    let ask = "{ dimensions(dataset: SURVEY) { dimension publishedBy { code } notHeardFrom { code } } }";
    let reply = Federation::start(&[("CUB", Node::Down)]).await.ask(ask).await;
    let sex = json!({ "dimension": "SEX", "publishedBy": [{ "code": "COL" }, { "code": "GHA" }], "notHeardFrom": [{ "code": "CUB" }] });
    assert_eq!(reply["data"]["dimensions"][0], sex);
    let down = ["COL", "CUB", "GHA"].map(|country| (country, Node::Down));
    let reply = Federation::start(&down).await.ask(ask).await;
    assert_eq!(
        reply["data"]["dimensions"].as_array().unwrap().len(),
        21,
        "where nobody is heard, nothing is ruled out"
    );
}
