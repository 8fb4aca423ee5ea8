//! A long list is handed out in parts, each of them whole; and of a long history no more is read for many letters than for one.

use super::handed::{LETTERS, called, lines, told};
use super::{CAMPAIGN, Person, command, persons, run, start, today};
use crate::ground::Ground;
use country_node::campaign::Campaigns;
use country_node::campaign::list::{List, MOST_AT_ONCE};
use country_node::directory::Directory;
use country_node::programme::change::Officer;
use schema::campaign::letter::Means;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The letters of a part of a list, and behind which one there are others.
async fn part(ground: &Ground, line: &str) -> (Vec<i64>, Option<i64>) {
    let output = command(ground, &format!("campaign by-hand vote TELEPHONE {line}")).output().await.unwrap();
    let [list, beside] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{beside}");
    let others = beside.trim().strip_prefix("there may be others: --after ").and_then(|of| of.split(' ').next());
    assert_eq!(others.is_none(), beside.is_empty(), "{beside}");
    (lines(&list).into_keys().collect(), others.map(|letter| letter.parse().unwrap()))
}

#[tokio::test]
async fn a_list_is_handed_out_in_as_many_parts_as_an_officer_wants_and_each_says_whether_there_are_others() {
    let ground = called().await;
    // Somebody in the midst does not agree any more: a part is as long as it was asked for all the same.
    ground.write("gone.csv", "person_id,event,at,purposes,audience\nP0003,WITHDRAWN,2026-02-01T00:00:00Z,,\n");
    run(&ground, "consents gone.csv").await.unwrap();
    let (one, others) = part(&ground, "--first 10 --by ama").await;
    assert_eq!((one.len(), others), (10, one.last().copied()));
    let (two, others) = part(&ground, "--first 10 --by kofi").await;
    assert_eq!((two.len(), others), (10, two.last().copied()));
    let (three, others) = part(&ground, "--first 10 --by ama").await;
    assert_eq!((three.len(), others), (3, None), "nothing is behind the last");
    let parts = [one, two, three];
    let all: BTreeSet<i64> = parts.iter().flatten().copied().collect();
    assert_eq!(all.len(), LETTERS - 1, "each letter is in one part");
    let kept: Vec<Vec<i64>> =
        told(&ground).await.into_iter().map(|(_, letters)| letters.into_iter().collect()).collect();
    assert_eq!(kept, parts, "each part is a step of the history");

    // What was handed out before is gone through part by part too, and comes to an end.
    let (mut again, mut after) = (Vec::new(), String::new());
    for _ in 0..3 {
        let (letters, others) = part(&ground, &format!("--again --first 9 {after} --by esi")).await;
        again.extend(letters);
        after = others.map_or_else(String::new, |letter| format!("--after {letter}"));
    }
    assert!(after.is_empty() && again.iter().eq(&all), "{again:?}");
    for first in [0, MOST_AT_ONCE + 1] {
        let refused = run(&ground, &format!("campaign by-hand vote TELEPHONE --again --first {first}")).await;
        assert_eq!(refused.unwrap_err(), "country-node: from 1 to 500 persons are told of at once");
    }
    run(&ground, "audit verify").await.unwrap();
}

#[tokio::test]
async fn two_officers_who_take_a_part_at_once_have_as_many_letters_as_they_want_and_none_together() {
    let ground = called().await;
    let ((ama, _), (kofi, _)) =
        tokio::join!(part(&ground, "--first 10 --by ama"), part(&ground, "--first 10 --by kofi"));
    assert_eq!((ama.len(), kofi.len()), (10, 10), "whoever is second has the next ones");
    let both: BTreeSet<i64> = ama.into_iter().chain(kofi).collect();
    assert_eq!(both.len(), 20);
    assert_eq!(told(&ground).await.len(), 2);
}

#[tokio::test]
async fn of_a_campaign_with_a_long_history_no_more_is_read_for_five_hundred_letters_than_for_one() {
    const MANY: usize = 2000;
    let ground = Ground::new().await.with_notices().await;
    let ids: Vec<String> = (0..MANY).map(|at| format!("P{at:04}")).collect();
    let person = |id| Person { id, email: "", telephone: "+34 600 000 000", purposes: "OUTREACH", language: "en" };
    persons(&ground, &ids.iter().map(|id| person(id.as_str())).collect::<Vec<_>>()).await;
    start(&ground, "vote", CAMPAIGN).await;
    let said = format!(
        "WITH RECURSIVE each(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM each WHERE number < {MANY}) \
         INSERT INTO campaign_event (campaign, step, at, officer, content) \
         SELECT 'vote', 'SAY', 1, 'operator', '{{\"letter\":' || number || ',\"said\":\"REACHED\"}}' FROM each"
    );
    ground.node.store.execute_unprepared(&said).await.unwrap();

    let read = Arc::new(Mutex::new(Vec::<Statement>::new()));
    let mut node = today(&ground).await;
    let statements = Arc::clone(&read);
    node.store.set_metric_callback(move |info| {
        if info.statement.sql.starts_with("SELECT") && info.statement.sql.contains("FROM \"campaign_event\"") {
            statements.lock().unwrap().push(info.statement.clone());
        }
    });
    let node = Arc::new(node);
    let directory = Arc::new(Directory::new(Arc::clone(&node), None, Arc::new(|| [7; 32])));
    let campaigns = Campaigns::new(node, directory).unwrap();
    let mut before = 0;
    for (first, expected) in [(1, 1), (MOST_AT_ONCE, MOST_AT_ONCE), (MOST_AT_ONCE, MOST_AT_ONCE)] {
        let list = List { campaign: "vote", means: Means::Telephone, again: false, after: 0, first };
        let handed = campaigns.by_hand(Officer::Named("ama"), list).await.unwrap();
        assert_eq!((handed.persons.len(), handed.more), (expected, true));
        let statements = std::mem::take(&mut *read.lock().unwrap());
        let mut events = Vec::new();
        for statement in statements {
            events.push(ground.node.store.query_all_raw(statement).await.unwrap().len());
        }
        // It was written, approved and started; each part is an event more.
        before += 1;
        assert_eq!(events, [3 + MANY + before, 2], "once for the list; and where it is kept, by what moved it alone");
    }
}
