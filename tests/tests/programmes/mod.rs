//! Figures of programmes over a federation of three countries, of which two count money in dollars and one in euros. Each is held against
//! the files: as far from the truth as the noise of both of its sums can carry it, whatever a node's secret draws.

use compose::consents::agrees;
use compose::country::{Country, Input};
use federation_tests::federation::Federation;
use schema::concept::Dataset;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const FIGURES: &str = "query($input: ProgrammeFiguresInput!) { programmeFigures(input: $input) { countries { country { code } outcome \
    reason figures { figure value lower upper status unit reason of } source { referencePeriod release } } \
    combined { figure value lower upper status unit reason of } differences coverage { expected answered absent { country { code } reason } } } }";

/// What a sum's noise is at most, in the most that a person counts.
const REACH: f64 = 4.25;

/// The countries: how many persons were placed, how many days longer they waited than elsewhere, and in what money is counted.
const COUNTRIES: [(&str, usize, usize, &str); 3] =
    [("COL", 600, 0, "USD"), ("GHA", 900, 25, "USD"), ("PHL", 500, 10, "EUR")];

/// What a person did, in the order of the mapping's quantities, and the sex.
fn person(country: (&str, usize, usize, &str), n: usize) -> (String, &'static str, &'static str, [usize; 8]) {
    let (code, _, longer, _) = country;
    let begun = 1 + usize::from(n.is_multiple_of(10));
    let completed = begun - usize::from(n % 12 == 5);
    let waited = begun * (20 + longer + n % 50);
    let (days, paid) = (14 + n % 60, 800 + n * 37 % 1500);
    let (known, goes_on) = (usize::from(n.is_multiple_of(2)), usize::from(n.is_multiple_of(6)));
    let mode = ["TEMPORARY", "TEMPORARY", "VIRTUAL"][n % 3];
    (
        format!("{code}{n:05}"),
        ["F", "M", "M"][n / 3 % 3],
        mode,
        [begun, begun, completed, waited, days, paid, known, goes_on],
    )
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programmes")
}

fn countries(place: &Path) -> Vec<Country> {
    std::fs::create_dir_all(place).unwrap();
    let rulebook = std::fs::read_to_string(folder().join("rulebook.toml")).unwrap();
    let country = |of: (&str, usize, usize, &str)| {
        let (code, persons, _, currency) = of;
        let mut text = "id,sex,mode,begun,ended,completed,waited,days,paid,known,goes_on\n".to_owned();
        for (id, sex, mode, amounts) in (0..persons).map(|n| person(of, n)) {
            writeln!(text, "{id},{sex},{mode},{}", amounts.map(|amount| amount.to_string()).join(",")).unwrap();
        }
        let (file, own) = (place.join(format!("{code}.csv")), place.join(format!("{code}.toml")));
        std::fs::write(&file, text).unwrap();
        std::fs::write(&own, rulebook.replace("XXX", code).replace("CUR", currency)).unwrap();
        Country {
            code: code.parse().unwrap(),
            name: code.to_owned(),
            rulebook: own,
            wider: vec![],
            studies: vec![],
            records: None,
            programme: false,
            inputs: vec![Input { dataset: Dataset::Programme, file, mapping: folder().join("mapping.toml") }],
        }
    };
    COUNTRIES.map(country).into()
}

/// A sum over those of some countries who agreed, and how far the noise of all of its cells can carry it.
fn sum(countries: &[&str], which: usize, most: f64, sexes: &[&str]) -> (f64, f64) {
    let of = COUNTRIES.iter().filter(|(code, ..)| countries.contains(code));
    let persons = of.flat_map(|of| (0..of.1).map(|n| person(*of, n)));
    let counted = persons.filter(|(id, sex, ..)| agrees(id) && (sexes.is_empty() || sexes.contains(sex)));
    let truth = counted.map(|(_, _, _, amounts)| amounts[which] as f64).sum::<f64>();
    let cells = (countries.len() * sexes.len().max(1)) as f64;
    (truth, cells * REACH * most + 0.005 * truth)
}

