//! The form of a script's secret: `dh_GHA_` and 32 random bytes in base64url. Whoever finds one knows where it is revoked.

use crate::member::MemberCode;
use crate::seal::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;

/// What every secret begins with, and no other token does.
pub const MARK: &str = "dh_";

/// A script's secret. It shows itself in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    member: MemberCode,
    text: String,
}

impl Secret {
    /// A member's secret of 32 random bytes.
    pub fn from_random(member: MemberCode, bytes: [u8; 32]) -> Self {
        Self { member, text: format!("{MARK}{member}_{}", URL_SAFE_NO_PAD.encode(bytes)) }
    }

    /// Reads a secret; nothing of what has not its form.
    pub fn read(text: &str) -> Option<Self> {
        let (member, random) = text.strip_prefix(MARK)?.split_once('_')?;
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(random).ok()?.try_into().ok()?;
        let read = Self::from_random(member.parse().ok()?, bytes);
        (read.text == text).then_some(read)
    }

    /// The member whose node issued it, as it says.
    pub fn member(&self) -> MemberCode {
        self.member
    }

    /// The secret itself, for the one who uses it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 (base64url): what may be kept of it.
    pub fn digest(&self) -> String {
        digest(self.text.as_bytes())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a script's secret of {}", self.member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_says_whose_it_is_and_shows_itself_nowhere() {
        let secret = Secret::from_random("GHA".parse().unwrap(), [7; 32]);
        assert_eq!(Secret::read(secret.text()), Some(secret.clone()));
        assert_eq!((secret.member().as_str(), secret.text().len()), ("GHA", 7 + 43));
        assert!(!format!("{secret:?}").contains("Bwc"), "{secret:?}");
        let good = secret.text();
        for wrong in
            ["", "dh_", "dh_GHA_", &good[1..], &good[..good.len() - 1], &good.replace("GHA", "GH"), &format!("{good}A")]
        {
            assert_eq!(Secret::read(wrong), None, "{wrong}");
        }
    }
}
