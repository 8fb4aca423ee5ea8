//! What can be asked, and of whom.

use crate::catalogue::Catalogue;
use crate::fetch::{Nodes, catalogues};
use crate::registry::{Member, Registry};
use async_graphql::{Context, Object, Result, SimpleObject};
use schema::concept::{Dataset, Dimension};
use std::sync::Arc;

/// A dimension that a table can be broken down by.
pub struct DimensionInfo {
    dimension: Dimension,
    dataset: Option<Dataset>,
}

/// One code of a dimension's codelist.
#[derive(SimpleObject)]
pub struct CodeInfo {
    /// The code as it is asked for, such as `Y25T34`.
    code: &'static str,
    /// What it means, in English.
    label: &'static str,
    /// The group that the code belongs to; a filter that names the group means all its members.
    parent: Option<&'static str>,
}

/// The dimensions of a dataset, or all.
pub async fn dimensions(ctx: &Context<'_>, dataset: Option<Dataset>) -> Result<Vec<DimensionInfo>> {
    let dimensions = match dataset {
        None => Dimension::ALL.to_vec(),
        Some(_) => catalogue(ctx, dataset).await?.dimensions(),
    };
    Ok(dimensions.into_iter().map(|dimension| DimensionInfo { dimension, dataset }).collect())
}

/// What the nodes have published. Each node is asked once a request, however many fields want to know.
async fn catalogue(ctx: &Context<'_>, dataset: Option<Dataset>) -> Result<Catalogue> {
    let nodes = ctx.data::<Arc<Registry>>()?.publishing(dataset);
    Ok(Catalogue::new(catalogues(ctx.data::<Nodes>()?, &nodes).await, dataset))
}

/// A dimension that a table can be broken down by.
#[Object]
impl DimensionInfo {
    /// The dimension.
    async fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// A short name for people.
    async fn label(&self) -> &str {
        self.dimension.label()
    }

    /// The standard that the codes come from.
    async fn standard(&self) -> &str {
        self.dimension.standard()
    }

    /// The codes, in the codelist's order; last those that say why a value is missing.
    async fn codes(&self) -> Vec<CodeInfo> {
        let codes = self.dimension.codelist().codes().iter();
        codes.map(|c| CodeInfo { code: &c.code, label: &c.label, parent: c.parent.as_deref() }).collect()
    }

    /// The members that publish tables with this dimension, as far as they could be heard.
    async fn published_by(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Member>>> {
        Ok(catalogue(ctx, self.dataset).await?.published_by(self.dimension))
    }

    /// The members that could not be heard: whether they publish this dimension is not known.
    async fn not_heard_from(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Member>>> {
        Ok(catalogue(ctx, self.dataset).await?.not_heard_from())
    }
}
