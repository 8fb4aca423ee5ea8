//! When a script's token is of use.

use crate::clock::Seconds;
use schema::role::Role;

/// The longest that a script's token may hold, in days: a year.
pub const MOST_DAYS: i64 = 366;

/// What was agreed when a script's token was issued, and since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What the script may do.
    pub role: Role,
    /// When the token's time is over, in seconds since 1970.
    pub expires_at: Seconds,
    /// When it was revoked.
    pub revoked_at: Option<Seconds>,
}

/// Why a script's token is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Useless {
    /// Nobody issued it here.
    #[error("no such token was issued")]
    Unknown,
    /// An officer revoked it.
    #[error("the token is revoked")]
    Revoked,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
}

impl Useless {
    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::Revoked => "REVOKED",
            Self::Expired => "EXPIRED",
        }
    }
}

impl Terms {
    /// Whether the token is of use now.
    pub fn hold(&self, now: Seconds) -> Result<(), Useless> {
        match self.revoked_at {
            Some(_) => Err(Useless::Revoked),
            None if now >= self.expires_at => Err(Useless::Expired),
            None => Ok(()),
        }
    }
}

/// Whether a script may be given a role: what an officer or an administrator does, a person does.
pub const fn may_have(role: Role) -> bool {
    matches!(role, Role::Observer | Role::Analyst)
}

/// Whether a token may be called so: it stands in the audit log, and in the name of whoever uses it.
pub fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&name.len()) && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_use_until_it_expires_or_is_revoked() {
        let terms = Terms { role: Role::Analyst, expires_at: 100, revoked_at: None };
        assert_eq!((terms.hold(99), terms.hold(100)), (Ok(()), Err(Useless::Expired)));
        assert_eq!(Terms { revoked_at: Some(50), ..terms }.hold(49), Err(Useless::Revoked));
    }

    #[test]
    fn a_script_does_nothing_that_an_officer_does_and_has_a_plain_name() {
        assert_eq!(Role::ALL.map(may_have), [true, true, false, false]);
        assert!(is_name("yearly-report-2") && !is_name("") && !is_name("Ama Mensah") && !is_name(&"x".repeat(41)));
    }
}
