//! Cookies that hold 32 random bytes. Over TLS a cookie's name begins with `__Host-`: no other host, no path and no plain
//! connection can set it.

use axum::http::{HeaderMap, HeaderValue, header};

/// The length of 32 bytes in base64url.
const LENGTH: usize = 43;

/// A cookie: its name on a plain connection, and what is sent for which it goes along (`SameSite`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie {
    /// The name.
    pub name: &'static str,
    /// `Strict` or `Lax`.
    pub same_site: &'static str,
}

impl Cookie {
    fn named(self, secure: bool) -> String {
        format!("{}{}", if secure { "__Host-" } else { "" }, self.name)
    }

    /// What a browser keeps, where it is of the form. Where people come by TLS, a name that plain connections can set is not
    /// looked at.
    pub fn of(self, headers: &HeaderMap, secure: bool) -> Option<&str> {
        let name = self.named(secure);
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(found, _)| *found == name)?;
        let is_one = value.len() == LENGTH && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        is_one.then_some(value)
    }

    /// Has a browser keep something: for so many seconds, or for as long as it is open. Zero has it forget.
    pub fn set(self, value: &str, lasts: Option<i64>, secure: bool) -> HeaderValue {
        let tls = if secure { "; Secure" } else { "" };
        let lasts = lasts.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite={}{tls}{lasts}", self.named(secure), self.same_site);
        // Letters, digits and signs of our own.
        let mut header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        header.set_sensitive(true);
        header
    }
}
