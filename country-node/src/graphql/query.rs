//! The node's root fields. Each needs a valid token.

use crate::answer::Desk;
use crate::answer::identify::Unidentified;
use crate::answer::reply::Answer;
use crate::audit::told::Wanted;
use crate::focus;
use async_graphql::{Context, Error, Object, Result};
use node_rules::audit::oversight::Oversight;
use node_rules::caller::Caller;
use node_rules::clock::{seconds, text};
use node_rules::release::Manifest;
use node_rules::rulebook::DatasetRules;
use schema::CONTRACT;
use schema::agreement::AgreementsAnswer;
use schema::answer::{Dataflow, MOST_QUESTIONS, MOST_SERIES, NodeAnswer, NodeInfo, PublishedWave, WaveAnswer};
use schema::ask::{Question, QuestionInput};
use schema::asked::AskedPage;
use schema::audience::Audience;
use schema::concept::Dimension;
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::member::MemberCode;
use schema::statement::list::{ListName, Told, sign};
use schema::theme::ThemesAnswer;
use schema::token::TokenFault;
use std::sync::Arc;

/// The most questions that are told of at once.
const MOST_ASKED: usize = 200;

/// Figures, lists and what was asked.
#[derive(Default)]
pub struct Answers;

/// Figures, lists and what was asked.
#[Object]
impl Answers {
    /// Whose node this is, and which contract it speaks.
    async fn node(&self, ctx: &Context<'_>) -> Result<NodeInfo> {
        caller(ctx)?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(NodeInfo { country: *ctx.data::<CountryCode>()?, contract: CONTRACT.to_owned(), version })
    }

    /// What the country has published: datasets, studies, dimensions, periods.
    async fn catalogue(&self, ctx: &Context<'_>) -> Result<Vec<Dataflow>> {
        let audience = caller(ctx)?.audience();
        let desk = ctx.data::<Arc<Desk>>()?;
        let mut dataflows = Vec::new();
        for (dataset, rules) in &desk.rulebook.datasets {
            for in_force in desk.shelf.published(*dataset).await.map_err(|fault| inside(&fault))? {
                let Some(release) = in_force.release else { continue };
                dataflows.push(Dataflow {
                    dataset: *dataset,
                    dimensions: shared(&release, rules),
                    reference_periods: in_force.periods,
                    most_dimensions: u32::try_from(rules.most_dimensions.min(release.cut.most_dimensions)).unwrap_or(0),
                    population_basis: release.cut.described.population_basis,
                    title: release.cut.described.title.clone(),
                    study: release.cut.study_id().cloned(),
                    waves: in_force
                        .others
                        .iter()
                        .chain([&release])
                        .map(|wave| published(wave, rules, audience))
                        .collect(),
                });
            }
        }
        Ok(dataflows)
    }

    /// Answers questions in their order, each from the release in force; every one is recorded first.
    async fn answers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 64 questions.")] questions: Vec<QuestionInput>,
    ) -> Result<Vec<NodeAnswer>> {
        let desk = ctx.data::<Arc<Desk>>()?;
        let caller = caller(ctx);
        let asked = caller.clone().and_then(|caller| Ok((caller, well_formed(caller, questions)?)));
        match asked {
            Ok((caller, questions)) => {
                let answers = desk.answer(caller, &questions).await.map_err(|fault| inside(&fault))?;
                Ok(answers.into_iter().map(Answer::speak).collect())
            }
            Err(sayable) => Err(refused(desk, caller.ok(), sayable).await),
        }
    }

    /// Answers questions, each of every wave that it could be asked of, oldest first: those of the study that it names or
    /// that would answer it, at most the latest 64. Each wave's answer is recorded and signed by itself.
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 8 questions, of no period.")] questions: Vec<QuestionInput>,
    ) -> Result<Vec<Vec<WaveAnswer>>> {
        let desk = ctx.data::<Arc<Desk>>()?;
        let caller = caller(ctx);
        let asked = caller.clone().and_then(|caller| Ok((caller, series(well_formed(caller, questions)?)?)));
        match asked {
            Ok((caller, questions)) => {
                let mut all = Vec::with_capacity(questions.len());
                for question in &questions {
                    all.push(desk.series(caller, question).await.map_err(|fault| inside(&fault))?);
                }
                Ok(all)
            }
            Err(sayable) => Err(refused(desk, caller.ok(), sayable).await),
        }
    }

    /// The agreements that the caller's member is a side of; the country's own see all of theirs. What is told is signed.
    async fn agreements(&self, ctx: &Context<'_>) -> Result<AgreementsAnswer> {
        let caller = caller(ctx)?;
        let desk = ctx.data::<Arc<Desk>>()?;
        let agreements = desk.cabinet.of(caller.member()).await.map_err(|fault| inside(&fault))?;
        let now = (desk.clock)();
        let agreements: Vec<_> = agreements.iter().map(|agreement| agreement.said(now)).collect();
        let (country, asked_by, answered_at) = (desk.country, caller.member(), text(now));
        let to = Told { country, asked_by, list: ListName::Agreements, answered_at: &answered_at };
        let signature = sign(to, &agreements, &desk.signing).map_err(|fault| inside(&fault))?;
        Ok(AgreementsAnswer { agreements, answered_at, signature })
    }

    /// What focus groups talked about, study by study: in how many groups each theme came up. The studies are those that are
    /// open to the caller's member. That it was asked is recorded first, and what is told is signed.
    async fn themes(&self, ctx: &Context<'_>) -> Result<ThemesAnswer> {
        let desk = ctx.data::<Arc<Desk>>()?;
        match caller(ctx) {
            Ok(caller) => Ok(focus::themes::themes(desk, caller).await.map_err(|fault| inside(&fault))?),
            Err(sayable) => Err(refused(desk, None, sayable).await),
        }
    }

    /// What was asked of this country, oldest first: for its own officers and administrators, and, without users, for
    /// officers of IOM. That it was looked at is recorded too.
    async fn asked(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From this time on, such as 2027-01-15T08:00:00Z (RFC 3339).")] since: Option<String>,
        #[graphql(desc = "Only what this member asked.")] member: Option<MemberCode>,
        #[graphql(desc = "How many, at most 200.", default = 50)] first: u8,
        #[graphql(desc = "After the question with this number.")] after: Option<i64>,
    ) -> Result<AskedPage> {
        let desk = ctx.data::<Arc<Desk>>()?;
        let caller = caller(ctx);
        let wanted = caller.clone().and_then(|caller| {
            let oversight = Oversight::of(caller).ok_or_else(not_for_all)?;
            let since = since.as_deref().map(|since| seconds(since).ok_or_else(no_time)).transpose()?;
            Ok((caller, oversight, Wanted { since, member, ..Wanted::default() }))
        });
        match wanted {
            Ok((caller, oversight, wanted)) => {
                let most = usize::from(first).min(MOST_ASKED);
                let page = desk.ledger.asked(caller, oversight, wanted, after, most).await;
                Ok(page.map_err(|fault| inside(&fault))?)
            }
            Err(sayable) => Err(refused(desk, caller.ok(), sayable).await),
        }
    }
}

