//! What a rulebook may say.

use super::*;
use schema::concept::{Axis, Dimension};
use schema::scale::Scale;
use std::collections::BTreeSet;

const SOUND: &str = r#"
    version = 1
    country = "COL"
    [dataset.SURVEY]
    dimensions = ["SEX", "AGE", "EDUCATION", "FIELD", "TRUST"]
    sensitive = ["TRUST"]
    most_dimensions = 3
    wider = [["SEX", "AGE", "EDUCATION", "FIELD"]]
    mechanism = { name = "CELL_KEY", threshold = 10 }
    open_to = "MEMBER_GOVERNMENTS"
    segments = [
        { purposes = ["STATISTICS", "RESEARCH"], audience = "MEMBER_GOVERNMENTS" },
        { purposes = ["STATISTICS"], audience = "IOM" },
    ]
"#;

#[test]
fn a_sound_rulebook_lists_every_table_once_and_with_each_what_it_adds_up_to() {
    let rulebook = Rulebook::from_toml(SOUND).unwrap();
    let tables = rulebook.datasets[&Dataset::Survey].tables();
    // The total, five of one dimension, ten of two, four of three without the sensitive one, and the wide one.
    assert_eq!(tables.len(), 1 + 5 + 10 + 4 + 1);
    assert_eq!(tables[0], vec![]);
    assert!(tables.iter().all(|table| table.len() <= 2 || !table.contains(&Axis::Shared(Dimension::Trust))));
    let unique: BTreeSet<_> = tables.iter().collect();
    assert_eq!(unique.len(), tables.len());
    for table in &tables {
        for left_out in 0..table.len() {
            let mut narrower = table.clone();
            narrower.remove(left_out);
            assert!(unique.contains(&narrower), "{table:?} without its place {left_out} is missing");
        }
    }
}

#[test]
fn a_wide_table_brings_the_tables_between() {
    let text = SOUND.replace("most_dimensions = 3", "most_dimensions = 1");
    let tables = Rulebook::from_toml(&text).unwrap().datasets[&Dataset::Survey].tables();
    assert!(tables.contains(&vec![Axis::Shared(Dimension::Sex), Axis::Shared(Dimension::Education)]));
    assert!(!tables.contains(&vec![Axis::Shared(Dimension::Sex), Axis::Shared(Dimension::Trust)]));
}

#[test]
fn an_item_is_beside_dimensions_and_items_are_beside_each_other_only_where_a_table_is_named() {
    let text = SOUND
        .replace("\"FIELD\", \"TRUST\"]", "\"FIELD\", \"TRUST\", \"NEED:VOTING\", \"QUESTION:VISITS\"]")
        .replace("\"FIELD\"]]", "\"FIELD\"], [\"NEED:VOTING\", \"QUESTION:VISITS\"]]");
    let rules = Rulebook::from_toml(&text).unwrap().datasets.remove(&Dataset::Survey).unwrap();
    let axes = |names: &[&str]| -> Vec<Axis> { names.iter().map(|name| name.parse().unwrap()).collect() };
    for (names, has) in [
        (["SEX", "AGE", "NEED:VOTING"].as_slice(), true),
        (&["SEX", "TRUST", "NEED:VOTING"], false),
        (&["NEED:VOTING", "QUESTION:VISITS"], true),
        (&["SEX", "NEED:VOTING", "QUESTION:VISITS"], false),
        (&["SEX", "NEED:PENSIONS"], false),
    ] {
        assert_eq!(rules.has_table(&axes(names)), has, "{names:?}");
        assert_eq!(rules.tables().contains(&axes(names)), has, "{names:?}");
    }
    let refused = |from: &str, to: &str| {
        let changed = text.replace(from, to);
        assert_ne!(changed, text);
        Rulebook::from_toml(&changed).unwrap_err().to_string()
    };
    let threshold = refused("name = \"CELL_KEY\"", "name = \"THRESHOLD\"");
    assert!(threshold.contains("a threshold does not protect NEED:VOTING"), "{threshold}");
    let place = refused(
        "\"NEED:VOTING\", \"QUESTION:VISITS\"]\n",
        "\"NEED:VOTING\", \"QUESTION:VISITS\", \"DESTINATION:ITA\"]\n",
    );
    assert!(place.contains("DESTINATION:ITA is a place"), "{place}");
    // A choice of a sensitive dimension is as sensitive, whether or not the dimension itself is published.
    let sensitive = text.replace("sensitive = [\"TRUST\"]", "sensitive = [\"TRUST\", \"NEED\"]");
    let wider = Rulebook::from_toml(&sensitive).unwrap_err().to_string();
    assert!(wider.contains("a table of `wider` has NEED:VOTING, which is sensitive"), "{wider}");
    let narrow = sensitive.replace(", [\"NEED:VOTING\", \"QUESTION:VISITS\"]]", "]");
    let narrow = Rulebook::from_toml(&narrow).unwrap().datasets.remove(&Dataset::Survey).unwrap();
    assert!(
        narrow.has_table(&axes(&["SEX", "NEED:VOTING"])) && !narrow.has_table(&axes(&["SEX", "AGE", "NEED:VOTING"]))
    );
    let groups = SOUND.replace("open_to =", "hierarchy = { \"NEED:VOTING\" = [\"YES\"] }\n    open_to =");
    assert!(Rulebook::from_toml(&groups).is_err(), "a choice has no groups");
}

