//! What a service tells its operator, on standard error. Never a personal datum, a raw count or a secret.

use tracing_subscriber::EnvFilter;

/// Starts the log. `DIASPORA_LOG` sets its level (`warn` if left out). A second start changes nothing.
pub fn start() {
    let filter =
        EnvFilter::try_from_env("DIASPORA_LOG").unwrap_or_else(|_| EnvFilter::new("warn,sea_orm_migration=warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
