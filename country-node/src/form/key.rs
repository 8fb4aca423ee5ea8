//! Which choice of a question a cell of an export names: by its name, or by its label in any language of any version.
//!
//! The record's own version is looked up first, so that a label which has moved to another choice means what was shown.

use super::forms::Forms;
use super::question::Choice;
use super::sheet::one_line;
use super::spoken::Spoken;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the cells of an export hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cells {
    /// The names of choices.
    Names,
    /// Their labels, and the name of a choice that has none.
    Labels,
    /// Either; a cell that is the name of one choice and the label of another is a fault.
    #[default]
    Either,
}

/// What stands between the choices of one cell.
const BETWEEN: [char; 6] = [' ', '\t', '\n', ',', ';', '|'];

/// The choices of one question in one version, by what a cell may hold.
#[derive(Debug, Default)]
pub struct Key {
    /// What is looked up first stands first. Nothing stands for what could be two choices.
    layers: Vec<HashMap<String, Option<usize>>>,
    /// All that a cell may hold for one choice.
    texts: BTreeSet<String>,
    /// Whether what a cell holds for one choice may have blanks in it.
    wordy: bool,
}

impl Key {
    /// The key of a question for the records of one version.
    pub fn of(forms: &Forms, question: usize, version: usize, cells: Cells, spoken: &[Spoken]) -> Self {
        let Some(merged) = forms.questions.get(question) else { return Self::default() };
        let places: HashMap<&str, usize> = merged.options.iter().map(String::as_str).zip(0..).collect();
        let choices = |of: usize| -> Vec<(usize, &Choice, usize)> {
            let choices = forms.choices(question, of).iter();
            choices.filter_map(|choice| Some((*places.get(choice.name.as_str())?, choice, of))).collect()
        };
        let own = choices(version);
        let others: Vec<_> = (0..forms.versions.len()).filter(|other| *other != version).flat_map(choices).collect();
        let mut layers = Vec::new();
        for choices in [own, others] {
            let (mut names, mut labels, mut both) = (HashMap::new(), HashMap::new(), HashMap::new());
            for (place, choice, of) in choices {
                add(&mut names, &choice.stored, place);
                add(&mut both, &choice.stored, place);
                let may = |language: &str| spoken.get(of).is_none_or(|spoken| spoken.has(language));
                for (_, label) in choice.labels.iter().filter(|(language, _)| may(language)) {
                    add(&mut labels, label, place);
                    add(&mut both, label, place);
                }
            }
            match cells {
                Cells::Names => layers.push(names),
                Cells::Labels => layers.extend([labels, names]),
                Cells::Either => layers.push(both),
            }
        }
        let texts: BTreeSet<String> = layers.iter().flat_map(HashMap::keys).cloned().collect();
        let wordy = texts.iter().any(|text| text.contains(BETWEEN));
        Self { layers, texts, wordy }
    }

    /// Whether the question has choices at all.
    pub fn is_empty(&self) -> bool {
        self.layers.iter().all(HashMap::is_empty)
    }

    /// The choice that a cell names, as its place among the question's options. `None` where it names none, or might name
    /// two.
    pub fn choice(&self, text: &str) -> Option<usize> {
        let found = self.layers.iter().find_map(|layer| layer.get(text).copied());
        if let Some(found) = found {
            return found;
        }
        // A spreadsheet makes 1.0 of a choice 1, and keeps line breaks of a label.
        let again = text.strip_suffix(".0").map_or_else(|| one_line(text), str::to_owned);
        (again != text).then(|| self.layers.iter().find_map(|layer| layer.get(&again).copied())).flatten().flatten()
    }

    /// The choices that a cell names one after the other. `None` where a part of it names none, or where it can be read in
    /// two ways.
    pub fn choices(&self, text: &str) -> Option<Vec<usize>> {
        if !self.wordy {
            return text.split(BETWEEN).filter(|part| !part.is_empty()).map(|part| self.choice(part)).collect();
        }
        let text = one_line(text);
        // How many ways lead to a place in the text, and the last choice on one of them with where it begins.
        let mut reached = BTreeMap::from([(0, (1_u8, 0, 0))]);
        let mut at = 0;
        while at < text.len() {
            let (ways, ..) = *reached.get(&at)?;
            let rest = text.get(at..)?;
            for key in &self.texts {
                let Some(after) = rest.strip_prefix(key.as_str()) else { continue };
                let begun = after.trim_start_matches(BETWEEN);
                let ends = after.is_empty() || after.len() != begun.len();
                let Some(choice) = self.choice(key).filter(|_| ends) else { continue };
                let (there, ..) = reached.get(&(text.len() - begun.len())).copied().unwrap_or_default();
                reached.insert(text.len() - begun.len(), (there.saturating_add(ways), choice, at));
            }
            at = reached.range(at + 1..).next().map(|(next, _)| *next)?;
        }
        let mut found = Vec::new();
        let (1, ..) = *reached.get(&at)? else { return None };
        while at > 0 {
            let (_, choice, before) = *reached.get(&at)?;
            found.push(choice);
            at = before;
        }
        found.reverse();
        Some(found)
    }
}

fn add(map: &mut HashMap<String, Option<usize>>, text: &str, place: usize) {
    if text.is_empty() {
        return;
    }
    let there = map.entry(text.to_owned()).or_insert(Some(place));
    if *there != Some(place) {
        *there = None;
    }
}
