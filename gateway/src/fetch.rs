//! Asks the nodes: one request a country, all countries at once, under one deadline; of a list that is asked for by shares, a second one to
//! those countries that have more of the page than their share. It never fails: each country's part is a reply or a named absence, and none
//! is dropped.

use crate::absence::Absence;
use crate::caller::Caller;
use crate::country::{Asked, Carrier, Page, Silence, Wave, Word, ask};
use crate::gather::Gather;
use crate::plan::Plan;
use crate::registry::{Node, Registry};
use crate::told::Told;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use futures_util::future::join_all;
use schema::answer::{Dataflow, MOST_QUESTIONS, MOST_SERIES};
use schema::ask::Question;
use schema::country::CountryCode;
use schema::directory::page::{DirectoryQuestion, MOST_PAGES};
use schema::theme::StudyThemes;
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

mod arrive;

pub use arrive::{Arrival, arrivals};

/// Loads what one request wants of the nodes, each thing once. Made anew for each request, so that nothing that one
/// caller may see is ever shown to another.
pub type Nodes = DataLoader<NodeLoader, HashMapCache>;

/// One thing wanted of one country.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    country: CountryCode,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum What {
    Figures(Arc<Question>),
    Series(Arc<Question>),
    Catalogue,
    Themes,
    Directory(Arc<DirectoryQuestion>),
}

/// What came of one thing wanted.
#[derive(Clone, Debug)]
pub enum Came {
    /// An answer's figures.
    Figures(Arc<Told>),
    /// A series' waves, oldest first.
    Series(Arc<Vec<Point>>),
    /// What the node has published.
    Catalogue(Arc<Vec<Dataflow>>),
    /// Its studies with focus groups.
    Themes(Arc<Vec<StudyThemes>>),
    /// A page of its directory.
    Directory(Arc<Page>),
    /// Nothing, and why.
    Nothing(Absence),
}

/// One wave of a country's series.
#[derive(Clone, Debug)]
pub struct Point {
    /// The wave's reference period.
    pub at: String,
    /// Its figures, or why they are not there.
    pub reply: Reply,
}

/// A country's series, or why it is not there.
pub type Points = Result<Arc<Vec<Point>>, Absence>;

/// A country's figures, or why they are not there.
pub type Reply = Result<Arc<Told>, Absence>;

/// What a node has published, or why that is not known.
pub type Published = Result<Arc<Vec<Dataflow>>, Absence>;

/// A country's studies with focus groups, or why they are not known.
pub type Talked = Result<Arc<Vec<StudyThemes>>, Absence>;

/// One reply for each country of a plan, in its order. Made only by [`replies`] and [`arrivals`].
#[derive(Clone, Debug)]
pub struct Replies(Vec<(Arc<Node>, Reply)>);

impl Replies {
    /// The countries with their replies, in the plan's order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<Node>, &Reply)> {
        self.0.iter().map(|(node, reply)| (node, reply))
    }

    #[cfg(test)]
    pub fn of(replies: Vec<(Arc<Node>, Reply)>) -> Self {
        Self(replies)
    }
}

/// Asks what a plan says.
pub async fn replies(nodes: &Nodes, plan: &Plan) -> Replies {
    Replies(each(nodes, plan.nodes(), &What::Figures(Arc::clone(plan.question())), figures).await)
}

/// Asks what a plan says of every wave; one series for each country, in the plan's order.
pub async fn series(nodes: &Nodes, plan: &Plan) -> Vec<(Arc<Node>, Points)> {
    let points = |came| if let Came::Series(points) = came { Some(points) } else { None };
    each(nodes, plan.nodes(), &What::Series(Arc::clone(plan.question())), points).await
}

/// Asks some nodes what they have published, in their order.
pub async fn catalogues(nodes: &Nodes, asked: &[Arc<Node>]) -> Vec<(Arc<Node>, Published)> {
    let published = |came| if let Came::Catalogue(flows) = came { Some(flows) } else { None };
    each(nodes, asked, &What::Catalogue, published).await
}

/// Asks some nodes what focus groups talked about, in their order.
pub async fn themes(nodes: &Nodes, asked: &[Arc<Node>]) -> Vec<(Arc<Node>, Talked)> {
    let talked = |came| if let Came::Themes(studies) = came { Some(studies) } else { None };
    each(nodes, asked, &What::Themes, talked).await
}

/// Who is asked for a share of a page, and may be asked for more: in requests of their own, for three of five parts of the time that is left.
pub fn at_first(nodes: &Nodes) -> &Nodes {
    match &nodes.loader().time {
        Time::Whole { at_first } => at_first,
        Time::Part => nodes,
    }
}

/// Whether there is time to ask somebody once more. Whoever is asked without any would be called absent, and is not.
pub fn has_time(nodes: &Nodes) -> bool {
    nodes.loader().deadline > Instant::now()
}

