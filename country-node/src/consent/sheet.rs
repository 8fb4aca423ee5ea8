//! A receipt for people: the same words on a page and in plain text.

use crate::intake::consents::name;
use node_rules::consent::presence::{Counted, Presence, Without};
use node_rules::consent::receipt::{ConsentReceipt, Contents};
use node_rules::consent::record::{EventEntry, NOT_RECORDED, PrivacyNotice, Processing, PurposeEntry, Record};
use node_rules::consent::{Method, dpv};

/// A sheet of paper.
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// What it says, part by part.
    pub parts: Vec<Part>,
}

/// A part with its heading.
pub struct Part {
    /// The heading.
    pub heading: &'static str,
    /// Each line with what it is about.
    pub lines: Vec<(String, String)>,
}

impl Sheet {
    /// What a receipt says.
    pub fn of(receipt: &ConsentReceipt) -> Self {
        let contents = receipt.contents();
        let record = &contents.content;
        let parts = [
            part("This receipt", identity(contents)),
            part("How your consent stands", standing(record)),
            part("What you agreed to", agreed(&record.pii_processing)),
            part("What you were shown", shown(contents)),
            part("Who is responsible", responsible(record)),
            part("What happened", record.event.iter().map(happened).collect()),
            part("Which releases counted you", releases(&contents.releases)),
            part("How to check it", check(receipt)),
        ];
        let parts = parts.into_iter().filter(|part| !part.lines.is_empty()).collect();
        Self { title: format!("Consent receipt of {}", contents.country), parts }
    }
}

fn part(heading: &'static str, lines: Vec<(String, String)>) -> Part {
    Part { heading, lines }
}

fn line(about: &str, said: impl Into<String>) -> (String, String) {
    (about.to_owned(), said.into())
}

fn identity(contents: &Contents) -> Vec<(String, String)> {
    let header = &contents.content.record;
    vec![
        line("Number", &contents.receipt_id),
        line("Made out", &contents.issued_at),
        line("Record", &header.record_id),
        line("You are known in it as", &header.pii_principal_id),
    ]
}

fn standing(record: &Record) -> Vec<(String, String)> {
    let status = &record.consent_status;
    let (state, since) = (status.event_state.as_str(), status.since.as_str());
    let until = status.until.as_ref().map(|until| format!(", until {until}")).unwrap_or_default();
    let said = match state {
        "dpv:ConsentGiven" => format!("It holds since {since}{until}."),
        "dpv:ConsentWithdrawn" => {
            format!("You withdrew it at {since}. Since then nothing may be done with you by name.")
        }
        "dpv:ConsentExpired" => format!("It is over since {since}. Since then nothing may be done with you by name."),
        _ => "Nothing holds yet.".to_owned(),
    };
    vec![line(&status.as_of, said)]
}

fn agreed(processing: &Processing) -> Vec<(String, String)> {
    let mut lines: Vec<_> = processing
        .purposes
        .iter()
        .map(|purpose| line(&name(purpose.purpose), format!("{} ({})", purpose.description, purpose.processing_method)))
        .collect();
    let Some(first) = processing.purposes.first() else { return lines };
    let PurposeEntry { pii_information, storage_locations, retention_period, .. } = first;
    let data: Vec<&str> = pii_information.iter().map(|data| data.pii_type.as_str()).collect();
    let mut reach = vec!["your own government".to_owned()];
    reach.extend_from_slice(&first.recipient_third_parties);
    lines.extend([
        line("For", reach.join(", ")),
        line("Data", data.join(", ")),
        line("Kept in", storage_locations.join(", ")),
        line("Kept for", retention_period),
        line("To withdraw", &first.withdrawal_method),
    ]);
    lines
}

