//! The one federation that most tests ask: loaded once, with all eight countries, on a runtime of its own.

use federation_tests::federation::Federation;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tokio::runtime::Runtime;

/// The countries that publish a survey.
pub const SURVEYED: [&str; 5] = ["COL", "CUB", "DOM", "GTM", "VEN"];

/// All countries.
pub const ALL: [&str; 8] = ["COL", "CUB", "DOM", "GHA", "GTM", "MDA", "PHL", "VEN"];

/// Long enough for the widest table on a busy machine.
const DEADLINE_MS: u64 = 30_000;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static WORLD: LazyLock<Federation> =
    LazyLock::new(|| RUNTIME.block_on(Federation::start(&own_folder(), &[], DEADLINE_MS)));

/// The federation. Ask it, but stop nothing in it: others are asking too.
pub fn world() -> &'static Federation {
    &WORLD
}

/// Runs a test on the runtime that the federation runs on.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    LazyLock::force(&WORLD);
    RUNTIME.block_on(test)
}

/// A folder of this process under cargo's own; what processes that have ended left there is removed.
fn own_folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix("federation-"));
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    folder.join(format!("federation-{}", std::process::id()))
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies in the repository")
}
