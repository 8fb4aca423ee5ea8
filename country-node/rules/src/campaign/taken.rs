//! Which letters a mail server took, by its own log.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How a log tells that a message was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Each line that has a `Message-ID` in angle brackets tells that this message was taken.
    Lines,
    /// Postfix: a message is taken once `qmgr` has it in the queue; that `cleanup` saw its `Message-ID` is not enough, for that stands
    /// there too where the client broke off.
    Postfix,
}

/// What a log tells of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Those that were taken.
    pub taken: BTreeSet<String>,
    /// Those that the server saw, and of which it does not say whether it took them: it may have put one aside, or the client broke off.
    pub seen: BTreeSet<String>,
}

/// What the log tells of these `Message-ID`s (without brackets).
pub fn taken<'a>(form: Form, log: impl Iterator<Item = &'a str>, ours: &BTreeSet<String>) -> Told {
    match form {
        Form::Lines => Told { taken: log.flat_map(|line| bracketed(line, ours)).collect(), ..Told::default() },
        Form::Postfix => postfix(log, ours),
    }
}

fn postfix<'a>(log: impl Iterator<Item = &'a str>, ours: &BTreeSet<String>) -> Told {
    // Queue ids are used again: each means the message that was seen under it last.
    let (mut under, mut told) = (BTreeMap::<&str, Option<String>>::new(), Told::default());
    for line in log {
        let Some((program, rest)) = line.split_once("]: ") else { continue };
        let Some((queue_id, said)) = rest.split_once(": ") else { continue };
        if program.contains("/cleanup[") && said.contains("message-id=") {
            let message = bracketed(said, ours).pop();
            told.seen.extend(message.clone());
            under.insert(queue_id, message);
        } else if program.contains("/qmgr[")
            && said.contains("(queue active)")
            && let Some(Some(message)) = under.get(queue_id)
        {
            told.taken.insert(message.clone());
        }
    }
    told.seen.retain(|message| !told.taken.contains(message));
    told
}

/// The `Message-ID`s of ours that stand in a line.
fn bracketed(line: &str, ours: &BTreeSet<String>) -> Vec<String> {
    let parts = line.split('<').skip(1).filter_map(|part| part.split_once('>'));
    parts.filter_map(|(id, _)| ours.get(id).cloned()).collect()
}
