//! A page of the directory for one who asks. Which records it has is looked up in memory: they tell of no person. Where one of them says
//! whom one turns to, that it is asked for is written down before that person is read. What is told is written down first, and signed.

use super::Directory;
use super::focal::Persons;
use crate::answer::AnswerFault;
use crate::audit::close::Receipt;
use crate::audit::open::Opened;
use node_rules::audit::entry::{Event, List};
use node_rules::caller::Caller;
use node_rules::clock::text;
use node_rules::directory::entry::{Entry, Reader};
use node_rules::directory::fitting::Which;
use node_rules::directory::listed::{Listed, Told, row};
use schema::audience::Audience;
use schema::directory::kind::EntryKind;
use schema::directory::page::{DirectoryPage, DirectoryQuestion, DirectoryRow};
use schema::member::MemberCode;
use schema::role::Role;
use schema::statement::list::{ListName, Told as ToldTo, sign};
use sea_orm::DbErr;

impl Directory {
    /// The page that a caller asks for.
    pub async fn tell(&self, caller: &Caller, question: &DirectoryQuestion) -> Result<DirectoryPage, AnswerFault> {
        let ledger = &self.node.ledger;
        let asked = Event::ListAsked { by: ledger.asker(caller), list: List::Directory };
        let reader = Reader { member: caller.member(), officer: caller.role() == Role::Officer };
        let (page, receipt) = match self.look_up(question, reader).await {
            Ok(page) if page.rows.iter().any(|row| names_somebody(question.kind, row)) => {
                let named = async |_: &Opened| Ok::<_, DbErr>(self.named(question.kind, reader, page).await);
                ledger.reading(asked, named).await?
            }
            found => ledger.looked_up(asked, found).await?,
        };
        self.spoken(caller, question, page, &receipt)
    }

    fn spoken(
        &self,
        caller: &Caller,
        question: &DirectoryQuestion,
        Listed { rows, total, more, as_of }: Listed,
        _written: &Receipt,
    ) -> Result<DirectoryPage, AnswerFault> {
        let (country, answered_at) = (self.country(), text((self.node.clock)()));
        let mut page = DirectoryPage { rows, total, more, as_of, answered_at, signature: String::new() };
        let to =
            ToldTo { country, asked_by: caller.member(), list: ListName::Directory, answered_at: &page.answered_at };
        let signature = sign(to, &page.signed(question), &self.node.signing)?;
        page.signature = signature;
        Ok(page)
    }

    /// A record as it is, in the words of a page, for an officer of a member.
    pub async fn row(&self, entry: &Entry, member: MemberCode) -> Option<DirectoryRow> {
        let told = self.told_to(Reader { member, officer: true });
        let mut row = row(entry, entry.now.content.latest()?, told);
        let mut persons = Persons::of(self, Audience::of(member, told.country));
        name(&mut persons, entry.kind, &mut row).await;
        Some(row)
    }

    /// The records of a page; who has a function stands there by a pseudonym.
    async fn look_up(&self, question: &DirectoryQuestion, reader: Reader) -> Result<Listed, DbErr> {
        let (index, told) = (self.all().await?, self.told_to(reader));
        Ok(self.lists.fitting(Which::question(&index, question, told), &index, told).page(question, told))
    }

    async fn named(&self, kind: EntryKind, reader: Reader, mut page: Listed) -> Listed {
        let mut persons = Persons::of(self, Audience::of(reader.member, self.country()));
        for row in &mut page.rows {
            name(&mut persons, kind, row).await;
        }
        page
    }

    fn told_to(&self, to: Reader) -> Told {
        Told { country: self.country(), to, now: (self.node.clock)() }
    }
}

/// Whether a row says whom one turns to.
fn names_somebody(kind: EntryKind, row: &DirectoryRow) -> bool {
    kind.has_focal_points() && row.body(kind).is_some_and(|body| !body.focal_points().is_empty())
}

/// Puts names in the place of pseudonyms, as far as they are told.
async fn name(persons: &mut Persons<'_>, kind: EntryKind, row: &mut DirectoryRow) {
    let Some(mut body) = row.body(kind) else { return };
    if !body.focal_points_mut().is_empty() {
        persons.told(&mut body).await;
        row.content = body.told();
    }
}
