//! Institutional records through the front door: written by officers at the gateway, reviewed by other members, told to whom they are
//! for, and one list over all countries that loses nothing while nodes write and one is restarted.

mod cited;
mod focal_points;
mod kinds;

use federation_tests::asker::Asker;
use federation_tests::federation::Federation;
use federation_tests::lists::{countries, directory, fill, page, records};
use schema::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const RECORDS: usize = 40;

fn officer(federation: &Federation, member: &str, user: &str) -> Asker {
    let now = node_rules::clock::system()();
    let key = &federation.keys.tokens[&member.parse().unwrap()];
    let token = schema::token::issue(key, member.parse().unwrap(), user, Role::Officer, now - 10, now + 3000).unwrap();
    Asker::new(&federation.gateway.graphql(), Some(&token))
}

async fn done(asker: &Asker, mutation: &str) -> Value {
    let query = format!("mutation {{ done: {mutation} {{ outcome reason entry {{ id state version reviewed }} }} }}");
    asker.data(&query, &json!({})).await["done"].take()
}

async fn experiences(asker: &Asker, of: &str) -> Value {
    let of = if of.is_empty() { String::new() } else { format!("({of})") };
    let query = format!(
        "{{ experiences{of} {{ total edges {{ node {{ id country {{ code }} state reviewed reviews {{ by verdict }} content {{ \
         titles {{ text }} areas }} }} }} }} }}"
    );
    asker.data(&query, &json!({})).await["experiences"].take()
}

