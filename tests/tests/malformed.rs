//! Ten thousand malformed requests from a seed, at the real processes: nothing panics, nothing is a 500, memory stays, and the
//! next good request is answered.

use crate::world::run;
use federation_tests::carrier::Carrier;
use federation_tests::chance::Chance;
use federation_tests::comparison::COMPARE;
use federation_tests::link::gateway_tls;
use federation_tests::program::Program;
use schema::assertion::HEADER;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

const SEED: u64 = 20_261_125;
const WARM_UP: usize = 5000;
const REQUESTS: usize = 10_000;

/// How many are sent side by side.
const SIDE_BY_SIDE: usize = 8;

/// What an allocator may keep more of after a warm-up; a kilobyte lost a request would be ten times this in kilobytes.
const MOST_GROWTH_KIB: u64 = 8 * 1024;

/// How long a service may hesitate before the sender says that there is no more.
const HESITATION: Duration = Duration::from_millis(300);

/// The longest that one request may take.
const PATIENCE: Duration = Duration::from_mins(1);

const PIECES: [&str; 44] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "\\",
    ":",
    ",",
    "!",
    "$",
    "@",
    "...",
    "&",
    "|",
    "=",
    "#",
    "\u{0}",
    "\u{FEFF}",
    "é",
    "🏃",
    "null",
    "true",
    "-0",
    "1e999",
    "9999999999999999999999",
    "query",
    "mutation",
    "subscription",
    "fragment",
    "on",
    "__schema",
    "__type",
    "__typename",
    "compare",
    "comparing",
    "answers",
    "members",
    "input",
    "dataset: STOCK",
    "by: [SEX]",
    "@skip(if: true)",
];

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "FROB"];

const HEADERS: [&str; 16] = [
    "Content-Type: text/plain",
    "Content-Type: application/json; charset=\"",
    "Content-Type: \u{7f}",
    "Content-Encoding: gzip",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Accept: ;q=,,*/;q=2, text/html;q=0.0000",
    "Accept: text/event-stream",
    "Authorization: Bearer ....",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Expect: 100-continue",
    "Sec-Fetch-Site: cross-site",
    "Origin: null",
];

/// Whose tokens are used, and how a sound question to the service begins.
struct Target {
    address: String,
    tokens: Vec<String>,
    sound: String,
    /// Of a node, the gateway's word for a request, and its TLS.
    through: Option<(Carrier, TlsConnector)>,
}

/// One of some things.
fn one<'a, T>(chance: &mut Chance, things: &'a [T]) -> &'a T {
    &things[chance.below(things.len())]
}

fn soup(chance: &mut Chance) -> String {
    let count = 1 + chance.below(60);
    (0..count).flat_map(|_| [one(chance, &PIECES), " "]).collect()
}

fn nested(chance: &mut Chance) -> String {
    let (open, depth) = (*one(chance, &["{", "[", "(", "{a", "{\"a\":", "[[", "\"\"\""]), chance.below(5000));
    open.repeat(depth)
}

/// Some JSON of any shape.
fn value(chance: &mut Chance, depth: usize) -> Value {
    match chance.below(if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => json!(chance.happens(0.5)),
        2 => json!(chance.share() * 1e18 - 5e17),
        3 => json!(soup(chance)),
        4 => json!(*one(chance, &["STOCK", "SEX", "COMPARISON", "GHA", "", "\u{0}"])),
        5 => (0..chance.below(4)).map(|_| value(chance, depth - 1)).collect(),
        _ => {
            let names = ["input", "dataset", "by", "where", "countries", "purpose", "dimension", "in", "questions"];
            (0..chance.below(5)).map(|_| ((*one(chance, &names)).to_owned(), value(chance, depth - 1))).collect()
        }
    }
}

