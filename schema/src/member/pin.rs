//! Which membership document a service takes: one that its registrar signed, and never an older one than it has seen.

use super::document::Document;
use super::membership::{Membership, MembershipFault};
use crate::seal::{PublicKey, SealFault};
use serde::{Deserialize, Serialize};

/// What a service remembers of the last document that it took. It starts from the registrar's key alone, which comes to
/// the service by hand when it joins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The registrar's public key that the service believes.
    registrar: String,
    /// The last version; zero before the first.
    version: u32,
    /// The last version's digest; empty before the first.
    digest: String,
}

/// Why a membership document is refused. The former one stays in force.
#[derive(Debug, thiserror::Error)]
pub enum PinFault {
    /// Not TOML, or not of this form.
    #[error("the membership document does not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// What it says is not sound.
    #[error(transparent)]
    Unsound(#[from] MembershipFault),
    /// The registrar did not sign it.
    #[error("the membership document is not signed by the federation's registrar")]
    NotSigned,
    /// The service has seen a newer one.
    #[error("the membership document is version {0}, and version {1} was in force already")]
    Older(u32, u32),
    /// Another document of a version that the service has seen.
    #[error("this is another membership document of version {0} than the one that was in force")]
    Forked(u32),
    /// The pin's own key is no key.
    #[error("the registrar's key: {0}")]
    Registrar(SealFault),
}

impl Pin {
    /// The pin of a service that has seen no document yet.
    pub fn to(registrar: &PublicKey) -> Self {
        Self { registrar: registrar.to_text(), version: 0, digest: String::new() }
    }

    /// Reads a document, and says what is to be remembered of it. Nothing is taken on trust: its signature, the
    /// registrar's handovers since the key that is pinned, and its version.
    pub fn accept(&self, text: &str) -> Result<(Membership, Self), PinFault> {
        let document: Document = toml::from_str(text)?;
        let registrar = self.registrar(&document)?;
        document.verify(&registrar).map_err(|_| PinFault::NotSigned)?;
        let digest = document.digest().map_err(|_| PinFault::NotSigned)?;
        if document.version < self.version.max(1) {
            return Err(PinFault::Older(document.version, self.version.max(1)));
        }
        if document.version == self.version && digest != self.digest {
            return Err(PinFault::Forked(document.version));
        }
        let version = document.version;
        let membership = Membership::new(document, digest.clone())?;
        Ok((membership, Self { registrar: registrar.to_text(), version, digest }))
    }

    /// The key that signs a document: the pinned one, or the last that it was handed over to.
    fn registrar(&self, document: &Document) -> Result<PublicKey, PinFault> {
        let pinned = PublicKey::from_text(&self.registrar).map_err(PinFault::Registrar)?;
        let known = document.handovers.iter().position(|handover| handover.registrar == self.registrar);
        let since = document.handovers.get(known.map_or(0, |at| at + 1)..).unwrap_or_default();
        since.iter().try_fold(pinned, |former, handover| handover.follow(&former)).map_err(|_| PinFault::NotSigned)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Gateway, Handover};
    use super::*;
    use crate::seal::SecretKey;

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_random([seed; 32])
    }

    fn document(version: u32) -> Document {
        let member =
            Entry { token_keys: vec![key(1).public().to_text()], ..Entry::new("GHA".parse().unwrap(), "Ghana") };
        Document::new(version, "2026-01-01T00:00:00Z", vec![member])
    }

    fn text(document: Document, by: &SecretKey) -> String {
        document.signed(by).unwrap().to_toml().unwrap()
    }

    fn pin() -> Pin {
        Pin::to(&key(9).public())
    }

    #[test]
    fn a_document_of_the_registrar_is_taken_and_remembered() {
        let (membership, pin) = pin().accept(&text(document(3), &key(9))).unwrap();
        assert_eq!((membership.version(), membership.iter().count()), (3, 1));
        assert!(pin.accept(&text(document(3), &key(9))).is_ok(), "the same one again changes nothing");
        assert!(pin.accept(&text(document(4), &key(9))).is_ok());
        let read: Pin = toml::from_str(&toml::to_string(&pin).unwrap()).unwrap();
        assert_eq!(read, pin);
    }

