//! The closed list of error codes: the same on the socket (`error.code`) and in HTTP's problem documents (`code`).

use serde::{Deserialize, Serialize};

/// Why something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ErrorCode {
    /// No valid identity came with the request, or e-mail and password do not belong together.
    Unauthenticated,
    /// It does not exist, or one may not know that it does: the two look alike.
    NotFound,
    /// One may see it but not do this.
    Forbidden,
    /// The frame or body names a sender that is not the one who sends.
    SenderMismatch,
    /// The request was made on a page for somebody else than who is signed in now. Such a page is over.
    WrongPerson,
    /// A message with nothing in it.
    EmptyContent,
    /// A message, or another text, over its limit.
    TooLong,
    /// A message with control characters other than tab and line feed.
    InvalidContent,
    /// The frame is not JSON of the expected shape.
    InvalidFrame,
    /// The frame's `type` is not one that the server knows.
    UnknownType,
    /// A request whose values are of the wrong kind or out of range.
    InvalidRequest,
    /// It would contradict something that is already there.
    Conflict,
    /// Too much in too short a time; `retry_after_ms` says when to come back.
    RateLimited,
    /// The server cannot do it now (it is stopping, or the store does not answer); the same request may succeed later.
    Unavailable,
    /// A fault of the server's.
    ServerError,
}

impl ErrorCode {
    /// The code as the wire spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::SenderMismatch => "sender_mismatch",
            Self::WrongPerson => "wrong_person",
            Self::EmptyContent => "empty_content",
            Self::TooLong => "too_long",
            Self::InvalidContent => "invalid_content",
            Self::InvalidFrame => "invalid_frame",
            Self::UnknownType => "unknown_type",
            Self::InvalidRequest => "invalid_request",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::ServerError => "server_error",
        }
    }

    /// Whether sending the same thing again later can succeed. A page keeps such a message queued; any other code is final.
    pub const fn is_temporary(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable | Self::ServerError)
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_spelt_the_same_in_json() {
        for code in [ErrorCode::Unauthenticated, ErrorCode::InvalidFrame, ErrorCode::RateLimited] {
            assert_eq!(serde_json::to_string(&code).expect("serialises"), format!("\"{code}\""));
        }
    }
}
