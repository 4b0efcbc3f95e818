//! What a conversation on the screen begins with: the props of its island.

use serde::{Deserialize, Serialize};
use tertulia::{
    api::{Page, Present, Reply},
    group::Role,
    ids::{ClientMessageId, GroupId, Seq},
};

use super::Pane;
use crate::{error::ApiError, place::Place, viewer::Viewer};

/// What it begins with, the same on the server and in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationData {
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
    /// How many messages of others are beyond it.
    pub unread: u64,
    /// How many members it has.
    pub member_count: u32,
    /// The messages at `place`.
    pub page: Page,
    /// Where the page is opened.
    pub place: Place,
    /// Who is here.
    pub online: Vec<Present>,
    /// The link that lets others join, with scheme and host, where the page shows it: in a group in which nothing was said yet.
    pub invite_link: Option<String>,
    /// What the URL says that the next message answers.
    pub replying: Option<Reply>,
    /// How many messages are pinned.
    pub pins: u32,
    /// What the URL opens below which message.
    pub open: Option<(Pane, Seq)>,
    /// Why the server refused what was posted last.
    pub refused: Refused,
}

/// Why the server refused what a form posted, by form: this page is the answer, and holds what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// A message.
    pub message: Option<ApiError>,
    /// Another text for one.
    pub edit: Option<ApiError>,
    /// A deletion.
    pub deletion: Option<ApiError>,
    /// The text.
    pub text: String,
    /// The message's name, if it may have been stored all the same.
    pub client_id: Option<ClientMessageId>,
}

impl Refused {
    /// A text for a message that cannot be edited here any more stands in the composer.
    pub(super) fn with_editor(self, is_open: bool) -> Self {
        let message = if is_open { self.message } else { self.message.or(self.edit) };
        Self { message, ..self }
    }
}
