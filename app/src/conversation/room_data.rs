//! What a room begins with: the props of its island.

use serde::{Deserialize, Serialize};
use tertulia::{
    api::{Page, Present},
    group::Role,
    ids::{GroupId, Seq},
};

use super::Pane;
use crate::{error::ApiError, viewer::Viewer};

/// What the room begins with, the same on the server and in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomData {
    /// Who is looking.
    pub me: Viewer,
    /// The group, as far as its page shows or needs it. The props stand in the page: no invite code, no description.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// What the reader may do in it.
    pub role: Role,
    /// The reader's reading position.
    pub read: Seq,
    /// How many members it has.
    pub member_count: u32,
    /// The newest messages, or the ones before `before`.
    pub page: Page,
    /// Set when the page is an older one: then it ends before this seq, and there is a link back to the newest.
    pub before: Option<Seq>,
    /// Who is here.
    pub online: Vec<Present>,
    /// The link that lets others join, with scheme and host, where the page shows it: in a group in which nothing was said yet.
    pub invite_link: Option<String>,
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
