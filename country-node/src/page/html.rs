//! The page in HTML: one file, no script, nothing from elsewhere.

use super::corrected::corrections;
use super::held::{Held, HeldContact, HeldRecord};
use super::words::{Languages, Words};
use crate::consent::page::escaped;
use crate::contact::Contact;
use crate::store::correction::Model;
use node_rules::clock::text;
use node_rules::consent::history::State;
use node_rules::consent::presence::Presence;
use node_rules::consent::{Event, EventKind, Recorded};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::collections::BTreeSet;

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
    pub held: &'a Held,
    /// How the consent stands.
    pub standing: State,
    /// Whether the person is registered under another id too, by an officer's judgement.
    pub joined: bool,
    /// The person's events with their numbers, oldest first.
    pub history: &'a [(i32, Recorded)],
    /// The notice of the last event that has one, as it was shown; nothing where it is kept no more.
    pub notice_then: Option<&'a str>,
    /// The notice that can be agreed to: its name, the language and the text.
    pub notice: Option<(&'a str, &'a str, &'a str)>,
    /// What was asked to be corrected and what was, oldest first.
    pub corrections: &'a [Model],
    /// The releases; nothing where one of them is not believed.
    pub releases: Option<&'a [Presence]>,
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

/// Everything that the page shows of a person.
pub fn own(words: &Words, tag: &str, shown: &Shown<'_>) -> String {
    let seen = shown.history.last().map_or(0, |(number, _)| *number);
    let hidden = format!("<input type=\"hidden\" name=\"seen\" value=\"{seen}\">");
    let done = match shown.done {
        None => String::new(),
        Some(Done::Recorded) => format!("<p class=\"said\" role=\"status\">{}</p>\n", escaped(&words.recorded)),
        Some(Done::Changed) => format!("<p class=\"unsaid\" role=\"alert\">{}</p>\n", escaped(&words.not_recorded)),
        Some(Done::NoPurpose) => format!("<p class=\"unsaid\" role=\"alert\">{}</p>\n", escaped(&words.choose)),
        Some(Done::NoCorrection) => {
            format!("<p class=\"unsaid\" role=\"alert\">{}</p>\n", escaped(&words.no_correction))
        }
        Some(Done::Waits) => format!("<p class=\"unsaid\" role=\"alert\">{}</p>\n", escaped(&words.waits)),
    };
    let heading = |text: &str, id: &str| format!("<h2 id=\"{id}\">{}</h2>\n", escaped(text));
    [
        done,
        heading(&words.consent, "consent"),
        standing(words, shown.standing),
        if shown.joined { sentence(&words.joined) } else { String::new() },
        agreed(words, shown),
        agree(words, tag, shown, &hidden),
        withdraw(words, tag, shown.standing, &hidden),
        happened(words, shown.history),
        heading(&words.releases, "releases"),
        releases(words, shown.releases),
        receipts(words, shown.history),
        heading(&words.held, "held"),
        records(words, tag, &shown.held.records),
        corrections(words, shown.corrections),
        if shown.held.records.is_empty() { String::new() } else { correct(words, tag) },
        heading(&words.contact, "contact"),
        contact(words, &shown.held.contact),
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

fn standing(words: &Words, state: State) -> String {
    let said = match state {
        State::Never => words.never.clone(),
        State::Holds { since, until: None } => words.holds.replace("{since}", &text(since)),
        State::Holds { since, until: Some(until) } => {
            words.holds_until.replace("{since}", &text(since)).replace("{until}", &text(until))
        }
        State::Withdrawn { since } => words.withdrawn.replace("{since}", &text(since)),
        State::Expired { since } => words.expired.replace("{since}", &text(since)),
    };
    format!("<p id=\"standing\">{}</p>\n", escaped(&said))
}

/// The event by which the consent stands, where it holds.
fn holding<'a>(shown: &'a Shown<'_>) -> Option<&'a Event> {
    let holds = matches!(shown.standing, State::Holds { .. });
    shown.history.last().map(|(_, recorded)| &recorded.event).filter(|event| holds && event.kind.agrees())
}

fn agreed(words: &Words, shown: &Shown<'_>) -> String {
    let Some(event) = holding(shown) else { return String::new() };
    let purposes: Vec<&str> = event.purposes.iter().map(|purpose| of_purpose(words, *purpose)).collect();
    let lines = [
        (words.agreed_to.as_str(), purposes.join("; ")),
        (&words.seen_by, of_audience(words, event.audience).to_owned()),
    ];
    let notice = shown
        .notice_then
        .map(|text| format!("<h3>{}</h3>\n<blockquote>{}</blockquote>\n", escaped(&words.shown), escaped(text)));
    format!("{}{}", list(&lines), notice.unwrap_or_default())
}

fn agree(words: &Words, tag: &str, shown: &Shown<'_>, hidden: &str) -> String {
    let Some((name, language, notice)) = shown.notice else { return sentence(&words.no_notice) };
    let former = holding(shown);
    let none = BTreeSet::new();
    let chosen = former.map_or(&none, |event| &event.purposes);
    let purposes: Vec<String> = PURPOSES
        .iter()
        .map(|purpose| {
            let checked = if chosen.contains(purpose) { " checked" } else { "" };
            let value = crate::intake::consents::name(*purpose);
            let label = escaped(of_purpose(words, *purpose)).into_owned();
            format!("<label><input type=\"checkbox\" name=\"purpose\" value=\"{value}\"{checked}> {label}</label>\n")
        })
        .collect();
    let reach = former.map_or(Audience::OwnGovernment, |event| event.audience);
    let audiences: Vec<String> = AUDIENCES
        .iter()
        .map(|audience| {
            let checked = if reach == *audience { " checked" } else { "" };
            let value = crate::intake::consents::name(*audience);
            let label = escaped(of_audience(words, *audience)).into_owned();
            format!("<label><input type=\"radio\" name=\"audience\" value=\"{value}\"{checked}> {label}</label>\n")
        })
        .collect();
    let (purposes, audiences) = (purposes.concat(), audiences.concat());
    let verb = if former.is_some() { &words.change } else { &words.give };
    format!(
        "<form method=\"post\" action=\"/me/consent?lang={tag}\">{hidden}\
         <input type=\"hidden\" name=\"notice\" value=\"{name}\"><input type=\"hidden\" name=\"language\" value=\"{language}\">\n\
         <blockquote lang=\"{language}\">{}</blockquote>\n<fieldset>{purposes}</fieldset>\n\
         <fieldset><legend>{}</legend>\n{audiences}</fieldset>\n<button id=\"agree\">{}</button></form>\n",
        escaped(notice),
        escaped(&words.for_whom),
        escaped(verb),
        tag = escaped(tag),
        name = escaped(name),
        language = escaped(language),
    )
}

fn withdraw(words: &Words, tag: &str, state: State, hidden: &str) -> String {
    if !matches!(state, State::Holds { .. }) {
        return String::new();
    }
    format!(
        "<form method=\"post\" action=\"/me/withdraw?lang={}\">{hidden}<button id=\"withdraw\">{}</button></form>\n{}",
        escaped(tag),
        escaped(&words.withdraw),
        sentence(&words.withdraw_note)
    )
}

fn happened(words: &Words, history: &[(i32, Recorded)]) -> String {
    if history.is_empty() {
        return String::new();
    }
    let line = |(_, recorded): &(i32, Recorded)| {
        let what = match recorded.event.kind {
            EventKind::Given => &words.given,
            EventKind::Refreshed => &words.refreshed,
            EventKind::Withdrawn => &words.withdrawn_event,
            EventKind::Expired => &words.expired_event,
        };
        format!("<li>{}: {}</li>\n", escaped(&text(recorded.event.at)), escaped(what))
    };
    let lines: String = history.iter().map(line).collect();
    format!("<h3>{}</h3>\n<ol>\n{lines}</ol>\n", escaped(&words.happened))
}

fn releases(words: &Words, presences: Option<&[Presence]>) -> String {
    let Some(presences) = presences else { return sentence(&words.releases_unreadable) };
    let mut said = Vec::new();
    for Presence { counted_in, not_known, in_force, without, .. } in presences {
        said.extend(counted_in.iter().map(|counted| words.counted.replace("{release}", &counted.release)));
        if !not_known.is_empty() {
            said.push(words.not_known.replace("{releases}", &not_known.join(", ")));
        }
        match (without.as_ref().map(|without| &without.release), in_force) {
            (Some(Some(release)), _) => said.push(words.first_without.replace("{release}", release)),
            (Some(None), Some(former)) => said.push(words.next_without.replace("{release}", former)),
            (Some(None), None) => said.push(words.next_without_none.clone()),
            (None, _) => {}
        }
    }
    if said.is_empty() {
        said.push(words.releases_none.clone());
    }
    said.iter().map(|said| sentence(said)).collect()
}

fn receipts(words: &Words, history: &[(i32, Recorded)]) -> String {
    if history.is_empty() {
        return String::new();
    }
    format!(
        "<p><a href=\"/me/receipt.html\">{}</a></p>\n<p><a href=\"/me/receipt.json\" download>{}</a></p>\n",
        escaped(&words.receipt),
        escaped(&words.receipt_signed)
    )
}

fn records(words: &Words, tag: &str, records: &[HeldRecord]) -> String {
    if records.is_empty() {
        return sentence(&words.held_nothing);
    }
    let part = |record: &HeldRecord| {
        let weight = record.weight.map(|weight| (words.weight.clone(), weight.to_string()));
        let told: Vec<(String, String)> = record.lines.iter().map(|line| line.told(tag)).chain(weight).collect();
        let lines: Vec<(&str, String)> = told.iter().map(|(about, said)| (about.as_str(), said.clone())).collect();
        let of = format!("{} {}", words.held_wave, record.of);
        format!("<h3>{}</h3>\n{}{}", escaped(&record.title), sentence(&of), list(&lines))
    };
    records.iter().map(part).collect()
}

fn contact(words: &Words, held: &HeldContact) -> String {
    match held {
        HeldContact::Nothing => sentence(&words.contact_nothing),
        HeldContact::Sealed => sentence(&words.contact_sealed),
        HeldContact::Known(Contact { name, address, email, telephone, born }) => {
            let lines = [
                (&words.name, name),
                (&words.address, address),
                (&words.email, email),
                (&words.telephone, telephone),
                (&words.born, born),
            ];
            let told = lines.into_iter().filter_map(|(about, said)| Some((about.as_str(), said.clone()?)));
            list(&told.collect::<Vec<_>>())
        }
    }
}

fn list(lines: &[(&str, String)]) -> String {
    let line = |(about, said): &(&str, String)| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(about), escaped(said));
    let lines: String = lines.iter().map(line).collect();
    format!("<dl>\n{lines}</dl>\n")
}

const PURPOSES: [ConsentPurpose; 5] = [
    ConsentPurpose::Statistics,
    ConsentPurpose::Research,
    ConsentPurpose::ProgrammeMatching,
    ConsentPurpose::Outreach,
    ConsentPurpose::Directory,
];

const AUDIENCES: [Audience; 4] =
    [Audience::OwnGovernment, Audience::Iom, Audience::MemberGovernments, Audience::Public];

fn of_purpose(words: &Words, purpose: ConsentPurpose) -> &str {
    match purpose {
        ConsentPurpose::Statistics => &words.statistics,
        ConsentPurpose::Research => &words.research,
        ConsentPurpose::ProgrammeMatching => &words.programme_matching,
        ConsentPurpose::Outreach => &words.outreach,
        ConsentPurpose::Directory => &words.directory,
    }
}

fn of_audience(words: &Words, audience: Audience) -> &str {
    match audience {
        Audience::OwnGovernment => &words.own_government,
        Audience::Iom => &words.iom,
        Audience::MemberGovernments => &words.member_governments,
        Audience::Public => &words.public,
    }
}
