//! A page: the real timeline, outbox and waits, and around them what the browser's half does with them (`app/src/live`).

mod hear;

use std::collections::{BTreeMap, BTreeSet};

use super::{mutant::Mutant, network::SocketId};
use crate::{
    api::Page as History,
    backoff::Backoff,
    ids::{ClientId, Epoch, Seq, UserId},
    now::Now,
    outbox::{Entry, Outbox},
    protocol::{ClientFrame, SendMessage},
    timeline::Timeline,
};

/// A page hears something at least this often, in milliseconds.
const SILENCE_MS: u64 = 40_000;
/// The first frame comes within this time, in milliseconds.
const OPENING_MS: u64 = 15_000;
/// How long to wait before the newest page is asked for again, in milliseconds.
const RELOAD_MS: u64 = 2_000;

/// What a person's pages keep in the browser, by client id, as text.
pub(super) type Shelf = BTreeMap<ClientId, String>;

/// What a page wants done.
#[derive(Debug)]
pub(super) enum Wish {
    Connect { after: Seq, epoch: Epoch },
    HangUp(SocketId),
    Say(SocketId, ClientFrame),
    Load { before: Option<Seq> },
}

#[derive(Debug)]
pub(super) struct Page {
    pub(super) person: usize,
    me: UserId,
    pub(super) timeline: Timeline,
    pub(super) outbox: Outbox,
    backoff: Backoff,
    /// Counts how often it was loaded.
    pub(super) life: u32,
    /// Whether it is open.
    pub(super) open: bool,
    pub(super) link: Option<SocketId>,
    pub(super) subscribed: bool,
    heard_at: u64,
    retry_at: Option<u64>,
    asked_from: Option<Seq>,
    loading: bool,
    reload_at: Option<u64>,
    pub(super) wishes: Vec<Wish>,
    mutant: Option<Mutant>,
    /// What it was told is stored, and where: by its author's name or by the server's.
    pub(super) believed: Vec<(Seq, Belief)>,
    /// When it was loaded; its own clock counts from then.
    pub(super) loaded_at: u64,
    /// Messages about which their author was asked, for they had waited too long by one of her clocks; others went ahead meanwhile.
    pub(super) asked: BTreeSet<ClientId>,
}

/// A message that a page takes for stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belief {
    Acknowledged(ClientId),
    Told(crate::ids::MessageId),
}

impl Page {
    pub(super) fn new(person: usize, me: UserId, history: History, mutant: Option<Mutant>) -> Self {
        Self {
            person,
            me,
            timeline: Timeline::from_page(me, history),
            outbox: Outbox::default(),
            backoff: Backoff::default(),
            life: 0,
            open: true,
            link: None,
            subscribed: false,
            heard_at: 0,
            retry_at: None,
            asked_from: None,
            loading: false,
            reload_at: None,
            wishes: Vec::new(),
            mutant,
            believed: Vec::new(),
            loaded_at: 0,
            asked: BTreeSet::new(),
        }
    }

    /// Loaded anew: only the shelf is left of what it knew.
    pub(super) fn load(&mut self, history: History, shelf: &mut Shelf, now: Now, loaded_at: u64) {
        let fresh = Self::new(self.person, self.me, history, self.mutant);
        let (believed, asked) = (std::mem::take(&mut self.believed), std::mem::take(&mut self.asked));
        *self = Self { life: self.life + 1, believed, asked, loaded_at, ..fresh };
        self.restore(shelf, now);
        self.connect(now);
    }

    fn restore(&mut self, shelf: &mut Shelf, now: Now) {
        if self.mutant == Some(Mutant::ForgetsTheShelf) {
            return;
        }
        let mut entries: Vec<Entry> = shelf.values().map(|json| serde_json::from_str(json).expect("reads")).collect();
        entries.sort_by_key(|entry| entry.written_at_ms);
        for entry in entries {
            let Entry { client_id, reply_to, written_at_ms, .. } = entry;
            if self.timeline.push_pending(client_id, entry.content.clone(), reply_to, written_at_ms) {
                self.outbox.adopt(entry, 0, now);
            } else {
                shelf.remove(&client_id);
            }
        }
    }

    /// The person writes.
    pub(super) fn write(&mut self, client_id: ClientId, text: String, shelf: &mut Shelf, now: Now) {
        self.outbox.push(client_id, text.clone(), None, now).expect("not full");
        let entry = self.outbox.entry(client_id).expect("just put there");
        self.timeline.push_pending(client_id, text, None, entry.written_at_ms);
        shelf.insert(client_id, serde_json::to_string(entry).expect("serialises"));
        self.pump(now);
    }

    /// What waits are counted by.
    fn clock(&self, now: Now) -> u64 {
        if self.mutant == Some(Mutant::CountsByTheWall) { now.wall_ms } else { now.elapsed_ms }
    }

