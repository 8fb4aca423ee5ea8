//! People and programs with tokens of a real OpenID Connect issuer: two members, each with its own, at a gateway and at nodes
//! that fetch the issuers' keys by themselves.

mod browser;
pub mod issuer;

use crate::world::run;
use browser::Browser;
use federation_tests::asker::Asker;
use federation_tests::federation::Federation;
use issuer::Issuer;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::{Method, StatusCode};
use schema::member::Issuer as Named;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::sleep;

/// As long as a service takes to see that the membership document changed, and to fetch keys.
const SEEN: Duration = Duration::from_millis(4500);

const MEMBERS: &str = "{ members { code } }";
const NODE: &str = "{ node { country } }";
const COMPARE: &str =
    "{ compare(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) { coverage { expected answered } } }";

/// What a browser says of a request that a page of the gateway sends.
const OWN: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

/// Ghana and Moldova with a node and an issuer each, and a gateway.
struct Ground {
    federation: Federation,
    ghana: Issuer,
    moldova: Issuer,
    gateway: String,
    _folder: TempDir,
}

impl Ground {
    /// None where an issuer cannot be had.
    async fn new(seconds: u32) -> Option<Self> {
        static GROUNDS: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join(format!("federation-{}", GROUNDS.fetch_add(1, Ordering::Relaxed)));
        // Only once it is known that there are issuers is a federation worth its start.
        Issuer::start("http://127.0.0.1:1/signed-in", seconds)?;
        let federation = Federation::start(&state, &["GHA", "MDA"], 5000).await;
        let gateway = format!("http://{}", federation.gateway.address);
        let back = format!("{gateway}/signed-in");
        let (ghana, moldova) = (Issuer::start(&back, seconds)?, Issuer::start(&back, seconds)?);
        federation.change_members(|document| {
            for entry in &mut document.members {
                let issuer = match entry.code.as_str() {
                    "GHA" => &ghana,
                    "MDA" => &moldova,
                    _ => continue,
                };
                entry.issuers = vec![Named::new(&issuer.url, "hub")];
            }
        });
        sleep(SEEN).await;
        Some(Self { federation, ghana, moldova, gateway, _folder: folder })
    }

    /// What becomes of a token at the gateway, and at the node of Moldova when the gateway carries it there.
    async fn heard(&self, token: &str) -> [String; 2] {
        let at_gateway = Asker::new(&format!("{}/graphql", self.gateway), Some(token));
        let speaks_for = [(self.ghana.url.clone(), "GHA"), (self.moldova.url.clone(), "MDA")];
        let at_node = self.federation.at_node_for("MDA", Some(token), &speaks_for);
        [word(&at_gateway.response(MEMBERS, &Value::Null).await), word(&at_node.response(NODE, &Value::Null).await)]
    }

    async fn stop(self) {
        drop((self.ghana, self.moldova));
        self.federation.stop().await;
    }
}

/// `yes`, or the code of the refusal.
fn word(said: &Value) -> String {
    said["errors"][0]["extensions"]["code"].as_str().unwrap_or("yes").to_owned()
}

const YES: [&str; 2] = ["yes", "yes"];
const NO: [&str; 2] = ["UNAUTHENTICATED", "UNAUTHENTICATED"];

/// A token with another word in the place of one of its claims, and the signature that it had.
fn bent(token: &str, change: impl Fn(&mut Value)) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let parts: Vec<&str> = token.split('.').collect();
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    change(&mut claims);
    [parts[0], &URL_SAFE_NO_PAD.encode(claims.to_string()), parts[2]].join(".")
}

#[test]
fn a_programs_token_is_its_members_word_at_the_gateway_and_at_every_node() {
    run(async {
        let Some(ground) = Ground::new(300).await else { return };
        for algorithm in ["RS256", "ES256", "EdDSA"] {
            let token = ground.ghana.token(algorithm, "diaspora-hub", 300, "analyst").await;
            assert_eq!(ground.heard(&token).await, YES, "{algorithm}");
            let asker = Asker::new(&format!("{}/graphql", ground.gateway), Some(&token));
            let data = asker.data(COMPARE, &Value::Null).await;
            assert_eq!(data["compare"]["coverage"], json!({ "expected": 2, "answered": 2 }), "{algorithm}");
        }
        let observer = ground.ghana.token("ES256", "diaspora-hub", 300, "observer").await;
        let asker = Asker::new(&format!("{}/graphql", ground.gateway), Some(&observer));
        assert_eq!(asker.refused(COMPARE, &Value::Null).await, ["FORBIDDEN"], "the role is the issuer's word");
        ground.stop().await;
    });
}

