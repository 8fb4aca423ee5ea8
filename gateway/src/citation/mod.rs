//! A lasting reference to an answer that anyone can check again.
//!
//! - [`document`]: what is kept of an answer: the question, what each country said with its signature, who was absent.
//! - [`archive`]: makes such documents, keeps them, and finds them again.
//! - [`pages`]: their lasting address. [`documents`]: those that one request reads.
//! - [`again`]: one as another reads it, to whom it is shown: what was cited, and whether it holds.
//! - [`verify`](mod@verify): checks one offline, and names what does not fit.

pub mod again;
pub mod archive;
pub mod document;
pub mod documents;
pub mod pages;
pub mod verify;

#[cfg(test)]
mod tests;

use async_graphql::SimpleObject;

/// A lasting reference to an answer.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// SHA-256 (base64url) over the canonical JSON of the question, of each answer's release, signature and figures, and of
    /// who was absent. The same question, answered from the same releases, has the same id, whenever it is asked.
    pub id: String,
    /// Where the whole of it lies: with question, figures and signatures, to be checked by anyone with `gateway verify`. It
    /// is handed to users of the member that asked, and of members to which an experience is shown that cites it and whom it may be told.
    pub address: String,
    /// When it was asked (RFC 3339, UTC).
    pub asked_at: String,
    /// The releases that the figures come from, by country.
    pub releases: Vec<String>,
    /// The question as canonical JSON (RFC 8785), with the countries that it went to.
    pub question: String,
}
