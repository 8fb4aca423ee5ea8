//! A record filled from a person's history and the notices of the country.

use super::super::dpv;
use super::super::event::{Event, EventKind, Recorded};
use super::super::history::{State, standing};
use super::super::notice::{Notice, Notices};
use super::{
    Duration, EventEntry, Header, NOT_RECORDED, Party, PiiInformation, PrivacyNotice, Processing, PurposeEntry, Record,
    Status,
};
use crate::clock::{Seconds, text};
use crate::record_key::Principal;
use schema::country::CountryCode;
use schema::purpose::ConsentPurpose;

/// The language of a notice that is not recorded: undetermined (ISO 639-2).
const UNDETERMINED: &str = "und";

impl Record {
    /// The record of a person with this history, at a time; nothing where nothing is recorded.
    pub fn of(
        country: CountryCode,
        principal: Principal,
        history: &[Recorded],
        notices: &Notices,
        at: Seconds,
    ) -> Option<Self> {
        let agreed = history.iter().rev().find(|recorded| recorded.event.kind.agrees())?;
        let notice = agreed.shown.as_ref().and_then(|shown| notices.find(&shown.notice));
        let events: Vec<Event> = history.iter().map(|recorded| recorded.event.clone()).collect();
        Some(Self {
            record: Header {
                schema_version: dpv::RECORD.to_owned(),
                record_id: principal.record_id,
                pii_principal_id: principal.id.clone(),
            },
            pii_processing: Processing {
                privacy_notice: agreed.shown.as_ref().map_or_else(
                    || PrivacyNotice::NotRecorded(NOT_RECORDED.to_owned()),
                    |shown| PrivacyNotice::Shown { notice: shown.notice.clone(), digest: shown.digest.clone() },
                ),
                language: agreed.shown.as_ref().map_or(UNDETERMINED, |shown| &shown.language).to_owned(),
                purposes: agreed.event.purposes.iter().map(|of| purpose(*of, country, &agreed.event, notice)).collect(),
            },
            party_identification: vec![party(country, notice)],
            event: history.iter().map(|recorded| entry(recorded, country, &principal.id)).collect(),
            consent_status: status(standing(&events, at), at),
        })
    }
}

fn purpose(of: ConsentPurpose, country: CountryCode, agreed: &Event, notice: Option<&Notice>) -> PurposeEntry {
    let unknown = || vec![NOT_RECORDED.to_owned()];
    let said = |field: fn(&Notice) -> &String| notice.map_or(NOT_RECORDED, |notice| field(notice)).to_owned();
    let data = notice.map_or_else(unknown, |notice| notice.data.clone());
    PurposeEntry {
        purpose: of,
        description: dpv::words(of).to_owned(),
        purpose_type: dpv::purpose(of).map(str::to_owned),
        lawful_basis: dpv::CONSENT.to_owned(),
        pii_information: data.into_iter().map(|pii_type| PiiInformation { pii_type }).collect(),
        pii_controllers: vec![country.to_string()],
        processing_method: dpv::processing(of).to_owned(),
        storage_locations: notice.map_or_else(unknown, |notice| notice.storage.clone()),
        retention_period: said(|notice| &notice.retention),
        jurisdiction: country,
        recipient_third_parties: dpv::recipients(agreed.audience).iter().map(|name| (*name).to_owned()).collect(),
        withdrawal_method: said(|notice| &notice.withdrawal),
    }
}

fn party(country: CountryCode, notice: Option<&Notice>) -> Party {
    let controller = notice.map(|notice| notice.controller.clone());
    let unknown = || NOT_RECORDED.to_owned();
    let (party_email, party_url, party_phone) = controller
        .clone()
        .map_or((None, None, None), |controller| (controller.email, controller.url, controller.phone));
    let (party_name, party_address, party_contact) = controller
        .map_or_else(|| (unknown(), unknown(), unknown()), |found| (found.name, found.address, found.contact));
    Party {
        party_id: country.to_string(),
        party_name,
        party_address,
        party_contact,
        party_email,
        party_url,
        party_phone,
        party_role: dpv::CONTROLLER.to_owned(),
        party_type: "government of the country of origin".to_owned(),
    }
}

fn entry(recorded: &Recorded, country: CountryCode, principal: &str) -> EventEntry {
    let event = &recorded.event;
    let lasts = |of: &str, value: String| Duration { of: of.to_owned(), value };
    let by = match event.kind {
        // Nobody says that a time is over but who keeps the record.
        EventKind::Expired => country.to_string(),
        _ => dpv::guardian(recorded.method).unwrap_or(principal).to_owned(),
    };
    EventEntry {
        event_time: text(event.at),
        validity_duration: match (event.kind.agrees(), event.valid_until) {
            (true, Some(until)) => lasts(dpv::UNTIL_TIME, text(until)),
            (true, None) => lasts(dpv::UNTIL_EVENT, "withdrawn".to_owned()),
            (false, _) => lasts(dpv::UNTIL_EVENT, "given again".to_owned()),
        },
        entity_id: by,
        event_type: dpv::event_type(recorded).to_owned(),
        event_state: dpv::event_state(event.kind).to_owned(),
        purposes: event.purposes.iter().copied().collect(),
        audience: event.kind.agrees().then_some(event.audience),
        notice: recorded.shown.clone(),
        indication_method: recorded.method,
        recorded_time: recorded.recorded_at.map(text),
    }
}

fn status(state: State, at: Seconds) -> Status {
    let (since, until) = match state {
        State::Never => (at, None),
        State::Holds { since, until } => (since, until),
        State::Withdrawn { since } | State::Expired { since } => (since, None),
    };
    Status { event_state: dpv::state(state).to_owned(), since: text(since), until: until.map(text), as_of: text(at) }
}
