//! Letters that officers carry: each is in one officer's hands, and what is cut off or fails hands out nothing.

use super::{CAMPAIGN, Person, command, count, persons, run, start};
use crate::ground::Ground;
use crate::person::contacts;
use country_node::campaign::Campaigns;
use country_node::campaign::change::Does;
use country_node::campaign::list::{AT_ONCE, List};
use country_node::directory::Directory;
use country_node::intake::consents;
use country_node::programme::change::Officer;
use node_migration::{Migrator, MigratorTrait};
use node_rules::campaign::content::Campaign;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::Step;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tokio::time::sleep;

pub(super) const LETTERS: usize = 24;

/// A campaign to persons who are all called.
pub(super) async fn called() -> Ground {
    let ground = Ground::new().await.with_notices().await;
    let ids: Vec<String> = (0..LETTERS).map(|at| format!("P{at:04}")).collect();
    let person = |id| Person { id, email: "", telephone: "+34 600 000 000", purposes: "OUTREACH", language: "en" };
    persons(&ground, &ids.iter().map(|id| person(id.as_str())).collect::<Vec<_>>()).await;
    start(&ground, "vote", CAMPAIGN).await;
    ground
}

/// The lines of a list without its header, each by the letter's number.
pub(super) fn lines(list: &str) -> BTreeMap<i64, Vec<String>> {
    let cells = list.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    cells.map(|cells| (cells[0].parse().unwrap(), cells)).collect()
}

/// The list that an officer takes.
async fn taken(ground: &Ground, officer: &str, again: &str) -> BTreeMap<i64, Vec<String>> {
    let list = run(ground, &format!("campaign by-hand vote TELEPHONE --by {officer} {again}")).await.unwrap();
    let more = if again.is_empty() { "" } else { ",handed_at,handed_to" };
    assert_eq!(list.lines().next().unwrap(), format!("letter,language,name,telephone{more}"));
    lines(&list)
}

/// Which letters went to whom, by the campaign's history.
pub(super) async fn told(ground: &Ground) -> Vec<(String, BTreeSet<i64>)> {
    let history = run(ground, "campaign history vote").await.unwrap();
    let lines: Vec<&str> = history.lines().collect();
    let handed = lines.windows(2).filter(|pair| pair[0].contains("  HAND  "));
    let event = |pair: &[&str]| {
        let says: Value = serde_json::from_str(pair[1].trim()).unwrap();
        assert_eq!(says["means"], "TELEPHONE");
        let letters = says["letters"].as_array().unwrap().iter().map(|letter| letter.as_i64().unwrap());
        (pair[0].rsplit("  ").next().unwrap().to_owned(), letters.collect())
    };
    handed.map(event).collect()
}

fn pseudonym(ground: &Ground, officer: &str) -> String {
    ground.node.keys.users().of(ground.node.config.country, officer).as_str().to_owned()
}

#[tokio::test]
async fn two_officers_who_take_a_list_at_once_have_each_letter_once_between_them() {
    let ground = called().await;
    let (ama, kofi) = tokio::join!(taken(&ground, "ama", ""), taken(&ground, "kofi", ""));
    let [ama, kofi] = [ama, kofi].map(|list| list.into_keys().collect::<BTreeSet<i64>>());
    assert!(ama.is_disjoint(&kofi), "both would call {:?}", ama.intersection(&kofi));
    assert_eq!(ama.len() + kofi.len(), LETTERS);
    assert_eq!(taken(&ground, "esi", "").await.len(), 0, "there is nothing left");
    let mut expected: Vec<(String, BTreeSet<i64>)> =
        [("ama", ama), ("kofi", kofi)].map(|(officer, letters)| (pseudonym(&ground, officer), letters)).into();
    expected.retain(|(_, letters)| !letters.is_empty());
    let mut found = told(&ground).await;
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "who has which stands in the history, and of an empty list nothing");
    let log = run(&ground, "audit list").await.unwrap();
    assert_eq!(log.matches("vote  HAND").count(), found.len(), "{log}");
    run(&ground, "audit verify").await.unwrap();
}

