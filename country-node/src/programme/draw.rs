//! Candidates from the register: those who agree to be matched, are like what is looked for, and offer to transfer skills. What they
//! answered becomes what the programme knows of them; an officer completes it.

use super::Programmes;
use super::change::Officer;
use super::wish::{Does, ProgrammeFault, Wish};
use crate::consent::everybody::Consents;
use crate::person::answers::{Answer, Answers};
use node_rules::clock::day;
use node_rules::matching::need::Mode;
use node_rules::person::alike::Alike;
use node_rules::programme::book::Book;
use node_rules::programme::candidate::Candidate;
use node_rules::programme::coded::Coded;
use node_rules::programme::content::Content;
use node_rules::programme::day::Day;
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::concept::Dimension;
use schema::directory::sound::Sound;
use schema::programme::kind::Kind;
use schema::purpose::ConsentPurpose;
use std::str::FromStr;

/// The offer that makes somebody a candidate.
const SKILLS: &str = "SKILLS_TRANSFER";

/// What drawing came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// New candidates.
    pub candidates: usize,
    /// Persons who are like what is looked for, and candidates already.
    pub known: usize,
    /// Persons who are like it and do not say how they would serve.
    pub without_mode: usize,
}

impl Programmes {
    /// Draws candidates of a programme, all or none. Of who does not say how to serve (`RETURN_INTENTION`) `modes` are assumed.
    pub async fn draw(
        &self,
        officer: Officer<'_>,
        programme: &str,
        alike: &Alike,
        modes: &[Mode],
    ) -> Result<Drawn, ProgrammeFault> {
        sound(alike)?;
        let (store, now) = (&self.node.store, (self.node.clock)());
        let (consents, book) = (Consents::read(store, now).await?, self.book(programme).await?);
        let answers = Answers::to(store, alike, consents.same()).await?;
        let (mut drawn, mut wishes) = (Drawn::default(), Vec::new());
        for (person, ids) in consents.agreeing(ConsentPurpose::ProgrammeMatching, Audience::OwnGovernment) {
            let Some(answer) = answers.of(&person).filter(|answer| answer.is(alike) && offers(*answer)) else {
                continue;
            };
            if is_candidate(&book, &ids) {
                drawn.known += 1;
                continue;
            }
            let candidate = candidate(answer, modes, Day(day(now)));
            if candidate.modes.is_empty() {
                drawn.without_mode += 1;
                continue;
            }
            drawn.candidates += 1;
            let id = self.node.keys.candidate(&person, &(self.directory.random)());
            let does = Does::Record(Content::Candidate(candidate), Some(person));
            wishes.push(Wish { kind: Kind::Candidate, id, does, version: None });
        }
        self.act(officer, programme, wishes).await?;
        Ok(drawn)
    }
}

/// Whether there can be somebody like that; every fault is told.
fn sound(alike: &Alike) -> Result<(), ProgrammeFault> {
    let mut sound = Sound::default();
    alike.check("like", &mut sound);
    let faults: Vec<String> = sound.faults().iter().map(ToString::to_string).collect();
    if faults.is_empty() { Ok(()) } else { Err(ProgrammeFault::Form(faults.join("; "))) }
}

/// Whether the person is a candidate under any id: also one who withdrew or was refused, for that is decided.
fn is_candidate(book: &Book, ids: &[Pseudonym]) -> bool {
    ids.iter().any(|id| book.candidates_of(id).next().is_some())
}

/// Whether the person offers skills; where nobody was asked, everybody does who agrees to be matched.
fn offers(answer: Answer<'_>) -> bool {
    !answer.was_asked(Dimension::Offer) || answer.chosen(Dimension::Offer).contains(&SKILLS)
}

/// What the answers say of a candidate. Codes that say nothing are left out.
fn candidate(answer: Answer<'_>, modes: &[Mode], applied_on: Day) -> Candidate {
    let first = |of| answer.chosen(of).first().map(|code| (*code).to_owned());
    let said: Vec<Coded<Mode>> = read(answer, Dimension::ReturnIntention);
    let says_none = answer.chosen(Dimension::ReturnIntention).contains(&"NONE");
    Candidate {
        applied_on,
        residence: answer.chosen(Dimension::Destination).first().and_then(|code| code.parse().ok()),
        sex: first(Dimension::Sex),
        education: first(Dimension::Education),
        fields: read(answer, Dimension::Field),
        occupations: read(answer, Dimension::Occupation),
        sectors: read(answer, Dimension::Sector),
        years: None,
        languages: read(answer, Dimension::Language),
        modes: match (said.is_empty(), says_none) {
            (false, _) => said,
            (true, true) => Vec::new(),
            (true, false) => modes.iter().copied().map(Coded).collect(),
        },
        from: None,
        until: None,
    }
}

/// What was chosen of a concept, as far as matching knows it.
fn read<T: FromStr>(answer: Answer<'_>, of: Dimension) -> Vec<Coded<T>> {
    answer.chosen(of).iter().filter_map(|code| code.parse().ok()).map(Coded).collect()
}
