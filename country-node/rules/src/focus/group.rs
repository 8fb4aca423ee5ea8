//! One focus group: where and when it met, who sat in it in bands, what it talked about.

use super::{quote, summary};
use chrono::NaiveDate;
use schema::concept::Dimension;
use schema::country::CountryCode;
use schema::theme::theme;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many persons took part. Fewer than four are an interview, and are not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    /// Four to six.
    #[serde(rename = "P4T6")]
    FourToSix,
    /// Seven to nine.
    #[serde(rename = "P7T9")]
    SevenToNine,
    /// Ten to twelve.
    #[serde(rename = "P10T12")]
    TenToTwelve,
    /// Thirteen and more.
    #[serde(rename = "P_GE13")]
    ThirteenAndMore,
}

impl Size {
    /// In words, for the country's own officers.
    pub const fn words(self) -> &'static str {
        match self {
            Self::FourToSix => "4 to 6 persons",
            Self::SevenToNine => "7 to 9 persons",
            Self::TenToTwelve => "10 to 12 persons",
            Self::ThirteenAndMore => "13 persons or more",
        }
    }
}

/// How many of them were women.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Women {
    /// None.
    None,
    /// Fewer than half.
    UnderHalf,
    /// About half.
    Half,
    /// More than half.
    OverHalf,
    /// All.
    All,
}

impl Women {
    /// In words, for the country's own officers.
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "no women",
            Self::UnderHalf => "fewer than half of them women",
            Self::Half => "about half of them women",
            Self::OverHalf => "more than half of them women",
            Self::All => "all of them women",
        }
    }
}

/// One focus group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The country in which it met (ISO 3166-1 alpha-3).
    pub country: CountryCode,
    /// The city or region in which it met; kept at the node.
    pub place: String,
    /// The day (ISO 8601).
    pub date: String,
    /// The language that was spoken (ISO 639-3).
    pub language: String,
    /// How many persons took part.
    pub persons: Size,
    /// How many of them were women.
    pub women: Women,
    /// Their age bands, as in the codelist.
    pub ages: Vec<String>,
    /// Their generations, as in the codelist; left out where that is not known.
    #[serde(default)]
    pub generations: Vec<String>,
    /// The themes that came up, as in the codelist of themes; none where none of them did.
    pub themes: Vec<String>,
    /// What was approved to be kept of the conversation; never a quote. It stays at the node.
    pub summary: String,
    /// The day on which the summary was approved (ISO 8601).
    pub approved: String,
}

/// The longest name of a place, in characters.
const LONGEST_PLACE: usize = 100;

impl Group {
    /// Every fault on a day, each as `field: what stands there; what is expected`.
    pub fn faults(&self, today: NaiveDate) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |holds: bool, field: &str, found: &str, expected: &str| {
            if !holds {
                faults.push(format!("{field}: `{found}`; expected {expected}"));
            }
        };
        let has = |dimension: Dimension, code: &str| dimension.codelist().get(code).is_some();
        expect(
            has(Dimension::Destination, self.country.as_str()),
            "country",
            self.country.as_str(),
            "a country (ISO 3166-1 alpha-3)",
        );
        let place = self.place.trim();
        let is_place = !place.is_empty() && self.place.chars().count() <= LONGEST_PLACE && is_line(&self.place);
        expect(is_place, "place", "", "a city or a region, on one line");
        expect(day(&self.date).is_some(), "date", &self.date, "a day such as 2026-03-14");
        expect(has(Dimension::Language, &self.language), "language", &self.language, "a language (ISO 639-3)");
        expect(!self.ages.is_empty(), "ages", "", "one age band at least");
        let bands = [("ages", Dimension::Age, &self.ages), ("generations", Dimension::Generation, &self.generations)];
        for (field, dimension, codes) in bands {
            let sound = |code: &String| has(dimension, code) && !code.starts_with('_');
            for code in codes.iter().filter(|code| !sound(code)) {
                expect(false, field, code, &format!("codes of {dimension}"));
            }
        }
        for code in self.themes.iter().filter(|code| theme(code).is_none()) {
            expect(false, "themes", code, "codes of schema/codelists/theme.csv that are no group of themes");
        }
        let once: BTreeSet<&String> = self.themes.iter().collect();
        expect(once.len() == self.themes.len(), "themes", "a theme twice", "each theme once");
        let (met, approved) = (day(&self.date), day(&self.approved));
        let in_order = met.is_none_or(|met| approved.is_some_and(|approved| approved >= met));
        expect(
            in_order && approved.is_some(),
            "approved",
            &self.approved,
            "the day of approval, not before the group met",
        );
        // What nobody has approved yet is not kept.
        let is_done = approved.is_none_or(|approved| approved <= today);
        expect(is_done, "approved", &self.approved, &format!("a day that has come, {today} at the latest"));
        if let Some(quote) = quote::find(&self.place) {
            faults.push(format!("place: {quote}"));
        }
        if let Err(why) = summary::check(&self.summary) {
            faults.push(format!("summary: {why}"));
        }
        faults
    }
}

/// A day as it is written in ISO 8601.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.to_string() == text)
}

/// Whether a text can stand on one line.
pub(super) fn is_line(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
