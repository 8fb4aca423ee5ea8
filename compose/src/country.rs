//! The demonstration's countries, read from `compose/countries`: each folder holds a rulebook, and mappings of its own.

use crate::fault::Fault;
use node_rules::rulebook::Rulebook;
use schema::concept::{Dataset, Dimension};
use schema::country::CountryCode;
use schema::member::WideTable;
use std::path::{Path, PathBuf};

/// A file and the mapping that it comes in through.
#[derive(Clone, Debug)]
pub struct Input {
    /// What kind of data.
    pub dataset: Dataset,
    /// The file.
    pub file: PathBuf,
    /// The mapping.
    pub mapping: PathBuf,
}

/// A country of the demonstration.
#[derive(Clone, Debug)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// Its name, as the codelist has it.
    pub name: String,
    /// Its policy.
    pub rulebook: PathBuf,
    /// Tables of more than three dimensions that its policy names.
    pub wider: Vec<WideTable>,
    /// The documents of the studies that its data are of.
    pub studies: Vec<PathBuf>,
    /// Its institutional records, where it has some.
    pub records: Option<PathBuf>,
    /// Whether it has a year of a programme, which is made up.
    pub programme: bool,
    /// Its data.
    pub inputs: Vec<Input>,
}

impl Country {
    /// The datasets that it publishes.
    pub fn datasets(&self) -> Vec<Dataset> {
        let of_programme = self.programme.then_some(Dataset::Programme);
        self.inputs.iter().map(|input| input.dataset).chain(of_programme).collect()
    }

    /// Those of them that other members need an agreement for; figures of its programme are open without one.
    pub fn by_agreement(&self) -> impl Iterator<Item = Dataset> {
        self.inputs.iter().map(|input| input.dataset).filter(|dataset| *dataset != Dataset::Stock)
    }
}

/// Where the demonstration's data lie.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The countries with these codes, or all, by code.
pub fn countries(wanted: &[CountryCode]) -> Result<Vec<Country>, Fault> {
    let all = all()?;
    let there = || all.iter().map(|country| country.code.to_string()).collect::<Vec<_>>().join(", ");
    if let Some(unknown) = wanted.iter().find(|code| all.iter().all(|country| country.code != **code)) {
        return Err(Fault::UnknownCountry(unknown.to_string(), there()));
    }
    Ok(all.into_iter().filter(|country| wanted.is_empty() || wanted.contains(&country.code)).collect())
}

fn all() -> Result<Vec<Country>, Fault> {
    let (countries, data) = (folder().join("countries"), folder().join("data"));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&countries).map_err(Fault::at(&countries))? {
        let own = entry.map_err(Fault::at(&countries))?.path();
        let name = own.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (Ok(code), true) = (name.parse::<CountryCode>(), own.is_dir()) else { continue };
        let mut inputs = vec![Input {
            dataset: Dataset::Stock,
            file: data.join("undesa_ims2020_bilateral_by_sex.csv"),
            mapping: countries.join("stock.toml"),
        }];
        let (survey, mut studies) = (own.join("survey.toml"), Vec::new());
        if survey.exists() {
            let file = data.join("acs2024_latam_diaspora_persons16plus.csv");
            inputs.push(Input { dataset: Dataset::Survey, file, mapping: survey });
            studies.push(countries.join("acs.toml"));
        }
        let name = Dimension::Destination.codelist().get(name).map_or(name, |code| &code.label).to_owned();
        let rulebook = own.join("rulebook.toml");
        let read = read(&rulebook)?;
        let (wider, programme) = (read.wide_tables(), read.datasets.contains_key(&Dataset::Programme));
        let records = Some(own.join("directory.json")).filter(|records| records.exists());
        found.push(Country { code, name, rulebook, wider, studies, records, programme, inputs });
    }
    found.sort_by_key(|country| country.code);
    Ok(found)
}

fn read(path: &Path) -> Result<Rulebook, Fault> {
    let text = std::fs::read_to_string(path).map_err(Fault::at(path))?;
    Rulebook::from_toml(&text).map_err(|fault| Fault::Document(fault.to_string()))
}
