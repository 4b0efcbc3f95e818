//! What came of a run, as a table in Markdown.

use std::fmt::Write as _;

use tertulia::protocol::ServerFrame;

use crate::{
    args::Args,
    checker::{Evidence, Violation},
    plan::{ConnectionFault, How, Side},
    supervisor::FaultCounts,
    trace::Entry,
};

/// Violations that are spelt out; a broken server makes thousands of the same.
const SHOWN: usize = 20;

/// How often a connection was hit by what.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hits {
    fin: u32,
    rst: u32,
    stalled: u32,
    half_open_client: u32,
    half_open_server: u32,
    slowed: u32,
    truncated: u32,
    /// No connection was there to be hit.
    missed: u32,
}

impl Hits {
    /// Counts a fault, which hit something or nothing.
    pub(crate) const fn count(&mut self, fault: ConnectionFault, hit: bool) {
        let counter = match fault {
            _ if !hit => &mut self.missed,
            ConnectionFault::Cut(How::Fin) => &mut self.fin,
            ConnectionFault::Cut(How::Rst) => &mut self.rst,
            ConnectionFault::Stall(_) => &mut self.stalled,
            ConnectionFault::HalfOpen(Side::Client) => &mut self.half_open_client,
            ConnectionFault::HalfOpen(Side::Server) => &mut self.half_open_server,
            ConnectionFault::Slow { .. } => &mut self.slowed,
            ConnectionFault::Truncate { .. } => &mut self.truncated,
        };
        *counter += 1;
    }

    const fn all(&self) -> u32 {
        self.fin
            + self.rst
            + self.stalled
            + self.half_open_client
            + self.half_open_server
            + self.slowed
            + self.truncated
    }
}

/// What a run leaves.
pub(crate) struct Scene {
    pub(crate) devices: usize,
    pub(crate) hits: Hits,
    pub(crate) restless: Option<Violation>,
    pub(crate) evidence: Evidence,
    /// What `tertulia verify` looked at.
    pub(crate) verdict: String,
}

/// What people did and saw.
#[derive(Clone, Copy, Debug, Default)]
struct Doings {
    sockets: usize,
    written: usize,
    acknowledged: usize,
    repeats: usize,
    refused: usize,
    stored: usize,
    changes_told: usize,
    pages: usize,
    replays: usize,
    resets: usize,
    log: u64,
}

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    seed: u64,
    scene: String,
    seconds: u32,
    toll: FaultCounts,
    hits: Hits,
    doings: Doings,
    verdict: String,
    pub(crate) violations: Vec<Violation>,
}

impl Report {
    pub(crate) fn new(args: &Args, seed: u64, scene: &Scene, toll: FaultCounts, violations: Vec<Violation>) -> Self {
        let Scene { devices, hits, evidence, verdict, .. } = scene;
        let seconds = args.length();
        let who = format!("{} people in {} groups with {devices} devices", args.people, args.groups);
        let (hits, verdict) = (*hits, verdict.clone());
        Self { seed, scene: who, seconds, toll, hits, doings: Doings::of(evidence), verdict, violations }
    }

    /// Of a run that could not be brought to its end.
    pub(crate) fn broken(seed: u64, violations: Vec<Violation>) -> Self {
        Self { seed, violations, ..Self::default() }
    }

    /// The table.
    pub(crate) fn markdown(&self) -> String {
        let mut table = String::from("| | |\n| --- | --- |\n");
        for (what, figure) in self.about_faults().into_iter().chain(self.about_people()) {
            let _ = writeln!(table, "| {what} | {figure} |");
        }
        table
    }

    fn about_faults(&self) -> Vec<(&'static str, String)> {
        let Self { seed, scene, seconds, toll, hits, .. } = self;
        let pair = |one: u32, other: u32| format!("{one} / {other}");
        vec![
            ("seed", seed.to_string()),
            ("who", scene.clone()),
            ("chaos", format!("{seconds} s")),
            ("server killed (SIGKILL)", toll.kills.to_string()),
            ("… of these while nobody heard its acknowledgements", toll.unheard.to_string()),
            ("… of these in the middle of a start", toll.in_start.to_string()),
            ("server stopped (SIGTERM)", toll.stops.to_string()),
            ("disk refused writes", toll.disk.to_string()),
            (
                "… after which the server gave up / was killed because it went on refusing",
                pair(toll.disk_gave_up, toll.disk_stuck),
            ),
            ("slowest start", format!("{:.1} s", toll.slowest_start.as_secs_f64())),
            ("connection faults that hit one", hits.all().to_string()),
            ("… cut with FIN / RST", pair(hits.fin, hits.rst)),
            ("… stalled / slowed", pair(hits.stalled, hits.slowed)),
            (
                "… half-open: the client's end / the server's end kept",
                pair(hits.half_open_client, hits.half_open_server),
            ),
            ("… cut in the middle of a frame", hits.truncated.to_string()),
        ]
    }

    fn about_people(&self) -> Vec<(&'static str, String)> {
        let doings = &self.doings;
        let pair = |one: usize, other: usize| format!("{one} / {other}");
        vec![
            ("sockets opened", doings.sockets.to_string()),
            ("messages written / refused to those who were no members", pair(doings.written, doings.refused)),
            ("acknowledgements / of these saying that it was a repeat", pair(doings.acknowledged, doings.repeats)),
            ("stored: messages / changes in the logs", format!("{} / {}", doings.stored, doings.log)),
            ("changes told / pages read", pair(doings.changes_told, doings.pages)),
            ("subscriptions replayed / reset", pair(doings.replays, doings.resets)),
            ("`tertulia verify` of the folder in the end", self.verdict.clone()),
            ("**broken promises**", format!("**{}**", self.violations.len())),
        ]
    }

    /// What was broken, as sentences; the first ones, and how many more there are.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let more = self.violations.len().saturating_sub(SHOWN);
        let note = (more > 0).then(|| format!("and {more} more"));
        self.violations.iter().take(SHOWN).map(ToString::to_string).chain(note).collect()
    }
}

impl Doings {
    fn of(evidence: &Evidence) -> Self {
        let sockets = evidence.traces.iter().map(|trace| trace.sockets).sum();
        let mut all = Self { sockets, ..Self::default() };
        for entry in evidence.traces.iter().flat_map(|trace| &trace.entries) {
            match entry {
                Entry::Wrote { .. } => all.written += 1,
                Entry::Refused { .. } => all.refused += 1,
                Entry::Acknowledged { duplicate, .. } => all.answer(*duplicate),
                Entry::Page { .. } => all.pages += 1,
                Entry::Heard(ServerFrame::Ack(ack)) => all.answer(ack.duplicate),
                Entry::Heard(ServerFrame::Live { .. }) => all.replays += 1,
                Entry::Heard(ServerFrame::Reset { .. }) => all.resets += 1,
                Entry::Heard(frame) => all.changes_told += usize::from(frame.log_position().is_some()),
                _ => {}
            }
        }
        let groups = evidence.readings.iter().filter(|reading| reading.name.ends_with("forward"));
        for reading in groups {
            all.stored += reading.messages.len();
            all.log += reading.head.0;
        }
        all
    }

    fn answer(&mut self, duplicate: bool) {
        self.acknowledged += 1;
        self.repeats += usize::from(duplicate);
    }
}
