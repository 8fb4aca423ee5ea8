//! The method against an independent implementation (see `vectors/README.md`) and against its own promises.

use super::*;
use crate::columns::{Column, Columns};
use crate::consent::Segment;
use crate::count::count;
use schema::concept::{Axis, Dimension};
use schema::digits::to_digits;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The vectors' record keys run from 0 to 255. As keys of 64 bits they stand in the highest byte, so that sums wrap at
/// 256 as the vectors' do; half a step more puts a sum in the middle of the interval that its look-up entry stands for.
const fn wide(key: u8) -> u64 {
    (key as u64) << 56
}
const HALF_STEP: u64 = 1 << 55;

fn vectors() -> PathBuf {
    std::env::var_os("CELL_KEY_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"), PathBuf::from)
}

/// A file of the vectors' folder, or our own copy where the folder has results only.
fn beside(folder: &Path, name: &str) -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    Some(folder.join(name)).filter(|path| path.exists()).unwrap_or_else(own)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

struct Micro {
    keys: Vec<u64>,
    variables: BTreeMap<String, Vec<String>>,
}

fn micro(folder: &Path) -> Micro {
    let mut file = csv::Reader::from_path(beside(folder, "micro_20000.csv")).expect("micro_20000.csv");
    let names: Vec<String> = file.headers().unwrap().iter().map(str::to_owned).collect();
    let mut micro = Micro { keys: vec![], variables: BTreeMap::new() };
    for row in file.records().map(Result::unwrap) {
        for (name, value) in names.iter().zip(&row) {
            if name == "record_key" {
                micro.keys.push(wide(value.parse().unwrap()));
            } else {
                micro.variables.entry(name.clone()).or_default().push(value.to_owned());
            }
        }
    }
    micro
}

/// Counts the table with the node's own counting. Our dimensions stand in for the file's variables.
fn counted(micro: &Micro, variables: &[&str]) -> BTreeMap<Vec<String>, Cell> {
    let stand_ins: Vec<Axis> = Dimension::ALL.into_iter().map(Axis::Shared).take(variables.len()).collect();
    let columns: Vec<Column> = variables
        .iter()
        .zip(&stand_ins)
        .map(|(name, dimension)| {
            let values = &micro.variables[*name];
            let mut domain = values.clone();
            domain.sort();
            domain.dedup();
            let places = values.iter().map(|v| domain.binary_search(v).unwrap().try_into().unwrap()).collect();
            Column { dimension: *dimension, domain, places }
        })
        .collect();
    let domains: Vec<Vec<String>> = columns.iter().map(|c| c.domain.clone()).collect();
    let rows = micro.keys.len();
    let columns = Columns {
        dimensions: columns,
        weights: vec![1.0; rows],
        keys: micro.keys.clone(),
        segment: vec![Some(0); rows],
        segments: vec![Segment::open()],
        quantities: vec![],
    };
    let tallies = count(&columns, &[stand_ins]);
    let cells = &tallies[0].tables[0].cells;
    let mut named = BTreeMap::new();
    for (mut place, cell) in cells.iter().enumerate() {
        let mut codes: Vec<String> = Vec::new();
        for domain in domains.iter().rev() {
            codes.insert(0, domain[place % domain.len()].clone());
            place /= domain.len();
        }
        named.insert(codes, *cell);
    }
    named
}

#[test]
fn every_published_vector_is_reproduced() {
    let folder = vectors();
    let micro = micro(&folder);
    let ons = beside(&folder, "ptable_D5V3js2_ons_format.csv");
    let lookup = PTable::from_ons(&read(&ons)).unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("ons310_"))
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no ons310_*.csv", folder.display());
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let threshold = name.rsplit_once("_t").and_then(|(_, t)| t.parse().ok()).unwrap_or(10);
        let method = CellKey::new(threshold);
        let mut file = csv::Reader::from_path(&path).unwrap();
        let headers = file.headers().unwrap().clone();
        let variables: Vec<&str> = headers.iter().take_while(|h| *h != "pre_sdc_count").collect();
        let cells = counted(&micro, &variables);
        let mut seen = 0;
        for row in file.records().map(Result::unwrap) {
            let field = |name: &str| {
                let text = row.get(headers.iter().position(|h| h == name).unwrap()).unwrap();
                text.parse::<f64>().ok()
            };
            let codes: Vec<String> = row.iter().take(variables.len()).map(str::to_owned).collect();
            let cell = cells.get(&codes).copied().unwrap_or_default();
            assert_eq!(Some(f64::from(cell.records)), field("pre_sdc_count"), "{name} {codes:?}: the count");
            let key = cell.key.wrapping_add(HALF_STEP);
            if cell.records > 0 {
                assert_eq!(Some((key >> 56) as f64), field("ckey"), "{name} {codes:?}: the cell key");
                let noise = f64::from(lookup.noise(cell.records, key));
                assert_eq!(Some(noise), field("pvalue"), "{name} {codes:?}: the noise");
            }
            let released = method.perturbed(&lookup, cell.records, key);
            assert_eq!(released.map(f64::from), field("count"), "{name} {codes:?}: what is released");
            seen += 1;
        }
        let filled = cells.values().filter(|cell| cell.records > 0).count();
        assert!(seen >= filled, "{name}: the file has {seen} cells, the data {filled}");
        println!("{name}: {seen} cells reproduced");
    }
}

