//! Records after ISO/IEC TS 27560, and receipts: what they say, to the byte, and that nothing in one can be changed.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use country_node::consent::history;
use country_node::consent::made_out::{receipt, record};
use country_node::consent::page::page;
use country_node::consent::sheet::Sheet;
use country_node::consent::text::text;
use country_node::intake::consents::load;
use country_node::intake::load::Options;
use country_node::page::words::Languages;
use country_node::release::recall::{Instead, recall};
use country_node::store::release;
use node_rules::clock;
use node_rules::consent::presence::Presence;
use node_rules::consent::receipt::{ConsentReceipt, Unbelieved};
use schema::seal::{SecretKey, canonical};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const HEADER: &str = "person_id,event,at,purposes,audience,notice,language,method,valid_until\n";

async fn append(ground: &Ground, rows: &str) {
    let file = ground.write("events.csv", format!("{HEADER}{rows}"));
    load(&ground.node, &file).await.unwrap();
}

fn at(seconds: i64) -> String {
    clock::text(NOW + seconds)
}

/// A survey of twelve. The first person agrees, is counted, agrees to more, is counted again, and withdraws.
async fn withdrawn() -> Ground {
    let ground = Ground::new().await.with_notices().await;
    let file = ground.write("survey.csv", survey(12));
    ground.import(SURVEY, &file).await.unwrap();
    let (first, until) = (person_id(0), at(100_000_000));
    let shown = format!("register/2,en,EMBASSY,{until}");
    append(&ground, &format!("{first},GIVEN,{},STATISTICS RESEARCH,MEMBER_GOVERNMENTS,{shown}\n", at(-100))).await;
    ground.release().await.unwrap();
    ground.later(60);
    let more = "STATISTICS RESEARCH OUTREACH,PUBLIC,register/2,fr,PORTAL,";
    append(&ground, &format!("{first},REFRESHED,{},{more}\n", at(30))).await;
    ground.release().await.unwrap();
    ground.later(60);
    append(&ground, &format!("{first},WITHDRAWN,{},,,,,TELEPHONE,\n", at(120))).await;
    ground
}

async fn receipt_of(ground: &Ground, person: usize) -> ConsentReceipt {
    receipt(&ground.node, &ground.node.keys.of(&person_id(person)).0).await.unwrap()
}

/// Compares with the files of these names in `receipts`.
fn golden<const N: usize>(files: [(&str, Vec<u8>); N]) {
    let (folder, kept) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/receipts"), env!("CARGO_TARGET_TMPDIR"));
    let unlike = files.into_iter().filter(|(name, actual)| {
        let is = std::fs::read(folder.join(name)).is_ok_and(|expected| expected == *actual);
        !is && std::fs::write(Path::new(kept).join(name), actual).is_ok()
    });
    let unlike: Vec<&str> = unlike.map(|(name, _)| name).collect();
    assert!(
        unlike.is_empty(),
        "not what they were: {unlike:?}; if they are right: cp {kept}/{{{}}} {}",
        unlike.join(","),
        folder.display()
    );
}

#[tokio::test]
async fn a_record_and_a_receipt_are_what_they_were_to_the_byte() {
    let ground = withdrawn().await;
    let languages = Languages::with(Path::new("."), &BTreeMap::new()).unwrap();
    let sheet = |receipt: &ConsentReceipt, tag: &str| Sheet::of(receipt, languages.of(tag).unwrap());
    let before = text(&sheet(&receipt_of(&ground, 0).await, "en"));
    ground.release().await.unwrap();
    let record = record(&ground.node, &ground.node.keys.of(&person_id(0)).0).await.unwrap();
    let receipt = receipt_of(&ground, 0).await;
    golden([
        ("record.json", format!("{}\n", serde_json::to_string_pretty(&record).unwrap()).into_bytes()),
        ("receipt.json", receipt.to_json().unwrap()),
        ("receipt.txt", text(&sheet(&receipt, "en")).into_bytes()),
        ("receipt.es.txt", text(&sheet(&receipt, "es")).into_bytes()),
        ("receipt.fr.html", page(&sheet(&receipt, "fr")).into_bytes()),
        ("receipt.html", page(&sheet(&receipt, "en")).into_bytes()),
        ("next-release.txt", before.into_bytes()),
    ]);
}