    #[test]
    fn another_signature_a_changed_word_an_older_version_and_a_second_one_of_a_version_are_refused() {
        let refused = |pin: &Pin, text: &str| pin.accept(text).unwrap_err();
        let good = text(document(3), &key(9));
        assert!(matches!(refused(&pin(), &text(document(3), &key(8))), PinFault::NotSigned));
        assert!(matches!(refused(&pin(), &good.replace("\"Ghana\"", "\"Gabon\"")), PinFault::NotSigned));
        assert!(matches!(refused(&pin(), &good.replace("version = 3", "version = 4")), PinFault::NotSigned));
        assert!(matches!(refused(&pin(), &document(3).to_toml().unwrap()), PinFault::NotSigned));
        let (_, pin) = pin().accept(&good).unwrap();
        assert!(matches!(refused(&pin, &text(document(2), &key(9))), PinFault::Older(2, 3)));
        let other = Document { members: vec![], ..document(3) };
        assert!(matches!(refused(&pin, &text(other, &key(9))), PinFault::Forked(3)));
        assert!(matches!(refused(&Pin::to(&key(9).public()), &text(document(0), &key(9))), PinFault::Older(0, 1)));
    }

    #[test]
    fn a_registrar_hands_its_key_over_and_who_missed_a_version_follows() {
        let first = Handover::new(&key(9), &key(10).public()).unwrap();
        let second = Handover::new(&key(10), &key(11).public()).unwrap();
        let handed = |version, handovers: &[&Handover], by| {
            let handovers = handovers.iter().map(|handover| (*handover).clone()).collect();
            text(Document { handovers, ..document(version) }, &key(by))
        };
        let both = handed(7, &[&first, &second], 11);
        let (_, at_last) = pin().accept(&both).unwrap();
        let (_, after_first) = pin().accept(&handed(4, &[&first], 10)).unwrap();
        assert_eq!(after_first.accept(&both).unwrap().1, at_last);
        // The former key's power is over, and a key that nobody handed over to has none.
        assert!(matches!(at_last.accept(&text(document(8), &key(9))), Err(PinFault::NotSigned)));
        assert!(matches!(pin().accept(&handed(4, &[&first], 9)), Err(PinFault::NotSigned)));
        let stolen = Handover::new(&key(12), &key(12).public()).unwrap();
        assert!(matches!(pin().accept(&handed(4, &[&stolen], 12)), Err(PinFault::NotSigned)));
    }

    #[test]
    fn an_issuer_speaks_for_one_member_and_is_reached_by_tls() {
        use crate::member::Issuer;
        let taken = |issuers: [&str; 2]| {
            let [ghana, colombia] = issuers.map(|url| vec![Issuer::new(url, "hub")]);
            let mut with = document(1);
            with.members[0].issuers = ghana;
            let colombia = Entry { issuers: colombia, ..Entry::new("COL".parse().unwrap(), "Colombia") };
            with.members.push(colombia);
            pin().accept(&text(with, &key(9))).map(|(membership, _)| membership)
        };
        let members = taken(["https://id.gov.gh", "https://id.gov.co"]).unwrap();
        let of = |url| members.issuer(url).map(|(member, _)| member.to_string());
        assert_eq!((of("https://id.gov.gh").as_deref(), of("https://id.gov.gh/")), (Some("GHA"), None));
        for same in ["https://id.gov.gh", "https://id.gov.gh/", "https://ID.gov.gh"] {
            let shared = taken(["https://id.gov.gh", same]).unwrap_err();
            assert!(matches!(shared, PinFault::Unsound(MembershipFault::SharedIssuer(_))), "{same}: {shared}");
        }
        let open = taken(["https://id.gov.gh", "http://id.gov.co"]).unwrap_err();
        assert!(matches!(open, PinFault::Unsound(MembershipFault::Issuer(..))), "{open}");
    }

    #[test]
    fn a_member_stands_once_and_every_key_is_a_key_of_one_alone() {
        let refused = |change: &dyn Fn(&mut Document)| {
            let mut changed = document(1);
            change(&mut changed);
            match pin().accept(&text(changed, &key(9))) {
                Err(PinFault::Unsound(fault)) => fault,
                other => panic!("must be unsound: {other:?}"),
            }
        };
        let twice = refused(&|document| {
            let other = Entry { token_keys: vec![], ..document.members[0].clone() };
            document.members.push(other);
        });
        assert!(matches!(twice, MembershipFault::Twice(_)));
        let no_key = refused(&|document| document.members[0].token_keys = vec!["x".into()]);
        assert!(matches!(no_key, MembershipFault::Key(..)));
        let shared = refused(&|document| document.members[0].node_keys = vec![key(1).public().to_text()]);
        assert!(matches!(shared, MembershipFault::SharedKey(_)));
        let gateway = |name: &str, seed| Gateway { name: name.into(), keys: vec![key(seed).public().to_text()] };
        let shared = refused(&|document| document.gateways = vec![gateway("hub", 1)]);
        assert!(matches!(shared, MembershipFault::SharedKey(_)));
        let twice = refused(&|document| document.gateways = vec![gateway("hub", 2), gateway("hub", 3)]);
        assert!(matches!(twice, MembershipFault::GatewayTwice(_)));
    }
}
