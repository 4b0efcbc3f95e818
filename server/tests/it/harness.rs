//! How these tests are written.
//!
//! A test is a story told with verbs:
//!
//! ```ignore
//! let server = TestServer::start().await;
//! let ana = server.sign_up("Ana").await;
//! let group = ana.create_group("Álgebra").await;
//! let luis = server.sign_up("Luis").await;
//! luis.join(&group).await;
//! let mut socket = luis.socket(&group).await;        // connected, and past its first frames
//! ana.post(&messages(&group), json!({"content": "hola"})).await.expect(201);
//! assert_eq!(socket.expect("new_message").await["content"], "hola");
//! ```
//!
//! * [`TestServer::start`] serves on a free port with a database in memory and without rate limits; [`TestServer::start_with`]
//!   changes what a test is about. It is the router and the accept loop that `main` uses. Dropping it stops it.
//! * [`Person`] is somebody who signed up, with the verbs of HTTP: `get`, `post`, `patch`, `delete` give an [`Answer`], whose
//!   `expect(status)` checks the status and gives the body.
//! * [`Socket`] is an open WebSocket. `expect(kind)` waits for a frame of that type and skips others; `fence()` gives all
//!   frames that arrive before the answer to a ping, which is how a test says "and nothing else came"; `closed()` waits for
//!   the close code.
//! * [`Program`] is the program in a process of its own, to be killed.
//! * [`world::World`] holds everything that can be said and knows every page that shows some of it; [`html::Document`] reads a
//!   page as a browser does.
//! * [`raw::RawSocket`] speaks bytes, for what no WebSocket library would send.
//!
//! Nothing sleeps: a test awaits what it wants to see, and fails after [`TEST_TIMEOUT`].

pub(crate) mod html;
pub(crate) mod person;
pub(crate) mod program;
pub(crate) mod raw;
pub(crate) mod socket;
pub(crate) mod source;
pub(crate) mod world;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use engine::{Config, Engine, Limits, StoreConfig};
use server::{AppState, assets::Assets, origin::Origins, serve, state::SocketConfig};
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(crate) use person::{Answer, Person};
pub(crate) use program::Program;
pub(crate) use socket::Socket;

/// How long a test waits for something that should happen at once.
pub(crate) const TEST_TIMEOUT: Duration = Duration::from_secs(20);

/// Waits for something that should happen at once.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(TEST_TIMEOUT, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited in vain for {what}"),
    }
}

/// Sockets and connections that tests may have: all of them come from one address, and some of one person.
const MANY: usize = 100_000;

/// What a test may want to be different.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) limits: Limits,
    pub(crate) pace: SocketConfig,
    pub(crate) origin: Option<&'static str>,
    pub(crate) trusted_proxies: usize,
}

impl Default for Options {
    fn default() -> Self {
        let pace = SocketConfig { limit_frames: false, ..SocketConfig::default() };
        let limits = Limits { sockets: MANY, address_connections: MANY, ..Limits::OFF };
        Self { limits, pace, origin: None, trusted_proxies: 0 }
    }
}

/// What stands in a file beside the folder with the browser's files.
pub(crate) const SECRET: &str = "nobody may read this";

/// A running program.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    pub(crate) app: AppState,
    pub(crate) http: reqwest::Client,
    task: Option<tokio::task::JoinHandle<()>>,
    pub(crate) data: Arc<TempDir>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        server::metrics::install();
        let data = TempDir::new().expect("a folder");
        let site = data.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).expect("a folder");
        std::fs::write(site.join("pkg/tertulia.js"), "export {}").expect("a file");
        std::fs::write(site.join("robots.txt"), "User-agent: *").expect("a file");
        std::fs::write(data.path().join("secret"), SECRET).expect("a file");
        let store = StoreConfig { url: Some("mem://".to_owned()), ..StoreConfig::default() };
        let config = Config { data: data.path().join("data"), store, limits: options.limits };
        let engine = Engine::open(config).await.expect("opens");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let origins = Origins::new(options.origin.map(|text| text.parse().expect("an origin")), address);
        let site = serve::site(&Assets { root: site, hashed: false }, address);
        let app = AppState::new(engine, origins, options.trusted_proxies, site, options.pace);
        let task = tokio::spawn(serve::serve(listener, app.clone()));
        let http = reqwest::Client::builder().build().expect("a client");
        Self { address, app, http, task: Some(task), data: Arc::new(data) }
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The origin of its own pages.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The cookie with which a person's browser says who she is.
    pub(crate) fn cookie(&self, person: &Person) -> String {
        format!("{}={}", self.app.origins.cookies().name(tertulia::http::cookie::SESSION), person.token)
    }

    /// A request by nobody.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.http.get(self.url(path))).await
    }

    /// A JSON request by nobody.
    pub(crate) async fn post(&self, path: &str, body: serde_json::Value) -> Answer {
        Answer::of(self.http.post(self.url(path)).json(&body)).await
    }

    /// Somebody new, with this full name.
    pub(crate) async fn sign_up(&self, name: &str) -> Person {
        Person::sign_up(self, name).await
    }

    /// Tells it to stop and waits until it has.
    pub(crate) async fn stop(mut self) {
        self.app.stopping.cancel();
        if let Some(task) = self.task.take() {
            soon("the stop", task).await.expect("no panic");
        }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.app.stopping.cancel();
    }
}

/// The address of a group's messages.
pub(crate) fn messages(group: &str) -> String {
    format!("/api/v1/groups/{group}/messages")
}

/// A new name for a message.
pub(crate) fn client_id() -> String {
    tertulia::ids::ClientMessageId::random().to_string()
}
