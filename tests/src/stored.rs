//! A synthetic programme in a real store, as officers' files bring it there.

use country_node::config::Config;
use country_node::directory::Directory;
use country_node::directory::change::Wisher;
use country_node::directory::wish as record;
use country_node::init::init;
use country_node::intake::consents;
use country_node::programme::Programmes;
use country_node::programme::change::Officer;
use country_node::programme::wish::{Does, Wish};
use node_rules::clock::system;
use node_rules::directory::content::{Content as Told, Span};
use node_rules::matching::candidate::{Candidate, Sex};
use node_rules::matching::need::Need;
use node_rules::matching::skill::SkillLevel;
use node_rules::programme::coded::Coded;
use node_rules::programme::content::Content;
use node_rules::programme::day::Day;
use node_rules::programme::{candidate, need};
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::visibility::Visibility;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use schema::seal::SecretKey;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// The programme, by the id of its record.
pub const PROGRAMME: &str = "return-of-experts";

/// Records that are written in one step.
const AT_ONCE: usize = 5_000;

/// Whether a candidate can be one of a programme in a store: who would serve in no mode, or on no day, is not taken in.
pub fn is_one(candidate: &Candidate) -> bool {
    !candidate.modes.is_empty() && candidate.from.zip(candidate.until).is_none_or(|(from, until)| from <= until)
}

/// A node, made in a folder, with a programme of these needs, each taken up, and of these candidates, each chosen, of whom those agree to
/// be matched of whom it is said. What somebody served before does not stand in it.
pub async fn stored(folder: &Path, needs: &[Need], candidates: &[Candidate]) -> Programmes {
    std::fs::write(folder.join("rulebook.toml"), "version = 1\ncountry = \"GHA\"\n[dataset]\n").unwrap();
    let registrar = SecretKey::from_random([1; 32]).public().to_text();
    let config = Config::usual("GHA".parse().unwrap(), "127.0.0.1:0", registrar);
    let mut random = |bytes: &mut [u8; 32]| *bytes = [2; 32];
    let node = Arc::new(init(folder, &config, &mut random, system()).await.unwrap());
    let directory = Arc::new(Directory::new(Arc::clone(&node), None, Arc::new(|| [3; 32])));
    directory.act(Wisher::Own(Officer::Operator), vec![of_directory()]).await.unwrap();

    let persons: Vec<String> = (0..candidates.len()).map(|number| format!("P{number:05}")).collect();
    let mut file = "person_id,event,at,purposes,audience\n".to_owned();
    for (person, _) in persons.iter().zip(candidates).filter(|(_, candidate)| candidate.may_be_matched) {
        writeln!(file, "{person},GIVEN,2026-01-01T00:00:00Z,PROGRAMME_MATCHING,OWN_GOVERNMENT").unwrap();
    }
    std::fs::write(folder.join("consents.csv"), file).unwrap();
    Box::pin(consents::load(&node, &folder.join("consents.csv"))).await.unwrap();

    let programmes = Programmes::new(Arc::clone(&node), directory);
    let of_need = |(number, of): (usize, &Need)| {
        let id = format!("n{number:04}");
        written(Kind::Need, &id, Does::Record(Content::Need(asked(number, of)), None), Step::Qualify)
    };
    let of_candidate = |(person, of): (&String, &Candidate)| {
        let (person, _) = node.keys.of(person);
        let does = Does::Record(Content::Candidate(applied(of)), Some(person));
        written(Kind::Candidate, &node.keys.candidate(&person, &[4; 32]), does, Step::Select)
    };
    let needs = needs.iter().enumerate().map(of_need);
    let mut records = needs.chain(persons.iter().zip(candidates).map(of_candidate));
    loop {
        let some: Vec<Wish> = records.by_ref().take(AT_ONCE).flatten().collect();
        if some.is_empty() {
            break;
        }
        Box::pin(programmes.act(Officer::Operator, PROGRAMME, some)).await.unwrap();
    }
    drop(records);
    programmes
}

/// The programme's own record.
fn of_directory() -> record::Wish {
    let says = json!({
        "names": [{ "language": "eng", "text": "Return of experts" }], "model": "TRQN", "donors": ["IOM Development Fund"],
        "phases": [{ "phase": "1", "from": "2026" }], "sectors": [], "origins": [], "destinations": [],
    });
    let spans = vec![Span { from: None, until: None, body: Body::read(EntryKind::Programme, says).unwrap() }];
    let told = Told { visibility: Visibility::Members, named: vec![], reviewers: vec![], spans };
    let (does, reason) = (record::Does::Write(told), String::new());
    record::Wish { kind: EntryKind::Programme, id: PROGRAMME.to_owned(), does, reason, version: None }
}

/// A record that is written, and moved one step on.
fn written(kind: Kind, id: &str, does: Does, step: Step) -> [Wish; 2] {
    [does, Does::Move(step, None)].map(|does| Wish { kind, id: id.to_owned(), does, version: None })
}

fn asked(number: usize, of: &Need) -> need::Need {
    need::Need {
        phase: "1".to_owned(),
        requested_on: Day(of.from),
        host: format!("Host {}", number % 40),
        institution: None,
        place: None,
        sector: Coded(of.sector),
        occupation: Coded(of.occupation),
        skill_level: of.skill_level.number(),
        field: of.field.map(Coded),
        languages: of.languages.iter().copied().map(Coded).collect(),
        mode: Coded(of.mode),
        from: Day(of.from),
        until: of.until.map(Day),
        least_years: of.least_years,
        positions: of.positions,
        priority: of.priority,
        tasks: None,
    }
}

fn applied(of: &Candidate) -> candidate::Candidate {
    let education = of.education.map(|level| match level {
        SkillLevel::One => "1",
        SkillLevel::Two => "3",
        SkillLevel::Three => "5",
        SkillLevel::Four => "7",
    });
    let sex = match of.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Other => "_O",
        Sex::Unknown => "_U",
    };
    candidate::Candidate {
        applied_on: "2025-12-01".parse().unwrap(),
        residence: of.destination,
        sex: Some(sex.to_owned()),
        education: education.map(str::to_owned),
        fields: of.fields.iter().copied().map(Coded).collect(),
        occupations: of.occupations.iter().copied().map(Coded).collect(),
        sectors: of.sectors.iter().copied().map(Coded).collect(),
        years: of.years,
        languages: of.languages.iter().copied().map(Coded).collect(),
        modes: of.modes.iter().copied().map(Coded).collect(),
        from: of.from.map(Day),
        until: of.until.map(Day),
    }
}
