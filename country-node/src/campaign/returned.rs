//! What came back: answers, and what could not be delivered (RFC 3464). Of an answer it is kept that there is one; its words are for the
//! officer who reads the mailbox. Of a letter whose handing over was cut off, either shows that the mail server had it.

use super::Campaigns;
use super::fault::CampaignFault;
use super::no_more;
use super::queue::{self, state};
use crate::consent::said::SaidFault;
use crate::store;
use crate::store::letter::{ActiveModel, Column, Entity, Model};
use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use node_rules::campaign::answer::is_no_more;
use node_rules::campaign::letter::Turn;
use schema::campaign::letter::LetterState;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The largest message that is read.
const MOST_BYTES: u64 = 25 * 1024 * 1024;

/// What was found in a mailbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Answers that were not known yet.
    pub answers: u64,
    /// Those of them that ask to be written to no more.
    pub no_more: u64,
    /// Letters that came back for good.
    pub bounced: u64,
    /// Messages that are of no letter, or tell nothing new of what is counted here.
    pub others: u64,
}

/// What a message is.
enum Is {
    Answer { no_more: bool },
    Bounce,
    Other,
}

impl Campaigns {
    /// Takes in a mailbox: an mbox file, one message, or a folder of messages (Maildir). It can be the same again.
    pub async fn returned(&self, mailbox: &Path) -> Result<Returned, CampaignFault> {
        let mut returned = Returned::default();
        for bytes in messages(mailbox).map_err(|fault| CampaignFault::File(mailbox.display().to_string(), fault))? {
            let parsed = bytes.as_deref().and_then(|bytes| MessageParser::default().parse(bytes));
            let found = match &parsed {
                Some(message) => self.of(message).await?.map(|(row, is)| (row, is.unwrap_or_else(|| what(message)))),
                None => None,
            };
            let Some((row, is)) = found else {
                returned.others += 1;
                continue;
            };
            let row = self.had(row.number).await?;
            match is {
                Is::Bounce if state(&row)? == LetterState::Sent => {
                    returned.bounced += u64::from(self.turned(&row, Turn::Bounce, None).await?);
                }
                Is::Answer { no_more } if row.answered_at.is_none() || no_more && row.opted_out_at.is_none() => {
                    returned.answers += u64::from(row.answered_at.is_none());
                    if no_more && row.opted_out_at.is_none() {
                        // One person's history that does not go on keeps nobody else's answer out.
                        match no_more::no_more(&self.node, &row, None).await {
                            Ok(kept) => returned.no_more += u64::from(kept),
                            Err(SaidFault::Store(fault)) => return Err(fault.into()),
                            Err(fault) => {
                                tracing::error!(%fault, letter = row.number, "a person is still written to");
                                returned.others += 1;
                                continue;
                            }
                        }
                    }
                    let answered = row.answered_at.unwrap_or_else(|| (self.node.clock)());
                    let change = ActiveModel { answered_at: Set(Some(answered)), ..Default::default() };
                    Entity::update_many()
                        .set(change)
                        .filter(Column::Number.eq(row.number))
                        .exec(&self.node.store)
                        .await?;
                }
                Is::Bounce | Is::Answer { .. } | Is::Other => returned.others += 1,
            }
        }
        Ok(returned)
    }

    /// A letter that something came of, as it is by that: the mail server had it, where nobody knew that yet. It is read in the step that
    /// keeps this, for the sender may hear the same of the server at this moment.
    async fn had(&self, number: i64) -> Result<Model, CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let row = queue::letter(&transaction, number).await?;
        if !queue::had(&transaction, &row, (self.node.clock)()).await? {
            return Ok(row);
        }
        let row = queue::letter(&transaction, number).await?;
        transaction.commit().await?;
        Ok(row)
    }

    /// The letter that a message is about, and what the message is where its subject has the letter's own secret: such a mail is no answer,
    /// for a mail program writes it by the letter's `List-Unsubscribe`.
    async fn of(&self, message: &Message<'_>) -> Result<Option<(Model, Option<Is>)>, CampaignFault> {
        for word in message.subject().unwrap_or_default().split_whitespace() {
            if let Some(row) = no_more::letter(&self.node, word).await? {
                return Ok(Some((row, Some(Is::Answer { no_more: true }))));
            }
        }
        for id in about(message) {
            if let Some(row) = Entity::find().filter(Column::MessageId.eq(id)).one(&self.node.store).await? {
                return Ok(Some((row, None)));
            }
        }
        Ok(None)
    }
}

