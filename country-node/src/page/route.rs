//! The page's addresses. Whoever has no page open is shown nothing of anybody; what changes something is taken from an own
//! page of this service alone.

use super::correcting;
use super::form::Form;
use super::html::{self, Done};
use super::link;
use super::no_more;
use super::office::{Asked, MOST_BYTES, Office, PageFault};
use super::reaching;
use super::reply::{go, inside, shown, with};
use super::taking;
use crate::audit::act;
use crate::audit::command::Administration;
use crate::consent::made_out::{self, MadeOutFault};
use crate::consent::said::{Said, SaidFault, record};
use crate::consent::sheet::Sheet;
use crate::consent::{history, page};
use crate::intake::consents::named;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use door::headers::strict;
use door::sites::is_own_page;
use node_rules::consent::history::{State as Standing, standing};
use node_rules::consent::{Event, EventKind, Method};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The page's routes.
pub fn router(office: Office) -> Router {
    let router = Router::new()
        .route("/me", get(own))
        .route("/me/style.css", get(style))
        .route("/me/receipt.html", get(printed))
        .route("/me/receipt.json", get(signed))
        .route("/me/held.json", get(taking::held))
        .route("/me/erase", get(taking::ask).post(taking::erased))
        .route("/me/correct", get(correcting::form).post(correcting::asked_for))
        .route("/me/correct/take-back", post(correcting::taken_back))
        .route("/me/contact", get(reaching::form).post(reaching::said))
        .route("/me/consent", post(consent))
        .route("/me/withdraw", post(withdraw))
        .route("/me/leave", post(leave))
        .route("/me/{secret}", get(door).post(open))
        .route("/no-more/{secret}", get(no_more::ask).post(no_more::said));
    strict(router.with_state(Arc::new(office)).layer(from_fn(to_its_end)))
}

/// What a person asks for is brought to its end, also where the person is gone before.
async fn to_its_end(request: Request, next: Next) -> Response {
    act::to_its_end(next.run(request)).await.unwrap_or_else(|fault| inside(&fault))
}

async fn door(
    State(office): State<Arc<Office>>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match link::waits(&office.node.store, &secret, (office.node.clock)()).await {
        Ok(true) => {
            let at = format!("/me/{secret}");
            office.said(StatusCode::OK, &asked, &headers, &at, |(tag, words)| html::door(words, &secret, tag))
        }
        Ok(false) => {
            office.said(StatusCode::NOT_FOUND, &asked, &headers, "/me", |(_, words)| html::sentence(&words.no_link))
        }
        Err(fault) => inside(&fault),
    }
}

async fn open(
    State(office): State<Arc<Office>>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    if !is_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (node, now) = (&office.node, (office.node.clock)());
    let written = Administration::of("own page").with("does", "open");
    let opening = async { Ok::<_, PageFault>(link::open(&node.store, &secret, now).await?) };
    match node.audited(written, opening).await {
        Ok(Some(person)) => {
            let cookie = office.sessions.begin(person, (office.random)(), now, office.secure);
            go(&asked.back(None), Some(cookie))
        }
        Ok(None) => {
            office.said(StatusCode::NOT_FOUND, &asked, &headers, "/me", |(_, words)| html::sentence(&words.no_link))
        }
        Err(fault) => inside(&fault),
    }
}

async fn own(State(office): State<Arc<Office>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    let done = asked.done.as_deref().and_then(Done::named);
    let Some(language) = office.language(&asked, &headers) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match office.own(&person, language, done).await {
        Ok(body) => shown(StatusCode::OK, html::framed(language, &office.languages, "/me", &body)),
        Err(fault) => inside(&fault),
    }
}

async fn consent(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    say(&office, &asked, &headers, body, |form, state| {
        let purposes: BTreeSet<ConsentPurpose> = form.all("purpose").filter_map(named::<ConsentPurpose>).collect();
        if purposes.is_empty() {
            return Err(Done::NoPurpose);
        }
        let audience: Option<Audience> = form.one("audience").and_then(named);
        // Agreed to is the notice that the page showed, and that the country still offers.
        let offered = office.node.config.page.as_ref().and_then(|page| page.notice.as_deref());
        let notice = form.one("notice").filter(|notice| Some(*notice) == offered);
        let shown = notice
            .zip(form.one("language"))
            .and_then(|(notice, language)| office.node.notices.shown(notice, language).ok());
        let (Some(audience), Some(shown)) = (audience, shown) else { return Err(Done::Changed) };
        // Who changes what is agreed to does not make it last longer.
        let (kind, valid_until) = match state {
            Standing::Holds { until, .. } => (EventKind::Refreshed, until),
            _ => (EventKind::Given, None),
        };
        let said = Said { purposes, audience, shown: Some(shown), method: Some(Method::Portal), valid_until };
        Ok(("consent", kind, said))
    })
    .await
}

