use super::*;
use axum::body::Bytes;
use axum::http::Uri;
use futures_util::future::BoxFuture;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use schema::member::{Document, Entry, Issuer};
use schema::seal::SecretKey;
use schema::token::{TokenFault, verify};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

const ISSUER: &str = "https://id.gov.gh";

/// An issuer that is asked without a network; its keys change and it stops.
#[derive(Default)]
struct Published {
    /// The name of its one key; none while it does not answer.
    key: Mutex<Option<&'static str>>,
    asked: AtomicUsize,
    /// What it says that it is.
    says: Option<&'static str>,
}

impl Source for Published {
    fn get<'a>(&'a self, at: &'a Uri) -> BoxFuture<'a, Result<Bytes, FetchFault>> {
        Box::pin(async move {
            let key = self.key.lock().unwrap().ok_or(FetchFault::Unanswered)?;
            let document = if at.path() == "/keys" {
                self.asked.fetch_add(1, Ordering::Relaxed);
                json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": key, "x": secret(1).public().to_text() }] })
            } else {
                json!({ "issuer": self.says.unwrap_or(ISSUER), "jwks_uri": "https://id.gov.gh/keys" })
            };
            Ok(document.to_string().into())
        })
    }
}

fn secret(seed: u8) -> SecretKey {
    SecretKey::from_random([seed; 32])
}

struct Ground {
    _folder: tempfile::TempDir,
    roll: Arc<Roll>,
    published: Arc<Published>,
    issuers: Arc<Issuers>,
}

impl Ground {
    fn new(published: Published) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name| folder.path().join(name);
        let issuers = vec![Issuer::new(ISSUER, "hub")];
        let entry = Entry { issuers, ..Entry::new("GHA".parse().unwrap(), "Ghana") };
        let document = Document::new(1, "", vec![entry]).signed(&secret(9)).unwrap();
        std::fs::write(at("members.toml"), document.to_toml().unwrap()).unwrap();
        let roll = Arc::new(Roll::open(&at("members.toml"), &at("members.pin"), &secret(9).public()).unwrap());
        let published = Arc::new(published);
        let source: Arc<dyn Source> = published.clone();
        let issuers = Arc::new(Issuers::new(Arc::clone(&roll), source, Times::USUAL));
        Self { _folder: folder, roll, published, issuers }
    }

    fn with(key: &'static str) -> Self {
        Self::new(Published { key: Mutex::new(Some(key)), ..Published::default() })
    }

    fn turn_to(&self, key: Option<&'static str>) {
        *self.published.key.lock().unwrap() = key;
    }

    fn asked(&self) -> usize {
        self.published.asked.load(Ordering::Relaxed)
    }

    /// What becomes of a token that names a key of the issuer.
    async fn heard(&self, kid: &str) -> Result<String, TokenFault> {
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) };
        let claims = json!({ "iss": ISSUER, "sub": "ama", "aud": "diaspora-hub", "role": "analyst", "exp": 200 });
        let pkcs8 = [
            &[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20][..],
            &secret(1).to_bytes(),
        ];
        let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(&pkcs8.concat())).unwrap();
        let members = self.roll.in_force();
        self.issuers.prepare(Some(&token), &members).await;
        verify(&token, &members, &self.issuers.keys(), 100).map(|identity| identity.user().to_owned())
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_once_and_again_when_a_token_names_a_new_one() {
    let ground = Ground::with("a");
    for _ in 0..9 {
        assert_eq!(ground.heard("a").await.as_deref(), Ok("ama"));
    }
    assert_eq!(ground.asked(), 1);
    ground.turn_to(Some("b"));
    assert_eq!(ground.heard("a").await.as_deref(), Ok("ama"), "what is known holds until it is fetched anew");
    assert_eq!(ground.heard("b").await.as_deref(), Ok("ama"));
    assert_eq!(ground.heard("a").await, Err(TokenFault::NoKey), "the issuer took it back");
}

#[tokio::test(start_paused = true)]
async fn nobody_makes_the_service_flood_an_issuer() {
    let ground = Ground::with("a");
    for number in 0..500 {
        assert_eq!(ground.heard(&format!("invented-{number}")).await, Err(TokenFault::NoKey));
    }
    assert_eq!(ground.asked(), 5);
    tokio::time::advance(Duration::from_mins(1)).await;
    for number in 0..500 {
        assert_eq!(ground.heard(&format!("other-{number}")).await, Err(TokenFault::NoKey));
    }
    assert_eq!(ground.asked(), 6, "one a minute");
    assert_eq!(ground.heard("a").await.as_deref(), Ok("ama"), "and honest tokens are heard all the time");
    let nobody = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwczovL2V2aWwuZXhhbXBsZSJ9.";
    ground.issuers.prepare(Some(nobody), &ground.roll.in_force()).await;
    assert_eq!(ground.asked(), 6, "an issuer that no member has is not asked");
}

#[tokio::test(start_paused = true)]
async fn known_keys_hold_while_the_issuer_is_down_and_not_for_ever() {
    let ground = Ground::with("a");
    ground.issuers.renew().await;
    ground.turn_to(None);
    for _ in 0..23 {
        tokio::time::advance(Duration::from_hours(1)).await;
        ground.issuers.renew().await;
        assert_eq!(ground.heard("a").await.as_deref(), Ok("ama"));
    }
    tokio::time::advance(Duration::from_hours(1)).await;
    ground.issuers.renew().await;
    assert_eq!(ground.heard("a").await, Err(TokenFault::NoKey));
    ground.turn_to(Some("a"));
    tokio::time::advance(Times::USUAL.retry).await;
    ground.issuers.renew().await;
    assert_eq!(ground.heard("a").await.as_deref(), Ok("ama"), "it is back");
}

#[tokio::test(start_paused = true)]
async fn keys_are_renewed_before_anybody_asks_and_a_key_that_is_taken_back_is_gone_then() {
    let ground = Ground::with("a");
    let keeping = tokio::spawn(Arc::clone(&ground.issuers).keep());
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(ground.asked(), 1, "before the first token");
    ground.turn_to(Some("b"));
    tokio::time::sleep(Times::USUAL.renew).await;
    assert_eq!(ground.asked(), 2);
    assert_eq!(ground.issuers.keys().of(ISSUER).map(|keys| keys.has(Some("a"))), Some(false));
    keeping.abort();
}

#[tokio::test(start_paused = true)]
async fn a_document_of_another_issuer_is_not_believed() {
    let says = Some("https://id.gov.co");
    let ground = Ground::new(Published { key: Mutex::new(Some("a")), says, ..Published::default() });
    assert_eq!(ground.heard("a").await, Err(TokenFault::NoKey));
    assert_eq!(ground.asked(), 0, "its keys are not even asked for");
}

#[test]
fn an_issuer_elsewhere_sends_nobody_to_this_machine() {
    let read = |issuer: &str, keys: &str| {
        Discovered::read(issuer, json!({ "issuer": issuer, "jwks_uri": keys }).to_string().as_bytes())
    };
    assert!(read(ISSUER, "https://keys.example/a?b=c").is_ok());
    assert!(read("http://127.0.0.1:9000", "http://127.0.0.1:9000/keys").is_ok());
    for keys in ["http://127.0.0.1/keys", "http://id.gov.gh/keys", "file:///etc/passwd", "/keys", ""] {
        assert!(matches!(read(ISSUER, keys), Err(FetchFault::Address)), "{keys}");
    }
}
