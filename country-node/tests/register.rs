//! A register of several sources: files beside one another, each replaced by itself, and one record of each person.

use crate::ground::{Ground, NOW, code, folders, person_id};
use crate::serving::Serving;
use country_node::intake::layout::Layout;
use country_node::intake::load::{LoadFault, Loaded, Options, load};
use country_node::intake::removal::{RemovalFault, remove};
use country_node::person::same::Same;
use country_node::release::data::Data;
use country_node::release::records::records;
use country_node::state::State;
use node_rules::study::Study;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

const MAPPING: &str = "version = 1\ndataset = \"REGISTER\"\ntitle = \"A register\"\nsource = \"A ministry\"\n\
    population_basis = \"REGISTRATION\"\n[signed_up]\nat = \"PLACE\"\nname = \"NAME\"\non = \"on\"\n\
    [file]\ndelimiter = \",\"\nheader = [\"id\", \"on\", \"sex\"]\n[period]\nvalue = \"2024\"\n[person]\nid = \"id\"\nadults_only = true\n\
    [[concept]]\ndimension = \"SEX\"\nfit = \"IDENTICAL\"\ncolumn = \"sex\"\nas_is = true\n";

/// The mapping of a source.
pub fn source(place: &str, name: &str) -> String {
    MAPPING.replace("PLACE", place).replace("NAME", name)
}

/// A node that publishes registers exactly, but for the small figures.
pub async fn ground() -> Ground {
    let ground = Ground::new().await.under("[dataset.SURVEY]", "[dataset.REGISTER]").await;
    let ground = ground.under("[\"DESTINATION\", \"SEX\", \"AGE\", \"EDUCATION\"]", "[\"SEX\"]").await;
    let ground = ground.under("minors = \"A guardian agreed, for the test.\"\n", "").await;
    ground
        .under(
            "most_dimensions = 3\nmechanism = { name = \"CELL_KEY\"",
            "most_dimensions = 1\nmechanism = { name = \"THRESHOLD\"",
        )
        .await
}

/// Loads a source's rows: the numbers of persons with the day and the sex that all of them have.
pub async fn sign_up(
    ground: &Ground,
    mapping: &str,
    rows: &[(std::ops::Range<usize>, &str, &str)],
    replace: bool,
) -> Result<Loaded, LoadFault> {
    let mut text = "id,on,sex\n".to_owned();
    for (people, day, sex) in rows {
        people.clone().for_each(|n| writeln!(text, "{},{day},{sex}", person_id(n)).unwrap());
    }
    let file = ground.write("register.csv", text);
    ground.import_with(mapping, &file, Options { replace, ..Options::default() }).await
}

/// The persons of a figure by sex, as another member hears them.
pub async fn by_sex(ground: &Ground) -> BTreeMap<String, f64> {
    let serving = Serving::start(ground).await;
    let answer = serving.answer(json!({ "dataset": "REGISTER", "by": ["SEX"], "purpose": "COMPARISON" })).await;
    assert_eq!(answer["outcome"], "ANSWERED", "{answer}");
    serving.stop().await;
    let figures = answer["figures"].as_array().unwrap().iter();
    figures.map(|figure| (figure["codes"][0].as_str().unwrap().to_owned(), figure["value"].as_f64().unwrap())).collect()
}

#[tokio::test]
async fn every_register_is_put_together_or_refused_as_it_says() {
    folders::hold(folders::all("registers", 5), "register-", |case| async move {
        let mut files: Vec<PathBuf> = std::fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
        files.retain(|file| !file.ends_with("study.toml"));
        files.sort();
        let once = put_together(&files).await;
        files.reverse();
        if once.contains("persons") {
            assert_eq!(put_together(&files).await, once, "the order of the files decides nothing");
        }
        once.replace(&format!("{}/", case.display()), "")
    })
    .await;
}

