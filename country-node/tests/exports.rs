//! Each folder of `exports`: an export of Kobo or ODK, the forms that it was asked by, its mapping, why it is there, and what
//! becomes of it. `v1.form` is written to `v1.xlsx`, `data.sheet` to `data.xlsx`; `v1.bad` is a form that has faults.

use crate::cases::taken_in;
use crate::ground::{Ground, code, folders, workbook};
use country_node::intake::layout::Layout;
use country_node::intake::load::{LoadFault, Options, load};
use country_node::intake::reader::{Reader, Row};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The folders of cases.
pub fn folders() -> Vec<PathBuf> {
    folders::all("exports", 30)
}

#[tokio::test]
async fn every_export_becomes_rows_or_a_report_as_it_says() {
    let outcome = |case: PathBuf| async move {
        let made = made(&case);
        outcome(made.path()).await
    };
    folders::hold(folders(), "export-", outcome).await;
}

#[tokio::test]
async fn refused_records_of_an_export_are_written_as_they_were_and_refused_again() {
    let folder = folders().into_iter().find(|case| case.ends_with("all-faults-of-an-export")).unwrap();
    let made = made(&folder);
    let file = made.path().join("data.csv");
    let good = "_uuid,sex,back,__version__\ng,Woman,For good,v2\n";
    let bad = std::fs::read_to_string(&file).unwrap();
    let bad = bad.split_once('\n').unwrap().1;
    std::fs::write(&file, format!("{good}{bad}")).unwrap();
    let options = Options { keep_going: true, replace: false };
    let loaded = loaded(&made, &file, options).await.unwrap();
    assert_eq!(loaded.0, 1);
    let (report, to) = loaded.1.unwrap();
    assert_eq!(std::fs::read_to_string(&to).unwrap(), format!("_uuid,sex,back,__version__\n{bad}"));
    let Err(LoadFault::Report(again)) = self::loaded(&made, &to, Options::default()).await else {
        panic!("the refused records must be refused again")
    };
    let told = |report: &country_node::intake::fault::Report| -> Vec<(String, String)> {
        report.faults.iter().map(|fault| (fault.column.clone(), fault.value.clone())).collect()
    };
    assert_eq!(told(&again), told(&report));
}

#[tokio::test]
async fn free_text_is_loaded_in_no_case_even_beside_good_rows() {
    let folder = folders().into_iter().find(|case| case.ends_with("free-text")).unwrap();
    let made = made(&folder);
    let options = Options { keep_going: true, replace: false };
    let Err(LoadFault::Report(report)) = loaded(&made, &made.path().join("data.csv"), options).await else {
        panic!("persons' own words must never be loaded as a dimension")
    };
    assert_eq!(report.faults.len(), 1, "{report}");
}

type Refused = Option<(country_node::intake::fault::Report, PathBuf)>;

async fn loaded(made: &TempDir, file: &Path, options: Options) -> Result<(u64, Refused), LoadFault> {
    let ground = Ground::new().await;
    let layout = Arc::new(layout(made.path()).unwrap());
    let loaded = load(&ground.node.store, &ground.node.keys, layout, file, options, |_| {}).await?;
    Ok((loaded.rows, loaded.refused))
}

/// A case's folder with its workbooks.
fn made(case: &Path) -> TempDir {
    let made = TempDir::new().unwrap();
    for entry in std::fs::read_dir(case).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        match path.extension().and_then(|kind| kind.to_str()) {
            Some("form" | "bad" | "sheet") => {
                let book = workbook(&std::fs::read_to_string(&path).unwrap());
                std::fs::write(made.path().join(name).with_extension("xlsx"), book).unwrap();
            }
            _ => drop(std::fs::copy(&path, made.path().join(name)).unwrap()),
        }
    }
    made
}

fn layout(made: &Path) -> Result<Layout, String> {
    let path = made.join("mapping.toml");
    let mapping = std::fs::read_to_string(&path).unwrap();
    let read = Layout::from_toml(&path.display().to_string(), &mapping, code("COL"));
    read.map_err(|report| report.to_string().replace(&format!("{}/", made.display()), ""))
}

/// The rows, as the mapping sees them, and what is stored or reported.
async fn outcome(made: &Path) -> String {
    let layout = match layout(made) {
        Ok(layout) => Arc::new(layout),
        Err(report) => return report,
    };
    let data = ["data.csv", "data.json", "data.xlsx"].map(|name| made.join(name));
    let data = data.iter().find(|path| path.exists()).unwrap();
    let rows = rows(&layout, data);
    rows + &taken_in(layout, data).await
}

fn rows(layout: &Layout, data: &Path) -> String {
    let Ok(mut reader) = Reader::open(data, layout).unwrap() else { return String::new() };
    if !reader.faults().is_empty() {
        return String::new();
    }
    let (mut text, mut row) = (String::new(), Row::default());
    while let Ok(true) = reader.next(&mut row) {
        if reader.misfit(&row).is_some() {
            continue;
        }
        let cells = layout.used.iter().map(|at| {
            let text = std::str::from_utf8(row.bytes().get(*at).unwrap()).unwrap_or("(no text)");
            format!("{}={}", layout.header[*at], text.trim())
        });
        text += &format!("row {}: {}\n", row.line(), cells.collect::<Vec<_>>().join(" "));
    }
    text
}
