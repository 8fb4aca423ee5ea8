//! Whether an event may be the next: what a record asks of others in each state, and what others ask of it.

use super::book::Book;
use super::content::Content;
use super::event::{Did, Event};
use super::fault::Fault;
use super::indicator::{FOLLOW_ON, Level};
use super::known::Known;
use super::matched::Match;
use super::need::Need;
use super::observation::{A_YEAR_LATER, Moment, Observation};
use super::placement::Placement;
use super::pool;
use super::record::{Record, Standing};
use crate::matching::eligible::obstacles;
use crate::matching::need::Mode;
use crate::record_key::Pseudonym;
use chrono::{Days, NaiveDate};
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use std::sync::Arc;

impl Book {
    /// The match that an event writes, decides for, tells to the person or takes up again: then the person's consent and the hard conditions
    /// are asked anew.
    fn begins(&self, (kind, id): (Kind, &str), did: &Did) -> Option<Arc<Content>> {
        let record = self.get(kind, id);
        match did {
            Did::Recorded(content) => Some(Arc::clone(content)),
            Did::Moved(Step::Accept | Step::Contact, _) => Some(Arc::clone(&record?.now.content)),
            Did::Undone => {
                let next = record?.next(did).ok()?;
                let is_taken_up = record?.now.state.is_void() && !next.state.is_void();
                is_taken_up.then_some(next.content)
            }
            _ => None,
        }
    }

    /// Whose consent an event asks for.
    pub fn asks_consent_of(&self, of: (Kind, &str), did: &Did) -> Option<Pseudonym> {
        let begins = self.begins(of, did)?;
        let Content::Match(Match { candidate, .. }) = begins.as_ref() else { return None };
        self.get(Kind::Candidate, candidate)?.person
    }

    /// Whether a placement keeps days from others that it did not keep before, as where what ended it, or made it shorter, is undone.
    fn takes_days_again(&self, name: (Kind, &str), next: &Standing) -> bool {
        let Some(next) = keeping(next) else { return false };
        let takes = |former: &Placement| next.of != former.of || next.from < former.from || last(next) > last(former);
        self.get(name.0, name.1).is_some_and(|record| keeping(&record.now).is_none_or(takes))
    }

    /// Whether a placement that is over may go on again: only while somebody is there who serves.
    fn may_reopen(&self, (kind, id): (Kind, &str), to: State) -> Result<(), Fault> {
        let Some(record) = self.get(kind, id).filter(|record| record.now.state.is_over() && !to.is_over()) else {
            return Ok(());
        };
        let Content::Placement(placement) = record.now.content.as_ref() else { return Ok(()) };
        let candidate = self.match_of(placement).map(|of| of.candidate.clone());
        match candidate.filter(|candidate| self.get(Kind::Candidate, candidate).is_none()) {
            Some(erased) => Err(Fault::Lacks(Kind::Candidate, erased)),
            None => Ok(()),
        }
    }

