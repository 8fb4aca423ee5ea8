//! The pages: `/sign-in` sends a browser to its member's issuer, `/signed-in` takes the answer, `/sign-out` ends the session,
//! `/session` says who is signed in.

use super::attempt::Attempt;
use super::cookie::{Cookie, Kind};
use super::exchange::{authorization, code};
use super::{SignIn, SignInFault, said};
use crate::members::Members;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use door::headers::strict;
use door::sites::{is_loopback, is_own_page};
use schema::member::MemberCode;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Where a browser comes back to.
const BACK: &str = "/signed-in";

/// Where it goes on from there.
const ON: HeaderValue = HeaderValue::from_static("/playground/");

/// What the pages need.
#[derive(Clone)]
pub struct Pages {
    /// Signs people in.
    pub sign_in: Arc<SignIn>,
    /// Who belongs.
    pub members: Arc<Members>,
}

/// The pages' routes.
pub fn router(pages: Pages) -> Router {
    let router = Router::new()
        .route("/sign-in", get(sign_in))
        .route(BACK, get(signed_in))
        .route("/sign-out", post(sign_out))
        .route("/session", get(session));
    strict(router.with_state(pages))
}

#[derive(Deserialize)]
struct Chosen {
    member: Option<String>,
    issuer: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
}

impl Pages {
    /// What this browser knows the gateway as; nothing where an operator would have to say it. A page of another site can
    /// make its own name mean this machine, so only names of this machine are taken from a request.
    fn origin(&self, headers: &HeaderMap) -> Option<String> {
        if !self.sign_in.origin.is_empty() {
            return Some(self.sign_in.origin.clone());
        }
        let host = headers.get("host").and_then(|host| host.to_str().ok())?;
        is_loopback(headers).then(|| format!("http://{host}"))
    }
}

async fn sign_in(State(pages): State<Pages>, Query(chosen): Query<Chosen>, headers: HeaderMap) -> Response {
    let registry = pages.members.in_force();
    let members = registry.membership();
    let Some(member) = chosen.member else {
        return said::choice(members.iter().filter(|entry| !entry.issuers.is_empty()));
    };
    let member = member.parse::<MemberCode>().ok().and_then(|member| members.get(member));
    let found = member.and_then(|entry| {
        entry.issuers.iter().find(|issuer| chosen.issuer.as_ref().is_none_or(|wanted| *wanted == issuer.url))
    });
    let Some(issuer) = found else {
        return said::refusal(StatusCode::NOT_FOUND, "This member's people do not sign in here.");
    };
    let Some(origin) = pages.origin(&headers) else {
        let message = "The gateway's operator has to say by which address people reach it (`origin`).";
        return said::refusal(StatusCode::MISDIRECTED_REQUEST, message);
    };
    let seed = URL_SAFE_NO_PAD.encode((pages.sign_in.random)());
    let address = async {
        let at = pages.sign_in.issuers.discovered(&issuer.url).await.map_err(super::ExchangeFault::from)?;
        authorization(&at, issuer, &Attempt::new(&seed, issuer), &format!("{origin}{BACK}"))
    };
    match address.await.map(|address| HeaderValue::from_str(&address)) {
        Ok(Ok(address)) => go(address, [Cookie::set(Kind::Attempt, &seed, pages.sign_in.is_secure())]),
        Ok(Err(_)) => not_now(),
        Err(fault) => {
            tracing::warn!(issuer = issuer.url, %fault, "nobody can sign in");
            not_now()
        }
    }
}

async fn signed_in(State(pages): State<Pages>, Query(answer): Query<Answer>, headers: HeaderMap) -> Response {
    let (seed, origin) = (Cookie::of(Kind::Attempt, &headers, pages.sign_in.is_secure()), pages.origin(&headers));
    let (Some(seed), Some(origin), Some(state)) = (seed, origin, answer.state) else {
        return said::refusal(StatusCode::BAD_REQUEST, "This browser has not begun to sign in, or too long ago.");
    };
    let registry = pages.members.in_force();
    let members = registry.membership();
    // Which issuer answers is what the attempt's own state says, and nothing that the answer could claim.
    let found = members.issuers().find(|(_, issuer)| Attempt::new(&seed, issuer).state() == state);
    let Some((member, issuer)) = found.filter(|(_, issuer)| answer.iss.as_ref().is_none_or(|iss| *iss == issuer.url))
    else {
        return said::refusal(StatusCode::BAD_REQUEST, "This answer belongs to another attempt to sign in.");
    };
    let (attempt, secure) = (Attempt::new(&seed, issuer), pages.sign_in.is_secure());
    let begun = async {
        let given = answer.code.as_deref().ok_or(super::ExchangeFault::Refused(0))?;
        let at = pages.sign_in.issuers.discovered(&issuer.url).await.map_err(super::ExchangeFault::from)?;
        let (verifier, back) = (attempt.verifier(), format!("{origin}{BACK}"));
        let tokens = code(&pages.sign_in.fetch, &at, issuer, (given, &verifier, &back)).await?;
        pages.sign_in.begin((member, issuer), tokens, &attempt.nonce(), members).await
    };
    let mut response = match begun.await {
        Ok(id) => {
            // A session of this browser that was there before is over.
            if let Some(former) = Cookie::of(Kind::Session, &headers, pages.sign_in.is_secure()) {
                pages.sign_in.sessions.end(&former);
            }
            go(ON, [Cookie::set(Kind::Session, &id, secure)])
        }
        Err(fault) => {
            tracing::info!(%member, %fault, "somebody did not sign in");
            said::refusal(StatusCode::FORBIDDEN, &sentence(&fault))
        }
    };
    response.headers_mut().append(SET_COOKIE, Cookie::forget(Kind::Attempt, secure));
    response
}

/// What may be said: what is wrong with a token depends on the token alone.
fn sentence(fault: &SignInFault) -> String {
    match fault {
        SignInFault::Exchange(_) | SignInFault::TwoUsers => {
            "You are not signed in: your member's sign-in page did not vouch for you.".to_owned()
        }
        SignInFault::Token(fault) => format!("You are not signed in. {fault}"),
    }
}

async fn sign_out(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    if !is_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Some(id) = Cookie::of(Kind::Session, &headers, pages.sign_in.is_secure()) {
        pages.sign_in.sessions.end(&id);
    }
    go(ON, [Cookie::forget(Kind::Session, pages.sign_in.is_secure())])
}

async fn session(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let registry = pages.members.in_force();
    let members = registry.membership();
    let token = pages.sign_in.token(&headers, members).await;
    let identity = match &token {
        Some(token) => pages.sign_in.verified(token, members).await.ok(),
        None => None,
    };
    let user = identity.map(|identity| {
        json!({ "member": identity.member(), "user": identity.user(), "role": identity.role(), "until": identity.until() })
    });
    let said = json!({ "signIn": members.issuers().next().is_some(), "user": user });
    ([(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "application/json")], Json(said)).into_response()
}

fn go<const N: usize>(to: HeaderValue, cookies: [HeaderValue; N]) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn not_now() -> Response {
    let message = "The sign-in page of this member cannot be reached; try again in a minute.";
    said::refusal(StatusCode::BAD_GATEWAY, message)
}
