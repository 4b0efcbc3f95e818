//! From a configuration to a listening socket, and back out again within five seconds.

use std::{convert::Infallible, io, net::SocketAddr, time::Duration};

use axum::{Router, body::Body, extract::Request};
use engine::{Engine, OpenError};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use leptos::config::{Env, LeptosOptions};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use crate::{
    AppState,
    address::Peer,
    assets::{Assets, NoAssets},
    build_router,
    config::Serve,
    control::Control,
    metrics,
    origin::Origins,
    patient::Patient,
    places::Places,
    state::SocketConfig,
    timed_body::TimedBody,
};

/// How long a client may take to send a request's head, or to begin the next one on a connection that is kept open.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Largest request head, in bytes; a larger one gets 431.
const HEAD_MAX: usize = 64 * 1024;
/// Pause after a failed accept. Out of file descriptors, the next one can only succeed once something was closed.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How long the program goes on after its database has failed: those who wait are answered, and a probe sees that it is not ready.
const FAILURE_NOTICE: Duration = Duration::from_secs(1);
/// How long a stop waits for requests, for the chat's writes, and for the sockets' close frames: under 5 s together.
const STOP_REQUESTS: Duration = Duration::from_millis(1000);
const STOP_WRITES: Duration = Duration::from_millis(2500);
const STOP_SOCKETS: Duration = Duration::from_millis(1000);
/// How long a stop may take: what a service manager is told, and docs/operations.md says.
const STOP_MAX: Duration = Duration::from_secs(5);
const _: () = assert!(
    STOP_REQUESTS.as_millis() + STOP_WRITES.as_millis() + STOP_SOCKETS.as_millis() < STOP_MAX.as_millis(),
    "a stop takes too long"
);

/// Why the program does not start, or does not go on. It is printed to whoever started it, so it may name paths.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The chat could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The browser's files are nowhere.
    #[error(transparent)]
    Assets(#[from] NoAssets),
    /// The address cannot be listened on.
    #[error("listening on {address}: {source}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system takes no signal handlers.
    #[error("waiting for signals: {0}")]
    Signals(io::Error),
    /// The database could not write to its disk while the chat ran.
    #[error("the database cannot write to its disk; the program has to be started again, once there is room")]
    StoreFailed,
}

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// [`StartError`]
pub async fn run(config: Serve) -> Result<(), StartError> {
    metrics::install();
    raise_file_limit();
    let assets = Assets::find()?;
    let listener = TcpListener::bind(config.addr).await;
    let listener = listener.map_err(|source| StartError::Listen { address: config.addr, source })?;
    let address = listener.local_addr().map_err(|source| StartError::Listen { address: config.addr, source })?;
    let stop = signals().map_err(StartError::Signals)?;
    let engine = Engine::open(config.engine()).await?;
    let failure = engine.failure();
    let origins = Origins::new(config.origin.0.clone(), address);
    let pace = SocketConfig { limit_frames: config.limits.has_rates(), ..SocketConfig::default() };
    let app = AppState::new(engine, origins, config.trusted_proxies, site(&assets, address), pace);
    let stopping = app.stopping.clone();
    let watch = tokio::spawn(async move {
        let failed = tokio::select! {
            () = stop => false,
            () = failure => {
                tokio::time::sleep(FAILURE_NOTICE).await;
                true
            }
        };
        tracing::info!(failed, "stopping");
        stopping.cancel();
        failed
    });
    tokio::spawn(upkeep());
    let control = Control::listen(&config.database.data, app.engine.clone());
    tracing::info!(%address, database = config.database.kind(), "listening: http://{address}");
    serve(listener, app).await;
    drop(control);
    tracing::info!("stopped");
    if watch.await.unwrap_or(false) { Err(StartError::StoreFailed) } else { Ok(()) }
}

/// What the pages need to know about the browser's files.
pub fn site(assets: &Assets, address: SocketAddr) -> LeptosOptions {
    let watched = std::env::var_os("LEPTOS_WATCH").is_some();
    LeptosOptions::builder()
        .output_name("tertulia")
        .site_root(assets.root.to_string_lossy().into_owned())
        .site_addr(address)
        .hash_files(assets.hashed)
        .env(if watched { Env::DEV } else { Env::PROD })
        .build()
}

/// Serves connections until the program is told to stop, then ends everything in order.
pub async fn serve(listener: TcpListener, app: AppState) {
    let router = build_router(app.clone());
    let connections = TaskTracker::new();
    let limits = *app.engine.limits();
    // Behind a proxy all connections are the proxy's.
    let of_address = (app.trusted_proxies == 0).then_some(limits.address_connections);
    let places = Places::new(limits.connections, of_address);
    loop {
        let accepted = tokio::select! {
            () = app.stopping.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, free)) = accepted else { continue };
        match places.take(free, peer.ip()) {
            Some(place) => {
                // A frame of a chat is small and wanted at once.
                let _ = stream.set_nodelay(true);
                let stream = Patient::new(stream, limits.unread(), Some(place));
                connections.spawn(connection(stream, peer, router.clone(), limits.body(), app.stopping.clone()));
            }
            None => turn_away(&stream),
        }
    }
    drop(listener);
    stop(&app, &connections).await;
}

/// The next connection, once there is a place for one more. None: it was none, or cannot be had now.
async fn accept(
    listener: &TcpListener,
    places: &Places,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let free = places.free().await?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, free)),
        Err(error) if is_the_clients(&error) => None,
        Err(error) => {
            tracing::error!(%error, "no connection can be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

/// Says that this address has too many connections, as far as that goes out at once, and ends this one.
fn turn_away(stream: &TcpStream) {
    let _ = stream.try_write(
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
}

/// Requests first, so that what they read is still open; then the chat, which tells every socket to close and finishes its
/// writes; then the sockets' last frames.
async fn stop(app: &AppState, connections: &TaskTracker) {
    connections.close();
    app.sockets.close();
    let in_time = |what: &'static str| tracing::warn!("{what} did not end in time");
    if tokio::time::timeout(STOP_REQUESTS, connections.wait()).await.is_err() {
        in_time("some requests");
    }
    if tokio::time::timeout(STOP_WRITES, app.engine.close()).await.is_err() {
        in_time("the chat's writes");
    }
    if tokio::time::timeout(STOP_SOCKETS, app.sockets.wait()).await.is_err() {
        in_time("some sockets");
    }
}

/// The connection was given up by its client before it was accepted.
fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
}

/// One TCP connection. HTTP/1.1 only: it is what sockets need, and what reverse proxies speak to their backends.
async fn connection(
    stream: Patient<TcpStream>,
    peer: SocketAddr,
    router: Router,
    body_time: Duration,
    stopping: CancellationToken,
) {
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(TimedBody::new(body, body_time)));
        request.extensions_mut().insert(Peer(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_header_size(HEAD_MAX)
        .max_buf_size(2 * HEAD_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = Box::pin(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "connection");
    }
}

/// Resolves at the first SIGINT or SIGTERM.
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Every socket is an open file. The system's soft limit is meant for programs that use `select`; ours may go to the hard one.
fn raise_file_limit() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => tracing::debug!(files, "limit of open files"),
        Err(error) => tracing::warn!(%error, "the limit of open files stays as it is"),
    }
}

async fn upkeep() -> Infallible {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    loop {
        every.tick().await;
        metrics::upkeep();
    }
}
