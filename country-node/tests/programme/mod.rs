//! A programme of skills transfer at a real node: from files to a donor report, and what officers do.
//!
//! - [`year`]: 280 needs, 500 candidates and 272 placements, worked out a second time by `figures.py` from the same files.
//! - [`released`]: the same year as a wave that releases are cut from; [`tables`]: the same year written as tables again;
//!   [`loaded_anew`]: tables over what stands there; [`filled`]: positions that were filled, told in its record.
//! - [`desk`]: what is refused, consent, and erasure; [`judged`]: ids that are judged one person's; [`commands`]: the same as an
//!   officer types it; [`at_desk`]: the same over GraphQL; [`as_commanded`]: and what commands do beside.

mod as_commanded;
mod at_desk;
mod commands;
mod desk;
mod drawn;
mod filled;
mod judged;
mod loaded_anew;
mod released;
mod tables;
mod year;

use crate::ground::Ground;
use country_node::directory::Directory;
use country_node::directory::change::Wisher;
use country_node::programme::Programmes;
use country_node::programme::change::Officer;
use country_node::programme::file::{FileFault, Loaded};
use country_node::programme::mapping::Mapping;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

const OFFICER: Officer<'static> = Officer::Named("ana");

/// The programmes of a node, with one that is called `trqn`.
async fn programmes(ground: &Ground) -> Programmes {
    let node = Arc::new(ground.reopened().await);
    let drawn = AtomicU8::new(0);
    let random = move || [drawn.fetch_add(1, Ordering::SeqCst); 32];
    let directory = Arc::new(Directory::new(Arc::clone(&node), None, Arc::new(random)));
    let record = json!([{
        "kind": "PROGRAMME", "id": "trqn", "publish": false, "visibility": "MEMBERS",
        "spans": [{ "says": {
            "names": [{ "language": "eng", "text": "Temporary return of qualified nationals" }], "model": "TRQN",
            "donors": ["IOM Development Fund"], "requestedBy": "COL",
            "phases": [
                { "phase": "1", "from": "2025-01", "until": "2025-06", "budget": { "amount": "1500000.00", "currency": "USD" } },
                { "phase": "2", "from": "2025-07", "until": "2025-12" },
            ],
            "sectors": ["P", "Q"], "origins": ["COL"], "destinations": ["ESP", "USA", "ITA"],
        } }],
    }]);
    let file = ground.write("trqn.json", record.to_string());
    let officer = Wisher::Own(OFFICER);
    directory.load_json(officer, &file).await.unwrap();
    Programmes::new(node, directory)
}

/// A mapping of a kind, of columns that are called as their fields; `;` stands between several values of `LISTS`.
fn mapping(kind: &str, header: &str) -> String {
    const LISTS: [&str; 5] = ["languages", "occupations", "sectors", "fields", "modes"];
    const NUMBERS: [&str; 5] = ["skillLevel", "years", "days", "positions", "leastYears"];
    let mut mapping = format!("version = 1\nprogramme = \"trqn\"\nkind = \"{kind}\"\n");
    for column in header.trim().split(',') {
        mapping += &format!("[[field]]\nof = \"{column}\"\ncolumn = \"{column}\"\n");
        if LISTS.contains(&column) {
            mapping += "split = \";\"\n";
        }
        if NUMBERS.contains(&column) {
            mapping += "number = true\n";
        }
    }
    mapping
}

/// Loads a table whose columns are called as their fields, and leaves it in the node's folder.
async fn load(ground: &Ground, programmes: &Programmes, kind: &str, table: &str) -> Result<Loaded, FileFault> {
    let name = format!("{}.csv", kind.to_lowercase());
    ground.write(&name, table);
    let mapping = Mapping::from_toml(&mapping(kind, table.lines().next().unwrap()))?;
    programmes.load(OFFICER, (&name, table.as_bytes().to_vec()), &mapping).await
}

/// Consents to be matched, of these persons.
async fn consents(ground: &Ground, rows: impl Iterator<Item = (String, &'static str, &'static str)>) {
    let rows: String = rows
        .map(|(person, event, at)| {
            let agreed = if event == "WITHDRAWN" { "," } else { "PROGRAMME_MATCHING,OWN_GOVERNMENT" };
            format!("{person},{event},{at},{agreed}\n")
        })
        .collect();
    let file = ground.write("consents.csv", format!("person_id,event,at,purposes,audience\n{rows}"));
    country_node::intake::consents::load(&ground.node, &file).await.unwrap();
}
