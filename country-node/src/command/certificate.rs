//! `certificate`: takes the certificate that the registrar sent, with the key that it was asked for.

use super::{Failure, say};
use crate::node::Node;
use clap::Args;
use door::key_file;
use door::tls::identity::{Files, Identity};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Certificate {
    /// The certificate (PEM).
    file: PathBuf,
}

impl Certificate {
    pub fn run(self, node: &Node) -> Result<(), Failure> {
        let files = node.config.tls.clone().ok_or("the node has asked for no certificate; `join` does")?;
        let next = files.key.with_extension("key.next");
        let key = std::fs::read_to_string(node.folder.join(&next))?;
        let certificate = std::fs::read_to_string(&self.file)?;
        // They must fit before anything in use is touched.
        let given = std::path::absolute(&self.file)?;
        Identity::open(&Files { certificate: given, key: next.clone() }, &node.folder)?;
        key_file::write(&node.folder.join(&files.key), &key)?;
        key_file::write(&node.folder.join(&files.certificate), &certificate)?;
        std::fs::remove_file(node.folder.join(next))?;
        say("the certificate is in use; a serving node takes it within a second")
    }
}
