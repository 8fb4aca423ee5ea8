//! Dates as exactly as they are known: a year, a month or a day (ISO 8601, reduced precision).

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A year (`2010`), a month (`2010-06`) or a day (`2010-06-15`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    first: NaiveDate,
    exactness: Exactness,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Exactness {
    Year,
    Month,
    Day,
}

/// A text that is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a year such as 2010, a month such as 2010-06 or a day such as 2010-06-15")]
pub struct NotADate;

/// The years that are dates: from before the first consulate to what is planned.
const YEARS: std::ops::RangeInclusive<i32> = 1500..=2200;

impl PartialDate {
    /// A day.
    pub const fn of_day(day: NaiveDate) -> Self {
        Self { first: day, exactness: Exactness::Day }
    }

    /// Its first day.
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let after = match self.exactness {
            Exactness::Year => self.first.checked_add_months(Months::new(12)),
            Exactness::Month => self.first.checked_add_months(Months::new(1)),
            Exactness::Day => return self.first,
        };
        after.and_then(|after| after.checked_sub_days(Days::new(1))).unwrap_or(self.first)
    }
}

impl std::str::FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        let lengths = [4, 2, 2];
        if parts.len() > 3 || !parts.iter().zip(lengths).all(|(part, length)| digits(part, length)) {
            return Err(NotADate);
        }
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok()).unwrap_or(1);
        let exactness = match parts.len() {
            1 => Exactness::Year,
            2 => Exactness::Month,
            _ => Exactness::Day,
        };
        let year = i32::try_from(number(0)).map_err(|_| NotADate)?;
        let first = NaiveDate::from_ymd_opt(year, number(1), number(2)).filter(|_| YEARS.contains(&year));
        Ok(Self { first: first.ok_or(NotADate)?, exactness })
    }
}

impl TryFrom<String> for PartialDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let form = match self.exactness {
            Exactness::Year => "%Y",
            Exactness::Month => "%Y-%m",
            Exactness::Day => "%Y-%m-%d",
        };
        write!(f, "{}", self.first.format(form))
    }
}

impl std::fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// A date as exactly as it is known: a year such as `2010`, a month such as `2010-06` or a day such as `2010-06-15` (ISO 8601).
#[Scalar(name = "PartialDate")]
impl ScalarType for PartialDate {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map_err(InputValueError::custom),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_exactly_as_it_is_known_and_reaches_from_its_first_day_to_its_last() {
        for (text, first, last) in [
            ("2010", "2010-01-01", "2010-12-31"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("2011-12", "2011-12-01", "2011-12-31"),
            ("2010-06-15", "2010-06-15", "2010-06-15"),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(
                (date.to_string(), date.first_day().to_string(), date.last_day().to_string()),
                (text.to_owned(), first.to_owned(), last.to_owned())
            );
            assert_eq!(serde_json::to_value(date).unwrap(), text);
        }
    }

    #[test]
    fn nothing_else_is_a_date() {
        for text in
            ["", "10", "2010-6", "2010-13", "2010-02-30", "2010-06-15T00", "2010-", "-2010", "0001", "9999", "20l0"]
        {
            assert_eq!(text.parse::<PartialDate>(), Err(NotADate), "{text}");
        }
    }
}
