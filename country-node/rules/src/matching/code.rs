//! Sectors, fields of education and languages, by their codes.

use schema::concept::Dimension;

/// A text that is no code of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct NotACode(&'static str);

/// A section of ISIC Rev.4, such as `Q`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section(u8);

impl std::str::FromStr for Section {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        match text.as_bytes() {
            [letter @ b'A'..=b'Z'] if Dimension::Sector.codelist().get(text).is_some() => Ok(Self(*letter)),
            _ => Err(NotACode("a section of ISIC Rev.4, such as `Q`")),
        }
    }
}

impl std::fmt::Display for Section {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", char::from(self.0))
    }
}

/// A broad field of ISCED-F 2013, such as `09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(u8);

impl std::str::FromStr for Field {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let fault = NotACode("a broad field of ISCED-F 2013, such as `09`");
        Dimension::Field.codelist().get(text).ok_or(fault)?;
        text.parse().map(Self).map_err(|_| fault)
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

/// A language by its code of ISO 639-3, such as `eng`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

/// Codes of ISO 639-3 that name no language: uncoded, several, not known, no words at all.
const NO_LANGUAGE: [&str; 4] = ["mis", "mul", "und", "zxx"];

impl std::str::FromStr for Language {
    type Err = NotACode;

    /// By its form: the standard has over 7,000 languages, more than the list by which figures are broken down.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let fault = NotACode("a language by its three letters of ISO 639-3, such as `eng`");
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_| fault)?;
        let named = letters.iter().all(u8::is_ascii_lowercase) && !NO_LANGUAGE.contains(&text);
        if named { Ok(Self(letters)) } else { Err(fault) }
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_written_as_they_stand_in_their_lists() {
        for code in ["A", "U"] {
            assert_eq!(code.parse::<Section>().unwrap().to_string(), code);
        }
        for code in ["00", "09", "10"] {
            assert_eq!(code.parse::<Field>().unwrap().to_string(), code);
        }
        for code in ["eng", "dag"] {
            assert_eq!(code.parse::<Language>().unwrap().to_string(), code);
        }
        for code in ["", "V", "a", "AA", "_U"] {
            assert!(code.parse::<Section>().is_err(), "{code}");
        }
        for code in ["", "9", "11", "091", "_Z"] {
            assert!(code.parse::<Field>().is_err(), "{code}");
        }
        for code in ["", "en", "ENG", "und", "OTH"] {
            assert!(code.parse::<Language>().is_err(), "{code}");
        }
    }
}
