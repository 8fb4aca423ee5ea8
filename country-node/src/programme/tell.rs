//! A report for those who pay, in a form that people read: the same tables as text and as a page.

use super::Programmes;
use super::wish::ProgrammeFault;
use crate::consent::page::escaped;
use async_graphql::Enum;
use clap::ValueEnum;
use node_rules::clock::day;
use node_rules::programme::indicator::Indicator;
use node_rules::programme::report::indicated::Told;
use node_rules::programme::report::{Figures, Report, Said};
use schema::money::Exact;
use std::collections::BTreeMap;

/// The forms of a report.
#[derive(Enum, ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "ReportForm")]
pub enum Form {
    /// Lines.
    Text,
    /// A page (HTML).
    Page,
    /// JSON.
    Json,
}

/// A table of a report.
struct Table {
    title: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Programmes {
    /// A report of a programme as it is today.
    pub async fn report(&self, programme: &str, least: u64) -> Result<Report, ProgrammeFault> {
        let (title, of) = self.programme(programme).await?;
        let book = self.book(programme).await?;
        Ok(Report::of(&book, (&title, &of), day((self.node.clock)()), least))
    }
}

/// A report as it is handed over.
pub fn written(report: &Report, form: Form) -> serde_json::Result<String> {
    match form {
        Form::Text => Ok(text(report)),
        Form::Page => Ok(page(report)),
        Form::Json => serde_json::to_string_pretty(report),
    }
}

/// A report as text.
pub fn text(report: &Report) -> String {
    let mut lines = vec![report.programme.clone(), head(report)];
    for Table { title, header, rows } in tables(report) {
        lines.extend([String::new(), title]);
        let all: Vec<&Vec<String>> = std::iter::once(&header).chain(&rows).collect();
        let widths: Vec<usize> = (0..header.len())
            .map(|at| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
            .collect();
        for row in all {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            lines.push(cells.collect::<Vec<_>>().join("  ").trim_end().to_owned());
        }
    }
    lines.join("\n")
}

/// A report as a page that stands by itself.
fn page(report: &Report) -> String {
    let head = head(report);
    let (title, head) = (escaped(&report.programme), escaped(&head));
    let mut parts = vec![format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n\
         <p>{head}</p>\n"
    )];
    for Table { title, header, rows } in tables(report) {
        parts.push(format!("<h2>{}</h2>\n<table>\n{}", escaped(&title), row(&header, "<th scope=\"col\">", "</th>")));
        parts.extend(rows.iter().map(|cells| row(cells, "<td>", "</td>")));
        parts.push("</table>\n".to_owned());
    }
    parts.push("</html>\n".to_owned());
    parts.concat()
}

const STYLE: &str = "body{font-family:sans-serif;max-width:60rem;margin:2rem auto}table{border-collapse:collapse;margin:1rem 0}\
    td,th{border:1px solid #999;padding:.3rem .6rem;text-align:left}";

fn row(cells: &[String], open: &str, close: &str) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("{open}{}{close}", escaped(cell))).collect();
    format!("<tr>{}</tr>\n", cells.concat())
}

fn head(report: &Report) -> String {
    format!(
        "Paid for by {}. As of {}. Figures of fewer than {} persons are left out.",
        report.donors.join(", "),
        report.on,
        report.least
    )
}

