//! Where randomness comes from: a parameter, like the time.

use std::sync::Arc;

/// Gives 32 random bytes, each time others.
pub type Random = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// The machine's own source, asked once beforehand so that a failure is told. Only a command line hands it in.
pub fn system() -> Result<Random, getrandom::Error> {
    #[expect(clippy::disallowed_methods, reason = "this is the source that is a parameter everywhere else")]
    let fill = |bytes: &mut [u8; 32]| getrandom::fill(bytes);
    fill(&mut [0; 32])?;
    Ok(Arc::new(move || {
        let mut bytes = [0; 32];
        // The source answered a moment ago and has no way to fail since; a session that all could guess is worse than none.
        if fill(&mut bytes).is_err() || bytes == [0; 32] {
            std::process::abort();
        }
        bytes
    }))
}
