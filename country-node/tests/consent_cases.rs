//! Each folder of `consents`: a consent file, what is stored before it where that matters, why it is there, and what must be
//! said of it or stored. The clock says 2027-01-15T08:00:00Z, and the notices are those of notices.sample.toml.

use crate::ground::{Ground, folders};
use country_node::consent::history;
use country_node::intake::consents::{load, name};
use country_node::intake::load::LoadFault;
use node_rules::clock::text;
use node_rules::consent::Recorded;
use std::path::Path;

#[tokio::test]
async fn every_consent_file_is_reported_or_stored_as_it_says() {
    folders::hold(folders::all("consents", 18), "consents-", |case| async move { outcome(&case).await }).await;
}

async fn outcome(case: &Path) -> String {
    let ground = Ground::new().await.with_notices().await;
    let before = case.join("stored.csv");
    if before.exists() {
        load(&ground.node, &before).await.unwrap();
    }
    let former = stored(&ground).await;
    match load(&ground.node, &case.join("events.csv")).await {
        Ok(events) => format!("{events} events appended\n{}", stored(&ground).await),
        Err(LoadFault::Report(report)) => {
            assert_eq!(stored(&ground).await, former, "{}: a report, and yet something is stored", case.display());
            report.to_string().replace(&format!("{}/", case.display()), "")
        }
        Err(other) => panic!("{}: {other}", case.display()),
    }
}

/// What is stored of P1 to P9.
async fn stored(ground: &Ground) -> String {
    let mut text = String::new();
    for person in (1..=9).map(|number| format!("P{number}")) {
        let events = history::of(&ground.node.store, &ground.node.keys.of(&person).0).await.unwrap();
        text.extend(events.iter().map(|(_, recorded)| shown(&person, recorded)));
    }
    text
}

fn shown(person: &str, recorded: &Recorded) -> String {
    let Recorded { event, shown, method, recorded_at } = recorded;
    let purposes: Vec<String> = event.purposes.iter().map(|purpose| name(*purpose)).collect();
    let parts = [
        Some(format!("{person} {}", text(event.at))),
        Some(event.kind.name().to_owned()),
        event.kind.agrees().then(|| format!("{} for {}", purposes.join(" "), name(event.audience))),
        event.valid_until.map(|until| format!("until {}", text(until))),
        shown.as_ref().map(|shown| format!("{} in {}", shown.notice, shown.language)),
        method.map(|method| method.name().to_owned()),
        recorded_at.map(|at| format!("recorded {}", text(at))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ") + "\n"
}
