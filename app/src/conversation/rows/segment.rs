//! Rows that stand next to each other, in a list of their own in the document.
//!
//! A list of all rows would not do. Where several rows come before the first one, the framework's list (`<For>`; tachys 0.2, `view/keyed.rs`)
//! takes all that follow for moved and puts each into its place anew, and the browser lays all of them out again: half a second with 1 500 rows.
//! Of a single element that comes first it knows that it moves nothing. So older rows come as one segment more; and a segment that is far from
//! what is in view leaves the document but for its height.

use leptos::prelude::*;
use tertulia::timeline::{Position, RowKey};

use super::RowSignal;

/// Most rows of one segment: as many as a page of history has.
pub(super) const SEGMENT_MAX: usize = 50;

/// Some rows.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) rows: Vec<RowSignal>,
    /// Whether it is near what is in view.
    pub(super) is_near: bool,
    pub(super) list: SegmentList,
}

/// What the document has of a segment. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SegmentList {
    /// Names it for life.
    pub id: usize,
    /// The rows in the document: all of the segment's, or none.
    pub rows: ArcRwSignal<Vec<RowSignal>>,
    /// How high it was, in pixels, when its rows left the document; none while they are there.
    pub height: ArcRwSignal<Option<f64>>,
}

impl Segment {
    pub(super) fn new(id: usize, rows: Vec<RowSignal>) -> Self {
        let list = SegmentList { id, rows: ArcRwSignal::new(rows.clone()), height: ArcRwSignal::new(None) };
        Self { rows, is_near: false, list }
    }

    pub(super) fn is_mounted(&self) -> bool {
        self.list.height.with_untracked(Option::is_none)
    }

    /// Whether it is the gap's, which it has for itself: whatever comes above or below it is another segment then.
    pub(super) fn is_gap(&self) -> bool {
        self.rows.first().is_some_and(|row| row.key == RowKey::Gap)
    }

    /// Where it begins.
    pub(super) fn start(&self) -> Option<Position> {
        self.rows.first().map(|row| row.position)
    }

    /// The place of a position among its rows: where it is, or where it would be.
    pub(super) fn find(&self, position: Position) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&position, |row| row.position)
    }

    /// Puts rows before the one at this place.
    pub(super) fn put(&mut self, place: usize, rows: Vec<RowSignal>) {
        for (number, row) in rows.into_iter().enumerate() {
            self.rows.insert(place + number, row);
        }
    }

    /// Shows its rows in the document as they are now, if they are there.
    pub(super) fn publish(&self) {
        let is_same = |shown: &Vec<RowSignal>| shown.iter().map(|row| row.key).eq(self.rows.iter().map(|row| row.key));
        if self.is_mounted() && !self.list.rows.with_untracked(is_same) {
            self.list.rows.set(self.rows.clone());
        }
    }

    /// Puts its rows into the document.
    pub(super) fn mount(&self) {
        if !self.is_mounted() {
            self.list.height.set(None);
            self.publish();
        }
    }

    /// Takes its rows out of the document, where they are so high, in pixels.
    pub(super) fn unmount(&self, height: f64) {
        if self.is_mounted() {
            self.list.height.set(Some(height));
            self.list.rows.set(Vec::new());
        }
    }
}
