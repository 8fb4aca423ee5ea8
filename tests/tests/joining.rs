//! A country joins by a few commands on both sides, changes its keys, and leaves, while the others are asked all the time.

use crate::world::run;
use federation_tests::asker::Asker;
use federation_tests::comparison::Comparison;
use federation_tests::federation::Federation;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::sleep;

/// As long as a service takes to see that a file changed.
const SEEN: Duration = Duration::from_millis(2500);

/// A program of the demonstration's, told to be a service or a registrar.
fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_federation"));
    command.env(federation_tests::program::IS_THE_PROGRAM, "yes").args(words);
    command
}

fn done(output: Output) -> String {
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{said:?}");
    said[0].trim().to_owned()
}

/// Ghana's folder, which it keeps for itself.
struct Ghana(TempDir);

impl Ghana {
    fn node(&self, words: &[&str]) -> String {
        done(self.command(words).output().unwrap())
    }

    fn command(&self, words: &[&str]) -> Command {
        let folder = self.0.path().to_str().unwrap();
        program(&[&["country-node", "--dir", folder], words].concat())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn serve(&self) -> (Child, String) {
        let mut command = self.command(&["serve", "--until-input-closes"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        (child, said.trim().to_owned())
    }
}

/// The registrar's command, in the federation's state.
fn registrar(state: &Path, words: &[&str]) -> String {
    done(program(&[&["gateway", "member", "--dir", state.to_str().unwrap()], words].concat()).output().unwrap())
}

async fn compared(asker: &Asker) -> Comparison {
    asker.compare(json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" })).await
}

#[test]
fn a_country_joins_rotates_its_key_and_leaves_by_commands_while_traffic_flows() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let federation = Federation::start(&folder.path().join("federation"), &["MDA", "PHL"], 3000).await;
        let state = federation.place.folder().to_owned();
        let iom = federation.asker("iom-analyst");
        assert_eq!(compared(&iom).await.coverage.expected, 2);

        // Ghana's side: a node with data and a release, and an application.
        let ghana = Ghana(tempfile::tempdir().unwrap());
        let countries = compose::country::folder().join("countries");
        std::fs::copy(countries.join("GHA/rulebook.toml"), ghana.at("rulebook.toml")).unwrap();
        let members = state.join("members.toml");
        let (members, key) = (members.to_str().unwrap(), registrar(&state, &["key"]));
        let init = ["init", "--country", "GHA", "--registrar", &key, "--members", members, "--listen", "127.0.0.1:0"];
        ghana.node(&init);
        let (stock, mapping) =
            (compose::country::folder().join("data/undesa_ims2020_bilateral_by_sex.csv"), countries.join("stock.toml"));
        ghana.node(&["import", stock.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()]);
        ghana.node(&["release"]);
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = std::fs::read_to_string(ghana.at("node.toml")).unwrap();
        std::fs::write(ghana.at("node.toml"), config.replace("127.0.0.1:0", &format!("127.0.0.1:{port}"))).unwrap();
        let address = format!("https://127.0.0.1:{port}/graphql");
        let join = ["join", "--name", "Ghana", "--address", &address];
        ghana.node(&join);

        // The registrar's side; what travels is one file each way.
        let application = ghana.at("GHA.application.toml");
        let (application, certificate) = (application.to_str().unwrap(), ghana.at("from-registrar.crt"));
        let certificate = certificate.to_str().unwrap();
        let add = ["add", application, "--certificate", certificate];
        registrar(&state, &add);
        ghana.node(&["certificate", certificate]);
        let (mut child, said) = ghana.serve();
        assert_eq!(said, address);
        sleep(SEEN).await;
        let answer = compared(&iom).await;
        assert_eq!((answer.coverage.expected, answer.coverage.answered), (3, 3), "{:?}", answer.coverage.absent);
        let token = ghana.node(&["token", "--user", "ama", "--role", "analyst"]);
        let ama = Asker::new(&federation.gateway.graphql(), Some(&token));
        assert_eq!(compared(&ama).await.coverage.answered, 3, "its users ask too");

        // A new token key and a new certificate, while questions come.
        let over = AtomicBool::new(false);
        let load = async {
            let mut lost = Vec::new();
            while !over.load(Ordering::Relaxed) {
                for asker in [&iom, &ama] {
                    lost.extend(compared(asker).await.coverage.absent);
                }
            }
            lost
        };
        let change = async {
            ghana.node(&[&join[..], &["--new-token-key"]].concat());
            registrar(&state, &add);
            ghana.node(&["certificate", certificate]);
            sleep(SEEN).await;
            registrar(&state, &["hand-over"]);
            sleep(SEEN).await;
            let renewed = ghana.node(&["token", "--user", "ama", "--role", "analyst"]);
            let renewed = Asker::new(&federation.gateway.graphql(), Some(&renewed));
            assert_eq!(compared(&renewed).await.coverage.answered, 3);
            over.store(true, Ordering::Relaxed);
            renewed
        };
        let (lost, renewed) = tokio::join!(load, change);
        assert!(lost.is_empty(), "no question is lost while keys change: {lost:?}");
        ghana.node(&[&join[..], &["--forget-former", "--no-certificate"]].concat());
        registrar(&state, &add);
        sleep(SEEN).await;
        let query = "{ members { code } }";
        assert_eq!(ama.refused(query, &json!({})).await, ["UNAUTHENTICATED"], "the former key's time is over");
        assert_eq!(compared(&renewed).await.coverage.answered, 3);

        // An application that none of its keys vouches for is refused: another's folder, with Ghana's name.
        let impostor = Ghana(tempfile::tempdir().unwrap());
        std::fs::copy(countries.join("GHA/rulebook.toml"), impostor.at("rulebook.toml")).unwrap();
        impostor.node(&init);
        impostor.node(&join);
        let stolen = impostor.at("GHA.application.toml");
        let words = ["gateway", "member", "--dir", state.to_str().unwrap(), "add", stolen.to_str().unwrap()];
        let refused = program(&words).output().unwrap();
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("none of its keys signed"), "{refused:?}");

        // Leaving.
        registrar(&state, &["remove", "GHA"]);
        sleep(SEEN).await;
        let answer = compared(&iom).await;
        assert_eq!((answer.coverage.expected, answer.coverage.answered), (2, 2));
        assert_eq!(renewed.refused(query, &json!({})).await, ["UNAUTHENTICATED"], "its users are believed no more");
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
        federation.stop().await;
    });
}

