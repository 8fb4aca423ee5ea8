//! How many positions hosts asked for and somebody came for, told in the programme's own record: positions are nobody's property, so no
//! release is cut of them.

use super::Programmes;
use super::change::Officer;
use super::wish::ProgrammeFault;
use crate::directory::change::Wisher;
use crate::directory::wish::{Does, Wish};
use node_rules::clock::day;
use node_rules::programme::derived::Derived;
use node_rules::tens::in_tens;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::programme::ProgrammePhase;

impl Programmes {
    /// Writes into the programme's record what each phase's positions are and how many of them were filled, as far as that is told to
    /// others, and gives the phases back.
    pub async fn tell(&self, officer: Officer<'_>, programme: &str) -> Result<Vec<ProgrammePhase>, ProgrammeFault> {
        // What it says and its version are of one reading: what an officer writes meanwhile is not undone.
        let (_, mut of, version) = self.record(programme).await?;
        let (book, today) = (self.book(programme).await?, day((self.node.clock)()));
        for phase in &mut of.phases {
            let Derived { positions, filled, .. } = Derived::of(&book, Some(&phase.phase), today);
            phase.positions = u32::try_from(positions).ok();
            phase.filled = in_tens(filled).and_then(|filled| u32::try_from(filled).ok());
        }
        let phases = of.phases.clone();
        let does = Does::Correct(Body::Programme(Box::new(of)));
        let wish = Wish {
            kind: EntryKind::Programme,
            id: programme.to_owned(),
            does,
            reason: String::new(),
            version: Some(version),
        };
        self.directory.act(Wisher::Own(officer), vec![wish]).await?;
        Ok(phases)
    }
}
