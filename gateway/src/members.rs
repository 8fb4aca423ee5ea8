//! The members in force as the gateway needs them: with where their nodes answer.

use crate::country::Dial;
use crate::registry::{BadNodeAddress, Registry};
use door::roll::Roll;
use std::sync::{Arc, PoisonError, RwLock};

/// The registry of the membership document in force, made anew when that is another one.
pub struct Members {
    roll: Arc<Roll>,
    dial: Dial,
    made: RwLock<Made>,
}

struct Made {
    registry: Arc<Registry>,
    /// The digest of the last document that a registry was made of, or could not be.
    of: String,
}

impl Members {
    /// The registry of a roll's members.
    pub fn new(roll: Arc<Roll>, dial: Dial) -> Result<Self, BadNodeAddress> {
        let membership = roll.in_force();
        let of = membership.digest().to_owned();
        let made = RwLock::new(Made { registry: Arc::new(Registry::new(membership, &dial)?), of });
        Ok(Self { roll, dial, made })
    }

    /// The registry in force. Whoever answers a request takes it once.
    pub fn in_force(&self) -> Arc<Registry> {
        let membership = self.roll.in_force();
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        if made.of == membership.digest() {
            return Arc::clone(&made.registry);
        }
        drop(made);
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        if made.of != membership.digest() {
            membership.digest().clone_into(&mut made.of);
            match Registry::new(membership, &self.dial) {
                Ok(registry) => made.registry = Arc::new(registry),
                Err(fault) => tracing::error!(%fault, "the gateway goes on with the members that it had"),
            }
        }
        Arc::clone(&made.registry)
    }
}
