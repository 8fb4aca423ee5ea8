//! No letter is lost and none is sent twice, whenever the sender is killed.

use super::{CAMPAIGN, TO_ONE, command, count, many, no_orders, open, proof, run, start};
use crate::ground::Ground;
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often the sender is killed.
const KILLS: u64 = 100;

/// So many letters that they do not all go out before the last kill.
const LETTERS: usize = 1200;

/// The letters that nobody knows of, as they are settled until none is left.
async fn settled(ground: &Ground, until: Duration) -> String {
    let begun = Instant::now();
    loop {
        let said = run(ground, "campaign settle").await.unwrap();
        if said.ends_with(" 0 stay open") || begun.elapsed() > until {
            return said;
        }
        sleep(Duration::from_millis(500)).await;
    }
}

#[tokio::test]
async fn of_a_sender_that_is_killed_a_hundred_times_the_server_has_each_letter_exactly_once() {
    let Some((mut server, ground)) = open("a sender that is killed").await else { return };
    many(&ground, LETTERS).await;
    proof(&ground).await;
    start(&ground, "vote", CAMPAIGN).await;
    server.now(&json!({ "slow": 12 }));
    let begun = Instant::now();
    run(&ground, "campaign list").await.unwrap();
    let opening = u64::try_from(begun.elapsed().as_millis()).unwrap();
    let (mut random, mut cut) = (0x2545_F491_4F6C_DD1D_u64, 0);
    for _ in 0..KILLS {
        let mut child = command(&ground, "campaign send").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // A moment drawn anew each time, from before the first word with the server to a few letters later (xorshift64).
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        sleep(Duration::from_millis(opening / 2 + random % (opening + 150))).await;
        cut += u64::from(child.try_wait().unwrap().is_none());
        child.kill().await.unwrap();
    }
    assert_eq!(cut, KILLS, "a sender was through before it was killed");
    let open = run(&ground, "campaign open").await.unwrap().lines().filter(|line| line.contains("vote")).count();
    server.now(&no_orders());
    // What is not known stays where it is, while the others go out.
    run(&ground, "campaign send").await.unwrap();
    let offered = count(&ground, "vote", "OFFERED").await;
    // A letter of later shows that the log reaches past them.
    sleep(Duration::from_secs(6)).await;
    let one = CAMPAIGN.replace("Voting", "A last one");
    start(&ground, "last", &format!("{one}\n{TO_ONE}")).await;
    run(&ground, "campaign send").await.unwrap();
    let said = settled(&ground, Duration::from_mins(1)).await;
    assert!(said.ends_with(" 0 stay open"), "{said}");
    run(&ground, "campaign send").await.unwrap();

    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for of in server.taken().iter().filter(|of| of.text.contains("Voting")) {
        *times.entry(of.to[0].clone()).or_default() += 1;
        assert!(of.text.contains("say so"), "half a letter: {}", of.text);
    }
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times != 1).collect();
    println!("{KILLS} kills, {open} letters cut off while they were handed over, {offered} of them still open later");
    assert!(twice.is_empty(), "sent more than once: {twice:?}");
    assert_eq!(times.len(), LETTERS, "a letter is lost");
    assert_eq!(count(&ground, "vote", "SENT").await, LETTERS as u64);
    assert!(open > 0, "no kill fell between the intent and the answer: give the server more time");
}

#[tokio::test]
async fn a_letter_that_the_server_never_had_goes_out_at_once_when_the_log_can_tell() {
    let Some((mut server, ground)) = open("a letter that was never handed over").await else { return };
    many(&ground, 2).await;
    proof(&ground).await;
    start(&ground, "vote", CAMPAIGN).await;
    // As a crash leaves it between the intent and the first byte of the text.
    let offered = "UPDATE letter SET state = 'OFFERED', offered_at = at WHERE campaign = 'vote' AND number % 2 = 0";
    ground.node.store.execute_unprepared(offered).await.unwrap();
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("1 sent"));
    assert_eq!(run(&ground, "campaign settle").await.unwrap(), "0 were sent, 0 wait again, 1 stay open");
    sleep(Duration::from_secs(6)).await;
    start(&ground, "last", &format!("{}\n{TO_ONE}", CAMPAIGN.replace("Voting", "A last one"))).await;
    run(&ground, "campaign send").await.unwrap();
    assert_eq!(run(&ground, "campaign settle").await.unwrap(), "0 were sent, 1 wait again, 0 stay open");
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("1 sent"));
    let voting = server.taken().into_iter().filter(|of| of.text.contains("Voting")).map(|of| of.to[0].clone());
    let mut voting: Vec<String> = voting.collect();
    voting.sort();
    assert_eq!(voting, ["p0000@example.net", "p0001@example.net"], "each once, and none lost");
}

