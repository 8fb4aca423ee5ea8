//! A question: from the wire to a [`Question`], which is well formed and can be made only here.

use crate::concept::{Dataset, Dimension, quantities, quantity};
use crate::error::{Code, Sayable};
use crate::measure::{MeasureInput, MeasureKind};
use crate::purpose::Purpose;
use crate::study::StudyId;
use async_graphql::InputObject;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most dimensions of one table, filters included, unless a catalogue names it.
pub const MOST_DIMENSIONS: usize = 3;

/// The most dimensions of a table that a catalogue names.
pub const MOST_WIDER_DIMENSIONS: usize = 6;

/// Lets through the named codes of a dimension.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CodeFilter {
    /// The dimension that is filtered.
    pub dimension: Dimension,
    /// The codes let through. A group (such as `5T8` of EDUCATION) stands for all its members.
    #[graphql(name = "in")]
    #[serde(rename = "in")]
    pub codes: Vec<String>,
}

/// A question as it travels to a node.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionInput {
    /// What kind of data is asked about.
    pub dataset: Dataset,
    /// What is counted.
    #[graphql(default)]
    pub measure: MeasureInput,
    /// The dimensions of the table; with those of `where` at most three, or a wider table that the catalogue names.
    #[graphql(default)]
    pub by: Vec<Dimension>,
    /// Which codes are let through; published cells are added up.
    #[graphql(default, name = "where")]
    #[serde(rename = "where")]
    pub filters: Vec<CodeFilter>,
    /// The dimensions of `by` that are held fixed in a share's denominator.
    #[graphql(default)]
    pub share_within: Vec<Dimension>,
    /// A release's reference period, such as `2015`; left out: the latest.
    pub at: Option<String>,
    /// The study that is asked of; left out: the one with the latest wave that has these dimensions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<StudyId>,
    /// Why it is asked.
    pub purpose: Purpose,
}

/// A question that is well formed: at most three dimensions, none twice, every code in its codelist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    input: QuestionInput,
}

impl Question {
    /// Checks a question from the wire. Filters come out sorted, each code once, in the codelist's order.
    pub fn new(mut input: QuestionInput) -> Result<Self, Sayable> {
        once(&input.by, "by")?;
        once(&input.share_within, "shareWithin")?;
        let filtered: Vec<Dimension> = input.filters.iter().map(|f| f.dimension).collect();
        once(&filtered, "where")?;
        let all: BTreeSet<Dimension> = input.by.iter().chain(&filtered).copied().collect();
        if all.len() > MOST_WIDER_DIMENSIONS {
            return Err(too_wide(all.len()));
        }
        if let Some(outside) = input.share_within.iter().find(|d| !input.by.contains(d)) {
            let message = format!("`shareWithin` names {outside}, which is not in `by`.");
            return Err(Sayable::new(Code::ShareOutsideTable, message));
        }
        match (input.measure.kind, &input.measure.of) {
            (MeasureKind::Persons, Some(_)) => {
                return Err(Sayable::new(Code::BadMeasure, "PERSONS are counted; leave out `of`."));
            }
            (MeasureKind::Sum | MeasureKind::Mean, None) => {
                return Err(Sayable::new(Code::BadMeasure, "A sum or a mean needs `of`: the quantity."));
            }
            (MeasureKind::Sum | MeasureKind::Mean, Some(of)) if quantity(of).is_none() => {
                let known: Vec<&str> = quantities().iter().map(|quantity| quantity.code.as_str()).collect();
                let message = format!("`of` is one of {}.", known.join(", "));
                return Err(Sayable::new(Code::BadMeasure, message));
            }
            _ => {}
        }
        for filter in &mut input.filters {
            filter.codes = known(filter)?;
        }
        input.filters.sort_by_key(|f| f.dimension);
        Ok(Self { input })
    }

    /// What kind of data is asked about.
    pub fn dataset(&self) -> Dataset {
        self.input.dataset
    }

    /// What is counted.
    pub fn measure(&self) -> &MeasureInput {
        &self.input.measure
    }

    /// The dimensions of the answer's rows, in the order asked.
    pub fn by(&self) -> &[Dimension] {
        &self.input.by
    }

