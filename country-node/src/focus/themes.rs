//! In how many groups each theme came up. It is written down before anything is read for it, and before anything is said; what is
//! said is signed.

use super::find::all;
use crate::answer::{AnswerFault, Desk};
use crate::audit::close::Receipt;
use crate::audit::open::Opened;
use crate::study;
use node_rules::audit::entry::{Event, List};
use node_rules::caller::Caller;
use node_rules::clock::text;
use node_rules::focus::study::Study;
use node_rules::focus::told::{Kept, told};
use schema::statement::list::{ListName, Told, sign};
use schema::study::StudyWave;
use schema::theme::ThemesAnswer;
use sea_orm::{ConnectionTrait, DbErr};

/// The studies that are open to a caller, by their ids, under the node's signature.
pub async fn themes(desk: &Desk, caller: &Caller) -> Result<ThemesAnswer, AnswerFault> {
    let ledger = &desk.ledger;
    let asked = Event::ListAsked { by: ledger.asker(caller), list: List::Themes };
    let reading = async |opened: &Opened| kept(&desk.cabinet.store, opened).await;
    let (studies, receipt) = ledger.reading(asked, reading).await?;
    spoken(desk, &studies, caller, &receipt)
}

/// Every study, with what its document says of the groups' wave; once it is written down that they are read.
pub async fn kept(store: &impl ConnectionTrait, _written: &Opened) -> Result<Vec<Kept>, DbErr> {
    let (studies, documents) = (all(store).await?, study::all(store).await?);
    let wave = |study: &Study| -> Option<StudyWave> {
        let of = study.of.as_ref()?;
        let document = documents.iter().find(|document| document.id == of.study)?;
        Some(document.said(document.wave(&of.wave)?))
    };
    Ok(studies
        .into_iter()
        .map(|study| {
            let wave = wave(&study);
            (study, wave)
        })
        .collect())
}

fn spoken(desk: &Desk, studies: &[Kept], caller: &Caller, _written: &Receipt) -> Result<ThemesAnswer, AnswerFault> {
    let (studies, answered_at) = (told(studies, caller), text((desk.clock)()));
    let to =
        Told { country: desk.country, asked_by: caller.member(), list: ListName::Themes, answered_at: &answered_at };
    let signature = sign(to, &studies, &desk.signing)?;
    Ok(ThemesAnswer { studies, answered_at, signature })
}
