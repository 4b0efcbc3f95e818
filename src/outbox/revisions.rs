//! Edits and deletions of stored messages on their way to the server.
//!
//! Unlike new messages they need no order among messages and no name: of several changes of one message only the last counts,
//! and making the same one again changes nothing. So there is at most one per message, shown at once and sent until the
//! server has answered.

use serde::{Deserialize, Serialize};

use crate::{backoff::ceiling_ms, ids::Seq, problem::ErrorCode, sorted_map::SortedMap};

/// What is to become of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The new text; none to delete it.
    pub content: Option<String>,
    /// How far it has come.
    #[serde(skip)]
    pub state: RevisionState,
    #[serde(skip)]
    put_off: u32,
    #[serde(skip)]
    not_before_ms: u64,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionState {
    /// Waits for its turn or for a connection.
    Queued,
    /// On its way.
    Sending,
    /// The server has it; its broadcast has not arrived yet.
    Saved,
    /// Refused for good, and why.
    Failed(ErrorCode),
    /// An earlier page made it and did not see the answer. What it would change may have changed since: its author decides.
    Unsure,
}

impl Default for RevisionState {
    /// As it is read from the shelf.
    fn default() -> Self {
        Self::Unsure
    }
}

/// The changes of one group's messages that the server has not confirmed, by the message's seq.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    all: SortedMap<Seq, Revision>,
}

impl Revisions {
    /// All of them, by the message's seq.
    pub fn all(&self) -> impl Iterator<Item = (Seq, &Revision)> {
        self.all.iter().map(|(seq, revision)| (*seq, revision))
    }

