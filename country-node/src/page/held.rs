//! What is held of one person, for that person.

use super::label;
use crate::contact::Contact;
use crate::contact::keep::{ContactFault, Means, open};
use crate::intake::layout::Description;
use crate::node::Node;
use crate::store::{person, wave};
use crate::study;
use node_rules::record_key::Pseudonym;
use schema::concept::{Axis, quantity};
use sea_orm::{DbErr, EntityTrait, QueryOrder};

/// What is held of a person. It shows itself nowhere.
pub struct Held {
    /// The person's record in each wave that has one.
    pub records: Vec<HeldRecord>,
    /// How the person is reached.
    pub contact: HeldContact,
}

/// A person's record in a wave.
pub struct HeldRecord {
    /// The data's title.
    pub title: String,
    /// The dataset, the study, the period and where the person signed up.
    pub of: String,
    /// Each dimension with its code, and each quantity with its value.
    pub lines: Vec<HeldLine>,
    /// The persons that the record stands for, where that is not one.
    pub weight: Option<f64>,
}

/// One thing that is held of a person, with its labels in English; a study's own question as its document says it.
pub struct HeldLine {
    about: About,
    about_label: String,
    /// The code of an axis; nothing where a quantity's value is said.
    said: Option<String>,
    said_label: String,
}

/// What a line is about: whose labels there are in other languages.
enum About {
    Axis(Axis),
    Quantity(String),
}

impl HeldLine {
    /// What it is about and what is held, in a language where it has labels of them, otherwise in English.
    pub fn told(&self, tag: &str) -> (String, String) {
        let (about, said) = match &self.about {
            About::Quantity(of) => (label::of_quantity(tag, of).map(str::to_owned), None),
            About::Axis(axis) => {
                let said = self.said.as_deref().and_then(|code| label::of_code(tag, *axis, code));
                (label::of_axis(tag, *axis), said)
            }
        };
        (about.unwrap_or_else(|| self.about_label.clone()), said.unwrap_or(&self.said_label).to_owned())
    }
}

/// How a person is reached, as far as it can be told.
pub enum HeldContact {
    /// Nothing is kept.
    Nothing,
    /// It is kept, and cannot be opened now.
    Sealed,
    /// What is kept.
    Known(Contact),
}

/// Reads what is held of a person.
pub async fn held(node: &Node, of: &Pseudonym, means: &mut Means<'_>) -> Result<Held, DbErr> {
    let waves = wave::Entity::find().order_by_asc(wave::Column::Dataset).order_by_asc(wave::Column::Study);
    let mut records = Vec::new();
    for wave in
        waves.order_by_asc(wave::Column::ReferencePeriod).order_by_asc(wave::Column::Id).all(&node.store).await?
    {
        let Some(row) = person::Entity::find_by_id((wave.id, of.0.to_vec())).one(&node.store).await? else { continue };
        let mut description: Description = serde_json::from_str(&wave.description)
            .map_err(|_| DbErr::Custom("a wave's description does not read".to_owned()))?;
        study::describe_wave(&node.store, &wave.study, &mut description.dimensions).await?;
        records.push(record(&wave, &description, &row));
    }
    let contact = match open(node, of, means).await {
        Ok(contact) => HeldContact::Known(contact),
        Err(ContactFault::None) => HeldContact::Nothing,
        Err(fault) => {
            tracing::error!(%fault, "a contact does not open for its person");
            HeldContact::Sealed
        }
    };
    Ok(Held { records, contact })
}

fn record(wave: &wave::Model, description: &Description, row: &person::Model) -> HeldRecord {
    let mut lines: Vec<HeldLine> = description
        .dimensions
        .iter()
        .zip(row.places())
        .filter_map(|(axis, place)| {
            let code = axis.codes.get(place)?;
            let (about_label, said_label) = axis.told(code);
            Some(HeldLine { about: About::Axis(axis.axis), about_label, said: Some(code.clone()), said_label })
        })
        .collect();
    let told = description.quantities.iter().zip(row.values()).filter(|(_, value)| !value.is_nan());
    lines.extend(told.map(|(of, value)| HeldLine {
        about: About::Quantity(of.clone()),
        about_label: quantity(of).map_or(of, |of| &of.label).clone(),
        said: None,
        said_label: value.to_string(),
    }));
    let study = if wave.study.is_empty() { String::new() } else { format!(" {}", wave.study) };
    let from = description.signed_up.as_ref().map(|source| format!(", {}", source.name)).unwrap_or_default();
    HeldRecord {
        title: description.described.title.clone(),
        of: format!("{}{study} {}{from}", wave.dataset, wave.reference_period),
        lines,
        weight: Some(row.weight).filter(|weight| (*weight - 1.0).abs() > f64::EPSILON),
    }
}
