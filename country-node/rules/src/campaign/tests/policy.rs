//! In which state what may be done, to a campaign and to a letter; and by which means a person is reached.

use super::super::fault::Fault;
use super::super::letter::{Turn, turned};
use super::super::means::{Email, Ways, audience, means};
use super::super::outcome::{comes, method};
use super::super::record::{Event, Record, after_step, judge, moved, moves};
use super::campaign;
use crate::consent::Method;
use crate::officer::OPERATOR;
use schema::audience::Audience;
use schema::campaign::left_out::LeftOut;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::outcome::Outcome;
use schema::campaign::state::{State, Step};
use schema::concept::{Codelist, Dimension};
use std::sync::Arc;

#[test]
fn what_may_be_done_to_a_campaign_stands_in_one_table() {
    let lines = State::ALL.map(|state| {
        let moves = Step::ALL.iter().filter_map(|step| Some((step, moved(state, *step).ok()?)));
        let moves: Vec<String> = moves.map(|(step, to)| format!("{}={}", step.name(), to.name())).collect();
        format!("{}: {}", state.name(), moves.join(" ")).trim_end().to_owned()
    });
    assert_eq!(
        lines,
        [
            "DRAFT: WRITE=DRAFT APPROVE=APPROVED",
            "APPROVED: REOPEN=DRAFT START=SENDING STOP=STOPPED",
            "SENDING: PAUSE=PAUSED STOP=STOPPED AGAIN=SENDING SETTLE=SENDING HAND=SENDING SAY=SENDING TELL=SENDING",
            "PAUSED: RESUME=SENDING STOP=STOPPED AGAIN=PAUSED SETTLE=PAUSED SAY=PAUSED TELL=PAUSED",
            "STOPPED: SETTLE=STOPPED SAY=STOPPED TELL=STOPPED",
        ]
    );
}

#[test]
fn what_moves_no_campaign_leaves_each_where_it_stands() {
    let moving: Vec<&str> = Step::ALL.into_iter().filter(|step| moves(*step)).map(Step::name).collect();
    assert_eq!(moving, ["APPROVE", "REOPEN", "START", "PAUSE", "RESUME", "STOP"]);
    for step in Step::ALL.into_iter().filter(|step| !moves(*step)) {
        for state in State::ALL {
            assert_eq!(after_step(Some(state), step), state, "{step:?}");
        }
    }
}

#[test]
fn what_may_become_of_a_letter_stands_in_one_table() {
    let lines = LetterState::ALL.map(|state| {
        let turns = Turn::ALL.iter().filter_map(|turn| Some((turn, turned(state, *turn).ok()?)));
        let turns: Vec<String> = turns.map(|(turn, to)| format!("{turn:?}={}", to.name())).collect();
        format!("{}: {}", state.name(), turns.join(" ")).trim_end().to_owned()
    });
    assert_eq!(
        lines,
        [
            "WAITING: Offer=OFFERED Take=SENT Defer=WAITING Refuse=REFUSED Withhold=WITHHELD GiveUp=GIVEN_UP Cancel=CANCELLED",
            "OFFERED: Take=SENT Defer=WAITING Return=WAITING",
            "SENT: Bounce=BOUNCED",
            "REFUSED: Again=WAITING",
            "BOUNCED:",
            "WITHHELD:",
            "GIVEN_UP: Again=WAITING",
            "BY_HAND: Withhold=WITHHELD Hand=HANDED Cancel=CANCELLED",
            "HANDED: Hand=HANDED Reach=REACHED Miss=NOT_REACHED",
            "REACHED: Reach=REACHED Miss=NOT_REACHED",
            "NOT_REACHED: Hand=NOT_REACHED Reach=REACHED Miss=NOT_REACHED",
            "CANCELLED:",
        ]
    );
}

#[test]
fn no_way_leads_from_sent_to_a_second_offer() {
    let mut reached = vec![LetterState::Sent];
    while let Some(state) = reached
        .iter()
        .flat_map(|state| Turn::ALL.map(|turn| turned(*state, turn)))
        .flatten()
        .find(|to| !reached.contains(to))
    {
        reached.push(state);
    }
    assert!(!reached.contains(&LetterState::Offered) && !reached.contains(&LetterState::Waiting), "{reached:?}");
}

#[test]
fn an_officer_says_what_came_of_a_letter_that_an_officer_carried_and_of_one_by_mail_only_that_it_was_answered() {
    let lines = LetterState::ALL.map(|state| {
        let words = Outcome::ALL.iter().filter_map(|said| Some((said, comes(state, *said).ok()?)));
        let words: Vec<String> = words.map(|(said, does)| format!("{}={does:?}", said.name())).collect();
        format!("{}: {}", state.name(), words.join(" "))
    });
    let carried = "REACHED=Some(Reach) ANSWERED=Some(Reach) NOT_REACHED=Some(Miss) NO_MORE=Some(Reach)";
    for (state, line) in LetterState::ALL.iter().zip(&lines) {
        let expected = match state {
            LetterState::Handed | LetterState::Reached | LetterState::NotReached => carried,
            LetterState::Sent => "ANSWERED=None NO_MORE=None",
            _ => "",
        };
        assert_eq!(line, &format!("{}: {expected}", state.name()));
    }
    assert_eq!(
        Means::ALL.map(method),
        [None, Some(Method::Telephone), Some(Method::Paper), Some(Method::Embassy), None],
        "by mail nothing is said in any of the ways of a consent"
    );
}

