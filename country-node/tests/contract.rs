//! The schema on disk is the one that the node speaks.

use std::path::Path;

#[test]
fn the_sdl_on_disk_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/country-node.graphql");
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        on_disk == country_node::graphql::sdl(),
        "the contract has changed; if that is meant: cargo run -p country-node -- schema > schema/country-node.graphql"
    );
}
