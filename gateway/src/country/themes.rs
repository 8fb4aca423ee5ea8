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
        let texts = [&study.study, &study.title, &study.producer].into_iter();
        let mut texts = texts.chain(study.from.iter().chain(&study.until).chain(&study.period).chain(&study.reason));
        if !texts.all(|text| is_plain(text, MOST_TEXT, false)) {
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
        // Where nothing is told of its groups, nothing is counted.
        let groups = study.groups.unwrap_or(0);
        let is_whole =
            [study.reason.is_none(), study.from.is_some(), study.until.is_some()] == [study.groups.is_some(); 3];
        if !is_whole || study.themes.iter().any(|counted| counted.groups > groups) {
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
            reason: None,
            from: Some("2026-03".into()),
            until: Some("2026-03".into()),
            places: vec!["DEU".parse().unwrap()],
            wave: None,
            period: None,
            groups: Some(groups),
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
        assert_eq!(changed(|study| study.reason = Some("two\nlines".into())), Err(Breach::Text));
        assert_eq!(
            changed(|study| study.reason = Some("Too few.".into())),
            Err(Breach::Figure),
            "it tells, and says why not"
        );
        assert_eq!(changed(|study| study.groups = None), Err(Breach::Figure), "themes of no groups");
        assert_eq!(changed(|study| study.from = None), Err(Breach::Figure));
        let withheld = |study: &mut StudyThemes| {
            (study.reason, study.groups, study.from, study.until) = (Some("Too few.".into()), None, None, None);
        };
        assert_eq!(changed(withheld), Err(Breach::Figure), "themes beside why they are not told");
        let silent = StudyThemes {
            themes: vec![],
            reason: Some("Too few.".into()),
            groups: None,
            from: None,
            until: None,
            ..study(4, 4)
        };
        assert_eq!(check(&[silent]), Ok(()));
        assert_eq!(changed(|study| study.themes[0].code = "NEEDS".into()), Err(Breach::Codes));
        assert_eq!(changed(|study| study.themes[0].label = "Gossip".into()), Err(Breach::Codes));
        assert_eq!(changed(|study| study.themes.push(study.themes[0].clone())), Err(Breach::Twice));
    }
}
