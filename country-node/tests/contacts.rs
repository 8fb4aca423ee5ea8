//! How persons are reached: sealed in the store, opened for what the person agrees to, and sealed anew with another key.

use crate::ground::Ground;
use country_node::contact::Contact;
use country_node::contact::file::{FileFault, load};
use country_node::contact::keep::{ContactFault, Means, Taken, erase, open, open_for, own_since, rotate, say};
use country_node::contact::vault::{FILE, Vault, VaultFault};
use country_node::store::contact;
use node_rules::record_key::Pseudonym;
use proptest::prelude::*;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, PaginatorTrait};
use std::collections::BTreeMap;
use std::process::Command;

const PEOPLE: &str = "person_id,name,address,email,telephone\n\
    P1,Ama Mensah,\"12 Ring Road, Accra\",ama.mensah@example.org,+233 30 000 0001\n\
    P2,Kofi Owusu,,,\n";

/// Contacts of the two people, and what opens them.
async fn ground() -> Ground {
    let ground = Ground::new().await;
    let file = ground.write("contacts.csv", PEOPLE);
    assert_eq!(with(None, 1, async |means| load(&ground.node, &file, false, means).await).await.unwrap().kept, 2);
    ground
}

/// Does something with random bytes that begin at a seed.
async fn with<T>(environment: Option<&str>, seed: u8, act: impl AsyncFnOnce(&mut Means<'_>) -> T) -> T {
    let mut next = seed;
    let mut random = |bytes: &mut [u8; 32]| {
        *bytes = [next; 32];
        next = next.wrapping_add(1);
    };
    act(&mut Means { environment, random: &mut random }).await
}

fn person(ground: &Ground, id: &str) -> Pseudonym {
    ground.node.keys.of(id).0
}

async fn opened(ground: &Ground, id: &str) -> Result<Contact, ContactFault> {
    with(None, 100, async |means| open(&ground.node, &person(ground, id), means).await).await
}

#[tokio::test]
async fn nothing_of_a_contact_can_be_read_in_any_file_of_the_node() {
    let ground = ground().await;
    std::fs::remove_file(ground.path().join("contacts.csv")).unwrap();
    assert_eq!(opened(&ground, "P1").await.unwrap().name.as_deref(), Some("Ama Mensah"));
    let mut files = 0;
    for entry in std::fs::read_dir(ground.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        files += 1;
        for told in ["Ama Mensah", "Mensah", "Ring Road", "ama.mensah", "+233", "Kofi"] {
            let found = bytes.windows(told.len()).any(|window| window == told.as_bytes());
            assert!(!found, "{told} stands in {}", path.display());
        }
    }
    assert!(files > 3);
    let sealed: Vec<usize> =
        contact::Entity::find().all(&ground.node.store).await.unwrap().iter().map(|row| row.sealed.len()).collect();
    assert_eq!(sealed[0], sealed[1], "a long contact and a short one look alike");
}

#[tokio::test]
async fn a_contact_is_opened_for_what_the_person_agrees_to_and_no_more_from_the_withdrawal_on() {
    let ground = ground().await;
    let for_outreach = async || {
        let wanted = (ConsentPurpose::Outreach, Audience::OwnGovernment);
        with(None, 100, async |means| open_for(&ground.node, &person(&ground, "P1"), wanted, means).await).await
    };
    assert!(matches!(for_outreach().await, Err(ContactFault::MayNot(_))), "nothing was agreed");
    ground.write("given.csv", "person_id,event,at,purposes,audience\nP1,GIVEN,2026-01-01T00:00:00Z,OUTREACH,IOM\n");
    let given = ground.path().join("given.csv");
    country_node::intake::consents::load(&ground.node, &given).await.unwrap();
    assert_eq!(for_outreach().await.unwrap().email.as_deref(), Some("ama.mensah@example.org"));
    let wanted = (ConsentPurpose::ProgrammeMatching, Audience::OwnGovernment);
    let other =
        with(None, 100, async |means| open_for(&ground.node, &person(&ground, "P1"), wanted, means).await).await;
    assert!(matches!(other, Err(ContactFault::MayNot(_))), "she agreed to outreach alone");
    ground.write("gone.csv", "person_id,event,at,purposes,audience\nP1,WITHDRAWN,2026-02-01T00:00:00Z,,\n");
    let gone = ground.path().join("gone.csv");
    country_node::intake::consents::load(&ground.node, &gone).await.unwrap();
    let refused = for_outreach().await.unwrap_err().to_string();
    assert_eq!(refused, "the consent was withdrawn at 2026-02-01T00:00:00Z: the contact stays sealed");
    assert!(opened(&ground, "P1").await.is_ok(), "she herself still sees what is kept");
    erase(&ground.node, &person(&ground, "P1")).await.unwrap();
    assert!(matches!(opened(&ground, "P1").await, Err(ContactFault::None)));
    assert_eq!(contact::Entity::find().count(&ground.node.store).await.unwrap(), 1);
}

#[tokio::test]
async fn what_a_person_says_stands_before_every_file_and_what_was_taken_out_stays_out() {
    let ground = ground().await;
    let own = Contact { email: Some("ama@example.net".to_owned()), ..Contact::default() };
    with(None, 50, async |means| say(&ground.node, &person(&ground, "P1"), &own, means).await).await.unwrap();
    let file = ground.path().join("contacts.csv");
    let taken = with(None, 60, async |means| load(&ground.node, &file, false, means).await).await.unwrap();
    assert_eq!(taken, Taken { kept: 1, erased: 0, own: 1 });
    assert!(opened(&ground, "P1").await.unwrap() == own, "no file changes it, nor brings the telephone back");
    assert!(own_since(&ground.node, &person(&ground, "P1")).await.unwrap().is_some());
    assert!(own_since(&ground.node, &person(&ground, "P2")).await.unwrap().is_none());
    let like = [person(&ground, "P1"), person(&ground, "P2")];
    let digests = country_node::person::digests::all(&ground.node.store).await.unwrap();
    assert_eq!(like.map(|one| digests.get(&one).map_or(0, BTreeMap::len)), [1, 1], "compared by what is left");

    let nothing = Contact::default();
    with(None, 70, async |means| say(&ground.node, &person(&ground, "P1"), &nothing, means).await).await.unwrap();
    assert!(matches!(opened(&ground, "P1").await, Err(ContactFault::None)));
    with(None, 80, async |means| rotate(&ground.node, means).await).await.unwrap();
    let taken = with(None, 90, async |means| load(&ground.node, &file, false, means).await).await.unwrap();
    assert_eq!((taken.own, opened(&ground, "P1").await.is_err()), (1, true), "everything was taken out");

    let taken = with(None, 110, async |means| load(&ground.node, &file, true, means).await).await.unwrap();
    assert_eq!(taken, Taken { kept: 2, erased: 0, own: 0 }, "where the officer says so");
    assert_eq!(opened(&ground, "P1").await.unwrap().name.as_deref(), Some("Ama Mensah"));
    assert!(own_since(&ground.node, &person(&ground, "P1")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_new_key_takes_the_place_of_the_former_one_and_nothing_opens_with_that_any_more() {
    let ground = ground().await;
    let former = std::fs::read_to_string(ground.path().join(FILE)).unwrap();
    let before = contact::Entity::find().all(&ground.node.store).await.unwrap();
    assert_eq!(with(None, 50, async |means| rotate(&ground.node, means).await).await.unwrap(), 2);
    let key = std::fs::read_to_string(ground.path().join(FILE)).unwrap();
    assert!(!key.contains(former.trim()) && key.split_whitespace().count() == 1);
    assert_eq!(opened(&ground, "P2").await.unwrap().name.as_deref(), Some("Kofi Owusu"));
    let after = contact::Entity::find().all(&ground.node.store).await.unwrap();
    let old = Vault::open(ground.path(), Some(&former), [0; 32]).unwrap();
    for (old_row, row) in before.iter().zip(&after) {
        let person = Pseudonym(row.pseudonym.as_slice().try_into().unwrap());
        assert!(old.unseal(&person, &old_row.sealed).is_ok(), "a stolen copy of before opens with the key of before");
        assert!(matches!(old.unseal(&person, &row.sealed), Err(VaultFault::OtherKey)));
        assert_eq!(row.at, old_row.at, "when it was written stays known");
    }
}

#[tokio::test]
async fn keys_of_the_environment_stand_before_the_file_and_follow_one_another_there() {
    let ground = Ground::new().await;
    let file = ground.write("contacts.csv", PEOPLE);
    let (one, two) = ("AQ".to_owned() + &"A".repeat(41), "Ag".to_owned() + &"A".repeat(41));
    with(Some(&one), 1, async |means| load(&ground.node, &file, false, means).await).await.unwrap();
    assert!(!ground.path().join(FILE).exists(), "no key is written where the environment has one");
    let both = format!("{two} {one}");
    assert_eq!(with(Some(&both), 2, async |means| rotate(&ground.node, means).await).await.unwrap(), 2);
    let person = person(&ground, "P1");
    let with_key = async |key: &str| with(Some(key), 3, async |means| open(&ground.node, &person, means).await).await;
    assert!(with_key(&two).await.is_ok());
    assert!(matches!(with_key(&one).await, Err(ContactFault::Vault(VaultFault::OtherKey))));
    for none in ["", "short", "AQ AQ"] {
        let fault = with_key(none).await.unwrap_err();
        assert!(matches!(fault, ContactFault::Vault(VaultFault::NoKey(_))));
        assert!(none.is_empty() || !fault.to_string().contains(none), "a key shows in no fault");
    }
}

#[tokio::test]
async fn a_contact_that_was_changed_or_put_in_anothers_place_is_not_opened() {
    let ground = ground().await;
    let (ama, kofi) = (person(&ground, "P1"), person(&ground, "P2"));
    let row = contact::Entity::find_by_id(ama.0.to_vec()).one(&ground.node.store).await.unwrap().unwrap();
    let put = async |person: &Pseudonym, sealed: Vec<u8>| {
        let pseudonym = ActiveValue::Unchanged(person.0.to_vec());
        let row = contact::ActiveModel {
            pseudonym,
            sealed: ActiveValue::Set(sealed),
            at: ActiveValue::Set(0),
            own: ActiveValue::Set(false),
        };
        row.update(&ground.node.store).await.unwrap();
    };
    put(&kofi, row.sealed.clone()).await;
    assert!(matches!(opened(&ground, "P2").await, Err(ContactFault::Vault(VaultFault::Altered))));
    for at in [8, 40, row.sealed.len() - 1] {
        let mut bent = row.sealed.clone();
        bent[at] ^= 1;
        put(&ama, bent).await;
        assert!(matches!(opened(&ground, "P1").await, Err(ContactFault::Vault(VaultFault::Altered))), "byte {at}");
    }
    put(&ama, row.sealed[..20].to_vec()).await;
    assert!(matches!(opened(&ground, "P1").await, Err(ContactFault::Vault(VaultFault::Altered))));
    put(&ama, row.sealed).await;
    assert!(opened(&ground, "P1").await.is_ok());
}

#[tokio::test]
async fn every_fault_of_a_file_is_in_one_report_and_nothing_of_it_is_kept() {
    let ground = Ground::new().await;
    let text = "person_id,name,address,email,telephone\n\
        P1,Ama,,ama at example,+233 30 000 0001\n,Kofi,,,\nP3,,,,\nP4,Esi,,,0300000\nP5,Yaw\nP6,A,,,\nP6,B,,,\n";
    let file = ground.write("contacts.csv", text);
    let fault = with(None, 1, async |means| load(&ground.node, &file, false, means).await).await.unwrap_err();
    let FileFault::Report(report) = fault else { panic!("{fault}") };
    let told: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 2, column email: `ama at example`; expected an e-mail address",
            "line 3, column person_id: ``; expected a person's id",
            "line 4: ``; expected a name, an address, an e-mail address or a telephone number",
            "line 5, column telephone: `0300000`; expected a telephone number with its country, such as +233 30 000 0000",
            "line 6: `2`; expected as many fields as the header has",
            "line 8, column person_id: `P6`; expected each person once; this one stands on line 7",
        ]
    );
    assert_eq!(contact::Entity::find().count(&ground.node.store).await.unwrap(), 0);
    let file = ground.write("contacts.csv", "id,name\nP1,Ama\n");
    let fault = with(None, 1, async |means| load(&ground.node, &file, false, means).await).await.unwrap_err();
    assert!(fault.to_string().contains("expected the header person_id,name,address,email,telephone"), "{fault}");
}

#[tokio::test]
async fn a_command_says_a_contact_to_whom_may_have_it_and_no_log_ever() {
    let ground = ground().await;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").arg("contact").args(arguments);
        let output = command.env_remove("DIASPORA_PERSONAL_KEY").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let (done, said, told) = run(&["access", "--person", "P1"]);
    assert!(done && said.contains("Ama Mensah"), "{told}");
    let (shown, nothing, why) = run(&["show", "--person", "P1", "--purpose", "OUTREACH"]);
    assert!(!shown && nothing.is_empty() && why.contains("no consent is recorded: the contact stays sealed"), "{why}");
    let (rotated, count, again) = run(&["rotate"]);
    assert!(rotated && count == "2 contacts are sealed anew\n", "{again}");
    for log in [told, why, again] {
        for secret in ["Mensah", "ama.mensah", "P1", "+233"] {
            assert!(!log.contains(secret), "the log tells {secret}: {log}");
        }
    }
    let entries = crate::ledger::entries(&ground.node).await;
    let written = serde_json::to_string(&entries).unwrap();
    assert!(written.contains("contact show") && written.contains("OUTREACH") && written.contains("FAILED"));
    assert!(!written.contains("Mensah") && !written.contains("P1"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_sealed_is_opened_as_it_was_for_its_person_alone(
        name in ".{0,300}", email in proptest::option::of(".{0,60}"), key: [u8; 32], nonce: [u8; 24],
        person: [u8; 16], other: [u8; 16],
    ) {
        use base64::Engine;
        let key = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(key);
        let vault = Vault::open("".as_ref(), Some(&key), [0; 32]).unwrap();
        let contact = Contact { name: Some(name), email, ..Contact::default() };
        let sealed = vault.seal(&Pseudonym(person), &contact, nonce).unwrap();
        prop_assert_eq!(vault.unseal(&Pseudonym(person), &sealed).unwrap(), contact);
        prop_assert!(person == other || vault.unseal(&Pseudonym(other), &sealed).is_err());
    }
}
