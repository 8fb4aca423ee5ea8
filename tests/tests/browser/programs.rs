//! Where the browser and its driver are: on the path, or Debian's packages unpacked under `target/`, which needs no right
//! to install anything.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The browser, its driver, and where the libraries lie that came with them.
pub struct Programs {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
    /// Where they were unpacked; nothing where they are the machine's own.
    pub root: Option<PathBuf>,
}

/// Folders of libraries in Debian's packages, below the root.
const LIBRARIES: [&str; 3] =
    ["usr/lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu/pulseaudio", "lib/x86_64-linux-gnu"];

impl Programs {
    /// Finds them, or brings them; says why they cannot be had.
    pub fn found() -> Result<Self, String> {
        if let (Some(chromium), Some(chromedriver)) = (on_path("chromium"), on_path("chromedriver")) {
            return Ok(Self { chromium, chromedriver, root: None });
        }
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chromium");
        let unpacked = Self::unpacked(&place);
        if unpacked.is_there() {
            return Ok(unpacked);
        }
        fetch(&place)?;
        if unpacked.is_there() { Ok(unpacked) } else { Err("Debian's packages hold no chromium".into()) }
    }

    fn unpacked(place: &Path) -> Self {
        let root = place.join("root");
        Self {
            chromium: root.join("usr/lib/chromium/chromium"),
            chromedriver: root.join("usr/bin/chromedriver"),
            root: Some(root),
        }
    }

    fn is_there(&self) -> bool {
        self.chromium.is_file() && self.chromedriver.is_file()
    }

    /// What a process needs to find the libraries and fonts that were unpacked.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let Some(root) = &self.root else { return Vec::new() };
        let libraries = LIBRARIES.map(|folder| root.join(folder).display().to_string()).join(":");
        let mut environment = vec![("LD_LIBRARY_PATH", libraries)];
        if !Path::new("/etc/fonts").is_dir() {
            environment.push(("FONTCONFIG_PATH", root.join("etc/fonts").display().to_string()));
        }
        environment
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Downloads the packages that this machine lacks and unpacks them. A package's own scripts are not run.
fn fetch(place: &Path) -> Result<(), String> {
    for needed in ["apt-get", "dpkg-deb"] {
        on_path(needed).ok_or(format!("neither chromium and chromedriver nor {needed} are on the path"))?;
    }
    for folder in ["state/lists/partial", "cache/archives/partial", "root"] {
        std::fs::create_dir_all(place.join(folder)).map_err(|error| error.to_string())?;
    }
    apt(place, &["update"])?;
    apt(place, &["--download-only", "--no-install-recommends", "-y", "install", "chromium", "chromium-driver"])?;
    let archives = std::fs::read_dir(place.join("cache/archives")).map_err(|error| error.to_string())?;
    let archives = archives.filter_map(|entry| Some(entry.ok()?.path()));
    for archive in archives.filter(|file| file.extension().is_some_and(|end| end == "deb")) {
        run(Command::new("dpkg-deb").arg("-x").arg(&archive).arg(place.join("root")))?;
        std::fs::remove_file(&archive).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn apt(place: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut apt = Command::new("apt-get");
    for (setting, folder) in [("State", "state"), ("Cache", "cache")] {
        apt.arg("-o").arg(format!("Dir::{setting}={}", place.join(folder).display()));
    }
    // What is installed is the machine's own list; nothing of the machine's is written.
    apt.args(["-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "Debug::NoLocking=1", "-qq"]).args(arguments);
    run(&mut apt)
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output();
    match done {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            Err(format!("{program} could not bring chromium: {}", said.lines().next().unwrap_or("no word why")))
        }
        Err(error) => Err(format!("{program}: {error}")),
    }
}
