//! The records of a year as tables, by the mappings that they came in with.

use super::year::year;
use super::{OFFICER, mapping};
use crate::ground::Ground;
use country_node::programme::file::{FileFault, Loaded};
use schema::programme::kind::Kind;

#[tokio::test]
async fn what_is_written_as_a_table_is_read_again_and_changes_nothing() {
    let ground = Ground::new().await;
    let (programmes, _) = year(&ground).await;
    for (kind, header, least) in [
        (
            Kind::Need,
            "id,state,why,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until,positions,priority",
            280,
        ),
        (Kind::Match, "id,need,candidate,state,why", 272),
        (Kind::Placement, "id,match,mode,from,until,days,state,why", 272),
        (Kind::Compensation, "id,state,placement,kind,money.amount,money.currency,paidOn", 272),
        (Kind::Observation, "placement,indicator,moment,on,value", 272),
    ] {
        let by = ground.write("by.toml", mapping(kind.name(), header));
        let table = programmes.tabled(("trqn", kind), &by).await.unwrap();
        assert!(table.rows >= least, "{kind}: {}", table.rows);
        let file = ground.write("again.csv", &table.bytes);
        let loaded = programmes.load(OFFICER, &file, &by).await.unwrap_or_else(|fault| panic!("{kind}: {fault}"));
        let all = Loaded { records: table.rows, unchanged: table.rows, erased: 0 };
        assert_eq!(loaded, all, "{kind}: {:?}", table.left_out);
    }
    let by = ground.write("by.toml", mapping("CANDIDATE", "person,state,appliedOn,residence"));
    let table = programmes.tabled(("trqn", Kind::Candidate), &by).await.unwrap();
    let text = String::from_utf8(table.bytes).unwrap();
    assert!(text.lines().skip(1).all(|line| line.starts_with(',')), "whose a candidate is stays here");
    assert_eq!(table.left_out["sex"], table.rows, "what the mapping has no column for is told");
    let other = programmes.tabled(("trqn", Kind::Need), &by).await;
    assert!(matches!(other, Err(FileFault::Mapping(_))), "a mapping is of one kind");
}
