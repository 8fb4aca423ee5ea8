//! Focus groups: a file loaded whole or not at all, and themes told to those whom the study is open to, with the log before and
//! after.

use crate::ground::{Ground, member_key, token};
use crate::ledger::entries;
use crate::serving::{Serving, error};
use country_node::focus::load::{FocusFault, load};
use country_node::store::focus_study;
use country_node::study::{self, AddFault};
use node_rules::audit::entry::{Ending, Event};
use node_rules::clock::latest_day;
use node_rules::study::Study;
use schema::role::Role;
use schema::statement::list::{ListName, Told, verify};
use schema::theme::{StudyThemes, ThemesAnswer};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tokio::process::Command;

const SAMPLE: &str = include_str!("../focus-groups.sample.toml");
const THEMES: &str = "{ themes { studies { study title producer reason from until places period groups themes { code label groups } \
    wave { study title owner sampling universe destinations fieldworkFrom fieldworkTo modes questionnaire languages \
    weights { variable domain } breakBefore } } answeredAt signature } }";

async fn asked(serving: &Serving, ground: &Ground, member: &str, role: Role) -> Value {
    let token = token(&member_key(member), member, role, ground.now() - 10);
    serving.query(Some(&token), THEMES, json!({})).await.1
}

#[tokio::test]
async fn a_study_is_loaded_by_a_command_and_takes_the_place_of_what_was_loaded_under_its_id() {
    let ground = Ground::new().await;
    for (text, expected) in [
        (SAMPLE.to_owned(), "4 groups of GHA-NEEDS-2026 are kept; themes are told to MEMBER_GOVERNMENTS\n"),
        (
            SAMPLE.replace("audience = \"MEMBER_GOVERNMENTS\"", "audience = \"IOM\""),
            "4 groups of GHA-NEEDS-2026 are kept; themes are told to IOM\n",
        ),
    ] {
        let file = ground.write("focus.toml", text);
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").args(["focus-group", "load"]).arg(file);
        let done = command.kill_on_drop(true).output().await.unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!(String::from_utf8(done.stdout).unwrap(), expected, "{told}");
        assert!(!told.contains("Hamburg") && !told.contains("passports"), "the log tells of a group: {told}");
    }
    assert_eq!(focus_study::Entity::find().count(&ground.node.store).await.unwrap(), 1);
}

#[tokio::test]
async fn an_officer_lists_shows_and_removes_studies_and_each_of_it_is_in_the_log_without_a_word_of_theirs() {
    let ground = Ground::new().await;
    ground.write("focus.toml", SAMPLE);
    let (one, _) = SAMPLE.split_once("[[group]]\ncountry = \"ITA\"").unwrap();
    ground.write("small.toml", one.replace("GHA-NEEDS-2026", "SMALL-1"));
    let run = async |arguments: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        command.current_dir(ground.path()).arg("focus-group").args(arguments.split_whitespace());
        let done = command.kill_on_drop(true).output().await.unwrap();
        (done.status.success(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
    };
    let none = "there are no focus groups: `country-node focus-group load FILE` takes a study in\n";
    assert_eq!(run("list").await, (true, none.to_owned()));
    assert!(run("load focus.toml").await.0);
    let few = "The study has fewer than 3 focus groups: its themes would tell of single conversations.";
    let kept = format!("1 groups of SMALL-1 are kept; no themes are told. {few}\n");
    assert_eq!(run("load small.toml").await, (true, kept));
    let (_, listed) = run("list").await;
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].starts_with("GHA-NEEDS-2026  4 groups  themes are told to MEMBER_GOVERNMENTS  20"), "{listed}");
    assert!(lines[1].starts_with("SMALL-1  1 groups  no themes are told  20") && lines.len() == 2, "{listed}");
    let (_, shown) = run("show GHA-NEEDS-2026").await;
    for expected in [
        "GHA-NEEDS-2026  What Ghanaians in Europe need of Ghana\nby Ministry of Foreign Affairs\nthemes are told to",
        "\n\ngroup 1: 2026-03-14, Hamburg (DEU), in eng (English)\n  7 to 9 persons, about half of them women; Y25T34 (",
        "; G1 (",
        "\n  themes: NEED_RECOGNITION_OF_DEGREES (Recognition of degrees), NEED_DOCUMENTS (Documents), ECONOMIC_CONTRIBUTIONS (",
        "\n  summary, approved on 2026-04-02:\n    Degrees from home were seldom recognised",
        "\n\ngroup 2: 2026-03-21, Lombardia (ITA), in ita (Italian)\n  4 to 6 persons, all of them women; ",
        "; generations not known\n",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(run("show SMALL-1").await.1.contains(few), "an officer sees why nothing is told");
    assert_eq!(
        run("remove GHA-NEEDS-2026").await,
        (true, "GHA-NEEDS-2026 is removed with its 4 groups; what was told of it before stays told\n".to_owned())
    );
    let unknown = (
        false,
        "country-node: there is no such study here; `country-node focus-group list` names those that are\n".to_owned(),
    );
    assert_eq!(run("remove GHA-NEEDS-2026").await, unknown);
    assert_eq!(run("show Kofi's").await, unknown);
    assert!(run("list").await.1.starts_with("SMALL-1  "), "the other study stays");
    let mut written: Vec<String> = Vec::new();
    for entry in entries(&ground.node).await {
        match entry.event {
            Event::Commanded { command, arguments } => written.push(format!("{command} {arguments:?}")),
            Event::Closed { outcome, .. } => written.push(format!("{outcome:?}")),
            _ => {}
        }
    }
    let expected = [
        ("list {}", "Done"),
        ("load {}", "Done"),
        ("load {}", "Done"),
        ("list {}", "Done"),
        ("show {\"study\": \"GHA-NEEDS-2026\"}", "Done"),
        ("show {\"study\": \"SMALL-1\"}", "Done"),
        ("remove {\"study\": \"GHA-NEEDS-2026\"}", "Done"),
        ("remove {\"study\": \"GHA-NEEDS-2026\"}", "Failed"),
        ("show {\"study\": \"not written down\"}", "Failed"),
        ("list {}", "Done"),
    ];
    let expected = expected.iter().flat_map(|(command, ended)| [format!("focus-group {command}"), (*ended).to_owned()]);
    assert_eq!(written, expected.collect::<Vec<_>>());
}

