//! The records of a year as tables, by the mappings that they came in with.

use super::year::year;
use super::{OFFICER, mapping};
use crate::ground::Ground;
use country_node::programme::file::{FileFault, Loaded};
use country_node::programme::mapping::Mapping;
use country_node::programme::wish::{Does, Wish};
use node_rules::programme::content::Content;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;

#[tokio::test]
async fn what_is_written_as_a_table_is_read_again_and_changes_nothing() {
    let ground = Ground::new().await;
    let (programmes, _) = year(&ground).await;
    for (kind, header, least) in [
        (
            Kind::Need,
            "id,state,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until,priority",
            280,
        ),
        (Kind::Match, "id,need,candidate,state,why", 272),
        (Kind::Placement, "id,match,mode,from,until,days,state,why", 272),
        (Kind::Compensation, "id,placement,kind,money.amount,money.currency,paidOn,state", 272),
        (Kind::Indicator, "id,name,unit,level,criterion,baseline,target", 2),
        (Kind::Observation, "indicator,placement,moment,on,value", 544),
    ] {
        let by = Mapping::from_toml(&mapping(kind.name(), header)).unwrap();
        let table = programmes.tabled(("trqn", kind), &by).await.unwrap();
        assert!(table.rows >= least, "{kind}: {}", table.rows);
        let again = programmes.load(OFFICER, ("again.csv", table.bytes), &by).await;
        let loaded = again.unwrap_or_else(|fault| panic!("{kind}: {fault}"));
        let all = Loaded { records: table.rows, unchanged: table.rows, erased: 0 };
        assert_eq!(loaded, all, "{kind}: {:?}", table.left_out);
    }
    // Whose a record is stays here: a row without it is of the record that its id names.
    for (kind, header) in [
        (
            Kind::Candidate,
            "id,person,state,why,appliedOn,residence,sex,education,fields,occupations,sectors,years,languages,modes",
        ),
        (Kind::Match, "id,need,person,state,why"),
        (Kind::Placement, "id,need,person,mode,from,until,days,state,why"),
    ] {
        let by = Mapping::from_toml(&mapping(kind.name(), header)).unwrap();
        let table = programmes.tabled(("trqn", kind), &by).await.unwrap();
        let again = programmes.load(OFFICER, ("again.csv", table.bytes), &by).await;
        let loaded = again.unwrap_or_else(|fault| panic!("{kind}: {fault}"));
        assert_eq!(
            loaded,
            Loaded { records: table.rows, unchanged: table.rows, erased: 0 },
            "{kind}: {:?}",
            table.left_out
        );
    }
    let by = Mapping::from_toml(&mapping("MATCH", "need,person,state")).unwrap();
    let table = programmes.tabled(("trqn", Kind::Match), &by).await.unwrap();
    assert!(table.left_out.keys().any(|what| what.contains("are not read again")), "{:?}", table.left_out);
    let by = Mapping::from_toml(&mapping("CANDIDATE", "person,state,appliedOn,residence")).unwrap();
    let table = programmes.tabled(("trqn", Kind::Candidate), &by).await.unwrap();
    let text = String::from_utf8(table.bytes).unwrap();
    assert!(text.lines().skip(1).all(|line| line.starts_with(',')), "whose a candidate is stays here");
    assert_eq!(table.left_out["sex"], table.rows, "what the mapping has no column for is told");
    let other = programmes.tabled(("trqn", Kind::Need), &by).await;
    assert!(matches!(other, Err(FileFault::Mapping(_))), "a mapping is of one kind");
}

#[tokio::test]
async fn a_value_that_was_taken_back_is_measured_anew_by_a_table_and_stands_in_no_tables_way() {
    let ground = Ground::new().await;
    let (programmes, _) = year(&ground).await;
    let header = "indicator,placement,moment,on,value";
    let by = Mapping::from_toml(&mapping("OBSERVATION", header)).unwrap();
    let first = programmes.book("trqn").await.unwrap().of(Kind::Observation).next().unwrap().clone();
    let does = Does::Move(Step::Cancel, Some(Why::Mistake));
    let wish = Wish { kind: Kind::Observation, id: first.id.clone(), does, version: None };
    programmes.act(OFFICER, "trqn", vec![wish]).await.unwrap();
    let table = programmes.tabled(("trqn", Kind::Observation), &by).await.unwrap();
    let loaded = programmes.load(OFFICER, ("again.csv", table.bytes), &by).await.unwrap();
    assert_eq!(loaded.unchanged, table.rows, "what was taken back is not said anew by the same table");
    let Content::Observation(of) = first.now.content.as_ref() else { unreachable!() };
    let row = format!("{},{},{},{},0\n", of.indicator, of.placement, of.moment.name(), of.on);
    programmes.load(OFFICER, ("new.csv", format!("{header}\n{row}").into_bytes()), &by).await.unwrap();
    let book = programmes.book("trqn").await.unwrap();
    let anew = book.get(Kind::Observation, &format!("{}-2", first.id)).unwrap();
    assert_eq!((anew.now.state, anew.version), (State::Kept, 1));
}

#[tokio::test]
async fn every_cell_at_fault_is_told_with_what_stands_in_it() {
    let ground = Ground::new().await;
    let (programmes, _) = year(&ground).await;
    let header = "id,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until";
    let by = Mapping::from_toml(&mapping("NEED", header)).unwrap();
    let rows = format!("{header}\nn-new,1,soon,Hospital,ZZ,2211,4,ro,TELEPATHIC,2024-03-01,2024-03-30\n");
    let told = programmes.load(OFFICER, ("needs.csv", rows.into_bytes()), &by).await.unwrap_err().to_string();
    for cell in ["`soon`", "`ZZ`", "`TELEPATHIC`"] {
        assert!(told.contains(cell), "{cell}: {told}");
    }
    assert!(told.contains("column languages"), "{told}");
    let written = programmes.written("trqn", Kind::Need).await.unwrap();
    assert!(!written.contains("n-new"), "of a file with faults nothing is kept");
}
