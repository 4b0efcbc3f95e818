//! Which error is for where: [`OpenError`] before the chat runs, [`Error`] for everything after.

use std::time::Duration;

use tertulia::{
    account::AccountError, group::GroupError, ids::ClientMessageId, message::ContentError, problem::ErrorCode,
};

/// The chat could not be started. Printed to whoever started it, so it may name paths.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder cannot be created, read or written.
    #[error("the data folder {path}: {source}")]
    Data {
        /// Which file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database did not open, or another process has it open.
    #[error("the database: {0}")]
    Database(String),
    /// A migration failed; nothing after it was applied.
    #[error("migration {number} of the database: {cause}")]
    Migration {
        /// Its number.
        number: u32,
        /// What the database said.
        cause: String,
    },
}

/// Something was refused or failed. [`Error::code`] is what a client may know; causes go to the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No valid identity, or e-mail and password do not belong together: one sentence for all of it.
    #[error("not signed in, or the e-mail and password do not belong together")]
    Unauthenticated,
    /// It does not exist, or the caller may not know that it does.
    #[error("there is no such thing, or it is not yours to see")]
    NotFound,
    /// The caller sees it but may not do this.
    #[error("you may not do that")]
    Forbidden,
    /// The caller was removed from the group that the code opens.
    #[error("you were removed from this group; its owner or a moderator has to let you in again")]
    KeptOut,
    /// The body names a sender who is not the caller.
    #[error("sender_id names somebody else; the session says who sends")]
    SenderMismatch,
    /// The text is no message.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A value of an account is not valid.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A value of a group is not valid.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// Another value is not valid; the sentence says which.
    #[error("{0}")]
    Invalid(&'static str),
    /// It contradicts what is there; the sentence says how.
    #[error("{0}")]
    Conflict(&'static str),
    /// Too much in too short a time.
    #[error("too fast; try again in a moment")]
    RateLimited {
        /// When the same request will be taken.
        retry_after: Duration,
    },
    /// Not now: the server is stopping, the queue is full or the store does not answer. Whether a write happened is not
    /// known; sending again with the same client id is safe.
    #[error("the server cannot do that now; try again in a moment")]
    Unavailable,
    /// A fault of ours, already logged.
    #[error("something went wrong on the server")]
    Internal,
}

impl Error {
    /// Nobody is in more groups than `groups` of [`Limits`](super::Limits) says.
    pub const TOO_MANY_GROUPS: Self = Self::Conflict("you are in as many groups as one may be; leave one first");
    /// No group has more members than `members` says.
    pub const GROUP_FULL: Self = Self::Conflict("the group has as many members as it may have");
    /// A message has as many kinds of reactions as it may.
    pub const REACTIONS_FULL: Self = Self::Conflict("the message has as many kinds of reactions as it may have");

    /// A group has as many pinned messages as it may.
    pub const PINS_FULL: Self = Self::Conflict("the group has as many pinned messages as it may; unpin one first");

    /// A message is the answer to as many questions as it may be.
    pub const ANSWERS_FULL: Self = Self::Conflict("the message answers as many questions as it may");

    /// No group keeps out more people than `bans` says.
    pub const BANS_FULL: Self =
        Self::Conflict("the group keeps out as many people as it may; let somebody in again first");

    /// The code that both interfaces answer with.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Unauthenticated => ErrorCode::Unauthenticated,
            Self::NotFound => ErrorCode::NotFound,
            Self::Forbidden | Self::KeptOut => ErrorCode::Forbidden,
            Self::SenderMismatch => ErrorCode::SenderMismatch,
            Self::Content(error) => error.code(),
            Self::Account(_) | Self::Group(_) | Self::Invalid(_) => ErrorCode::InvalidRequest,
            Self::Conflict(_) => ErrorCode::Conflict,
            Self::RateLimited { .. } => ErrorCode::RateLimited,
            Self::Unavailable => ErrorCode::Unavailable,
            Self::Internal => ErrorCode::ServerError,
        }
    }

    /// Whether a write that ended with this may have happened all the same.
    pub(super) const fn leaves_doubt(&self) -> bool {
        matches!(self, Self::Unavailable | Self::Internal)
    }

    /// When to come back, for `Retry-After` and `retry_after_ms`.
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } => Some(*retry_after),
            Self::Unavailable => Some(Duration::from_secs(1)),
            _ => None,
        }
    }

    /// The error as a frame of the socket.
    pub fn to_problem(
        &self,
        group_id: Option<tertulia::ids::GroupId>,
        client_id: Option<ClientMessageId>,
    ) -> tertulia::protocol::Refusal {
        tertulia::protocol::Refusal {
            code: self.code(),
            message: self.to_string(),
            group_id,
            client_id,
            retry_after_ms: self.retry_after().map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}

/// What operations of the engine answer.
pub type Result<T> = std::result::Result<T, Error>;
