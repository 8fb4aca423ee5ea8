//! How a user is named in the audit log.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use schema::member::MemberCode;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// A user by a pseudonym: the same user of the same member always has the same one, and without the node's secret nobody
/// makes it from a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct User(String);

impl User {
    /// The pseudonym, 22 letters and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes pseudonyms of users. It shows itself nowhere.
#[derive(Clone)]
pub struct Users(Hmac<Sha256>);

impl Users {
    /// From what the node derives its keys from, which must be the same for as long as a user is to be known again.
    pub(crate) fn new(keyed: Hmac<Sha256>) -> Self {
        Self(keyed)
    }

    /// A member's user, who is called so by the member.
    pub fn of(&self, member: MemberCode, name: &str) -> User {
        let mut mac = self.0.clone();
        // A member's code has three letters, so that no two pairs of member and name are one text.
        mac.update(member.as_str().as_bytes());
        mac.update(name.as_bytes());
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        let [half, _] = bytes.as_chunks::<16>().0 else { return User(String::new()) };
        User(URL_SAFE_NO_PAD.encode(half))
    }
}

#[cfg(test)]
mod tests {
    use crate::record_key::RecordKeys;

    #[test]
    fn a_user_has_one_pseudonym_at_a_node_and_another_at_every_other() {
        let users = |secret: u8| RecordKeys::new(&[secret; 32]).users();
        let (gha, col) = ("GHA".parse().unwrap(), "COL".parse().unwrap());
        let ama = users(1).of(gha, "ama");
        assert_eq!(ama, users(1).of(gha, "ama"));
        assert_eq!(ama.as_str().len(), 22);
        for other in [users(2).of(gha, "ama"), users(1).of(col, "ama"), users(1).of(gha, "ana")] {
            assert_ne!(ama, other);
        }
    }

    #[test]
    fn a_user_who_is_called_as_a_person_is_has_not_the_persons_pseudonym() {
        use base64::Engine;
        let keys = RecordKeys::new(&[1; 32]);
        let person = keys.of("GHAama").0.0;
        let person = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(person);
        assert_ne!(keys.users().of("GHA".parse().unwrap(), "ama").as_str(), person);
    }
}
