//! Who asks: a verified identity, and how far a person's consent must reach for being counted in its answer.

use schema::assertion::Assertion;
use schema::audience::Audience;
use schema::country::CountryCode;
use schema::member::MemberCode;
use schema::purpose::Purpose;
use schema::role::Role;
use schema::token::Identity;

/// Who asks, as seen by one country's node. Made only here, from an identity that only a valid token makes, and the word of
/// the gateway that carries the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    identity: Identity,
    assertion: Assertion,
    audience: Audience,
}

impl Caller {
    /// The caller at the node of `country`.
    pub fn at(country: CountryCode, identity: Identity, assertion: Assertion) -> Self {
        let audience = Audience::of(identity.member(), country);
        Self { identity, assertion, audience }
    }

    /// The gateway that carries the question.
    pub fn gateway(&self) -> &str {
        &self.assertion.gateway
    }

    /// Names the request among those of its gateway.
    pub fn request(&self) -> &str {
        &self.assertion.id
    }

    /// Whether the gateway signed a question for this purpose.
    pub fn signed_for(&self, purpose: Purpose) -> bool {
        self.assertion.purposes.contains(&purpose)
    }

    /// The member that asks.
    pub fn member(&self) -> MemberCode {
        self.identity.member()
    }

    /// The user who asks, by the name that the member gave.
    pub fn user(&self) -> &str {
        self.identity.user()
    }

    /// What the user does for the member.
    pub fn role(&self) -> Role {
        self.identity.role()
    }

    /// When the caller's token is over, in seconds since 1970.
    pub fn until(&self) -> i64 {
        self.identity.until()
    }

    /// The audience that the caller belongs to: a consent counts if it reaches at least this far.
    pub fn audience(&self) -> Audience {
        self.audience
    }
}