fn shown(contents: &Contents) -> Vec<(String, String)> {
    let processing = &contents.content.pii_processing;
    let PrivacyNotice::Shown { notice, digest } = &processing.privacy_notice else {
        return vec![line("Notice", "No notice is recorded with this consent.")];
    };
    let text = contents.notice_text.as_deref();
    vec![
        line("Notice", format!("{notice}, in the language {}", processing.language)),
        line("SHA-256 of its text", digest),
        line("Its text", text.unwrap_or("The country's file has it no longer as it was shown.")),
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

fn happened(event: &EventEntry) -> (String, String) {
    let state = match event.event_state.as_str() {
        "dpv:ConsentGiven" => "given",
        "dpv:RenewedConsentGiven" => "given again",
        "dpv:ConsentWithdrawn" => "withdrawn",
        _ => "over",
    };
    let purposes: Vec<String> = event.purposes.iter().map(|purpose| name(*purpose)).collect();
    let mut said = vec![state.to_owned()];
    if let Some(audience) = event.audience {
        said.push(format!("{} for {}", purposes.join(", "), name(audience)));
    }
    if event.validity_duration.of == dpv::UNTIL_TIME {
        said.push(format!("until {}", event.validity_duration.value));
    }
    said.extend(event.notice.as_ref().map(|shown| format!("notice {} ({})", shown.notice, shown.language)));
    said.extend(event.indication_method.map(|method| how(method).to_owned()));
    line(&event.event_time, said.join("; "))
}

fn how(method: Method) -> &'static str {
    match method {
        Method::Paper => "on paper",
        Method::Portal => "on the portal",
        Method::Embassy => "at a mission",
        Method::Telephone => "by telephone",
        Method::Guardian => "by a guardian",
    }
}

fn releases(of: &[Presence]) -> Vec<(String, String)> {
    if of.is_empty() {
        return vec![line("None", "The country's data, as they are loaded now, have no record of you.")];
    }
    of.iter().flat_map(counted).collect()
}

fn counted(presence: &Presence) -> Vec<(String, String)> {
    let Presence { counted_in, not_known, in_force, without, .. } = presence;
    let each = counted_in.iter().map(|Counted { release, cut_at, .. }| format!("{release}, cut at {cut_at}"));
    let each: Vec<String> = each.collect();
    let mut said = vec![match &each[..] {
        [] => "No release is known to have counted you.".to_owned(),
        _ => format!("You were counted in {}.", each.join("; ")),
    }];
    if !not_known.is_empty() {
        let releases = not_known.join(", ");
        said.push(format!("The data were loaded anew since: whether {releases} counted you is not known any more."));
    }
    match (without, in_force) {
        (None, Some(in_force)) => said.push(format!("{in_force} is in force.")),
        (None, None) => said.push("Nothing is released yet.".to_owned()),
        (Some(without), _) => said.push(first_without(without, in_force.as_deref())),
    }
    let study = presence.study.as_ref().map(|study| format!(" {study}")).unwrap_or_default();
    let of = format!("{}{study} {}", presence.dataset, presence.reference_period);
    vec![line(&of, said.join("\n"))]
}

fn first_without(without: &Without, in_force: Option<&str>) -> String {
    let due = without.due_by.as_ref().map(|due| format!(", due by {due},")).unwrap_or_default();
    match (&without.release, &without.cut_at, in_force) {
        (Some(release), Some(cut_at), _) => format!("{release}, cut at {cut_at}, is the first release without you."),
        (_, _, Some(former)) if without.due_by.is_none() => format!(
            "No next release of this period is due; one that is cut will be without you. {former} stays in force until then."
        ),
        (_, _, Some(former)) => {
            format!("The next release{due} will be the first without you. {former} stays in force until then.")
        }
        _ => format!("Nothing is released yet; the first release{due} will be without you."),
    }
}

fn check(receipt: &ConsentReceipt) -> Vec<(String, String)> {
    vec![
        line("Signed by the key", receipt.key()),
        line("Signature (ed25519)", receipt.signature()),
        line(
            "Checked by",
            "country-node consent verify FILE.json --key KEY, with the key that the country publishes. The file in JSON \
             is what was signed; this sheet is a print of it.",
        ),
    ]
}
