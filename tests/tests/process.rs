//! The real program: started, stopped, killed and started again, as its user does it.

use crate::world::run;
use federation_tests::comparison::COMPARE;
use federation_tests::program::{Program, command, still_running};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::sleep;

const TWO: [&str; 2] = ["--countries", "GHA,COL"];

/// Processes of a program that has ended are gone within this.
const SOON: Duration = Duration::from_secs(10);

fn executable() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_federation"))
}

async fn start(folder: &TempDir, words: &[&str]) -> Program {
    Program::start(executable(), &folder.path().join("federation"), words).await
}

/// Runs a start that must fail and gives back what it said.
fn fails(state: &Path, words: &[&str]) -> Output {
    let mut command = std::process::Command::new(executable());
    let output = command.arg("--state").arg(state).args(words).output().unwrap();
    assert!(!output.status.success(), "{words:?} must fail: {output:?}");
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The releases and figures of both datasets, as text.
async fn figures(program: &Program) -> String {
    let asker = program.asker("iom-analyst");
    let stock = json!({ "dataset": "STOCK", "by": ["DESTINATION", "SEX"], "purpose": "COMPARISON" });
    let survey = json!({ "dataset": "SURVEY", "by": ["EDUCATION", "SEX"], "purpose": "COMPARISON" });
    let stock = asker.text(COMPARE, &json!({ "input": stock })).await;
    let survey = asker.text(COMPARE, &json!({ "input": survey })).await;
    assert!(stock.contains("GHA-STOCK-2020-1") && stock.contains("COL-STOCK-2020-1"), "{stock}");
    assert!(survey.contains("COL-SURVEY-ACS-2024-1"), "{survey}");
    stock + &survey
}

#[test]
fn it_starts_tells_scripts_where_to_ask_and_stops_whole_at_ctrl_c() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let program = start(&folder, &TWO).await;
        let text = std::fs::read_to_string(program.state.join("federation.json")).unwrap();
        assert_shape(&serde_json::from_str(&text).unwrap());
        let page = reqwest::get(&program.told.gateway.playground).await.unwrap();
        assert!(page.status().is_success() && page.text().await.unwrap().contains("<title>"));
        for node in &program.told.nodes {
            let asker = program.at_node(node, Some(program.token("iom-analyst")));
            let data = asker.data("{ node { country } }", &json!({})).await;
            assert_eq!(data["node"]["country"], node.country.as_str(), "the address is that country's node's");
        }
        let said = std::fs::read_to_string(program.state.with_extension("stdout")).unwrap();
        for (user, place) in program.told.users.iter().zip(1..) {
            assert!(said.contains(&user.token), "the token of user {place} is printed");
        }
        assert!(said.contains(&program.told.gateway.playground) && said.contains(compose::federation::QUERY));
        assert!(said.contains("no consent"), "it says how consents came about");
        let children = program.children();
        assert_eq!(children.len(), 3, "a gateway and two nodes");
        let (status, took) = program.end("INT").await;
        assert_eq!(status.code(), Some(0));
        assert!(took < SOON, "stopping took {took:?}");
        assert_eq!(still_running(&children, Duration::ZERO).await, [0; 0], "a service outlived the program");
        let told = folder.path().join("federation/federation.json");
        assert!(!told.exists(), "scripts must not be told of what has stopped");
    });
}

#[test]
fn of_two_over_one_state_the_second_does_not_start_and_the_first_goes_on() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let first = start(&folder, &TWO).await;
        let before = figures(&first).await;
        for words in [&["--port", "0"][..], &["--port", "0", "--fresh"]] {
            let output = fails(&first.state, words);
            assert!(said(&output).contains("runs in") && said(&output).contains("already"), "{}", said(&output));
        }
        assert!(first.state.join("federation.json").exists(), "scripts are still told of the first");
        assert_eq!(figures(&first).await, before);
        first.end("INT").await;
    });
}

