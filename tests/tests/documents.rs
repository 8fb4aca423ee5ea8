//! What is written is so: the README's first comparison, the printed query, and a description on everything in both
//! schemas.

use crate::world::{root, run, world};
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{InputValueDefinition, ServiceDocument, TypeKind, TypeSystemDefinition};
use serde_json::{Value, json};

const HEADING: &str = "## A first comparison";

/// The fenced block of a kind after a place in a text.
fn block<'a>(text: &'a str, kind: &str) -> &'a str {
    let fence = format!("```{kind}\n");
    let (_, rest) = text.split_once(&fence).unwrap_or_else(|| panic!("no ```{kind} block under `{HEADING}`"));
    rest.split_once("\n```").expect("a block ends").0
}

/// Whether an answer is the shown one: numbers as far as they are shown, everything else exactly.
fn assert_shown(shown: &Value, answer: &Value, place: &str) {
    match (shown, answer) {
        (Value::Object(shown), Value::Object(answer)) => {
            let names = |object: &serde_json::Map<String, Value>| object.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(shown), names(answer), "{place}");
            shown.iter().for_each(|(name, shown)| assert_shown(shown, &answer[name], &format!("{place}.{name}")));
        }
        (Value::Array(shown), Value::Array(answer)) => {
            assert_eq!(shown.len(), answer.len(), "{place}");
            let pairs = shown.iter().zip(answer).enumerate();
            pairs.for_each(|(at, (shown, answer))| assert_shown(shown, answer, &format!("{place}[{at}]")));
        }
        (Value::Number(written), Value::Number(answer)) => {
            let text = written.to_string();
            let digits = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let unit = 0.1_f64.powi(i32::try_from(digits).unwrap());
            let off = (written.as_f64().unwrap() - answer.as_f64().unwrap()).abs();
            assert!(off <= unit / 2.0 + 1e-12, "{place}: {answer} is not {written}");
        }
        _ => assert_eq!(shown, answer, "{place}"),
    }
}

#[test]
fn the_readmes_first_comparison_has_the_answer_that_it_shows() {
    run(async {
        let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md stands at the top");
        let (_, section) = readme.split_once(HEADING).unwrap_or_else(|| panic!("README.md has no `{HEADING}`"));
        let section = section.split("\n## ").next().unwrap();
        let (query, shown) = (block(section, "graphql"), block(section, "json"));
        let shown: Value = serde_json::from_str(shown).unwrap();
        let answer = world().asker("iom-analyst").response(query, &json!({})).await;
        assert_shown(&shown, &answer, "");
    });
}

#[test]
fn the_query_that_the_program_prints_runs() {
    run(async {
        let data = world().asker("iom-analyst").data(compose::federation::QUERY, &json!({})).await;
        assert_eq!(data["compare"]["coverage"], json!({ "expected": 8, "answered": 8 }));
        assert_eq!(data["compare"]["countries"].as_array().unwrap().len(), 8);
        assert!(data["compare"]["combined"]["figures"][0]["value"].is_f64());
    });
}

#[test]
fn every_example_of_the_playground_runs_without_a_fault() {
    run(async {
        let folder = root().join("gateway/playground/examples");
        let mut examples: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        examples.sort();
        assert!(examples.len() >= 8);
        for example in examples {
            let query = std::fs::read_to_string(&example).unwrap();
            let response = world().asker("iom-analyst").response(&query, &json!({})).await;
            assert!(response.get("errors").is_none(), "{}: {response}", example.display());
        }
    });
}

/// Everything of a schema that has no description.
fn undescribed(sdl: &str) -> Vec<String> {
    let ServiceDocument { definitions } = parse_schema(sdl).unwrap();
    let mut lacking = Vec::new();
    let mut hold = |described: bool, name: String| {
        if !described {
            lacking.push(name);
        }
    };
    for definition in definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let (definition, name) = (&definition.node, &definition.node.name.node);
        hold(definition.description.is_some(), name.to_string());
        let mut inputs = |of: &str, inputs: &[async_graphql::Positioned<InputValueDefinition>]| {
            for input in inputs {
                hold(input.node.description.is_some(), format!("{of}.{}", input.node.name.node));
            }
        };
        match &definition.kind {
            TypeKind::Object(object) => {
                for field in object.fields.iter().map(|field| &field.node) {
                    inputs(&format!("{name}.{}", field.name.node), &field.arguments);
                }
                for field in object.fields.iter().map(|field| &field.node) {
                    hold(field.description.is_some(), format!("{name}.{}", field.name.node));
                }
            }
            TypeKind::InputObject(object) => inputs(name, &object.fields),
            TypeKind::Enum(values) => {
                for value in values.values.iter().map(|value| &value.node) {
                    hold(value.description.is_some(), format!("{name}.{}", value.value.node));
                }
            }
            _ => {}
        }
    }
    lacking
}

#[test]
fn every_type_field_argument_and_value_of_both_schemas_says_what_it_is() {
    for (service, sdl) in [("gateway", gateway::sdl()), ("country-node", country_node::graphql::sdl())] {
        assert_eq!(undescribed(&sdl), [""; 0], "{service}: describe these in the code");
    }
}
