//! A citation as another reads it than the member that was given it: what was cited, what its countries say to the reader of the same
//! today, and whether it holds. A country decides anew for each reader; what it said then is told beside it only to those to whom it may
//! be: a figure is of persons who agreed to be told of to the one who asked, and that agreement may not reach the reader. Pure.

use super::document::{CountryAnswer, Document};
use crate::absence::Absence;
use crate::country::check;
use crate::fetch::Reply;
use crate::registry::{Member, Node, Registry};
use crate::told::{Row, Told};
use schema::ask::Question;
use schema::audience::Audience;
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::error::Sayable;
use schema::member::MemberCode;
use schema::provenance::Source;
use std::sync::Arc;

/// A citation, with what is asked again for it.
#[derive(Clone, Debug)]
pub struct Again {
    /// What was kept.
    pub document: Arc<Document>,
    /// The question as each country was asked it.
    pub question: Question,
}

/// One country's part in a citation.
#[derive(Clone, Debug)]
pub struct Part {
    /// The country.
    pub member: Arc<Member>,
    /// Where the figures that were cited come from; nothing where the file does not say it.
    pub source: Option<Source>,
    /// What was cited, or why the reader is not told.
    pub cited: Result<Told, String>,
    /// What the country says to the reader today.
    pub today: Reply,
    /// Whether it holds; nothing where that is not known.
    pub holds: Option<bool>,
}

impl Again {
    /// A citation that is read again. What was kept was once a question that could be asked.
    pub fn of(document: Arc<Document>) -> Result<Self, Sayable> {
        let question = Question::new(document.question.clone())?;
        Ok(Self { document, question })
    }

    /// What is asked of whom: of each country that answered, the same question, of the very wave and period that it answered from. Whether
    /// there is a later wave by now makes a figure neither true nor false.
    pub fn asked(&self, registry: &Registry) -> Vec<(Arc<Node>, Arc<Question>)> {
        let of = |said: &CountryAnswer| {
            let node = registry.node(said.country)?;
            let source = said.answer.source.as_ref()?;
            let study = source.study.as_ref().map(|wave| wave.study.clone());
            let question = self.question.of_wave(source.reference_period.clone(), study);
            Some((Arc::clone(node), Arc::new(question)))
        };
        self.document.answers.iter().filter_map(of).collect()
    }

    /// Each country's part, from what they say to the reader today.
    pub fn parts(&self, reader: MemberCode, came: &[(Arc<Node>, Reply)]) -> Vec<Part> {
        let of = |said: &CountryAnswer| {
            let found = came.iter().find(|(node, _)| node.member.code == said.country);
            match found {
                Some((node, today)) => self.part(reader, said, Arc::clone(&node.member), today.clone()),
                None => self.part(reader, said, Arc::new(nobody(said.country)), Err(gone(said.country))),
            }
        };
        self.document.answers.iter().map(of).collect()
    }

    fn part(&self, reader: MemberCode, said: &CountryAnswer, member: Arc<Member>, today: Reply) -> Part {
        let (country, asked_by) = (said.country, self.document.asked_by);
        let cited = match (check(&self.question, said.answer.clone()), &today) {
            (_, Err(absence)) => Err(absence.reason.clone()),
            (Err(_), Ok(_)) => Err("What was cited does not read any more.".to_owned()),
            (Ok(cited), Ok(told)) => {
                let reaches = Audience::of(reader, country) <= Audience::of(asked_by, country);
                if is_same(&cited, told) {
                    Ok(cited)
                } else if !reaches {
                    Err(of_others(&member, asked_by))
                } else if tells_more(&cited, told) {
                    Err(withheld(&member))
                } else {
                    Ok(cited)
                }
            }
        };
        let source = said.answer.source.clone();
        let holds = today.as_ref().ok().map(|told| {
            let stands = source.as_ref().is_some_and(|source| is_of(source, &told.source));
            stands || cited.as_ref().is_ok_and(|cited| is_same(cited, told))
        });
        Part { member, source, cited, today, holds }
    }
}

/// Whether all of a citation holds: false where one part does not, nothing where that of none is known to be otherwise and of one is not
/// known.
pub fn holds(parts: &[Part]) -> Option<bool> {
    // Of nobody's answer nothing is known.
    if parts.is_empty() {
        return None;
    }
    if parts.iter().any(|part| part.holds == Some(false)) {
        return Some(false);
    }
    parts.iter().map(|part| part.holds).collect::<Option<Vec<bool>>>().map(|_| true)
}

/// Whether the release that was cited is the one that answers today.
fn is_of(cited: &Source, today: &Source) -> bool {
    (&cited.release, &cited.signature) == (&today.release, &today.signature)
}

/// Whether two answers say the same.
fn is_same(one: &Told, other: &Told) -> bool {
    one.rows == other.rows
}

/// Whether one answer has a figure where another has none: what is withheld today is told to nobody who was not told it before.
fn tells_more(cited: &Told, today: &Told) -> bool {
    let of = |row: &Row| today.rows.iter().find(|other| other.codes() == row.codes());
    let mut told = cited.rows.iter().filter(|row| row.estimate().value().is_some());
    told.any(|row| of(row).is_none_or(|today| today.estimate().value().is_none()))
}

fn withheld(member: &Member) -> String {
    format!(
        "Of what is cited of {} something is withheld today; what it says to your member stands beside it.",
        member.name
    )
}

fn of_others(member: &Member, asked_by: MemberCode) -> String {
    let name = &member.name;
    format!(
        "What {name} said to {asked_by} tells of persons who agreed to that and may not have agreed to more; what it says to your member \
         stands beside it."
    )
}

fn gone(country: CountryCode) -> Absence {
    Absence { outcome: Outcome::Unreachable, reason: format!("{country} is no member any more that could be asked.") }
}

fn nobody(country: CountryCode) -> Member {
    Member { code: country, name: country.to_string(), datasets: Vec::new() }
}
