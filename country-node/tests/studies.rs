//! Studies: a new wave or a wholly new study is a document and a mapping; what a wave did not ask is said to be so.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::{Serving, by};
use country_node::intake::load::LoadFault;
use country_node::release::cut::{Which, cut};
use country_node::release::recall::{Instead, recall};
use country_node::study::{self, AddFault, StudyLacks};
use node_rules::study::Study;
use schema::concept::Dataset;
use serde_json::{Value, json};

/// A study of two waves; the second asks for AGE and EDUCATION, the first did not.
const COLS: &str = r#"
version = 1
id = "COLS"
title = "Survey of Colombians abroad"
owner = "A statistical office"
sampling = "PROBABILITY"
universe = "Colombians in the United States"
population_basis = "CITIZENSHIP"
destinations = ["USA"]
[[instrument]]
version = "1"
languages = ["spa"]
[[instrument]]
version = "2"
languages = ["spa", "eng"]
[[wave]]
period = "2022"
fieldwork = { from = "2022-01-10", to = "2022-03-01" }
modes = ["TELEPHONE"]
instrument = "1"
[[wave.weight]]
variable = "weight"
domain = "All who were asked"
[[wave]]
period = "2024"
fieldwork = { from = "2024-01-10", to = "2024-03-01" }
modes = ["TELEPHONE", "WEB"]
instrument = "2"
break_before = "On the web too."
[[wave.weight]]
variable = "weight"
domain = "All who were asked"
"#;

/// The mapping of a wave; that of 2022 is without AGE and EDUCATION.
pub fn mapping(study: &str, period: &str, whole: bool) -> String {
    let of_study = SURVEY.replace("dataset = \"SURVEY\"", &format!("dataset = \"SURVEY\"\nstudy = \"{study}\""));
    let of_wave = of_study.replace("value = \"2024\"", &format!("value = \"{period}\""));
    if whole {
        return of_wave;
    }
    let at = of_wave.find("[[concept]]\ndimension = \"AGE\"").unwrap();
    of_wave[..at].to_owned()
}

/// The document of a study with both waves.
pub fn document(id: &str, change: impl Fn(String) -> String) -> Study {
    Study::from_toml(&change(COLS.replace("id = \"COLS\"", &format!("id = \"{id}\"")))).unwrap()
}

pub async fn add(ground: &Ground, study: &Study) -> Result<(), AddFault> {
    study::add(&ground.node.store, study).await
}

/// A node with both waves of the study, of 300 persons each, released.
async fn with_waves() -> Ground {
    let ground = Ground::new().await;
    add(&ground, &document("COLS", |text| text)).await.unwrap();
    let file = ground.write("survey.csv", survey(300));
    ground.import(&mapping("COLS", "2022", false), &file).await.unwrap();
    ground.import(&mapping("COLS", "2024", true), &file).await.unwrap();
    ground.consent(&(0..300).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-COLS-2022-1", "COL-SURVEY-COLS-2024-1"]);
    ground
}

async fn ask(serving: &Serving, question: Value) -> Value {
    let query = "query($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason figures { codes value status } \
        source { release referencePeriod study { study title sampling fieldworkFrom modes questionnaire languages breakBefore } } } }";
    let (_, mut said) = serving.query(Some(serving.analyst()), query, json!({ "q": [question] })).await;
    said["data"]["answers"][0].take()
}

#[tokio::test]
async fn a_wave_is_loaded_only_where_its_study_says_that_there_is_one() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", survey(20));
    let load = |study: &'static str, period: &'static str| {
        let (ground, file) = (&ground, file.clone());
        async move { ground.import(&mapping(study, period, true), &file).await.unwrap_err() }
    };
    let unknown = load("COLS", "2024").await;
    assert!(matches!(unknown, LoadFault::Study(StudyLacks::Document(_))), "{unknown}");
    add(&ground, &document("COLS", |text| text)).await.unwrap();
    let fault = load("COLS", "2030").await;
    assert!(
        fault.to_string().contains("`2030`; expected a wave of study COLS: 2022, 2024. A document with one"),
        "{fault}"
    );
    assert_eq!(ground.counts().await, [0; 3], "nothing is left of what was refused");
}

