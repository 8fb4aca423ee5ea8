//! The federation's program, for the tests to start: the same that the crate `compose` starts.

#[tokio::main]
async fn main() -> std::process::ExitCode {
    compose::run().await
}
