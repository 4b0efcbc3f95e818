//! What a room begins with: the props of its island.

use serde::{Deserialize, Serialize};
use tertulia::{
    api::{Group, Page, Present},
    ids::Seq,
};

use super::Pane;
use crate::{error::ApiError, viewer::Viewer};

/// What the room begins with, the same on the server and in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomData {
    /// Who is looking.
    pub me: Viewer,
    /// The group.
    pub group: Group,
    /// The newest messages, or the ones before `before`.
    pub page: Page,
    /// Set when the page is an older one: then it ends before this seq, and there is a link back to the newest.
    pub before: Option<Seq>,
    /// Who is here.
    pub online: Vec<Present>,
    /// The link that lets others join, with scheme and host.
    pub invite_link: String,
    /// What the URL opens below which message.
    pub open: Option<(Pane, Seq)>,
    /// Why the server refused what was posted last.
    pub refused: Refused,
}

/// Why the server refused what a form posted, by form; it comes back in the page's URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// A message.
    pub message: Option<ApiError>,
    /// Another text for one.
    pub edit: Option<ApiError>,
    /// A deletion.
    pub deletion: Option<ApiError>,
}
