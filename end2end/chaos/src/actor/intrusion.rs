//! What nobody may do.

use tertulia::{
    api::PageQuery,
    ids::{ClientMessageId, GroupId, Seq},
    protocol::{ClientFrame, SendMessage},
};

use super::Actor;
use crate::{participants::Kind, plan::Step, trace::Entry};

impl Actor {
    /// Tries what only members may: in a group that was left, or, as an outsider, in any.
    pub(super) fn intrude(&mut self, step: Step) {
        let outsider = self.device.setup.kind == Kind::Outsider;
        let number = step.pick % self.device.setup.groups.len();
        let group = self.device.setup.groups[number].id;
        let is_open = self.device.conversations.get(number).is_some_and(|one| one.living().is_some());
        if is_open || self.device.setup.is_one_group() {
            return;
        }
        self.device.ensure_socket();
        let (group_id, client_id, content) = (Some(group), ClientMessageId::random(), self.text("intruder ", 2));
        match step.pick / 7 % 4 {
            0 if outsider => self.try_page(group),
            1 if outsider => self.device.say(&ClientFrame::Subscribe { group_id, after: Some(Seq::ZERO), epoch: None }),
            2 => {
                self.note(Entry::Revising { content: content.clone() });
                self.device.say(&ClientFrame::EditMessage { group_id, seq: Seq(3), content });
            }
            _ => {
                self.note(Entry::Wrote { group, client_id, content: content.clone(), is_kept: false });
                let client_id = Some(client_id);
                let message =
                    SendMessage { group_id, client_id, content, reply_to: None, sender_id: None, question: false };
                self.device.say(&ClientFrame::SendMessage(message));
            }
        }
    }

    fn try_page(&mut self, group: GroupId) {
        let asked = PageQuery::Newest;
        self.device.call(
            move |api, token| async move { api.page(&token, group, asked).await },
            move |device, page| {
                device.trace.entries.extend(page.ok().map(|page| Entry::Page { group, asked, page }));
            },
        );
    }
}
