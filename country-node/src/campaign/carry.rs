//! Letter by letter to the mail server, until none waits.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue::Offer;
use super::reached::Reached;
use super::smtp::{Begun, Connection, Heard, Refusal, Refused};
use super::write::{Recipient, Unwritable};
use crate::contact::Contact;
use crate::store::letter::Model;
use node_rules::campaign::content::Campaign;
use node_rules::campaign::letter::Turn;
use node_rules::campaign::row::{MOST_IN_A_ROW, Row, pause};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

/// How often it is looked whether letters can be settled.
const SETTLING: Duration = Duration::from_mins(1);

/// What became of the letters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The server took them.
    pub sent: u64,
    /// The server refused them for good, which is believed.
    pub refused: u64,
    /// They are tried again later.
    pub deferred: u64,
    /// Their persons are not written to any more.
    pub withheld: u64,
    /// Nobody knows yet.
    pub unknown: u64,
}

/// A run that goes on: what became of its letters so far, and those whose refusals are not believed yet. Were it cut off, these would only
/// wait: the server surely has none of them.
#[derive(Default)]
struct UnderWay {
    run: Run,
    row: Row<Model>,
}

impl Campaigns {
    /// Sends until no letter waits that may go out now. Where the server is of no use, letters go on waiting.
    pub async fn send(&self) -> Result<Run, CampaignFault> {
        let (run, ended) = self.send_until(|| false).await;
        ended.map(|()| run)
    }

    /// The same, ended between two letters where that is wanted; with what became of letters until then, however it ends.
    async fn send_until(&self, is_over: impl Fn() -> bool) -> (Run, Result<(), CampaignFault>) {
        let mut under_way = UnderWay::default();
        let ended = Box::pin(self.each(&mut under_way, is_over)).await;
        let UnderWay { mut run, row } = under_way;
        let kept = self.believe(&mut run, &row.ended(ended.is_ok())).await;
        (run, ended.and(kept))
    }

