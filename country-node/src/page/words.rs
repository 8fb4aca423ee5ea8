//! The page's own words, language by language. Every language says all of it: a file that lacks a word is refused.
//!
//! Labels of codes come from the codelists (`schema/codelists/labels`), in English where a language has none.

use crate::consent::sheet::SheetWords;
use axum::http::{HeaderMap, header};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the page says in one language. `{since}` and the like stand for what is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is named after the sentence or the heading that it is; words/en.toml has them"
)]
pub struct Words {
    pub language: String,
    pub title: String,
    pub open: String,
    pub opens_once: String,
    pub no_link: String,
    pub closed: String,
    pub held: String,
    pub held_nothing: String,
    pub held_wave: String,
    pub weight: String,
    pub of_age: String,
    pub yes: String,
    pub no: String,
    pub unknown: String,
    pub signed_up: String,
    pub judged_same: String,
    pub judged_different: String,
    pub judged_back: String,
    pub contact: String,
    pub contact_nothing: String,
    pub contact_sealed: String,
    pub contact_own: String,
    pub contact_right: String,
    pub contact_how: String,
    pub contact_say: String,
    pub no_contact: String,
    pub name: String,
    pub address: String,
    pub email: String,
    pub telephone: String,
    pub born: String,
    pub consent: String,
    pub joined: String,
    pub never: String,
    pub holds: String,
    pub holds_until: String,
    pub withdrawn: String,
    pub expired: String,
    pub agreed_to: String,
    pub seen_by: String,
    pub until: String,
    pub shown: String,
    pub shown_nothing: String,
    pub shown_gone: String,
    pub responsible: String,
    pub which_data: String,
    pub where_kept: String,
    pub how_long: String,
    pub how_withdraw: String,
    pub happened: String,
    pub given: String,
    pub refreshed: String,
    pub withdrawn_event: String,
    pub expired_event: String,
    pub releases: String,
    pub releases_none: String,
    pub releases_unreadable: String,
    pub counted: String,
    pub not_known: String,
    pub first_without: String,
    pub next_without: String,
    pub next_without_none: String,
    pub give: String,
    pub change: String,
    pub until_stays: String,
    pub withdraw: String,
    pub withdraw_note: String,
    pub choose: String,
    pub for_whom: String,
    pub recorded: String,
    pub not_recorded: String,
    pub receipt: String,
    pub receipt_signed: String,
    pub no_notice: String,
    pub correct: String,
    pub correct_how: String,
    pub right_value: String,
    pub why: String,
    pub ask: String,
    pub asked: String,
    pub waits: String,
    pub give_up: String,
    pub given_up: String,
    pub taken_back: String,
    pub accepted: String,
    pub declined: String,
    pub corrected: String,
    pub next_release: String,
    pub no_correction: String,
    pub taking: String,
    pub take: String,
    pub erase: String,
    pub erase_what: String,
    pub erase_not: String,
    pub erase_kept: String,
    pub erase_sure: String,
    pub erased: String,
    pub back: String,
    pub leave: String,
    pub statistics: String,
    pub research: String,
    pub programme_matching: String,
    pub outreach: String,
    pub directory: String,
    pub letter_why: String,
    pub letter_no_more: String,
    pub letter_answer: String,
    pub no_more_ask: String,
    pub no_more: String,
    pub no_more_done: String,
    pub no_more_nothing: String,
    pub own_government: String,
    pub iom: String,
    pub member_governments: String,
    pub public: String,
    /// What a receipt says.
    pub sheet: SheetWords,
}

impl Words {
    /// A purpose, as the person agrees to it.
    pub fn purpose(&self, purpose: ConsentPurpose) -> &str {
        match purpose {
            ConsentPurpose::Statistics => &self.statistics,
            ConsentPurpose::Research => &self.research,
            ConsentPurpose::ProgrammeMatching => &self.programme_matching,
            ConsentPurpose::Outreach => &self.outreach,
            ConsentPurpose::Directory => &self.directory,
        }
    }

    /// How far a consent reaches.
    pub fn audience(&self, audience: Audience) -> &str {
        match audience {
            Audience::OwnGovernment => &self.own_government,
            Audience::Iom => &self.iom,
            Audience::MemberGovernments => &self.member_governments,
            Audience::Public => &self.public,
        }
    }
}

/// Why a language's words are refused.
#[derive(Debug, thiserror::Error)]
pub enum WordsFault {
    /// The file does not read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A word is missing, or one too many is there.
    #[error("{0}: {1}")]
    Words(PathBuf, toml::de::Error),
}

/// The languages that the page speaks, by their tags (BCP 47).
#[derive(Debug)]
pub struct Languages(BTreeMap<String, Words>);

/// The languages that come with the program.
const OWN: [(&str, &str); 3] = [
    ("en", include_str!("words/en.toml")),
    ("es", include_str!("words/es.toml")),
    ("fr", include_str!("words/fr.toml")),
];

impl Languages {
    /// Those that come with the program, and the country's own, which take their place where both have a language.
    pub fn with(folder: &Path, more: &BTreeMap<String, PathBuf>) -> Result<Self, WordsFault> {
        let own = OWN.iter().map(|(tag, text)| Ok(((*tag).to_owned(), PathBuf::from(*tag), (*text).to_owned())));
        let more = more.iter().map(|(tag, file)| {
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path).map_err(|fault| WordsFault::File(path.clone(), fault))?;
            Ok((tag.clone(), path, text))
        });
        let read = |found: Result<(String, PathBuf, String), WordsFault>| {
            let (tag, path, text) = found?;
            Ok((tag, toml::from_str(&text).map_err(|fault| WordsFault::Words(path, fault))?))
        };
        Ok(Self(own.chain(more).map(read).collect::<Result<_, WordsFault>>()?))
    }

    /// The language that is asked for: by name, or by what the browser prefers; English where the page speaks none of them.
    pub fn chosen<'a>(&'a self, named: Option<&'a str>, headers: &HeaderMap) -> Option<(&'a str, &'a Words)> {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut accepted: Vec<(&str, u16)> = accepted.split(',').filter_map(range).collect();
        // Stable: of two that are wanted alike the first is.
        accepted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let accepted = accepted.into_iter().map(|(tag, _)| tag);
        named.into_iter().chain(accepted).chain(["en"]).find_map(|tag| self.like(tag))
    }

    /// The language that a tag names, or the one that it is a variety of.
    pub fn like(&self, tag: &str) -> Option<(&str, &Words)> {
        let primary = tag.trim().split('-').next().unwrap_or_default().to_lowercase();
        let like = self.0.get_key_value(tag.trim()).or_else(|| self.0.get_key_value(&primary));
        like.map(|(tag, words)| (tag.as_str(), words))
    }

    /// The language of this tag.
    pub fn of<'a>(&'a self, tag: &str) -> Option<(&'a str, &'a Words)> {
        self.0.get_key_value(tag).map(|(tag, words)| (tag.as_str(), words))
    }

    /// Every language with its own name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, words)| (tag.as_str(), words.language.as_str()))
    }
}

/// A language of `Accept-Language` with its weight in thousandths (RFC 9110, 12.5.4); one that is not wanted is left out.
fn range(text: &str) -> Option<(&str, u16)> {
    let (tag, parameters) = text.split_once(';').unwrap_or((text, ""));
    let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let weight = (weight.clamp(0.0, 1.0) * 1000.0) as u16;
    (weight > 0).then_some((tag.trim(), weight))
}
