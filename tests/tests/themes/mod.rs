//! Focus groups beside surveys: one question gives in how many groups a theme came up, and surveys' figures on it.

use compose::country::{Country, Input};
use country_node::focus::load::load;
use country_node::study;
use federation_tests::asker::Asker;
use federation_tests::federation::Federation;
use node_rules::study::Study;
use schema::concept::Dataset;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Made-up persons of each country: of four, three need to vote.
const PERSONS: u32 = 400;

const ASK: &str = "{ themes { groups countries { country { code } outcome studies { study wave { owner destinations } } } \
    themes(codes: [\"NEED_VOTING\", \"MOBILITY\", \"RESEARCH\"]) { code groups countries reason questions { by codes { code } \
    beside(purpose: RESEARCH) { countries { country { code } outcome reason figures { codes { code } value lower upper } } \
    combined { figures { codes { code } value } } coverage { expected answered } citation { id } } \
    sides(purpose: RESEARCH) { country { code } groups { study period } figures { study period } nearness } } } \
    coverage { expected answered } } }";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/themes")
}

/// A country with a survey of needs. `agreed` is what its persons are asked to agree to.
fn country(code: &str, agreed: &str, state: &Path) -> Country {
    std::fs::create_dir_all(state).unwrap();
    let rulebook = std::fs::read_to_string(folder().join("rulebook.toml")).unwrap();
    let own = state.join(format!("{code}.toml"));
    std::fs::write(&own, rulebook.replace("XXX", code).replace("\"STATISTICS\", \"RESEARCH\"", agreed)).unwrap();
    let person = |nth: u32| {
        let (sex, need) = (
            ["F", "M"][usize::from(nth.is_multiple_of(2))],
            ["voting", "pensions"][usize::from(nth.is_multiple_of(4))],
        );
        format!("{code}{nth:04},{sex},{need}\n")
    };
    let persons: String = (0..PERSONS).map(person).collect();
    let file = state.join(format!("{code}.csv"));
    std::fs::write(&file, format!("id,sex,need\n{persons}")).unwrap();
    Country {
        code: code.parse().unwrap(),
        name: code.to_owned(),
        rulebook: own,
        wider: vec![],
        studies: vec![],
        records: None,
        programme: false,
        inputs: vec![Input { dataset: Dataset::Survey, file, mapping: folder().join("mapping.toml") }],
    }
}

/// Focus groups of the node's sample file, as those of another study, with as many groups on voting as are wanted.
async fn talk(federation: &Federation, code: &str, of: Option<&str>) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../country-node");
    let text = std::fs::read_to_string(sample.join("focus-groups.sample.toml")).unwrap();
    let text = text.replace("GHA-NEEDS-2026", &format!("{code}-TALKS")).replace("NEED_DOCUMENTS", "NEED_VOTING");
    let text = match of {
        Some(of) => text
            .replace("# of = { study = \"GHDS\"", &format!("of = {{ study = \"{of}\""))
            .replace("\"DEU\"", "\"ITA\""),
        None => text,
    };
    let file = federation.place.folder().join(format!("{code}-focus.toml"));
    std::fs::write(&file, text).unwrap();
    let node = federation.open(code).await;
    if let Some(of) = of {
        let document = std::fs::read_to_string(sample.join("study.sample.toml")).unwrap();
        study::add(&node.store, &Study::from_toml(&document.replace("GHDS", of)).unwrap()).await.unwrap();
    }
    load(&node, &file).await.unwrap();
    node.store.close().await.unwrap();
}

