//! Timing: how long an answer takes, in two worlds that differ in one person's bit. A question goes to each of them by turns,
//! whose turn is first being a coin's, over one warm connection.
//!
//! Both worlds are periods of one node. Two nodes are a little faster or slower than each other for reasons that have nothing
//! to do with the bit, and by far more than what is looked for. Which world is which period changes from node to node.

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

/// Two periods: each is a release of its own.
const PERIODS: [&str; 2] = ["2025", "2026"];

/// Requests before any is measured.
const WARM_UP: usize = 50;

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Samples {
    /// Nodes.
    pub nodes: usize,
    /// Requests to each world of each.
    pub requests: usize,
}

/// The area under the curve that tells the worlds apart.
pub async fn area(mechanism: Attacked, shape: Shape, seed: u64, samples: Samples) -> Measured {
    measured(mechanism, shape, seed, samples, async |ask| ask.times(samples.requests, seed, Duration::ZERO).await).await
}

/// The same where an answer takes longer if the bit is set: by twice as much as the middle half of answers differ by themselves.
pub async fn area_with_a_delay(shape: Shape, seed: u64, samples: Samples) -> Measured {
    measured(Attacked::Exact, shape, seed, samples, async |ask| {
        let (mut times, others) = ask.times(samples.requests, seed, Duration::ZERO).await;
        times.extend(others);
        times.sort_by(f64::total_cmp);
        let spread = times[times.len() * 3 / 4] - times[times.len() / 4];
        ask.times(samples.requests, seed, Duration::from_secs_f64(2.0 * spread)).await
    })
    .await
}

async fn measured(
    mechanism: Attacked,
    shape: Shape,
    seed: u64,
    samples: Samples,
    times: impl AsyncFn(&Asked) -> (Vec<f64>, Vec<f64>),
) -> Measured {
    let mut pairs = Vec::new();
    for nth in 0..samples.nodes {
        let seed = seed.wrapping_add(u64::try_from(nth).expect("few nodes"));
        let population = Population::drawn(shape, seed);
        let worlds = [false, true].map(|secret| population.with(0, population.persons[0].with_secret(secret)));
        let periods = if nth % 2 == 0 { PERIODS } else { [PERIODS[1], PERIODS[0]] };
        let loaded = [(periods[0], &worlds[0]), (periods[1], &worlds[1])];
        let node = Node::of_periods(&loaded, mechanism, seed).await;
        let by = vec![population.axes[SECRET].dimension];
        let worlds = periods.map(|period| {
            json!({ "q": [QuestionInput { by: by.clone(), at: Some(period.to_owned()), ..question(node.dataset) }] })
        });
        pairs.push(times(&Asked { asker: node.asker(MEMBER), worlds }).await);
        node.stop().await;
    }
    Measured::area(&pairs)
}

/// One who asks about both worlds: that in which the bit is not set, and that in which it is.
struct Asked {
    asker: Asker,
    worlds: [Value; 2],
}

impl Asked {
    /// The times of answers where the bit is not set, and where it is and a delay is added, in seconds.
    async fn times(&self, requests: usize, seed: u64, delay: Duration) -> (Vec<f64>, Vec<f64>) {
        let mut chance = Chance::new(seed ^ 0x7131);
        let (mut unset, mut set) = (Vec::with_capacity(requests), Vec::with_capacity(requests));
        for nth in 0..WARM_UP + requests {
            let mut order = [false, true];
            chance.shuffle(&mut order);
            for secret in order {
                let delay = if secret { delay } else { Duration::ZERO };
                let took = took(&self.asker, &self.worlds[usize::from(secret)], delay).await;
                if nth >= WARM_UP {
                    if secret { &mut set } else { &mut unset }.push(took);
                }
            }
        }
        (unset, set)
    }
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
