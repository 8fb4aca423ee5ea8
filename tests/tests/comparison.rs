//! Who is asked and who answers, shares and sums, and that a figure never changes.

use crate::world::{ALL, SURVEYED, run, world};
use federation_tests::asker::Asker;
use federation_tests::comparison::{COMPARE, Figure};
use federation_tests::federation::Federation;
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn a_country_without_a_survey_says_so_when_it_is_named() {
    run(async {
        let named = json!({ "dataset": "SURVEY", "by": ["SEX"], "countries": ALL, "purpose": "COMPARISON" });
        let answer = world().asker("iom-analyst").compare(named).await;
        for (country, outcome) in answer.outcomes() {
            let expected = if SURVEYED.contains(&country) { "ANSWERED" } else { "NOT_PUBLISHED" };
            assert_eq!(outcome, expected, "{country}");
        }
        assert_eq!((answer.coverage.expected, answer.coverage.answered), (8, 5));
        let absent: Vec<&str> = answer.coverage.absent.iter().map(|absent| absent.country.code.as_str()).collect();
        assert_eq!(absent, ["GHA", "MDA", "PHL"]);
        for absent in &answer.coverage.absent {
            let reason = absent.reason.as_ref().expect("an absence has a reason");
            assert_eq!(*reason, format!("{} publishes no SURVEY data.", absent.country.code));
            assert!(answer.of(&absent.country.code).figures.is_empty());
            assert!(answer.of(&absent.country.code).source.is_none());
        }
    });
}

#[test]
fn with_no_country_named_those_that_publish_are_asked() {
    run(async {
        let asker = world().asker("moldova-analyst");
        let survey = asker.compare(json!({ "dataset": "SURVEY", "by": ["SEX"], "purpose": "RESEARCH" })).await;
        assert_eq!(survey.outcomes().into_keys().collect::<Vec<_>>(), SURVEYED);
        assert_eq!((survey.coverage.expected, survey.coverage.answered), (5, 5));
        let stock = asker.compare(json!({ "dataset": "STOCK", "purpose": "COMPARISON" })).await;
        assert_eq!(stock.outcomes().into_keys().collect::<Vec<_>>(), ALL);
        let none = asker.compare(json!({ "dataset": "REGISTER", "purpose": "COMPARISON" })).await;
        assert_eq!((none.coverage.expected, none.countries.len(), none.combined.is_none()), (0, 0, true));
    });
}

#[test]
fn a_year_without_a_release_is_not_published_and_the_reason_names_those_there_are() {
    run(async {
        let asked = json!({ "dataset": "STOCK", "at": "1815", "countries": ["PHL"], "purpose": "COMPARISON" });
        let answer = world().asker("iom-analyst").compare(asked).await;
        assert_eq!(answer.of("PHL").outcome, "NOT_PUBLISHED");
        let reason = answer.of("PHL").reason.as_ref().unwrap();
        assert!(reason.contains("1990, 1995, 2000, 2005, 2010, 2015, 2020"), "{reason}");
    });
}

/// Shares are said to six decimals.
const SHOWN: f64 = 5.000_001e-7;

fn sum(shares: impl Iterator<Item = Option<f64>>) -> f64 {
    shares.map(|share| share.expect("an exact figure has a share")).sum()
}

#[test]
fn shares_of_a_complete_breakdown_sum_to_one() {
    run(async {
        let asker = world().asker("iom-analyst");
        for by in [json!(["SEX"]), json!(["DESTINATION"]), json!(["DESTINATION", "SEX"]), json!([])] {
            let answer = asker.compare(json!({ "dataset": "STOCK", "by": by, "purpose": "COMPARISON" })).await;
            let all = answer.countries.iter().map(|country| &country.figures).chain([&answer.together().figures]);
            for figures in all {
                let sum = sum(figures.iter().map(|figure| figure.share));
                assert!((sum - 1.0).abs() <= SHOWN * figures.len() as f64, "{by}: the shares sum to {sum}");
            }
        }
    });
}

#[test]
fn a_surveys_shares_sum_to_one_but_for_the_protection() {
    run(async {
        let asked = json!({ "dataset": "SURVEY", "by": ["GENERATION"], "purpose": "COMPARISON" });
        let answer = world().asker("iom-analyst").compare(asked).await;
        for country in &answer.countries {
            let value: f64 = country.figures.iter().map(|figure| figure.value.unwrap()).sum();
            let noise: f64 = country.figures.iter().map(|figure| figure.protection_error.unwrap()).sum();
            let sum = sum(country.figures.iter().map(|figure| figure.share));
            assert!((sum - 1.0).abs() <= 2.0 * noise / value, "{}: {sum}", country.country.code);
        }
    });
}

