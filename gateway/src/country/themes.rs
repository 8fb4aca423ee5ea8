//! What focus groups talked about, as one node tells it: what is believed of it.

use super::Breach;
use super::check::{is_plain, is_plain_wave};
use crate::registry::Node;
use schema::member::MemberCode;
use schema::statement::list::{ListName, Told, verify};
use schema::theme::{StudyThemes, ThemesAnswer, theme};
use std::collections::BTreeSet;

/// The most studies that one node's reply has.
const MOST: usize = 1000;
/// The longest text of a study, in characters.
const MOST_TEXT: usize = 300;

/// The studies of a node that are open to a member, if the node signed that it told them so.
pub fn read(said: ThemesAnswer, node: &Node, asked_by: MemberCode) -> Result<Vec<StudyThemes>, Breach> {
    let ThemesAnswer { studies, answered_at, signature } = said;
    let told = Told { country: node.member.code, asked_by, list: ListName::Themes, answered_at: &answered_at };
    verify(told, &studies, &signature, &node.keys).map_err(|_| Breach::Signature)?;
    check(&studies)?;
    Ok(studies)
}

/// Whether studies can be shown and counted: each once, in plain texts, with themes of the list that came up in no more groups
/// than there were.
fn check(studies: &[StudyThemes]) -> Result<(), Breach> {
    if studies.len() > MOST {
        return Err(Breach::TooLarge);
    }
    let ids: BTreeSet<&str> = studies.iter().map(|study| study.study.as_str()).collect();
    if ids.len() != studies.len() {
        return Err(Breach::Twice);
    }
    for study in studies {
        let texts = [&study.study, &study.title, &study.producer, &study.from, &study.until];
        if !texts.into_iter().all(|text| is_plain(text, MOST_TEXT, false)) {
            return Err(Breach::Text);
        }
        if !study.wave.as_ref().is_none_or(is_plain_wave) {
            return Err(Breach::Text);
        }
        let codes: BTreeSet<&str> = study.themes.iter().map(|counted| counted.code.as_str()).collect();
        if codes.len() != study.themes.len() {
            return Err(Breach::Twice);
        }
        // The label is the list's own, whatever the node calls a theme.
        if !study.themes.iter().all(|said| theme(&said.code).is_some_and(|known| known.label == said.label)) {
            return Err(Breach::Codes);
        }
        if study.themes.iter().any(|counted| counted.groups > study.groups) {
            return Err(Breach::Figure);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::theme::ThemeCount;

    fn study(groups: u32, came_up: u32) -> StudyThemes {
        let voting = theme("NEED_VOTING").unwrap();
        let counted = ThemeCount { code: voting.code.clone(), label: voting.label.clone(), groups: came_up };
        StudyThemes {
            study: "A-1".into(),
            title: "A study".into(),
            producer: "A ministry".into(),
            from: "2026-03-14".into(),
            until: "2026-03-21".into(),
            places: vec!["DEU".parse().unwrap()],
            wave: None,
            groups,
            themes: vec![counted],
        }
    }

    #[test]
    fn a_study_that_contradicts_itself_or_the_list_is_not_believed() {
        assert_eq!(check(&[study(4, 4)]), Ok(()));
        assert_eq!(check(&[study(4, 5)]), Err(Breach::Figure));
        assert_eq!(check(&[study(4, 4), study(2, 1)]), Err(Breach::Twice));
        let changed = |change: fn(&mut StudyThemes)| {
            let mut study = study(4, 4);
            change(&mut study);
            check(&[study])
        };
        assert_eq!(changed(|study| study.title = "two\nlines".into()), Err(Breach::Text));
        assert_eq!(changed(|study| study.themes[0].code = "NEEDS".into()), Err(Breach::Codes));
        assert_eq!(changed(|study| study.themes[0].label = "Gossip".into()), Err(Breach::Codes));
        assert_eq!(changed(|study| study.themes.push(study.themes[0].clone())), Err(Breach::Twice));
    }
}
