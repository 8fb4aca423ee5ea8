//! All records of a programme.

use super::content::Content;
use super::event::{Did, Event};
use super::need::Need;
use super::record::Record;
use crate::person::identity::Identities;
use crate::record_key::Pseudonym;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record's kind and id.
type Name = (Kind, String);

/// All records of a programme.
#[derive(Clone, Debug, Default)]
pub struct Book {
    records: BTreeMap<Name, Arc<Record>>,
    /// Of each record those that lean on it.
    leaning: BTreeMap<Name, Vec<Name>>,
    /// The candidates that a person is or was.
    persons: BTreeMap<[u8; 16], Vec<String>>,
    /// Which ids are judged to be one person's.
    same: Identities<Pseudonym>,
    /// What a person serves in other programmes of the country, with which programme that is.
    elsewhere: BTreeMap<[u8; 16], Vec<(String, Arc<Record>)>>,
}

impl Book {
    /// The same of persons of whom it is known which of their ids are one's.
    #[must_use]
    pub fn knowing(self, same: Identities<Pseudonym>) -> Self {
        Self { same, ..self }
    }

    /// The same beside another programme of the country: nobody serves twice on one day.
    #[must_use]
    pub fn beside(mut self, programme: &str, other: &Self) -> Self {
        for placement in other.of(Kind::Placement).filter(|placement| !placement.now.state.is_void()) {
            let candidate = other.candidate_of(&placement.id).and_then(|id| other.get(Kind::Candidate, id));
            if let Some(person) = candidate.and_then(|candidate| candidate.person) {
                self.elsewhere.entry(person.0).or_default().push((programme.to_owned(), Arc::clone(placement)));
            }
        }
        self
    }

    /// The placements, not void, of the person whose candidacy it is in other programmes, under any id, each with its programme.
    pub fn elsewhere(&self, candidate: &str) -> impl Iterator<Item = (&str, &Arc<Record>)> {
        let person = self.get(Kind::Candidate, candidate).and_then(|record| record.person);
        let ids = person.map(|person| self.same.ids(person)).unwrap_or_default();
        let served = ids.into_iter().filter_map(|id| self.elsewhere.get(&id.0)).flatten();
        served.map(|(programme, placement)| (programme.as_str(), placement))
    }

    /// A record.
    pub fn get(&self, kind: Kind, id: &str) -> Option<&Arc<Record>> {
        self.records.get(&(kind, id.to_owned()))
    }

