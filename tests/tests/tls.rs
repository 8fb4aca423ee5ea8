//! Mutual TLS between gateway and nodes: whose certificate is believed, and what happens to it under load.

use crate::world::run;
use compose::certificates::{certify, files};
use door::tls::authority::{authority, request, sign};
use door::tls::dial::dial;
use door::tls::identity::{Files, Identity, fingerprint};
use door::tls::name;
use door::tls::trust::Trust;
use federation_tests::carrier::Carrier;
use federation_tests::federation::Federation;
use federation_tests::link::Link;
use node_rules::clock::system;
use schema::member::Document;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

const DAY: i64 = 86_400;

/// As long as a service takes to see that a file changed.
const SEEN: Duration = Duration::from_millis(2500);

async fn federation(countries: &[&str]) -> (TempDir, Federation) {
    let folder = tempfile::tempdir().unwrap();
    let federation = Federation::start(&folder.path().join("federation"), countries, 3000).await;
    (folder, federation)
}

/// The registrar's next document.
fn next(federation: &Federation, change: impl FnOnce(&mut Document)) {
    let path = federation.place.members();
    let mut document: Document = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    document.version += 1;
    change(&mut document);
    let text = document.signed(&federation.keys.registrar).unwrap().to_toml().unwrap();
    let beside = path.with_extension("next");
    std::fs::write(&beside, text).unwrap();
    std::fs::rename(beside, path).unwrap();
}

/// Asks Ghana's node for its name with a certificate in `folder`, and says what came of it.
async fn with(federation: &Federation, folder: &Path) -> Result<(u16, String), String> {
    let identity = Arc::new(Identity::open(&files("x"), folder).unwrap());
    let tls = dial(identity, Arc::new(Trust::new(federation.roll())), system()).unwrap();
    let link = Link::over(tls, &name::node("GHA".parse().unwrap()));
    let carrier = Carrier::new(federation.keys.gateway.clone(), "GHA".parse().unwrap(), system());
    let (body, token) =
        (json!({ "query": "{ node { country } }" }).to_string().into_bytes(), federation.token("iom-analyst"));
    let word = carrier.word(token, &body);
    let url = format!("https://{}/graphql", federation.node("GHA"));
    let sent = link.post(&url, "application/json", Some(token), Some(&word), body).await;
    sent.map_err(|error| std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string))
}

#[test]
fn a_node_hears_a_gateway_with_a_certificate_of_its_name_in_its_time_and_nobody_else() {
    run(async {
        let (folder, federation) = federation(&["GHA"]).await;
        let (now, at, by) = (system()(), folder.path(), &federation.authority);
        let gateway = name::gateway("hub");
        certify(at, "x", &gateway, by, now).unwrap();
        let (status, body) = with(&federation, at).await.unwrap();
        assert!(status == 200 && body.contains("GHA"), "{status} {body}");
        let foreign = authority("Diaspora Hub demonstration", now).unwrap();
        let refused: [(&str, &str, _, i64); 6] = [
            ("of an authority that nobody named", &gateway, &foreign, now),
            ("that expired", &gateway, by, now - 91 * DAY),
            ("of the time to come", &gateway, by, now + DAY),
            ("of another gateway", "other.gateway.diaspora-hub.internal", by, now),
            ("of a node", "gha.node.diaspora-hub.internal", by, now),
            ("of any site", "hub.example", by, now),
        ];
        for (what, name, by, from) in refused {
            certify(at, "x", name, by, from).unwrap();
            let said = with(&federation, at).await;
            assert!(said.is_err(), "a certificate {what} must be refused: {said:?}");
        }
        // Self-made: signed by its own key.
        let own = authority(&gateway, now).unwrap();
        std::fs::write(at.join("x.crt"), own.public).unwrap();
        std::fs::write(at.join("x.tls.key"), own.key).unwrap();
        assert!(with(&federation, at).await.is_err());
        federation.stop().await;
    });
}

#[test]
fn a_gateway_believes_a_node_with_a_certificate_of_its_member_in_its_time_and_no_other() {
    run(async {
        let (_folder, federation) = federation(&["GHA", "MDA"]).await;
        let (now, by) = (system()(), &federation.authority);
        let own = federation.place.node("GHA".parse().unwrap());
        let name = name::node("GHA".parse().unwrap());
        let foreign = authority("Diaspora Hub demonstration", now).unwrap();
        let outcome = || async {
            let asked = json!({ "dataset": "STOCK", "purpose": "COMPARISON" });
            let answer = federation.asker("iom-analyst").compare(asked).await;
            assert_eq!(answer.of("MDA").outcome, "ANSWERED");
            (answer.of("GHA").outcome.clone(), answer.of("GHA").reason.clone().unwrap_or_default())
        };
        assert_eq!(outcome().await.0, "ANSWERED");
        let refused: [(&str, &str, _, i64); 5] = [
            ("of an authority that nobody named", &name, &foreign, now),
            ("that expired", &name, by, now - 91 * DAY),
            ("of the time to come", &name, by, now + DAY),
            ("of another member", "mda.node.diaspora-hub.internal", by, now),
            ("of a gateway", "hub.gateway.diaspora-hub.internal", by, now),
        ];
        for (what, name, by, from) in refused {
            federation.stop_node("GHA").await;
            certify(&own, "node", name, by, from).unwrap();
            federation.start_node("GHA").await;
            let (outcome, reason) = outcome().await;
            assert_eq!(outcome, "UNREACHABLE", "a certificate {what} must not be believed");
            assert_eq!(reason, "The node of Ghana and this gateway do not believe each other's certificates.");
        }
        federation.stop_node("GHA").await;
        certify(&own, "node", &name, by, now).unwrap();
        federation.start_node("GHA").await;
        assert_eq!(outcome().await.0, "ANSWERED");
        // Revoked: at once, on the connection that is open too.
        next(&federation, |document| document.revoked = vec![fingerprint(&own.join("node.crt")).unwrap()]);
        sleep(SEEN).await;
        assert_eq!(outcome().await.0, "UNREACHABLE");
        certify(&own, "node", &name, by, now).unwrap();
        sleep(SEEN).await;
        assert_eq!(outcome().await.0, "ANSWERED", "a new certificate is used without a restart");
        federation.stop().await;
    });
}

