//! Demonstration users and their tokens, each signed with the member's own key.

use crate::country::Country;
use crate::fault::Fault;
use crate::keys::TokenKeys;
use schema::member::MemberCode;
use schema::role::Role;
use schema::token::issue;
use serde::Serialize;

/// How long a token holds, in seconds: thirty days.
const HOLDS: i64 = 30 * 24 * 3600;

/// A demonstration user.
#[derive(Clone, Serialize)]
pub struct User {
    /// Such as `ghana-officer`.
    pub name: String,
    /// The member that the user works for.
    pub member: MemberCode,
    /// What the user does there.
    pub role: Role,
    /// The bearer token.
    pub token: String,
}

/// An IOM analyst and observer, and an officer and an analyst of each country, with tokens from `now` on.
pub fn users(iom: MemberCode, countries: &[Country], keys: &TokenKeys, now: i64) -> Result<Vec<User>, Fault> {
    let of_iom = [Role::Analyst, Role::Observer].map(|role| (iom, "iom".to_owned(), role));
    let of_countries = countries
        .iter()
        .flat_map(|country| [Role::Officer, Role::Analyst].map(|role| (country.code, slug(&country.name), role)));
    of_iom
        .into_iter()
        .chain(of_countries)
        .map(|(member, place, role)| {
            let name = format!("{place}-{}", role.name());
            let key = keys.get(&member).ok_or_else(|| Fault::Document(format!("no key of {member}")))?;
            let token = issue(key, member, &name, role, now, now + HOLDS);
            Ok(User { token: token.map_err(|fault| Fault::Token(name.clone(), fault))?, name, member, role })
        })
        .collect()
}

/// `Dominican Republic` becomes `dominican-republic`.
fn slug(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}
