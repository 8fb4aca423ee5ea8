//! Timing: how long an answer takes, in two worlds that differ in one person's bit. Requests go over a warm connection to
//! each node by turns, whose turn is first being a coin's. A node of its own is a little faster or slower for reasons that
//! have nothing to do with the bit, so there are several pairs of nodes.

use super::mechanism::Attacked;
use super::node::{MEMBER, Node};
use super::population::{Population, SECRET, Shape};
use super::questions::question;
use super::score::Measured;
use crate::asker::Asker;
use crate::chance::Chance;
use schema::ask::QuestionInput;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// Requests before any is measured.
const WARM_UP: usize = 50;

/// What the control adds where the bit is set.
pub const DELAY: Duration = Duration::from_micros(50);

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Samples {
    /// Pairs of nodes.
    pub pairs: usize,
    /// Requests to each node.
    pub requests: usize,
}

/// The area under the curve that tells the worlds apart; `delay` is added in one of them, for the control.
pub async fn area(mechanism: Attacked, shape: Shape, seed: u64, samples: Samples, delay: Duration) -> Measured {
    let mut pairs = Vec::new();
    for pair in 0..samples.pairs {
        let seed = seed.wrapping_add(u64::try_from(pair).expect("few pairs"));
        let mut chance = Chance::new(seed ^ 0x7131);
        let population = Population::drawn(shape, seed);
        let set = population.with(0, population.persons[0].with_secret(true));
        let unset = population.with(0, population.persons[0].with_secret(false));
        // Which of the two is started first takes turns.
        let first = pair % 2 == 0;
        let early = Node::of(if first { &set } else { &unset }, mechanism, seed).await;
        let late = Node::of(if first { &unset } else { &set }, mechanism, seed).await;
        let (with, without) = if first { (&early, &late) } else { (&late, &early) };
        let question =
            json!([QuestionInput { by: vec![population.axes[SECRET].dimension], ..question(early.dataset) }]);
        let variables = json!({ "q": question });
        let askers = [without.asker(MEMBER), with.asker(MEMBER)];
        let mut times = [Vec::with_capacity(samples.requests), Vec::with_capacity(samples.requests)];
        for nth in 0..WARM_UP + samples.requests {
            let mut order = [0, 1];
            chance.shuffle(&mut order);
            for world in order {
                let took = took(&askers[world], &variables, if world == 1 { delay } else { Duration::ZERO }).await;
                if nth >= WARM_UP {
                    times[world].push(took);
                }
            }
        }
        early.stop().await;
        late.stop().await;
        let [without, with] = times;
        pairs.push((without, with));
    }
    Measured::area(&pairs)
}

/// How long one answer takes, in seconds.
async fn took(asker: &Asker, variables: &Value, delay: Duration) -> f64 {
    let began = Instant::now();
    let query = "query Q($q: [QuestionInput!]!) { answers(questions: $q) { outcome figures { codes value } } }";
    let text = asker.text(query, variables).await;
    let answered = began.elapsed();
    while began.elapsed() < answered + delay {
        std::hint::spin_loop();
    }
    let took = began.elapsed();
    assert!(text.contains("ANSWERED"), "{text}");
    took.as_secs_f64()
}
