//! A programme's records from their events.

use super::Programmes;
use super::change::Officer;
use super::wish::ProgrammeFault;
use crate::intake::consents::named;
use crate::person::same::same;
use crate::store::programme_event::{Column, Entity, Model};
use node_rules::audit::entry::{Event as Asked, Names};
use node_rules::programme::book::Book;
use node_rules::programme::content::Content;
use node_rules::programme::event::{Did, Event};
use node_rules::programme::fault::Fault;
use node_rules::programme::record::Record;
use node_rules::record_key::Pseudonym;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::sync::Arc;

impl Programmes {
    /// All records of a programme as they are now.
    pub async fn book(&self, programme: &str) -> Result<Book, DbErr> {
        book(&self.node.store, programme).await
    }

    /// The same beside all other programmes of the country, for what is asked of persons.
    pub async fn book_beside(&self, programme: &str) -> Result<Book, DbErr> {
        book_beside(&self.node.store, programme).await
    }

    /// The candidacies of a person in a programme, under whichever of the person's ids. That somebody was looked up stands in the log; who
    /// the person is stays out of it.
    pub async fn candidacies(
        &self,
        officer: Officer<'_>,
        programme: &str,
        person: &str,
    ) -> Result<Vec<Arc<Record>>, ProgrammeFault> {
        let (_, by) = officer.named(&self.node);
        let asked = Asked::persons_asked(by, Names::of_candidacies(programme));
        let found = async {
            self.programme(programme).await?;
            let (person, _) = self.node.keys.of(person.trim());
            Ok(self.book(programme).await?.candidacies_of(&person).cloned().collect())
        };
        self.node.ledger.between(asked, found).await
    }

    /// All records of a programme that the directory has.
    pub async fn records(&self, programme: &str) -> Result<Book, ProgrammeFault> {
        self.programme(programme).await?;
        Ok(self.book(programme).await?)
    }

    /// What was done to one record, oldest first; a fault where there is none.
    pub async fn history(&self, programme: &str, kind: Kind, id: &str) -> Result<Vec<Model>, ProgrammeFault> {
        self.programme(programme).await?;
        let of = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::Kind.eq(kind.name()));
        let rows = of.filter(Column::Entry.eq(id)).order_by_asc(Column::Number).all(&self.node.store).await?;
        if rows.is_empty() {
            return Err(ProgrammeFault::Refused(kind, id.to_owned(), Fault::NotThere));
        }
        Ok(rows)
    }
}

/// The same, as far as `store` sees what was written. What does not read is a fault: a sum of which a part is missing is worse than
/// none.
pub(super) async fn book(store: &impl ConnectionTrait, programme: &str) -> Result<Book, DbErr> {
    let of = Entity::find().filter(Column::Programme.eq(programme));
    let rows = of.order_by_asc(Column::Number).all(store).await?;
    let mut book = Book::default().knowing(same(store).await?);
    for row in rows {
        let taken = event(&row).and_then(|(kind, event)| book.append((kind, &row.entry), &event));
        taken.ok_or_else(|| DbErr::Custom(format!("event {} of programme {programme} does not read", row.number)))?;
    }
    Ok(book)
}

/// The same beside all other programmes.
pub(super) async fn book_beside(store: &impl ConnectionTrait, programme: &str) -> Result<Book, DbErr> {
    let mut beside = book(store, programme).await?;
    for other in programmes(store).await?.iter().filter(|other| *other != programme) {
        beside = beside.beside(other, &book(store, other).await?);
    }
    Ok(beside)
}

/// The programmes of which there is work.
pub(super) async fn programmes(store: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    Entity::find().select_only().column(Column::Programme).distinct().into_tuple().all(store).await
}

fn event(row: &Model) -> Option<(Kind, Event)> {
    let kind: Kind = row.kind.parse().ok()?;
    let content = || Content::read(kind, serde_json::from_str(row.content.as_deref()?).ok()?).ok().map(Arc::new);
    let why = match row.why.as_deref() {
        None => None,
        Some(why) => Some(named(why)?),
    };
    let did = match named(&row.step)? {
        Step::Record => Did::Recorded(content()?),
        Step::Change => Did::Changed(content()?),
        Step::Undo => Did::Undone,
        step => Did::Moved(step, why),
    };
    let person = match &row.pseudonym {
        None => None,
        Some(bytes) => Some(Pseudonym(bytes.clone().try_into().ok()?)),
    };
    Some((kind, Event { number: row.number, at: row.at, did, person }))
}
