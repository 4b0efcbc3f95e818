//! Messages and their changes, dated by seq.

use std::sync::Arc;

use crate::{api::Message, clock::Timestamp, ids::Seq};

use super::{Marks, MessageRow, Notice, Row, RowKey, Timeline};

/// Most changes that are kept of one message that is not loaded: a page that is loaded knows most of them.
const UNLOADED_MAX: usize = 64;

/// A change of a stored message's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowChange {
    /// Its own place in the log.
    pub(super) seq: Seq,
    pub(super) kind: RowChangeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowChangeKind {
    /// No content: a replayed edit of a message that was deleted since; the deletion follows in the log.
    Edited {
        content: Option<String>,
        html: Option<String>,
        timestamp: Timestamp,
        mentions_me: bool,
    },
    Deleted,
    /// `mine`: the reader gave it, or took it back.
    Reaction {
        emoji: String,
        count: u32,
        names: Vec<String>,
        mine: Option<bool>,
    },
    Pinned(bool),
    /// What answers this question.
    Answer(Seq, bool),
    /// A question that this message answers.
    Answers(Seq, bool),
    /// The message that this one answers has another text, or none any more.
    Quoted(Option<String>),
}

impl RowChangeKind {
    fn revise(&self, row: &mut MessageRow) {
        match self {
            Self::Quoted(excerpt) => {
                if let Some(reply) = &mut row.reply {
                    (reply.excerpt, reply.deleted) = (excerpt.clone(), excerpt.is_none());
                }
            }
            // Deleted is deleted, whatever an older change says.
            _ if row.deleted => {}
            Self::Edited { content: None, .. } => {}
            Self::Edited { content, html, timestamp, mentions_me } => {
                row.content.clone_from(content);
                row.html.clone_from(html);
                row.edited_at = Some(*timestamp);
                row.marks.mentions_me = *mentions_me && !row.mine;
            }
            Self::Deleted => {
                row.deleted = true;
                (row.content, row.html) = (None, None);
                row.edited_at = None;
                row.marks = Marks::default();
            }
            Self::Reaction { emoji, count, names, mine } => row.marks.react(emoji, *count, names, *mine),
            Self::Pinned(on) => row.marks.pinned = *on,
            Self::Answer(answer, true) => row.marks.answer_seq = Some(*answer),
            Self::Answer(answer, false) => row.marks.answer_seq = row.marks.answer_seq.filter(|now| now != answer),
            Self::Answers(question, on) => {
                row.marks.answers.retain(|other| other != question);
                row.marks.answers.extend(on.then_some(*question));
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
                RowChangeKind::Deleted.revise(&mut row);
            }
        }
        if row.reply_to.is_some_and(|quoted| self.is_deleted(quoted)) {
            RowChangeKind::Quoted(None).revise(&mut row);
        }
        self.insert(seq, Row::Message(Arc::new(row)), as_of);
        self.catch_up(seq);
    }

    /// Whether a message is known to be deleted.
    fn is_deleted(&self, seq: Seq) -> bool {
        let loaded = self.stored.get(&seq).and_then(|stored| stored.row.message());
        let unloaded = || {
            self.unloaded.get(&seq).is_some_and(|changes| changes.iter().any(|it| it.kind == RowChangeKind::Deleted))
        };
        loaded.map_or_else(unloaded, |row| row.deleted)
    }

    /// Makes the changes that came before their message was loaded.
    pub(super) fn catch_up(&mut self, message_seq: Seq) {
        for change in self.unloaded.remove(&message_seq).unwrap_or_default() {
            self.revise(message_seq, change);
        }
    }

    /// Changes a loaded message; never makes a row.
    pub(super) fn revise(&mut self, message_seq: Seq, change: RowChange) {
        match self.stored.get_mut(&message_seq) {
            Some(stored) if stored.as_of >= change.seq => {}
            Some(stored) => {
                if let Row::Message(row) = &mut stored.row {
                    change.kind.revise(Arc::make_mut(row));
                    stored.as_of = change.seq;
                    self.unshown.touch(message_seq);
                }
            }
            None if message_seq < self.floor || self.gap.is_some() => self.keep_for_later(message_seq, change),
            None => {}
        }
    }

    /// Of what a later one undoes nothing is kept.
    fn keep_for_later(&mut self, message_seq: Seq, change: RowChange) {
        let mut changes = self.unloaded.remove(&message_seq).unwrap_or_default();
        match &change.kind {
            RowChangeKind::Deleted => changes.clear(),
            RowChangeKind::Edited { .. } => changes.retain(|old| !matches!(old.kind, RowChangeKind::Edited { .. })),
            RowChangeKind::Pinned(_) => changes.retain(|old| !matches!(old.kind, RowChangeKind::Pinned(_))),
            RowChangeKind::Reaction { .. }
            | RowChangeKind::Answer(..)
            | RowChangeKind::Answers(..)
            | RowChangeKind::Quoted(_) => {}
        }
        changes.push(change);
        if changes.len() > UNLOADED_MAX {
            changes.remove(0);
        }
        self.unloaded.insert(message_seq, changes);
    }

    /// A question was deleted: what answered it does so no more. (Of a deleted answer events of their own follow.)
    pub(super) fn answers_no_more(&mut self, question: Seq, seq: Seq) {
        let answers =
            |stored: &super::Stored| stored.row.message().is_some_and(|row| row.marks.answers.contains(&question));
        let answer = self.stored.iter().find(|(_, stored)| answers(stored)).map(|(seq, _)| *seq);
        if let Some(at) = answer {
            self.revise(at, RowChange { seq, kind: RowChangeKind::Answers(question, false) });
        }
    }

    /// What the messages that answer this one show of it.
    pub(super) fn quote(&mut self, quoted: Seq, seq: Seq, excerpt: Option<&str>) {
        let answers = |stored: &super::Stored| stored.row.message().is_some_and(|row| row.reply_to == Some(quoted));
        let quoting: Vec<Seq> = self.stored.iter().filter(|(_, stored)| answers(stored)).map(|(seq, _)| *seq).collect();
        for at in quoting {
            self.revise(at, RowChange { seq, kind: RowChangeKind::Quoted(excerpt.map(str::to_owned)) });
        }
    }

    /// Whether a stored row has this key.
    pub(super) fn has_stored(&self, key: RowKey) -> bool {
        self.places.contains_key(&key)
    }
}
