//! `serve`.

use super::{Failure, say};
use crate::node::Node;
use crate::serve::Running;
use clap::Args;
use door::serve::{asked_to_stop, input_closed};

#[derive(Args, Debug)]
pub struct Serve {
    /// Stop as soon as standard input closes: for a parent that starts nodes.
    #[arg(long)]
    until_input_closes: bool,
}

impl Serve {
    pub async fn run(self, node: Node) -> Result<(), Failure> {
        let running = Running::start(node).await?;
        say(&running.graphql())?;
        let with_parent = self.until_input_closes;
        let stop = async move {
            tokio::select! {
                () = asked_to_stop() => {}
                () = input_closed(), if with_parent => {}
            }
        };
        Ok(running.serve(stop).await?)
    }
}
