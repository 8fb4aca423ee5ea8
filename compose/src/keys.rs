//! The federation's signing keys: made once, kept in the state.

use crate::fault::Fault;
use crate::place::Place;
use door::key_file::make;
use schema::member::MemberCode;
use schema::seal::SecretKey;
use std::collections::BTreeMap;

/// The key that each member signs its users' tokens with.
pub type TokenKeys = BTreeMap<MemberCode, SecretKey>;

/// The federation's signing keys. A node's own, for what it says, lies in the node's folder.
pub struct Keys {
    /// Signs the membership document.
    pub registrar: SecretKey,
    /// Signs what the gateway carries.
    pub gateway: SecretKey,
    /// Sign the members' tokens.
    pub tokens: TokenKeys,
}

/// Reads the keys, making those that are not there yet from 32 random bytes each.
pub fn keys(
    place: &Place,
    members: impl Iterator<Item = MemberCode>,
    random: &mut dyn FnMut(&mut [u8; 32]),
) -> Result<Keys, Fault> {
    std::fs::create_dir_all(place.keys()).map_err(Fault::at(place.keys()))?;
    let mut key = |name: &str| {
        let mut bytes = [0; 32];
        random(&mut bytes);
        make(&place.key(name), bytes).map_err(Fault::Key)
    };
    let (registrar, gateway) = (key("registrar")?, key("gateway")?);
    let tokens = members.map(|member| Ok((member, key(member.as_str())?))).collect::<Result<_, Fault>>()?;
    Ok(Keys { registrar, gateway, tokens })
}
