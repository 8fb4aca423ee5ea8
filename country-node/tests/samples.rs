//! Sample configurations and those of the demonstration: they read, and the samples explain every field.

use country_node::config::Config;
use country_node::intake::layout::Layout;
use node_rules::campaign::content::Campaign;
use node_rules::consent::notice::Notices;
use node_rules::rulebook::Rulebook;
use schema::country::CountryCode;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn layout(path: &Path, country: CountryCode) -> Layout {
    Layout::from_toml(&path.display().to_string(), &read(path), country).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn the_samples_read_and_are_of_one_country() {
    let config: Config = toml::from_str(&read(&here("node.sample.toml"))).unwrap();
    let rulebook = Rulebook::from_toml(&read(&here("rulebook.sample.toml"))).unwrap();
    assert_eq!(rulebook.country, config.country);
    let notices = Notices::from_toml(&read(&here("notices.sample.toml"))).unwrap();
    assert!(notices.shown("register/2", "fr").is_ok(), "the sample must have the notice that its comments name");
    let campaign: Campaign = toml::from_str(&read(&here("campaign.sample.toml"))).unwrap();
    assert_eq!(campaign.faults(), []);
    for sample in ["mapping.sample.toml", "totals.sample.toml"] {
        let layout = layout(&here(sample), config.country);
        let rules = &rulebook.datasets[&layout.dataset];
        let there: Vec<_> = layout.description.dimensions.iter().map(|axis| axis.axis).collect();
        assert!(rules.dimensions.iter().all(|d| there.contains(d)), "{sample}: the rulebook names what the data lack");
        let quantities = &layout.description.quantities;
        assert!(rules.quantities.keys().all(|of| quantities.contains(of)), "{sample}: a quantity that the data lack");
    }
}

/// Every field that a sample shows.
const FIELDS: [&str; 105] = [
    "activity",
    "subject",
    "server",
    "tls",
    "authorities",
    "user",
    "password_file",
    "from",
    "reply_to",
    "per_minute",
    "settle_after",
    "log",
    "where",
    "language",
    "places",
    "within",
    "at",
    "on",
    "decimal",
    "format",
    "sheet",
    "export",
    "forms",
    "versions",
    "cells",
    "country",
    "listen",
    "database",
    "members",
    "rulebook",
    "record_secret",
    "signing_key",
    "notices",
    "name",
    "address",
    "contact",
    "email",
    "url",
    "phone",
    "data",
    "storage",
    "retention",
    "withdrawal",
    "en",
    "owner",
    "sampling",
    "universe",
    "destinations",
    "languages",
    "period",
    "fieldwork",
    "modes",
    "instrument",
    "variable",
    "domain",
    "break_before",
    "study",
    "ending",
    "version",
    "dimensions",
    "hierarchy",
    "sensitive",
    "most_dimensions",
    "wider",
    "segments",
    "minors",
    "adults_only",
    "mechanism",
    "yearly_rho",
    "open_to",
    "dataset",
    "title",
    "source",
    "note",
    "population_basis",
    "encoding",
    "delimiter",
    "header",
    "value",
    "column",
    "in",
    "own_country",
    "id",
    "weight",
    "codes",
    "sum",
    "equals",
    "dimension",
    "fit",
    "constant",
    "as_is",
    "ranges",
    "prefixes",
    "missing",
    "of",
    "min",
    "max",
    "scale",
    "reversed",
    "lower",
    "upper",
    "unit",
    "share",
    "text",
    "item",
];

#[test]
fn the_samples_explain_every_field_by_a_comment() {
    let mut explained = BTreeSet::new();
    for sample in [
        "node.sample.toml",
        "rulebook.sample.toml",
        "mapping.sample.toml",
        "totals.sample.toml",
        "notices.sample.toml",
        "study.sample.toml",
        "campaign.sample.toml",
    ] {
        let text = read(&here(sample));
        let mut before = "";
        let mut seen = BTreeSet::new();
        for line in text.lines() {
            // A field that is shown in a comment, because it may be left out, is explained too.
            let field = line.strip_prefix("# ").unwrap_or(line).split_once(" = ").map(|(name, _)| name);
            let field = field.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            if let Some(name) = field.filter(|name| seen.insert((*name).to_owned())) {
                let commented = before.starts_with('#') || line.contains(" # ");
                assert!(commented, "{sample}: say in a comment before `{name}` what it is for");
                explained.insert(name.to_owned());
            }
            before = line;
        }
    }
    let lacking: Vec<_> = FIELDS.iter().filter(|name| !explained.contains(**name)).collect();
    assert!(lacking.is_empty(), "no sample shows {lacking:?}");
}

#[test]
fn every_rulebook_and_mapping_of_the_demonstration_reads() {
    let countries = here("../compose/countries");
    let (mut rulebooks, mut mappings) = (0, 0);
    for entry in std::fs::read_dir(&countries).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(country) = folder.file_name().unwrap().to_string_lossy().parse::<CountryCode>() else { continue };
        layout(&countries.join("stock.toml"), country);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("rulebook.toml") {
                let rulebook =
                    Rulebook::from_toml(&read(&path)).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
                assert_eq!(rulebook.country, country, "{}", path.display());
                rulebooks += 1;
            } else if path.extension().is_some_and(|kind| kind == "toml") {
                layout(&path, country);
                mappings += 1;
            }
        }
    }
    assert!(rulebooks >= 8 && mappings >= 5, "files are missing from {}", countries.display());
}
