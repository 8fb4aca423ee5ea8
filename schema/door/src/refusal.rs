//! What is not answered, and how that is said over HTTP.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use schema::error::{Code, Sayable};
use std::time::Duration;

/// Why a request is not answered.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What is said.
    pub sayable: Sayable,
    /// The status; none where the request is sound HTTP and no sound GraphQL, whose status depends on the media type of
    /// the answer.
    pub status: Option<StatusCode>,
    /// A header that tells a program what to do.
    pub header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// A request that is not taken as HTTP.
    pub fn http(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self { sayable: Sayable::new(code, message), status: Some(status), header: None }
    }

    /// A request whose GraphQL is not run.
    pub fn graphql(code: Code, message: impl Into<String>) -> Self {
        Self { sayable: Sayable::new(code, message), status: None, header: None }
    }

    /// A request whose JSON or parameters are not of the form.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::http(StatusCode::BAD_REQUEST, Code::MalformedRequest, message)
    }

    /// The same, with a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }

    /// As much is under way as the service takes.
    pub fn busy() -> Self {
        let message = "As many requests are under way as this service takes at a time; ask again in a second.";
        Self::http(StatusCode::SERVICE_UNAVAILABLE, Code::Busy, message)
            .with(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// Who asks asks too often. `wait` is the time after which the next request is taken.
    pub fn too_often(who: &str, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let message = format!("{who} asks more often than it may; ask again in {seconds} s.");
        Self::http(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited, message)
            .with(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// The answer takes too long.
    pub fn late() -> Self {
        let message = "The answer took too long; ask for less at once.";
        Self::http(StatusCode::SERVICE_UNAVAILABLE, Code::TimedOut, message)
    }
}