fn tables(report: &Report) -> Vec<Table> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let mut figures = Table { title: "Figures".to_owned(), header: texts(&["figure", "whole"]), rows: Vec::new() };
    let phases = || report.phases.iter().map(|phase| &phase.figures);
    figures.header.extend(report.phases.iter().map(|phase| format!("phase {}", phase.phase)));
    for (name, figure) in FIGURES {
        let cells = std::iter::once(&report.whole).chain(phases()).map(figure);
        figures.rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }
    let phase = |of: &Option<String>| of.clone().unwrap_or_else(|| "whole".to_owned());
    let served = report.served.iter().map(|of| {
        let counts = [of.planned, of.begun].map(|count| count.to_string());
        let parts = [&of.completed, &of.broken_off, &of.days].map(|part| said(part, u64::to_string));
        [vec![phase(&of.phase)], texts(&[of.mode]), counts.to_vec(), parts.to_vec()].concat()
    });
    let money = report.money.iter().map(|of| {
        let amounts = [&of.paid, &of.due].map(|amount| said(amount, |amount| amount.0.to_string()));
        [vec![phase(&of.phase)], texts(&[of.spent]), amounts.to_vec(), vec![of.currency.clone()]].concat()
    });
    let budgets = report.budgets.iter().map(|of| {
        let amounts = [&of.paid, &of.left].map(|amount| said(amount, |amount| amount.0.to_string()));
        [vec![phase(&of.phase), of.budget.amount.0.to_string()], amounts.to_vec(), vec![of.budget.currency.clone()]]
            .concat()
    });
    let indicators = report.indicators.iter().flat_map(|of| {
        let phases = of.phases.iter().map(|phase| (phase.phase.as_str(), &phase.found));
        let rows = std::iter::once(("whole", &of.found)).chain(phases);
        rows.map(|(phase, found)| measured(phase, &of.indicator, found)).collect::<Vec<_>>()
    });
    let table = |title: &str, header: &[&str], rows: Vec<Vec<String>>| Table {
        title: title.to_owned(),
        header: texts(header),
        rows,
    };
    let header =
        ["indicator", "phase", "unit", "level", "criterion", "baseline", "target", "before", "after", "a year later"];
    let mut tables = vec![
        figures,
        table(
            "Placements and days of service",
            &["phase", "mode", "planned", "begun", "completed", "broken off", "days"],
            served.collect(),
        ),
        table("Money", &["phase", "for", "paid", "due", "currency"], money.collect()),
        table("Budgets", &["phase", "budget", "paid", "left", "currency"], budgets.collect()),
        table("Indicators: means, and of how many values", &header, indicators.collect()),
    ];
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// A row of an indicator: its means in a phase or in the whole, each with of how many values it is.
fn measured(phase: &str, of: &Indicator, found: &[Told; 3]) -> Vec<String> {
    let written = |value: Exact| value.0.normalize().to_string();
    let known = |value: Option<Exact>| value.map_or_else(|| "-".to_owned(), written);
    let means = found.iter().map(|found| match (found.mean, found.values) {
        (Said::Is(mean), Said::Is(values)) => format!("{} ({values})", written(mean)),
        (mean, _) => said(&mean, |mean| mean.0.to_string()),
    });
    let about = [of.name.as_str(), phase, &of.unit, of.level.name(), of.criterion.name()];
    let about = about.into_iter().map(str::to_owned);
    about.chain([known(of.baseline), known(of.target)]).chain(means).collect()
}

/// How a figure is written.
type Written = fn(&Figures) -> String;

/// The figures in the order of a report, each as it is written.
const FIGURES: [(&str, Written); 10] = [
    ("needs taken up", |of| of.needs.to_string()),
    ("placements begun", |of| of.placements.to_string()),
    ("positions filled", |of| said(&of.fill_rate, |share| percent(*share))),
    ("days from need to placement, mean", |of| said(&of.mean_days_to_placement, |days| number(*days))),
    ("days from need to placement, median", |of| said(&of.median_days_to_placement, |days| number(*days))),
    ("placements completed", |of| said(&of.completion_rate, |share| percent(*share))),
    ("women", |of| said(&of.share_of_women, |share| percent(*share))),
    ("placed before", |of| said(&of.share_repeated, |share| percent(*share))),
    ("cooperation goes on after a year", |of| said(&of.follow_on, |share| percent(*share))),
    ("cost of a day", |of| said(&of.cost_a_day, costs)),
];

fn said<T>(said: &Said<T>, written: fn(&T) -> String) -> String {
    match said {
        Said::Is(value) => written(value),
        Said::Few => "few".to_owned(),
        Said::None => "-".to_owned(),
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn number(number: f64) -> String {
    format!("{number:.1}")
}

fn costs(costs: &BTreeMap<String, Exact>) -> String {
    let costs: Vec<String> = costs.iter().map(|(currency, cost)| format!("{} {currency}", cost.0)).collect();
    if costs.is_empty() { "-".to_owned() } else { costs.join(", ") }
}