#[tokio::test]
async fn a_letter_whose_answer_never_came_waits_for_the_log_and_where_that_cannot_tell_for_an_officer() {
    let Some((mut server, ground)) = open("a mail server that hangs up").await else { return };
    many(&ground, 3).await;
    proof(&ground).await;
    start(&ground, "vote", CAMPAIGN).await;
    server.now(&json!({ "hangUp": 1 }));
    let said = run(&ground, "campaign send").await.unwrap();
    assert_eq!(said, "2 sent, 0 refused, 0 later, 0 withheld, 1 of which nobody knows yet");
    assert!(run(&ground, "campaign send").await.unwrap().starts_with("0 sent"), "what is not known is not sent again");
    assert_eq!(run(&ground, "campaign settle").await.unwrap(), "1 were sent, 0 wait again, 0 stay open");
    assert_eq!((server.taken().len(), count(&ground, "vote", "SENT").await), (4, 3));

    start(&ground, "again", CAMPAIGN).await;
    server.now(&json!({ "hangUp": 1 }));
    run(&ground, "campaign send").await.unwrap();
    let open = run(&ground, "campaign open").await.unwrap();
    let number = open.split("  ").next().unwrap();
    let early = run(&ground, &format!("campaign settle {number} --taken")).await.unwrap_err();
    assert!(early.starts_with("country-node: the mail server may still be at it: it is settled from "), "{early}");
    // The log is begun anew, and says nothing of what was before.
    let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
    let log = config.split("files = [\"").nth(1).unwrap().split('"').next().unwrap();
    sleep(Duration::from_secs(6)).await;
    std::fs::write(log, "2026-01-01T00:00:00Z begun anew\n").unwrap();
    assert_eq!(run(&ground, "campaign settle").await.unwrap(), "0 were sent, 0 wait again, 1 stay open");
    let none = run(&ground, &format!("campaign settle {number}")).await.unwrap_err();
    assert_eq!(none, "country-node: --taken or --not-taken: expected what the mail server has");
    run(&ground, &format!("campaign settle {number} --taken --by ama")).await.unwrap();
    let history = run(&ground, "campaign history again").await.unwrap();
    let last: Vec<&str> = history.lines().rev().take(2).collect();
    assert!(
        last[1].contains("  SETTLE  ")
            && !last[1].contains("ama")
            && last[0] == format!("  {{\"letter\":{number},\"taken\":true}}"),
        "{history}"
    );
    assert_eq!((count(&ground, "again", "SENT").await, server.taken().len()), (3, 7));
}

#[tokio::test]
async fn an_officer_who_settles_a_letter_is_told_where_it_stands_then() {
    let Some((_server, ground)) = open("settled letters of a campaign that stopped").await else { return };
    many(&ground, 3).await;
    start(&ground, "vote", CAMPAIGN).await;
    let offered = "UPDATE letter SET state = 'OFFERED', offered_at = at - 100";
    ground.node.store.execute_unprepared(offered).await.unwrap();
    let settle = async |number: u64, word: &str| run(&ground, &format!("campaign settle {number} --{word}")).await;
    assert_eq!(settle(1, "not-taken").await.unwrap(), "letter 1 WAITING");
    run(&ground, "campaign move vote STOP --by ama").await.unwrap();
    assert_eq!(settle(2, "not-taken").await.unwrap(), "letter 2 CANCELLED", "it never goes out");
    assert_eq!(settle(3, "taken").await.unwrap(), "letter 3 SENT");
    assert_eq!((count(&ground, "vote", "CANCELLED").await, count(&ground, "vote", "SENT").await), (2, 1));
}