/// A page of a country's directory, or why it is not there.
pub type Listed = Result<Arc<Page>, Absence>;

/// Asks some nodes for a page of their directory each, in their order: each country has a question of its own.
pub async fn pages(
    nodes: &Nodes,
    asked: &[(Arc<Node>, Arc<DirectoryQuestion>)],
) -> Vec<(Arc<Node>, Arc<DirectoryQuestion>, Listed)> {
    let page = |came| if let Came::Directory(page) = came { Some(page) } else { None };
    let wanted = asked.iter().map(|(node, question)| (Arc::clone(node), What::Directory(Arc::clone(question))));
    let came = each_own(nodes, &wanted.collect::<Vec<_>>(), page).await;
    let each = asked.iter().zip(came);
    each.map(|((node, question), listed)| (Arc::clone(node), Arc::clone(question), listed)).collect()
}

/// Asks some nodes for figures, in their order: each country has a question of its own.
pub async fn answers(nodes: &Nodes, asked: &[(Arc<Node>, Arc<Question>)]) -> Vec<(Arc<Node>, Reply)> {
    let wanted = asked.iter().map(|(node, question)| (Arc::clone(node), What::Figures(Arc::clone(question))));
    let came = each_own(nodes, &wanted.collect::<Vec<_>>(), figures).await;
    asked.iter().zip(came).map(|((node, _), reply)| (Arc::clone(node), reply)).collect()
}

fn figures(came: Came) -> Option<Arc<Told>> {
    if let Came::Figures(told) = came { Some(told) } else { None }
}

/// Wants one thing of each of some nodes; what came of it, in their order, as `of` reads it.
async fn each<T>(
    nodes: &Nodes,
    asked: &[Arc<Node>],
    what: &What,
    of: impl Fn(Came) -> Option<T>,
) -> Vec<(Arc<Node>, Result<T, Absence>)> {
    let key = |node: &Arc<Node>| Key { country: node.member.code, what: what.clone() };
    let mut came = load(nodes, asked.iter().map(key)).await;
    asked.iter().map(|node| (Arc::clone(node), read(came.remove(&key(node)), node, &of))).collect()
}

/// Wants a thing of its own of each of some nodes; what came of it, in their order, as `of` reads it.
async fn each_own<T>(
    nodes: &Nodes,
    wanted: &[(Arc<Node>, What)],
    of: impl Fn(Came) -> Option<T>,
) -> Vec<Result<T, Absence>> {
    let key = |(node, what): &(Arc<Node>, What)| Key { country: node.member.code, what: what.clone() };
    let came = load(nodes, wanted.iter().map(key)).await;
    wanted.iter().map(|one| read(came.get(&key(one)).cloned(), &one.0, &of)).collect()
}

fn read<T>(came: Option<Came>, node: &Node, of: impl Fn(Came) -> Option<T>) -> Result<T, Absence> {
    match came {
        Some(Came::Nothing(absence)) => Err(absence),
        came => came.and_then(of).ok_or_else(|| lost(node)),
    }
}

async fn load(nodes: &Nodes, keys: impl Iterator<Item = Key>) -> HashMap<Key, Came> {
    match nodes.load_many(keys).await {
        Ok(came) => came,
        Err(never) => match never {},
    }
}

/// What is said of a country whose reply is not there although every way of losing it has a name.
fn lost(node: &Node) -> Absence {
    tracing::error!(country = %node.member.code, "a reply was lost inside the gateway");
    Silence::Late.absence(&node.member.name)
}

/// Asks the nodes for one caller's request.
#[derive(Clone)]
pub struct NodeLoader {
    carrier: Arc<Carrier>,
    registry: Arc<Registry>,
    caller: Caller,
    deadline: Instant,
    time: Time,
}

/// How much of the time until its deadline a load may take.
#[derive(Clone)]
enum Time {
    /// All of it.
    Whole {
        /// Asks for shares, and leaves time to ask for more.
        at_first: Arc<Nodes>,
    },
    /// Three of five parts: where one country hangs, the others can still be asked for more.
    Part,
}

impl NodeLoader {
    /// A loader for one request, which begins now and may take as long as `time`.
    pub fn begin(
        carrier: Arc<Carrier>,
        registry: Arc<Registry>,
        caller: &Caller,
        time: Duration,
        gather: Gather,
    ) -> Nodes {
        let deadline = Instant::now() + time;
        let part = Self { carrier, registry, caller: caller.clone(), deadline, time: Time::Part };
        let at_first = Arc::new(part.clone().gathered(gather.clone()));
        Self { time: Time::Whole { at_first }, ..part }.gathered(gather)
    }

    fn gathered(self, gather: Gather) -> Nodes {
        // The gathering waits until every resolver is at a standstill; more delay would add nothing.
        DataLoader::with_cache(self, move |load| gather.add(load), HashMapCache::default())
            .delay(Duration::ZERO)
            .max_batch_size(usize::MAX)
    }

