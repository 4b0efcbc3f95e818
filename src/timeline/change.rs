//! Messages and their changes, dated by seq.

use std::sync::Arc;

use crate::{api::Message, clock::Timestamp, ids::Seq};

use super::{MessageRow, Notice, Row, RowKey, Timeline};

/// A new state of a stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextChange {
    /// Its own place in the log.
    pub(super) seq: Seq,
    pub(super) kind: TextChangeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextChangeKind {
    /// No content: a replayed edit of a message that was deleted since; the deletion follows in the log.
    Edited {
        content: Option<String>,
        html: Option<String>,
        timestamp: Timestamp,
    },
    Deleted,
}

impl TextChangeKind {
    fn revise(&self, row: &mut MessageRow) {
        match self {
            // Deleted is deleted, whatever an older edit says.
            Self::Edited { .. } if row.deleted => {}
            Self::Edited { content: None, .. } => {}
            Self::Edited { content, html, timestamp } => {
                row.content.clone_from(content);
                row.html.clone_from(html);
                row.edited_at = Some(*timestamp);
            }
            Self::Deleted => {
                row.deleted = true;
                (row.content, row.html) = (None, None);
                row.edited_at = None;
            }
        }
    }
}

impl Timeline {
    /// Puts a change of membership in its place.
    pub(super) fn notice(&mut self, notice: Notice) {
        let seq = notice.seq;
        self.insert(seq, Row::Notice(Arc::new(notice)), seq);
    }

    /// Takes in a stored message that is known as of `as_of`; the own unsent row with its client id becomes it.
    pub(super) fn store(&mut self, message: Message, as_of: Seq) {
        let seq = message.seq;
        let mut row = MessageRow::stored(self.me, message);
        if let Some(client_id) = row.client_id {
            self.take_pending(client_id);
        }
        if let Some(known) = self.stored.get(&seq) {
            if known.as_of > as_of {
                return;
            }
            row.key = known.row.key();
            if known.row.message().is_some_and(|message| message.deleted) {
                TextChangeKind::Deleted.revise(&mut row);
            }
        }
        self.insert(seq, Row::Message(Arc::new(row)), as_of);
        self.catch_up(seq);
    }

    /// Makes the change that came before its message was loaded.
    pub(super) fn catch_up(&mut self, message_seq: Seq) {
        if let Some(revision) = self.unloaded.remove(&message_seq) {
            self.revise(message_seq, revision);
        }
    }

    /// Changes a loaded message; never makes a row.
    pub(super) fn revise(&mut self, message_seq: Seq, revision: TextChange) {
        match self.stored.get_mut(&message_seq) {
            Some(stored) if stored.as_of >= revision.seq => {}
            Some(stored) => {
                if let Row::Message(row) = &mut stored.row {
                    revision.kind.revise(Arc::make_mut(row));
                    stored.as_of = revision.seq;
                    self.unshown.touch(message_seq);
                }
            }
            None if message_seq < self.floor || self.gap.is_some() => {
                self.unloaded.insert(message_seq, revision);
            }
            None => {}
        }
    }

    /// Whether a stored row has this key.
    pub(super) fn has_stored(&self, key: RowKey) -> bool {
        self.places.contains_key(&key)
    }
}
