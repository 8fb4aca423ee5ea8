//! A year like those of TRQN: 280 needs, 500 candidates, 272 placements in three modes with compensation and monitoring, from files to a
//! donor report. Its figures are worked out a second time from the files alone, by a program that knows nothing of the node.

use super::{OFFICER, consents, load, programmes};
use crate::ground::{Ground, NOW};
use chrono::{DateTime, Days, NaiveDate};
use country_node::programme::Programmes;
use country_node::programme::propose::{Proposed, kept};
use country_node::programme::tell::text;
use node_rules::matching::weights::Weights;
use node_rules::programme::matched::Match;
use schema::programme::kind::Kind;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::Path;

const NEEDS: usize = 280;
const OF_PHASE_1: usize = 150;
pub const CANDIDATES: usize = 500;
/// Matches that their hosts decline.
const DECLINED: usize = 8;
/// Candidates who did not agree to be matched.
pub const SILENT: usize = 20;

/// The same numbers in every run (Numerical Recipes' generator).
struct Drawn(u32);

impl Drawn {
    fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(u32::try_from(of.len()).unwrap()) as usize]
    }
}

const WORK: [(&str, &str); 6] =
    [("2211", "Q"), ("2221", "Q"), ("2310", "P"), ("2320", "P"), ("2511", "J"), ("2141", "C")];

fn day(text: &str, later: u32) -> NaiveDate {
    text.parse::<NaiveDate>().unwrap().checked_add_days(Days::new(later.into())).unwrap()
}

fn needs(drawn: &mut Drawn) -> String {
    let mut table =
        "id,state,phase,requestedOn,host,sector,occupation,skillLevel,languages,mode,from,until\n".to_owned();
    for number in 0..NEEDS {
        let (phase, asked) = if number < OF_PHASE_1 { ("1", "2025-01-02") } else { ("2", "2025-06-20") };
        let asked = day(asked, drawn.below(20));
        let from = day(&asked.to_string(), 20 + drawn.below(40));
        let mode = drawn.one(&["TEMPORARY", "TEMPORARY", "TEMPORARY", "VIRTUAL", "VIRTUAL", "PERMANENT"]);
        let until = day(&from.to_string(), 14 + drawn.below(60)).to_string();
        let until = if mode == "PERMANENT" { "" } else { &until };
        let (occupation, sector) = WORK[drawn.below(6) as usize];
        let languages = drawn.one(&["spa", "spa", "spa;eng"]);
        table += &format!(
            "n{number},QUALIFIED,{phase},{asked},Host {},{sector},{occupation},4,{languages},{mode},{from},{until}\n",
            number % 40
        );
    }
    table
}

fn candidates(drawn: &mut Drawn) -> String {
    let mut table =
        "person,state,appliedOn,residence,sex,education,occupations,sectors,years,languages,modes\n".to_owned();
    for number in 0..CANDIDATES {
        let (occupation, sector) = WORK[drawn.below(6) as usize];
        let residence = drawn.one(&["ESP", "ESP", "USA", "ITA"]);
        let (sex, education) = (drawn.one(&["F", "M", "M", "M", "_U"]), drawn.one(&["6", "7", "8"]));
        let languages = drawn.one(&["spa;eng", "spa;eng", "spa"]);
        let modes = drawn.one(&["TEMPORARY;VIRTUAL", "TEMPORARY;VIRTUAL", "TEMPORARY;VIRTUAL;PERMANENT", "TEMPORARY"]);
        let years = drawn.below(30);
        table += &format!(
            "P{number},SELECTED,2024-12-01,{residence},{sex},{education},{occupation},{sector},{years},{languages},{modes}\n"
        );
    }
    table
}

/// What officers decide on the proposals of a phase, and the placements that come of it.
struct Phase {
    decided: String,
    placements: String,
}

