//! Ids that are one person: found by what agrees of their contacts, judged by an officer, and counted once under the stricter
//! consent.

use crate::ground::{Ground, NOW, person_id};
use crate::person::{contacts, held, person};
use crate::register::{by_sex, ground, sign_up, source};
use country_node::consent::made_out::receipt;
use country_node::consent::made_out::releases;
use country_node::contact::keep::{ContactFault, Means, erase as erase_contact, open_for};
use country_node::person::erase::{Under, erase};
use country_node::person::export::of_person;
use country_node::person::review::{self, ReviewFault};
use country_node::person::same::{JudgeFault, judge, same};
use country_node::release::data::Data;
use country_node::store::{judgement, match_digest};
use node_rules::person::identity::{Contradiction, Verdict};
use node_rules::person::review::Closed;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use std::process::Command;

const HEADER: &str = "person_id,name,address,email,telephone,born\n";

/// Ama, who signed up twice; her husband; a namesake; and Kofi.
const PEOPLE: &str = "P0000000,Ama Mensah,,ama@example.org,+233 30 000 0001,1984-05-31\n\
    P0000030,\"MENSAH, Ama\",,Ama+fair@Example.org,,1984\n\
    P0000001,Kwame Mensah,,,+233 (0)30 000 0001,\n\
    P0000002,Ama Mensah,,other@example.org,,1990-01-01\n\
    P0000003,Kofi Owusu,,,,\n";

