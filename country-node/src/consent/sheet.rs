//! A receipt for people: the same words on a page and in plain text.

use crate::intake::consents::name;
use node_rules::consent::dpv;
use node_rules::consent::presence::{Counted, Presence, Without};
use node_rules::consent::receipt::{ConsentReceipt, Contents};
use node_rules::consent::record::{EventEntry, NOT_RECORDED, PrivacyNotice, Processing, PurposeEntry, Record};

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
            part("Where you are counted", contents.releases.iter().flat_map(counted).collect()),
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
        "dpv:ConsentWithdrawn" => format!("You withdrew it at {since}. Nothing is done with you by name since then."),
        "dpv:ConsentExpired" => format!("It is over since {since}. Nothing is done with you by name since then."),
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
    said.extend(event.indication_method.map(|method| format!("by {}", name(method))));
    line(&event.event_time, said.join("; "))
}

fn counted(presence: &Presence) -> Vec<(String, String)> {
    let of = format!("{} {}", presence.dataset, presence.reference_period);
    let each = presence.counted_in.iter().map(|Counted { release, cut_at, .. }| format!("{release}, cut at {cut_at}"));
    let each: Vec<String> = each.collect();
    let counted = if each.is_empty() { "no release".to_owned() } else { each.join("; ") };
    let mut lines = vec![line(&of, format!("You are counted in {counted}."))];
    if let Some(Without { release, cut_at, due_by }) = &presence.without {
        let due = due_by.as_ref().map(|due| format!(", due by {due},")).unwrap_or_default();
        let said = match (release, cut_at, &presence.in_force) {
            (Some(release), Some(cut_at), _) => {
                format!("{release}, cut at {cut_at}, is the first release without you.")
            }
            (_, _, Some(former)) => {
                format!("The next release{due} will be the first without you. {former} stays in force until then.")
            }
            _ => format!("Nothing is released yet; the first release{due} will be without you."),
        };
        lines.push(line(&of, said));
    }
    lines
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
