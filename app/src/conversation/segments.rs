//! The rows in segments, each a list of its own in the document: rows that come before all others move none of them.
//!
//! Where several rows come before the first one, the list of the framework (`<For>`; tachys 0.2, `view/keyed.rs`) takes all that follow for moved and
//! puts each into its place anew, and the browser lays all of them out again: half a second with 1 500 rows. Of a single element that comes first
//! it knows that it moves nothing. So older rows come as one segment more.

use std::collections::HashMap;

use tertulia::timeline::RowKey;

use super::lines::Line;

/// Rows that stand next to each other.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Names it for life.
    pub(super) id: usize,
    pub(super) lines: Vec<Line>,
}

/// The same rows; what they show they tell themselves.
impl PartialEq for Segment {
    fn eq(&self, other: &Self) -> bool {
        let keys = |segment: &Self| segment.lines.iter().map(|line| line.key).collect::<Vec<_>>();
        self.id == other.id && keys(self) == keys(other)
    }
}

/// These rows in the segments in which they were before. Several that come before all others are a new one; any other new row belongs to the
/// one before it.
pub(super) fn follow(before: &[Segment], lines: Vec<Line>) -> Vec<Segment> {
    let place =
        |(at, segment): (usize, &Segment)| segment.lines.iter().map(move |line| (line.key, at)).collect::<Vec<_>>();
    let known: HashMap<RowKey, usize> = before.iter().enumerate().flat_map(place).collect();
    let fresh = before.iter().map(|segment| segment.id + 1).max().unwrap_or(0);
    let older = lines.iter().take_while(|line| !known.contains_key(&line.key)).count();
    let first = lines.get(older).map(|line| known[&line.key]);
    let mut segments = Vec::with_capacity(before.len() + 1);
    let mut at = first;
    if older > 1 || first.is_none() {
        segments.push(Segment { id: fresh, lines: lines[..older].to_vec() });
        at = None;
    }
    for line in lines.into_iter().skip(if segments.is_empty() { 0 } else { older }) {
        // A row that went back to an earlier segment, or forward, stays with its neighbours.
        let own = known.get(&line.key).copied().or(at).or(first).unwrap_or(0);
        let own = at.map_or(own, |at| own.max(at));
        if at != Some(own) || segments.is_empty() {
            segments.push(Segment { id: before[own].id, lines: Vec::new() });
            at = Some(own);
        }
        if let Some(segment) = segments.last_mut() {
            segment.lines.push(line);
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use leptos::prelude::ArcRwSignal;
    use tertulia::{
        ids::MessageId,
        timeline::{Row, presentation::Presented},
    };

    use super::*;
    use crate::conversation::lines::Shown;

    fn line(number: u32) -> Line {
        let presented = Presented { row: Row::Gap, starts_run: false, starts_day: None };
        let shown = ArcRwSignal::new(Shown { presented, first_unread: false, revision: None });
        let id: MessageId = format!("00000000-0000-0000-0000-{number:012}").parse().expect("an id");
        Line { key: RowKey::Message(id), shown }
    }

    /// By number, each segment with its id.
    fn shape(segments: &[Segment]) -> Vec<(usize, Vec<u32>)> {
        let number = |line: &Line| match line.key {
            RowKey::Message(id) => id.to_string()[24..].parse().expect("digits"),
            _ => 0,
        };
        segments.iter().map(|segment| (segment.id, segment.lines.iter().map(number).collect())).collect()
    }

    fn lines(numbers: &[u32]) -> Vec<Line> {
        numbers.iter().copied().map(line).collect()
    }

    #[test]
    fn older_rows_are_a_segment_of_their_own_and_the_others_stay_where_they_are() {
        let segments = follow(&[], lines(&[30, 31]));
        assert_eq!(shape(&segments), [(0, vec![30, 31])]);
        let segments = follow(&segments, lines(&[20, 21, 30, 31]));
        assert_eq!(shape(&segments), [(1, vec![20, 21]), (0, vec![30, 31])]);
        let segments = follow(&segments, lines(&[10, 11, 20, 21, 30, 31, 32]));
        assert_eq!(shape(&segments), [(2, vec![10, 11]), (1, vec![20, 21]), (0, vec![30, 31, 32])]);
        let segments = follow(&segments, lines(&[21, 30, 31, 32]));
        assert_eq!(shape(&segments), [(1, vec![21]), (0, vec![30, 31, 32])]);
    }

    #[test]
    fn a_new_row_belongs_to_the_one_before_it_and_a_single_one_in_front_to_the_first() {
        let segments = follow(&follow(&[], lines(&[30, 31])), lines(&[20, 21, 30, 31]));
        let segments = follow(&segments, lines(&[19, 20, 21, 22, 23, 30, 31]));
        assert_eq!(shape(&segments), [(1, vec![19, 20, 21, 22, 23]), (0, vec![30, 31])]);
    }

    #[test]
    fn a_row_that_goes_elsewhere_stays_with_its_neighbours() {
        let segments = follow(&follow(&[], lines(&[30, 31])), lines(&[20, 21, 30, 31]));
        assert_eq!(shape(&follow(&segments, lines(&[20, 30, 21, 31]))), [(1, vec![20]), (0, vec![30, 21, 31])]);
    }

    #[test]
    fn other_rows_altogether_are_a_new_segment_and_none_are_none_or_empty() {
        let segments = follow(&[], lines(&[30, 31]));
        assert_eq!(shape(&follow(&segments, lines(&[90, 91]))), [(1, vec![90, 91])]);
        let none = follow(&segments, Vec::new());
        assert_eq!(none.iter().map(|segment| segment.lines.len()).sum::<usize>(), 0);
        assert_eq!(shape(&follow(&none, lines(&[5]))).len(), 1);
    }
}