async fn end(asker: &Asker, country: &str, member: &str) {
    let change = "mutation($country: CountryCode!, $id: String!) { changeAgreement(country: $country, id: $id, change: END) { outcome } }";
    let variables = json!({ "country": country, "id": format!("{country}-{member}-1") });
    assert_eq!(asker.data(change, &variables).await["changeAgreement"]["outcome"], "ANSWERED");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_gives_groups_and_figures_on_a_theme_and_each_part_names_its_own_absent() {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let inputs = place.path().join("inputs");
    let open = "\"STATISTICS\", \"RESEARCH\"";
    let countries =
        vec![country("COL", open, &inputs), country("CUB", open, &inputs), country("GHA", "\"STATISTICS\"", &inputs)];
    let federation = Federation::start_of(&place.path().join("state"), countries, 60_000).await;
    for (code, of) in [("COL", Some("TALKS")), ("CUB", None), ("GHA", None)] {
        talk(&federation, code, of).await;
    }
    end(&federation.asker("cub-officer"), "CUB", "IOM").await;

    let said = federation.asker("iom-analyst").data(ASK, &json!({})).await["themes"].take();
    assert_eq!((&said["groups"], &said["coverage"]), (&json!(12), &json!({ "expected": 3, "answered": 3 })));
    assert_eq!(
        said["countries"][0]["studies"],
        json!([{ "study": "COL-TALKS", "wave": { "owner": "Diaspora Affairs Office", "destinations": ["GBR", "ITA"] } }])
    );
    assert_eq!(said["countries"][1]["studies"], json!([{ "study": "CUB-TALKS", "wave": null }]));

    let voting = &said["themes"][0];
    assert_eq!((&voting["groups"], &voting["countries"], &voting["reason"]), (&json!(9), &json!(3), &Value::Null));
    let question = &voting["questions"][0];
    assert_eq!((&question["by"], &question["codes"]), (&json!(["NEED"]), &json!([{ "code": "VOTING" }])));
    let beside = &question["beside"];
    assert_eq!(beside["coverage"], json!({ "expected": 3, "answered": 1 }));
    let of = |at: usize, name: &str| beside["countries"][at][name].as_str().unwrap_or_default().to_owned();
    assert_eq!([of(0, "outcome"), of(1, "outcome"), of(2, "outcome")], ["ANSWERED", "DECLINED", "DECLINED"]);
    assert!(of(1, "reason").starts_with("Agreement CUB-IOM-1 is "), "{}", of(1, "reason"));
    assert_eq!(of(2, "reason"), "Persons in SURVEY of GHA are not asked to agree to this purpose for this member.");
    let figures = beside["countries"][0]["figures"].as_array().unwrap();
    let voters = figures.iter().find(|figure| figure["codes"][0]["code"] == "VOTING").unwrap();
    let agreed = (0..PERSONS)
        .filter(|nth: &u32| !nth.is_multiple_of(4) && compose::consents::agrees(&format!("COL{nth:04}")))
        .count();
    let truth = f64::from(u32::try_from(agreed).unwrap());
    let (lower, upper) = (voters["lower"].as_f64().unwrap(), voters["upper"].as_f64().unwrap());
    assert!(truth > 250.0 && lower < upper && (lower..=upper).contains(&truth), "{truth}: {voters}");
    assert_eq!(beside["combined"]["figures"].as_array().unwrap().len(), figures.len());
    assert!(beside["citation"]["id"].is_string());
    let sides = question["sides"].as_array().unwrap();
    assert_eq!(sides[0]["groups"], json!([{ "study": "TALKS", "period": "2026" }]));
    assert_eq!(
        (&sides[0]["figures"]["study"], &sides[0]["nearness"]),
        (&Value::Null, &json!("APART")),
        "TALKS has no figures"
    );
    assert_eq!((&sides[1]["figures"], &sides[1]["nearness"]), (&Value::Null, &Value::Null), "an agreement ended");

    // A theme that surveys could ask for, and none of these did; and one for which they share no question.
    let mobility = &said["themes"][1]["questions"][0];
    assert_eq!(
        (&mobility["by"], &mobility["beside"]["coverage"]["answered"]),
        (&json!(["RETURN_INTENTION"]), &json!(0))
    );
    assert_eq!(mobility["beside"]["combined"], Value::Null);
    assert_eq!(mobility["beside"]["countries"][0]["outcome"], "DECLINED");
    assert_eq!(mobility["beside"]["countries"][0]["reason"], "SURVEY of COL has no tables by RETURN_INTENTION.");
    assert_eq!(said["themes"][2]["questions"], json!([]));
    assert_eq!(said["themes"][2]["reason"], "Surveys share no question that speaks of this theme.");
    federation.stop().await;
}
