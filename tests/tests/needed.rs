//! Programs that a test needs and that are not part of the project: a browser, Node. Where one cannot be had its tests say
//! so in one line; where the project is checked, that is a failure.

use std::ffi::OsStr;
use std::io::Write;

/// Says that a test did not run. Not by `println`, which a passing test swallows.
pub fn lacking(test: &str, why: &str) {
    assert!(std::env::var_os("CI").as_deref() != Some(OsStr::new("true")), "{test} must run: {why}");
    let _ = writeln!(std::io::stderr(), "{test} did not run: {why}");
}
