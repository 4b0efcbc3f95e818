//! How a refusal is answered.

use std::time::Duration;

use http::{HeaderValue, StatusCode};

use crate::problem::ErrorCode;

/// The status of an error code. A text that is no message is 422, another value that is not acceptable 400.
pub const fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Forbidden | ErrorCode::SenderMismatch | ErrorCode::WrongPerson => StatusCode::FORBIDDEN,
        ErrorCode::EmptyContent | ErrorCode::TooLong | ErrorCode::InvalidContent => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::InvalidFrame | ErrorCode::UnknownType | ErrorCode::InvalidRequest => StatusCode::BAD_REQUEST,
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A wait as `Retry-After` says it: in whole seconds, rounded up, for whoever comes back too early is refused again.
pub fn retry_after(wait: Duration) -> HeaderValue {
    let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    HeaderValue::from(millis.div_ceil(1000).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        for (millis, seconds) in [(0, "1"), (1, "1"), (1_000, "1"), (1_001, "2"), (59_999, "60")] {
            assert_eq!(retry_after(Duration::from_millis(millis)), seconds, "{millis} ms");
        }
    }
}
