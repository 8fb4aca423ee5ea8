//! Nodes that are stopped, hang or answer nonsense: a named absence, the rest delivered, and back again.

use crate::world::run;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use door::connection::Patience;
use door::serve::Listening;
use federation_tests::comparison::Comparison;
use federation_tests::federation::Federation;
use serde_json::json;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

const DEADLINE: Duration = Duration::from_millis(1500);

/// What a busy machine may take beyond the deadline to put the answer together.
const LEEWAY: Duration = Duration::from_secs(3);

async fn three() -> (TempDir, Federation) {
    let folder = tempfile::tempdir().unwrap();
    let deadline = u64::try_from(DEADLINE.as_millis()).unwrap();
    let federation = Federation::start(&folder.path().join("federation"), &["GHA", "MDA", "PHL"], deadline).await;
    (folder, federation)
}

async fn asked(federation: &Federation) -> (Comparison, Duration) {
    let began = Instant::now();
    let asked = json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" });
    (federation.asker("iom-analyst").compare(asked).await, began.elapsed())
}

/// Ghana is absent in this way, and says so in the one place and the other; Moldova and the Philippines answer.
fn assert_only_ghana_is(answer: &Comparison, outcome: &str) {
    let outcomes: Vec<(&str, &str)> = answer.outcomes().into_iter().collect();
    assert_eq!(outcomes, [("GHA", outcome), ("MDA", "ANSWERED"), ("PHL", "ANSWERED")]);
    assert_eq!((answer.coverage.expected, answer.coverage.answered), (3, 2));
    let [absent] = answer.coverage.absent.as_slice() else { panic!("one country is absent") };
    assert_eq!((absent.country.name.as_str(), absent.outcome.as_str()), ("Ghana", outcome));
    assert!(absent.reason.as_ref().is_some_and(|reason| reason.contains("Ghana")), "{absent:?}");
    assert!(answer.of("GHA").figures.is_empty() && answer.of("GHA").source.is_none());
    assert_eq!(answer.citation.releases, ["MDA-STOCK-2020-1", "PHL-STOCK-2020-1"]);
    for (nth, together) in answer.together().figures.iter().enumerate() {
        let rest = ["MDA", "PHL"].map(|code| answer.of(code).figures[nth].value.unwrap());
        assert_eq!(together.value, Some(rest[0] + rest[1]), "the sum is that of those who answered");
    }
}

fn assert_all_answer(answer: &Comparison) {
    assert_eq!((answer.coverage.expected, answer.coverage.answered, answer.coverage.absent.len()), (3, 3, 0));
}

#[test]
fn a_node_that_is_stopped_is_unreachable_and_started_again_it_answers() {
    run(async {
        let (_folder, federation) = three().await;
        let (before, _) = asked(&federation).await;
        assert_all_answer(&before);
        federation.stop_node("GHA").await;
        let (answer, took) = asked(&federation).await;
        assert_only_ghana_is(&answer, "UNREACHABLE");
        assert!(took < DEADLINE, "a closed port is known at once, not after {took:?}");
        federation.start_node("GHA").await;
        let (after, _) = asked(&federation).await;
        assert_all_answer(&after);
        assert_eq!(after.citation, before.citation);
        federation.stop().await;
    });
}

#[test]
fn a_node_that_hangs_is_timed_out_at_the_deadline_and_holds_up_nobody_else() {
    run(async {
        let (_folder, federation) = three().await;
        federation.stop_node("GHA").await;
        let listener = TcpListener::bind(federation.node("GHA")).await.unwrap();
        let hangs = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((connection, _)) = listener.accept().await {
                held.push(connection);
            }
        });
        let (answer, took) = asked(&federation).await;
        assert_only_ghana_is(&answer, "TIMED_OUT");
        assert!((DEADLINE..DEADLINE + LEEWAY).contains(&took), "took {took:?}");
        end(hangs).await;
        federation.start_node("GHA").await;
        assert_all_answer(&asked(&federation).await.0);
        federation.stop().await;
    });
}

