//! A script's secret for its member's word, at that member's node.

use super::{Carrier, Link};
use crate::registry::Node;
use axum::body::Bytes;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use schema::assertion;
use schema::script::exchange::PATH;
use schema::script::{Exchanged, Presented, Secret};
use std::time::Duration;
use tokio::time::timeout;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The largest reply that is read.
const MOST_BYTES: usize = 16 * 1024;

/// How long a node has for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a secret was not exchanged.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeFault {
    /// The node says that it is of no use.
    #[error("the node says that the token is of no use")]
    Useless,
    /// The node was not reached, or not in time, or had nothing sound to say.
    #[error("{0}")]
    Silent(String),
}

fn silent(why: impl ToString) -> ExchangeFault {
    ExchangeFault::Silent(why.to_string())
}

/// Has a node give its word for whoever has a secret.
pub async fn exchange(
    (carrier, link): (&Carrier, &Link),
    node: &Node,
    secret: &Secret,
) -> Result<Exchanged, ExchangeFault> {
    let body = serde_json::to_vec(&Presented { secret: secret.text().to_owned() }).map_err(silent)?;
    let word = carrier.errand(node.member.code, &body).map_err(silent)?;
    let request = Request::post(beside(&node.at)?)
        .header(CONTENT_TYPE, JSON)
        .header(ACCEPT, JSON)
        .header(assertion::HEADER, word)
        .body(Full::<Bytes>::from(body))
        .map_err(silent)?;
    let asked = async {
        let (head, body) = link.request(request).await.map_err(silent)?.into_parts();
        match head.status {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED => return Err(ExchangeFault::Useless),
            other => return Err(silent(format!("the node answered with status {other}"))),
        }
        let body = Limited::new(body, MOST_BYTES).collect().await.map_err(silent)?;
        serde_json::from_slice(&body.to_bytes()).map_err(|_| silent("the node's reply does not read"))
    };
    timeout(PATIENCE, asked).await.map_err(|_| silent("the node did not answer in time"))?
}

/// The address of exchanges, at the node that answers questions there.
fn beside(graphql: &Uri) -> Result<Uri, ExchangeFault> {
    let mut parts = graphql.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::from_static(PATH));
    Uri::from_parts(parts).map_err(silent)
}