#[test]
fn a_gateway_whose_certificate_is_revoked_is_heard_no_more_on_the_connection_that_is_open_too() {
    run(async {
        let (_folder, federation) = federation(&["GHA"]).await;
        let node = federation.at_node("GHA", Some(federation.token("iom-analyst")));
        let query = "{ node { country } }";
        assert_eq!(node.data(query, &json!({})).await["node"]["country"], "GHA");
        let shown = fingerprint(&federation.place.keys().join("gateway.crt")).unwrap();
        next(&federation, |document| document.revoked = vec![shown]);
        sleep(SEEN).await;
        assert_eq!(node.refused(query, &json!({})).await, ["UNAUTHENTICATED"]);
        let own = federation.place.keys();
        certify(&own, "gateway", &name::gateway("hub"), &federation.authority, system()()).unwrap();
        sleep(SEEN).await;
        let asked = json!({ "dataset": "STOCK", "purpose": "COMPARISON" });
        let answer = federation.asker("iom-analyst").compare(asked).await;
        assert_eq!(answer.of("GHA").outcome, "ANSWERED", "the gateway's new certificate is used without a restart");
        federation.stop().await;
    });
}

#[test]
fn certificates_and_members_change_under_load_and_no_question_is_lost() {
    run(async {
        let (_folder, federation) = federation(&["GHA", "MDA"]).await;
        let (by, now) = (&federation.authority, system()());
        let over = AtomicBool::new(false);
        let load = || async {
            let (mut asked, mut lost) = (0, Vec::new());
            while !over.load(Ordering::Relaxed) {
                let question = json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" });
                let answer = federation.asker("iom-analyst").compare(question).await;
                asked += 1;
                lost.extend(answer.coverage.absent.into_iter().map(|absent| absent.reason.unwrap_or_default()));
            }
            (asked, lost)
        };
        let change = async {
            for _ in 0..3 {
                let keys = federation.place.keys();
                certify(&keys, "gateway", &name::gateway("hub"), by, now).unwrap();
                for country in ["GHA", "MDA"] {
                    let member = country.parse().unwrap();
                    certify(&federation.place.node(member), "node", &name::node(member), by, now).unwrap();
                }
                next(&federation, |_| {});
                sleep(SEEN).await;
            }
            over.store(true, Ordering::Relaxed);
        };
        let ((one, lost), (other, also_lost), ()) = tokio::join!(load(), load(), change);
        println!("{} comparisons while three times everything changed", one + other);
        assert!(one + other > 20, "there must be load: {one} + {other}");
        assert_eq!([lost, also_lost].concat(), [""; 0]);
        federation.stop().await;
    });
}

#[test]
fn tls_1_2_is_not_spoken() {
    run(async {
        let (_folder, federation) = federation(&["GHA"]).await;
        // A client's greeting of TLS 1.2: no supported_versions extension, one suite that servers of that time knew.
        let suites = [0x00, 0x02, 0xc0, 0x2b];
        let hello = [[0x03, 0x03].as_slice(), &[7; 32], &[0], &suites, &[1, 0], &[0, 0]].concat();
        let length = u8::try_from(hello.len()).unwrap();
        let handshake = [[1, 0, 0, length].as_slice(), &hello].concat();
        let record = [[0x16, 0x03, 0x01, 0, length + 4].as_slice(), &handshake].concat();
        let mut connection = TcpStream::connect(federation.node("GHA")).await.unwrap();
        connection.write_all(&record).await.unwrap();
        let mut said = Vec::new();
        let _ = connection.read_to_end(&mut said).await;
        assert_eq!(said.first(), Some(&0x15), "an alert, not a handshake: {said:?}");
        assert_eq!(said.get(5), Some(&2), "a fatal one: {said:?}");
        federation.stop().await;
    });
}

#[test]
fn a_request_that_its_own_key_did_not_sign_gets_no_certificate_and_its_names_decide_nothing() {
    let by = authority("a", 0).unwrap();
    let asked = request("col.node.diaspora-hub.internal").unwrap();
    let signed = sign(&asked.public, "gha.node.diaspora-hub.internal", &by, 0, 90).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("c"), signed).unwrap();
    std::fs::write(folder.path().join("k"), &asked.key).unwrap();
    let files = Files { certificate: "c".into(), key: "k".into() };
    assert!(Identity::open(&files, folder.path()).is_ok(), "the key is the one of the request");
    let mut lines: Vec<&str> = asked.public.lines().collect();
    let changed: String = lines[2].chars().rev().collect();
    lines[2] = &changed;
    assert!(sign(&lines.join("\n"), "x", &by, 0, 90).is_err());
    std::fs::write(folder.path().join("k"), request("x").unwrap().key).unwrap();
    assert!(Identity::open(&files, folder.path()).is_err(), "another key does not fit the certificate");
}
