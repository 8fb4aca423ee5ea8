//! What the fuzz targets have found and are begun with, kept: every law holds of every case. `tests/fuzz` looks for more.

use crate::world::root;
use federation_tests::fuzzed::LAWS;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn folder() -> PathBuf {
    root().join("tests/fuzz")
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(self::folder().join(folder)).unwrap();
    let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    entries.map(|entry| stem(entry.unwrap().path())).collect()
}

#[test]
fn every_law_has_its_target_and_its_cases() {
    let laws: BTreeSet<String> = LAWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("fuzz_targets"), laws, "a law is looked for a breach of by the target of its name");
    assert_eq!(names("corpus"), laws, "and its cases stand in the folder of its name");
}

#[test]
fn every_law_holds_of_every_kept_case() {
    for (name, holds) in LAWS {
        let mut cases: Vec<PathBuf> =
            std::fs::read_dir(folder().join("corpus").join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        cases.sort();
        assert!(cases.len() > 2, "{name} must have cases");
        for case in &cases {
            println!("{}", case.display());
            holds(&std::fs::read(case).unwrap());
        }
    }
}
