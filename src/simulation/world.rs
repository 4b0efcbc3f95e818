//! Everything there is, and the clock: what happens next happens at once, whenever that is.

mod fronts;
mod pages;
mod writers;

use std::collections::BTreeMap;

use super::{
    faults::{self, Deed},
    front::{Command, Front},
    log::Log,
    mutant::Mutant,
    network::{SimulatedSocket, SocketId},
    page::{Page, Shelf},
};
use crate::{
    api::Page as History,
    client::Wanted,
    ids::{ClientMessageId, Epoch, Seq, UserId},
    now::Now,
    protocol::{ClientFrame, ServerFrame},
    random::Random,
    timeline::model::id,
};

/// Who has which pages: Ana has two, which share her shelf.
pub(super) const PAGES: [usize; 4] = [0, 0, 1, 2];
pub(super) const PEOPLE: usize = 3;
/// Servers over the one log. The product has one; two are here so that nothing is built that a second would break.
pub(super) const FRONTS: usize = 2;
/// Messages in a page of history; really 50.
pub(super) const PAGE: usize = 4;
/// How often a page looks at its deadlines, in milliseconds.
const TICK_MS: u64 = 500;
/// How long faults happen, in milliseconds.
pub(super) const STORM_MS: u64 = 20_000;
/// How long after the storm everything is well again at the latest, in milliseconds: a server's silence of 75 s, and a page's
/// of 40 s with the longest wait of 20 s before it tries again.
pub(super) const CALM_MS: u64 = 180_000;

/// What people's clocks say at the beginning, in milliseconds since 1970.
const CLOCK_MS: u64 = 1_800_000_000_000;

/// Something that happens.
#[derive(Debug)]
pub(super) enum Event {
    Tick {
        page: usize,
    },
    Deed(Deed),
    /// At a front: a connection, what comes over it, and its end if anybody learns of that.
    Opened {
        socket: SocketId,
        after: Seq,
        epoch: Epoch,
    },
    Said {
        socket: SocketId,
        frame: ClientFrame,
    },
    Vanished {
        socket: SocketId,
    },
    /// At a front: the log has been read for a subscription; there is room for what waits; time to ping.
    Replayed {
        socket: SocketId,
        after: Option<Seq>,
        epoch: Option<Epoch>,
    },
    Drain {
        socket: SocketId,
    },
    Ping {
        socket: SocketId,
    },
    /// At a front: the disk has answered; another front has told what it wrote.
    Committed {
        front: usize,
        start: u32,
        batch: Vec<Command>,
    },
    Heard {
        front: usize,
        start: u32,
        seq: Seq,
    },
    /// At a page: what came over a connection, and its end.
    Told {
        socket: SocketId,
        frame: ServerFrame,
    },
    Ended {
        socket: SocketId,
    },
    /// A page of history is read, and arrives.
    Asked {
        page: usize,
        life: u32,
        wanted: Wanted,
        before: Option<Seq>,
    },
    Answered {
        page: usize,
        life: u32,
        wanted: Wanted,
        before: Option<Seq>,
        history: Option<History>,
    },
}

/// What a schedule came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) events: u64,
    pub(super) messages: u64,
    pub(super) crashes: u64,
    pub(super) cuts: u64,
    pub(super) resets: u64,
    pub(super) repeats: u64,
    pub(super) clock_jumps: u64,
}

impl Summary {
    pub(super) const fn add(&mut self, other: Self) {
        self.events += other.events;
        self.messages += other.messages;
        self.crashes += other.crashes;
        self.cuts += other.cuts;
        self.resets += other.resets;
        self.repeats += other.repeats;
        self.clock_jumps += other.clock_jumps;
    }

    /// Whether every kind of trouble happened at all.
    pub(super) fn happened_everywhere(self) -> bool {
        let Self { messages, crashes, cuts, resets, repeats, clock_jumps, .. } = self;
        [messages, crashes, cuts, resets, repeats, clock_jumps].into_iter().all(|count| count > 0)
    }
}

