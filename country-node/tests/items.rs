//! Items: choices of a concept that takes several, and questions of a study's own, from the file to the answer.

use crate::ground::{Ground, HEADER, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use country_node::study;
use node_rules::study::Study;
use serde_json::{Value, json};
use std::fmt::Write;

const PEOPLE: usize = 600;

/// A study whose second wave asks a question of its own.
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
[[question]]
id = "VISITS"
text = { spa = "¿Cuántas veces ha visitado Colombia?", eng = "How often did you visit Colombia?" }
codes = [
  { code = "OFTEN", label = { spa = "Más de una vez", eng = "More than once" } },
  { code = "ONCE", label = { spa = "Una vez" } },
  { code = "NEVER", label = { spa = "Nunca", eng = "Never" } },
]
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
modes = ["TELEPHONE"]
instrument = "1"
[[wave.weight]]
variable = "weight"
domain = "All who were asked"
"#;

const ITEMS: &str = r#"
[[item]]
item = "NEED:VOTING"
fit = "IDENTICAL"
column = "vote"
codes = { "1" = "YES", "0" = "NO" }
[[item]]
item = "NEED:PENSIONS"
fit = "APPROXIMATE"
note = "Asked together with other benefits."
column = "pension"
codes = { "1" = "YES", "0" = "NO" }
"#;

const VISITS: &str = r#"
[[item]]
item = "QUESTION:VISITS"
column = "visits"
codes = { "0" = "NEVER", "1" = "ONCE", "2" = "OFTEN" }
missing = { "" = "_N" }
"#;

fn study(change: impl Fn(&str) -> String) -> Study {
    Study::from_toml(&change(COLS)).unwrap()
}

fn mapping(period: &str, items: &str) -> String {
    let header = "\"school\", \"weight\", \"vote\", \"pension\", \"visits\"";
    let text = SURVEY
        .replace("dataset = \"SURVEY\"", "dataset = \"SURVEY\"\nstudy = \"COLS\"")
        .replace("value = \"2024\"", &format!("value = \"{period}\""))
        .replace("\"school\", \"weight\"", header);
    text + items
}

/// What the person with this number chose and said: voting, pensions, visits.
fn said(n: usize) -> (usize, usize, &'static str) {
    (usize::from(n.is_multiple_of(3)), usize::from(n % 5 < 2), ["0", "1", "2", "2", ""][n % 5])
}

fn file() -> String {
    let mut text = HEADER.trim().to_owned() + ",vote,pension,visits\n";
    for (n, line) in survey(PEOPLE).lines().skip(1).enumerate() {
        let (vote, pension, visits) = said(n);
        writeln!(text, "{line},{vote},{pension},{visits}").unwrap();
    }
    text
}

/// A node with both waves: the first without the study's own question.
async fn with_items() -> Ground {
    let ground = Ground::new().await.under(
        "\"AGE\", \"EDUCATION\"]",
        "\"AGE\", \"EDUCATION\", \"NEED:VOTING\", \"NEED:PENSIONS\", \"QUESTION:VISITS\"]\n\
         wider = [[\"SEX\", \"NEED:VOTING\", \"NEED:PENSIONS\"]]",
    );
    let ground = ground.await;
    study::add(&ground.node.store, &study(str::to_owned)).await.unwrap();
    let file = ground.write("survey.csv", file());
    ground.import(&mapping("2022", ITEMS), &file).await.unwrap();
    ground.import(&mapping("2024", &format!("{ITEMS}{VISITS}")), &file).await.unwrap();
    ground.consent(&(0..PEOPLE).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-COLS-2022-1", "COL-SURVEY-COLS-2024-1"]);
    ground
}

async fn ask(serving: &Serving, by: &[&str], by_item: &[&str], more: Value) -> Value {
    let query = "query($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason \
        figures { codes value status protectionError base } \
        source { referencePeriod fits { dimension } items { item text fit note codes { code label } } } } }";
    let mut question = json!({ "dataset": "SURVEY", "by": by, "byItem": by_item, "purpose": "RESEARCH" });
    question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let (_, mut said) = serving.query(Some(serving.analyst()), query, json!({ "q": [question] })).await;
    assert_eq!(said.get("errors"), None, "{said}");
    said["data"]["answers"][0].take()
}

fn weight(n: usize) -> f64 {
    (1 + n * 37 % 100) as f64
}

/// Holds each figure's value against the weights of those whom `code` gives the same codes.
fn holds(answer: &Value, codes: impl Fn(usize) -> Vec<String>) {
    let figures = answer["figures"].as_array().unwrap();
    assert!(!figures.is_empty(), "{answer}");
    for figure in figures {
        let named: Vec<String> = serde_json::from_value(figure["codes"].clone()).unwrap();
        let truth: f64 = (0..PEOPLE).filter(|n| codes(*n) == named).map(weight).sum();
        let (value, error) = (figure["value"].as_f64(), figure["protectionError"].as_f64());
        let off = (value.unwrap_or_else(|| panic!("{figure}")) - truth).abs();
        // The bound is a 95 % one.
        assert!(off <= 1.5 * error.unwrap() + 1e-6, "{named:?}: {truth} is said to be {figure}");
    }
}

fn visits(n: usize) -> String {
    match said(n).2 {
        "0" => "NEVER",
        "1" => "ONCE",
        "2" => "OFTEN",
        _ => "_N",
    }
    .to_owned()
}

fn yes(chosen: usize) -> String {
    if chosen == 1 { "YES" } else { "NO" }.to_owned()
}

#[tokio::test]
async fn a_studys_own_question_is_asked_about_by_its_id() {
    let ground = with_items().await;
    let serving = Serving::start(&ground).await;
    let study = json!({ "study": "COLS" });
    let answer = ask(&serving, &["SEX"], &["QUESTION:VISITS"], study).await;
    holds(&answer, |n| vec![if n % 2 == 0 { "M" } else { "F" }.to_owned(), visits(n)]);
    assert_eq!(answer["source"]["fits"], json!([{ "dimension": "SEX" }]));
    let label = |code: &str, label: &str| json!({ "code": code, "label": label });
    assert_eq!(
        answer["source"]["items"],
        json!([{
            "item": "QUESTION:VISITS", "text": "How often did you visit Colombia?", "fit": null, "note": null,
            "codes": [label("OFTEN", "More than once"), label("ONCE", "Una vez"), label("NEVER", "Never"), label("_N", "Not answered")],
        }])
    );
    let often = json!({ "study": "COLS", "whereItem": [{ "item": "QUESTION:VISITS", "in": ["OFTEN", "ONCE"] }] });
    let answer = ask(&serving, &["SEX"], &[], often).await;
    holds(&answer, |n| {
        let travelled = ["OFTEN", "ONCE"].contains(&visits(n).as_str());
        vec![
            if !travelled {
                ""
            } else if n % 2 == 0 {
                "M"
            } else {
                "F"
            }
            .to_owned(),
        ]
    });
    serving.stop().await;
}

#[tokio::test]
async fn a_wave_that_did_not_ask_a_studys_own_question_says_so_with_the_codes_of_the_one_that_did() {
    let ground = with_items().await;
    let serving = Serving::start(&ground).await;
    let answer = ask(&serving, &[], &["QUESTION:VISITS"], json!({ "study": "COLS", "at": "2022" })).await;
    assert_eq!(answer["outcome"], "ANSWERED");
    let figures = answer["figures"].as_array().unwrap();
    let codes: Vec<&str> = figures.iter().map(|figure| figure["codes"][0].as_str().unwrap()).collect();
    assert_eq!(codes, ["NEVER", "OFTEN", "ONCE", "_N"]);
    assert!(figures.iter().all(|figure| figure["status"] == "NOT_ASKED" && figure["value"].is_null()), "{answer}");
    assert_eq!(answer["source"]["items"][0]["text"], "How often did you visit Colombia?");
    // Of a question that no wave has, there is nothing.
    let unknown = ask(&serving, &[], &["QUESTION:MONEY"], json!({ "study": "COLS" })).await;
    assert_eq!(unknown["outcome"], "DECLINED");
    assert_eq!(unknown["reason"], "SURVEY of COL has no tables by QUESTION:MONEY.");
    serving.stop().await;
}

#[tokio::test]
async fn choices_of_one_concept_are_each_a_yes_or_no_and_stand_together_where_a_table_is_named() {
    let ground = with_items().await;
    let serving = Serving::start(&ground).await;
    let voting = ask(
        &serving,
        &["SEX", "AGE"],
        &["NEED:VOTING"],
        json!({ "whereItem": [{ "item": "NEED:VOTING", "in": ["YES"] }] }),
    )
    .await;
    assert!(voting["figures"].as_array().unwrap().iter().all(|figure| figure["codes"][2] == "YES"), "{voting}");
    let pensions = ask(&serving, &[], &["NEED:PENSIONS"], json!({})).await;
    holds(&pensions, |n| vec![yes(said(n).1)]);
    let said_of_it = &pensions["source"]["items"][0];
    assert_eq!((&said_of_it["text"], &said_of_it["fit"]), (&json!("Need: Pensions"), &json!("APPROXIMATE")));
    let both = ask(&serving, &["SEX"], &["NEED:PENSIONS", "NEED:VOTING"], json!({})).await;
    holds(&both, |n| vec![if n % 2 == 0 { "M" } else { "F" }.to_owned(), yes(said(n).1), yes(said(n).0)]);
    let unnamed = ask(&serving, &["AGE"], &["NEED:PENSIONS", "NEED:VOTING"], json!({})).await;
    assert_eq!(unnamed["reason"], "SURVEY of COL has no table of these 3 dimensions together.");
    serving.stop().await;
}

#[tokio::test]
async fn a_mapping_fills_only_questions_that_the_studys_document_has_and_a_document_keeps_what_is_loaded() {
    let ground = Ground::new().await;
    let without = |text: &str| {
        let (from, to) = (text.find("[[question]]").unwrap(), text.find("[[wave]]").unwrap());
        format!("{}{}", &text[..from], &text[to..])
    };
    study::add(&ground.node.store, &study(without)).await.unwrap();
    let file = ground.write("survey.csv", file());
    let whole = mapping("2024", &format!("{ITEMS}{VISITS}"));
    let fault = ground.import(&whole, &file).await.unwrap_err();
    assert!(
        fault.to_string().contains("`QUESTION:VISITS`; expected a question, which a document of study COLS has"),
        "{fault}"
    );
    study::add(&ground.node.store, &study(str::to_owned)).await.unwrap();
    let other_code = whole.replace("\"2\" = \"OFTEN\"", "\"2\" = \"TWICE\"");
    let fault = ground.import(&other_code, &file).await.unwrap_err();
    assert!(fault.to_string().contains("`TWICE`; expected a code of QUESTION:VISITS, which"), "{fault}");
    assert_eq!(ground.counts().await, [0; 3], "nothing is left of what was refused");
    ground.import(&whole, &file).await.unwrap();
    let lost = study::add(&ground.node.store, &study(without)).await.unwrap_err();
    assert_eq!(lost.to_string(), "the document of COLS lacks what is loaded: question VISITS");
    // What is loaded keeps its meaning; another language, and another answer, may come.
    let swapped = |text: &str| {
        text.replace("eng = \"Never\"", "eng = \"More\"").replace("eng = \"More than once\"", "eng = \"Never\"")
    };
    let lost = study::add(&ground.node.store, &study(swapped)).await.unwrap_err();
    assert_eq!(
        lost.to_string(),
        "the document of COLS lacks what is loaded: what code NEVER of question VISITS meant, what code OFTEN of question \
         VISITS meant"
    );
    let more = |text: &str| {
        text.replace("{ spa = \"Una vez\" }", "{ spa = \"Una vez\", eng = \"Once\" }")
            .replace("codes = [\n", "codes = [\n  { code = \"SETTLED\", label = { eng = \"Came back for good\" } },\n")
    };
    study::add(&ground.node.store, &study(more)).await.unwrap();
}

/// The study with a question of where persons live, of so many towns.
fn towns(count: usize, places: &str) -> Study {
    let code = |town| format!("{{ code = \"TOWN_{town}\", label = {{ eng = \"Town {town}\" }} }},\n");
    let codes: String = (0..count).map(code).collect();
    let question = format!(
        "[[question]]\nid = \"TOWN\"\ntext = {{ eng = \"In which town do you live?\" }}\n{places}codes = [\n{codes}]\n[[wave]]"
    );
    study(|text| text.replacen("[[wave]]", &question, 1))
}

#[tokio::test]
async fn no_release_is_cut_by_the_towns_of_a_studys_own_question_however_many_live_there() {
    let codes: String = (0..20).map(|town| format!("\"{town}\" = \"TOWN_{town}\", ")).collect();
    let item = format!("[[item]]\nitem = \"QUESTION:TOWN\"\ncolumn = \"visits\"\ncodes = {{ {codes} }}\n");
    let ground = Ground::new().await.under("\"AGE\", \"EDUCATION\"]", "\"AGE\", \"QUESTION:TOWN\"]").await;
    study::add(&ground.node.store, &towns(20, "places = true\n")).await.unwrap();
    let mut text = HEADER.trim().to_owned() + ",vote,pension,visits\n";
    for (n, line) in survey(PEOPLE).lines().skip(1).enumerate() {
        writeln!(text, "{line},0,0,{}", n % 20).unwrap();
    }
    let file = ground.write("survey.csv", text);
    ground.import(&mapping("2024", &item), &file).await.unwrap();
    ground.consent(&(0..PEOPLE).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    let fault = ground.release().await.unwrap_err().to_string();
    assert!(fault.starts_with("SURVEY: QUESTION:TOWN, which the rulebook names, is fine geography: "), "{fault}");
    // The same list, had its study said that these are no places, is one like others.
    study::add(&ground.node.store, &towns(20, "places = false\n")).await.unwrap();
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-COLS-2024-1"]);
}
