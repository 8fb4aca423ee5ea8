//! The rules of the house, held over every file that git knows or would add.

use crate::world::root;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const MOST_LINES: usize = 400;

/// Only these stand at the top, with names that begin with a dot.
const TOP: [&str; 9] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "compose", "country-node", "gateway", "schema", "tests"];

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 9] = ["utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff", "lib2"];

fn files() -> Vec<String> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let output = Command::new("git").args(list).current_dir(root()).output().expect("git is there");
    assert!(output.status.success(), "git must know this folder: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("every path is UTF-8");
    let there = |path: &&str| !path.is_empty() && root().join(path).exists();
    text.split('\0').filter(there).map(str::to_owned).collect()
}

#[test]
fn no_rust_file_is_longer_than_four_hundred_lines() {
    let long: Vec<String> = files()
        .into_iter()
        .filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| {
            let lines = std::fs::read_to_string(root().join(&path)).unwrap().lines().count();
            (lines > MOST_LINES).then(|| format!("{path}: {lines} lines"))
        })
        .collect();
    assert!(long.is_empty(), "split these by their nouns: {long:?}");
}

#[test]
fn only_known_names_stand_at_the_top() {
    let top: BTreeSet<String> =
        files().iter().map(|path| path.split('/').next().unwrap_or_default().to_owned()).collect();
    let unknown: Vec<&String> =
        top.iter().filter(|name| !name.starts_with('.') && !TOP.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "find these a room: {unknown:?}");
    let lacking: Vec<&&str> = TOP.iter().filter(|name| !top.contains(**name)).collect();
    assert!(lacking.is_empty(), "these belong at the top: {lacking:?}");
}

/// A number that is signed must be read to the bit as it was written. In tests a dev-dependency turns that on by itself, so the
/// programs that are shipped are asked.
#[test]
fn the_programs_that_are_shipped_read_numbers_to_the_bit() {
    for program in ["country-node", "gateway", "compose"] {
        let tree = ["tree", "--package", program, "--edges", "normal,no-proc-macro", "--prefix", "none", "--format"];
        let mut cargo = Command::new(env!("CARGO"));
        let output = output_of(cargo.args(tree).args(["{p} {f}", "--offline", "--locked"]).current_dir(root()));
        let found: Vec<&str> = output.lines().filter(|line| line.starts_with("serde_json ")).collect();
        assert!(!found.is_empty(), "{program} has no serde_json any more: see what reads its numbers");
        let to_the_bit = |line: &&str| line.contains("float_roundtrip");
        assert!(found.iter().all(to_the_bit), "{program}: keep the feature float_roundtrip of serde_json: {found:?}");
    }
}

fn output_of(command: &mut Command) -> String {
    let output = command.output().expect("cargo is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("package names are UTF-8")
}

#[test]
fn no_name_says_nothing() {
    let empty = |part: &str| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or_default());
    let named: Vec<String> = files().into_iter().filter(|path| path.split('/').any(empty)).collect();
    assert!(named.is_empty(), "name these after what is inside: {named:?}");
}

#[test]
fn every_room_at_the_top_has_a_readme() {
    let files = files();
    for room in TOP.iter().filter(|name| root().join(name).is_dir()) {
        let found = files.iter().any(|path| path.starts_with(&format!("{room}/")) && path.ends_with("README.md"));
        assert!(found, "{room} must have a README.md");
    }
}