async fn phase(
    ground: &Ground,
    programmes: &Programmes,
    name: &str,
    decline: usize,
    drawn: &mut Drawn,
) -> (Phase, Proposed) {
    let proposed = programmes.propose("trqn", Some(name), Weights::default()).await.unwrap();
    programmes.act(OFFICER, "trqn", kept(proposed.matches.clone())).await.unwrap();
    let book = programmes.book("trqn").await.unwrap();
    let persons: HashMap<String, String> = (0..CANDIDATES)
        .flat_map(|number| {
            let person = format!("P{number}");
            let pseudonym = ground.node.keys.of(&person).0;
            book.candidates_of(&pseudonym).map(|record| (record.id.clone(), person.clone())).collect::<Vec<_>>()
        })
        .collect();
    let mut phase = Phase { decided: String::new(), placements: String::new() };
    for (number, Match { need, candidate, .. }) in proposed.matches.iter().enumerate() {
        let (state, why) = if number < decline { ("DECLINED", "HOST") } else { ("AGREED", "") };
        phase.decided += &format!("{need}-{candidate},{need},{candidate},{state},{why}\n");
        if number < decline {
            continue;
        }
        let says = book.get(Kind::Need, need).unwrap().now.content.value();
        let text = |field: &str| says[field].as_str().unwrap_or_default().to_owned();
        let (mode, from, planned) = (text("mode"), text("from"), text("until"));
        let is_broken = number % 25 == 7 && mode == "TEMPORARY";
        let until = if is_broken { day(&from, 5).to_string() } else { planned };
        let (state, why) = if is_broken { ("BROKEN_OFF", "HEALTH") } else { ("COMPLETED", "") };
        let days = if mode == "VIRTUAL" { (5 + drawn.below(9)).to_string() } else { String::new() };
        phase.placements +=
            &format!("p-{need},{need},{},{mode},{from},{until},{days},{state},{why}\n", persons[candidate]);
    }
    (phase, proposed)
}

const PLACEMENTS: &str = "id,need,person,mode,from,until,days,state,why\n";
const DECIDED: &str = "id,need,candidate,state,why\n";

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|line| line.split(',').collect())
}

fn compensation(placements: &str, drawn: &mut Drawn) -> String {
    let mut table = "id,placement,kind,money.amount,money.currency,paidOn,state\n".to_owned();
    for (number, row) in rows(placements).enumerate() {
        let (id, mode, from, until) = (row[0], row[3], row[4], row[5]);
        let cents =
            |drawn: &mut Drawn, least: u32, most: u32| format!("{}.{:02}", least + drawn.below(most), drawn.below(100));
        let paid = day(if until.is_empty() { from } else { until }, 10);
        let (paid, state) = if number % 17 == 3 { (String::new(), "DUE") } else { (paid.to_string(), "PAID") };
        let kinds: &[(&str, &str, u32)] = match mode {
            "VIRTUAL" => &[("HONORARIUM", "EUR", 300)],
            "PERMANENT" => &[("TRAVEL", "USD", 900), ("INSURANCE", "EUR", 60)],
            _ => &[("TRAVEL", "USD", 700), ("DAILY_ALLOWANCE", "USD", 1500), ("INSURANCE", "EUR", 40)],
        };
        for (kind, currency, least) in kinds {
            let amount = cents(drawn, *least, 400);
            table += &format!(
                "{id}-{},{id},{kind},{amount},{currency},{paid},{state}\n",
                kind.to_lowercase().replace('_', "-")
            );
        }
    }
    table
}

fn observations(placements: &str, drawn: &mut Drawn) -> String {
    let mut table = "indicator,placement,moment,on,value\n".to_owned();
    for row in rows(placements) {
        let (id, from, until) = (row[0], row[4], row[5]);
        let last = if until.is_empty() { from } else { until };
        let mut says = |indicator: &str, moment: &str, on: NaiveDate, value: String| {
            table += &format!("{indicator},{id},{moment},{on},{value}\n");
        };
        let number: usize = id[3..].parse().unwrap();
        says("content", "T1", day(last, 3), (1 + number % 5).to_string());
        says("skills", "T0", day(from, 0), format!("{}.5", 1 + drawn.below(2)));
        says("skills", "T1", day(last, 3), format!("{}.{}", 3 + drawn.below(2), drawn.below(10)));
        if drawn.below(10) < 6 {
            says("follow-on", "T2", day(last, 365), drawn.below(2).to_string());
        }
    }
    table
}

