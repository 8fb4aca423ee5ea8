//! The country's studies, as their owners described them: what is kept of them, and which waves they have.

use crate::focus;
use crate::intake::layout::{Description, Weighted};
use crate::store::{self, study, wave};
use node_rules::focus::study::quotes;
use node_rules::release::ReleasedDimension;
use node_rules::study::{Study, Wave};
use schema::concept::{Axis, Codelist};
use schema::study::StudyId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::BTreeSet;
use std::fmt;

/// Why a wave is not loaded or cut.
#[derive(Debug, thiserror::Error)]
pub enum StudyLacks {
    /// No document of the study was taken in.
    #[error("there is no study {0} here; `country-node study add FILE` takes its document in")]
    Document(StudyId),
    /// The document has no such wave.
    #[error(
        "study {0} has no wave {1}; it has {2}. A document with one more is taken in by `country-node study add FILE`"
    )]
    Wave(StudyId, String, String),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Why a study's document is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum AddFault {
    /// It lacks waves that are loaded, or questions or codes of theirs.
    #[error("the document of {0} lacks what is loaded: {1}")]
    Lost(StudyId, String),
    /// What it says of a wave that focus groups belong to quotes somebody.
    #[error("the document of {0} is told beside focus groups: {1}")]
    Quotes(StudyId, String),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// The study as a column of the store holds it.
pub fn column(study: Option<&StudyId>) -> &str {
    study.map_or("", StudyId::as_str)
}

/// A study's id as a column of the store holds it; nothing for data of no study.
pub fn of_column(column: &str) -> Option<StudyId> {
    column.parse().ok()
}

