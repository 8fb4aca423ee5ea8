//! What a browser is sent.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// A page runs nothing, loads its own looks, and sends its forms home.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Sends the browser on, with a cookie where there is one.
pub(super) fn go(to: &str, cookie: Option<HeaderValue>) -> Response {
    let Ok(to) = HeaderValue::from_str(to) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// A page. Its forms say where they come from, to this service alone: an older browser that may not say it sends `null` in
/// its place, and could then be a page of anybody.
pub(super) fn shown(status: StatusCode, page: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "same-origin"),
    ];
    with(status, headers, page.into_bytes())
}

/// An answer with its headers.
pub(super) fn with<const N: usize>(
    status: StatusCode,
    headers: [(HeaderName, &'static str); N],
    body: Vec<u8>,
) -> Response {
    (status, headers, body).into_response()
}

/// What went wrong inside is logged; what is said is only that something did.
pub(super) fn inside(fault: &dyn std::error::Error) -> Response {
    tracing::error!(%fault, "a person's page did not come");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
