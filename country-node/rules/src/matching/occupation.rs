//! An occupation by its group of ISCO-08, and how near two are.

use super::skill::SkillLevel;

/// A group of ISCO-08: major (one digit), sub-major, minor or unit (four).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occupation {
    digits: [u8; 4],
    known: u8,
}

/// A text that is no group of ISCO-08.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a group of ISCO-08, one to four digits without zeros that only fill up, such as `2` or `2211`")]
pub struct NotAnOccupation;

/// The narrowest group that two occupations are known to share, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shared {
    /// The unit group: the same occupation.
    UnitGroup,
    /// The minor group.
    MinorGroup,
    /// The sub-major group.
    SubMajorGroup,
    /// The major group.
    MajorGroup,
    /// None.
    Nothing,
}

impl Shared {
    /// All of them, the nearest first.
    pub const ALL: [Self; 5] =
        [Self::UnitGroup, Self::MinorGroup, Self::SubMajorGroup, Self::MajorGroup, Self::Nothing];

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UnitGroup => "the same unit group",
            Self::MinorGroup => "the same minor group",
            Self::SubMajorGroup => "the same sub-major group",
            Self::MajorGroup => "the same major group",
            Self::Nothing => "another major group",
        }
    }
}

impl Occupation {
    /// The narrowest group that both are known to be in: where one of them names a major group only, nothing narrower is known.
    pub fn shared(self, other: Self) -> Shared {
        let known = usize::from(self.known.min(other.known));
        let same = self.digits.iter().zip(&other.digits).take(known).take_while(|(one, other)| one == other).count();
        match same {
            0 => Shared::Nothing,
            1 => Shared::MajorGroup,
            2 => Shared::SubMajorGroup,
            3 => Shared::MinorGroup,
            _ => Shared::UnitGroup,
        }
    }

    /// The skill level that ISCO-08 gives the group; the least one where it holds several.
    pub const fn skill_level(self) -> SkillLevel {
        match (self.digits, self.known) {
            // Commissioned officers; managers but those of hotels, restaurants, shops and the like; professionals.
            ([0, 1, ..] | [1, 1..=3, ..], 2..) | ([2, ..], _) => SkillLevel::Four,
            ([1 | 3, ..], _) => SkillLevel::Three,
            // Non-commissioned officers, and all between clerks and machine operators.
            ([0, 2, ..], 2..) | ([4..=8, ..], _) => SkillLevel::Two,
            _ => SkillLevel::One,
        }
    }
}

impl std::str::FromStr for Occupation {
    type Err = NotAnOccupation;

    fn from_str(text: &str) -> Result<Self, NotAnOccupation> {
        let mut digits = [0; 4];
        if !(1..=4).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAnOccupation);
        }
        for (digit, byte) in digits.iter_mut().zip(text.bytes()) {
            *digit = byte - b'0';
        }
        // No sub-major or minor group ends with a zero: one that does is a wider group filled up, and would look like a narrow one.
        if digits.iter().take(text.len()).skip(1).take(2).any(|digit| *digit == 0) {
            return Err(NotAnOccupation);
        }
        Ok(Self { digits, known: u8::try_from(text.len()).map_err(|_| NotAnOccupation)? })
    }
}

impl std::fmt::Display for Occupation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.digits.iter().take(usize::from(self.known)).try_for_each(|digit| write!(f, "{digit}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isco(code: &str) -> Occupation {
        code.parse().unwrap()
    }

    #[test]
    fn how_near_two_occupations_are() {
        let table = [
            ("2211", "2211", Shared::UnitGroup),
            ("2211", "2212", Shared::MinorGroup),
            ("2211", "2221", Shared::SubMajorGroup),
            ("2211", "2310", Shared::MajorGroup),
            ("2211", "3211", Shared::Nothing),
            ("0110", "0110", Shared::UnitGroup),
            ("0110", "0210", Shared::MajorGroup),
            ("0110", "1110", Shared::Nothing),
            ("5120", "512", Shared::MinorGroup),
            ("2211", "221", Shared::MinorGroup),
            ("2211", "22", Shared::SubMajorGroup),
            ("2211", "2", Shared::MajorGroup),
            ("2", "2", Shared::MajorGroup),
            ("22", "22", Shared::SubMajorGroup),
            ("221", "221", Shared::MinorGroup),
            ("22", "23", Shared::MajorGroup),
            ("2", "9", Shared::Nothing),
        ];
        for (one, other, shared) in table {
            assert_eq!(isco(one).shared(isco(other)), shared, "{one} and {other}");
            assert_eq!(isco(other).shared(isco(one)), shared, "{other} and {one}");
        }
        assert!(Shared::ALL.is_sorted());
    }

    #[test]
    fn groups_are_read_and_written_and_what_is_filled_up_is_none() {
        for code in ["0", "2", "22", "221", "2211", "0110", "9629"] {
            assert_eq!(isco(code).to_string(), code);
        }
        for code in ["", "22110", "2000", "2200", "20", "220", "2a", "-1", "é"] {
            assert_eq!(code.parse::<Occupation>(), Err(NotAnOccupation), "{code}");
        }
    }

    #[test]
    fn skill_levels_are_those_of_isco_08() {
        let table = [
            (1, &["0", "03", "0310", "9", "9111"][..]),
            (2, &["02", "0210", "4", "5", "6", "7", "8", "8322"][..]),
            (3, &["1", "14", "1411", "3", "3211"][..]),
            (4, &["01", "0110", "11", "1120", "1345", "2", "2211"][..]),
        ];
        for (level, codes) in table {
            for code in codes {
                assert_eq!(isco(code).skill_level().number(), level, "{code}");
            }
        }
    }
}
