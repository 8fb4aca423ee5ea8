//! One GraphQL request in, one answer out, to the letter of GraphQL over HTTP: POST with JSON, GET for queries only, and
//! answers in parts as server-sent events or over a WebSocket.

use crate::accept::{Accepted, Form, is_utf_8};
use crate::asked::{Asked, read_json, read_pairs};
use crate::came::{Attach, Came, Known};
use crate::coded::{coded, refused};
use crate::connection::Stopping;
use crate::documents::Documents;
use crate::events::events;
use crate::gate::Gate;
use crate::leave;
use crate::limits::Limits;
use crate::message::PROTOCOL;
use crate::parts::Parts;
use crate::peer::Peer;
use crate::received::received;
use crate::refusal::Refusal;
use crate::sites::Sites;
use crate::socket::Conversation;
use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Request};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, get, on};
use futures_util::stream;
use schema::error::{Code, Sayable};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tower_http::catch_panic::CatchPanicLayer;

/// The only way in: whatever is asked passes here.
pub(crate) struct Service<E> {
    executor: E,
    pub(crate) limits: Limits,
    pub(crate) documents: Documents,
    pub(crate) attach: Attach,
    sites: Sites,
    pub(crate) gate: Gate,
    sockets: Arc<Semaphore>,
}

/// A router that answers GraphQL at one path, and at `/health` that it is there.
pub fn router<E: Executor>(path: &str, executor: E, limits: Limits, sites: Sites, attach: Attach) -> Router {
    gated(path, executor, limits, sites, attach, Gate::new(limits))
}

/// The same for a service that answers elsewhere too: one gate counts what is asked here and there.
pub fn gated<E: Executor>(path: &str, executor: E, limits: Limits, sites: Sites, attach: Attach, gate: Gate) -> Router {
    let service = Arc::new(Service {
        executor,
        limits,
        documents: Documents::new(limits),
        attach,
        sites: sites.clone(),
        gate,
        sockets: Arc::new(Semaphore::new(limits.sockets)),
    });
    let router = Router::new()
        .route(path, on(MethodFilter::GET.or(MethodFilter::POST), answer::<E>))
        .with_state(service)
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a request panicked");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            leave::refusal(Form::Json, Refusal { status: Some(status), sayable: Sayable::internal(), header: None })
        }));
    sites.let_in(router).route("/health", get(|| async { "ok" }))
}

async fn answer<E: Executor>(
    State(service): State<Arc<Service<E>>>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let (mut head, body) = request.into_parts();
    let accepted = Accepted::of(&head.headers);
    let answered =
        if is_socket(&head) { service.socket(&mut head).await } else { service.whole(&head, body, &accepted).await };
    let mut left = answered.unwrap_or_else(|refusal| leave::refusal(accepted.failure(), refusal));
    left.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    left
}

impl<E: Executor> Service<E> {
    /// From a request to its answer, in one part or in many.
    async fn whole(&self, head: &Head, body: Body, accepted: &Accepted) -> Result<axum::response::Response, Refusal> {
        let form = accepted.whole().ok_or_else(not_acceptable)?;
        self.sites.check(&head.headers)?;
        // Before the body is read: one who is turned away has cost nothing.
        let place = self.gate.place()?;
        let began = Instant::now();
        let late = began + self.limits.time;
        // Reading counts too: a body that never ends is cut off.
        let read = timeout_at(late, self.read(head, body)).await.map_err(|_| Refusal::late())?;
        let (bytes, asked) = match read {
            Ok(read) => read,
            Err(refusal) => return self.turned_away(form, refusal, place),
        };
        let streams = asked.does == Some(OperationType::Subscription);
        if head.method != Method::POST && !matches!(asked.does, Some(OperationType::Query) | None) {
            return Err(only_by_post());
        }
        if streams && !accepted.events() {
            return Err(only_in_parts());
        }
        let came = Came { headers: &head.headers, body: &bytes, peer: head.extensions.get() };
        let (request, known) =
            match timeout_at(late, self.admit(asked, &came)).await.unwrap_or_else(|_| Err(Refusal::late())) {
                Ok(admitted) => admitted,
                Err(refusal) => return self.turned_away(form, refusal, place),
            };
        if streams || form == Form::Events {
            return Ok(events(self.parts(request, known.as_ref(), began), self.limits.heartbeat, place));
        }
        let response = timeout_at(late, self.executor.execute(request)).await.map_err(|_| Refusal::late())?;
        Ok(leave::answer(form, &coded(response)))
    }

    /// A refusal of what is sound HTTP and no sound GraphQL is an answer: to one who wants events, as an event.
    fn turned_away(
        &self,
        form: Form,
        refusal: Refusal,
        place: OwnedSemaphorePermit,
    ) -> Result<axum::response::Response, Refusal> {
        if form != Form::Events || refusal.status.is_some() {
            return Err(refusal);
        }
        let said = stream::iter([refused(refusal.sayable)]);
        Ok(events(said, self.limits.heartbeat, place))
    }

