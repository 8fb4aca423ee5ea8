//! Builds the playground, so that the gateway carries it inside and asks no outside host for it.
//!
//! The page is built once for each state of its sources, in `<target>/playground/<digest of the sources>`, which debug
//! and release builds share. Nothing is written beside the sources. What the crate includes is `$OUT_DIR/playground.rs`:
//! a static `ASSETS` of the type `Asset` that the including file defines.
#![expect(clippy::expect_used, clippy::panic, reason = "a build script has nobody to hand an error to")]

use std::collections::hash_map::DefaultHasher;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::{env, fs};

/// What the page is made of. `node_modules` and `dist`, which a developer may have beside them, are not.
const SOURCES: [&str; 7] = [".npmrc", "build", "examples", "index.html", "package-lock.json", "package.json", "src"];
const NODE_IS_NEEDED: &str = "Node 20 or newer is needed to build the playground";
const OLDEST_NODE: u32 = 20;
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn main() {
    let sources = folder_from_env("CARGO_MANIFEST_DIR").join("playground");
    let out = folder_from_env("OUT_DIR");
    println!("cargo:rerun-if-changed=build.rs");
    for source in SOURCES {
        println!("cargo:rerun-if-changed=playground/{source}");
    }

    let files = files_of(&sources, SOURCES.iter().map(|source| sources.join(source)));
    let builds = target_folder(&out).join("playground");
    let built = builds.join(digest(&sources, &files));
    if !built.is_dir() {
        let workshop = Workshop(builds.join(format!("building-{}", process::id())));
        build(&sources, &files, &workshop.0);
        install(&workshop.0.join("dist"), &built);
    }
    fs::write(out.join("playground.rs"), rust_source(&built)).expect("OUT_DIR can be written");
}

/// A folder that only this build uses, gone when the build has ended, well or not.
struct Workshop(PathBuf);

impl Drop for Workshop {
    fn drop(&mut self) {
        // One that cannot be removed is in nobody's way.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn folder_from_env(name: &str) -> PathBuf {
    env::var_os(name).unwrap_or_else(|| panic!("cargo sets {name}")).into()
}

/// The folder that cargo marks as its own. One that was there before cargo has no mark, and lies four levels up.
fn target_folder(out: &Path) -> &Path {
    let marked = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    marked.or_else(|| out.ancestors().nth(4)).unwrap_or(out)
}

/// Every file in or under the given places, as paths relative to `root`, in one order on every machine.
fn files_of(root: &Path, places: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
    let mut pending: Vec<PathBuf> = places.into_iter().collect();
    let mut files = Vec::new();
    while let Some(place) = pending.pop() {
        if place.is_dir() {
            let entries = fs::read_dir(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
            pending.extend(entries.map(|entry| entry.expect("a folder can be read to its end").path()));
        } else {
            files.push(place.strip_prefix(root).expect("a source lies under its root").to_owned());
        }
    }
    files.sort();
    files
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Names a state of the sources. It only tells builds on one machine apart, so it need not be cryptographic.
fn digest(sources: &Path, files: &[PathBuf]) -> String {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        read(&sources.join(file)).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Builds the page from a copy of its sources.
fn build(sources: &Path, files: &[PathBuf], workshop: &Path) {
    require_node();
    for file in files {
        let copy = workshop.join(file);
        fs::create_dir_all(copy.parent().expect("a copy lies in a folder")).expect("the target folder can be written");
        fs::write(copy, read(&sources.join(file))).expect("the target folder can be written");
    }
    // The bundler is a development dependency, wanted under NODE_ENV=production too.
    run(workshop, &["ci", "--include=dev", "--prefer-offline", "--no-audit", "--no-fund"]);
    run(workshop, &["run", "build"]);
}

fn require_node() {
    let version = match Command::new("node").arg("--version").output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        Err(error) => panic!("{NODE_IS_NEEDED}: `node` cannot be started: {error}"),
    };
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    assert!(major.is_some_and(|major| major >= OLDEST_NODE), "{NODE_IS_NEEDED}: `node --version` says {version:?}");
}

fn run(workshop: &Path, arguments: &[&str]) {
    let output = Command::new(NPM)
        .args(arguments)
        .current_dir(workshop)
        .output()
        .unwrap_or_else(|error| panic!("{NODE_IS_NEEDED}, with npm: `{NPM}` cannot be started: {error}"));
    assert!(
        output.status.success(),
        "`{NPM} {}` failed in {} ({}):\n{}{}",
        arguments.join(" "),
        workshop.display(),
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

/// Puts a finished build in its place in one step. Another cargo may have been faster; its build is the same.
fn install(dist: &Path, built: &Path) {
    if let Err(error) = fs::rename(dist, built) {
        assert!(built.is_dir(), "the playground cannot be moved to {}: {error}", built.display());
    }
}

fn rust_source(built: &Path) -> String {
    let mut source = String::from("/// The playground's files, by their path under `/playground/`.\n");
    source.push_str("pub static ASSETS: &[Asset] = &[\n");
    for file in files_of(built, [built.to_owned()]).iter().filter(|file| file.extension() != Some(OsStr::new("gz"))) {
        let path = file.to_str().expect("the build gives its files plain names").replace('\\', "/");
        let plain = built.join(file);
        let plain = plain.to_str().expect("the target folder's name is UTF-8, as include_bytes! asks");
        let gzip = format!("{plain}.gz");
        let content_type = content_type(file);
        writeln!(
            source,
            "    Asset {{ path: {path:?}, content_type: {content_type:?}, \
             plain: include_bytes!({plain:?}), gzip: include_bytes!({gzip:?}) }},"
        )
        .expect("a string can be written");
    }
    source.push_str("];\n");
    source
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(OsStr::to_str) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => panic!("{}: say in build.rs what content type such a file has", file.display()),
    }
}
