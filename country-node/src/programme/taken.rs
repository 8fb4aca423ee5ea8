//! A row of a table as the record that it is to be: a new one, or one that stands there with what the row says of it.

use super::Programmes;
use super::mapping::Mapping;
use super::propose::numbered;
use super::wish::{Does, Wish};
use crate::intake::consents::named;
use crate::intake::fault::Fault;
use crate::intake::field::column;
use crate::intake::table::Row;
use node_rules::programme::book::Book;
use node_rules::programme::content::Content;
use node_rules::programme::moves::{first, states_of, way};
use node_rules::programme::record::Record;
use node_rules::record_key::Pseudonym;
use schema::directory::sound::{ID, is_id};
use schema::programme::kind::Kind;
use schema::programme::state::State;
use schema::programme::why::Why;
use serde_json::Value;
use std::sync::Arc;

/// A row as a record is to be.
pub(super) struct Taken {
    line: u64,
    /// The record's id.
    pub id: String,
    content: Content,
    person: Option<Pseudonym>,
    state: Option<State>,
    why: Option<Why>,
}

impl Programmes {
    /// A row, or everything that is wrong with it.
    pub(super) fn taken(&self, mapping: &Mapping, book: &Book, mut row: Row) -> Result<Taken, Vec<Fault>> {
        let (kind, line) = (mapping.kind, row.line);
        let mut faults = Vec::new();
        let person = self.person(&row);
        let candidate = self.says_whose((mapping, book), &mut row, person, &mut faults);
        let at = |of: &'static str| column(&mapping.fields, of);
        let state = row.own.get("state").and_then(|text| {
            let state = named::<State>(text).filter(|state| states_of(kind).contains(state));
            if state.is_none() {
                let names: Vec<&str> = states_of(kind).into_iter().map(State::name).collect();
                faults.push(Fault::new(line, at("state"), text, format!("one of {}", names.join(", "))));
            }
            state
        });
        let why = row.own.get("why").and_then(|text| {
            let why = named::<Why>(text);
            if why.is_none() {
                let names = Why::ALL.map(Why::name).join(", ");
                faults.push(Fault::new(line, at("why"), text, format!("one of {names}")));
            }
            why
        });
        // Whom or what a row is of was told to be wrong already.
        let lacks: &[&str] = if faults.is_empty() { &[] } else { &["match", "candidate"] };
        let read = |says: Value| {
            Content::read_each(kind, says).map_err(|found| {
                let found = found.into_iter().filter(|(fault, _)| !lacks.contains(&fault.field.as_str()));
                found.map(|(fault, value)| (fault.field, fault.expected, value)).collect::<Vec<_>>()
            })
        };
        let fault = |(field, expected, value): (String, String, Value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let shown = if value == "null" { "" } else { &value };
            Fault::new(line, column(&mapping.fields, &field), shown, expected)
        };
        let own_id = row.own("id").to_owned();
        let (id, content) = match named_as(book, mapping, (own_id, row.says), (candidate, state), read) {
            Ok(found) => found,
            Err(found) => {
                faults.extend(found.into_iter().map(fault));
                return Err(faults);
            }
        };
        if !is_id(&id) {
            faults.push(Fault::new(line, at("id"), &id, ID));
        }
        let says = content.value();
        faults.extend(content.faults().into_iter().map(|of| {
            let value = says.pointer(&format!("/{}", of.field.replace('.', "/"))).cloned();
            fault((of.field, of.expected, value.unwrap_or_default()))
        }));
        let person = person.filter(|_| kind == Kind::Candidate);
        if faults.is_empty() { Ok(Taken { line, id, content, person, state, why }) } else { Err(faults) }
    }

    /// Whom a row names.
    pub(super) fn person(&self, row: &Row) -> Option<Pseudonym> {
        Some(row.own("person")).filter(|id| !id.is_empty()).map(|id| self.node.keys.of(id).0)
    }

