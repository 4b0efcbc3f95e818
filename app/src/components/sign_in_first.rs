//! The way to the sign-in page and back.

use crate::api::encode_query_value;

/// The sign-in page that comes back to `path` afterwards.
pub fn sign_in_path(path: &str) -> String {
    format!("/sign-in?next={}", encode_query_value(path))
}

/// Sends the visitor to sign in and back here afterwards: as a redirect of the response that is being rendered.
#[cfg(feature = "ssr")]
pub(crate) fn sign_in_first() {
    let here = crate::request::path_and_query().unwrap_or_default();
    crate::request::redirect_page(&sign_in_path(&here));
}

/// The same where a hydrated page finds that its session has ended: with a new document, so that nothing of the old session stays.
#[cfg(not(feature = "ssr"))]
pub(crate) fn sign_in_first() {
    let location = leptos::prelude::window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let _ = location.assign(&sign_in_path(&path));
}
