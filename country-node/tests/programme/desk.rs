//! What officers do, what is refused and why, and what becomes of a person's data.

use super::{OFFICER, consents, load, programmes};
use crate::ground::Ground;
use crate::ledger::entries;
use country_node::contact::keep::Means;
use country_node::person::erase::{Under, erase};
use country_node::person::export::{ExportFault, export};
use country_node::programme::Programmes;
use country_node::programme::file::{FileFault, Loaded};
use country_node::programme::propose::kept;
use country_node::programme::wish::{Does, ProgrammeFault, Wish};
use country_node::store::programme_event;
use node_rules::audit::entry::Event;
use node_rules::matching::weights::Weights;
use node_rules::programme::content::Content;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const NEEDS: &str = "id,state,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until\n";
const CANDIDATES: &str = "person,state,appliedOn,residence,sex,education,occupations,sectors,years,languages,modes\n";

fn need(id: &str) -> String {
    format!("{id},QUALIFIED,1,2025-01-10,Regional hospital,Q,2211,4,spa,TEMPORARY,2025-03-01,2025-03-30\n")
}

fn candidate(person: &str, sex: &str) -> String {
    format!("{person},SELECTED,2025-01-05,ESP,{sex},7,2211,Q,8,spa;eng,TEMPORARY;VIRTUAL\n")
}

/// Two needs and three candidates, of whom the last does not agree to be matched.
pub async fn small(ground: &Ground) -> Programmes {
    let programmes = programmes(ground).await;
    consents(ground, ["P1", "P2"].into_iter().map(|who| (who.to_owned(), "GIVEN", "2025-01-01T00:00:00Z"))).await;
    let needs = format!("{NEEDS}{}{}", need("n1"), need("n2"));
    let people = ["P1", "P2", "P3"].map(|who| candidate(who, "F")).concat();
    load(ground, &programmes, "NEED", &needs).await.unwrap();
    load(ground, &programmes, "CANDIDATE", &format!("{CANDIDATES}{people}")).await.unwrap();
    programmes
}

async fn moves(programmes: &Programmes, kind: Kind, id: &str, step: Step) -> Result<State, String> {
    let why = step.needs_why().then_some(Why::Host);
    let does = if step == Step::Undo { Does::Undo } else { Does::Move(step, why) };
    let wish = Wish { kind, id: id.to_owned(), does, version: None };
    let done = programmes.act(OFFICER, "trqn", vec![wish]).await;
    done.map(|records| records[0].now.state).map_err(|fault| fault.to_string())
}

/// Proposes and keeps, and gives back the ids of the matches.
pub async fn matched(programmes: &Programmes) -> Vec<String> {
    let proposed = programmes.propose("trqn", None, Weights::default()).await.unwrap();
    let records = programmes.act(OFFICER, "trqn", kept(proposed.matches)).await.unwrap();
    records.iter().map(|record| record.id.clone()).collect()
}

#[tokio::test]
async fn only_those_are_proposed_and_told_who_agree_to_it_at_that_moment() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let proposed = programmes.propose("trqn", None, Weights::default()).await.unwrap();
    assert_eq!((proposed.matches.len(), proposed.open.len(), proposed.fairness.eligible.persons), (2, 0, 2));
    assert!(
        proposed.matches.iter().all(|of| of.points.unwrap() > 0 && !of.reasons.is_empty()),
        "{:?}",
        proposed.matches
    );
    let ids = matched(&programmes).await;
    assert_eq!(moves(&programmes, Kind::Match, &ids[0], Step::Accept).await, Ok(State::Accepted));
    consents(&ground, ["P1", "P2"].into_iter().map(|who| (who.to_owned(), "WITHDRAWN", "2025-02-01T00:00:00Z"))).await;
    let told = moves(&programmes, Kind::Match, &ids[0], Step::Contact).await;
    let sentence =
        format!("MATCH {}: the person is not matched: the consent was withdrawn at 2025-02-01T00:00:00Z", ids[0]);
    assert_eq!(told, Err(sentence));
    assert_eq!(moves(&programmes, Kind::Match, &ids[0], Step::Lapse).await, Ok(State::Lapsed));
    let undone = moves(&programmes, Kind::Match, &ids[0], Step::Undo).await;
    assert!(undone.unwrap_err().ends_with("the consent was withdrawn at 2025-02-01T00:00:00Z"));
    let proposed = programmes.propose("trqn", None, Weights::default()).await.unwrap();
    assert_eq!((proposed.matches.len(), proposed.fairness.eligible.persons), (0, 0), "who withdrew is not looked at");
    assert_eq!(proposed.open.len(), 1, "the other need has a proposal that nobody ended");
}