#[test]
fn shares_within_a_dimension_sum_to_one_for_each_of_its_codes() {
    run(async {
        let asked = json!({
            "dataset": "STOCK", "by": ["SEX", "DESTINATION"], "shareWithin": ["DESTINATION"], "purpose": "COMPARISON"
        });
        let answer = world().asker("iom-analyst").compare(asked).await;
        let all = answer.countries.iter().map(|country| &country.figures).chain([&answer.together().figures]);
        for figures in all {
            let mut destinations: BTreeMap<&str, Vec<&Figure>> = BTreeMap::new();
            for figure in figures {
                destinations.entry(&figure.codes[1].code).or_default().push(figure);
            }
            for (destination, figures) in destinations {
                let persons: f64 = figures.iter().map(|figure| figure.value.unwrap()).sum();
                if persons > 0.0 {
                    let sum = sum(figures.iter().map(|figure| figure.share));
                    assert!((sum - 1.0).abs() <= SHOWN * 2.0, "{destination}: the shares sum to {sum}");
                }
            }
        }
    });
}

#[test]
fn a_share_is_of_all_that_the_filters_let_through() {
    run(async {
        let women = json!([{ "dimension": "SEX", "in": ["F"] }]);
        let asked = json!({ "dataset": "STOCK", "by": ["DESTINATION"], "where": women, "purpose": "COMPARISON" });
        let answer = world().asker("iom-analyst").compare(asked).await;
        for figures in answer.countries.iter().map(|country| &country.figures) {
            let all: f64 = figures.iter().map(|figure| figure.value.unwrap()).sum();
            for figure in figures {
                let share = figure.value.unwrap() / all;
                assert!((figure.share.unwrap() - share).abs() <= SHOWN, "{:?}", figure.key());
            }
        }
    });
}

#[test]
fn together_values_add_up_and_so_do_variances_and_what_is_withheld() {
    run(async {
        let asked = json!({ "dataset": "SURVEY", "by": ["OCCUPATION", "SEX"], "purpose": "COMPARISON" });
        let answer = world().asker("iom-analyst").compare(asked).await;
        let mut withheld = 0;
        for together in &answer.together().figures {
            let find = |figures: &'_ [Figure]| figures.iter().position(|figure| figure.key() == together.key());
            let parts = answer.countries.iter().filter_map(|country| Some(&country.figures[find(&country.figures)?]));
            let parts: Vec<&Figure> = parts.collect();
            let add = |of: fn(&Figure) -> Option<f64>| parts.iter().map(|part| of(part)).sum::<Option<f64>>();
            let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
                (Some(one), Some(other)) => (one - other).abs() < 1e-3,
                (one, other) => one.is_none() && other.is_none(),
            };
            let key = together.key();
            assert!(near(together.value, add(|part| part.value)), "{key:?}");
            if let Some(value) = together.value {
                let variance = |figure: &Figure| figure.standard_error.map(|error| error * error);
                assert!(near(variance(together), add(|part| part.standard_error.map(|e| e * e))), "{key:?}");
                let respondents: u32 = parts.iter().filter_map(|part| part.respondents).sum();
                assert_eq!(together.respondents, Some(respondents), "{key:?}");
                let exact = (together.standard_error.unwrap(), together.protection_error.unwrap());
                let width =
                    (exact.0.powi(2) + (exact.1 / 1.959_963_984_540_054).powi(2)).sqrt() * 1.959_963_984_540_054;
                assert!((together.upper.unwrap() - value - width).abs() < 1e-3, "{key:?}");
            } else {
                withheld += 1;
                assert_eq!(together.status, "SMALL_COUNT");
                let least: f64 = parts.iter().filter_map(|part| part.value).sum();
                let most = add(|part| part.upper).unwrap();
                assert!(together.lower <= least && together.upper.unwrap() <= most + 1e-3, "{key:?}");
            }
        }
        assert!(withheld > 0, "this table must have a withheld sum, or it proves nothing of them");
    });
}

/// The response without the one thing that may differ, the time of asking, which [`COMPARE`] leaves out.
async fn bytes(asker: &Asker, input: &serde_json::Value) -> String {
    asker.text(COMPARE, &json!({ "input": input })).await
}

