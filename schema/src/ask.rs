//! A question: from the wire to a [`Question`], which is well formed and can be made only here.

use crate::concept::{Axis, Codelist, Dataset, Dimension, Item, quantities, quantity};
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

/// Lets through the named codes of an item.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemFilter {
    /// The item that is filtered.
    pub item: Item,
    /// The codes let through.
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
    /// Items that the table is broken down by, after `by`: choices, and questions of the study's own.
    #[graphql(default)]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_item: Vec<Item>,
    /// Which codes are let through; published cells are added up.
    #[graphql(default, name = "where")]
    #[serde(rename = "where")]
    pub filters: Vec<CodeFilter>,
    /// Which codes of items are let through.
    #[graphql(default)]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub where_item: Vec<ItemFilter>,
    /// The dimensions of `by` that are held fixed in a share's denominator.
    #[graphql(default)]
    pub share_within: Vec<Dimension>,
    /// A release's reference period, such as `2015`; left out: the latest.
    pub at: Option<String>,
    /// The study that is asked of; left out: the one with the latest wave that has these dimensions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<StudyId>,
    /// Whether it is asked beside themes of focus groups; without `study` and `at`. Then it is read from the study that the groups
    /// belong to, and from their wave, where the country published it.
    #[graphql(default)]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside_groups: bool,
    /// Why it is asked.
    pub purpose: Purpose,
}

impl QuestionInput {
    /// How many persons there are in a dataset.
    pub fn of(dataset: Dataset, purpose: Purpose) -> Self {
        Self {
            dataset,
            measure: MeasureInput::default(),
            by: Vec::new(),
            by_item: Vec::new(),
            filters: Vec::new(),
            where_item: Vec::new(),
            share_within: Vec::new(),
            at: None,
            study: None,
            beside_groups: false,
            purpose,
        }
    }
}

/// Which codes of an axis a question lets through.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The axis that is filtered.
    pub axis: Axis,
    /// The codes, each once, in the codelist's order. A group stands for all its members.
    pub codes: Vec<String>,
}

/// A question that is well formed: at most six axes, none twice, every code in its codelist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    input: QuestionInput,
    by: Vec<Axis>,
    filters: Vec<Filter>,
    share_within: Vec<Axis>,
}

impl Question {
    /// Checks a question from the wire. Filters come out sorted, each code once, in the codelist's order.
    pub fn new(mut input: QuestionInput) -> Result<Self, Sayable> {
        let shared = |dimensions: &[Dimension]| -> Vec<Axis> { dimensions.iter().copied().map(Axis::Shared).collect() };
        let by = [shared(&input.by), input.by_item.iter().copied().map(Axis::Item).collect()].concat();
        let share_within = shared(&input.share_within);
        once(&by, "by")?;
        once(&share_within, "shareWithin")?;
        let named = input.filters.iter().map(|f| (Axis::Shared(f.dimension), &f.codes));
        let named = named.chain(input.where_item.iter().map(|f| (Axis::Item(f.item), &f.codes)));
        let named: Vec<(Axis, &Vec<String>)> = named.collect();
        let filtered: Vec<Axis> = named.iter().map(|(axis, _)| *axis).collect();
        once(&filtered, "where")?;
        let all: BTreeSet<Axis> = by.iter().chain(&filtered).copied().collect();
        if all.len() > MOST_WIDER_DIMENSIONS {
            return Err(too_wide(all.len()));
        }
        let own = all.iter().find(|axis| matches!(axis, Axis::Item(Item::Question(_))));
        if let Some(own) = own.filter(|_| input.study.is_none()) {
            let message =
                format!("{own} is a study's own question: name the `study` that asks it. `studies` lists them.");
            return Err(Sayable::new(Code::InvalidQuery, message));
        }
        if input.beside_groups && (input.study.is_some() || input.at.is_some()) {
            let message = "Beside focus groups the study is theirs: leave out `study` and `at`, or `besideGroups`.";
            return Err(Sayable::new(Code::InvalidQuery, message));
        }
        if let Some(outside) = share_within.iter().find(|d| !by.contains(d)) {
            let message = format!("`shareWithin` names {outside}, which is not in `by`.");
            return Err(Sayable::new(Code::ShareOutsideTable, message));
        }
        measured(&input.measure)?;
        let mut filters = Vec::with_capacity(named.len());
        for (axis, codes) in named {
            filters.push(Filter { axis, codes: known(axis, codes)? });
        }
        filters.sort_by_key(|f| f.axis);
        // What travels, and is signed, is the question in its one form.
        input.filters.clear();
        input.where_item.clear();
        for Filter { axis, codes } in &filters {
            match axis {
                Axis::Shared(dimension) => {
                    input.filters.push(CodeFilter { dimension: *dimension, codes: codes.clone() });
                }
                Axis::Item(item) => input.where_item.push(ItemFilter { item: *item, codes: codes.clone() }),
            }
        }
        Ok(Self { input, by, filters, share_within })
    }

    /// What kind of data is asked about.
    pub fn dataset(&self) -> Dataset {
        self.input.dataset
    }

    /// What is counted.
    pub fn measure(&self) -> &MeasureInput {
        &self.input.measure
    }

    /// The axes of the answer's rows, in the order asked: dimensions, then items.
    pub fn by(&self) -> &[Axis] {
        &self.by
    }

