//! The last step: who said what, who did not, and how to refer to it. Only an [`Answer`] is spoken.

use crate::citation::{Citation, cite};
use crate::fetch::{Replies, Reply};
use crate::merge::{Merged, Together};
use crate::plan::Plan;
use crate::registry::Member;
use schema::ask::Question;
use schema::error::Sayable;
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// A comparison that can be spoken. Made only by [`attribute`].
#[derive(Clone, Debug)]
pub struct Answer {
    plan: Plan,
    replies: Replies,
    merged: Merged,
    asked_at: i64,
}

/// Gives every figure its speaker. `asked_at` is in seconds since 1970.
pub fn attribute(plan: Plan, replies: Replies, merged: Merged, asked_at: i64) -> Answer {
    Answer { plan, replies, merged, asked_at }
}

impl Answer {
    /// What each country was asked.
    pub fn question(&self) -> &Question {
        self.plan.question()
    }

    /// Every country of the plan with its reply, absent ones too.
    pub fn countries(&self) -> impl Iterator<Item = (&Arc<Member>, &Reply)> {
        self.replies.iter().map(|(node, reply)| (&node.member, reply))
    }

    /// How many countries were asked.
    pub fn expected(&self) -> usize {
        self.plan.nodes().len()
    }

    /// How many countries answered.
    pub fn answered(&self) -> usize {
        self.countries().filter(|(_, reply)| reply.is_ok()).count()
    }

    /// The countries together.
    pub fn together(&self) -> Option<&Together> {
        self.merged.together()
    }

    /// A lasting reference. It is made when it is asked for: it reads every figure.
    pub fn citation(&self) -> Result<Citation, Sayable> {
        cite(&self.plan, &self.replies, self.asked_at).map_err(|fault| {
            tracing::error!(%fault, "an answer cannot be cited");
            Sayable::internal()
        })
    }
}
