//! How many positions of a year were filled, as others are told it.

use super::OFFICER;
use super::year::year;
use crate::ground::Ground;
use schema::directory::programme::FillRate;

#[tokio::test]
async fn positions_and_those_that_were_filled_stand_in_the_programmes_record_in_whole_tens() {
    let ground = Ground::new().await;
    let (programmes, report) = year(&ground).await;
    let told = programmes.tell(OFFICER, "trqn").await.unwrap();
    assert_eq!(programmes.programme("trqn").await.unwrap().1.phases, told);
    for (phase, of) in told.iter().zip(report["phases"].as_array().unwrap()) {
        assert!(phase.filled.is_some_and(|filled| filled % 10 == 0), "{phase:?}");
        let exactly = of["figures"]["fillRate"]["value"].as_f64().unwrap();
        let FillRate { lower, upper, .. } = phase.filled_of_positions().unwrap();
        assert!(lower <= exactly && exactly <= upper && upper - lower < 0.1, "{exactly} in {lower} to {upper}");
    }
    let positions: u32 = told.iter().filter_map(|phase| phase.positions).sum();
    assert_eq!(u64::from(positions), report["whole"]["needs"].as_u64().unwrap(), "each need is of one");
}
