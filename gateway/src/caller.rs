//! Who asks. What this file decides: whether a request has a caller at all, and whether that caller may ask figures.

use axum::http::HeaderValue;
use door::came::Known;
use schema::error::{Code, Sayable};
use schema::member::{MemberCode, Membership};
use schema::token::{Identity, KeySets, TokenFault, verify};

/// Who asks, with the word of the member to show for it. Made only by [`Caller::of`].
#[derive(Clone, Debug)]
pub struct Caller {
    identity: Identity,
    /// The `Authorization` header as it goes on to the nodes. It is marked sensitive, so `Debug` does not show it.
    authorization: HeaderValue,
}

/// The proof that a caller may ask figures; whoever is handed one need not check again.
#[derive(Clone, Copy, Debug)]
pub struct Asker(MemberCode);

impl Asker {
    /// The member that asks.
    pub fn member(self) -> MemberCode {
        self.0
    }
}

impl Caller {
    /// Reads who asks from a bearer token.
    pub fn of(token: Option<&str>, members: &Membership, keys: &KeySets, now: i64) -> Result<Self, TokenFault> {
        let token = token.ok_or(TokenFault::None)?;
        let identity = verify(token, members, keys, now)?;
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| TokenFault::Invalid)?;
        authorization.set_sensitive(true);
        Ok(Self { identity, authorization })
    }

    /// Who asks, as the token names it.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The member that asks.
    pub fn member(&self) -> MemberCode {
        self.identity.member()
    }

    /// The token, as it was verified.
    pub fn token(&self) -> &str {
        self.authorization.to_str().ok().and_then(|header| header.strip_prefix("Bearer ")).unwrap_or_default()
    }

    /// The header that names the caller to a node: the node checks the member's signature by itself.
    pub fn authorization(&self) -> &HeaderValue {
        &self.authorization
    }

    /// The caller as the door counts requests. `now` is in seconds since 1970.
    pub fn known(&self, now: i64) -> Known {
        let Self { identity, .. } = self;
        Known::for_seconds(identity.member().as_str(), identity.user(), identity.until().saturating_sub(now))
    }

    /// The proof that this caller may ask figures.
    pub fn asker(&self) -> Result<Asker, Sayable> {
        let role = self.identity.role();
        if role.may_ask_figures() {
            return Ok(Asker(self.member()));
        }
        let message = format!("The role `{}` may not ask for figures; analysts and officers may.", role.name());
        Err(Sayable::new(Code::Forbidden, message))
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::people::{NOW, analyst_token, caller, membership, token_of};
    use schema::role::Role;
    use schema::token::{KeySets, TokenFault};

    #[test]
    fn only_those_whose_role_asks_figures_become_askers() {
        for (role, may) in
            [(Role::Observer, false), (Role::Analyst, true), (Role::Officer, true), (Role::Administrator, false)]
        {
            assert_eq!(caller(role).asker().is_ok(), may, "{role:?}");
        }
    }

    #[test]
    fn a_token_shows_itself_in_no_log() {
        let shown = format!("{:?}", caller(Role::Analyst));
        assert!(!shown.contains(&analyst_token()) && !shown.contains("Bearer"), "{shown}");
    }

    #[test]
    fn nobody_is_a_caller_without_a_token_or_after_its_time() {
        let late = token_of("GHA", Role::Analyst, NOW - 20, NOW - 10);
        let of =
            |token| super::Caller::of(token, &membership(), &KeySets::default(), NOW).expect_err("must be refused");
        assert_eq!(of(None), TokenFault::None);
        assert_eq!(of(Some(late.as_str())), TokenFault::Expired);
        assert_eq!(of(Some("nonsense")), TokenFault::Invalid);
    }
}