#[test]
fn the_ess_table_that_this_node_uses_is_the_look_up_of_the_vectors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let lookup = PTable::from_ons(&read(&folder.join("ptable_D5V3js2_ons_format.csv"))).unwrap();
    let ess = PTable::from_ess(&read(&folder.join("ptable_D5_V3_js2_pstay05.csv"))).unwrap();
    for count in 0..2000 {
        for key in 0..=u8::MAX {
            let key = wide(key) + HALF_STEP;
            assert_eq!(ess.noise(count, key), lookup.noise(count, key), "count {count}");
        }
    }
}

#[test]
fn a_key_on_a_bound_belongs_to_the_next_entry() {
    // Half of row 1 of this table is -1, the other half 2: the key 1/2 is the first that draws 2.
    let table = PTable::from_ess("i,j,v,p\n0,0,0,1\n1,0,-1,0.5\n1,3,2,0.5\n").unwrap();
    assert_eq!(table.noise(1, (1 << 63) - (1 << 11)), -1);
    assert_eq!(table.noise(1, 1 << 63), 2);
    assert_eq!(table.noise(0, u64::MAX), 0, "zero stays zero");
}

#[test]
fn a_p_table_that_is_none_is_refused() {
    assert!(PTable::from_ess("i,j,v,p\n").is_err());
    assert!(PTable::from_ess("i,j,v,p\n0,0,0,0.5\n").is_err());
    assert!(PTable::from_ess("i,j,v,p\n1,1,0,1\n").is_err());
    assert!(PTable::from_ons("pcv,ckey,pvalue\n1,0,0\n").is_err());
}

#[test]
fn the_bounds_said_in_public_are_the_tables_own() {
    assert_eq!(PTable::ess().largest_noise(), 5);
    // 92.6 % of the noise of large counts is at most 3, 97.7 % at most 4.
    assert_eq!(PTable::ess().noise_95(), 4);
}

#[test]
fn what_leaves_is_rounded() {
    assert!((to_digits(123.4, 3) - 123.0).abs() < 1e-12);
    assert!((to_digits(0.012_345, 2) - 0.012).abs() < 1e-15);
    assert!((to_digits(98_765.0, 2) - 99_000.0).abs() < 1e-9);
    assert!(to_digits(0.0, 2).abs() < f64::EPSILON);
    let total = Cell { records: 10, weight: 1208.6, weight_squared: 0.0, key: 0 };
    let scale = Scale::of(&total);
    assert!((scale.mean_weight - 121.0).abs() < 1e-9 && (scale.unit - 100.0).abs() < 1e-9);
}

#[test]
fn a_segment_of_one_person_says_nothing_of_that_person() {
    let released = |weight_of_the_one: f64| {
        let mut weights = vec![100.0; 5000];
        let mut segment = vec![Some(0); 5000];
        weights.push(weight_of_the_one);
        segment.push(Some(1));
        let records = Columns {
            dimensions: vec![],
            keys: (0..5001_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect(),
            weights,
            segment,
            segments: vec![Segment::open(), Segment::open()],
            quantities: vec![],
        };
        let protected = CellKey::new(10).protect(&count(&records, &[vec![]])[1]).unwrap();
        (protected.tables, protected.absent, protected.method)
    };
    assert!(released(7.0) == released(180.0), "the release of a tiny segment depends on its one person");
}

#[test]
fn a_standard_error_does_not_give_the_true_count_back() {
    // Equal weights, cells of twelve persons: whatever noise a cell drew, its standard error is that of the count said.
    let rows = 12 * 400;
    let records = Columns {
        dimensions: vec![Column {
            dimension: Axis::Shared(Dimension::Destination),
            domain: (0..400).map(|code| code.to_string()).collect(),
            places: (0..rows).map(|row| row % 400).collect(),
        }],
        keys: (0..u64::from(rows)).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17)).collect(),
        weights: vec![1.0; usize::from(rows)],
        segment: vec![Some(0); usize::from(rows)],
        segments: vec![Segment::open()],
        quantities: vec![],
    };
    let protected =
        CellKey::new(10).protect(&count(&records, &[vec![Axis::Shared(Dimension::Destination)]])[0]).unwrap();
    let table = serde_json::to_value(&protected.tables[0]).unwrap();
    let mut errors: BTreeMap<u64, std::collections::BTreeSet<String>> = BTreeMap::new();
    for cell in table["cells"].as_array().unwrap() {
        errors.entry(cell[4].as_u64().unwrap()).or_default().insert(cell[2].to_string());
    }
    assert!(errors.len() > 3, "the noise is at work");
    assert!(errors.values().all(|said| said.len() == 1), "{errors:?}");
    let distinct: std::collections::BTreeSet<_> = errors.values().flatten().collect();
    assert!(distinct.len() > 1, "standard errors follow the count that is said, not the one true count");
}
