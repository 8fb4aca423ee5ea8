//! Members' signing keys: made once, kept in the state.

use crate::fault::Fault;
use crate::place::{Place, write_private};
use schema::member::MemberCode;
use schema::seal::SecretKey;
use std::collections::BTreeMap;

/// The key of each member.
pub type Keys = BTreeMap<MemberCode, SecretKey>;

/// Reads the members' keys, making those that are not there yet from 32 random bytes each.
pub fn keys(
    place: &Place,
    members: impl Iterator<Item = MemberCode>,
    random: &mut dyn FnMut(&mut [u8; 32]),
) -> Result<Keys, Fault> {
    let mut keys = Keys::new();
    for member in members {
        let path = place.key(member);
        let key = if path.exists() {
            let text = std::fs::read_to_string(&path).map_err(Fault::at(&path))?;
            SecretKey::from_text(&text).map_err(|fault| Fault::Key(path, fault))?
        } else {
            let mut bytes = [0; 32];
            random(&mut bytes);
            let key = SecretKey::from_random(bytes);
            write_private(&path, &key.to_text())?;
            key
        };
        keys.insert(member, key);
    }
    Ok(keys)
}
