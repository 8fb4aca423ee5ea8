use super::quote::Quote;
use super::study::{Study, StudyFault};
use super::summary::{LONGEST, NoSummary, check};
use super::told::{LEAST_GROUPS, told, waves_told};
use crate::decide::tests::caller;
use chrono::NaiveDate;
use schema::audience::Audience;
use schema::role::Role;
use schema::study::StudyWave;
use std::collections::BTreeSet;

const SAMPLE: &str = include_str!("../../../focus-groups.sample.toml");

mod quote;

fn today() -> NaiveDate {
    "2026-06-01".parse().unwrap()
}

fn faults(from: &str, to: &str) -> Vec<String> {
    let text = SAMPLE.replacen(from, to, 1);
    assert_ne!(text, SAMPLE, "the sample does not say {from}");
    match Study::from_toml(&text, today()).unwrap_err() {
        StudyFault::Faults(faults) => faults,
        StudyFault::Unreadable(why) => vec![why],
    }
}

#[test]
fn a_theme_is_counted_in_each_group_in_which_it_came_up_and_in_no_other() {
    let study = Study::from_toml(SAMPLE, today()).unwrap();
    let told = told(&[(study, None)], &caller("COL", Role::Observer));
    let [told] = told.as_slice() else { panic!("one study is open to another member: {told:?}") };
    assert_eq!((told.groups, &told.reason), (Some(4), &None));
    assert_eq!([&told.from, &told.until].map(Option::as_deref), [Some("2026-03"), Some("2026-04")], "months, no days");
    let places: Vec<String> = told.places.iter().map(ToString::to_string).collect();
    assert_eq!(places, ["ITA"], "three groups met there, and one in another country");
    let came_up: Vec<(&str, u32)> =
        told.themes.iter().filter(|theme| theme.groups > 0).map(|theme| (theme.code.as_str(), theme.groups)).collect();
    let expected = [
        ("ECONOMIC_CONTRIBUTIONS", 1),
        ("NEED_DOCUMENTS", 3),
        ("NEED_PENSIONS", 1),
        ("NEED_RECOGNITION_OF_DEGREES", 1),
        ("NEED_SCHOOLING", 2),
    ];
    let sorted: BTreeSet<(&str, u32)> = came_up.into_iter().collect();
    assert_eq!(sorted, BTreeSet::from(expected));
    assert_eq!(told.themes.len(), 16, "themes that came up nowhere are told too");
    let said = serde_json::to_string(told).unwrap();
    for kept in ["DEU", "Hamburg", "Lombardia", "P7T9", "passports", "Y25T34", "2026-03-", "2026-04-", "2026-05"] {
        assert!(!said.contains(kept), "{kept} stays at the node: {said}");
    }
}

#[test]
fn of_a_study_of_too_few_groups_nothing_is_told_but_its_title_and_why() {
    let document = crate::study::Study::from_toml(include_str!("../../../study.sample.toml")).unwrap();
    let wave = document.said(document.wave("2026").unwrap());
    for groups in 1..=4 {
        let mut study = Study::from_toml(&SAMPLE.replace("# of = ", "of = "), today()).unwrap();
        study.audience = Audience::Public;
        study.groups.truncate(groups);
        let kept = [(study, Some(wave.clone()))];
        for member in ["GHA", "IOM", "COL"] {
            let caller = caller(member, Role::Analyst);
            let [told] = &told(&kept, &caller)[..] else { panic!("it is said that there is such a study") };
            let is_told = groups >= LEAST_GROUPS;
            assert_eq!(
                (told.reason.is_none(), told.groups.is_some()),
                (is_told, is_told),
                "{groups} groups, to {member}"
            );
            assert_eq!(waves_told(&kept, &caller).len(), usize::from(is_told));
            if is_told {
                continue;
            }
            let said = serde_json::to_value(told).unwrap();
            let expected = serde_json::json!({ "study": "GHA-NEEDS-2026", "title": "What Ghanaians in Europe need of Ghana",
                "producer": "Ministry of Foreign Affairs", "from": null, "until": null, "places": [], "groups": null,
                "themes": [],
                "reason": "The study has fewer than 3 focus groups: its themes would tell of single conversations." });
            assert_eq!(said, expected, "neither when nor where, nor of which wave");
        }
    }
}

