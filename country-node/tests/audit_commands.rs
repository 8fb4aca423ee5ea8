//! The log on the command line, as an officer reads it; and a node that is killed in the middle of its answers.

use crate::ground::{Ground, NOW, SURVEY, gateway_key, member_key, survey, token};
use crate::serving::{ANSWERS, assertion, by};
use schema::assertion::HEADER;
use schema::role::Role;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

fn command(ground: &Ground, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).args(arguments.split_whitespace()).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

async fn run(ground: &Ground, arguments: &str) -> (i32, String) {
    let Output { status, stdout, stderr } = command(ground, arguments).output().await.unwrap();
    (status.code().unwrap(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

/// The gateway's word for a request to such a node.
fn worded(token: &str, body: &str) -> String {
    assertion(token, body.as_bytes(), node_rules::clock::system()()).sign(&gateway_key()).unwrap()
}

/// A node that lives by the machine's clock, as the real program does.
async fn ground() -> Ground {
    let ground = Ground::new().await;
    ground.later(node_rules::clock::system()() - NOW);
    ground.write("survey.toml", SURVEY);
    ground.write("Ana Gomez.csv", survey(60));
    ground.write("survey.csv", survey(60));
    ground
}

/// The listed lines, without numbers, times and users.
async fn listed(ground: &Ground, arguments: &str) -> Vec<String> {
    let (code, said) = run(ground, arguments).await;
    assert_eq!(code, 0, "{said}");
    let short = |line: &str| -> String {
        let words = line.split_whitespace().skip(2).filter(|word| word.len() != 22);
        words.collect::<Vec<_>>().join(" ")
    };
    said.lines().map(short).collect()
}

#[tokio::test]
async fn what_the_operator_does_is_listed_with_its_outcome_and_no_word_of_his_own() {
    let ground = ground().await;
    for arguments in [
        "import survey.csv --mapping survey.toml",
        "import nowhere/Gomez.csv --mapping survey.toml --replace",
        "consents survey.csv",
        "consent give --person Gomez --purposes STATISTICS,RESEARCH --audience MEMBER_GOVERNMENTS",
        "consent may --person Gomez --purpose OUTREACH --audience IOM",
        "consent key",
        "release --period 2024",
        "release --period Gómez",
        "recall COL-SURVEY-2024-1 --reason Gomez --withhold",
    ] {
        run(&ground, arguments).await;
    }
    assert_eq!(
        listed(&ground, "audit list").await,
        [
            "COMMANDED import dataset=SURVEY DONE",
            "COMMANDED import dataset=SURVEY replace=yes FAILED",
            "COMMANDED consents FAILED",
            "COMMANDED consent give DONE",
            "COMMANDED consent may DONE",
            "COMMANDED consent key DONE",
            "COMMANDED release period=2024 DONE",
            "PUBLISHED COL-SURVEY-2024-1",
            "COMMANDED release period=not written down FAILED",
            "COMMANDED recall release=COL-SURVEY-2024-1 withhold=yes DONE",
            "RECALLED COL-SURVEY-2024-1 nothing in its place",
        ]
    );
    let (code, said) = run(&ground, "audit verify").await;
    assert!(
        code == 0
            && said.starts_with("20 entries stand as they were written, signed up to entry 20 of ")
            && said.ends_with("0 events of institutional records, programmes and campaigns are as it tells\n"),
        "{said}"
    );
    let (_, exported) = run(&ground, "audit export").await;
    for secret in ["Gomez", "nowhere", &std::env::var("USER").unwrap_or_else(|_| "no user".into())] {
        assert!(!exported.contains(secret), "{secret} stands in the log");
    }
}

#[tokio::test]
async fn an_export_can_be_checked_by_anyone_line_by_line() {
    let ground = ground().await;
    run(&ground, "import survey.csv --mapping survey.toml").await;
    run(&ground, "release").await;
    let (_, exported) = run(&ground, "audit export").await;
    let mut previous = json!("");
    for (line, number) in exported.lines().zip(1..) {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&line["number"], &line["previous"]), (&json!(number), &previous));
        let linked = json!({ "entry": line["entry"], "number": number, "previous": previous });
        let digest = schema::seal::digest(&schema::seal::canonical(&linked).unwrap());
        assert_eq!(line["digest"], json!(digest), "the digest is of the canonical JSON of entry, number and previous");
        previous = line["digest"].clone();
    }
    assert_eq!(exported.lines().count(), 5);
}

#[tokio::test]
async fn a_checkpoint_that_is_kept_elsewhere_finds_what_is_gone_here() {
    let ground = ground().await;
    assert_eq!(
        run(&ground, "audit checkpoint").await,
        (1, "country-node: the log is empty: there is nothing to sign yet\n".into())
    );
    run(&ground, "consent key").await;
    let (code, kept) = run(&ground, "audit checkpoint").await;
    let signed: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        (code, &signed["checkpoint"]["country"], &signed["checkpoint"]["number"]),
        (0, &json!("COL"), &json!(2))
    );
    ground.write("kept.json", &kept);
    let (code, said) = run(&ground, "audit verify --checkpoint kept.json").await;
    assert!(code == 0 && said.starts_with("2 entries stand"), "{said}");
    let store = &ground.node.store;
    for change in [
        "DROP TRIGGER audit_entry_is_not_removed",
        "DROP TRIGGER audit_checkpoint_is_not_removed",
        "DELETE FROM audit_entry WHERE number = 2",
        "DELETE FROM audit_checkpoint",
    ] {
        store.execute_unprepared(change).await.unwrap();
    }
    let (code, said) = run(&ground, "audit verify").await;
    assert!(code == 0 && said.contains("none of them is signed yet") && said.contains("never closed"), "{said}");
    let (code, said) = run(&ground, "audit verify --checkpoint kept.json").await;
    assert!(code == 1 && said.starts_with("entry 2: it is missing: the log was cut off here"), "{said}");
    ground.write("kept.json", "{}");
    let (code, said) = run(&ground, "audit verify --checkpoint kept.json").await;
    assert!(code == 1 && said.starts_with("country-node: kept.json: "), "{said}");
}

