//! What a country told: rows that have been read and found sound, with their source.

use schema::answer::NodeAnswer;
use schema::coverage::Outcome;
use schema::figure::{Estimate, FigureStatus, NodeFigure};
use schema::measure::MeasureKind;
use schema::provenance::Source;

/// One row of a table: a figure, and the same as a number that can be added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    figure: NodeFigure,
    estimate: Estimate,
    measure: MeasureKind,
}

/// A country's answer, checked against the question. Made only by `country::check`.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The rows, sorted by the codelists.
    pub rows: Vec<Row>,
    /// Where they come from.
    pub source: Source,
    /// When the node said it (RFC 3339, UTC).
    pub answered_at: String,
    /// The node's signature over what it said.
    pub signature: String,
}

impl Told {
    /// What the figures are counted in: the source's unit, or `none` of persons. `None` where there is no figure to count,
    /// since the country's wave did not ask: such a country differs from nobody in its unit.
    pub fn unit(&self) -> Option<&str> {
        let asked = self.rows.iter().any(|row| !row.was_not_asked());
        asked.then(|| self.source.unit.as_deref().unwrap_or("none"))
    }

    /// The answer as the node signed it.
    pub fn as_said(&self) -> NodeAnswer {
        NodeAnswer {
            outcome: Outcome::Answered,
            reason: None,
            figures: self.rows.iter().map(|row| row.figure.clone()).collect(),
            source: Some(self.source.clone()),
            answered_at: self.answered_at.clone(),
            signature: self.signature.clone(),
        }
    }
}

impl Row {
    /// Reads a figure from the wire; `None` where it contradicts itself.
    pub fn read(figure: NodeFigure, measure: MeasureKind) -> Option<Self> {
        figure.estimate().map(|estimate| Self { figure, estimate, measure })
    }

    /// A row of figures put together, with the denominator of its share; of a mean, with the persons that it is over.
    pub fn together(codes: Vec<String>, estimate: Estimate, base: &Estimate, measure: MeasureKind) -> Self {
        Self { figure: NodeFigure::new(codes, &estimate, base), estimate, measure }
    }

    /// The figure as it was said.
    pub fn figure(&self) -> &NodeFigure {
        &self.figure
    }

    /// The codes, one for each dimension of `by`.
    pub fn codes(&self) -> &[String] {
        &self.figure.codes
    }

    /// Whether the country says that it never asked for this: its filter names what the country's data do not have, or its
    /// wave did not ask what others did.
    pub fn was_not_asked(&self) -> bool {
        self.figure.status == FigureStatus::NotAsked
    }

    /// The number that can be added up.
    pub fn estimate(&self) -> Estimate {
        self.estimate
    }

    /// The denominator of the share, or the persons that a mean is over.
    pub fn base(&self) -> Estimate {
        self.figure.base_estimate()
    }

    /// The figure's share of its denominator, where both are known; a mean has none.
    pub fn share(&self) -> Option<f64> {
        if self.measure == MeasureKind::Mean { None } else { self.estimate.share_of(&self.base()) }
    }
}
