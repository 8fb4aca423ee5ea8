//! A file of consent events is appended whole, or not at all and every fault is reported.

use super::ground::{Ground, NOW, runtime};
use super::import::is_a_report;
use country_node::intake::consents::load;
use country_node::intake::load::LoadFault;
use country_node::store::consent_event;
use std::cell::RefCell;
use std::sync::Arc;
use tokio::runtime::Runtime;

thread_local! {
    static GROUND: (Runtime, RefCell<Option<Ground>>) = {
        let runtime = runtime();
        let ground = runtime.block_on(Ground::new(Arc::new(|| NOW)));
        (runtime, RefCell::new(Some(ground)))
    };
}

/// The law.
pub fn holds(bytes: &[u8]) {
    GROUND.with(|(runtime, kept)| {
        runtime.block_on(async {
            let ground = kept.borrow_mut().take().expect("a law that did not hold ends the run");
            let path = ground.write("consents.csv", bytes);
            let appended = load(&ground.node, &path).await;
            let stored = ground.count::<consent_event::Entity>().await;
            match appended {
                Ok(count) => {
                    assert_eq!(stored, count, "what is said to be appended is what is stored");
                    let rows = csv::ReaderBuilder::new().flexible(true).from_reader(bytes).into_byte_records().count();
                    assert_eq!(count, rows as u64, "every row is an event");
                }
                Err(LoadFault::Report(report)) => {
                    is_a_report(&report, bytes);
                    assert_eq!(stored, 0, "whole or not at all");
                }
                Err(other) => panic!("a file cannot make this happen: {other:?}"),
            }
            kept.replace(Some(if stored > 0 { ground.emptied().await } else { ground }));
        });
    });
}
