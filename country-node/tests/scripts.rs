//! What an officer types of scripts' tokens, and who may exchange one at the node's own port.

use crate::ground::{Ground, NOW, code, gateway_key, member_key, token};
use crate::serving::{Serving, assertion};
use door::key_file;
use node_rules::audit::entry::{Entry, Event};
use reqwest::Client;
use schema::assertion::HEADER;
use schema::role::Role;
use schema::script::{Errand, Exchanged, Secret};
use schema::seal::SecretKey;
use sea_orm::EntityTrait;
use serde_json::json;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::process::Command;

async fn run(ground: &Ground, arguments: &str) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).args(arguments.split_whitespace()).kill_on_drop(true).stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.output().await.unwrap();
    (status.success(), String::from_utf8([stdout, stderr].concat()).unwrap().trim().to_owned())
}

/// Colombia's node, with the key that its tokens are signed with, by the machine's clock as the commands are.
async fn ground() -> Ground {
    let ground = Ground::new().await;
    ground.later(node_rules::clock::system()() - NOW);
    key_file::write(&ground.path().join("token.key"), &member_key("COL").to_text()).unwrap();
    ground
}

fn errand(body: &str, from: i64) -> Errand {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let id = format!("errand-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    Errand::new(crate::ground::GATEWAY, code("COL"), body.as_bytes(), (id, from))
}

/// What the node says to whoever presents a secret with this word; the status and the body.
async fn presented(serving: &Serving, body: &str, word: Option<String>) -> (u16, String) {
    let request = Client::new().post(serving.url().replace("/graphql", "/token")).body(body.to_owned());
    let request = word.into_iter().fold(request, |request, word| request.header(HEADER, word));
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn an_officer_issues_lists_and_revokes_by_commands_and_the_log_has_no_secret() {
    let ground = ground().await;
    let (done, secret) = run(&ground, "token issue report --by officer-1 --role analyst --days 9").await;
    assert!(done && Secret::read(&secret).is_some(), "{secret}");
    for wrong in [
        "report --by o --role analyst",
        "b --by o --role officer",
        "B --by o --role analyst",
        "c --by o --role analyst --days 0",
    ] {
        assert!(!run(&ground, &format!("token issue {wrong}")).await.0, "{wrong}");
    }
    let (_, listed) = run(&ground, "token list").await;
    assert!(
        listed.starts_with("report  analyst  in use  by officer-1") && listed.ends_with("last used never"),
        "{listed}"
    );
    assert!(!listed.contains(&secret[10..]), "{listed}");
    assert!(run(&ground, "token revoke report").await.0 && !run(&ground, "token revoke report").await.0);
    assert!(run(&ground, "token list").await.1.starts_with("report  analyst  revoked"));
    let (done, own) = run(&ground, "token --user ana --role officer").await;
    assert!(done && own.split('.').count() == 3, "a user's token is printed as ever: {own}");
    let (_, log) = run(&ground, "audit list").await;
    for written in ["token issue", "token list", "token revoke", "report"] {
        assert!(log.contains(written), "{written}: {log}");
    }
    assert!(!log.contains(&secret[10..]), "{log}");
}

#[tokio::test]
async fn a_gateway_alone_exchanges_a_secret_each_word_once_and_every_refusal_is_written_down() {
    let ground = ground().await;
    let (_, secret) = run(&ground, "token issue report --by officer-1 --role observer --days 9").await;
    let serving = Serving::start(&ground).await;
    let now = ground.now();
    let body = json!({ "secret": secret }).to_string();
    let sign = |errand: Errand| Some(errand.sign(&gateway_key()).unwrap());
    let word = sign(errand(&body, now));
    let (status, text) = presented(&serving, &body, word.clone()).await;
    assert_eq!(status, 200, "{text}");
    let Exchanged { until, token: given } = serde_json::from_str(&text).unwrap();
    assert!(until > now && until <= ground.now() + 60 && given.split('.').count() == 3);
    let stranger = SecretKey::from_random([77; 32]);
    let analyst = token(&member_key("GHA"), "GHA", Role::Analyst, now - 10);
    for (what, word) in [
        ("the same word again", word),
        ("no word", None),
        ("a stranger's key", Some(errand(&body, now).sign(&stranger).unwrap())),
        ("a user's token", Some(analyst.clone())),
        ("a word for a question", Some(assertion(&analyst, body.as_bytes(), now).sign(&gateway_key()).unwrap())),
        ("another request", sign(errand("{}", now))),
        ("another node", sign(Errand { country: code("GHA"), ..errand(&body, now) })),
        ("too old", sign(errand(&body, now - 120))),
    ] {
        let (status, text) = presented(&serving, &body, word).await;
        assert_eq!((status, text.as_str()), (403, r#"{"code":"FORBIDDEN"}"#), "{what}");
    }
    let other = json!({ "secret": Secret::from_random(code("COL"), [9; 32]).text() }).to_string();
    assert_eq!(presented(&serving, &other, sign(errand(&other, now))).await.0, 401);
    for (body, status) in [("nonsense".to_owned(), 400), (format!("\"{}\"", "x".repeat(1000)), 413)] {
        assert_eq!(presented(&serving, &body, sign(errand(&body, now))).await.0, status);
    }
    serving.stop().await;
    let rows = country_node::store::audit_entry::Entity::find().all(&ground.node.store).await.unwrap();
    let events: Vec<Event> = rows.iter().map(|row| Entry::from_text(&row.entry).unwrap().event).collect();
    let forbidden =
        events.iter().filter(|event| matches!(event, Event::Refused { by: None, code } if code == "FORBIDDEN"));
    assert_eq!(forbidden.count(), 8);
    assert!(
        events.iter().any(|event| matches!(event, Event::TokenRefused { token: None, why, .. } if why == "UNKNOWN"))
    );
}
