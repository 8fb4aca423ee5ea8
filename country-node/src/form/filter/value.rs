//! What an expression comes to, with the conversions of XPath 1.0.

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number; not a number where a text is none.
    Number(f64),
    /// A truth.
    Truth(bool),
    /// Not known.
    Unknown,
}

impl Value {
    /// As a truth: a text that is not empty, a number that is neither zero nor none.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Text(text) => Some(!text.is_empty()),
            Self::Number(number) => Some(*number != 0.0 && !number.is_nan()),
            Self::Truth(truth) => Some(*truth),
            Self::Unknown => None,
        }
    }

    /// As a number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Text(text) => Some(text.trim().parse().unwrap_or(f64::NAN)),
            Self::Number(number) => Some(*number),
            Self::Truth(truth) => Some(f64::from(u8::from(*truth))),
            Self::Unknown => None,
        }
    }

    /// As a text.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Truth(truth) => Some(truth.to_string()),
            Self::Unknown => None,
        }
    }

    /// Whether two values are equal, as XPath compares them.
    pub fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => None,
            (Self::Truth(_), _) | (_, Self::Truth(_)) => Some(self.truth()? == other.truth()?),
            #[expect(clippy::float_cmp, reason = "XPath compares numbers so")]
            (Self::Number(_), _) | (_, Self::Number(_)) => Some(self.number()? == other.number()?),
            (Self::Text(one), Self::Text(two)) => Some(one == two),
        }
    }
}

impl From<Option<bool>> for Value {
    fn from(truth: Option<bool>) -> Self {
        truth.map_or(Self::Unknown, Self::Truth)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Unknown, Self::Number)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Unknown, Self::Text)
    }
}
