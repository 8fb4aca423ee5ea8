//! Every GraphQL error leaves with a code under `extensions.code`.

use async_graphql::{ErrorExtensionValues, Response, ServerError};
use schema::error::{Code, Sayable};

/// Gives each error without a code the one that fits: resolvers set theirs, what is left is the library's own finding.
pub fn coded(mut response: Response) -> Response {
    for error in &mut response.errors {
        let has_code = error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some());
        if !has_code {
            set(error, found(&error.message));
        }
    }
    response
}

/// A response that says one failure and nothing else.
pub fn refused(sayable: Sayable) -> Response {
    let mut error = ServerError::new(sayable.message, None);
    set(&mut error, sayable.code);
    Response::from_errors(vec![error])
}

fn set(error: &mut ServerError, code: Code) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.name());
}

fn found(message: &str) -> Code {
    if message == "Query is nested too deep." || message.starts_with("The recursion depth of the query") {
        Code::QueryTooDeep
    } else if message == "Query is too complex." {
        Code::QueryTooComplex
    } else {
        Code::InvalidQuery
    }
}
