//! A person's consent, as the page shows it: how it stands, what was agreed to and what was shown then, what can be agreed to, and
//! what happened.

use super::html::{Shown, list, sentence};
use super::words::Words;
use crate::consent::page::escaped;
use crate::intake::consents::name;
use node_rules::clock::text;
use node_rules::consent::history::State;
use node_rules::consent::notice::{Notice, Notices};
use node_rules::consent::{Event, EventKind, Recorded};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::collections::BTreeSet;

/// All of it.
pub(super) fn consent(words: &Words, tag: &str, shown: &Shown<'_>) -> String {
    // What is said is said of the page as it is now.
    let seen = shown.history.last().map_or(0, |(number, _)| *number);
    let hidden = format!("<input type=\"hidden\" name=\"seen\" value=\"{seen}\">");
    [
        standing(words, shown.standing),
        if shown.joined { sentence(&words.joined) } else { String::new() },
        holding(shown).map(|recorded| agreed(words, shown.notices, recorded)).unwrap_or_default(),
        agree(words, tag, shown, &hidden),
        withdraw(words, tag, shown.standing, &hidden),
        happened(words, shown.notices, shown.history),
    ]
    .concat()
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

/// What the consent stands by, where it holds.
fn holding<'a>(shown: &'a Shown<'_>) -> Option<&'a Recorded> {
    let holds = matches!(shown.standing, State::Holds { .. });
    shown.history.last().map(|(_, recorded)| recorded).filter(|recorded| holds && recorded.event.kind.agrees())
}

/// What was agreed to at some time, and the notice that was shown then.
fn agreed(words: &Words, notices: &Notices, recorded: &Recorded) -> String {
    let event = &recorded.event;
    let purposes: Vec<&str> = event.purposes.iter().map(|purpose| words.purpose(*purpose)).collect();
    let mut lines = vec![
        (words.agreed_to.as_str(), purposes.join("; ")),
        (&words.seen_by, words.audience(event.audience).to_owned()),
    ];
    lines.extend(event.valid_until.map(|until| (words.until.as_str(), text(until))));
    let notice = match &recorded.shown {
        None => sentence(&words.shown_nothing),
        Some(shown) => match notices.text(shown) {
            None => sentence(&words.shown_gone.replace("{notice}", &shown.notice)),
            Some(text) => format!(
                "<details open><summary>{} ({})</summary>\n<blockquote lang=\"{}\">{}</blockquote>\n{}</details>\n",
                escaped(&words.shown),
                escaped(&shown.notice),
                escaped(&shown.language),
                escaped(text),
                notices.find(&shown.notice).map(|notice| terms(words, notice)).unwrap_or_default()
            ),
        },
    };
    format!("{}{notice}", list(&lines))
}

/// Who is responsible and what is done with the data, as a notice says it beside its text.
fn terms(words: &Words, notice: &Notice) -> String {
    let controller = &notice.controller;
    let optional = [&controller.email, &controller.url, &controller.phone].into_iter().flatten().map(String::as_str);
    let responsible = [&controller.name, &controller.address, &controller.contact].map(String::as_str);
    let responsible: Vec<&str> = responsible.into_iter().chain(optional).collect();
    list(&[
        (&words.responsible, responsible.join("; ")),
        (&words.which_data, notice.data.join(", ")),
        (&words.where_kept, notice.storage.join(", ")),
        (&words.how_long, notice.retention.clone()),
        (&words.how_withdraw, notice.withdrawal.clone()),
    ])
}

fn agree(words: &Words, tag: &str, shown: &Shown<'_>, hidden: &str) -> String {
    let offered = shown.offered.and_then(|name| {
        let (language, text) = shown.notices.in_language(name, tag)?;
        Some((name, language, text, shown.notices.find(name)?))
    });
    let Some((notice, language, text, of)) = offered else { return sentence(&words.no_notice) };
    let former = holding(shown).map(|recorded| &recorded.event);
    let none = BTreeSet::new();
    let chosen = former.map_or(&none, |event| &event.purposes);
    let purposes = PURPOSES.iter().map(|purpose| {
        let said = (name(*purpose), words.purpose(*purpose));
        choice("checkbox", "purpose", &said, chosen.contains(purpose))
    });
    let reach = former.map_or(Audience::OwnGovernment, |event| event.audience);
    let audiences = AUDIENCES.iter().map(|audience| {
        let said = (name(*audience), words.audience(*audience));
        choice("radio", "audience", &said, reach == *audience)
    });
    let (purposes, audiences): (String, String) = (purposes.collect(), audiences.collect());
    let verb = if former.is_some() { &words.change } else { &words.give };
    let until = former.and_then(|event| event.valid_until);
    let until = until.map(|until| sentence(&words.until_stays.replace("{until}", &self::text(until))));
    format!(
        "<form method=\"post\" action=\"/me/consent?lang={tag}\">{hidden}\
         <input type=\"hidden\" name=\"notice\" value=\"{notice}\"><input type=\"hidden\" name=\"language\" value=\"{language}\">\n\
         <blockquote lang=\"{language}\">{}</blockquote>\n{}<fieldset>{purposes}</fieldset>\n\
         <fieldset><legend>{}</legend>\n{audiences}</fieldset>\n{}<button id=\"agree\">{}</button></form>\n",
        escaped(text),
        terms(words, of),
        escaped(&words.for_whom),
        until.unwrap_or_default(),
        escaped(verb),
        tag = escaped(tag),
        notice = escaped(notice),
        language = escaped(language),
    )
}

/// Something to choose: its value in the form, and in words.
fn choice(kind: &str, field: &str, (value, label): &(String, &str), chosen: bool) -> String {
    let checked = if chosen { " checked" } else { "" };
    let label = escaped(label);
    format!("<label><input type=\"{kind}\" name=\"{field}\" value=\"{value}\"{checked}> {label}</label>\n")
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

fn happened(words: &Words, notices: &Notices, history: &[(i32, Recorded)]) -> String {
    if history.is_empty() {
        return String::new();
    }
    let line = |(_, recorded): &(i32, Recorded)| {
        let Event { kind, at, .. } = &recorded.event;
        let what = match kind {
            EventKind::Given => &words.given,
            EventKind::Refreshed => &words.refreshed,
            EventKind::Withdrawn => &words.withdrawn_event,
            EventKind::Expired => &words.expired_event,
        };
        let said = format!("{}: {}", escaped(&text(*at)), escaped(what));
        if !kind.agrees() {
            return format!("<li>{said}</li>\n");
        }
        let agreed = agreed(words, notices, recorded).replace("<details open>", "<details>");
        format!("<li><details><summary>{said}</summary>\n{agreed}</details></li>\n")
    };
    let lines: String = history.iter().map(line).collect();
    format!("<h3>{}</h3>\n<ol id=\"happened\">\n{lines}</ol>\n", escaped(&words.happened))
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