#[tokio::test]
async fn a_list_that_is_asked_for_again_says_in_whose_hands_a_letter_was_until_somebody_said_what_came_of_it() {
    let ground = called().await;
    let first = taken(&ground, "ama", "").await;
    let (ama, kofi) = (pseudonym(&ground, "ama"), pseudonym(&ground, "kofi"));
    let again = taken(&ground, "kofi", "--again").await;
    assert!(again.keys().eq(first.keys()) && again.values().all(|cells| cells[5] == ama), "{again:?}");
    let history = run(&ground, "campaign history vote").await.unwrap();
    let at = history.lines().find(|line| line.contains("  HAND  ")).unwrap().split("  ").next().unwrap().to_owned();
    assert!(again.values().all(|cells| cells[4] == at), "{again:?}");
    let again = taken(&ground, "ama", "--again").await;
    assert!(again.values().all(|cells| cells[5] == kofi), "it was in the hands of the last one");

    let numbers: Vec<i64> = first.into_keys().collect();
    for (number, word) in [(numbers[0], "REACHED"), (numbers[1], "NOT_REACHED"), (numbers[2], "NO_MORE")] {
        run(&ground, &format!("campaign said {number} {word} --by ama")).await.unwrap();
    }
    for (number, is_out) in [(numbers[0], false), (numbers[3], true)] {
        let person = again[&number][2].replace("Name of ", "");
        let held = run(&ground, &format!("person export --person {person}")).await.unwrap();
        assert_eq!(held.contains("\"handedAt\""), is_out, "the person is told of it: {held}");
    }
    let anew = taken(&ground, "kofi", "").await;
    assert!(anew.keys().eq([&numbers[1]]), "who was not reached is handed out anew: {anew:?}");
    assert_eq!(taken(&ground, "ama", "").await.len(), 0, "and once");
    let again = taken(&ground, "ama", "--again").await;
    assert!(again.keys().eq(&numbers[1..2].iter().chain(&numbers[3..]).copied().collect::<BTreeSet<_>>()));
    assert_eq!(again[&numbers[1]][5], kofi);
    // What was said of a letter last holds, whoever has it.
    run(&ground, &format!("campaign said {} NOT_REACHED --by ama", numbers[0])).await.unwrap();
    assert!(taken(&ground, "kofi", "").await.keys().eq([&numbers[0]]));
    run(&ground, "audit verify").await.unwrap();
}

#[tokio::test]
async fn who_withdrew_after_a_list_was_taken_is_on_none_that_is_asked_for_again() {
    let ground = called().await;
    let first = taken(&ground, "ama", "").await;
    let gone = first.values().find(|cells| cells[2] == "Name of P0007").unwrap()[0].parse::<i64>().unwrap();
    ground.write("gone.csv", "person_id,event,at,purposes,audience\nP0007,WITHDRAWN,2026-02-01T00:00:00Z,,\n");
    run(&ground, "consents gone.csv").await.unwrap();
    let again = taken(&ground, "kofi", "--again").await;
    assert_eq!((again.len(), again.contains_key(&gone)), (LETTERS - 1, false));
    assert!(!told(&ground).await[1].1.contains(&gone), "nor is it kept that it was handed out");
    assert_eq!(count(&ground, "vote", "HANDED").await, LETTERS as u64, "that it was handed to the first stays so");
}

