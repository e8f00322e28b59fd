//! HTTP and WebSocket in front of a chain.

use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::time::Duration;

use jsonrpsee::server::{
    BatchRequestConfig, IdProvider, PingConfig, Server, ServerConfig, ServerHandle,
};
use jsonrpsee::types::SubscriptionId;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceBuilder;
use tower_http::cors::CorsLayer;

use crate::config::Config;
use crate::error::StartError;
use crate::invalid_request::InvalidRequestLayer;
use crate::node::Node;
use crate::{rpc, terminal};

/// Largest request in bytes.
const REQUEST_BYTES_MAX: u32 = 32 * 1024 * 1024;

/// Largest response in bytes: a trace of half a million steps fits.
const RESPONSE_BYTES_MAX: u32 = 512 * 1024 * 1024;

/// Connections at one time.
const CONNECTIONS_MAX: u32 = 4_096;

/// Requests in one batch, as in go-ethereum.
const BATCH_MAX: u32 = 1_000;

/// Threads that serve connections. Requests that execute something leave theirs to others.
const THREADS: usize = 4;

/// How long requests may hold up the end of a server.
const SHUTDOWN_MAX: Duration = Duration::from_secs(5);

/// A chain that listens. It ends when this is dropped.
#[derive(Debug)]
pub struct Handle {
    node: Node,
    address: SocketAddr,
    server: ServerHandle,
    runtime: Option<Runtime>,
}

/// Starts a chain and listens for JSON-RPC over HTTP and WebSocket on one port.
///
/// The server runs on threads of its own, so it may be started from any runtime.
///
/// # Errors
/// When the chain cannot start or the address cannot be listened on.
pub async fn serve(config: Config) -> Result<Handle, StartError> {
    let address = SocketAddr::new(config.host, config.port);
    let node = Node::new(config)?;
    listen(node, address).await
}

/// Listens for JSON-RPC in front of a chain that is already running.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn listen(node: Node, address: SocketAddr) -> Result<Handle, StartError> {
    let methods = rpc::module(node.clone()).map_err(std::io::Error::other)?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("ballast-rpc")
        .enable_all()
        .build()?;
    let starting = runtime.spawn(async move {
        let layers = ServiceBuilder::new()
            .layer(CorsLayer::permissive())
            .layer(InvalidRequestLayer);
        let server = Server::builder()
            .set_config(config())
            .set_http_middleware(layers)
            .build(address)
            .await?;
        let address = server.local_addr()?;
        Ok::<_, std::io::Error>((server.start(methods), address))
    });
    let started = starting.await.map_err(std::io::Error::other).flatten();
    let (server, address) = match started {
        Ok(started) => started,
        Err(error) => {
            shut_down(runtime);
            return Err(error.into());
        }
    };
    if !node.config().silent {
        terminal::print(&node, &format!("http://{address}"));
    }
    Ok(Handle {
        node,
        address,
        server,
        runtime: Some(runtime),
    })
}

fn config() -> ServerConfig {
    ServerConfig::builder()
        .max_request_body_size(REQUEST_BYTES_MAX)
        .max_response_body_size(RESPONSE_BYTES_MAX)
        .max_connections(CONNECTIONS_MAX)
        .set_batch_request_config(BatchRequestConfig::Limit(BATCH_MAX))
        .enable_ws_ping(PingConfig::new())
        .set_id_provider(HexIds)
        .build()
}

/// Subscription ids as go-ethereum gives them: random, in hex.
#[derive(Debug)]
struct HexIds;

impl IdProvider for HexIds {
    fn next_id(&self) -> SubscriptionId<'static> {
        // Every `RandomState` is seeded anew.
        let [high, low] = [(); 2].map(|()| RandomState::new().hash_one(()));
        format!("{:#x}", (u128::from(high) << 64) | u128::from(low)).into()
    }
}

impl Handle {
    /// The chain itself.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where HTTP clients connect.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where WebSocket clients connect.
    pub fn ws_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// Answers the requests under way, then ends. A state file can be opened again afterwards.
    pub async fn stop(self) {
        // An error says that it was stopped before.
        let _ = self.server.stop();
        self.server.clone().stopped().await;
        drop(self);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            shut_down(runtime);
        }
    }
}

/// A runtime must not be waited for inside of another one, so a plain thread does it.
fn shut_down(runtime: Runtime) {
    let closing = std::thread::spawn(move || runtime.shutdown_timeout(SHUTDOWN_MAX));
    // The thread only waits: it does not panic.
    let _ = closing.join();
}
