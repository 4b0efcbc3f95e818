//! The rows of the conversation as signals: one per row, so that a new message renders itself and nothing else.

use std::collections::HashMap;

use leptos::prelude::*;
use tertulia::{
    ids::Seq,
    timeline::{
        Row, RowKey, Timeline,
        presentation::{Presented, present},
    },
};

use super::moment::{Zone, day_number};

/// One row: its name for life, and what it shows now.
#[derive(Clone, Debug)]
pub struct Line {
    /// Names the element.
    pub key: RowKey,
    /// Changes while the element stays.
    pub shown: ArcRwSignal<Shown>,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The row, and what begins with it.
    pub presented: Presented,
    /// Whether the line "new messages" stands above it.
    pub first_unread: bool,
}

/// All rows in the order of the screen.
#[derive(Debug, Default)]
pub struct Lines {
    all: Vec<Line>,
}

impl Lines {
    /// The rows of a timeline.
    pub fn of(timeline: &Timeline, divider: Option<Seq>, zone: Zone) -> Self {
        let mut lines = Self::default();
        lines.follow(timeline, divider, zone);
        lines
    }

    /// The rows, to be iterated by key.
    pub fn all(&self) -> &[Line] {
        &self.all
    }

    /// Takes over what changed. Says whether rows came, went or moved; a row that only shows something else has told so itself.
    pub fn follow(&mut self, timeline: &Timeline, divider: Option<Seq>, zone: Zone) -> bool {
        let presented = present(&timeline.rows(), |at| day_number(at, zone));
        let same_order = presented.len() == self.all.len()
            && presented.iter().zip(&self.all).all(|(presented, line)| presented.row.key() == line.key);
        if same_order {
            for (presented, line) in presented.into_iter().zip(&self.all) {
                show(&line.shown, Shown::new(presented, divider));
            }
            return false;
        }
        let mut known: HashMap<RowKey, Line> = self.all.drain(..).map(|line| (line.key, line)).collect();
        self.all = presented
            .into_iter()
            .map(|presented| {
                let key = presented.row.key();
                let shown = Shown::new(presented, divider);
                match known.remove(&key) {
                    Some(line) => {
                        show(&line.shown, shown);
                        line
                    }
                    None => Line { key, shown: ArcRwSignal::new(shown) },
                }
            })
            .collect();
        true
    }
}

impl Shown {
    fn new(presented: Presented, divider: Option<Seq>) -> Self {
        let seq = presented.row.message().and_then(|message| message.seq);
        Self { first_unread: divider.is_some() && seq == divider, presented }
    }
}

fn show(signal: &ArcRwSignal<Shown>, shown: Shown) {
    if signal.with_untracked(|now| *now != shown) {
        signal.set(shown);
    }
}

/// Where the line "new messages" stands for as long as the page is open: above the first message of somebody else's beyond
/// the reading position.
pub fn divider(timeline: &Timeline, read: Seq) -> Option<Seq> {
    let rows = timeline.rows();
    let mut others = rows.iter().filter_map(Row::message).filter(|message| !message.mine);
    others.find_map(|message| message.seq.filter(|seq| *seq > read))
}

/// The seq of the newest stored message, to be named as read.
pub fn newest_message(timeline: &Timeline) -> Seq {
    timeline.rows().iter().rev().find_map(|row| row.message()?.seq).unwrap_or_default()
}

/// How many messages of others stand beyond a reading position, of those that are loaded.
pub fn unseen(timeline: &Timeline, seen: Seq) -> usize {
    let rows = timeline.rows();
    let newer = rows.iter().rev().filter_map(Row::message).filter(|message| !message.mine && !message.deleted);
    newer.take_while(|message| message.seq.is_some_and(|seq| seq > seen)).count()
}
