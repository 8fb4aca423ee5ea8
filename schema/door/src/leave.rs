//! How an answer in one part leaves: its bytes, its media type and its status.

use crate::accept::Form;
use crate::coded::refused;
use crate::refusal::Refusal;
use async_graphql::{Response, ServerError, Value};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use schema::error::Code;
use serde::Serialize;
use std::collections::BTreeMap;

/// A response on the wire. A request that did not run has no `data` at all.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[ServerError]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// A response as JSON.
pub fn json(response: &Response) -> String {
    let data = (!did_not_run(response)).then_some(&response.data);
    let said = Said { data, errors: &response.errors, extensions: &response.extensions };
    serde_json::to_string(&said).unwrap_or_else(|error| {
        tracing::error!(%error, "an answer cannot be written");
        r#"{"errors":[{"message":"Something failed inside the service.","extensions":{"code":"INTERNAL"}}]}"#.to_owned()
    })
}

/// Whether a request was refused before it ran: an error of a field has a path.
pub fn did_not_run(response: &Response) -> bool {
    response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty())
}

/// An answer as it leaves.
pub fn answer(form: Form, response: &Response) -> axum::response::Response {
    leave(form, status(form, response), response)
}

/// A refusal as it leaves.
pub fn refusal(form: Form, refusal: Refusal) -> axum::response::Response {
    let response = refused(refusal.sayable);
    let status = refusal.status.unwrap_or_else(|| status(form, &response));
    let mut left = leave(form, status, &response);
    left.headers_mut().extend(refusal.header);
    left
}

/// With plain JSON all that is sound HTTP is a 200. With the media type of GraphQL over HTTP an answer with data is a 200
/// and one without says why by its status.
fn status(form: Form, response: &Response) -> StatusCode {
    if form != Form::GraphqlResponse || response.data != Value::Null || response.errors.is_empty() {
        return StatusCode::OK;
    }
    let has = |code: Code| {
        let code = Value::from(code.name());
        let of = |error: &ServerError| error.extensions.as_ref().and_then(|extensions| extensions.get("code")).cloned();
        response.errors.iter().any(|error| of(error).as_ref() == Some(&code))
    };
    if has(Code::Internal) {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if has(Code::Unauthenticated) {
        StatusCode::UNAUTHORIZED
    } else if has(Code::Forbidden) {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::BAD_REQUEST
    }
}

fn leave(form: Form, status: StatusCode, response: &Response) -> axum::response::Response {
    let mut left = (status, [(header::CONTENT_TYPE, form.content_type())], json(response)).into_response();
    if status == StatusCode::UNAUTHORIZED {
        left.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::PathSegment;
    use schema::error::Sayable;

    fn failed(code: Code, in_a_field: bool) -> Response {
        let mut response = refused(Sayable::new(code, "No."));
        if in_a_field {
            response.errors[0].path = vec![PathSegment::Field("a".to_owned())];
        }
        response
    }

    #[test]
    fn a_request_that_did_not_run_has_no_data_and_one_whose_field_failed_has_null() {
        let error = r#""message":"No.","#;
        let extensions = r#""extensions":{"code":"INVALID_QUERY"}"#;
        let ran = json(&failed(Code::InvalidQuery, true));
        assert_eq!(json(&failed(Code::InvalidQuery, false)), format!(r#"{{"errors":[{{{error}{extensions}}}]}}"#));
        assert_eq!(ran, format!(r#"{{"data":null,"errors":[{{{error}"path":["a"],{extensions}}}]}}"#));
    }

    #[test]
    fn the_status_says_what_became_of_a_request_to_those_who_know_the_media_type() {
        let status = |form, code| answer(form, &failed(code, true)).status().as_u16();
        for (code, expected) in [
            (Code::Unauthenticated, 401),
            (Code::Forbidden, 403),
            (Code::Internal, 500),
            (Code::InvalidQuery, 400),
            (Code::UnknownCountry, 400),
        ] {
            assert_eq!(status(Form::GraphqlResponse, code), expected, "{code:?}");
            assert_eq!(status(Form::Json, code), 200, "{code:?}");
        }
        let left = answer(Form::GraphqlResponse, &failed(Code::Unauthenticated, true));
        assert_eq!(left.headers()[header::WWW_AUTHENTICATE], "Bearer");
        let mut partial = Response::new(1);
        partial.errors = failed(Code::Internal, true).errors;
        assert_eq!(answer(Form::GraphqlResponse, &partial).status(), 200, "an answer with data is one");
    }
}
