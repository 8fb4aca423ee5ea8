//! A year of a programme as a wave of PROGRAMME: before protection its sums are those of the files, and a release of it holds nobody who
//! did not agree, nobody who was erased and nobody who may be a minor.

use super::OFFICER;
use super::commands::programme;
use super::year::{CANDIDATES, SILENT, twice, year};
use crate::ground::{Ground, SURVEY};
use crate::serving::Serving;
use country_node::intake::consents;
use country_node::intake::description::Description;
use country_node::intake::load::Options;
use country_node::person::erase::{Under, erase};
use country_node::person::same::judge;
use country_node::programme::figures::{FiguresFault, Made};
use country_node::programme::wanted::Wanted;
use country_node::programme::wish::{Does, Wish};
use country_node::store::{person, wave};
use node_rules::person::identity::Verdict;
use node_rules::record_key::Pseudonym;
use schema::figure::{Estimate, NodeFigure};
use schema::money::Exact;
use schema::programme::derived::{ProgrammeFigure, Summed};
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use schema::programme::why::Why;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const RULES: &str = include_str!("programme.toml");

/// What a sum's noise is at most, in the most that a person counts; that of its 95 % interval is 3.29.
const REACH: f64 = 4.25;

pub async fn ground() -> Ground {
    Ground::new().await.under("[dataset.SURVEY]", &format!("{RULES}\n[dataset.SURVEY]")).await
}

fn wanted() -> Wanted {
    let rate = Exact("1.08".parse().unwrap());
    Wanted { year: 2025, rates: [("EUR".to_owned(), rate)].into(), adults_only: true, ..Wanted::default() }
}

/// Each person's sums, and the sex and mode.
type Records = BTreeMap<Pseudonym, (BTreeMap<String, f64>, BTreeMap<String, String>)>;

async fn records(ground: &Ground) -> Records {
    let waves =
        wave::Entity::find().filter(wave::Column::Dataset.eq("PROGRAMME")).all(&ground.node.store).await.unwrap();
    let [wave] = &waves[..] else { panic!("{} waves of PROGRAMME", waves.len()) };
    assert_eq!((wave.reference_period.as_str(), wave.study.as_str()), ("2025", ""));
    let description: Description = serde_json::from_str(&wave.description).unwrap();
    let rows = person::Entity::find().filter(person::Column::WaveId.eq(wave.id)).all(&ground.node.store).await.unwrap();
    let record = |row: person::Model| {
        let amounts =
            description.quantities.iter().cloned().zip(row.values()).filter(|(_, value)| !value.is_nan()).collect();
        let axes = description.dimensions.iter().zip(row.places());
        let codes = axes.map(|(axis, at)| (axis.axis.to_string(), axis.codes[at].clone())).collect();
        (Pseudonym(row.pseudonym.try_into().unwrap()), (amounts, codes))
    };
    rows.into_iter().map(record).collect()
}

fn sum(records: &Records, summed: Summed) -> f64 {
    let is_of = |codes: &BTreeMap<String, String>| summed.sexes.is_empty() || summed.sexes.contains(&&*codes["SEX"]);
    records.values().filter(|(_, codes)| is_of(codes)).filter_map(|(amounts, _)| amounts.get(summed.of)).sum()
}

fn everybody(of: &'static str) -> Summed {
    Summed { of, sexes: &[] }
}

/// Consents to statistics, of these persons, who agreed to be matched before.
async fn agree(ground: &Ground, persons: impl Iterator<Item = String>) {
    let rows: String = persons
        .map(|person| {
            format!(
                "{person},REFRESHED,2026-12-01T00:00:00Z,PROGRAMME_MATCHING STATISTICS RESEARCH,MEMBER_GOVERNMENTS\n"
            )
        })
        .collect();
    let file = ground.write("statistics.csv", format!("person_id,event,at,purposes,audience\n{rows}"));
    consents::load(&ground.node, &file).await.unwrap();
}

fn question(of: Summed) -> Value {
    let filters = if of.sexes.is_empty() { json!([]) } else { json!([{ "dimension": "SEX", "in": of.sexes }]) };
    json!({ "dataset": "PROGRAMME", "measure": { "kind": "SUM", "of": of.of }, "where": filters, "purpose": "COMPARISON" })
}

