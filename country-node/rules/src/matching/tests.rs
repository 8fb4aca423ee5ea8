//! Laws of matching, on needs and candidates drawn from short lists so that many fit, many tie and many do not.

mod assign;
mod eligible;
mod fairness;
mod score;

use super::candidate::{Candidate, CandidateId, Sex};
use super::need::{Mode, Need, NeedId, Priority};
use super::skill::SkillLevel;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::num::NonZeroU16;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

fn codes<T: std::str::FromStr + Ord>(codes: &[&str]) -> BTreeSet<T> {
    codes.iter().map(|code| code.parse().ok().unwrap()).collect()
}

/// A need for a physician, and one who fits it in all that is asked.
fn physician() -> (Need, Candidate) {
    let need = Need {
        id: NeedId(1),
        occupation: "2211".parse().unwrap(),
        skill_level: SkillLevel::Four,
        sector: "Q".parse().unwrap(),
        field: Some("09".parse().unwrap()),
        languages: codes(&["eng", "som"]),
        mode: Mode::Temporary,
        from: day(10),
        until: Some(day(100)),
        least_years: Some(5),
        positions: NonZeroU16::MIN,
        priority: Priority::Normal,
    };
    let candidate = Candidate {
        id: CandidateId(1),
        may_be_matched: true,
        occupations: vec!["2211".parse().unwrap()],
        sectors: codes(&["Q"]),
        fields: codes(&["09"]),
        education: Some(SkillLevel::Four),
        years: Some(5),
        languages: codes(&["eng", "som"]),
        modes: [Mode::Temporary].into(),
        from: Some(day(10)),
        until: Some(day(100)),
        busy: Vec::new(),
        not_for: BTreeSet::new(),
        placements: 0,
        sex: Sex::Female,
        destination: Some("FIN".parse().unwrap()),
    };
    (need, candidate)
}

const OCCUPATIONS: [&str; 6] = ["2211", "2212", "2221", "2310", "22", "7126"];
const SECTORS: [&str; 3] = ["P", "Q", "F"];
const FIELDS: [&str; 3] = ["01", "07", "09"];
const LANGUAGES: [&str; 3] = ["eng", "fin", "som"];

fn some<T>(of: &'static [&'static str]) -> impl Strategy<Value = BTreeSet<T>>
where
    T: std::str::FromStr + Ord + std::fmt::Debug,
{
    prop::sample::subsequence(of, 0..=of.len()).prop_map(|of| codes(&of))
}

fn skill_level(of: &'static [u8]) -> impl Strategy<Value = SkillLevel> {
    prop::sample::select(of).prop_map(|number| SkillLevel::new(number).unwrap())
}

/// Needs with ids from one on, half as many as said at least, for up to so many persons each.
fn needs(most: usize, most_positions: u16) -> impl Strategy<Value = Vec<Need>> {
    let asked =
        (prop::sample::select(&OCCUPATIONS), prop::sample::select(&SECTORS), some(&FIELDS), skill_level(&[1, 2, 3, 4]));
    let how = (prop::sample::subsequence(&LANGUAGES, 0..=1), prop::sample::select(&Mode::ALL));
    let when = (3..6_u64, prop::option::weighted(0.8, 0..3_u64), prop::option::weighted(0.2, 0..10_u8));
    let need = (asked, how, when, 1..=most_positions);
    let need =
        need.prop_map(|((occupation, sector, fields, level), (languages, mode), (from, lasts, years), positions)| {
            let mut need = physician().0;
            need.occupation = occupation.parse().unwrap();
            need.sector = sector.parse().unwrap();
            need.field = fields.into_iter().next();
            need.skill_level = level;
            need.languages = codes(&languages);
            need.mode = mode;
            need.from = day(from);
            need.until = lasts.map(|lasts| day(from + lasts));
            need.least_years = years;
            need.positions = NonZeroU16::new(positions).unwrap();
            need
        });
    prop::collection::vec(need, most / 2..=most).prop_map(|mut needs| {
        (1..).zip(&mut needs).for_each(|(id, need)| need.id = NeedId(id));
        needs
    })
}

/// Candidates with ids from one on, half as many as said at least, of whom some did not agree.
fn candidates(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
    let is =
        (prop::bool::weighted(0.85), prop::sample::subsequence(&OCCUPATIONS, 0..=2), some(&SECTORS), some(&FIELDS));
    let can = (
        prop::option::weighted(0.9, skill_level(&[2, 3, 4, 4, 4])),
        prop::option::of(0..30_u8),
        some(&LANGUAGES),
        0..5_u16,
    );
    let modes = prop::sample::subsequence(&Mode::ALL, 2..=3);
    let free = (prop::option::weighted(0.3, 2..6_u64), prop::option::weighted(0.2, 4..10_u64));
    let who = (0..4_usize, prop::option::weighted(0.9, prop::sample::select(&["FIN", "GBR", "USA"])));
    let candidate = (is, can, modes, free, who).prop_map(|(is, can, modes, free, who)| Candidate {
        id: CandidateId(0),
        may_be_matched: is.0,
        occupations: is.1.iter().map(|code| code.parse().unwrap()).collect(),
        sectors: is.2,
        fields: is.3,
        education: can.0,
        years: can.1,
        languages: can.2,
        modes: modes.into_iter().collect(),
        from: free.0.map(day),
        until: free.1.map(day),
        busy: Vec::new(),
        not_for: BTreeSet::new(),
        placements: can.3,
        sex: [Sex::Female, Sex::Male, Sex::Other, Sex::Unknown][who.0],
        destination: who.1.map(|code| code.parse().unwrap()),
    });
    prop::collection::vec(candidate, most / 2..=most).prop_map(|mut candidates| {
        (1..).zip(&mut candidates).for_each(|(id, candidate)| candidate.id = CandidateId(id));
        candidates
    })
}