#[tokio::test]
async fn an_experience_is_written_reviewed_by_three_and_told_through_the_gateway() {
    let folder = tempfile::tempdir().unwrap();
    let all = countries(4, &folder.path().join("countries"));
    let codes: Vec<String> = all.iter().map(|country| country.code.to_string()).collect();
    let federation = Federation::start_of(&folder.path().join("federation"), all, 10_000).await;
    let [own, second, third, fourth] = [0, 1, 2, 3].map(|at: usize| codes[at].as_str());
    let (author, colleague) = (officer(&federation, own, "ama"), officer(&federation, own, "kofi"));
    let outside = [second, third].map(|member| officer(&federation, member, "eva"));
    let content = "{ experience: { titles: [{ language: \"eng\", text: \"A survey of skills\" }], areas: [RESEARCH], done: \"A survey.\", \
        places: [\"DEU\"], results: \"It was read.\", evidence: MONITORING, repeatability: UNKNOWN, \
        cost: { amount: \"1250.50\", currency: \"EUR\" } } }";
    let shown = format!("{{ visibility: NAMED, named: [\"{second}\"], reviewers: [\"{second}\", \"{third}\"] }}");
    let record = |country: &str| {
        format!("recordEntry(country: \"{country}\", id: \"skills\", content: {content}, shown: {shown})")
    };
    let refused = done(&outside[0], &record(own)).await;
    assert_eq!((&refused["outcome"], &refused["entry"]), (&json!("DECLINED"), &Value::Null), "{refused}");
    assert_eq!(done(&author, &record(own)).await["entry"]["state"], "DRAFT");
    let step = |step: &str| format!("moveEntry(country: \"{own}\", kind: EXPERIENCE, id: \"skills\", step: {step})");
    let review = format!(
        "reviewEntry(country: \"{own}\", kind: EXPERIENCE, id: \"skills\", verdict: APPROVES, comment: \"Sound.\")"
    );
    assert_eq!(done(&author, &step("SUBMIT")).await["entry"]["state"], "IN_REVIEW");
    let refused = done(&author, &review).await;
    assert_eq!(refused["reason"], "EXPERIENCE skills: who wrote any of it does not review it");
    for (reviewer, reviewed) in [(&colleague, false), (&outside[0], false), (&outside[1], true)] {
        assert_eq!(done(reviewer, &review).await["entry"]["reviewed"], reviewed);
    }
    assert_eq!(done(&author, &step("PUBLISH")).await["entry"]["state"], "PUBLISHED");
    let list = experiences(&outside[0], "where: { areas: [RESEARCH], reviewed: true }").await;
    assert_eq!((&list["total"], &list["edges"][0]["node"]["country"]["code"]), (&json!(1), &json!(own)));
    assert_eq!(list["edges"][0]["node"]["reviews"].as_array().unwrap().len(), 3);
    assert_eq!(experiences(&officer(&federation, fourth, "eva"), "").await["total"], 0, "it is not among the named");
    let told = experiences(&outside[1], "").await["total"].take();
    assert_eq!(told, 1, "a reviewer reads what can be reviewed, whomever it is shown to");
    assert_eq!(done(&outside[1], &review).await["entry"]["reviewed"], true, "and reviews it");
    assert_eq!(done(&author, &step("WITHDRAW")).await["entry"]["state"], "WITHDRAWN");
    assert_eq!(experiences(&outside[0], "").await["total"], 0);
    let undo = format!("undoEntry(country: \"{own}\", kind: EXPERIENCE, id: \"skills\", reason: \"by mistake\")");
    assert_eq!(done(&author, &undo).await["entry"]["state"], "PUBLISHED");
    assert_eq!(experiences(&outside[0], "").await["total"], 1);
    let history = format!(
        "{{ entryHistory(country: \"{own}\", kind: EXPERIENCE, id: \"skills\") {{ step by verdict reason }} }}"
    );
    let told = author.data(&history, &json!({})).await["entryHistory"].take();
    let steps: Vec<&str> = told.as_array().unwrap().iter().map(|event| event["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["RECORD", "SUBMIT", "REVIEW", "REVIEW", "REVIEW", "PUBLISH", "REVIEW", "WITHDRAW", "UNDO"]);
    assert_eq!(outside[0].refused(&history, &json!({})).await, ["FORBIDDEN"]);
    federation.stop().await;
}

#[tokio::test]
async fn whoever_reads_a_list_to_its_end_is_told_each_record_once_while_nodes_write_and_one_is_restarted() {
    let folder = tempfile::tempdir().unwrap();
    let all = countries(5, &folder.path().join("countries"));
    let codes: Vec<String> = all.iter().map(|country| country.code.to_string()).collect();
    let federation = Federation::start_of(&folder.path().join("federation"), all, 10_000).await;
    let mut directories = Vec::new();
    for code in &codes {
        let own = directory(&federation, code).await;
        fill(&own, 0..RECORDS).await;
        directories.push(own);
    }
    let asker = federation.asker("iom-analyst");
    let (mut told, mut after, mut absent) = (Vec::new(), None::<String>, BTreeSet::new());
    for nth in 0.. {
        assert!(nth < 200, "the list has no end");
        match nth {
            5 => federation.stop_node(&codes[2]).await,
            9 => federation.start_node(&codes[2]).await,
            _ => {}
        }
        let next = page(&asker, "TITLE", 7, after.as_deref()).await;
        told.extend(records(&next));
        for away in next["coverage"]["absent"].as_array().unwrap() {
            absent.insert(away["country"]["code"].as_str().unwrap().to_owned());
        }
        if let Some(end) = next["pageInfo"]["endCursor"].as_str() {
            after = Some(end.to_owned());
        }
        let all_heard = next["coverage"]["answered"] == next["coverage"]["expected"];
        if next["pageInfo"]["hasNextPage"] == false && all_heard {
            break;
        }
        for own in &directories {
            fill(own, RECORDS + nth..RECORDS + nth + 1).await;
        }
    }
    assert_eq!(absent.into_iter().collect::<Vec<_>>(), [codes[2].clone()], "one was away, and it was said");
    let each: BTreeSet<&String> = told.iter().collect();
    assert_eq!(each.len(), told.len(), "nothing is told twice");
    let records = codes.iter().flat_map(|code| (0..RECORDS).map(move |number| format!("{code} a{number:05}")));
    let expected: BTreeSet<String> = records.collect();
    assert_eq!(
        each.into_iter().cloned().collect::<BTreeSet<_>>(),
        expected,
        "all that was there, and nothing written since"
    );
    federation.stop().await;
}
