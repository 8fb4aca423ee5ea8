//! What a person takes home or has removed: everything that is held as a file, and its erasure in two clicks.

use super::html;
use super::office::{Asked, Office, PageFault};
use super::reply::{inside, with};
use crate::audit::command::Administration;
use crate::intake::consents::name;
use crate::person::erase::{EraseFault, Reason, Under, erase};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use door::sites::is_own_page;
use node_rules::consent::Method;
use std::sync::Arc;

/// Everything that is held, as a file.
pub(super) async fn held(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    let held = match office.held(&person).await {
        Ok(held) => held.for_the_page(),
        Err(fault) => return inside(&fault),
    };
    match serde_json::to_vec_pretty(&held) {
        Ok(bytes) => {
            let kept = "attachment; filename=\"what-is-held-of-me.json\"";
            with(StatusCode::OK, [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, kept)], bytes)
        }
        Err(fault) => inside(&fault),
    }
}

/// The first click: what would be erased, and what cannot be.
pub(super) async fn ask(State(office): State<Arc<Office>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    if office.person(&headers).await.is_none() {
        return office.closed(&asked, &headers);
    }
    office.said(StatusCode::OK, &asked, &headers, "/me/erase", |(tag, words)| html::erase(words, tag))
}

/// The second click.
pub(super) async fn erased(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    if !is_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    let written = Administration::of("own page").with("does", "erase").with("reason", name(Reason::Asked));
    let erasing = async {
        match erase(&office.node, &person, Under::ThisId, Some(Method::Portal)).await {
            // Nothing is held beside the page itself, or an officer was faster: it is as the person wants it.
            Ok(_) | Err(EraseFault::Nothing | EraseFault::Already) => Ok(()),
            Err(fault) => Err(PageFault::from(fault)),
        }
    };
    if let Err(fault) = office.node.audited(written, erasing).await {
        return inside(&fault);
    }
    office.sessions.end_all(&person);
    let cookie = office.sessions.end(&headers, office.secure);
    let mut said = office.said(StatusCode::OK, &asked, &headers, "/me", |(_, words)| html::gone(words));
    said.headers_mut().append(SET_COOKIE, cookie);
    said
}
