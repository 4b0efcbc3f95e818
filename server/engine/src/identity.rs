//! Who is acting.

use std::sync::Arc;

use tertulia::ids::{SessionId, UserId};

/// A person whose token was checked, and the session that it named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub user_id: UserId,
    /// Which of the person's sessions: what `sign_out` revokes.
    pub session_id: SessionId,
    /// The name shown to others.
    pub name: Arc<str>,
}
