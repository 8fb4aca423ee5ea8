//! Those whom an officer reaches, and what the officer says came of it.

use super::{CAMPAIGN, Person, count, open, persons, run, start};
use crate::ground::Ground;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const fn by_telephone(id: &'static str) -> Person<'static> {
    Person { id, email: "", telephone: "+34 600 000 000", purposes: "OUTREACH STATISTICS", language: "en" }
}

/// Four persons who are called, and one who has a letter by e-mail.
async fn people(ground: &Ground) {
    let fay = Person { email: "fay@example.net", telephone: "", ..by_telephone("fay") };
    persons(ground, &[by_telephone("ana"), by_telephone("bea"), by_telephone("cai"), by_telephone("dan"), fay]).await;
}

/// The numbers of the letters on a list, by name.
async fn numbers(ground: &Ground, means: &str) -> Vec<(String, String)> {
    let list = run(ground, &format!("campaign by-hand vote {means}")).await.unwrap();
    let cells = list.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    cells.map(|cells| (cells[2].replace("Name of ", ""), cells[0].clone())).collect()
}

fn of<'a>(numbers: &'a [(String, String)], who: &str) -> &'a str {
    &numbers.iter().find(|(name, _)| name == who).unwrap().1
}

async fn may(ground: &Ground, who: &str, purpose: &str) -> bool {
    run(ground, &format!("consent may --person {who} --purpose {purpose} --audience OWN_GOVERNMENT")).await.is_ok()
}

#[tokio::test]
async fn an_officer_says_who_was_reached_answered_was_not_reached_or_wants_no_more() {
    let Some((mut server, ground)) = open("what officers say of letters").await else { return };
    people(&ground).await;
    start(&ground, "vote", CAMPAIGN).await;
    run(&ground, "campaign send").await.unwrap();
    // Nobody was told yet how to reach the four, and whether the fifth's arrived the mail server says.
    let (mut carried, mut mailed) = (0, String::new());
    for number in 1..=5 {
        let early = run(&ground, &format!("campaign said {number} REACHED")).await.unwrap_err();
        match early.strip_prefix("country-node: campaign vote: the letter is ") {
            Some("BY_HAND") => carried += 1,
            Some("SENT") => mailed = number.to_string(),
            _ => panic!("{early}"),
        }
    }
    assert_eq!(carried, 4);
    let mail = run(&ground, "campaign by-hand vote EMAIL").await.unwrap_err();
    let why =
        "the mail server carries what goes by e-mail: officers are told of TELEPHONE, POST, EMBASSY and ASSOCIATION";
    assert_eq!(mail, format!("country-node: campaign vote: {why}"));
    let list = numbers(&ground, "TELEPHONE").await;
    let said = async |who: &str, word: &str| {
        run(&ground, &format!("campaign said {} {word} --by kofi", of(&list, who))).await.unwrap()
    };
    let reached = async || {
        let mut counts = Vec::new();
        for state in ["HANDED", "REACHED", "NOT_REACHED"] {
            counts.push(count(&ground, "vote", state).await);
        }
        counts
    };
    assert_eq!(reached().await, [4, 0, 0], "a list that was printed reaches nobody");
    assert_eq!(said("ana", "REACHED").await, format!("letter {} REACHED", of(&list, "ana")));
    said("bea", "ANSWERED").await;
    said("cai", "NOT_REACHED").await;
    said("dan", "NO_MORE").await;
    assert_eq!(reached().await, [0, 3, 1]);
    let shown = run(&ground, "campaign show vote").await.unwrap();
    assert!(shown.contains("answered  2\nto be written to no more  1\n"), "{shown}");
    let again: Vec<String> = numbers(&ground, "TELEPHONE").await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(again, ["cai"], "who was not reached is tried again");
    assert_eq!(count(&ground, "vote", "NOT_REACHED").await, 1);
    // A wrong number is put right, and what was said last holds.
    said("bea", "NOT_REACHED").await;
    said("cai", "REACHED").await;
    let shown = run(&ground, "campaign show vote").await.unwrap();
    assert!(shown.contains("answered  1\nto be written to no more  1\n"), "{shown}");

    assert!(!may(&ground, "dan", "OUTREACH").await && may(&ground, "dan", "STATISTICS").await, "and nothing else ends");
    let held = run(&ground, "person export --person dan").await.unwrap();
    assert!(held.contains("\"indication_method\": \"TELEPHONE\""), "it is kept how that was said: {held}");
    let history = run(&ground, "campaign history vote").await.unwrap();
    let word = format!("{{\"letter\":{},\"said\":\"NO_MORE\"}}", of(&list, "dan"));
    assert!(history.contains(&word) && history.matches("  SAY  ").count() == 6, "{history}");
    let log = run(&ground, "audit list").await.unwrap();
    assert_eq!(log.matches("vote  SAY").count(), 6, "{log}");
    run(&ground, "audit verify").await.unwrap();

    // Somebody who had it by e-mail can say so to an officer.
    let how = run(&ground, &format!("campaign said {mailed} ANSWERED --method TELEPHONE")).await.unwrap_err();
    assert_eq!(how, "country-node: how it was said is kept of NO_MORE");
    run(&ground, &format!("campaign said {mailed} NO_MORE --method EMBASSY")).await.unwrap();
    assert!(!may(&ground, "fay", "OUTREACH").await);
    assert!(run(&ground, "person export --person fay").await.unwrap().contains("\"indication_method\": \"EMBASSY\""));
    assert_eq!(server.taken().len(), 1);
    assert_eq!(run(&ground, "campaign said 99 REACHED").await.unwrap_err(), "country-node: there is no such letter");
}