    /// Puts what a row is of, where it says it by the person, as records say it; and gives back the person's candidacy.
    fn says_whose(
        &self,
        (mapping, book): (&Mapping, &Book),
        row: &mut Row,
        person: Option<Pseudonym>,
        faults: &mut Vec<Fault>,
    ) -> Option<String> {
        let (kind, line) = (mapping.kind, row.line);
        let at = |of: &'static str| column(&mapping.fields, of);
        let need = match kind {
            Kind::Match => row.says.get("need").and_then(Value::as_str).map(str::to_owned),
            Kind::Placement => Some(row.own("need").to_owned()),
            _ => None,
        };
        let candidate = person.and_then(|person| self.candidate(book, (kind, need.as_deref()), &person));
        let put = |says: &mut Value, of: &str, value: String| {
            if let Value::Object(says) = says {
                says.insert(of.to_owned(), value.into());
            }
        };
        match kind {
            // Whose a record is stays here: where a row does not say it, it is of the record that its id names.
            Kind::Candidate if person.is_none() && book.get(kind, row.own("id")).is_none() => {
                faults.push(Fault::new(line, at("person"), "", "the id of the person whose candidacy it is"));
            }
            Kind::Candidate if candidate.as_deref().is_some_and(|own| !["", own].contains(&row.own("id"))) => {
                faults.push(Fault::new(line, at("id"), row.own("id"), "the id of the person's candidacy, or nothing"));
            }
            Kind::Match | Kind::Placement if person.is_some() && candidate.is_none() => {
                faults.push(Fault::new(line, at("person"), "", "the id of a person who is a candidate"));
            }
            Kind::Match => {
                if let Some(candidate) = &candidate {
                    put(&mut row.says, "candidate", candidate.clone());
                }
            }
            Kind::Placement => {
                if let Some(candidate) = &candidate {
                    match matched(book, row.own("need"), candidate) {
                        Some(of) => put(&mut row.says, "match", of),
                        None => faults.push(Fault::new(
                            line,
                            at("need"),
                            row.own("need"),
                            "a need that the person is matched with",
                        )),
                    }
                }
            }
            _ => {}
        }
        candidate
    }

    /// The candidate that a person is, or, as a row of candidates, will be when written: what is written of a candidate is of one id, and
    /// what leans on one is of the person. What stands with a need already is meant where a need is.
    fn candidate(&self, book: &Book, (kind, need): (Kind, Option<&str>), person: &Pseudonym) -> Option<String> {
        let own = |id: &str| book.candidates_of(person).any(|record| record.id == id);
        let known: Vec<_> = match kind {
            Kind::Candidate => book.candidates_of(person).collect(),
            _ => book.candidacies_of(person).collect(),
        };
        let is_matched = |id: &str| need.is_some_and(|need| matched(book, need, id).is_some());
        // One that stands before those that are void, this id's own before those of others that are judged the same person's, and of these
        // the last: what is judged may be taken back.
        let meant = known.into_iter().max_by_key(|record| {
            (is_matched(&record.id), !record.now.state.is_void(), own(&record.id), record.changed_at)
        });
        let anew = || (kind == Kind::Candidate).then(|| self.node.keys.candidate(person, &(self.directory.random)()));
        meant.map(|record| record.id.clone()).or_else(anew)
    }
}

/// What is wrong with fields: which, what was expected, and what stands there.
type Wrong = Vec<(String, String, Value)>;

/// The id of a row's record and what that says: of one that stands there, with all that the table has no column for.
fn named_as(
    book: &Book,
    mapping: &Mapping,
    (own_id, says): (String, Value),
    (candidate, state): (Option<String>, Option<State>),
    read: impl Fn(Value) -> Result<Content, Wrong>,
) -> Result<(String, Content), Wrong> {
    let kind = mapping.kind;
    // A candidate is found by the person, whatever else the row says.
    let of_person = candidate.as_ref().filter(|_| kind == Kind::Candidate && own_id.is_empty()).cloned();
    let own_id = of_person.unwrap_or(own_id);
    if let Some(there) = book.get(kind, &own_id) {
        return Ok((own_id, read(with(there, says, mapping))?));
    }
    let content = read(says.clone())?;
    if !own_id.is_empty() {
        return Ok((own_id, content));
    }
    let id = id_of(book, &content, state);
    match book.get(kind, &id) {
        Some(there) => Ok((id, read(with(there, says, mapping))?)),
        None => Ok((id, content)),
    }
}

/// What a record says with what a row says of it. A cell that is empty takes its field away; what the table has no column for stays.
fn with(there: &Record, row: Value, mapping: &Mapping) -> Value {
    let mut says = there.now.content.value();
    for field in mapping.fields.iter().filter(|field| !mapping.own().contains(&field.of.as_str())) {
        remove(&mut says, &field.of);
    }
    add(&mut says, row);
    says
}

/// Takes a field away by its path; of a list all of it.
fn remove(says: &mut Value, path: &str) {
    let Value::Object(fields) = says else { return };
    match path.split_once('.') {
        Some((field, below)) if fields.get(field).is_some_and(Value::is_object) => {
            if let Some(within) = fields.get_mut(field) {
                remove(within, below);
                // Of what has no field left nothing is said.
                if within.as_object().is_some_and(serde_json::Map::is_empty) {
                    fields.remove(field);
                }
            }
        }
        parts => drop(fields.remove(parts.map_or(path, |(field, _)| field))),
    }
}

