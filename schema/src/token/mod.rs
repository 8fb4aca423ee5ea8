//! Bearer tokens: a member's word for one of its users (RFC 7519). Two kinds: signed with a key of the member's own, or by
//! an OpenID Connect issuer of the member. Keys and time are parameters; who fetches an issuer's keys is not told here.
//!
//! - [`own`]: tokens by a member's own key.
//! - [`issued`]: tokens by an issuer of a member.
//! - [`key_set`]: an issuer's keys.

pub mod issued;
pub mod key_set;
pub mod own;

pub use key_set::{KeySet, KeySets};
pub use own::issue;

use crate::member::{MemberCode, Membership};
use crate::role::Role;
use serde::Deserialize;

/// The longest token that is read, in bytes.
const LONGEST: usize = 8 * 1024;

/// Who asks, as a valid token names it. Made only by [`verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    member: MemberCode,
    user: String,
    role: Role,
    until: i64,
}

impl Identity {
    /// The member that the user works for.
    pub fn member(&self) -> MemberCode {
        self.member
    }

    /// The user, by the name or pseudonym that the member gave.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What the user does for the member.
    pub fn role(&self) -> Role {
        self.role
    }

    /// When the token's time is over, in seconds since 1970.
    pub fn until(&self) -> i64 {
        self.until
    }
}

/// Why a token is not accepted. It depends on the token alone, and on whether its issuer's keys are known here: public facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// There is no token.
    #[error("A bearer token is needed: `Authorization: Bearer ...`.")]
    None,
    /// Not a token, or not signed by the member that it names.
    #[error("The token is not valid: no member of this federation signed it.")]
    Invalid,
    /// Its time is over.
    #[error("The token has expired; ask for a new one.")]
    Expired,
    /// Its time has not begun.
    #[error("The token is not valid yet.")]
    NotYet,
    /// Its issuer's keys are not here, or not the one that it names.
    #[error("The token is signed with a key that its issuer does not publish, or its issuer cannot be reached.")]
    NoKey,
    /// It was made for somebody else to read.
    #[error("The token is not made for this federation: its audience is another.")]
    Audience,
    /// It names no role.
    #[error("The token names no role: observer, analyst, officer or administrator.")]
    NoRole,
}

/// What a token says of who signed it, believed by nobody yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Who signed it, as it says.
    pub issuer: String,
    /// With which key, as it says.
    pub key: Option<String>,
}

impl Named {
    /// Reads what a token says of who signed it; nothing of what is no token.
    pub fn of(token: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Says {
            iss: String,
        }
        if token.len() > LONGEST {
            return None;
        }
        let key = jsonwebtoken::decode_header(token).ok()?.kid;
        // Nothing is believed of it: it says only whose keys it is to be held against.
        let Says { iss } = jsonwebtoken::dangerous::insecure_decode_claims(token).ok()?;
        Some(Self { issuer: iss, key })
    }
}

/// Checks a token against the members' keys, and the keys of their issuers, at a time in seconds since 1970.
pub fn verify(token: &str, members: &Membership, keys: &KeySets, now: i64) -> Result<Identity, TokenFault> {
    let named = Named::of(token).ok_or(TokenFault::Invalid)?;
    match members.issuer(&named.issuer) {
        Some((member, issuer)) => issued::verify(token, member, issuer, keys.of(&issuer.url), now),
        None => own::verify(token, members, now),
    }
}