#[test]
fn what_an_issuer_did_not_say_or_not_to_us_is_refused_at_the_gateway_and_at_a_node() {
    run(async {
        let Some(ground) = Ground::new(300).await else { return };
        let good = ground.ghana.analyst().await;
        assert_eq!(ground.heard(&good).await, YES);
        let Some(unknown) = Issuer::start("http://127.0.0.1:1/signed-in", 300) else { return };
        let (short, keys) =
            (ground.ghana.token("ES256", "diaspora-hub", 1, "analyst").await, ground.ghana.keys().await);
        let published: Value = serde_json::from_str(&keys).unwrap();
        // The oldest confusion of algorithms: what everybody may read, taken for a secret.
        let claims = json!({ "iss": ground.ghana.url, "sub": "ama", "aud": "diaspora-hub", "role": "officer",
            "iat": 1_700_000_000, "exp": 4_000_000_000_i64 });
        let key = |name: &str| published["keys"][0][name].as_str().unwrap_or_default().to_owned();
        let hmac = |secret: &str| {
            let header = Header { kid: Some(key("kid")), ..Header::new(Algorithm::HS256) };
            jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
        };
        sleep(Duration::from_millis(1500)).await;
        for (why, token) in [
            ("of no member's issuer", unknown.analyst().await),
            ("for another audience", ground.ghana.token("ES256", "another", 300, "analyst").await),
            ("without a role", ground.ghana.token("ES256", "diaspora-hub", 300, "").await),
            ("with a role that is none", ground.ghana.token("ES256", "diaspora-hub", 300, "king").await),
            ("expired", short),
            ("another member's issuer", bent(&good, |claims| claims["iss"] = ground.moldova.url.clone().into())),
            ("a role of one's own", bent(&good, |claims| claims["role"] = "officer".into())),
            ("no algorithm", format!("eyJhbGciOiJub25lIn0.{}.", good.split('.').nth(1).unwrap())),
            ("the modulus as a secret", hmac(&key("n"))),
            ("the whole document as a secret", hmac(&keys)),
        ] {
            assert_eq!(ground.heard(&token).await, NO, "{why}");
        }
        let own = ground.federation.token("ghana-officer");
        assert_eq!(ground.heard(own).await, YES, "the members' own tokens go on");
        ground.stop().await;
    });
}

#[test]
fn keys_change_while_the_services_run_and_known_ones_outlive_the_issuer() {
    run(async {
        let Some(mut ground) = Ground::new(300).await else { return };
        let (former, other) = (ground.ghana.analyst().await, ground.moldova.analyst().await);
        assert_eq!(ground.heard(&former).await, YES);
        ground.ghana.rotate();
        assert_eq!(ground.heard(&former).await, YES, "nobody has asked for the new keys yet");
        let renewed = ground.ghana.analyst().await;
        assert_eq!(ground.heard(&renewed).await, YES, "the first token under the new key is believed at once");
        assert_eq!(ground.heard(&former).await, NO, "the former key is the issuer's no more");
        let Ground { federation, ghana, moldova, gateway, _folder } = ground;
        let asker = Asker::new(&format!("{gateway}/graphql"), Some(&renewed));
        asker.data(COMPARE, &Value::Null).await;
        let url = ghana.url.clone();
        drop(ghana);
        let data = asker.data(COMPARE, &Value::Null).await;
        assert_eq!(data["compare"]["coverage"]["answered"], 2, "{url} has stopped, and what it said holds");
        let asker = Asker::new(&format!("{gateway}/graphql"), Some(&other));
        assert_eq!(word(&asker.response(MEMBERS, &Value::Null).await), "yes", "and the other goes on");
        drop(moldova);
        federation.stop().await;
    });
}