/// A body, sound in most of its parts and wrong somewhere.
fn body(chance: &mut Chance, sound: &str) -> Vec<u8> {
    match chance.below(7) {
        0 => json!({ "query": soup(chance) }).to_string().into_bytes(),
        1 => json!({ "query": nested(chance) }).to_string().into_bytes(),
        2 => nested(chance).into_bytes(),
        3 => json!({ "query": COMPARE, "variables": value(chance, 4) }).to_string().into_bytes(),
        4 => json!({ "query": value(chance, 1), "operationName": value(chance, 1), "extensions": value(chance, 2) })
            .to_string()
            .into_bytes(),
        5 => (0..chance.below(300)).map(|_| chance.bits().to_le_bytes()[0]).collect(),
        _ => {
            let mut bytes = sound.as_bytes().to_vec();
            for _ in 0..=chance.below(6) {
                if bytes.is_empty() {
                    break;
                }
                let at = chance.below(bytes.len());
                match chance.below(3) {
                    0 => bytes[at] = chance.bits().to_le_bytes()[0],
                    1 if bytes.len() > 1 => drop(bytes.remove(at)),
                    _ => bytes.truncate(at.max(1)),
                }
            }
            bytes
        }
    }
}

/// The bytes of a request that is not as it should be.
fn malformed(chance: &mut Chance, target: &Target) -> Vec<u8> {
    let body = body(chance, &target.sound);
    let method = if chance.happens(0.8) { "POST" } else { one(chance, &METHODS) };
    let query: String = if chance.happens(0.15) {
        let text = soup(chance);
        let escaped = text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        format!("?query={}&variables={}", escaped, one(chance, &["%7B", "7", "%FF", "%", "null", "%5B%5D"]))
    } else {
        String::new()
    };
    let mut head = format!("{method} /graphql{query} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n");
    let token = one(chance, &target.tokens);
    if chance.happens(0.9) {
        head.extend(["Authorization: Bearer ", token, "\r\n"]);
    }
    if let Some((carrier, _)) = target.through.as_ref().filter(|_| chance.happens(0.9)) {
        head.extend([HEADER, ": ", &carrier.word(token, &body), "\r\n"]);
    }
    if chance.happens(0.9) {
        head += "Content-Type: application/json\r\n";
    }
    for _ in 0..chance.below(3) * usize::from(chance.happens(0.4)) {
        head += *one(chance, &HEADERS);
        head += "\r\n";
    }
    let length = if chance.happens(0.95) { body.len() } else { chance.below(400) };
    head.extend(["Content-Length: ", &length.to_string(), "\r\n\r\n"]);
    let mut bytes = [head.into_bytes(), body].concat();
    if chance.happens(0.1) {
        let at = chance.below(bytes.len().min(120));
        bytes[at] = chance.bits().to_le_bytes()[0];
    }
    bytes
}

trait Both: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Both for T {}

/// Sends a request and gives back the status; 0 where the service hung up.
async fn status(target: &Target, request: &[u8]) -> u16 {
    let exchange = async {
        let connection = TcpStream::connect(&target.address).await.expect("the service takes connections");
        let mut connection: Pin<Box<dyn Both>> = match &target.through {
            Some((carrier, tls)) => {
                let name = door::tls::name::node(carrier.country).try_into().unwrap();
                Box::pin(tls.connect(name, connection).await.expect("the node believes the gateway"))
            }
            None => Box::pin(connection),
        };
        // A service that has seen enough may hang up in the middle.
        let _ = connection.write_all(request).await;
        let mut heard = Vec::new();
        if timeout(HESITATION, connection.read_to_end(&mut heard)).await.is_err() {
            // It waits for more of the request, or speaks on: there is no more, and nobody listens.
            let _ = connection.shutdown().await;
            let _ = connection.read_to_end(&mut heard).await;
        }
        heard
    };
    let shown = || String::from_utf8_lossy(request).into_owned();
    let heard = timeout(PATIENCE, exchange).await.unwrap_or_else(|_| panic!("no end of an answer to {}", shown()));
    let text = String::from_utf8_lossy(&heard);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    assert!(status != 500 && !text.contains("INTERNAL"), "this broke the service: {}\n{text}", shown());
    status
}

