//! The browser's two clocks.

use tertulia::now::Now;

/// What `performance.now()` says, in milliseconds: it only goes forward, whatever is done to the clock on the wall. (The time stamp of
/// an event that is made now is read from the same clock, and needs no binding of its own.)
pub(super) fn elapsed_ms() -> u64 {
    web_sys::Event::new("now").map_or(0, |event| event.time_stamp() as u64)
}

/// Both clocks, for what is stamped.
#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock on the wall, besides the calendar")]
pub(super) fn now() -> Now {
    Now { elapsed_ms: elapsed_ms(), wall_ms: js_sys::Date::now() as u64 }
}
