//! Letters that wait, and how each of their turns is kept. A turn is only ever taken from the state that the table names, whoever else
//! works at the same letters.

use super::Campaigns;
use super::draw::Drawn;
use super::fault::CampaignFault;
use super::read::stands;
use crate::consent::history;
use crate::intake::consents::named;
use crate::store;
use crate::store::letter::{ActiveModel, Column, Entity, Model};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::letter::{Turn, anew, is_over, turned, wait};
use node_rules::campaign::means::audience;
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::State;
use schema::purpose::ConsentPurpose;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::time::Instant;

/// Rows in one statement: few enough for every database's limit on parameters.
const ROWS: usize = 500;

/// What a person agrees to who is written to by the own government.
pub(super) const WANTED: (ConsentPurpose, Audience) = (ConsentPurpose::Outreach, Audience::OwnGovernment);

/// Letters that are looked for at once.
const BATCH: u64 = 50;

/// That a letter is about to be handed over, and that this is kept, whatever happens now. It is made here alone, and the mail server is
/// told nothing of a letter's text without it.
pub struct Intent {
    number: i64,
    /// How often the letter had been tried: it tells this offer from every other.
    tries: i32,
    /// When it was kept: what is handed over long after is not sure any more to be what the log tells of.
    pub(super) since: Instant,
}

/// What became of a letter that was to be handed over.
pub enum Offer {
    /// It can be.
    Intent(Intent),
    /// The person may not be written to any more; that is kept.
    Withheld,
    /// Somebody else was faster, or the campaign does not go on.
    Gone,
}