async fn told(serving: &Serving, of: Summed) -> Estimate {
    let answer = serving.answer(question(of)).await;
    assert_eq!(answer["outcome"], "ANSWERED", "{answer}");
    let figure: NodeFigure = serde_json::from_value(answer["figures"][0].clone()).unwrap();
    figure.estimate().unwrap()
}

/// A sum with an error within which its noise surely lies, and that of the sum beside it too.
fn surely(of: &Estimate) -> Estimate {
    Estimate::published(of.value().unwrap(), of.standard_error(), 3.0 * of.protection_error(), None)
}

#[tokio::test]
async fn the_records_of_a_year_add_up_to_the_sums_of_its_files_and_stand_there_once() {
    let ground = ground().await;
    let (programmes, _) = year(&ground).await;
    let refused = programmes.figures(&Wanted { rates: Vec::new(), ..wanted() }).await.unwrap_err();
    assert!(matches!(refused, FiguresFault::Rate(_)), "{refused}");
    let empty = programmes.figures(&Wanted { year: 2024, ..wanted() }).await.unwrap_err();
    assert_eq!(empty.to_string(), "nobody began a placement in 2024");
    let made = programmes.figures(&wanted()).await.unwrap();
    let first = records(&ground).await;
    let programmes_of = vec!["trqn".to_owned()];
    let here =
        Made { programmes: programmes_of, persons: first.len(), ageless: 0, replaces: false, over: BTreeMap::new() };
    assert_eq!(made, here);
    assert_eq!(programmes.figures(&wanted()).await.unwrap(), Made { replaces: true, ..here });
    assert!(records(&ground).await == first, "made again they are the same, and not twice there");
    // A file does not take their place: it would bring other noise for the same persons.
    let layout = SURVEY.replace("SURVEY", "PROGRAMME").replace("\"2024\"", "\"2025\"");
    let file = ground.write("programme.csv", "id,country,sex,age,school,weight\nP1,COL,1,30,low,1\n");
    let replacing = Options { replace: true, ..Options::default() };
    let refused = ground.import_with(&layout, &file, replacing).await.unwrap_err().to_string();
    assert!(refused.ends_with("a year is of one or of the other"), "{refused}");
    let own = Wanted { rates: [("USD".to_owned(), Exact("2".parse().unwrap()))].into(), ..wanted() };
    let refused = programmes.figures(&own).await.unwrap_err().to_string();
    assert_eq!(refused, "rate of USD: USD is what the rulebook counts in");
    let modes: BTreeSet<&str> = first.values().map(|(_, codes)| codes["RETURN_MODE"].as_str()).collect();
    assert_eq!(modes, ["PERMANENT", "TEMPORARY", "VIRTUAL"].into());
    let Some(expected) = twice(&ground) else { return };
    let persons = expected["2025"]["persons"].as_array().unwrap();
    let pseudonyms: BTreeSet<Pseudonym> =
        persons.iter().map(|person| ground.node.keys.of(person.as_str().unwrap()).0).collect();
    assert!(first.keys().copied().eq(pseudonyms), "a record of each person who began a placement, and of nobody else");
    for (of, expected) in expected["2025"]["sums"].as_object().unwrap() {
        let found: f64 = first.values().filter_map(|(amounts, _)| amounts.get(of)).sum();
        assert!((found - expected.as_f64().unwrap()).abs() < 1e-6, "{of}: {found}, and {expected} by the files");
    }
}