    /// The records of a kind, by their ids.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Arc<Record>> {
        let of_kind = self.records.range((kind, String::new())..).take_while(move |((of, _), _)| *of == kind);
        of_kind.map(|(_, record)| record)
    }

    /// The records of a kind that lean on another.
    pub fn leaning<'a>(&'a self, on: (Kind, &str), of: Kind) -> impl Iterator<Item = &'a Arc<Record>> {
        let names = self.leaning.get(&(on.0, on.1.to_owned())).into_iter().flatten();
        names.filter(move |(kind, _)| *kind == of).filter_map(|name| self.records.get(name))
    }

    /// All records that lean on another.
    pub fn all_leaning<'a>(&'a self, on: (Kind, &str)) -> impl Iterator<Item = &'a Arc<Record>> {
        Kind::ALL.into_iter().flat_map(move |kind| self.leaning(on, kind))
    }

    /// The candidates that a person is or was, under this id alone.
    pub fn candidates_of(&self, person: &Pseudonym) -> impl Iterator<Item = &Arc<Record>> {
        let ids = self.persons.get(&person.0).into_iter().flatten();
        ids.filter_map(|id| self.get(Kind::Candidate, id))
    }

    /// The candidates that a person is or was, under any of the person's ids.
    pub fn candidacies_of(&self, person: &Pseudonym) -> impl Iterator<Item = &Arc<Record>> {
        let of = |id: Pseudonym| self.candidates_of(&id).collect::<Vec<_>>();
        self.same.ids(*person).into_iter().flat_map(of)
    }

    /// The person whose candidacy it is, by the least of the person's ids; nothing where nobody knows any more.
    pub fn person_of(&self, candidate: &Record) -> Option<Pseudonym> {
        candidate.person.map(|id| self.same.person(id))
    }

    /// The ids of all candidacies of whoever's candidacy it is; it alone where nobody knows whose it was.
    pub(super) fn candidacies_with<'a>(&'a self, candidate: &'a str) -> Vec<&'a str> {
        let person = self.get(Kind::Candidate, candidate).and_then(|record| self.person_of(record));
        let Some(person) = person else { return vec![candidate] };
        let ids = self.same.ids(person).into_iter().filter_map(|id| self.persons.get(&id.0)).flatten();
        ids.map(String::as_str).collect()
    }

    /// Takes in what happened next to a record. Nothing where there is no such record.
    pub fn append(&mut self, (kind, id): (Kind, &str), event: &Event) -> Option<Arc<Record>> {
        let next = match (self.get(kind, id), &event.did) {
            (None, Did::Recorded(content)) => self.recorded(id, content, event),
            (None, _) => return None,
            (Some(record), _) => record.after(event),
        };
        let next = Arc::new(next);
        self.records.insert((kind, id.to_owned()), Arc::clone(&next));
        Some(next)
    }

    fn recorded(&mut self, id: &str, content: &Arc<Content>, event: &Event) -> Record {
        for (_, kind, on) in content.leans_on() {
            self.leaning.entry((kind, on.to_owned())).or_default().push((content.kind(), id.to_owned()));
        }
        if let Some(person) = event.person {
            self.persons.entry(person.0).or_default().push(id.to_owned());
        }
        Record::recorded(id, content, event)
    }

    /// The phase that a record belongs to, by the need that it came of.
    pub fn phase_of(&self, record: &Record) -> Option<&str> {
        self.need_of(record).map(|need| need.phase.as_str())
    }

    /// The need that a record is, or came of.
    pub fn need_of(&self, record: &Record) -> Option<&Need> {
        match record.now.content.as_ref() {
            Content::Need(_) => match self.get(Kind::Need, &record.id)?.now.content.as_ref() {
                Content::Need(need) => Some(need),
                _ => None,
            },
            Content::Candidate(_) | Content::Indicator(_) => None,
            content => {
                let (_, kind, id) = content.leans_on().into_iter().rfind(|(_, kind, _)| *kind != Kind::Candidate)?;
                self.need_of(self.get(kind, id)?)
            }
        }
    }

    /// Whether a record leans on another, or on one that does.
    pub fn comes_of(&self, record: &Record, of: (Kind, &str)) -> bool {
        let leans_on = record.now.content.leans_on();
        let leads_there = |kind, id: &str| self.get(kind, id).is_some_and(|record| self.comes_of(record, of));
        leans_on.into_iter().any(|(_, kind, id)| (kind, id) == of || leads_there(kind, id))
    }

    /// The match that a placement comes of, with its need's and its candidate's ids.
    pub fn match_of(&self, placement: &super::placement::Placement) -> Option<&super::matched::Match> {
        match self.get(Kind::Match, &placement.of)?.now.content.as_ref() {
            Content::Match(of) => Some(of),
            _ => None,
        }
    }

    /// The placements, not void, of the person whose candidacy it is: those of former candidacies too, and under any id.
    pub fn placements_of<'a>(&'a self, candidate: &'a str) -> impl Iterator<Item = &'a Arc<Record>> {
        self.placements(self.candidacies_with(candidate))
    }

    /// The same under the id alone that the candidacy is of.
    pub(super) fn placements_under_id_of<'a>(&'a self, candidate: &'a str) -> impl Iterator<Item = &'a Arc<Record>> {
        let person = self.get(Kind::Candidate, candidate).and_then(|record| record.person);
        let own = person.iter().flat_map(|person| self.candidates_of(person)).map(|of| of.id.as_str());
        let own: Vec<&str> = own.collect();
        self.placements(if own.is_empty() { vec![candidate] } else { own })
    }

    fn placements<'a>(&'a self, candidacies: Vec<&'a str>) -> impl Iterator<Item = &'a Arc<Record>> {
        let matches = candidacies.into_iter().flat_map(|id| self.leaning((Kind::Candidate, id), Kind::Match));
        let placements = matches.flat_map(|of| self.leaning((Kind::Match, &of.id), Kind::Placement));
        placements.filter(|placement| !placement.now.state.is_void())
    }

    /// Whether a match still keeps its candidate: until it is void, or a placement came of it and is over.
    pub fn is_open(&self, of: &Record) -> bool {
        let is_over = |placement: &Arc<Record>| placement.now.state.is_over();
        !of.now.state.is_void() && !self.leaning((Kind::Match, &of.id), Kind::Placement).any(is_over)
    }

    /// The match that keeps a candidate, under whichever id of the person.
    pub fn held(&self, candidate: &str) -> Option<&Arc<Record>> {
        let own = self.candidacies_with(candidate).into_iter();
        own.flat_map(|id| self.leaning((Kind::Candidate, id), Kind::Match)).find(|of| self.is_open(of))
    }

    /// Whether a match takes a position of its need: who broke off leaves it to another.
    pub fn takes_position(&self, of: &Record) -> bool {
        let is_broken = |placement: &Arc<Record>| placement.now.state == State::BrokenOff;
        !of.now.state.is_void() && !self.leaning((Kind::Match, &of.id), Kind::Placement).any(is_broken)
    }

    /// Whose placement it is: of all candidacies of one person the same stands for the person, so that nobody counts twice. Nothing where
    /// it is of none.
    pub fn whose(&self, placement: &str) -> Option<&str> {
        self.candidacies_with(self.candidate_of(placement)?).into_iter().min()
    }

    /// The candidate whose placement it is; nothing where it is of none.
    pub fn candidate_of(&self, placement: &str) -> Option<&str> {
        match self.get(Kind::Placement, placement)?.now.content.as_ref() {
            Content::Placement(of) => self.match_of(of).map(|of| of.candidate.as_str()),
            _ => None,
        }
    }
}
