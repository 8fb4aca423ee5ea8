//! Releases that fall due by themselves, and urgent recalls.

use crate::ground::{Ground, NOW, person_id};
use crate::serving::{Serving, by};
use country_node::release::cut::{CutFault, Which, cut};
use country_node::release::due::{Standing, cut_due};
use country_node::release::recall::{Instead, RecallFault, recall};
use country_node::release::shelf::Shelf;
use country_node::release::turn::Turn;
use schema::concept::Dataset;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn shelf(ground: &Ground) -> Shelf {
    Shelf::new(ground.node.store.clone(), ground.node.signing.public())
}

/// A share carries the noise of the count that it is made of.
fn is_about(share: &Value, expected: f64) -> bool {
    share.as_f64().is_some_and(|share| (share - expected).abs() <= 0.04)
}

/// What was cut because it was due.
async fn due(ground: &Ground) -> Vec<String> {
    let cut = cut_due(&ground.node, &shelf(ground)).await.unwrap();
    cut.into_iter().map(|(_, cut)| cut.unwrap()).collect()
}

async fn total(serving: &Serving) -> Value {
    let answer = serving.answer(by(&[])).await;
    json!([answer["source"]["release"], answer["figures"][0]["respondents"]])
}

#[tokio::test]
async fn a_release_falls_due_at_the_rulebooks_days_whoever_withdrew_and_is_then_without_them() {
    let ground =
        Ground::with_survey(200).await.under("segments = [", "withdrawal_within_days = 30\nsegments = [").await;
    assert_eq!(due(&ground).await, [""; 0], "what was never released is not due: the operator cuts first");
    ground.release().await.unwrap();
    let standing = Standing::all(&ground.node.rulebook, &shelf(&ground)).await.unwrap();
    assert_eq!(standing.iter().map(Standing::due_by).collect::<Vec<_>>(), [NOW + 30 * DAY]);
    ground.later(DAY);
    let gone: Vec<String> = (150..200).map(person_id).collect();
    ground.consent(&gone, "WITHDRAWN", NOW + DAY).await;
    ground.later(28 * DAY);
    assert_eq!(due(&ground).await, [""; 0], "a release that a withdrawal hastened would tell of it");
    ground.later(DAY - 3600);
    assert_eq!(due(&ground).await, ["COL-SURVEY-2024-2"], "cut within thirty days of any withdrawal");
    assert_eq!(due(&ground).await, [""; 0]);
    let serving = Serving::start(&ground).await;
    let answer = serving.answer(by(&[])).await;
    assert!(is_about(&answer["source"]["consentShare"], 0.75), "{answer}");
    serving.stop().await;
    ground.later(30 * DAY);
    assert_eq!(due(&ground).await, ["COL-SURVEY-2024-3"], "also where nobody withdrew");
}

