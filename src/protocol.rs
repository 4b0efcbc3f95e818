//! The socket: JSON text frames tagged by `type`. What a client sends is in [`client`], what the server sends in [`server`].

mod client;
mod server;

pub use client::{ClientFrame, FrameError, FrameProblem, SendMessage};
pub use server::{Ack, Head, Refusal, ServerFrame};

/// Version of the frames; a page built for another one is told to reload (close code 4012).
///
/// 2: the socket's address says whom the page was made for.
pub const PROTOCOL_VERSION: u32 = 2;
/// Largest frame that the server reads, in bytes; a longer one closes the socket with 1009.
pub const FRAME_MAX: usize = 64 * 1024;
/// A subscriber further behind than this is told to `reset` rather than replayed to.
pub const REPLAY_MAX: u64 = 500;
/// How often the server sends `ping`, in seconds.
pub const PING_EVERY_SECS: u64 = 25;
/// A socket from which the server hears nothing for this long, in seconds, is closed.
pub const SERVER_SILENCE_SECS: u64 = 75;
/// Unreadable frames in a row after which the server closes with 1008.
pub const STRIKES_MAX: u32 = 3;

/// Close codes of our own (RFC 6455, 7.4.2: 4000 to 4999 are the application's).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseCode {
    /// No valid identity, or it was revoked. Final.
    Unauthenticated,
    /// Not a member of the group, or not any more. Final.
    NotAMember,
    /// The page was made for somebody else than who is signed in now. Final.
    WrongPerson,
    /// Too many frames in too short a time.
    TooFast,
    /// The server stops or restarts.
    Restarting,
    /// The reader did not keep up; it resumes from its cursor.
    TooSlow,
    /// The page speaks an older version: reload.
    OldPage,
}

impl CloseCode {
    /// The number on the wire.
    pub const fn as_u16(self) -> u16 {
        match self {
            Self::Unauthenticated => 4001,
            Self::NotAMember => 4003,
            Self::WrongPerson => 4004,
            Self::TooFast => 4008,
            Self::Restarting => 4010,
            Self::TooSlow => 4011,
            Self::OldPage => 4012,
        }
    }

    /// The code with this number.
    pub const fn from_u16(number: u16) -> Option<Self> {
        match number {
            4001 => Some(Self::Unauthenticated),
            4003 => Some(Self::NotAMember),
            4004 => Some(Self::WrongPerson),
            4008 => Some(Self::TooFast),
            4010 => Some(Self::Restarting),
            4011 => Some(Self::TooSlow),
            4012 => Some(Self::OldPage),
            _ => None,
        }
    }

    /// The reason sent along, for people who read traffic.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Unauthenticated => "not signed in",
            Self::NotAMember => "not a member",
            Self::WrongPerson => "somebody else is signed in",
            Self::TooFast => "too fast",
            Self::Restarting => "server restarting",
            Self::TooSlow => "too slow",
            Self::OldPage => "old page: reload",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_codes_read_back() {
        for number in 4000..4100 {
            if let Some(code) = CloseCode::from_u16(number) {
                assert_eq!(code.as_u16(), number);
            }
        }
    }
}
