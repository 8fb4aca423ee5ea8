//! The pages that the gateway carries inside: the playground, and what it shows of a demonstration.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use door::sites::is_loopback;
use std::path::PathBuf;
use std::sync::Arc;
use tower_http::set_header::SetResponseHeaderLayer;

/// A file of the page, as `build.rs` includes it.
pub struct Asset {
    path: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/playground.rs"));

/// Nothing from another host, and nothing inside another page. The editor sets styles on elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const INDEX: &str = "index.html";

/// The pages' routes. `demonstration` is the file with who can be asked as, where a demonstration runs.
pub fn router(demonstration: Option<PathBuf>) -> Router {
    let to_playground = get(|| async { Redirect::temporary("/playground/") });
    Router::new()
        .route("/", to_playground.clone())
        .route("/playground", to_playground)
        .route("/playground/", get(|headers: HeaderMap| async move { asset(INDEX, &headers) }))
        .route("/playground/demonstration.json", get(shown))
        .route(
            "/playground/{*path}",
            get(|Path(path): Path<String>, headers: HeaderMap| async move { asset(&path, &headers) }),
        )
        .with_state(demonstration.map(Arc::new))
        .layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)))
}

fn asset(path: &str, headers: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.path == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A name under `assets/` holds the digest of what is in it.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let common: [(HeaderName, &str); 3] =
        [(CONTENT_TYPE, asset.content_type), (CACHE_CONTROL, caching), (VARY, "Accept-Encoding")];
    if accepts_gzip(headers) {
        (common, [(CONTENT_ENCODING, "gzip")], asset.gzip).into_response()
    } else {
        (common, asset.plain).into_response()
    }
}

/// Whether `Accept-Encoding` (RFC 9110) names gzip with a weight over zero.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

/// Read anew each time: a demonstration's tokens may be renewed while the gateway runs. It has tokens in it, so it is shown
/// only to who calls this machine by its own name.
async fn shown(State(file): State<Option<Arc<PathBuf>>>, headers: HeaderMap) -> Response {
    let Some(file) = file else { return StatusCode::NOT_FOUND.into_response() };
    if !is_loopback(&headers) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    match tokio::fs::read(&*file).await {
        Ok(text) => ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the demonstration's file cannot be read");
            StatusCode::NOT_FOUND.into_response()
        }
    }
}
