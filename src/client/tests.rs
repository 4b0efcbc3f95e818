//! The rules that the schedules of the simulation cannot tell apart, one by one.

mod background_sync;
mod link;
mod pages;
mod queue;
mod reading;
mod revise;
mod rows;

use std::ops::RangeInclusive;

use super::*;
use crate::{
    api::Page,
    clock::Timestamp,
    ids::ClientMessageId,
    message::Content,
    protocol::{Ack, ClientFrame, ServerFrame},
    timeline::model::{self, ANA, ME, epoch, id, new_message},
};

/// A client with two clocks that both say the same.
struct Rig {
    client: Client,
    ms: u64,
}

impl Rig {
    /// One that has messages up to `head`, all of them another's and read.
    fn new(head: u64) -> Self {
        Self::with(head, head)
    }

    /// One whose reader has seen as far as `read`.
    fn with(head: u64, read: u64) -> Self {
        let timeline = Timeline::from_page(me(), page(1..=head, head));
        let client = Client::new(ClientConfig {
            group: id(1),
            me: me(),
            timeline,
            read: Seq(read),
            unread: head - read,
            is_history: false,
            is_online: true,
            is_visible: true,
            seed: 7,
            now: Now::both(0),
        });
        Self { client, ms: 0 }
    }

    /// One that is connected and has caught up.
    fn open(head: u64) -> Self {
        let mut rig = Self::new(head);
        rig.begin();
        rig.subscribed();
        rig
    }

    fn begin(&mut self) -> Vec<Output> {
        self.tell(Input::Started { queued: Vec::new(), revisions: Vec::new() })
    }

    fn tell(&mut self, input: Input) -> Vec<Output> {
        self.client.handle(input, Now::both(self.ms))
    }

    fn frame(&mut self, frame: ServerFrame) -> Vec<Output> {
        let attempt = self.client.link.attempt;
        self.tell(Input::Socket(attempt, SocketEvent::Frame(Box::new(frame))))
    }

    fn closed(&mut self, code: Option<u16>) -> Vec<Output> {
        let attempt = self.client.link.attempt;
        self.tell(Input::Socket(attempt, SocketEvent::Closed(code)))
    }

    /// The server listens, and there was nothing to be told.
    fn subscribed(&mut self) -> Vec<Output> {
        let head = self.client.timeline().cursor();
        let mut outputs = self.frame(subscribed(head));
        outputs.extend(self.frame(live(head)));
        outputs
    }

    /// So much time passes, and the client looks at its deadlines.
    fn wait(&mut self, ms: u64) -> Vec<Output> {
        self.ms += ms;
        self.tell(Input::Browser(BrowserEvent::Tick))
    }

    fn write(&mut self, n: u64) -> Vec<Output> {
        self.tell(Input::User(UserAction::Sent(id(n), content(&n.to_string()), Default::default())))
    }

    fn acknowledged(&mut self, n: u64, seq: u64) -> Vec<Output> {
        self.frame(ServerFrame::Ack(Ack { client_id: id(n), ..model::ack(seq) }))
    }
}

fn me() -> UserId {
    id(ME)
}

fn content(text: &str) -> Content {
    Content::parse(text).expect("a text")
}

fn page(seqs: RangeInclusive<u64>, head: u64) -> Page {
    let has_more = *seqs.start() > 1;
    model::page(seqs, head, has_more)
}

/// Another's message.
fn told(seq: u64) -> ServerFrame {
    new_message(model::message(seq, ANA))
}

fn subscribed(head: Seq) -> ServerFrame {
    ServerFrame::Subscribed { group_id: id(1), head, epoch: epoch(), online: Vec::new() }
}

fn live(head: Seq) -> ServerFrame {
    ServerFrame::Live { group_id: id(1), head, epoch: epoch() }
}

/// The messages that go out, by name.
fn sent(outputs: &[Output]) -> Vec<ClientMessageId> {
    let name = |output: &Output| match output {
        Output::Say(ClientFrame::SendMessage(message)) => message.client_id,
        _ => None,
    };
    outputs.iter().filter_map(name).collect()
}

fn connects(outputs: &[Output]) -> bool {
    outputs.iter().any(|output| matches!(output, Output::Connect { .. }))
}

fn hangs_up(outputs: &[Output]) -> bool {
    outputs.contains(&Output::HangUp)
}

fn shown(outputs: &[Output]) -> Vec<ConnectionState> {
    let connection = |output: &Output| match output {
        Output::View(ViewEvent::Connection(connection)) => Some(*connection),
        _ => None,
    };
    outputs.iter().filter_map(connection).collect()
}