#[tokio::test]
async fn every_move_is_in_the_log_and_who_did_it_in_the_history() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    moves(&programmes, Kind::Need, "n1", Step::Close).await.unwrap();
    moves(&programmes, Kind::Need, "n1", Step::Undo).await.unwrap();
    let history = programmes.history("trqn", Kind::Need, "n1").await.unwrap();
    let steps: Vec<(&str, &str)> = history.iter().map(|row| (row.step.as_str(), row.officer.as_str())).collect();
    // An officer whom the operator names stands there as at the desk.
    let ana = ground.node.keys.users().of(ground.node.config.country, "ana");
    let by = ana.as_str();
    assert_eq!(steps, [("RECORD", by), ("QUALIFY", by), ("CLOSE", by), ("UNDO", by)]);
    let log = entries(&ground.node).await;
    let work = log.iter().filter_map(|entry| match &entry.event {
        Event::Work { kind: Kind::Need, entry, step, number, .. } if entry == "n1" => Some((step.clone(), *number)),
        _ => None,
    });
    let expected: Vec<(String, i64)> = history.iter().map(|row| (row.step.clone(), row.number)).collect();
    assert_eq!(work.collect::<Vec<_>>(), expected);
    let text = serde_json::to_string(&log).unwrap();
    assert!(
        !text.contains("hospital") && !text.contains("P1"),
        "the log tells that something was done, and not what it says"
    );
    for change in ["UPDATE programme_event SET step = 'CLOSE'", "DELETE FROM programme_event"] {
        let refused = ground.node.store.execute_unprepared(change).await.unwrap_err().to_string();
        assert!(refused.contains("only ever appended"), "{change}: {refused}");
    }
}

#[tokio::test]
async fn a_file_with_faults_changes_nothing_and_every_fault_is_told() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let before = programme_event::Entity::find().count(&ground.node.store).await.unwrap();
    let rows = [
        need("n3"),
        need("n1").replace("QUALIFIED", "SUBMITTED"),
        need("N4"),
        need("n5").replace(",1,", ",9,"),
        need("n6").replace("2211", "doctor"),
        need("n7").replace("QUALIFIED", "AGREED"),
        need("n3"),
        need("n8").replace("2025-03-30", "2025-02-01").replace("Q,", "Z,"),
    ];
    let refused = load(&ground, &programmes, "NEED", &format!("{NEEDS}{}", rows.concat())).await;
    let Err(FileFault::Report(report)) = refused else { panic!("it must be refused") };
    let found: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "line 3, column state: `SUBMITTED`; expected a state that QUALIFIED leads to",
            "line 4, column id: `N4`; expected an id of small letters, digits and hyphens, such as office-of-the-diaspora",
            "line 5: ``; expected NEED n5: the programme has no phase 9",
            "line 6, column occupation: `doctor`; expected a group of ISCO-08, one to four digits without zeros that only fill up, such as `2` or \
             `2211`",
            "line 7, column state: `AGREED`; expected one of SUBMITTED, QUALIFIED, REFUSED, CLOSED",
            "line 8, column id: `n3`; expected each record once",
            "line 9, column sector: `Z`; expected a section of ISIC Rev.4, such as `Q`",
        ]
    );
    assert_eq!(programme_event::Entity::find().count(&ground.node.store).await.unwrap(), before);
    let again = load(&ground, &programmes, "NEED", &format!("{NEEDS}{}{}", need("n1"), need("n9"))).await.unwrap();
    assert_eq!(again, Loaded { records: 2, unchanged: 1, erased: 0 });
}

