//! What the logs of mail servers tell. Lines after Postfix's own (`cleanup`, `qmgr`), with other names.

use super::super::taken::{Form, Reading, Told};
use std::collections::BTreeSet;

fn ours(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// What a whole log tells.
fn taken(form: Form, log: &str, ours: &BTreeSet<String>) -> Told {
    let mut reading = Reading::new(form, ours);
    log.lines().for_each(|line| reading.line(line));
    reading.told()
}

const POSTFIX: &str = "\
Nov 26 10:00:01 mx postfix/smtpd[811]: connect from node[10.0.0.2]
Nov 26 10:00:01 mx postfix/smtpd[811]: 4AF2C1E0: client=node[10.0.0.2]
Nov 26 10:00:01 mx postfix/cleanup[815]: 4AF2C1E0: message-id=<a1@example.org>
Nov 26 10:00:01 mx postfix/qmgr[401]: 4AF2C1E0: from=<office@example.org>, size=912, nrcpt=1 (queue active)
Nov 26 10:00:02 mx postfix/smtpd[811]: 4AF2C1E1: client=node[10.0.0.2]
Nov 26 10:00:02 mx postfix/cleanup[815]: 4AF2C1E1: message-id=<b2@example.org>
Nov 26 10:00:02 mx postfix/smtpd[811]: lost connection after DATA (512 bytes) from node[10.0.0.2]
Nov 26 10:00:03 mx postfix/smtp[820]: 4AF2C1E0: to=<ama@example.net>, relay=mx.example.net, status=sent (250 ok <b2@example.org>)
Nov 26 10:00:03 mx postfix/qmgr[401]: 4AF2C1E0: removed
Nov 26 10:05:00 mx postfix/cleanup[815]: 4AF2C1E1: message-id=<other@example.com>
Nov 26 10:05:00 mx postfix/qmgr[401]: 4AF2C1E1: from=<x@example.com>, size=1, nrcpt=1 (queue active)
";

#[test]
fn postfix_took_what_came_into_its_queue_and_of_what_broke_off_or_is_put_aside_nothing_is_known() {
    let found = taken(Form::Postfix, POSTFIX, &ours(&["a1@example.org", "b2@example.org", "c3@example.org"]));
    assert_eq!((found.taken, found.seen), (ours(&["a1@example.org"]), ours(&["b2@example.org"])));
}

#[test]
fn of_plain_lines_each_names_what_was_taken() {
    let log =
        "2026-11-26T10:00:01Z <a1@example.org> taken\nnot one of ours: <z@example.org>\nhalf of one: <b2@example.o";
    assert_eq!(taken(Form::Lines, log, &ours(&["a1@example.org", "b2@example.org"])).taken, ours(&["a1@example.org"]));
}

#[test]
fn what_is_no_log_says_nothing() {
    for form in [Form::Lines, Form::Postfix] {
        for log in ["", "<>", "]: : message-id=<", "/cleanup[1]: a: message-id=<a1@example.org>"] {
            let found = taken(form, log, &ours(&["a1@example.org"]));
            assert!(found.taken.is_empty() || form == Form::Lines, "{log}");
        }
    }
}

#[test]
fn of_what_is_not_ours_nothing_is_kept_however_much_of_it_there_is() {
    let none = ours(&["a9@example.org"]);
    for form in [Form::Lines, Form::Postfix] {
        let mut reading = Reading::new(form, &none);
        for line in POSTFIX.lines() {
            reading.line(line);
            assert_eq!(reading, Reading::new(form, &none), "{line}");
        }
    }
    // Nor that a queue id was that of one of ours, once it is another's.
    let ours = ours(&["b2@example.org"]);
    let (mut once, mut often) = (Reading::new(Form::Postfix, &ours), Reading::new(Form::Postfix, &ours));
    POSTFIX.lines().for_each(|line| once.line(line));
    POSTFIX.repeat(9).lines().for_each(|line| often.line(line));
    assert_eq!(once, often);
    assert_eq!(once.told(), Told { seen: ours.clone(), ..Told::default() });
}
