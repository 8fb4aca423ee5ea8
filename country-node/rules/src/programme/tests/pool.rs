//! Whom matching looks at: needs and candidates that are open.

use super::year::Year;
use crate::matching::candidate::Candidate;
use crate::programme::event::Did;
use crate::programme::pool::Pool;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use schema::programme::why::Why;
use serde_json::{Value, json};

/// Of each candidate of the pool the needs that are closed to it.
fn closed(year: &Year) -> Vec<(String, Vec<String>)> {
    let pool = Pool::of(&year.book, None, |_| true);
    let needs = |of: &Candidate| of.not_for.iter().map(|id| pool.need_id(*id).to_owned()).collect();
    pool.candidates.iter().map(|of| (pool.candidate_id(of.id).to_owned(), needs(of))).collect()
}

#[test]
fn what_was_decided_is_not_looked_at_again_and_what_was_a_mistake_is() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    for (id, step, why) in [
        ("a", Step::Decline, Why::Host),
        ("b", Step::Lapse, Why::Person),
        ("c", Step::Lapse, Why::Mistake),
        ("d", Step::Decline, Why::Mistake),
    ] {
        year.candidate(id, &Value::Null);
        year.records(Kind::Match, id, &json!({ "need": "n", "candidate": id })).unwrap();
        year.does(Kind::Match, id, Did::Moved(step, Some(why)), None).unwrap();
    }
    let of = |id: &str, needs: &[&str]| (id.to_owned(), needs.iter().map(|need| (*need).to_owned()).collect());
    assert_eq!(closed(&year), [of("a", &["n"]), of("b", &["n"]), of("c", &[]), of("d", &[])]);
}
