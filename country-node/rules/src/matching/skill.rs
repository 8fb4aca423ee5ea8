//! Skill levels of ISCO-08.

/// A skill level of ISCO-08, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkillLevel {
    /// Simple and routine tasks.
    One = 1,
    /// Running machines and keeping records; usually ISCED 2 to 4.
    Two,
    /// Technical and practical tasks; usually ISCED 5.
    Three,
    /// Solving problems and deciding; usually ISCED 6 to 8.
    Four,
}

impl SkillLevel {
    /// By its number.
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            4 => Some(Self::Four),
            _ => None,
        }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The level that an education leads to, by its code in the list of ISCED 2011; nothing of a code that names no education.
    /// Of a span of levels only the least is known.
    pub fn of_education(code: &str) -> Option<Self> {
        match code {
            // Nothing is below level 1, so it is also that of those who did not finish primary school.
            "0" | "1" | "0T2" => Some(Self::One),
            "2" | "3" | "4" | "3T4" => Some(Self::Two),
            "5" | "5T8" => Some(Self::Three),
            "6" | "7" | "8" => Some(Self::Four),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::concept::Dimension;

    #[test]
    fn every_education_of_the_list_leads_to_a_level_and_a_higher_one_never_to_a_lower() {
        let codes = Dimension::Education.codelist().codes().iter().map(|code| code.code.as_str());
        let codes: Vec<&str> = codes.filter(|code| !code.starts_with('_')).collect();
        assert!(codes.iter().all(|code| SkillLevel::of_education(code).is_some()), "{codes:?}");
        let levels = ["0", "1", "2", "3", "4", "5", "6", "7", "8"].map(SkillLevel::of_education);
        assert!(levels.is_sorted());
        assert_eq!(SkillLevel::of_education("_U"), None);
        assert!((0..=5).all(|number| SkillLevel::new(number).is_none_or(|level| level.number() == number)));
    }
}