    /// The filters, sorted by dimension.
    pub fn filters(&self) -> &[CodeFilter] {
        &self.input.filters
    }

    /// The filter on a dimension, if there is one.
    pub fn filter(&self, dimension: Dimension) -> Option<&CodeFilter> {
        self.input.filters.iter().find(|f| f.dimension == dimension)
    }

    /// The dimensions held fixed in a share's denominator.
    pub fn share_within(&self) -> &[Dimension] {
        &self.input.share_within
    }

    /// The reference period asked for, or the latest.
    pub fn at(&self) -> Option<&str> {
        self.input.at.as_deref()
    }

    /// The study asked of, or any.
    pub fn study(&self) -> Option<&StudyId> {
        self.input.study.as_ref()
    }

    /// The same question of one wave: a period, and the study where there is one.
    #[must_use]
    pub fn of_wave(&self, at: String, study: Option<StudyId>) -> Self {
        Self { input: QuestionInput { at: Some(at), study, ..self.input.clone() } }
    }

    /// Why it is asked.
    pub fn purpose(&self) -> Purpose {
        self.input.purpose
    }

    /// Every dimension that the answer touches, in the contract's order.
    pub fn dimensions(&self) -> Vec<Dimension> {
        let all: BTreeSet<Dimension> =
            self.input.by.iter().copied().chain(self.input.filters.iter().map(|f| f.dimension)).collect();
        all.into_iter().collect()
    }

    /// Whether it is of more dimensions than a table has that no catalogue names.
    pub fn is_wide(&self) -> bool {
        self.dimensions().len() > MOST_DIMENSIONS
    }

    /// The question as it travels.
    pub fn as_input(&self) -> &QuestionInput {
        &self.input
    }
}

/// A table that no catalogue has.
pub fn too_wide(dimensions: usize) -> Sayable {
    let message = format!(
        "A table has at most {MOST_DIMENSIONS} dimensions, those of `where` included, unless a member's catalogue names \
         it; this asks for {dimensions}."
    );
    Sayable::new(Code::TooManyDimensions, message)
}

fn once(dimensions: &[Dimension], place: &str) -> Result<(), Sayable> {
    let mut seen = BTreeSet::new();
    match dimensions.iter().find(|d| !seen.insert(**d)) {
        Some(twice) => Err(Sayable::new(Code::DuplicateDimension, format!("`{place}` names {twice} twice."))),
        None => Ok(()),
    }
}

fn known(filter: &CodeFilter) -> Result<Vec<String>, Sayable> {
    let list = filter.dimension.codelist();
    if filter.codes.is_empty() {
        let message = format!("The filter on {} lets nothing through; name a code or leave it out.", filter.dimension);
        return Err(Sayable::new(Code::EmptyFilter, message));
    }
    let mut ranked = BTreeSet::new();
    for code in &filter.codes {
        let Some(rank) = list.rank(code) else {
            let shown: String = code.chars().take(40).filter(|c| !c.is_control()).collect();
            let message = format!(
                "{} has no code `{shown}` ({}). `dimensions` lists its codes.",
                filter.dimension,
                filter.dimension.standard()
            );
            return Err(Sayable::new(Code::UnknownCode, message));
        };
        ranked.insert(rank);
    }
    Ok(ranked.into_iter().filter_map(|at| list.codes().get(at)).map(|c| c.code.clone()).collect())
}