#[test]
fn a_rulebook_that_cannot_be_kept_is_refused() {
    for (from, to) in [
        ("version = 1", "version = 1\nsurprise = 2"),
        ("\"EDUCATION\", \"FIELD\", \"TRUST\"", "\"EDUCATION\", \"FIELD\", \"TRUST\", \"SEX\""),
        ("[\"SEX\", \"AGE\", \"EDUCATION\", \"FIELD\", \"TRUST\"]", "[\"SHOE_SIZE\"]"),
        ("sensitive = [\"TRUST\"]", "sensitive = [\"NEED\"]"),
        ("most_dimensions = 3", "most_dimensions = 4"),
        ("most_dimensions = 3", "most_dimensions = 0"),
        ("[[\"SEX\", \"AGE\", \"EDUCATION\", \"FIELD\"]]", "[[\"SEX\", \"AGE\"]]"),
        ("[[\"SEX\", \"AGE\", \"EDUCATION\", \"FIELD\"]]", "[[\"SEX\", \"AGE\", \"EDUCATION\", \"NEED\"]]"),
        ("[[\"SEX\", \"AGE\", \"EDUCATION\", \"FIELD\"]]", "[[\"SEX\", \"AGE\", \"EDUCATION\", \"TRUST\"]]"),
        ("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"EXACT\" }"),
        ("open_to =", "hierarchy = { EDUCATION = [\"5T8\", \"6\"] }\n    open_to ="),
        ("open_to =", "hierarchy = { NEED = [\"VOTING\"] }\n    open_to ="),
        ("open_to =", "minors = \" \"\n    open_to ="),
        ("open_to =", "cut_every_days = 0\n    open_to ="),
        ("open_to =", "cut_every_days = 367\n    open_to ="),
        ("open_to =", "cut_every_days = -7\n    open_to ="),
        ("open_to =", "cut_every_days = 60\n    withdrawal_within_days = 30\n    open_to ="),
        ("threshold = 10", "threshold = 2"),
        ("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"THRESHOLD\", threshold = 2 }"),
        ("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"THRESHOLD\" }"),
        ("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"THRESHOLD\", threshold = 10, rho = 0.1 }"),
        ("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"THRESHOLD\", threshold = 10 }\n    yearly_rho = 0.1"),
        ("threshold = 10", "threshold = -1"),
        ("threshold = 10", "threshold = 10, noise = 0"),
        ("open_to = \"MEMBER_GOVERNMENTS\"", "open_to = \"EVERYBODY\""),
        ("[dataset.SURVEY]", "[dataset.STOCK]"),
        ("\"COL\"", "\"Colombia\""),
        ("{ purposes = [\"STATISTICS\"], audience = \"IOM\" }", "{ purposes = [], audience = \"IOM\" }"),
        ("{ purposes = [\"STATISTICS\"], audience = \"IOM\" }", "{ purposes = [\"OUTREACH\"], audience = \"IOM\" }"),
        (
            "{ purposes = [\"STATISTICS\"], audience = \"IOM\" }",
            "{ purposes = [\"STATISTICS\", \"RESEARCH\"], audience = \"PUBLIC\" }",
        ),
    ] {
        let text = SOUND.replace(from, to);
        assert_ne!(text, SOUND);
        assert!(Rulebook::from_toml(&text).is_err(), "must be refused: {to}");
    }
}

