//! The page that a letter's link leads to: to be written to no more, with one click and without opening anything else of oneself. A mail
//! program may click for its user (RFC 8058): it brings no cookie and comes from another site, so the link alone decides.

use super::html;
use super::office::{Asked, Office, PageFault};
use super::reply::inside;
use crate::audit::command::Administration;
use crate::campaign::no_more::{UNDER, letter, no_more};
use crate::consent::page::escaped;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use node_rules::consent::Method;
use std::sync::Arc;

/// Asks whether it is meant: programs look where links lead.
pub(super) async fn ask(
    State(office): State<Arc<Office>>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match letter(&office.node, &secret).await {
        Ok(Some(row)) => {
            let at = format!("{UNDER}/{secret}");
            let asked = Asked { lang: asked.lang.or(Some(row.language)), done: None };
            office.said(StatusCode::OK, &asked, &headers, &at, |(tag, words)| {
                let (ask, button) = (html::sentence(&words.no_more_ask), escaped(&words.no_more));
                let to = format!("{}?lang={}", escaped(&at), escaped(tag));
                format!("{ask}<form method=\"post\" action=\"{to}\"><button id=\"no-more\">{button}</button></form>\n")
            })
        }
        Ok(None) => nothing(&office, &asked, &headers),
        Err(fault) => inside(&fault),
    }
}

/// Keeps it.
pub(super) async fn said(
    State(office): State<Arc<Office>>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let row = match letter(&office.node, &secret).await {
        Ok(Some(row)) => row,
        Ok(None) => return nothing(&office, &asked, &headers),
        Err(fault) => return inside(&fault),
    };
    let written = Administration::of("own page").with("does", "no more letters");
    let saying = async { Ok::<_, PageFault>(no_more(&office.node, &row, Some(Method::Portal)).await?) };
    match office.node.audited(written, saying).await {
        // Who clicks twice is told the same.
        Ok(_) => office.said(StatusCode::OK, &asked, &headers, "/me", |(_, words)| html::sentence(&words.no_more_done)),
        Err(fault) => inside(&fault),
    }
}

fn nothing(office: &Office, asked: &Asked, headers: &HeaderMap) -> Response {
    office.said(StatusCode::NOT_FOUND, asked, headers, "/me", |(_, words)| html::sentence(&words.no_more_nothing))
}
