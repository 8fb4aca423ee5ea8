//! What a citation refers to, and what checking one finds.

use super::archive::Archive;
use super::document::Document;
use super::verify::{Finding, verify};
use crate::attribute::Answer;
use crate::attribute::tests::{answer, down, told};
use crate::fetch::Reply;
use crate::tests::people::{GATEWAY, NOW, code, gateway_key, membership, node_key};
use crate::told::Told;
use schema::seal::SecretKey;
use schema::statement::{Said, sign};
use std::path::Path;
use std::sync::Arc;

fn archive() -> Archive {
    Archive::new(GATEWAY, gateway_key(), Path::new("nowhere"), "https://hub.example/")
}

fn cited(answer: &Answer) -> Document {
    archive().document(answer, &membership()).unwrap()
}

/// An answer in which every country signed what it told.
fn signed(countries: &[(&str, Reply)]) -> Answer {
    let plain = answer(countries, NOW);
    let sign_one = |(country, reply): &(&'static str, Reply)| {
        let Ok(told) = reply else { return (*country, reply.clone()) };
        let to = Said { country: code(country), asked_by: plain.asked_by(), question: plain.question().as_input() };
        let signature = sign(to, told.as_said(), &node_key(country)).unwrap().signature;
        (*country, Ok(Arc::new(Told { signature, ..(**told).clone() })))
    };
    let countries: Vec<(&'static str, Reply)> = countries
        .iter()
        .map(|(country, reply)| {
            (["COL", "CUB", "GHA", "PHL"].into_iter().find(|c| c == country).unwrap(), reply.clone())
        })
        .collect();
    answer(&countries.iter().map(sign_one).collect::<Vec<_>>(), NOW)
}

fn sound() -> Document {
    cited(&signed(&[("GHA", told("GHA", 1.0)), ("CUB", Err(down())), ("COL", told("COL", 2.0))]))
}

fn found(document: &Document) -> Vec<Finding> {
    verify(&serde_json::to_vec(document).unwrap(), &membership()).1
}

#[test]
fn the_same_question_of_the_same_releases_has_the_same_id_whenever_it_is_asked() {
    let first = cited(&answer(&[("GHA", told("GHA", 1.0)), ("COL", told("COL", 2.0))], NOW));
    let later = cited(&answer(&[("COL", told("COL", 2.0)), ("GHA", told("GHA", 1.0))], NOW + 1));
    assert_eq!((&first.citation, first.question_text()), (&later.citation, later.question_text()));
    assert_eq!((first.asked_at.as_str(), later.asked_at.as_str()), ("2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z"));
    assert_eq!(first.releases(), ["COL-STOCK-2024-1", "GHA-STOCK-2024-1"]);
}

#[test]
fn another_figure_release_question_or_absence_has_another_id() {
    let id = |countries: &[(&str, Reply)]| cited(&answer(countries, NOW)).citation;
    let mut other = (*told("GHA", 1.0).unwrap()).clone();
    other.source.release = "GHA-STOCK-2024-2".into();
    let ids = [
        id(&[("GHA", told("GHA", 1.0))]),
        id(&[("GHA", told("GHA", 2.0))]),
        id(&[("GHA", Ok(Arc::new(other)))]),
        id(&[("COL", told("COL", 1.0))]),
        id(&[("GHA", told("GHA", 1.0)), ("CUB", Err(down()))]),
    ];
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), ids.len());
}

#[test]
fn a_citation_says_the_question_as_canonical_json() {
    assert_eq!(
        cited(&answer(&[("GHA", told("GHA", 1.0))], NOW)).question_text().unwrap(),
        r#"{"at":null,"by":["SEX"],"countries":["GHA"],"dataset":"STOCK","measure":{"kind":"PERSONS","of":null},"purpose":"COMPARISON","shareWithin":[],"where":[]}"#
    );
}

#[test]
fn nothing_is_found_in_a_citation_as_it_was_said() {
    assert_eq!(found(&sound()), []);
}

#[test]
fn a_changed_digit_a_dropped_country_and_a_swapped_signature_are_named() {
    let changed = |change: &dyn Fn(&mut Document)| {
        let mut document = sound();
        change(&mut document);
        found(&document)
    };
    let (col, gha) = (code("COL"), code("GHA"));
    let digit = changed(&|document| document.answers[1].answer.figures[0].value = Some(1.000_001));
    assert_eq!(digit, [Finding::Altered(gha), Finding::OtherId, Finding::Unsigned]);
    let later = changed(&|document| document.answers[0].answer.answered_at = "2024-01-01T00:00:00Z".into());
    assert_eq!(later, [Finding::Altered(col), Finding::Unsigned]);
    let dropped = changed(&|document| drop(document.answers.remove(0)));
    assert_eq!(dropped, [Finding::Dropped(col), Finding::OtherId, Finding::Unsigned]);
    let hidden = changed(&|document| {
        document.answers.remove(0);
        document.countries.remove(0);
    });
    assert_eq!(hidden, [Finding::OtherId, Finding::Unsigned]);
    let absent = changed(&|document| document.absent.clear());
    assert_eq!(absent, [Finding::Dropped(code("CUB")), Finding::OtherId, Finding::Unsigned]);
    let swapped = changed(&|document| {
        let (one, other) = document.answers.split_at_mut(1);
        std::mem::swap(&mut one[0].answer.signature, &mut other[0].answer.signature);
    });
    assert_eq!(swapped, [Finding::Swapped(col, gha), Finding::Swapped(gha, col), Finding::Unsigned]);
    let asker = changed(&|document| document.asked_by = gha);
    assert_eq!(asker, [Finding::Altered(col), Finding::Altered(gha), Finding::Unsigned]);
    let reason = changed(&|document| document.absent[0].reason = "It is closed.".into());
    assert_eq!(reason, [Finding::Unsigned]);
    let twice = changed(&|document| document.answers.push(document.answers[0].clone()));
    assert_eq!(twice[0], Finding::Twice(col));
    let added = changed(&|document| document.absent[0].country = code("PHL"));
    assert_eq!(added[..2], [Finding::Dropped(code("CUB")), Finding::NotAsked(code("PHL"))]);
}

#[test]
fn a_gateway_that_changes_an_answer_and_signs_it_anew_is_found_out_by_the_countrys_signature() {
    let mut document = sound();
    document.answers[1].answer.figures[0].value = Some(7.0);
    assert_eq!(found(&document.clone().signed(&gateway_key()).unwrap()), [Finding::Altered(code("GHA"))]);
    let stranger = sound().signed(&SecretKey::from_random([1; 32])).unwrap();
    assert_eq!(found(&stranger), [Finding::Unsigned]);
    let nameless = Document { gateway: "other".into(), ..sound() };
    assert_eq!(found(&nameless), [Finding::NoGateway("other".into())]);
    assert!(matches!(verify(b"{}", &membership()).1[..], [Finding::Unreadable(_)]));
}
