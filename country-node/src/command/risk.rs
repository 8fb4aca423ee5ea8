//! `risk`: how far persons can be told apart, before anything is published. It prints shares, for the operator alone.

use super::release::dataset;
use super::{Failure, say};
use crate::audit::command::Administration;
use crate::node::Node;
use crate::release::risk::{Measured, measure};
use clap::Args;
use node_rules::risk::drivers::Driver;
use node_rules::risk::groups::Crowding;
use schema::concept::{Axis, Dataset};
use schema::study::StudyId;

#[derive(Args, Debug)]
pub struct Risk {
    /// REGISTER, SURVEY or PROGRAMME.
    #[arg(long, value_parser = dataset)]
    dataset: Dataset,
    /// The study; left out: data of no study.
    #[arg(long)]
    study: Option<StudyId>,
    /// The reference period, such as 2024.
    #[arg(long)]
    period: String,
    /// What somebody might know of a person, with commas between, such as `SEX,AGE`; left out: the dimensions that the rulebook
    /// releases.
    #[arg(long, value_delimiter = ',', value_parser = axis)]
    columns: Vec<Axis>,
}

impl Risk {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let columns: Vec<String> = self.columns.iter().map(ToString::to_string).collect();
        let written = Administration::of("risk")
            .with("dataset", self.dataset.name())
            .maybe("study", self.study.as_ref().map(StudyId::as_str))
            .with("period", &self.period)
            .maybe("columns", (!columns.is_empty()).then(|| columns.join(" ")));
        let wave = (self.study.as_ref(), self.period.as_str());
        let measuring = async { Ok::<_, Failure>(measure(node, self.dataset, wave, &self.columns).await?) };
        let measured = node.audited(written, measuring).await?;
        say(&told(self.dataset, &self.period, &measured))
    }
}

/// What is measured, in words.
fn told(dataset: Dataset, period: &str, measured: &Measured) -> String {
    let columns: Vec<String> = measured.drivers.iter().map(|driver| driver.dimension.to_string()).collect();
    let row = |what: &str, Crowding { unique, under_three, under_five }: Crowding| {
        format!("{what:<12}  {unique:>7}  {under_three:>7}  {under_five:>7}")
    };
    let mut lines = vec![
        format!("{dataset} {period}: persons who share {} with few others", columns.join(", ")),
        format!("{:<12}  {:>7}  {:>7}  {:>7}", "", "unique", "under 3", "under 5"),
        row("as loaded", measured.loaded),
        row("as released", measured.released),
        "unique as released, without one of the columns:".to_owned(),
    ];
    let widest = columns.iter().map(String::len).max().unwrap_or(0);
    let driver = |driver: &Driver| format!("  {:<widest$}  {:>7}", driver.dimension.to_string(), driver.unique_without);
    lines.extend(measured.drivers.iter().map(driver));
    lines.push(measured.in_population.map_or_else(
        || "no estimate for the population: nobody is unique, or the records are no weighted sample".to_owned(),
        |estimated| {
            format!(
                "estimate, from the weights alone (Benedetti and Franconi 1998): of those unique as released {} are unique in \
                 the population too, and whoever finds one of their records has the right person in {} of cases",
                estimated.unique, estimated.found
            )
        },
    ));
    lines.join("\n")
}

fn axis(name: &str) -> Result<Axis, String> {
    name.parse()
        .map_err(|_| "a dimension such as SEX, AGE or DESTINATION_REGION, or an item such as NEED:VOTING".to_owned())
}