/// Sends so many requests of a seed, and counts the statuses.
async fn send(targets: &[Target], seed: u64, count: usize) -> BTreeMap<u16, usize> {
    let sent = AtomicUsize::new(0);
    let one_by_one = |lane: u64| {
        let sent = &sent;
        async move {
            let mut chance = Chance::new(seed.wrapping_mul(31).wrapping_add(lane));
            let mut found = BTreeMap::<u16, usize>::new();
            while sent.fetch_add(1, Ordering::Relaxed) < count {
                let target = one(&mut chance, targets);
                *found.entry(status(target, &malformed(&mut chance, target)).await).or_default() += 1;
            }
            found
        }
    };
    let lanes = (0..u64::try_from(SIDE_BY_SIDE).unwrap()).map(one_by_one);
    let mut found = BTreeMap::new();
    for (status, times) in futures_util::future::join_all(lanes).await.into_iter().flatten() {
        *found.entry(status).or_default() += times;
    }
    found
}

/// What the processes hold in memory, in KiB.
fn resident_kib(processes: &[u32]) -> u64 {
    let of = |id: &u32| {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("a number")
    };
    processes.iter().map(of).sum()
}

fn targets(program: &Program) -> Vec<Target> {
    let tokens: Vec<String> = program.told.users.iter().map(|user| user.token.clone()).collect();
    let target = |url: &str, sound: Value| Target {
        address: url.split('/').nth(2).unwrap().to_owned(),
        tokens: tokens.clone(),
        sound: sound.to_string(),
        through: None,
    };
    let question = json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" });
    let compare =
        target(&program.told.gateway.graphql, json!({ "query": COMPARE, "variables": { "input": question } }));
    let answers = "query($q: [QuestionInput!]!) { answers(questions: $q) { outcome figures { value } } }";
    let answers = json!({ "query": answers, "variables": { "q": [question] } });
    let nodes = program.told.nodes.iter().map(|node| {
        let carrier = program.carrier(node);
        let tls = TlsConnector::from(Arc::new(gateway_tls(&program.state, &carrier)));
        Target { through: Some((carrier, tls)), ..target(&node.graphql, answers.clone()) }
    });
    nodes.chain([compare]).collect()
}

#[test]
fn ten_thousand_malformed_requests_break_nothing_and_cost_no_memory() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let executable = Path::new(env!("CARGO_BIN_EXE_federation"));
        let program = Program::start(executable, &folder.path().join("federation"), &["--countries", "GHA,COL"]).await;
        let (targets, processes) = (targets(&program), program.children());
        send(&targets, SEED, WARM_UP).await;
        let before = resident_kib(&processes);
        let found = send(&targets, SEED + 1, REQUESTS).await;
        let after = resident_kib(&processes);
        println!("statuses {found:?}; {before} KiB before, {after} KiB after");
        assert_eq!(found.values().sum::<usize>(), REQUESTS);
        let refused: usize =
            found.iter().filter(|(status, _)| (400..500).contains(*status)).map(|(_, times)| times).sum();
        assert!(found.get(&0).is_none_or(|times| *times < REQUESTS / 10), "few are hung up on: {found:?}");
        assert!(refused > REQUESTS / 2, "most of these are no sound requests: {found:?}");
        assert!(found.get(&429).is_none_or(|times| *times < REQUESTS / 10), "few are turned away unread: {found:?}");
        assert!(after < before + MOST_GROWTH_KIB, "memory grew from {before} to {after} KiB");
        assert!(!program.errors().contains("panicked"), "{}", program.errors());
        let nodes = program.told.nodes.iter().map(|node| program.at_node(node, Some(&targets[0].tokens[0])));
        for (target, asker) in targets.iter().zip(nodes.chain([program.asker("iom-analyst")])) {
            let (status, text) = asker.send("application/json", target.sound.clone()).await;
            assert!(status.is_success() && text.contains("\"figures\"") && !text.contains("errors"), "{text}");
        }
        program.end("INT").await;
    });
}
