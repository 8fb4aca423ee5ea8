//! People sign in with their own member's OpenID Connect issuer: authorization code with PKCE (RFC 7636), in a browser.
//!
//! What this room decides: whose browser is whose session, and for how long. What it must not know: what is asked.
//!
//! - [`attempt`]: one attempt to sign in, kept by the browser alone. [`exchange`]: a code, or a refresh token, for tokens.
//! - [`session`]: who is signed in. [`cookie`]: what the browser keeps of it.
//! - [`pages`]: `/sign-in`, `/signed-in`, `/sign-out`, `/session`. [`said`]: what they say.

mod attempt;
mod cookie;
mod exchange;
pub mod pages;
mod said;
mod session;

#[cfg(test)]
mod tests;

use crate::clock::Clock;
use crate::random::Random;
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, Kind};
use door::issuer::Issuers;
use door::issuer::fetch::Fetch;
use door::sites::is_own_page;
use exchange::{ExchangeFault, Tokens};
use schema::member::{Issuer, MemberCode, Membership};
use schema::token::issued::id_token;
use schema::token::{Identity, TokenFault, verify};
use session::{Held, Session, Sessions};
use std::sync::Arc;

/// Signs people in.
pub struct SignIn {
    issuers: Arc<Issuers>,
    fetch: Arc<Fetch>,
    sessions: Sessions,
    clock: Clock,
    random: Random,
    /// What browsers know the gateway as, such as `https://hub.example`; empty where that is for them to say.
    origin: String,
}

/// Why nobody is signed in. What of it is said stands in [`said`].
#[derive(Debug, thiserror::Error)]
enum SignInFault {
    /// The issuer did not give tokens.
    #[error(transparent)]
    Exchange(#[from] ExchangeFault),
    /// What it gave is not valid.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// The two tokens are of two people, or the access token is another member's.
    #[error("the issuer's two tokens do not name one user")]
    TwoUsers,
}

impl SignIn {
    /// A gateway where nobody is signed in.
    pub fn new(issuers: Arc<Issuers>, fetch: Arc<Fetch>, clock: Clock, random: Random, origin: &str) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        Self { issuers, fetch, sessions: Sessions::default(), clock, random, origin }
    }

    /// Whether people come by TLS.
    fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// The access token of whoever is signed in with the browser that sent these headers. A request that a page of another
    /// site caused has nobody, whatever cookies came with it.
    pub async fn token(&self, headers: &HeaderMap, members: &Membership) -> Option<String> {
        if !is_own_page(headers) {
            return None;
        }
        let id = Cookie::of(Kind::Session, headers, self.is_secure())?;
        let session = self.sessions.find(&id, (self.clock)())?;
        let mut held = session.held.lock().await;
        if (self.clock)() < held.until {
            return Some(held.token.clone());
        }
        let Some(renewed) = self.renewed(&session, &held, members).await else {
            self.sessions.end(&id);
            return None;
        };
        session.lasts_until(renewed.end());
        *held = renewed;
        Some(held.token.clone())
    }

    async fn renewed(&self, session: &Session, held: &Held, members: &Membership) -> Option<Held> {
        let refresh = held.refresh.as_ref()?;
        let (member, issuer) = members.issuer(&session.issuer)?;
        match self.refreshed(issuer, refresh, members).await {
            Ok((identity, tokens)) if identity.member() == member && identity.user() == session.user => {
                let refresh = tokens.refresh.or_else(|| Some(refresh.clone()));
                Some(Held { token: tokens.access, refresh, until: identity.until() })
            }
            Ok(_) => None,
            Err(fault) => {
                tracing::info!(%member, %fault, "a session ends: its token is not renewed");
                None
            }
        }
    }

    async fn refreshed(
        &self,
        issuer: &Issuer,
        refresh: &str,
        members: &Membership,
    ) -> Result<(Identity, Tokens), SignInFault> {
        let at = self.issuers.discovered(&issuer.url).await.map_err(ExchangeFault::from)?;
        let tokens = exchange::refresh(&self.fetch, &at, issuer, refresh).await?;
        Ok((self.verified(&tokens.access, members).await?, tokens))
    }

    async fn verified(&self, token: &str, members: &Membership) -> Result<Identity, TokenFault> {
        self.issuers.prepare(Some(token), members).await;
        verify(token, members, &self.issuers.keys(), (self.clock)())
    }

    /// Begins the session of whom an issuer's answer to an attempt names; gives back what the browser keeps.
    async fn begin(
        &self,
        (member, issuer): (MemberCode, &Issuer),
        tokens: Tokens,
        nonce: &str,
        members: &Membership,
    ) -> Result<String, SignInFault> {
        let identity = self.verified(&tokens.access, members).await?;
        self.issuers.prepare(tokens.id.as_deref(), members).await;
        let (keys, now) = (self.issuers.keys(), (self.clock)());
        let signed = tokens.id.as_deref().ok_or(TokenFault::None)?;
        let named = id_token(signed, issuer, keys.of(&issuer.url), Some(nonce), now)?;
        if identity.member() != member || identity.user() != named {
            return Err(SignInFault::TwoUsers);
        }
        let held = Held { token: tokens.access, refresh: tokens.refresh, until: identity.until() };
        let id = URL_SAFE_NO_PAD.encode((self.random)());
        self.sessions.begin(&id, Session::new(issuer.url.clone(), identity.user().to_owned(), now, held), now);
        Ok(id)
    }
}
