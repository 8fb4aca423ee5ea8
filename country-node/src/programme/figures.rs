//! A year of the country's programmes as a wave of PROGRAMME: one record a person, from which releases are cut under each person's consent
//! as from any other. It is written whole, in place of the one that was made before.

use super::Programmes;
use super::read::{self, book};
use super::wanted::{RATE, Wanted, YEARS, is_currency};
use super::wish::ProgrammeFault;
use crate::audit::ledger::AuditFault;
use crate::audit::reason::Reason;
use crate::intake::layout::{Description, Weighted};
use crate::intake::removal;
use crate::person::{erased, same};
use crate::release::records::of_age;
use crate::store::{self, person, wave};
use node_rules::clock::day;
use node_rules::person::age::adult_in;
use node_rules::programme::book::Book;
use node_rules::programme::year::{DIMENSIONS, Done, NoRate, QUANTITIES, Rates, Year};
use node_rules::record_key::Pseudonym;
use node_rules::release::{Described, ReleasedDimension};
use schema::concept::{Axis, Codelist, Dataset, Dimension};
use schema::directory::programme::Programme;
use schema::money::Exact;
use schema::programme::derived::COMPENSATION;
use schema::provenance::{Fit, PopulationBasis};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The programmes.
    pub programmes: Vec<String>,
    /// How many persons began a placement.
    pub persons: usize,
    /// Of them, those who are not known to be of age: no release counts them unless the rulebook says how guardians agree.
    pub ageless: usize,
    /// Whether it stands in place of a former one.
    pub replaces: bool,
    /// Of how many persons there is more of a quantity than the rulebook counts, by its code.
    pub over: BTreeMap<String, usize>,
}

