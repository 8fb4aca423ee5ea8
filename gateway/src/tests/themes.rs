//! Themes of focus groups, asked of every country at once and put side by side.

use super::federation::{Federation, Node};
use super::people::{NOW, node_key, token_of};
use schema::CONTRACT;
use schema::role::Role;
use schema::statement::list::{ListName, Told, sign};
use schema::theme::{StudyThemes, theme};
use serde_json::{Value, json};

const ASK: &str = "{ themes { groups themes { code label groups countries } \
    countries { country { code } outcome reason studies { study groups themes { code groups } } } \
    coverage { expected answered absent { country { code } outcome } } } }";

/// A study: its id, how many groups it has, and in how many each theme came up.
type Said<'a> = (&'a str, u32, &'a [(&'a str, u32)]);

/// What a node says of studies to IOM, signed.
fn says(country: &str, studies: &[Said]) -> Node {
    let counted = |(code, groups): &(&str, u32)| json!({ "code": code, "label": theme(code).map_or("", |theme| &theme.label), "groups": groups });
    let study = |(study, groups, themes): &Said| {
        json!({ "study": study, "title": "A study", "producer": "A ministry", "from": "2026-03-14", "until": "2026-03-21",
            "places": ["DEU"], "groups": groups, "themes": themes.iter().map(counted).collect::<Vec<_>>() })
    };
    let node = json!({ "country": country, "contract": CONTRACT, "version": "0.1.0" });
    let themes: Vec<Value> = studies.iter().map(study).collect();
    Node::Says(200, json!({ "data": { "node": node, "themes": signed(country, &themes) } }).to_string())
}

/// Studies with a node's signature.
pub fn signed(country: &str, studies: &[Value]) -> Value {
    let at = "2023-11-14T22:13:20Z";
    let (of, asked_by) = (country.parse().unwrap(), "IOM".parse().unwrap());
    let told = Told { country: of, asked_by, list: ListName::Themes, answered_at: at };
    let read: Vec<StudyThemes> = studies.iter().map(|study| serde_json::from_value(study.clone()).unwrap()).collect();
    let signature = sign(told, &read, &node_key(country)).unwrap();
    json!({ "studies": studies, "answeredAt": at, "signature": signature })
}

/// A study with too few groups, as a node tells of it.
fn withheld(country: &str) -> Value {
    json!({ "study": format!("{country}-2"), "title": "A small study", "producer": "A ministry", "reason": "It has too few groups.",
        "from": null, "until": null, "places": [], "wave": null, "period": null, "groups": null, "themes": [] })
}

#[tokio::test]
async fn of_a_study_with_too_few_groups_it_is_said_why_nothing_is_told_and_nothing_of_it_is_counted() {
    let node = json!({ "country": "COL", "contract": CONTRACT, "version": "0.1.0" });
    let themes = signed("COL", &[study("COL"), withheld("COL")]);
    let says = Node::Says(200, json!({ "data": { "node": node, "themes": themes } }).to_string());
    let federation = Federation::start(&[("COL", says)]).await;
    let asked =
        "{ themes(countries: [\"COL\"]) { groups countries { outcome studies { study reason groups from places } } } }";
    let themes = federation.ask(asked).await["data"]["themes"].clone();
    assert_eq!((&themes["groups"], &themes["countries"][0]["outcome"]), (&json!(4), &json!("ANSWERED")));
    let expected =
        json!({ "study": "COL-2", "reason": "It has too few groups.", "groups": null, "from": null, "places": [] });
    assert_eq!(themes["countries"][0]["studies"][1], expected);
}

