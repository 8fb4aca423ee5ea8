//! Answering: identify, open, decide, read, record, reply. Each step hands a named type to the next.
//!
//! - [`identify`]: a member's token and a gateway's signature to a `Caller`; [`seen`]: each signature once.
//! - opening is the audit log's: a question that is written down is `Opened`, and nothing is read without one.
//! - deciding is `node_rules::decide`: a caller and a question to a `Permit` or a `Refusal`.
//! - [`read`]: a permit to `Figures`.
//! - [`record`]: what became of the question closes its entry, which gives a `Receipt`; no receipt, no answer.
//! - [`reply`]: figures or refusal, with the receipt, to an `Answer`, which alone can be spoken.

pub mod identify;
pub mod read;
pub mod record;
pub mod reply;
pub mod seen;

use crate::agreement::Cabinet;
use crate::audit::close::Closing;
use crate::audit::ledger::{AuditFault, Ledger};
use crate::audit::open::Opened;
use crate::focus;
use crate::release::shelf::{Shelf, ShelfFault, Signed};
use node_rules::agreement::Agreement;
use node_rules::audit::entry::{Ending, Event};
use node_rules::caller::Caller;
use node_rules::clock::Clock;
use node_rules::decide::{Permit, decide, needs_agreement};
use node_rules::figures::Figures;
use node_rules::refusal::Refusals;
use node_rules::rulebook::Rulebook;
use reply::Answer;
use schema::answer::{MOST_WAVES, WaveAnswer};
use schema::ask::Question;
use schema::country::CountryCode;
use schema::error::Sayable;
use schema::provenance::Source;
use schema::seal::{SealFault, SecretKey};
use schema::statement::Said;
use sea_orm::DbErr;
use std::sync::Arc;