/// Help for those who return for good: of some without money, of some still to come.
fn reintegration(placements: &str) -> String {
    let mut table = "id,placement,kind,on,money.amount,money.currency,outcome,state\n".to_owned();
    let for_good = rows(placements).filter(|row| row[3] == "PERMANENT");
    for (number, row) in for_good.enumerate() {
        let (id, on) = (row[0], day(row[4], 30));
        let (kind, money) = match number % 4 {
            0 => ("HOUSING", format!("{}.25,USD", 900 + number)),
            1 => ("BUSINESS", format!("{}.50,EUR", 1200 + number)),
            2 => ("EMPLOYMENT", format!("{}.10,USD", 300 + number)),
            _ => ("COUNSELLING", ",".to_owned()),
        };
        let (outcome, state) = if number % 7 == 5 { ("", "PLANNED") } else { ("PARTLY_REACHED", "COMPLETED") };
        table += &format!("{id}-r,{id},{kind},{on},{money},{outcome},{state}\n");
    }
    table
}

/// From files to a report. Gives back the report that leaves nothing out.
pub async fn year(ground: &Ground) -> (Programmes, Value) {
    let programmes = programmes(ground).await;
    let drawn = &mut Drawn(2025);
    let agrees = (SILENT..CANDIDATES).map(|number| (format!("P{number}"), "GIVEN", "2024-12-01T00:00:00Z"));
    consents(ground, agrees).await;
    let table = async |kind: &str, table: &str| {
        load(ground, &programmes, kind, table).await.unwrap_or_else(|fault| panic!("{kind}: {fault}"))
    };
    let needs = needs(drawn);
    assert_eq!(table("NEED", &needs).await.records, NEEDS);
    assert_eq!(table("CANDIDATE", &candidates(drawn)).await.records, CANDIDATES);
    let mut placements = PLACEMENTS.to_owned();
    for (name, decline, wanted) in [("1", DECLINED, OF_PHASE_1), ("2", 0, NEEDS - OF_PHASE_1)] {
        let (phase, proposed) = phase(ground, &programmes, name, decline, drawn).await;
        assert_eq!(proposed.matches.len(), wanted, "phase {name}: every need has somebody who can be matched with it");
        let asked = CANDIDATES - SILENT;
        let eligible = &proposed.fairness.eligible;
        assert!(eligible.persons <= asked && eligible.share_of_women().is_some(), "{eligible:?}");
        table("MATCH", &format!("{DECIDED}{}", phase.decided)).await;
        table("PLACEMENT", &format!("{PLACEMENTS}{}", phase.placements)).await;
        placements += &phase.placements;
    }
    assert_eq!(rows(&placements).count(), 272);
    ground.write("placement.csv", &placements);
    table(
        "INDICATOR",
        "id,name,unit,level,criterion,baseline,target\nskills,Skills of colleagues,points of 5,COLLEAGUE,IMPACT,2,3.5\n\
         follow-on,Cooperation goes on,1 is yes,HOST,SUSTAINABILITY,,0.5\n\
         content,Content with the service,points of 5,PARTICIPANT,RELEVANCE,,4\n",
    )
    .await;
    table("COMPENSATION", &compensation(&placements, drawn)).await;
    table("REINTEGRATION", &reintegration(&placements)).await;
    table("OBSERVATION", &observations(&placements, drawn)).await;
    let report = serde_json::to_value(programmes.report("trqn", 1).await.unwrap()).unwrap();
    (programmes, report)
}

/// What a figure of a report says, of those that were computed twice.
fn figures(of: &Value) -> Value {
    let mut figures = of.clone();
    for (_, figure) in figures.as_object_mut().unwrap() {
        if figure.is_object() {
            *figure = if figure["figure"] == "NONE" { Value::Null } else { figure["value"].clone() };
        }
    }
    for (_, cost) in figures["costADay"].as_object_mut().unwrap() {
        *cost = plain(cost);
    }
    figures
}

/// A decimal number without zeros that say nothing.
fn plain(decimal: &Value) -> Value {
    let text = decimal.as_str().unwrap();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text.into() }
}

fn near(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => (one.as_f64().unwrap() - other.as_f64().unwrap()).abs() < 1e-9,
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| near(value, other)))
        }
        _ => one == other,
    }
}

fn sorted(mut rows: Vec<Value>) -> Value {
    rows.sort_by_key(ToString::to_string);
    rows.into()
}

/// The figures of the files in a folder, worked out by Python; or why it cannot be had.
fn worked_out(folder: &Path) -> Result<Value, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programme/figures.py");
    let today = DateTime::from_timestamp(NOW, 0).unwrap().date_naive().to_string();
    let mut python = std::process::Command::new("python3");
    python.arg(script).current_dir(folder).arg("need.csv").arg("candidate.csv").arg("placement.csv");
    python.arg("compensation.csv").arg("reintegration.csv").arg("indicator.csv").arg("observation.csv").arg(today);
    let output = python.output().map_err(|error| error.to_string())?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout).unwrap())
}

