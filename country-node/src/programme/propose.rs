//! Whom matching proposes for which need. It reads who may be matched at this moment, and an officer decides.

use super::Programmes;
use super::change::{Officer, may_be_matched};
use super::wish::{Does, ProgrammeFault, Wish};
use crate::consent::everybody::Consents;
use chrono::NaiveDate;
use node_rules::clock::day;
use node_rules::matching::assign::assign;
use node_rules::matching::fairness::Fairness;
use node_rules::matching::score::Score;
use node_rules::matching::shortlist::Shortlist;
use node_rules::matching::weights::Weights;
use node_rules::programme::book::Book;
use node_rules::programme::fault::Fault;
use node_rules::programme::matched::Match;
use node_rules::programme::pool::Pool;
use node_rules::programme::progress::Progress;
use node_rules::programme::record::Record;
use schema::directory::sound::is_id;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What matching proposes.
pub struct Proposed {
    /// Matches, by need and candidate.
    pub matches: Vec<Match>,
    /// Positions for which nobody is proposed, by need.
    pub open: Vec<(String, u16)>,
    /// Needs of these whose days are over, with their last day.
    pub over: Vec<(String, NaiveDate)>,
    /// Who is among those who could be matched, and among those who are.
    pub fairness: Fairness,
}

/// The candidates of one need.
pub struct Listed {
    /// Those who can be matched, the best first.
    pub eligible: Vec<Match>,
    /// The others, each with every reason.
    pub others: Vec<(String, Vec<String>)>,
}

impl Programmes {
    /// The best assignment over all needs of a phase, or of all phases.
    pub async fn propose(
        &self,
        programme: &str,
        phase: Option<&str>,
        weights: Weights,
    ) -> Result<Proposed, ProgrammeFault> {
        let (pool, today) = (self.pool(programme, phase).await?, day((self.node.clock)()));
        let work = move || {
            let assignment = assign(&pool.needs, &pool.candidates, &weights);
            let fairness = Fairness::of(&pool.candidates, &assignment.eligible, &assignment.matched());
            let matches = assignment.proposals.iter().map(|proposal| {
                of(pool.need_id(proposal.need), pool.candidate_id(proposal.candidate), &proposal.score)
            });
            let matches = matches.collect();
            let open = assignment.open.iter().map(|(need, open)| (pool.need_id(*need).to_owned(), *open)).collect();
            let over = pool.needs.iter().filter_map(|need| Some((pool.need_id(need.id).to_owned(), need.over(today)?)));
            Proposed { matches, open, over: over.collect(), fairness }
        };
        // It takes a second or more: others are answered meanwhile, and no two are worked out at once.
        let _only = self.matching.lock().await;
        let proposed = tokio::task::spawn_blocking(work).await;
        proposed.map_err(|_| ProgrammeFault::Store(DbErr::Custom("matching broke off".to_owned())))
    }

    /// The candidates of one need; nothing where it has no position that nobody is proposed for.
    pub async fn shortlist(
        &self,
        programme: &str,
        need: &str,
        weights: &Weights,
    ) -> Result<Option<Listed>, ProgrammeFault> {
        let pool = self.pool(programme, None).await?;
        let Some(wanted) = pool.needs.iter().find(|wanted| pool.need_id(wanted.id) == need) else {
            let is_there = self.book(programme).await?.get(Kind::Need, need).is_some();
            let none = || ProgrammeFault::Refused(Kind::Need, need.to_owned(), Fault::NotThere);
            return if is_there { Ok(None) } else { Err(none()) };
        };
        let list = Shortlist::of(wanted, &pool.candidates, weights);
        let eligible = list.eligible.iter().map(|(id, score)| of(need, pool.candidate_id(*id), score)).collect();
        let others = list.others.iter().map(|(id, obstacles)| {
            (pool.candidate_id(*id).to_owned(), obstacles.iter().map(ToString::to_string).collect())
        });
        Ok(Some(Listed { eligible, others: others.collect() }))
    }

    /// Who is among those who could be matched with needs of a phase, or of all phases, and among those who are, step by step.
    pub async fn progress(&self, programme: &str, phase: Option<&str>) -> Result<Progress, ProgrammeFault> {
        self.has_phase(programme, phase).await?;
        let consents = Consents::read(&self.node.store, (self.node.clock)()).await?;
        let book = self.book_beside(programme).await?;
        Ok(Progress::of(&book, phase, |person| may_be_matched(&consents, person).is_ok()))
    }