#[test]
fn a_schedule_that_the_years_budget_does_not_reach_for_is_refused() {
    let register = SOUND.replace("SURVEY", "REGISTER");
    let register = register.replace("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"DIFFERENTIAL_PRIVACY\" }");
    let under = |days: &str| Rulebook::from_toml(&register.replace("open_to =", &format!("{days}\n    open_to =")));
    let sound = under("").unwrap().datasets[&Dataset::Register].schedule().unwrap();
    assert_eq!(
        (sound.cut_every_days, sound.most_a_year()),
        (92, 4),
        "four releases a year are what the default spends"
    );
    let refused = under("withdrawal_within_days = 30").unwrap_err().to_string();
    assert!(refused.contains("30 days is 13 in a year"), "{refused}");
    assert!(under("cut_every_days = 184").is_ok());
}

#[test]
fn published_totals_have_no_days_after_which_they_are_cut_anew() {
    let stock = |more: &str| {
        Rulebook::from_toml(&format!(
            "version = 1\ncountry = \"COL\"\n[dataset.STOCK]\ndimensions = [\"SEX\"]\nmost_dimensions = 1\n\
             open_to = \"PUBLIC\"\n{more}"
        ))
    };
    assert_eq!(stock("").unwrap().datasets[&Dataset::Stock].schedule(), None);
    assert!(stock("cut_every_days = 92").is_err());
}

const WITH_QUANTITIES: &str = r#"
    version = 1
    country = "COL"
    [dataset.REGISTER]
    dimensions = ["SEX", "AGE"]
    most_dimensions = 2
    open_to = "IOM"
    segments = [{ purposes = ["STATISTICS"], audience = "IOM" }]
    [dataset.REGISTER.quantity.INVESTED]
    lower = 0
    upper = 1000
    unit = "USD"
    most_dimensions = 1
    share = 0.25
    [dataset.REGISTER.quantity.REMITTED]
    lower = 0
    upper = 500
    unit = "USD"
    most_dimensions = 2
"#;

#[test]
fn a_quantity_spends_its_share_of_a_privacy_budget_or_a_tenth() {
    let rulebook = Rulebook::from_toml(WITH_QUANTITIES).unwrap();
    let rules = &rulebook.datasets[&Dataset::Register];
    assert!(matches!(rules.mechanism(), Mechanism::DifferentialPrivacy { .. }), "the default of a register");
    let shares: Vec<f64> = rules.quantities.values().map(quantity::QuantityPolicy::share).collect();
    assert_eq!(shares, [0.25, 0.1]);
}

#[test]
fn shares_of_a_budget_that_cannot_be_kept_are_refused_in_plain_words() {
    let no_part = "a part of rho is over 0 and under 1";
    for (from, to, said) in [
        ("share = 0.25", "share = -0.25", no_part),
        ("share = 0.25", "share = 0", no_part),
        ("share = 0.25", "share = 1.0", no_part),
        ("share = 0.25", "share = nan", no_part),
        ("share = 0.25", "share = 0.95", "nothing is left for the tables of persons"),
        ("share = 0.25", "share = 0.9", "nothing is left for the tables of persons"),
        ("open_to = ", "mechanism = { name = \"CELL_KEY\", threshold = 10 }\n    open_to = ", "DIFFERENTIAL_PRIVACY"),
        ("upper = 500", "upper = 0", "run upward from zero"),
        ("lower = 0", "lower = -1", "run upward from zero"),
        ("most_dimensions = 1", "most_dimensions = 3", "at most as many dimensions"),
    ] {
        let text = WITH_QUANTITIES.replace(from, to);
        assert_ne!(text, WITH_QUANTITIES);
        let refused = Rulebook::from_toml(&text).expect_err(to).to_string();
        assert!(refused.contains(said), "{to}: {refused}");
    }
}