    pub(super) fn connect(&mut self, now: Now) {
        let (after, epoch) = self.timeline.subscribe_from();
        (self.subscribed, self.retry_at, self.heard_at) = (false, None, self.clock(now));
        self.wishes.push(Wish::Connect { after, epoch });
    }

    /// Time passes.
    pub(super) fn tick(&mut self, shelf: &mut Shelf, now: Now, draw: f64) {
        let elapsed = self.clock(now);
        if self.retry_at.is_some_and(|at| at <= elapsed) {
            self.connect(now);
        } else if self.link.is_some() {
            let patience = if self.subscribed { SILENCE_MS } else { OPENING_MS };
            if elapsed.saturating_sub(self.heard_at) > patience {
                self.lost(shelf, now, draw);
            }
        }
        if self.reload_at.is_some_and(|at| at <= elapsed) {
            self.ask_newest();
        }
        if let Some(client_id) = self.outbox.expired(elapsed) {
            self.timeline.mark_queued(client_id);
        }
        self.answer(shelf, now);
        self.pump(now);
    }

    /// The author means what she was asked about.
    fn answer(&mut self, shelf: &mut Shelf, now: Now) {
        let asked: Vec<_> =
            self.outbox.entries().iter().filter(|entry| entry.asks).map(|entry| entry.client_id).collect();
        for client_id in asked {
            self.outbox.retry(client_id, now);
            let entry = self.outbox.entry(client_id).expect("still there");
            shelf.insert(client_id, serde_json::to_string(entry).expect("serialises"));
        }
    }

    /// The connection broke.
    pub(super) fn lost(&mut self, shelf: &mut Shelf, now: Now, draw: f64) {
        self.wishes.extend(self.link.take().map(Wish::HangUp));
        (self.subscribed, self.asked_from) = (false, None);
        if let Some(client_id) = self.outbox.connection_lost() {
            if self.mutant == Some(Mutant::TrustsTheConnection) {
                self.stored(client_id, shelf);
            } else if self.mutant == Some(Mutant::RenamesOnRetry) {
                self.rename(client_id, shelf, now);
            } else {
                self.timeline.mark_queued(client_id);
            }
        }
        self.retry_at = Some(self.clock(now) + self.backoff.next_delay_ms(draw));
    }

    /// A planted mistake.
    fn rename(&mut self, client_id: ClientId, shelf: &mut Shelf, now: Now) {
        let Some(entry) = self.outbox.entries().iter().find(|entry| entry.client_id == client_id).cloned() else {
            return;
        };
        let (high, low) = client_id.as_uuid().as_u64_pair();
        self.outbox.discard(client_id);
        self.timeline.discard(client_id);
        shelf.remove(&client_id);
        let other = ClientId::from(uuid::Uuid::from_u64_pair(high + 1, low));
        self.write(other, entry.content, shelf, now);
    }

    fn stored(&mut self, client_id: ClientId, shelf: &mut Shelf) {
        if self.outbox.acked(client_id) {
            shelf.remove(&client_id);
        }
    }

    fn subscribe(&mut self) {
        let (after, epoch) = self.timeline.subscribe_from();
        self.asked_from = Some(after);
        self.say(ClientFrame::Subscribe { group_id: None, after: Some(after), epoch: Some(epoch) });
    }

    fn say(&mut self, frame: ClientFrame) -> bool {
        let link = self.link.filter(|_| self.subscribed);
        self.wishes.extend(link.map(|link| Wish::Say(link, frame)));
        link.is_some()
    }

    /// Sends what may go.
    fn pump(&mut self, now: Now) {
        let elapsed = self.clock(now);
        if self.mutant == Some(Mutant::SendsAllAtOnce) {
            return self.pump_all(elapsed);
        }
        self.asked.extend(self.outbox.ask(now));
        let Some(entry) = self.outbox.next_to_send(elapsed).cloned() else { return };
        if self.say(send_frame(&entry)) {
            self.outbox.mark_sending(entry.client_id, elapsed);
            self.timeline.mark_sending(entry.client_id);
        }
    }

    /// A planted mistake.
    fn pump_all(&mut self, now: u64) {
        let Some(first) = self.outbox.next_to_send(now).map(|entry| entry.client_id) else { return };
        for entry in self.outbox.entries().to_vec() {
            self.say(send_frame(&entry));
        }
        self.outbox.mark_sending(first, now);
    }

    /// Whether it has everything up to `head` and nothing of its own is left to send.
    pub(super) fn is_settled(&self, head: Seq) -> bool {
        self.open
            && self.subscribed
            && self.outbox.is_empty()
            && self.timeline.cursor() == head
            && !self.timeline.awaits_page()
    }
}

fn send_frame(entry: &Entry) -> ClientFrame {
    ClientFrame::SendMessage(SendMessage {
        group_id: None,
        client_id: Some(entry.client_id),
        content: entry.content.clone(),
        reply_to: entry.reply_to,
        sender_id: None,
    })
}
