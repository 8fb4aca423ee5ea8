//! What officers do to records, carried to the node of the record's country: it keeps them, and decides who may do what.

use crate::absence::Absence;
use crate::caller::Caller;
use crate::country::desk::{Deed, done, past};
use crate::country::{Carrier, Silence, Word};
use crate::registry::Registry;
use schema::country::CountryCode;
use schema::directory::kind::EntryKind;
use schema::directory::page::{EntryAnswer, EntryEvent};
use schema::error::{Code, Sayable};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Carries one request's business to the nodes, for its caller.
pub struct Desk {
    carrier: Arc<Carrier>,
    registry: Arc<Registry>,
    caller: Caller,
    deadline: Instant,
}

/// What became of it at the country's node.
pub type Became = Result<EntryAnswer, Absence>;

impl Desk {
    /// For one request, which begins now and may take as long as `time`.
    pub fn begin(carrier: Arc<Carrier>, registry: Arc<Registry>, caller: &Caller, time: Duration) -> Self {
        Self { carrier, registry, caller: caller.clone(), deadline: Instant::now() + time }
    }

    /// What was done to a record of a country, for its own officers.
    pub async fn past(&self, country: CountryCode, of: (EntryKind, &str)) -> Result<Vec<EntryEvent>, Sayable> {
        let node = self.registry.named(country)?;
        past(self.word(), node, of, self.deadline).await.map_err(|silence| match silence {
            Silence::NotAllowed => {
                Sayable::new(Code::Forbidden, "A record's history is for its own country's officers.")
            }
            silence => Sayable::new(Code::TimedOut, silence.told(node).reason),
        })
    }

    fn word(&self) -> Word<'_> {
        Word { carrier: &self.carrier, link: self.registry.link(), caller: &self.caller }
    }

    /// Does something to a record of a country. A caller who may not is told so; a node that is not heard is an absence.
    pub async fn act(&self, country: CountryCode, deed: &Deed) -> Result<Became, Sayable> {
        let node = self.registry.named(country)?;
        match done(self.word(), node, deed, self.deadline).await {
            Ok(answer) => Ok(Ok(answer)),
            Err(Silence::NotAllowed) => {
                let message = "Records are an officer's business; other roles may read them.";
                Err(Sayable::new(Code::Forbidden, message))
            }
            Err(silence) => Ok(Err(silence.told(node))),
        }
    }
}
