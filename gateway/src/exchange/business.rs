//! One request's business with the nodes, for its caller: sent to the country that it is with, which decides.

use crate::absence::Absence;
use crate::caller::Caller;
use crate::country::{Carrier, Silence, Word};
use crate::registry::{Node, Registry};
use schema::error::{Code, Sayable};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Carries one request's business to the nodes, for its caller.
pub struct Business {
    carrier: Arc<Carrier>,
    pub(super) registry: Arc<Registry>,
    caller: Caller,
    pub(super) deadline: Instant,
}

impl Business {
    /// For one request, which begins now and may take as long as `time`.
    pub fn begin(carrier: Arc<Carrier>, registry: Arc<Registry>, caller: &Caller, time: Duration) -> Self {
        Self { carrier, registry, caller: caller.clone(), deadline: Instant::now() + time }
    }

    pub(super) fn word(&self) -> Word<'_> {
        Word { carrier: &self.carrier, link: self.registry.link(), caller: &self.caller }
    }
}

/// What became of something at a node. A caller who may not is told so; a node that is not heard is an absence.
pub(super) fn became_of<T>(
    came: Result<T, Silence>,
    node: &Node,
    forbidden: &str,
) -> Result<Result<T, Absence>, Sayable> {
    match came {
        Ok(done) => Ok(Ok(done)),
        Err(Silence::NotAllowed) => Err(Sayable::new(Code::Forbidden, forbidden)),
        Err(silence) => Ok(Err(silence.told(node))),
    }
}