/// Why nothing could be answered. None of this is said to the one who asked.
#[derive(Debug, thiserror::Error)]
pub enum AnswerFault {
    /// The agreements could not be read.
    #[error("agreements: {0}")]
    Agreements(#[from] DbErr),
    /// Focus groups could not be read, beside which figures were asked.
    #[error("focus groups: {0}")]
    Groups(DbErr),
    /// A release could not be read.
    #[error(transparent)]
    Shelf(#[from] ShelfFault),
    /// The audit log could not be written.
    #[error(transparent)]
    Audit(#[from] AuditFault),
    /// The answer could not be signed.
    #[error("the answer: {0}")]
    Seal(#[from] SealFault),
}

/// What became of a question, not yet recorded.
pub enum Decided {
    /// Figures were read.
    Read {
        /// The figures.
        figures: Figures,
        /// Where they come from.
        source: Box<Source>,
        /// The agreement that allows it; nothing where none is needed.
        agreement: Option<String>,
    },
    /// It was refused.
    Refused(Refusals),
}

/// What answering needs of a node.
pub struct Desk {
    /// The country's policy.
    pub rulebook: Rulebook,
    /// The releases.
    pub shelf: Arc<Shelf>,
    /// The audit log.
    pub ledger: Arc<Ledger>,
    /// The country's agreements.
    pub cabinet: Cabinet,
    /// The country whose node this is.
    pub country: CountryCode,
    /// Signs what the node says.
    pub signing: SecretKey,
    /// Tells the time.
    pub clock: Clock,
}

impl Desk {
    /// Answers questions in their order; they are written down together before anything is read for them, and what became of
    /// them before any answer is spoken.
    pub async fn answer(&self, caller: &Caller, questions: &[Question]) -> Result<Vec<Answer>, AnswerFault> {
        let by = self.ledger.asker(caller);
        let asked = questions.iter().map(|question| Event::asked(by.clone(), question));
        let opened = self.ledger.open(asked.collect()).await?;
        match self.decide_all(caller, questions, &opened).await {
            Ok(decided) => {
                let closings =
                    opened.into_iter().zip(&decided).map(|(opened, decided)| (opened, record::closing(decided)));
                let receipts = self.ledger.close(closings.collect()).await?;
                let (at, asked_by) = ((self.clock)(), caller.member());
                let recorded = decided.into_iter().zip(receipts).zip(questions);
                let answers = recorded.map(|((decided, receipt), question)| {
                    let said = Said { country: self.country, asked_by, question: question.as_input() };
                    Answer::new(decided, &receipt, said, &self.signing, at)
                });
                Ok(answers.collect::<Result<_, _>>()?)
            }
            Err(fault) => {
                // Nothing of any of them is spoken.
                let failed = opened.into_iter().map(|opened| (opened, Closing::with(Ending::Failed)));
                self.ledger.close(failed.collect()).await?;
                Err(fault)
            }
        }
    }

    /// Answers a question of every wave that it could be asked of, oldest first; each as if it were asked by itself. Where
    /// there is none, the question itself is answered.
    pub async fn series(&self, caller: &Caller, question: &Question) -> Result<Vec<WaveAnswer>, AnswerFault> {
        let (in_force, _) = self.shelf.in_force(question).await?;
        let study = in_force.release.as_ref().and_then(|release| release.cut.study_id()).cloned();
        let passed_over = in_force.periods.len().saturating_sub(MOST_WAVES);
        let waves: Vec<String> = in_force.periods.into_iter().skip(passed_over).collect();
        if waves.is_empty() {
            let answers = self.answer(caller, std::slice::from_ref(question)).await?;
            let of_none = |said: Answer| WaveAnswer { at: None, study: None, answer: said.speak() };
            return Ok(answers.into_iter().map(of_none).collect());
        }
        let questions: Vec<Question> = waves.iter().map(|at| question.of_wave(at.clone(), study.clone())).collect();
        let answers = waves.into_iter().zip(self.answer(caller, &questions).await?);
        let of_wave =
            |(at, said): (String, Answer)| WaveAnswer { at: Some(at), study: study.clone(), answer: said.speak() };
        Ok(answers.map(of_wave).collect())
    }

    /// What is said to one whose request came as far as a question and is refused: nothing else, once it is written down.
    pub async fn refuse(&self, caller: Option<&Caller>, sayable: Sayable) -> Result<Sayable, AuditFault> {
        self.ledger.refused(caller, sayable.code).await.map(|()| sayable)
    }

    async fn decide_all(
        &self,
        caller: &Caller,
        questions: &[Question],
        opened: &[Opened],
    ) -> Result<Vec<Decided>, AnswerFault> {
        let rules = questions.iter().filter_map(|question| self.rulebook.datasets.get(&question.dataset()));
        let needed = rules.into_iter().any(|rules| needs_agreement(caller, rules));
        // Read anew for each request, so that what either side does is in effect at once.
        let agreements = if needed { self.cabinet.of(caller.member()).await? } else { Vec::new() };
        let groups = match opened.first() {
            Some(opened) if questions.iter().any(Question::is_beside_groups) => {
                focus::themes::kept(&self.cabinet.store, opened).await.map_err(AnswerFault::Groups)?
            }
            _ => Vec::new(),
        };
        let mut decided = Vec::with_capacity(questions.len());
        for (question, opened) in questions.iter().zip(opened) {
            // What is signed is the question as it was asked; its source says which study answered it.
            let read = focus::beside::beside(&self.shelf, &groups, caller, question).await?;
            decided.push(self.decide(caller, &read, &agreements, opened).await?);
        }
        Ok(decided)
    }

    async fn decide(
        &self,
        caller: &Caller,
        question: &Question,
        agreements: &[Agreement],
        opened: &Opened,
    ) -> Result<Decided, AnswerFault> {
        let (in_force, signed) = self.shelf.in_force(question).await?;
        let now = (self.clock)();
        match (decide(caller, question, &self.rulebook, &in_force, agreements, now), signed) {
            (Ok(permit), Some(signed)) => self.read(&permit, &signed, opened).await,
            (Ok(_), None) => Err(ShelfFault::Missing.into()),
            (Err(refusals), _) => Ok(Decided::Refused(refusals)),
        }
    }

    async fn read(&self, permit: &Permit, signed: &Signed, opened: &Opened) -> Result<Decided, AnswerFault> {
        let figures = read::read(&self.shelf, permit, opened).await?;
        let (source, agreement) = (Box::new(read::source(permit, signed)), permit.agreement().map(str::to_owned));
        Ok(Decided::Read { figures, source, agreement })
    }
}
