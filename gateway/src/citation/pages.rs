//! The lasting address of citations: `GET /citations/{id}`, for users of the member that asked.

use super::archive::Archive;
use crate::identify::Identify;
use crate::members::Members;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use door::came::Came;
use door::headers::strict;
use std::sync::Arc;

/// What the address needs.
#[derive(Clone)]
pub struct Pages {
    /// Where citations are kept.
    pub archive: Arc<Archive>,
    /// Who belongs.
    pub members: Arc<Members>,
    /// Who asks.
    pub identify: Arc<Identify>,
}

/// The address's route.
pub fn router(pages: Pages) -> Router {
    strict(Router::new().route("/citations/{id}", get(citation)).with_state(pages))
}

async fn citation(State(pages): State<Pages>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let registry = pages.members.in_force();
    let came = Came { headers: &headers, body: &[], peer: None };
    let caller = match pages.identify.caller(&came, &registry).await {
        Ok(caller) => caller,
        Err(refused) => {
            return (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], refused.message).into_response();
        }
    };
    if let Err(refused) = caller.asker() {
        return (StatusCode::FORBIDDEN, refused.message).into_response();
    }
    match pages.archive.find(caller.member(), &id).await {
        Ok(Some(text)) => ([(CONTENT_TYPE, "application/json")], text).into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, "Your member was given no answer of this id.").into_response(),
        Err(fault) => {
            tracing::error!(%fault, "a citation does not read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
