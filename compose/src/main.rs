//! `cargo run --release -p compose`: a gateway and eight country nodes on this machine.

#[tokio::main]
async fn main() -> std::process::ExitCode {
    compose::run().await
}
