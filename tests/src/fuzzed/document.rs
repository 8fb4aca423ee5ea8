//! Documents that a country writes of its studies: a study, and one of focus groups. Each is kept as it was written, or every
//! fault is told.

use node_rules::clock::latest_day;
use node_rules::focus::study::{Study as Groups, StudyFault as GroupsFault};
use node_rules::focus::{quote, summary};
use node_rules::study::Study;
use node_rules::study::document::StudyFault;
use schema::concept::Dimension;
use schema::period;
use schema::theme::theme;

/// A study's document.
pub fn study(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let study = match Study::from_toml(&text) {
        Ok(study) => study,
        Err(StudyFault::Unreadable { line, message }) => {
            assert!((1..=text.lines().count() + 1).contains(&line), "no such line: {line}");
            return assert!(!message.is_empty());
        }
        Err(StudyFault::Unsound(faults)) => return are_told(&faults),
    };
    let kept = serde_json::to_string(&study).unwrap();
    assert_eq!(serde_json::from_str::<Study>(&kept).unwrap(), study, "what is kept is what was written");
    let periods = study.periods();
    assert!(!periods.is_empty() && periods.windows(2).all(|pair| pair[0] < pair[1]), "{periods:?}");
    for wave in &study.waves {
        let said = study.said(wave);
        assert!(period::is_sound(&wave.period) && said.fieldwork_from <= said.fieldwork_to, "{said:?}");
        let codes = |of: Dimension, codes: &[String]| codes.iter().all(|code| of.codelist().get(code).is_some());
        assert!(codes(Dimension::Destination, &said.destinations) && !said.destinations.is_empty());
        assert!(codes(Dimension::Language, &said.languages) && !said.languages.is_empty());
        let texts = [&said.title, &said.owner, &said.universe, &said.questionnaire];
        assert!(texts.iter().all(|text| !text.trim().is_empty() && !text.contains(char::is_control)), "{said:?}");
    }
    assert_eq!(study.lacks(&periods.iter().map(|period| (*period).to_owned()).collect::<Vec<_>>()), [""; 0]);
}

/// A study with focus groups.
pub fn focus(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let today = latest_day(1_800_000_000);
    let study = match Groups::from_toml(&text, today) {
        Ok(study) => study,
        Err(GroupsFault::Unreadable(why)) => return assert!(!why.is_empty()),
        Err(GroupsFault::Faults(faults)) => return are_told(&faults),
    };
    let kept = serde_json::to_string(&study).unwrap();
    assert_eq!(serde_json::from_str::<Groups>(&kept).unwrap(), study, "what is kept is what was written");
    assert!(!study.groups.is_empty());
    assert_eq!([&study.title, &study.producer].map(|text| quote::find(text)), [None; 2], "no quote is told: {study:?}");
    for group in &study.groups {
        assert!(group.themes.iter().all(|code| theme(code).is_some()), "{group:?}");
        assert_eq!(summary::check(&group.summary), Ok(()), "no quote is kept: {group:?}");
        assert!(group.approved >= group.date && group.approved <= today.to_string(), "{group:?}");
        assert_eq!(quote::find(&group.place), None, "no quote is kept: {group:?}");
    }
}

fn are_told(faults: &[String]) {
    assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.is_empty()), "a refusal says why");
}
