//! Themes of focus groups, asked of every country at once and put side by side.

use super::federation::{Federation, Node};
use schema::CONTRACT;
use schema::theme::theme;
use serde_json::{Value, json};

const ASK: &str = "{ themes { groups themes { code label groups countries } \
    countries { country { code } outcome reason studies { study groups themes { code groups } } } \
    coverage { expected answered absent { country { code } outcome } } } }";

/// A study: its id, how many groups it has, and in how many each theme came up.
type Said<'a> = (&'a str, u32, &'a [(&'a str, u32)]);

/// What a node says of studies.
fn says(country: &str, studies: &[Said]) -> Node {
    let counted = |(code, groups): &(&str, u32)| json!({ "code": code, "label": theme(code).map_or("", |theme| &theme.label), "groups": groups });
    let study = |(study, groups, themes): &Said| {
        json!({ "study": study, "title": "A study", "producer": "A ministry", "from": "2026-03-14", "until": "2026-03-21",
            "places": ["DEU"], "groups": groups, "themes": themes.iter().map(counted).collect::<Vec<_>>() })
    };
    let node = json!({ "country": country, "contract": CONTRACT, "version": "0.1.0" });
    let themes: Vec<Value> = studies.iter().map(study).collect();
    Node::Says(200, json!({ "data": { "node": node, "themes": themes } }).to_string())
}

#[tokio::test]
async fn themes_are_counted_by_groups_over_the_countries_that_were_heard_and_the_absent_are_named() {
    let federation = Federation::start(&[
        ("COL", says("COL", &[("C-1", 6, &[("NEED_VOTING", 4), ("RESEARCH", 0)]), ("C-2", 3, &[("NEED_VOTING", 1)])])),
        ("CUB", says("CUB", &[])),
        ("GHA", says("GHA", &[("G-1", 5, &[("NEED_VOTING", 2), ("NEED_PENSIONS", 5)])])),
        ("PHL", Node::Down),
    ])
    .await;
    let reply = federation.ask(ASK).await;
    assert_eq!(reply["errors"], Value::Null);
    let themes = &reply["data"]["themes"];
    assert_eq!(themes["groups"], 14);
    let together = themes["themes"].as_array().unwrap();
    assert_eq!(together.len(), 16, "every theme of the list");
    let of = |code: &str| together.iter().find(|over| over["code"] == code).unwrap();
    assert_eq!(of("NEED_VOTING"), &json!({ "code": "NEED_VOTING", "label": "Voting", "groups": 7, "countries": 2 }));
    assert_eq!((&of("NEED_PENSIONS")["groups"], &of("NEED_PENSIONS")["countries"]), (&json!(5), &json!(1)));
    assert_eq!((&of("RESEARCH")["groups"], &of("RESEARCH")["countries"]), (&json!(0), &json!(0)));
    let countries = themes["countries"].as_array().unwrap();
    let studies: Vec<usize> = countries.iter().map(|of| of["studies"].as_array().unwrap().len()).collect();
    assert_eq!(studies, [2, 0, 1, 0]);
    assert_eq!((&countries[1]["outcome"], &countries[3]["outcome"]), (&json!("ANSWERED"), &json!("UNREACHABLE")));
    let coverage = &themes["coverage"];
    assert_eq!((&coverage["expected"], &coverage["answered"]), (&json!(4), &json!(3)));
    assert_eq!(coverage["absent"], json!([{ "country": { "code": "PHL" }, "outcome": "UNREACHABLE" }]));
    assert_eq!(["COL", "CUB", "GHA"].map(|country| federation.heard(country).len()), [1; 3], "one request a country");
}

#[tokio::test]
async fn only_named_countries_are_asked_and_what_breaks_the_contract_is_not_counted() {
    let federation = Federation::start(&[
        ("COL", says("COL", &[("C-1", 2, &[("NEED_VOTING", 3)])])),
        ("CUB", says("GHA", &[("C-1", 2, &[("NEED_VOTING", 1)])])),
        ("GHA", says("GHA", &[("G-1", 5, &[("NEED_VOTING", 2)])])),
    ])
    .await;
    let named = ASK.replace("{ themes {", "{ themes(countries: [\"GHA\", \"COL\", \"CUB\"]) {");
    let themes = federation.ask(&named).await["data"]["themes"].clone();
    let countries = themes["countries"].as_array().unwrap();
    let heard: Vec<(&str, &str)> =
        countries.iter().map(|of| (of["country"]["code"].as_str().unwrap(), of["outcome"].as_str().unwrap())).collect();
    assert_eq!(heard, [("GHA", "ANSWERED"), ("COL", "INCOMPATIBLE"), ("CUB", "INCOMPATIBLE")]);
    assert_eq!(themes["groups"], 5, "three of two groups, or another country's, are nobody's");
    assert!(federation.heard("PHL").is_empty());
    let unknown = federation.ask("{ themes(countries: [\"FRA\"]) { groups } }").await;
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "UNKNOWN_COUNTRY");
    let nobody = federation.ask_as(None, "{ themes { groups } }").await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}
