//! What the person does, and who sees to it.

use super::{Client, UserAction};
use crate::{now::Now, protocol::ClientFrame};

impl Client {
    pub(super) fn act(&mut self, action: UserAction, now: Now) {
        match action {
            UserAction::Sent(client_id, content, options) => self.send(client_id, content, options, now),
            UserAction::Tapped(seq, emoji) => self.tap(seq, emoji),
            UserAction::Pinned(seq, on) => {
                self.say(ClientFrame::Pin { group_id: Some(self.group), seq, on });
            }
            UserAction::Answered(seq, answer, on) => {
                let (group_id, answer_seq) = (Some(self.group), Some(answer));
                self.say(ClientFrame::Answer { group_id, seq, answer_seq, on });
            }
            UserAction::Retried(client_id) => self.retry(client_id, now),
            UserAction::Discarded(client_id) => self.discard(client_id, now),
            UserAction::Rewrote(client_id, renamed, content) => self.rewrite(client_id, renamed, content, now),
            UserAction::Revised(seq, content) => self.revise(seq, content, now),
            UserAction::RetriedRevision(seq) => self.retry_revision(seq, now),
            UserAction::DiscardedRevision(seq) => self.discard_revision(seq),
            UserAction::Typed => {
                if self.is_open() && self.throttle.typed(now.elapsed_ms) {
                    self.say(ClientFrame::Typing { group_id: Some(self.group) });
                }
            }
            UserAction::Wants(wanted) => self.load(wanted, now),
            UserAction::WantsEnd => self.go_to_end(now),
        }
    }
}
