//! What the reader writes, shown before it is stored.

use std::sync::Arc;

use crate::{
    ids::{ClientId, Seq},
    problem::ErrorCode,
    protocol::{Ack, Problem},
};

use super::{Applied, Delivery, MessageRow, Row, RowKey, Timeline};

/// An own message that is not in the log yet, as far as this client knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    row: Arc<MessageRow>,
    /// Its acknowledgement, if that came while a reset waits for its page: only the page tells where its seq belongs.
    ack: Option<Ack>,
}

impl Pending {
    pub(super) fn row(&self) -> Row {
        Row::Message(Arc::clone(&self.row))
    }
}

impl Timeline {
    /// Shows an own message at the end, queued. `now_ms` is this device's clock in milliseconds since 1970; it is shown until
    /// the server's time is known and orders nothing.
    ///
    /// Answers `false` and changes nothing if the message is there already. When it is there because it is stored (an outbox
    /// kept across a reload whose acknowledgement was lost), it can be struck off the outbox: see [`Timeline::is_stored`].
    pub fn push_pending(&mut self, client_id: ClientId, content: String, reply_to: Option<Seq>, now_ms: u64) -> bool {
        let key = RowKey::Client(client_id);
        if self.is_stored(client_id) || self.position(client_id).is_some() {
            return false;
        }
        let row = MessageRow {
            key,
            seq: None,
            id: None,
            client_id: Some(client_id),
            sender_id: self.me,
            sender_name: String::new(),
            mine: true,
            content: Some(content),
            reply_to,
            timestamp: None,
            written_at_ms: Some(now_ms),
            edited_at: None,
            deleted: false,
            status: Delivery::Queued,
        };
        self.pending.push(Pending { row: Arc::new(row), ack: None });
        true
    }

    /// Whether the own message with this client id is among the stored rows.
    pub fn is_stored(&self, client_id: ClientId) -> bool {
        self.has_stored(RowKey::Client(client_id))
    }

    /// It was handed to the socket.
    pub fn mark_sending(&mut self, client_id: ClientId) {
        self.set_status(client_id, Delivery::Sending);
    }

    /// It waits again: the connection was lost, or the server asked for patience.
    pub fn mark_queued(&mut self, client_id: ClientId) {
        self.set_status(client_id, Delivery::Queued);
    }

    /// It was refused for good.
    pub fn fail(&mut self, client_id: ClientId, code: ErrorCode) {
        self.set_status(client_id, Delivery::Failed(code));
    }

    /// A failed message is queued again; any other is left alone.
    pub fn retry(&mut self, client_id: ClientId) {
        if self.failed(client_id).is_some() {
            self.set_status(client_id, Delivery::Queued);
        }
    }

    /// Another text for a failed message, which stays failed until [`Timeline::retry`]; any other is left alone.
    pub fn edit_failed(&mut self, client_id: ClientId, content: String) {
        if let Some(row) = self.failed(client_id) {
            row.content = Some(content);
        }
    }

    /// Takes an unsent message off the page. If it had reached the server after all, its broadcast shows it again.
    pub fn discard(&mut self, client_id: ClientId) {
        self.take_pending(client_id);
    }

    fn position(&self, client_id: ClientId) -> Option<usize> {
        self.pending.iter().position(|pending| pending.row.client_id == Some(client_id))
    }

    fn pending_row(&mut self, client_id: ClientId) -> Option<&mut MessageRow> {
        let pending = self.pending.iter_mut().find(|pending| pending.row.client_id == Some(client_id))?;
        Some(Arc::make_mut(&mut pending.row)).filter(|row| row.status != Delivery::Sent)
    }

    fn failed(&mut self, client_id: ClientId) -> Option<&mut MessageRow> {
        self.pending_row(client_id).filter(|row| matches!(row.status, Delivery::Failed(_)))
    }

    fn set_status(&mut self, client_id: ClientId, status: Delivery) -> bool {
        self.pending_row(client_id).map(|row| row.status = status).is_some()
    }

    pub(super) fn take_pending(&mut self, client_id: ClientId) -> Option<Pending> {
        self.position(client_id).map(|position| self.pending.remove(position))
    }

    /// The server refused something; a message only if it names one of ours.
    pub(super) fn refused(&mut self, problem: &Problem) -> Applied {
        let status = if problem.code.is_temporary() { Delivery::Queued } else { Delivery::Failed(problem.code) };
        match problem.client_id {
            Some(client_id) if self.set_status(client_id, status) => Applied::Applied,
            _ => Applied::Ignored,
        }
    }

    /// An own message is stored. The cursor does not move: only the log moves it.
    pub(super) fn acknowledged(&mut self, ack: Ack) -> Applied {
        if self.awaited.is_some() {
            return self.note_acknowledged(ack);
        }
        match self.take_pending(ack.client_id) {
            Some(pending) => {
                self.settle(pending, ack);
                Applied::Applied
            }
            None if self.is_stored(ack.client_id) => Applied::Duplicate,
            None => Applied::Ignored,
        }
    }

    fn note_acknowledged(&mut self, ack: Ack) -> Applied {
        let Some(row) = self.pending_row(ack.client_id) else { return Applied::Ignored };
        row.status = Delivery::Sent;
        if let Some(position) = self.position(ack.client_id) {
            self.pending[position].ack = Some(ack);
        }
        Applied::Applied
    }

    /// Gives the messages acknowledged during a reset their places.
    pub(super) fn settle_acknowledged(&mut self) {
        let (acknowledged, pending) =
            std::mem::take(&mut self.pending).into_iter().partition(|p: &Pending| p.ack.is_some());
        self.pending = pending;
        for pending in Vec::<Pending>::from(acknowledged) {
            if let Some(ack) = pending.ack {
                self.settle(pending, ack);
            }
        }
    }

    /// Puts an acknowledged message in its place, unless that is in older history which is not loaded (it was stored long
    /// ago and sent again): there a page will show it.
    fn settle(&mut self, pending: Pending, ack: Ack) {
        if ack.seq < self.floor || self.stored.contains_key(&ack.seq) {
            return;
        }
        let mut row = Arc::unwrap_or_clone(pending.row);
        row.seq = Some(ack.seq);
        row.id = Some(ack.id);
        row.timestamp = Some(ack.timestamp);
        row.written_at_ms = None;
        row.status = Delivery::Sent;
        self.insert(ack.seq, Row::Message(Arc::new(row)), ack.seq);
        self.catch_up(ack.seq);
    }
}