#[tokio::test]
async fn a_file_with_a_quote_is_not_loaded_and_every_fault_is_told() {
    let ground = Ground::new().await;
    let quoting =
        SAMPLE.replace("Some would invest", "One said “never”. Some would invest").replace("\"ita\"", "\"it\"");
    let fault = load(&ground.node, &ground.write("focus.toml", quoting)).await.unwrap_err();
    let FocusFault::Study(..) = &fault else { panic!("{fault}") };
    let said = fault.to_string();
    assert!(said.contains("2 faults") && said.contains("group 1, summary: has quotation marks"), "{said}");
    assert!(said.contains("group 2, language: `it`") && !said.contains("never"), "{said}");
    assert_eq!(focus_study::Entity::find().count(&ground.node.store).await.unwrap(), 0);
}

#[tokio::test]
async fn a_title_with_a_quote_and_an_approval_that_is_still_to_come_are_not_loaded() {
    let ground = Ground::new().await;
    let coming = latest_day(ground.now()).succ_opt().unwrap().to_string();
    for (from, to, expected) in [
        (
            "\"What Ghanaians in Europe need of Ghana\"",
            "'They said \"the embassy steals\" to us'",
            "title: has quotation marks",
        ),
        ("approved = \"2026-04-02\"", &format!("approved = \"{coming}\""), "expected a day that has come"),
    ] {
        let text = SAMPLE.replacen(from, to, 1);
        let said = load(&ground.node, &ground.write("focus.toml", text)).await.unwrap_err().to_string();
        assert!(said.contains("1 faults") && said.contains(expected), "{said}");
    }
    assert_eq!(focus_study::Entity::find().count(&ground.node.store).await.unwrap(), 0);
}

#[tokio::test]
async fn groups_may_belong_to_a_wave_of_a_study_that_is_here_and_are_told_with_its_words() {
    let ground = Ground::new().await;
    let of = SAMPLE.replace("# of = ", "of = ").replace("\"DEU\"", "\"GBR\"");
    let load =
        async |text: &str| load(&ground.node, &ground.write("focus.toml", text)).await.map_err(|f| f.to_string());
    let said = load(&of).await.unwrap_err();
    assert!(said.contains("there is no study GHDS here"), "{said}");
    let document = Study::from_toml(include_str!("../study.sample.toml")).unwrap();
    study::add(&ground.node.store, &document).await.unwrap();
    let said = load(&of.replace("wave = \"2026\"", "wave = \"2030\"")).await.unwrap_err();
    assert!(said.contains("study GHDS has no wave 2030; it has 2024, 2026"), "{said}");
    let said = load(&of.replace("\"GBR\"", "\"DEU\"")).await.unwrap_err();
    assert!(said.contains("group 1, country: `DEU`; expected what GHDS says: GBR, ITA"), "{said}");
    load(&of).await.unwrap();
    let serving = Serving::start(&ground).await;
    let told = asked(&serving, &ground, "GHA", Role::Observer).await;
    let wave = &told["data"]["themes"]["studies"][0]["wave"];
    assert_eq!((&wave["owner"], &wave["questionnaire"]), (&json!("Diaspora Affairs Office"), &json!("2")));
    assert_eq!(wave["languages"], json!(["eng", "aka", "ita"]));
    assert_eq!(told["data"]["themes"]["studies"][0]["period"], "2026");
    serving.stop().await;
    let quoting = Study { universe: "Who say “we are Ghanaians”".to_owned(), ..document.clone() };
    let quoted = study::add(&ground.node.store, &quoting).await.unwrap_err().to_string();
    assert!(quoted.contains("universe: has quotation marks"), "it is told beside the groups: {quoted}");
    let shorter = Study { waves: document.waves[..1].to_vec(), ..document };
    let lost = study::add(&ground.node.store, &shorter).await.unwrap_err();
    assert!(matches!(&lost, AddFault::Lost(_, waves) if waves == "2026"), "groups belong to it: {lost}");
}

