//! From an XLSX file to a form, or every fault of it.

use super::choices;
use super::question::Form;
use super::sheet::{Sheet, cell};
use super::survey;
use crate::intake::fault::Fault;
use calamine::{Reader, Xlsx};
use std::io::{Cursor, Read, Seek};

/// Reads a form from a file's bytes; `file` names it in faults.
pub fn read(file: &str, bytes: &[u8]) -> Result<Form, Vec<Fault>> {
    let mut book = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| vec![Fault::in_sheet(file, 1, "", &error.to_string(), "an XLSForm in XLSX")])?;
    let mut faults = Vec::new();
    let settings = sheet(&mut book, file, "settings", &mut faults).unwrap_or_default();
    let setting = |names: &[&str]| {
        let at = settings.column(names);
        settings.rows.first().map_or("", |(_, cells)| cell(cells, at))
    };
    let version = Some(setting(&["version"]).to_owned()).filter(|version| !version.is_empty());
    let default_language = match setting(&["default_language", "default language"]) {
        "" => "default".to_owned(),
        named => named.to_owned(),
    };
    let duplicates_allowed =
        matches!(setting(&["allow_choice_duplicates"]).to_lowercase().as_str(), "yes" | "true" | "true()");
    let choices = sheet(&mut book, file, "choices", &mut faults).unwrap_or_default();
    let mut lists = choices::read(&choices, &default_language, duplicates_allowed, &mut faults);
    let Some(survey) = sheet(&mut book, file, "survey", &mut faults) else {
        if faults.is_empty() {
            let there = book.sheet_names().join(", ");
            faults.push(Fault::in_sheet(file, 1, "", &there, "a sheet with the name survey"));
        }
        return Err(faults);
    };
    let questions = survey::read(&survey, &default_language, &mut lists, &mut faults);
    choices::with_blanks(&choices, &lists, &questions, &mut faults);
    if faults.is_empty() { Ok(Form { version, default_language, questions, lists }) } else { Err(faults) }
}

fn sheet<R: Read + Seek>(book: &mut Xlsx<R>, file: &str, name: &str, faults: &mut Vec<Fault>) -> Option<Sheet> {
    match Sheet::read(book, file, name)? {
        Ok(sheet) => Some(sheet),
        Err(fault) => {
            faults.push(fault);
            None
        }
    }
}
