//! What a device says by itself: subscriptions, and what waits to be sent.

use tertulia::{
    api::{NewMessage, PageQuery},
    ids::Epoch,
    protocol::{ClientFrame, SendMessage},
    timeline::Timeline,
};
use tokio::time::Instant;

use super::{Device, Stage, chat::Subscription, session::End, wire::Wire};
use crate::record::Entry;

impl Device {
    /// Subscribes where it does not yet, and sends what may be sent.
    pub(super) async fn speak(&mut self, wire: &mut Wire) -> Result<(), End> {
        for number in 0..self.chats.len() {
            self.subscribe(number, wire).await?;
            self.send(number, wire).await?;
        }
        Ok(())
    }

    async fn subscribe(&mut self, number: usize, wire: &mut Wire) -> Result<(), End> {
        let chat = &mut self.chats[number];
        let wanted = chat.member && chat.subscription == Subscription::None;
        let Some((after, epoch)) = chat.timeline.as_ref().filter(|_| wanted).map(Timeline::subscribe_from) else {
            return Ok(());
        };
        let (group, doubts) = (chat.place.id, std::mem::take(&mut chat.doubts));
        chat.subscription = Subscription::Asked;
        self.record.entries.push(Entry::Subscribing { group, after });
        let epoch = Some(if doubts { Epoch::random() } else { epoch });
        say(wire, &ClientFrame::Subscribe { group_id: Some(group), after: Some(after), epoch }).await
    }

    async fn send(&mut self, number: usize, wire: &mut Wire) -> Result<(), End> {
        let now_ms = self.now_ms();
        let Some((entry, http)) = self.chats[number].next_to_send(now_ms) else { return Ok(()) };
        let (client_id, content) = (Some(entry.client_id), entry.content);
        if http {
            let message = NewMessage { content, client_id, reply_to: None, sender_id: None };
            self.post(number, message);
            return Ok(());
        }
        let group_id = Some(self.chats[number].place.id);
        let message = SendMessage { group_id, client_id, content, reply_to: None, sender_id: None };
        say(wire, &ClientFrame::SendMessage(message)).await
    }

    /// Loads the pages that timelines wait for, looks whether a membership is back, and comes back by itself in the end.
    pub(super) fn load_where_needed(&mut self) {
        let settling = self.stage() == Stage::Settling;
        for number in 0..self.chats.len() {
            let chat = &self.chats[number];
            if chat.loading {
                continue;
            }
            let asked = match &chat.timeline {
                _ if !chat.member && Instant::now() < chat.look_at => None,
                _ if !chat.member && settling => {
                    self.join(number);
                    None
                }
                _ if !chat.member => Some(PageQuery::Newest),
                None => Some(PageQuery::Newest),
                Some(timeline) if timeline.awaits_page() => Some(PageQuery::Newest),
                Some(timeline) => timeline.gap_before().map(PageQuery::Before),
            };
            if let Some(asked) = asked {
                self.load(number, asked);
            }
        }
    }
}

/// Says it, or the socket is over.
pub(super) async fn say(wire: &mut Wire, frame: &ClientFrame) -> Result<(), End> {
    if wire.say(frame).await { Ok(()) } else { Err(End(None)) }
}