fn questions() -> [serde_json::Value; 3] {
    [
        json!({ "dataset": "STOCK", "by": ["DESTINATION"], "purpose": "COMPARISON" }),
        json!({ "dataset": "SURVEY", "by": ["EDUCATION", "SEX"], "shareWithin": ["SEX"], "purpose": "COMPARISON" }),
        json!({
            "dataset": "SURVEY", "by": ["FIELD"], "purpose": "RESEARCH",
            "where": [{ "dimension": "DESTINATION_REGION", "in": ["US-FL", "US-NY"] }]
        }),
    ]
}

#[test]
fn a_figure_asked_twice_is_the_same_to_the_byte_whoever_asks_and_through_whichever_gateway() {
    run(async {
        let other = world().another_gateway(30_000).await;
        let askers = [
            world().asker("iom-analyst"),
            world().asker("ghana-officer"),
            Asker::new(&other.graphql(), Some(world().token("iom-analyst"))),
        ];
        for question in questions() {
            let first = bytes(&askers[0], &question).await;
            assert!(first.contains("\"value\""), "{first}");
            for asker in &askers {
                assert_eq!(bytes(asker, &question).await, first, "{question}");
            }
        }
        other.stop().await;
    });
}

#[test]
fn two_names_for_one_question_in_one_request_hold_the_same_bytes() {
    run(async {
        let body = "compare(input: { dataset: SURVEY, by: [AGE], purpose: COMPARISON }) \
            { countries { figures { value lower upper share respondents } } citation { id askedAt } }";
        let query = format!("{{ one: {body} other: {body} }}");
        let data = world().asker("iom-analyst").data(&query, &json!({})).await;
        assert_eq!(data["one"].to_string(), data["other"].to_string());
        assert!(data["one"]["countries"].as_array().unwrap().len() == 5);
    });
}

#[test]
fn a_figure_outlives_the_node_that_said_it() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let own = Federation::start(&folder.path().join("federation"), &["COL"], 30_000).await;
        let asker = own.asker("colombia-analyst");
        for question in questions() {
            let before = bytes(&asker, &question).await;
            own.stop_node("COL").await;
            own.start_node("COL").await;
            assert_eq!(bytes(&asker, &question).await, before, "{question}");
        }
        own.stop().await;
    });
}

#[test]
fn the_record_keys_of_two_federations_differ_and_their_exact_figures_do_not() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let own = Federation::start(&folder.path().join("federation"), &["GTM"], 30_000).await;
        let ask = |asker: Asker, dataset: &'static str| async move {
            let asked = json!({ "dataset": dataset, "by": ["SEX"], "countries": ["GTM"], "purpose": "COMPARISON" });
            let answer = asker.compare(asked).await;
            answer.of("GTM").figures.iter().map(|figure| figure.value.unwrap()).collect::<Vec<_>>()
        };
        let (mine, theirs) = (own.asker("iom-analyst"), world().asker("iom-analyst"));
        assert_eq!(ask(mine.clone(), "STOCK").await, ask(theirs.clone(), "STOCK").await);
        // The noise comes from each node's own secret; near each other they are all the same.
        for (one, other) in ask(mine, "SURVEY").await.iter().zip(ask(theirs, "SURVEY").await) {
            assert!((one - other).abs() < 0.05 * one, "{one} and {other}");
        }
        own.stop().await;
    });
}

#[test]
fn what_can_be_asked_is_told_with_its_codes_and_publishers() {
    run(async {
        let query = "{ members { code name datasets } member(code: \"GHA\") { name } nobody: member(code: \"FRA\") { name } \
            dimensions(dataset: SURVEY) { dimension label standard codes { code label } publishedBy { code } \
            notHeardFrom { code } } all: dimensions { dimension } }";
        let data = world().asker("iom-observer").data(query, &json!({})).await;
        let codes = |of: &serde_json::Value| {
            of.as_array().unwrap().iter().map(|member| member["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&data["members"]), ALL);
        assert_eq!((&data["member"]["name"], &data["nobody"]), (&json!("Ghana"), &json!(null)));
        let dimensions = data["dimensions"].as_array().unwrap();
        assert_eq!((dimensions.len(), data["all"].as_array().unwrap().len()), (10, 21));
        for dimension in dimensions {
            assert_eq!(codes(&dimension["publishedBy"]), SURVEYED);
            assert_eq!(codes(&dimension["notHeardFrom"]), [""; 0]);
            assert!(codes(&dimension["codes"]).contains(&"_N".to_owned()), "{dimension}");
        }
    });
}
