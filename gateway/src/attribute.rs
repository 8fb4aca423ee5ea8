//! The last step: who said what, who did not, and how to refer to it. Only an [`Answer`] is spoken.

use crate::fetch::{Replies, Reply};
use crate::merge::{Merged, Together};
use crate::plan::Plan;
use crate::registry::Member;
use schema::ask::Question;
use schema::member::MemberCode;
use std::sync::Arc;

#[cfg(test)]
pub(crate) mod tests;

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

    /// The member that asked.
    pub fn asked_by(&self) -> MemberCode {
        self.plan.asked_by()
    }

    /// When it was asked, in seconds since 1970.
    pub fn asked_at(&self) -> i64 {
        self.asked_at
    }
}
