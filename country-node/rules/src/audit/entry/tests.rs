//! What is written, to the letter, and that there is no room in it for what an asker says.

use super::*;
use crate::decide::tests::{ask, caller};
use crate::record_key::RecordKeys;
use schema::campaign::letter::Means;
use schema::concept::{Dataset, Dimension};

fn asker(member: &str) -> Asker {
    Asker::of(&caller(member, Role::Analyst), &RecordKeys::new(&[1; 32]).users())
}

fn text(event: Event) -> String {
    Entry { at: 5, event }.to_text().unwrap()
}

#[test]
fn each_event_is_written_as_the_guide_says() {
    let user = asker("COL").user.as_str().to_owned();
    let by = format!(r#""by":{{"gateway":"hub","member":"COL","request":"1","role":"analyst","user":"{user}"}}"#);
    let question = ask(Dataset::Stock, &[Dimension::Sex], Some("2024-Q1"));
    for (event, written) in [
        (
            Event::asked(asker("COL"), &question),
            format!(
                r#"{{"at":5,{by},"event":"ASKED","purpose":"COMPARISON","question":{{"at":"2024-Q1","by":["SEX"],"dataset":"STOCK","measure":{{"kind":"PERSONS","of":null}},"purpose":"COMPARISON","shareWithin":[],"where":[]}}}}"#
            ),
        ),
        (
            Event::LogAsked { by: asker("COL"), since: Some(7), of: None },
            format!(r#"{{"at":5,{by},"event":"LOG_ASKED","since":7}}"#),
        ),
        (
            Event::persons_asked(Some(asker("COL")), Names::of_match("trqn", "m1")),
            format!(
                r#"{{"at":5,{by},"event":"PERSONS_ASKED","purpose":"PROGRAMME_MATCHING","what":{{"entry":"m1","of":"MATCH","programme":"trqn"}}}}"#
            ),
        ),
        (
            Event::persons_asked(None, Names::of_letters("vote", Means::Telephone)),
            r#"{"at":5,"event":"PERSONS_ASKED","purpose":"OUTREACH","what":{"campaign":"vote","means":"TELEPHONE","of":"LETTERS"}}"#.into(),
        ),
        (
            Event::persons_asked(Some(asker("COL")), Names::of_candidacies("trqn")),
            format!(r#"{{"at":5,{by},"event":"PERSONS_ASKED","what":{{"of":"CANDIDACIES","programme":"trqn"}}}}"#),
        ),
        (
            Event::Commanded { command: "release".into(), arguments: [("period".into(), "2024".into())].into() },
            r#"{"arguments":{"period":"2024"},"at":5,"command":"release","event":"COMMANDED"}"#.into(),
        ),
        (
            Event::Closed {
                opened: 3,
                outcome: Ending::Answered,
                releases: vec!["GHA-STOCK-2020-1".into()],
                agreement: None,
            },
            r#"{"at":5,"event":"CLOSED","opened":3,"outcome":"ANSWERED","releases":["GHA-STOCK-2020-1"]}"#.into(),
        ),
        (Event::refused(None, Code::Unauthenticated), r#"{"at":5,"code":"UNAUTHENTICATED","event":"REFUSED"}"#.into()),
        (
            Event::TokenRefused { gateway: "hub".into(), token: Some("report".into()), why: "REVOKED".into() },
            r#"{"at":5,"event":"TOKEN_REFUSED","gateway":"hub","token":"report","why":"REVOKED"}"#.into(),
        ),
        (Event::Published { release: "R".into() }, r#"{"at":5,"event":"PUBLISHED","release":"R"}"#.into()),
        (Event::Recalled { release: "R".into(), instead: None }, r#"{"at":5,"event":"RECALLED","release":"R"}"#.into()),
    ] {
        assert_eq!(text(event.clone()), written);
        assert_eq!(Entry::from_text(&written), Some(Entry { at: 5, event: event.clone() }));
        assert!(written.contains(&format!("\"event\":\"{}\"", event.name())), "{written}");
    }
}

#[test]
fn what_stands_in_a_periods_place_and_is_none_is_not_written_down() {
    for said in
        ["eyJhbGciOiJFZERTQSJ9.e30.c2ln", "Ana Gomez", "2024'; DROP TABLE release; --", "1980-04-12T", "2024ana"]
    {
        let written = text(Event::asked(asker("GHA"), &ask(Dataset::Stock, &[], Some(said))));
        assert!(!written.contains(said) && written.contains("\"at\":\"not a period\""), "{written}");
    }
    for said in ["2024", "2024-07", "2024-Q1", "2024-W07"] {
        let written = text(Event::asked(asker("GHA"), &ask(Dataset::Stock, &[], Some(said))));
        assert!(written.contains(&format!("\"at\":\"{said}\"")), "{written}");
    }
}

#[test]
fn what_stands_in_the_place_of_an_id_that_is_opened_and_is_none_is_not_written_down() {
    for said in ["Ana Gomez", "+34 600 000 000", "ana@example.org", ""] {
        for what in [Names::of_match(said, said), Names::of_letters(said, Means::Post), Names::of_candidacies(said)] {
            let written = text(Event::persons_asked(None, what));
            assert!(written.contains("\"not an id\"") && (said.is_empty() || !written.contains(said)), "{written}");
        }
    }
}

#[test]
fn an_entry_of_a_former_version_is_read_and_one_of_no_version_is_not() {
    let former = r#"{"at":9,"member":"IOM","outcome":"DECLINED","purpose":"RESEARCH","question":"{}","release":null,"role":"analyst","user":"ana"}"#;
    let read = Entry::from_text(former).unwrap();
    assert_eq!((read.at, read.event.name(), read.event.member()), (9, "RECORDED", "IOM".parse().ok()));
    for other in ["", "7", "{}", r#"{"at":9,"event":"FORGOTTEN"}"#, r#"{"event":"PUBLISHED","release":"R"}"#] {
        assert_eq!(Entry::from_text(other), None, "{other}");
    }
}
