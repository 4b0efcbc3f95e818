//! Which rows are in the document: those that are near what is in view, and as many of the others as a document takes lightly.

use tertulia::timeline::RowKey;

use super::{RowSignal, Rows, segment::Segment};

/// Rows in the document beyond which those that are far from what is in view leave it. Each is about eleven nodes.
const MOUNTED_MAX: usize = 300;

impl Rows {
    /// The rows in the document.
    pub fn mounted(&self) -> impl DoubleEndedIterator<Item = &RowSignal> {
        self.segments.iter().filter(|segment| segment.is_mounted()).flat_map(|segment| &segment.rows)
    }

    /// By key.
    pub fn mounted_keys(&self) -> Vec<RowKey> {
        self.mounted().map(|row| row.key).collect()
    }

    /// The segment came near what is in view, or is not any more. Says whether its rows are missing now.
    pub fn came(&mut self, id: usize, is_near: bool) -> bool {
        let Some(segment) = self.segments.iter_mut().find(|segment| segment.list.id == id) else { return false };
        segment.is_near = is_near;
        is_near && !segment.is_mounted()
    }

    /// The segments whose rows are too many, the farthest first. The gap stays, however far it
    /// is: where it is says from which side its reader comes. So do rows that are open.
    pub fn surplus(&self, is_open: impl Fn(RowKey) -> bool) -> Vec<usize> {
        let near = |segment: &Segment| segment.is_near;
        let (first, last) = (self.segments.iter().position(near), self.segments.iter().rposition(near));
        let Some((first, last)) = first.zip(last) else { return Vec::new() };
        let distance = |at: usize| first.saturating_sub(at).max(at.saturating_sub(last));
        let stays = |segment: &Segment| segment.is_gap() || segment.rows.iter().any(|row| is_open(row.key));
        let may_go = |at: usize, segment: &Segment| distance(at) > 0 && segment.is_mounted() && !stays(segment);
        let mut far: Vec<usize> = (0..self.segments.len()).filter(|at| may_go(*at, &self.segments[*at])).collect();
        let mut surplus = self.mounted().count().saturating_sub(MOUNTED_MAX);
        let mut going = Vec::new();
        // Few go at a time: to search for each costs less, in what the browser loads, than to sort.
        while surplus > 0
            && let Some(farthest) = (0..far.len()).max_by_key(|number| distance(far[*number]))
        {
            let segment = &self.segments[far.swap_remove(farthest)];
            surplus = surplus.saturating_sub(segment.rows.len());
            going.push(segment.list.id);
        }
        going
    }

    /// The rows of this segment come into the document, if it is near what is in view.
    pub fn mount(&self, id: usize) {
        self.segments.iter().filter(|segment| segment.list.id == id && segment.is_near).for_each(Segment::mount);
    }

    /// They leave it, where they are so high, in pixels.
    pub fn unmount(&self, id: usize, height: f64) {
        self.segments.iter().filter(|segment| segment.list.id == id).for_each(|segment| segment.unmount(height));
    }

    /// Brings a row into the document.
    pub fn mount_row(&self, key: RowKey) {
        let has = |segment: &&Segment| segment.rows.iter().any(|row| row.key == key);
        self.segments.iter().rev().find(has).into_iter().for_each(Segment::mount);
    }

    /// Brings the newest rows into the document.
    pub fn mount_end(&self) {
        self.segments.iter().rev().take(2).for_each(Segment::mount);
    }

    /// Brings all rows into the document.
    pub fn mount_all(&self) {
        self.segments.iter().for_each(Segment::mount);
    }
}
