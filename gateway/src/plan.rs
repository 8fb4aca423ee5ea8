//! From what is asked to which countries are asked what. Pure: nothing is sent, and no time passes.

use crate::caller::Asker;
use crate::registry::{Node, Registry};
use async_graphql::InputObject;
use schema::ask::{CodeFilter, ItemFilter, Question, QuestionInput, too_wide};
use schema::concept::{Dataset, Dimension, Item};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::measure::MeasureInput;
use schema::member::MemberCode;
use schema::purpose::Purpose;
use schema::study::StudyId;
use std::collections::BTreeSet;
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// What is compared, between whom, and why.
#[derive(InputObject, Clone, Debug)]
pub struct CompareInput {
    /// What kind of data is compared.
    pub dataset: Dataset,
    /// What is counted.
    #[graphql(default_with = "Some(MeasureInput::default())")]
    pub measure: Option<MeasureInput>,
    /// The dimensions of the table; with those of `where` at most three, or a wider table that a member's catalogue names.
    #[graphql(default)]
    pub by: Vec<Dimension>,
    /// Items that the table is broken down by, after `by`: choices such as `NEED:VOTING`, and a study's own questions such as
    /// `QUESTION:VISITS`, which need its `study`. `studies` lists what each wave has.
    #[graphql(default)]
    pub by_item: Vec<Item>,
    /// Which codes are let through; published cells are added up.
    #[graphql(default, name = "where")]
    pub filters: Vec<CodeFilter>,
    /// Which codes of items are let through.
    #[graphql(default)]
    pub where_item: Vec<ItemFilter>,
    /// The dimensions of `by` that are held fixed in a share's denominator.
    #[graphql(default)]
    pub share_within: Vec<Dimension>,
    /// The countries compared; left out: every member that publishes the dataset.
    pub countries: Option<Vec<CountryCode>>,
    /// A release's reference period, such as `2015`; left out: the latest.
    pub at: Option<String>,
    /// The study that is asked of, such as `ACS`; left out: in each country the one with the latest wave that has what is
    /// asked for.
    pub study: Option<StudyId>,
    /// Why it is asked.
    pub purpose: Purpose,
}

impl CompareInput {
    /// The count of everybody, of every member that publishes the dataset, at its latest.
    pub const fn of(dataset: Dataset, purpose: Purpose) -> Self {
        Self {
            dataset,
            measure: None,
            by: Vec::new(),
            by_item: Vec::new(),
            filters: Vec::new(),
            where_item: Vec::new(),
            share_within: Vec::new(),
            countries: None,
            at: None,
            study: None,
            purpose,
        }
    }
}

/// Which countries are asked, and what. Made only by [`plan`].
#[derive(Clone, Debug)]
pub struct Plan {
    question: Arc<Question>,
    nodes: Vec<Arc<Node>>,
    asked_by: MemberCode,
}

/// Decides what each country is asked: the same question, of each country that was named or that publishes the dataset.
pub fn plan(asker: Asker, input: CompareInput, registry: &Registry) -> Result<Plan, Sayable> {
    let question = Question::new(QuestionInput {
        dataset: input.dataset,
        measure: input.measure.unwrap_or_default(),
        by: input.by,
        by_item: input.by_item,
        filters: input.filters,
        where_item: input.where_item,
        share_within: input.share_within,
        at: input.at,
        study: input.study,
        beside_groups: false,
        purpose: input.purpose,
    })?;
    let nodes = match input.countries {
        None => registry.publishing(Some(question.dataset())),
        Some(named) => named_nodes(&named, registry)?,
    };
    let names_it =
        |node: &Arc<Node>| registry.membership().names_wide(node.member.code, question.dataset(), &question.axes());
    if question.is_wide() && !nodes.iter().any(names_it) {
        return Err(too_wide(question.axes().len()));
    }
    Ok(Plan { question: Arc::new(question), nodes, asked_by: asker.member() })
}

/// The nodes of countries that somebody names, in their order; of all where nobody names any.
pub fn nodes_of(named: Option<&[CountryCode]>, registry: &Registry) -> Result<Vec<Arc<Node>>, Sayable> {
    named.map_or_else(|| Ok(registry.nodes().cloned().collect()), |named| named_nodes(named, registry))
}

/// The nodes of countries that somebody names, in their order.
pub fn named_nodes(named: &[CountryCode], registry: &Registry) -> Result<Vec<Arc<Node>>, Sayable> {
    if named.is_empty() {
        let message = "`countries` is empty; name a country, or leave it out to ask every member.";
        return Err(Sayable::new(Code::EmptyFilter, message));
    }
    let mut seen = BTreeSet::new();
    named
        .iter()
        .map(|country| {
            if !seen.insert(*country) {
                return Err(Sayable::new(Code::DuplicateCountry, format!("`countries` names {country} twice.")));
            }
            registry.named(*country).cloned()
        })
        .collect()
}

impl Plan {
    /// The same, of the study that each country's focus groups belong to.
    #[must_use]
    pub fn beside_groups(self) -> Self {
        Self { question: Arc::new(self.question.beside_groups()), ..self }
    }

    /// What each country is asked.
    pub fn question(&self) -> &Arc<Question> {
        &self.question
    }

    /// The member that asks.
    pub fn asked_by(&self) -> MemberCode {
        self.asked_by
    }

    /// The countries' nodes, in the order of the answer.
    pub fn nodes(&self) -> &[Arc<Node>] {
        &self.nodes
    }
}
