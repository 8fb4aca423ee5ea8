//! Every form of the cases is one that `pyxform` takes, the reference reader of XLSForm: else a case proves nothing.

use crate::drafts::drafts;
use crate::exports::folders;
use crate::forms::{DIASPORA, accepted};
use crate::ground::workbook;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "4.5.0";

const SCRIPT: &str = "
import sys
from pyxform.xls2xform import convert
failed = False
for path in sys.argv[1:]:
    try:
        convert(xlsform=path, validate=False)
    except Exception as error:
        failed = True
        print(f'{path}: {error}')
sys.exit(failed)
";

#[test]
fn every_form_of_the_cases_is_valid_for_pyxform() {
    let python = match python() {
        Ok(python) => python,
        Err(why) => {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "pyxform {VERSION} cannot be had: {why}");
            println!("pyxform {VERSION} cannot be had, so the forms were not held against it: {why}");
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, workbook(text)).unwrap();
        paths.push(path);
    };
    write("diaspora.xlsx", DIASPORA);
    for case in folders() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        for form in ["v1", "v2"] {
            if let Ok(text) = std::fs::read_to_string(case.join(format!("{form}.form"))) {
                write(&format!("{name}-{form}.xlsx"), &text);
            }
        }
    }
    for case in accepted() {
        if let Ok(text) = std::fs::read_to_string(case.join("v1.form")) {
            write(&format!("accepted-{}.xlsx", case.file_name().unwrap().to_string_lossy()), &text);
        }
    }
    for case in drafts() {
        for form in ["v1", "v2"] {
            if let Ok(text) = std::fs::read_to_string(case.join(format!("{form}.form"))) {
                write(&format!("draft-{}-{form}.xlsx", case.file_name().unwrap().to_string_lossy()), &text);
            }
        }
    }
    assert!(paths.len() >= 40, "the cases lost their forms");
    let output = Command::new(python).args(["-c", SCRIPT]).args(paths).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// Python with pyxform, from PyPI into `target/tmp`.
fn python() -> Result<PathBuf, String> {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pyxform");
    let python = venv.join("bin/python");
    let wanted = format!("pyxform=={VERSION}");
    let check = format!("import importlib.metadata as m; assert m.version('pyxform') == '{VERSION}'");
    if run(Command::new(&python).args(["-c", &check])).is_err() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &wanted]))?;
    }
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().last().unwrap_or("it fails").to_owned())
}
