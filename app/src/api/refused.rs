//! What became of a form that was posted.

use leptos::{
    prelude::{ServerActionError, use_context},
    server_fn::{ServerFn, error::ServerFnUrlError},
};

use crate::error::ApiError;

/// Why the server refused what a form posted to this function: it sends the browser back to the page with the reason in the URL.
pub(crate) fn refused<F: ServerFn<Error = ApiError>>() -> Option<ApiError> {
    let posted = use_context::<ServerActionError>()?;
    (posted.path() == F::PATH).then(|| ServerFnUrlError::decode_err(posted.err()))
}
