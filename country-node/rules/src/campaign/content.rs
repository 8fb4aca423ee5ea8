//! What a campaign says, and to whom it goes.

use crate::person::alike::Alike;
use schema::directory::sound::{Fault, Sound};
use serde::{Deserialize, Serialize};

/// The longest text of a letter, in characters.
const LONGEST: usize = 20_000;

/// What stands for the person's name.
const NAME: &str = "{name}";

/// A campaign as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Campaign {
    /// The activity of the directory that it belongs to, by the id of its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// The same letter in each language; whoever speaks none of them gets the first.
    pub letters: Vec<Letter>,
    /// To whom it goes; left out: to everybody who agrees to be written to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Alike>,
}

/// A letter in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Letter {
    /// The language (BCP 47).
    pub language: String,
    /// What it is about, one line.
    pub subject: String,
    /// What it says. `{name}` stands for the person's name.
    pub text: String,
}

impl Campaign {
    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut sound = Sound::default();
        sound.maybe_id("activity", self.activity.as_deref());
        sound.expect(!self.letters.is_empty(), "letters", "a letter in one language at least");
        sound.expect(self.letters.len() <= 30, "letters", "30 languages at most");
        for (at, letter) in self.letters.iter().enumerate() {
            let is_first = self.letters.iter().position(|other| other.language == letter.language) == Some(at);
            sound.expect(is_first, &format!("letters.{at}.language"), "each language once");
            letter.check(at, &mut sound);
        }
        if let Some(audience) = &self.audience {
            audience.check("audience", &mut sound);
        }
        sound.faults()
    }

    /// The letter for one who was last spoken with in a language.
    pub fn letter(&self, language: Option<&str>) -> Option<&Letter> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let exact = self.letters.iter().find(|letter| Some(letter.language.as_str()) == language);
        let like =
            || self.letters.iter().find(|letter| language.is_some_and(|tag| primary(tag) == primary(&letter.language)));
        exact.or_else(like).or_else(|| self.letters.first())
    }
}

impl Letter {
    fn check(&self, at: usize, sound: &mut Sound) {
        let field = |name: &str| format!("letters.{at}.{name}");
        let is_tag = !self.language.is_empty()
            && self.language.len() <= 35
            && self.language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        sound.expect(is_tag, &field("language"), "a language such as en or pt-BR (BCP 47)");
        sound.line(&field("subject"), &self.subject);
        let is_text = !self.text.trim().is_empty()
            && self.text.chars().count() <= LONGEST
            && !self.text.chars().any(|c| c.is_control() && c != '\n');
        sound.expect(is_text, &field("text"), &format!("plain text of {LONGEST} characters at most"));
        for (name, text) in [("subject", &self.subject), ("text", &self.text)] {
            let is_filled = !text.replace(NAME, "").contains(['{', '}']);
            sound.expect(is_filled, &field(name), &format!("no braces but those of {NAME}"));
        }
    }

    /// The subject and the text for one person; who has no name is greeted by none.
    pub fn filled(&self, name: Option<&str>) -> (String, String) {
        let name = name.unwrap_or_default();
        let fill = |text: &str| {
            let filled = text.replace(NAME, name);
            if name.is_empty() { filled.replace("  ", " ").replace(" ,", ",") } else { filled }
        };
        (fill(&self.subject).trim().to_owned(), fill(&self.text))
    }
}
