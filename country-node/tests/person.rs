//! One person: everything that is held is handed out, and erased so that nothing brings the person back.

use crate::ground::{Ground, HEADER, NOW, SURVEY, person_id, survey};
use country_node::consent::history;
use country_node::consent::made_out;
use country_node::consent::said::{Said, SaidFault, record};
use country_node::contact::file::load as load_contacts;
use country_node::contact::keep::{Means, Taken};
use country_node::intake::load::Options;
use country_node::person::erase::{EraseFault, Under, erase};
use country_node::person::erased::readmit;
use country_node::person::export::{ExportFault, export};
use country_node::store::{erasure, release};
use node_rules::consent::EventKind;
use node_rules::record_key::Pseudonym;
use schema::purpose::ConsentPurpose;
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, PaginatorTrait};
use serde_json::Value;
use std::process::Command;

const CONTACTS: &str = "person_id,name,address,email,telephone\n\
    P0000003,Ama Mensah,\"12 Ring Road, Accra\",ama.mensah@example.org,+233 30 000 0001\n\
    P0000004,Kofi Owusu,,,\n";

pub fn person(ground: &Ground, number: usize) -> Pseudonym {
    ground.node.keys.of(&person_id(number)).0
}

/// What is held of a person, as the person reads it.
pub async fn held(ground: &Ground, number: usize) -> Result<Value, ExportFault> {
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let means = &mut Means { environment: None, random: &mut random };
    Ok(serde_json::to_value(export(&ground.node, &person(ground, number), means).await?).unwrap())
}

pub async fn contacts(ground: &Ground, text: &str) -> Taken {
    let file = ground.write("contacts.csv", text);
    let mut seed = 1;
    let mut random = |bytes: &mut [u8; 32]| {
        *bytes = [seed; 32];
        seed += 1;
    };
    let means = &mut Means { environment: None, random: &mut random };
    load_contacts(&ground.node, &file, false, means).await.unwrap()
}

/// A survey of fifty, a release, and the contacts of two of them.
async fn ground() -> Ground {
    let ground = Ground::with_survey(50).await;
    contacts(&ground, CONTACTS).await;
    ground.release().await.unwrap();
    ground
}

#[tokio::test]
async fn everything_held_is_handed_out_and_each_code_says_what_it_means() {
    let ground = ground().await;
    let held = held(&ground, 3).await.unwrap();
    let record = &held["records"][0];
    assert_eq!((record["dataset"].as_str(), record["referencePeriod"].as_str()), (Some("SURVEY"), Some("2024")));
    let sex = record["codes"].as_array().unwrap().iter().find(|code| code["concept"] == "SEX").unwrap();
    assert_eq!((&sex["code"], &sex["meaning"]), (&"F".into(), &"Female".into()));
    assert_eq!(held["contact"]["contact"]["email"], "ama.mensah@example.org");
    assert_eq!(held["consent"]["event"].as_array().unwrap().len(), 1);
    assert_eq!(held["releases"][0]["counted_in"].as_array().unwrap().len(), 1, "{held}");
    let stranger = self::held(&ground, 99).await.unwrap_err();
    assert!(matches!(stranger, ExportFault::Nothing));
}

#[tokio::test]
async fn a_release_that_is_not_believed_keeps_nothing_else_from_the_person() {
    let ground = ground().await;
    let stored = release::Entity::find().one(&ground.node.store).await.unwrap().unwrap();
    let altered = release::ActiveModel { signature: ActiveValue::Set("A".repeat(86)), ..stored.into() };
    altered.update(&ground.node.store).await.unwrap();
    let held = held(&ground, 3).await.unwrap();
    assert!(held["releases"].is_null(), "that it is not known is no empty list: {held}");
    assert_eq!(held["records"].as_array().unwrap().len(), 1);
    assert_eq!(held["consent"]["event"].as_array().unwrap().len(), 1);
    assert_eq!(held["contact"]["contact"]["name"], "Ama Mensah");
}

#[tokio::test]
async fn who_is_erased_is_gone_from_everything_but_the_evidence_and_no_file_brings_the_person_back() {
    let ground = ground().await;
    let of = person(&ground, 3);
    ground.later(60);
    erase(&ground.node, &of, Under::EveryId, None).await.unwrap();
    let left = held(&ground, 3).await.unwrap();
    assert_eq!((left["records"].as_array().unwrap().len(), &left["contact"]["state"]), (0, &"notKept".into()));
    assert_eq!(left["erasedAt"], "2027-01-15T08:01:00Z");
    let events = history::of(&ground.node.store, &of).await.unwrap();
    assert_eq!(events.last().unwrap().1.event.kind.name(), "WITHDRAWN", "the history stays and ends with it");
    let receipt = made_out::receipt(&ground.node, &of).await.unwrap();
    assert_eq!(receipt.contents().releases[0].not_known, ["COL-SURVEY-2024-1"], "it may have counted the person");

    let file = ground.write("survey.csv", survey(50));
    let again = ground.import_with(SURVEY, &file, Options { replace: true, ..Options::default() }).await.unwrap();
    assert_eq!((again.rows, again.erased), (49, 1));
    assert_eq!(contacts(&ground, CONTACTS).await, Taken { kept: 1, erased: 1, own: 0 });
    assert!(held(&ground, 3).await.unwrap()["records"].as_array().unwrap().is_empty());
    assert!(matches!(erase(&ground.node, &of, Under::EveryId, None).await, Err(EraseFault::Already)));
    let said = Said { purposes: [ConsentPurpose::Statistics].into(), ..Said::withdrawal(None) };
    let given = record(&ground.node, of, EventKind::Given, said).await;
    assert!(matches!(given, Err(SaidFault::Erased)), "nobody agrees to anything whose data are not held");

    let text = "person_id,event,at,purposes,audience\nP0000003,GIVEN,2027-01-15T08:01:00Z,STATISTICS,IOM\n";
    let consents = ground.write("consents.csv", text);
    let refused = country_node::intake::consents::load(&ground.node, &consents).await.unwrap_err().to_string();
    assert!(refused.contains("no consent of a person who is erased"), "nor does a file agree: {refused}");

    assert!(readmit(&ground.node.store, &of).await.unwrap(), "the person signed up anew");
    let again = ground.import_with(SURVEY, &file, Options { replace: true, ..Options::default() }).await.unwrap();
    assert_eq!((again.rows, again.erased), (50, 0));
}

