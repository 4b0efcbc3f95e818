//! One device: a driver of the program's own client ([`tertulia::client`]), as the page is one. It holds a client for each group, opens the
//! socket that they share, carries frames and pages to them, keeps what they want kept, and decides nothing that a client decides. What it
//! sees it writes down first, so that nobody need believe the clients.
//!
//! * `conversation`: what it keeps of one group; `opening`: how that begins.
//! * `link`: how the clients share the socket. `calls`: what goes over HTTP meanwhile.

mod calls;
mod conversation;
mod link;
mod opening;

use std::{sync::PoisonError, time::Duration};

use tertulia::random::Random;
use tertulia::{
    client::{BrowserEvent, Input, Output},
    now::Now,
    protocol::ClientFrame,
};
use tokio::{
    task::JoinSet,
    time::{Instant, Interval, interval},
};

use self::calls::Done;
pub(crate) use self::conversation::Conversation;
use crate::{
    participants::{DeviceStatus, Kind, Setup},
    plant::FaultInjector,
    socket::{self, Socket},
    trace::Trace,
};

/// How often clients are told the time, as by a page.
const TICK: Duration = Duration::from_millis(500);
/// Sequences of the clients' chance among those of the seed.
const CHANCE: u64 = 1 << 33;

/// A device.
pub(crate) struct Device {
    pub(crate) setup: Setup,
    /// None on an outsider's.
    pub(crate) conversations: Vec<Conversation>,
    pub(crate) trace: Trace,
    socket: Option<Socket>,
    /// No socket opens before this moment.
    away_until: Instant,
    /// What is under way over HTTP.
    calls: JoinSet<Done>,
    injector: FaultInjector,
    ticks: Interval,
    /// Where its clocks start.
    started: Instant,
    /// Where the clients' chance begins.
    chance: Random,
}

impl Device {
    pub(crate) fn new(setup: Setup) -> Self {
        let groups = setup.groups.iter().filter(|_| setup.kind != Kind::Outsider);
        let started = Instant::now();
        Self {
            conversations: groups.map(Conversation::new).collect(),
            trace: Trace::new(setup.name.clone(), setup.who.id, setup.kind == Kind::Outsider),
            socket: None,
            away_until: started,
            calls: JoinSet::new(),
            injector: FaultInjector::new(setup.plant),
            ticks: interval(TICK),
            started,
            chance: Random::fork(setup.seed, CHANCE + setup.number as u64),
            setup,
        }
    }

    /// The next thing happens. Cancel safe.
    pub(crate) async fn turn(&mut self) {
        tokio::select! {
            heard = socket::next(&mut self.socket) => self.heard(heard),
            Some(Ok(done)) = self.calls.join_next() => done(self),
            _ = self.ticks.tick() => self.tick(),
        }
    }

    fn now(&self) -> Now {
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Now { elapsed_ms: ms, wall_ms: ms }
    }

    /// Tells a client, and does what it wants.
    pub(crate) fn tell(&mut self, number: usize, input: Input) {
        let now = self.now();
        let Some(client) = &mut self.conversations[number].client else { return };
        for output in client.handle(input, now) {
            self.carry_out(number, output);
        }
    }

    fn carry_out(&mut self, number: usize, output: Output) {
        match output {
            Output::Connect { attempt, after, epoch } => self.connect(number, attempt, after, epoch),
            Output::HangUp => self.part(number),
            Output::Say(ClientFrame::SendMessage(message)) => self.send(number, message),
            Output::Say(frame) => self.say(&frame),
            Output::Load { wanted, before, after } => self.load(number, wanted, before, after),
            Output::Revise(seq, content) => self.revise(number, seq, content),
            Output::Store(write) => self.conversations[number].store.write(write),
            // The rows are looked at in the end.
            Output::View(_) => {}
        }
    }

    /// Time passes, and somebody looks: a client that is looked at connects at once and sees whether its socket still lives. The server
    /// lives for a few seconds here, too short for anything to be waited for.
    fn tick(&mut self) {
        for number in 0..self.conversations.len() {
            self.open_if_over(number);
            self.tell(number, Input::Browser(BrowserEvent::Tick));
            self.tell(number, Input::Browser(BrowserEvent::Visible));
        }
    }

    /// Says how it stands.
    pub(crate) fn report(&self) {
        let open = self.calls.len() + self.conversations.iter().map(Conversation::open).sum::<usize>();
        let cursors = self.conversations.iter().map(|one| (one.group.id, one.cursor())).collect();
        *self.setup.standing.lock().unwrap_or_else(PoisonError::into_inner) = DeviceStatus { open, cursors };
    }

    /// What it saw, and what it shows in the end.
    pub(crate) fn finish(mut self) -> Trace {
        for conversation in &self.conversations {
            self.trace.lists.push((conversation.group.id, conversation.lines()));
            self.trace.unsent.extend(conversation.unsent());
        }
        self.trace
    }
}