/// Writes down the letters of a campaign that starts, each with its `Message-ID`.
pub(super) async fn draw_up(
    store: &DatabaseTransaction,
    campaign: &str,
    drawn: Vec<(String, Drawn)>,
    now: Seconds,
) -> Result<(), DbErr> {
    let mut rows = drawn.into_iter().map(|(message_id, letter)| ActiveModel {
        number: NotSet,
        campaign: Set(campaign.to_owned()),
        pseudonym: Set(Some(letter.person.0.to_vec())),
        message_id: Set(message_id),
        language: Set(letter.language),
        means: Set(letter.means.name().to_owned()),
        state: Set(first(letter.means).name().to_owned()),
        tries: Set(0),
        not_before: Set(now),
        at: Set(now),
        offered_at: Set(None),
        taken_at: Set(None),
        code: Set(None),
        handed_at: Set(None),
        handed_to: Set(None),
        answered_at: Set(None),
        opted_out_at: Set(None),
    });
    loop {
        let some: Vec<ActiveModel> = rows.by_ref().take(ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        Entity::insert_many(some).exec_without_returning(store).await?;
    }
}

const fn first(means: Means) -> LetterState {
    match means {
        Means::Email => LetterState::Waiting,
        Means::Telephone | Means::Post | Means::Embassy | Means::Association => LetterState::ByHand,
    }
}

/// Keeps a turn of all letters that are like this and can take it, where it keeps nothing but the state that it leads to.
pub(super) async fn turn_all(
    store: &impl ConnectionTrait,
    like: SimpleExpr,
    turn: Turn,
    now: Seconds,
) -> Result<(), DbErr> {
    for state in LetterState::ALL {
        let Ok(next) = turned(state, turn) else { continue };
        let change = ActiveModel { state: Set(next.name().to_owned()), at: Set(now), ..Default::default() };
        let those = Entity::update_many().set(change).filter(like.clone()).filter(Column::State.eq(state.name()));
        those.exec(store).await?;
    }
    Ok(())
}

/// When letters came back last from each person.
pub(super) async fn bounced(store: &impl ConnectionTrait) -> Result<BTreeMap<Pseudonym, Seconds>, DbErr> {
    let rows = Entity::find().select_only().columns([Column::Pseudonym, Column::At]);
    let rows = rows.filter(Column::State.eq(LetterState::Bounced.name())).order_by_asc(Column::At);
    let rows: Vec<(Option<Vec<u8>>, Seconds)> = rows.into_tuple().all(store).await?;
    let of = |(person, at): (Option<Vec<u8>>, Seconds)| Some((Pseudonym(person?.try_into().ok()?), at));
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Where a letter stands.
pub(super) fn state(row: &Model) -> Result<LetterState, DbErr> {
    named(&row.state).ok_or_else(|| DbErr::Custom(format!("letter {} is in no known state", row.number)))
}

/// Keeps a letter's turn, and says whether it took it: nothing is kept where the letter is not any more as `row` has it.
pub(super) async fn turn(
    store: &impl ConnectionTrait,
    row: &Model,
    does: (Turn, Option<u16>),
    now: Seconds,
) -> Result<bool, CampaignFault> {
    let next = turned(state(row)?, does.0).map_err(|fault| CampaignFault::Refused(row.campaign.clone(), fault))?;
    Ok(keep(store, row, next, does, now).await?)
}

/// Keeps that the mail server took a letter of which that was not known, and says whether that was so: what comes of a letter can only come
/// of one that the server had.
pub(super) async fn had(store: &impl ConnectionTrait, row: &Model, now: Seconds) -> Result<bool, DbErr> {
    match turned(state(row)?, Turn::Take) {
        Ok(next) => keep(store, row, next, (Turn::Take, None), now).await,
        Err(_) => Ok(false),
    }
}

async fn keep(
    store: &impl ConnectionTrait,
    row: &Model,
    next: LetterState,
    (turn, code): (Turn, Option<u16>),
    now: Seconds,
) -> Result<bool, DbErr> {
    let mut change = ActiveModel { state: Set(next.name().to_owned()), at: Set(now), ..Default::default() };
    if let Some(code) = code {
        change.code = Set(Some(code.into()));
    }
    match turn {
        Turn::Offer => change.offered_at = Set(Some(now)),
        Turn::Take => change.taken_at = Set(Some(now)),
        // It is in nobody's hands any more.
        Turn::Reach | Turn::Miss => (change.handed_at, change.handed_to) = (Set(None), Set(None)),
        // Tries tell each offer from every other one.
        Turn::Defer | Turn::Return => {
            let tries = row.tries.saturating_add(1);
            change.tries = Set(tries);
            let waits = if turn == Turn::Return { 0 } else { wait(tries.unsigned_abs()) };
            change.not_before = Set(now.saturating_add(waits));
        }
        Turn::Again => {
            change.tries = Set(anew(row.tries.unsigned_abs()).try_into().unwrap_or(i32::MAX));
            change.not_before = Set(now);
        }
        _ => {}
    }
    let same = Entity::update_many().set(change).filter(Column::Number.eq(row.number));
    let same = same.filter(Column::State.eq(row.state.as_str())).filter(Column::Tries.eq(row.tries));
    Ok(same.exec(store).await?.rows_affected == 1)
}

impl Campaigns {
    /// The next letters that may go out by e-mail, each with what its campaign says; those that were tried for days are given up.
    pub(super) async fn next(&self) -> Result<Vec<(Model, Arc<Campaign>)>, CampaignFault> {
        let sending = self.all().await?.into_iter().filter(|of| of.state == State::Sending);
        let sending: BTreeMap<String, Arc<Campaign>> = sending.map(|of| (of.id, of.content)).collect();
        loop {
            let waiting = Entity::find().filter(Column::State.eq(LetterState::Waiting.name()));
            let waiting = waiting.filter(Column::Campaign.is_in(sending.keys()));
            let waiting = waiting.filter(Column::NotBefore.lte((self.node.clock)()));
            let next = waiting.order_by_asc(Column::NotBefore).order_by_asc(Column::Number).limit(BATCH);
            let rows = next.all(&self.node.store).await?;
            let (over, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| is_over(row.tries.unsigned_abs()));
            for row in &over {
                self.turned(row, Turn::GiveUp, None).await?;
            }
            if over.is_empty() || !rows.is_empty() {
                let of = |row: Model| sending.get(&row.campaign).cloned().map(|campaign| (row, campaign));
                return Ok(rows.into_iter().filter_map(of).collect());
            }
        }
    }

    /// Keeps that a letter is about to be handed over, where its person may be written to at this moment.
    pub(super) async fn offer(&self, row: &Model) -> Result<Offer, CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let now = (self.node.clock)();
        if !goes_out(&transaction, &row.campaign).await? {
            return Ok(Offer::Gone);
        }
        let (does, offer) = if agrees(&transaction, row, now).await? {
            (Turn::Offer, None)
        } else {
            (Turn::Withhold, Some(Offer::Withheld))
        };
        if !turn(&transaction, row, (does, None), now).await? {
            return Ok(Offer::Gone);
        }
        transaction.commit().await?;
        Ok(offer
            .unwrap_or_else(|| Offer::Intent(Intent { number: row.number, tries: row.tries, since: Instant::now() })))
    }

    /// Keeps what the mail server said of a letter that was handed over. Where it was settled meanwhile that stands, but that the
    /// server did not take it yields to the server's own word that it did.
    pub(super) async fn heard(&self, intent: &Intent, does: Turn, code: Option<u16>) -> Result<(), CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let row = letter(&transaction, intent.number).await?;
        let is_this_offer = match state(&row)? {
            LetterState::Offered => row.tries == intent.tries,
            LetterState::Waiting => does == Turn::Take && row.tries == intent.tries.saturating_add(1),
            _ => false,
        };
        if is_this_offer {
            turn(&transaction, &row, (does, code), (self.node.clock)()).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// Keeps that letters are refused for good, of which it is believed by now, and says how many: those that wait since they were refused,
    /// each as it was before that, and to which nothing else happened.
    pub(super) async fn believed(&self, refused: &[Model]) -> Result<u64, CampaignFault> {
        let mut count = 0;
        for before in refused {
            let transaction = store::begin(&self.node.store).await?;
            let row = letter(&transaction, before.number).await?;
            if state(&row)? == LetterState::Waiting && row.tries == before.tries.saturating_add(1) {
                count += u64::from(turn(&transaction, &row, (Turn::Refuse, None), (self.node.clock)()).await?);
                transaction.commit().await?;
            }
        }
        Ok(count)
    }

    /// Keeps a letter's turn in a step of its own.
    pub(super) async fn turned(&self, row: &Model, does: Turn, code: Option<u16>) -> Result<bool, CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let turned = turn(&transaction, row, (does, code), (self.node.clock)()).await?;
        transaction.commit().await?;
        Ok(turned)
    }
}

/// Whether a campaign goes out. Whoever lets letters of it go asks this in the step that keeps it, once for all of them.
pub(super) async fn goes_out(transaction: &DatabaseTransaction, campaign: &str) -> Result<bool, DbErr> {
    Ok(stands(transaction, campaign).await? == Some(State::Sending))
}

/// Whether a letter's person agrees at a moment to be reached as the letter goes. Whoever lets a letter go asks this in the step that keeps
/// it.
pub(super) async fn agrees(
    transaction: &DatabaseTransaction,
    row: &Model,
    now: Seconds,
) -> Result<bool, CampaignFault> {
    let Some(person) = person(row) else { return Ok(false) };
    Ok(history::may(transaction, &person, wanted(row)?, now).await?.is_ok())
}

/// What a letter's person must agree to, as the letter goes.
pub(super) fn wanted(row: &Model) -> Result<(ConsentPurpose, Audience), DbErr> {
    Ok((WANTED.0, audience(means(row)?)))
}

/// By which means a letter goes.
pub(super) fn means(row: &Model) -> Result<Means, DbErr> {
    named(&row.means).ok_or_else(|| DbErr::Custom(format!("letter {} goes by no known means", row.number)))
}

/// To whom a letter goes; nothing where the person was erased.
pub(super) fn person(row: &Model) -> Option<Pseudonym> {
    row.pseudonym.clone()?.try_into().ok().map(Pseudonym)
}

/// A letter by its number.
pub(super) async fn letter(store: &impl ConnectionTrait, number: i64) -> Result<Model, CampaignFault> {
    Entity::find_by_id(number).one(store).await?.ok_or(CampaignFault::NoLetter)
}
