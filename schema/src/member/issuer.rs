//! Where a member's people sign in: an OpenID Connect issuer that speaks for the member.

use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The audience that tokens for this federation carry, unless the member says another.
pub const AUDIENCE: &str = "diaspora-hub";

/// The claim that holds a user's role, unless the member says another.
pub const ROLE: &str = "role";

/// The longest text of an issuer, in bytes.
const LONGEST: usize = 200;

/// An OpenID Connect issuer of a member: a token that it signed is the member's word for one of its users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Its identifier, letter by letter as its tokens say it in `iss`: `https://`, or `http://` on this machine.
    pub url: String,
    /// The client id that the gateway's pages have there.
    pub client: String,
    /// What its access tokens for this federation name as their audience.
    #[serde(default = "audience")]
    pub audience: String,
    /// The claim of its access tokens that holds the user's role.
    #[serde(default = "role")]
    pub role: String,
}

/// Why an issuer cannot stand in a membership document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerFault {
    /// No URL of the form that an issuer has.
    #[error("an issuer is https://HOST, or http:// on this machine, without a query")]
    Url,
    /// A text that is empty, too long, or has blanks.
    #[error("an issuer's client, audience and role claim have 1 to {LONGEST} letters and no blanks")]
    Text,
}

impl Issuer {
    /// An issuer where the gateway's pages have a client id, with the usual audience and role claim.
    pub fn new(url: impl Into<String>, client: impl Into<String>) -> Self {
        Self { url: url.into(), client: client.into(), audience: audience(), role: role() }
    }

    /// Whether it can be one.
    pub fn check(&self) -> Result<(), IssuerFault> {
        if !is_sound(&self.url) {
            return Err(IssuerFault::Url);
        }
        let sound = |text: &String| (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        let texts = [&self.client, &self.audience, &self.role];
        if texts.into_iter().all(sound) { Ok(()) } else { Err(IssuerFault::Text) }
    }

    /// One form for each issuer: texts that reach the same pages are the same one.
    pub(super) fn is_as(&self) -> String {
        self.url.trim_end_matches('/').to_ascii_lowercase()
    }
}

fn is_sound(url: &str) -> bool {
    let plain = url.len() <= LONGEST && url.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\\"<>".contains(&b));
    let authority = |rest: &str| rest.split('/').next().unwrap_or_default().to_owned();
    let here = |authority: &str| {
        let host = authority.strip_prefix('[').and_then(|rest| rest.split(']').next());
        let host = host.unwrap_or_else(|| authority.split(':').next().unwrap_or_default());
        host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    };
    match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => plain && !authority(rest).is_empty(),
        (_, Some(rest)) => plain && here(&authority(rest)),
        _ => false,
    }
}

fn audience() -> String {
    AUDIENCE.to_owned()
}

fn role() -> String {
    ROLE.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_by_tls_or_on_this_machine() {
        for url in
            ["https://id.gov.gh", "https://id.gov.gh/realms/diaspora/", "http://127.0.0.1:9000", "http://[::1]:9000/a"]
        {
            assert_eq!(Issuer::new(url, "hub").check(), Ok(()), "{url}");
        }
        for url in [
            "http://id.gov.gh",
            "https://",
            "https:///a",
            "id.gov.gh",
            "https://id.gov.gh?a=b",
            "https://ama@id.gov.gh",
            "http://127.0.0.1.example.org",
            "http://localhost@example.org",
            "https://id.gov.gh/a b",
            "file:///etc/passwd",
        ] {
            assert_eq!(Issuer::new(url, "hub").check(), Err(IssuerFault::Url), "{url}");
        }
        for client in ["", "a b", &"x".repeat(201)] {
            assert_eq!(Issuer::new("https://id.gov.gh", client).check(), Err(IssuerFault::Text), "{client}");
        }
    }
}