    /// The filters, sorted by axis.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// The filter on an axis, if there is one.
    pub fn filter(&self, axis: impl Into<Axis>) -> Option<&Filter> {
        let axis = axis.into();
        self.filters.iter().find(|f| f.axis == axis)
    }

    /// The axes held fixed in a share's denominator.
    pub fn share_within(&self) -> &[Axis] {
        &self.share_within
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
        Self {
            input: QuestionInput { at: Some(at), study, beside_groups: false, ..self.input.clone() },
            ..self.clone()
        }
    }

    /// The same question of the latest wave of a study.
    #[must_use]
    pub fn of_study(&self, study: StudyId) -> Self {
        let input = QuestionInput { at: None, study: Some(study), beside_groups: false, ..self.input.clone() };
        Self { input, ..self.clone() }
    }

    /// The same question, of the study that each country's focus groups belong to; one that names a study or a period stays.
    #[must_use]
    pub fn beside_groups(&self) -> Self {
        let beside_groups = self.input.study.is_none() && self.input.at.is_none();
        Self { input: QuestionInput { beside_groups, ..self.input.clone() }, ..self.clone() }
    }

    /// Whether it is asked beside themes of focus groups.
    pub fn is_beside_groups(&self) -> bool {
        self.input.beside_groups
    }

    /// Why it is asked.
    pub fn purpose(&self) -> Purpose {
        self.input.purpose
    }

    /// Every axis that the answer touches, in the contract's order.
    pub fn axes(&self) -> Vec<Axis> {
        let all: BTreeSet<Axis> = self.by.iter().copied().chain(self.filters.iter().map(|f| f.axis)).collect();
        all.into_iter().collect()
    }

    /// Whether it is of more dimensions than a table has that no catalogue names.
    pub fn is_wide(&self) -> bool {
        self.axes().len() > MOST_DIMENSIONS
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

fn measured(measure: &MeasureInput) -> Result<(), Sayable> {
    match (measure.kind, &measure.of) {
        (MeasureKind::Persons, Some(_)) => Err(Sayable::new(Code::BadMeasure, "PERSONS are counted; leave out `of`.")),
        (MeasureKind::Sum | MeasureKind::Mean, None) => {
            Err(Sayable::new(Code::BadMeasure, "A sum or a mean needs `of`: the quantity."))
        }
        (MeasureKind::Sum | MeasureKind::Mean, Some(of)) if quantity(of).is_none() => {
            let known: Vec<&str> = quantities().iter().map(|quantity| quantity.code.as_str()).collect();
            Err(Sayable::new(Code::BadMeasure, format!("`of` is one of {}.", known.join(", "))))
        }
        _ => Ok(()),
    }
}

fn once(axes: &[Axis], place: &str) -> Result<(), Sayable> {
    let mut seen = BTreeSet::new();
    match axes.iter().find(|axis| !seen.insert(**axis)) {
        Some(twice) => Err(Sayable::new(Code::DuplicateDimension, format!("`{place}` names {twice} twice."))),
        None => Ok(()),
    }
}

/// The longest code of a study's own question, in characters.
pub const MOST_CODE: usize = 24;

/// The most codes of a study's own question, and of one filter.
pub const MOST_CODES: usize = 300;

/// Whether a text can be a code of a study's own question: capital letters, digits, underscores, or why a value is missing.
pub fn is_own_code(code: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let sound = !code.is_empty() && code.len() <= MOST_CODE && code.bytes().all(letters) && !code.starts_with('_');
    sound || Codelist::is_missing(code)
}

/// The codes of a filter, each once and in order. Which codes a study's own question has, its releases know: a code that they do not
/// have is answered as not asked there.
fn known(axis: Axis, codes: &[String]) -> Result<Vec<String>, Sayable> {
    if codes.is_empty() {
        let message = format!("The filter on {axis} lets nothing through; name a code or leave it out.");
        return Err(Sayable::new(Code::EmptyFilter, message));
    }
    if codes.len() > MOST_CODES {
        let message = format!("The filter on {axis} names {} codes; {MOST_CODES} at most.", codes.len());
        return Err(Sayable::new(Code::RequestTooLarge, message));
    }
    let has = |code: &str| match axis {
        Axis::Item(Item::Question(_)) => is_own_code(code),
        _ => axis.rank(code).is_some(),
    };
    if let Some(code) = codes.iter().find(|code| !has(code)) {
        let shown: String = code.chars().take(40).filter(|c| !c.is_control()).collect();
        let list = match axis {
            Axis::Shared(dimension) => format!(" ({}). `dimensions` lists its codes.", dimension.standard()),
            Axis::Item(Item::Choice(_)) => ": a choice is YES or NO.".to_owned(),
            Axis::Item(Item::Question(_)) => ": codes are capital letters, digits and underscores.".to_owned(),
        };
        return Err(Sayable::new(Code::UnknownCode, format!("{axis} has no code `{shown}`{list}")));
    }
    let mut sorted = axis.sorted(codes.to_vec());
    sorted.dedup();
    Ok(sorted)
}

impl Filter {
    /// Which codes of a table's own `domain` the filter lets through (their places there, ascending), and which named
    /// codes the table does not have at all. A group is had if the domain holds it or any of its members.
    pub fn within(&self, domain: &[String]) -> (Vec<usize>, Vec<&str>) {
        let mut places = BTreeSet::new();
        let mut lacking = Vec::new();
        for named in &self.codes {
            let members = self.axis.leaves(named);
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
mod tests;