/// The form that scripts rely on, field by field.
fn assert_shape(told: &Value) {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(keys(told), set(&["gateway", "nodes", "users"]));
    assert_eq!(keys(&told["gateway"]), set(&["graphql", "playground"]));
    let countries: Vec<&str> = told["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            assert_eq!(keys(node), set(&["country", "graphql"]));
            node["country"].as_str().unwrap()
        })
        .collect();
    assert_eq!(countries, ["COL", "GHA"]);
    let users = told["users"].as_array().unwrap();
    let found: BTreeSet<String> = users
        .iter()
        .map(|user| {
            assert!(["name", "member", "token"].iter().all(|key| user[*key].is_string()), "{user}");
            assert!(keys(user).is_subset(&set(&["name", "member", "role", "token"])), "{user}");
            format!("{} of {}", user["name"].as_str().unwrap(), user["member"].as_str().unwrap())
        })
        .collect();
    for wanted in [
        "iom-analyst of IOM",
        "ghana-officer of GHA",
        "ghana-analyst of GHA",
        "colombia-officer of COL",
        "colombia-analyst of COL",
    ] {
        assert!(found.contains(wanted), "{wanted} is missing from {found:?}");
    }
}

#[test]
fn a_second_start_loads_nothing_loses_nothing_and_says_the_same_to_the_byte() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let first = start(&folder, &TWO).await;
        let (before, first_took, users) = (figures(&first).await, first.took, first.told.users.clone());
        first.end("INT").await;
        let second = start(&folder, &TWO).await;
        assert_eq!(figures(&second).await, before);
        let members =
            |users: &[federation_tests::program::User]| users.iter().map(|user| user.name.clone()).collect::<Vec<_>>();
        assert_eq!(members(&users), members(&second.told.users));
        println!("first start {first_took:?}, second {:?} (debug build, two countries)", second.took);
        assert!(second.took < first_took, "the second start is the quick one");
        // A token of the first start is still good: the members' keys are the same.
        let old = federation_tests::asker::Asker::new(&second.told.gateway.graphql, Some(&users[0].token));
        old.data("{ members { code } }", &json!({})).await;
        second.end("INT").await;
    });
}

#[test]
fn begun_anew_it_has_other_keys_and_the_same_official_totals() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let first = start(&folder, &["--countries", "GHA"]).await;
        let old = first.token("ghana-officer").to_owned();
        first.end("TERM").await;
        let marker = folder.path().join("federation/nodes/GHA/of-the-former-state");
        std::fs::write(&marker, "").unwrap();
        let second = start(&folder, &["--countries", "GHA", "--fresh"]).await;
        assert!(!marker.exists(), "the former state is removed");
        let asker = federation_tests::asker::Asker::new(&second.told.gateway.graphql, Some(&old));
        assert_eq!(asker.refused("{ members { code } }", &json!({})).await, ["UNAUTHENTICATED"]);
        let answer =
            second.asker("ghana-officer").compare(json!({ "dataset": "STOCK", "purpose": "COMPARISON" })).await;
        assert_eq!(answer.citation.releases, ["GHA-STOCK-2020-1"]);
        second.end("INT").await;
    });
}

#[test]
fn a_country_that_there_is_no_data_for_is_a_clear_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("federation");
    let output = fails(&state, &["--countries", "GHA,FRA"]);
    assert_eq!(
        said(&output).trim(),
        "compose: there is no data for FRA; there is for COL, CUB, DOM, GHA, GTM, MDA, PHL, VEN"
    );
    assert!(said(&fails(&state, &["--countries", "Ghana"])).contains("three capital letters"));
    assert!(said(&fails(&state, &["--port", "70000"])).contains("70000"));
    assert!(!state.exists(), "a start that cannot be leaves no state");
}

#[test]
fn a_folder_that_is_no_federations_is_neither_used_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let thesis = folder.path().join("thesis.txt");
    std::fs::write(&thesis, "years of work").unwrap();
    for words in [&["--port", "0"][..], &["--port", "0", "--fresh"]] {
        let output = fails(folder.path(), words);
        assert!(said(&output).contains("something else than a federation"), "{}", said(&output));
        assert_eq!(std::fs::read_to_string(&thesis).unwrap(), "years of work");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is added");
    }
}