#[tokio::test]
async fn a_receipt_is_believed_as_it_was_signed_and_with_any_byte_changed_by_nobody() {
    let ground = withdrawn().await;
    let (bytes, key) = (receipt_of(&ground, 0).await.to_json().unwrap(), ground.node.signing.public());
    assert!(ConsentReceipt::open(&bytes, Some(&key)).is_ok());
    assert!(ConsentReceipt::open(&bytes, None).is_ok());
    for place in 0..bytes.len() {
        for change in [1, 0x20] {
            let mut altered = bytes.clone();
            altered[place] ^= change;
            let shown = String::from_utf8_lossy(&altered[place.saturating_sub(20)..=place]).into_owned();
            assert!(ConsentReceipt::open(&altered, Some(&key)).is_err(), "byte {place} changed: {shown}");
            assert!(ConsentReceipt::open(&altered, None).is_err(), "byte {place} changed, by its own key: {shown}");
        }
    }
    let spaced = serde_json::to_vec_pretty(&serde_json::from_slice::<Value>(&bytes).unwrap()).unwrap();
    assert_eq!(ConsentReceipt::open(&spaced, Some(&key)).unwrap_err(), Unbelieved::Altered, "written anew");
    assert_eq!(ConsentReceipt::open(&bytes[1..], None).unwrap_err(), Unbelieved::NotAReceipt);
    let other = SecretKey::from_random([7; 32]);
    assert_eq!(ConsentReceipt::open(&bytes, Some(&other.public())).unwrap_err(), Unbelieved::OtherKey);
}

#[tokio::test]
async fn a_record_and_a_receipt_show_nothing_where_they_are_debugged() {
    let ground = withdrawn().await;
    let person = ground.node.keys.of(&person_id(0)).0;
    let events = history::of(&ground.node.store, &person).await.unwrap();
    assert_eq!(format!("{:?}", events[0].1), "an event of a consent");
    assert_eq!(format!("{:?}", record(&ground.node, &person).await.unwrap()), "a consent record");
    assert_eq!(format!("{:?}", receipt_of(&ground, 0).await), "a consent receipt");
}

#[tokio::test]
async fn who_signs_a_receipt_anew_or_puts_a_release_in_its_place_is_not_believed() {
    let ground = withdrawn().await;
    let (bytes, key) = (receipt_of(&ground, 0).await.to_json().unwrap(), ground.node.signing.public());
    let mut forged: Value = serde_json::from_slice(&bytes).unwrap();
    let stranger = SecretKey::from_random([7; 32]);
    forged["receipt"]["issued_at"] = json!(at(1));
    forged["signature"] = json!(stranger.sign(&forged["receipt"]).unwrap());
    assert_eq!(ConsentReceipt::open(&canonical(&forged).unwrap(), None).unwrap_err(), Unbelieved::Altered);
    forged["key"] = json!(stranger.public().to_text());
    let anew = canonical(&forged).unwrap();
    assert!(ConsentReceipt::open(&anew, None).is_ok(), "by its own key it fits: the country's key must be asked for");
    assert_eq!(ConsentReceipt::open(&anew, Some(&key)).unwrap_err(), Unbelieved::OtherKey);
    let row = release::Entity::find().one(&ground.node.store).await.unwrap().unwrap();
    let manifest: Value = serde_json::from_slice(&row.manifest).unwrap();
    let posed = canonical(&json!({ "receipt": manifest, "key": key.to_text(), "signature": row.signature })).unwrap();
    assert_eq!(ConsentReceipt::open(&posed, Some(&key)).unwrap_err(), Unbelieved::NotAReceipt);
}

fn told(releases: &[Presence]) -> Value {
    let [presence] = releases else { panic!("the person stands in one dataset") };
    let counted: Vec<&str> = presence.counted_in.iter().map(|counted| counted.release.as_str()).collect();
    let without = presence.without.as_ref().map(|without| &without.release);
    json!([counted, presence.in_force, without])
}