/// Why none were made; what stood there before still does. What may be said of it is in [`FiguresFault::sayable`].
#[derive(Debug, thiserror::Error)]
pub enum FiguresFault {
    /// The rulebook does not publish them.
    #[error("the rulebook does not publish PROGRAMME: say there what is released of it, and how it is protected")]
    NotInRulebook,
    /// Money is added up in no currency.
    #[error("the rulebook counts COMPENSATION in `{0}`: expected a currency of ISO 4217, such as USD")]
    Currency(String),
    /// No year of any programme.
    #[error("a year from {} to {}", YEARS.start(), YEARS.end())]
    Year,
    /// A rate that is none.
    #[error("rate of {0}: expected {RATE}")]
    NoSuchRate(String),
    /// Two rates of one currency.
    #[error("rate of {0}: expected each currency once")]
    TwoRates(String),
    /// One of the rulebook's own currency is one.
    #[error("rate of {0}: {0} is what the rulebook counts in")]
    OwnRate(String),
    /// Amounts of which nobody says what they are worth.
    #[error(transparent)]
    Rate(#[from] NoRate),
    /// What stands there came from elsewhere.
    #[error("PROGRAMME of {0} came from a file, with other figures: a year is of one or of the other")]
    FromFile(String),
    /// Nobody to make them of.
    #[error("nobody began a placement in {0}")]
    Nobody(i32),
    /// A programme is not there, or its records do not read.
    #[error(transparent)]
    Programme(#[from] ProgrammeFault),
    /// The store failed. Not said.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    /// The audit log could not be written. Not said.
    #[error(transparent)]
    Audit(#[from] AuditFault),
}

impl Reason for FiguresFault {
    fn sayable(&self) -> Option<String> {
        match self {
            Self::Store(_) | Self::Audit(_) => None,
            Self::Programme(fault) => fault.sayable(),
            said => Some(said.to_string()),
        }
    }
}

/// The code of what a candidate's record does not say.
const NOT_SAID: &str = "_N";
/// The code of a country that none of the programmes names.
const ELSEWHERE: &str = "OTH";
/// Persons in one statement.
const ROWS: usize = 1000;

impl Programmes {
    /// Makes the figures of a year, in place of former ones of the same year.
    pub async fn figures(&self, wanted: &Wanted) -> Result<Made, FiguresFault> {
        let money = self.rates(wanted.worth()?)?;
        let ids = if wanted.programmes.is_empty() {
            read::programmes(&self.node.store).await?
        } else {
            wanted.programmes.clone()
        };
        let mut programmes = BTreeMap::new();
        for id in ids {
            let of = self.programme(&id).await?;
            programmes.insert(id, of);
        }
        let transaction = store::begin(&self.node.store).await?;
        let mut books: Vec<Book> = Vec::new();
        for id in programmes.keys() {
            books.push(book(&transaction, id).await?);
        }
        let year = Year { year: wanted.year, today: day((self.node.clock)()), money };
        let mut persons = year.persons(&books)?;
        let erased = erased::all(&transaction).await?;
        persons.retain(|person, _| !erased.contains(person.0.as_slice()));
        if persons.is_empty() {
            return Err(FiguresFault::Nobody(wanted.year));
        }
        let period = wanted.year.to_string();
        let replaces = make_room(&transaction, &period).await?;
        let description = self.description(wanted, &programmes, &year);
        let wave = wave::ActiveModel {
            id: NotSet,
            dataset: Set(Dataset::Programme.name().to_owned()),
            study: Set(String::new()),
            reference_period: Set(period),
            source: Set(String::new()),
            description: Set(serde_json::to_string(&description).map_err(|error| DbErr::Custom(error.to_string()))?),
        };
        let wave = wave::Entity::insert(wave).exec(&transaction).await?.last_insert_id;
        let ages = ages(&transaction, wanted.year, &persons).await?;
        let mut ageless = 0;
        let mut rows = Vec::with_capacity(persons.len());
        for (line, (of, done)) in (1_i64..).zip(&persons) {
            let adult = of_age([wanted.adults_only.then_some(true), ages.get(of).copied()]);
            ageless += usize::from(adult != Some(true));
            rows.push(person::ActiveModel {
                wave_id: Set(wave),
                pseudonym: Set(of.0.to_vec()),
                record_key: Set(i64::from_ne_bytes(self.node.keys.key(of).to_ne_bytes())),
                weight: Set(1.0),
                codes: Set(codes(done, &description.dimensions)),
                quantities: Set(description.quantities.iter().flat_map(|of| done.amount(of).to_le_bytes()).collect()),
                adult: Set(adult),
                signed_up: Set(None),
                line: Set(line),
            });
        }
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(ROWS));
            person::Entity::insert_many(rows).exec_without_returning(&transaction).await?;
            rows = rest;
        }
        transaction.commit().await?;
        // What stood there before is no longer read anywhere.
        self.node.store.execute_unprepared(store::FORGET).await?;
        let over = self.over(&description.quantities, &persons);
        Ok(Made { programmes: programmes.into_keys().collect(), persons: persons.len(), ageless, replaces, over })
    }

    /// Of how many persons there is more than the rulebook counts: their figures come out too small, and nobody else could tell.
    fn over(&self, quantities: &[String], persons: &BTreeMap<Pseudonym, Done>) -> BTreeMap<String, usize> {
        let rules = self.node.rulebook.datasets.get(&Dataset::Programme);
        let most = |of: &String| rules?.quantities.get(of)?.upper;
        let over = quantities.iter().filter_map(|of| {
            let most = most(of)?;
            let over = persons.values().filter(|done| done.amount(of) > most).count();
            (over > 0).then(|| (of.clone(), over))
        });
        over.collect()
    }

    /// In what compensation is added up; nothing where the rulebook does not add it up.
    fn rates(&self, worth: BTreeMap<String, Exact>) -> Result<Option<Rates>, FiguresFault> {
        let rules = self.node.rulebook.datasets.get(&Dataset::Programme).ok_or(FiguresFault::NotInRulebook)?;
        let Some(unit) = rules.quantities.get(COMPENSATION).and_then(|of| of.unit.as_ref()) else { return Ok(None) };
        let currency = unit.0.clone();
        if worth.contains_key(&currency) {
            return Err(FiguresFault::OwnRate(currency));
        }
        if is_currency(&currency) { Ok(Some(Rates { currency, worth })) } else { Err(FiguresFault::Currency(currency)) }
    }

    fn description(
        &self,
        wanted: &Wanted,
        programmes: &BTreeMap<String, (String, Programme)>,
        year: &Year,
    ) -> Description {
        let titles: Vec<&str> = programmes.values().map(|(title, _)| title.as_str()).collect();
        let of_currency = |of: &str| of != COMPENSATION || year.money.is_some();
        Description {
            described: Described {
                title: titles.join("; "),
                producer: wanted.producer.clone().unwrap_or_else(|| self.node.config.country.to_string()),
                note: Some(note(year)),
                population_basis: PopulationBasis::Registration,
            },
            dimensions: DIMENSIONS.map(|of| axis(of, programmes.values().map(|(_, programme)| programme))).to_vec(),
            persons: true,
            quantities: QUANTITIES.into_iter().filter(|of| of_currency(of)).map(str::to_owned).collect(),
            scales: BTreeMap::new(),
            signed_up: None,
            weighted: Weighted::No,
            programmes: programmes.keys().cloned().collect(),
        }
    }
}

/// What must be known to read the figures.
fn note(year: &Year) -> String {
    let said = format!(
        "Counted is who began a placement in {}, with all placements begun then, as they stood on {}; codes are those of the latest one.",
        year.year, year.today
    );
    match year.money.as_ref().filter(|rates| !rates.worth.is_empty()) {
        Some(Rates { currency, worth }) => {
            let worth: Vec<String> = worth.iter().map(|(of, rate)| format!("{of} at {} {currency}", rate.0)).collect();
            format!("{said} Compensation is added up in {currency}: {}.", worth.join(", "))
        }
        None => said,
    }
}

/// An axis, by what the programmes say in public alone: never by who took part.
fn axis<'a>(of: Dimension, programmes: impl Iterator<Item = &'a Programme> + Clone) -> ReleasedDimension {
    let list = of.codelist().codes().iter().map(|code| code.code.as_str());
    let list = list.filter(|code| !Codelist::is_missing(code));
    let says_where = programmes.clone().all(|programme| !programme.destinations.is_empty());
    let narrowed = of == Dimension::Destination && says_where;
    let named = programmes.flat_map(|programme| programme.destinations.iter().map(ToString::to_string));
    let named: BTreeSet<String> = named.chain([ELSEWHERE.to_owned()]).collect();
    let codes =
        list.filter(|code| !narrowed || named.contains(*code)).chain((of != Dimension::ReturnMode).then_some(NOT_SAID));
    let axis = Axis::Shared(of);
    let (fit, note) = match of {
        Dimension::Destination if narrowed => {
            (Fit::Mapped, Some("Countries that the programmes do not name are OTH.".to_owned()))
        }
        Dimension::Occupation => (Fit::Mapped, Some("The major group of the work.".to_owned())),
        Dimension::Sector => (Fit::Identical, Some("The host's.".to_owned())),
        _ => (Fit::Identical, None),
    };
    ReleasedDimension {
        axis,
        fit: Some(fit),
        note,
        codes: axis.sorted(codes.map(str::to_owned).collect()),
        asked: None,
    }
}

