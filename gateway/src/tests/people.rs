//! Members, their tokens, and callers.

use crate::caller::{Asker, Caller};
use crate::country::Dial;
use schema::concept::Dataset;
use schema::country::CountryCode;
use schema::member::{Document, Entry, Gateway, Membership, Pin};
use schema::role::Role;
use schema::seal::SecretKey;
use schema::token::{KeySets, issue};

/// The time of every test.
pub const NOW: i64 = 1_700_000_000;

const MEMBERS: [(&str, &str, u8); 5] =
    [("COL", "Colombia", 1), ("CUB", "Cuba", 2), ("GHA", "Ghana", 3), ("PHL", "Philippines", 4), ("IOM", "IOM", 5)];

pub fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

/// Four countries with nodes and IOM without. Every country publishes STOCK; PHL has no SURVEY.
pub fn document() -> Document {
    let members = MEMBERS.iter().map(|(member, name, seed)| Entry {
        token_keys: vec![SecretKey::from_random([*seed; 32]).public().to_text()],
        node_keys: vec![node_key(member).public().to_text()],
        node: (*member != "IOM").then(|| "http://127.0.0.1:1/graphql".to_owned()),
        datasets: match *member {
            "IOM" => vec![],
            "PHL" => vec![Dataset::Stock],
            _ => vec![Dataset::Stock, Dataset::Survey],
        },
        ..Entry::new(code(member), *name)
    });
    let gateways = vec![Gateway { name: GATEWAY.to_owned(), keys: vec![gateway_key().public().to_text()] }];
    Document { gateways, ..Document::new(1, "2023-11-14T00:00:00Z", members.collect()) }
}

/// The gateway's name.
pub const GATEWAY: &str = "hub";

/// Signs the membership document.
pub fn registrar() -> SecretKey {
    SecretKey::from_random([90; 32])
}

/// Signs the gateway's questions and citations.
pub fn gateway_key() -> SecretKey {
    SecretKey::from_random([91; 32])
}

/// Signs what a member's node says.
pub fn node_key(member: &str) -> SecretKey {
    SecretKey::from_random(std::array::from_fn(|at| member.as_bytes().get(at).copied().unwrap_or(50)))
}

/// A document's text, signed.
pub fn signed(document: Document) -> String {
    document.signed(&registrar()).unwrap().to_toml().unwrap()
}

/// The members of a document.
pub fn accepted(document: Document) -> Membership {
    Pin::to(&registrar().public()).accept(&signed(document)).unwrap().0
}

/// Nodes on this machine, without encryption.
pub fn plain() -> Dial {
    Dial::plain().unwrap()
}

pub fn membership() -> Membership {
    accepted(document())
}

pub fn token_of(member: &str, role: Role, from: i64, until: i64) -> String {
    let (_, _, seed) = MEMBERS.iter().find(|(code, ..)| *code == member).unwrap();
    issue(&SecretKey::from_random([*seed; 32]), code(member), "somebody", role, from, until).unwrap()
}

pub fn analyst_token() -> String {
    token_of("IOM", Role::Analyst, NOW - 60, NOW + 60)
}

pub fn caller(role: Role) -> Caller {
    Caller::of(Some(&token_of("IOM", role, NOW - 60, NOW + 60)), &membership(), &KeySets::default(), NOW).unwrap()
}

/// A caller who may ask figures, for what is pure and does not look at who it is.
pub fn asker() -> Asker {
    caller(Role::Analyst).asker().unwrap()
}