/// The same of a ground's files; nothing where Python cannot be had, which is said.
pub fn twice(ground: &Ground) -> Option<Value> {
    let expected = worked_out(ground.path());
    if let Err(why) = &expected {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "Python cannot be had: {why}");
        let said = "Python cannot be had, so the year's figures were not worked out a second time";
        let _ = writeln!(std::io::stderr(), "{said}: {why}");
    }
    expected.ok()
}

#[tokio::test]
async fn a_year_of_a_programme_goes_from_files_to_a_report_whose_figures_are_those_of_the_files() {
    let ground = Ground::new().await;
    let (programmes, report) = year(&ground).await;
    let Some(expected) = twice(&ground) else { return };
    for (name, found) in
        [("whole", &report["whole"]), ("1", &report["phases"][0]["figures"]), ("2", &report["phases"][1]["figures"])]
    {
        let found = figures(found);
        assert!(near(&found, &expected[name]), "{name}: {found}\nexpected {}", expected[name]);
    }
    let all = |of: &str| report[of].as_array().unwrap().clone();
    let money = all("money").into_iter().map(|sum| {
        json!([sum["phase"], sum["spent"], sum["currency"], plain(&sum["paid"]["value"]), plain(&sum["due"]["value"])])
    });
    assert_eq!(sorted(money.collect()), sorted(expected["money"].as_array().unwrap().clone()));
    let served = all("served").into_iter().map(|of| {
        assert_eq!(of["planned"], 0);
        let parts = ["completed", "brokenOff", "days"].map(|part| of[part]["value"].clone());
        json!([of["phase"], of["mode"], parts[0], parts[1], parts[2]])
    });
    assert_eq!(sorted(served.collect()), sorted(expected["served"].as_array().unwrap().clone()));
    let budgets = all("budgets").into_iter().map(|of| {
        let amounts = [&of["budget"]["amount"], &of["paid"]["value"], &of["left"]["value"]].map(plain);
        json!([of["phase"], of["budget"]["currency"], amounts[0], amounts[1], amounts[2]])
    });
    assert_eq!(sorted(budgets.collect()), sorted(expected["budgets"].as_array().unwrap().clone()));
    let found = |phase: &Value, of: &Value, found: &Value| {
        let found = found.as_array().unwrap().iter().filter(|found| found["values"]["figure"] == "IS");
        let row = |found: &Value| {
            let (level, values) = (&of["indicator"]["level"], &found["values"]["value"]);
            json!([phase, of["id"], level, found["moment"], values, plain(&found["mean"]["value"])])
        };
        found.map(row).collect::<Vec<_>>()
    };
    let indicators = report["indicators"].as_array().unwrap().iter().flat_map(|of| {
        let phases =
            of["phases"].as_array().unwrap().iter().flat_map(|phase| found(&phase["phase"], of, &phase["found"]));
        phases.chain(found(&Value::Null, of, &of["found"])).collect::<Vec<_>>()
    });
    assert_eq!(sorted(indicators.collect()), sorted(expected["indicators"].as_array().unwrap().clone()));
    let levels: BTreeSet<&str> =
        expected["indicators"].as_array().unwrap().iter().map(|row| row[2].as_str().unwrap()).collect();
    assert_eq!(levels, ["COLLEAGUE", "HOST", "PARTICIPANT"].into());
    let helped = expected["money"].as_array().unwrap().iter().filter(|row| row[1] == "REINTEGRATION");
    assert_eq!(helped.count(), 6, "in two currencies, of two phases and of the whole");
    // The year is one in which there is something to tell.
    let whole = &expected["whole"];
    assert_eq!((&whole["placements"], &whole["needs"]), (&json!(272), &json!(280)));
    for figure in ["completionRate", "shareOfWomen", "shareRepeated", "followOn"] {
        let value = whole[figure].as_f64().unwrap();
        assert!(value > 0.01 && value < 0.99, "{figure}: {value}");
    }
    let told = text(&programmes.report("trqn", 5).await.unwrap());
    for person in 0..CANDIDATES {
        assert!(!told.contains(&format!("P{person} ")), "a report names nobody");
    }
    println!("{told}");
}