async fn end(task: JoinHandle<()>) {
    task.abort();
    let _ = task.await;
}

/// Ghana's node, with its own certificate, that says whatever it is told.
async fn says(federation: &Federation, status: StatusCode, body: String) -> (oneshot::Sender<()>, JoinHandle<()>) {
    let router = Router::new().route("/graphql", post(move || async move { (status, body) }));
    let tls = federation.tls_of("GHA");
    let listening = Listening::on(&federation.node("GHA").to_string()).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async move { drop(stopped.await) };
    (stop, tokio::spawn(listening.serve_over(tls, router, Patience::USUAL, stopped)))
}

#[test]
fn a_node_that_answers_nonsense_is_incompatible_whatever_the_nonsense() {
    run(async {
        let (_folder, federation) = three().await;
        federation.stop_node("GHA").await;
        let node = |country: &str, contract: &str| json!({ "country": country, "contract": contract, "version": "1" });
        let claims = json!({ "outcome": "TIMED_OUT", "reason": null, "figures": [], "source": null });
        let data =
            |node: serde_json::Value, answers| json!({ "data": { "node": node, "answers": answers } }).to_string();
        let nonsense = [
            (StatusCode::OK, "<html>Welcome to nginx!</html>".to_owned()),
            (StatusCode::OK, String::new()),
            (StatusCode::OK, "null".to_owned()),
            (StatusCode::OK, "{}".to_owned()),
            (StatusCode::BAD_GATEWAY, "{\"data\":null}".to_owned()),
            (StatusCode::OK, "[".repeat(100_000)),
            (StatusCode::OK, data(node("GHA", "diaspora-hub/99"), json!([]))),
            (StatusCode::OK, data(node("PHL", schema::CONTRACT), json!([]))),
            (StatusCode::OK, data(node("GHA", schema::CONTRACT), json!([]))),
            (StatusCode::OK, data(node("GHA", schema::CONTRACT), json!([claims]))),
        ];
        for (status, body) in nonsense {
            let shown: String = body.chars().take(90).collect();
            let (stop, node) = says(&federation, status, body).await;
            let (answer, _) = asked(&federation).await;
            println!("{status} {shown}: {}", answer.of("GHA").outcome);
            assert_only_ghana_is(&answer, "INCOMPATIBLE");
            stop.send(()).unwrap();
            node.await.unwrap();
        }
        federation.start_node("GHA").await;
        assert_all_answer(&asked(&federation).await.0);
        federation.stop().await;
    });
}

#[test]
fn another_countrys_node_in_its_place_is_not_taken_for_it() {
    run(async {
        let (_folder, federation) = three().await;
        federation.stop_node("GHA").await;
        federation.stop_node("MDA").await;
        let impostor = federation.start_node_at("MDA", "GHA").await;
        let (answer, _) = asked(&federation).await;
        let ghana = answer.of("GHA");
        let said = "The node of Ghana and this gateway do not believe each other's certificates.";
        assert_eq!((ghana.outcome.as_str(), ghana.reason.as_deref()), ("UNREACHABLE", Some(said)));
        assert_eq!(answer.of("PHL").outcome, "ANSWERED");
        impostor.stop().await;
        federation.stop().await;
    });
}

#[test]
fn with_nobody_left_there_is_an_answer_that_says_so() {
    run(async {
        let (_folder, federation) = three().await;
        for country in ["GHA", "MDA", "PHL"] {
            federation.stop_node(country).await;
        }
        let (answer, _) = asked(&federation).await;
        assert!(answer.outcomes().into_values().all(|outcome| outcome == "UNREACHABLE"));
        assert_eq!((answer.coverage.answered, answer.coverage.absent.len()), (0, 3));
        assert!(answer.combined.is_none() && answer.citation.releases.is_empty());
        federation.stop().await;
    });
}
