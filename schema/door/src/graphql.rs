//! One GraphQL request in, one answer out (GraphQL over HTTP: POST with JSON).

use crate::came::{Attach, Came};
use crate::coded::{coded, refused};
use crate::limits::{Limits, too_deep};
use crate::peer::Peer;
use crate::spread;
use async_graphql::{Executor, Request, Response};
use axum::Extension;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use schema::error::{Code, Sayable};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

struct Service<E> {
    executor: E,
    limits: Limits,
    attach: Attach,
}

/// A router that answers GraphQL at one path.
pub fn router<E: Executor>(path: &str, executor: E, limits: Limits, attach: Attach) -> Router {
    let service = Arc::new(Service { executor, limits, attach });
    Router::new()
        .route(path, post(answer::<E>))
        .with_state(service)
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a request panicked");
            leave(&HeaderMap::new(), StatusCode::INTERNAL_SERVER_ERROR, &refused(Sayable::internal()))
        }))
        .layer(constant(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(constant(header::CACHE_CONTROL, "no-store"))
}

/// A header that every response of a router carries.
pub fn constant(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

async fn answer<E: Executor>(
    State(service): State<Arc<Service<E>>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Body,
) -> axum::response::Response {
    // Reading counts too: a body that never ends is cut off.
    if let Ok(response) =
        tokio::time::timeout(service.limits.time, whole(&service, peer.as_deref(), &headers, body)).await
    {
        response
    } else {
        let late = Sayable::new(Code::TimedOut, "The answer took too long; ask for less at once.");
        leave(&headers, StatusCode::SERVICE_UNAVAILABLE, &refused(late))
    }
}

async fn whole<E: Executor>(
    service: &Service<E>,
    peer: Option<&Peer>,
    headers: &HeaderMap,
    body: Body,
) -> axum::response::Response {
    match read(headers, body, &service.limits).await {
        Ok((bytes, request)) => {
            let request = (service.attach)(&Came { headers, body: &bytes, peer }, request);
            leave(headers, StatusCode::OK, &coded(service.executor.execute(request).await))
        }
        Err((status, sayable)) => leave(headers, status, &refused(sayable)),
    }
}

/// Reads a request and parses its query, so that what is no GraphQL is said before anything runs.
async fn read(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<(Bytes, Request), (StatusCode, Sayable)> {
    let refuse = |status, code, message: &str| Err((status, Sayable::new(code, message)));
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let message = "Send the request as `Content-Type: application/json`.";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::MalformedRequest, message);
    }
    let Ok(bytes) = to_bytes(body, limits.body_bytes).await else {
        let message = format!("The request is larger than {} bytes.", limits.body_bytes);
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, Code::RequestTooLarge, &message);
    };
    // An array would read as the request's fields in order; batches are not taken.
    let is_object = bytes.trim_ascii_start().starts_with(b"{");
    let Some(mut request) = serde_json::from_slice::<Request>(&bytes).ok().filter(|_| is_object) else {
        let message = "The body is no GraphQL request: a JSON object with `query`, and `variables` if needed.";
        return refuse(StatusCode::BAD_REQUEST, Code::MalformedRequest, message);
    };
    if too_deep(&request.query) {
        return refuse(StatusCode::OK, Code::QueryTooDeep, "The query is nested too deep.");
    }
    match async_graphql::parser::parse_query(&request.query) {
        Ok(document) if spread::fields(&document) > limits.complexity => {
            refuse(StatusCode::OK, Code::QueryTooComplex, "The query is too complex.")
        }
        Ok(document) => {
            request.set_parsed_query(document);
            Ok((bytes, request))
        }
        // The parser's text shows the place in the caller's own query, nothing of ours.
        Err(error) => refuse(StatusCode::OK, Code::MalformedQuery, &error.to_string()),
    }
}

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// With the media type of the GraphQL-over-HTTP specification a request that did not run is a 400; with plain JSON,
/// which older clients ask for, it is a 200 with errors.
fn leave(asked: &HeaderMap, status: StatusCode, response: &Response) -> axum::response::Response {
    let accept = asked.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, status) = if accept.contains(GRAPHQL_RESPONSE) {
        let did_not_run = status == StatusCode::OK && response.is_err() && response.data == async_graphql::Value::Null;
        (GRAPHQL_RESPONSE, if did_not_run { StatusCode::BAD_REQUEST } else { status })
    } else {
        ("application/json", status)
    };
    match serde_json::to_vec(response) {
        Ok(body) => (status, [(header::CONTENT_TYPE, kind)], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
