//! A node as a process of its own.

use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use alloy_signer_local::PrivateKeySigner;
use ballast_client::Client;

use super::NodeCommand;
use crate::error::BenchError;

/// How long a node may take to answer.
const START_MAX: Duration = Duration::from_secs(30);

/// The pause between two looks whether it does.
const PAUSE: Duration = Duration::from_millis(1);

/// A running node. It ends when this is dropped.
pub(super) struct Process {
    child: Child,
    pub(super) url: String,
    /// From the start of the process to its first answer.
    pub(super) start: Duration,
}

impl Process {
    /// Starts a node and waits until it answers.
    pub(super) async fn start(
        command: &NodeCommand,
        signer: &PrivateKeySigner,
    ) -> Result<Self, BenchError> {
        let failed = |source| BenchError::Process {
            program: command.program.clone(),
            source,
        };
        let port = free_port().map_err(failed)?;
        let url = format!("http://127.0.0.1:{port}");
        let client = Client::connect(&url, signer.clone())?;
        let begin = Instant::now();
        let child = Command::new(&command.program)
            .args(&command.arguments)
            .args(["--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let mut process = Self {
            child,
            url,
            start: Duration::ZERO,
        };
        while client.chain_id().await.is_err() {
            let ended = process.child.try_wait().map_err(failed)?.is_some();
            if ended || START_MAX <= begin.elapsed() {
                return Err(BenchError::Silent(command.program.clone()));
            }
            tokio::time::sleep(PAUSE).await;
        }
        process.start = begin.elapsed();
        Ok(process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Either fails only if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on now.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}
