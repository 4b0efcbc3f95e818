//! What every request shares.

use std::{ops::Deref, sync::Arc, time::Duration};

use axum::extract::FromRef;
use engine::Engine;
use leptos::config::LeptosOptions;
use tertulia::protocol::{PING_EVERY_SECS, SERVER_SILENCE_SECS};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::origin::Origins;

/// The running program. Cheap to clone; all clones are the same program.
#[derive(Clone, Debug)]
pub struct AppState(Arc<App>);

/// What is behind an [`AppState`].
pub struct App {
    /// The chat.
    pub engine: Engine,
    /// Which pages are ours.
    pub origins: Origins,
    /// How many `X-Forwarded-For` entries are believed.
    pub trusted_proxies: usize,
    /// Where the browser's files are and how they are called.
    pub site: LeptosOptions,
    /// The times and the rate that a socket keeps.
    pub pace: SocketConfig,
    /// Cancelled once, when the program is told to stop: no new sockets, not ready, HTTP connections end.
    pub stopping: CancellationToken,
    /// Every socket's task, so that a stop can wait for the last close frame.
    pub sockets: TaskTracker,
}

/// The times and the rate that a socket keeps.
#[derive(Clone, Copy, Debug)]
pub struct SocketConfig {
    /// How often the server pings.
    pub ping_every: Duration,
    /// After how long without a frame from the client the server closes.
    pub silence: Duration,
    /// How long one write may be blocked by a client that does not read.
    pub write_limit: Duration,
    /// Whether frames are counted against a rate; off for load tests.
    pub limit_frames: bool,
}

impl Default for SocketConfig {
    fn default() -> Self {
        Self {
            ping_every: Duration::from_secs(PING_EVERY_SECS),
            silence: Duration::from_secs(SERVER_SILENCE_SECS),
            write_limit: Duration::from_secs(20),
            limit_frames: true,
        }
    }
}

impl AppState {
    /// A program that has not been told to stop.
    pub fn new(
        engine: Engine,
        origins: Origins,
        trusted_proxies: usize,
        site: LeptosOptions,
        pace: SocketConfig,
    ) -> Self {
        let (stopping, sockets) = (CancellationToken::new(), TaskTracker::new());
        Self(Arc::new(App { engine, origins, trusted_proxies, site, pace, stopping, sockets }))
    }
}

impl Deref for AppState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("origins", &self.origins).finish_non_exhaustive()
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(app: &AppState) -> Self {
        app.site.clone()
    }
}
