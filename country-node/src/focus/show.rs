//! A study with focus groups as the country's own officers read it: each group's composition in bands, its themes and its approved
//! summary. None of it leaves the node.

use super::find;
use crate::store::focus_study::Column;
use crate::store::focus_study::Entity;
use node_rules::clock::{Seconds, text};
use node_rules::focus::group::Group;
use node_rules::focus::study::Study;
use node_rules::focus::told::{is_told, too_few};
use schema::concept::Dimension;
use schema::theme::theme;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

/// Every study in a line: its id, its groups, whom its themes are told to, when it was loaded and its title.
pub async fn list(store: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let rows = Entity::find().order_by_asc(Column::Id).all(store).await?;
    let line = |row| {
        let (study, loaded_at) = find::read(&row)?;
        let (groups, told_to) = (study.groups.len(), told_to(&study));
        Ok(format!("{}  {groups} groups  {told_to}  {}  {}", study.study, text(loaded_at), study.title))
    };
    rows.into_iter().map(line).collect()
}

/// A study with its groups, on lines.
pub fn shown(study: &Study, loaded_at: Seconds) -> String {
    let mut lines = vec![format!("{}  {}", study.study, study.title), format!("by {}", study.producer)];
    if let Some(of) = &study.of {
        lines.push(format!("of the wave {} of {}", of.wave, of.study));
    }
    lines.push(format!("{}; loaded {}", told_to(study), text(loaded_at)));
    if !is_told(study) {
        lines.push(too_few());
    }
    for (number, group) in study.groups.iter().enumerate() {
        lines.extend(described(number + 1, group));
    }
    lines.join("\n")
}

/// Whom a study's themes are told to.
pub fn told_to(study: &Study) -> String {
    let audience = study.audience.name();
    if is_told(study) { format!("themes are told to {audience}") } else { "no themes are told".to_owned() }
}

fn described(number: usize, group: &Group) -> Vec<String> {
    let Group { country, place, date, approved, .. } = group;
    let labels =
        |dimension: Dimension, codes: &[String]| labelled(codes, |code| Some(&dimension.codelist().get(code)?.label));
    let language = labels(Dimension::Language, std::slice::from_ref(&group.language));
    let generations = match group.generations.as_slice() {
        [] => "generations not known".to_owned(),
        codes => labels(Dimension::Generation, codes),
    };
    let (persons, women, ages) = (group.persons.words(), group.women.words(), labels(Dimension::Age, &group.ages));
    let mut lines = vec![
        String::new(),
        format!("group {number}: {date}, {place} ({country}), in {language}"),
        format!("  {persons}, {women}; {ages}; {generations}"),
        format!("  themes: {}", labelled(&group.themes, |code| Some(&theme(code)?.label))),
        format!("  summary, approved on {approved}:"),
    ];
    lines.extend(group.summary.lines().map(|line| format!("    {line}")));
    lines
}

/// Codes with their labels; a word where there are none.
fn labelled<'a>(codes: &[String], label: impl Fn(&str) -> Option<&'a String>) -> String {
    let said = |code: &String| label(code).map_or_else(|| code.clone(), |label| format!("{code} ({label})"));
    if codes.is_empty() { "none".to_owned() } else { codes.iter().map(said).collect::<Vec<_>>().join(", ") }
}