#[tokio::test]
async fn a_file_of_erased_persons_alone_leaves_an_empty_period_and_no_fault() {
    let ground = Ground::with_survey(1).await;
    erase(&ground.node, &person(&ground, 0), Under::EveryId, None).await.unwrap();
    let file = ground.write("survey.csv", survey(1));
    let again = ground.import_with(SURVEY, &file, Options { replace: true, ..Options::default() }).await.unwrap();
    assert_eq!((again.rows, again.erased, again.periods), (0, 1, vec!["2024".to_owned()]));
}

#[tokio::test]
async fn who_is_not_known_is_not_erased() {
    let ground = Ground::with_survey(1).await;
    assert!(matches!(erase(&ground.node, &person(&ground, 8), Under::EveryId, None).await, Err(EraseFault::Nothing)));
    assert_eq!(erasure::Entity::find().count(&ground.node.store).await.unwrap(), 0, "a wrong id leaves no mark");
}

#[tokio::test]
async fn what_was_erased_stands_in_no_byte_of_the_stores_files() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}{},COL,2,30,high,77\n", person_id(3)));
    ground.import(SURVEY, &file).await.unwrap();
    contacts(&ground, CONTACTS).await;
    let sealed = country_node::store::contact::Entity::find_by_id(person(&ground, 3).0.to_vec());
    let sealed = sealed.one(&ground.node.store).await.unwrap().unwrap().sealed;
    let weight = 77_f64.to_be_bytes();
    let bytes = || -> Vec<u8> {
        ["node.db", "node.db-wal"].map(|file| std::fs::read(ground.path().join(file)).unwrap_or_default()).concat()
    };
    let holds = |what: &[u8]| bytes().windows(what.len()).any(|window| window == what);
    assert!(holds(&sealed) && holds(&person(&ground, 3).0), "the search itself must work");
    erase(&ground.node, &person(&ground, 3), Under::EveryId, None).await.unwrap();
    assert!(!holds(&sealed), "the sealed contact is still there");
    let found = bytes().windows(16).filter(|window| **window == person(&ground, 3).0).count();
    assert!(found <= 2, "the pseudonym stands {found} times: beside the mark and its index something is left");
    assert!(!holds(&weight), "the record is still there");
}

#[test]
fn commands_hand_out_and_erase_and_the_log_tells_that_it_was_done_and_not_to_whom() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ground = runtime.block_on(async {
        // Without consents: the command reads the machine's clock, which stands before the ground's.
        let ground = Ground::new().await;
        let file = ground.write("survey.csv", survey(5));
        ground.import(SURVEY, &file).await.unwrap();
        contacts(&ground, CONTACTS).await;
        ground
    });
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").args(arguments);
        let output = command.env_remove("DIASPORA_PERSONAL_KEY").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let (done, said, log) = run(&["person", "export", "--person", "P0000003"]);
    assert!(done && said.contains("Ama Mensah") && said.contains("\"meaning\": \"Female\""), "{said}{log}");
    let (done, said, more) = run(&["person", "export", "--person", "P0000003", "--out", "ama.json"]);
    assert!(done && said == "ama.json is written\n" && ground.path().join("ama.json").exists(), "{more}");
    let (done, _, why) = run(&["person", "erase", "--person", "P0000003", "--reason", "whim"]);
    assert!(!done && why.contains("NOT_NEEDED, ASKED, OBJECTED, UNLAWFUL or LAW"), "{why}");
    let (done, said, erased) = run(&["person", "erase", "--person", "P0000003", "--reason", "ASKED"]);
    assert!(done && said.contains("what was published stays"), "{erased}");
    let (done, _, why) = run(&["person", "erase", "--person", "P0000003", "--reason", "ASKED"]);
    assert!(!done && why.contains("was erased before"), "{why}");
    for log in [log, more, erased] {
        assert!(!log.contains("P0000003") && !log.contains("Mensah"), "{log}");
    }
    let written = serde_json::to_string(&runtime.block_on(crate::ledger::entries(&ground.node))).unwrap();
    assert!(written.contains("person erase") && written.contains("ASKED") && written.contains("person export"));
    assert!(!written.contains("P0000003") && !written.contains("Mensah") && ground.now() == NOW);
}
