//! By whom an experience is reviewed, and who is told of it for that.

use super::*;
use crate::officer::OPERATOR;
use schema::member::MemberCode;

#[test]
fn an_experience_is_reviewed_by_others_than_its_authors_and_anew_when_it_says_something_else() {
    let mut said = content(None, experience("A survey"));
    said.reviewers = vec!["COL".parse().unwrap(), "PHL".parse().unwrap()];
    let (said, gha) = (Arc::new(said), gha());
    let recorded = Entry::recorded((EntryKind::Experience, "a".into()), Arc::clone(&said), &event(1, Did::Undone));
    let review = |number, member: &str, officer: &str, verdict| Event {
        by: by(member, officer),
        ..event(number, Did::Reviewed(verdict))
    };
    let approves = |number, member: &str, officer: &str| review(number, member, officer, Verdict::Approves);
    let is_reviewed = |entry: &Entry| entry.is_reviewed(gha).unwrap();
    assert!(recorded.judge(&approves(2, "COL", "x")).is_err(), "a draft is shown to nobody");
    let nobody = Arc::new(content(None, experience("A")));
    let unnamed = Entry::recorded((EntryKind::Experience, "b".into()), nobody, &event(1, Did::Undone));
    assert_eq!(unnamed.judge(&moved(2, EntryStep::Submit)), Err(MoveFault::NoReviewers));
    let entry = after(&recorded, &[moved(2, EntryStep::Submit)]);
    let sees = |member: &str, officer| entry.is_told_to(Reader { member: member.parse().unwrap(), officer }, gha);
    assert_eq!(["GHA", "COL", "PHL", "IOM"].map(|member| sees(member, true)), [true, true, true, false]);
    assert_eq!(["GHA", "COL"].map(|member| sees(member, false)), [false, false], "it is an officer's business");
    assert_eq!(
        ["GHA", "COL", "IOM"].map(|member| entry.may_be_reviewed_by(member.parse().unwrap(), gha)),
        [true, true, false]
    );
    assert_eq!(entry.judge(&approves(3, "GHA", "ama")), Err(MoveFault::OwnWork));
    let mut reviewed = entry;
    for (number, member, officer) in [(3, "GHA", "kofi"), (4, "COL", "x"), (5, "PHL", "y")] {
        assert!(!is_reviewed(&reviewed));
        reviewed = after(&reviewed, &[approves(number, member, officer)]);
    }
    assert!(is_reviewed(&reviewed));
    assert_eq!(reviewed.changed_at, event(2, Did::Undone).at, "what reviewers say changes nothing");
    let asks = after(&reviewed, &[review(6, "COL", "x", Verdict::AsksForChanges)]);
    assert!(!is_reviewed(&asks) && asks.reviews.len() == 3, "the last word of each");
    assert!(is_reviewed(&after(&asks, &[approves(7, "COL", "x")])));
    // Whom it is shown to is no part of what it says; one word is.
    let named = Content { visibility: Visibility::Public, ..(*said).clone() };
    let shown = after(&reviewed, &[event(6, Did::Changed(Arc::new(named)))]);
    assert!(is_reviewed(&shown) && shown.now.version == 1);
    let other = Content { spans: content(None, experience("Another")).spans, ..(*said).clone() };
    let kofi = Event { by: by("GHA", "kofi"), ..event(7, Did::Changed(Arc::new(other))) };
    let changed = after(&shown, &[kofi]);
    assert!(!is_reviewed(&changed) && changed.reviews_now().next().is_none(), "another version");
    assert_eq!(changed.judge(&approves(8, "GHA", "ama")), Err(MoveFault::OwnWork), "who wrote any of it");
    assert!(is_reviewed(&after(&changed, &[event(8, Did::Undone)])), "and reviews stay with their version");
}