#[tokio::test]
async fn who_writes_what_was_changed_meanwhile_is_told_so_and_a_programme_must_be_there() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let close = |version| Wish {
        kind: Kind::Need,
        id: "n1".to_owned(),
        does: Does::Move(Step::Close, None),
        version: Some(version),
    };
    let stale = programmes.act(OFFICER, "trqn", vec![close(1)]).await.unwrap_err();
    assert_eq!(stale.to_string(), "NEED n1: something was done to it since it was read: it is of version 2 by now");
    programmes.act(OFFICER, "trqn", vec![close(2)]).await.unwrap();
    let nowhere = programmes.act(OFFICER, "mida", vec![close(2)]).await.unwrap_err();
    assert!(matches!(&nowhere, ProgrammeFault::NoProgramme(id) if id == "mida"), "{nowhere}");
}

#[tokio::test]
async fn of_two_officers_who_keep_proposals_at_once_the_second_proposes_nobody_whom_the_first_has() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let second = need("n3").replace(",1,", ",2,");
    load(&ground, &programmes, "NEED", &format!("{NEEDS}{second}")).await.unwrap();
    let proposed = async |phase| programmes.propose("trqn", Some(phase), Weights::default()).await.unwrap().matches;
    let (one, other) = (proposed("1").await, proposed("2").await);
    assert_eq!((one.len(), other.len()), (2, 1));
    programmes.act(OFFICER, "trqn", kept(one)).await.unwrap();
    let refused = programmes.act(OFFICER, "trqn", kept(other)).await.unwrap_err().to_string();
    assert!(refused.ends_with("has the candidate already"), "{refused}");
    assert_eq!(proposed("2").await, [], "both who agree have a need");
}

#[tokio::test]
async fn what_was_decided_against_is_not_proposed_again_and_long_ids_stand_in_nobodys_way() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let long = "regional-hospital-of-the-north-physician";
    load(&ground, &programmes, "NEED", &format!("{NEEDS}{}", need(long))).await.unwrap();
    for id in ["n1", "n2"] {
        moves(&programmes, Kind::Need, id, Step::Close).await.unwrap();
    }
    let first = matched(&programmes).await;
    assert_eq!(first.len(), 1);
    moves(&programmes, Kind::Match, &first[0], Step::Decline).await.unwrap();
    let second = matched(&programmes).await;
    assert_ne!(first, second);
    moves(&programmes, Kind::Match, &second[0], Step::Decline).await.unwrap();
    let proposed = programmes.propose("trqn", None, Weights::default()).await.unwrap();
    assert_eq!((proposed.matches.len(), proposed.open.len()), (0, 1), "two were declined, and there is nobody else");
    let listed = programmes.shortlist("trqn", long, &Weights::default()).await.unwrap().unwrap();
    let why = |(_, reasons): &(String, Vec<String>)| reasons.join("; ");
    let decided = "was decided against for this need before, or it came to nothing";
    assert_eq!(listed.others.iter().map(why).collect::<Vec<_>>(), [decided, decided]);
}