/// The `Message-ID`s that a message names: what it answers, and what a report brings back.
fn about(message: &Message<'_>) -> Vec<String> {
    let named = [message.in_reply_to(), message.references()].into_iter();
    let mut ids: Vec<String> =
        named.filter_map(|ids| ids.as_text_list()).flatten().map(|id| id.trim_matches(['<', '>']).to_owned()).collect();
    for part in &message.parts {
        match &part.body {
            PartType::Message(original) => ids.extend(original.message_id().map(str::to_owned)),
            // Only the original's headers.
            PartType::Text(text) if is(part, "text", "rfc822-headers") => {
                let original = MessageParser::default().parse(text.as_bytes());
                ids.extend(original.and_then(|original| original.message_id().map(str::to_owned)));
            }
            _ => {}
        }
    }
    ids
}

fn what(message: &Message<'_>) -> Is {
    let report = message.parts.iter().find(|part| is(part, "message", "delivery-status"));
    if let Some(report) = report {
        let text = String::from_utf8_lossy(report.contents());
        return if text.lines().any(is_failed) { Is::Bounce } else { Is::Other };
    }
    // Reports of former times have no part for programs.
    let sender = message.from().and_then(|from| from.first()).and_then(|from| from.address()).unwrap_or_default();
    if ["mailer-daemon", "postmaster"].contains(&sender.split('@').next().unwrap_or_default().to_lowercase().as_str()) {
        return Is::Other;
    }
    let automatic = message.header("Auto-Submitted").and_then(|value| value.as_text());
    if automatic.is_some_and(|value| !value.trim().eq_ignore_ascii_case("no")) {
        return Is::Other;
    }
    let text = message.body_text(0).unwrap_or_default();
    Is::Answer { no_more: is_no_more(message.subject().unwrap_or_default(), &text) }
}

/// Whether a line of a report says that nothing is tried any more. The action alone says so (RFC 3464, 2.3.3): a server that tried for days
/// in vain reports the status of what it met each time, such as 4.4.1.
fn is_failed(line: &str) -> bool {
    let is = |word: &str, wanted: &str| word.eq_ignore_ascii_case(wanted);
    line.split_once(':').is_some_and(|(field, action)| {
        // A comment may stand behind it.
        let action = action.split(|c: char| c.is_whitespace() || c == '(').find(|word| !word.is_empty());
        is(field.trim(), "action") && action.is_some_and(|action| is(action, "failed"))
    })
}

fn is(part: &mail_parser::MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|of| {
        of.ctype().eq_ignore_ascii_case(kind) && of.subtype().is_some_and(|of| of.eq_ignore_ascii_case(subtype))
    })
}

/// The messages of a mailbox; nothing in the place of one that is too large.
fn messages(mailbox: &Path) -> std::io::Result<Vec<Option<Vec<u8>>>> {
    if mailbox.is_dir() {
        let mut files = Vec::new();
        for folder in
            [mailbox.to_owned(), mailbox.join("cur"), mailbox.join("new")].into_iter().filter(|of| of.is_dir())
        {
            let within: std::io::Result<Vec<PathBuf>> =
                std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
            files.extend(within?.into_iter().filter(|path| path.is_file()));
        }
        files.sort();
        return files.iter().map(|file| message(file)).collect();
    }
    let bytes = std::fs::read(mailbox)?;
    if !bytes.starts_with(b"From ") {
        return message(mailbox).map(|message| vec![message]);
    }
    let iterator = MessageIterator::new(BufReader::new(&bytes[..]));
    let unread = |_| std::io::Error::other("no mbox");
    let messages = iterator.map(|message| message.map(mail_parser::mailbox::mbox::Message::unwrap_contents));
    messages.map(|message| message.map(Some).map_err(unread)).collect()
}

fn message(file: &Path) -> std::io::Result<Option<Vec<u8>>> {
    if std::fs::metadata(file)?.len() > MOST_BYTES { Ok(None) } else { std::fs::read(file).map(Some) }
}