#[test]
fn a_person_signs_in_with_a_browser_and_asks_without_ever_seeing_a_token() {
    run(async {
        let Some(ground) = Ground::new(300).await else { return };
        let mut browser = Browser::new();
        let page = browser.go(&format!("{}/sign-in", ground.gateway), |_| false).await;
        assert!(
            page.text.contains("/sign-in?member=GHA") && page.text.contains("/sign-in?member=MDA"),
            "{}",
            page.text
        );
        assert!(!page.text.contains("member=IOM"), "{}", page.text);
        let sign_in = format!("{}/sign-in?member=GHA", ground.gateway);
        let landed = browser.go(&sign_in, |_| false).await;
        assert_eq!(landed.status, StatusCode::OK, "{}", landed.text);
        assert_eq!(browser.went.last().unwrap(), &format!("{}/playground/", ground.gateway));
        let asked = browser.went.iter().find(|went| went.starts_with(&ground.ghana.url)).unwrap();
        assert!(
            asked.contains("code_challenge_method=S256") && asked.contains("resource=urn%3Aaudience%3Adiaspora-hub")
        );
        let session = browser.set.iter().find(|set| set.starts_with("session=")).unwrap();
        assert!(session.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{session}");

        let data = browser.ask(&ground.gateway, COMPARE, &OWN).await;
        assert_eq!(data["data"]["compare"]["coverage"], json!({ "expected": 2, "answered": 2 }), "{data}");
        let own = format!("{}/session", ground.gateway);
        let said: Value = serde_json::from_str(&browser.own(Method::GET, &own, "same-origin").await.1).unwrap();
        assert_eq!((&said["signIn"], &said["user"]["member"]), (&json!(true), &json!("GHA")));
        assert_eq!((&said["user"]["user"], &said["user"]["role"]), (&json!("ama"), &json!("analyst")));

        // What a browser sends for a page of another site counts for nothing, and so does what no browser vouches for.
        for says in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", &ground.gateway)],
            &[("origin", "https://evil.example")],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
        ] {
            assert_eq!(word(&browser.ask(&ground.gateway, MEMBERS, says).await), "UNAUTHENTICATED", "{says:?}");
        }
        assert_eq!(word(&Browser::new().ask(&ground.gateway, MEMBERS, &OWN).await), "UNAUTHENTICATED", "nobody");

        // Signing out is a page's own doing too.
        let out = format!("{}/sign-out", ground.gateway);
        assert_eq!(browser.own(Method::POST, &out, "cross-site").await.0, StatusCode::FORBIDDEN);
        assert_eq!(word(&browser.ask(&ground.gateway, MEMBERS, &OWN).await), "yes");
        assert_eq!(browser.own(Method::POST, &out, "same-origin").await.0, StatusCode::SEE_OTHER);
        assert_eq!(word(&browser.ask(&ground.gateway, MEMBERS, &OWN).await), "UNAUTHENTICATED");
        ground.stop().await;
    });
}

#[test]
fn an_answer_of_an_issuer_is_taken_from_the_browser_that_asked_and_once() {
    run(async {
        let Some(ground) = Ground::new(300).await else { return };
        let (mut browser, mut other) = (Browser::new(), Browser::new());
        let sign_in = format!("{}/sign-in?member=GHA", ground.gateway);
        let back = format!("{}/signed-in", ground.gateway);
        let answer = browser.go(&sign_in, |to| to.starts_with(&back)).await.text;
        assert!(answer.contains("code=") && answer.contains("state="), "{answer}");
        assert_eq!(other.go(&answer, |_| false).await.status, StatusCode::BAD_REQUEST, "a browser that began nothing");
        other.go(&format!("{}/sign-in?member=MDA", ground.gateway), |to| to.starts_with(&back)).await;
        assert_eq!(other.go(&answer, |_| false).await.status, StatusCode::BAD_REQUEST, "another attempt's answer");
        let mixed = answer.replace("iss=", "iss=https%3A%2F%2Fevil.example&was=");
        assert_eq!(browser.go(&mixed, |_| false).await.status, StatusCode::BAD_REQUEST, "another issuer's answer");
        let landed = browser.go(&answer, |_| false).await;
        assert_eq!(landed.status, StatusCode::OK, "{}", landed.text);
        assert_eq!(word(&browser.ask(&ground.gateway, MEMBERS, &OWN).await), "yes");
        assert_eq!(browser.go(&answer, |_| false).await.status, StatusCode::BAD_REQUEST, "the attempt is over");
        assert_eq!(other.go(&format!("{}/sign-in?member=IOM", ground.gateway), |_| false).await.status, 404);
        ground.stop().await;
    });
}

#[test]
fn a_session_outlives_its_token_where_the_issuer_renews_it_and_ends_where_it_does_not() {
    run(async {
        let Some(ground) = Ground::new(2).await else { return };
        let mut browser = Browser::new();
        browser.go(&format!("{}/sign-in?member=MDA", ground.gateway), |_| false).await;
        for _ in 0..2 {
            assert_eq!(word(&browser.ask(&ground.gateway, MEMBERS, &OWN).await), "yes");
            sleep(Duration::from_millis(2200)).await;
        }
        let Ground { federation, ghana, moldova, gateway, _folder } = ground;
        drop((ghana, moldova));
        assert_eq!(word(&browser.ask(&gateway, MEMBERS, &OWN).await), "UNAUTHENTICATED", "nobody vouches any more");
        federation.stop().await;
    });
}
