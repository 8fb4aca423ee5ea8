//! What shows whether an activity changed something, as it is spoken.

use super::query::caller;
use crate::caller::Asker;
use crate::directory::measured::Measured;
use crate::fetch::{Nodes, series};
use crate::plan::{CompareInput, plan};
use crate::registry::Registry;
use async_graphql::{Context, Object, Result, SimpleObject};
use futures_util::future::join_all;
use schema::change::Change;
use schema::concept::Dataset;
use schema::country::CountryCode;
use schema::directory::activity::ActivityMeasure;
use schema::error::Sayable;
use schema::figure::{FigureStatus, NodeFigure};
use schema::measure::{MeasureInput, MeasureKind};
use schema::purpose::Purpose;
use std::sync::Arc;

/// What a country's activity is measured by.
pub struct Measures {
    /// The country.
    pub country: CountryCode,
    /// Studies' figures before it and after it.
    pub measured: Vec<ActivityMeasure>,
}

/// A mean before an activity and after it, and the difference.
#[derive(SimpleObject)]
pub struct MeasuredChange {
    /// What is measured: a study, what it asked, and its two waves.
    of: ActivityMeasure,
    /// What it is counted in, of a score with what the ends of its scale mean; null where the waves do not count in one thing.
    unit: Option<String>,
    /// The mean in the wave before.
    before: MeasuredWave,
    /// The mean in the wave after.
    after: MeasuredWave,
    /// What changed; null where a figure is not there or the waves count in unlike units, and `reason` says why.
    difference: Option<Change>,
    /// Why there is no difference, in a sentence that speaks of public facts only; null where there is one.
    reason: Option<String>,
    /// What changed in the study from the wave before up to the wave after. Where it is not empty, not the activity alone can have made the
    /// difference.
    breaks: Vec<String>,
}

/// A mean in one wave.
#[derive(SimpleObject)]
pub struct MeasuredWave {
    /// The wave's reference period.
    at: String,
    /// The mean; null where it is withheld or not there.
    value: Option<f64>,
    /// Lower end of the 95 % interval.
    lower: Option<f64>,
    /// Upper end of the 95 % interval.
    upper: Option<f64>,
    /// Whether the figure stands, and if not, why; null where there is none.
    status: Option<FigureStatus>,
    /// Why there is no figure; null where there is.
    reason: Option<String>,
}

#[Object(name = "ActivityMeasures")]
impl Measures {
    /// What its country publishes of what it is measured by: means of two waves, as `series` tells them, and the difference. Asked under
    /// the caller's own right.
    #[graphql(complexity = "first as usize * (100 + child_complexity)")]
    async fn measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most.", default = 3)] first: u32,
        #[graphql(desc = "Why it is asked.", default_with = "Purpose::Comparison")] purpose: Purpose,
    ) -> Result<Vec<MeasuredChange>> {
        let asker = caller(ctx)?.asker();
        let measured = self.measured.iter().take(usize::try_from(first).unwrap_or(usize::MAX));
        let of = async |measure: &ActivityMeasure| {
            let came = match &asker {
                Ok(asker) => self.asked(ctx, *asker, measure, purpose).await?,
                Err(refused) => Err(refused.clone()),
            };
            Ok(MeasuredChange::told(measure, came))
        };
        join_all(measured.map(of)).await.into_iter().collect()
    }
}

impl Measures {
    /// Asks the country for every wave of the study, as a series does.
    async fn asked(
        &self,
        ctx: &Context<'_>,
        asker: Asker,
        measure: &ActivityMeasure,
        purpose: Purpose,
    ) -> Result<Result<Measured, Sayable>> {
        let input = CompareInput {
            measure: Some(MeasureInput { kind: MeasureKind::Mean, of: Some(measure.of.clone()) }),
            countries: Some(vec![self.country]),
            study: Some(measure.study.clone()),
            ..CompareInput::of(Dataset::Survey, purpose)
        };
        let plan = match plan(asker, input, ctx.data::<Arc<Registry>>()?) {
            Ok(plan) => plan,
            Err(refused) => return Ok(Err(refused)),
        };
        let came = series(ctx.data::<Nodes>()?, &plan).await;
        // A plan has the countries that it was made for.
        let measured = came.first().map(|(_, points)| Measured::of(measure, plan.question(), points));
        Ok(measured.ok_or_else(Sayable::internal))
    }
}

impl MeasuredChange {
    fn told(measure: &ActivityMeasure, came: Result<Measured, Sayable>) -> Self {
        let of = measure.clone();
        match came {
            Ok(Measured { before, after, unit, difference, breaks }) => Self {
                of,
                unit,
                before: MeasuredWave::of(&measure.before, before),
                after: MeasuredWave::of(&measure.after, after),
                reason: difference.as_ref().err().cloned(),
                difference: difference.ok(),
                breaks,
            },
            Err(refused) => Self {
                of,
                unit: None,
                before: MeasuredWave::of(&measure.before, Err(refused.message.clone())),
                after: MeasuredWave::of(&measure.after, Err(refused.message.clone())),
                difference: None,
                reason: Some(refused.message),
                breaks: Vec::new(),
            },
        }
    }
}

impl MeasuredWave {
    fn of(at: &str, figure: Result<NodeFigure, String>) -> Self {
        let at = at.to_owned();
        match figure {
            Ok(NodeFigure { value, lower, upper, status, .. }) => {
                Self { at, value, lower: Some(lower), upper, status: Some(status), reason: None }
            }
            Err(reason) => Self { at, value: None, lower: None, upper: None, status: None, reason: Some(reason) },
        }
    }
}
