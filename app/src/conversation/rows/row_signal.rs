//! One row as a signal, so that a row that shows something else renders itself and nothing else.

use std::sync::Arc;

use leptos::prelude::*;
use tertulia::{
    client::ShownRow,
    ids::Seq,
    outbox::revisions::Revision,
    timeline::{MessageRow, Position, Row, RowKey, presentation::Presented},
};

/// One row: its name for life, and what it shows now.
#[derive(Clone, Debug)]
pub struct RowSignal {
    /// Names the element.
    pub key: RowKey,
    /// Changes while the element stays.
    pub shown: ArcRwSignal<Shown>,
    /// Where it stands.
    pub(super) position: Position,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The row, and what begins with it.
    pub presented: Presented,
    /// Whether the line "new messages" stands above it.
    pub first_unread: bool,
    /// What its author, or a moderator, is making of it; shown instead of what the log says.
    pub revision: Option<Revision>,
}

impl RowSignal {
    /// A row of which nobody knows yet what begins with it.
    pub(super) fn new(position: Position, ShownRow { row, revision }: ShownRow) -> Self {
        let key = row.key();
        let presented = Presented { row, starts_run: false, starts_day: None };
        Self { key, shown: ArcRwSignal::new(Shown { presented, first_unread: false, revision }), position }
    }

    /// The row as the log has it, or the queue.
    pub(super) fn row(&self) -> Row {
        self.shown.with_untracked(|shown| shown.presented.row.clone())
    }

    /// What it shows of the log and the queue.
    pub(super) fn content(&self) -> ShownRow {
        self.shown
            .with_untracked(|shown| ShownRow { row: shown.presented.row.clone(), revision: shown.revision.clone() })
    }

    /// Says whether it shows something else than before.
    pub(super) fn show(&self, shown: Shown) -> bool {
        let changed = self.shown.with_untracked(|now| *now != shown);
        if changed {
            self.shown.set(shown);
        }
        changed
    }

    /// Its message's place in the log.
    pub fn seq(&self) -> Option<Seq> {
        self.shown.with_untracked(|shown| shown.message().and_then(|message| message.seq))
    }
}

impl Shown {
    /// The line "new messages" stands above the message at `divider`.
    pub(super) fn new(presented: Presented, divider: Option<Seq>, revision: Option<Revision>) -> Self {
        let seq = presented.row.message().and_then(|message| message.seq);
        let first_unread = divider.is_some() && seq == divider;
        // Below the line "new messages" one should not have to look above it for the author.
        let starts_run = presented.starts_run || first_unread;
        Self { presented: Presented { starts_run, ..presented }, first_unread, revision }
    }

    /// The message, if the row is one.
    pub fn message(&self) -> Option<&Arc<MessageRow>> {
        match &self.presented.row {
            Row::Message(message) => Some(message),
            Row::Notice(_) | Row::Gap => None,
        }
    }
}
