//! What others than officers are told of programmes by, over GraphQL: figures that releases are cut from, and the programme's own record.
//! Thin: how they are made is in `crate::programme::figures` and `crate::programme::filled`.

use super::asked::{Answered, does, said, tries};
use crate::programme::Programmes;
use crate::programme::change::Officer;
use crate::programme::figures::{FiguresFault, Made};
use crate::programme::wanted::Wanted;
use async_graphql::{Context, InputObject, Object, SimpleObject};
use schema::directory::programme::ProgrammePhase;
use schema::money::Exact;
use std::sync::Arc;

/// What may be done so that others are told.
#[derive(Default)]
pub struct TellingMutation;

/// What may be done so that others are told.
#[Object]
impl TellingMutation {
    /// Makes the figures of a year that releases of PROGRAMME are cut from: a record a person who began a placement in it, of all programmes
    /// together. Made again, they take the place of the former ones.
    #[graphql(complexity = 2000)]
    async fn make_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year in which placements began, such as 2025.")] year: i32,
        #[graphql(desc = "Only of these programmes; left out, of all.", default)] programmes: Vec<String>,
        #[graphql(desc = "What one of another currency is worth in that of the rulebook's COMPENSATION.", default)]
        rates: Vec<Rate>,
        #[graphql(
            desc = "Whether the programmes take adults only; left out, who is of age is known from the register and surveys.",
            default
        )]
        adults_only: bool,
        #[graphql(desc = "Who makes the figures, as it is shown with them; left out, the country's code.")]
        producer: Option<String>,
    ) -> Answered<FiguresAnswer> {
        let rates = rates.into_iter().map(|Rate { currency, worth }| (currency, worth)).collect();
        let wanted = Wanted { year, programmes, rates, adults_only, producer };
        // The log has which figures were made, as of the command.
        let made =
            tries(
                ctx,
                |of: Arc<Programmes>, _| async move { of.node.audited(wanted.written(), of.figures(&wanted)).await },
            );
        Ok(FiguresAnswer::of(made.await?))
    }

    /// Writes into the programme's record of the directory how many positions hosts asked for and how many were filled, in whole tens.
    async fn tell_programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
    ) -> Answered<ToldAnswer> {
        let told = does(ctx, |programmes: Arc<Programmes>, by| async move {
            programmes.tell(Officer::Asking(&by), &programme).await
        });
        Ok(ToldAnswer::of(told.await?))
    }
}

/// What a currency is worth.
#[derive(InputObject)]
#[graphql(name = "RateInput")]
pub struct Rate {
    /// The currency (ISO 4217), such as `EUR`.
    currency: String,
    /// What one of it is worth, over zero.
    worth: Exact,
}

/// What became of a wish to make figures.
#[derive(SimpleObject)]
pub struct FiguresAnswer {
    /// What was made; null where nothing was.
    made: Option<MadeFigures>,
    /// Why nothing was; what stood there before still does.
    reason: Option<String>,
}

/// Figures that were made. These are counts without protection, for the country's own officers.
#[derive(SimpleObject)]
pub struct MadeFigures {
    /// Of which programmes.
    programmes: Vec<String>,
    /// How many persons began a placement.
    persons: usize,
    /// Of them, those who are not known to be of age: no release counts them unless the rulebook says how guardians agree.
    ageless: usize,
    /// Whether they take the place of former ones.
    replaces: bool,
    /// Of how many persons there is more than the rulebook counts of one: figures of it come out too small.
    over: Vec<OverMost>,
}

/// Persons of whom there is more of a quantity than the rulebook counts of one.
#[derive(SimpleObject)]
pub struct OverMost {
    /// The quantity.
    quantity: String,
    /// How many.
    persons: usize,
}

impl FiguresAnswer {
    fn of(made: Result<Made, FiguresFault>) -> Self {
        match made {
            Ok(Made { programmes, persons, ageless, replaces, over }) => {
                let over = over.into_iter().map(|(quantity, persons)| OverMost { quantity, persons }).collect();
                Self { made: Some(MadeFigures { programmes, persons, ageless, replaces, over }), reason: None }
            }
            Err(fault) => Self { made: None, reason: Some(said(&fault)) },
        }
    }
}

/// What was written into a programme's record.
#[derive(SimpleObject)]
pub struct ToldAnswer {
    /// Its phases as they stand there now; null where nothing was written.
    phases: Option<Vec<ProgrammePhase>>,
    /// Why nothing was.
    reason: Option<String>,
}

impl ToldAnswer {
    fn of(told: Result<Vec<ProgrammePhase>, String>) -> Self {
        let (phases, reason) = told.map_or_else(|reason| (None, Some(reason)), |phases| (Some(phases), None));
        Self { phases, reason }
    }
}
