//! Agreements as two governments use them through the gateway: over real nodes, by officers of both sides.

use crate::world::run;
use compose::agreements::settle;
use federation_tests::federation::Federation;
use node_rules::clock::system;
use serde_json::{Value, json};
use std::path::Path;

const ASK: &str = "{ compare(input: { dataset: SURVEY, by: [SEX], countries: [\"COL\", \"CUB\"], purpose: COMPARISON }) \
    { countries { country { code } outcome figures { value } } coverage { absent { outcome reason } } } }";
const LIST: &str = "{ agreements { agreements { id country member status events { by step } } unknown { country { code } outcome } } }";
const CHANGE: &str = "mutation($country: CountryCode!, $id: String!, $change: AgreementChange!) \
    { changeAgreement(country: $country, id: $id, change: $change) { outcome reason agreement { status } } }";

/// What became of the question at Colombia's node, with the reason where there are no figures.
async fn colombia(federation: &Federation) -> (String, String) {
    let said = federation.asker("cuba-analyst").response(ASK, &json!({})).await;
    let compared = &said["data"]["compare"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    assert_eq!(
        text(&compared["countries"][1]["outcome"]),
        "ANSWERED",
        "its own data a country reads without any: {said}"
    );
    (text(&compared["countries"][0]["outcome"]), text(&compared["coverage"]["absent"][0]["reason"]))
}

async fn change(federation: &Federation, officer: &str, change: &str) -> Value {
    let variables = json!({ "country": "COL", "id": "COL-CUB-1", "change": change });
    federation.asker(officer).response(CHANGE, &variables).await["data"]["changeAgreement"].clone()
}

#[test]
fn two_governments_agree_suspend_and_end_and_each_step_is_in_effect_with_the_next_question() {
    run(async {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("agreements-{}", std::process::id()));
        let federation = Federation::start(&folder, &["COL", "CUB"], 30_000).await;
        // The demonstration's officers have agreed; who starts it again finds what is there and changes nothing.
        let url = federation.gateway.graphql();
        let again = settle(&url, &federation.countries, &federation.keys.tokens, system()()).await.unwrap();
        assert_eq!(again, 0);
        let of_cuba = federation.asker("cuba-officer").response(LIST, &json!({})).await;
        let listed: Vec<String> = of_cuba["data"]["agreements"]["agreements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{} {}", one["id"].as_str().unwrap(), one["status"].as_str().unwrap()))
            .collect();
        assert_eq!(listed, ["COL-CUB-1 IN_FORCE", "CUB-COL-1 IN_FORCE", "CUB-IOM-1 IN_FORCE"]);
        assert_eq!(colombia(&federation).await, ("ANSWERED".into(), String::new()));

        let suspended = change(&federation, "cuba-officer", "SUSPEND").await;
        assert_eq!(suspended["agreement"]["status"], "SUSPENDED");
        let reason = "Agreement COL-CUB-1 is suspended.".to_owned();
        assert_eq!(colombia(&federation).await, ("DECLINED".into(), reason));
        let by_the_other = change(&federation, "colombia-officer", "RESUME").await;
        assert_eq!(by_the_other["outcome"], "DECLINED");
        assert_eq!(
            by_the_other["reason"],
            "COL-CUB-1 is not suspended by this side; only the side that suspended it resumes it."
        );
        assert_eq!(change(&federation, "cuba-officer", "RESUME").await["outcome"], "ANSWERED");
        assert_eq!(colombia(&federation).await.0, "ANSWERED");

        federation.stop_node("COL").await;
        let unreached = change(&federation, "colombia-officer", "END").await;
        assert_eq!((&unreached["outcome"], &unreached["agreement"]), (&json!("UNREACHABLE"), &Value::Null));
        let list = federation.asker("cuba-officer").response(LIST, &json!({})).await;
        assert_eq!(
            list["data"]["agreements"]["unknown"],
            json!([{ "country": { "code": "COL" }, "outcome": "UNREACHABLE" }]),
            "what is not known is said"
        );
        federation.start_node("COL").await;
        assert_eq!(change(&federation, "colombia-officer", "END").await["agreement"]["status"], "ENDED");
        assert_eq!(colombia(&federation).await, ("DECLINED".into(), "Agreement COL-CUB-1 is ended.".into()));
        // What is ended stays ended, also when the demonstration starts again.
        let again = settle(&url, &federation.countries, &federation.keys.tokens, system()()).await.unwrap();
        assert_eq!(again, 0);
        federation.stop().await;
        std::fs::remove_dir_all(folder).unwrap();
    });
}
