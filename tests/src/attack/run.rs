//! All attacks in a row, each after it has won where nothing protects.

use super::control::held;
use super::mechanism::Attacked;
use super::node::Node;
use super::plan::Plan;
use super::population::{BASE, Population, Shape};
use super::score::{Guesses, Measured, Score, balanced_accuracy, precision};
use super::views::Views;
use super::withdrawal::Found;
use super::world::{World, law};
use super::{
    averaging, differencing, law::Law, means, oracle, reconstruction, refusals, repeats, scrape, suppression, timing,
    tracker, withdrawal,
};
use node_rules::rulebook::RulebookFault;

/// How right a guess at a person may be; a coin is right half of the time.
const GUESS: f64 = 0.55;

/// The least count that is published where a bare threshold stands for a control.
const BARE_THRESHOLD: f64 = 10.0;

/// Every attack on a mechanism.
///
/// # Errors
/// Where the rulebook knows no such mechanism.
pub async fn all(mechanism: Attacked, plan: &Plan, seed: u64) -> Result<Vec<Score>, RulebookFault> {
    mechanism.rulebook(&Population::drawn(Shape::coarse(1), seed), false)?;
    let mut scores = repeated(mechanism, plan, seed).await;
    scores.extend(all_else_known(mechanism, plan, seed).await);
    scores.extend(attributes_known(mechanism, plan, seed).await);
    scores.extend(Box::pin(scraped(mechanism, plan, seed)).await);
    scores.extend(reconstructed(mechanism, plan, seed).await);
    scores.extend(Box::pin(withdrawn(mechanism, plan, seed)).await);
    scores.extend(refused(mechanism, plan, seed).await);
    scores.extend(averaged(mechanism, plan, seed).await);
    scores.extend(suppressed(mechanism, plan, seed).await);
    scores.extend(timed(mechanism, plan, seed).await);
    Ok(scores)
}

async fn repeated(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let population = Population::drawn(Shape::coarse(plan.refused), seed);
    let control = async {
        let person = population.persons[0];
        let other = population.with(0, person.with_secret(!person.secret()));
        let nodes = (Node::of(&population, Attacked::Exact, seed).await, Node::of(&other, Attacked::Exact, seed).await);
        [repeats::differ_by_a_person(nodes.0, nodes.1, &population, plan.repeated, seed).await]
    };
    let attack = async {
        let node = Node::of(&population, mechanism, seed).await;
        [repeats::differ(node, &population, plan.repeated, seed).await]
    };
    held(
        [("repeats, aliases, batches, restart, replica: answers that differ", 0.0)],
        Box::pin(control),
        Box::pin(attack),
    )
    .await
}

async fn all_else_known(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let asked = async |mechanism: Attacked, worlds: usize| {
        let mut found = [const { Vec::new() }; 4];
        for seed in seeds(seed, worlds) {
            let world = World::asked(Shape::coarse(plan.coarse.persons), mechanism, seed, 4, true).await;
            found[0].push(differencing::all_else_known(&world));
            found[1].push(tracker::all_else_known(&world));
            found[2].push(averaging::all_else_known(&world, 1));
            found[3].push(averaging::all_else_known(&world, 4));
        }
        found.map(|worlds| balanced_accuracy(&worlds))
    };
    let named = [
        ("differencing, all else known: accuracy on the bit", GUESS),
        ("tracker, all else known: accuracy on the bit", GUESS),
        ("averaging, all else known: accuracy on the bit", GUESS),
        ("averaging over a year's four releases, all else known: accuracy on the bit", GUESS),
    ];
    held(named, asked(Attacked::Exact, plan.control), asked(mechanism, plan.coarse.worlds)).await
}

async fn attributes_known(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let asked = async |mechanism: Attacked, worlds: usize| {
        let mut found = [const { Vec::new() }; 4];
        for seed in seeds(seed, worlds) {
            let world = World::asked(Shape::fine(plan.fine.persons), mechanism, seed, 1, true).await;
            found[0].push(differencing::attributes_known(&world));
            found[1].push(tracker::attributes_known(&world));
            found[2].push(averaging::attributes_known(&world));
            found[3].push(oracle::from_statuses(&world));
        }
        found.map(|worlds| balanced_accuracy(&worlds))
    };
    let control = async {
        let [differencing, tracker, averaging, _] = asked(Attacked::Exact, plan.control).await;
        let mut statuses = Vec::new();
        for seed in seeds(seed, plan.control) {
            let world = World::asked(Shape::fine(plan.fine.persons), Attacked::Exact, seed, 1, false).await;
            statuses.push(oracle::from_a_bare_threshold(&world, BARE_THRESHOLD));
        }
        [differencing, tracker, averaging, balanced_accuracy(&statuses)]
    };
    let named = [
        ("differencing, attributes known: accuracy on the bit", GUESS),
        ("tracker, attributes known: accuracy on the bit", GUESS),
        ("averaging, attributes known: accuracy on the bit", GUESS),
        ("threshold oracle: accuracy on the bit from statuses alone", GUESS),
    ];
    held(named, control, asked(mechanism, plan.fine.worlds)).await
}

