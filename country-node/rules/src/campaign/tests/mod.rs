//! Campaigns, each rule by its table.

mod policy;
mod row;
mod said;
mod taken;

use super::content::{Campaign, Letter};
use crate::person::alike::{Alike, Criterion};
use schema::concept::{Dataset, Dimension};

/// A campaign in two languages.
pub(super) fn campaign() -> Campaign {
    let letter = |language: &str, subject: &str, text: &str| Letter {
        language: language.to_owned(),
        subject: subject.to_owned(),
        text: text.to_owned(),
    };
    let audience = Alike {
        dataset: Dataset::Register,
        study: None,
        criteria: vec![Criterion { dimension: Dimension::Destination.into(), codes: vec!["ESP".to_owned()] }],
    };
    Campaign {
        activity: Some("vote-2026".to_owned()),
        letters: vec![
            letter("en", "Voting from abroad", "Dear {name},\nyou can vote."),
            letter("es", "Votar desde el exterior", "Hola {name}:\npuede votar."),
        ],
        audience: Some(audience),
    }
}