#[tokio::test]
async fn a_document_grows_and_keeps_each_wave_that_is_loaded() {
    let ground = with_waves().await;
    let without_first = |text: String| {
        let (first, second) = (text.find("[[wave]]").unwrap(), text.rfind("[[wave]]").unwrap());
        format!("{}{}", &text[..first], &text[second..]).replace("break_before = \"On the web too.\"", "")
    };
    let lost = add(&ground, &document("COLS", without_first)).await.unwrap_err();
    assert_eq!(lost.to_string(), "the document of COLS lacks what is loaded: 2022");
    let more = |text: String| {
        text + "[[wave]]\nperiod = \"2026\"\nfieldwork = { from = \"2026-01-10\", to = \"2026-03-01\" }\n\
                modes = [\"WEB\"]\ninstrument = \"2\"\n\
                [[wave.weight]]\nvariable = \"weight\"\ndomain = \"All\"\n"
    };
    add(&ground, &document("COLS", more)).await.unwrap();
    let file = ground.write("survey.csv", survey(300));
    ground.import(&mapping("COLS", "2026", true), &file).await.unwrap();
    ground.later(60);
    assert!(ground.release().await.unwrap().contains(&"COL-SURVEY-COLS-2026-1".to_owned()));
}

#[tokio::test]
async fn a_document_keeps_the_weights_and_destinations_of_what_is_loaded() {
    let ground = with_waves().await;
    let weight = "[[wave.weight]]\nvariable = \"weight\"\ndomain = \"All who were asked\"\n";
    let lost = |change: &'static str| {
        let changed = document("COLS", |text| text.replace(weight, change).replace("[\"USA\"]", "[\"ITA\"]"));
        let ground = &ground;
        async move { add(ground, &changed).await.unwrap_err().to_string() }
    };
    assert_eq!(
        lost("").await,
        "the document of COLS lacks what is loaded: destination USA, weight weight of wave 2022, or a part of where it is valid, \
         weight weight of wave 2024, or a part of where it is valid"
    );
    let narrower = "[[wave.weight]]\nvariable = \"weight\"\ndomain = \"Women\"\nwithin = { SEX = [\"F\"] }\n";
    assert!(lost(narrower).await.contains("weight weight of wave 2022, or a part of where it is valid"));
    let wider = |text: String| text.replace("[\"USA\"]", "[\"ITA\", \"USA\"]").replace("All who", "All those who");
    add(&ground, &document("COLS", wider)).await.unwrap();
}

#[tokio::test]
async fn the_latest_wave_answers_and_says_of_which_study_it_is() {
    let ground = with_waves().await;
    let serving = Serving::start(&ground).await;
    let latest = ask(&serving, by(&["SEX"])).await;
    assert_eq!(latest["source"]["release"], "COL-SURVEY-COLS-2024-1");
    assert_eq!(
        latest["source"]["study"],
        json!({ "study": "COLS", "title": "Survey of Colombians abroad", "sampling": "PROBABILITY",
                "fieldworkFrom": "2024-01-10", "modes": ["TELEPHONE", "WEB"], "questionnaire": "2",
                "languages": ["spa", "eng"], "breakBefore": "On the web too." })
    );
    let mut former = by(&["SEX"]);
    former["at"] = json!("2022");
    assert_eq!(ask(&serving, former).await["source"]["study"]["breakBefore"], Value::Null);
    let mut other = by(&["SEX"]);
    other["study"] = json!("ELSE");
    assert_eq!(ask(&serving, other).await["outcome"], "NOT_PUBLISHED");
    serving.stop().await;
}

