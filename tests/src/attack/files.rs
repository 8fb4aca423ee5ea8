//! A population as the files that a country's administrator loads: persons with their consents, or published totals.

use super::population::{ATTRIBUTES, Person, Population, SECRET};
use country_node::intake::consents::HEADER;
use std::fmt::Write;

/// The quantity that may be added up.
pub const QUANTITY: &str = "YEARS_OF_EXPERIENCE";

/// The most that the quantity counts.
pub const MOST_YEARS: u32 = 40;

/// The id of the person at this place.
pub fn id(at: usize) -> String {
    format!("P{at:06}")
}

/// The file of persons.
pub fn persons(population: &Population) -> String {
    let columns: Vec<String> = population.axes.iter().map(|axis| axis.dimension.to_string()).collect();
    let mut text = format!("id,{},years\n", columns.join(","));
    for (at, person) in population.persons.iter().enumerate() {
        writeln!(text, "{},{},{}", id(at), codes(population, person).join(","), person.years).unwrap();
    }
    text
}

/// Its mapping, for a period.
pub fn persons_mapping(population: &Population, period: &str) -> String {
    let columns: Vec<String> = population.axes.iter().map(|axis| format!("\"{}\"", axis.dimension)).collect();
    let quantity = format!(
        "[[quantity]]\nof = \"{QUANTITY}\"\ncolumn = \"years\"\nmin = 0\nmax = {MOST_YEARS}\n\n\
         [person]\nid = \"id\"\nadults_only = true\n"
    );
    let header = format!("[\"id\", {}, \"years\"]", columns.join(", "));
    mapping(("REGISTER", period), &header, population, ATTRIBUTES + 1) + &quantity
}

/// Consents of all, each with its own reach; times are RFC 3339.
pub fn consents(population: &Population, time: &str) -> String {
    given(population.persons.iter().enumerate(), time)
}

/// Consents given by some.
pub fn given<'a>(persons: impl Iterator<Item = (usize, &'a Person)>, time: &str) -> String {
    let mut text = format!("{}\n", HEADER.join(","));
    for (at, person) in persons {
        let agreed = ["STATISTICS RESEARCH,MEMBER_GOVERNMENTS", "STATISTICS,IOM"][usize::from(person.segment)];
        writeln!(text, "{},GIVEN,{time},{agreed}", id(at)).unwrap();
    }
    text
}

/// Consents withdrawn by some.
pub fn withdrawn(persons: &[usize], time: &str) -> String {
    let mut text = format!("{}\n", HEADER.join(","));
    for at in persons {
        writeln!(text, "{},WITHDRAWN,{time},,", id(*at)).unwrap();
    }
    text
}

/// The same persons tabulated: a row for each combination of attributes, a column for each value of the secret.
pub fn totals(population: &Population) -> String {
    let mut rows = std::collections::BTreeMap::<Vec<&str>, [u32; 2]>::new();
    for person in &population.persons {
        let codes = codes(population, person);
        rows.entry(codes[..ATTRIBUTES].to_vec()).or_default()[usize::from(person.codes[SECRET])] += 1;
    }
    let columns: Vec<String> = population.axes[..ATTRIBUTES].iter().map(|axis| axis.dimension.to_string()).collect();
    let mut text = format!("{},set,unset\n", columns.join(","));
    for (codes, [set, unset]) in rows {
        writeln!(text, "{},{set},{unset}", codes.join(",")).unwrap();
    }
    text
}

/// Its mapping, for a period.
pub fn totals_mapping(population: &Population, period: &str) -> String {
    let columns: Vec<String> =
        population.axes[..ATTRIBUTES].iter().map(|axis| format!("\"{}\"", axis.dimension)).collect();
    let secret = &population.axes[SECRET];
    let total = |column: &str, code: &str| {
        format!("[[total]]\ncolumn = \"{column}\"\ncodes = {{ {} = \"{code}\" }}\n\n", secret.dimension)
    };
    let header = format!("[{}, \"set\", \"unset\"]", columns.join(", "));
    mapping(("STOCK", period), &header, population, ATTRIBUTES)
        + &total("set", secret.codes[0])
        + &total("unset", secret.codes[1])
}

/// What both mappings have: each of the first axes in a column of its own, with the codes that persons can have.
fn mapping((dataset, period): (&str, &str), header: &str, population: &Population, axes: usize) -> String {
    let mut text = format!(
        "version = 1\ndataset = \"{dataset}\"\ntitle = \"Synthetic persons\"\nsource = \"A seed\"\n\
         population_basis = \"REGISTRATION\"\n\n[file]\nencoding = \"utf-8\"\ndelimiter = \",\"\nheader = {header}\n\n\
         [period]\nvalue = \"{period}\"\n\n"
    );
    for axis in &population.axes[..axes] {
        let codes: Vec<String> = axis.codes.iter().map(|code| format!("\"{code}\" = \"{code}\"")).collect();
        let (dimension, codes) = (axis.dimension, codes.join(", "));
        writeln!(
            text,
            "[[concept]]\ndimension = \"{dimension}\"\nfit = \"IDENTICAL\"\ncolumn = \"{dimension}\"\ncodes = {{ {codes} }}\n"
        )
        .unwrap();
    }
    text
}

fn codes<'a>(population: &Population, person: &Person) -> Vec<&'a str>
where
    'static: 'a,
{
    population.axes.iter().zip(person.codes).map(|(axis, code)| axis.codes[usize::from(code)]).collect()
}
