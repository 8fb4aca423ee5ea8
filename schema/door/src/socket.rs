//! A WebSocket that speaks `graphql-transport-ws`: several operations side by side, each an answer in parts.

use crate::asked::read_json;
use crate::came::{Came, Known};
use crate::coded::refused;
use crate::connection::{Stopping, stops};
use crate::graphql::Service;
use crate::leave::did_not_run;
use crate::message::{Close, Init, Said, acknowledged, complete, failed, next, pong};
use crate::parts::Parts;
use crate::peer::Peer;
use crate::refusal::Refusal;
use async_graphql::{Executor, Request, Response};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use axum::http::{HeaderMap, HeaderValue, header};
use futures_util::StreamExt;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, interval_at, sleep_until, timeout};

/// A conversation over one WebSocket.
pub struct Conversation<E> {
    service: Arc<Service<E>>,
    /// Those that the socket was opened with, under the authorization that it was begun with.
    headers: HeaderMap,
    peer: Option<Peer>,
    known: Option<Known>,
    operations: HashMap<String, Operation>,
}

/// One operation that is under way.
struct Operation {
    parts: Parts,
    _place: OwnedSemaphorePermit,
}

/// What goes out, or why nothing more does.
type Turn = Result<Option<String>, Close>;

impl<E: Executor> Conversation<E> {
    /// A conversation that has not begun.
    pub fn new(service: Arc<Service<E>>, headers: HeaderMap, peer: Option<Peer>) -> Self {
        Self { service, headers, peer, known: None, operations: HashMap::new() }
    }

    /// Speaks until one side ends it. All operations end with it.
    pub async fn hold(mut self, mut socket: WebSocket, stopping: Option<Stopping>) {
        let Some(close) = self.turns(&mut socket, stopping).await else { return };
        self.operations.clear();
        let (code, reason) = close.frame();
        let last = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        // Whoever does not take it has gone.
        let _ = timeout(self.service.limits.init, socket.send(last)).await;
    }

    /// Turn by turn; says why it ends, unless the other side has gone.
    async fn turns(&mut self, socket: &mut WebSocket, mut stopping: Option<Stopping>) -> Option<Close> {
        let limits = self.service.limits;
        let begin_by = Instant::now() + limits.init;
        let mut heartbeat = interval_at(Instant::now() + limits.heartbeat, limits.heartbeat);
        let mut heard = true;
        loop {
            let end = self.known.as_ref().map_or(begin_by, |known| known.until);
            let turn = tokio::select! {
                message = socket.recv() => {
                    heard = true;
                    match message {
                        Some(Ok(Message::Text(text))) => self.said(&text).await,
                        Some(Ok(Message::Binary(_))) => Err(Close::Malformed),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
                        Some(Ok(Message::Close(_))) | None => return None,
                        Some(Err(_)) => Err(Close::Unreadable),
                    }
                }
                (id, part) = part(&mut self.operations) => Ok(Some(self.spoken(&id, part))),
                () = sleep_until(end) => {
                    Err(if self.known.is_some() { Close::Forbidden } else { Close::InitTimeout })
                }
                _ = heartbeat.tick() => {
                    if !heard {
                        return Some(Close::Silent);
                    }
                    heard = false;
                    socket.send(Message::Ping(Vec::new().into())).await.ok()?;
                    Ok(None)
                }
                () = stop(stopping.as_mut()) => Err(Close::GoingAway),
            };
            match turn {
                Ok(Some(text)) => socket.send(Message::Text(text.into())).await.ok()?,
                Ok(None) => {}
                Err(close) => return Some(close),
            }
        }
    }

    async fn said(&mut self, text: &str) -> Turn {
        match Said::read(text)? {
            Said::Init(_) if self.known.is_some() => Err(Close::TooManyInits),
            Said::Init(init) => self.begin(init).await,
            Said::Ping => Ok(Some(pong())),
            Said::Pong => Ok(None),
            Said::Subscribe(..) if self.known.is_none() => Err(Close::NotBegun),
            Said::Subscribe(id, _) if self.operations.contains_key(&id) => Err(Close::Twice),
            Said::Subscribe(id, payload) => Ok(match self.admitted(text, &payload).await {
                Ok(operation) => {
                    self.operations.insert(id, operation);
                    None
                }
                Err(refusal) => Some(failed(&id, &refused(refusal.sayable))),
            }),
            Said::Complete(id) => {
                self.operations.remove(&id);
                Ok(None)
            }
        }
    }

    /// Only one whose token is valid keeps a socket open.
    async fn begin(&mut self, init: Option<Init>) -> Turn {
        if let Some(authorization) = init.and_then(|init| init.authorization) {
            let mut value = HeaderValue::from_str(&authorization).map_err(|_| Close::Malformed)?;
            value.set_sensitive(true);
            self.headers.insert(header::AUTHORIZATION, value);
        }
        let came = Came { headers: &self.headers, body: &[], peer: self.peer.as_ref() };
        let known = Known::of(&(self.service.attach)(&came, Request::new("")).await.data).cloned();
        self.service.gate.count(known.as_ref(), self.peer.as_ref()).map_err(|_| Close::TooOften)?;
        self.known = Some(known.ok_or(Close::Forbidden)?);
        Ok(Some(acknowledged()))
    }

    async fn admitted(&mut self, message: &str, payload: &RawValue) -> Result<Operation, Refusal> {
        if self.operations.len() >= self.service.limits.operations {
            return Err(Refusal::busy());
        }
        let place = self.service.gate.place()?;
        let began = Instant::now();
        let asked = read_json(payload.get().as_bytes(), &self.service.documents)?;
        let came = Came { headers: &self.headers, body: message.as_bytes(), peer: self.peer.as_ref() };
        let (request, known) = self.service.admit(asked, &came).await?;
        Ok(Operation { parts: self.service.parts(request, known.as_ref(), began), _place: place })
    }

    /// A part of an operation, or its end.
    fn spoken(&mut self, id: &str, part: Option<Response>) -> String {
        match part {
            Some(part) if did_not_run(&part) => {
                self.operations.remove(id);
                failed(id, &part)
            }
            Some(part) => next(id, &part),
            None => {
                self.operations.remove(id);
                complete(id)
            }
        }
    }
}

/// The next part of any operation, or the end of one.
async fn part(operations: &mut HashMap<String, Operation>) -> (String, Option<Response>) {
    poll_fn(|context| {
        for (id, operation) in operations.iter_mut() {
            if let Poll::Ready(part) = operation.parts.poll_next_unpin(context) {
                return Poll::Ready((id.clone(), part));
            }
        }
        Poll::Pending
    })
    .await
}

async fn stop(stopping: Option<&mut Stopping>) {
    match stopping {
        Some(stopping) => stops(stopping).await,
        None => std::future::pending().await,
    }
}
