//! Ids that officers judged one person's, in a programme: one candidate, whichever of them is named.

use super::desk::{matched, small};
use super::load;
use crate::ground::Ground;
use country_node::person::same::judge;
use node_rules::matching::weights::Weights;
use node_rules::person::identity::Verdict;
use node_rules::programme::content::Content;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::BTreeSet;

#[tokio::test]
async fn of_two_ids_that_are_judged_one_persons_one_candidate_is_proposed_and_meant_by_either() {
    let ground = Ground::new().await;
    let programmes = small(&ground).await;
    let proposed = async || {
        let proposed = programmes.propose("trqn", None, Weights::default()).await.unwrap();
        let candidates: BTreeSet<String> = proposed.matches.into_iter().map(|of| of.candidate).collect();
        (candidates, proposed.open.len(), proposed.fairness.eligible.persons)
    };
    let (two, open, eligible) = proposed().await;
    assert_eq!((two.len(), open, eligible), (2, 0, 2));
    let ids = ["P1", "P2"].map(|id| ground.node.keys.of(id).0);
    let judged = async |verdict| {
        judge(&ground.node, (ids[0], ids[1]), verdict, ("officer-1", "the same passport")).await.unwrap();
    };
    judged(Verdict::Same).await;
    let (one, open, eligible) = proposed().await;
    assert_eq!((one.len(), open, eligible), (1, 1, 1), "one person fills one position");
    let kept = matched(&programmes).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(proposed().await, (BTreeSet::new(), 1, 0), "nor is the other id proposed beside it");
    // A file that names the person by either id decides on the match that there is.
    let need = match programmes.book("trqn").await.unwrap().get(Kind::Match, &kept[0]).unwrap().now.content.as_ref() {
        Content::Match(of) => of.need.clone(),
        _ => panic!("no match"),
    };
    for (person, unchanged) in [("P1", 0), ("P2", 1)] {
        let decided = format!("need,person,state\n{need},{person},ACCEPTED\n");
        let loaded = load(&ground, &programmes, "MATCH", &decided).await.unwrap();
        assert_eq!((loaded.records, loaded.unchanged), (1, unchanged), "{person}");
    }
    let book = programmes.book("trqn").await.unwrap();
    let matches: Vec<(&str, State)> = book.of(Kind::Match).map(|of| (of.id.as_str(), of.now.state)).collect();
    assert_eq!(matches, [(kept[0].as_str(), State::Accepted)]);
    judged(Verdict::TakenBack).await;
    let other: BTreeSet<String> = two.difference(&one).cloned().collect();
    assert_eq!(proposed().await, (other, 0, 1), "what is judged can be taken back, and then they are two");
}
