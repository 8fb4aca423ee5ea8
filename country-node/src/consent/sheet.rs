//! A receipt for people: the same words on a page and in plain text.

use crate::page::words::Words;
use node_rules::consent::presence::{Counted, Presence, Without};
use node_rules::consent::receipt::{ConsentReceipt, Contents};
use node_rules::consent::record::{EventEntry, NOT_RECORDED, PrivacyNotice, Processing, PurposeEntry, Record};
use node_rules::consent::segment::STATISTICAL;
use node_rules::consent::{Method, dpv};
use serde::Deserialize;

/// A sheet of paper.
pub struct Sheet {
    /// The language that it is in (BCP 47).
    pub language: String,
    /// What it is.
    pub title: String,
    /// What it says, part by part.
    pub parts: Vec<Part>,
}

/// A part with its heading.
pub struct Part {
    /// The heading.
    pub heading: String,
    /// Each line with what it is about.
    pub lines: Vec<(String, String)>,
}

/// What a sheet says in one language, beside the page's own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is named after the heading or the sentence that it is; the files have them"
)]
pub struct SheetWords {
    pub title: String,
    pub this_receipt: String,
    pub stands: String,
    pub agreed: String,
    pub was_shown: String,
    pub counted: String,
    pub check: String,
    pub number: String,
    pub made_out: String,
    pub record: String,
    pub known_as: String,
    pub holds: String,
    pub holds_until: String,
    pub withdrawn: String,
    pub over: String,
    pub nothing_holds: String,
    pub purposes: String,
    pub in_figures: String,
    pub by_name: String,
    pub for_whom: String,
    pub own_government: String,
    pub iom: String,
    pub members: String,
    pub everyone: String,
    pub notice: String,
    pub no_notice: String,
    pub digest: String,
    pub its_text: String,
    pub text_gone: String,
    pub on_paper: String,
    pub on_the_portal: String,
    pub at_a_mission: String,
    pub by_telephone: String,
    pub by_a_guardian: String,
    pub none: String,
    pub no_record: String,
    pub cut: String,
    pub counted_in: String,
    pub counted_in_none: String,
    pub not_known: String,
    pub in_force: String,
    pub nothing_released: String,
    pub first_without: String,
    pub next_due: String,
    pub no_next: String,
    pub first_due: String,
    pub first_next: String,
    pub key: String,
    pub signature: String,
    pub checked_by: String,
    pub checked_how: String,
}

impl Sheet {
    /// What a receipt says, in the language of some words.
    pub fn of(receipt: &ConsentReceipt, (language, words): (&str, &Words)) -> Self {
        let (contents, sheet) = (receipt.contents(), &words.sheet);
        let record = &contents.content;
        let parts = [
            (&sheet.this_receipt, identity(sheet, contents)),
            (&sheet.stands, standing(sheet, record)),
            (&sheet.agreed, agreed(words, &record.pii_processing)),
            (&sheet.was_shown, shown(sheet, contents)),
            (&words.responsible, responsible(record)),
            (&words.happened, record.event.iter().map(|event| happened(words, event)).collect()),
            (&sheet.counted, releases(sheet, &contents.releases)),
            (&sheet.check, check(sheet, receipt)),
        ];
        let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        let parts = parts.map(|(heading, lines)| Part { heading: heading.clone(), lines }).collect();
        let title = sheet.title.replace("{country}", &contents.country.to_string());
        Self { language: language.to_owned(), title, parts }
    }
}

fn line(about: &str, said: impl Into<String>) -> (String, String) {
    (about.to_owned(), said.into())
}

fn identity(words: &SheetWords, contents: &Contents) -> Vec<(String, String)> {
    let header = &contents.content.record;
    vec![
        line(&words.number, &contents.receipt_id),
        line(&words.made_out, &contents.issued_at),
        line(&words.record, &header.record_id),
        line(&words.known_as, &header.pii_principal_id),
    ]
}

fn standing(words: &SheetWords, record: &Record) -> Vec<(String, String)> {
    let status = &record.consent_status;
    let said = match (status.event_state.as_str(), &status.until) {
        ("dpv:ConsentGiven", Some(until)) => words.holds_until.replace("{until}", until),
        ("dpv:ConsentGiven", None) => words.holds.clone(),
        ("dpv:ConsentWithdrawn", _) => words.withdrawn.clone(),
        ("dpv:ConsentExpired", _) => words.over.clone(),
        _ => words.nothing_holds.clone(),
    };
    vec![line(&status.as_of, said.replace("{since}", &status.since))]
}

fn agreed(words: &Words, processing: &Processing) -> Vec<(String, String)> {
    let sheet = &words.sheet;
    let purposes = processing.purposes.iter().map(|entry| {
        let how = if STATISTICAL.contains(&entry.purpose) { &sheet.in_figures } else { &sheet.by_name };
        format!("{} ({how})", words.purpose(entry.purpose))
    });
    let Some(first) = processing.purposes.first() else { return Vec::new() };
    let PurposeEntry { pii_information, storage_locations, retention_period, .. } = first;
    let data: Vec<&str> = pii_information.iter().map(|data| data.pii_type.as_str()).collect();
    // Each reach holds those before it.
    let wider = [&sheet.iom, &sheet.members, &sheet.everyone].into_iter().take(first.recipient_third_parties.len());
    let reach: Vec<&str> = std::iter::once(&sheet.own_government).chain(wider).map(String::as_str).collect();
    vec![
        line(&sheet.purposes, purposes.collect::<Vec<_>>().join("\n")),
        line(&sheet.for_whom, reach.join(", ")),
        line(&words.which_data, data.join(", ")),
        line(&words.where_kept, storage_locations.join(", ")),
        line(&words.how_long, retention_period),
        line(&words.how_withdraw, &first.withdrawal_method),
    ]
}