/// A study of four groups, in three of which voting came up.
pub fn study(country: &str) -> Value {
    let voting = json!({ "code": "NEED_VOTING", "label": "Voting", "groups": 3 });
    json!({ "study": format!("{country}-1"), "title": "A study", "producer": "A ministry", "from": "2026-03-14",
        "until": "2026-03-21", "places": ["DEU"], "wave": null, "period": null, "groups": 4, "themes": [voting] })
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

const BESIDE: &str = "{ themes { groups themes(codes: [\"NEED_VOTING\", \"RESEARCH\"]) { code groups reason questions { by \
    codes { code } meanOf beside(purpose: PROGRAMME_DESIGN) { countries { country { code } outcome reason figures { codes { code } value } } \
    combined { figures { codes { code } value } } coverage { expected answered } } } } coverage { answered } } }";

#[tokio::test]
async fn figures_of_surveys_stand_beside_a_theme_in_the_same_request_to_a_country() {
    let declined: fn(&mut Value) = |reply| {
        reply["data"]["answers"][0]["outcome"] = json!("DECLINED");
        reply["data"]["answers"][0]["reason"] = json!("There is no agreement.");
        reply["data"]["answers"][0]["figures"] = json!([]);
        reply["data"]["answers"][0]["source"] = json!(null);
    };
    let federation = Federation::start(&[("CUB", Node::Bent(declined))]).await;
    let reply = federation.ask(BESIDE).await;
    assert_eq!(reply["errors"], Value::Null);
    let themes = &reply["data"]["themes"];
    assert_eq!((&themes["groups"], &themes["coverage"]["answered"]), (&json!(16), &json!(4)));
    let (voting, research) = (&themes["themes"][0], &themes["themes"][1]);
    assert_eq!((&voting["groups"], &voting["reason"]), (&json!(12), &Value::Null));
    let question = &voting["questions"][0];
    assert_eq!((&question["by"], &question["codes"]), (&json!(["NEED"]), &json!([{ "code": "VOTING" }])));
    let beside = &question["beside"];
    assert_eq!(beside["coverage"], json!({ "expected": 3, "answered": 2 }), "those that publish surveys");
    let outcomes: Vec<(&Value, &Value)> = beside["countries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|country| (&country["country"]["code"], &country["outcome"]))
        .collect();
    let expected = [("COL", "ANSWERED"), ("CUB", "DECLINED"), ("GHA", "ANSWERED")];
    assert_eq!(
        outcomes,
        expected.map(|(country, outcome)| (json!(country), json!(outcome))).each_ref().map(|(c, o)| (c, o))
    );
    assert_eq!(beside["countries"][1]["reason"], "There is no agreement.");
    assert_eq!(beside["combined"]["figures"][0]["value"], 20.0);
    assert_eq!((&research["questions"], &research["groups"]), (&json!([]), &json!(0)));
    assert_eq!(research["reason"], "Surveys share no question that speaks of this theme.");
    for country in ["COL", "CUB", "GHA", "PHL"] {
        let heard = federation.heard(country);
        assert_eq!(heard.len(), 1, "{country}: themes and figures in one request");
        let asked = heard[0].1["variables"]["questions"].as_array().unwrap();
        assert_eq!(asked.len(), usize::from(country != "PHL"));
        assert!(asked.iter().all(|question| question["purpose"] == "PROGRAMME_DESIGN"));
    }
}

#[tokio::test]
async fn figures_beside_groups_are_asked_of_the_groups_own_study_and_both_sides_say_which_they_are_of() {
    let federation = Federation::start(&[("CUB", Node::Down)]).await;
    let asked = BESIDE.replace(
        "meanOf beside",
        "sides(purpose: PROGRAMME_DESIGN) { country { code } groups { study period } \
        figures { study period } nearness } meanOf beside",
    );
    let reply = federation.ask(&asked).await;
    assert_eq!(reply["errors"], Value::Null);
    let heard = federation.heard("COL");
    assert_eq!(heard.len(), 1, "groups, figures and of which study both are come with one request");
    let questions = heard[0].1["variables"]["questions"].as_array().unwrap();
    assert_eq!((questions.len(), &questions[0]["besideGroups"]), (1, &json!(true)));
    let sides = reply["data"]["themes"]["themes"][0]["questions"][0]["sides"].as_array().unwrap();
    let side = |country: &str, figures: Value, nearness: Value| json!({ "country": { "code": country }, "groups": [], "figures": figures, "nearness": nearness });
    let figures = json!({ "study": null, "period": "2024" });
    let expected = [
        side("COL", figures.clone(), json!("APART")),
        side("CUB", Value::Null, Value::Null),
        side("GHA", figures, json!("APART")),
    ];
    assert_eq!(sides[..], expected, "these figures are of no study, nor are the groups");
    let plain = federation
        .ask("{ compare(input: { dataset: SURVEY, by: [NEED], purpose: PROGRAMME_DESIGN }) { coverage { answered } } }")
        .await;
    assert_eq!(plain["errors"], Value::Null);
    assert_eq!(federation.heard("COL")[1].1["variables"]["questions"][0]["besideGroups"], Value::Null);
}

#[tokio::test]
async fn a_question_that_is_used_for_many_themes_is_asked_once_and_none_where_no_figure_is_wanted() {
    let federation = Federation::start(&[]).await;
    let all = federation
        .ask("{ themes { themes { code questions { beside(purpose: RESEARCH) { coverage { answered } } } } } }")
        .await;
    assert_eq!(all["errors"], Value::Null);
    let heard = federation.heard("GHA");
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].1["variables"]["questions"].as_array().unwrap().len(), schema::theme::surveyed::unlike());
    assert!(!heard[0].1["query"].as_str().unwrap().contains("themes {"), "themes themselves were not wanted");
    let named = federation.ask("{ themes(countries: [\"CUB\"]) { themes { groups questions { by meanOf } } } }").await;
    assert_eq!(named["errors"], Value::Null);
    assert_eq!(federation.heard("GHA").len(), 1, "who is not named is not asked");
    assert_eq!(federation.heard("CUB")[1].1["variables"]["questions"], json!([]));
    let unknown = federation.ask("{ themes { themes(codes: [\"NEEDS\"]) { code } } }").await;
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "UNKNOWN_CODE");
}