async fn withdraw(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    say(&office, &asked, &headers, body, |_, _| {
        Ok(("withdraw", EventKind::Withdrawn, Said::withdrawal(Some(Method::Portal))))
    })
    .await
}

/// Records what a person says on the page, where the page that it was said on shows how things stand now.
async fn say(
    office: &Office,
    asked: &Asked,
    headers: &HeaderMap,
    body: Body,
    read: impl FnOnce(&Form, Standing) -> Result<(&'static str, EventKind, Said), Done>,
) -> Response {
    let recording = async |person, form: Form| recorded(office, person, &form, read).await;
    office.posted((asked, headers), (body, MOST_BYTES), recording).await
}

async fn recorded(
    office: &Office,
    person: Pseudonym,
    form: &Form,
    read: impl FnOnce(&Form, Standing) -> Result<(&'static str, EventKind, Said), Done>,
) -> Result<Done, PageFault> {
    let node = &office.node;
    let history = history::of(&node.store, &person).await?;
    let last = history.last().map_or(0, |(number, _)| *number);
    if form.one("seen").and_then(|seen| seen.parse().ok()) != Some(last) {
        return Ok(Done::Changed);
    }
    let events: Vec<Event> = history.into_iter().map(|(_, recorded)| recorded.event).collect();
    let (does, kind, said) = match read(form, standing(&events, (node.clock)())) {
        Ok(said) => said,
        Err(done) => return Ok(done),
    };
    let written = Administration::of("own page").with("does", does);
    match node.audited(written, async { Ok::<_, PageFault>(record(node, person, kind, said).await?) }).await {
        Ok(_) => Ok(Done::Recorded),
        // Somebody else recorded something meanwhile.
        Err(PageFault::Said(SaidFault::Unallowed(..))) => Ok(Done::Changed),
        Err(fault) => Err(fault),
    }
}

async fn printed(State(office): State<Arc<Office>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    match made_out::receipt(&office.node, &person).await {
        // Its looks stand in it, so that it can be kept: they are let in by this answer alone.
        Ok(receipt) => {
            let Some(language) = office.language(&asked, &headers) else {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            };
            let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
            with(
                StatusCode::OK,
                [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, policy)],
                page::page(&Sheet::of(&receipt, language)).into_bytes(),
            )
        }
        Err(fault) => no_receipt(&office, &asked, &headers, &fault),
    }
}

async fn signed(State(office): State<Arc<Office>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let Some(person) = office.person(&headers).await else { return office.closed(&asked, &headers) };
    let made = made_out::receipt(&office.node, &person).await;
    match made.and_then(|receipt| receipt.to_json().map_err(MadeOutFault::from)) {
        Ok(bytes) => {
            let kept = "attachment; filename=\"consent-receipt.json\"";
            with(StatusCode::OK, [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, kept)], bytes)
        }
        Err(fault) => no_receipt(&office, &asked, &headers, &fault),
    }
}

/// Why there is no receipt, as far as the person is told.
fn no_receipt(office: &Office, asked: &Asked, headers: &HeaderMap, fault: &MadeOutFault) -> Response {
    match fault {
        MadeOutFault::Nothing => {
            office.said(StatusCode::NOT_FOUND, asked, headers, "/me", |(_, words)| html::sentence(&words.never))
        }
        // A receipt names the releases, so it is made out where they are believed again.
        fault if fault.is_of_a_release() => {
            tracing::error!(%fault, "a person is given no receipt");
            let status = StatusCode::SERVICE_UNAVAILABLE;
            office.said(status, asked, headers, "/me", |(_, words)| html::sentence(&words.releases_unreadable))
        }
        fault => inside(fault),
    }
}

async fn leave(State(office): State<Arc<Office>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    if !is_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    go(&asked.back(None), Some(office.sessions.end(&headers, office.secure)))
}

async fn style() -> Response {
    with(StatusCode::OK, [(CONTENT_TYPE, "text/css; charset=utf-8")], html::STYLE.as_bytes().to_vec())
}