/// What is said to one who is refused, once it is written down.
pub(super) async fn refused(desk: &Desk, caller: Option<&Caller>, sayable: Sayable) -> Error {
    desk.refuse(caller, sayable).await.unwrap_or_else(|fault| inside(&fault)).into()
}

/// A wave as the catalogue lists it.
fn published(release: &Manifest, rules: &DatasetRules, audience: Audience) -> PublishedWave {
    // A questionnaire's words go to those alone whom the country lets ask.
    let items = rules.dimensions.iter().filter(|_| audience <= rules.open_to);
    PublishedWave {
        reference_period: release.cut.reference_period.clone(),
        dimensions: shared(release, rules),
        items: items.filter_map(|axis| release.axis(*axis)?.item_source()).collect(),
        wave: release.cut.study.clone(),
    }
}

/// The shared dimensions that a release's tables have.
fn shared(release: &Manifest, rules: &DatasetRules) -> Vec<Dimension> {
    rules.dimensions.iter().filter_map(|axis| release.axis(*axis)?.axis.shared()).collect()
}

/// Questions that can be asked of every wave.
fn series(questions: Vec<Question>) -> Result<Vec<Question>, Sayable> {
    if questions.len() > MOST_SERIES {
        let message = format!("A request asks for at most {MOST_SERIES} series.");
        return Err(Sayable::new(Code::TooManyQuestions, message));
    }
    if questions.iter().any(|question| question.at().is_some()) {
        return Err(Sayable::new(Code::InvalidQuery, "A series is of every wave; leave out `at`."));
    }
    Ok(questions)
}

fn not_for_all() -> Sayable {
    let message = "What was asked of a country is for its own officers and administrators, and for officers of IOM.";
    Sayable::new(Code::Forbidden, message)
}

fn no_time() -> Sayable {
    Sayable::new(Code::InvalidQuery, "`since` is a time with its zone, such as 2027-01-15T08:00:00Z (RFC 3339).")
}

fn well_formed(caller: &Caller, questions: Vec<QuestionInput>) -> Result<Vec<Question>, Sayable> {
    if questions.len() > MOST_QUESTIONS {
        let message = format!("A request asks at most {MOST_QUESTIONS} questions.");
        return Err(Sayable::new(Code::TooManyQuestions, message));
    }
    let questions = questions.into_iter().map(Question::new).collect::<Result<Vec<_>, Sayable>>()?;
    match questions.iter().find(|question| !caller.signed_for(question.purpose())) {
        Some(other) => {
            let message = format!("The gateway did not sign a question for {}.", other.purpose().name());
            Err(Sayable::new(Code::Unauthenticated, message))
        }
        None => Ok(questions),
    }
}

pub(super) fn caller<'a>(ctx: &'a Context<'_>) -> Result<&'a Caller, Sayable> {
    match ctx.data_opt::<Result<Caller, Unidentified>>() {
        Some(Ok(caller)) => Ok(caller),
        Some(Err(fault)) => Err(Sayable::new(Code::Unauthenticated, fault.to_string())),
        None => Err(Sayable::new(Code::Unauthenticated, TokenFault::None.to_string())),
    }
}

/// What went wrong inside is logged; what is said is only that something did.
pub(super) fn inside(fault: &dyn std::error::Error) -> Sayable {
    tracing::error!(%fault, "a question was not answered");
    Sayable::internal()
}