/// A figure's least, its truth and its most, over some countries.
fn truth(figure: &str, countries: &[&str]) -> [f64; 3] {
    let sum = |which, most, sexes: &[&str]| sum(countries, which, most, sexes);
    let ((of, of_error), (over, over_error)) = match figure {
        "DAYS_TO_PLACEMENT" => (sum(3, 200.0, &[]), sum(0, 2.0, &[])),
        "COMPLETION_RATE" => (sum(2, 2.0, &[]), sum(1, 2.0, &[])),
        "SHARE_OF_WOMEN" => (sum(0, 2.0, &["F"]), sum(0, 2.0, &["F", "M"])),
        "COST_A_DAY" => (sum(5, 5000.0, &[]), sum(4, 150.0, &[])),
        _ => (sum(7, 2.0, &[]), sum(6, 2.0, &[])),
    };
    // Three digits are said.
    [(of - of_error) / (over + over_error) * 0.995, of / over, (of + of_error) / (over - over_error) * 1.005]
}

fn holds(said: &Value, countries: &[&str]) {
    let [least, truth, most] = truth(said["figure"].as_str().unwrap(), countries);
    let number = |of: &str| said[of].as_f64().unwrap_or_else(|| panic!("{said}"));
    let value = number("value");
    assert!(least <= value && value <= most, "{value} is said of {truth}: {said}");
    assert!(number("lower") < value && value <= number("upper"), "both sums have noise: {said}");
    assert_eq!(said["of"], json!(countries), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_programmes_compare_across_countries_and_their_sums_make_the_one_of_all() {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let federation =
        Federation::start_of(&place.path().join("state"), countries(&place.path().join("files")), 60_000).await;
    let asker = federation.asker("iom-analyst");
    let said = &asker.data(FIGURES, &json!({ "input": {} })).await["programmeFigures"];
    assert_eq!(said["coverage"], json!({ "expected": 3, "answered": 3, "absent": [] }));
    for country in said["countries"].as_array().unwrap() {
        let code = country["country"]["code"].as_str().unwrap();
        assert_eq!((&country["outcome"], &country["source"]["referencePeriod"]), (&json!("ANSWERED"), &json!("2025")));
        let figures = country["figures"].as_array().unwrap();
        assert_eq!(figures.len(), 5);
        for figure in figures {
            holds(figure, &[code]);
        }
    }
    for figure in said["combined"].as_array().unwrap().iter().filter(|figure| figure["figure"] != "COST_A_DAY") {
        holds(figure, &["COL", "GHA", "PHL"]);
    }
    let cost = said["combined"].as_array().unwrap().iter().find(|figure| figure["figure"] == "COST_A_DAY").unwrap();
    let why = "Units: EUR over days in PHL; USD over days in COL, GHA. Unlike ones have no figure together.";
    assert_eq!((&cost["value"], &cost["reason"]), (&json!(null), &json!(why)));
    // Where both count in dollars, what a day costs is that of both together.
    let two = json!({ "input": { "countries": ["GHA", "COL"], "figures": ["COST_A_DAY"] } });
    let two = &asker.data(FIGURES, &two).await["programmeFigures"]["combined"][0];
    assert_eq!(two["unit"], "USD a day");
    holds(two, &["COL", "GHA"]);
    // Those who served from abroad alone: a table of one dimension, which the catalogue has for most sums.
    let abroad = json!({ "input": { "where": [{ "dimension": "RETURN_MODE", "in": ["VIRTUAL"] }] } });
    let abroad = &asker.data(FIGURES, &abroad).await["programmeFigures"];
    assert!(abroad["combined"].as_array().unwrap().iter().any(|figure| figure["value"].is_number()), "{abroad}");
    // The sums themselves are a comparison as any other.
    let sums = json!({ "dataset": "PROGRAMME", "measure": { "kind": "SUM", "of": "PLACEMENTS" }, "by": ["RETURN_MODE"],
        "purpose": "COMPARISON" });
    let sums = asker.compare(sums).await;
    assert_eq!((sums.coverage.answered, sums.combined.unwrap().figures.len()), (3, 3));
}
