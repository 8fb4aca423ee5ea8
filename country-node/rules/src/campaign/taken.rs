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

/// A log that is read line by line. Of what is not ours nothing is kept, however long the log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    form: Form,
    ours: &'a BTreeSet<String>,
    /// Queue ids are used again: each means the message that was seen under it last, where that is one of ours.
    under: BTreeMap<String, String>,
    told: Told,
}

impl<'a> Reading<'a> {
    /// One that looks for these `Message-ID`s (without brackets).
    pub fn new(form: Form, ours: &'a BTreeSet<String>) -> Self {
        Self { form, ours, under: BTreeMap::new(), told: Told::default() }
    }

    /// The next line.
    pub fn line(&mut self, line: &str) {
        match self.form {
            Form::Lines => self.told.taken.extend(bracketed(line, self.ours)),
            Form::Postfix => self.postfix(line),
        }
    }

    fn postfix(&mut self, line: &str) {
        let Some((program, rest)) = line.split_once("]: ") else { return };
        let Some((queue_id, said)) = rest.split_once(": ") else { return };
        if program.contains("/cleanup[") && said.contains("message-id=") {
            match bracketed(said, self.ours).pop() {
                Some(message) => {
                    self.told.seen.insert(message.clone());
                    self.under.insert(queue_id.to_owned(), message);
                }
                None => {
                    self.under.remove(queue_id);
                }
            }
        } else if program.contains("/qmgr[")
            && said.contains("(queue active)")
            && let Some(message) = self.under.get(queue_id)
        {
            self.told.taken.insert(message.clone());
        }
    }

    /// What the log told, read to its end.
    pub fn told(mut self) -> Told {
        self.told.seen.retain(|message| !self.told.taken.contains(message));
        self.told
    }
}

/// The `Message-ID`s of ours that stand in a line.
fn bracketed(line: &str, ours: &BTreeSet<String>) -> Vec<String> {
    let parts = line.split('<').skip(1).filter_map(|part| part.split_once('>'));
    parts.filter_map(|(id, _)| ours.get(id).cloned()).collect()
}
