//! The way to the sign-in page and back.

use crate::api::encode_query_value;

/// The sign-in page that comes back to `path` afterwards.
pub fn sign_in_path(path: &str) -> String {
    format!("/sign-in?next={}", encode_query_value(path))
}
