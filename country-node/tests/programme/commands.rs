//! The same as an officer types it.

use super::{consents, mapping, programmes};
use crate::ground::Ground;
use crate::ledger::persons_asked;
use country_node::contact::file::load as load_contacts;
use country_node::contact::keep::Means;
use tokio::process::Command;

/// What a command says, or the last line of why it fails.
pub async fn programme(ground: &Ground, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).arg("programme").args(arguments).kill_on_drop(true);
    let output = command.output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(text(&output.stderr).lines().last().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn an_officer_takes_a_need_to_a_placement_and_tells_of_it() {
    let ground = Ground::new().await;
    drop(programmes(&ground).await);
    consents(&ground, std::iter::once(("P1".to_owned(), "GIVEN", "2025-01-01T00:00:00Z"))).await;
    let contacts =
        ground.write("contacts.csv", "person_id,name,address,email,telephone\nP1,Ana Torres,,ana@example.org,\n");
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    load_contacts(&ground.node, &contacts, false, &mut Means { environment: None, random: &mut random }).await.unwrap();
    let run = async |line: &str| programme(&ground, &line.split_whitespace().collect::<Vec<_>>()).await;
    for (kind, table) in [
        (
            "NEED",
            "id,phase,requestedOn,host,sector,occupation,skillLevel,mode,from,until\n\
             n1,1,2025-01-10,Hospital,Q,2211,4,TEMPORARY,2025-03-01,2025-03-30\n",
        ),
        (
            "CANDIDATE",
            "person,state,appliedOn,residence,sex,occupations,modes\nP1,SELECTED,2025-01-05,ESP,F,2212,TEMPORARY\n",
        ),
    ] {
        ground.write("table.csv", table);
        ground.write("mapping.toml", mapping(kind, table.lines().next().unwrap()));
        let said = run("load table.csv --mapping mapping.toml --by ana").await;
        assert_eq!(said.as_deref(), Ok("1 records are kept; 0 of them stood here so already\n"));
    }
    assert_eq!(
        run("match trqn").await.unwrap(),
        "could be matched: 0 persons, women -\nare proposed: 0 persons, women -\n"
    );
    assert_eq!(run("move trqn NEED n1 QUALIFY --by ana").await.as_deref(), Ok("n1  QUALIFIED\n"));
    assert_eq!(run("list trqn NEED --phase 1 --by-priority").await.as_deref(), Ok("n1  QUALIFIED\n"));
    assert_eq!(run("list trqn NEED --phase 2").await.as_deref(), Ok("there are no such records of NEED\n"));
    let listed = run("shortlist trqn n1").await.unwrap();
    assert!(listed.contains("300 points: occupation: the same minor group (300 of 400)"), "{listed}");
    let candidate = run("candidate-of trqn P1").await.unwrap();
    assert!(candidate.starts_with('c') && candidate.ends_with("  SELECTED\n"), "{candidate}");
    assert_eq!(run("candidate-of trqn P2").await, Err("country-node: the person is no candidate".to_owned()));
    let proposed = run("match trqn --phase 1 --keep").await.unwrap();
    assert!(
        proposed.starts_with("n1  c") && proposed.contains("are proposed: 1 persons, women 100.0 %, ESP 100.0 %"),
        "{proposed}"
    );
    let over = "n1  is over since 2025-03-30: whoever served it is written down afterwards";
    assert!(proposed.lines().any(|line| line == over), "{proposed}");
    assert_eq!(run("withdraw-proposals trqn --by ana").await.as_deref(), Ok("1 proposals are taken back\n"));
    run("match trqn --phase 1 --keep").await.unwrap();
    let list = run("list trqn MATCH --state PROPOSED").await.unwrap();
    let id = list.split_whitespace().next().unwrap().to_owned();
    assert_eq!(list, format!("{id}  PROPOSED\n"));
    let early = run(&format!("contact trqn {id} --by ana")).await.unwrap_err();
    assert!(early.ends_with("it is PROPOSED: CONTACT is for one that is ACCEPTED"), "{early}");
    run(&format!("move trqn MATCH {id} ACCEPT")).await.unwrap();
    assert_eq!(run(&format!("contact trqn {id}")).await.as_deref(), Ok("name  Ana Torres\nemail  ana@example.org\n"));
    let ana = ground.node.keys.users().of("COL".parse().unwrap(), "ana");
    assert_eq!(
        persons_asked(&ground.node).await,
        [
            "CANDIDACIES trqn  operator DONE".to_owned(),
            "CANDIDACIES trqn  operator DONE".to_owned(),
            format!("MATCH trqn {id} PROGRAMME_MATCHING {} DECLINED", ana.as_str()),
            format!("MATCH trqn {id} PROGRAMME_MATCHING operator DONE"),
        ],
        "as at the desk"
    );
    run(&format!("move trqn MATCH {id} AGREE")).await.unwrap();
    assert_eq!(
        run(&format!("contact trqn {id}")).await.as_deref(),
        Ok("name  Ana Torres\nemail  ana@example.org\n"),
        "again"
    );
    let says = format!(
        r#"{{ "match": "{id}", "mode": "TEMPORARY", "from": "2025-03-01", "until": "2025-03-30", "place": "CO-ANT" }}"#
    );
    ground.write("placement.json", says);
    assert_eq!(run("write trqn PLACEMENT p1 --file placement.json").await.as_deref(), Ok("p1  PLANNED\n"));
    let why = run("move trqn PLACEMENT p1 CANCEL").await.unwrap_err();
    assert_eq!(why, "country-node: PLACEMENT p1: CANCEL needs a reason (why), such as PERSON or HOST");
    run("move trqn PLACEMENT p1 START").await.unwrap();
    run("move trqn PLACEMENT p1 COMPLETE").await.unwrap();
    let fairness = run("fairness trqn --phase 1").await.unwrap();
    let lines: Vec<&str> = fairness.lines().collect();
    let (one, nobody) = ("1 persons, women 100.0 %, ESP 100.0 %", "0 persons, women -");
    let steps =
        [("could be matched", one), ("proposed", nobody), ("accepted", nobody), ("agreed", nobody), ("placed", one)];
    assert_eq!(lines, steps.map(|(step, of)| format!("{step}: {of}")));
    let history = run("history trqn PLACEMENT p1").await.unwrap();
    let steps: Vec<&str> = history.lines().map(|line| line.split_whitespace().nth(1).unwrap_or_default()).collect();
    assert_eq!(steps, ["RECORD", "", "START", "COMPLETE"]);
    assert!(history.contains("CO-ANT"), "and what it said: {history}");
    let report = run("report trqn").await.unwrap();
    let lines: Vec<String> = report.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in ["positions filled 100.0 % 100.0 % -", "women few few -", "1 TEMPORARY 0 1 few few few"] {
        assert!(lines.iter().any(|said| said == line), "{line}: {report}");
    }
    let page = run("report trqn --least 1 --form page").await.unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("<td>women</td><td>100.0 %</td>"), "{page}");
    let written = run("export trqn CANDIDATE").await.unwrap();
    assert!(written.contains("\"2212\"") && !written.contains("P1"), "{written}");
}
