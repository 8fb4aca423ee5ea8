//! Cases that are folders: why each is there, what is expected of it, and what to do where that is not what came.

use std::future::Future;
use std::path::{Path, PathBuf};

/// The folders under `tests/{of}`, at least so many.
pub fn all(of: &str, at_least: usize) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(of);
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= at_least, "cases are missing from {}", folder.display());
    cases
}

/// Holds what comes of each case against its `expected.txt`. What came otherwise is kept, its name beginning with `kept_as`.
pub async fn hold<T: Future<Output = String>>(cases: Vec<PathBuf>, kept_as: &str, outcome: impl Fn(PathBuf) -> T) {
    let mut wrong = String::new();
    for case in cases {
        let why = std::fs::read_to_string(case.join("why.txt")).unwrap_or_default();
        assert!(!why.trim().is_empty(), "{}: write a why.txt that says what the case is for", case.display());
        let expected = std::fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        let actual = outcome(case.clone()).await;
        if actual != expected {
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{kept_as}{name}.txt"));
            std::fs::write(&kept, &actual).unwrap();
            wrong += &format!(
                "{name}: {why}--- expected\n{expected}--- actual\n{actual}--- if the actual text is right: cp {} {}\n\n",
                kept.display(),
                case.join("expected.txt").display()
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
