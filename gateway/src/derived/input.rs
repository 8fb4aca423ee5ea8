//! Which figures are looked for, of whom, and which sums are asked for them.

use crate::plan::CompareInput;
use async_graphql::InputObject;
use schema::ask::CodeFilter;
use schema::concept::{Dataset, Dimension};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::measure::{MeasureInput, MeasureKind};
use schema::programme::derived::{ProgrammeFigure, Summed};
use schema::purpose::Purpose;
use std::collections::BTreeSet;

/// Which figures of programmes are looked for.
#[derive(InputObject, Clone, Debug)]
pub struct ProgrammeFiguresInput {
    /// The figures; left out: all of them.
    pub figures: Option<Vec<ProgrammeFigure>>,
    /// Of whom, such as those who served from abroad (`RETURN_MODE`); left out: of everybody placed.
    #[graphql(default, name = "where")]
    pub filters: Vec<CodeFilter>,
    /// The countries compared; left out: every member that publishes figures of programmes.
    pub countries: Option<Vec<CountryCode>>,
    /// A year, such as `2025`; left out: the latest of each country.
    pub at: Option<String>,
    /// Why it is asked.
    #[graphql(default_with = "Purpose::Comparison")]
    pub purpose: Purpose,
}

impl ProgrammeFiguresInput {
    /// The figures, each once, in their own order.
    pub fn figures(&self) -> Result<Vec<ProgrammeFigure>, Sayable> {
        let named: BTreeSet<ProgrammeFigure> =
            self.figures.as_deref().unwrap_or(&ProgrammeFigure::ALL).iter().copied().collect();
        if named.is_empty() {
            let message = "`figures` is empty; name a figure, or leave it out to have all of them.";
            return Err(Sayable::new(Code::InvalidQuery, message));
        }
        let of_sexes = |figure: &ProgrammeFigure| !figure.sums().0.sexes.is_empty();
        let is_filtered = self.filters.iter().any(|filter| filter.dimension == Dimension::Sex);
        if let Some(figure) = named.iter().copied().find(|figure| is_filtered && of_sexes(figure)) {
            let message = format!(
                "`where` names SEX, by which {} is made: leave the one out, or name other `figures`.",
                figure.name()
            );
            return Err(Sayable::new(Code::InvalidQuery, message));
        }
        Ok(named.into_iter().collect())
    }

    /// What is asked of each country for a sum.
    pub fn asked(&self, sum: Summed) -> CompareInput {
        let sexes = (!sum.sexes.is_empty()).then(|| CodeFilter {
            dimension: Dimension::Sex,
            codes: sum.sexes.iter().map(|sex| (*sex).to_owned()).collect(),
        });
        CompareInput {
            measure: Some(MeasureInput { kind: MeasureKind::Sum, of: Some(sum.of.to_owned()) }),
            filters: self.filters.iter().cloned().chain(sexes).collect(),
            countries: self.countries.clone(),
            at: self.at.clone(),
            ..CompareInput::of(Dataset::Programme, self.purpose)
        }
    }
}

/// Every sum that some figures are made of, each once.
pub fn sums(of: &[ProgrammeFigure]) -> BTreeSet<Summed> {
    of.iter().flat_map(|figure| <[Summed; 2]>::from(figure.sums())).collect()
}