    /// Lets a request in: who asks is asked of the service, and whether he may ask this, now, is decided.
    pub(crate) async fn admit(&self, asked: Asked, came: &Came<'_>) -> Result<(Request, Option<Known>), Refusal> {
        let request = (self.attach)(came, asked.request).await;
        let known = Known::of(&request.data).cloned();
        self.gate.count(known.as_ref(), came.peer)?;
        if asked.introspects && known.is_none() {
            let message = "The schema is shown to those with a valid token: `Authorization: Bearer ...`.";
            return Err(Refusal::graphql(Code::Unauthenticated, message));
        }
        Ok((request, known))
    }

    /// An answer in parts, of a request that began then.
    pub(crate) fn parts(&self, request: Request, known: Option<&Known>, began: Instant) -> Parts {
        let parts = self.executor.execute_stream(request, None);
        Parts::new(parts, began + self.limits.time, known.map(|known| known.until))
    }

    async fn read(&self, head: &Head, body: Body) -> Result<(Bytes, Asked), Refusal> {
        // A HEAD is a GET whose body is not sent: it brings no body either.
        if head.method != Method::POST {
            let query = head.uri.query().unwrap_or_default();
            if query.len() > self.limits.body_bytes {
                return Err(self.too_large(StatusCode::URI_TOO_LONG));
            }
            let pairs = Query::<Vec<(String, String)>>::try_from_uri(&head.uri);
            let Query(pairs) = pairs.map_err(|_| Refusal::malformed("The query string does not read."))?;
            return Ok((Bytes::copy_from_slice(query.as_bytes()), read_pairs(pairs, &self.documents)?));
        }
        // Of whatever kind it is, it is read: who is still sending does not hear a refusal.
        let bytes = received(body, self.limits.body_bytes).await;
        let bytes = bytes.map_err(|_| self.too_large(StatusCode::PAYLOAD_TOO_LARGE))?;
        check_kind(&head.headers)?;
        let asked = read_json(&bytes, &self.documents)?;
        Ok((bytes, asked))
    }

    fn too_large(&self, status: StatusCode) -> Refusal {
        let message = format!("The request is larger than {} bytes.", self.limits.body_bytes);
        Refusal::http(status, Code::RequestTooLarge, message)
    }

    /// Opens a WebSocket.
    async fn socket(self: &Arc<Self>, head: &mut Head) -> Result<axum::response::Response, Refusal> {
        self.sites.check_socket(&head.headers)?;
        let place = Arc::clone(&self.sockets).try_acquire_owned().map_err(|_| Refusal::busy())?;
        let upgrade = WebSocketUpgrade::from_request_parts(head, &()).await;
        let upgrade = upgrade.map_err(|_| Refusal::malformed("This is no sound opening of a WebSocket."))?;
        let upgrade = upgrade
            .protocols([PROTOCOL])
            .max_message_size(self.limits.body_bytes)
            .max_frame_size(self.limits.body_bytes);
        if upgrade.selected_protocol().is_none() {
            return Err(Refusal::malformed(format!("The WebSocket must speak the protocol `{PROTOCOL}`.")));
        }
        let peer = head.extensions.get::<Peer>().cloned();
        let stopping = head.extensions.get::<Stopping>().cloned();
        let conversation = Conversation::new(Arc::clone(self), head.headers.clone(), peer);
        Ok(upgrade
            .on_upgrade(|socket| async move {
                conversation.hold(socket, stopping).await;
                drop(place);
            })
            .into_response())
    }
}

fn is_socket(head: &Head) -> bool {
    let upgrade = head.headers.get(header::UPGRADE).map(HeaderValue::as_bytes);
    upgrade.is_some_and(|upgrade| upgrade.eq_ignore_ascii_case(b"websocket"))
}

/// Only JSON in UTF-8, as it is: a page of another site cannot send it before its browser has asked.
fn check_kind(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let mut charsets =
        parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| name.eq_ignore_ascii_case("charset"));
    let is_plain = headers.get(header::CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    if is_json && is_plain && charsets.all(|(_, charset)| is_utf_8(charset)) {
        return Ok(());
    }
    let message = "Send the request as `Content-Type: application/json`, in UTF-8 and not compressed.";
    Err(Refusal::http(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::MalformedRequest, message))
}

fn not_acceptable() -> Refusal {
    let message = "Accept `application/graphql-response+json`, `application/json` or `text/event-stream`.";
    Refusal::http(StatusCode::NOT_ACCEPTABLE, Code::NotAcceptable, message)
}

fn only_in_parts() -> Refusal {
    let message = "A subscription is answered in parts: accept `text/event-stream`, or open a WebSocket.";
    Refusal::http(StatusCode::NOT_ACCEPTABLE, Code::NotAcceptable, message)
}

fn only_by_post() -> Refusal {
    let message = "Only a query is asked by GET; send this by POST.";
    Refusal::http(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed, message)
        .with(header::ALLOW, HeaderValue::from_static("POST"))
}
