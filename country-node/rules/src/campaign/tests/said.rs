//! What a campaign says, what an answer means, and what is told of its reach.

use super::super::answer::is_no_more;
use super::super::content::{Campaign, Letter};
use super::super::fault::Fault;
use super::super::reach::{Reach, gives_way, persons};
use super::campaign;
use crate::tens::in_tens;
use schema::campaign::letter::{LetterState, Means};

#[test]
fn every_fault_of_a_campaign_is_told_with_its_field() {
    let said = |of: &Campaign| of.faults().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(said(&campaign()), Vec::<String>::new());
    let mut of = campaign();
    of.activity = Some("Vote 2026".to_owned());
    of.letters[0].subject = "Voting\r\nBcc: all@example.org".to_owned();
    of.letters[1].language = "en".to_owned();
    of.letters[1].text = "Hola {nombre}".to_owned();
    of.audience.as_mut().unwrap().criteria[0].codes = vec!["Spain".to_owned()];
    assert_eq!(
        said(&of),
        [
            "activity: expected an id of small letters, digits and hyphens, such as office-of-the-diaspora",
            "letters.0.subject: expected one line of 300 characters at most",
            "letters.1.language: expected each language once",
            "letters.1.text: expected no braces but those of {name}",
            "audience.where.0.codes: expected codes of DESTINATION, one at least",
        ]
    );
    let empty = Campaign { activity: None, letters: Vec::new(), audience: None };
    assert_eq!(said(&empty), ["letters: expected a letter in one language at least"]);
}

#[test]
fn a_person_gets_the_letter_in_the_language_that_was_spoken_with_the_person() {
    let of = campaign();
    let language = |tag| of.letter(tag).unwrap().language.as_str();
    assert_eq!(
        [language(Some("es")), language(Some("es-CO")), language(Some("fr")), language(None)],
        ["es", "es", "en", "en"]
    );
}

#[test]
fn a_name_is_filled_in_and_cannot_fill_in_another() {
    let letter = Letter { language: "en".into(), subject: "For {name}".into(), text: "Dear {name},\nvote.".into() };
    assert_eq!(letter.filled(Some("Ama {name}")), ("For Ama {name}".into(), "Dear Ama {name},\nvote.".into()));
    assert_eq!(letter.filled(None), ("For".into(), "Dear,\nvote.".into()));
}

#[test]
fn an_answer_is_an_end_only_where_it_says_that_and_nothing_else() {
    for (subject, text) in [
        ("STOP", ""),
        ("Re: Voting", "Unsubscribe.\n\nOn Monday you wrote:\n> Dear"),
        ("RE: Votar", "\n  ¡BAJA!\n"),
        ("", "> quoted\nDésinscription"),
    ] {
        assert!(is_no_more(subject, text), "{subject} / {text}");
    }
    for (subject, text) in [
        ("Re: Stop the war", "Please stop by at the embassy"),
        ("Re: Voting", "How do I unsubscribe?"),
        ("", "> stop"),
        ("", ""),
    ] {
        assert!(!is_no_more(subject, text), "{subject} / {text}");
    }
}

#[test]
fn what_is_told_of_a_reach_is_in_whole_tens_and_of_few_nothing() {
    assert_eq!([19, 20, 29, 30].map(in_tens), [None, Some(20), Some(20), Some(30)]);
}

#[test]
fn reached_is_who_got_the_mail_or_was_spoken_with_and_not_whom_a_list_names() {
    let mut reach = Reach::default();
    for (means, state, counts) in [
        (Means::Email, LetterState::Sent, [30, 2, 1]),
        (Means::Email, LetterState::Bounced, [1, 0, 0]),
        (Means::Post, LetterState::Handed, [5, 0, 0]),
        (Means::Telephone, LetterState::NotReached, [3, 0, 0]),
        (Means::Post, LetterState::Reached, [1, 1, 1]),
    ] {
        reach.count((means, state), counts);
    }
    assert_eq!((reach.letters, reach.reached(), reach.answered, reach.opted_out), (40, 31, 3, 2));
}

#[test]
fn whoever_had_letters_of_several_campaigns_is_one_person_and_who_is_erased_is_counted_with_certainty_alone() {
    let known = |letters: &[(&'static str, Option<u8>)]| persons(letters.iter().copied());
    assert_eq!(known(&[("a", Some(1)), ("a", Some(2)), ("b", Some(2)), ("b", Some(3))]), 3);
    assert_eq!(known(&[("a", None), ("a", None), ("b", None), ("b", Some(1))]), 3, "b's may be one of a's");
    assert_eq!(known(&[]), 0);
}

#[test]
fn a_number_that_no_campaign_told_gives_way_only_where_that_is_meant() {
    for (stands, told_last, is_meant, expected) in [
        (None, None, false, Ok(())),
        (None, Some(20), false, Ok(())),
        (Some(20), Some(20), false, Ok(())),
        (Some(34), Some(20), false, Err(Fault::OfficersNumber(34))),
        (Some(20), None, false, Err(Fault::OfficersNumber(20))),
        (Some(34), Some(20), true, Ok(())),
    ] {
        assert_eq!(gives_way(stands, told_last, is_meant), expected, "{stands:?} {told_last:?} {is_meant}");
    }
}
