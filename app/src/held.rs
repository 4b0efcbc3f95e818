//! A form of the conversation that was refused, on its way into the page that answers it.

use leptos::prelude::use_context;
use tertulia::ids::ClientMessageId;

use crate::error::ApiError;

/// What was posted, and why it was refused. The server provides it in the context of the page with which it answers: without a
/// script the text has no other place. A redirect would have to put it into an address, a cookie that may be too small for it, or
/// memory of the server's that somebody could fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Why.
    pub error: ApiError,
    /// The text.
    pub text: String,
    /// The name that the message had, if it may have been stored all the same: sent again, it is the same message.
    pub client_id: Option<ClientMessageId>,
}

/// What the page that is being rendered has to hold.
pub(crate) fn held() -> Option<Held> {
    use_context()
}