#[test]
fn a_country_is_named_where_so_many_groups_met_that_no_single_one_is_told_of() {
    let mut study = Study::from_toml(SAMPLE, today()).unwrap();
    let places = |study: &Study| told(&[(study.clone(), None)], &caller("COL", Role::Observer))[0].places.clone();
    assert_eq!(places(&study).len(), 1);
    study.groups[1].country = "FRA".parse().unwrap();
    assert_eq!(places(&study), [], "two met in Italy, and one each in two other countries");
}

#[test]
fn waves_that_groups_belong_to_are_told_the_latest_first_and_to_those_alone_whom_the_study_is_open_to() {
    let document = crate::study::Study::from_toml(include_str!("../../../study.sample.toml")).unwrap();
    let of = |wave: &str, audience: Audience| {
        let mut study = Study::from_toml(&SAMPLE.replace("# of = ", "of = "), today()).unwrap();
        study.of.as_mut().unwrap().wave = wave.to_owned();
        study.audience = audience;
        (study, Some(document.said(document.wave(wave).unwrap())))
    };
    let kept = [of("2024", Audience::Public), of("2026", Audience::Iom)];
    let periods = |member: &str| -> Vec<&str> {
        waves_told(&kept, &caller(member, Role::Analyst)).into_iter().map(|(_, period)| period).collect()
    };
    assert_eq!(periods("IOM"), ["2026", "2024"]);
    assert_eq!(periods("COL"), ["2024"], "what is not open to it is not told by what stands beside it either");
}

#[test]
fn a_study_is_told_as_far_as_its_audience_reaches() {
    let told_to = |audience: Audience, member: &str| {
        let mut study = Study::from_toml(SAMPLE, today()).unwrap();
        study.audience = audience;
        !told(&[(study, None)], &caller(member, Role::Analyst)).is_empty()
    };
    for (audience, expected) in [
        (Audience::OwnGovernment, [true, false, false]),
        (Audience::Iom, [true, true, false]),
        (Audience::MemberGovernments, [true, true, true]),
        (Audience::Public, [true, true, true]),
    ] {
        assert_eq!(["GHA", "IOM", "COL"].map(|member| told_to(audience, member)), expected, "{audience:?}");
    }
}

#[test]
fn groups_that_belong_to_a_wave_of_a_study_are_told_with_its_words_and_may_not_contradict_them() {
    let of = SAMPLE.replace("# of = ", "of = ");
    assert_ne!(of, SAMPLE, "the sample shows how a wave is named");
    let study = Study::from_toml(&of, today()).unwrap();
    assert_eq!(study.of.as_ref().map(|of| (of.study.as_str(), of.wave.as_str())), Some(("GHDS", "2026")));
    let document = crate::study::Study::from_toml(include_str!("../../../study.sample.toml")).unwrap();
    let wave = document.said(document.wave("2026").unwrap());
    let told = told(&[(study.clone(), Some(wave.clone()))], &caller("COL", Role::Observer));
    assert_eq!((told[0].wave.as_ref(), told[0].period.as_deref()), (Some(&wave), Some("2026")));
    assert_eq!(
        study.misfits(&wave),
        ["group 1, country: `DEU`; expected what GHDS says: GBR, ITA"],
        "the other groups met where and when the study was in the field, in a language of it"
    );
    let quoting = StudyWave { universe: "Who says: we are Ghanaians".into(), ..wave.clone() };
    assert!(
        study.misfits(&quoting)[0].starts_with("of GHDS, universe: says who spoke"),
        "its words are told with the themes"
    );
    let mut other = study;
    other.groups[1].date = "2026-05-01".to_owned();
    other.groups[1].language = "deu".to_owned();
    assert_eq!(
        other.misfits(&wave)[1..],
        [
            "group 2, date: `2026-05-01`; expected what GHDS says: 2026-02-01 to 2026-04-30",
            "group 2, language: `deu`; expected what GHDS says: eng, aka, ita",
        ]
    );
}

