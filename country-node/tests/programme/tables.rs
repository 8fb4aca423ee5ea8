//! The records of a year as tables, by the mappings that they came in with.

use super::year::year;
use super::{OFFICER, mapping};
use crate::ground::Ground;
use country_node::programme::file::{FileFault, Loaded};
use country_node::programme::mapping::Mapping;
use schema::programme::kind::Kind;

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
    let by = Mapping::from_toml(&mapping("CANDIDATE", "person,state,appliedOn,residence")).unwrap();
    let table = programmes.tabled(("trqn", Kind::Candidate), &by).await.unwrap();
    let text = String::from_utf8(table.bytes).unwrap();
    assert!(text.lines().skip(1).all(|line| line.starts_with(',')), "whose a candidate is stays here");
    assert_eq!(table.left_out["sex"], table.rows, "what the mapping has no column for is told");
    let other = programmes.tabled(("trqn", Kind::Need), &by).await;
    assert!(matches!(other, Err(FileFault::Mapping(_))), "a mapping is of one kind");
}
