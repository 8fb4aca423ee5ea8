//! Who asked, as the log has it.

use crate::audit::user::{User, Users};
use crate::caller::Caller;
use schema::country::CountryCode;
use schema::member::MemberCode;
use schema::role::Role;
use schema::token::Identity;
use serde::{Deserialize, Serialize};

/// Who asked, as far as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asker {
    /// The member.
    pub member: MemberCode,
    /// The user, by a pseudonym.
    pub user: User,
    /// What the user does for the member.
    pub role: Role,
    /// The gateway that carried the request; `desk` where an officer asked the country's own desk, without any, and `operator` where
    /// the node's operator says on the command line which officer it is.
    pub gateway: String,
    /// The request's id among those of its gateway.
    pub request: String,
}

impl Asker {
    /// What is written of a caller.
    pub fn of(caller: &Caller, users: &Users) -> Self {
        Self {
            member: caller.member(),
            user: users.of(caller.member(), caller.user()),
            role: caller.role(),
            gateway: caller.gateway().to_owned(),
            request: caller.request().to_owned(),
        }
    }

    /// What is written of an officer at the country's own desk.
    pub fn at_desk(identity: &Identity, users: &Users) -> Self {
        Self {
            member: identity.member(),
            user: users.of(identity.member(), identity.user()),
            role: identity.role(),
            gateway: DESK.to_owned(),
            request: String::new(),
        }
    }

    /// What is written of an officer of the country whom the node's operator names, as the country's tokens do.
    pub fn named(country: CountryCode, name: &str, users: &Users) -> Self {
        Self {
            member: country,
            user: users.of(country, name),
            role: Role::Officer,
            gateway: OPERATOR.to_owned(),
            request: String::new(),
        }
    }
}

/// What stands in the place of a gateway where there is none.
const DESK: &str = "desk";

/// What stands there where the node's operator says which officer it is.
const OPERATOR: &str = "operator";