#[tokio::test]
async fn a_receipt_names_the_releases_that_counted_the_person_and_the_first_that_does_not() {
    let ground = withdrawn().await;
    let one = |n| format!("COL-SURVEY-2024-{n}");
    let before = receipt_of(&ground, 0).await;
    assert_eq!(told(&before.contents().releases), json!([[one(1), one(2)], one(2), null]), "the next one will be");
    assert!(before.contents().releases[0].without.is_some());
    ground.release().await.unwrap();
    ground.later(60);
    ground.release().await.unwrap();
    let after = receipt_of(&ground, 0).await;
    assert_eq!(told(&after.contents().releases), json!([[one(1), one(2)], one(4), one(3)]));
}

#[tokio::test]
async fn a_release_of_the_same_second_counted_whom_it_knew_of_and_no_other() {
    let ground = Ground::with_survey(12).await;
    ground.release().await.unwrap();
    append(&ground, &format!("{},WITHDRAWN,{},,,,,,\n", person_id(0), at(0))).await;
    let one = |n| format!("COL-SURVEY-2024-{n}");
    let releases = receipt_of(&ground, 0).await.contents().releases.clone();
    assert_eq!(told(&releases), json!([[one(1)], one(1), null]), "it was cut before the withdrawal was written");
    ground.release().await.unwrap();
    let releases = receipt_of(&ground, 0).await.contents().releases.clone();
    assert_eq!(told(&releases), json!([[one(1)], one(2), one(2)]));
}

#[tokio::test]
async fn a_withdrawal_that_comes_in_late_is_not_said_of_releases_that_did_not_know_of_it() {
    let ground = Ground::with_survey(12).await;
    ground.release().await.unwrap();
    ground.later(100);
    ground.release().await.unwrap();
    append(&ground, &format!("{},WITHDRAWN,{},,,,,,\n", person_id(0), at(50))).await;
    let one = |n| format!("COL-SURVEY-2024-{n}");
    let releases = receipt_of(&ground, 0).await.contents().releases.clone();
    assert_eq!(told(&releases), json!([[one(1), one(2)], one(2), null]), "the second was cut without knowing of it");
    ground.release().await.unwrap();
    let releases = receipt_of(&ground, 0).await.contents().releases.clone();
    assert_eq!(told(&releases), json!([[one(1), one(2)], one(3), one(3)]));
}

#[tokio::test]
async fn a_release_from_before_it_was_written_what_it_knew_is_taken_by_its_time() {
    let ground = Ground::with_survey(12).await;
    ground.release().await.unwrap();
    let store = &ground.node.store;
    let forget = Statement::from_string(store.get_database_backend(), "UPDATE release SET consents_seen = NULL");
    store.execute_raw(forget).await.unwrap();
    ground.later(10);
    append(&ground, &format!("{},WITHDRAWN,{},,,,,,\n", person_id(0), at(10))).await;
    let releases = receipt_of(&ground, 0).await.contents().releases.clone();
    assert_eq!(told(&releases), json!([["COL-SURVEY-2024-1"], "COL-SURVEY-2024-1", null]));
}

#[tokio::test]
async fn of_data_that_were_loaded_anew_a_receipt_says_that_it_does_not_know() {
    let ground = Ground::with_survey(12).await;
    ground.release().await.unwrap();
    let without_first: String = survey(12)
        .lines()
        .filter(|row| !row.starts_with(&person_id(0)))
        .fold(String::new(), |text, row| text + row + "\n");
    let file = ground.write("survey.csv", without_first);
    ground.import_with(SURVEY, &file, Options { replace: true, ..Options::default() }).await.unwrap();
    ground.release().await.unwrap();
    let one = |n| format!("COL-SURVEY-2024-{n}");
    for (person, counted) in [(0, vec![]), (1, vec![one(2)])] {
        let releases = receipt_of(&ground, person).await.contents().releases.clone();
        assert_eq!(told(&releases), json!([counted, one(2), null]), "person {person}");
        assert_eq!(releases[0].not_known, [one(1)], "person {person}");
    }
}

#[tokio::test]
async fn who_has_no_record_in_the_data_is_told_of_no_release() {
    let ground = Ground::with_survey(12).await;
    append(&ground, &format!("{},GIVEN,{},STATISTICS,IOM,,,,\n", person_id(99), at(-1))).await;
    ground.release().await.unwrap();
    assert!(receipt_of(&ground, 99).await.contents().releases.is_empty());
}

