//! Makes a node's folder: configuration, keys and an empty store.

use crate::config::{self, Config};
use crate::node::{Node, NodeFault};
use node_rules::clock::Clock;
use schema::seal::SecretKey;
use std::io::Write;
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
        let path = folder.join(key);
        let mut bytes = [0; 32];
        random(&mut bytes);
        secret(&path, &SecretKey::from_random(bytes).to_text()).map_err(|error| file(&path, error))?;
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

/// Writes a file that only its owner reads. One that is there is kept: a secret is never lost by starting again.
fn secret(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
