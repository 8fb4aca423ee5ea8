//! Letter by letter to the mail server, until none waits.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue::Offer;
use super::reached::Reached;
use super::smtp::{Begun, Connection, Heard, Refused};
use super::write::{Recipient, Unwritable};
use crate::contact::Contact;
use crate::store::letter::Model;
use node_rules::campaign::content::Campaign;
use node_rules::campaign::letter::Turn;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

/// How long the sender waits where there is nothing to do, or the server is of no use.
const PAUSE: Duration = Duration::from_secs(5);

/// How often it is looked whether letters can be settled.
const SETTLING: Duration = Duration::from_mins(1);

/// After so many letters in a row that are refused for good, or broken off, the server is asked no more for now.
const MOST_IN_A_ROW: u64 = 5;

/// What became of the letters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The server took them.
    pub sent: u64,
    /// The server refused them for good.
    pub refused: u64,
    /// The server takes them later.
    pub deferred: u64,
    /// Their persons are not written to any more.
    pub withheld: u64,
    /// Nobody knows yet.
    pub unknown: u64,
    /// How many in a row the server refused for good, or broke off.
    in_a_row: u64,
}

impl Campaigns {
    /// Sends until no letter waits that may go out now. Where the server is of no use, letters go on waiting.
    pub async fn send(&self) -> Result<Run, CampaignFault> {
        self.send_until(|| false).await
    }

    /// The same, ended between two letters where that is wanted.
    async fn send_until(&self, is_over: impl Fn() -> bool) -> Result<Run, CampaignFault> {
        let (mut run, mut connection) = (Run::default(), None);
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
                connection = self.letter((&row, &campaign), connection, &mut run).await?;
                sleep_until(begun + self.mail()?.pace()).await;
            }
        }
        if let Some(connection) = connection {
            connection.close().await;
        }
        Ok(run)
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
        while !*stopped.borrow() {
            let is_over = stopped.clone();
            if let Err(fault) = self.send_until(move || *is_over.borrow()).await {
                tracing::warn!(%fault, "letters are not sent");
            }
            let _ = timeout(PAUSE, stopped.wait_for(|stopped| *stopped)).await;
        }
    }

    /// One letter: how its person is reached, and its handing over. Gives back the connection where it can be used again.
    async fn letter(
        &self,
        (row, campaign): (&Model, &Campaign),
        connection: Option<Connection>,
        run: &mut Run,
    ) -> Result<Option<Connection>, CampaignFault> {
        let contact = match self.reached(row).await? {
            Reached::By(contact) if contact.email.is_some() => contact,
            Reached::By(_) | Reached::Nobody => {
                run.withheld += u64::from(self.turned(row, Turn::Withhold, None).await?);
                return Ok(connection);
            }
            Reached::Sealed => {
                run.deferred += u64::from(self.turned(row, Turn::Defer, None).await?);
                return Ok(connection);
            }
        };
        let (open, is_new) = match connection {
            Some(open) => (open, false),
            None => (Connection::open(self.mail()?, &self.node.folder).await?, true),
        };
        match self.one((row, campaign), &contact, open, run).await {
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
        run: &mut Run,
    ) -> Result<Option<Connection>, CampaignFault> {
        let to = Recipient { name: contact.name.as_deref(), email: contact.email.as_deref().unwrap_or_default() };
        let message = match self.written(row, campaign, &to, (self.node.clock)()) {
            Ok(message) => message,
            Err(Unwritable::Address(_)) => {
                run.refused += u64::from(self.turned(row, Turn::Refuse, None).await?);
                return Ok(Some(connection));
            }
            Err(fault @ Unwritable::Own(_)) => return Err(CampaignFault::Server(fault.to_string())),
        };
        let ready = match connection.begin(&message).await? {
            Begun::Ready(ready) => ready,
            Begun::Refused(connection, refused) => {
                let does = run.refused(refused);
                self.turned(row, does, refused.code).await?;
                return run.goes_on().map(|()| connection);
            }
        };
        let intent = match self.offer(row).await? {
            Offer::Intent(intent) => intent,
            Offer::Withheld => {
                run.withheld += 1;
                return Ok(ready.give_up().await);
            }
            Offer::Gone => return Ok(ready.give_up().await),
        };
        match ready.finish(&intent, &message).await {
            Heard::Taken(connection, code) => {
                self.heard(&intent, Turn::Take, Some(code)).await?;
                (run.sent, run.in_a_row) = (run.sent + 1, 0);
                Ok(Some(connection))
            }
            Heard::Refused(connection, refused) => {
                let does = run.refused(refused);
                self.heard(&intent, does, refused.code).await?;
                run.goes_on().map(|()| Some(connection))
            }
            Heard::NotBegun => {
                self.heard(&intent, Turn::Defer, None).await?;
                run.deferred += 1;
                Ok(None)
            }
            Heard::Unknown => {
                (run.unknown, run.in_a_row) = (run.unknown + 1, run.in_a_row + 1);
                run.goes_on().map(|()| None)
            }
        }
    }
}

impl Run {
    /// What becomes of a letter that the server does not take.
    fn refused(&mut self, refused: Refused) -> Turn {
        if refused.for_good {
            (self.refused, self.in_a_row) = (self.refused + 1, self.in_a_row + 1);
            Turn::Refuse
        } else {
            self.deferred += 1;
            Turn::Defer
        }
    }

    /// Where everything is refused it is no fault of the letters: the rest of them waits.
    fn goes_on(&self) -> Result<(), CampaignFault> {
        if self.in_a_row < MOST_IN_A_ROW {
            return Ok(());
        }
        Err(CampaignFault::Against(MOST_IN_A_ROW))
    }
}
