//! From what is wanted of whom to questions that can be sent, and to what cannot be asked of whom.

use super::input::SegmentsInput;
use super::refused::Refused;
use super::wanted::{All, Wanted, wanted};
use crate::caller::Asker;
use crate::fetch::Published;
use crate::plan::{Plan, plan};
use crate::registry::{Node, Registry};
use schema::concept::Axis;
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One question that is sent.
#[derive(Debug)]
pub struct Asked {
    /// The question, and to whom it goes.
    pub plan: Plan,
    /// The trait that it is of.
    pub of: Axis,
    /// Whether it is how many of a segment prefer a channel, and not how many there are.
    pub by_channel: bool,
}

/// What is sent, and what cannot be.
#[derive(Debug, Default)]
pub struct Planned {
    /// The questions.
    pub asked: Vec<Asked>,
    /// What each country's segments lack, in sentences for the one who asked.
    pub lacks: BTreeMap<CountryCode, Vec<String>>,
    /// The questions that cannot be sent to each country.
    pub refused: BTreeMap<CountryCode, Vec<Refused>>,
}

/// Plans the questions. With what they are narrowed to, some may be tables that no catalogue names: the others are asked all the
/// same, and it is said why these are not.
pub fn planned(
    asker: Asker,
    input: &SegmentsInput,
    registry: &Registry,
    published: &[(Arc<Node>, Published)],
) -> Result<Planned, Sayable> {
    input.check()?;
    let All { wanted, lacks } = wanted(input, published);
    let mut made = Planned::default();
    for (country, lacks) in lacks {
        let Some(node) = registry.node(country) else { continue };
        let said = lacks.iter().map(|lack| lack.said(&node.member.name, input));
        made.lacks.insert(country, said.collect());
    }
    for Wanted { question, of, by_channel } in wanted {
        let countries = question.countries.clone();
        match plan(asker, question, registry) {
            Ok(plan) => made.asked.push(Asked { plan, of, by_channel }),
            Err(sayable) if sayable.code == Code::TooManyDimensions => {
                let refused = Refused { of, by_channel, reason: sayable.message };
                for country in countries.into_iter().flatten() {
                    made.refused.entry(country).or_default().push(refused.clone());
                }
            }
            Err(sayable) => return Err(sayable),
        }
    }
    Ok(made)
}