    /// When a load that begins now is given up.
    fn until(&self) -> Instant {
        let now = Instant::now();
        match self.time {
            Time::Whole { .. } => self.deadline,
            Time::Part => now + self.deadline.saturating_duration_since(now) * 3 / 5,
        }
    }

    /// Asks one country one question, whatever else the request wants of it.
    async fn reply(&self, node: &Node, question: Arc<Question>) -> Reply {
        let asked = Asked { questions: vec![question], ..Asked::default() };
        let came = self.one(node.member.code, asked).await;
        read(came.into_iter().next().map(|(_, came)| came), node, figures)
    }

    async fn one(&self, country: CountryCode, asked: Asked) -> Vec<(Key, Came)> {
        let Some(node) = self.registry.node(country) else { return Vec::new() };
        let word = Word { carrier: &self.carrier, link: self.registry.link(), caller: &self.caller };
        let heard = ask(word, node, &asked, self.until()).await;
        let key = |what| Key { country, what };
        let mut came = Vec::with_capacity(asked.questions.len() + 1);
        match heard {
            Ok(heard) => {
                if asked.catalogue {
                    came.push((key(What::Catalogue), Came::Catalogue(Arc::new(heard.catalogue))));
                }
                if let Some(themes) = heard.themes {
                    let themes = match themes {
                        Ok(studies) => Came::Themes(Arc::new(studies)),
                        Err(silence) => Came::Nothing(silence.told(node)),
                    };
                    came.push((key(What::Themes), themes));
                }
                for (question, page) in asked.directory.into_iter().zip(heard.directory) {
                    let page = match page {
                        Ok(page) => Came::Directory(Arc::new(page)),
                        Err(silence) => Came::Nothing(silence.told(node)),
                    };
                    came.push((key(What::Directory(question)), page));
                }
                for (question, answer) in asked.questions.into_iter().zip(heard.answers) {
                    let answer = match answer {
                        Ok(told) => Came::Figures(Arc::new(told)),
                        Err(silence) => Came::Nothing(silence.told(node)),
                    };
                    came.push((key(What::Figures(question)), answer));
                }
                for (question, waves) in asked.series.into_iter().zip(heard.series) {
                    let point = |Wave { at, told }| Point {
                        at,
                        reply: told.map(Arc::new).map_err(|silence| silence.told(node)),
                    };
                    let series = match waves {
                        Ok(waves) => Came::Series(Arc::new(waves.into_iter().map(point).collect())),
                        Err(silence) => Came::Nothing(silence.told(node)),
                    };
                    came.push((key(What::Series(question)), series));
                }
            }
            Err(silence) => {
                let absence = silence.told(node);
                let wanted = asked.questions.into_iter().map(What::Figures);
                let wanted = wanted.chain(asked.series.into_iter().map(What::Series));
                let wanted = wanted.chain(asked.catalogue.then_some(What::Catalogue));
                let wanted = wanted.chain(asked.themes.then_some(What::Themes));
                let wanted = wanted.chain(asked.directory.into_iter().map(What::Directory));
                came.extend(wanted.map(|what| (key(what), Came::Nothing(absence.clone()))));
            }
        }
        came
    }
}

impl Asked {
    fn has_no_room(&self, what: &What) -> bool {
        match what {
            What::Figures(_) => self.questions.len() >= MOST_QUESTIONS,
            What::Series(_) => self.series.len() >= MOST_SERIES,
            What::Directory(_) => self.directory.len() >= MOST_PAGES,
            What::Catalogue | What::Themes => false,
        }
    }
}

impl Loader<Key> for NodeLoader {
    type Value = Came;
    type Error = Infallible;

    async fn load(&self, keys: &[Key]) -> Result<HashMap<Key, Came>, Infallible> {
        // As many requests as a node's limits on questions ask for; one, nearly always.
        let mut countries: BTreeMap<CountryCode, Vec<Asked>> = BTreeMap::new();
        for key in keys {
            let requests = countries.entry(key.country).or_default();
            if requests.last().is_none_or(|asked| asked.has_no_room(&key.what)) {
                requests.push(Asked::default());
            }
            let Some(asked) = requests.last_mut() else { continue };
            match &key.what {
                What::Figures(question) => asked.questions.push(Arc::clone(question)),
                What::Series(question) => asked.series.push(Arc::clone(question)),
                What::Catalogue => asked.catalogue = true,
                What::Themes => asked.themes = true,
                What::Directory(question) => asked.directory.push(Arc::clone(question)),
            }
        }
        let requests =
            countries.into_iter().flat_map(|(country, all)| all.into_iter().map(move |asked| (country, asked)));
        let requests = requests.map(|(country, asked)| self.one(country, asked));
        Ok(join_all(requests).await.into_iter().flatten().collect())
    }
}