/// A person's places on the axes, two bytes each.
fn codes(done: &Done, axes: &[ReleasedDimension]) -> Vec<u8> {
    let place = |axis: &ReleasedDimension| {
        let at = |code: &str| axis.codes.iter().position(|other| other == code);
        let said = axis.axis.shared().and_then(|of| done.code(of));
        let place = said.and_then(|code| at(code).or_else(|| at(ELSEWHERE))).or_else(|| at(NOT_SAID));
        u16::try_from(place.unwrap_or_default()).unwrap_or_default()
    };
    axes.iter().flat_map(|axis| place(axis).to_be_bytes()).collect()
}

/// Removes the wave of a period that was made before, and says whether there was one.
async fn make_room(transaction: &DatabaseTransaction, period: &str) -> Result<bool, FiguresFault> {
    let there = wave::Entity::find()
        .filter(wave::Column::Dataset.eq(Dataset::Programme.name()))
        .filter(wave::Column::Study.eq(""))
        .filter(wave::Column::ReferencePeriod.eq(period))
        .all(transaction)
        .await?;
    for wave in &there {
        if !is_made_here(wave)? {
            return Err(FiguresFault::FromFile(period.to_owned()));
        }
        removal::wave(transaction, wave.id).await?;
    }
    Ok(!there.is_empty())
}

