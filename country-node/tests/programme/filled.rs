//! How many positions of a year were filled, as others are told it.

use super::OFFICER;
use super::desk::small;
use super::year::year;
use crate::ground::Ground;
use country_node::directory::Directory;
use country_node::node::Node;
use country_node::programme::Programmes;
use schema::directory::programme::FillRate;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test]
async fn positions_and_those_that_were_filled_stand_in_the_programmes_record_in_whole_tens() {
    let ground = Ground::new().await;
    let (programmes, report) = year(&ground).await;
    let told = programmes.tell(OFFICER, "trqn").await.unwrap();
    assert_eq!(programmes.programme("trqn").await.unwrap().1.phases, told);
    for (phase, of) in told.iter().zip(report["phases"].as_array().unwrap()) {
        assert!(phase.filled.is_some_and(|filled| filled % 10 == 0), "{phase:?}");
        let exactly = of["figures"]["fillRate"]["value"].as_f64().unwrap();
        let FillRate { lower, upper, .. } = phase.filled_of_positions().unwrap();
        assert!(lower <= exactly && exactly <= upper && upper - lower < 0.1, "{exactly} in {lower} to {upper}");
    }
    let positions: u32 = told.iter().filter_map(|phase| phase.positions).sum();
    assert_eq!(u64::from(positions), report["whole"]["needs"].as_u64().unwrap(), "each need is of one");
}

#[tokio::test]
async fn what_an_officer_writes_into_the_record_while_positions_are_told_is_kept() {
    let ground = Ground::new().await;
    drop(small(&ground).await);
    let record = std::fs::read_to_string(ground.path().join("trqn.json")).unwrap();
    ground.write("edited.json", record.replace("IOM Development Fund", "A foundation"));
    // The clock is looked at between the record's reading and its writing; then another officer is faster.
    let (is_due, folder, now) = (Arc::new(AtomicBool::new(false)), ground.path().to_owned(), ground.shared_now());
    let due = Arc::clone(&is_due);
    let clock = move || {
        if due.swap(false, Ordering::SeqCst) {
            let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
            command.current_dir(&folder).args(["directory", "load", "edited.json", "--by", "kofi"]);
            let output = command.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        now.load(Ordering::SeqCst)
    };
    let node = Arc::new(Node::open(ground.path(), Arc::new(clock)).await.unwrap());
    let directory = Arc::new(Directory::new(Arc::clone(&node), None, Arc::new(|| [200; 32])));
    let programmes = Programmes::new(node, directory);
    let donors = async || programmes.programme("trqn").await.unwrap().1.donors;
    assert_eq!(donors().await, ["IOM Development Fund"]);
    is_due.store(true, Ordering::SeqCst);
    let refused = programmes.tell(OFFICER, "trqn").await.unwrap_err();
    assert!(!is_due.load(Ordering::SeqCst) && refused.to_string().contains("read it again"), "{refused}");
    assert_eq!(donors().await, ["A foundation"], "what the officer wrote stands");
    let told = programmes.tell(OFFICER, "trqn").await.unwrap();
    assert_eq!(told.iter().map(|phase| phase.positions).collect::<Vec<_>>(), [Some(2), Some(0)]);
    assert_eq!(donors().await, ["A foundation"]);
}