#[tokio::test]
async fn a_node_that_was_off_when_a_release_fell_due_cuts_it_as_soon_as_it_serves() {
    let ground = Ground::with_survey(200).await;
    ground.release().await.unwrap();
    ground.later(400 * DAY);
    let serving = Serving::start(&ground).await;
    for _ in 0..200 {
        if total(&serving).await[0] == "COL-SURVEY-2024-2" {
            serving.stop().await;
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the release that is due must be cut while the node serves");
}

#[tokio::test]
async fn published_totals_and_former_periods_never_fall_due() {
    let ground = Ground::new().await;
    let file = ground.write("stock.csv", "year,to,men,women\n2015,USA,1,2\n2020,USA,30,40\n");
    ground.import(crate::ground::STOCK, &file).await.unwrap();
    for period in ["2023", "2024"] {
        let file = ground.write("survey.csv", crate::ground::survey(100));
        let mapping = crate::ground::SURVEY.replace("2024", period);
        ground.import(&mapping, &file).await.unwrap();
    }
    ground.release().await.unwrap();
    ground.later(400 * DAY);
    assert_eq!(due(&ground).await, ["COL-SURVEY-2024-2"]);
}

#[tokio::test]
async fn a_recalled_release_is_answered_from_no_more_and_the_next_one_is_there_at_once() {
    let ground = Ground::with_survey(200).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let before = total(&serving).await;
    let gone: Vec<String> = (150..200).map(person_id).collect();
    ground.later(60);
    ground.consent(&gone, "WITHDRAWN", NOW + 60).await;
    assert_eq!(total(&serving).await, before, "nothing changes until the next release");
    let next = recall(&ground.node, "COL-SURVEY-2024-1", "a person asked for it", Instead::Next).await.unwrap();
    assert_eq!(next.as_deref(), Some("COL-SURVEY-2024-2"));
    let after = serving.answer(by(&[])).await;
    assert_eq!(after["source"]["release"], "COL-SURVEY-2024-2");
    assert!(is_about(&after["source"]["consentShare"], 0.75), "{after}");
    for (id, refused) in [("COL-SURVEY-2024-1", "recalled already"), ("COL-SURVEY-2024-9", "no release")] {
        let fault = recall(&ground.node, id, "again", Instead::Next).await.unwrap_err();
        assert!(fault.to_string().contains(refused), "{fault}");
    }
    serving.stop().await;
}

#[tokio::test]
async fn a_release_withheld_is_not_published_and_its_former_version_does_not_come_back() {
    let ground = Ground::with_survey(200).await;
    ground.release().await.unwrap();
    ground.later(60);
    ground.release().await.unwrap();
    let fault = recall(&ground.node, "COL-SURVEY-2024-1", "a mistake", Instead::Nothing).await.unwrap_err();
    assert!(matches!(fault, RecallFault::Replaced(..)), "{fault}");
    let fault = recall(&ground.node, "COL-SURVEY-2024-2", " ", Instead::Nothing).await.unwrap_err();
    assert!(matches!(fault, RecallFault::NoReason), "{fault}");
    let next = recall(&ground.node, "COL-SURVEY-2024-2", "a mistake", Instead::Nothing).await.unwrap();
    assert_eq!(next, None);
    let serving = Serving::start(&ground).await;
    let answer = serving.answer(by(&[])).await;
    assert_eq!((&answer["outcome"], &answer["figures"]), (&json!("NOT_PUBLISHED"), &json!([])));
    ground.later(60);
    ground.release().await.unwrap();
    assert_eq!(total(&serving).await[0], "COL-SURVEY-2024-3");
    serving.stop().await;
}

#[tokio::test]
async fn a_recall_whose_next_release_cannot_be_cut_changes_nothing() {
    let ground = Ground::with_survey(200).await;
    ground.release().await.unwrap();
    let ground = ground.under("\"EDUCATION\"]", "\"EDUCATION\", \"TRUST\"]").await;
    let fault = recall(&ground.node, "COL-SURVEY-2024-1", "urgent", Instead::Next).await.unwrap_err();
    assert!(fault.to_string().contains("`--withhold` recalls COL-SURVEY-2024-1"), "{fault}");
    let serving = Serving::start(&ground).await;
    assert_eq!(total(&serving).await[0], "COL-SURVEY-2024-1");
    serving.stop().await;
}

#[tokio::test]
async fn of_two_that_cut_at_the_same_time_one_is_told_to_wait() {
    let ground = Ground::with_survey(50).await;
    let turn = Turn::take(ground.path()).unwrap();
    assert!(matches!(ground.release().await, Err(CutFault::Busy)));
    drop(turn);
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-1"]);
}

#[tokio::test]
async fn a_command_waits_for_a_serving_node_that_looks_whether_something_is_due() {
    let ground = Ground::with_survey(50).await;
    let looking = Turn::take(ground.path()).unwrap();
    let lets_go = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        drop(looking);
    };
    let (released, ()) = tokio::join!(ground.release(), lets_go);
    assert_eq!(released.unwrap(), ["COL-SURVEY-2024-1"]);
}

#[tokio::test]
async fn under_a_clock_that_jumped_back_no_release_is_cut_and_none_falls_due() {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    ground.later(-1);
    let fault = ground.release().await.unwrap_err();
    assert_eq!(
        fault.to_string(),
        "SURVEY: the clock stands before COL-SURVEY-2024-1 was cut; set it right before a release is cut"
    );
    ground.later(-400 * DAY);
    assert_eq!(due(&ground).await, [""; 0]);
    assert!(matches!(ground.release().await, Err(CutFault::ClockJumpedBack(Dataset::Survey, _))));
    ground.later(400 * DAY + 1);
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-2"], "a clock set right is all that it takes");
}

#[tokio::test]
async fn while_the_latest_period_is_withheld_a_former_one_is_not_cut_in_its_place() {
    let ground = Ground::new().await;
    for period in ["2023", "2024"] {
        let file = ground.write("survey.csv", crate::ground::survey(100));
        ground.import(&crate::ground::SURVEY.replace("2024", period), &file).await.unwrap();
    }
    ground.release().await.unwrap();
    ground.later(400 * DAY);
    recall(&ground.node, "COL-SURVEY-2024-1", "a mistake", Instead::Nothing).await.unwrap();
    assert_eq!(due(&ground).await, [""; 0]);
}

#[tokio::test]
async fn one_period_is_cut_by_itself_and_one_that_is_not_loaded_is_told() {
    let ground = Ground::new().await;
    let file = ground.write("stock.csv", "year,to,men,women\n2015,USA,1,2\n2020,USA,30,40\n");
    ground.import(crate::ground::STOCK, &file).await.unwrap();
    let of = |period: &str| Which { period: Some(period.into()), ..Which::default() };
    assert_eq!(cut(&ground.node, &of("2015")).await.unwrap(), ["COL-STOCK-2015-1"]);
    let fault = cut(&ground.node, &of("2016")).await.unwrap_err();
    assert_eq!(fault.to_string(), "nothing of 2016 is loaded: no release of it can be cut");
}
