//! P-tables: for a count and a cell's key, the noise.

use serde::Deserialize;
use std::sync::LazyLock;

/// For each count the noise and the upper bound of the keys that draw it, as a fraction of all keys.
pub struct PTable {
    /// Row `i` serves count `i`.
    rows: Vec<Vec<(f64, i32)>>,
    /// Counts beyond the last row take the last `cycle` rows in turn.
    cycle: usize,
}

/// Why a p-table is refused.
#[derive(Debug, thiserror::Error)]
pub enum PTableFault {
    /// Not CSV of this form.
    #[error("the p-table does not read: {0}")]
    Unreadable(#[from] csv::Error),
    /// A count has no row, or its probabilities do not make one.
    #[error("the p-table's row for count {0} is missing or is no distribution")]
    Row(usize),
}

#[derive(Deserialize)]
struct EssLine {
    i: usize,
    v: i32,
    p: f64,
}

#[derive(Deserialize)]
struct OnsLine {
    pcv: usize,
    pvalue: i32,
}

static ESS: LazyLock<PTable> = LazyLock::new(|| {
    PTable::from_ess(include_str!("../../../vectors/ptable_D5_V3_js2_pstay05.csv"))
        .unwrap_or(PTable { rows: vec![vec![(1.0, 0)]], cycle: 1 })
});

impl PTable {
    /// The table that this node uses. A test holds the file to its form.
    pub fn ess() -> &'static Self {
        &ESS
    }

    /// Reads the ESS form: lines `i,j,v,p`, one for each count and noise.
    pub fn from_ess(text: &str) -> Result<Self, PTableFault> {
        let mut rows: Vec<Vec<(f64, i32)>> = Vec::new();
        for line in csv::Reader::from_reader(text.as_bytes()).deserialize::<EssLine>() {
            let line = line?;
            if rows.len() <= line.i {
                rows.resize(line.i + 1, Vec::new());
            }
            if let Some(row) = rows.get_mut(line.i) {
                let before = row.last().map_or(0.0, |(upper, _)| *upper);
                row.push((before + line.p, line.v));
            }
        }
        let broken = |row: &Vec<(f64, i32)>| row.last().is_none_or(|(upper, _)| (upper - 1.0).abs() > 1e-6);
        match rows.iter().position(broken) {
            None if !rows.is_empty() => Ok(Self { rows, cycle: 1 }),
            at => Err(PTableFault::Row(at.unwrap_or(0))),
        }
    }

    /// Reads the look-up form of the UK Office for National Statistics: lines `pcv,ckey,pvalue`, 256 keys a row, in
    /// order. Counts over 750 take rows 501 to 750 in turn.
    pub fn from_ons(text: &str) -> Result<Self, PTableFault> {
        const KEYS: usize = 256;
        let mut rows: Vec<Vec<(f64, i32)>> = vec![vec![(1.0, 0)]];
        for line in csv::Reader::from_reader(text.as_bytes()).deserialize::<OnsLine>() {
            let line = line?;
            if rows.len() <= line.pcv {
                rows.resize(line.pcv + 1, Vec::new());
            }
            if let Some(row) = rows.get_mut(line.pcv) {
                row.push(((row.len() + 1) as f64 / KEYS as f64, line.pvalue));
            }
        }
        match rows.iter().skip(1).position(|row| row.len() != KEYS) {
            None => Ok(Self { rows, cycle: 250 }),
            Some(at) => Err(PTableFault::Row(at + 1)),
        }
    }

    /// The noise of a cell with this count and key: the first entry whose bound lies above the key's fraction.
    pub fn noise(&self, count: u32, key: u64) -> i32 {
        let count = count as usize;
        let beyond = self.rows.len().saturating_sub(self.cycle);
        let at = if count < self.rows.len() { count } else { beyond + (count - self.rows.len()) % self.cycle };
        let fraction = (key >> 11) as f64 / (1_u64 << 53) as f64;
        let row = self.rows.get(at).map_or([].as_slice(), Vec::as_slice);
        row.iter().find(|(upper, _)| fraction < *upper).or(row.last()).map_or(0, |(_, noise)| *noise)
    }

    /// The largest noise that any count can get.
    pub fn largest_noise(&self) -> u32 {
        self.rows.iter().flatten().map(|(_, noise)| noise.unsigned_abs()).max().unwrap_or(0)
    }

    /// The least bound that holds at least 95 % of the noise of large counts.
    pub fn noise_95(&self) -> u32 {
        let row = self.rows.last().map_or([].as_slice(), Vec::as_slice);
        let starts = std::iter::once(0.0).chain(row.iter().map(|(upper, _)| *upper));
        let held = |bound: u32| -> f64 {
            let chances = row.iter().zip(starts.clone()).map(|((upper, noise), start)| (noise, upper - start));
            chances.filter(|(noise, _)| noise.unsigned_abs() <= bound).map(|(_, chance)| chance).sum()
        };
        (0..self.largest_noise()).find(|bound| held(*bound) >= 0.95).unwrap_or(self.largest_noise())
    }
}