#[test]
fn killed_outright_it_leaves_no_service_running() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let program = start(&folder, &TWO).await;
        let before = figures(&program).await;
        let children = program.children();
        assert_eq!(children.len(), 3);
        let (status, _) = program.end("KILL").await;
        assert_eq!(status.code(), None);
        assert_eq!(still_running(&children, SOON).await, [0; 0], "a service outlived the program");
        let again = start(&folder, &TWO).await;
        assert_eq!(figures(&again).await, before, "nothing is lost");
        again.end("INT").await;
    });
}

#[test]
fn killed_at_any_moment_of_its_first_start_it_goes_on_where_it_stopped() {
    run(async {
        // Close together at first, where stores are made; wider apart where files are loaded and releases cut.
        let mut faults = Vec::new();
        for after in [4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 50, 60, 90, 130, 180, 240, 310, 390] {
            let folder = tempfile::tempdir().unwrap();
            let state = folder.path().join("federation");
            let words = ["--port", "0", "--countries", "GHA,COL"];
            let mut child = command(executable(), &state, &words).spawn().unwrap();
            sleep(Duration::from_millis(after)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            let again = tokio::spawn(async move {
                let program = Program::start(executable(), &state, &TWO).await;
                figures(&program).await;
                let asked = json!({ "dataset": "STOCK", "countries": ["GHA"], "purpose": "COMPARISON" });
                let answer = program.asker("iom-analyst").compare(asked).await;
                assert_eq!(answer.of("GHA").figures[0].value, Some(1_004_324.0), "every row is loaded, none twice");
                program.end("INT").await;
            });
            if again.await.is_err() {
                faults.push(after);
            }
        }
        assert!(faults.is_empty(), "killed after {faults:?} ms it does not start again; the reasons stand above");
    });
}

#[test]
fn a_node_that_dies_is_an_absence_and_the_federation_goes_on() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let program = start(&folder, &TWO).await;
        let node = program.told.nodes.iter().find(|node| node.country == "GHA").unwrap().graphql.clone();
        let victim = program.children().into_iter().find(|id| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap();
            String::from_utf8_lossy(&line).contains("nodes/GHA")
        });
        std::process::Command::new("kill").arg("-KILL").arg(victim.unwrap().to_string()).status().unwrap();
        assert_eq!(still_running(&[victim.unwrap()], SOON).await, [0; 0], "{node}");
        let answer = program.asker("iom-analyst").compare(json!({ "dataset": "STOCK", "purpose": "COMPARISON" })).await;
        let outcomes: Vec<_> = answer.outcomes().into_iter().collect();
        assert_eq!(outcomes, [("COL", "ANSWERED"), ("GHA", "UNREACHABLE")]);
        let (status, _) = program.end("INT").await;
        assert_eq!(status.code(), Some(0));
    });
}

/// A port that is taken with what is given back, and behind which another is free: not among those that a system gives to whoever
/// asks for any (RFC 6335), for another test could be given the node's.
fn port_with_another() -> (TcpListener, String) {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap();
    let bind = |port: u16| TcpListener::bind(("127.0.0.1", port));
    let taken = (first..32_000).step_by(2).find_map(|port| Some((bind(port).ok()?, bind(port + 1).ok()?)));
    let (taken, _free) = taken.unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    (taken, port)
}

#[test]
fn the_port_that_is_named_is_the_gateways_and_one_in_use_is_a_clear_error() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let (taken, port) = port_with_another();
        let state = folder.path().join("federation");
        let output = fails(&state, &["--countries", "GHA", "--port", &port]);
        assert!(said(&output).contains("--port names another"), "{}", said(&output));
        assert!(!state.join("federation.json").exists(), "scripts are not told that it is ready");
        drop(taken);
        let command = command(executable(), &state, &["--countries", "GHA", "--port", &port]);
        let program = Program::run(command, &state).await;
        assert_eq!(program.told.gateway.graphql, format!("http://127.0.0.1:{port}/graphql"));
        program.end("INT").await;
    });
}
