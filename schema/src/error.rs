//! What may be said of a failure. Whatever else went wrong stays in the service's own error types and its log.

use async_graphql::ErrorExtensions;

/// A failure's code, under `extensions.code` of a GraphQL error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// No token, or one that is not valid.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// A country that is no member.
    UnknownCountry,
    /// A code that is not in the dimension's codelist.
    UnknownCode,
    /// More dimensions than a table may have.
    TooManyDimensions,
    /// A dimension named twice where once is meant.
    DuplicateDimension,
    /// A country named twice.
    DuplicateCountry,
    /// A filter that lets nothing through.
    EmptyFilter,
    /// `shareWithin` names a dimension that is not in `by`.
    ShareOutsideTable,
    /// The measure and its quantity do not fit together.
    BadMeasure,
    /// More questions in one request than are answered.
    TooManyQuestions,
    /// The body is no GraphQL request.
    MalformedRequest,
    /// The text is no GraphQL document.
    MalformedQuery,
    /// The query does not fit the schema.
    InvalidQuery,
    /// The query is nested too deep.
    QueryTooDeep,
    /// The query asks for too much at once.
    QueryTooComplex,
    /// The request's body is too large.
    RequestTooLarge,
    /// The query's text has more words and signs than are read.
    QueryTooLong,
    /// The answer took too long.
    TimedOut,
    /// No form of answer that the caller accepts fits.
    NotAcceptable,
    /// An operation that is not asked with this HTTP method.
    MethodNotAllowed,
    /// A page of another site asks, in a way that its browser did not have to ask for.
    CrossSite,
    /// The user, the member or the address asks more often than it may.
    RateLimited,
    /// As much is under way as the service takes at a time.
    Busy,
    /// Something failed inside; the log knows more.
    Internal,
}

impl Code {
    /// The code on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::UnknownCountry => "UNKNOWN_COUNTRY",
            Self::UnknownCode => "UNKNOWN_CODE",
            Self::TooManyDimensions => "TOO_MANY_DIMENSIONS",
            Self::DuplicateDimension => "DUPLICATE_DIMENSION",
            Self::DuplicateCountry => "DUPLICATE_COUNTRY",
            Self::EmptyFilter => "EMPTY_FILTER",
            Self::ShareOutsideTable => "SHARE_OUTSIDE_TABLE",
            Self::BadMeasure => "BAD_MEASURE",
            Self::TooManyQuestions => "TOO_MANY_QUESTIONS",
            Self::MalformedRequest => "MALFORMED_REQUEST",
            Self::MalformedQuery => "MALFORMED_QUERY",
            Self::InvalidQuery => "INVALID_QUERY",
            Self::QueryTooDeep => "QUERY_TOO_DEEP",
            Self::QueryTooComplex => "QUERY_TOO_COMPLEX",
            Self::RequestTooLarge => "REQUEST_TOO_LARGE",
            Self::QueryTooLong => "QUERY_TOO_LONG",
            Self::TimedOut => "TIMED_OUT",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::CrossSite => "CROSS_SITE",
            Self::RateLimited => "RATE_LIMITED",
            Self::Busy => "BUSY",
            Self::Internal => "INTERNAL",
        }
    }
}

/// A failure that may be said to the one who asked: a code, and a sentence that says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Sayable {
    /// What kind of failure.
    pub code: Code,
    /// A sentence for the one who asked; never a count, a secret or what is inside.
    pub message: String,
}

impl Sayable {
    /// A failure with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// What is said when the true cause must not be: the log has it.
    pub fn internal() -> Self {
        Self::new(Code::Internal, "Something failed inside the service; nothing was answered. Its log knows more.")
    }
}

impl From<Sayable> for async_graphql::Error {
    fn from(sayable: Sayable) -> Self {
        Self::new(sayable.message).extend_with(|_, extensions| extensions.set("code", sayable.code.name()))
    }
}
