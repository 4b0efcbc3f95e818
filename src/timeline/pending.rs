//! What the reader writes, shown before it is stored.

use std::sync::Arc;

use crate::{
    ids::ClientMessageId,
    outbox::SendOptions,
    problem::ErrorCode,
    protocol::{Ack, Refusal},
};

use super::{Applied, Marks, MessageRow, Row, RowKey, SendState, Timeline};

/// An own message that is not in the log yet, as far as this client knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    pub(super) row: Arc<MessageRow>,
    /// Its acknowledgement, if that came while a reset waits for its page: only the page tells where its seq belongs.
    pub(super) ack: Option<Ack>,
}

impl Pending {
    pub(super) fn row(&self) -> Row {
        Row::Message(Arc::clone(&self.row))
    }
}

impl Timeline {
    /// Shows an own message below what is stored, queued, in the order of writing. `written_at_ms` is this device's clock in
    /// milliseconds since 1970; it is shown until the server's time is known and orders nothing else.
    ///
    /// Answers `false` and changes nothing if the message is there already. When it is there because it is stored (an outbox
    /// kept across a reload whose acknowledgement was lost), it can be struck off the outbox: see [`Timeline::is_stored`].
    pub fn push_pending(
        &mut self,
        client_id: ClientMessageId,
        content: String,
        options: SendOptions,
        written_at_ms: u64,
    ) -> bool {
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
            html: None,
            reply_to: options.reply_to,
            reply: options.reply_to.and_then(|at| self.message_at(at)?.in_short()).map(Box::new),
            marks: Marks { question: options.question, ..Marks::default() },
            timestamp: None,
            written_at_ms: Some(written_at_ms),
            edited_at: None,
            deleted: false,
            status: SendState::Queued,
        };
        let after = |pending: &Pending| pending.row.written_at_ms.is_some_and(|at| at > written_at_ms);
        let place = self.pending.iter().position(after).unwrap_or(self.pending.len());
        self.pending.insert(place, Pending { row: Arc::new(row), ack: None });
        true
    }

    /// Whether the own message with this client id is among the stored rows.
    pub fn is_stored(&self, client_id: ClientMessageId) -> bool {
        self.has_stored(RowKey::Client(client_id))
    }

    /// It was handed to the socket.
    pub fn mark_sending(&mut self, client_id: ClientMessageId) {
        self.set_status(client_id, SendState::Sending);
    }

    /// It waits again: the connection was lost, or the server asked for patience.
    pub fn mark_queued(&mut self, client_id: ClientMessageId) {
        self.set_status(client_id, SendState::Queued);
    }

    /// It was refused for good.
    pub fn fail(&mut self, client_id: ClientMessageId, code: ErrorCode) {
        self.set_status(client_id, SendState::Failed(code));
    }

    /// A failed message is queued again; any other is left alone.
    pub fn retry(&mut self, client_id: ClientMessageId) {
        if self.pending_row(client_id).is_some_and(|row| matches!(row.status, SendState::Failed(_))) {
            self.set_status(client_id, SendState::Queued);
        }
    }

    /// Takes an unsent message off the page. If it had reached the server after all, its broadcast shows it again.
    pub fn discard(&mut self, client_id: ClientMessageId) {
        self.take_pending(client_id);
    }

    pub(super) fn position(&self, client_id: ClientMessageId) -> Option<usize> {
        self.pending.iter().position(|pending| pending.row.client_id == Some(client_id))
    }

    pub(super) fn pending_row(&mut self, client_id: ClientMessageId) -> Option<&mut MessageRow> {
        let pending = self.pending.iter_mut().find(|pending| pending.row.client_id == Some(client_id))?;
        Some(Arc::make_mut(&mut pending.row)).filter(|row| row.status != SendState::Sent)
    }

    fn set_status(&mut self, client_id: ClientMessageId, status: SendState) -> bool {
        self.pending_row(client_id).map(|row| row.status = status).is_some()
    }

    pub(super) fn take_pending(&mut self, client_id: ClientMessageId) -> Option<Pending> {
        self.position(client_id).map(|position| self.pending.remove(position))
    }

    /// The server refused something; a message only if it names one of ours.
    pub(super) fn refused(&mut self, problem: &Refusal) -> Applied {
        let status = if problem.code.is_temporary() { SendState::Queued } else { SendState::Failed(problem.code) };
        match problem.client_id {
            Some(client_id) if self.set_status(client_id, status) => Applied::Applied,
            _ => Applied::Ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{ME, ack, client_id, id, page};
    use super::*;
    use crate::protocol::ServerFrame;

    const MINE: u64 = 3;

    fn written() -> Timeline {
        let mut timeline = Timeline::from_page(id(ME), page([1], 1, false));
        timeline.push_pending(client_id(MINE), "text 3".to_owned(), Default::default(), 0);
        timeline
    }

    fn status(timeline: &Timeline) -> Option<SendState> {
        timeline.row(RowKey::Client(client_id(MINE))).and_then(|row| row.message().map(|message| message.status))
    }

    fn error(code: ErrorCode) -> ServerFrame {
        let client_id = Some(client_id(MINE));
        ServerFrame::Error(Refusal { code, message: String::new(), group_id: None, client_id, retry_after_ms: None })
    }

    #[test]
    fn a_refusal_for_good_fails_the_message_and_any_other_queues_it() {
        let mut timeline = written();
        timeline.mark_sending(client_id(MINE));
        assert_eq!(timeline.apply(&error(ErrorCode::RateLimited)), Applied::Applied);
        assert_eq!(status(&timeline), Some(SendState::Queued));
        assert_eq!(timeline.apply(&error(ErrorCode::TooLong)), Applied::Applied);
        assert_eq!(status(&timeline), Some(SendState::Failed(ErrorCode::TooLong)));
    }

    #[test]
    fn a_failed_message_can_be_retried_and_discarded_and_no_other_can_be_retried() {
        let mut timeline = written();
        timeline.fail(client_id(MINE), ErrorCode::TooLong);
        timeline.retry(client_id(MINE));
        assert_eq!(status(&timeline), Some(SendState::Queued));
        timeline.mark_sending(client_id(MINE));
        timeline.retry(client_id(MINE));
        assert_eq!(status(&timeline), Some(SendState::Sending));
        timeline.discard(client_id(MINE));
        assert_eq!(status(&timeline), None);
    }

    #[test]
    fn unsent_messages_stand_in_the_order_of_writing() {
        let mut timeline = Timeline::from_page(id(ME), page([1], 1, false));
        for (seq, at) in [(3, 30), (4, 10), (5, 20), (6, 20)] {
            timeline.push_pending(client_id(seq), format!("text {seq}"), Default::default(), at);
        }
        let texts: Vec<_> = timeline.rows().iter().filter_map(|row| row.message()?.content.clone()).collect();
        assert_eq!(texts, ["text 1", "text 4", "text 5", "text 6", "text 3"]);
    }

    #[test]
    fn a_late_refusal_does_not_touch_a_stored_message() {
        let mut timeline = written();
        let _ = timeline.apply(&ServerFrame::Ack(ack(MINE)));
        assert_eq!(timeline.apply(&error(ErrorCode::Forbidden)), Applied::Ignored);
        assert_eq!(status(&timeline), Some(SendState::Sent));
    }
}