async fn put_together(mappings: &[PathBuf]) -> String {
    let ground = Ground::new().await;
    let mut ids = BTreeMap::new();
    if let Ok(document) = std::fs::read_to_string(mappings[0].with_file_name("study.toml")) {
        country_node::study::add(&ground.node.store, &Study::from_toml(&document).unwrap()).await.unwrap();
    }
    for mapping in mappings {
        let layout = match Layout::from_toml(
            &mapping.display().to_string(),
            &std::fs::read_to_string(mapping).unwrap(),
            code("COL"),
        ) {
            Ok(layout) => Arc::new(layout),
            Err(report) => return report.to_string(),
        };
        let file = mapping.with_extension("csv");
        for line in std::fs::read_to_string(&file).unwrap().lines().skip(1) {
            let id = line.split([',', ';']).next().unwrap().to_owned();
            ids.insert(ground.node.keys.of(&id).0.0.to_vec(), id);
        }
        match load(&ground.node.store, &ground.node.keys, layout, &file, Options::default(), |_| {}).await {
            Ok(_) => {}
            Err(LoadFault::Report(report)) => return report.to_string(),
            Err(other) => return format!("{}: {other}\n", file.file_name().unwrap().display()),
        }
    }
    told(&ground, &ids).await
}

/// One record a person, on the axes of all sources.
async fn told(ground: &Ground, ids: &BTreeMap<Vec<u8>, String>) -> String {
    let all = Data::all(&ground.node.store).await.unwrap();
    let [data] = &all[..] else { panic!("one period: {all:?}") };
    let description = &data.description;
    let described = &description.described;
    let mut text = format!(
        "{} of {} sources by {}; {}\n",
        described.title,
        data.sources.len(),
        described.producer,
        described.note.clone().unwrap_or_default()
    );
    for axis in &description.dimensions {
        let fit = axis.fit.map_or_else(|| "its own".to_owned(), |fit| format!("{fit:?}"));
        writeln!(text, "{} {fit}: {}", axis.axis, axis.codes.join(" ")).unwrap();
    }
    let mut lines: Vec<String> = Vec::new();
    for record in records(&ground.node.store, data, &Same::of([])).await.unwrap() {
        let places = record.codes.chunks(2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
        let codes: Vec<&str> =
            description.dimensions.iter().zip(places).map(|(axis, place)| axis.codes[place].as_str()).collect();
        let years: Vec<f64> =
            record.quantities.chunks(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap())).collect();
        let adult = match record.adult {
            Some(true) => "of age",
            Some(false) => "a minor",
            None => "of unknown age",
        };
        lines.push(format!("{}: {}, {years:?}, {adult}\n", ids[record.pseudonym.0.as_slice()], codes.join(" ")));
    }
    lines.sort();
    writeln!(text, "{} persons", lines.len()).unwrap();
    text + &lines.concat()
}