    /// Takes back every proposal of a phase, or of all phases, that nobody has decided on, and says how many there were. They were kept by
    /// mistake, so that each pair may be proposed again. Where somebody decides meanwhile nothing is taken back.
    pub async fn withdraw_proposals(
        &self,
        officer: Officer<'_>,
        programme: &str,
        phase: Option<&str>,
    ) -> Result<usize, ProgrammeFault> {
        self.has_phase(programme, phase).await?;
        let book = self.book(programme).await?;
        let of_phase = |phase: &str, of: &Record| book.phase_of(of) == Some(phase);
        let proposed = book.of(Kind::Match).filter(|of| of.now.state == State::Proposed);
        let proposed = proposed.filter(|of| phase.is_none_or(|phase| of_phase(phase, of)));
        let does = || Does::Move(Step::Lapse, Some(Why::Mistake));
        let wish =
            |of: &Arc<Record>| Wish { kind: Kind::Match, id: of.id.clone(), does: does(), version: Some(of.version) };
        Ok(self.act(officer, programme, proposed.map(wish).collect()).await?.len())
    }

    /// Whether a programme has a phase, where one is meant.
    async fn has_phase(&self, programme: &str, phase: Option<&str>) -> Result<(), ProgrammeFault> {
        let (_, of) = self.programme(programme).await?;
        let Some(phase) = phase.filter(|phase| of.phases.iter().all(|of| of.phase != *phase)) else { return Ok(()) };
        // Work of a phase that its record names no more goes on.
        let book = self.book(programme).await?;
        let has_work = book.of(Kind::Need).any(|need| book.phase_of(need) == Some(phase));
        if has_work { Ok(()) } else { Err(ProgrammeFault::NoPhase(phase.to_owned())) }
    }

    async fn pool(&self, programme: &str, phase: Option<&str>) -> Result<Pool, ProgrammeFault> {
        self.has_phase(programme, phase).await?;
        let consents = Consents::read(&self.node.store, (self.node.clock)()).await?;
        let book = self.book_beside(programme).await?;
        Ok(Pool::of(&book, phase, |person| may_be_matched(&consents, person).is_ok()))
    }
}

/// What is wanted so that proposals are kept for officers to decide on.
pub fn kept(matches: Vec<Match>) -> Vec<Wish> {
    let wish = |of: Match| {
        let id = match_id(&of);
        Wish { kind: Kind::Match, id, does: Does::Propose(of), version: None }
    };
    matches.into_iter().map(wish).collect()
}

/// What names a match: its need and its candidate.
pub(super) fn match_id(of: &Match) -> String {
    joined(&[&of.need, &of.candidate])
}

/// The same of a match that matching proposes; with a number where the two were matched before, by mistake.
pub(super) fn proposal_id(book: &Book, of: &Match) -> String {
    numbered(&[&of.need, &of.candidate]).find(|id| book.get(Kind::Match, id).is_none()).unwrap_or_default()
}

/// The ids of records of the same, one after another: each of several, from the second one on with its number.
pub(super) fn numbered(parts: &[&str]) -> impl Iterator<Item = String> {
    let more = (2..=u32::MAX).map(move |number| joined(&[parts, &[&number.to_string()]].concat()));
    std::iter::once(joined(parts)).chain(more)
}

/// An id of several: as they are, or shortened to a digest where that would be too long.
fn joined(parts: &[&str]) -> String {
    let joined = parts.join("-");
    if is_id(&joined) {
        return joined;
    }
    let digest = Sha256::digest(parts.join("\n"));
    digest.iter().take(16).fold("x".to_owned(), |id, byte| id + &format!("{byte:02x}"))
}

fn of(need: &str, candidate: &str, score: &Score) -> Match {
    let reasons = score.reasons().iter().filter(|reason| reason.points > 0).map(ToString::to_string);
    let (need, candidate) = (need.to_owned(), candidate.to_owned());
    Match { need, candidate, points: Some(score.points()), reasons: reasons.collect() }
}
