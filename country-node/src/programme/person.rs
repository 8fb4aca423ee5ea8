//! What programmes hold of one person, for the person; and its erasure. Placements and what was paid stay, of nobody: a government keeps
//! its accounts.

use super::change::written;
use super::figures::unmake;
use super::read::book;
use super::wish::ProgrammeFault;
use crate::person::held::{HeldCandidacy, HeldWork};
use crate::store::programme_event::{Column, Entity};
use node_rules::clock::{Seconds, text};
use node_rules::programme::book::Book;
use node_rules::programme::event::Did;
use node_rules::programme::record::Record;
use node_rules::record_key::Pseudonym;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// How the log names who ends the matches of one who is erased.
const BY: &str = "erasure";

/// The candidacies of a person, each with all that came of it.
pub async fn held(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<HeldCandidacy>, DbErr> {
    let mut held = Vec::new();
    for programme in programmes(store, person).await? {
        let book = book(store, &programme).await?;
        for candidate in book.candidates_of(person) {
            let mut work = Vec::new();
            gather(&book, (Kind::Candidate, &candidate.id), &mut work);
            held.push(HeldCandidacy {
                programme: programme.clone(),
                id: candidate.id.clone(),
                state: candidate.now.state,
                changed_at: text(candidate.changed_at),
                says: candidate.now.content.value(),
                work,
            });
        }
    }
    Ok(held)
}

/// All that leans on a record, and on that.
fn gather(book: &Book, on: (Kind, &str), into: &mut Vec<HeldWork>) {
    for Record { id, now, .. } in book.all_leaning(on).map(AsRef::as_ref) {
        let (kind, says) = (now.content.kind(), now.content.value());
        into.push(HeldWork { kind, id: id.clone(), state: now.state, why: now.why, says });
        gather(book, (kind, id), into);
    }
}

/// Removes the candidacies of a person who stands among those who were erased, and says how many rows that was. Matches of
/// which no placement came come to nothing, and so do placements that are still to come; both stand in the log.
pub async fn erase(from: &DatabaseTransaction, person: &Pseudonym, now: Seconds) -> Result<u64, ProgrammeFault> {
    for programme in programmes(from, person).await? {
        let book = book(from, &programme).await?;
        let matches = book.candidates_of(person).flat_map(|of| book.leaning((Kind::Candidate, &of.id), Kind::Match));
        for of in matches.filter(|of| !of.now.state.is_void()) {
            let placements = book.leaning((Kind::Match, &of.id), Kind::Placement);
            let mut is_placed = false;
            for placement in placements.filter(|placement| !placement.now.state.is_void()) {
                if placement.now.state == State::Planned {
                    let cancel = Did::Moved(Step::Cancel, Some(Why::Person));
                    written(from, (&programme, Kind::Placement, &placement.id), &cancel, (BY, now)).await?;
                } else {
                    is_placed = true;
                }
            }
            if !is_placed {
                let lapse = Did::Moved(Step::Lapse, Some(Why::Person));
                written(from, (&programme, Kind::Match, &of.id), &lapse, (BY, now)).await?;
            }
        }
    }
    let records = unmake(from, person).await?;
    let own = Entity::delete_many().filter(Column::Pseudonym.eq(person.0.to_vec()));
    Ok(records + own.exec(from).await?.rows_affected)
}

async fn programmes(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<String>, DbErr> {
    let own = Entity::find().select_only().column(Column::Programme).distinct();
    own.filter(Column::Pseudonym.eq(person.0.to_vec())).into_tuple().all(store).await
}
