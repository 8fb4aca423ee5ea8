//! Institutional records of all countries as one list, with Relay's cursors.

use super::agreements::Unheard;
use super::coverage::ListCoverage;
use super::of_kind::OfKind;
use crate::clock::Clock;
use crate::directory::cursor::{Cursor, Of};
use crate::directory::lists::{ListPage, Wanted, page};
use crate::fetch::Nodes;
use crate::plan::nodes_of;
use crate::registry::{Member, Node, Registry};
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use chrono::{DateTime, NaiveDate};
use schema::country::CountryCode;
use schema::directory::activity::Activity;
use schema::directory::association::Association;
use schema::directory::date::PartialDate;
use schema::directory::experience::Experience;
use schema::directory::filter::DirectoryFilter;
use schema::directory::institution::Institution;
use schema::directory::mission::Mission;
use schema::directory::order::DirectoryOrder;
use schema::directory::page::DirectoryRow;
use schema::directory::policy::Policy;
use schema::directory::programme::Programme;
use schema::directory::service::Service;
use schema::directory::state::{EntryReview, EntryState};
use schema::directory::visibility::Visibility;
use schema::member::MemberCode;
use std::borrow::Cow;
use std::sync::Arc;

/// Institutional records of all countries.
#[derive(Default)]
pub struct Directory;

/// A record of one country.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct Listed<T: OfKind> {
    /// Its id within its country.
    id: String,
    /// The country that keeps it.
    country: Member,
    /// Its version: a number that grows each time it says something else.
    version: u32,
    /// Where it stands.
    state: EntryState,
    /// Whom it is shown to.
    visibility: Visibility,
    /// The members that it is shown to where these are named; told to the country's own officers alone.
    named: Vec<MemberCode>,
    /// The members whose officers review it; told to the country's own officers alone.
    reviewers: Vec<MemberCode>,
    /// When it changed last (RFC 3339, UTC).
    changed_at: String,
    /// Since when what it says holds; null where nobody knows.
    valid_from: Option<PartialDate>,
    /// Until when; null where it goes on.
    valid_until: Option<PartialDate>,
    /// Whether this version was approved by one reviewer inside and two outside; null of a kind that is not reviewed.
    reviewed: Option<bool>,
    /// What reviewers said of this version, oldest first.
    reviews: Vec<EntryReview>,
    /// What it says.
    content: T,
    /// What is looked up for it.
    #[graphql(flatten)]
    beside: T::Beside,
}

/// A record at its place in a list.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct ListedEdge<T: OfKind> {
    /// The place, to read on from.
    cursor: String,
    /// The record.
    node: Listed<T>,
}

/// A page of a list of all countries. Whoever reads on from its cursors is told each record once, whatever is written meanwhile; what
/// was written since the first page is not in it.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct ListedConnection<T: OfKind> {
    /// The records with their places.
    edges: Vec<ListedEdge<T>>,
    /// Where to read on. The list is at its end where `hasNextPage` is false and `coverage` names nobody: a country that is away now is
    /// told of on a later page, once it is back, read on from `endCursor`.
    page_info: PageInfo,
    /// How many records fit in the countries that were heard, on all pages together.
    total: u64,
    /// Who was asked, who answered, and who did not and why.
    coverage: ListCoverage,
}

/// Which page of a list.
struct Asked {
    countries: Option<Vec<CountryCode>>,
    filter: Option<DirectoryFilter>,
    order: Option<DirectoryOrder>,
    first: u32,
    after: Option<String>,
}

impl<T: OfKind> TypeName for Listed<T> {
    fn type_name() -> Cow<'static, str> {
        T::NAME.into()
    }
}

impl<T: OfKind> TypeName for ListedEdge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::NAME).into()
    }
}

impl<T: OfKind> TypeName for ListedConnection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::NAME).into()
    }
}

async fn list<T: OfKind>(ctx: &Context<'_>, asked: Asked) -> Result<ListedConnection<T>> {
    super::query::caller(ctx)?;
    let registry = ctx.data::<Arc<Registry>>()?;
    let nodes = nodes_of(asked.countries.as_deref(), registry)?;
    let order = asked.order.unwrap_or_default();
    let filter = asked.filter.unwrap_or_default();
    let of = Of { kind: T::KIND, order, filter: &filter };
    let after = asked.after.as_ref().map(|after| Cursor::read(after, of)).transpose()?;
    let began = after.is_some();
    let today = DateTime::from_timestamp(ctx.data::<Clock>()?(), 0).map_or(NaiveDate::MAX, |now| now.date_naive());
    let today = PartialDate::of_day(today);
    let wanted = Wanted { kind: T::KIND, filter, order, today, first: asked.first, after };
    let ListPage { records, total, more, parts } = page(ctx.data::<Nodes>()?, &nodes, &wanted).await?;
    let absent: Vec<Unheard> =
        parts.iter().filter_map(|(node, listed)| Some(Unheard::of(node, listed.as_ref().err()?.clone()))).collect();
    let edge = |(node, record, cursor): (Arc<Node>, crate::country::Record, Cursor)| {
        let content = T::of(record.body)?;
        Some(ListedEdge { cursor: cursor.to_text(), node: listed(&node, record.row, content) })
    };
    let edges: Vec<ListedEdge<T>> = records.into_iter().filter_map(edge).collect();
    let place = |edge: Option<&ListedEdge<T>>| edge.map(|edge| edge.cursor.clone());
    let page_info = PageInfo {
        has_previous_page: began,
        has_next_page: more,
        start_cursor: place(edges.first()),
        // Where nothing more is told now, a reader goes on from where he was: a country that is away comes back there.
        end_cursor: place(edges.last()).or(asked.after),
    };
    let coverage = ListCoverage::of(parts.len(), absent);
    Ok(ListedConnection { edges, page_info, total, coverage })
}

fn listed<T: OfKind>(node: &Node, row: DirectoryRow, content: T) -> Listed<T> {
    let DirectoryRow { id, version, state, visibility, named, reviewers, changed_at, .. } = row;
    let (from, until, reviewed, reviews) = (row.from, row.until, row.reviewed, row.reviews);
    let country = Member::clone(&node.member);
    let (valid_from, valid_until) = (from, until);
    let beside = content.beside(country.code);
    Listed {
        id,
        country,
        version,
        state,
        visibility,
        named,
        reviewers,
        changed_at,
        valid_from,
        valid_until,
        reviewed,
        reviews,
        content,
        beside,
    }
}

/// Institutional records of all countries. A country that does not answer is named in `coverage`; it is never an error.
#[Object]
impl Directory {
    /// Who in the countries deals with their diasporas, at a time that `where` names.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Institution>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// What governments have decided about their diasporas.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn policies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Policy>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// Rights and services that members of the diasporas have.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn services(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Service>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// What was done for diasporas and what came of it: comparative examples.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn experiences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Experience>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// Programmes of skills transfer, such as MIDA and TRQN.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn programmes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Programme>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// Associations of the diasporas.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn associations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Association>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// Embassies, consulates and other missions, with what they lack to engage a diaspora.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn missions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Mission>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }

    /// Activities of outreach.
    #[graphql(complexity = "100 + first as usize * child_complexity / 20")]
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
        #[graphql(name = "where", desc = "Which records.")] filter: Option<DirectoryFilter>,
        #[graphql(name = "orderBy", desc = "In which order; left out: by country and title.")] order: Option<
            DirectoryOrder,
        >,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: u32,
        #[graphql(desc = "After this place: a cursor of this list.")] after: Option<String>,
    ) -> Result<ListedConnection<Activity>> {
        list(ctx, Asked { countries, filter, order, first, after }).await
    }
}
