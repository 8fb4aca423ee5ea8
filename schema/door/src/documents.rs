//! Queries as documents: parsed, within the limits, and kept for a while. A service is asked the same few again and again, and does not
//! parse them again.

use crate::census::Census;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::spread;
use crate::text::{tokens, too_deep};
use async_graphql::parser::types::ExecutableDocument;
use lru::LruCache;
use schema::error::Code;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

/// A query that may be run, as far as its text says.
pub struct Document {
    /// What it says.
    pub parsed: ExecutableDocument,
    /// Whether it asks for the schema.
    pub introspects: bool,
}

/// The most documents that are kept.
const MOST: NonZeroUsize = NonZeroUsize::new(32).unwrap();

/// The longest text that is kept, in bytes.
const LONGEST: usize = 16 * 1024;

/// The documents of one service, within its limits, by their texts.
pub struct Documents {
    limits: Limits,
    recent: Mutex<LruCache<String, Arc<Document>>>,
}

impl Documents {
    /// None yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, recent: Mutex::new(LruCache::new(MOST)) }
    }

    /// The document of a text. What is refused is not kept.
    pub fn of(&self, text: &str) -> Result<Arc<Document>, Refusal> {
        if let Some(kept) = self.recent.lock().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Ok(Arc::clone(kept));
        }
        let read = Arc::new(self.read(text)?);
        if text.len() <= LONGEST {
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            recent.put(text.to_owned(), Arc::clone(&read));
        }
        Ok(read)
    }

    /// Parses a query, so that what is no GraphQL, or too much of it, is said before anything runs.
    fn read(&self, text: &str) -> Result<Document, Refusal> {
        let limits = &self.limits;
        if too_deep(text) {
            return Err(Refusal::graphql(Code::QueryTooDeep, "The query is nested too deep."));
        }
        if tokens(text) > limits.tokens {
            let message = format!("The query has more than {} words and signs.", limits.tokens);
            return Err(Refusal::graphql(Code::QueryTooLong, message));
        }
        // The parser's text shows the place in the caller's own query, nothing of ours.
        let parsed = async_graphql::parser::parse_query(text)
            .map_err(|error| Refusal::graphql(Code::MalformedQuery, error.to_string()))?;
        let census = Census::of(&parsed);
        let too_many = |what: &str, most: usize| {
            Err(Refusal::graphql(Code::QueryTooComplex, format!("The query has more than {most} {what}.")))
        };
        if census.aliases > limits.aliases {
            return too_many("aliases", limits.aliases);
        }
        if census.directives > limits.directives {
            return too_many("directives", limits.directives);
        }
        if spread::fields(&parsed) > limits.complexity {
            return Err(Refusal::graphql(Code::QueryTooComplex, "The query is too complex."));
        }
        Ok(Document { parsed, introspects: census.introspects })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queries_that_were_asked_last_are_kept_and_no_others() {
        let documents = Documents::new(Limits::USUAL);
        let of = |query: &str| documents.of(query).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let first = of("{ first }");
        for number in 1..MOST.get() {
            of(&format!("{{ a{number} }}"));
        }
        assert!(Arc::ptr_eq(&first, &of("{ first }")), "it is not parsed again");
        of("{ another }");
        assert!(Arc::ptr_eq(&first, &of("{ first }")), "it was asked for after those that went");
        assert_eq!(documents.recent.lock().unwrap().len(), MOST.get());
        let long = format!("{{ a }}{}", " ".repeat(LONGEST));
        assert!(!Arc::ptr_eq(&of(&long), &of(&long)) && documents.of("{ a").is_err());
        assert_eq!(documents.recent.lock().unwrap().len(), MOST.get());
    }
}
