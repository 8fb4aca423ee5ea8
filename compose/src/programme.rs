//! A year of a programme of skills transfer, drawn from a fixed seed: no government publishes records of single placements. Its persons,
//! hosts and amounts are made up, and its record in the directory says so.

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

/// The programme, by the id of its record.
pub const PROGRAMME: &str = "made-up-return";

/// The year in which its placements begin.
pub const YEAR: i32 = 2024;

/// Needs of hosts, one person each.
const NEEDS: u32 = 150;
/// Of these, those for which nobody is found.
const UNFILLED: u32 = 9;
/// Candidates for whom there is no need.
const OVER: u32 = 60;

/// The tables of a year, in the order in which they are loaded, and the persons in them.
pub struct Tables {
    /// Each by the name of its mapping.
    pub tables: Vec<(&'static str, String)>,
    /// Everybody.
    pub persons: Vec<String>,
}

/// Draws the year of a country whose experts live in these countries.
pub fn tables(country: &str, live_in: &[&str]) -> Tables {
    let mut drawn = Drawn { of: country.to_owned(), number: 0 };
    let mut need = vec!["id,state,phase,requestedOn,host,sector,occupation,skillLevel,mode,from,until".to_owned()];
    let mut candidate =
        vec!["person,state,appliedOn,residence,sex,education,occupations,sectors,years,modes".to_owned()];
    let mut matched = vec!["need,person,state".to_owned()];
    let mut placement = vec!["id,need,person,mode,from,until,days,state,why".to_owned()];
    let mut paid = vec!["id,placement,kind,money.amount,money.currency,paidOn,state".to_owned()];
    let mut observed = vec!["indicator,placement,moment,on,value".to_owned()];
    let mut persons = Vec::new();
    for number in 0..NEEDS + OVER {
        let (occupation, sector) = drawn.one(&[("2211", "Q"), ("2221", "Q"), ("2310", "P"), ("2320", "P")]);
        let person = format!("{country}-made-up-{number}");
        if !(NEEDS - UNFILLED..NEEDS).contains(&number) {
            let (residence, education) = (drawn.one(live_in), drawn.one(&["6", "7", "8"]));
            let (sex, years) = (drawn.one(&["F", "F", "M", "M", "M"]), 2 + drawn.below(25));
            candidate.push(format!("{person},SELECTED,2023-12-01,{residence},{sex},{education},{occupation},{sector},{years},TEMPORARY;VIRTUAL"
            ));
            persons.push(person.clone());
        }
        if number >= NEEDS {
            continue;
        }
        let (phase, asked) = if number < NEEDS / 2 { ("1", "2024-01-08") } else { ("2", "2024-05-13") };
        let asked = day(asked, drawn.below(40));
        let from = day(&asked, 25 + drawn.below(60));
        let until = day(&from, 13 + drawn.below(50));
        let mode = drawn.one(&["TEMPORARY", "TEMPORARY", "VIRTUAL"]);
        let host = 1 + drawn.below(25);
        need.push(format!(
            "n{number},QUALIFIED,{phase},{asked},Host {host} (made up),{sector},{occupation},4,{mode},{from},{until}"
        ));
        if number >= NEEDS - UNFILLED {
            continue;
        }
        matched.push(format!("n{number},{person},AGREED"));
        let days = if mode == "VIRTUAL" { (4 + drawn.below(10)).to_string() } else { String::new() };
        let is_broken = mode == "TEMPORARY" && drawn.below(14) == 0;
        let until = if is_broken { day(&from, 4) } else { until };
        let (state, why) = if is_broken { ("BROKEN_OFF", "HEALTH") } else { ("COMPLETED", "") };
        placement.push(format!("p{number},n{number},{person},{mode},{from},{until},{days},{state},{why}"));
        let kinds: &[(&str, u32)] =
            if mode == "VIRTUAL" { &[("HONORARIUM", 400)] } else { &[("TRAVEL", 800), ("DAILY_ALLOWANCE", 1600)] };
        for (kind, least) in kinds {
            let (amount, on) = (least + drawn.below(500), day(&until, 10));
            let id = kind.to_lowercase().replace('_', "-");
            paid.push(format!("p{number}-{id},p{number},{kind},{amount}.00,USD,{on},PAID"));
        }
        observed.push(format!("skills,p{number},T0,{from},{}.5", 1 + drawn.below(2)));
        observed.push(format!("skills,p{number},T1,{until},{}.{}", 3 + drawn.below(2), drawn.below(10)));
        if drawn.below(10) < 8 {
            observed.push(format!("follow-on,p{number},T2,{},{}", day(&until, 365), drawn.one(&["1", "1", "0"])));
        }
    }
    let indicator = "id,name,unit,level,criterion,baseline,target\n\
        skills,Skills of colleagues,points of 5,COLLEAGUE,IMPACT,2,3.5\n\
        follow-on,Cooperation goes on,1 is yes,HOST,SUSTAINABILITY,,0.5\n";
    let tables = vec![
        ("need", need),
        ("candidate", candidate),
        ("match", matched),
        ("placement", placement),
        ("compensation", paid),
        ("indicator", vec![indicator.to_owned()]),
        ("observation", observed),
    ];
    Tables { tables: tables.into_iter().map(|(name, rows)| (name, rows.join("\n"))).collect(), persons }
}

/// A day so many days later.
fn day(text: &str, later: u32) -> String {
    let day = text.parse::<NaiveDate>().ok().and_then(|day| day.checked_add_days(Days::new(later.into())));
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Numbers by a digest of the seed, the country and their place, so the same on every machine.
struct Drawn {
    of: String,
    number: u32,
}

impl Drawn {
    fn below(&mut self, most: u32) -> u32 {
        self.number += 1;
        let digest = Sha256::new().chain_update(crate::consents::SEED).chain_update([0]).chain_update(&self.of);
        let digest = digest.chain_update(self.number.to_be_bytes()).finalize();
        digest.iter().take(3).fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) % most
    }

    fn one<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let at = self.below(u32::try_from(of.len()).unwrap_or(u32::MAX).max(1));
        of.get(at as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_the_same_on_every_machine_and_each_country_has_its_own() {
        let of = |country: &str| tables(country, &["NLD", "GBR"]).tables;
        assert_eq!(of("GHA"), of("GHA"));
        assert_ne!(of("GHA"), of("MDA"));
        let rows: Vec<(&str, usize)> =
            of("GHA").iter().map(|(name, table)| (*name, table.lines().count() - 1)).collect();
        assert_eq!(rows[..4], [("need", 150), ("candidate", 201), ("match", 141), ("placement", 141)]);
    }
}
