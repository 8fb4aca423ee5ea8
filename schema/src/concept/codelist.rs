//! Codelists: the codes of a dimension with their labels and groups, read from `schema/codelists/*.csv`.

use super::Dimension;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One code of a codelist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code as it stands on the wire, such as `Y25T34`.
    pub code: String,
    /// What it means, in English.
    pub label: String,
    /// The group that it belongs to; naming a group in a filter means all its members.
    pub parent: Option<String>,
    /// Whether it says of a person that the value is none of the others, and not which: why it is missing, unknown, or a rest.
    pub residual: bool,
}

/// The codes of one dimension.
#[derive(Debug)]
pub struct Codelist {
    codes: Vec<Code>,
    position: HashMap<String, usize>,
}

/// Why a value is missing. These codes belong to every codelist, after its own.
pub const MISSING: [(&str, &str); 5] = [
    ("_Z", "Not asked (does not apply)"),
    ("_W", "Not in this wave"),
    ("_N", "Not answered"),
    ("_R", "Refused"),
    ("_K", "Does not know"),
];

/// How a file marks a code that names no value. A list without such codes has no column for it.
const RESIDUAL: &str = "YES";

static CODELISTS: LazyLock<HashMap<Dimension, Codelist>> =
    LazyLock::new(|| Dimension::ALL.into_iter().map(|d| (d, Codelist::read(source(d)))).collect());

static CHOICES: LazyLock<Codelist> = LazyLock::new(|| Codelist::read(include_str!("../../codelists/choice.csv")));

static EMPTY: LazyLock<Codelist> = LazyLock::new(|| Codelist::read(""));

impl Codelist {
    /// The codelist of a dimension.
    pub fn of(dimension: Dimension) -> &'static Self {
        CODELISTS.get(&dimension).unwrap_or(&EMPTY)
    }

    /// The codes of one choice of several: chosen, or not.
    pub fn of_choices() -> &'static Self {
        &CHOICES
    }

    /// Whether a code says why a value is missing.
    pub fn is_missing(code: &str) -> bool {
        MISSING.iter().any(|(missing, _)| *missing == code)
    }

    /// Whether a code names no value that one could look for: a missing one, an unknown one, or a rest.
    pub fn is_residual(&self, code: &str) -> bool {
        self.get(code).is_some_and(|code| code.residual)
    }

    /// Every code, in the list's own order, the missing ones last.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The code with its label, if the list has it.
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.codes.get(self.rank(code)?)
    }

    /// Where the code stands in the list's own order; figures are sorted by it.
    pub fn rank(&self, code: &str) -> Option<usize> {
        self.position.get(code).copied()
    }

    /// The codes that a group stands for, however deep; a code that is no group stands for itself.
    pub fn leaves<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        let members: Vec<&str> =
            self.codes.iter().filter(|c| c.parent.as_deref() == Some(code)).map(|c| c.code.as_str()).collect();
        if members.is_empty() {
            vec![code]
        } else {
            members.into_iter().flat_map(|member| self.leaves(member)).collect()
        }
    }

    fn read(text: &str) -> Self {
        let own = codes(text).into_iter();
        let missing = |(code, label): &(&str, &str)| Code {
            code: (*code).to_owned(),
            label: (*label).to_owned(),
            parent: None,
            residual: true,
        };
        let missing = MISSING.iter().map(missing);
        let codes: Vec<Code> = own.chain(missing).collect();
        let position = codes.iter().enumerate().map(|(at, c)| (c.code.clone(), at)).collect();
        Self { codes, position }
    }
}

/// The codes of a list's text. A line that does not read is left out: a test holds every file to its form.
pub(crate) fn codes(text: &str) -> Vec<Code> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let code = |row: csv::StringRecord| {
        let parent = row.get(2).filter(|p| !p.is_empty()).map(str::to_owned);
        let residual = row.get(3).is_some_and(|mark| mark == RESIDUAL);
        Some(Code { code: row.get(0)?.to_owned(), label: row.get(1)?.to_owned(), parent, residual })
    };
    rows.records().flatten().filter_map(code).collect()
}

