//! The answers that an experience cites, as they are spoken to one to whom the experience is shown.

use super::comparison::{Figure, told_figures};
use super::query::caller;
use crate::absence::outcome;
use crate::citation::again::{Again, Part, holds};
use crate::citation::documents::Documents;
use crate::fetch::{Nodes, answers};
use crate::registry::{Member, Registry};
use async_graphql::{Context, Object, Result};
use futures_util::future::join_all;
use schema::concept::Axis;
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::member::MemberCode;
use std::sync::Arc;

/// Which answers a country's experience cites.
pub struct Cites {
    /// The country, to which they were given.
    pub country: CountryCode,
    /// The ids of their citations.
    pub ids: Vec<String>,
}

/// An answer that an experience cites: what was cited, and what its countries say of the same to the reader today.
pub struct CitedAnswer {
    id: String,
    read: Result<(Again, Vec<Part>), String>,
}

/// One country's part in an answer that is cited.
pub struct CitedCountry<'a> {
    by: &'a [Axis],
    part: &'a Part,
}

/// What a member is told of an answer that is not there.
const NOT_KEPT: &str = "No answer of this id is kept here that was given to the country of the experience.";

#[Object(name = "ExperienceCites")]
impl Cites {
    /// The answers that it cites, each with whether it holds: its countries are asked again, under the reader's own right.
    #[graphql(complexity = "first as usize * (100 + child_complexity)")]
    async fn cited(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most.", default = 3)] first: u32,
    ) -> Result<Vec<CitedAnswer>> {
        let reader = caller(ctx)?.asker();
        let ids = self.ids.iter().take(usize::try_from(first).unwrap_or(usize::MAX));
        let of = async |id: &String| {
            let read = match &reader {
                Ok(asker) => read(ctx, self.country, id, asker.member()).await?,
                Err(refused) => Err(refused.message.clone()),
            };
            Ok(CitedAnswer { id: id.clone(), read })
        };
        join_all(ids.map(of)).await.into_iter().collect()
    }
}

/// Reads a citation, and asks its countries again.
async fn read(
    ctx: &Context<'_>,
    country: CountryCode,
    id: &str,
    reader: MemberCode,
) -> Result<Result<(Again, Vec<Part>), String>> {
    let Ok(document) = ctx.data::<Documents>()?.load_one((country, id.to_owned())).await;
    let again = match document.map(Again::of) {
        Some(Ok(again)) => again,
        Some(Err(unreadable)) => return Ok(Err(unreadable.message)),
        None => return Ok(Err(NOT_KEPT.to_owned())),
    };
    let came = answers(ctx.data::<Nodes>()?, &again.asked(ctx.data::<Arc<Registry>>()?)).await;
    let parts = again.parts(reader, &came);
    Ok(Ok((again, parts)))
}

/// An answer that an experience cites: what was cited, and what its countries say of the same to the reader today.
#[Object]
impl CitedAnswer {
    /// The citation's id. Its file lies at `/citations/ID`, for members that may be told all of it.
    async fn id(&self) -> &str {
        &self.id
    }

    /// Why nothing is told of it; null where something is.
    async fn reason(&self) -> Option<&str> {
        self.read.as_ref().err().map(String::as_str)
    }

    /// The question as canonical JSON (RFC 8785), with the countries that it went to.
    async fn question(&self) -> Option<String> {
        self.read.as_ref().ok()?.0.document.question_text().ok()
    }

    /// When it was asked (RFC 3339, UTC).
    async fn asked_at(&self) -> Option<&str> {
        Some(&self.read.as_ref().ok()?.0.document.asked_at)
    }

    /// Whether all of it holds; null where that is not known of a country.
    async fn holds(&self) -> Option<bool> {
        holds(&self.read.as_ref().ok()?.1)
    }

    /// The countries whose figures are cited, by code.
    async fn countries(&self) -> Vec<CitedCountry<'_>> {
        let Ok((again, parts)) = &self.read else { return Vec::new() };
        parts.iter().map(|part| CitedCountry { by: again.question.by(), part }).collect()
    }
}

/// One country's part in an answer that is cited.
#[Object]
impl CitedCountry<'_> {
    /// The country.
    async fn country(&self) -> &Member {
        &self.part.member
    }

    /// What became of asking it again.
    async fn outcome(&self) -> Outcome {
        outcome(&self.part.today)
    }

    /// Why the reader is not told what was cited, in a sentence that speaks of public facts only; null where it is told.
    async fn reason(&self) -> Option<&str> {
        self.part.cited.as_ref().err().map(String::as_str)
    }

    /// Whether it holds: the release that was cited is the one in force, or another says the same. Null where the country tells the reader
    /// nothing.
    async fn holds(&self) -> Option<bool> {
        self.part.holds
    }

    /// The release that was cited.
    async fn release(&self) -> Option<&str> {
        Some(&self.part.source.as_ref()?.release)
    }

    /// The period that its figures speak of.
    async fn reference_period(&self) -> Option<&str> {
        Some(&self.part.source.as_ref()?.reference_period)
    }

    /// The figures that were cited; none where the reader may not be told, and `reason` says why.
    async fn cited(&self) -> Vec<Figure<'_>> {
        self.part.cited.as_ref().map_or_else(|_| Vec::new(), |told| told_figures(self.by, told))
    }

    /// The release that answers the reader today.
    async fn release_today(&self) -> Option<&str> {
        Some(&self.part.today.as_ref().ok()?.source.release)
    }

    /// What the country says to the reader today of the same question and period.
    async fn today(&self) -> Vec<Figure<'_>> {
        self.part.today.as_ref().map_or_else(|_| Vec::new(), |told| told_figures(self.by, told))
    }
}
