//! An export of Kobo or ODK, in CSV or JSON, by the forms and mappings of the import's own cases: what holds of any file of persons
//! holds of it.

use super::form::workbook;
use super::import;
use tempfile::TempDir;

macro_rules! case {
    ($folder:literal, $file:literal) => {
        include_str!(concat!("../../../country-node/tests/exports/", $folder, "/", $file))
    };
}

/// The mappings, each with its forms, the oldest first.
const KOBO: (&str, &[&str]) = (
    case!("several-versions", "mapping.toml"),
    &[case!("several-versions", "v1.form"), case!("several-versions", "v2.form")],
);
const KOBO_JSON: (&str, &[&str]) = (case!("kobo-json", "mapping.toml"), &[case!("kobo-json", "v1.form")]);
const ODK: (&str, &[&str]) = (case!("odk-csv", "mapping.toml"), &[case!("odk-csv", "v1.form")]);
const ODK_JSON: (&str, &[&str]) = (case!("odk-json", "mapping.toml"), &[case!("odk-json", "v1.form")]);

thread_local! {
    static MAPPINGS: (TempDir, [String; 4]) = {
        let folder = TempDir::new().unwrap();
        let made = [KOBO, KOBO_JSON, ODK, ODK_JSON];
        let made = std::array::from_fn(|at| beside_forms(&folder, at, made[at]));
        (folder, made)
    };
}

/// A mapping that names its forms where they were written.
fn beside_forms(folder: &TempDir, at: usize, (mapping, forms): (&str, &[&str])) -> String {
    let mut mapping = mapping.to_owned();
    for (nth, form) in forms.iter().enumerate() {
        let path = folder.path().join(format!("{at}-{nth}.xlsx"));
        std::fs::write(&path, workbook(form.strip_prefix("[survey]\n").expect("a form begins so"))).unwrap();
        mapping = mapping.replace(&format!("\"v{}.xlsx\"", nth + 1), &format!("{:?}", path.display().to_string()));
    }
    mapping
}

/// Holds for an export of any bytes: of ODK where it names what ODK's exports name, else of Kobo.
pub fn holds(bytes: &[u8]) {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| b"{[".contains(byte));
    let which = match (is_json, has(if is_json { b"\"__id\"" } else { b"KEY" })) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (true, true) => 3,
    };
    MAPPINGS.with(|(_, mappings)| import::holds(&mappings[which], bytes));
}
