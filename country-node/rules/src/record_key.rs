//! A person's pseudonym and record key, from the node's secret (HMAC-SHA256, RFC 2104).

use crate::audit::user::Users;
use crate::person::likeness::Field;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Names a person inside one node only; without the node's secret nobody makes it from the person's id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pseudonym(pub [u8; 16]);

impl std::fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonym")
    }
}

/// Makes pseudonyms and record keys. It shows itself nowhere.
#[derive(Clone)]
pub struct RecordKeys(Hmac<Sha256>);

impl RecordKeys {
    /// From the node's secret.
    pub fn new(secret: &[u8; 32]) -> Self {
        // A 32-byte key is shorter than the block, so this is what `new_from_slice` does and cannot fail.
        Self(<Hmac<Sha256> as hmac::digest::KeyInit>::new(&{
            let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
            block.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
            block
        }))
    }

    /// A person's pseudonym and record key: the same id always gives the same two.
    pub fn of(&self, person_id: &str) -> (Pseudonym, u64) {
        let mut mac = self.0.clone();
        mac.update(person_id.as_bytes());
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        let (key, rest) = bytes.split_first_chunk::<8>().map_or(([0; 8], bytes.as_slice()), |(k, r)| (*k, r));
        let pseudonym = rest.first_chunk::<16>().copied().unwrap_or_default();
        (Pseudonym(pseudonym), u64::from_be_bytes(key))
    }

    /// How a consent record names a person outside of the store: made from the pseudonym with the same secret, so that a
    /// receipt that is lost leads to no row of a store that is stolen.
    pub fn principal(&self, of: &Pseudonym) -> Principal {
        let mut mac = self.0.clone();
        // No person's id begins with this byte: it is no UTF-8.
        mac.update(&[0xFF]);
        mac.update(b"consent record");
        mac.update(&of.0);
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        let half = |half: Option<&[u8; 16]>| uuid(half.copied().unwrap_or_default());
        Principal { record_id: half(bytes.first_chunk()), id: half(bytes.last_chunk()) }
    }
}

impl RecordKeys {
    /// A field of a contact as a digest: the same for the same value, and nobody makes it without the secret.
    pub fn likeness(&self, field: Field, value: &str) -> [u8; 16] {
        let bytes = self.apart(&[b"likeness ", field.name().as_bytes(), b" ", value.as_bytes()]);
        bytes.first_chunk().copied().unwrap_or_default()
    }

    /// How an officer's list names a person: ten letters and digits that lead to no row without the secret.
    pub fn handle(&self, of: &Pseudonym) -> String {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let bytes = self.apart(&[b"handle ", &of.0]);
        let mut bits = bytes.first_chunk().copied().map_or(0, u64::from_be_bytes);
        let mut handle = String::with_capacity(11);
        for at in 0..10 {
            if at == 5 {
                handle.push('-');
            }
            let digit = usize::try_from(bits % 32).ok().and_then(|digit| DIGITS.get(digit)).copied();
            handle.push(char::from(digit.unwrap_or(b'0')));
            bits /= 32;
        }
        handle
    }

    /// How a programme names a candidate: sixteen hexadecimal digits behind a `c`. `drawn` is new with each candidacy and kept nowhere, so
    /// that nothing leads from the name to the person, nor from one candidacy to another.
    pub fn candidate(&self, of: &Pseudonym, drawn: &[u8; 32]) -> String {
        let bytes = self.apart(&[b"candidate ", drawn, &of.0]);
        bytes.iter().take(8).fold("c".to_owned(), |id, byte| id + &format!("{byte:02x}"))
    }

    /// What a letter's link to be written to no more has beside the letter's name: 128 bits (base64url) that nobody makes without the secret.
    pub fn no_more(&self, letter: &str) -> String {
        let bytes = self.apart(&[b"no more ", letter.as_bytes()]);
        URL_SAFE_NO_PAD.encode(bytes.get(..16).unwrap_or_default())
    }

    /// The record key of a person who is known by the pseudonym alone, such as a programme's candidate: always the same.
    pub fn key(&self, of: &Pseudonym) -> u64 {
        self.apart(&[b"record ", &of.0]).first_chunk().copied().map_or(0, u64::from_be_bytes)
    }

