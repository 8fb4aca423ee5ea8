//! What refusals one after another are about: the addressees, or the one who sends. A server that blocks a sender says 550 to every recipient,
//! as it does where there is no such mailbox, so its code alone does not tell; that it takes other letters of the same run does.

use std::time::Duration;

/// After so many letters in a row that are refused for good, for the sender's sake, or broken off, the server is asked no more in a run.
pub const MOST_IN_A_ROW: usize = 5;

/// The letters of a run that the server refused for good since it took one last. None of them is refused for good until that is believed.
#[derive(Debug)]
pub struct Row<L> {
    refused: Vec<L>,
    // Letters that came to nothing for no fault of theirs.
    in_vain: usize,
    has_taken: bool,
}

impl<L> Default for Row<L> {
    fn default() -> Self {
        Self { refused: Vec::new(), in_vain: 0, has_taken: false }
    }
}

impl<L> Row<L> {
    /// The server refused a letter for good.
    pub fn refused(&mut self, letter: L) {
        self.refused.push(letter);
    }

    /// The server broke off, before it had any of the letter or when nobody knows whether it took it; or it refused the letter because of who
    /// sends it, or because it does not serve.
    pub fn in_vain(&mut self) {
        self.in_vain += 1;
    }

    /// The server took a letter: it is not the one who sends that it refuses. Gives back the letters whose refusals are believed by that.
    pub fn taken(&mut self) -> Vec<L> {
        (self.has_taken, self.in_vain) = (true, 0);
        std::mem::take(&mut self.refused)
    }

    /// Whether the server is asked no more in this run.
    pub fn is_full(&self) -> bool {
        self.refused.len() + self.in_vain >= MOST_IN_A_ROW
    }

    /// The run is over: well, or because something failed. Gives back the letters whose refusals are believed: those after a letter that was
    /// taken, where the run ended well and the row is not full. The others go on waiting, for a server that blocks a sender while it sends
    /// goes on to break off.
    pub fn ended(self, is_well: bool) -> Vec<L> {
        if is_well && self.has_taken && !self.is_full() { self.refused } else { Vec::new() }
    }
}

/// How long a sender that serves waits between two runs.
const PAUSE: Duration = Duration::from_secs(5);

/// How long it waits at most.
const LONGEST: Duration = Duration::from_hours(1);

/// How long the sender waits after so many runs that came to nothing since a letter was taken last: twice as long each time, up to an hour.
/// Of that it is between a half and all, by chance, so that nodes which share a server do not come back together.
pub fn pause(in_vain: u32, random: u32) -> Duration {
    let whole = PAUSE.saturating_mul(1_u32.checked_shl(in_vain).unwrap_or(u32::MAX)).min(LONGEST);
    if in_vain == 0 { whole } else { whole.mul_f64(0.5 + f64::from(random) / f64::from(u32::MAX) / 2.0) }
}
