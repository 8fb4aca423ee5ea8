//! What became of letters whose handing over was cut off. SMTP cannot tell it to a client that comes back, so the server's own log does, or
//! an officer who looked there. Until then such a letter is neither sent again nor counted as sent.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue::{letter, state, turn};
use super::read::stands;
use crate::programme::change::Officer;
use crate::store;
use crate::store::letter::{Column, Entity, Model};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::Turn;
use node_rules::campaign::taken::{Form, Reading, Told};
use node_rules::clock::Seconds;
use schema::campaign::letter::LetterState;
use schema::campaign::state::{State, Step};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// How many letters that were surely taken a log is held against.
const PROOFS: u64 = 20;

/// What settling came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The log has them.
    pub sent: u64,
    /// The log reaches over the moment and does not have them: they wait again.
    pub waiting: u64,
    /// Nothing can be said of them yet.
    pub open: u64,
}

/// What a log tells, and when it was written to last.
type Read = (Told, Seconds);

impl Campaigns {
    /// Letters of which nobody knows whether the server has them, the oldest first.
    pub async fn open_letters(&self) -> Result<Vec<Model>, DbErr> {
        let open = Entity::find().filter(Column::State.eq(LetterState::Offered.name()));
        open.order_by_asc(Column::OfferedAt).order_by_asc(Column::Number).all(&self.node.store).await
    }

    /// Settles by the server's log what can be.
    pub async fn settle(&self) -> Result<Settled, CampaignFault> {
        let (mail, now) = (self.mail()?, (self.node.clock)());
        let (mut settled, open) = (Settled::default(), self.open_letters().await?);
        let Some(log) = mail.log.as_ref().filter(|_| !open.is_empty()) else {
            return Ok(Settled { open: open.len() as u64, ..settled });
        };
        let mut proofs = Vec::with_capacity(open.len());
        for row in &open {
            proofs.push(self.proofs(row).await?);
        }
        let ours: BTreeSet<String> =
            open.iter().map(|row| &row.message_id).chain(proofs.iter().flatten()).cloned().collect();
        let files: Vec<PathBuf> = log.files.iter().map(|file| self.node.folder.join(file)).collect();
        let form = log.form;
        let reading = tokio::task::spawn_blocking(move || read(&files, form, &ours)).await;
        let (told, written_at) = reading.map_err(|_| CampaignFault::Server("its log was not read".to_owned()))??;
        for (row, proofs) in open.iter().zip(proofs) {
            let Some(offered_at) = row.offered_at else { continue };
            // A log that was begun anew since would say of everything that it was not taken.
            let reaches_back = proofs.iter().any(|proof| told.taken.contains(proof));
            // The server may still be at it, and its log behind.
            let is_over = offered_at.saturating_add(mail.settle_after) < now.min(written_at);
            let does = if told.taken.contains(&row.message_id) {
                Turn::Take
            } else if is_over && reaches_back && !told.seen.contains(&row.message_id) {
                Turn::Return
            } else {
                settled.open += 1;
                continue;
            };
            if self.settled(row, does).await? {
                *(if does == Turn::Take { &mut settled.sent } else { &mut settled.waiting }) += 1;
            }
        }
        Ok(settled)
    }

    /// The `Message-ID`s of letters that were surely taken before a letter was offered, the last ones first.
    async fn proofs(&self, row: &Model) -> Result<Vec<String>, DbErr> {
        let before = Entity::find().select_only().column(Column::MessageId).filter(Column::TakenAt.lt(row.offered_at));
        before.order_by_desc(Column::TakenAt).limit(PROOFS).into_tuple().all(&self.node.store).await
    }

    /// Settles one by the word of an officer, who looked it up at the server; that stands in the campaign's history. Says where the letter
    /// stands then: what was not taken waits again, or is cancelled where the campaign was stopped.
    pub async fn settle_by_hand(
        &self,
        officer: Officer<'_>,
        number: i64,
        is_taken: bool,
    ) -> Result<LetterState, CampaignFault> {
        let (mail, now) = (self.mail()?, (self.node.clock)());
        let transaction = store::begin(&self.node.store).await?;
        let row = letter(&transaction, number).await?;
        let (is, over_at) = (state(&row)?, row.offered_at.unwrap_or(now).saturating_add(mail.settle_after));
        if is != LetterState::Offered {
            return Err(CampaignFault::Refused(row.campaign, Fault::Letter(is)));
        }
        // What is not over may be under way at this moment.
        if over_at >= now {
            return Err(CampaignFault::TooEarly(over_at));
        }
        let does = if is_taken { Turn::Take } else { Turn::Return };
        if turn(&transaction, &row, (does, None), now).await? {
            let word = json!({ "letter": number, "taken": is_taken });
            self.note(&transaction, officer, (&row.campaign, Step::Settle), word).await?;
            self.cancelled(&transaction, &row, does, now).await?;
        }
        let stands = state(&letter(&transaction, number).await?)?;
        transaction.commit().await?;
        Ok(stands)
    }

    /// Keeps what the log says became of a letter.
    async fn settled(&self, row: &Model, does: Turn) -> Result<bool, CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let now = (self.node.clock)();
        if !turn(&transaction, row, (does, None), now).await? {
            return Ok(false);
        }
        self.cancelled(&transaction, row, does, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// A letter that waits again in a campaign that was stopped meanwhile never goes out.
    async fn cancelled(
        &self,
        store: &impl ConnectionTrait,
        row: &Model,
        did: Turn,
        now: Seconds,
    ) -> Result<(), CampaignFault> {
        let is_over = stands(store, &row.campaign).await?.is_none_or(|state| state == State::Stopped);
        if did == Turn::Return && is_over {
            turn(store, &letter(store, row.number).await?, (Turn::Cancel, None), now).await?;
        }
        Ok(())
    }
}

/// Reads a log's files as one. They are opened from the newest to the oldest and read the other way round: where one is put in the place of
/// another meanwhile, the log lacks its beginning, which is seen, and not its middle. A file that is not there says nothing.
fn read(files: &[PathBuf], form: Form, ours: &BTreeSet<String>) -> Result<Read, CampaignFault> {
    let (mut open, mut written_at) = (Vec::new(), Seconds::MIN);
    for path in files.iter().rev() {
        let failed = |fault| CampaignFault::File(path.display().to_string(), fault);
        let file = match File::open(path) {
            Ok(file) => file,
            Err(fault) if fault.kind() == ErrorKind::NotFound => continue,
            Err(fault) => return Err(failed(fault)),
        };
        let modified = file.metadata().and_then(|of| of.modified()).map_err(failed)?;
        let since = modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        written_at = written_at.max(Seconds::try_from(since).unwrap_or(Seconds::MAX));
        open.push((path, file));
    }
    // Each line is forgotten once it is read: a log has those of all that the server carries.
    let mut reading = Reading::new(form, ours);
    for (path, file) in open.into_iter().rev() {
        for line in BufReader::new(file).split(b'\n') {
            let line = line.map_err(|fault| CampaignFault::File(path.display().to_string(), fault))?;
            // Only such lines can tell something; what is not UTF-8 in them is no `Message-ID` of ours.
            if line.contains(&b'<') {
                reading.line(&String::from_utf8_lossy(&line));
            }
        }
    }
    Ok((reading.told(), written_at))
}