/// An embassy's thirty women, and a portal's ten of whom the first is Ama again.
async fn registered() -> Ground {
    let ground = ground().await;
    sign_up(&ground, &source("EMBASSY", "Accra"), &[(0..30, "2024-01-01", "F")], false).await.unwrap();
    sign_up(&ground, &source("PORTAL", "web"), &[(30..50, "2024-02-01", "M")], false).await.unwrap();
    ground.consent(&(0..50).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    contacts(&ground, &format!("{HEADER}{PEOPLE}")).await;
    ground
}

async fn judged(ground: &Ground, one: usize, other: usize, verdict: Verdict) -> Result<(), JudgeFault> {
    judge(&ground.node, (person(ground, one), person(ground, other)), verdict, ("officer-1", "she came by")).await
}

/// The list: numbers of the two, points, what agrees, what differs, and what was judged.
async fn listed(ground: &Ground) -> Vec<String> {
    let named = |handle: &String| {
        let is = |number: &usize| ground.node.keys.handle(&person(ground, *number)) == *handle;
        (0..50).find(is).unwrap()
    };
    let pairs = review::list(&ground.node).await.unwrap();
    let line = |pair: &review::Pair| {
        let (mut one, mut other) = (named(&pair.handles[0]), named(&pair.handles[1]));
        if one > other {
            std::mem::swap(&mut one, &mut other);
        }
        let (likeness, verdict) = (&pair.likeness, pair.verdict);
        format!("{one} {other} {} {:?} {:?} {verdict:?}", likeness.points(), likeness.agree, likeness.differ)
    };
    pairs.iter().map(line).collect()
}

async fn waiting(ground: &Ground) -> f64 {
    let data = Data::all(&ground.node.store).await.unwrap();
    review::waiting(&ground.node.store, &data[0]).await.unwrap()
}

#[tokio::test]
async fn pairs_are_listed_by_what_agrees_and_no_contact_is_stored_in_the_clear() {
    let ground = registered().await;
    assert_eq!(
        listed(&ground).await,
        ["0 30 9 {Email, Name, NameAndYear} {} None", "0 1 2 {Telephone} {Name} None"],
        "a namesake of another year is not listed, nor who is like nobody"
    );
    assert!((waiting(&ground).await - 3.0 / 50.0).abs() < 1e-9);
    let digests = match_digest::Entity::find().count(&ground.node.store).await.unwrap();
    assert_eq!(digests, 5 + 3 + 2 + 4 + 1);
    std::fs::remove_file(ground.path().join("contacts.csv")).unwrap();
    let bytes = ["node.db", "node.db-wal"].map(|file| std::fs::read(ground.path().join(file)).unwrap_or_default());
    let bytes = String::from_utf8_lossy(&bytes.concat()).to_lowercase();
    for told in ["mensah", "ama@example", "233300000001", "1984-05-31"] {
        assert!(!bytes.contains(told), "{told} stands in the store");
    }
    erase_contact(&ground.node, &person(&ground, 0)).await.unwrap();
    assert!(listed(&ground).await.is_empty(), "what a contact is compared by goes with it");
}

#[tokio::test]
async fn until_they_are_judged_two_are_counted_as_two_and_then_as_one_until_that_is_taken_back() {
    let ground = registered().await;
    let released = async || {
        ground.later(60);
        ground.release().await.unwrap();
        let persons = by_sex(&ground).await;
        (persons["F"], persons["M"])
    };
    assert_eq!(released().await, (30.0, 20.0));
    judged(&ground, 30, 0, Verdict::Same).await.unwrap();
    assert_eq!(released().await, (29.0, 20.0), "the latest sign-up is what she said last");
    // Loading a file anew undoes nothing.
    sign_up(&ground, &source("PORTAL", "web"), &[(30..50, "2024-02-01", "M")], true).await.unwrap();
    assert_eq!(released().await, (29.0, 20.0));
    assert!((waiting(&ground).await - 2.0 / 50.0).abs() < 1e-9, "the husband's pair still waits");
    judged(&ground, 0, 30, Verdict::TakenBack).await.unwrap();
    assert_eq!(released().await, (30.0, 20.0));
    judged(&ground, 0, 1, Verdict::Different).await.unwrap();
    assert!(listed(&ground).await[1].ends_with("Some(Different)"));
    assert_eq!(released().await, (30.0, 20.0));
}

#[tokio::test]
async fn a_withdrawal_under_either_id_holds_for_both() {
    let ground = registered().await;
    judged(&ground, 0, 30, Verdict::Same).await.unwrap();
    ground.release().await.unwrap();
    ground.later(60);
    ground.consent(&[person_id(0)], "WITHDRAWN", ground.now()).await;
    ground.release().await.unwrap();
    let persons = by_sex(&ground).await;
    assert_eq!((persons["F"], persons["M"]), (29.0, 19.0), "under neither is she counted");
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let means = &mut Means { environment: None, random: &mut random };
    let wanted = (ConsentPurpose::Statistics, Audience::OwnGovernment);
    let opened = open_for(&ground.node, &person(&ground, 30), wanted, means).await;
    assert!(matches!(opened, Err(ContactFault::MayNot(_))), "nor is she written to under the other");
    let receipt = receipt(&ground.node, &person(&ground, 30)).await.unwrap();
    let presence = &receipt.contents().releases[0];
    let counted: Vec<&str> = presence.counted_in.iter().map(|counted| counted.release.as_str()).collect();
    assert_eq!(counted, ["COL-REGISTER-2024-1"]);
    let first_without = presence.without.as_ref().unwrap().release.as_deref();
    assert_eq!(first_without, Some("COL-REGISTER-2024-2"), "the receipt of the other id knows it too");
}

#[tokio::test]
async fn judgements_do_not_contradict_one_another_and_the_store_keeps_them() {
    let ground = registered().await;
    judged(&ground, 0, 30, Verdict::Same).await.unwrap();
    judged(&ground, 30, 1, Verdict::Different).await.unwrap();
    let contradicts = async |one, other, verdict| match judged(&ground, one, other, verdict).await {
        Err(JudgeFault::Contradiction(contradiction)) => contradiction,
        other => panic!("{other:?}"),
    };
    assert_eq!(contradicts(0, 1, Verdict::Same).await, Contradiction::DifferentByOthers);
    assert_eq!(contradicts(0, 0, Verdict::Same).await, Contradiction::Itself);
    assert_eq!(contradicts(0, 30, Verdict::Different).await, Contradiction::SameByOthers);
    for change in ["UPDATE judgement SET verdict = 'DIFFERENT'", "DELETE FROM judgement"] {
        let refused = ground.node.store.execute_unprepared(change).await.unwrap_err().to_string();
        assert!(refused.contains("only ever appended"), "{refused}");
    }
    assert_eq!(same(&ground.node.store).await.unwrap().ids(person(&ground, 0)).len(), 2);
}

#[tokio::test]
async fn contacts_of_a_pair_are_opened_to_keep_the_register_right_and_for_nothing_else() {
    let ground = registered().await;
    let opened = async |one: usize, other: usize| {
        let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
        let means = &mut Means { environment: None, random: &mut random };
        review::contacts(&ground.node, [person(&ground, one), person(&ground, other)], means).await
    };
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let means = &mut Means { environment: None, random: &mut random };
    let agreed = (ConsentPurpose::Research, Audience::Iom);
    let contact = open_for(&ground.node, &person(&ground, 0), agreed, means).await.unwrap();
    assert_eq!(contact.born, None, "a day of birth reaches nobody");
    let [one, other] = opened(0, 30).await.unwrap();
    assert_eq!((one.email.as_deref(), other.born.as_deref()), (Some("ama@example.org"), Some("1984")));
    assert!(matches!(opened(0, 2).await, Err(ReviewFault::Closed(Closed::NotListed))));
    judged(&ground, 0, 1, Verdict::Different).await.unwrap();
    assert!(matches!(opened(0, 1).await, Err(ReviewFault::Closed(Closed::Judged))));
    ground.consent(&[person_id(30)], "WITHDRAWN", NOW).await;
    assert!(matches!(opened(0, 30).await, Err(ReviewFault::Closed(Closed::Withdrawn))));
}

#[tokio::test]
async fn who_is_erased_is_erased_under_every_id_with_what_was_judged() {
    let ground = registered().await;
    judged(&ground, 0, 30, Verdict::Same).await.unwrap();
    judged(&ground, 30, 1, Verdict::Different).await.unwrap();
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let means = &mut Means { environment: None, random: &mut random };
    let all = serde_json::to_value(of_person(&ground.node, &person(&ground, 30), means).await.unwrap()).unwrap();
    assert_eq!(all["judgements"].as_array().unwrap().len(), 2);
    assert_eq!(all["judgements"][0]["reason"], "she came by");
    assert_eq!(all["alsoHeldUnder"][0]["contact"]["contact"]["name"], "Ama Mensah");
    let own = held(&ground, 30).await.unwrap();
    assert_eq!(own.get("alsoHeldUnder"), None, "on her own page she sees what this id has");

    erase(&ground.node, &person(&ground, 30), Under::EveryId, None).await.unwrap();
    for number in [0, 30] {
        let left = held(&ground, number).await.unwrap();
        assert_eq!((left["records"].as_array().unwrap().len(), &left["contact"]["state"]), (0, &"notKept".into()));
        assert!(left["erasedAt"].is_string() && left["judgements"].as_array().unwrap().is_empty());
    }
    assert_eq!(judgement::Entity::find().count(&ground.node.store).await.unwrap(), 0);
    assert!(listed(&ground).await.is_empty());
    assert!(matches!(judged(&ground, 0, 1, Verdict::Same).await, Err(JudgeFault::Erased)));
    assert_eq!(ground.counts().await[1], 48);
}

#[tokio::test]
async fn who_is_counted_on_the_consent_of_another_own_id_is_told_so() {
    let ground = ground().await;
    sign_up(&ground, &source("EMBASSY", "Accra"), &[(0..30, "2024-03-01", "F")], false).await.unwrap();
    sign_up(&ground, &source("PORTAL", "web"), &[(30..50, "2024-02-01", "M")], false).await.unwrap();
    ground.consent(&(1..50).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    judged(&ground, 0, 30, Verdict::Same).await.unwrap();
    ground.release().await.unwrap();
    let told = releases(&ground.node, &person(&ground, 0)).await.unwrap();
    assert_eq!(told[0].counted_in[0].release, "COL-REGISTER-2024-1", "her row is the embassy's, her word the portal's");
    let of_another = releases(&ground.node, &person(&ground, 99)).await.unwrap();
    assert!(of_another.is_empty());
}

#[tokio::test]
async fn on_the_own_page_a_person_erases_the_id_alone_whose_link_was_opened() {
    let ground = registered().await;
    judged(&ground, 0, 30, Verdict::Same).await.unwrap();
    assert_eq!(erase(&ground.node, &person(&ground, 30), Under::ThisId, None).await.unwrap(), 1);
    assert!(held(&ground, 30).await.unwrap()["erasedAt"].is_string());
    let other = held(&ground, 0).await.unwrap();
    assert_eq!(
        (other.get("erasedAt"), other["records"].as_array().unwrap().len()),
        (None, 1),
        "a judgement may be wrong"
    );
}

#[test]
fn an_officer_lists_opens_and_judges_by_commands_and_no_log_tells_whom() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ground = runtime.block_on(async {
        let ground = ground().await;
        sign_up(&ground, &source("EMBASSY", "Accra"), &[(0..31, "2024-01-01", "F")], false).await.unwrap();
        contacts(&ground, &format!("{HEADER}{PEOPLE}")).await;
        ground
    });
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").args(arguments);
        let output = command.env_remove("DIASPORA_PERSONAL_KEY").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let handle = |number: usize| ground.node.keys.handle(&person(&ground, number));
    let (ama, again) = (handle(0), handle(30));
    let (done, list, log) = run(&["register", "duplicates"]);
    assert!(done && list.contains("9 of 15  waits  EMAIL, NAME, NAME_AND_YEAR agree\n"), "{list}{log}");
    assert!(list.contains("2 of 15  waits  TELEPHONE agree; NAME differ") && list.contains(&ama), "{list}");
    assert!(!list.contains("Mensah") && !list.contains("P00"), "{list}");
    let (done, opened, more) = run(&["register", "contacts", &ama, &again]);
    assert!(done && opened.contains("ama@example.org"), "{opened}{more}");
    let judging = ["--by", "officer-1", "--reason", "She showed her passport."];
    let (done, said, judged) = run(&[&["register", "same", &ama, &again], &judging[..]].concat());
    assert!(done && said.contains("is one person with"), "{said}{judged}");
    let (done, _, why) = run(&[&["register", "same", &ama, "zzzzz-zzzzz"], &judging[..]].concat());
    assert!(!done && why.contains("zzzzz-zzzzz is nobody's handle"), "{why}");
    let (_, list, _) = run(&["register", "duplicates"]);
    assert!(!list.contains("9 of 15"), "{list}");
    let (_, all, _) = run(&["register", "duplicates", "--all"]);
    assert!(all.contains("9 of 15  the same"), "{all}");
    let (done, _, back) = run(&[&["register", "take-back", &ama, &again], &judging[..]].concat());
    assert!(done, "{back}");
    let (done, said, released) = run(&["release"]);
    assert!(done && said.contains("9.7 % may stand in it twice"), "{said}{released}");
    for log in [log, more, judged, back, released] {
        for told in ["Mensah", "P0000", ama.as_str(), "passport"] {
            assert!(!log.contains(told), "the log tells {told}: {log}");
        }
    }
    let written = serde_json::to_string(&runtime.block_on(crate::ledger::entries(&ground.node))).unwrap();
    for told in ["register duplicates", "register contacts", "register kept right", "register same", "officer-1"] {
        assert!(written.contains(told), "{told} is not written down");
    }
    assert!(!written.contains("passport") && !written.contains(&ama) && !written.contains("Mensah"));
}