    /// The digest of what no person's id is.
    fn apart(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        // No person's id begins with this byte: it is no UTF-8.
        mac.update(&[0xFF]);
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Makes the pseudonyms of those who ask; none of them is a person's.
    pub fn users(&self) -> Users {
        let mut mac = self.0.clone();
        mac.update(&[0xFF]);
        mac.update(b"audit user");
        Users::new(mac)
    }
}

/// How a consent record names a person, and itself: always the same for the same person.
#[derive(Clone, PartialEq, Eq)]
pub struct Principal {
    /// The record's UUID.
    pub record_id: String,
    /// The person's.
    pub id: String,
}

/// A UUID of bytes that someone else made unique (RFC 9562, version 8).
pub fn uuid(mut bytes: [u8; 16]) -> String {
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0F | 0x80;
    *variant = *variant & 0x3F | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| hex.get(part).unwrap_or_default());
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_key_is_the_head_of_the_hmac_of_rfc_4231() {
        // RFC 4231, test case 2, has key "Jefe"; HMAC pads keys with zeros, so a 32-byte key that ends in zeros is the same.
        let mut secret = [0; 32];
        secret[..4].copy_from_slice(b"Jefe");
        let (_, key) = RecordKeys::new(&secret).of("what do ya want for nothing?");
        assert_eq!(key, 0x5bdc_c146_bf60_754e);
    }

    #[test]
    fn a_pseudonym_depends_on_the_secret_and_shows_nothing() {
        let (one, _) = RecordKeys::new(&[1; 32]).of("P000001");
        let (two, _) = RecordKeys::new(&[2; 32]).of("P000001");
        assert_ne!(one.0, two.0);
        assert_eq!(format!("{one:?}"), "Pseudonym");
    }

    #[test]
    fn a_consent_record_names_a_person_always_alike_and_never_by_the_pseudonym() {
        let keys = RecordKeys::new(&[1; 32]);
        let (of, _) = keys.of("P000001");
        let principal = keys.principal(&of);
        assert!(principal == keys.principal(&of), "a person has one record");
        let (other, elsewhere) = (keys.of("P000002").0, RecordKeys::new(&[2; 32]));
        for other in [keys.principal(&other), elsewhere.principal(&of)] {
            assert!(principal.id != other.id && principal.record_id != other.record_id);
        }
        // The version and the variant of a UUID stand before the last twelve digits.
        let tail = &uuid(of.0)[24..];
        assert!(!principal.id.ends_with(tail) && !principal.record_id.ends_with(tail), "it leads back to the store");
    }

    #[test]
    fn a_handle_and_a_likeness_depend_on_the_secret_and_lead_back_to_nothing() {
        let (keys, elsewhere) = (RecordKeys::new(&[1; 32]), RecordKeys::new(&[2; 32]));
        let (of, other) = (keys.of("P000001").0, keys.of("P000002").0);
        assert_eq!(keys.handle(&of), keys.handle(&of));
        assert!(keys.handle(&of) != keys.handle(&other) && keys.handle(&of) != elsewhere.handle(&of));
        assert_eq!((keys.handle(&of).len(), keys.handle(&of).find('-')), (11, Some(5)));
        let like = |keys: &RecordKeys, field, value| keys.likeness(field, value);
        assert_eq!(like(&keys, Field::Email, "a@b.c"), like(&keys, Field::Email, "a@b.c"));
        assert_ne!(like(&keys, Field::Email, "a@b.c"), like(&keys, Field::Name, "a@b.c"));
        assert_ne!(like(&keys, Field::Email, "a@b.c"), like(&elsewhere, Field::Email, "a@b.c"));
    }

    #[test]
    fn a_record_key_by_the_pseudonym_alone_is_always_the_same_and_each_nodes_own() {
        let (keys, elsewhere) = (RecordKeys::new(&[1; 32]), RecordKeys::new(&[2; 32]));
        let ((of, by_id), (other, _)) = (keys.of("P000001"), keys.of("P000002"));
        assert_eq!(keys.key(&of), keys.key(&of));
        assert!(![by_id, keys.key(&other), elsewhere.key(&of)].contains(&keys.key(&of)));
    }

    #[test]
    fn a_uuid_has_the_form_of_rfc_9562() {
        assert_eq!(uuid([0xFF; 16]), "ffffffff-ffff-8fff-bfff-ffffffffffff");
        assert_eq!(uuid([0; 16]), "00000000-0000-8000-8000-000000000000");
    }
}
