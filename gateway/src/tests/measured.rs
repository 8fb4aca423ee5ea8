//! What an activity is measured by: means of a study's two waves and the difference.

use super::directory::row;
use super::federation::{Federation, Node, told};
use super::people::{NOW, token_of};
use schema::role::Role;
use serde_json::{Value, json};
use std::sync::Arc;

const MEASURES: &str = "{ activities(countries: [\"GHA\"]) { edges { node { id measures { of { study of } unit \
    before { at value lower upper status reason } after { at value lower upper status reason } difference { value lower upper } reason breaks \
    } } } } }";

/// Activities of Ghana, each measured by a study's figures of two waves.
fn activities() -> Value {
    let measure =
        |of: &str, before: &str, after: &str| json!({ "study": "DIAS", "of": of, "before": before, "after": after });
    let content = |title: &str, measured: Value| {
        json!({ "titles": [{ "language": "eng", "text": title }], "form": "CAMPAIGN", "areas": ["PARTICIPATION"], "places": ["ESP"],
            "from": "2023", "audience": "Citizens in Spain", "measured": measured })
    };
    json!([
        row(
            "a",
            &content("A", json!([measure("TRUST_MINISTRY", "2022", "2024"), measure("TRUST_EMBASSY", "2022", "2024")]))
        ),
        row("b", &content("B", json!([measure("TRUST_MINISTRY", "2022", "2026")]))),
    ])
}

/// Ghana's node: trust in the ministry rose from 2 to 3, and in the embassy it was asked on another scale the second time.
fn ghana() -> Node {
    Node::With(Arc::new(|member, asked, reply| {
        for page in told(reply, "directory") {
            (page["rows"], page["total"]) = (activities(), json!(2));
        }
        let questions = asked["variables"]["series"].as_array().into_iter().flatten();
        for (question, waves) in questions.zip(told(reply, "series")) {
            for (wave, value) in waves.as_array_mut().unwrap().iter_mut().zip([2.0, 3.0]) {
                let is_later = wave["at"] == "2024";
                let answer = &mut wave["answer"];
                if member.as_str() == "CUB" {
                    (answer["figures"], answer["source"]) = (json!([]), Value::Null);
                    (answer["outcome"], answer["reason"]) = (json!("DECLINED"), json!("No agreement allows it."));
                    continue;
                }
                let other = question["measure"]["of"] == "TRUST_EMBASSY" && is_later;
                answer["source"]["unit"] =
                    json!(if other { "0 (no trust) to 10 (full trust)" } else { "1 (no trust) to 5 (full trust)" });
                // Half-widths of 0.3 and 0.4.
                let error = if is_later { 0.4 } else { 0.3 };
                answer["figures"][0] = json!({ "codes": [], "value": value, "lower": value - error, "upper": value + error,
                    "status": "PUBLISHED", "respondents": 90, "standardError": 0.0, "protectionError": error, "base": 1000.0 });
            }
        }
    }))
}

async fn read(federation: &Federation, member: &str, role: Role) -> Value {
    let token = token_of(member, role, NOW - 60, NOW + 60);
    let reply = federation.ask_as(Some(&token), MEASURES).await;
    assert_eq!(reply["errors"], Value::Null, "{reply}");
    reply["data"]["activities"]["edges"].clone()
}

fn near(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() < 1e-9)
}

#[tokio::test]
async fn an_activity_is_told_with_the_means_before_and_after_and_what_of_the_difference_may_be_noise() {
    let federation = Federation::start(&[("GHA", ghana())]).await;
    let read = read(&federation, "PHL", Role::Analyst).await;
    let [ministry, embassy] = [0, 1].map(|at| &read[0]["node"]["measures"][at]);
    assert_eq!(ministry["of"], json!({ "study": "DIAS", "of": "TRUST_MINISTRY" }));
    assert_eq!(
        (&ministry["unit"], &ministry["reason"], &ministry["breaks"]),
        (&json!("1 (no trust) to 5 (full trust)"), &Value::Null, &json!([]))
    );
    let wave = |wave: &Value, at: &str, ends: [f64; 3]| {
        assert_eq!((&wave["at"], &wave["status"], &wave["reason"]), (&json!(at), &json!("PUBLISHED"), &Value::Null));
        assert!(["value", "lower", "upper"].iter().zip(ends).all(|(of, end)| near(&wave[of], end)), "{wave}");
    };
    wave(&ministry["before"], "2022", [2.0, 1.7, 2.3]);
    wave(&ministry["after"], "2024", [3.0, 2.6, 3.4]);
    let difference = &ministry["difference"];
    // 0.3² + 0.4² = 0.5².
    assert!(
        ["value", "lower", "upper"].iter().zip([1.0, 0.5, 1.5]).all(|(of, end)| near(&difference[of], end)),
        "{difference}"
    );
    // On unlike scales there is no difference.
    assert_eq!((&embassy["difference"], &embassy["unit"]), (&Value::Null, &Value::Null));
    assert!(embassy["reason"].as_str().unwrap().starts_with("Counted in unlike units: 1 (no trust)"), "{embassy}");
    assert!(embassy["breaks"][0].as_str().unwrap().starts_with("Unit:"), "{embassy}");
    // Nor with a wave that is not there.
    let later = &read[1]["node"]["measures"][0];
    assert_eq!(
        (&later["difference"], &later["after"]["reason"]),
        (&Value::Null, &json!("No wave of DIAS of 2026 is published."))
    );
    assert!(near(&later["before"]["value"], 2.0), "{later}");
    assert_eq!(
        federation.heard("GHA").len(),
        2,
        "one request for the list, and one for all that its records are measured by"
    );
}

#[tokio::test]
async fn whoever_may_not_be_told_a_measure_is_told_why() {
    let federation = Federation::start(&[("GHA", ghana())]).await;
    let declined = read(&federation, "CUB", Role::Analyst).await[0]["node"]["measures"][0].clone();
    let reasons = [&declined["reason"], &declined["before"]["reason"], &declined["after"]["reason"]];
    assert_eq!(reasons, [&json!("No agreement allows it."); 3], "{declined}");
    assert_eq!((&declined["before"]["value"], &declined["difference"]), (&Value::Null, &Value::Null));
    let observer = read(&federation, "PHL", Role::Observer).await[0]["node"]["measures"][0].clone();
    assert!(observer["reason"].as_str().unwrap().contains("observer"), "{observer}");
    assert_eq!(federation.heard("GHA").len(), 3, "who may not ask figures asks none");
}
