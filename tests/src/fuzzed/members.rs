//! A membership document is believed as its registrar signed it, and says again what it said; an application likewise.

use super::ground::registrar;
use schema::member::{Application, Document, MemberCode, MembershipFault, Pin, PinFault};
use schema::seal::SecretKey;

/// The law. What reads as a document is signed too, so that what follows the signature is reached.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(application) = Application::read(text) {
        let again = toml::to_string(&application).unwrap();
        assert_eq!(Application::read(&again).unwrap(), application, "an application that is believed is so again");
    }
    let read: Result<Document, _> = toml::from_str(text);
    let pin = Pin::to(&registrar().public());
    match (&read, pin.accept(text)) {
        (Ok(document), Ok(_)) => believed(&pin, document),
        (Ok(_), Err(_)) | (Err(_), Err(PinFault::Unreadable(_))) => {}
        (Err(fault), other) => panic!("{fault} and {other:?}"),
    }
    let Ok(document) = read else { return };
    let signed = Document { handovers: vec![], ..document }.signed(&registrar()).unwrap();
    let text = signed.to_toml().unwrap();
    assert_eq!(toml::from_str::<Document>(&text).unwrap(), signed, "a document's text is the document");
    match pin.accept(&text) {
        Ok(_) => believed(&pin, &signed),
        Err(PinFault::Older(0, 1)) => assert_eq!(signed.version, 0),
        Err(PinFault::Unsound(fault)) => is_so(&signed, &fault),
        Err(other) => panic!("the registrar signed this, so it is sound or not: {other:?}"),
    }
}

fn believed(pin: &Pin, document: &Document) {
    let text = document.to_toml().unwrap();
    let (members, pinned) = pin.accept(&text).unwrap();
    assert_eq!((members.version(), members.digest()), (document.version, &*document.digest().unwrap()));
    assert_eq!(members.iter().count(), document.members.len(), "nobody is lost");
    for entry in &document.members {
        assert_eq!(members.get(entry.code), Some(entry));
        assert_eq!(members.token_keys(entry.code).len(), entry.token_keys.len());
        assert_eq!(members.node_keys(entry.code).len(), entry.node_keys.len());
    }
    assert!(document.revoked.iter().all(|fingerprint| members.is_revoked(fingerprint)));
    let again: Pin = toml::from_str(&toml::to_string(&pinned).unwrap()).unwrap();
    assert_eq!(again, pinned, "a pin is remembered as it is");
    assert!(pinned.accept(&text).is_ok(), "the same one again changes nothing");
    let signed = |change: Document, by: &SecretKey| change.signed(by).unwrap().to_toml().unwrap();
    let other = Document { issued_at: format!("{}!", document.issued_at), ..document.clone() };
    assert!(matches!(pinned.accept(&other.to_toml().unwrap()), Err(PinFault::NotSigned)), "a changed word");
    assert!(matches!(
        pinned.accept(&signed(document.clone(), &SecretKey::from_random([1; 32]))),
        Err(PinFault::NotSigned)
    ));
    if document.handovers.is_empty() {
        assert!(matches!(pinned.accept(&signed(other.clone(), &registrar())), Err(PinFault::Forked(_))));
        if let Some(former) = document.version.checked_sub(1) {
            let former = signed(Document { version: former, ..other }, &registrar());
            assert!(matches!(pinned.accept(&former), Err(PinFault::Older(..))));
        }
    }
}

/// A document that is signed is refused for what is true of it.
fn is_so(document: &Document, fault: &MembershipFault) {
    let keys = document.members.iter().flat_map(|entry| entry.token_keys.iter().chain(&entry.node_keys));
    let keys = keys.chain(document.gateways.iter().flat_map(|gateway| &gateway.keys)).count();
    match fault {
        MembershipFault::Twice(code) => {
            assert!(document.members.iter().filter(|entry| entry.code == *code).count() > 1);
        }
        MembershipFault::GatewayTwice(name) => {
            assert!(document.gateways.iter().filter(|gateway| gateway.name == *name).count() > 1);
        }
        MembershipFault::Key(..) => assert!(keys > 0),
        MembershipFault::SharedKey(_) => assert!(keys > 1),
        MembershipFault::Issuer(code, _) => assert!(issuers(document).any(|of| of == *code)),
        MembershipFault::SharedIssuer(code) => {
            assert!(issuers(document).any(|of| of == *code) && issuers(document).count() > 1);
        }
    }
}

/// The member of each issuer.
fn issuers(document: &Document) -> impl Iterator<Item = MemberCode> {
    document.members.iter().flat_map(|entry| entry.issuers.iter().map(|_| entry.code))
}
