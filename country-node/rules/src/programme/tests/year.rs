//! A small programme that tests act on.

use crate::consent::may::MayNot;
use crate::directory::index::Index;
use crate::programme::book::Book;
use crate::programme::content::Content;
use crate::programme::event::{Did, Event};
use crate::programme::fault::Fault;
use crate::programme::known::Known;
use crate::record_key::Pseudonym;
use chrono::NaiveDate;
use schema::directory::programme::Programme;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use schema::programme::why::Why;
use serde_json::{Value, json};
use std::sync::Arc;

pub fn programme() -> Programme {
    serde_json::from_value(json!({
        "names": [{ "language": "eng", "text": "Return of experts" }],
        "model": "TRQN",
        "donors": ["IOM Development Fund"],
        "phases": [
            { "phase": "1", "from": "2024", "until": "2024", "budget": { "amount": "10000.00", "currency": "EUR" } },
            { "phase": "2", "from": "2025" },
        ],
        "sectors": ["Q"], "origins": [], "destinations": [],
    }))
    .unwrap()
}

pub struct Year {
    pub book: Book,
    pub today: NaiveDate,
    pub consent: Result<(), MayNot>,
    programme: Programme,
    pub directory: Index,
    number: i64,
}

impl Year {
    pub fn new() -> Self {
        Self::of(programme())
    }

    pub fn of(programme: Programme) -> Self {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        Self { book: Book::default(), today, consent: Ok(()), programme, directory: Index::default(), number: 0 }
    }

    /// The same of a programme whose record says something else by now.
    pub fn known_as(self, programme: Programme) -> Self {
        Self { programme, ..self }
    }

    pub fn does(&mut self, kind: Kind, id: &str, did: Did, person: Option<Pseudonym>) -> Result<(), Fault> {
        let event = Event { number: self.number, at: self.number, did, person };
        let (programme, directory) = (&self.programme, &self.directory);
        let known = Known { programme, directory, today: self.today, consent: self.consent };
        self.book.judge((kind, id), &event, &known)?;
        self.number += 1;
        self.book.append((kind, id), &event).unwrap();
        Ok(())
    }

    pub fn records(&mut self, kind: Kind, id: &str, says: &Value) -> Result<(), Fault> {
        let person = (kind == Kind::Candidate).then(|| {
            let mut bytes = [0; 16];
            bytes.iter_mut().zip(id.bytes()).for_each(|(to, from)| *to = from);
            Pseudonym(bytes)
        });
        let content = Content::read(kind, says.clone()).unwrap();
        self.does(kind, id, Did::Recorded(Arc::new(content)), person)
    }

    pub fn changes(&mut self, kind: Kind, id: &str, fields: &Value) -> Result<(), Fault> {
        let mut says = self.book.get(kind, id).unwrap().now.content.value();
        for (field, value) in fields.as_object().unwrap() {
            says[field] = value.clone();
        }
        let content = Content::read(kind, says).unwrap();
        self.does(kind, id, Did::Changed(Arc::new(content)), None)
    }

    pub fn moves(&mut self, kind: Kind, id: &str, step: Step) -> Result<(), Fault> {
        let why = step.needs_why().then_some(Why::Person);
        let did = if step == Step::Undo { Did::Undone } else { Did::Moved(step, why) };
        self.does(kind, id, did, None)
    }

    /// A need that is taken up.
    pub fn need(&mut self, id: &str, fields: &Value) {
        self.records(Kind::Need, id, &need(fields)).unwrap();
        self.moves(Kind::Need, id, Step::Qualify).unwrap();
    }

    /// A candidate who is chosen.
    pub fn candidate(&mut self, id: &str, fields: &Value) {
        self.records(Kind::Candidate, id, &candidate(fields)).unwrap();
        self.moves(Kind::Candidate, id, Step::Select).unwrap();
    }

    /// A match that all agreed to.
    pub fn agreed(&mut self, id: &str, need: &str, candidate: &str) -> Result<(), Fault> {
        self.records(Kind::Match, id, &json!({ "need": need, "candidate": candidate }))?;
        for step in [Step::Accept, Step::Contact, Step::Agree] {
            self.moves(Kind::Match, id, step)?;
        }
        Ok(())
    }

    /// A placement that was completed, of a need, a candidate and a match that have its id.
    pub fn served(&mut self, id: &str, (from, until): (&str, &str), (of_need, of_candidate): (&Value, &Value)) {
        self.need(id, of_need);
        self.candidate(id, of_candidate);
        self.placed(id, id, (from, until));
    }

    /// The same of a candidate who is there, for a need that is there.
    pub fn placed(&mut self, id: &str, candidate: &str, (from, until): (&str, &str)) {
        self.agreed(id, id, candidate).unwrap();
        let says = json!({ "match": id, "mode": "TEMPORARY", "from": from, "until": until });
        self.records(Kind::Placement, id, &says).unwrap();
        self.moves(Kind::Placement, id, Step::Start).unwrap();
        self.moves(Kind::Placement, id, Step::Complete).unwrap();
    }
}

fn with(mut says: Value, fields: &Value) -> Value {
    for (field, value) in fields.as_object().into_iter().flatten() {
        says[field] = value.clone();
    }
    says
}

pub fn need(fields: &Value) -> Value {
    let says = json!({
        "phase": "1", "requestedOn": "2024-01-10", "host": "Regional hospital", "sector": "Q", "occupation": "2211",
        "skillLevel": 4, "languages": ["ron"], "mode": "TEMPORARY", "from": "2024-03-01", "until": "2024-03-30",
    });
    with(says, fields)
}

pub fn candidate(fields: &Value) -> Value {
    let says = json!({
        "appliedOn": "2024-01-05", "residence": "ITA", "sex": "F", "education": "7", "occupations": ["2211"],
        "sectors": ["Q"], "years": 8, "languages": ["ron", "ita"], "modes": ["TEMPORARY", "VIRTUAL", "PERMANENT"],
    });
    with(says, fields)
}
