//! What persons answered, as their own country reads it for what it does with them by name: of each person the one record that is counted.

use super::same::Same;
use crate::release::data::{Data, DataFault};
use crate::release::records::records;
use node_rules::person::alike::{Alike, Criterion};
use node_rules::record_key::Pseudonym;
use node_rules::release::ReleasedDimension;
use schema::concept::{Axis, Dataset, Dimension, Item};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// What everybody answered in the last period of some data. It shows itself nowhere.
pub struct Answers {
    axes: Vec<ReleasedDimension>,
    of: BTreeMap<Pseudonym, (Vec<u8>, Option<bool>)>,
}

/// Why nothing can be told of who is like that.
#[derive(Debug, thiserror::Error)]
pub enum AnswersFault {
    /// Nothing is loaded that says how persons are.
    #[error("nothing of {0} is loaded that persons could be drawn from")]
    NoData(Dataset),
    /// It was not asked.
    #[error("what is loaded does not have {0}")]
    NotAsked(Axis),
    /// What is loaded does not read. Not said.
    #[error(transparent)]
    Data(#[from] DataFault),
}

impl AnswersFault {
    /// The sentence for the one who asked; nothing where something failed inside.
    pub fn sayable(&self) -> Option<String> {
        match self {
            Self::Data(_) => None,
            said => Some(said.to_string()),
        }
    }
}

/// What one person answered.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    axes: &'a [ReleasedDimension],
    codes: &'a [u8],
    adult: Option<bool>,
}

impl Answers {
    /// The answers by which it is told who is like that, of the last period that is loaded.
    pub async fn to(store: &impl ConnectionTrait, alike: &Alike, same: &Same) -> Result<Self, AnswersFault> {
        let study = alike.study.as_deref().unwrap_or_default();
        let is_it = |data: &Data| data.dataset == alike.dataset && data.study == study && data.description.persons;
        // Periods stand in their order.
        let data = Data::all(store).await?.into_iter().rfind(is_it).ok_or(AnswersFault::NoData(alike.dataset))?;
        let axes = &data.description.dimensions;
        if let Some(of) = alike.criteria.iter().find(|of| axes.iter().all(|axis| axis.axis != of.dimension)) {
            return Err(AnswersFault::NotAsked(of.dimension));
        }
        let records = records(store, &data, same).await.map_err(DataFault::from)?.into_iter();
        let of = records.map(|record| (same.person(record.pseudonym), (record.codes, record.adult))).collect();
        Ok(Self { axes: data.description.dimensions, of })
    }

    /// What a person answered, of whatever ids.
    pub fn of(&self, person: &Pseudonym) -> Option<Answer<'_>> {
        let (codes, adult) = self.of.get(person)?;
        Some(Answer { axes: &self.axes, codes, adult: *adult })
    }
}

impl<'a> Answer<'a> {
    /// Whether the person is known to be under 18.
    pub fn is_minor(&self) -> bool {
        self.adult == Some(false)
    }

    /// Whether the person is like that. Who is known to be a minor is like nobody.
    pub fn is(&self, alike: &Alike) -> bool {
        let says =
            |of: &Criterion| self.code(of.dimension).is_some_and(|code| of.codes.iter().any(|wanted| wanted == code));
        !self.is_minor() && alike.criteria.iter().all(says)
    }

    /// The code of one thing.
    pub fn code(&self, axis: Axis) -> Option<&'a str> {
        let at = self.axes.iter().position(|of| of.axis == axis)?;
        self.at(at)
    }

    /// Whether anything of a concept was asked: by one question, or by choices.
    pub fn was_asked(&self, of: Dimension) -> bool {
        self.axes.iter().any(|axis| axis.axis.concept() == Some(of))
    }

    /// What the person chose of a concept: the one code, or every choice of several, in the codelist's order. Residual codes are none.
    pub fn chosen(&self, of: Dimension) -> Vec<&'static str> {
        let is_chosen = |wanted: &str| {
            self.axes.iter().enumerate().any(|(at, axis)| match axis.axis {
                Axis::Shared(dimension) if dimension == of => self.at(at) == Some(wanted),
                Axis::Item(Item::Choice(choice)) if choice.dimension() == of => {
                    choice.code() == wanted && self.at(at) == Some("YES")
                }
                _ => false,
            })
        };
        let codes = of.codelist().codes().iter().map(|code| code.code.as_str());
        codes.filter(|code| !Axis::Shared(of).is_residual(code) && is_chosen(code)).collect()
    }

    fn at(&self, at: usize) -> Option<&'a str> {
        let pair = self.codes.get(2 * at..2 * at + 2)?;
        let place = pair.iter().fold(0_usize, |place, byte| place << 8 | usize::from(*byte));
        self.axes.get(at)?.codes.get(place).map(String::as_str)
    }
}