#[tokio::test]
async fn nobody_is_told_of_one_whose_consent_ends_while_a_list_is_drawn_up() {
    let ground = Ground::new().await.with_notices().await;
    let header = "person_id,name,address,email,telephone\n";
    contacts(&ground, &format!("{header}ana,Ana,,,+34 600 000 001\nbea,Bea,,,+34 600 000 002\n")).await;
    let row = |id| format!("{id},GIVEN,2026-01-01T00:00:00Z,OUTREACH,IOM,2027-01-15T09:00:00Z\n");
    let header = "person_id,event,at,purposes,audience,valid_until\n";
    let file = ground.write("consents.csv", format!("{header}{}{}", row("ana"), row("bea")));
    consents::load(&ground.node, &file).await.unwrap();
    // Two hours pass when the contact of the second is to be opened: the first's is open by then.
    let node = Arc::new(ground.reopened().await);
    let (drawn, passes_at) = (AtomicU8::new(0), Arc::new(AtomicU8::new(u8::MAX)));
    let (now, at) = (ground.shared_now(), Arc::clone(&passes_at));
    let random = move || {
        let number = drawn.fetch_add(1, Ordering::SeqCst);
        if at.load(Ordering::SeqCst) == number {
            now.fetch_add(7200, Ordering::SeqCst);
        } else if at.load(Ordering::SeqCst) == 0 {
            at.store(number + 1, Ordering::SeqCst);
        }
        [number; 32]
    };
    let directory = Arc::new(Directory::new(Arc::clone(&node), None, Arc::new(random)));
    let campaigns = Campaigns::new(node, directory).unwrap();
    let content: Campaign = toml::from_str(CAMPAIGN).unwrap();
    for (officer, does) in
        [("ama", Does::Write(content)), ("kofi", Does::Move(Step::Approve)), ("ama", Does::Move(Step::Start))]
    {
        campaigns.act(Officer::Named(officer), "vote", does, None).await.unwrap();
    }
    passes_at.store(0, Ordering::SeqCst);
    let list = List { campaign: "vote", means: Means::Telephone, again: false, after: 0, first: AT_ONCE };
    let told = campaigns.by_hand(Officer::Named("ama"), list).await.unwrap();
    assert_eq!((told.persons.len(), told.more), (0, false));
    let by_state = campaigns.reach("vote").await.unwrap().by_state;
    let expected = [(LetterState::Withheld, 1), (LetterState::ByHand, 1)];
    assert_eq!(by_state, expected.into(), "the first agreed until the step in which it would have been kept");
    let history = campaigns.history("vote").await.unwrap();
    assert!(history.iter().all(|event| event.step != "HAND"));
}

#[tokio::test]
async fn of_a_list_that_cannot_be_written_down_nobody_is_told_and_no_letter_is_handed_out() {
    let ground = called().await;
    let full = "CREATE TRIGGER full BEFORE INSERT ON audit_entry WHEN NEW.event = 'CAMPAIGN' \
                BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    ground.node.store.execute_unprepared(full).await.unwrap();
    let output = command(&ground, "campaign by-hand vote TELEPHONE --by ama").output().await.unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(count(&ground, "vote", "BY_HAND").await, LETTERS as u64);
    assert_eq!(told(&ground).await, []);
    ground.node.store.execute_unprepared("DROP TRIGGER full").await.unwrap();
    assert_eq!(taken(&ground, "kofi", "").await.len(), LETTERS);
}

#[tokio::test]
async fn a_list_that_is_cut_off_whenever_it_is_is_handed_out_whole_or_not_at_all() {
    let ground = called().await;
    let mut cut = 0;
    for moment in 0.. {
        let line = "campaign by-hand vote TELEPHONE --by ama";
        let mut child = command(&ground, line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(3 * moment)).await;
        child.kill().await.unwrap();
        let (handed, told) = (count(&ground, "vote", "HANDED").await, told(&ground).await);
        assert_eq!(told.iter().map(|(_, letters)| letters.len() as u64).sum::<u64>(), handed);
        if handed > 0 {
            assert_eq!(handed, LETTERS as u64, "a part is handed out");
            break;
        }
        cut += 1;
    }
    assert!(cut > 0, "it was through before it was cut off");
    assert_eq!(taken(&ground, "kofi", "--again").await.len(), LETTERS, "whoever saw no list asks for it again");
}

#[tokio::test]
async fn letters_that_were_handed_over_under_a_former_version_are_in_somebodys_hands() {
    let ground = called().await;
    let first = taken(&ground, "ama", "").await;
    let at = |name: &str| Migrator::migrations().iter().rev().position(|change| change.name() == name).unwrap();
    let steps = u32::try_from(at("m0029_handed") + 1).unwrap();
    Migrator::down(&ground.node.store, Some(steps)).await.unwrap();
    Migrator::up(&ground.node.store, None).await.unwrap();
    assert_eq!(taken(&ground, "kofi", "").await.len(), 0);
    let again = taken(&ground, "kofi", "--again").await;
    assert!(again.keys().eq(first.keys()));
    assert!(
        again.values().all(|cells| !cells[4].is_empty() && cells[5].is_empty()),
        "it is not known whose: {again:?}"
    );
}
