//! `register`: keeping the register right, by the country's own officers.

use super::person::Whose;
use super::release::dataset;
use super::{Failure, say, system_random};
use crate::audit::command::Administration;
use crate::contact::keep::Means;
use crate::contact::vault::VARIABLE;
use crate::intake::removal::remove;
use crate::node::Node;
use crate::person::correct::{self, Right};
use crate::person::review::{self, Pair};
use crate::person::same::judge;
use crate::release::data::Data;
use crate::store::correction::Model;
use crate::study::column;
use clap::{Args, Subcommand};
use node_rules::clock::text;
use node_rules::person::correction::{Field, Step};
use node_rules::person::identity::Verdict;
use node_rules::person::likeness::{Field as Compared, MOST};
use node_rules::record_key::Pseudonym;
use schema::concept::Dataset;
use schema::study::StudyId;
use serde_json::json;
use std::collections::BTreeSet;

#[derive(Subcommand, Debug)]
pub enum Register {
    /// Lists pairs of ids that are probably one person and wait for review: by handles, with what agrees.
    Duplicates {
        /// Those too that are judged.
        #[arg(long)]
        all: bool,
    },
    /// Opens the contacts of a pair that waits for review, to keep the register right and for nothing else.
    Contacts {
        /// One of them, by its handle.
        one: String,
        /// The other.
        other: String,
    },
    /// Judges that two are one person: releases count one, and the stricter consent holds for both.
    Same(Judge),
    /// Judges that two are two persons.
    Different(Judge),
    /// Takes a judgement back: the pair waits for review again.
    TakeBack(Judge),
    /// Corrects what is coded of a person, from the next release on and whatever file is loaded.
    Correct(Correct),
    /// Lists what persons ask to be corrected, and how to answer.
    Requests,
    /// Accepts a request, by its number.
    Accept(Answer),
    /// Declines a request, by its number.
    Decline(Answer),
    /// Lists what was corrected of a person and holds, by its number.
    Corrections(Whose),
    /// Takes a correction back, by its number: what was there before holds again.
    Uncorrect(Answer),
    /// Removes what one source of a period brought, such as one that was loaded under another name.
    RemoveSource(RemoveSource),
}

#[derive(Args, Debug)]
pub struct RemoveSource {
    /// The study that the register is, where its mappings name one.
    #[arg(long)]
    study: Option<StudyId>,
    /// The reference period, such as 2024.
    #[arg(long)]
    period: String,
    /// The source as its mapping names it, such as `EMBASSY Embassy in Rome`; `-` for a file that names none.
    #[arg(long, allow_hyphen_values = true)]
    source: String,
}

#[derive(Args, Debug)]
pub struct Correct {
    #[command(flatten)]
    whose: Whose,
    /// REGISTER, SURVEY or PROGRAMME.
    #[arg(long, value_parser = dataset)]
    dataset: Dataset,
    /// The study; left out for data of no study.
    #[arg(long)]
    study: Option<StudyId>,
    /// The reference period, such as 2024.
    #[arg(long)]
    period: String,
    /// The dimension or the quantity, such as EDUCATION.
    #[arg(long)]
    field: String,
    /// The code or the number that is right.
    #[arg(long)]
    value: String,
    #[command(flatten)]
    said: Said,
}

#[derive(Args, Debug)]
pub struct Answer {
    /// The number, as the list has it.
    number: i32,
    #[command(flatten)]
    said: Said,
}

#[derive(Args, Debug)]
pub struct Judge {
    /// One of them, by its handle.
    one: String,
    /// The other.
    other: String,
    #[command(flatten)]
    said: Said,
}

/// Who says something and why. It is kept, and the person sees it.
#[derive(Args, Debug)]
pub struct Said {
    /// The officer, by a pseudonym that the country keeps.
    #[arg(long, value_parser = officer)]
    pub by: String,
    /// Why, in words that name nobody; the person sees them.
    #[arg(long, value_parser = reason)]
    pub reason: String,
}

