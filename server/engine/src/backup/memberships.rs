//! Memberships, which are written behind the log, brought forward to its end.

use std::collections::BTreeMap;

use archive::{CountChange, EventRecord, MemberRecord};
use uuid::Uuid;

/// A group's memberships as of one event of its log.
pub(super) struct Memberships {
    /// As of which event they were written.
    settled: i64,
    rows: BTreeMap<Uuid, MemberRecord>,
}

impl Memberships {
    pub(super) fn new(settled: i64, rows: Vec<MemberRecord>) -> Self {
        Self { settled, rows: rows.into_iter().map(|row| (row.user, row)).collect() }
    }

    /// What these events, the next ones, did to them. `authors` are those of the messages that were deleted. Events that the rows know
    /// already are passed over, and so are those that say nothing: whoever reads the backup finds them.
    pub(super) fn follow(&mut self, events: &[EventRecord], authors: &BTreeMap<i64, Uuid>) {
        for event in events.iter().filter(|event| event.seq > self.settled) {
            match count_change(event) {
                Some(CountChange::Wrote(number)) => {
                    if let Some(row) = self.rows.get_mut(&event.user) {
                        row.wrote(event.seq, number);
                    }
                }
                Some(CountChange::Lost(number)) => {
                    if let Some(row) = authors.get(&number).and_then(|author| self.rows.get_mut(author)) {
                        row.lost(number);
                    }
                }
                None => {}
            }
        }
    }

    pub(super) fn into_rows(self) -> impl Iterator<Item = MemberRecord> {
        self.rows.into_values()
    }
}

/// Whose authors [`Memberships::follow`] needs: the messages that these events deleted.
pub(super) fn deleted(events: &[EventRecord]) -> Vec<i64> {
    let lost = |event| if let Some(CountChange::Lost(number)) = count_change(event) { Some(number) } else { None };
    events.iter().filter_map(lost).collect()
}

fn count_change(event: &EventRecord) -> Option<CountChange> {
    event.change().ok()?.count_change()
}
