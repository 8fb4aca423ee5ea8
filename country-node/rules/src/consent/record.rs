//! The consent record of one person, after ISO/IEC TS 27560:2023.
//!
//! Its fields have the specification's names and stand in its four parts: the record, the processing, the parties and the
//! events; their values are terms of the W3C DPV where it has one. What the specification leaves to its users stands beside
//! them: how an event was expressed, what it agreed to, and how the consent stands.

mod filled;

use super::event::{Method, Shown};
use schema::audience::Audience;
use schema::country::CountryCode;
use schema::purpose::ConsentPurpose;
use serde::{Deserialize, Serialize};

/// What stands where a field must be there and nothing is known of it.
pub const NOT_RECORDED: &str = "not recorded";

/// A person's consent record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What the record is and whose.
    pub record: Header,
    /// What was agreed to.
    pub pii_processing: Processing,
    /// Who is responsible.
    pub party_identification: Vec<Party>,
    /// What happened, in the order in which it was appended.
    pub event: Vec<EventEntry>,
    /// How the consent stands at the time of the record.
    pub consent_status: Status,
}

/// What a record is and whose.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The profile that it keeps to.
    pub schema_version: String,
    /// A UUID, always the same for a person.
    pub record_id: String,
    /// The person, by a pseudonym.
    pub pii_principal_id: String,
}

/// What was agreed to last.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Processing {
    /// What the person was shown.
    pub privacy_notice: PrivacyNotice,
    /// In which language.
    pub language: String,
    /// For what.
    pub purposes: Vec<PurposeEntry>,
}

/// A notice as it was shown, or the words that none is recorded.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum PrivacyNotice {
    /// The notice.
    Shown {
        /// Which, with its version.
        notice: String,
        /// SHA-256 of the text that was shown, base64url.
        digest: String,
    },
    /// [`NOT_RECORDED`].
    NotRecorded(String),
}

/// One purpose.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeEntry {
    /// Which.
    pub purpose: ConsentPurpose,
    /// In plain words.
    pub description: String,
    /// Its term in the DPV, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose_type: Option<String>,
    /// Consent.
    pub lawful_basis: String,
    /// The data.
    pub pii_information: Vec<PiiInformation>,
    /// Who is responsible, by the number of the party.
    pub pii_controllers: Vec<String>,
    /// How the data are used.
    pub processing_method: String,
    /// Where they are kept.
    pub storage_locations: Vec<String>,
    /// How long, and what then.
    pub retention_period: String,
    /// Whose law holds (ISO 3166-1 alpha-3).
    pub jurisdiction: CountryCode,
    /// Third parties whom the consent lets in.
    pub recipient_third_parties: Vec<String>,
    /// How the person withdraws.
    pub withdrawal_method: String,
}

/// One category of data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PiiInformation {
    /// Which.
    pub pii_type: String,
}

/// Who is responsible.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The country.
    pub party_id: String,
    /// The ministry.
    pub party_name: String,
    /// Its postal address.
    pub party_address: String,
    /// Whom a person turns to.
    pub party_contact: String,
    /// An electronic address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_email: Option<String>,
    /// A page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_url: Option<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_phone: Option<String>,
    /// What it is to the person's data.
    pub party_role: String,
    /// What kind of party it is.
    pub party_type: String,
}

/// One event.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventEntry {
    /// When it happened.
    pub event_time: String,
    /// How long what it brought about lasts.
    pub validity_duration: Duration,
    /// Who expressed it.
    pub entity_id: String,
    /// The type of consent.
    pub event_type: String,
    /// The state that it brought about.
    pub event_state: String,
    /// What was agreed to by it.
    pub purposes: Vec<ConsentPurpose>,
    /// How far that reaches; nothing where nothing was agreed to.
    pub audience: Option<Audience>,
    /// The notice that was shown, where one is recorded.
    pub notice: Option<Shown>,
    /// How it was expressed, where that is recorded.
    pub indication_method: Option<Method>,
    /// When the node came to know of it, where that is recorded.
    pub recorded_time: Option<String>,
}

/// How long something lasts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// Until a time or until an event.
    #[serde(rename = "type")]
    pub of: String,
    /// Which.
    pub value: String,
}

/// How a consent stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The state.
    pub event_state: String,
    /// Since when.
    pub since: String,
    /// When it ends by itself, where it does.
    pub until: Option<String>,
    /// The time of which this is said.
    pub as_of: String,
}

impl std::fmt::Debug for Record {
    /// Mute: what a person agreed to is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a consent record")
    }
}
