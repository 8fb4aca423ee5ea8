//! `POST /token`: a gateway of the federation presents a script's secret. Nobody else is heard.

use super::exchange::{Exchange, ExchangeFault};
use crate::answer::identify::Identify;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use door::came::{Came, Known};
use door::headers::strict;
use door::peer::Peer;
use door::rates::{Meter, Rates};
use door::received::received;
use schema::error::Code;
use schema::script::Presented;
use schema::script::exchange::PATH;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The largest body: a secret and its name.
const MOST_BYTES: usize = 512;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// As long as an errand holds, in seconds.
const KNOWN: i64 = 60;

/// What the route needs.
pub struct Office {
    /// Whose gateway it is.
    pub identify: Arc<Identify>,
    /// Exchanges secrets.
    pub exchange: Exchange,
    /// How often it may be asked.
    pub meter: Meter,
}

impl Office {
    /// An office that has seen nobody.
    pub fn new(identify: Arc<Identify>, exchange: Exchange, rates: Rates) -> Self {
        Self { identify, exchange, meter: Meter::new(rates) }
    }
}

/// The route.
pub fn router(office: Office) -> Router {
    strict(Router::new().route(PATH, post(exchange)).with_state(Arc::new(office)))
}

async fn exchange(State(office): State<Arc<Office>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(Ok(body)) = timeout(PATIENCE, received(body, MOST_BYTES)).await else {
        return said(StatusCode::PAYLOAD_TOO_LARGE, Code::RequestTooLarge);
    };
    let peer = head.extensions.get::<Peer>();
    let came = Came { headers: &head.headers, body: &body, peer };
    let errand = office.identify.errand(&came);
    let known = errand.as_ref().ok().map(|errand| Known::for_seconds("a gateway", &*errand.gateway, KNOWN));
    if office.meter.count(known.as_ref(), peer.map(|peer| peer.address.ip()), Instant::now()).is_err() {
        return said(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited);
    }
    let Ok(errand) = errand else {
        return match office.exchange.ledger.refused(None, Code::Forbidden).await {
            Ok(()) => said(StatusCode::FORBIDDEN, Code::Forbidden),
            Err(fault) => inside(&fault),
        };
    };
    let Ok(Presented { secret }) = serde_json::from_slice(&body) else {
        return said(StatusCode::BAD_REQUEST, Code::MalformedRequest);
    };
    match office.exchange.exchange(&secret, &errand.gateway).await {
        Ok(exchanged) => match serde_json::to_string(&exchanged) {
            Ok(text) => (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Err(fault) => inside(&fault),
        },
        Err(ExchangeFault::Useless(_)) => said(StatusCode::UNAUTHORIZED, Code::Unauthenticated),
        Err(fault) => inside(&fault),
    }
}

fn said(status: StatusCode, code: Code) -> Response {
    let text = json!({ "code": code.name() }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// What went wrong inside is logged; what is said is only that something did.
fn inside(fault: &dyn std::error::Error) -> Response {
    tracing::error!(%fault, "a script's token was not exchanged");
    said(StatusCode::SERVICE_UNAVAILABLE, Code::Internal)
}