fn add(says: &mut Value, row: Value) {
    match (says, row) {
        (Value::Object(fields), Value::Object(row)) => {
            for (name, value) in row {
                add(fields.entry(name).or_insert(Value::Null), value);
            }
        }
        (says, row @ (Value::Object(_) | Value::Array(_) | Value::String(_) | Value::Number(_) | Value::Bool(_))) => {
            *says = row;
        }
        (_, Value::Null) => {}
    }
}

/// What names a record whose row does not: what it is of. Where one was void, the row means another one, unless it says that it is void, or
/// says no state and nothing else than that one.
fn id_of(book: &Book, content: &Content, state: Option<State>) -> String {
    let parts: Vec<String> = match content {
        Content::Match(of) => vec![of.need.clone(), of.candidate.clone()],
        Content::Observation(of) => {
            let (moment, voice) = (of.moment.name().to_lowercase(), of.voice.map(|voice| format!("v{voice}")));
            [Some(of.placement.clone()), Some(of.indicator.clone()), Some(moment), voice]
                .into_iter()
                .flatten()
                .collect()
        }
        _ => return String::new(),
    };
    if let Some(stands) = standing(book, content) {
        return stands;
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let is_there = |id: &String| book.get(content.kind(), id).is_some();
    let says_so = |id: &String| book.get(content.kind(), id).is_some_and(|of| says(&of.now.content, content));
    let last = numbered(&parts).take_while(is_there).last();
    match last.filter(|id| state.map_or_else(|| says_so(id), State::is_void)) {
        Some(void) => void,
        None => numbered(&parts).find(|id| !is_there(id)).unwrap_or_default(),
    }
}

/// The record of the same that is not void.
fn standing(book: &Book, content: &Content) -> Option<String> {
    match content {
        Content::Match(of) => matched(book, &of.need, &of.candidate),
        Content::Observation(of) => {
            let mut own = book.leaning((Kind::Placement, &of.placement), Kind::Observation);
            let is_same = |other: &&Arc<Record>| {
                !other.now.state.is_void()
                    && matches!(other.now.content.as_ref(), Content::Observation(other) if other.is_again(of))
            };
            own.find(is_same).map(|of| of.id.clone())
        }
        _ => None,
    }
}

/// The match of a need with a candidate that is not void.
fn matched(book: &Book, need: &str, candidate: &str) -> Option<String> {
    let of_need = book.leaning((Kind::Need, need), Kind::Match).filter(|of| !of.now.state.is_void());
    let mut own =
        of_need.filter(|of| matches!(of.now.content.as_ref(), Content::Match(of) if of.candidate == candidate));
    own.next().map(|of| of.id.clone())
}

/// Whether a record says what a row does. What a match says is not written anew: a file that names it decides on it.
fn says(now: &Content, row: &Content) -> bool {
    now == row || now.kind() == Kind::Match && now.leans_on() == row.leans_on()
}

/// What must be done so that a record is as its row says. What is done to one that stands there is meant for it as it was read.
pub(super) fn wanted(book: &Book, taken: Taken, mapping: &Mapping) -> Result<Vec<Wish>, Fault> {
    let Taken { line, id, content, person, state, why } = taken;
    let kind = content.kind();
    let there = book.get(kind, &id);
    let mut does = Vec::new();
    if there.is_none_or(|record| !says(&record.now.content, &content)) {
        does.push(if there.is_none() { Does::Record(content, person) } else { Does::Change(content) });
    }
    let from = there.map_or(first(kind), |record| record.now.state);
    let at = |of: &'static str| column(&mapping.fields, of);
    let steps = match state {
        None => Vec::new(),
        Some(to) => {
            let none = || Fault::new(line, at("state"), to.name(), format!("a state that {} leads to", from.name()));
            way(kind, from, to).ok_or_else(none)?
        }
    };
    let stands = there.and_then(|record| record.now.why);
    if let Some(why) = why.filter(|why| stands != Some(*why) && !steps.iter().any(|step| step.needs_why())) {
        let expected = match stands {
            Some(stands) => {
                format!("{}, as it stands: undo the step, and do it again for another reason", stands.name())
            }
            None => "nothing: no step that leads to this state has a reason".to_owned(),
        };
        return Err(Fault::new(line, at("why"), why.name(), expected));
    }
    does.extend(steps.into_iter().map(|step| Does::Move(step, why.filter(|_| step.needs_why()))));
    let mut version = there.map(|record| record.version);
    let wish = |does| Wish { kind, id: id.clone(), does, version: version.take() };
    Ok(does.into_iter().map(wish).collect())
}