#[tokio::test]
async fn of_one_group_neither_day_nor_country_nor_theme_is_told_and_what_is_said_is_signed() {
    let ground = Ground::new().await;
    let (one, _) = SAMPLE.split_once("[[group]]\ncountry = \"ITA\"").unwrap();
    load(&ground.node, &ground.write("a.toml", one.replace("\"MEMBER_GOVERNMENTS\"", "\"PUBLIC\""))).await.unwrap();
    let serving = Serving::start(&ground).await;
    let said = asked(&serving, &ground, "GHA", Role::Analyst).await;
    serving.stop().await;
    let study = &said["data"]["themes"]["studies"][0];
    let why = "The study has fewer than 3 focus groups: its themes would tell of single conversations.";
    assert_eq!((&study["study"], &study["reason"]), (&json!("GHA-NEEDS-2026"), &json!(why)));
    assert_eq!((&study["themes"], &study["places"], &study["groups"]), (&json!([]), &json!([]), &Value::Null));
    assert!(!said.to_string().contains("2026-03") && !said.to_string().contains("DEU"), "{said}");
    let told: ThemesAnswer = serde_json::from_value(said["data"]["themes"].clone()).unwrap();
    let (country, asked_by) = ("COL".parse().unwrap(), "GHA".parse().unwrap());
    let to = Told { country, asked_by, list: ListName::Themes, answered_at: &told.answered_at };
    assert_eq!(verify(to, &told.studies, &told.signature, &[ground.node.signing.public()]), Ok(()));
}

#[tokio::test]
async fn themes_are_told_to_those_whom_the_study_is_open_to_and_the_log_is_written_before_and_after() {
    let ground = Ground::new().await;
    load(&ground.node, &ground.write("a.toml", SAMPLE)).await.unwrap();
    let own = SAMPLE.replace("GHA-NEEDS-2026", "INSIDE-1").replace("\"MEMBER_GOVERNMENTS\"", "\"OWN_GOVERNMENT\"");
    load(&ground.node, &ground.write("b.toml", own)).await.unwrap();
    let serving = Serving::start(&ground).await;
    let studies = |said: &Value| -> Vec<String> {
        let studies = said["data"]["themes"]["studies"].as_array().unwrap_or_else(|| panic!("{said}"));
        studies.iter().map(|study| study["study"].as_str().unwrap().to_owned()).collect()
    };
    let other = asked(&serving, &ground, "GHA", Role::Observer).await;
    assert_eq!(studies(&other), ["GHA-NEEDS-2026"]);
    let study = &other["data"]["themes"]["studies"][0];
    assert_eq!((&study["groups"], &study["places"]), (&json!(4), &json!(["ITA"])));
    assert_eq!(
        (&study["from"], &study["until"], &study["reason"]),
        (&json!("2026-03"), &json!("2026-04"), &Value::Null)
    );
    let told: ThemesAnswer = serde_json::from_value(other["data"]["themes"].clone()).unwrap();
    let keys = [ground.node.signing.public()];
    let fits = |member: &str, studies: &[StudyThemes]| {
        let (country, asked_by) = ("COL".parse().unwrap(), member.parse().unwrap());
        let to = Told { country, asked_by, list: ListName::Themes, answered_at: &told.answered_at };
        verify(to, &studies, &told.signature, &keys).is_ok()
    };
    assert!(fits("GHA", &told.studies) && !fits("IOM", &told.studies) && !fits("GHA", &[]));
    let documents = study["themes"].as_array().unwrap().iter().find(|theme| theme["code"] == "NEED_DOCUMENTS").unwrap();
    assert_eq!(documents["groups"], 3);
    assert_eq!(studies(&asked(&serving, &ground, "COL", Role::Analyst).await), ["GHA-NEEDS-2026", "INSIDE-1"]);
    assert_eq!(studies(&asked(&serving, &ground, "IOM", Role::Administrator).await), ["GHA-NEEDS-2026"]);
    let (_, nobody) = serving.query(None, THEMES, json!({})).await;
    assert_eq!(error(&nobody), "UNAUTHENTICATED");
    serving.stop().await;
    let mut told: Vec<String> = Vec::new();
    for entry in entries(&ground.node).await {
        match entry.event {
            Event::ListAsked { by, list } => told.push(format!("{} {} {}", list.name(), by.member, by.role.name())),
            Event::Closed { outcome: Ending::Done, .. } => told.push("closed".to_owned()),
            Event::Refused { code, .. } => told.push(code),
            _ => {}
        }
    }
    let expected = [
        "THEMES GHA observer",
        "closed",
        "THEMES COL analyst",
        "closed",
        "THEMES IOM administrator",
        "closed",
        "UNAUTHENTICATED",
        // The node stopped: that it served is closed too.
        "closed",
    ];
    assert_eq!(told, expected);
}
