use super::federation::{Federation, Node};
use serde_json::{Value, json};

#[tokio::test]
async fn figures_of_programmes_cost_a_country_one_request_and_come_side_by_side_and_together() {
    let federation = Federation::start(&[("CUB", Node::Down)]).await;
    let reply = federation
        .ask(
            r#"{ programmeFigures(input: { countries: ["COL", "CUB", "GHA"] }) {
                countries { country { code } outcome reason figures { figure value lower upper status unit of } source { release unit } }
                combined { figure value of reason } differences coverage { expected answered absent { country { code } outcome } } } }"#,
        )
        .await;
    assert_eq!(reply["errors"], Value::Null);
    let said = &reply["data"]["programmeFigures"];
    assert_eq!(
        said["coverage"],
        json!({ "expected": 3, "answered": 2, "absent": [{ "country": { "code": "CUB" }, "outcome": "UNREACHABLE" }] })
    );
    let [colombia, cuba, _] = &said["countries"].as_array().unwrap()[..] else { panic!("{said}") };
    let days = &colombia["figures"][0];
    assert_eq!(
        (&days["figure"], &days["value"], &days["of"]),
        (&json!("DAYS_TO_PLACEMENT"), &json!(1.0), &json!(["COL"]))
    );
    assert_eq!(colombia["source"], json!({ "release": "COL-PROGRAMME-2024-1", "unit": null }));
    assert_eq!((&cuba["outcome"], &cuba["figures"]), (&json!("UNREACHABLE"), &json!([])));
    let combined = said["combined"].as_array().unwrap();
    assert_eq!(combined.len(), 5);
    assert!(
        combined.iter().all(|figure| figure["of"] == json!(["COL", "GHA"]) && figure["value"] == 1.0),
        "{combined:?}"
    );
    for country in ["COL", "GHA"] {
        let heard = federation.heard(country);
        assert_eq!(heard.len(), 1, "{country}: one request, not {}", heard.len());
        assert_eq!(heard[0].1["variables"]["questions"].as_array().unwrap().len(), 10, "each sum once");
    }
}