    /// Each letter that may go out now.
    async fn each(&self, under_way: &mut UnderWay, is_over: impl Fn() -> bool) -> Result<(), CampaignFault> {
        let mut connection = None;
        'batches: loop {
            let batch = self.next().await?;
            if batch.is_empty() {
                break;
            }
            for (row, campaign) in batch {
                if is_over() {
                    break 'batches;
                }
                let begun = Instant::now();
                connection = self.letter((&row, &campaign), connection, under_way).await?;
                sleep_until(begun + self.mail()?.pace()).await;
            }
        }
        if let Some(connection) = connection {
            connection.close().await;
        }
        Ok(())
    }

    /// Keeps that letters are refused for good, of which it is believed by now.
    async fn believe(&self, run: &mut Run, refused: &[Model]) -> Result<(), CampaignFault> {
        let believed = self.believed(refused).await?;
        (run.refused, run.deferred) = (run.refused + believed, run.deferred.saturating_sub(believed));
        Ok(())
    }

    /// Sends and settles, for a node that serves, until it is told to stop: the letter that is under way then is brought to its end.
    pub async fn keep(&self, stopped: watch::Receiver<bool>) {
        if self.node.config.mail.is_some() {
            tokio::join!(self.keep_settling(stopped.clone()), self.keep_sending(stopped));
        }
    }

    async fn keep_settling(&self, mut stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            if let Err(fault) = self.settle().await {
                tracing::error!(%fault, "letters whose handing over was cut off are not settled");
            }
            let _ = timeout(SETTLING, stopped.wait_for(|stopped| *stopped)).await;
        }
    }

    async fn keep_sending(&self, mut stopped: watch::Receiver<bool>) {
        // How many runs came to nothing since a letter was taken last.
        let mut in_vain = 0_u32;
        while !*stopped.borrow() {
            let is_over = stopped.clone();
            let (run, ended) = self.send_until(move || *is_over.borrow()).await;
            if run.sent > 0 {
                in_vain = 0;
            }
            if let Err(fault) = ended {
                in_vain = in_vain.saturating_add(1);
                tracing::warn!(%fault, "letters are not sent");
            }
            let [one, two, three, four, ..] = (self.directory.random)();
            let pause = pause(in_vain, u32::from_le_bytes([one, two, three, four]));
            let _ = timeout(pause, stopped.wait_for(|stopped| *stopped)).await;
        }
    }

    /// One letter: how its person is reached, and its handing over. Gives back the connection where it can be used again.
    async fn letter(
        &self,
        (row, campaign): (&Model, &Campaign),
        connection: Option<Connection>,
        under_way: &mut UnderWay,
    ) -> Result<Option<Connection>, CampaignFault> {
        let contact = match self.reached(row).await? {
            Reached::By(contact) if contact.email.is_some() => contact,
            Reached::By(_) | Reached::Nobody => {
                under_way.run.withheld += u64::from(self.turned(row, Turn::Withhold, None).await?);
                return Ok(connection);
            }
            Reached::Sealed => {
                under_way.run.deferred += u64::from(self.turned(row, Turn::Defer, None).await?);
                return Ok(connection);
            }
        };
        let (open, is_new) = match connection {
            Some(open) => (open, false),
            None => (Connection::open(self.mail()?, &self.node.folder).await?, true),
        };
        match self.one((row, campaign), &contact, open, under_way).await {
            // A server can have enough of a connection; on a new one the letter is tried again.
            Err(CampaignFault::Server(_)) if !is_new => Ok(None),
            Err(fault @ CampaignFault::Server(_)) => {
                // Whatever it is about this letter, the others do not wait behind it.
                self.turned(row, Turn::Defer, None).await?;
                Err(fault)
            }
            done => done,
        }
    }

    /// Hands one letter over, and gives back the connection where it can be used again.
    async fn one(
        &self,
        (row, campaign): (&Model, &Campaign),
        contact: &Contact,
        connection: Connection,
        under_way: &mut UnderWay,
    ) -> Result<Option<Connection>, CampaignFault> {
        let to = Recipient { name: contact.name.as_deref(), email: contact.email.as_deref().unwrap_or_default() };
        let message = match self.written(row, campaign, &to, (self.node.clock)()) {
            Ok(message) => message,
            Err(Unwritable::Address(_)) => {
                under_way.run.refused += u64::from(self.turned(row, Turn::Refuse, None).await?);
                return Ok(Some(connection));
            }
            Err(fault @ Unwritable::Own(_)) => return Err(CampaignFault::Server(fault.to_string())),
        };
        let ready = match connection.begin(&message).await? {
            Begun::Ready(ready) => ready,
            // What the node knew without asking is surely about the addressee.
            Begun::Refused(connection, Refused { code: None, .. }) => {
                under_way.run.refused += u64::from(self.turned(row, Turn::Refuse, None).await?);
                return Ok(connection);
            }
            Begun::Refused(connection, refused) => {
                self.turned(row, Turn::Defer, refused.code).await?;
                return under_way.refused(row, refused).map(|()| connection);
            }
        };
        let intent = match self.offer(row).await? {
            Offer::Intent(intent) => intent,
            Offer::Withheld => {
                under_way.run.withheld += 1;
                return Ok(ready.give_up().await);
            }
            Offer::Gone => return Ok(ready.give_up().await),
        };
        match ready.finish(&intent, &message).await {
            Heard::Taken(connection, code) => {
                self.heard(&intent, Turn::Take, Some(code)).await?;
                under_way.run.sent += 1;
                let refused = under_way.row.taken();
                self.believe(&mut under_way.run, &refused).await?;
                Ok(Some(connection))
            }
            Heard::Refused(connection, refused) => {
                self.heard(&intent, Turn::Defer, refused.code).await?;
                under_way.refused(row, refused).map(|()| Some(connection))
            }
            Heard::NotBegun => {
                self.heard(&intent, Turn::Defer, None).await?;
                under_way.run.deferred += 1;
                under_way.row.in_vain();
                under_way.goes_on().map(|()| None)
            }
            Heard::Unknown => {
                under_way.run.unknown += 1;
                under_way.row.in_vain();
                under_way.goes_on().map(|()| None)
            }
        }
    }
}

impl UnderWay {
    /// The server does not take a letter, for now or for good, and it waits. Says whether the others are tried.
    fn refused(&mut self, letter: &Model, refused: Refused) -> Result<(), CampaignFault> {
        self.run.deferred += 1;
        match refused.refusal {
            Refusal::ForGood => self.row.refused(letter.clone()),
            Refusal::OfSender => self.row.in_vain(),
            Refusal::ForNow => {}
        }
        self.goes_on()
    }

    /// Where everything is refused it is no fault of the letters: all of them wait.
    fn goes_on(&self) -> Result<(), CampaignFault> {
        if self.row.is_full() { Err(CampaignFault::Against(MOST_IN_A_ROW)) } else { Ok(()) }
    }
}