#[tokio::test]
async fn who_stands_in_two_sources_is_counted_once_as_the_latest_sign_up_says() {
    let ground = ground().await;
    let (embassy, portal) = (source("EMBASSY", "Rome"), source("PORTAL", "web"));
    sign_up(&ground, &embassy, &[(0..100, "2024-01-01", "F")], false).await.unwrap();
    // Twenty said something else later, twenty earlier, and thirty are new.
    let rows = [(0..20, "2024-02-01", "M"), (20..40, "2023-02-01", "M"), (100..130, "", "M")];
    sign_up(&ground, &portal, &rows, false).await.unwrap();
    ground.consent(&(0..130).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    let persons = by_sex(&ground).await;
    assert_eq!((persons["F"], persons["M"]), (80.0, 50.0));
}

#[tokio::test]
async fn a_source_is_replaced_by_itself_and_the_others_stay() {
    let ground = ground().await;
    let (embassy, portal) = (source("EMBASSY", "Rome"), source("PORTAL", "web"));
    sign_up(&ground, &embassy, &[(0..50, "2024-01-01", "F")], false).await.unwrap();
    sign_up(&ground, &source("EMBASSY", "Paris"), &[(50..60, "2024-01-01", "F")], false).await.unwrap();
    sign_up(&ground, &portal, &[(60..90, "2024-01-01", "M")], false).await.unwrap();
    let again = sign_up(&ground, &portal, &[(60..70, "2024-01-01", "M")], false).await;
    assert!(matches!(again, Err(LoadFault::LoadedAlready(..))));
    assert_eq!(sign_up(&ground, &portal, &[(60..80, "2024-01-01", "M")], true).await.unwrap().rows, 20);
    assert_eq!(ground.counts().await[..2], [3, 80]);
    let state = State::of(&ground.node.store).await.unwrap();
    assert_eq!(state.waves, [("REGISTER".into(), String::new(), "2024".into())], "one period, whatever its sources");
    let sources: Vec<&str> = state.sources.iter().map(|source| source.2.as_str()).collect();
    assert_eq!(sources, ["EMBASSY Paris", "EMBASSY Rome", "PORTAL web"]);
    ground.consent(&(0..80).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    let persons = by_sex(&ground).await;
    assert_eq!((persons["F"], persons["M"]), (60.0, 20.0));
}

#[tokio::test]
async fn a_source_is_removed_and_who_stands_in_another_stays() {
    let ground = ground().await;
    let (embassy, portal) = (source("EMBASSY", "Rome"), source("PORTAL", "web"));
    sign_up(&ground, &embassy, &[(0..50, "2024-01-01", "F")], false).await.unwrap();
    sign_up(&ground, &portal, &[(40..90, "2024-02-01", "M")], false).await.unwrap();
    let unknown = remove(&ground.node, None, "2024", "EMBASSY Paris").await.unwrap_err();
    assert_eq!(unknown.to_string(), "REGISTER of 2024 has no source `EMBASSY Paris`; it has EMBASSY Rome, PORTAL web");
    let nothing = remove(&ground.node, None, "2020", "PORTAL web").await.unwrap_err();
    assert!(matches!(nothing, RemovalFault::NotLoaded(_)), "{nothing}");
    assert_eq!(remove(&ground.node, None, "2024", "PORTAL web").await.unwrap(), 50);
    ground.consent(&(0..90).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    let persons = by_sex(&ground).await;
    assert!((persons["F"] - 50.0).abs() < 1e-9, "ten of them had said something else at the portal: {persons:?}");
    // Under its right name, and then the other way round.
    sign_up(&ground, &source("PORTAL", "the web"), &[(40..90, "2024-02-01", "M")], false).await.unwrap();
    assert_eq!(remove(&ground.node, None, "2024", "EMBASSY Rome").await.unwrap(), 50);
    assert_eq!(ground.counts().await[..2], [1, 50]);
}

#[tokio::test]
async fn a_receipt_tells_which_releases_counted_the_person_as_sources_come_and_go() {
    use country_node::consent::made_out::receipt;
    let ground = ground().await;
    let (embassy, portal) = (source("EMBASSY", "Rome"), source("PORTAL", "web"));
    sign_up(&ground, &embassy, &[(0..30, "2024-01-01", "F")], false).await.unwrap();
    ground.consent(&(0..60).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    sign_up(&ground, &portal, &[(30..60, "2024-01-01", "M")], false).await.unwrap();
    ground.later(60);
    ground.release().await.unwrap();
    let told = async |number: usize| {
        let of = ground.node.keys.of(&person_id(number)).0;
        let receipt = receipt(&ground.node, &of).await.unwrap();
        let presence = receipt.contents().releases[0].clone();
        let counted: Vec<String> = presence.counted_in.into_iter().map(|counted| counted.release).collect();
        (counted.join(" "), presence.not_known.join(" "))
    };
    assert_eq!(told(0).await, ("COL-REGISTER-2024-1 COL-REGISTER-2024-2".to_owned(), String::new()));
    assert_eq!(
        told(30).await,
        ("COL-REGISTER-2024-2".to_owned(), String::new()),
        "the first was cut before the portal came"
    );
    sign_up(&ground, &portal, &[(30..50, "2024-01-01", "M")], true).await.unwrap();
    assert_eq!(told(0).await.1, "", "the embassy's file is the same");
    assert_eq!(told(30).await, (String::new(), "COL-REGISTER-2024-2".to_owned()), "the portal's is not");
}
