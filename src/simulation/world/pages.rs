//! What happens at the pages, and on the way from and to them.

use super::{Event, PAGE, World};
use crate::{
    api::Page as History,
    client::{Output, Wanted},
    ids::{ClientMessageId, Seq},
    protocol::ServerFrame,
    simulation::network::{SimulatedSocket, SocketId},
    timeline::model::id,
};

impl World {
    pub(super) fn tick(&mut self, page: usize) {
        if self.pages[page].open {
            let now = self.clock(page);
            let shelf = &mut self.shelves[self.pages[page].person];
            self.pages[page].tick(shelf, now);
            self.grant(page);
        }
    }

    /// Somebody writes a message.
    pub(in crate::simulation) fn write(&mut self, page: usize) {
        if !self.pages[page].open {
            return;
        }
        let client_id: ClientMessageId = id(1_000 + self.written.len() as u64);
        self.written.push((page, client_id));
        let now = self.clock(page);
        let shelf = &mut self.shelves[self.pages[page].person];
        self.pages[page].write(client_id, &format!("text {client_id}"), shelf, now);
        self.grant(page);
    }

    /// Somebody scrolls up.
    pub(in crate::simulation) fn scroll(&mut self, page: usize) {
        if self.pages[page].open {
            let now = self.clock(page);
            let shelf = &mut self.shelves[self.pages[page].person];
            self.pages[page].scroll(shelf, now);
            self.grant(page);
        }
    }

    /// Loaded anew: the server answers with the newest page.
    pub(in crate::simulation) fn load(&mut self, page: usize) {
        self.pages[page].open = true;
        self.hang_up(page);
        let reader = super::user(self.pages[page].person);
        let history = self.log.page(None, PAGE, reader);
        self.pages[page].loaded_at = self.now;
        let (now, seed) = (self.clock(page), self.random.draw());
        let shelf = &mut self.shelves[self.pages[page].person];
        self.pages[page].load(history, shelf, now, self.now, seed);
        self.grant(page);
    }

    /// The browser is ended, or the tab closed.
    pub(in crate::simulation) fn shut(&mut self, page: usize) {
        self.hang_up(page);
        self.pages[page].open = false;
    }

    /// Does what a page wants.
    pub(in crate::simulation) fn grant(&mut self, page: usize) {
        for wish in std::mem::take(&mut self.pages[page].wishes) {
            match wish {
                Output::Connect { attempt, after, epoch } => {
                    self.hang_up(page);
                    let socket = SocketId(self.lines.len());
                    let front = self.random.below(self.fronts.len());
                    self.lines.insert(socket, SimulatedSocket::new(page, self.pages[page].life, front));
                    self.pages[page].connected(socket, attempt);
                    self.go_up(socket, Event::Opened { socket, after, epoch });
                }
                Output::HangUp => self.hang_up(page),
                Output::Say(frame) => {
                    if let Some(socket) = self.pages[page].link {
                        self.go_up(socket, Event::Said { socket, frame });
                    }
                }
                // Nobody's reader comes from above: `after` is not asked for.
                Output::Load { wanted, before, .. } => {
                    let (at, life) = (self.now + self.latency(), self.pages[page].life);
                    self.plan(at, Event::Asked { page, life, wanted, before });
                }
                // Nobody changes what is stored on a page that is looked at, and nobody looks at it.
                Output::Revise(..) | Output::Store(_) | Output::View(_) => {}
            }
        }
    }

    fn hang_up(&mut self, page: usize) {
        if let Some(socket) = self.pages[page].link.take() {
            self.go_up(socket, Event::Vanished { socket });
        }
    }

    fn go_up(&mut self, socket: SocketId, event: Event) {
        let latency = self.latency();
        if let Some(line) = self.lines.get_mut(&socket) {
            let at = line.up(self.now, latency);
            self.plan(at, event);
        }
    }

    pub(super) fn told(&mut self, socket: SocketId, frame: &ServerFrame) {
        let Some((page, true)) = self.listener(socket) else { return };
        if matches!(frame, ServerFrame::Reset { .. }) {
            self.summary.resets += 1;
        }
        let now = self.clock(page);
        let shelf = &mut self.shelves[self.pages[page].person];
        let cursor = self.pages[page].client.timeline().cursor();
        self.pages[page].told(frame, shelf, now);
        assert!(self.pages[page].client.timeline().cursor() >= cursor, "a cursor went back");
        self.grant(page);
    }

    pub(super) fn ended(&mut self, socket: SocketId) {
        let Some((page, _)) = self.listener(socket) else { return };
        let now = self.clock(page);
        let shelf = &mut self.shelves[self.pages[page].person];
        self.pages[page].lost(shelf, now);
        self.grant(page);
    }

    /// The page that still listens to this connection, and whether what arrives over it does arrive.
    fn listener(&self, socket: SocketId) -> Option<(usize, bool)> {
        let line = self.lines.get(&socket)?;
        let page = &self.pages[line.page];
        let listens = page.open && page.life == line.life && page.link == Some(socket);
        listens.then(|| (line.page, line.carries_down(self.now)))
    }

    pub(super) fn asked(&mut self, page: usize, life: u32, wanted: Wanted, before: Option<Seq>) {
        let reader = super::user(self.pages[page].person);
        let fails = self.is_storm() && self.random.percent(20);
        let history = (!fails).then(|| self.log.page(before, PAGE, reader));
        let at = self.now + self.latency();
        self.plan(at, Event::Answered { page, life, wanted, before, history });
    }

    pub(super) fn answered(
        &mut self,
        page: usize,
        life: u32,
        wanted: Wanted,
        before: Option<Seq>,
        history: Option<History>,
    ) {
        if self.pages[page].open && self.pages[page].life == life {
            let now = self.clock(page);
            let shelf = &mut self.shelves[self.pages[page].person];
            self.pages[page].history(wanted, before, history, shelf, now);
            self.grant(page);
        }
    }
}
