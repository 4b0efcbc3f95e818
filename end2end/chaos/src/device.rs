//! One device of one person: a client as a page is one. It is built of the program's own state machines (what it knows of a
//! group, what it has not sent yet, how long it waits), keeps one socket, comes back whenever that ends, sends every message
//! under one name until it is answered, and resumes every group from its cursor. What it sees it writes down first.
//!
//! * `chat`: what it keeps of one group; `wire`: its socket.
//! * `session`: the time of one socket; `hear`: what comes; `outgoing`: what it says by itself.
//! * `act`: what its person does; `http_call`: what goes over HTTP meanwhile.

mod act;
mod chat;
mod hear;
mod http_call;
mod outgoing;
mod session;
mod wire;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use common::{api::Api, random::Random};
use tertulia::{
    backoff::Backoff,
    ids::{Epoch, GroupId, Seq, UserId},
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until},
};

use self::{chat::Chat, http_call::HttpCall};
use crate::{
    args::Plant,
    plan::{Script, Step},
    plant::FaultInjector,
    record::Record,
};

/// Longest wait before connecting again. A page's is 20 s; here a server lives for a few seconds.
const WAIT_MAX: Duration = Duration::from_millis(1_000);
/// How long a call may take.
const CALL_TIME: Duration = Duration::from_secs(5);

/// How far the run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// People do things and faults happen.
    Chaos,
    /// No faults and no new writing: everybody comes back, sends what is unsent and catches up.
    Settling,
    /// Everybody shows what they have.
    Over,
}

/// Where the server is, for a device.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// Behind the proxy.
    Proxy(String),
    /// Wherever it is now.
    Direct(watch::Receiver<Option<SocketAddr>>),
}

/// What a device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Does what its script says; on an address for any number of groups or for one.
    Person { one_group: bool },
    /// Only watches, past the proxy, so that somebody saw every change.
    Witness,
    /// Is in no group and tries to get in.
    Outsider,
}

/// A group, as everybody knows it.
#[derive(Clone, Debug)]
pub(crate) struct GroupInfo {
    pub(crate) id: GroupId,
    pub(crate) epoch: Epoch,
    pub(crate) invite_code: String,
    pub(crate) owner: UserId,
}

/// Somebody who signed up.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) token: String,
}

/// How a device stands, for the one who waits for all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeviceStatus {
    /// Messages without an answer, and calls under way.
    pub(crate) open: usize,
    /// Up to where it has each group.
    pub(crate) cursors: Vec<(GroupId, Seq)>,
}

impl DeviceStatus {
    /// Of a device that has not said anything yet.
    pub(crate) const fn unknown() -> Self {
        Self { open: 1, cursors: Vec::new() }
    }
}

/// What a device is made of.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) who: Person,
    pub(crate) access: Access,
    pub(crate) places: Vec<Arc<GroupInfo>>,
    pub(crate) seed: u64,
    pub(crate) pause: Duration,
    pub(crate) plant: Option<Plant>,
    pub(crate) stage: watch::Receiver<Stage>,
    pub(crate) standing: Arc<Mutex<DeviceStatus>>,
}

/// A device.
pub(crate) struct Device {
    number: usize,
    kind: Kind,
    who: Person,
    access: Access,
    places: Vec<Arc<GroupInfo>>,
    chats: Vec<Chat>,
    script: Script,
    /// What it does next, and when.
    next: (Instant, Step),
    /// Draws waits, so that those do not move the script.
    waits: Random,
    backoff: Backoff,
    planter: FaultInjector,
    errands: JoinSet<HttpCall>,
    record: Record,
    stage: watch::Receiver<Stage>,
    standing: Arc<Mutex<DeviceStatus>>,
    /// Where its clock starts.
    started: Instant,
    /// Numbers what it writes.
    written: u32,
}

/// Sequences of waits among those of the seed.
const WAITS: u64 = 1 << 33;

impl Device {
    pub(crate) fn new(setup: Setup) -> Self {
        let Setup { number, name, kind, who, access, places, seed, pause, plant, stage, standing } = setup;
        let mut script = Script::new(seed, number as u64, pause);
        let (started, first) = (Instant::now(), script.step());
        let chats = if kind == Kind::Outsider { Vec::new() } else { Chat::all(&places, who.id, number) };
        Self {
            number,
            kind,
            access,
            chats,
            next: (started + first.pause, first),
            script,
            waits: Random::fork(seed, WAITS + number as u64),
            backoff: Backoff::default(),
            planter: FaultInjector::new(plant),
            errands: JoinSet::new(),
            record: Record::new(name, who.id, kind == Kind::Outsider),
            places,
            who,
            stage,
            standing,
            started,
            written: 0,
        }
    }

    /// Until the run is over; what it saw.
    pub(crate) async fn run(mut self) -> Record {
        while self.stage() != Stage::Over {
            match self.connect().await {
                Some(wire) => {
                    let pause = self.session(wire).await;
                    self.connection_lost();
                    self.wait(pause.unwrap_or(Duration::ZERO)).await;
                }
                None => {
                    let wait = self.backoff.next_delay_ms(self.waits.unit());
                    self.wait(Duration::from_millis(wait).min(WAIT_MAX)).await;
                }
            }
        }
        self.errands.shutdown().await;
        self.finish().await
    }

    /// Time without a socket: the person goes on.
    async fn wait(&mut self, pause: Duration) {
        let until = Instant::now() + pause;
        while self.stage() != Stage::Over && Instant::now() < until {
            self.report();
            tokio::select! {
                () = sleep_until(until) => {}
                Some(done) = self.errands.join_next() => self.settle(done),
                () = sleep_until(self.next.0), if self.acts() => drop(self.act(None).await),
                _ = self.stage.changed() => {}
            }
        }
    }

    /// Whether its person does anything now.
    fn acts(&self) -> bool {
        self.kind != Kind::Witness && self.stage() == Stage::Chaos
    }

    fn stage(&self) -> Stage {
        *self.stage.borrow()
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The server's HTTP interface as it is reached now.
    fn api(&self) -> Option<Api> {
        Api::patient(&self.access.url()?, CALL_TIME).ok()
    }

    fn connection_lost(&mut self) {
        self.chats.iter_mut().for_each(Chat::connection_lost);
    }

    fn report(&self) {
        let open = self.errands.len() + self.chats.iter().map(Chat::open).sum::<usize>();
        let cursors = self.chats.iter().map(|chat| (chat.place.id, chat.cursor())).collect();
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = DeviceStatus { open, cursors };
    }

    /// Loads what is missing of the conversations, and hands everything over.
    async fn finish(mut self) -> Record {
        for number in 0..self.chats.len() {
            self.complete(number).await;
        }
        for chat in &self.chats {
            self.record.lists.push((chat.place.id, chat.lines()));
            self.record.unsent.extend(chat.unsent());
        }
        self.record
    }
}

impl Access {
    /// `http://host:port`; none while there is no server.
    fn url(&self) -> Option<String> {
        match self {
            Self::Proxy(url) => Some(url.clone()),
            Self::Direct(server) => server.borrow().map(|address| format!("http://{address}")),
        }
    }
}
