//! A node's signature over a list: what it told of focus groups, of agreements or of its directory, to whom, and when.

use crate::CONTRACT;
use crate::country::CountryCode;
use crate::member::MemberCode;
use crate::seal::{PublicKey, SealFault, SecretKey, canonical, digest};
use serde::Serialize;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ListName {
    /// Themes of focus groups, study by study.
    Themes,
    /// Agreements.
    Agreements,
    /// A page of the directory.
    Directory,
}

/// What a list was told to: its country, which list, which member asked for it, and when it was told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The country whose node tells.
    pub country: CountryCode,
    /// The member that asked.
    pub asked_by: MemberCode,
    /// The list.
    pub list: ListName,
    /// When it was told (RFC 3339, UTC).
    pub answered_at: &'a str,
}

/// The form that is signed. It has a list where an answer has a question, so no signature fits both.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Statement<'a> {
    contract: &'a str,
    country: CountryCode,
    asked_by: MemberCode,
    list: ListName,
    answered_at: &'a str,
    /// SHA-256 (base64url) of the entries' canonical JSON, in the order in which they were told.
    entries: String,
}

/// The contracts under which lists were signed: this one and the two before it. What was told then can be checked for ever.
const LISTED: [&str; 3] = [CONTRACT, "6", "5"];

impl<'a> Statement<'a> {
    fn of(told: Told<'a>, contract: &'a str, entries: String) -> Self {
        let Told { country, asked_by, list, answered_at } = told;
        Self { contract, country, asked_by, list, answered_at, entries }
    }
}

/// The signature of the node's key over a list's entries.
pub fn sign(told: Told<'_>, entries: &impl Serialize, key: &SecretKey) -> Result<String, SealFault> {
    key.sign(&Statement::of(told, CONTRACT, digest(&canonical(entries)?)))
}

/// Whether one of a country's keys signed these entries of this list, told to this member at this time, under this contract or one
/// before it.
pub fn verify(told: Told<'_>, entries: &impl Serialize, signature: &str, keys: &[PublicKey]) -> Result<(), SealFault> {
    let digest = digest(&canonical(entries)?);
    for contract in LISTED {
        let statement = canonical(&Statement::of(told, contract, digest.clone()))?;
        if keys.iter().any(|key| key.verify_bytes(&statement, signature).is_ok()) {
            return Ok(());
        }
    }
    Err(SealFault::DoesNotFit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_its_countrys_word_to_one_member_at_one_time_entry_by_entry() {
        let gha: CountryCode = "GHA".parse().unwrap();
        let col: MemberCode = "COL".parse().unwrap();
        let key = SecretKey::from_random([3; 32]);
        let keys = [SecretKey::from_random([4; 32]).public(), key.public()];
        let at = "2026-01-01T00:00:00Z";
        let told = Told { country: gha, asked_by: col, list: ListName::Themes, answered_at: at };
        let signature = sign(told, &["one", "two"], &key).unwrap();
        assert_eq!(verify(told, &["one", "two"], &signature, &keys), Ok(()));
        // Made by the program that spoke contract 5, and in the form of contract 6.
        for former in [
            "g10proZUg4VnkeFN4szCi9bTN73lQ6Sq6q_9Q3HAstFxOt03QfjT0gv15oAWTsfZpEmyzxPhhcOvXPu367JIBg",
            "BxxvXajIMVEOkjiFxwLczoTpollzQnxP81UvwQfez5dwPzqNO7_ONf51FG3AfTeR7EsbM293ulKj5-Hple22DQ",
        ] {
            assert_eq!(verify(told, &["one", "two"], former, &keys), Ok(()), "it is still its country's word");
            assert_eq!(verify(told, &["two", "one"], former, &keys), Err(SealFault::DoesNotFit));
            assert_ne!(signature, former, "a signature fits one form");
        }
        let of = |told, entries: &[&str], signature: &str, keys: &[PublicKey]| verify(told, &entries, signature, keys);
        for refused in [
            of(Told { country: "COL".parse().unwrap(), ..told }, &["one", "two"], &signature, &keys),
            of(Told { asked_by: "PHL".parse().unwrap(), ..told }, &["one", "two"], &signature, &keys),
            of(Told { answered_at: "2026-01-01T00:00:01Z", ..told }, &["one", "two"], &signature, &keys),
            of(Told { list: ListName::Agreements, ..told }, &["one", "two"], &signature, &keys),
            of(told, &["two", "one"], &signature, &keys),
            of(told, &["one"], &signature, &keys),
            of(told, &[], &signature, &keys),
            of(told, &["one", "two"], "", &keys),
            of(told, &["one", "two"], &signature, &keys[..1]),
        ] {
            assert_eq!(refused, Err(SealFault::DoesNotFit));
        }
    }
}