#[tokio::test]
async fn who_may_ask_no_figures_sees_themes_and_is_refused_what_stands_beside_them() {
    let federation = Federation::start(&[]).await;
    let observer = token_of("IOM", Role::Observer, NOW - 1, NOW + 1);
    let reply = federation.ask_as(Some(&observer), BESIDE).await;
    assert_eq!(reply["data"]["themes"]["themes"][0]["groups"], 12);
    assert_eq!(reply["data"]["themes"]["themes"][0]["questions"][0]["beside"], Value::Null);
    assert_eq!(reply["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(federation.heard("COL")[0].1["variables"]["questions"], json!([]));
}

#[tokio::test]
async fn themes_that_their_node_did_not_sign_as_they_are_make_it_absent_and_take_no_figures_with_them() {
    let lies: [fn(&mut Value); 6] = [
        |reply| reply["data"]["themes"]["studies"][0]["themes"][0]["groups"] = json!(4),
        |reply| reply["data"]["themes"]["studies"][0]["title"] = json!("Another study"),
        |reply| reply["data"]["themes"]["studies"] = json!([]),
        |reply| reply["data"]["themes"]["answeredAt"] = json!("2023-11-14T22:13:21Z"),
        |reply| reply["data"]["themes"]["signature"] = json!(""),
        |reply| reply["data"]["themes"] = signed("GHA", &[study("CUB")]),
    ];
    for lie in lies {
        let federation = Federation::start(&[("CUB", Node::Altered(lie))]).await;
        let asked = "{ themes { groups countries { country { code } outcome reason studies { study } } } \
            compare(input: { dataset: STOCK, purpose: RESEARCH }) { coverage { answered } } }";
        let reply = federation.ask(asked).await;
        let cuba = &reply["data"]["themes"]["countries"][1];
        assert_eq!((&cuba["outcome"], &cuba["studies"]), (&json!("INCOMPATIBLE"), &json!([])));
        assert_eq!(cuba["reason"], "The node of Cuba gave an answer that it did not sign.");
        assert_eq!(reply["data"]["themes"]["groups"], 12);
        assert_eq!(reply["data"]["compare"]["coverage"]["answered"], 4, "each of its answers is signed for itself");
    }
    let stripped: fn(&mut Value) = |reply| {
        reply["data"]["themes"].as_object_mut().unwrap().remove("signature");
    };
    let federation = Federation::start(&[("CUB", Node::Altered(stripped))]).await;
    let reply = federation.ask(ASK).await;
    assert_eq!(reply["data"]["themes"]["countries"][1]["outcome"], "INCOMPATIBLE");
}
