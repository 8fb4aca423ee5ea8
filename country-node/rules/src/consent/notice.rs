//! The notices that persons are shown before they agree: the country's data, as versioned TOML.

use super::event::Shown;
use schema::seal::digest;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Every notice that a country has shown. Empty where it keeps none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    #[serde(rename = "notice")]
    notices: Vec<Notice>,
}

/// One version of a notice. Once shown it is never changed: a new wording is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Which notice: small letters, digits and hyphens.
    pub id: String,
    /// Its version: letters, digits, dots and hyphens.
    pub version: String,
    /// Who is responsible: the country's own ministry.
    pub controller: Controller,
    /// Which categories of data are used.
    pub data: Vec<String>,
    /// Where the data are kept.
    pub storage: Vec<String>,
    /// How long they are kept, and what then.
    pub retention: String,
    /// How a person withdraws.
    pub withdrawal: String,
    /// What the person reads, by language (BCP 47).
    pub text: BTreeMap<String, String>,
}

/// Who is responsible for what is done with the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: String,
    /// Whom a person turns to.
    pub contact: String,
    /// An electronic address.
    pub email: Option<String>,
    /// A page.
    pub url: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
}

/// Why a file of notices is refused.
#[derive(Debug, thiserror::Error)]
pub enum NoticesFault {
    /// Not TOML, or a field that no notice has.
    #[error("the notices do not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A notice that cannot be kept.
    #[error("the notice `{0}`: {1}")]
    Notice(String, &'static str),
}

/// Why a notice cannot have been shown: what is expected in its place.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotShown {
    /// The country keeps no such notice.
    #[error("a notice and its version that notices.toml has, such as register/2{}", listed(.0))]
    Unknown(Vec<String>),
    /// It has no text in that language.
    #[error("a language in which the notice has a text: {}", .0.join(", "))]
    Language(Vec<String>),
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "; this node keeps none".to_owned() } else { format!("; it has {}", names.join(", ")) }
}

impl Notices {
    /// Reads and checks a file of notices.
    pub fn from_toml(text: &str) -> Result<Self, NoticesFault> {
        let notices: Self = toml::from_str(text)?;
        let mut names = BTreeSet::new();
        for notice in &notices.notices {
            let twice = !names.insert(notice.name());
            let why = notice.fault().or(twice.then_some("it stands twice; raise the version with each new wording"));
            if let Some(why) = why {
                return Err(NoticesFault::Notice(notice.name(), why));
            }
        }
        Ok(notices)
    }

    /// The notice of this name, such as `register/2`.
    pub fn find(&self, name: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.name() == name)
    }

    /// The notice as it is shown in a language.
    pub fn shown(&self, name: &str, language: &str) -> Result<Shown, NotShown> {
        let notice = self.find(name).ok_or_else(|| NotShown::Unknown(self.names()))?;
        let text = notice.text.get(language);
        let text = text.ok_or_else(|| NotShown::Language(notice.text.keys().cloned().collect()))?;
        Ok(Shown { notice: notice.name(), language: language.to_owned(), digest: digest(text.as_bytes()) })
    }

    /// The text that a person was shown; nothing where the file has it no longer as it was.
    pub fn text(&self, shown: &Shown) -> Option<&str> {
        let text = self.find(&shown.notice)?.text.get(&shown.language)?;
        (digest(text.as_bytes()) == shown.digest).then_some(text)
    }

    /// The text of a notice in a language, else in English, else in its first one, with the language's tag.
    pub fn in_language(&self, name: &str, language: &str) -> Option<(&str, &str)> {
        let texts = &self.find(name)?.text;
        let (tag, text) =
            texts.get_key_value(language).or_else(|| texts.get_key_value("en")).or_else(|| texts.first_key_value())?;
        Some((tag, text))
    }

    fn names(&self) -> Vec<String> {
        self.notices.iter().map(Notice::name).collect()
    }
}

