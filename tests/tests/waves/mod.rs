//! The whole of a real survey file, 85,576 persons of 17 origins, in two waves of a study: taken in by two mapping files that
//! serve every origin, and compared wave by wave.

use crate::survey::records::Records;
use compose::country::{Country, Input};
use country_node::store::person;
use federation_tests::asker::Asker;
use federation_tests::federation::Federation;
use schema::concept::{Axis, Dataset, Dimension};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every origin that the file has.
const ORIGINS: [&str; 17] = [
    "ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "GTM", "HND", "NIC", "PAN", "PER", "PRY", "SLV", "URY",
    "VEN",
];

/// The records of the file, and how many of them have an even number.
const RECORDS: u64 = 85_576;

const SERIES: &str = "query($input: CompareInput!) { series(input: $input) { countries { country { code } outcome waves { \
    referencePeriod outcome breaks source { release study { study questionnaire } } \
    figures { codes { code } items { item code } value protectionError status } } } } }";

const OWN: &str = "query($input: CompareInput!) { compare(input: $input) { coverage { answered } \
    combined { figures { items { item code label } value } } } }";

/// What changed between the waves.
const BREAKS: [&str; 2] = [
    "Employment is asked for the first time.",
    "Questionnaire: without employment in 2024-H1; with employment in 2024-H2.",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/waves")
}

/// The origins as countries of a federation, each with both waves.
fn countries(state: &Path) -> Vec<Country> {
    let rulebook = std::fs::read_to_string(folder().join("rulebook.toml")).unwrap();
    std::fs::create_dir_all(state).unwrap();
    let country = |code: &str| {
        let own = state.join(format!("{code}.toml"));
        std::fs::write(&own, rulebook.replace("XXX", code)).unwrap();
        let file = compose::country::folder().join("data/acs2024_latam_diaspora_persons16plus.csv");
        let input = |wave: &str| Input {
            dataset: Dataset::Survey,
            file: file.clone(),
            mapping: folder().join(format!("{wave}.toml")),
        };
        Country {
            code: code.parse().unwrap(),
            name: code.to_owned(),
            rulebook: own,
            wider: vec![],
            studies: vec![folder().join("study.toml")],
            records: None,
            programme: false,
            inputs: vec![input("2024-H1"), input("2024-H2")],
        }
    };
    ORIGINS.map(country).to_vec()
}

/// Asks for a series and gives each country's waves.
async fn series(asker: &Asker, input: Value) -> BTreeMap<String, Vec<Value>> {
    let said = asker.data(SERIES, &json!({ "input": input })).await;
    let countries = said["series"]["countries"].as_array().unwrap().clone();
    let waves = |country: Value| {
        assert_eq!(country["outcome"], "ANSWERED", "{country}");
        (country["country"]["code"].as_str().unwrap().to_owned(), country["waves"].as_array().unwrap().clone())
    };
    countries.into_iter().map(waves).collect()
}

