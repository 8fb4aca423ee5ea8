//! Consent events: which are taken in, that none is ever changed, and what they allow by name.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use country_node::consent::history;
use country_node::consent::made_out::{MadeOutFault, record};
use country_node::intake::consents::load;
use country_node::intake::load::LoadFault;
use country_node::state::State;
use node_rules::clock::text;
use node_rules::consent::{Event, may_use};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ConnectionTrait, Statement};

const HEADER: &str = "person_id,event,at,purposes,audience,valid_until\n";

async fn append(ground: &Ground, rows: &str) -> Result<u64, LoadFault> {
    let file = ground.write("events.csv", format!("{HEADER}{rows}"));
    load(&ground.node, &file).await
}

async fn events(ground: &Ground, person: &str) -> Vec<Event> {
    let history = history::of(&ground.node.store, &ground.node.keys.of(person).0).await.unwrap();
    history.into_iter().map(|(_, recorded)| recorded.event).collect()
}

#[tokio::test]
async fn a_withdrawal_stops_use_by_name_from_its_own_second_on_and_so_does_an_end() {
    let ground = Ground::new().await;
    let (withdrawn, until) = (text(NOW - 50), text(NOW - 20));
    let rows = format!(
        "P1,GIVEN,{0},OUTREACH,IOM,\nP1,WITHDRAWN,{withdrawn},,,\nP2,GIVEN,{0},OUTREACH,IOM,{until}\n",
        text(NOW - 100)
    );
    assert_eq!(append(&ground, &rows).await.unwrap(), 3);
    for (person, ends) in [("P1", NOW - 50), ("P2", NOW - 20)] {
        let history = events(&ground, person).await;
        let may = |at| may_use(&history, ConsentPurpose::Outreach, Audience::OwnGovernment, at);
        assert_eq!([NOW - 101, NOW - 100, ends - 1, ends, NOW].map(may), [false, true, true, false, false], "{person}");
        assert!(!may_use(&history, ConsentPurpose::Directory, Audience::OwnGovernment, ends - 1));
    }
}

#[tokio::test]
async fn nothing_is_appended_while_the_clock_stands_before_the_last_event() {
    let ground = Ground::new().await;
    ground.later(100);
    append(&ground, &format!("P1,GIVEN,{},STATISTICS,IOM,\n", text(NOW))).await.unwrap();
    ground.later(-1);
    let rows = format!("P2,GIVEN,{},STATISTICS,IOM,\n", text(NOW));
    let fault = append(&ground, &rows).await.unwrap_err();
    assert!(matches!(fault, LoadFault::Clock(_)), "{fault}");
    assert_eq!(
        fault.to_string(),
        "the clock says 2027-01-15T08:01:39Z, before the last consent event was appended, 2027-01-15T08:01:40Z; \
         set it right before another is"
    );
    assert_eq!(
        (events(&ground, "P1").await.len(), events(&ground, "P2").await.len()),
        (1, 0),
        "the former state stays"
    );
    ground.later(1);
    assert_eq!(append(&ground, &rows).await.unwrap(), 1, "a clock that was set right goes on");
}

#[tokio::test]
async fn a_file_is_held_against_itself_across_the_batches_that_it_is_written_in() {
    let ground = Ground::new().await;
    let at = text(NOW - 10);
    let given: String = (0..9000).map(|n| format!("P{n},GIVEN,{at},STATISTICS,IOM,\n")).collect();
    let again = format!("{given}P7,WITHDRAWN,{at},,,\nP8,GIVEN,{at},STATISTICS,IOM,\nP7,GIVEN,{at},RESEARCH,IOM,\n");
    let Err(LoadFault::Report(report)) = append(&ground, &again).await else { panic!("P8 is given twice") };
    assert_eq!(report.faults.len(), 1, "{report}");
    assert_eq!((report.faults[0].line, &*report.faults[0].column), (9003, "event"));
    assert!(!State::of(&ground.node.store).await.unwrap().consents, "of a file with a fault nothing is appended");
    let sound = again.replace(&format!("P8,GIVEN,{at},STATISTICS,IOM,\nP7"), "P7");
    assert_eq!(append(&ground, &sound).await.unwrap(), 9002);
    let kinds: Vec<&str> = events(&ground, "P7").await.iter().map(|event| event.kind.name()).collect();
    assert_eq!(kinds, ["GIVEN", "WITHDRAWN", "GIVEN"], "of one second the file's order is kept");
}

#[tokio::test]
async fn an_event_is_never_changed_removed_or_replaced() {
    let ground = Ground::new().await;
    append(&ground, &format!("P1,GIVEN,{},STATISTICS,IOM,\n", text(NOW - 10))).await.unwrap();
    let store = &ground.node.store;
    let run = |sql: &str| store.execute_raw(Statement::from_string(store.get_database_backend(), sql.to_owned()));
    let former = events(&ground, "P1").await;
    for change in [
        "UPDATE consent_event SET kind = 'WITHDRAWN'",
        "UPDATE consent_event SET at = at - 1",
        "DELETE FROM consent_event",
        "DELETE FROM consent_event WHERE id = 1",
        "INSERT OR REPLACE INTO consent_event (id, pseudonym, kind, at, purposes, audience) \
         SELECT id, pseudonym, 'EXPIRED', at, '', audience FROM consent_event",
        "INSERT INTO consent_event (id, pseudonym, kind, at, purposes, audience) \
         SELECT id, pseudonym, 'EXPIRED', at, '', audience FROM consent_event WHERE true \
         ON CONFLICT (id) DO UPDATE SET kind = 'EXPIRED'",
    ] {
        let refused = run(change).await.expect_err(change).to_string();
        assert!(refused.contains("consent events are only ever appended"), "{change}: {refused}");
        assert_eq!(events(&ground, "P1").await, former, "{change}");
    }
    append(&ground, &format!("P1,WITHDRAWN,{},,,\n", text(NOW))).await.unwrap();
    assert_eq!(events(&ground, "P1").await[0], former[0], "what came later leaves what was before");
}

#[tokio::test]
async fn events_from_before_there_were_more_columns_are_read_as_they_were() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", survey(1));
    ground.import(SURVEY, &file).await.unwrap();
    let person = ground.node.keys.of(&person_id(0)).0;
    let pseudonym: String = person.0.iter().map(|byte| format!("{byte:02x}")).collect();
    let former = format!(
        "INSERT INTO consent_event (pseudonym, kind, at, purposes, audience) \
         VALUES (x'{pseudonym}', 'GIVEN', {}, 'STATISTICS RESEARCH', 'MEMBER_GOVERNMENTS')",
        NOW - 10
    );
    let store = &ground.node.store;
    store.execute_raw(Statement::from_string(store.get_database_backend(), former)).await.unwrap();
    let record = record(&ground.node, &person).await.unwrap();
    assert_eq!((record.pii_processing.language.as_str(), &record.event[0].recorded_time), ("und", &None));
    append(&ground, &format!("{},WITHDRAWN,{},,,\n", person_id(0), text(NOW))).await.unwrap();
    assert_eq!(events(&ground, &person_id(0)).await.len(), 2, "what comes later follows on it");
}

#[tokio::test]
async fn of_a_person_of_whom_nothing_is_recorded_there_is_no_record() {
    let ground = Ground::new().await;
    let none = record(&ground.node, &ground.node.keys.of("P1").0).await;
    assert!(matches!(none, Err(MadeOutFault::Nothing)));
}
