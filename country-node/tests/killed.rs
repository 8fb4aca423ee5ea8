//! An import that is killed leaves the former state: the real program, ended without a word at several moments.

use crate::ground::{Ground, SURVEY, counts, survey};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

const MANY: usize = 100_000;
const LOADED: [u64; 3] = [1, MANY as u64, 0];

/// A node with a large file that waits to be imported.
async fn waiting() -> Ground {
    let ground = Ground::new().await;
    ground.write("survey.toml", SURVEY);
    ground.write("survey.csv", survey(MANY));
    ground
}

fn import(ground: &Ground, options: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).args(["import", "survey.csv", "--mapping", "survey.toml"]).args(options);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap()
}

/// How long a whole import takes here and now.
async fn whole() -> Duration {
    let ground = waiting().await;
    let begun = Instant::now();
    assert!(import(&ground, &[]).wait().await.unwrap().success());
    assert_eq!(counts(&ground.reopened().await).await, LOADED);
    begun.elapsed()
}

/// Waits until the store's log has grown this far, or the child has ended.
async fn grown(ground: &Ground, child: &mut Child, bytes: u64) {
    let log = ground.path().join("node.db-wal");
    while child.try_wait().unwrap().is_none() && std::fs::metadata(&log).map_or(0, |log| log.len()) < bytes {
        sleep(Duration::from_millis(1)).await;
    }
}

/// Kills imports at moments spread over the time that a whole one takes, and as soon as the store's log grows.
/// Each leaves the former state, or, where it came too late, the whole file.
async fn killed_at_several_moments(ground: &Ground, options: &[&str], former: [u64; 3]) {
    let (whole, before) =
        (whole().await, std::fs::metadata(ground.path().join("node.db-wal")).map_or(0, |log| log.len()));
    let mut stood = 0;
    for tenths in [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 9] {
        let mut child = import(ground, options);
        if tenths == 10 {
            grown(ground, &mut child, before + 256 * 1024).await;
        } else {
            sleep(whole * tenths / 10).await;
        }
        child.kill().await.unwrap();
        let found = counts(&ground.reopened().await).await;
        if found != former {
            assert_eq!(found, LOADED, "killed after {tenths} tenths: a part of the file is loaded");
            break;
        }
        stood += 1;
    }
    assert!(stood >= 3, "the import was over before it could be killed: give it more rows");
}

#[tokio::test]
async fn an_import_that_is_killed_loads_nothing_and_the_next_one_succeeds() {
    let ground = waiting().await;
    killed_at_several_moments(&ground, &[], [0; 3]).await;
    if counts(&ground.node).await == [0; 3] {
        assert!(import(&ground, &[]).wait().await.unwrap().success(), "the next import must succeed");
    }
    assert_eq!(counts(&ground.reopened().await).await, LOADED);
    let again = import(&ground, &[]).wait().await.unwrap();
    assert!(!again.success(), "what is loaded is not loaded twice");
}

#[tokio::test]
async fn a_replacement_that_is_killed_keeps_the_former_wave() {
    let ground = waiting().await;
    let former = ground.write("former.csv", survey(100).replace("\nP", "\nFormer"));
    ground.import(SURVEY, &former).await.unwrap();
    killed_at_several_moments(&ground, &["--replace"], [1, 100, 0]).await;
    assert!(import(&ground, &["--replace"]).wait().await.unwrap().success(), "the next replacement must succeed");
    assert_eq!(counts(&ground.reopened().await).await, LOADED);
}
