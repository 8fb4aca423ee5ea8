//! An answer against its question. What this file decides: which figures are believed to be an answer at all.

use super::{Breach, Silence};
use crate::items::rank;
use crate::told::{Row, Told};
use schema::answer::{Dataflow, NodeAnswer};
use schema::ask::{Filter, MOST_CODES, Question};
use schema::concept::{Axis, MISSING};
use schema::coverage::Outcome;
use schema::figure::NodeFigure;
use schema::provenance::{ItemSource, Source};
use schema::study::StudyWave;
use std::collections::HashSet;

#[cfg(test)]
mod tests;

/// The longest reason, in characters.
const MOST_REASON: usize = 500;
/// The longest text of a source, in characters.
const MOST_TEXT: usize = 4000;
/// A figure over this is nonsense, and adding up such figures would leave what a float can hold.
const MOST_FIGURE: f64 = 1e18;

/// Reads an answer, and refuses one that does not fit the question or contradicts itself.
pub fn check(question: &Question, answer: NodeAnswer) -> Result<Told, Silence> {
    let texts = answer.reason.iter().chain([&answer.answered_at, &answer.signature]);
    if !texts.into_iter().all(|text| is_plain(text, MOST_REASON, false)) {
        return Err(Breach::Text.into());
    }
    match (answer.outcome, answer.source) {
        (Outcome::Answered, Some(source)) => {
            check_source(question, &source)?;
            let (answered_at, signature) = (answer.answered_at, answer.signature);
            Ok(Told { rows: rows(question, &source.items, answer.figures)?, source, answered_at, signature })
        }
        (Outcome::Answered, None) => Err(Breach::Contradiction.into()),
        (Outcome::Declined | Outcome::NotPublished, _) if !answer.figures.is_empty() => {
            Err(Breach::Contradiction.into())
        }
        (Outcome::Declined, _) => Err(Silence::Declined(answer.reason)),
        (Outcome::NotPublished, _) => Err(Silence::NotPublished(answer.reason)),
        (claimed, _) => Err(Breach::Claim(claimed).into()),
    }
}

fn check_source(question: &Question, source: &Source) -> Result<(), Breach> {
    let other_period = question.at().is_some_and(|at| at != source.reference_period);
    let study = source.study.as_ref().map(|wave| &wave.study);
    let other_study = question.study().is_some_and(|asked| study != Some(asked));
    if source.dataset != question.dataset() || other_period || other_study {
        return Err(Breach::OtherSource);
    }
    if !source.consent_share.is_none_or(|share| (0.0..=1.0).contains(&share)) {
        return Err(Breach::Figure);
    }
    let names = [&source.release, &source.reference_period, &source.published_at, &source.signature];
    let prose = [&source.title, &source.producer, &source.method];
    let notes = source.fits.iter().filter_map(|fit| fit.note.as_ref());
    let notes = notes.chain(&source.note).chain(&source.bound).chain(&source.unit);
    let plain = names.into_iter().all(|name| !name.is_empty() && is_plain(name, MOST_REASON, false))
        && prose.into_iter().chain(notes).all(|text| is_plain(text, MOST_TEXT, true));
    let asked = question.axes().into_iter().filter_map(Axis::item);
    if !asked.eq(source.items.iter().map(|said| said.item)) {
        return Err(Breach::OtherSource);
    }
    let plain = plain && source.items.iter().all(is_plain_item) && source.study.as_ref().is_none_or(is_plain_wave);
    if plain { Ok(()) } else { Err(Breach::Text) }
}

/// The most entries of a list that a study gives.
const MOST_LISTED: usize = 300;