impl CodeFilter {
    /// Which codes of a table's own `domain` the filter lets through (their places there, ascending), and which named
    /// codes the table does not have at all. A group is had if the domain holds it or any of its members.
    pub fn within(&self, domain: &[String]) -> (Vec<usize>, Vec<&str>) {
        let list = self.dimension.codelist();
        let mut places = BTreeSet::new();
        let mut lacking = Vec::new();
        for named in &self.codes {
            let members = list.leaves(named);
            let before = places.len();
            let had = domain.iter().enumerate().filter(|(_, code)| *code == named || members.contains(&code.as_str()));
            let mut any = false;
            for (place, _) in had {
                any = true;
                places.insert(place);
            }
            if !any && places.len() == before {
                lacking.push(named.as_str());
            }
        }
        (places.into_iter().collect(), lacking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persons(by: &[Dimension], filters: &[(Dimension, &[&str])]) -> QuestionInput {
        QuestionInput {
            dataset: Dataset::Survey,
            measure: MeasureInput::default(),
            by: by.to_vec(),
            filters: filters
                .iter()
                .map(|(dimension, codes)| CodeFilter {
                    dimension: *dimension,
                    codes: codes.iter().map(|c| (*c).to_owned()).collect(),
                })
                .collect(),
            share_within: vec![],
            at: None,
            study: None,
            purpose: Purpose::Comparison,
        }
    }

    fn refused(input: QuestionInput) -> Code {
        Question::new(input).expect_err("this question must be refused").code
    }

    use Dimension::{Age, Education, Field, Generation, Sex};

    #[test]
    fn three_dimensions_are_a_table_up_to_six_may_be_one_and_seven_are_not() {
        let wide = |input| Question::new(input).unwrap().is_wide();
        assert!(!wide(persons(&[Sex, Age, Education], &[])));
        assert!(!wide(persons(&[Sex, Age], &[(Education, &["5"])])));
        assert!(wide(persons(&[Sex, Age], &[(Education, &["5"]), (Field, &["06"])])));
        let six = [Sex, Age, Education, Field, Generation, Dimension::Status];
        assert!(wide(persons(&six, &[])));
        assert_eq!(refused(persons(&six, &[(Dimension::Trust, &["1"])])), Code::TooManyDimensions);
    }

    #[test]
    fn a_dimension_both_shown_and_filtered_counts_once() {
        assert!(Question::new(persons(&[Sex, Age, Education], &[(Education, &["5T8"])])).is_ok());
    }

    #[test]
    fn what_stands_twice_is_refused() {
        assert_eq!(refused(persons(&[Sex, Sex], &[])), Code::DuplicateDimension);
        assert_eq!(refused(persons(&[], &[(Sex, &["F"]), (Sex, &["M"])])), Code::DuplicateDimension);
    }

    #[test]
    fn a_filter_needs_codes_and_only_known_ones() {
        assert_eq!(refused(persons(&[], &[(Sex, &[])])), Code::EmptyFilter);
        assert_eq!(refused(persons(&[], &[(Sex, &["female"])])), Code::UnknownCode);
    }

    #[test]
    fn repeats_in_a_filter_become_each_code_once_in_the_lists_order() {
        let question = Question::new(persons(&[], &[(Education, &["8", "8", "6"])])).unwrap();
        assert_eq!(question.filter(Education).unwrap().codes, ["6", "8"]);
        let again = Question::new(question.as_input().clone()).unwrap();
        assert_eq!(again, question, "what is well formed stays as it is");
    }

    #[test]
    fn a_filter_finds_groups_members_and_what_a_table_lacks() {
        let filter = |dimension, codes: &[&str]| CodeFilter {
            dimension,
            codes: codes.iter().map(|c| (*c).to_owned()).collect(),
        };
        let domain = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let schooling = domain(&["0", "5", "6", "_Z"]);
        assert_eq!(filter(Education, &["5T8", "6"]).within(&schooling), (vec![1, 2], vec![]));
        assert_eq!(filter(Education, &["3T4", "6"]).within(&schooling), (vec![2], vec!["3T4"]));
        // A country may know no finer than the group itself.
        assert_eq!(filter(Generation, &["G2PLUS"]).within(&domain(&["G1", "G2PLUS"])), (vec![1], vec![]));
    }

    #[test]
    fn a_share_is_held_within_the_table() {
        let mut input = persons(&[Sex, Education], &[]);
        input.share_within = vec![Generation];
        assert_eq!(refused(input), Code::ShareOutsideTable);
    }

    #[test]
    fn a_mean_needs_a_quantity_and_persons_have_none() {
        let mut input = persons(&[Sex], &[]);
        input.measure = MeasureInput { kind: MeasureKind::Mean, of: None };
        assert_eq!(refused(input.clone()), Code::BadMeasure);
        input.measure = MeasureInput { kind: MeasureKind::Persons, of: Some("AGE".into()) };
        assert_eq!(refused(input), Code::BadMeasure);
    }
}
