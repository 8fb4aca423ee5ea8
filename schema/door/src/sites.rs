//! Pages of other sites. A token stands in a header, which no page can make a browser send by itself; this is the second
//! lock: what a browser sends for another site without asking first is not taken, and other sites read nothing.

use crate::refusal::Refusal;
use axum::Router;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use schema::error::Code;
use std::sync::Arc;
use std::time::Duration;
use tower_http::cors::CorsLayer;

/// Headers that a page of another site cannot send before its browser has asked whether it may.
const PREFLIGHT: [&str; 2] = ["apollo-require-preflight", "graphql-require-preflight"];

/// How long a browser may remember that a site may ask.
const REMEMBERED: Duration = Duration::from_mins(10);

/// The other sites whose pages may ask, such as `https://example.org`; none unless an operator names them.
#[derive(Clone, Debug, Default)]
pub struct Sites(Arc<[HeaderValue]>);

/// A text that is no origin.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no origin: write it as a browser does, such as https://example.org")]
pub struct NoOrigin(String);

impl Sites {
    /// Reads origins.
    pub fn new(origins: &[String]) -> Result<Self, NoOrigin> {
        let read = |origin: &String| {
            let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            let sound = authority.is_some_and(|authority| {
                authority.parse::<Authority>().is_ok_and(|read| !read.as_str().contains('@') && read == authority)
            });
            let value = HeaderValue::from_str(origin).ok().filter(|_| sound && *origin == origin.to_lowercase());
            value.ok_or_else(|| NoOrigin(origin.clone()))
        };
        Ok(Self(origins.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// Lets the named sites read what a router answers.
    pub(crate) fn let_in<S: Clone + Send + Sync + 'static>(&self, router: Router<S>) -> Router<S> {
        if self.0.is_empty() {
            return router;
        }
        let asked = [header::ACCEPT, header::AUTHORIZATION, header::CONTENT_TYPE];
        let asked = asked.into_iter().chain(PREFLIGHT.map(HeaderName::from_static)).collect::<Vec<_>>();
        router.layer(
            CorsLayer::new()
                .allow_origin(self.0.to_vec())
                .allow_methods([Method::GET, Method::POST])
                .allow_headers(asked)
                .expose_headers([header::RETRY_AFTER])
                .max_age(REMEMBERED),
        )
    }

    /// Refuses what a browser sends for another site without asking first: no JSON, and none of the headers that make it
    /// ask. Of a site that may read it, it need not ask.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        let foreign = matches!(site, Some(b"cross-site" | b"same-site"));
        let asks_first = PREFLIGHT.iter().any(|name| headers.contains_key(*name))
            || headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
        let named = headers.get(header::ORIGIN).is_some_and(|origin| self.0.contains(origin));
        if !foreign || asks_first || named { Ok(()) } else { Err(another()) }
    }

    /// Refuses a WebSocket that a page of another site opens: for these no browser asks first.
    pub(crate) fn check_socket(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
        if is_own(origin, headers) || self.0.contains(origin) { Ok(()) } else { Err(another()) }
    }
}

/// Whether an origin is the one that the request was sent to.
fn is_own(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes);
    let of_origin = |scheme: &[u8]| origin.as_bytes().strip_prefix(scheme);
    of_origin(b"https://").or_else(|| of_origin(b"http://")).is_some_and(|own| Some(own) == host)
}

/// Whether a page of this very service sent a request, in a browser that says so. What a browser sends by itself, such as a
/// cookie, counts for nothing else: not for other sites, named or not, nor for requests of which it is not said.
pub fn is_own_page(headers: &HeaderMap) -> bool {
    match (headers.get("sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(site), origin) => {
            site == "same-origin" && origin.is_none_or(|origin| is_own(origin, headers) || origin == "null")
        }
        (None, Some(origin)) => is_own(origin, headers),
        (None, None) => false,
    }
}

fn another() -> Refusal {
    let message = "A page of another site asks. Send the request as JSON, or with the header `GraphQL-Require-Preflight`; \
        a WebSocket is opened only for sites that the operator has named.";
    Refusal::http(StatusCode::FORBIDDEN, Code::CrossSite, message)
}

/// Whether a request was sent to this machine by a name of its own (`localhost`, `127.0.0.1`, `[::1]`). A page of another
/// site can make its name mean this machine (DNS rebinding), and then its browser sends that name.
pub fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    host.is_some_and(|host| matches!(host.host(), "localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let read = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(read).collect()
    }

    fn sites(origins: &[&str]) -> Result<Sites, NoOrigin> {
        Sites::new(&origins.iter().map(|origin| (*origin).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        assert!(sites(&["https://example.org", "http://localhost:3000"]).is_ok());
        for wrong in
            ["*", "null", "example.org", "https://example.org/", "https://Example.org", "https://a@b", "file:///a"]
        {
            assert!(sites(&[wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_browser_sends_for_another_site_without_asking_first_is_refused() {
        let foreign = ("sec-fetch-site", "cross-site");
        let taken = |pairs: &[(&'static str, &'static str)]| Sites::default().check(&headers(pairs)).is_ok();
        assert!(!taken(&[foreign]));
        assert!(!taken(&[("sec-fetch-site", "same-site")]));
        assert!(!taken(&[foreign, ("content-type", "text/plain")]));
        assert!(taken(&[foreign, ("content-type", "application/json")]));
        assert!(taken(&[foreign, ("apollo-require-preflight", "1")]));
        assert!(taken(&[foreign, ("graphql-require-preflight", "")]));
        let named = sites(&["https://example.org"]).unwrap();
        let from = |origin| named.check(&headers(&[foreign, ("origin", origin)])).is_ok();
        assert!(from("https://example.org") && !from("https://evil.example"));
        assert!(taken(&[("sec-fetch-site", "same-origin")]) && taken(&[("sec-fetch-site", "none")]) && taken(&[]));
    }

    #[test]
    fn a_websocket_is_opened_for_own_pages_named_sites_and_programs() {
        let named = sites(&["https://example.org"]).unwrap();
        let taken = |origin: &'static str| {
            named.check_socket(&headers(&[("host", "hub.example:4000"), ("origin", origin)])).is_ok()
        };
        assert!(taken("http://hub.example:4000") && taken("https://hub.example:4000") && taken("https://example.org"));
        for foreign in ["http://hub.example", "https://evil.example", "null", "https://hub.example:4000.evil.example"] {
            assert!(!taken(foreign), "{foreign}");
        }
        assert!(named.check_socket(&HeaderMap::new()).is_ok(), "a program sends no origin");
    }

    #[test]
    fn only_a_browser_that_says_so_comes_from_an_own_page() {
        let own = |pairs: &[(&'static str, &'static str)]| {
            is_own_page(&headers(&[&[("host", "hub.example")], pairs].concat()))
        };
        for ours in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://hub.example")],
            &[("origin", "https://hub.example")],
        ] {
            assert!(own(ours), "{ours:?}");
        }
        for other in [
            &[][..],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://hub.example")],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ] {
            assert!(!own(other), "{other:?}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for (host, own) in [
            ("localhost", true),
            ("localhost:4000", true),
            ("127.0.0.1:4000", true),
            ("[::1]:4000", true),
            ("localhost.evil.example", false),
            ("evil.example:4000", false),
            ("127.0.0.1.evil.example", false),
            ("a@localhost", true),
            ("", false),
        ] {
            assert_eq!(is_loopback(&headers(&[("host", host)])), own, "{host}");
        }
        assert!(!is_loopback(&HeaderMap::new()));
    }
}
