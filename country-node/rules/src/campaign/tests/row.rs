//! Whether refusals are about the addressees or about the one who sends, and how long a sender waits.

use super::super::letter::{anew, is_over, wait};
use super::super::row::{MOST_IN_A_ROW, Row, pause};
use std::time::Duration;

/// A run: `r` is a letter that the server refuses for good, `t` one that it takes, `b` one that it breaks off, `s` one that it refuses
/// because of who sends; at `!` something fails. Says which letters, by their
/// places, are refused for good, and whether the server is asked no more.
fn run(of: &str) -> (Vec<usize>, bool) {
    let (mut row, mut believed) = (Row::default(), Vec::new());
    for (at, said) in of.trim_end_matches('!').chars().enumerate() {
        match said {
            'r' => row.refused(at),
            'b' | 's' => row.in_vain(),
            _ => believed.extend(row.taken()),
        }
    }
    let is_full = row.is_full();
    believed.extend(row.ended(!of.ends_with('!')));
    (believed, is_full)
}

#[test]
fn a_refusal_is_about_the_addressee_where_others_before_or_after_it_are_taken() {
    for (of, believed) in [
        ("trt", vec![1]),
        ("rrt", vec![0, 1]),
        ("trr", vec![1, 2]),
        ("rbrt", vec![0, 2]),
        ("tsrt", vec![2]),
        ("rrrrtrrrr", vec![0, 1, 2, 3, 5, 6, 7, 8]),
    ] {
        assert_eq!(run(of), (believed, false), "{of}");
    }
}

#[test]
fn a_row_of_refusals_is_about_the_one_who_sends_and_costs_no_letter() {
    assert_eq!(MOST_IN_A_ROW, 5);
    for (of, believed) in [
        ("rrrrr", vec![]),
        ("trrrrr", vec![]),
        ("rtrrrrr", vec![0]),
        ("trrbbr", vec![]),
        ("bbbbb", vec![]),
        ("tsrsss", vec![]),
    ] {
        assert_eq!(run(of), (believed, true), "{of}");
    }
    for (of, believed) in [("trr!", vec![]), ("rtr!", vec![0])] {
        assert_eq!(run(of), (believed, false), "what fails after a refusal may be for the same cause: {of}");
    }
    for few in ["r", "rrrr", "rrbb"] {
        assert_eq!(run(few), (vec![], false), "nothing shows that the server takes anything: {few}");
    }
}

#[test]
fn a_sender_waits_twice_as_long_each_time_up_to_an_hour() {
    let waits: Vec<u64> = (0..14).map(|in_vain| pause(in_vain, u32::MAX).as_secs()).collect();
    assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600]);
    assert_eq!(pause(u32::MAX, u32::MAX), Duration::from_hours(1));
    assert_eq!([0, 1, 99].map(|in_vain| pause(in_vain, 0)), [5, 5, 1800].map(Duration::from_secs));
    assert!(pause(3, u32::MAX / 2) > Duration::from_secs(29) && pause(3, u32::MAX / 2) < Duration::from_secs(31));
}

#[test]
fn a_letter_that_is_put_back_is_tried_as_often_as_before_and_no_two_tries_have_one_number() {
    let mut tries = 0;
    for _ in 0..3 {
        let (first, mut seconds) = (tries, 0);
        while !is_over(tries) {
            tries += 1;
            seconds += wait(tries);
        }
        assert_eq!((tries - first, seconds), (31, 115 * 3600 + 1800));
        assert!(anew(tries) > tries);
        tries = anew(tries);
        assert_eq!(anew(first), tries, "wherever in its tries it is");
    }
}