#[test]
fn a_summary_with_a_quote_or_of_over_a_thousand_characters_is_refused() {
    assert_eq!(check("One said “never”."), Err(NoSummary::Quote(Quote::Marks)));
    assert_eq!(check("They spoke of papers.\n— They take months."), Err(NoSummary::Quote(Quote::Dash)));
    assert_eq!(check("Kofi said: We are cheated."), Err(NoSummary::Quote(Quote::Speech)));
    assert_eq!(check("Several said that papers\ntook months."), Ok(()));
    assert_eq!(check(&"ä".repeat(LONGEST)), Ok(()), "characters are counted, not bytes");
    assert_eq!(check(&"a".repeat(LONGEST + 1)), Err(NoSummary::TooLong));
    assert_eq!(check(" \n "), Err(NoSummary::Empty));
    assert_eq!(check("a\u{7}b"), Err(NoSummary::Control));
    let refused = faults("Some would invest", "One said “we would”. Some would invest");
    assert_eq!(refused, ["group 1, summary: has quotation marks: say it in your own words, a quote shows who said it"]);
}

#[test]
fn what_cannot_be_kept_is_told_with_its_group_and_field() {
    for (from, to, expected) in [
        ("version = 1", "version = 2", "version: `2`; expected 1"),
        ("GHA-NEEDS-2026", "a study", "study: expected letters"),
        ("What Ghanaians in Europe need of Ghana", " ", "title: expected one line"),
        ("\"DEU\"", "\"XXX\"", "group 1, country: `XXX`; expected a country"),
        ("Hamburg", "", "group 1, place: "),
        ("2026-03-14", "2026-3-14", "group 1, date: `2026-3-14`; expected a day"),
        ("\"ita\"", "\"it\"", "group 2, language: `it`; expected a language"),
        ("[\"Y35T44\"]", "[]", "group 2, ages: "),
        ("Y25T34", "30", "group 1, ages: `30`; expected codes of AGE"),
        ("\"G1\"", "\"_N\"", "group 1, generations: `_N`; expected codes of GENERATION"),
        ("NEED_SCHOOLING", "NEEDS", "group 2, themes: `NEEDS`; expected codes of"),
        ("NEED_SCHOOLING", "NEED_DOCUMENTS", "group 2, themes: `a theme twice`"),
        ("approved = \"2026-04-02\"", "approved = \"2026-03-13\"", "group 1, approved: `2026-03-13`; expected the day"),
        (
            "approved = \"2026-04-02\"",
            "approved = \"2026-06-02\"",
            "group 1, approved: `2026-06-02`; expected a day that has come, 2026-06-01 at the latest",
        ),
        ("What Ghanaians in Europe need of Ghana", "They said \\\"never\\\" to us", "title: has quotation marks"),
        ("What Ghanaians in Europe need of Ghana", "Kofi said: they steal", "title: says who spoke"),
        (
            "Ministry of Foreign Affairs",
            "— We are cheated",
            "producer: has a line or a sentence that begins with a dash",
        ),
        ("Hamburg", "«chez nous»", "group 1, place: has quotation marks"),
        ("persons = \"P7T9\"", "persons = \"P3\"", "unknown variant"),
        ("summary", "quote", "unknown field"),
    ] {
        let found = faults(from, to);
        assert!(found.len() == 1 && found[0].contains(expected), "{to}: {found:?}");
    }
    let text = SAMPLE.replace("Hamburg", "").replace("\"ita\"", "\"it\"").replace("version = 1", "version = 3");
    let said = Study::from_toml(&text, today()).unwrap_err().to_string();
    assert!(said.starts_with("3 faults\n  version: ") && said.contains("\n  group 2, language"), "{said}");
}