/// Starts the real program and says where it listens.
async fn serve(ground: &Ground) -> (tokio::process::Child, String) {
    let mut serving = command(ground, "serve --until-input-closes").spawn().unwrap();
    let mut url = String::new();
    BufReader::new(serving.stdout.as_mut().unwrap()).read_line(&mut url).await.unwrap();
    (serving, url.trim().to_owned())
}

#[tokio::test]
async fn a_node_killed_while_it_answers_leaves_a_log_that_stands_and_the_next_one_goes_on_with_it() {
    let ground = ground().await;
    run(&ground, "import survey.csv --mapping survey.toml").await;
    ground.consent(&(0..60).map(crate::ground::person_id).collect::<Vec<_>>(), "GIVEN", ground.now() - 100).await;
    run(&ground, "release").await;
    let analyst = token(&member_key("GHA"), "GHA", Role::Analyst, ground.now() - 60);
    for round in 0..4 {
        let (mut serving, url) = serve(&ground).await;
        let askers: Vec<_> = (0..4)
            .map(|_| {
                let (url, analyst) = (url.clone(), analyst.clone());
                let body = json!({ "query": ANSWERS, "variables": { "q": vec![by(&["SEX", "AGE"]); 8] } }).to_string();
                tokio::spawn(async move {
                    let client = reqwest::Client::new();
                    let mut answered = 0;
                    loop {
                        let asked = client.post(&url).header("authorization", format!("Bearer {analyst}"));
                        let asked = asked.header(HEADER, worded(&analyst, &body));
                        let asked = asked.header("content-type", "application/json").body(body.clone());
                        let Ok(answer) = asked.send().await else { return answered };
                        let Ok(answer) = answer.text().await else { return answered };
                        answered += answer.matches("\"ANSWERED\"").count();
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(150 + 37 * round)).await;
        serving.kill().await.unwrap();
        let answered: usize =
            futures_util::future::join_all(askers).await.into_iter().map(|answered| answered.unwrap()).sum();
        let (code, said) = run(&ground, "audit verify").await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("never closed"), "that it was killed while it served shows: {said}");
        let told = listed(&ground, "audit list --member GHA").await;
        let in_log = told.iter().filter(|line| line.contains("COMPARISON ANSWERED COL-SURVEY-2024-1")).count();
        assert!(answered > 0 && in_log >= answered, "{answered} answers were heard and {in_log} are written down");
    }
}

#[tokio::test]
async fn the_list_is_of_a_member_a_purpose_and_a_time() {
    let ground = ground().await;
    let (serving, url) = serve(&ground).await;
    for (member, purpose) in [("GHA", "COMPARISON"), ("IOM", "RESEARCH"), ("GHA", "RESEARCH")] {
        let token = token(&member_key(member), member, Role::Analyst, ground.now() - 60);
        let question = json!({ "dataset": "SURVEY", "by": ["SEX"], "purpose": purpose });
        let body = json!({ "query": ANSWERS, "variables": { "q": [question] } }).to_string();
        let asked = reqwest::Client::new().post(&url).header("authorization", format!("Bearer {token}"));
        let asked = asked.header(HEADER, worded(&token, &body));
        asked.header("content-type", "application/json").body(body).send().await.unwrap();
    }
    drop(serving);
    let asked = |member: &str, purpose: &str| {
        format!(
            "ASKED {member} analyst {purpose} NOT_PUBLISHED {{\"at\":null,\"by\":[\"SEX\"],\"dataset\":\"SURVEY\",\"measure\":\
             {{\"kind\":\"PERSONS\",\"of\":null}},\"purpose\":\"{purpose}\",\"shareWithin\":[],\"where\":[]}}"
        )
    };
    assert_eq!(
        listed(&ground, "audit list --member GHA").await,
        [asked("GHA", "COMPARISON"), asked("GHA", "RESEARCH")]
    );
    assert_eq!(
        listed(&ground, "audit list --purpose RESEARCH --since 2020-01-01").await,
        [asked("IOM", "RESEARCH"), asked("GHA", "RESEARCH")]
    );
    assert_eq!(listed(&ground, "audit list --since 2100-01-01T00:00:00Z").await, [""; 0]);
    let (_, said) = run(&ground, "audit list --member GHA").await;
    let (_, user) = run(&ground, "audit user --member GHA --name ana").await;
    assert!(said.contains(user.trim()), "an officer finds a user whose name the member tells: {said}");
    for arguments in ["audit list --purpose LOVE", "audit list --since soon", "audit list --member ghana"] {
        assert_eq!(run(&ground, arguments).await.0, 2, "{arguments}");
    }
}