fn event(officer: &str, step: Step) -> Event {
    let content = (step == Step::Write).then(|| Arc::new(campaign()));
    Event { at: 5, officer: officer.to_owned(), step, content }
}

#[test]
fn nobody_approves_what_they_wrote_any_of() {
    let mut record = None;
    for (officer, step) in [("ama", Step::Write), ("kofi", Step::Write)] {
        judge(record.as_ref(), &event(officer, step)).unwrap();
        record = Record::after(record, "vote", &event(officer, step));
    }
    for officer in ["ama", "kofi"] {
        assert_eq!(judge(record.as_ref(), &event(officer, Step::Approve)), Err(Fault::OwnWork), "{officer}");
    }
    judge(record.as_ref(), &event("esi", Step::Approve)).unwrap();
    let approved = Record::after(record, "vote", &event("esi", Step::Approve)).unwrap();
    assert_eq!((approved.state, approved.version), (State::Approved, 3));
    // What is approved is what goes out.
    let said = judge(Some(&approved), &event("ama", Step::Write)).unwrap_err().to_string();
    assert_eq!(said, "it is APPROVED: WRITE is for one that is DRAFT");
}

#[test]
fn whoever_names_nobody_approves_nothing_whoever_wrote_it() {
    for writer in ["ama", OPERATOR] {
        let record = Record::after(None, "vote", &event(writer, Step::Write));
        let unnamed = judge(record.as_ref(), &event(OPERATOR, Step::Approve));
        assert_eq!(unnamed, Err(Fault::Unnamed), "what {writer} wrote");
    }
    // All else is an operator's to do.
    let record = Record::after(None, "vote", &event("ama", Step::Write));
    let approved = Record::after(record, "vote", &event("kofi", Step::Approve));
    judge(approved.as_ref(), &event(OPERATOR, Step::Start)).unwrap();
}

#[test]
fn what_was_written_without_a_name_is_approved_by_nobody_until_it_is_written_anew_under_one() {
    let approves = |record: &Option<Record>, officer| judge(record.as_ref(), &event(officer, Step::Approve));
    let mut record = None;
    for (writer, expected) in [
        (OPERATOR, [Err(Fault::WrittenUnnamed), Err(Fault::WrittenUnnamed)]),
        ("ama", [Err(Fault::OwnWork), Ok(())]),
        // A word that nobody stands for makes all of it so.
        (OPERATOR, [Err(Fault::OwnWork), Err(Fault::WrittenUnnamed)]),
        ("esi", [Err(Fault::OwnWork), Ok(())]),
    ] {
        record = Record::after(record, "vote", &event(writer, Step::Write));
        assert_eq!(["ama", "kofi"].map(|officer| approves(&record, officer)), expected, "{writer}");
    }
    assert_eq!(approves(&record, "esi"), Err(Fault::OwnWork));
}

#[test]
fn a_campaign_begins_by_being_written() {
    assert_eq!(judge(None, &event("ama", Step::Approve)), Err(Fault::NotThere));
    assert_eq!(Record::after(None, "vote", &event("ama", Step::Approve)), None);
}

#[test]
fn a_person_is_reached_by_the_means_that_the_person_prefers_or_by_what_there_is() {
    let all = Ways { email: Email::Good, telephone: true, address: true };
    let came_back = Ways { email: Email::CameBack, ..Ways::default() };
    let only = |means| Ways {
        email: if means == Means::Email { Email::Good } else { Email::None },
        telephone: means == Means::Telephone,
        address: means == Means::Post,
    };
    for (preferred, ways, expected) in [
        (Some("EMAIL"), all, Ok(Means::Email)),
        (Some("EMAIL"), only(Means::Post), Ok(Means::Post)),
        (Some("SMS"), all, Ok(Means::Telephone)),
        (Some("MESSENGER"), only(Means::Email), Ok(Means::Email)),
        (Some("EMBASSY"), all, Ok(Means::Embassy)),
        (Some("EMBASSY"), Ways::default(), Err(LeftOut::NoContact)),
        (Some("RADIO"), all, Err(LeftOut::Radio)),
        (Some("ASSOCIATION"), only(Means::Post), Ok(Means::Association)),
        (Some("_U"), only(Means::Telephone), Ok(Means::Telephone)),
        (None, all, Ok(Means::Email)),
        (None, Ways::default(), Err(LeftOut::NoContact)),
        (None, came_back, Err(LeftOut::CameBack)),
        (None, Ways { telephone: true, ..came_back }, Ok(Means::Telephone)),
    ] {
        assert_eq!(means(preferred, ways), expected, "{preferred:?} {ways:?}");
    }
}

#[test]
fn an_embassy_is_the_own_government_and_an_association_is_everyone() {
    for means in Means::ALL {
        let wanted = if means == Means::Association { Audience::Public } else { Audience::OwnGovernment };
        assert_eq!(audience(means), wanted, "{means:?}");
    }
}

#[test]
fn every_channel_of_the_codelist_is_thought_of() {
    let known = ["EMAIL", "SMS", "MESSENGER", "EMBASSY", "ASSOCIATION", "RADIO"];
    let list = Dimension::Channel.codelist();
    let mut said =
        list.codes().iter().filter(|code| !list.is_residual(&code.code) && !Codelist::is_missing(&code.code));
    assert!(said.all(|code| known.contains(&code.code.as_str())), "a channel that `means` does not know");
}
