//! What a device keeps of one group.

use std::{collections::BTreeSet, sync::Arc};

use tertulia::{
    client::{Client, ConnectionState},
    ids::{ClientMessageId, Seq},
    timeline::{MessageRow, Row},
};

use crate::{
    local_store::LocalStore,
    participants::GroupInfo,
    trace::{FinalMarks, FinalMessage},
};

/// One group, on one device.
pub(crate) struct Conversation {
    pub(crate) group: Arc<GroupInfo>,
    /// None until it is opened for the first time.
    pub(super) client: Option<Client>,
    pub(crate) store: LocalStore,
    /// What the client calls the socket, while it has one.
    pub(super) attempt: Option<u32>,
    /// Counts how often it was opened: what was asked for before that is nobody's any more.
    pub(super) life: u32,
    /// Whether it is being opened.
    pub(crate) opening: bool,
    /// Whether the next subscription names another log.
    pub(super) doubts: bool,
    /// Whether the last message went over HTTP. The next one goes the other way, which mostly is the next attempt of the same.
    pub(super) by_http: bool,
}

impl Conversation {
    pub(super) fn new(group: &Arc<GroupInfo>) -> Self {
        let (client, store, attempt, life, opening, doubts, by_http) = Default::default();
        Self { group: Arc::clone(group), client, store, attempt, life, opening, doubts, by_http }
    }

    /// Its client, unless that has come to its end: the person is no member.
    pub(crate) fn living(&self) -> Option<&Client> {
        self.client.as_ref().filter(|client| !matches!(client.connection(), ConnectionState::Closed(_)))
    }

    /// What has no answer yet, and 1 if it waits for anything else.
    pub(super) fn open(&self) -> usize {
        let Some(client) = self.living() else { return 1 };
        let waits = self.opening || client.timeline().awaits_page() || !client.revisions().is_empty();
        client.outbox().entries().len() + usize::from(waits)
    }

    pub(crate) fn cursor(&self) -> Seq {
        self.client.as_ref().map_or(Seq::ZERO, |client| client.timeline().cursor())
    }

    /// The stored messages that it shows.
    pub(crate) fn messages(&self) -> Vec<Row> {
        let rows = self.client.as_ref().map(|client| client.timeline().rows()).unwrap_or_default();
        rows.into_iter().filter(|row| row.message().is_some_and(|message| message.seq.is_some())).collect()
    }

    pub(super) fn lines(&self) -> Vec<FinalMessage> {
        self.messages().iter().filter_map(Row::message).filter_map(line).collect()
    }

    /// What was written and is not stored yet, as far as the client knows or the store says.
    pub(super) fn unsent(&self) -> BTreeSet<ClientMessageId> {
        let entries = self.client.iter().flat_map(|client| client.outbox().entries());
        entries.map(|entry| entry.client_id).chain(self.store.queued.keys().copied()).collect()
    }
}

fn line(row: &MessageRow) -> Option<FinalMessage> {
    let content = row.content.clone().filter(|_| !row.deleted);
    let marks = FinalMarks {
        reactions: FinalMarks::reactions(&row.marks.reactions),
        question: row.marks.question,
        answer: row.marks.answer_seq,
        answers: row.marks.answers.clone(),
        pinned: row.marks.pinned,
    };
    Some(FinalMessage { seq: row.seq?, id: row.id?, sender: row.sender_id, content, marks })
}