fn shown(words: &SheetWords, contents: &Contents) -> Vec<(String, String)> {
    let processing = &contents.content.pii_processing;
    let PrivacyNotice::Shown { notice, digest } = &processing.privacy_notice else {
        return vec![line(&words.notice, &words.no_notice)];
    };
    let text = contents.notice_text.as_deref();
    vec![
        line(&words.notice, format!("{notice} ({})", processing.language)),
        line(&words.digest, digest),
        line(&words.its_text, text.unwrap_or(&words.text_gone)),
    ]
}

fn responsible(record: &Record) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for party in &record.party_identification {
        let optional = [&party.party_email, &party.party_url, &party.party_phone];
        let optional = optional.into_iter().flatten().map(String::as_str);
        let known = [&party.party_name, &party.party_address, &party.party_contact].map(String::as_str);
        let known: Vec<&str> = known.into_iter().chain(optional).filter(|said| *said != NOT_RECORDED).collect();
        let said = if known.is_empty() { NOT_RECORDED.to_owned() } else { known.join("; ") };
        lines.push(line(&party.party_id, said));
    }
    lines
}

fn happened(words: &Words, event: &EventEntry) -> (String, String) {
    let state = match event.event_state.as_str() {
        "dpv:ConsentGiven" => &words.given,
        "dpv:RenewedConsentGiven" => &words.refreshed,
        "dpv:ConsentWithdrawn" => &words.withdrawn_event,
        _ => &words.expired_event,
    };
    let purposes: Vec<&str> = event.purposes.iter().map(|purpose| words.purpose(*purpose)).collect();
    let mut said = vec![state.clone()];
    if let Some(audience) = event.audience {
        said.push(format!("{} ({})", purposes.join(", "), words.audience(audience)));
    }
    if event.validity_duration.of == dpv::UNTIL_TIME {
        said.push(format!("{} {}", words.until.to_lowercase(), event.validity_duration.value));
    }
    said.extend(event.notice.as_ref().map(|shown| format!("{} ({})", shown.notice, shown.language)));
    said.extend(event.indication_method.map(|method| how(&words.sheet, method).to_owned()));
    line(&event.event_time, said.join("; "))
}

fn how(words: &SheetWords, method: Method) -> &str {
    match method {
        Method::Paper => &words.on_paper,
        Method::Portal => &words.on_the_portal,
        Method::Embassy => &words.at_a_mission,
        Method::Telephone => &words.by_telephone,
        Method::Guardian => &words.by_a_guardian,
    }
}

fn releases(words: &SheetWords, of: &[Presence]) -> Vec<(String, String)> {
    if of.is_empty() {
        return vec![line(&words.none, &words.no_record)];
    }
    of.iter().map(|presence| counted(words, presence)).collect()
}

fn counted(words: &SheetWords, presence: &Presence) -> (String, String) {
    let Presence { counted_in, not_known, in_force, without, .. } = presence;
    let cut = |release: &str, at: &str| words.cut.replace("{release}", release).replace("{at}", at);
    let each: Vec<String> = counted_in.iter().map(|Counted { release, cut_at, .. }| cut(release, cut_at)).collect();
    let mut said = vec![match &each[..] {
        [] => words.counted_in_none.clone(),
        _ => words.counted_in.replace("{releases}", &each.join("; ")),
    }];
    if !not_known.is_empty() {
        said.push(words.not_known.replace("{releases}", &not_known.join(", ")));
    }
    said.push(match (without, in_force) {
        (None, Some(in_force)) => words.in_force.replace("{release}", in_force),
        (None, None) => words.nothing_released.clone(),
        (Some(without), _) => first_without(words, without, in_force.as_deref()),
    });
    let study = presence.study.as_ref().map(|study| format!(" {study}")).unwrap_or_default();
    line(&format!("{}{study} {}", presence.dataset, presence.reference_period), said.join("\n"))
}

fn first_without(words: &SheetWords, without: &Without, in_force: Option<&str>) -> String {
    if let (Some(release), Some(cut_at)) = (&without.release, &without.cut_at) {
        return words.first_without.replace("{release}", release).replace("{at}", cut_at);
    }
    let said = match (in_force, &without.due_by) {
        (Some(_), Some(_)) => &words.next_due,
        (Some(_), None) => &words.no_next,
        (None, Some(_)) => &words.first_due,
        (None, None) => &words.first_next,
    };
    let due = without.due_by.as_deref().unwrap_or_default();
    said.replace("{due}", due).replace("{release}", in_force.unwrap_or_default())
}

fn check(words: &SheetWords, receipt: &ConsentReceipt) -> Vec<(String, String)> {
    vec![
        line(&words.key, receipt.key()),
        line(&words.signature, receipt.signature()),
        line(&words.checked_by, &words.checked_how),
    ]
}
