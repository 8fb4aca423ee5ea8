//! The keys that an issuer publishes (RFC 7517), as far as tokens are held against them: RS256, ES256 and EdDSA. A key is of
//! one algorithm, so a token that names another is signed with none of them, `none` and HMAC above all.

use super::TokenFault;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The most keys that are taken of one issuer.
const MOST_KEYS: usize = 32;

/// The least modulus of an RSA key, in bytes.
const LEAST_MODULUS: usize = 256;

/// The keys of every issuer that is known, by the issuer's identifier.
#[derive(Clone, Debug, Default)]
pub struct KeySets(BTreeMap<String, Arc<KeySet>>);

/// The keys of one issuer.
#[derive(Clone, Default)]
pub struct KeySet(Vec<Key>);

#[derive(Clone)]
struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    public: DecodingKey,
}

/// A text that is no set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a set of keys (RFC 7517), or none in it that tokens can be held against: RS256, ES256 or EdDSA")]
pub struct NoKeys;

/// What a published key may say. Unlike ones are left out one by one: an issuer may publish keys for other uses too.
#[derive(Deserialize)]
struct Published {
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySets {
    /// The keys of an issuer.
    pub fn of(&self, issuer: &str) -> Option<&KeySet> {
        self.0.get(issuer).map(Arc::as_ref)
    }

    /// The same with an issuer's keys in the place of those that it had.
    #[must_use]
    pub fn with(&self, issuer: &str, keys: KeySet) -> Self {
        let mut sets = self.0.clone();
        sets.insert(issuer.to_owned(), Arc::new(keys));
        Self(sets)
    }

    /// The same without the issuers that are not to be kept.
    #[must_use]
    pub fn keeping(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept = self.0.iter().filter(|(issuer, _)| keep(issuer));
        Self(kept.map(|(issuer, keys)| (issuer.clone(), Arc::clone(keys))).collect())
    }
}

impl KeySet {
    /// Reads the document that an issuer publishes.
    pub fn read(json: &[u8]) -> Result<Self, NoKeys> {
        #[derive(Deserialize)]
        struct Document {
            keys: Vec<Value>,
        }
        let Document { keys } = serde_json::from_slice(json).map_err(|_| NoKeys)?;
        let keys: Vec<Key> = keys.into_iter().filter_map(Key::read).take(MOST_KEYS).collect();
        if keys.is_empty() { Err(NoKeys) } else { Ok(Self(keys)) }
    }

    /// Whether a token that names this key can be held against the set.
    pub fn has(&self, key: Option<&str>) -> bool {
        self.0.iter().any(|known| known.is(key))
    }

    /// What a token says, where one of the keys signed it. Nothing of it is checked but the signature.
    pub(super) fn claims(&self, token: &str) -> Result<Map<String, Value>, TokenFault> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenFault::Invalid)?;
        let named = header.kid.as_deref();
        if !self.has(named) {
            return Err(TokenFault::NoKey);
        }
        let fits = self.0.iter().filter(|key| key.is(named) && key.algorithm == header.alg);
        fits.into_iter().find_map(|key| key.claims(token)).ok_or(TokenFault::Invalid)
    }
}

impl Key {
    fn read(published: Value) -> Option<Self> {
        let published: Published = serde_json::from_value(published).ok()?;
        if published.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let Published { alg, kid, n, e, x, y, .. } = published;
        let (algorithm, name, key) = match (published.kty.as_str(), published.crv.as_deref()) {
            ("RSA", _) => {
                let (n, e) = (n?, e?);
                let modulus = URL_SAFE_NO_PAD.decode(&n).ok()?;
                let length = modulus.iter().skip_while(|byte| **byte == 0).count();
                let key = DecodingKey::from_rsa_components(&n, &e).ok().filter(|_| length >= LEAST_MODULUS);
                (Algorithm::RS256, "RS256", key?)
            }
            ("EC", Some("P-256")) => (Algorithm::ES256, "ES256", DecodingKey::from_ec_components(&x?, &y?).ok()?),
            ("OKP", Some("Ed25519")) => (Algorithm::EdDSA, "EdDSA", DecodingKey::from_ed_components(&x?).ok()?),
            _ => return None,
        };
        // RFC 9864 names the curve in the algorithm.
        let fits = alg.is_none_or(|alg| alg == name || (name == "EdDSA" && alg == "Ed25519"));
        fits.then_some(Self { id: kid, algorithm, public: key })
    }