#[test]
fn a_threshold_with_secondary_suppression_is_for_persons_and_for_no_quantity() {
    let threshold = "mechanism = { name = \"THRESHOLD\", threshold = 10 }";
    let text = SOUND.replace("mechanism = { name = \"CELL_KEY\", threshold = 10 }", threshold);
    for dataset in [Dataset::Survey, Dataset::Register, Dataset::Programme] {
        let text = text.replace("SURVEY", dataset.name());
        let rules = &Rulebook::from_toml(&text).unwrap().datasets[&dataset];
        assert_eq!(rules.mechanism(), Mechanism::Threshold { threshold: 10 });
        assert_eq!((rules.yearly(), rules.mechanism().spends()), (None, None), "it spends nothing");
    }
    let stock = format!(
        "version = 1\ncountry = \"COL\"\n[dataset.STOCK]\ndimensions = [\"SEX\"]\nmost_dimensions = 1\n{threshold}\n\
         open_to = \"PUBLIC\""
    );
    let refused = Rulebook::from_toml(&stock).unwrap_err().to_string();
    assert_eq!(
        refused,
        "the rulebook's rules for STOCK: published totals are released exactly: the mechanism is EXACT"
    );
    let quantity =
        "\n[dataset.SURVEY.quantity.HOURS_WORKED]\nlower = 0\nupper = 99\nunit = \"hours\"\nmost_dimensions = 1";
    let refused = Rulebook::from_toml(&format!("{text}{quantity}")).unwrap_err().to_string();
    assert!(refused.contains("the mechanism protects no sums: leave out HOURS_WORKED"), "{refused}");
}

const WITH_SCORE: &str = r#"
    version = 1
    country = "COL"
    [dataset.SURVEY]
    dimensions = ["SEX"]
    most_dimensions = 1
    open_to = "IOM"
    segments = [{ purposes = ["STATISTICS"], audience = "IOM" }]
    [dataset.SURVEY.quantity.TRUST_EMBASSY]
    most_dimensions = 1
"#;

#[test]
fn a_score_has_the_bounds_and_the_unit_of_the_scale_that_its_data_say() {
    let rules = Rulebook::from_toml(WITH_SCORE).unwrap().datasets.remove(&Dataset::Survey).unwrap();
    let on = |from, to| {
        let scale = Scale::new(from, to).unwrap();
        let rules = rules.quantities_of(|_| Some(scale)).unwrap().remove("TRUST_EMBASSY").unwrap();
        (rules.lower, rules.upper, rules.unit.0)
    };
    assert_eq!(on(1, 5), (1.0, 5.0, "1 (no trust) to 5 (full trust)".to_owned()));
    assert_eq!(on(0, 10), (0.0, 10.0, "0 (no trust) to 10 (full trust)".to_owned()));
    assert_eq!(rules.quantities_of(|_| None), Err(dataset::Unscaled("TRUST_EMBASSY".into())));
}

#[test]
fn a_rulebook_that_says_what_a_scores_scale_says_or_not_what_an_amounts_does_is_refused() {
    for said in ["lower = 1", "upper = 5", "unit = \"1-5\"", "lower = 1\nupper = 5\nunit = \"1 to 5\""] {
        let refused = Rulebook::from_toml(&format!("{WITH_SCORE}{said}")).expect_err(said).to_string();
        assert!(refused.contains("TRUST_EMBASSY is a score") && refused.contains("leave out `lower`"), "{refused}");
    }
    for lacking in ["lower = 0\n", "upper = 1000\n", "unit = \"USD\"\n"] {
        let text = WITH_QUANTITIES.replacen(lacking, "\n", 1);
        assert_ne!(text, WITH_QUANTITIES);
        let refused = Rulebook::from_toml(&text).expect_err(lacking).to_string();
        assert!(refused.contains("INVESTED has a `lower`, an `upper` and a `unit`"), "{refused}");
    }
}
