//! A row of a consent file to an event, or every fault of it.

use super::consents::{HEADER, OPTIONAL, named};
use super::fault::Fault;
use crate::node::Node;
use node_rules::clock::{Seconds, seconds};
use node_rules::consent::notice::NotShown;
use node_rules::consent::{Event, EventKind, Method, Recorded, Shown};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::collections::BTreeSet;

/// What the header is expected to be.
const HEADER_EXPECTED: &str =
    "the header person_id,event,at,purposes,audience, and after it any of notice,language,method,valid_until";

/// What a time is expected to be.
const TIME_EXPECTED: &str = "a time such as 2026-01-31T12:00:00Z (RFC 3339)";

/// Which column of a file is which; the first five are always the same.
pub struct Columns {
    fields: usize,
    /// Where the optional columns stand, in the order of [`OPTIONAL`].
    optional: [Option<usize>; OPTIONAL.len()],
}

/// An event of a file on its way to the store.
pub struct FileEvent {
    /// Where it stands.
    pub place: Place,
    /// Whose it is.
    pub person: Pseudonym,
    /// What it is.
    pub recorded: Recorded,
}

/// Where an event stands and as what, for a fault.
pub struct Place {
    /// The line.
    pub line: u64,
    /// What happened.
    pub event: &'static str,
    /// The time as the file has it.
    pub at: Box<str>,
    /// The end as the file has it.
    pub valid_until: Box<str>,
}

/// A row that was read.
pub enum Read {
    /// A sound one.
    Event(FileEvent),
    /// Every fault of one, and whose it is where that is known.
    Faults(Option<Pseudonym>, Vec<Fault>),
}

/// The fields of a row that read, or not.
struct Fields<'a> {
    id: &'a str,
    kind: Option<EventKind>,
    at: Option<Seconds>,
    purposes: BTreeSet<ConsentPurpose>,
    audience: Option<Audience>,
    shown: Option<Shown>,
    method: Option<Method>,
    valid_until: Option<Seconds>,
}

impl Columns {
    /// The columns of a header, or every fault of it.
    pub fn of(header: &csv::StringRecord) -> Result<Self, Vec<Fault>> {
        if !header.iter().take(HEADER.len()).eq(HEADER) {
            let found = header.iter().collect::<Vec<_>>().join(",");
            return Err(vec![Fault::new(1, "", &found, HEADER_EXPECTED)]);
        }
        let optional = OPTIONAL.map(|name| header.iter().position(|found| found == name));
        let surplus = header.iter().enumerate().skip(HEADER.len()).filter(|(at, _)| !optional.contains(&Some(*at)));
        let expected = "after the first five one of notice, language, method and valid_until, each once";
        let faults: Vec<Fault> = surplus.map(|(_, name)| Fault::new(1, name, name, expected)).collect();
        if faults.is_empty() { Ok(Self { fields: header.len(), optional }) } else { Err(faults) }
    }

    /// Reads a row. The node knows of its event at `now`.
    pub fn read(&self, node: &Node, line: u64, row: &csv::ByteRecord, now: Seconds) -> Read {
        let Ok(row) = csv::StringRecord::from_byte_record(row.clone()) else {
            let shown = String::from_utf8_lossy(row.as_slice());
            return Read::Faults(None, vec![Fault::new(line, "", &shown, "a row in UTF-8")]);
        };
        if row.len() != self.fields {
            let expected = format!("{} fields", self.fields);
            let fault = Fault::new(line, "", &format!("{} fields", row.len()), expected);
            return Read::Faults(row.get(0).map(|id| node.keys.of(id.trim()).0), vec![fault]);
        }
        let required = [0, 1, 2, 3, 4].map(|at| row.get(at).unwrap_or_default().trim());
        let optional = self.optional.map(|at| at.and_then(|at| row.get(at)).unwrap_or_default().trim());
        let mut faults = Vec::new();
        let fields = fields(node, required, optional, |column, value, expected| {
            faults.push(Fault::new(line, column, value, expected));
        });
        let person = (!fields.id.is_empty()).then(|| node.keys.of(fields.id).0);
        let ([_, _, at, ..], [.., valid_until]) = (required, optional);
        match (person, fields.kind, fields.at) {
            (Some(person), Some(kind), Some(time)) if faults.is_empty() => Read::Event(FileEvent {
                place: Place { line, event: kind.name(), at: at.into(), valid_until: valid_until.into() },
                person,
                recorded: Recorded {
                    event: Event {
                        kind,
                        at: time,
                        purposes: fields.purposes,
                        audience: fields.audience.unwrap_or(Audience::OwnGovernment),
                        valid_until: fields.valid_until,
                    },
                    shown: fields.shown,
                    method: fields.method,
                    recorded_at: Some(now),
                },
            }),
            _ => Read::Faults(person, faults),
        }
    }
}

fn fields<'a>(
    node: &Node,
    [id, event, at, purposes, audience]: [&'a str; HEADER.len()],
    [notice, language, method, valid_until]: [&'a str; OPTIONAL.len()],
    mut say: impl FnMut(&str, &str, String),
) -> Fields<'a> {
    if id.is_empty() {
        say("person_id", id, "the person's id".to_owned());
    }
    let kind: Option<EventKind> = named(event);
    if kind.is_none() {
        say("event", event, "GIVEN, REFRESHED, WITHDRAWN or EXPIRED".to_owned());
    }
    let time = seconds(at);
    if time.is_none() {
        say("at", at, TIME_EXPECTED.to_owned());
    }
    let agrees = kind.is_some_and(EventKind::agrees);
    let known: Option<BTreeSet<ConsentPurpose>> = purposes.split_whitespace().map(named).collect();
    if known.is_none() || agrees == purposes.is_empty() {
        let expected = "the purposes agreed to, with blanks between; none for WITHDRAWN and EXPIRED";
        say("purposes", purposes, expected.to_owned());
    }
    let reach: Option<Audience> = named(audience);
    if agrees && reach.is_none() {
        say("audience", audience, "OWN_GOVERNMENT, IOM, MEMBER_GOVERNMENTS or PUBLIC".to_owned());
    }
    let mut shown = None;
    let named_first = [("notice", notice), ("language", language)].into_iter().find(|(_, value)| !value.is_empty());
    if let Some((column, value)) = named_first.filter(|_| !agrees) {
        say(column, value, "nothing: a notice is shown before somebody agrees".to_owned());
    } else if notice.is_empty() && !language.is_empty() {
        say("notice", notice, "the notice that was shown in this language".to_owned());
    } else if !notice.is_empty() {
        match node.notices.shown(notice, language) {
            Ok(found) => shown = Some(found),
            Err(unknown @ NotShown::Unknown(_)) => say("notice", notice, unknown.to_string()),
            Err(unknown @ NotShown::Language(_)) => say("language", language, unknown.to_string()),
        }
    }
    let how: Option<Method> = named(method);
    if how.is_none() && !method.is_empty() {
        say("method", method, "PAPER, PORTAL, EMBASSY, TELEPHONE, GUARDIAN, or nothing".to_owned());
    }
    let end = seconds(valid_until);
    if !agrees && !valid_until.is_empty() {
        say("valid_until", valid_until, "nothing: only what is agreed to has an end".to_owned());
    } else if end.is_none() && !valid_until.is_empty() {
        say("valid_until", valid_until, format!("{TIME_EXPECTED}, or nothing"));
    }
    Fields {
        id,
        kind,
        at: time,
        purposes: known.unwrap_or_default(),
        audience: reach,
        shown,
        method: how,
        valid_until: end,
    }
}