/// Whether what a study says of itself can be shown as it is.
pub(super) fn is_plain_wave(wave: &StudyWave) -> bool {
    let names = [&wave.title, &wave.owner, &wave.fieldwork_from, &wave.fieldwork_to, &wave.questionnaire];
    let lists = [&wave.destinations, &wave.languages];
    let weights = wave.weights.iter().flat_map(|weight| [&weight.variable, &weight.domain]);
    let prose = weights.chain(&wave.break_before).chain([&wave.universe]).chain(lists.into_iter().flatten());
    names.into_iter().all(|name| is_plain(name, MOST_REASON, false))
        && prose.into_iter().all(|text| is_plain(text, MOST_TEXT, true))
        && lists.iter().all(|list| list.len() <= MOST_LISTED)
        && wave.weights.len() <= MOST_LISTED
        && wave.modes.len() <= MOST_LISTED
}

/// Whether what is said of an item can be shown as it is.
fn is_plain_item(said: &ItemSource) -> bool {
    let texts = said.codes.iter().flat_map(|known| [&known.code, &known.label]).chain(&said.note);
    !said.text.is_empty()
        && texts.chain([&said.text]).all(|text| is_plain(text, MOST_TEXT, true))
        // Beside its own codes, why there is none.
        && said.codes.len() <= MOST_CODES + MISSING.len()
}

/// Whether what a node says of its data can be shown as it is.
pub(super) fn is_plain_flow(flow: &Dataflow) -> bool {
    let waves = flow.waves.iter();
    is_plain(&flow.title, MOST_TEXT, true)
        && flow.reference_periods.iter().all(|period| is_plain(period, MOST_REASON, false))
        && waves.clone().flat_map(|wave| &wave.items).all(is_plain_item)
        && waves.filter_map(|wave| wave.wave.as_ref()).all(is_plain_wave)
}

/// Whether a text can be shown as it is.
pub(super) fn is_plain(text: &str, most: usize, lines: bool) -> bool {
    text.chars().take(most + 1).count() <= most && !text.chars().any(|c| c.is_control() && !(lines && c == '\n'))
}

/// Reads the figures into rows, sorted by the codelists.
fn rows(question: &Question, items: &[ItemSource], figures: Vec<NodeFigure>) -> Result<Vec<Row>, Breach> {
    let columns: Vec<Column> = question.by().iter().map(|axis| Column::of(question, items, *axis)).collect();
    let mut ranked = Vec::with_capacity(figures.len());
    for figure in figures {
        let ranks = ranks(&columns, &figure.codes)?;
        if [figure.value, figure.upper, figure.base].into_iter().flatten().any(|number| number > MOST_FIGURE) {
            return Err(Breach::Figure);
        }
        ranked.push((ranks, Row::read(figure, question.measure().kind).ok_or(Breach::Figure)?));
    }
    ranked.sort_by(|(one, _), (other, _)| one.cmp(other));
    if ranked.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
        return Err(Breach::Twice);
    }
    Ok(ranked.into_iter().map(|(_, row)| row).collect())
}

fn ranks(columns: &[Column], codes: &[String]) -> Result<Vec<usize>, Breach> {
    if codes.len() != columns.len() {
        return Err(Breach::Codes);
    }
    codes.iter().zip(columns).map(|(code, column)| column.rank(code).ok_or(Breach::Codes)).collect()
}

/// An axis of the rows, with the codes that the question lets through.
struct Column<'a> {
    axis: Axis,
    items: &'a [ItemSource],
    filter: Option<&'a Filter>,
    through: HashSet<&'a str>,
}

impl<'a> Column<'a> {
    fn of(question: &'a Question, items: &'a [ItemSource], axis: Axis) -> Self {
        let filter = question.filter(axis);
        // A group named in a filter may come as its members, or as itself from a country that knows no finer.
        let named = filter.iter().flat_map(|filter| &filter.codes);
        let through = named.flat_map(|code| axis.leaves(code).into_iter().chain([code.as_str()])).collect();
        Self { axis, items, filter, through }
    }

    fn rank(&self, code: &str) -> Option<usize> {
        let passes = self.filter.is_none() || self.through.contains(code);
        // What a filter names and the country does not have comes too, as not asked there.
        let named = || Some(MOST_CODES + MISSING.len() + self.filter?.codes.iter().position(|named| named == code)?);
        if passes { rank(self.items, self.axis, code).or_else(named) } else { None }
    }
}
