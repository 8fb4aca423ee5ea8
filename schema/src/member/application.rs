//! What a member asks to be entered with: its entry, a certificate request, and a signature by every key that it names.

use super::document::Entry;
use crate::seal::{PublicKey, SealFault, SecretKey};
use serde::{Deserialize, Serialize};

/// A member's application to the registrar. Whose it is, the registrar knows by other ways than by this file: it proves only
/// that who made it holds the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// A request for the certificate of the member's node (PKCS#10, PEM); left out where it has one of its own authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// A signature (base64url) by each key of the entry, token keys first.
    pub signatures: Vec<String>,
    /// The entry as it shall stand in the membership document.
    pub entry: Entry,
}

/// Why an application is refused.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationFault {
    /// Not TOML, or not of this form.
    #[error("the application does not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// It names no key, or not one signature for each.
    #[error("the application does not bear a signature of each key that it names")]
    NotSigned,
    /// A key is none, or its signature does not fit.
    #[error("a key of the application: {0}")]
    Key(#[from] SealFault),
}

#[derive(Serialize)]
struct Asked<'a> {
    entry: &'a Entry,
    request: Option<&'a str>,
}

impl Application {
    /// An application with its signatures. The keys are those of the entry, token keys first.
    pub fn new(entry: Entry, request: Option<String>, keys: &[&SecretKey]) -> Result<Self, SealFault> {
        let asked = Asked { entry: &entry, request: request.as_deref() };
        let signatures = keys.iter().map(|key| key.sign(&asked)).collect::<Result<_, _>>()?;
        Ok(Self { request, signatures, entry })
    }

    /// Reads an application, and checks that every key in it signed it.
    pub fn read(text: &str) -> Result<Self, ApplicationFault> {
        let read: Self = toml::from_str(text)?;
        let keys: Vec<&String> = read.entry.token_keys.iter().chain(&read.entry.node_keys).collect();
        if keys.is_empty() || keys.len() != read.signatures.len() {
            return Err(ApplicationFault::NotSigned);
        }
        let asked = Asked { entry: &read.entry, request: read.request.as_deref() };
        for (key, signature) in keys.into_iter().zip(&read.signatures) {
            PublicKey::from_text(key)?.verify(&asked, signature)?;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_read_with_a_signature_of_every_key_and_as_it_was_signed() {
        let (token, node) = (SecretKey::from_random([1; 32]), SecretKey::from_random([2; 32]));
        let entry = Entry {
            token_keys: vec![token.public().to_text()],
            node_keys: vec![node.public().to_text()],
            ..Entry::new("GHA".parse().unwrap(), "Ghana")
        };
        let good = Application::new(entry.clone(), Some("a request".into()), &[&token, &node]).unwrap();
        let text = toml::to_string(&good).unwrap();
        assert_eq!(Application::read(&text).unwrap(), good);
        for (from, to) in [("\"Ghana\"", "\"Gabon\""), ("a request", "another"), ("\"GHA\"", "\"COL\"")] {
            assert!(Application::read(&text.replace(from, to)).is_err(), "{to}");
        }
        for keys in [&[&token][..], &[&node, &token], &[&token, &token], &[]] {
            let other = Application::new(entry.clone(), None, keys).unwrap();
            assert!(Application::read(&toml::to_string(&other).unwrap()).is_err());
        }
        let nobody = Application::new(Entry::new("GHA".parse().unwrap(), "Ghana"), None, &[]).unwrap();
        assert!(matches!(Application::read(&toml::to_string(&nobody).unwrap()), Err(ApplicationFault::NotSigned)));
    }
}
