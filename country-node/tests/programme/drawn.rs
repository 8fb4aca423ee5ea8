//! Candidates from the register's answers, by consent.

use super::{OFFICER, consents, programmes};
use crate::ground::Ground;
use country_node::audit::reason::Reason;
use country_node::programme::draw::Drawn;
use country_node::programme::wish::ProgrammeFault;
use node_rules::matching::need::Mode;
use node_rules::person::alike::{Alike, Criterion};
use node_rules::programme::content::Content;
use schema::concept::Dimension;
use schema::programme::kind::Kind;
use schema::programme::state::State;

pub const REGISTER: &str = r#"
version = 1
dataset = "REGISTER"
title = "A register"
source = "A ministry"
population_basis = "REGISTRATION"

[file]
encoding = "utf-8"
delimiter = ","
header = ["id", "country", "sex", "work", "offer", "back"]

[period]
value = "2025"

[person]
id = "id"

[[concept]]
dimension = "DESTINATION"
fit = "IDENTICAL"
column = "country"
codes = { "ESP" = "ESP", "ITA" = "ITA" }

[[concept]]
dimension = "SEX"
fit = "IDENTICAL"
column = "sex"
codes = { "M" = "M", "F" = "F" }

[[concept]]
dimension = "OCCUPATION"
fit = "IDENTICAL"
column = "work"
codes = { "2" = "2", "3" = "3" }
missing = { "" = "_N" }

[[concept]]
dimension = "OFFER"
fit = "IDENTICAL"
column = "offer"
codes = { "skills" = "SKILLS_TRANSFER", "money" = "INVESTMENT" }

[[concept]]
dimension = "RETURN_INTENTION"
fit = "IDENTICAL"
column = "back"
codes = { "while" = "TEMPORARY", "afar" = "VIRTUAL", "no" = "NONE", "unsure" = "UNDECIDED" }
"#;

pub const ROWS: &str = "id,country,sex,work,offer,back\n\
    P1,ESP,F,2,skills,while\n\
    P2,ESP,M,,skills,unsure\n\
    P3,ITA,F,2,skills,afar\n\
    P4,ESP,F,2,money,while\n\
    P5,ESP,F,2,skills,while\n\
    P6,ESP,M,3,skills,no\n\
    P7,ESP,M,3,skills,while\n";

fn in_spain() -> Alike {
    let criterion = Criterion { dimension: Dimension::Destination.into(), codes: vec!["ESP".to_owned()] };
    Alike { criteria: vec![criterion], ..Alike::REGISTER }
}

#[tokio::test]
async fn who_agrees_offers_skills_and_is_like_what_is_looked_for_becomes_a_candidate_once() {
    let ground = Ground::new().await;
    let programmes = programmes(&ground).await;
    let file = ground.write("register.csv", ROWS);
    ground.import(REGISTER, &file).await.unwrap();
    let agreed = ["P1", "P2", "P3", "P4", "P6", "P7"].map(|id| (id.to_owned(), "GIVEN", "2025-01-01T00:00:00Z"));
    consents(&ground, agreed.into_iter()).await;
    consents(&ground, std::iter::once(("P7".to_owned(), "WITHDRAWN", "2025-02-01T00:00:00Z"))).await;
    let draw = async |modes: &[Mode]| programmes.draw(OFFICER, "trqn", &in_spain(), modes).await.unwrap();
    // P3 lives elsewhere, P4 offers something else, P5 never agreed, P7 does not agree any more; P6 means not to come at all.
    assert_eq!(draw(&[]).await, Drawn { candidates: 1, known: 0, without_mode: 2 });
    assert_eq!(draw(&[Mode::Virtual]).await, Drawn { candidates: 1, known: 1, without_mode: 1 });
    assert_eq!(draw(&[Mode::Virtual]).await, Drawn { candidates: 0, known: 2, without_mode: 1 });
    let book = programmes.book("trqn").await.unwrap();
    let of = |id: &str| book.candidates_of(&ground.node.keys.of(id).0).next().unwrap().clone();
    let says = |id: &str| match of(id).now.content.as_ref() {
        Content::Candidate(candidate) => serde_json::to_value(candidate).unwrap(),
        _ => panic!("no candidate"),
    };
    let today = "2027-01-15";
    assert_eq!(
        says("P1"),
        serde_json::json!({ "appliedOn": today, "residence": "ESP", "sex": "F", "occupations": ["2"], "modes": ["TEMPORARY"] })
    );
    assert_eq!(
        says("P2"),
        serde_json::json!({ "appliedOn": today, "residence": "ESP", "sex": "M", "modes": ["VIRTUAL"] })
    );
    assert_eq!((book.of(Kind::Candidate).count(), of("P1").now.state), (2, State::Applied));
}

#[tokio::test]
async fn what_was_not_asked_or_is_not_loaded_is_told() {
    let ground = Ground::new().await;
    let programmes = programmes(&ground).await;
    let why = async |alike: &Alike| {
        let fault: ProgrammeFault = programmes.draw(OFFICER, "trqn", alike, &[]).await.unwrap_err();
        fault.sayable().unwrap()
    };
    assert_eq!(why(&Alike::REGISTER).await, "nothing of REGISTER is loaded that persons could be drawn from");
    let file = ground.write("register.csv", ROWS);
    ground.import(REGISTER, &file).await.unwrap();
    let criterion = Criterion { dimension: Dimension::Education.into(), codes: vec!["5T8".to_owned()] };
    assert_eq!(
        why(&Alike { criteria: vec![criterion], ..Alike::REGISTER }).await,
        "what is loaded does not have EDUCATION"
    );
}