#[tokio::test]
async fn proposals_that_were_kept_by_mistake_are_taken_back_at_once_and_may_be_made_again() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let second = need("n3").replace(",1,", ",2,").replace("2025-03", "2025-09");
    load(&ground, &programmes, "NEED", &format!("{NEEDS}{second}")).await.unwrap();
    moves(&programmes, Kind::Need, "n2", Step::Close).await.unwrap();
    let first = matched(&programmes).await;
    assert_eq!(first.len(), 2);
    moves(&programmes, Kind::Match, &first[0], Step::Accept).await.unwrap();
    let withdraw = async |phase| programmes.withdraw_proposals(OFFICER, "trqn", phase).await;
    assert_eq!(withdraw(Some("1")).await.unwrap(), 0, "the one that was decided for stands");
    assert_eq!(withdraw(Some("2")).await.unwrap(), 1);
    assert!(matches!(withdraw(Some("9")).await, Err(ProgrammeFault::NoPhase(phase)) if phase == "9"));
    let book = programmes.book("trqn").await.unwrap();
    let now = |id: &str| (book.get(Kind::Match, id).unwrap().now.state, book.get(Kind::Match, id).unwrap().now.why);
    assert_eq!((now(&first[0]), now(&first[1])), ((State::Accepted, None), (State::Lapsed, Some(Why::Mistake))));
    let again = matched(&programmes).await;
    assert_eq!(again, [format!("{}-2", first[1])], "the same pair, as a match of its own");
    assert_eq!(withdraw(None).await.unwrap(), 1);
    // One by one it can be undone too, while nothing has taken its place.
    assert_eq!(moves(&programmes, Kind::Match, &again[0], Step::Undo).await, Ok(State::Proposed));
}

#[tokio::test]
async fn nobody_writes_who_a_candidate_is_or_what_matching_says() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let read = |kind, says: Value| Content::read(kind, says).unwrap();
    let record = async |kind, id: &str, says: Value, person: Option<&str>| {
        let person = person.map(|id| ground.node.keys.of(id).0);
        let wish = Wish { kind, id: id.to_owned(), does: Does::Record(read(kind, says), person), version: None };
        programmes.act(OFFICER, "trqn", vec![wish]).await.map(drop).map_err(|fault| fault.to_string())
    };
    let says = json!({ "appliedOn": "2025-01-05", "modes": ["VIRTUAL"] });
    let own_id = record(Kind::Candidate, "maria-lopez", says.clone(), Some("P7")).await.unwrap_err();
    assert_eq!(own_id, "a candidate's id is made by the node, for another could say who it is");
    let book = programmes.book("trqn").await.unwrap();
    let candidate = book.of(Kind::Candidate).next().unwrap().id.clone();
    let told = json!({ "need": "n1", "candidate": candidate, "points": 1000, "reasons": ["a friend"] });
    let told = record(Kind::Match, "m", told, None).await.unwrap_err();
    assert_eq!(told, "points and reasons of a match are given by matching alone");
    let write = async |id: &str, person: &str| {
        let person = Some(ground.node.keys.of(person).0);
        let content = read(Kind::Candidate, says.clone());
        programmes.write(OFFICER, ("trqn", Kind::Candidate, id.to_owned()), (content, person), None).await
    };
    let new = write("maria-lopez", "P7").await.unwrap();
    assert!(new[0].id.starts_with('c') && new[0].id.len() == 17, "{}", new[0].id);
    let other = write(&new[0].id, "P8").await.unwrap_err();
    assert_eq!(other.to_string(), "the candidate is another person");
    write(&new[0].id, "P7").await.unwrap();
}

#[tokio::test]
async fn a_file_that_still_has_an_erased_person_brings_nobody_back() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let one = ground.node.keys.of("P1").0;
    erase(&ground.node, &one, Under::EveryId, None).await.unwrap();
    let people = ["P1", "P2", "P3"].map(|who| candidate(who, "F")).concat();
    let loaded = load(&ground, &programmes, "CANDIDATE", &format!("{CANDIDATES}{people}")).await.unwrap();
    assert_eq!(loaded, Loaded { records: 3, unchanged: 2, erased: 1 });
    assert_eq!(programmes.book("trqn").await.unwrap().candidates_of(&one).count(), 0);
    let content = Content::read(Kind::Candidate, json!({ "appliedOn": "2025-01-05", "modes": ["VIRTUAL"] })).unwrap();
    let written =
        programmes.write(OFFICER, ("trqn", Kind::Candidate, "new".to_owned()), (content, Some(one)), None).await;
    assert!(matches!(written, Err(ProgrammeFault::Erased)), "{written:?}");
}

