//! A real issuer over TLS on this machine, whose certificate no public authority signed.

use super::*;
use crate::issuer::{Issuers, Times};
use crate::roll::Roll;
use crate::tls::authority::{authority, request, sign};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use schema::member::{Document, Entry, Issuer};
use schema::seal::SecretKey;
use schema::token::{TokenFault, verify};
use serde_json::json;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// The time of certificates and tokens, in seconds since 1970.
const NOW: i64 = 1_800_000_000;

fn secret(seed: u8) -> SecretKey {
    SecretKey::from_random([seed; 32])
}

/// An issuer on this machine, with the certificate of its authority (PEM).
struct Own {
    url: String,
    authority: String,
}

impl Own {
    async fn start() -> Self {
        let own = authority("An issuer's own authority", NOW).unwrap();
        let asked = request("localhost").unwrap();
        let certificate = sign(&asked.public, "localhost", &own, NOW, 30).unwrap();
        let chain = CertificateDer::pem_slice_iter(certificate.as_bytes()).map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_slice(asked.key.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_protocol_versions(&[&rustls::version::TLS13]);
        let config = config.unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let (acceptor, issuer) = (TlsAcceptor::from(Arc::new(config)), url.clone());
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                // Who does not believe the certificate hangs up, and the next one is served.
                let Ok(mut connection) = acceptor.accept(connection).await else { continue };
                let mut head = [0; 4096];
                let read = connection.read(&mut head).await.unwrap_or_default();
                let document = if head[..read].starts_with(b"GET /keys ") {
                    json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": "one", "x": secret(1).public().to_text() }] })
                } else {
                    json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") })
                };
                let body = document.to_string();
                let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
                let _ = connection.write_all((head + &body).as_bytes()).await;
                let _ = connection.shutdown().await;
            }
        });
        Self { url, authority: own.public }
    }

    /// What becomes of a token of this issuer at a service that was told of these authorities.
    async fn heard(&self, authorities: Option<&Path>) -> Result<String, TokenFault> {
        let folder = tempfile::tempdir().unwrap();
        let at = |name| folder.path().join(name);
        let entry =
            Entry { issuers: vec![Issuer::new(&self.url, "hub")], ..Entry::new("GHA".parse().unwrap(), "Ghana") };
        let document = Document::new(1, "", vec![entry]).signed(&secret(9)).unwrap();
        std::fs::write(at("members.toml"), document.to_toml().unwrap()).unwrap();
        let roll = Arc::new(Roll::open(&at("members.toml"), &at("members.pin"), &secret(9).public()).unwrap());
        let fetch = Arc::new(Fetch::new(authorities, Arc::new(|| NOW)).unwrap());
        let issuers = Issuers::new(Arc::clone(&roll), fetch, Times::USUAL);
        let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::EdDSA) };
        let claims =
            json!({ "iss": self.url, "sub": "ama", "aud": "diaspora-hub", "role": "analyst", "exp": NOW + 60 });
        let pkcs8 = [
            &[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20][..],
            &secret(1).to_bytes(),
        ];
        let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(&pkcs8.concat())).unwrap();
        let members = roll.in_force();
        issuers.prepare(Some(&token), &members).await;
        verify(&token, &members, &issuers.keys(), NOW).map(|identity| identity.user().to_owned())
    }
}

#[tokio::test]
async fn an_issuer_with_a_certificate_of_its_own_authority_is_believed_by_those_who_name_that_authority_and_by_nobody_else()
 {
    let (issuer, other) = (Own::start().await, authority("Somebody else's authority", NOW).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (own, others) = (written("own.crt", &issuer.authority), written("others.crt", &other.public));
    assert_eq!(issuer.heard(Some(&own)).await.as_deref(), Ok("ama"));
    let both = written("both.crt", &(other.public + &issuer.authority));
    assert_eq!(issuer.heard(Some(&both)).await.as_deref(), Ok("ama"), "a file may hold several");
    assert_eq!(issuer.heard(None).await, Err(TokenFault::NoKey), "it is none of the public ones");
    assert_eq!(issuer.heard(Some(&others)).await, Err(TokenFault::NoKey));
    let fetch = Fetch::new(None, Arc::new(|| NOW)).unwrap();
    let at = format!("{}/.well-known/openid-configuration", issuer.url).parse().unwrap();
    let refused = fetch.get(&at).await.unwrap_err();
    assert!(matches!(&refused, FetchFault::Connection(why) if why.contains("UnknownIssuer")), "{refused}");
    let late = Fetch::new(Some(&own), Arc::new(|| NOW + 31 * 86_400)).unwrap();
    let refused = late.get(&at).await.unwrap_err();
    assert!(matches!(&refused, FetchFault::Connection(why) if why.contains("xpired")), "{refused}");
}

#[test]
fn a_file_of_authorities_that_is_not_there_or_holds_none_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (nowhere, empty) = (folder.path().join("nowhere.crt"), folder.path().join("empty.crt"));
    std::fs::write(&empty, "no certificate").unwrap();
    let of = |path: &Path| Fetch::new(Some(path), Arc::new(|| NOW)).map(|_| ()).unwrap_err();
    assert!(matches!(of(&nowhere), SourceFault::File(path, _) if path == nowhere));
    assert!(matches!(of(&empty), SourceFault::NoCertificate(path) if path == empty));
}
