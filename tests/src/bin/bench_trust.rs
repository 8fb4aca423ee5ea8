//! What trust costs: the processor time of a warm comparison with mutual TLS and signatures, beside the same without.
//!
//! TLS is left out by a start without it (`--without-tls`). Signatures cannot be left out, so what they take is measured by
//! itself, on the same answers: the gateway's word is signed and read, each answer is signed and verified.

use federation_tests::carrier::Carrier;
use federation_tests::measurement::{print_table, shown};
use federation_tests::program::{IS_THE_PROGRAM, Program};
use schema::answer::NodeAnswer;
use schema::ask::QuestionInput;
use schema::assertion::Assertion;
use schema::member::{Membership, Pin};
use schema::seal::SecretKey;
use schema::statement::{Said, sign, verify};
use serde_json::{Value, json};
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::Instant;

/// How often each is measured, in turns: what else the machine does meanwhile falls on both.
const ROUNDS: u32 = 20;
/// Comparisons of one round.
const REQUESTS: u32 = 100;
const COUNTRIES: u32 = 8;

const TABLE: &str = "query($input: CompareInput!) { compare(input: $input) { \
    countries { country { name } outcome figures { codes { code label } value lower upper share status } } \
    combined { figures { codes { code label } value lower upper share } } coverage { expected answered } } }";

const ANSWER: &str = "query($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason answeredAt signature \
    figures { codes value lower upper status respondents standardError protectionError base } source { release dataset \
    referencePeriod publishedAt title producer note populationBasis unit mechanism method bound consentShare \
    fits { dimension fit note } signature } } }";

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::var_os(IS_THE_PROGRAM).is_some() {
        return compose::run().await;
    }
    let folder = tempfile::tempdir().unwrap();
    let executable = std::env::current_exe().unwrap();
    let head = ["comparison of eight countries", "with trust", "TLS", "signatures", "without", "trust adds"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let tables = [("STOCK by SEX", "SEX"), ("STOCK by DESTINATION", "DESTINATION")];
    let plain = Program::start(&executable, &folder.path().join("plain"), &["--without-tls"]).await;
    let program = Program::start(&executable, &folder.path().join("tls"), &[]).await;
    for (what, by) in tables {
        let (mut plain_took, mut with) = (Duration::ZERO, Duration::ZERO);
        for round in 0..=ROUNDS {
            let took = (processor(&plain, by).await, processor(&program, by).await);
            // The first round warms up.
            if round > 0 {
                (plain_took, with) = (plain_took + took.0, with + took.1);
            }
        }
        let requests = ROUNDS * REQUESTS;
        let (plain_took, with) = (plain_took / requests, with / requests);
        let signatures = signatures(&program, by).await * COUNTRIES;
        let without = plain_took.saturating_sub(signatures);
        let added = 100.0 * (with.as_secs_f64() / without.as_secs_f64() - 1.0);
        let times = [with, with.saturating_sub(plain_took), signatures, without].map(shown);
        rows.push([vec![what.to_owned()], times.to_vec(), vec![format!("{added:.0} %")]].concat());
    }
    plain.end("INT").await;
    program.end("INT").await;
    print_table(&rows);
    ExitCode::SUCCESS
}

/// The processor time that gateway and nodes take for so many warm comparisons.
async fn processor(program: &Program, by: &str) -> Duration {
    let asker = program.asker("iom-analyst");
    let variables = json!({ "input": { "dataset": "STOCK", "by": [by], "purpose": "COMPARISON" } });
    let children = program.children();
    let before = taken(&children);
    for _ in 0..REQUESTS {
        let text = asker.text(TABLE, &variables).await;
        assert!(text.contains("\"answered\":8"), "{text}");
    }
    taken(&children).saturating_sub(before)
}

/// What processes took so far, in steps of a hundredth of a second (`utime` and `stime` of proc(5)).
fn taken(processes: &[u32]) -> Duration {
    let of = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(10 * ticks)
    };
    processes.iter().map(of).sum()
}

/// What the signatures of one country's part take.
async fn signatures(program: &Program, by: &str) -> Duration {
    let node = &program.told.nodes[0];
    let token = program.token("iom-analyst");
    let question: QuestionInput = serde_json::from_value(json!({
        "dataset": "STOCK", "measure": { "kind": "PERSONS", "of": null }, "by": [by], "where": [], "shareWithin": [],
        "at": null, "purpose": "COMPARISON"
    }))
    .unwrap();
    let mut data = program.at_node(node, Some(token)).data(ANSWER, &json!({ "q": [question] })).await;
    let answer: NodeAnswer = serde_json::from_value(data["answers"][0].take()).unwrap();
    let said = Said { country: node.country.parse().unwrap(), asked_by: "IOM".parse().unwrap(), question: &question };
    let members = members(&program.state);
    let key = SecretKey::from_random([1; 32]);
    let carrier = program.carrier(node);
    let body = serde_json::to_vec(&Value::from(ANSWER)).unwrap();
    let now = (carrier.clock)();
    let identity = schema::token::verify(token, &members, &schema::token::KeySets::default(), now).unwrap();
    let caller = (&identity, token);
    let word = carrier.word(token, &body);
    let keys = members.node_keys(said.country);
    verify(said, &answer, keys).unwrap();
    read(&word, &members, &carrier, caller, &body, now);
    timed(|| drop(black_box(sign(said, answer.clone(), &key))))
        + timed(|| black_box(verify(said, &answer, keys)).unwrap())
        + timed(|| drop(black_box(carrier.word(token, &body))))
        + timed(|| read(&word, &members, &carrier, caller, &body, now))
}

fn read(
    word: &str,
    members: &Membership,
    carrier: &Carrier,
    caller: (&schema::token::Identity, &str),
    body: &[u8],
    now: i64,
) {
    black_box(Assertion::verify(Some(word), members, carrier.country, caller, body, now).unwrap());
}

fn members(state: &Path) -> Membership {
    let registrar = door::key_file::read(&state.join("keys/registrar.key")).unwrap().public();
    Pin::to(&registrar).accept(&std::fs::read_to_string(state.join("members.toml")).unwrap()).unwrap().0
}

/// How long one of these takes, in the mean of a thousand.
fn timed(work: impl Fn()) -> Duration {
    (0..100).for_each(|_| work());
    let began = Instant::now();
    (0..1000).for_each(|_| work());
    began.elapsed() / 1000
}
