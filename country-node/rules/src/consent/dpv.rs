//! The words of the W3C Data Privacy Vocabulary (DPV 2.0) for what a consent record says: <https://w3id.org/dpv>.

use super::event::{EventKind, Method, Recorded};
use super::history::State;
use super::segment::STATISTICAL;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;

/// The profile of ISO/IEC TS 27560 that a record keeps to.
pub const RECORD: &str = "https://w3id.org/dpv/schema/dpv-27560#record";
/// The profile that a receipt keeps to.
pub const RECEIPT: &str = "https://w3id.org/dpv/schema/dpv-27560#receipt";
/// Why the data may be used at all.
pub const CONSENT: &str = "dpv:Consent";
/// The part of who is responsible.
pub const CONTROLLER: &str = "dpv:DataController";
/// Until a point in time.
pub const UNTIL_TIME: &str = "dpv:UntilTimeDuration";
/// Until something happens.
pub const UNTIL_EVENT: &str = "dpv:UntilEventDuration";

/// The term for a purpose, where the vocabulary has one.
pub const fn purpose(of: ConsentPurpose) -> Option<&'static str> {
    match of {
        ConsentPurpose::Statistics => Some("dpv:ProvideOfficialStatistics"),
        ConsentPurpose::Research => Some("dpv:ScientificResearch"),
        ConsentPurpose::Outreach => Some("dpv:CommunicationManagement"),
        ConsentPurpose::ProgrammeMatching | ConsentPurpose::Directory => None,
    }
}

/// A purpose in plain words.
pub const fn words(of: ConsentPurpose) -> &'static str {
    match of {
        ConsentPurpose::Statistics => "to be counted in compared statistics",
        ConsentPurpose::Research => "to be counted in statistics for research",
        ConsentPurpose::ProgrammeMatching => "to be matched with a programme's need, by name",
        ConsentPurpose::Outreach => "to be written to",
        ConsentPurpose::Directory => "to stand in a directory",
    }
}

/// How data are used for a purpose.
pub fn processing(of: ConsentPurpose) -> &'static str {
    if STATISTICAL.contains(&of) {
        "counted in protected figures; no record leaves the country's node"
    } else {
        "used by name"
    }
}

/// Third parties whom an audience lets in beside the person's own government.
pub const fn recipients(of: Audience) -> &'static [&'static str] {
    const ALL: [&str; 3] =
        ["International Organization for Migration", "the federation's member governments", "everyone"];
    match of {
        Audience::OwnGovernment => &[],
        Audience::Iom => ALL.split_at(1).0,
        Audience::MemberGovernments => ALL.split_at(2).0,
        Audience::Public => &ALL,
    }
}

/// The type of consent that an event is of. That it was informed is said only where a notice is recorded.
pub const fn event_type(of: &Recorded) -> &'static str {
    if of.shown.is_some() { "dpv:ExpressedConsent" } else { CONSENT }
}

/// The state that an event brings about.
pub const fn event_state(of: EventKind) -> &'static str {
    match of {
        EventKind::Given => "dpv:ConsentGiven",
        EventKind::Refreshed => "dpv:RenewedConsentGiven",
        EventKind::Withdrawn => "dpv:ConsentWithdrawn",
        EventKind::Expired => "dpv:ConsentExpired",
    }
}

/// How a consent stands.
pub const fn state(of: State) -> &'static str {
    match of {
        State::Never => "dpv:ConsentUnknown",
        State::Holds { .. } => "dpv:ConsentGiven",
        State::Withdrawn { .. } => "dpv:ConsentWithdrawn",
        State::Expired { .. } => "dpv:ConsentExpired",
    }
}

/// Who expressed an event, where it was not the person.
pub const fn guardian(method: Option<Method>) -> Option<&'static str> {
    match method {
        Some(Method::Guardian) => Some("dpv:GuardianOfDataSubject"),
        _ => None,
    }
}
