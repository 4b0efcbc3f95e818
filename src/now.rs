//! The two clocks of a device.

/// One moment, by both clocks of the device: by the one that only goes forward, and by the one that people set.
///
/// Whatever waits, or asks how long ago something was, counts by the first. The second can be put anywhere at any time (by hand, by a
/// network that tells the time, by a changed time zone done wrong), so it only stamps what has to outlive the page, and what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since the page began, or any other moment before all that it counts. They never go back. While the device
    /// sleeps, some browsers stop counting.
    pub elapsed_ms: u64,
    /// Milliseconds since 1970, as the device believes.
    pub wall_ms: u64,
}

#[cfg(test)]
impl Now {
    /// Both clocks say the same.
    pub(crate) const fn both(ms: u64) -> Self {
        Self { elapsed_ms: ms, wall_ms: ms }
    }
}
