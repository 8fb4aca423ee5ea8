//! That values stay what was measured, whatever is done to their indicator and to them.

use super::book::Book;
use super::content::Content;
use super::fault::Fault;
use super::indicator::Indicator;
use super::observation::Observation;
use schema::programme::kind::Kind;
use schema::programme::state::State;

impl Book {
    /// Whether an indicator goes on to measure what was measured by it.
    pub(super) fn still_measures(&self, id: &str, next: &Indicator) -> Result<(), Fault> {
        let Some(Content::Indicator(now)) = self.get(Kind::Indicator, id).map(|record| record.now.content.as_ref())
        else {
            return Ok(());
        };
        let mut values = self.leaning((Kind::Indicator, id), Kind::Observation).filter(|of| !of.now.state.is_void());
        match values.next().filter(|_| !next.measures_what(now)) {
            Some(value) => Err(Fault::InUse(value.id.clone())),
            None => Ok(()),
        }
    }

    /// Whether a value that is taken up again was measured by its indicator as it is now: while it was void, that could become another.
    pub(super) fn is_measured_by(&self, (kind, id): (Kind, &str), of: &Observation, to: State) -> Result<(), Fault> {
        let Some(void) = self.get(kind, id).filter(|record| record.now.state.is_void() && !to.is_void()) else {
            return Ok(());
        };
        match self.get(Kind::Indicator, &of.indicator).filter(|indicator| indicator.changed_at >= void.changed_at) {
            Some(indicator) => Err(Fault::OtherMeasure(indicator.id.clone())),
            None => Ok(()),
        }
    }
}