#[tokio::test]
async fn what_the_log_says_of_a_candidate_leads_nowhere_once_the_person_is_erased() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let row = programme_event::Entity::find().all(&ground.node.store).await.unwrap();
    let salts: Vec<_> = row.iter().filter(|row| row.kind == "CANDIDATE").map(|row| row.salt.clone().unwrap()).collect();
    assert!(salts.len() == 6 && salts.iter().collect::<std::collections::BTreeSet<_>>().len() == 6, "each its own");
    assert!(row.iter().all(|row| (row.kind == "CANDIDATE") == row.salt.is_some()));
    erase(&ground.node, &ground.node.keys.of("P1").0, Under::EveryId, None).await.unwrap();
    let left = programme_event::Entity::find().all(&ground.node.store).await.unwrap();
    assert_eq!(left.iter().filter(|row| row.kind == "CANDIDATE").count(), 4);
    drop(programmes);
}

#[tokio::test]
async fn a_person_is_told_of_every_candidacy_and_once_erased_nothing_leads_to_the_person() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let ids = matched(&programmes).await;
    for step in [Step::Accept, Step::Contact, Step::Agree] {
        for id in &ids {
            moves(&programmes, Kind::Match, id, step).await.unwrap();
        }
    }
    for (number, id) in ids.iter().enumerate() {
        let says = json!({ "match": id, "mode": "TEMPORARY", "from": "2025-03-01", "until": "2025-03-30" });
        let content = Content::read(Kind::Placement, says).unwrap();
        let of = ("trqn", Kind::Placement, format!("p{number}"));
        programmes.write(OFFICER, of, (content, None), None).await.unwrap();
    }
    let book = programmes.book("trqn").await.unwrap();
    let (one, other) = (ground.node.keys.of("P1").0, ground.node.keys.of("P2").0);
    let candidate = book.candidates_of(&one).next().unwrap().id.clone();
    let own = ids.iter().find(|id| id.ends_with(&candidate)).unwrap();
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let means = &mut Means { environment: None, random: &mut random };
    let held = serde_json::to_value(export(&ground.node, &one, means).await.unwrap()).unwrap();
    assert_eq!(held["candidacies"][0]["programme"], "trqn");
    assert_eq!(held["candidacies"][0]["id"], candidate);
    assert_eq!(held["candidacies"][0]["says"]["occupations"][0], "2211");
    assert_eq!(held["candidacies"][0]["work"][0]["kind"], "MATCH");
    erase(&ground.node, &one, Under::EveryId, None).await.unwrap();
    let book = programmes.book("trqn").await.unwrap();
    assert_eq!(book.candidates_of(&one).count(), 0);
    assert_eq!(book.get(Kind::Match, own).unwrap().now.state, State::Lapsed, "what was open came to nothing");
    let states: Vec<State> = book.of(Kind::Placement).map(|record| record.now.state).collect();
    assert!(states.contains(&State::Cancelled) && states.contains(&State::Planned), "{states:?}");
    let rows = programme_event::Entity::find().all(&ground.node.store).await.unwrap();
    assert!(rows.iter().all(|row| row.pseudonym.as_deref() != Some(&one.0) && row.entry != candidate));
    assert!(rows.iter().any(|row| row.pseudonym.as_deref() == Some(&other.0)), "others stay");
    let after = serde_json::to_value(export(&ground.node, &one, means).await.unwrap()).unwrap();
    assert!(after["candidacies"].is_null(), "{after}");
    // Whoever signs up anew is another candidate: what was erased does not come back.
    country_node::person::erased::readmit(&ground.node.store, &one).await.unwrap();
    load(&ground, &programmes, "CANDIDATE", &format!("{CANDIDATES}{}", self::candidate("P1", "F"))).await.unwrap();
    let book = programmes.book("trqn").await.unwrap();
    let anew = book.candidates_of(&one).next().unwrap();
    assert_ne!(anew.id, candidate);
    assert_eq!(book.all_leaning((Kind::Candidate, &anew.id)).count(), 0);
    let nobody = ground.node.keys.of("P9").0;
    assert!(matches!(export(&ground.node, &nobody, means).await, Err(ExportFault::Nothing)));
}
