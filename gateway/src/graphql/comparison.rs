//! An answer, as it is spoken: views that borrow from it, so that a figure is copied only into the response.

use crate::absence::{outcome, reason};
use crate::attribute::Answer;
use crate::citation::Citation;
use crate::citation::archive::Archive;
use crate::fetch::Reply;
use crate::items::label;
use crate::merge::{Comparability, Together};
use crate::registry::{Member, Registry};
use crate::told::{Row, Told};
use async_graphql::{Context, Object, Result};
use schema::concept::Axis;
use schema::coverage::Outcome;
use schema::figure::{CodeLabel, FigureStatus, ItemLabel};
use schema::provenance::{ItemSource, Source};
use std::sync::Arc;

/// The countries' answers, side by side and together.
pub struct Comparison(pub Answer);

/// What one country answered, or why it did not.
pub struct CountryAnswer<'a> {
    by: &'a [Axis],
    member: &'a Member,
    reply: &'a Reply,
}

/// The countries' figures added up.
pub struct Combined<'a> {
    by: &'a [Axis],
    together: &'a Together,
}

/// Who was asked, who answered, and who did not and why.
pub struct Coverage<'a>(&'a Answer);

/// A figure with its error.
pub struct Figure<'a> {
    by: &'a [Axis],
    items: &'a [ItemSource],
    row: &'a Row,
}

impl<'a> CountryAnswer<'a> {
    /// What became of a question in one country.
    pub fn new(by: &'a [Axis], member: &'a Member, reply: &'a Reply) -> Self {
        Self { by, member, reply }
    }
}

fn country_answers(answer: &Answer) -> impl Iterator<Item = CountryAnswer<'_>> {
    let by = answer.question().by();
    answer.countries().map(move |(member, reply)| CountryAnswer { by, member, reply })
}

/// A country's figures.
pub(super) fn told_figures<'a>(by: &'a [Axis], told: &'a Told) -> Vec<Figure<'a>> {
    figures(by, &told.source.items, &told.rows)
}

fn figures<'a>(by: &'a [Axis], items: &'a [ItemSource], rows: &'a [Row]) -> Vec<Figure<'a>> {
    rows.iter().map(|row| Figure { by, items, row }).collect()
}

/// The countries' answers, side by side and together.
#[Object]
impl Comparison {
    /// One answer for each country that was asked, in the order asked; absent countries too.
    async fn countries(&self) -> Vec<CountryAnswer<'_>> {
        country_answers(&self.0).collect()
    }

    /// The countries' figures put together: counts and sums are added up, means weigh as the persons that they are over.
    /// Null where nobody answered.
    async fn combined(&self) -> Option<Combined<'_>> {
        let together = self.0.together()?;
        Some(Combined { by: self.0.question().by(), together })
    }

    /// Who was asked, who answered, and who did not and why.
    async fn coverage(&self) -> Coverage<'_> {
        Coverage(&self.0)
    }

    /// A lasting reference to this answer. It is made, and kept, when it is asked for.
    async fn citation(&self, ctx: &Context<'_>) -> Result<Citation> {
        let members = ctx.data::<Arc<Registry>>()?.membership();
        Ok(ctx.data::<Arc<Archive>>()?.cite(&self.0, members).await?)
    }
}

/// What one country answered, or why it did not.
#[Object]
impl CountryAnswer<'_> {
    /// The country.
    async fn country(&self) -> &Member {
        self.member
    }

    /// What became of the question there.
    async fn outcome(&self) -> Outcome {
        outcome(self.reply)
    }

    /// Why there are no figures, in a sentence that speaks of public facts only; null where there are.
    async fn reason(&self) -> Option<&str> {
        reason(self.reply)
    }

    /// One figure for each combination of codes, sorted by the codelists; none where the country is absent.
    async fn figures(&self) -> Vec<Figure<'_>> {
        self.reply.as_ref().map_or_else(|_| Vec::new(), |told| told_figures(self.by, told))
    }

    /// Where the figures come from; null where there are none.
    async fn source(&self) -> Option<&Source> {
        Some(&self.reply.as_ref().ok()?.source)
    }
}

/// The countries' figures added up.
#[Object]
impl Combined<'_> {
    /// The rows of all countries that answered, added up. A row that a country lacks counts as zero where its totals are
    /// complete and released exactly; elsewhere it is added up without that country, and `differences` says so. None where
    /// the countries count in unlike units, such as scores on unlike scales, or answered on unlike scales (TRUST), or a code of a study's
    /// own question means one thing in one country and another in another.
    async fn figures(&self) -> Vec<Figure<'_>> {
        figures(self.by, &self.together.items, &self.together.rows)
    }

    /// Whether the countries' figures may be read as one.
    async fn comparability(&self) -> Comparability {
        self.together.comparability
    }

    /// Who differs from whom, in what; empty where nothing that is known differs.
    async fn differences(&self) -> &[String] {
        &self.together.differences
    }
}

/// Who was asked, who answered, and who did not and why.
#[Object]
impl Coverage<'_> {
    /// How many countries were asked.
    async fn expected(&self) -> usize {
        self.0.expected()
    }

    /// How many countries answered.
    async fn answered(&self) -> usize {
        self.0.answered()
    }

    /// The countries that did not answer, with the reason.
    async fn absent(&self) -> Vec<CountryAnswer<'_>> {
        country_answers(self.0).filter(|country| country.reply.is_err()).collect()
    }
}

/// A figure with its error.
#[Object]
impl Figure<'_> {
    /// One code with its label for each dimension of `by`, in its order.
    async fn codes(&self) -> Vec<CodeLabel> {
        let shared = self.by.iter().zip(self.row.codes()).filter_map(|(axis, code)| Some((axis.shared()?, code)));
        shared.map(|(dimension, code)| CodeLabel::new(dimension, code)).collect()
    }

    /// One code with its label for each item of `byItem`, in its order.
    async fn items(&self) -> Vec<ItemLabel> {
        let items = self.by.iter().zip(self.row.codes()).filter_map(|(axis, code)| Some((axis.item()?, code)));
        items.map(|(item, code)| label(self.items, item, code)).collect()
    }

    /// The figure; null where it is withheld, and `status` says why.
    async fn value(&self) -> Option<f64> {
        self.row.figure().value
    }

    /// Lower end of the 95 % interval; for a withheld figure, the least that it can be.
    async fn lower(&self) -> Option<f64> {
        Some(self.row.figure().lower)
    }

    /// Upper end of the 95 % interval; for a withheld figure the most respondents that it can have, at the mean weight,
    /// or under a threshold with secondary suppression what its table leaves of the total; null where nothing bounds it.
    async fn upper(&self) -> Option<f64> {
        self.row.figure().upper
    }

    /// The figure's share, between 0 and 1, of all persons counted, or of those with the same codes in `shareWithin`;
    /// null where either is withheld.
    async fn share(&self) -> Option<f64> {
        self.row.share()
    }

    /// Whether the figure stands, and if not, why.
    async fn status(&self) -> FigureStatus {
        self.row.figure().status
    }

    /// The respondents behind a survey estimate, as released; null for other data and where withheld.
    async fn respondents(&self) -> Option<u32> {
        self.row.figure().respondents
    }

    /// Standard error of sampling; null where withheld.
    async fn standard_error(&self) -> Option<f64> {
        self.row.figure().standard_error
    }

    /// 95 % half-width of the error that protection adds; null where withheld.
    async fn protection_error(&self) -> Option<f64> {
        self.row.figure().protection_error
    }
}
