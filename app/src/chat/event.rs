//! Everything that can happen to a conversation, as one queue: nothing acts on it but the driver in [`live`](crate::live).

use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tertulia::client::Input;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// Something that the conversation's client has to know.
    Client(Input),
    /// The person can write through the page from now on; what was written before lies in the storage.
    CameAlive,
    /// Another tab changed the text under this key of the storage.
    Stored(String, Option<String>),
}

/// Where events are put. Cheap to clone.
#[derive(Clone, Debug)]
pub struct EventSender(UnboundedSender<Event>);

impl EventSender {
    /// A queue, and the end that the driver reads.
    pub fn new() -> (Self, UnboundedReceiver<Event>) {
        let (sender, receiver) = mpsc::unbounded();
        (Self(sender), receiver)
    }

    /// Puts an event in. Without effect once the conversation was left.
    pub fn post(&self, event: Event) {
        let _ = self.0.unbounded_send(event);
    }
}
