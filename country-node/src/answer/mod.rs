//! Answering: identify, decide, read, record, reply. Each step hands a named type to the next.
//!
//! - [`identify`]: a member's token and a gateway's signature to a `Caller`; [`seen`]: each signature once.
//! - deciding is `node_rules::decide`: a caller and a question to a `Permit` or a `Refusal`.
//! - [`read`]: a permit to `Figures`.
//! - [`record`]: what became of the question to a `Receipt`; no receipt, no answer.
//! - [`reply`]: figures or refusal, with the receipt, to an `Answer`, which alone can be spoken.

pub mod identify;
pub mod read;
pub mod record;
pub mod reply;
pub mod seen;

use crate::release::shelf::{Shelf, ShelfFault, Signed};
use node_rules::caller::Caller;
use node_rules::clock::Clock;
use node_rules::decide::{Permit, decide};
use node_rules::figures::Figures;
use node_rules::refusal::Refusal;
use node_rules::rulebook::Rulebook;
use record::{Ledger, RecordFault};
use reply::Answer;
use schema::ask::Question;
use schema::country::CountryCode;
use schema::provenance::Source;
use schema::seal::{SealFault, SecretKey};
use schema::statement::Said;
use std::sync::Arc;

/// Why nothing could be answered. None of this is said to the one who asked.
#[derive(Debug, thiserror::Error)]
pub enum AnswerFault {
    /// A release could not be read.
    #[error(transparent)]
    Shelf(#[from] ShelfFault),
    /// The receipt could not be written.
    #[error(transparent)]
    Record(#[from] RecordFault),
    /// The answer could not be signed.
    #[error("the answer: {0}")]
    Seal(#[from] SealFault),
}

/// What became of a question, not yet recorded.
pub enum Decided {
    /// Figures, with their source.
    Read(Figures, Box<Source>),
    /// A refusal.
    Refused(Refusal),
}

/// What answering needs of a node.
pub struct Desk {
    /// The country's policy.
    pub rulebook: Rulebook,
    /// The releases.
    pub shelf: Arc<Shelf>,
    /// The audit log.
    pub ledger: Ledger,
    /// The country whose node this is.
    pub country: CountryCode,
    /// Signs what the node says.
    pub signing: SecretKey,
    /// Tells the time.
    pub clock: Clock,
}

impl Desk {
    /// Answers questions in their order; their receipts are written together before any is spoken.
    pub async fn answer(&self, caller: &Caller, questions: &[Question]) -> Result<Vec<Answer>, AnswerFault> {
        let mut decided = Vec::with_capacity(questions.len());
        for question in questions {
            decided.push(self.decide(caller, question).await?);
        }
        let entries = questions.iter().zip(&decided);
        let entries = entries.map(|(question, decided)| record::entry(caller, question, decided, (self.clock)()));
        let receipts = self.ledger.write(entries.collect()).await?;
        let (at, asked_by) = ((self.clock)(), caller.member());
        let recorded = decided.into_iter().zip(receipts).zip(questions);
        let answers = recorded.map(|((decided, receipt), question)| {
            let said = Said { country: self.country, asked_by, question: question.as_input() };
            Answer::new(decided, &receipt, said, &self.signing, at)
        });
        Ok(answers.collect::<Result<_, _>>()?)
    }

    async fn decide(&self, caller: &Caller, question: &Question) -> Result<Decided, AnswerFault> {
        let (in_force, signed) = self.shelf.in_force(question.dataset(), question.at()).await?;
        match (decide(caller, question, &self.rulebook, &in_force), signed) {
            (Ok(permit), Some(signed)) => self.read(&permit, &signed).await,
            (Ok(_), None) => Err(ShelfFault::Missing.into()),
            (Err(refusal), _) => Ok(Decided::Refused(refusal)),
        }
    }

    async fn read(&self, permit: &Permit, signed: &Signed) -> Result<Decided, AnswerFault> {
        let figures = read::read(&self.shelf, permit).await?;
        Ok(Decided::Read(figures, Box::new(read::source(permit, signed))))
    }
}