#[tokio::test]
async fn no_cell_of_a_list_is_a_formula_in_a_spreadsheet_and_telephone_numbers_stay_as_they_are() {
    let Some((_server, ground)) = open("formulas in names").await else { return };
    let people = [
        ("ana", "=HYPERLINK(\"http://x\",\"y\")", "", "+34 600 000 001"),
        ("bea", "@SUM(1)", "", "+34600000002"),
        // A spreadsheet would take one number from the other.
        ("cai", "-2+3", "", "+1-202-555-0103"),
        ("dan", "Dan = Ana", "", "+34 600 000 004"),
        ("eva", "+1+2", "=1+1", ""),
        // Where a spreadsheet separates at semicolons this is two cells.
        ("fay", "Fay; =1+1", "", "+34 600 000 006"),
    ];
    let (mut contacts, mut consents) = (csv::Writer::from_writer(Vec::new()), String::new());
    contacts.write_record(["person_id", "name", "address", "email", "telephone"]).unwrap();
    for (id, name, address, telephone) in people {
        contacts.write_record([id, name, address, "", telephone]).unwrap();
        writeln!(consents, "{id},GIVEN,2026-01-01T00:00:00Z,OUTREACH,IOM").unwrap();
    }
    ground.write("contacts.csv", contacts.into_inner().unwrap());
    ground.write("consents.csv", format!("person_id,event,at,purposes,audience\n{consents}"));
    run(&ground, "contact load contacts.csv").await.unwrap();
    run(&ground, "consents consents.csv").await.unwrap();
    start(&ground, "vote", CAMPAIGN).await;
    let mut cells = BTreeSet::new();
    for means in ["TELEPHONE", "POST"] {
        let list = run(&ground, &format!("campaign by-hand vote {means}")).await.unwrap();
        let rows = csv::Reader::from_reader(list.as_bytes()).into_records().map(Result::unwrap);
        cells.extend(rows.map(|row| [row[2].to_owned(), row[3].to_owned()]));
    }
    let expected = [
        ["'=HYPERLINK(\"http://x\",\"y\")", "+34 600 000 001"],
        ["'@SUM(1)", "+34600000002"],
        ["'-2+3", "'+1-202-555-0103"],
        ["Dan = Ana", "+34 600 000 004"],
        ["'+1+2", "'=1+1"],
        ["Fay;' =1+1", "+34 600 000 006"],
    ];
    assert_eq!(cells, expected.map(|cells| cells.map(str::to_owned)).into());
}