fn statuses(wave: &Value) -> Vec<&str> {
    wave["figures"].as_array().unwrap().iter().map(|figure| figure["status"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn seventeen_origins_answer_two_waves_and_say_what_the_first_did_not_ask() {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let countries = countries(&place.path().join("rulebooks"));
    let federation = Federation::start_of(&place.path().join("state"), countries.clone(), 60_000).await;
    let mut loaded = 0;
    for origin in ORIGINS {
        let node = federation.open(origin).await;
        loaded += person::Entity::find().count(&node.store).await.unwrap();
        node.store.close().await.unwrap();
    }
    assert_eq!(loaded, RECORDS, "every record of the file is a record of some node");

    let asker = federation.asker("iom-analyst");
    let ask = |by: Value| json!({ "dataset": "SURVEY", "by": by, "purpose": "RESEARCH" });
    let by = [Axis::Shared(Dimension::Sex), Axis::Shared(Dimension::Age)];
    every_figure_is_of_its_wave(&countries, &series(&asker, ask(json!(["SEX", "AGE"]))).await, &by);

    // A question of the study's own, which both waves asked, beside a shared dimension; and one that the second wave added.
    let english = Axis::Item("QUESTION:ENGLISH".parse().unwrap());
    let own = |by: Value, item: &str| json!({ "dataset": "SURVEY", "study": "ACS", "by": by, "byItem": [item], "purpose": "RESEARCH" });
    let said = series(&asker, own(json!(["SEX"]), "QUESTION:ENGLISH")).await;
    every_figure_is_of_its_wave(&countries, &said, &[Axis::Shared(Dimension::Sex), english]);
    let combined = asker.data(OWN, &json!({ "input": own(json!([]), "QUESTION:ENGLISH") })).await;
    assert_eq!(combined["compare"]["coverage"]["answered"], ORIGINS.len());
    let labels: Vec<&str> = combined["compare"]["combined"]["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figure| figure["items"][0]["label"].as_str().unwrap())
        .collect();
    // In the order of the study's document, and why there is no answer last.
    assert_eq!(labels, ["Very well", "Well", "Not well", "Not at all", "Not asked (does not apply)"]);

    // A dimension that the second wave asked for, and a quantity.
    let wages = json!({ "dataset": "SURVEY", "measure": { "kind": "MEAN", "of": "WAGES" }, "by": ["SEX"], "purpose": "RESEARCH" });
    let citizen = own(json!(["SEX"]), "QUESTION:CITIZEN");
    for input in [ask(json!(["EMPLOYMENT"])), ask(json!(["EMPLOYMENT", "SEX"])), wages, citizen] {
        for (origin, waves) in series(&asker, input.clone()).await {
            let [first, second] = waves.as_slice() else { panic!("{origin}: {waves:?}") };
            assert!(statuses(first).iter().all(|status| *status == "NOT_ASKED"), "{origin}: {first}");
            assert!(first["figures"].as_array().unwrap().iter().all(|figure| figure["value"].is_null()));
            assert_eq!(statuses(first).len(), statuses(second).len(), "{origin}: the same codes in both waves");
            // Of an origin with few persons the noise of a draw can leave every figure unreliable: it is a figure all the same.
            let is_figure = |status: &&str| matches!(*status, "PUBLISHED" | "UNRELIABLE");
            assert!(statuses(second).iter().any(is_figure), "{origin}: {second}");
            assert_eq!(second["breaks"], json!(BREAKS), "{origin}: what was not asked has no unit to break with");
        }
    }

    // The same by `compare`: where a wave is named, and where none is and the latest answers.
    let mut former = ask(json!(["EMPLOYMENT"]));
    former["at"] = json!("2024-H1");
    let first = asker.compare(former).await;
    assert_eq!(first.coverage.answered, ORIGINS.len());
    assert!(first.combined.unwrap().figures.iter().all(|figure| figure.status == "NOT_ASKED"));
    let latest = asker.compare(ask(json!(["EMPLOYMENT"]))).await;
    assert!(latest.countries.iter().all(|country| country.source.as_ref().unwrap().reference_period == "2024-H2"));

    let studies = asker.data("{ studies(dataset: SURVEY) { studies { country { code } study waves { referencePeriod dimensions items { item text } } } unknown { reason } } }", &json!({})).await;
    let studies = studies["studies"]["studies"].as_array().unwrap();
    assert_eq!(studies.len(), ORIGINS.len());
    for study in studies {
        let asks = |wave: usize| study["waves"][wave]["dimensions"].as_array().unwrap().contains(&json!("EMPLOYMENT"));
        assert_eq!((study["study"].as_str(), asks(0), asks(1)), (Some("ACS"), false, true), "{study}");
        let items = |wave: usize| study["waves"][wave]["items"].as_array().unwrap().len();
        assert_eq!((items(0), items(1)), (1, 2), "{study}");
        assert_eq!(study["waves"][1]["items"][1]["text"], "Is this person a citizen of the United States?");
    }
    federation.stop().await;
}

/// Holds each published figure of both waves against the records that the split puts there.
fn every_figure_is_of_its_wave(countries: &[Country], said: &BTreeMap<String, Vec<Value>>, by: &[Axis]) {
    let (mut published, mut covered) = (0_u32, 0_u32);
    for country in countries {
        let waves = &said[country.code.as_str()];
        assert_eq!(waves.len(), 2);
        let breaks: Vec<&str> =
            waves[1]["breaks"].as_array().unwrap().iter().map(|said| said.as_str().unwrap()).collect();
        assert_eq!(breaks, BREAKS);
        assert_eq!(waves[0]["breaks"], json!([]));
        for ((wave, input), even) in waves.iter().zip(&country.inputs).zip([true, false]) {
            let is_in_wave = |id: &str| id.as_bytes().last().unwrap().is_multiple_of(2) == even;
            let records = Records::of_wave(country, input, is_in_wave);
            let axes = records.axes_of(by);
            let truth = records.table(&axes);
            for figure in wave["figures"].as_array().unwrap() {
                let codes =
                    [&figure["codes"], &figure["items"]].into_iter().flat_map(|codes| codes.as_array().unwrap());
                let codes: Vec<String> = codes.map(|c| c["code"].as_str().unwrap().to_owned()).collect();
                let cell = &truth[records.place(&axes, &codes)];
                let Some(value) = figure["value"].as_f64() else { continue };
                published += 1;
                let error = figure["protectionError"].as_f64().unwrap();
                covered += u32::from((value - cell.weight).abs() <= error + 1e-6);
            }
        }
    }
    println!(
        "two waves of 17 origins by {by:?}: {published} figures published, protection covers the truth in {covered}"
    );
    assert!(published > 100 && f64::from(covered) >= 0.93 * f64::from(published), "{covered} of {published}");
}
