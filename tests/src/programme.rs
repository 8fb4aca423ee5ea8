//! A synthetic programme of skills transfer: needs and candidates from a seed, and matching by greed for a peer.

use crate::chance::Chance;
use chrono::{Days, NaiveDate};
use node_rules::matching::candidate::{Candidate, CandidateId, Sex};
use node_rules::matching::code::Language;
use node_rules::matching::eligible::is_eligible;
use node_rules::matching::need::{Mode, Need, NeedId, Priority};
use node_rules::matching::occupation::Occupation;
use node_rules::matching::score::Score;
use node_rules::matching::skill::SkillLevel;
use node_rules::matching::weights::Weights;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::num::NonZeroU16;

/// How much needs have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Needs of all kinds, from many institutions.
    Mixed,
    /// Needs for one unit group of health, in one mode: all want the same persons.
    OneOccupation,
    /// One need again and again.
    OneNeed,
}

const SECTORS: [&str; 8] = ["A", "F", "J", "K", "M", "O", "P", "Q"];
const LANGUAGES: [&str; 6] = ["eng", "fra", "ara", "som", "swa", "spa"];
const DESTINATIONS: [&str; 6] = ["USA", "GBR", "FIN", "DEU", "CAN", "SAU"];

/// A programme's needs, the same of the same seed.
pub fn needs(seed: u64, needs: u32, demand: Demand) -> Vec<Need> {
    let mut chance = Chance::new(seed);
    let one = (demand == Demand::OneNeed).then(|| need(&mut chance, demand));
    (1..=needs).map(|id| Need { id: NeedId(id), ..one.clone().unwrap_or_else(|| need(&mut chance, demand)) }).collect()
}

fn need(chance: &mut Chance, demand: Demand) -> Need {
    let mixed = demand == Demand::Mixed;
    let occupation: Occupation = if mixed { occupation(chance) } else { "2211".parse().unwrap() };
    let languages = 1 + usize::from(chance.happens(0.3));
    let from = day(chance, 365);
    let mode = if mixed { Mode::ALL[chance.below(3)] } else { Mode::Temporary };
    let until = Days::new(14 + chance.bits() % 350);
    let positions = if mixed && chance.happens(0.2) { 2 + chance.below(4) } else { 1 };
    Need {
        id: NeedId(0),
        occupation,
        skill_level: occupation.skill_level(),
        sector: SECTORS[chance.below(SECTORS.len())].parse().unwrap(),
        field: chance.happens(0.7).then(|| format!("{:02}", chance.below(11)).parse().unwrap()),
        languages: (0..languages).map(|_| language(chance)).collect(),
        mode,
        from,
        until: (mode != Mode::Permanent).then(|| from + until),
        least_years: chance.happens(0.6).then(|| u8::try_from(1 + chance.below(8)).unwrap()),
        positions: NonZeroU16::new(u16::try_from(positions).unwrap()).unwrap(),
        priority: Priority::Normal,
    }
}

/// A programme's candidates, the same of the same seed; a fifth of them did not agree to be matched.
pub fn candidates(seed: u64, candidates: u32) -> Vec<Candidate> {
    let mut chance = Chance::new(seed);
    (1..=candidates).map(|id| candidate(&mut chance, CandidateId(id))).collect()
}

fn candidate(chance: &mut Chance, id: CandidateId) -> Candidate {
    let occupations: Vec<Occupation> = (0..=chance.below(2)).map(|_| occupation(chance)).collect();
    let languages = 1 + chance.below(4);
    Candidate {
        id,
        may_be_matched: chance.happens(0.8),
        sectors: (0..=chance.below(2)).map(|_| SECTORS[chance.below(SECTORS.len())].parse().unwrap()).collect(),
        fields: (0..=chance.below(2)).map(|_| format!("{:02}", chance.below(11)).parse().unwrap()).collect(),
        education: chance.happens(0.95).then(|| SkillLevel::new([2, 3, 4, 4][chance.below(4)]).unwrap()),
        years: chance.happens(0.95).then(|| u8::try_from(chance.below(35)).unwrap()),
        languages: (0..languages).map(|_| language(chance)).collect(),
        modes: Mode::ALL.into_iter().filter(|_| chance.happens(0.5)).collect(),
        from: chance.happens(0.5).then(|| day(chance, 365)),
        until: chance.happens(0.4).then(|| day(chance, 1000)),
        busy: Vec::new(),
        not_for: BTreeSet::new(),
        placements: if chance.happens(0.1) { 1 + u16::try_from(chance.below(4)).unwrap() } else { 0 },
        sex: if chance.happens(0.3) { Sex::Female } else { Sex::Male },
        destination: Some(DESTINATIONS[chance.below(DESTINATIONS.len())].parse().unwrap()),
        occupations,
    }
}

/// A unit group of professionals, technicians or craft workers.
fn occupation(chance: &mut Chance) -> Occupation {
    let major = [2, 2, 3, 7][chance.below(4)];
    let digit = |chance: &mut Chance, end| 1 + chance.below(end);
    format!("{major}{}{}{}", digit(chance, 5), digit(chance, 4), digit(chance, 4)).parse().unwrap()
}

/// The first languages are more common than the last.
fn language(chance: &mut Chance) -> Language {
    LANGUAGES[chance.below(LANGUAGES.len()).min(chance.below(LANGUAGES.len()))].parse().unwrap()
}

fn day(chance: &mut Chance, days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(chance.bits() % days)
}

/// The best pair that is left, again and again: how many pairs are eligible, how many are made, and their points.
pub fn by_greed(needs: &[Need], candidates: &[Candidate], weights: &Weights) -> (usize, usize, u64) {
    let mut pairs = Vec::new();
    for (at, need) in needs.iter().enumerate() {
        let eligible = candidates.iter().filter(|candidate| is_eligible(need, candidate));
        pairs.extend(eligible.map(|candidate| (Score::of(need, candidate, weights).points(), at, candidate.id)));
    }
    pairs.sort_unstable_by_key(|(points, at, id)| (Reverse(*points), *at, *id));
    let mut free: Vec<u16> = needs.iter().map(|need| need.positions.get()).collect();
    let (mut taken, mut total) = (BTreeSet::new(), 0);
    for (points, at, id) in &pairs {
        if free[*at] > 0 && taken.insert(*id) {
            free[*at] -= 1;
            total += u64::from(*points);
        }
    }
    (pairs.len(), taken.len(), total)
}
