//! A table that is loaded over what stands there: what it changes, what it leaves, and what it cannot mean.

use super::desk::small;
use super::{OFFICER, load};
use crate::ground::Ground;
use country_node::programme::Programmes;
use country_node::programme::file::FileFault;
use country_node::programme::wish::{Does, Wish};
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use serde_json::{Value, json};

async fn says(programmes: &Programmes, kind: Kind, id: &str) -> Value {
    programmes.book("trqn").await.unwrap().get(kind, id).unwrap().now.content.value()
}

async fn faults(ground: &Ground, programmes: &Programmes, kind: &str, table: &str) -> Vec<String> {
    match load(ground, programmes, kind, table).await {
        Err(FileFault::Report(report)) => report.faults.iter().map(ToString::to_string).collect(),
        other => panic!("it must be refused: {other:?}"),
    }
}

#[tokio::test]
async fn what_a_table_has_no_column_for_stays_and_an_empty_cell_takes_its_field_away() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let header =
        "id,state,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until,positions,leastYears";
    let row = "n3,QUALIFIED,1,2025-01-10,Hospital,Q,2211,4,spa;eng,TEMPORARY,2025-03-01,2025-03-30,3,5";
    load(&ground, &programmes, "NEED", &format!("{header}\n{row}\n")).await.unwrap();
    let mut before = says(&programmes, Kind::Need, "n3").await;
    load(&ground, &programmes, "NEED", "id,host\nn3,Provincial hospital\n").await.unwrap();
    before["host"] = "Provincial hospital".into();
    assert_eq!(says(&programmes, Kind::Need, "n3").await, before);
    load(&ground, &programmes, "NEED", "id,leastYears,languages\nn3,,spa\n").await.unwrap();
    before.as_object_mut().unwrap().remove("leastYears");
    before["languages"] = json!(["spa"]);
    assert_eq!(says(&programmes, Kind::Need, "n3").await, before);
    // Of what is within another field too: money without amount and currency is none.
    let needs = "id,need,person,state\nm1,n1,P1,AGREED\n";
    load(&ground, &programmes, "MATCH", needs).await.unwrap();
    let placement = "id,match,mode,from,until\np1,m1,TEMPORARY,2025-03-01,2025-03-30\n";
    load(&ground, &programmes, "PLACEMENT", placement).await.unwrap();
    let paid = "id,placement,kind,money.amount,money.currency,paidOn\nc1,p1,TRAVEL,10.00,USD,2025-03-02\n";
    load(&ground, &programmes, "COMPENSATION", paid).await.unwrap();
    load(&ground, &programmes, "COMPENSATION", "id,money.amount,paidOn\nc1,12.50,\n").await.unwrap();
    let expected = json!({ "placement": "p1", "kind": "TRAVEL", "money": { "amount": "12.50", "currency": "USD" } });
    assert_eq!(says(&programmes, Kind::Compensation, "c1").await, expected);
    let none = faults(&ground, &programmes, "COMPENSATION", "id,money.amount,money.currency\nc1,,\n").await;
    assert_eq!(none, ["line 2, column money: ``; expected a value"], "a compensation is of money");
    // A candidate is found by the person.
    load(&ground, &programmes, "CANDIDATE", "person,years\nP1,12\n").await.unwrap();
    let book = programmes.book("trqn").await.unwrap();
    let years = book.of(Kind::Candidate).map(|record| record.now.content.value());
    let mut years: Vec<_> = years.map(|of| (of["years"].clone(), of["education"].clone())).collect();
    years.sort_by_key(|(years, _)| years.as_u64());
    assert_eq!(years, [(json!(8), json!("7")), (json!(8), json!("7")), (json!(12), json!("7"))]);
}

#[tokio::test]
async fn what_is_void_is_written_anew_by_a_row_and_a_row_that_says_that_it_is_void_means_it() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let proposed = "need,person,state\nn1,P1,PROPOSED\n";
    load(&ground, &programmes, "MATCH", proposed).await.unwrap();
    let states = async || {
        let book = programmes.book("trqn").await.unwrap();
        let mut all: Vec<_> =
            book.of(Kind::Match).map(|of| (of.id.ends_with("-2"), of.now.state, of.now.why)).collect();
        all.sort_by_key(|of| of.0);
        all
    };
    let id = programmes.book("trqn").await.unwrap().of(Kind::Match).next().unwrap().id.clone();
    let lapse = Wish { kind: Kind::Match, id, does: Does::Move(Step::Lapse, Some(Why::Mistake)), version: None };
    programmes.act(OFFICER, "trqn", vec![lapse]).await.unwrap();
    let same = load(&ground, &programmes, "MATCH", "need,person,state,why\nn1,P1,LAPSED,MISTAKE\n").await.unwrap();
    assert_eq!((same.unchanged, states().await), (1, vec![(false, State::Lapsed, Some(Why::Mistake))]));
    let other = faults(&ground, &programmes, "MATCH", "need,person,state,why\nn1,P1,LAPSED,HOST\n").await;
    let expected =
        "line 2, column why: `HOST`; expected MISTAKE, as it stands: undo the step, and do it again for another reason";
    assert_eq!(other, [expected]);
    load(&ground, &programmes, "MATCH", proposed).await.unwrap();
    let both = vec![(false, State::Lapsed, Some(Why::Mistake)), (true, State::Proposed, None)];
    assert_eq!(states().await, both);
    assert_eq!(load(&ground, &programmes, "MATCH", proposed).await.unwrap().unchanged, 1);
    assert_eq!(states().await, both);
}

#[tokio::test]
async fn a_fault_shows_the_cell_and_names_whom_a_row_lacks_once() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let candidate =
        "person,state,appliedOn,education,occupations,modes\nP4,SELECTED,2025-01-05,ISCED_6,2211,TEMPORARY\n";
    assert_eq!(
        faults(&ground, &programmes, "CANDIDATE", candidate).await,
        ["line 2, column education: `ISCED_6`; expected a code of EDUCATION"]
    );
    assert_eq!(
        faults(&ground, &programmes, "MATCH", "need,person,state\nn1,P9,PROPOSED\n").await,
        ["line 2, column person: ``; expected the id of a person who is a candidate"]
    );
    let placement = "id,need,person,mode,from,until\np1,n1,P1,TEMPORARY,2025-03-01,2025-03-30\n";
    assert_eq!(
        faults(&ground, &programmes, "PLACEMENT", placement).await,
        ["line 2, column need: `n1`; expected a need that the person is matched with"]
    );
}