#[tokio::test]
async fn two_ids_that_are_judged_one_person_are_one_record_and_one_candidate() {
    let ground = ground().await;
    let (programmes, _) = year(&ground).await;
    programmes.figures(&wanted()).await.unwrap();
    let before = records(&ground).await;
    let mut ids = before.keys().copied();
    let (least, other) = (ids.next().unwrap(), ids.next().unwrap());
    judge(&ground.node, (least, other), Verdict::Same, ("officer-1", "she came by")).await.unwrap();
    let candidate = async |person: &Pseudonym| {
        let book = programmes.book("trqn").await.unwrap();
        book.candidates_of(person).next().unwrap().id.clone()
    };
    let (one, two) = (candidate(&least).await, candidate(&other).await);
    let does = Does::Move(Step::Withdraw, Some(Why::Person));
    let withdraw = |id| Wish { kind: Kind::Candidate, id, does: does.clone(), version: None };
    programmes.act(OFFICER, "trqn", vec![withdraw(two.clone())]).await.unwrap();
    let reopen = Wish { kind: Kind::Candidate, id: two, does: Does::Move(Step::Reopen, None), version: None };
    let refused = programmes.act(OFFICER, "trqn", vec![reopen]).await.unwrap_err().to_string();
    assert!(refused.ends_with("the person is a candidate already"), "{refused}, as {one}");
    programmes.figures(&wanted()).await.unwrap();
    let after = records(&ground).await;
    assert_eq!((after.len(), after.contains_key(&other)), (before.len() - 1, false));
    for of in ["PLACEMENTS", "DAYS_TO_PLACEMENT", "DAYS_PLACED", "COMPENSATION"] {
        let amount = |records: &Records, id| records.get(id).and_then(|(of_one, _)| of_one.get(of).copied());
        let sum = [&least, &other].into_iter().filter_map(|id| amount(&before, id)).sum::<f64>();
        assert!((amount(&after, &least).unwrap_or(0.0) - sum).abs() < 1e-6, "{of} is of both ids");
    }
    // What was done under an id that is erased alone is in no record.
    erase(&ground.node, &other, Under::ThisId, None).await.unwrap();
    assert!(!records(&ground).await.contains_key(&least));
    programmes.figures(&wanted()).await.unwrap();
    assert_eq!(records(&ground).await.get(&least), before.get(&least));
}

#[tokio::test]
async fn a_release_of_a_year_holds_those_who_agreed_and_its_figures_are_theirs_within_the_noise() {
    let ground = ground().await;
    let (programmes, _) = year(&ground).await;
    let agrees = |number: &usize| number % 4 != 3;
    agree(&ground, (SILENT..CANDIDATES).filter(agrees).map(|number| format!("P{number}"))).await;
    let said = "figures 2025 --programme trqn --rate EUR=1.08 --adults-only";
    let said = programme(&ground, &said.split_whitespace().collect::<Vec<_>>()).await.unwrap();
    let all = records(&ground).await;
    assert!(said.starts_with(&format!("{} persons of trqn stand in PROGRAMME 2025", all.len())), "{said}");
    // Of those who agreed one is erased, and the wave holds the person no more.
    let of = |number: usize| ground.node.keys.of(&format!("P{number}")).0;
    let erased = (SILENT..CANDIDATES).filter(agrees).map(of).find(|person| all.contains_key(person)).unwrap();
    erase(&ground.node, &erased, Under::EveryId, None).await.unwrap();
    assert!(!records(&ground).await.contains_key(&erased));
    let made = programmes.figures(&wanted()).await.unwrap();
    assert_eq!((made.persons, made.replaces), (all.len() - 1, true), "nor does one that is made anew");
    let counted: BTreeSet<Pseudonym> = (SILENT..CANDIDATES).filter(agrees).map(of).collect();
    let mut theirs = records(&ground).await;
    theirs.retain(|person, _| counted.contains(person));
    assert_eq!(ground.release().await.unwrap(), ["COL-PROGRAMME-2025-1"]);
    let serving = Serving::start(&ground).await;
    let mut estimates = BTreeMap::new();
    for figure in ProgrammeFigure::ALL {
        for of in <[Summed; 2]>::from(figure.sums()) {
            let (estimate, truth) = (told(&serving, of).await, sum(&theirs, of));
            let most = match of.of {
                "COMPENSATION" => 8000.0,
                "DAYS_TO_PLACEMENT" => 400.0,
                "DAYS_PLACED" => 366.0,
                _ => 4.0,
            };
            // Each cell that is added up has a noise of its own.
            let cells = of.sexes.len().max(1) as f64;
            let (value, room) = (estimate.value().unwrap(), REACH * most * cells + 0.005 * truth);
            assert!((value - truth).abs() <= room, "{of:?}: {value} is said of {truth}");
            estimates.insert(of, estimate);
        }
        let (of, over) = figure.sums();
        let truth = sum(&theirs, of) / sum(&theirs, over);
        let made = figure.of(&surely(&estimates[&of]), &surely(&estimates[&over]));
        let upper = made.upper().unwrap_or(f64::INFINITY);
        assert!(made.lower() <= truth && truth <= upper, "{figure:?}: {truth} is not in {} to {upper}", made.lower());
        println!("{figure:?}: {:?}, {truth} in truth", figure.of(&estimates[&of], &estimates[&over]).value());
    }
    let (counted, not) = (sum(&theirs, everybody("PLACEMENTS")), sum(&all, everybody("PLACEMENTS")));
    assert!(not - counted > 2.0 * REACH * 4.0, "those who did not agree would be seen: {counted} of {not}");
    let share = serving.answer(question(everybody("PLACEMENTS"))).await["source"].clone();
    assert!(share["consentShare"].as_f64().unwrap() < 0.9, "{share}");
    println!("{said}");
    let by_mode = json!({ "dataset": "PROGRAMME", "by": ["RETURN_MODE"], "purpose": "COMPARISON" });
    assert_eq!(serving.answer(by_mode).await["figures"].as_array().unwrap().len(), 3);
    serving.stop().await;
}

