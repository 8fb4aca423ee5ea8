//! Money: exact decimals in a currency, never floats.

use async_graphql::{InputObject, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// An amount in a currency.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "MoneyInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Money {
    /// How much, exactly, such as `1250.50`.
    pub amount: Exact,
    /// The currency (ISO 4217), such as `EUR`.
    pub currency: String,
}

/// An exact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Exact(pub Decimal);

impl Exact {
    /// The nearest float: for statistics, never for money that is paid.
    pub fn nearest(self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }
}

/// An exact decimal number as text, such as `1250.50`; a whole number may be given as such.
#[Scalar(name = "Decimal")]
impl ScalarType for Exact {
    fn parse(value: Value) -> InputValueResult<Self> {
        let read = |text: &str| Decimal::from_str_exact(text).map(Self).map_err(InputValueError::custom);
        match &value {
            Value::String(text) => read(text),
            // A float on the wire has lost its decimals already.
            Value::Number(number) if number.is_i64() || number.is_u64() => read(&number.to_string()),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Why something is no money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMoney {
    /// No such currency.
    #[error("a currency of ISO 4217, such as EUR")]
    Currency,
    /// More decimals than the currency has.
    #[error("{0} decimals at most, as {1} has")]
    Decimals(u32, String),
    /// Less than nothing.
    #[error("no amount under zero")]
    Negative,
    /// More than anybody has.
    #[error("an amount under a million million")]
    TooMuch,
}

/// What no amount reaches.
const MOST: i64 = 1_000_000_000_000;

/// How many decimals each currency has.
static CURRENCIES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let lines = include_str!("../codelists/currency.csv").lines().skip(1);
    let line = |line: &'static str| {
        let mut fields = line.split(',');
        Some((fields.next()?, fields.next()?.parse().ok()?))
    };
    lines.filter_map(line).collect()
});

impl Money {
    /// Whether it is an amount that can be paid: of a known currency, with no more decimals than that has.
    pub fn check(&self) -> Result<(), NoMoney> {
        let decimals = *CURRENCIES.get(self.currency.as_str()).ok_or(NoMoney::Currency)?;
        if self.amount.0.is_sign_negative() && !self.amount.0.is_zero() {
            return Err(NoMoney::Negative);
        }
        if self.amount.0 >= Decimal::from(MOST) {
            return Err(NoMoney::TooMuch);
        }
        if self.amount.0.normalize().scale() > decimals {
            return Err(NoMoney::Decimals(decimals, self.currency.clone()));
        }
        Ok(())
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.amount.0, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        Money { amount: Exact(amount.parse().unwrap()), currency: currency.to_owned() }
    }

    #[test]
    fn money_is_an_exact_amount_of_a_currency_with_its_decimals() {
        for (amount, currency, said) in [
            ("1250.50", "EUR", Ok(())),
            ("0", "EUR", Ok(())),
            ("1250", "JPY", Ok(())),
            ("1.234", "TND", Ok(())),
            ("1.50", "JPY", Err(NoMoney::Decimals(0, "JPY".to_owned()))),
            ("1.005", "EUR", Err(NoMoney::Decimals(2, "EUR".to_owned()))),
            ("1.500", "EUR", Ok(())),
            ("-1", "EUR", Err(NoMoney::Negative)),
            ("1000000000000", "EUR", Err(NoMoney::TooMuch)),
            ("1", "EURO", Err(NoMoney::Currency)),
            ("1", "eur", Err(NoMoney::Currency)),
        ] {
            assert_eq!(money(amount, currency).check(), said, "{amount} {currency}");
        }
    }

    #[test]
    fn money_travels_as_text_and_loses_nothing() {
        let sum = money("0.1", "EUR").amount.0 + money("0.2", "EUR").amount.0;
        assert_eq!(sum, money("0.3", "EUR").amount.0);
        assert!(Exact::parse(Value::from(0.1)).is_err(), "a float is none");
        assert_eq!(Exact::parse(Value::from(7)).unwrap(), Exact(7.into()));
        let sent = serde_json::to_string(&money("123456789012.10", "EUR")).unwrap();
        assert_eq!(sent, r#"{"amount":"123456789012.10","currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&sent).unwrap(), money("123456789012.10", "EUR"));
    }
}
