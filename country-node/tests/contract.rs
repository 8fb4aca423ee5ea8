//! The schemas on disk are those that the node speaks.

use std::path::Path;

#[test]
fn the_sdls_on_disk_are_current() {
    for (file, flag, sdl) in [
        ("country-node.graphql", "", country_node::graphql::sdl()),
        ("country-desk.graphql", " --desk", country_node::desk::graphql::sdl()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema").join(file);
        let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            on_disk == sdl,
            "the contract has changed; if that is meant: cargo run -p country-node -- schema{flag} > schema/{file}"
        );
    }
}
