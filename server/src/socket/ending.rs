//! The ways in which a socket ends.

use tertulia::protocol::CloseCode;

/// Why a socket ends, and with which close code. (Not a close reason: that is a field of the frame, which some endings do not have.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// One of our own codes.
    Ours(CloseCode),
    /// One of RFC 6455's codes, with a reason for people who read traffic.
    Standard(u16, &'static str),
    /// The client closed, with this code if it sent one.
    Peer(Option<u16>),
    /// The connection is gone; nobody reads a close frame.
    Gone,
}

impl Ending {
    /// A frame over the limit.
    pub(super) const TOO_BIG: Self = Self::Standard(1009, "frame too large");
    /// A binary frame.
    pub(super) const BINARY: Self = Self::Standard(1003, "text frames only");
    /// A frame that breaks RFC 6455.
    pub(super) const PROTOCOL: Self = Self::Standard(1002, "protocol error");
    /// Text that is not UTF-8.
    pub(super) const NOT_UTF8: Self = Self::Standard(1007, "not UTF-8");
    /// Too many frames in a row that are none of ours.
    pub(super) const STRIKES: Self = Self::Standard(1008, "no known frame");
    /// Nothing heard for too long.
    pub(super) const SILENT: Self = Self::Standard(1001, "nothing heard");
    /// The store does not answer; trying again later may succeed.
    pub(super) const TRY_AGAIN: Self = Self::Standard(1013, "try again later");

    /// The close frame to send, if anybody is there to read it.
    pub(super) const fn frame(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Ours(code) => Some((code.as_u16(), code.reason())),
            Self::Standard(code, reason) => Some((code, reason)),
            Self::Peer(_) | Self::Gone => None,
        }
    }

    /// The code for the log and the metrics: 1005 and 1006 as browsers report "no code" and "no close frame".
    pub(super) const fn code(self) -> u16 {
        match self {
            Self::Ours(code) => code.as_u16(),
            Self::Standard(code, _) | Self::Peer(Some(code)) => code,
            Self::Peer(None) => 1005,
            Self::Gone => 1006,
        }
    }
}
