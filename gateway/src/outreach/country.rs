//! What came of one country: its segments, and why there are none, or not all.

use super::planned::Asked;
use super::refused::{Refused, reasons};
use super::segments::{Answered, Segments, segments};
use crate::fetch::Reply;
use schema::concept::Axis;
use schema::coverage::Outcome;
use schema::provenance::Source;
use std::collections::BTreeSet;

/// The most reasons that are said of a country.
const MOST_REASONS: usize = 4;

/// What came of a country's questions.
#[derive(Debug)]
pub struct Country {
    /// What became of them; where they ended differently, that of the one that ended best.
    pub outcome: Outcome,
    /// Why there are no segments, or not all.
    pub reason: Option<String>,
    /// The segments.
    pub segments: Segments,
    /// Where the figures come from; nothing where there are none.
    pub source: Option<Source>,
}

impl Country {
    /// Puts together what a country replied to each question, which questions could not be sent to it, and what it lacked before.
    pub fn of(replies: &[(&Asked, &Reply)], mut refused: Vec<Refused>, lacks: Vec<String>) -> Self {
        let told = replies.iter().filter_map(|(asked, reply)| Some((asked, reply.as_ref().ok()?)));
        let answered = told.clone().map(|(asked, told)| Answered {
            question: asked.plan.question(),
            rows: &told.rows,
            items: &told.source.items,
        });
        let segments = segments(&answered.collect::<Vec<_>>());
        let absences = replies.iter().filter_map(|(asked, reply)| Some((asked, reply.as_ref().err()?)));
        let unanswered = absences.clone().map(|(asked, absence)| Refused {
            of: asked.of,
            by_channel: asked.by_channel,
            reason: absence.reason.clone(),
        });
        refused.extend(unanswered);
        let sought: BTreeSet<Axis> =
            replies.iter().map(|(asked, _)| asked.of).chain(refused.iter().map(|refused| refused.of)).collect();
        let (sizes, channels) = reasons(&refused, &sought);
        let source = told.map(|(_, told)| told.source.clone()).next();
        let outcome = match (&source, absences.clone().min_by_key(|(asked, _)| asked.by_channel)) {
            (Some(_), _) => Outcome::Answered,
            (None, Some((_, absence))) => absence.outcome,
            (None, None) => Outcome::NotPublished,
        };
        Self { outcome, reason: together([sizes, lacks, channels].concat()), segments, source }
    }
}

fn together(mut reasons: Vec<String>) -> Option<String> {
    let others = reasons.len().saturating_sub(MOST_REASONS);
    if others > 0 {
        reasons.truncate(MOST_REASONS);
        reasons.push(format!("And {others} reasons more."));
    }
    (!reasons.is_empty()).then(|| reasons.join(" "))
}
