//! How rows are grouped on screen, as pure functions of the rows.

use crate::clock::Timestamp;

use super::Row;

/// Messages of one author this close to each other are one run: the name is shown once. 5 minutes.
pub const RUN_MAX_MS: i64 = 5 * 60 * 1000;

/// A row and what stands above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// The row.
    pub row: Row,
    /// Whether the author's name and the time are shown.
    pub starts_run: bool,
    /// The number of the day that begins with this row; none when the row before is of the same day.
    pub starts_day: Option<i64>,
}

/// Whether `row` begins a run: it is a message, and not by the author of the row before within [`RUN_MAX_MS`] of it.
pub fn starts_run(previous: Option<&Row>, row: &Row) -> bool {
    let Some(message) = row.message() else { return false };
    let Some(before) = previous.and_then(Row::message) else { return true };
    let near = match (before.time(), message.time()) {
        (Some(before), Some(now)) => now.as_millis().abs_diff(before.as_millis()) <= RUN_MAX_MS.unsigned_abs(),
        _ => false,
    };
    before.sender_id != message.sender_id || !near
}

/// The day that begins with `row`. `day_of` numbers the days in the reader's zone, which only the reader's device knows.
pub fn starts_day(previous: Option<&Row>, row: &Row, day_of: impl Fn(Timestamp) -> i64) -> Option<i64> {
    let day = day_of(row.time()?);
    let before = previous.and_then(Row::time).map(day_of);
    (before != Some(day)).then_some(day)
}

/// A row with what stands above it, after the row before it. A day that begins ends a run.
pub fn present(previous: Option<&Row>, row: Row, day_of: impl Fn(Timestamp) -> i64) -> Presented {
    let starts_day = starts_day(previous, &row, day_of);
    let starts_run = starts_run(previous, &row) || (starts_day.is_some() && row.message().is_some());
    Presented { row, starts_run, starts_day }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::model::{ANA, ME, client_id, id, message, page};
    use super::super::{MessageRow, Timeline};
    use super::*;

    const MINUTE: i64 = 60_000;

    fn all(rows: &[Row], day_of: impl Fn(Timestamp) -> i64) -> Vec<Presented> {
        let previous = std::iter::once(None).chain(rows.iter().map(Some));
        rows.iter().zip(previous).map(|(row, previous)| present(previous, row.clone(), &day_of)).collect()
    }

    fn row(author: u64, at: i64) -> Row {
        let stored = crate::api::Message { timestamp: Timestamp::from_millis(at), ..message(1, author) };
        Row::Message(Arc::new(MessageRow::stored(id(ME), stored)))
    }

    #[test]
    fn messages_of_one_author_within_five_minutes_are_one_run() {
        let first = row(ANA, 0);
        assert!(starts_run(None, &first));
        assert!(!starts_run(Some(&first), &row(ANA, 5 * MINUTE)));
        assert!(starts_run(Some(&first), &row(ANA, 5 * MINUTE + 1)));
        assert!(starts_run(Some(&first), &row(ME, 1)));
    }

    #[test]
    fn whatever_is_no_message_ends_a_run_and_begins_none() {
        assert!(starts_run(Some(&Row::Gap), &row(ANA, 0)));
        assert!(!starts_run(Some(&row(ANA, 0)), &Row::Gap));
    }

    #[test]
    fn an_unsent_message_goes_by_this_devices_clock() {
        let mut timeline = Timeline::from_page(id(ME), page([], 0, false));
        timeline.push_pending(client_id(1), "a".to_owned(), Default::default(), 0);
        timeline.push_pending(client_id(2), "b".to_owned(), Default::default(), 60_000);
        timeline.push_pending(client_id(3), "c".to_owned(), Default::default(), 900_000);
        let runs: Vec<bool> = all(&timeline.rows(), |_| 0).iter().map(|row| row.starts_run).collect();
        assert_eq!(runs, [true, false, true]);
    }

    #[test]
    fn a_day_begins_where_the_readers_midnight_lies_and_begins_a_run() {
        let rows = [row(ANA, 0), row(ANA, MINUTE), row(ANA, 2 * MINUTE)];
        let presented = all(&rows, |at| i64::from(at.as_millis() >= MINUTE));
        let days: Vec<_> = presented.iter().map(|row| (row.starts_day, row.starts_run)).collect();
        assert_eq!(days, [(Some(0), true), (Some(1), true), (None, false)]);
    }
}
