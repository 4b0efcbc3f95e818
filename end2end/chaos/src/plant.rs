//! A fault on purpose, in what one device receives: shows that the checker looks.

use std::collections::VecDeque;

use tertulia::{
    ids::MessageId,
    log_event::{Change, LogEvent},
    protocol::ServerFrame,
};

use crate::args::Plant;

/// Every so many messages.
const EVERY: u32 = 10;

/// Between a socket and its device.
#[derive(Debug, Default)]
pub(crate) struct FaultInjector {
    plant: Option<Plant>,
    messages: u32,
    /// A message that waits for the one after it.
    kept: Option<ServerFrame>,
    ready: VecDeque<ServerFrame>,
}

impl FaultInjector {
    pub(crate) fn new(plant: Option<Plant>) -> Self {
        Self { plant, ..Self::default() }
    }

    /// A new socket: what was kept of the last one is gone with it.
    pub(crate) fn begin(&mut self) {
        self.kept = None;
        self.ready.clear();
    }

    /// Plants nothing any more, and gives what it kept.
    pub(crate) fn stop(&mut self) {
        self.plant = None;
        self.ready.extend(self.kept.take());
    }

    /// Takes a frame in; what the device receives of it is taken out with [`FaultInjector::take`].
    pub(crate) fn put(&mut self, frame: ServerFrame) {
        let counts = self.plant.is_some() && frame.message().is_some();
        self.messages += u32::from(counts);
        if !counts || !self.messages.is_multiple_of(EVERY) {
            let follows = frame.log_position().is_some();
            self.ready.push_back(frame);
            self.ready.extend(self.kept.take_if(|_| follows));
            return;
        }
        match self.plant {
            Some(Plant::Loss) => {}
            Some(Plant::Reorder) => self.kept = Some(frame),
            Some(Plant::Duplicate) => self.ready.extend([frame.clone(), frame]),
            Some(Plant::Phantom) => self.ready.extend([phantom(&frame), frame]),
            None => self.ready.push_back(frame),
        }
    }

    /// What the device receives next.
    pub(crate) fn take(&mut self) -> Option<ServerFrame> {
        self.ready.pop_front()
    }
}

/// A message at the same place as a stored one, which nobody stored.
fn phantom(frame: &ServerFrame) -> ServerFrame {
    let mut frame = frame.clone();
    if let ServerFrame::Event(LogEvent { change: Change::Message(message), .. }) = &mut frame {
        message.id = MessageId::random();
        message.client_id = None;
        message.content = Some("boo".to_owned());
    }
    frame
}

#[cfg(test)]
mod tests {
    use tertulia::{
        api::Message,
        clock::Timestamp,
        ids::{GroupId, Seq, UserId},
    };

    use super::*;

    fn message(seq: u64) -> ServerFrame {
        let (id, author, at) = (MessageId::random(), UserId::random(), Timestamp::from_millis(0));
        let message = Message::new(Seq(seq), id, author, String::new(), Some("hola".to_owned()), at);
        ServerFrame::Event(LogEvent::of_message(GroupId::random(), message))
    }

    fn seqs(plant: Option<Plant>) -> Vec<u64> {
        let mut planter = FaultInjector::new(plant);
        (1..=12).for_each(|seq| planter.put(message(seq)));
        std::iter::from_fn(|| planter.take()).filter_map(|frame| frame.log_position()).map(|(_, seq)| seq.0).collect()
    }

    #[test]
    fn the_tenth_message_is_what_is_asked_for() {
        assert_eq!(seqs(None), (1..=12).collect::<Vec<_>>());
        assert_eq!(seqs(Some(Plant::Loss)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]);
        assert_eq!(seqs(Some(Plant::Duplicate)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11, 12]);
        assert_eq!(seqs(Some(Plant::Reorder)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10, 12]);
        assert_eq!(seqs(Some(Plant::Phantom)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11, 12]);
    }
}