#[test]
fn a_federation_begins_with_nobody_and_a_registrars_commands_make_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let key = registrar(folder.path(), &["begin"]);
    assert_eq!(registrar(folder.path(), &["key"]), key);
    let again = program(&["gateway", "member", "--dir", &at(""), "begin"]).output().unwrap();
    assert!(!again.status.success(), "a federation is not begun twice");
    let public = done(program(&["gateway", "key", &at("gateway.key")]).output().unwrap());
    let (request, tls) = (at("gateway.csr"), at("gateway.tls.key"));
    done(program(&["gateway", "request", "hub", "--request", &request, "--key", &tls]).output().unwrap());
    let certificate = at("gateway.crt");
    let words = ["gateway", "hub", "--key", &public, "--request", &request, "--certificate", &certificate];
    assert!(registrar(folder.path(), &words).contains("version 2"));
    registrar(folder.path(), &["revoke", &certificate]);
    let document = std::fs::read_to_string(at("members.toml")).unwrap();
    let (members, _) =
        schema::member::Pin::to(&schema::seal::PublicKey::from_text(&key).unwrap()).accept(&document).unwrap();
    assert_eq!(members.gateway_keys("hub").len(), 1);
    assert!(members.is_revoked(&door::tls::identity::fingerprint(Path::new(&certificate)).unwrap()));
    for secret in ["keys/registrar.key", "keys/authority.key", "gateway.key", "gateway.tls.key"] {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(at(secret)).unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "only its owner reads {secret}");
    }
}
