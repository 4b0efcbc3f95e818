//! Connections: each keeps its order, none keeps another's; any can break, at both ends or at one, and nobody need be told.

use crate::random::Random;

/// Names a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SocketId(pub(super) usize);

/// One connection between a page and a front.
#[derive(Clone, Debug)]
pub(super) struct SimulatedSocket {
    pub(super) page: usize,
    /// Which of the page's lives opened it: a page that was loaded anew hears nothing of older connections.
    pub(super) life: u32,
    pub(super) front: usize,
    /// What is sent arrives after what was sent before.
    up_at: u64,
    down_at: u64,
    /// What would arrive later than this is lost.
    up_until: u64,
    down_until: u64,
    /// The client reads nothing before this.
    pub(super) stalled_until: u64,
}

impl SimulatedSocket {
    pub(super) const fn new(page: usize, life: u32, front: usize) -> Self {
        Self { page, life, front, up_at: 0, down_at: 0, up_until: u64::MAX, down_until: u64::MAX, stalled_until: 0 }
    }

    /// When something that the page sends now arrives.
    pub(super) fn up(&mut self, now: u64, latency: u64) -> u64 {
        self.up_at = self.up_at.max(now + latency);
        self.up_at
    }

    /// When something that the front sends now arrives.
    pub(super) fn down(&mut self, now: u64, latency: u64) -> u64 {
        self.down_at = self.down_at.max(now + latency).max(self.stalled_until);
        self.down_at
    }

    /// Whether what arrives now, going up, does arrive.
    pub(super) const fn carries_up(&self, now: u64) -> bool {
        now <= self.up_until
    }

    /// Whether what arrives now, going down, does arrive.
    pub(super) const fn carries_down(&self, now: u64) -> bool {
        now <= self.down_until
    }

    /// Breaks it: now, or a little later for what is already on its way up, so that requests of a connection which the page
    /// has given up arrive beside those of the next.
    pub(super) fn cut(&mut self, now: u64, random: &mut Random) {
        let late = if random.percent(50) { random.between(0, 3_000) } else { 0 };
        self.up_until = self.up_until.min(now + late);
        self.down_until = self.down_until.min(now);
    }
}
