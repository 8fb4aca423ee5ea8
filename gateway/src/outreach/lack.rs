//! Why a country is not asked, or not for all: public facts, in words for the one who asked.

use super::input::SegmentsInput;
use schema::concept::Axis;

/// What a country's segments lack, before anything is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The country has published no such data.
    NoData,
    /// It has published none of the study that is named.
    NoStudy,
    /// It has published none of the period that is named; the periods that there are.
    NoPeriod(Vec<String>),
    /// It has published none of the traits.
    NoTraits,
    /// It lacks some of the traits that are named.
    SomeTraits(Vec<Axis>),
    /// There are more questions than one request has: traits that are not asked for.
    TooManyTraits(usize),
    /// The same of channels: traits of which they are not asked for.
    TooManyChannels(usize),
}

impl Lack {
    /// The sentence.
    pub fn said(&self, name: &str, input: &SegmentsInput) -> String {
        let dataset = input.dataset;
        let study = input.study.as_ref().map(|study| format!(" of study {}", study.as_str())).unwrap_or_default();
        // What somebody sent is said back as far as it can be a period.
        let at = input.at.as_ref().map(|at| at.chars().filter(|c| !c.is_control()).take(20).collect::<String>());
        match self {
            Self::NoData => format!("{name} has published no {dataset} data."),
            Self::NoStudy => format!("{name} has published no {dataset} data{study}."),
            Self::NoPeriod(there) => {
                let (at, there) = (at.unwrap_or_default(), there.join(", "));
                format!("{name} has published no {dataset} data{study} for {at}; there are {there}.")
            }
            Self::NoTraits => {
                let of =
                    at.map_or_else(|| "the latest ".to_owned() + dataset.name(), |at| format!("{dataset} of {at}"));
                format!("{name} has none of these traits in {of}{study}: {}.", listed(input.sought()))
            }
            Self::SomeTraits(missing) => format!("{name} has not published {}.", listed(missing.iter().copied())),
            Self::TooManyTraits(traits) => format!("{traits} traits were too many for one request; name fewer."),
            Self::TooManyChannels(traits) => {
                format!("The channels of {traits} traits were too many questions for one request; name fewer traits.")
            }
        }
    }
}

/// Axes by their names.
pub(super) fn listed(axes: impl Iterator<Item = Axis>) -> String {
    axes.map(|axis| axis.to_string()).collect::<Vec<_>>().join(", ")
}