    fn is(&self, named: Option<&str>) -> bool {
        named.is_none() || self.id.as_deref() == named
    }

    fn claims(&self, token: &str) -> Option<Map<String, Value>> {
        let mut checks = Validation::new(self.algorithm);
        // Who, for whom and when is checked by who knows the issuer and the time.
        (checks.validate_exp, checks.validate_aud) = (false, false);
        checks.required_spec_claims.clear();
        Some(jsonwebtoken::decode(token, &self.public, &checks).ok()?.claims)
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|key| (&key.id, key.algorithm))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// RFC 7515, appendix A.2: signed with RS256.
    const RSA: [&str; 2] = [
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-\
            pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2\
            CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW\
            9gb54h4FRWyuXpoQ",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0c\
            nVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJ\
            dbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383Lc\
            OLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtV\
            rBp0igcN_IoypGlUPQGe77Rw",
    ];

    /// RFC 7515, appendix A.3: signed with ES256.
    const EC: [&str; 3] = [
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0c\
            nVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
    ];

    fn rsa() -> Value {
        json!({ "kty": "RSA", "n": RSA[0], "e": "AQAB" })
    }

    fn ec() -> Value {
        json!({ "kty": "EC", "crv": "P-256", "x": EC[0], "y": EC[1] })
    }

    fn set(keys: &[Value]) -> Result<KeySet, NoKeys> {
        KeySet::read(json!({ "keys": keys }).to_string().as_bytes())
    }

    #[test]
    fn the_examples_of_the_standard_are_read_and_no_other_key_fits_them() {
        for keys in [&[rsa()][..], &[ec(), rsa()]] {
            assert_eq!(set(keys).unwrap().claims(RSA[1]).unwrap()["iss"], "joe");
        }
        assert_eq!(set(&[rsa(), ec()]).unwrap().claims(EC[2]).unwrap()["exp"], 1_300_819_380);
        assert_eq!(set(&[ec()]).unwrap().claims(RSA[1]), Err(TokenFault::Invalid));
        assert_eq!(set(&[rsa()]).unwrap().claims(EC[2]), Err(TokenFault::Invalid));
        let swapped = json!({ "kty": "EC", "crv": "P-256", "x": EC[1], "y": EC[0] });
        assert_eq!(set(&[swapped]).unwrap().claims(EC[2]), Err(TokenFault::Invalid));
    }

    #[test]
    fn keys_for_other_uses_are_left_out_and_a_set_without_any_is_none() {
        let with = |mut key: Value, name: &str, value: &str| {
            key[name] = value.into();
            key
        };
        for other in [
            json!({ "kty": "oct", "k": "c2VjcmV0" }),
            json!({ "kty": "EC", "crv": "secp256k1", "x": EC[0], "y": EC[1] }),
            json!({ "kty": "RSA", "n": "ofgWCuLjybRlzo0tZWJj", "e": "AQAB" }),
            json!({ "kty": "OKP", "crv": "X25519", "x": EC[0] }),
            with(rsa(), "use", "enc"),
            with(rsa(), "alg", "RS512"),
            with(ec(), "alg", "HS256"),
            json!("a text"),
        ] {
            assert_eq!(set(std::slice::from_ref(&other)).err(), Some(NoKeys), "{other}");
            assert!(set(&[other, rsa()]).unwrap().claims(RSA[1]).is_ok());
        }
        assert_eq!(KeySet::read(b"[]").err(), Some(NoKeys));
        assert!(set(&vec![ec(); 100]).unwrap().0.len() <= MOST_KEYS);
    }

    #[test]
    fn a_key_is_found_by_its_name() {
        let mut named = rsa();
        named["kid"] = "a".into();
        let set = set(&[named]).unwrap();
        assert!(set.has(Some("a")) && set.has(None) && !set.has(Some("b")));
    }
}