impl Register {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        // That it was done is written down; of whom, is not.
        let written = match &self {
            Self::Duplicates { .. } => Administration::of("register duplicates"),
            Self::Contacts { .. } => Administration::of("register contacts").with("under", "register kept right"),
            Self::Same(judge) => Administration::of("register same").with("by", &judge.said.by),
            Self::Different(judge) => Administration::of("register different").with("by", &judge.said.by),
            Self::TakeBack(judge) => Administration::of("register take-back").with("by", &judge.said.by),
            Self::Correct(correct) => {
                let written = Administration::of("register correct").with("by", &correct.said.by);
                written.with("dataset", correct.dataset.name()).with("field", &correct.field)
            }
            Self::Requests => Administration::of("register requests"),
            Self::Accept(answer) => Administration::of("register accept").with("by", &answer.said.by),
            Self::Decline(answer) => Administration::of("register decline").with("by", &answer.said.by),
            Self::Corrections(_) => Administration::of("register corrections"),
            Self::Uncorrect(answer) => Administration::of("register uncorrect").with("by", &answer.said.by),
            Self::RemoveSource(of) => Administration::of("register remove-source").with("period", &of.period),
        };
        let done = node.audited(written, self.act(node)).await?;
        say(&done)
    }

    /// Does it, and gives back what is said once that is written down.
    async fn act(self, node: &Node) -> Result<String, Failure> {
        match self {
            Self::Duplicates { all } => {
                let pairs = review::list(node).await?;
                let lines: Vec<String> = pairs.iter().filter(|pair| all || pair.verdict.is_none()).map(line).collect();
                let all_done = "nobody is found twice, or all are judged".to_owned();
                Ok(if lines.is_empty() { all_done } else { lines.join("\n") })
            }
            Self::Contacts { one, other } => {
                let pair = [review::person(node, &one).await?, review::person(node, &other).await?];
                let (environment, mut random) = (std::env::var(VARIABLE).ok(), system_random()?);
                let means = &mut Means { environment: environment.as_deref(), random: &mut random };
                let [first, second] = review::contacts(node, pair, means).await?;
                Ok(serde_json::to_string_pretty(&json!({ one: first, other: second }))?)
            }
            Self::Same(judge) => judge.judge(node, Verdict::Same).await,
            Self::Different(judge) => judge.judge(node, Verdict::Different).await,
            Self::TakeBack(judge) => judge.judge(node, Verdict::TakenBack).await,
            Self::Correct(correct) => correct.correct(node).await,
            Self::Requests => {
                let requests = correct::requests(&node.store).await?;
                let lines: Vec<String> = requests.iter().map(|row| line_of(node, row)).collect();
                Ok(if lines.is_empty() { "nothing waits".to_owned() } else { lines.join("\n") })
            }
            Self::Accept(Answer { number, said }) => {
                correct::answer(node, number, Step::Accepted, (&said.by, &said.reason)).await?;
                Ok(format!("{number} is accepted, and holds from the next release on"))
            }
            Self::Decline(Answer { number, said }) => {
                correct::answer(node, number, Step::Declined, (&said.by, &said.reason)).await?;
                Ok(format!("{number} is declined"))
            }
            Self::Corrections(whose) => {
                let taken = correct::taken(&node.store, &whose.pseudonym(node)?).await?;
                let lines: Vec<String> = taken.iter().map(|row| line_of(node, row)).collect();
                Ok(if lines.is_empty() { "nothing is corrected".to_owned() } else { lines.join("\n") })
            }
            Self::Uncorrect(Answer { number, said }) => {
                correct::answer(node, number, Step::TakenBack, (&said.by, &said.reason)).await?;
                Ok(format!("{number} is taken back; what was there before holds from the next release on"))
            }
            Self::RemoveSource(RemoveSource { study, period, source }) => {
                let records = remove(node, study.as_ref(), &period, &source).await?;
                Ok(format!(
                    "{records} records of {source} are removed from REGISTER of {period}; releases that are published stay"
                ))
            }
        }
    }
}

impl Correct {
    async fn correct(self, node: &Node) -> Result<String, Failure> {
        let field = Field::of(&self.field).ok_or_else(|| format!("{} is no dimension and no quantity", self.field))?;
        let all = Data::all(&node.store).await?;
        let data = all.iter().find(|data| data.is_of(self.dataset, column(self.study.as_ref()), &self.period));
        let data = data.ok_or_else(|| format!("{} {} is not loaded", self.dataset, self.period))?;
        let (person, said) = (self.whose.pseudonym(node)?, self.said);
        let right = Right { person, data, field, value: &self.value, reason: &said.reason };
        correct::correct(node, right, &said.by).await?;
        Ok("it is corrected, and holds from the next release on".to_owned())
    }
}

/// A request or a correction on one line: its number, whose by a handle, of what, and why.
fn line_of(node: &Node, row: &Model) -> String {
    let person = row.pseudonym.as_slice().try_into().map(Pseudonym);
    let handle = person.map_or_else(|_| String::new(), |person| node.keys.handle(&person));
    let study = if row.study.is_empty() { String::new() } else { format!(" {}", row.study) };
    let meaning = Field::of(&row.field).map_or_else(String::new, |field| field.meaning(&row.value).to_owned());
    let (number, dataset, period, at) = (row.id, &row.dataset, &row.reference_period, text(row.at));
    format!(
        "{number}  {at}  {handle}  {dataset}{study} {period}  {}: {} ({meaning})  {}",
        row.field, row.value, row.reason
    )
}

impl Judge {
    async fn judge(self, node: &Node, verdict: Verdict) -> Result<String, Failure> {
        let pair = (review::person(node, &self.one).await?, review::person(node, &self.other).await?);
        judge(node, pair, verdict, (&self.said.by, &self.said.reason)).await?;
        let said = match verdict {
            Verdict::Same => "is one person with",
            Verdict::Different => "is another person than",
            Verdict::TakenBack => "waits for review again, with",
        };
        Ok(format!("{} {said} {}, from the next release on", self.one, self.other))
    }
}

fn line(pair: &Pair) -> String {
    let [one, other] = &pair.handles;
    let named = |fields: &BTreeSet<Compared>| fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(", ");
    let (agree, differ) = (named(&pair.likeness.agree), named(&pair.likeness.differ));
    let differ = if differ.is_empty() { differ } else { format!("; {differ} differ") };
    let verdict = pair.verdict.map_or("waits", |verdict| match verdict {
        Verdict::Same => "the same",
        Verdict::Different => "different",
        Verdict::TakenBack => "waits",
    });
    format!("{one}  {other}  {} of {MOST}  {verdict}  {agree} agree{differ}", pair.likeness.points())
}

fn officer(name: &str) -> Result<String, String> {
    let is_one = (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if is_one { Ok(name.to_owned()) } else { Err("letters, digits and hyphens, at most 40".to_owned()) }
}

fn reason(words: &str) -> Result<String, String> {
    let words = words.trim();
    let is_one = (1..=300).contains(&words.chars().count()) && !words.chars().any(char::is_control);
    if is_one { Ok(words.to_owned()) } else { Err("why, on one line of at most 300 characters".to_owned()) }
}