#[tokio::test]
async fn what_a_wave_did_not_ask_is_not_asked_there_and_a_figure_where_it_was() {
    let ground = with_waves().await;
    let serving = Serving::start(&ground).await;
    let at = |period: &str, by_what: &[&str]| {
        let mut question = by(by_what);
        question["at"] = json!(period);
        question
    };
    let asked = ask(&serving, at("2024", &["EDUCATION"])).await;
    let codes = |answer: &Value| -> Vec<Value> {
        answer["figures"].as_array().unwrap().iter().map(|figure| figure["codes"].clone()).collect()
    };
    assert!(asked["figures"].as_array().unwrap().iter().all(|figure| figure["value"].is_number()), "{asked}");
    let not_asked = ask(&serving, at("2022", &["EDUCATION"])).await;
    assert_eq!((&not_asked["outcome"], codes(&not_asked)), (&json!("ANSWERED"), codes(&asked)));
    for figure in not_asked["figures"].as_array().unwrap() {
        assert_eq!((&figure["status"], &figure["value"]), (&json!("NOT_ASKED"), &Value::Null));
    }
    // With what was asked beside it, and filtered, it is the same.
    let beside = ask(&serving, at("2022", &["SEX", "EDUCATION"])).await;
    assert!(beside["figures"].as_array().unwrap().iter().all(|figure| figure["status"] == "NOT_ASKED"), "{beside}");
    let mut filtered = at("2022", &["SEX"]);
    filtered["where"] = json!([{ "dimension": "EDUCATION", "in": ["5T8"] }]);
    let filtered = ask(&serving, filtered).await;
    assert!(filtered["figures"].as_array().unwrap().iter().all(|figure| figure["status"] == "NOT_ASKED"), "{filtered}");
    // What no wave of the study asks is no table of it.
    assert_eq!(ask(&serving, at("2022", &["GENERATION"])).await["outcome"], "DECLINED");
    serving.stop().await;
}

#[tokio::test]
async fn of_several_studies_the_one_that_asked_answers_unless_one_is_named() {
    let ground = with_waves().await;
    // A later study that asks for neither AGE nor EDUCATION.
    let later = |text: String| text.replace("2024", "2025").replace("On the web too.", "Another.");
    add(&ground, &document("ATT", later)).await.unwrap();
    let file = ground.write("survey.csv", survey(300));
    ground.import(&mapping("ATT", "2025", false), &file).await.unwrap();
    ground.later(60);
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let release = |answer: &Value| answer["source"]["release"].as_str().unwrap().to_owned();
    assert_eq!(release(&ask(&serving, by(&["SEX"])).await), "COL-SURVEY-ATT-2025-1");
    assert_eq!(release(&ask(&serving, by(&["AGE"])).await), "COL-SURVEY-COLS-2024-2");
    let mut named = by(&["SEX"]);
    named["study"] = json!("COLS");
    assert_eq!(release(&ask(&serving, named.clone()).await), "COL-SURVEY-COLS-2024-2");
    named["at"] = json!("2025");
    assert_eq!(ask(&serving, named).await["outcome"], "NOT_PUBLISHED", "the other study's wave is not this one's");
    serving.stop().await;
}

#[tokio::test]
async fn data_of_no_study_and_a_studys_wave_of_one_period_are_cut_and_recalled_each_by_itself() {
    let ground = Ground::new().await;
    add(&ground, &document("COLS", |text| text)).await.unwrap();
    let file = ground.write("survey.csv", survey(300));
    ground.import(SURVEY, &file).await.unwrap();
    ground.import(&mapping("COLS", "2024", true), &file).await.unwrap();
    ground.consent(&(0..300).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    let of = |study: Option<&str>| Which {
        dataset: Some(Dataset::Survey),
        study: Some(study.map(|study| study.parse().unwrap())),
        period: Some("2024".into()),
    };
    assert_eq!(cut(&ground.node, &of(None)).await.unwrap(), ["COL-SURVEY-2024-1"]);
    assert_eq!(cut(&ground.node, &of(Some("COLS"))).await.unwrap(), ["COL-SURVEY-COLS-2024-1"]);
    ground.later(60);
    let next = recall(&ground.node, "COL-SURVEY-2024-1", "for the test", Instead::Next).await.unwrap();
    assert_eq!(next.as_deref(), Some("COL-SURVEY-2024-2"));
    let of_study = cut(&ground.node, &of(Some("COLS"))).await.unwrap();
    assert_eq!(of_study, ["COL-SURVEY-COLS-2024-2"], "the other's version was not counted up");
}
