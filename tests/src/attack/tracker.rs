//! Tracker (Denning, Denning and Schwartz 1979): the target's cell is never asked for, but everybody else is. A filter that
//! lets through all codes but the target's, taken from the figure without that filter, leaves the target's cell.

use super::counts::Counts;
use super::differencing::{guesses, over_half_way};
use super::law::SHARP;
use super::node::{IOM, MEMBER, Node};
use super::population::{Person, Population, SECRET};
use super::questions::{answers, question};
use super::score::Guesses;
use super::views::Seen;
use super::world::World;
use schema::ask::{CodeFilter, QuestionInput};
use schema::concept::Dataset;
use std::collections::BTreeMap;

/// Who is let through on one axis: those with a code, or those without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Filter {
    Only(usize, usize),
    AllBut(usize, usize),
}

/// Filters on up to two attributes.
type Filters = Vec<Filter>;

/// A cell by its complement: figures that add up to it, with their signs.
type Tracker = Vec<(f64, Filters)>;

/// The two figures of each set of filters, that with the secret bit set first, for each segment.
pub struct Tracked(Vec<BTreeMap<Filters, [Seen; 2]>>);

impl Tracked {
    /// Asks for all that trackers need of a population.
    pub async fn asked(node: &Node, population: &Population) -> Self {
        let mut filters: Vec<Filters> = Vec::new();
        for axes in attributes(population) {
            let table = population.table(axes.clone());
            let cells = (0..table.cells()).map(|place| table.codes(place));
            filters.extend(cells.flat_map(|codes| trackers(&axes, &codes)).flatten().map(|(_, filters)| filters));
        }
        filters.sort();
        filters.dedup();
        let questions: Vec<QuestionInput> =
            filters.iter().map(|filters| asked(node.dataset, population, filters)).collect();
        let figures = |answers: Vec<schema::answer::NodeAnswer>| {
            let of = |answer: schema::answer::NodeAnswer| {
                let mut both = [Seen { value: Some(0.0), told: true, ..Seen::default() }; 2];
                for figure in &answer.figures {
                    both[usize::from(figure.codes[0] != population.axes[SECRET].codes[0])] = Seen::of(figure);
                }
                both
            };
            filters.iter().cloned().zip(answers.into_iter().map(of)).collect::<BTreeMap<_, _>>()
        };
        let first = figures(answers(&node.asker(MEMBER), &questions).await);
        if node.dataset == Dataset::Stock {
            return Self(vec![first]);
        }
        let mut second = figures(answers(&node.asker(IOM), &questions).await);
        for (filters, both) in &mut second {
            both.iter_mut().zip(first[filters]).for_each(|(both, first)| *both = both.less(first));
        }
        Self(vec![first, second])
    }

    /// The figure of a tracker, where all of its parts are published.
    fn figure(&self, segment: usize, tracker: &Tracker, secret: bool) -> Seen {
        let parts = tracker.iter().map(|(sign, filters)| (sign, self.0[segment][filters][usize::from(!secret)]));
        let start = Seen { value: Some(0.0), ..Seen::default() };
        parts.fold(start, |sum, (sign, part)| Seen {
            value: sum.value.zip(part.value).map(|(sum, part)| sum + sign * part),
            variance: sum.variance + part.variance,
            ..sum
        })
    }
}

/// By one who knows everything but the target's bit.
pub fn all_else_known(world: &World) -> Guesses {
    each(world, |set, unset, [others_set, others_unset]| {
        // Half way between the two counts that are possible.
        let over =
            |seen: Seen, others: f64| seen.value.map_or(0.0, |value| (value - others - 0.5) / seen.variance.max(SHARP));
        over(set, others_set) - over(unset, others_unset)
    })
}

/// By one who knows the attributes of everyone, and no bits.
pub fn attributes_known(world: &World) -> Guesses {
    each(world, |set, unset, others| over_half_way(set, unset, 1.0 + others[0] + others[1]))
}

/// Adds up what each tracker of each table says of a person; it is told how many others have the bit set, and not.
fn each(world: &World, speaks: impl Fn(Seen, Seen, [f64; 2]) -> f64) -> Guesses {
    let (views, tracked) = (&world.releases[0], world.tracked.as_ref().expect("trackers were asked for"));
    let counts = Counts::of(views, world.population.persons.iter());
    guesses(world, |person: &Person| {
        let segment = views.segment_of(person);
        let of_table = |(at, seen): (usize, &super::views::SeenTable)| -> f64 {
            let axes = &seen.table.axes[..seen.table.axes.len() - 1];
            let codes: Vec<usize> = axes.iter().map(|axis| usize::from(person.codes[*axis])).collect();
            let others = [true, false].map(|secret| {
                let counted = counts.table(segment, at)[seen.table.of(&person.with_secret(secret))];
                counted - f64::from(u8::from(person.secret() == secret))
            });
            let told = trackers(axes, &codes).into_iter().map(|tracker| {
                let [set, unset] = [true, false].map(|secret| tracked.figure(segment, &tracker, secret));
                speaks(set, unset, others)
            });
            told.sum()
        };
        views.segments[segment].iter().enumerate().map(of_table).sum()
    })
}

/// The attributes of the tables with the secret, without it: one or two.
fn attributes(population: &Population) -> impl Iterator<Item = Vec<usize>> {
    let tables = population.catalogue().into_iter().filter(super::table::Table::tells_the_secret);
    tables.map(|table| table.axes[..table.axes.len() - 1].to_vec()).filter(|axes| !axes.is_empty())
}

/// The trackers of a cell.
fn trackers(axes: &[usize], codes: &[usize]) -> Vec<Tracker> {
    use Filter::{AllBut, Only};
    match (axes, codes) {
        ([a], [x]) => vec![vec![(1.0, vec![]), (-1.0, vec![AllBut(*a, *x)])]],
        ([a, b], [x, y]) => vec![
            vec![(1.0, vec![Only(*b, *y)]), (-1.0, vec![AllBut(*a, *x), Only(*b, *y)])],
            vec![(1.0, vec![Only(*a, *x)]), (-1.0, vec![Only(*a, *x), AllBut(*b, *y)])],
            vec![
                (1.0, vec![]),
                (-1.0, vec![AllBut(*a, *x)]),
                (-1.0, vec![AllBut(*b, *y)]),
                (1.0, vec![AllBut(*a, *x), AllBut(*b, *y)]),
            ],
        ],
        _ => vec![],
    }
}

/// A question by the secret, filtered.
fn asked(dataset: Dataset, population: &Population, filters: &Filters) -> QuestionInput {
    let filter = |filter: &Filter| {
        let (axis, keeps): (usize, Box<dyn Fn(usize) -> bool>) = match *filter {
            Filter::Only(axis, code) => (axis, Box::new(move |at| at == code)),
            Filter::AllBut(axis, code) => (axis, Box::new(move |at| at != code)),
        };
        let axis = &population.axes[axis];
        let codes = axis.codes.iter().enumerate().filter(|(at, _)| keeps(*at)).map(|(_, code)| (*code).to_owned());
        CodeFilter { dimension: axis.dimension, codes: codes.collect() }
    };
    let by = vec![population.axes[SECRET].dimension];
    QuestionInput { by, filters: filters.iter().map(filter).collect(), ..question(dataset) }
}