/// The fields of ISO/IEC TS 27560:2023 that must be there, part by part, as the W3C DPV community group's guide lists them
/// ("Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV", 2024-08-01, mappings of terms:
/// <https://w3id.org/dpv/guides/consent-27560>).
const MANDATORY: [(&str, &[&str]); 7] = [
    ("", &["record", "pii_processing", "party_identification", "event"]),
    ("/record", &["schema_version", "record_id", "pii_principal_id"]),
    ("/pii_processing", &["privacy_notice", "language", "purposes"]),
    (
        "/pii_processing/purposes/0",
        &[
            "purpose",
            "pii_information",
            "pii_controllers",
            "storage_locations",
            "retention_period",
            "jurisdiction",
            "recipient_third_parties",
            "withdrawal_method",
        ],
    ),
    ("/pii_processing/purposes/0/pii_information/0", &["pii_type"]),
    ("/party_identification/0", &["party_id", "party_address", "party_name", "party_contact", "party_type"]),
    ("/event/0", &["event_time", "validity_duration", "entity_id", "event_type", "event_state"]),
];

/// Its optional fields that a record has.
const OPTIONAL: [&str; 7] =
    ["purpose_type", "lawful_basis", "processing_method", "party_email", "party_url", "party_phone", "party_role"];

/// What it leaves to its users: a purpose's plain words, how an event was expressed and what it agreed to, how it stands.
const BESIDE: [&str; 7] =
    ["consent_status", "description", "indication_method", "purposes", "audience", "notice", "recorded_time"];

#[tokio::test]
async fn a_record_has_every_field_that_the_specification_demands_with_a_notice_and_without() {
    let ground = withdrawn().await;
    append(&ground, &format!("{},GIVEN,{},STATISTICS,IOM,,,,\n", person_id(1), at(-1))).await;
    for person in [0, 1] {
        let record = record(&ground.node, &ground.node.keys.of(&person_id(person)).0).await.unwrap();
        let record = serde_json::to_value(&record).unwrap();
        for (part, fields) in MANDATORY {
            let part = record.pointer(part).unwrap_or_else(|| panic!("{part} is missing"));
            for field in fields {
                let value = part.get(field).unwrap_or(&Value::Null);
                let said = !value.is_null() && value != "";
                assert!(said, "TS 27560 demands {field}, which the record of person {person} lacks: {part}");
            }
            let known = |field: &str| fields.contains(&field) || OPTIONAL.contains(&field) || BESIDE.contains(&field);
            let surplus: Vec<_> = part.as_object().unwrap().keys().filter(|field| !known(field)).collect();
            assert!(
                surplus.is_empty(),
                "name these beside the specification's fields, or call them as it does: {surplus:?}"
            );
        }
    }
}

#[tokio::test]
async fn until_the_next_release_is_cut_a_receipt_says_by_when_and_one_that_was_recalled_is_not_in_force() {
    let ground = withdrawn().await;
    let only = |receipt: &ConsentReceipt| receipt.contents().releases[0].clone();
    let waiting = only(&receipt_of(&ground, 0).await);
    let cut_at = 60;
    assert_eq!(waiting.in_force.as_deref(), Some("COL-SURVEY-2024-2"));
    let without = waiting.without.unwrap();
    assert_eq!((without.release, without.due_by), (None, Some(at(cut_at + 92 * 86_400))));
    recall(&ground.node, "COL-SURVEY-2024-2", "a person asked for it", Instead::Nothing).await.unwrap();
    let recalled = only(&receipt_of(&ground, 0).await);
    assert_eq!(
        (recalled.in_force, recalled.without.unwrap().due_by),
        (None, None),
        "nothing stands, so nothing is due"
    );
    ground.release().await.unwrap();
    let after = only(&receipt_of(&ground, 0).await);
    assert_eq!(after.in_force.as_deref(), Some("COL-SURVEY-2024-3"));
    let without = after.without.unwrap();
    assert_eq!((without.release.as_deref(), without.due_by), (Some("COL-SURVEY-2024-3"), None));
}
