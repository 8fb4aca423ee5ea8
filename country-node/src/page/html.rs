//! The page in HTML: one file, no script, nothing from elsewhere.

use super::consent::consent;
use super::corrected::corrections;
use super::counted::{receipts, releases};
use super::held::{contact, judgements, records};
use super::words::{Languages, Words};
use crate::consent::page::escaped;
use crate::person::held::Export;
use node_rules::consent::Recorded;
use node_rules::consent::history::State;
use node_rules::consent::notice::Notices;

/// The page's looks, at an address of its own.
pub const STYLE: &str = "body{font:1.05rem/1.5 Georgia,serif;color:#111;background:#fff;max-width:42rem;margin:1.5rem auto;\
    padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #888}\
    h3{font-size:1rem;margin:1rem 0 .25rem}dl{display:grid;grid-template-columns:14rem 1fr;gap:.25rem 1rem;margin:0}\
    dt{color:#444}dd{margin:0;overflow-wrap:anywhere}blockquote{margin:.5rem 0;padding:.5rem 1rem;background:#f2f2f2;\
    white-space:pre-wrap}fieldset{border:1px solid #888;margin:.75rem 0}label{display:block;padding:.2rem 0}\
    button{font:inherit;padding:.5rem 1.25rem;margin:.25rem .5rem .25rem 0}.said{padding:.5rem 1rem;border:2px solid #060}\
    .unsaid{padding:.5rem 1rem;border:2px solid #900}@media(max-width:36rem){dl{grid-template-columns:1fr}}";

/// What the page shows of a person.
pub struct Shown<'a> {
    /// What is held.
    pub held: &'a Export,
    /// How the consent stands.
    pub standing: State,
    /// Whether the person is registered under another id too, by an officer's judgement.
    pub joined: bool,
    /// The person's events with their numbers, oldest first.
    pub history: &'a [(i32, Recorded)],
    /// The country's notices.
    pub notices: &'a Notices,
    /// The notice that can be agreed to, by its name.
    pub offered: Option<&'a str>,
    /// What is said of what the person has just done.
    pub done: Option<Done>,
}

/// What became of what the person has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is recorded.
    Recorded,
    /// The page was not as it is now.
    Changed,
    /// No purpose was chosen.
    NoPurpose,
    /// What was said to be right cannot stand there, or nothing was said why.
    NoCorrection,
    /// A correction of the same is asked for already.
    Waits,
    /// Something that was said of how the person is reached cannot stand there.
    NoContact,
}

impl Done {
    const ALL: [Self; 6] =
        [Self::Recorded, Self::Changed, Self::NoPurpose, Self::NoCorrection, Self::Waits, Self::NoContact];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Changed => "changed",
            Self::NoPurpose => "no-purpose",
            Self::NoCorrection => "no-correction",
            Self::Waits => "waits",
            Self::NoContact => "no-contact",
        }
    }

    /// What an address says.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.name() == name)
    }

    fn said(self, words: &Words) -> String {
        let (said, class, role) = match self {
            Self::Recorded => (&words.recorded, "said", "status"),
            Self::Changed => (&words.not_recorded, "unsaid", "alert"),
            Self::NoPurpose => (&words.choose, "unsaid", "alert"),
            Self::NoCorrection => (&words.no_correction, "unsaid", "alert"),
            Self::Waits => (&words.waits, "unsaid", "alert"),
            Self::NoContact => (&words.no_contact, "unsaid", "alert"),
        };
        format!("<p class=\"{class}\" role=\"{role}\">{}</p>\n", escaped(said))
    }
}

/// A page in a language: the heading and what stands under it.
pub fn framed((tag, words): (&str, &Words), languages: &Languages, at: &str, body: &str) -> String {
    let others = languages.all().filter(|(other, _)| *other != tag);
    let links: Vec<String> = others
        .map(|(tag, name)| format!("<a href=\"{at}?lang={}\" hreflang=\"{0}\">{}</a> ", escaped(tag), escaped(name)))
        .collect();
    let (links, title) = (links.concat(), escaped(&words.title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"/me/style.css\">\n</head>\n\
         <body>\n<p>{links}</p>\n<h1>{title}</h1>\n{body}</body>\n</html>\n",
        escaped(tag)
    )
}

/// A sentence by itself.
pub fn sentence(text: &str) -> String {
    format!("<p>{}</p>\n", escaped(text))
}

/// The door of a link: opened by a person, not by a program that looks where links lead.
pub fn door(words: &Words, secret: &str, tag: &str) -> String {
    format!(
        "{}<form method=\"post\" action=\"/me/{}?lang={}\"><button id=\"open\">{}</button></form>\n",
        sentence(&words.opens_once),
        escaped(secret),
        escaped(tag),
        escaped(&words.open)
    )
}

/// Lines, each with what it is about.
pub fn list<A: AsRef<str>>(lines: &[(A, String)]) -> String {
    let line =
        |(about, said): &(A, String)| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(about.as_ref()), escaped(said));
    let lines: String = lines.iter().map(line).collect();
    format!("<dl>\n{lines}</dl>\n")
}

/// Everything that the page shows of a person.
pub fn own(words: &Words, tag: &str, shown: &Shown<'_>) -> String {
    let heading = |text: &str, id: &str| format!("<h2 id=\"{id}\">{}</h2>\n", escaped(text));
    [
        shown.done.map(|done| done.said(words)).unwrap_or_default(),
        heading(&words.consent, "consent"),
        consent(words, tag, shown),
        heading(&words.releases, "releases"),
        releases(words, shown.held.releases.as_deref()),
        receipts(words, tag, shown.history),
        heading(&words.held, "held"),
        records(words, tag, &shown.held.records),
        judgements(words, &shown.held.judgements),
        corrections(words, tag, &shown.held.corrections),
        if shown.held.records.is_empty() { String::new() } else { correct(words, tag) },
        heading(&words.contact, "contact"),
        contact(words, tag, shown.held),
        heading(&words.taking, "taking"),
        format!("<p><a id=\"take\" href=\"/me/held.json\" download>{}</a></p>\n", escaped(&words.take)),
        format!(
            "<form action=\"/me/erase\"><input type=\"hidden\" name=\"lang\" value=\"{}\"><button id=\"erase\">{}</button></form>\n",
            escaped(tag),
            escaped(&words.erase)
        ),
        format!(
            "<form method=\"post\" action=\"/me/leave?lang={}\"><button>{}</button></form>\n",
            escaped(tag),
            escaped(&words.leave)
        ),
    ]
    .concat()
}

fn correct(words: &Words, tag: &str) -> String {
    let (tag, correct) = (escaped(tag), escaped(&words.correct));
    format!("<p><a id=\"correct\" href=\"/me/correct?lang={tag}\">{correct}</a></p>\n")
}

/// What is erased and what cannot be, before a person says yes.
pub fn erase(words: &Words, tag: &str) -> String {
    let tag = escaped(tag);
    format!(
        "{}{}{}<form method=\"post\" action=\"/me/erase?lang={tag}\"><button id=\"sure\">{}</button></form>\n\
         <p><a href=\"/me?lang={tag}\">{}</a></p>\n",
        sentence(&words.erase_what),
        sentence(&words.erase_not),
        sentence(&words.erase_kept),
        escaped(&words.erase_sure),
        escaped(&words.back)
    )
}

/// That everything is erased.
pub fn gone(words: &Words) -> String {
    format!(
        "<p class=\"said\" role=\"status\">{}</p>\n{}{}",
        escaped(&words.erased),
        sentence(&words.erase_not),
        sentence(&words.erase_kept)
    )
}
