//! Who is looking at the page.

use serde::{Deserialize, Serialize};
use tertulia::ids::UserId;

/// The person who is signed in, as pages need to know her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub id: UserId,
    /// The name shown to others.
    pub name: String,
}

/// The person who is signed in; none for a visitor. Pages ask; an island is told.
#[cfg(feature = "ssr")]
pub fn use_viewer() -> Option<Viewer> {
    let identity = crate::request::visitor()?;
    Some(Viewer { id: identity.user_id, name: identity.name.to_string() })
}