#[derive(Debug)]
pub(super) struct World {
    pub(super) now: u64,
    /// What is to happen, and when; what was planned first happens first.
    agenda: BTreeMap<(u64, u64), Event>,
    planned: u64,
    pub(super) random: Random,
    pub(super) mutant: Option<Mutant>,
    pub(super) log: Log,
    pub(super) fronts: Vec<Front>,
    pub(super) pages: Vec<Page>,
    pub(super) shelves: Vec<Shelf>,
    /// What each person's device took for the time at the beginning, as it was set since.
    pub(super) clocks: Vec<u64>,
    pub(super) lines: BTreeMap<SocketId, SimulatedSocket>,
    /// Batches that the disk has not answered yet, those of servers that have crashed meanwhile too.
    pub(super) under_way: usize,
    /// Until when the disk refuses to write.
    pub(super) refuses_until: u64,
    /// What each page's person wrote, in order.
    pub(super) written: Vec<(usize, ClientMessageId)>,
    pub(super) summary: Summary,
}

impl World {
    pub(super) fn new(seed: u64, mutant: Option<Mutant>) -> Self {
        let log = Log::new();
        let up = || Front { up: true, ..Front::default() };
        let page = |person: &usize| {
            let me = user(*person);
            Page::new(*person, me, log.page(None, PAGE, me), mutant)
        };
        let pages: Vec<Page> = PAGES.iter().map(page).collect();
        let mut world = Self {
            now: 0,
            agenda: BTreeMap::new(),
            planned: 0,
            random: Random::new(seed),
            mutant,
            fronts: (0..FRONTS).map(|_| up()).collect(),
            pages,
            log,
            shelves: vec![Shelf::new(); PEOPLE],
            clocks: vec![CLOCK_MS; PEOPLE],
            lines: BTreeMap::new(),
            under_way: 0,
            refuses_until: 0,
            written: Vec::new(),
            summary: Summary::default(),
        };
        for page in 0..world.pages.len() {
            world.plan(world.random.clone().between(0, TICK_MS), Event::Tick { page });
            world.load(page);
        }
        for (at, deed) in faults::draw(&mut world.random) {
            world.plan(at, Event::Deed(deed));
        }
        world
    }

    /// What the clocks of a page's device say.
    pub(super) fn clock(&self, page: usize) -> Now {
        let Page { person, loaded_at, .. } = self.pages[page];
        Now { elapsed_ms: self.now - loaded_at, wall_ms: self.clocks[person] + self.now }
    }

    /// Puts something on the agenda.
    pub(super) fn plan(&mut self, at: u64, event: Event) {
        self.planned += 1;
        self.agenda.insert((at, self.planned), event);
    }

    /// Lets everything happen that is due until then.
    pub(super) fn run_until(&mut self, end: u64) {
        while let Some(entry) = self.agenda.first_entry() {
            let (at, _) = *entry.key();
            if at > end {
                break;
            }
            let event = entry.remove();
            self.now = at;
            self.summary.events += 1;
            self.happen(event);
        }
        self.now = end;
    }

    pub(super) const fn is_storm(&self) -> bool {
        self.now < STORM_MS
    }

    /// How long something takes on its way: in a storm seldom seconds.
    pub(super) fn latency(&mut self) -> u64 {
        match self.is_storm() {
            true if self.random.percent(5) => self.random.between(400, 4_000),
            true => self.random.between(1, 400),
            false => self.random.between(1, 50),
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Tick { page } => {
                self.tick(page);
                self.plan(self.now + TICK_MS, Event::Tick { page });
            }
            Event::Deed(deed) => faults::happen(self, deed),
            Event::Opened { socket, after, epoch } => self.opened(socket, after, epoch),
            Event::Said { socket, frame } => self.said(socket, frame),
            Event::Vanished { socket } => self.forget(socket),
            Event::Replayed { socket, after, epoch } => self.replayed(socket, after, epoch),
            Event::Drain { socket } => self.drain(socket),
            Event::Ping { socket } => self.ping(socket),
            Event::Committed { front, start, batch } => self.committed(front, start, batch),
            Event::Heard { front, start, seq } => self.heard(front, start, seq),
            Event::Told { socket, frame } => self.told(socket, &frame),
            Event::Ended { socket } => self.ended(socket),
            Event::Asked { page, life, wanted, before } => self.asked(page, life, wanted, before),
            Event::Answered { page, life, wanted, before, history } => {
                self.answered(page, life, wanted, before, history);
            }
        }
    }
}

/// One of the people.
pub(super) fn user(person: usize) -> UserId {
    id(100 + person as u64)
}
