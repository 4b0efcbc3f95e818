//! Who is looking at the page.

use leptos::prelude::*;
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

#[derive(Clone)]
struct CurrentViewer(Option<Viewer>);

/// Makes [`use_viewer`] work below. The server knows who asks; the browser reads it from the page. It cannot change while the
/// page lives, because signing in and out load a new document.
pub(crate) fn provide_viewer() {
    let viewer = SharedValue::new(current).into_inner();
    provide_context(CurrentViewer(viewer));
}

/// The person who is signed in; none for a visitor.
pub fn use_viewer() -> Option<Viewer> {
    use_context::<CurrentViewer>()?.0
}

#[cfg(feature = "ssr")]
fn current() -> Option<Viewer> {
    let identity = crate::request::visitor()?;
    Some(Viewer { id: identity.user_id, name: identity.name.to_string() })
}

#[cfg(not(feature = "ssr"))]
fn current() -> Option<Viewer> {
    None
}