/// Whether a wave was made of programmes' records, and not of a file.
fn is_made_here(wave: &wave::Model) -> Result<bool, DbErr> {
    let description: Description =
        serde_json::from_str(&wave.description).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(!description.programmes.is_empty())
}

/// Removes the records that a person's placements may be added up in under other ids, and says how many rows that was: what was done under
/// an id that is erased, or is somebody else's now, is in no record. These are all ids that were ever judged to be the person's, for
/// figures may have been made at that time.
pub(crate) async fn unmake(from: &DatabaseTransaction, person: &Pseudonym) -> Result<u64, DbErr> {
    let others = same::ever(from, person).await?;
    if others.is_empty() {
        return Ok(0);
    }
    let mut made = Vec::new();
    let waves = wave::Entity::find().filter(wave::Column::Dataset.eq(Dataset::Programme.name()));
    for wave in waves.all(from).await? {
        if is_made_here(&wave)? {
            made.push(wave.id);
        }
    }
    let own =
        person::Entity::delete_many().filter(person::Column::Pseudonym.is_in(others.iter().map(|id| id.0.to_vec())));
    Ok(own.filter(person::Column::WaveId.is_in(made)).exec(from).await?.rows_affected)
}

/// Who of some persons is known to be of age in a year, or not, by the register and surveys that are loaded, under whichever id.
async fn ages(
    transaction: &DatabaseTransaction,
    year: i32,
    persons: &BTreeMap<Pseudonym, Done>,
) -> Result<BTreeMap<Pseudonym, bool>, DbErr> {
    let waves = wave::Entity::find().filter(wave::Column::Dataset.ne(Dataset::Programme.name()));
    let waves = waves.all(transaction).await?.into_iter().map(|wave| {
        let of = wave.reference_period.get(..4).and_then(|of| of.parse::<i32>().ok());
        (wave.id, of.unwrap_or(year))
    });
    let years: BTreeMap<i32, i32> = waves.collect();
    let same = same::same(transaction).await?;
    let mut of: BTreeMap<Vec<u8>, Pseudonym> = BTreeMap::new();
    for person in persons.keys() {
        of.extend(same.ids(*person).into_iter().map(|id| (id.0.to_vec(), *person)));
    }
    let ids: Vec<Vec<u8>> = of.keys().cloned().collect();
    let mut said: BTreeMap<Pseudonym, Vec<(i32, bool)>> = BTreeMap::new();
    for ids in ids.chunks(ROWS) {
        let columns = [person::Column::Pseudonym, person::Column::WaveId, person::Column::Adult];
        let known = person::Entity::find().select_only().columns(columns);
        let known = known.filter(person::Column::Pseudonym.is_in(ids.iter().cloned()));
        let rows: Vec<(Vec<u8>, i32, Option<bool>)> = known.into_tuple().all(transaction).await?;
        for (id, wave, adult) in rows {
            if let (Some(person), Some(of), Some(adult)) = (of.get(&id), years.get(&wave), adult) {
                said.entry(*person).or_default().push((*of, adult));
            }
        }
    }
    Ok(said.into_iter().filter_map(|(person, said)| Some((person, adult_in(year, &said)?))).collect())
}