impl Notice {
    /// Its name with its version: `register/2`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.id, self.version)
    }

    fn fault(&self) -> Option<&'static str> {
        let of = |text: &str, others: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase() || others.contains(c))
        };
        let language = |tag: &str| {
            let mut parts = tag.split('-');
            let first = parts.next().unwrap_or_default();
            (2..=3).contains(&first.len())
                && first.chars().all(|c| c.is_ascii_lowercase())
                && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
        };
        let Controller { name, address, contact, .. } = &self.controller;
        let mut said = [name, address, contact, &self.retention, &self.withdrawal]
            .into_iter()
            .chain(&self.data)
            .chain(&self.storage)
            .chain(self.text.values());
        if !of(&self.id, "-") {
            Some("`id` is of small letters, digits and hyphens")
        } else if !of(&self.version.to_ascii_lowercase(), ".-") {
            Some("`version` is of letters, digits, dots and hyphens")
        } else if self.data.is_empty() || self.storage.is_empty() || said.any(|text| text.trim().is_empty()) {
            Some("each field says something: none is empty")
        } else if self.text.is_empty() || !self.text.keys().all(|tag| language(tag)) {
            Some("`text` has a wording for one language at least, named by its tag, such as en or pt-BR (BCP 47)")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
        [[notice]]
        id = "register"
        version = "2"
        controller = { name = "Ministry", address = "Accra", contact = "the data protection officer" }
        data = ["Age"]
        storage = ["Ghana"]
        retention = "Ten years"
        withdrawal = "At any mission"
        text = { en = "We count you.", pt-BR = "Contamos com você." }
    "#;

    #[test]
    fn a_notice_is_shown_in_a_language_that_it_has_and_known_by_its_texts_digest() {
        let notices = Notices::from_toml(SOUND).unwrap();
        let shown = notices.shown("register/2", "en").unwrap();
        // printf 'We count you.' | openssl dgst -sha256 -binary | base64, in base64url.
        assert_eq!(shown.digest, DIGEST);
        assert_eq!(notices.text(&shown), Some("We count you."));
        let unlike = Notices::from_toml(&SOUND.replace("We count", "We list")).unwrap();
        assert_eq!(unlike.text(&shown), None, "another wording is not what was shown");
        let says = |name, language| notices.shown(name, language).unwrap_err().to_string();
        assert_eq!(
            says("register/1", "en"),
            "a notice and its version that notices.toml has, such as register/2; it has register/2"
        );
        assert_eq!(says("register/2", "fr"), "a language in which the notice has a text: en, pt-BR");
        let none = Notices::default().shown("register/2", "en").unwrap_err().to_string();
        assert_eq!(none, "a notice and its version that notices.toml has, such as register/2; this node keeps none");
    }

    const DIGEST: &str = "QULeIBtiWZL-w7SWGmEHToGkOehEADCtn7eM2VbJxvk";

    #[test]
    fn notices_that_cannot_be_kept_are_refused() {
        for (from, to) in [
            ("id = \"register\"", "id = \"The Register\""),
            ("id = \"register\"", "id = \"\""),
            ("version = \"2\"", "version = \"2/3\""),
            ("version = \"2\"", "version = 2"),
            ("[\"Age\"]", "[]"),
            ("[\"Ghana\"]", "[\" \"]"),
            ("Ten years", ""),
            ("At any mission", ""),
            ("address = \"Accra\", ", ""),
            ("We count you.", " "),
            ("{ en = \"We count you.\", pt-BR = \"Contamos com você.\" }", "{}"),
            ("en = \"We", "english = \"We"),
            ("retention", "surprise"),
            ("[[notice]]", "[[note]]"),
        ] {
            let text = SOUND.replace(from, to);
            assert_ne!(text, SOUND);
            assert!(Notices::from_toml(&text).is_err(), "must be refused: {to}");
        }
        assert!(Notices::from_toml(&format!("{SOUND}{SOUND}")).is_err(), "one version stands once");
        assert!(Notices::from_toml(&format!("{SOUND}{}", SOUND.replace("\"2\"", "\"2.1\""))).is_ok());
    }
}
