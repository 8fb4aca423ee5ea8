//! Makes a node's folder: configuration, keys and an empty store.

use crate::config::{self, Config};
use crate::node::{Node, NodeFault};
use door::key_file;
use node_rules::clock::Clock;
use std::path::Path;

/// Fills 32 bytes from a cryptographic source.
pub type Randomness<'a> = &'a mut (dyn FnMut(&mut [u8; 32]) + Send);

/// Makes the folder of a new node. The policy and the membership document must stand where the configuration says.
pub async fn init(folder: &Path, config: &Config, random: Randomness<'_>, clock: Clock) -> Result<Node, NodeFault> {
    let file = |path: &Path, error| NodeFault::File(path.to_owned(), error);
    std::fs::create_dir_all(folder).map_err(|error| file(folder, error))?;
    own(folder).map_err(|error| file(folder, error))?;
    let path = folder.join(config::FILE);
    if path.exists() {
        return Err(NodeFault::Exists(folder.to_owned()));
    }
    for key in [&config.record_secret, &config.signing_key] {
        let mut bytes = [0; 32];
        random(&mut bytes);
        key_file::make(&folder.join(key), bytes)?;
    }
    let text = toml::to_string(config).unwrap_or_default();
    // The configuration is written last: a folder without it is no node yet.
    std::fs::write(&path, text).map_err(|error| file(&path, error))?;
    Node::open(folder, clock).await
}

/// Lets only its owner into a folder: the store in it holds persons.
fn own(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