async fn scraped(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let shape = Shape::mixed(plan.scraped.persons);
    let named = async |mechanism: Attacked, worlds: usize| {
        let mut named = Vec::new();
        for seed in seeds(seed, worlds) {
            named.push(scrape::named(&World::asked(shape, mechanism, seed, 1, false).await));
        }
        [precision(&named)]
    };
    let attack = async {
        let population = Population::drawn(shape, seed);
        let node = Node::of(&population, mechanism, seed).await;
        scrape::nobody_sees_more(&node, &population).await;
        node.stop().await;
        named(mechanism, plan.scraped.worlds).await
    };
    let target = [("full scrape by colluding analysts: precision of the top 1 %", BASE + 0.05)];
    Box::pin(held(target, named(Attacked::Exact, plan.control), attack)).await
}

async fn reconstructed(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let shape = Shape::fine(plan.reconstructed);
    let found = async |mechanism| [balanced_accuracy(&[reconstruction::guessed(mechanism, shape, seed).await])];
    let named = [("linear reconstruction, 20 n questions: accuracy on the bit", GUESS)];
    held(named, found(Attacked::Exact), found(mechanism)).await
}

async fn withdrawn(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let found = async |mechanism: Attacked, worlds: usize, control: bool| {
        let mut all = Vec::new();
        for seed in seeds(seed, worlds) {
            let shape = Shape::coarse(plan.withdrawals.persons);
            all.push(withdrawal::found(mechanism, shape, seed, plan.withdrawals.rounds, plan.withdrawals.pairs).await);
        }
        // That a comparison sees a withdrawal at all, it shows on the exact figures of the next release.
        let changed = |found: &Found| if control { found.with_the_release } else { found.before_the_release };
        let rounds = |of: fn(&Found) -> &[Guesses]| -> Vec<Guesses> { all.iter().flat_map(of).copied().collect() };
        [
            repeats::Differing::share(all.iter().map(changed)),
            balanced_accuracy(&all.iter().map(|found| found.bits).collect::<Vec<_>>()),
            balanced_accuracy(&rounds(|found| &found.whether)),
            balanced_accuracy(&rounds(|found| &found.which)),
        ]
    };
    let named = [
        ("withdrawal: answers that change before the next release", 0.0),
        ("withdrawal, before and after: accuracy on the bit of one who withdrew", GUESS),
        ("withdrawal, before and after: accuracy on whether a person withdrew", GUESS),
        ("withdrawal, before and after: accuracy on which of two persons withdrew", GUESS),
    ];
    let (control, attack) =
        (found(Attacked::Exact, plan.control, true), found(mechanism, plan.withdrawals.worlds, false));
    Box::pin(held(named, control, attack)).await
}

async fn refused(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let shape = Shape::mixed(plan.refused);
    let control = async { [refusals::differ_under_a_bare_threshold(shape, seed).await] };
    let attack = async { [refusals::differ(mechanism, shape, seed).await] };
    held([("refusal oracle: outcomes, reasons and errors that differ by a person", 0.0)], control, attack).await
}

async fn averaged(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let shape = Shape::fine(plan.averaged);
    let found = means::given_back(mechanism, shape, seed).await;
    let named = match found {
        Some(_) => "mean x count: counts given back that noise had moved",
        None => "mean x count: nothing to attack, for the mechanism adds no quantities up",
    };
    let control = async { [means::given_back_by_exact_means(shape, seed)] };
    let attack = async { [found.unwrap_or(Measured { score: 0.0, low: 0.0, high: 0.0 })] };
    held([(named, 0.01)], control, attack).await
}

async fn suppressed(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let population = Population::drawn(Shape::mixed(plan.suppressed), seed);
    let asked = async |mechanism: Attacked| {
        let node = Node::of(&population, mechanism, seed).await;
        let views = Views::of_everything(&node, &population).await;
        node.stop().await;
        views
    };
    let control = async {
        let hidden = asked(Attacked::Exact).await.hidden_under(BARE_THRESHOLD);
        let bare = Law::Threshold { least: BARE_THRESHOLD, for_another: 0.0 };
        [suppression::found(&bare, &hidden, &population)]
    };
    let attack = async {
        let views = asked(mechanism).await;
        [suppression::found(&law(mechanism, &population), &views, &population)]
    };
    held([("secondary suppression: withheld cells found by linear programme", 0.0)], control, attack).await
}

async fn timed(mechanism: Attacked, plan: &Plan, seed: u64) -> Vec<Score> {
    let shape = Shape::coarse(plan.timed);
    let control = async { [timing::area_with_a_delay(shape, seed, plan.samples).await] };
    let attack = async { [timing::area(mechanism, shape, seed, plan.samples).await] };
    let named = [("timing: area under the curve that tells the bit from response times", 0.52)];
    held(named, Box::pin(control), Box::pin(attack)).await
}

/// A seed for each world.
fn seeds(seed: u64, worlds: usize) -> impl Iterator<Item = u64> {
    (0..worlds).map(move |world| seed.wrapping_mul(1_000).wrapping_add(u64::try_from(world).expect("few worlds")))
}