    /// Whether an event may be the next of a record.
    pub fn judge(&self, (kind, id): (Kind, &str), event: &Event, known: &Known<'_>) -> Result<(), Fault> {
        if let Did::Recorded(content) | Did::Changed(content) = &event.did {
            let faults: Vec<String> = content.faults().iter().map(ToString::to_string).collect();
            if !faults.is_empty() {
                return Err(Fault::Content(faults.join("; ")));
            }
            if let Content::Need(need) = content.as_ref() {
                known.takes(need, self.get(kind, id).and_then(|record| record.now.content.need()))?;
            }
        }
        let next = match (self.get(kind, id), &event.did) {
            (None, Did::Recorded(content)) => Record::recorded(id, content, event).now,
            (None, _) => return Err(Fault::NotThere),
            (Some(record), did) => record.next(did)?,
        };
        match next.content.as_ref() {
            Content::Placement(_) if event.did == Did::Undone => self.may_reopen((kind, id), next.state)?,
            // By an undo too a unit can come back in which nothing was measured.
            Content::Indicator(indicator) => self.still_measures(id, indicator)?,
            Content::Observation(of) => self.is_measured_by((kind, id), of, next.state)?,
            _ => {}
        }
        let takes_days = matches!(event.did, Did::Recorded(_) | Did::Changed(_) | Did::Moved(Step::Start, _))
            || self.takes_days_again((kind, id), &next);
        let view = View { book: self, name: (kind, id), next: &next, takes_days, person: event.person, known };
        if let Some(begins) = self.begins((kind, id), &event.did)
            && let Content::Match(of) = begins.as_ref()
        {
            view.may_begin(of)?;
        }
        view.holds((kind, id), &next)?;
        view.leaning_holds((kind, id))?;
        // A match whose placement goes on again has its candidate again.
        match next.content.as_ref() {
            Content::Placement(Placement { of, .. }) => match self.get(Kind::Match, of) {
                Some(of) => view.holds((Kind::Match, &of.id), &of.now),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

/// The records as they would be.
struct View<'a> {
    book: &'a Book,
    name: (Kind, &'a str),
    next: &'a Standing,
    /// Whether a placement is meant for its days from now on.
    takes_days: bool,
    person: Option<Pseudonym>,
    known: &'a Known<'a>,
}

impl<'a> View<'a> {
    /// Whether all that leans on a record, and on that, may stand as it does.
    fn leaning_holds(&self, on: (Kind, &str)) -> Result<(), Fault> {
        for leaning in self.book.all_leaning(on).filter(|leaning| !leaning.now.state.is_void()) {
            let name = (leaning.now.content.kind(), leaning.id.as_str());
            self.holds(name, &leaning.now)
                .map_err(|fault| Fault::LeantOn(name.0, name.1.to_owned(), Box::new(fault)))?;
            self.leaning_holds(name)?;
        }
        Ok(())
    }

    /// Whether a match still keeps its candidate, as the records would be.
    fn is_open(&self, id: &str) -> bool {
        !self.others((Kind::Match, id), Kind::Placement, "").any(|(_, of)| of.state.is_over())
    }

    fn get(&self, kind: Kind, id: &str) -> Option<&'a Standing> {
        if self.name == (kind, id) { Some(self.next) } else { self.book.get(kind, id).map(|record| &record.now) }
    }

    fn need(&self, id: &str) -> Option<&'a Need> {
        match self.get(Kind::Need, id)?.content.as_ref() {
            Content::Need(need) => Some(need),
            _ => None,
        }
    }

    fn placement(&self, id: &str) -> Option<&'a Placement> {
        match self.get(Kind::Placement, id)?.content.as_ref() {
            Content::Placement(placement) => Some(placement),
            _ => None,
        }
    }

    /// Other records of a kind that lean on one and are not void.
    fn others(&self, on: (Kind, &str), of: Kind, id: &str) -> impl Iterator<Item = (&'a str, &'a Standing)> {
        let others = self.book.leaning(on, of).filter(move |other| other.id != id);
        let standing = move |other: &'a Arc<Record>| Some((other.id.as_str(), self.get(of, &other.id)?));
        others.filter_map(standing).filter(|(_, standing)| !standing.state.is_void())
    }

    /// Whether a record may stand so, among the others.
    fn holds(&self, (kind, id): (Kind, &str), standing: &Standing) -> Result<(), Fault> {
        let Standing { state, content, .. } = standing;
        if state.is_void() {
            return Ok(());
        }
        for (_, on, of) in content.leans_on() {
            let wanted = wanted(kind, *state, on);
            match self.get(on, of) {
                // Whose placement was agreed on may be erased since.
                None if (kind, *state, on) == (Kind::Match, State::Agreed, Kind::Candidate) && self.is_placed(id) => {}
                None => return Err(Fault::Lacks(on, of.to_owned())),
                Some(found) if wanted.contains(&found.state) => {}
                Some(_) if on == Kind::Candidate && !self.is_open(id) => {}
                Some(found) => return Err(Fault::NotReady { kind: on, id: of.to_owned(), state: found.state, wanted }),
            }
        }
        let today = self.known.today;
        match content.as_ref() {
            Content::Candidate(_) => self.one_person(id),
            Content::Match(of) => self.positions(id, of, *state),
            Content::Placement(placement) => self.placed(id, placement, *state),
            Content::Compensation(of) if *state == State::Paid => {
                come("paidOn", of.paid_on.ok_or(Fault::Unsaid("paidOn"))?.0, today)
            }
            Content::Reintegration(of) => {
                let placement = self.placement(&of.placement);
                if placement.is_some_and(|placement| placement.mode.0 != Mode::Permanent) {
                    return Err(Fault::NotPermanent);
                }
                if *state != State::Completed {
                    return Ok(());
                }
                of.outcome.ok_or(Fault::Unsaid("outcome"))?;
                come("on", of.on.0, today)
            }
            Content::Observation(of) => self.moment(id, of),
            Content::Need(_) | Content::Compensation(_) | Content::Indicator(_) => Ok(()),
        }
    }

    fn one_person(&self, id: &str) -> Result<(), Fault> {
        let of = self.book.get(Kind::Candidate, id).and_then(|record| record.person);
        let person = of.or(self.person).ok_or(Fault::Nobody)?;
        let mut others = self.book.candidacies_of(&person).filter(|other| other.id != id && !other.now.state.is_void());
        if others.next().is_some() { Err(Fault::Known) } else { Ok(()) }
    }

    /// Whether a placement came of a match.
    fn is_placed(&self, id: &str) -> bool {
        self.others((Kind::Match, id), Kind::Placement, "").next().is_some()
    }

    /// Whether the person agrees, and every hard condition is met. Whom there is not, and what is not asked for, stops it elsewhere.
    fn may_begin(&self, of: &Match) -> Result<(), Fault> {
        let Some(candidate) = self.book.get(Kind::Candidate, &of.candidate) else { return Ok(()) };
        self.known.consent?;
        let own = self.book.candidacies_with(&of.candidate);
        // What was begun under two ids before they were known to be one person's goes on.
        let is_own = |other: &Standing| matches!(other.content.as_ref(), Content::Match(other) if own.contains(&other.candidate.as_str()));
        let mut others = self.others((Kind::Need, &of.need), Kind::Match, self.name.1);
        if let Some((other, _)) = others.find(|(_, other)| is_own(other)) {
            return Err(Fault::Twice(other.to_owned()));
        }
        let Some(need) = self.need(&of.need) else { return Ok(()) };
        let Content::Candidate(person) = candidate.now.content.as_ref() else { return Ok(()) };
        let served = pool::Served::of(self.book, &candidate.id);
        let found = obstacles(&pool::need(need, 0, need.positions), &pool::candidate(person, 0, served));
        if found.is_empty() { Ok(()) } else { Err(Fault::Obstacles(found)) }
    }

    fn positions(&self, id: &str, of: &Match, state: State) -> Result<(), Fault> {
        let others = || self.others((Kind::Need, &of.need), Kind::Match, id);
        let same = |other: &Standing| matches!(other.content.as_ref(), Content::Match(other) if other.candidate == of.candidate);
        if let Some((other, _)) = others().find(|(_, other)| same(other)) {
            return Err(Fault::Twice(other.to_owned()));
        }
        let is_decided = |state: State| matches!(state, State::Accepted | State::Contacted | State::Agreed);
        let taken = others().filter(|(id, other)| is_decided(other.state) && self.takes_position(id)).count()
            + usize::from(is_decided(state));
        let positions = self.need(&of.need).map_or(u16::MAX, |need| need.positions.get());
        if taken <= usize::from(positions) { Ok(()) } else { Err(Fault::Taken(positions)) }
    }

    fn placed(&self, id: &str, placement: &Placement, state: State) -> Result<(), Fault> {
        if let Some((other, _)) = self.others((Kind::Match, &placement.of), Kind::Placement, id).next() {
            return Err(Fault::Placed(other.to_owned()));
        }
        if let Some(Standing { content, .. }) = self.get(Kind::Match, &placement.of)
            && let Content::Match(of) = content.as_ref()
        {
            let need = self.need(&of.need);
            if let Some(need) = need.filter(|need| need.mode != placement.mode) {
                return Err(Fault::OtherMode(need.mode.0.name()));
            }
            if let Some(need) = need.filter(|need| placement.from < need.requested_on) {
                return Err(Fault::BeforeAsked(need.requested_on.0));
            }
            // What was begun under two ids before they were known to be one person's can be ended as it was.
            let begins = self.takes_days && self.name == (Kind::Placement, id);
            let others: Vec<_> = if begins {
                self.book.placements_of(&of.candidate).collect()
            } else {
                self.book.placements_under_id_of(&of.candidate).collect()
            };
            let mut others = others.into_iter().filter(|other| other.id != id);
            let at_once = |other: &&Arc<Record>| match other.now.content.as_ref() {
                Content::Placement(of) => {
                    of.keeps_from_others(other.now.state)
                        && placement.keeps_from_others(state)
                        && overlap(of, placement)
                }
                _ => false,
            };
            if let Some(other) = others.find(at_once) {
                return Err(Fault::Busy(other.id.clone()));
            }
            if begins && let Some((programme, other)) = self.book.elsewhere(&of.candidate).find(|(_, of)| at_once(of)) {
                return Err(Fault::BusyElsewhere(programme.to_owned(), other.id.clone()));
            }
        }
        match state {
            State::Started => come("from", placement.from.0, self.known.today),
            State::Completed | State::BrokenOff => {
                come("until", placement.until.unwrap_or(placement.from).0, self.known.today)
            }
            _ => Ok(()),
        }
    }

    /// Whether a match takes a position of its need, as the records would be.
    fn takes_position(&self, id: &str) -> bool {
        !self.others((Kind::Match, id), Kind::Placement, "").any(|(_, of)| of.state == State::BrokenOff)
    }

    /// Whether a value is one of its indicator's, and of one of those who say it.
    fn value(&self, of: &Observation) -> Result<(), Fault> {
        let Some(Content::Indicator(indicator)) =
            self.get(Kind::Indicator, &of.indicator).map(|of| of.content.as_ref())
        else {
            return Ok(());
        };
        if of.indicator == FOLLOW_ON && of.moment == Moment::T2 && !of.value.0.is_zero() && of.value != Exact(1.into())
        {
            return Err(Fault::Value("1 where the cooperation goes on, else 0".to_owned()));
        }
        if !indicator.has(of.value) {
            return Err(Fault::Value(indicator.values()));
        }
        let is_one = indicator.level == Level::Participant || of.indicator == FOLLOW_ON;
        if is_one && of.voice.is_some() { Err(Fault::OneVoice) } else { Ok(()) }
    }

    fn moment(&self, id: &str, of: &Observation) -> Result<(), Fault> {
        come("on", of.on.0, self.known.today)?;
        self.value(of)?;
        let same = |(_, other): &(&str, &Standing)| matches!(other.content.as_ref(), Content::Observation(other) if other.is_again(of));
        if let Some((other, _)) = self.others((Kind::Placement, &of.placement), Kind::Observation, id).find(same) {
            return Err(Fault::Measured(other.to_owned()));
        }
        let Some(placement) = self.placement(&of.placement) else { return Ok(()) };
        let is_over = self.get(Kind::Placement, &of.placement).is_some_and(|placement| placement.state.is_over());
        if of.moment != Moment::T0 && !is_over {
            return Err(Fault::GoesOn(of.placement.clone()));
        }
        // One who stays for good is asked as of the first day.
        let last = placement.until.unwrap_or(placement.from).0;
        let year = last.checked_add_days(Days::new(A_YEAR_LATER.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        let fits = match of.moment {
            Moment::T0 => of.on <= placement.from,
            Moment::T1 => of.on.0 >= last,
            Moment::T2 => of.on.0 >= year,
        };
        if fits { Ok(()) } else { Err(Fault::Moment(of.moment)) }
    }
}

/// In which states a record must be that another one leans on.
const fn wanted(kind: Kind, state: State, on: Kind) -> &'static [State] {
    match (kind, state, on) {
        (Kind::Match, State::Agreed, Kind::Need) => &[State::Qualified, State::Closed],
        (Kind::Match, _, Kind::Need) => &[State::Qualified],
        (Kind::Match, ..) => &[State::Selected],
        (Kind::Placement, ..) => &[State::Agreed],
        // What was paid for a placement that did not come about was paid.
        (Kind::Compensation, State::Paid, _) => {
            &[State::Planned, State::Started, State::Completed, State::BrokenOff, State::Cancelled]
        }
        (_, _, Kind::Indicator) => &[State::Kept],
        _ => &[State::Planned, State::Started, State::Completed, State::BrokenOff],
    }
}

fn come(field: &'static str, day: NaiveDate, today: NaiveDate) -> Result<(), Fault> {
    if day <= today { Ok(()) } else { Err(Fault::NotYet(field, today)) }
}

/// A placement that keeps its days from others.
fn keeping(standing: &Standing) -> Option<&Placement> {
    match standing.content.as_ref() {
        Content::Placement(placement) if placement.keeps_from_others(standing.state) => Some(placement),
        _ => None,
    }
}

/// A placement's last day; of one that is for good there is none.
fn last(of: &Placement) -> NaiveDate {
    of.until.map_or(NaiveDate::MAX, |until| until.0)
}

/// Whether two placements are at one time.
fn overlap(one: &Placement, other: &Placement) -> bool {
    one.from.0 <= last(other) && other.from.0 <= last(one)
}