/// Takes a study's document in. One that is there already grows: it keeps each wave that is loaded or that has
/// focus groups. One that stands there as it
/// is is not written again.
pub async fn add(store: &DatabaseConnection, new: &Study) -> Result<(), AddFault> {
    let former = find(store, &new.id).await?;
    if former.as_ref() == Some(new) {
        return Ok(());
    }
    let transaction = store::begin(store).await?;
    let loaded: Vec<(String, String)> = wave::Entity::find()
        .select_only()
        .columns([wave::Column::ReferencePeriod, wave::Column::Description])
        .filter(wave::Column::Study.eq(new.id.as_str()))
        .into_tuple()
        .all(&transaction)
        .await?;
    // Focus groups belong to waves too.
    let of_groups = focus::find::all(&transaction).await?.into_iter().filter_map(|study| study.of);
    let of_groups: Vec<String> = of_groups.filter(|of| of.study == new.id).map(|of| of.wave).collect();
    let told = of_groups.iter().filter_map(|period| new.wave(period));
    let quoted: BTreeSet<String> = told.flat_map(|wave| quotes(&new.said(wave))).collect();
    if !quoted.is_empty() {
        return Err(AddFault::Quotes(new.id.clone(), quoted.into_iter().collect::<Vec<_>>().join("; ")));
    }
    let mut periods: Vec<String> = loaded.iter().map(|(period, _)| period.clone()).chain(of_groups).collect();
    periods.sort();
    periods.dedup();
    let mut lost = new.lacks(&periods);
    for (period, description) in &loaded {
        let description: Description = serde_json::from_str(description)
            .map_err(|_| DbErr::Custom("a wave's description does not read".to_owned()))?;
        lost.extend(unknown(new, &description.dimensions).iter().map(ToString::to_string));
        lost.extend(former.iter().flat_map(|former| narrowed(new, former, period, &description)));
        let asked = description.dimensions.iter().filter_map(|axis| axis.axis.question());
        lost.extend(former.iter().flat_map(|former| asked.clone().flat_map(|id| new.says_otherwise(former, id))));
    }
    lost.sort();
    lost.dedup();
    if !lost.is_empty() {
        return Err(AddFault::Lost(new.id.clone(), lost.join(", ")));
    }
    let document = serde_json::to_string(new).map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = study::ActiveModel { id: ActiveValue::Set(new.id.to_string()), document: ActiveValue::Set(document) };
    let newest = OnConflict::column(study::Column::Id).update_column(study::Column::Document).to_owned();
    study::Entity::insert(row).on_conflict(newest).exec_without_returning(&transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// What of a loaded wave would be told of as something else than it was held to be.
fn narrowed(new: &Study, former: &Study, period: &str, description: &Description) -> Vec<String> {
    let declares = |study: &Study| study.wave(period).is_some_and(|wave| !wave.weights.is_empty());
    match &description.weighted {
        Weighted::By(weight) => new.narrows(former, period, Some(weight)),
        Weighted::No if declares(new) && !declares(former) => vec![format!("wave {period}, which has no weight")],
        Weighted::No | Weighted::Unknown => new.narrows(former, period, None),
    }
}

/// A study, if its document was taken in.
pub async fn find(store: &impl ConnectionTrait, id: &StudyId) -> Result<Option<Study>, DbErr> {
    let row = study::Entity::find_by_id(id.to_string()).one(store).await?;
    row.map(|row| read(&row)).transpose()
}

/// Every study, by id.
pub async fn all(store: &impl ConnectionTrait) -> Result<Vec<Study>, DbErr> {
    let rows = study::Entity::find().order_by_asc(study::Column::Id).all(store).await?;
    rows.iter().map(read).collect()
}

fn read(row: &study::Model) -> Result<Study, DbErr> {
    serde_json::from_str(&row.document).map_err(|_| DbErr::Custom(format!("the document of study {}", row.id)))
}

/// A study with the wave of a period.
pub async fn wave(store: &impl ConnectionTrait, id: &StudyId, period: &str) -> Result<(Study, Wave), StudyLacks> {
    let study = find(store, id).await?.ok_or_else(|| StudyLacks::Document(id.clone()))?;
    match study.wave(period).cloned() {
        Some(wave) => Ok((study, wave)),
        None => Err(StudyLacks::Wave(id.clone(), shown(period), study.periods().join(", "))),
    }
}

/// What fills an own question that a study's document does not have, or gives a code of it that it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The question.
    pub axis: Axis,
    /// The code; nothing where the question is not there.
    pub code: Option<String>,
}

impl Unknown {
    /// What is not there.
    pub fn shown(&self) -> String {
        self.code.clone().unwrap_or_else(|| self.axis.to_string())
    }

    /// What it should be.
    pub fn kind(&self) -> String {
        if self.code.is_some() { format!("a code of {}", self.axis) } else { "a question".to_owned() }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.axis.question().map_or_else(|| self.axis.to_string(), |id| id.as_str().to_owned());
        match &self.code {
            Some(code) => write!(f, "code {code} of question {id}"),
            None => write!(f, "question {id}"),
        }
    }
}

/// What of the study's own questions its document does not have: questions, or codes of them.
pub fn unknown(study: &Study, axes: &[ReleasedDimension]) -> Vec<Unknown> {
    let mut unknown = Vec::new();
    for ReleasedDimension { axis, codes, .. } in axes {
        let Some(id) = axis.question() else { continue };
        let Some(question) = study.question(id) else {
            unknown.push(Unknown { axis: *axis, code: None });
            continue;
        };
        let has = |code: &String| Codelist::is_missing(code) || question.codes.iter().any(|own| own.code == *code);
        let lacking = codes.iter().filter(|code| !has(code));
        unknown.extend(lacking.map(|code| Unknown { axis: *axis, code: Some(code.clone()) }));
    }
    unknown
}

/// The same of a wave's axes, by the study's document as it stands now; a wave of no study has no own questions.
pub async fn describe_wave(
    store: &impl ConnectionTrait,
    column: &str,
    axes: &mut [ReleasedDimension],
) -> Result<(), DbErr> {
    if let Some(id) = of_column(column)
        && let Some(study) = find(store, &id).await?
    {
        describe(&study, axes);
    }
    Ok(())
}

/// Writes beside a study's own questions what its document says of them.
pub fn describe(study: &Study, axes: &mut [ReleasedDimension]) {
    for axis in axes {
        if let Some(id) = axis.axis.question() {
            axis.asked = study.asked(id);
        }
    }
}

fn shown(period: &str) -> String {
    period.chars().filter(|c| !c.is_control()).take(20).collect()
}
