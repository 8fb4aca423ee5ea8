//! A synthetic export of Kobo: 200 columns, labels in three languages, two versions of its form.

use crate::chance::Chance;
use rust_xlsxwriter::Workbook;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The forms' files, the older first.
pub const FORMS: [&str; 2] = ["v1.xlsx", "v2.xlsx"];

/// The mapping of the export.
pub const MAPPING: &str = include_str!("kobo.toml");

const LANGUAGES: [&str; 3] = ["English (en)", "Français (fr)", "Español (es)"];
const WORDS: [&str; 3] = ["choice", "choix", "opción"];
const SEED: u64 = 2024;

/// Questions of one choice, of which the last two are the second version's alone.
const ONE: usize = 96;
const ADDED: usize = 2;
/// Multiple choices.
const MANY: usize = 11;
const CHOICES: usize = 8;

/// The columns: an id, a version, an age, questions of one choice, and multiple choices each in one column and in many.
pub const COLUMNS: usize = 3 + ONE + MANY * (CHOICES + 1) + 2;

fn label(choice: usize, language: usize, version: usize) -> String {
    // The wording of two choices changed places between the versions.
    let worded = if version == 1 && choice < 2 { 1 - choice } else { choice };
    format!("{} {worded}", WORDS[language])
}

/// Writes the form of a version: 0 or 1.
pub fn form(to: &Path, version: usize) {
    let mut book = Workbook::new();
    let labels = LANGUAGES.map(|language| format!("label::{language}"));
    let mut survey = vec![["type", "name", "relevant"].map(str::to_owned).into_iter().chain(labels.clone()).collect()];
    let mut ask = |kind: &str, name: &str, relevant: &str| {
        let labels = LANGUAGES.map(|language| format!("{name} in {language}"));
        survey.push([kind, name, relevant].map(str::to_owned).into_iter().chain(labels).collect::<Vec<_>>());
    };
    ask("begin_group", "main", "");
    ask("integer", "age", "");
    for nth in 0..ONE - if version == 0 { ADDED } else { 0 } {
        let relevant =
            if nth % 4 == 3 { format!("${{one{}}} != 'c0' and ${{age}} > 20", nth - 1) } else { String::new() };
        ask("select_one list", &format!("one{nth}"), &relevant);
    }
    for nth in 0..MANY {
        ask("select_multiple list", &format!("many{nth}"), "");
    }
    ask("text", "words", "");
    ask("text", "more_words", "");
    survey.push(vec!["end_group".to_owned()]);
    let mut choices = vec![["list_name", "name"].map(str::to_owned).into_iter().chain(labels).collect::<Vec<_>>()];
    choices.extend((0..CHOICES).map(|choice| {
        let labels = (0..LANGUAGES.len()).map(|language| label(choice, language, version));
        ["list".to_owned(), format!("c{choice}")].into_iter().chain(labels).collect()
    }));
    let settings = vec![
        ["form_title", "form_id", "version", "default_language"].map(str::to_owned).to_vec(),
        ["Diaspora", "diaspora", &format!("v{}", version + 1), LANGUAGES[0]].map(str::to_owned).to_vec(),
    ];
    for (name, rows) in [("survey", survey), ("choices", choices), ("settings", settings)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in rows.into_iter().enumerate() {
            for (column, cell) in cells.into_iter().enumerate() {
                sheet.write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
            }
        }
    }
    book.save(to).unwrap();
}

/// Writes the export: labels of choices, in the language that the person used.
pub fn export(to: &Path, rows: usize) {
    let mut out = BufWriter::new(File::create(to).unwrap());
    let mut header = "_uuid;__version__;main/age".to_owned();
    (0..ONE).for_each(|nth| write!(header, ";main/one{nth}").unwrap());
    for nth in 0..MANY {
        write!(header, ";main/many{nth}").unwrap();
        (0..CHOICES).for_each(|choice| write!(header, ";main/many{nth}/c{choice}").unwrap());
    }
    header += ";main/words;main/more_words";
    assert_eq!(header.split(';').count(), COLUMNS);
    writeln!(out, "\u{feff}{header}").unwrap();
    let mut chance = Chance::new(SEED);
    for row in 0..rows {
        let (version, language, age) = (chance.below(2), chance.below(LANGUAGES.len()), 16 + chance.below(70));
        write!(out, "uuid-{row:07};v{};{age}", version + 1).unwrap();
        let mut before = 0;
        for nth in 0..ONE {
            let choice = chance.below(CHOICES);
            let asked = nth % 4 != 3 || before != 0 && age > 20;
            let there = version == 1 || nth < ONE - ADDED;
            let shown = if asked && there { label(choice, language, version) } else { String::new() };
            write!(out, ";{shown}").unwrap();
            before = choice;
        }
        for _ in 0..MANY {
            let ticked: Vec<bool> = (0..CHOICES).map(|_| chance.below(4) == 0).collect();
            let answered = ticked.contains(&true);
            let labels = (0..CHOICES).filter(|choice| ticked[*choice]).map(|choice| label(choice, language, version));
            write!(out, ";{}", labels.collect::<Vec<_>>().join(" ")).unwrap();
            for tick in ticked {
                write!(
                    out,
                    ";{}",
                    if !answered {
                        ""
                    } else if tick {
                        "1"
                    } else {
                        "0"
                    }
                )
                .unwrap();
            }
        }
        writeln!(out, ";words of person {row};").unwrap();
    }
    out.flush().unwrap();
}
