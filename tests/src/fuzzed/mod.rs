//! What must hold of each parser that faces outside, whatever bytes come: the laws that `tests/fuzz` looks for a breach of,
//! and that the test `corpus` asserts of every kept case. Each law takes bytes and panics where it does not hold.
//!
//! - [`request`]: a GraphQL request through a node's door; [`token`]: a bearer token, and a gateway's word.
//! - [`members`]: a membership document, and an application for one.
//! - [`import`]: a file of persons, of totals; [`consents`]: a file of consent events.
//! - [`form`]: a questionnaire in `XLSForm`; [`relevant`]: an expression in one; [`export`]: answers to one, of Kobo and ODK.
//! - [`document`]: what is said of a study, and of one with focus groups.
//! - [`reply`]: a node's answer at the gateway.
//! - [`ground`]: the members, keys and node that they stand on.

pub mod consents;
pub mod document;
pub mod export;
pub mod form;
pub mod ground;
pub mod import;
pub mod members;
pub mod relevant;
pub mod reply;
pub mod request;
pub mod token;

/// A law: it panics where it does not hold of these bytes.
pub type Law = fn(&[u8]);

/// Each fuzz target by its name, which is that of its corpus too.
pub const LAWS: [(&str, Law); 12] = [
    ("request", request::holds),
    ("token", token::holds),
    ("members", members::holds),
    ("persons", import::persons),
    ("totals", import::totals),
    ("consents", consents::holds),
    ("form", form::holds),
    ("relevant", relevant::holds),
    ("export", export::holds),
    ("study", document::study),
    ("focus", document::focus),
    ("reply", reply::holds),
];
