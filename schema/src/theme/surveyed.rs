//! How surveys speak of a theme that focus groups are coded with: by which dimension and codes of it, or by the mean of which
//! quantity. `codelists/theme-survey.csv` says so, one question a line; a theme with no line has no question that surveys
//! share.

use crate::concept::{Choice, Dimension};
use crate::measure::{MeasureInput, MeasureKind};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A question by which surveys speak of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeQuestion {
    theme: String,
    /// The dimension that is counted by; none where a mean is asked for.
    pub dimension: Option<Dimension>,
    /// Those of its codes that speak of the theme, groups of codes too.
    pub codes: Vec<String>,
    /// The quantity whose mean is asked for; none where persons are counted.
    pub quantity: Option<String>,
}

static QUESTIONS: LazyLock<Vec<ThemeQuestion>> =
    LazyLock::new(|| read(include_str!("../../codelists/theme-survey.csv")));

/// The questions of a theme, in the list's own order.
pub fn questions(theme: &str) -> impl Iterator<Item = &'static ThemeQuestion> {
    QUESTIONS.iter().filter(move |question| question.theme == theme)
}

/// How many unlike questions there are over all themes: what asking of all of them costs.
pub fn unlike() -> usize {
    let unlike: HashSet<_> = QUESTIONS.iter().map(|question| (question.dimension, &question.quantity)).collect();
    unlike.len()
}

/// The same of the choices that questions can be asked by.
pub fn unlike_choices() -> usize {
    QUESTIONS.iter().filter_map(ThemeQuestion::choice).collect::<HashSet<_>>().len()
}

impl ThemeQuestion {
    /// The choice that says the same where persons may choose several; none where several codes speak of the theme, for who chose
    /// two of them would be counted twice.
    pub fn choice(&self) -> Option<Choice> {
        match (self.dimension, self.codes.as_slice()) {
            (Some(dimension), [code]) => Choice::of(dimension, code),
            _ => None,
        }
    }

    /// What is counted or averaged.
    pub fn measure(&self) -> MeasureInput {
        let kind = if self.quantity.is_some() { MeasureKind::Mean } else { MeasureKind::Persons };
        MeasureInput { kind, of: self.quantity.clone() }
    }
}

/// The questions of the list's text. A line that does not read is left out: a test holds the file to its form.
fn read(text: &str) -> Vec<ThemeQuestion> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let question = |row: csv::StringRecord| {
        let given = |at: usize| row.get(at).filter(|text| !text.is_empty());
        let dimension = match given(1) {
            Some(name) => Some(Dimension::from_name(name)?),
            None => None,
        };
        Some(ThemeQuestion {
            theme: given(0)?.to_owned(),
            dimension,
            codes: given(2).unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
            quantity: given(3).map(str::to_owned),
        })
    };
    rows.records().flatten().filter_map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::quantity;
    use crate::theme::{theme, themes};

    #[test]
    fn every_line_is_a_question_of_a_theme_that_a_survey_can_be_asked() {
        let lines = include_str!("../../codelists/theme-survey.csv").lines().count() - 1;
        assert_eq!(QUESTIONS.len(), lines, "a line was left out");
        for question in QUESTIONS.iter() {
            assert!(theme(&question.theme).is_some(), "{question:?}");
            match (question.dimension, &question.quantity) {
                (Some(dimension), None) => {
                    let known = |code: &String| !code.starts_with('_') && dimension.codelist().get(code).is_some();
                    assert!(!question.codes.is_empty() && question.codes.iter().all(known), "{question:?}");
                }
                (None, Some(of)) => assert!(quantity(of).is_some() && question.codes.is_empty(), "{question:?}"),
                _ => panic!("either a dimension with codes or a quantity: {question:?}"),
            }
        }
        assert_eq!((unlike(), questions("RESEARCH").count(), questions("ECONOMIC_CONTRIBUTIONS").count()), (8, 0, 3));
        assert_eq!(unlike_choices(), 9, "each need, members of associations, and who sends money");
    }

    #[test]
    fn each_need_is_asked_for_by_its_own_code() {
        for theme in themes().filter(|theme| theme.parent.as_deref() == Some("NEEDS")) {
            let [question] = questions(&theme.code).collect::<Vec<_>>()[..] else { panic!("{}", theme.code) };
            assert_eq!((question.dimension, question.measure()), (Some(Dimension::Need), MeasureInput::default()));
            assert_eq!(question.codes, [theme.code.replacen("NEED_", "", 1)]);
        }
    }
}