const fn source(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Destination => include_str!("../../codelists/destination.csv"),
        Dimension::DestinationRegion => include_str!("../../codelists/destination-region.csv"),
        Dimension::Sex => include_str!("../../codelists/sex.csv"),
        Dimension::Age => include_str!("../../codelists/age.csv"),
        Dimension::Generation => include_str!("../../codelists/generation.csv"),
        Dimension::Status => include_str!("../../codelists/status.csv"),
        Dimension::Duration => include_str!("../../codelists/duration.csv"),
        Dimension::Education => include_str!("../../codelists/education.csv"),
        Dimension::Field => include_str!("../../codelists/field.csv"),
        Dimension::Employment => include_str!("../../codelists/employment.csv"),
        Dimension::Occupation => include_str!("../../codelists/occupation.csv"),
        Dimension::Sector => include_str!("../../codelists/sector.csv"),
        Dimension::Language => include_str!("../../codelists/language.csv"),
        Dimension::ReturnIntention => include_str!("../../codelists/return-intention.csv"),
        Dimension::Offer => include_str!("../../codelists/offer.csv"),
        Dimension::Need => include_str!("../../codelists/need.csv"),
        Dimension::Trust => include_str!("../../codelists/trust.csv"),
        Dimension::Remittances => include_str!("../../codelists/remittances.csv"),
        Dimension::Association => include_str!("../../codelists/association.csv"),
        Dimension::Channel => include_str!("../../codelists/channel.csv"),
        Dimension::ReturnMode => include_str!("../../codelists/return-mode.csv"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_codelist_file_reads_whole_with_unique_codes_and_known_parents() {
        for dimension in Dimension::ALL {
            let text = source(dimension);
            let list = dimension.codelist();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            assert!(["code,label,parent", "code,label,parent,residual"].contains(&&*columns.join(",")), "{dimension}");
            let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let marks: Vec<&str> =
                lines.iter().filter_map(|line| line.get(3)).filter(|mark| !mark.is_empty()).collect();
            assert!(marks.iter().all(|mark| *mark == RESIDUAL), "{dimension}: {marks:?}");
            assert_eq!(columns.len() == 4, !marks.is_empty(), "{dimension}: a column for marks that marks nothing");
            let lines = lines.len();
            assert!(lines > 0, "{dimension}: an empty codelist");
            assert_eq!(list.codes().len(), lines + MISSING.len(), "{dimension}: a line was left out");
            let unique: HashSet<_> = list.codes().iter().map(|c| &c.code).collect();
            assert_eq!(unique.len(), list.codes().len(), "{dimension}: a code stands twice");
            for code in list.codes() {
                assert!(!code.label.is_empty(), "{dimension} {}: no label", code.code);
                if let Some(parent) = &code.parent {
                    assert!(list.get(parent).is_some(), "{dimension} {}: unknown parent {parent}", code.code);
                    assert_ne!(parent, &code.code);
                }
            }
        }
    }

    #[test]
    fn a_list_says_which_of_its_codes_name_no_value() {
        let of = |dimension: Dimension, code| dimension.codelist().is_residual(code);
        for (dimension, code) in [
            (Dimension::Destination, "UNK"),
            (Dimension::Destination, "OTH"),
            (Dimension::Destination, "_N"),
            (Dimension::Language, "UNK"),
            (Dimension::Sex, "_U"),
            (Dimension::Status, "UNDISCLOSED"),
        ] {
            assert!(of(dimension, code), "{dimension} {code}");
        }
        // Those whose sex is another are persons that one can speak to.
        assert!(!of(Dimension::Sex, "_O") && !of(Dimension::Destination, "DEU") && !of(Dimension::Need, "GOLD"));
    }

    #[test]
    fn a_group_stands_for_its_members_and_a_code_for_itself() {
        let education = Dimension::Education.codelist();
        assert_eq!(education.leaves("5T8"), ["5", "6", "7", "8"]);
        assert_eq!(education.leaves("5"), ["5"]);
    }

    #[test]
    fn a_dimension_is_found_by_the_name_that_serde_and_graphql_give_it() {
        for dimension in Dimension::ALL {
            assert_eq!(serde_json::to_value(dimension).unwrap(), dimension.name());
            assert_eq!(async_graphql::InputType::to_value(&dimension).to_string(), dimension.name());
            assert_eq!(Dimension::from_name(dimension.name()), Some(dimension));
        }
    }
}
