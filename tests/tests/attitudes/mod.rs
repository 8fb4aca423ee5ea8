//! Trust, asked in three countries: on a scale of 1 to 5, on the same scale the other way round, and on 0 to 10. What is of one scale is
//! put together; what is not stands side by side and is never added up, neither as a mean nor as a table of answers.

use compose::country::{Country, Input};
use federation_tests::federation::Federation;
use schema::concept::Dataset;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

const PERSONS: usize = 3000;

const COMPARE: &str = "query($input: CompareInput!) { compare(input: $input) { \
    countries { country { code } outcome reason figures { codes { code } value lower upper } source { unit } } \
    combined { comparability differences figures { codes { code } value lower upper } } } }";

/// Each country with its scale, as its mapping says it, and what it would be without `reversed`.
const COUNTRIES: [(&str, &str, [usize; 2], bool); 3] = [
    ("COL", "scale = [1, 5]\nreversed = true", [1, 5], true),
    ("GHA", "scale = [1, 5]", [1, 5], false),
    ("PHL", "scale = [0, 10]", [0, 10], false),
];

/// All women say the most, so noise would carry every second mean over it. On a questionnaire that runs the other way it is the least that is written.
fn answer(n: usize, [from, to]: [usize; 2], reversed: bool) -> usize {
    let trust = if n.is_multiple_of(2) { to } else { from + n % (to + 1 - from) };
    if reversed { from + to - trust } else { trust }
}

fn countries(place: &Path) -> Vec<Country> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attitudes");
    let [mapping, rulebook] =
        ["mapping.toml", "rulebook.toml"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap());
    let country = |(code, scale, ends, reversed): (&str, &str, [usize; 2], bool)| {
        let place = place.join(code);
        std::fs::create_dir_all(&place).unwrap();
        let mut text = "id,sex,trust\n".to_owned();
        for n in 0..PERSONS {
            let (sex, trust) = (["F", "M"][n % 2], answer(n, ends, reversed));
            writeln!(text, "{code}{n:05},{sex},{trust}").unwrap();
        }
        let written = |name: &str, text: String| {
            let file = place.join(name);
            std::fs::write(&file, text).unwrap();
            file
        };
        let (file, mapping) =
            (written("survey.csv", text), written("survey.toml", mapping.replace("\nSCALE", &format!("\n{scale}"))));
        Country {
            code: code.parse().unwrap(),
            name: code.to_owned(),
            rulebook: written("rulebook.toml", rulebook.replace("XXX", code)),
            wider: vec![],
            studies: vec![],
            records: None,
            programme: false,
            inputs: vec![Input { dataset: Dataset::Survey, file, mapping }],
        }
    };
    COUNTRIES.map(country).into()
}

/// A comparison of some of the countries, each of which answers.
async fn compared(federation: &Federation, countries: &[&str], measure: Value, by: &str) -> Value {
    let input =
        json!({ "dataset": "SURVEY", "countries": countries, "measure": measure, "by": [by], "purpose": "COMPARISON" });
    let said = federation.asker("iom-analyst").data(COMPARE, &json!({ "input": input })).await["compare"].take();
    for country in said["countries"].as_array().unwrap() {
        assert_eq!((&country["outcome"], &country["reason"]), (&json!("ANSWERED"), &json!(null)), "{said}");
    }
    said
}

fn figures(of: &Value) -> &Vec<Value> {
    of["figures"].as_array().unwrap_or_else(|| panic!("{of}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scale_of_ten_is_never_put_beside_one_of_five_without_a_word() {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let federation =
        Federation::start_of(&place.path().join("state"), countries(&place.path().join("surveys")), 60_000).await;
    let mean = || json!({ "kind": "MEAN", "of": "TRUST_MINISTRY" });

    let alike = compared(&federation, &["COL", "GHA"], mean(), "SEX").await;
    assert_eq!(alike["combined"]["comparability"], "LIKE", "{alike}");
    let units: Vec<&Value> = alike["countries"].as_array().unwrap().iter().map(|one| &one["source"]["unit"]).collect();
    assert_eq!(units, ["1 (no trust) to 5 (full trust)"; 2], "whichever way the questionnaire ran");
    let told = alike["countries"].as_array().unwrap().iter().chain([&alike["combined"]]);
    for figure in told.flat_map(figures) {
        let end = |of: &str| figure[of].as_f64().unwrap_or_else(|| panic!("{figure}"));
        assert!(end("lower") >= 1.0 && end("upper") <= 5.0, "a mean leaves the scale: {figure}");
        // Nobody is of another sex; what is withheld of them is on the scale, too.
        let Some(value) = figure["value"].as_f64() else { continue };
        let about = if figure["codes"][0]["code"] == "F" { 5.0 } else { 3.0 };
        assert!(value <= 5.0 && (value - about).abs() < 0.25, "about {about}: {figure}");
    }

    let all = compared(&federation, &["COL", "GHA", "PHL"], mean(), "SEX").await;
    assert_eq!((&all["combined"]["comparability"], figures(&all["combined"]).len()), (&json!("UNLIKE"), 0), "{all}");
    let unlike = "Unit: 1 (no trust) to 5 (full trust) in COL, GHA; 0 (no trust) to 10 (full trust) in PHL.";
    assert_eq!(all["combined"]["differences"], json!([unlike]));

    let persons = || json!({ "kind": "PERSONS" });
    let table = compared(&federation, &["COL", "GHA"], persons(), "TRUST").await;
    let codes: Vec<&Value> = figures(&table["combined"]).iter().map(|figure| &figure["codes"][0]["code"]).collect();
    assert_eq!(codes, ["1", "2", "3", "4", "5"], "the codes of the scale alone: {table}");
    let all = compared(&federation, &["COL", "GHA", "PHL"], persons(), "TRUST").await;
    assert_eq!((&all["combined"]["comparability"], figures(&all["combined"]).len()), (&json!("UNLIKE"), 0), "{all}");
    assert_eq!(all["combined"]["differences"], json!(["Scale of TRUST: 0 to 10 in PHL; 1 to 5 in COL, GHA."]));
    federation.stop().await;
}
