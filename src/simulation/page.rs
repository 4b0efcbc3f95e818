//! A page: the real client, and the little that drives it.

use std::collections::{BTreeMap, BTreeSet};

use super::{mutant::Mutant, network::SocketId};
use crate::{
    api::Page as History,
    client::{BrowserEvent, Client, ClientConfig, Input, Output, SocketEvent, StorageWrite, UserAction, Wanted},
    ids::{ClientMessageId, Seq, UserId},
    log_event::Change,
    message::Content,
    now::Now,
    problem::ErrorCode,
    protocol::ServerFrame,
    timeline::{Timeline, model::id},
};

/// What a person's pages keep in the browser, by client id, as text.
pub(super) type Shelf = BTreeMap<ClientMessageId, String>;

#[derive(Debug)]
pub(super) struct Page {
    pub(super) person: usize,
    me: UserId,
    pub(super) client: Client,
    /// Counts how often it was loaded.
    pub(super) life: u32,
    /// Whether it is open.
    pub(super) open: bool,
    /// Its connection, and what its client calls that.
    pub(super) link: Option<SocketId>,
    attempt: u32,
    /// What its client wants done.
    pub(super) wishes: Vec<Output>,
    mutant: Option<Mutant>,
    /// What it was told is stored, and where: by its author's name or by the server's.
    pub(super) believed: Vec<(Seq, Belief)>,
    /// When it was loaded; its own clock counts from then.
    pub(super) loaded_at: u64,
    /// Messages about which their author was asked, for they had waited too long by one of her clocks; others went ahead meanwhile.
    pub(super) asked: BTreeSet<ClientMessageId>,
}

/// A message that a page takes for stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belief {
    Acknowledged(ClientMessageId),
    Told(crate::ids::MessageId),
}

impl Page {
    pub(super) fn new(person: usize, me: UserId, history: History, mutant: Option<Mutant>) -> Self {
        Self {
            person,
            me,
            client: client(me, history, 0, mutant, Now::default()),
            life: 0,
            open: true,
            link: None,
            attempt: 0,
            wishes: Vec::new(),
            mutant,
            believed: Vec::new(),
            loaded_at: 0,
            asked: BTreeSet::new(),
        }
    }

    /// Loaded anew: only the shelf is left of what it knew.
    pub(super) fn load(&mut self, history: History, shelf: &mut Shelf, now: Now, loaded_at: u64, seed: u64) {
        self.client = client(self.me, history, seed, self.mutant, self.clock(now));
        (self.life, self.link, self.loaded_at) = (self.life + 1, None, loaded_at);
        self.wishes.clear();
        let forgets = self.mutant == Some(Mutant::ForgetsTheShelf);
        let queued = if forgets { Vec::new() } else { shelf.values().cloned().collect() };
        self.happen(Input::Started { queued, revisions: Vec::new() }, shelf, now);
    }

    /// What waits are counted by.
    fn clock(&self, now: Now) -> Now {
        let by_the_wall = self.mutant == Some(Mutant::CountsByTheWall);
        Now { elapsed_ms: if by_the_wall { now.wall_ms } else { now.elapsed_ms }, ..now }
    }

    /// Its client is told something. What it wants kept is kept at once, as a browser does.
    fn happen(&mut self, input: Input, shelf: &mut Shelf, now: Now) {
        for output in self.client.handle(input, self.clock(now)) {
            match output {
                Output::Store(StorageWrite::Queued(client_id, json)) => drop(shelf.insert(client_id, json)),
                Output::Store(StorageWrite::Stored(client_id) | StorageWrite::GivenUp(client_id)) => {
                    drop(shelf.remove(&client_id));
                }
                output => self.wishes.push(output),
            }
        }
        let asks = self.client.outbox().entries().iter().filter(|entry| entry.asks);
        self.asked.extend(asks.map(|entry| entry.client_id));
    }

    /// The person writes.
    pub(super) fn write(&mut self, client_id: ClientMessageId, text: &str, shelf: &mut Shelf, now: Now) {
        let content = Content::parse(text).expect("a text");
        self.happen(Input::User(UserAction::Sent(client_id, content, Default::default())), shelf, now);
    }

    /// Its client has a connection from now on.
    pub(super) const fn connected(&mut self, socket: SocketId, attempt: u32) {
        (self.link, self.attempt) = (Some(socket), attempt);
    }

    /// Time passes, and the author means what she was asked about.
    pub(super) fn tick(&mut self, shelf: &mut Shelf, now: Now) {
        self.happen(Input::Browser(BrowserEvent::Tick), shelf, now);
        let asks = self.client.outbox().entries().iter().filter(|entry| entry.asks);
        for client_id in asks.map(|entry| entry.client_id).collect::<Vec<_>>() {
            self.happen(Input::User(UserAction::Retried(client_id)), shelf, now);
        }
    }

    /// The connection broke.
    pub(super) fn lost(&mut self, shelf: &mut Shelf, now: Now) {
        self.happen(Input::Socket(self.attempt, SocketEvent::Closed(None)), shelf, now);
    }

    /// A frame of the living connection.
    pub(super) fn told(&mut self, frame: &ServerFrame, shelf: &mut Shelf, now: Now) {
        let (before, mut told) = (self.client.timeline().cursor(), frame.clone());
        if self.mutant == Some(Mutant::AppliesWhateverComes) {
            renumber(&mut told, before.next());
        }
        self.happen(Input::Socket(self.attempt, SocketEvent::Frame(Box::new(told))), shelf, now);
        match frame {
            ServerFrame::Ack(ack) => self.believed.push((ack.seq, Belief::Acknowledged(ack.client_id))),
            frame => {
                let applied = self.client.timeline().cursor() > before;
                if let Some(message) = frame.message().filter(|_| applied) {
                    self.believed.push((message.seq, Belief::Told(message.id)));
                }
            }
        }
    }

    /// The reader scrolls up.
    pub(super) fn scroll(&mut self, shelf: &mut Shelf, now: Now) {
        let wanted = if self.client.timeline().gap_before().is_some() { Wanted::Gap } else { Wanted::Older };
        self.happen(Input::User(UserAction::Wants(wanted)), shelf, now);
    }

    /// A page of history is here, or is not to be had now.
    pub(super) fn history(
        &mut self,
        wanted: Wanted,
        before: Option<Seq>,
        page: Option<History>,
        shelf: &mut Shelf,
        now: Now,
    ) {
        self.happen(Input::Page(wanted, before, page.ok_or(ErrorCode::Unavailable)), shelf, now);
    }

    /// Whether it has everything up to `head` and nothing of its own is left to send.
    pub(super) fn is_settled(&self, head: Seq) -> bool {
        let timeline = self.client.timeline();
        self.open
            && self.client.online().is_some()
            && self.client.outbox().is_empty()
            && timeline.cursor() == head
            && !timeline.awaits_page()
            && timeline.stale_before().is_none()
    }
}

fn client(me: UserId, history: History, seed: u64, mutant: Option<Mutant>, now: Now) -> Client {
    let timeline = Timeline::from_page(me, history);
    let beginning = ClientConfig {
        group: id(1),
        me,
        timeline,
        read: Seq::ZERO,
        unread: 0,
        is_history: false,
        is_online: true,
        is_visible: true,
        seed,
        now,
    };
    let mut client = Client::new(beginning);
    client.mutant = mutant;
    client
}

/// A planted mistake: whatever comes is made the next.
fn renumber(frame: &mut ServerFrame, next: Seq) {
    if let ServerFrame::Event(event) = frame {
        event.seq = next;
        if let Change::Message(message) = &mut event.change {
            message.seq = next;
        }
    }
}
