//! Why a run could not be made. What a run shows to be wrong with the server is no trouble but a result.

use std::{io, time::Duration};

use tertulia::problem::ErrorCode;

/// Shorthand.
pub type Result<T> = std::result::Result<T, RunError>;

/// The one sentence that the program ends with.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A limit answered: what would be measured is the limit.
    #[error(
        "the server limits rates (429): start it with TERTULIA_LIMITS={limits}, on a machine that nobody else reaches",
        limits = crate::server::LIMITS
    )]
    Limited,
    /// An answer that no run expects.
    #[error("{what}: the server answered {status}: {body}")]
    Answer {
        /// What was asked for.
        what: &'static str,
        /// The HTTP status.
        status: u16,
        /// What the answer said.
        body: String,
    },
    /// HTTP did not work.
    #[error("{what}: {source}")]
    Http {
        /// What was asked for.
        what: &'static str,
        /// What happened instead.
        source: reqwest::Error,
    },
    /// A socket did not open.
    #[error("a socket does not open: {0}")]
    Socket(String),
    /// Something did not happen in its time.
    #[error("{what} took longer than {} s", .limit.as_secs())]
    Late {
        /// What did not happen.
        what: &'static str,
        /// Its time.
        limit: Duration,
    },
    /// The operating system refused.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: &'static str,
        /// What it said.
        source: io::Error,
    },
    /// What was asked for makes no sense or does not fit this machine.
    #[error("{0}")]
    Asked(String),
    /// SIGINT or SIGTERM.
    #[error("interrupted")]
    Interrupted,
}

impl RunError {
    /// The code with which the server refused; none where it did not.
    pub fn code(&self) -> Option<ErrorCode> {
        let Self::Answer { body, .. } = self else { return None };
        let body: serde_json::Value = serde_json::from_str(body).ok()?;
        serde_json::from_value(body.get("code")?.clone()).ok()
    }

    /// For `map_err` on the system's own errors.
    pub fn system(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::System { what, source }
    }
}
