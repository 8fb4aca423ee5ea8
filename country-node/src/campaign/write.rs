//! A letter as a message (RFC 5322), with the way to be written to no more (RFC 2369, RFC 8058).

use super::Campaigns;
use super::no_more::{UNDER, secret};
use crate::store::letter::Model;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, address::AddressError};
use node_rules::campaign::content::Campaign;
use node_rules::clock::Seconds;
use std::time::{Duration, UNIX_EPOCH};

/// A message on its way: between whom, and its text. It shows itself nowhere.
pub struct Written {
    pub(super) envelope: Envelope,
    pub(super) text: Vec<u8>,
}

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// The person's address is none that mail goes to.
    #[error("the address is none")]
    Address(#[from] AddressError),
    /// The node's own configuration does not serve.
    #[error("`[mail]`: {0}")]
    Own(String),
}

/// Who gets it: the name, and the address.
pub struct Recipient<'a> {
    /// The name, where it is known.
    pub name: Option<&'a str>,
    /// The e-mail address.
    pub email: &'a str,
}

impl Campaigns {
    /// The message of a letter.
    pub(super) fn written(
        &self,
        row: &Model,
        campaign: &Campaign,
        to: &Recipient<'_>,
        now: Seconds,
    ) -> Result<Written, Unwritable> {
        let own = |fault: &dyn std::fmt::Display| Unwritable::Own(fault.to_string());
        let mail = self.node.config.mail.as_ref().ok_or_else(|| own(&"it is not there"))?;
        let from: Mailbox = mail.from.parse().map_err(|fault| own(&fault))?;
        let reply_to: Mailbox = mail.reply_to.as_deref().unwrap_or(&mail.from).parse().map_err(|fault| own(&fault))?;
        let address: Address = to.email.parse()?;
        let letter = campaign.letter(Some(&row.language)).ok_or_else(|| own(&"a campaign without a letter"))?;
        let (subject, text) = letter.filled(to.name);
        let secret = secret(&self.node.keys, &row.message_id);
        let link = self.node.config.page.as_ref().map(|page| format!("{}{UNDER}/{secret}", page.origin));
        let text = format!("{}\n\n-- \n{}\n", text.trim_end(), self.last_lines(&row.language, link.as_deref()));
        let date = UNIX_EPOCH + Duration::from_secs(now.unsigned_abs());
        let message = Message::builder()
            .from(from.clone())
            .reply_to(reply_to.clone())
            .to(Mailbox::new(to.name.map(str::to_owned), address.clone()))
            .subject(subject)
            .date(date)
            .message_id(Some(format!("<{}>", row.message_id)))
            .header(ContentType::TEXT_PLAIN)
            .body(text);
        let mut message = message.map_err(|fault| own(&fault))?;
        let by_mail = format!("<mailto:{}?subject=unsubscribe%20{secret}>", reply_to.email);
        let unsubscribe = link.as_ref().map_or_else(|| by_mail.clone(), |link| format!("<{link}>, {by_mail}"));
        let one_click = link.is_some().then_some(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        let headers =
            [("List-Unsubscribe", unsubscribe), ("Precedence", "bulk".to_owned())].into_iter().chain(one_click);
        for (name, value) in headers {
            let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|fault| own(&fault))?;
            message.headers_mut().insert_raw(HeaderValue::new(name, value));
        }
        let envelope = Envelope::new(Some(from.email), vec![address]).map_err(|fault| own(&fault))?;
        Ok(Written { envelope, text: message.formatted() })
    }

    /// Why the person gets the letter, and what to do about it, in the letter's language as far as the page speaks it.
    fn last_lines(&self, language: &str, link: Option<&str>) -> String {
        let known = [language, "en"].into_iter().find_map(|tag| self.languages.like(tag));
        let Some((_, words)) = known else { return link.unwrap_or_default().to_owned() };
        let how = link.map_or_else(|| words.letter_answer.clone(), |link| words.letter_no_more.replace("{link}", link));
        format!("{}\n{how}", words.letter_why)
    }
}
