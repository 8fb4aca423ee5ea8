//! What the pages say: plain HTML, nothing loaded, nothing run.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use schema::member::Entry;

const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A page with a choice of members, each a link to its own issuer.
pub fn choice<'a>(members: impl Iterator<Item = &'a Entry>) -> Response {
    let links: Vec<String> = members
        .map(|entry| {
            let (code, name) = (entry.code, escaped(&entry.name));
            format!("<li><a href=\"/sign-in?member={code}\">{name}</a></li>\n")
        })
        .collect();
    if links.is_empty() {
        return refusal(StatusCode::NOT_FOUND, "No member of this federation has its people sign in here.");
    }
    page(StatusCode::OK, &format!("<p>Whom do you work for?</p>\n<ul>\n{}</ul>", links.concat()))
}

/// A page with a sentence, and a way to try again.
pub fn refusal(status: StatusCode, sentence: &str) -> Response {
    page(status, &format!("<p>{}</p>\n<p><a href=\"/sign-in\">Sign in</a></p>", escaped(sentence)))
}

fn page(status: StatusCode, body: &str) -> Response {
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Sign in - Diaspora Hub</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head>\n<body>\n<h1>Diaspora Hub</h1>\n{body}\n\
         <p><a href=\"/playground/\">To the playground</a></p>\n</body>\n</html>\n"
    );
    let headers: [(HeaderName, &str); 2] =
        [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, POLICY)];
    (status, headers, text).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