#[test]
fn what_was_written_without_a_name_is_reviewed_by_nobody_inside_until_it_is_written_anew_under_one() {
    let wrote = |number, officer: &str, content: &Content| Event {
        by: by("GHA", officer),
        ..event(number, Did::Changed(Arc::new(content.clone())))
    };
    let review = |entry: &Entry, member: &str, officer: &str| {
        entry.judge(&Event { by: by(member, officer), ..event(9, Did::Reviewed(Verdict::Approves)) })
    };
    let unnamed = Err(MoveFault::WrittenUnnamed);
    let mut said = content(None, experience("A survey"));
    said.reviewers = vec!["COL".parse().unwrap(), "PHL".parse().unwrap()];
    let by_nobody = Event { by: by("GHA", OPERATOR), ..event(1, Did::Undone) };
    let recorded = Entry::recorded((EntryKind::Experience, "a".into()), Arc::new(said.clone()), &by_nobody);
    let entry = after(&recorded, &[moved(2, EntryStep::Submit)]);
    assert_eq!((review(&entry, "GHA", "kofi"), review(&entry, "COL", "x")), (unnamed.clone(), Ok(())));
    // To whom it is shown, until when it says so and what else it says is not what was written.
    let shown = Content { visibility: Visibility::Public, ..said.clone() };
    let ended = said.ended("2025-12-31".parse().unwrap()).unwrap();
    let more = said.changed_from("2026".parse().unwrap(), experience("Another")).unwrap();
    for other in [&shown, &ended, &more] {
        assert_eq!(review(&after(&entry, &[wrote(3, "ama", other)]), "GHA", "kofi"), unnamed, "{other:?}");
    }
    // In other words or in the same: an officer stands for it.
    for anew in [&said, &content(None, experience("Another"))] {
        let anew = after(&entry, &[wrote(3, "ama", anew)]);
        assert_eq!((review(&anew, "GHA", "kofi"), anew.has_unnamed()), (Ok(()), false));
        let undone = after(&anew, &[event(4, Did::Undone)]);
        assert_eq!(review(&undone, "GHA", "kofi"), unnamed, "what stands again is nobody's");
        let nobodys = after(&anew, &[wrote(4, OPERATOR, &content(None, experience("A third")))]);
        assert_eq!(review(&nobodys, "GHA", "kofi"), unnamed);
        let none = after(&anew, &[wrote(4, OPERATOR, &anew.now.content)]);
        assert_eq!(review(&none, "GHA", "kofi"), Ok(()), "who writes nothing new has written nothing");
    }
    let own = after(&entry, &[wrote(3, "kofi", &said)]);
    assert_eq!((review(&own, "GHA", "kofi"), review(&own, "GHA", "ama")), (Err(MoveFault::OwnWork), Ok(())));
}

#[test]
fn a_reviewer_is_told_of_an_experience_in_every_state_in_which_it_can_be_reviewed_and_in_no_other() {
    let members = |codes: &[&str]| codes.iter().map(|code| code.parse().unwrap()).collect::<Vec<MemberCode>>();
    let mut said = content(None, experience("A survey"));
    (said.visibility, said.named, said.reviewers) = (Visibility::Named, members(&["MDA"]), members(&["MDA", "COL"]));
    let recorded = Entry::recorded((EntryKind::Experience, "a".into()), Arc::new(said), &event(1, Did::Undone));
    let sees = |entry: &Entry| {
        ["MDA", "COL", "IOM"].map(|member| {
            [true, false].map(|officer| entry.is_told_to(Reader { member: member.parse().unwrap(), officer }, gha()))
        })
    };
    let nobody = [[false, false]; 3];
    assert_eq!(sees(&recorded), nobody);
    let submitted = after(&recorded, &[moved(2, EntryStep::Submit)]);
    assert_eq!(sees(&submitted), [[true, false], [true, false], [false, false]]);
    let published = after(&submitted, &[moved(3, EntryStep::Publish)]);
    assert_eq!(
        sees(&published),
        [[true, true], [true, false], [false, false]],
        "COL reviews it, and its officers alone"
    );
    let narrowed = Content { reviewers: members(&["MDA"]), ..(*published.now.content).clone() };
    let narrowed = after(&published, &[event(4, Did::Changed(Arc::new(narrowed)))]);
    assert_eq!(sees(&narrowed), [[true, true], [false, false], [false, false]], "whoever is named no more is not");
    assert_eq!(sees(&after(&published, &[moved(4, EntryStep::Withdraw)])), nobody);
}