    /// The change of this message.
    pub fn get(&self, seq: Seq) -> Option<&Revision> {
        self.all.get(&seq)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Changes a message, in place of what was to become of it before.
    pub fn put(&mut self, seq: Seq, content: Option<String>) {
        let revision = Revision { content, state: RevisionState::Queued, put_off: 0, not_before_ms: 0 };
        self.all.insert(seq, revision);
    }

    /// Takes up what an earlier page left.
    pub fn restore(&mut self, seq: Seq, revision: Revision) {
        if !self.all.contains_key(&seq) {
            self.all.insert(seq, revision);
        }
    }

    /// What to send now, one at a time per message. It is on its way from then on.
    pub fn take_next(&mut self, now_ms: u64) -> Option<(Seq, Option<String>)> {
        let due = |revision: &Revision| revision.state == RevisionState::Queued && revision.not_before_ms <= now_ms;
        let (seq, revision) = self.all.iter_mut().find(|(_, revision)| due(revision))?;
        revision.state = RevisionState::Sending;
        Some((*seq, revision.content.clone()))
    }

    /// The server answered what was sent as `content`. An answer to an older wish than the present one changes nothing.
    pub fn answered(&mut self, seq: Seq, content: Option<&str>, answer: Result<(), ErrorCode>, now_ms: u64) {
        let Some(revision) = self.all.get_mut(&seq) else { return };
        if revision.content.as_deref() != content || revision.state != RevisionState::Sending {
            return;
        }
        match answer {
            Ok(()) => revision.state = RevisionState::Saved,
            Err(code) if code.is_temporary() => {
                revision.state = RevisionState::Queued;
                revision.not_before_ms = now_ms.saturating_add(ceiling_ms(revision.put_off));
                revision.put_off = revision.put_off.saturating_add(1);
            }
            Err(code) => revision.state = RevisionState::Failed(code),
        }
    }

    /// The network is there again: nothing has to wait any longer.
    pub fn hurry(&mut self) {
        for (_, revision) in self.all.iter_mut() {
            (revision.put_off, revision.not_before_ms) = (0, 0);
        }
    }

    /// A failed change is sent again. Says whether there was one.
    pub fn retry(&mut self, seq: Seq) -> bool {
        let stuck =
            |revision: &&mut Revision| matches!(revision.state, RevisionState::Failed(_) | RevisionState::Unsure);
        let Some(revision) = self.all.get_mut(&seq).filter(stuck) else { return false };
        (revision.state, revision.put_off, revision.not_before_ms) = (RevisionState::Queued, 0, 0);
        true
    }

    /// Forgets a change. Says whether there was one.
    pub fn discard(&mut self, seq: Seq) -> bool {
        self.all.remove(&seq).is_some()
    }

    /// Whether the server has made the change of this message.
    pub fn is_saved(&self, seq: Seq) -> bool {
        self.all.get(&seq).is_some_and(|revision| revision.state == RevisionState::Saved)
    }

    /// The log says what became of the message: what is saved need not be shown in its place any longer. Says whether it was.
    pub fn logged(&mut self, seq: Seq) -> bool {
        self.is_saved(seq) && self.discard(seq)
    }

    /// The same for all messages: a page has just said how they are.
    pub fn all_logged(&mut self) {
        self.all.retain(|(_, revision)| revision.state != RevisionState::Saved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Seq = Seq(1);

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn state(revisions: &Revisions) -> Option<RevisionState> {
        revisions.get(ONE).map(|revision| revision.state)
    }

    #[test]
    fn a_change_is_shown_until_the_log_tells_it() {
        let mut revisions = Revisions::default();
        revisions.put(ONE, text("a"));
        assert_eq!(revisions.take_next(0), Some((ONE, text("a"))));
        assert_eq!(revisions.take_next(0), None, "once");
        assert!(!revisions.logged(ONE), "that was another one's");
        revisions.answered(ONE, Some("a"), Ok(()), 0);
        assert_eq!(state(&revisions), Some(RevisionState::Saved));
        assert!(revisions.logged(ONE) && revisions.is_empty());
    }

    #[test]
    fn of_two_changes_the_last_one_counts() {
        let mut revisions = Revisions::default();
        revisions.put(ONE, text("a"));
        assert!(revisions.take_next(0).is_some());
        revisions.put(ONE, None);
        revisions.answered(ONE, Some("a"), Ok(()), 0);
        assert_eq!(state(&revisions), Some(RevisionState::Queued), "the answer was to the first one");
        assert_eq!(revisions.take_next(0), Some((ONE, None)));
    }

    #[test]
    fn without_a_connection_it_is_tried_ever_more_rarely_and_at_once_when_there_is_one() {
        let mut revisions = Revisions::default();
        revisions.put(ONE, text("a"));
        for wait in [500, 1_000, 2_000] {
            assert!(revisions.take_next(0).is_some());
            revisions.answered(ONE, Some("a"), Err(ErrorCode::Unavailable), 0);
            assert_eq!(revisions.take_next(wait - 1), None);
            revisions.all.iter_mut().for_each(|(_, revision)| revision.not_before_ms -= wait);
        }
        assert!(revisions.take_next(0).is_some());
        revisions.answered(ONE, Some("a"), Err(ErrorCode::Unavailable), 0);
        revisions.hurry();
        assert!(revisions.take_next(0).is_some());
    }

    #[test]
    fn what_is_refused_waits_for_its_author() {
        let mut revisions = Revisions::default();
        revisions.put(ONE, text("a"));
        assert!(revisions.take_next(0).is_some());
        revisions.answered(ONE, Some("a"), Err(ErrorCode::Conflict), 0);
        assert_eq!(
            (state(&revisions), revisions.take_next(u64::MAX)),
            (Some(RevisionState::Failed(ErrorCode::Conflict)), None)
        );
        assert!(revisions.retry(ONE) && !revisions.retry(ONE));
        assert!(revisions.take_next(0).is_some() && revisions.discard(ONE));
    }

    #[test]
    fn what_an_earlier_page_left_is_not_sent_unasked() {
        let kept = serde_json::to_string(&Revision {
            content: text("a"),
            state: RevisionState::Sending,
            put_off: 3,
            not_before_ms: 9,
        });
        let mut revisions = Revisions::default();
        revisions.restore(ONE, serde_json::from_str(&kept.expect("serialises")).expect("reads"));
        assert_eq!((state(&revisions), revisions.take_next(u64::MAX)), (Some(RevisionState::Unsure), None));
        assert!(revisions.retry(ONE));
        assert_eq!(revisions.take_next(0), Some((ONE, text("a"))));
    }
}
