//! Where rows are found, and where new ones go.

use tertulia::{
    client::RowChanges,
    timeline::{Position, RowKey},
};

use super::{
    RowSignal, Rows,
    segment::{SEGMENT_MAX, Segment},
};

impl Rows {
    /// The segment that a position belongs to, as far as rows are there, and its place in it.
    pub(super) fn find(&self, position: Position) -> Option<(usize, usize)> {
        let segment = self.segment_of(position)?;
        self.segments[segment].find(position).ok().map(|at| (segment, at))
    }

    /// The last segment that does not begin after a position.
    fn segment_of(&self, position: Position) -> Option<usize> {
        self.segments.partition_point(|segment| segment.start() <= Some(position)).checked_sub(1)
    }

    /// The row before a position.
    pub(super) fn before(&self, position: Position) -> Option<&RowSignal> {
        let segment = self.segment_of(position)?;
        let place = self.segments[segment].find(position).unwrap_or_else(|place| place);
        match place.checked_sub(1) {
            Some(at) => self.segments[segment].rows.get(at),
            None => self.segments[segment.checked_sub(1)?].rows.last(),
        }
    }

    /// The position of the row after one.
    pub(super) fn after(&self, position: Position) -> Option<Position> {
        let Some(segment) = self.segment_of(position) else { return self.segments.first()?.start() };
        let place = match self.segments[segment].find(position) {
            Ok(at) => at + 1,
            Err(place) => place,
        };
        let next = self.segments[segment].rows.get(place);
        next.map(|row| row.position).or_else(|| self.segments.get(segment + 1)?.start())
    }

    /// Takes away the rows that went, or stand elsewhere now: they may come back under another position.
    pub(super) fn take_out(&mut self, changes: &RowChanges) -> Vec<RowSignal> {
        let mut loose = Vec::new();
        for (position, shown) in changes {
            let Some((segment, at)) = self.find(*position) else { continue };
            let stays = |row: &RowSignal| shown.as_ref().is_some_and(|shown| shown.row.key() == row.key);
            if stays(&self.segments[segment].rows[at]) {
                continue;
            }
            let row = self.segments[segment].rows.remove(at);
            self.homes.push((row.key, self.segments[segment].list.id));
            loose.push(row);
            if self.segments[segment].rows.is_empty() {
                self.emptied.push(self.segments.remove(segment));
            }
        }
        loose
    }

    /// Puts rows into their places. They are in order, and none stands there yet.
    pub(super) fn arrange(&mut self, fresh: Vec<RowSignal>) {
        let mut run: Vec<RowSignal> = Vec::new();
        let mut before = None;
        for row in fresh {
            let next = self.after(row.position);
            let is_gap = |row: &RowSignal| row.key == RowKey::Gap;
            if run.last().is_some_and(|last| before != next || is_gap(last) || is_gap(&row)) {
                self.insert(std::mem::take(&mut run));
            }
            // Rows that were inserted just now do not stand between those of a run: they are before them.
            before = next;
            run.push(row);
        }
        self.insert(run);
    }

    /// Puts rows that stand next to each other into their place: into a segment, or as one more.
    fn insert(&mut self, run: Vec<RowSignal>) {
        let Some(first) = run.first() else { return };
        let is_gap = first.key == RowKey::Gap;
        let above = self.segment_of(first.position);
        let place = above.map_or(0, |above| self.segments[above].find(first.position).unwrap_or_else(|place| place));
        if let Some(above) = above.filter(|above| place < self.segments[*above].rows.len()) {
            if !is_gap {
                return self.segments[above].put(place, run);
            }
            // What stands below the gap is a segment of its own.
            let below = self.segments[above].rows.split_off(place);
            self.add(above + 1, below);
        }
        let next = above.map_or(0, |above| above + 1);
        let home = self.home(&run);
        let is_home = |segment: &Segment| home == Some(segment.list.id);
        let has_room = |segment: &Segment| {
            home.is_none() && !is_gap && !segment.is_gap() && segment.rows.len() + run.len() <= SEGMENT_MAX
        };
        if let Some(above) = above.filter(|above| is_home(&self.segments[*above]) || has_room(&self.segments[*above])) {
            self.segments[above].rows.extend(run);
        } else if self.segments.get(next).is_some_and(|next| is_home(next) || (run.len() == 1 && has_room(next))) {
            self.segments[next].put(0, run);
        } else {
            let size = run.len().div_ceil(run.len().div_ceil(SEGMENT_MAX));
            for (number, rows) in run.chunks(size).enumerate() {
                self.add(next + number, rows.to_vec());
            }
        }
    }

    /// The segment from which rows were taken out that only stand elsewhere now.
    fn home(&self, rows: &[RowSignal]) -> Option<usize> {
        let of = |row: &RowSignal| self.homes.iter().find(|(key, _)| *key == row.key).map(|(_, home)| *home);
        rows.iter().find_map(of)
    }

    /// Rows that only stand elsewhere now keep their segment, and with it their elements.
    fn add(&mut self, place: usize, rows: Vec<RowSignal>) {
        let home = self.home(&rows);
        let left = self.emptied.iter().position(|segment| home == Some(segment.list.id));
        let segment = match left.map(|left| self.emptied.swap_remove(left)) {
            Some(left) => Segment { rows, ..left },
            None => {
                self.next_id += 1;
                Segment::new(self.next_id - 1, rows)
            }
        };
        self.segments.insert(place, segment);
    }
}