#[tokio::test]
async fn who_is_a_minor_elsewhere_is_one_here_and_who_is_not_known_to_be_of_age_is_said() {
    let ground = ground().await;
    let (programmes, _) = year(&ground).await;
    let unknown = programmes.figures(&Wanted { adults_only: false, ..wanted() }).await.unwrap();
    assert_eq!(unknown.ageless, unknown.persons, "a candidate's record does not say an age");
    // A survey knows all of them, and one as a minor.
    let here = records(&ground).await;
    let mut survey = "id,country,sex,age,school,weight\n".to_owned();
    let persons = (0..CANDIDATES).map(|number| format!("P{number}"));
    let placed = persons.filter(|person| here.contains_key(&ground.node.keys.of(person).0));
    for (at, person) in placed.enumerate() {
        survey += &format!("{person},COL,1,{},low,1\n", if at == 0 { 16 } else { 30 });
    }
    let file = ground.write("survey.csv", survey);
    ground.import(SURVEY, &file).await.unwrap();
    for adults_only in [false, true] {
        let known = programmes.figures(&Wanted { adults_only, ..wanted() }).await.unwrap();
        assert_eq!(known.ageless, 1, "who is a minor elsewhere is one here, whatever the programme says");
    }
    let rows = person::Entity::find().filter(person::Column::Adult.eq(false)).count(&ground.node.store).await.unwrap();
    assert_eq!(rows, 2, "the survey's and the programme's");
}

#[tokio::test]
async fn what_was_added_up_under_a_judgement_is_in_no_figures_once_it_is_taken_back_until_they_are_made_again() {
    let ground = ground().await;
    let (programmes, _) = year(&ground).await;
    programmes.figures(&wanted()).await.unwrap();
    let before = records(&ground).await;
    let ids: Vec<Pseudonym> = before.keys().copied().take(5).collect();
    let judged = async |one: usize, other: usize, verdict| {
        judge(&ground.node, (ids[one], ids[other]), verdict, ("officer-1", "she came by")).await.unwrap();
    };
    let there = |records: &Records| ids.iter().map(|id| records.contains_key(id)).collect::<Vec<_>>();
    // Three ids by two judgements; their record stands under the least of them.
    judged(0, 1, Verdict::Same).await;
    judged(1, 2, Verdict::Same).await;
    programmes.figures(&wanted()).await.unwrap();
    assert_eq!(there(&records(&ground).await), [true, false, false, true, true]);
    judged(1, 2, Verdict::TakenBack).await;
    let left = records(&ground).await;
    assert_eq!(there(&left), [false, false, false, true, true], "the record of three is of nobody");
    let others = before.iter().filter(|(id, _)| !ids[..3].contains(id));
    assert!(left.iter().eq(others), "and the others' are as they were");
    programmes.figures(&wanted()).await.unwrap();
    let again = records(&ground).await;
    assert_eq!(there(&again), [true, false, true, true, true]);
    assert_eq!(again.get(&ids[2]), before.get(&ids[2]), "made again, each has the own");
    let placements = |records: &Records, id: usize| records.get(&ids[id]).map_or(0.0, |(of, _)| of["PLACEMENTS"]);
    let sum = placements(&before, 0) + placements(&before, 1);
    assert!((placements(&again, 0) - sum).abs() < 1e-6 && sum > 1.0);
    // That two are different, who are not held for one, takes nothing away, and no more does that it is taken back.
    for verdict in [Verdict::Different, Verdict::TakenBack] {
        judged(2, 3, verdict).await;
        assert!(records(&ground).await == again);
    }
}
