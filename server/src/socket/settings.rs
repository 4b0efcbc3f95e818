//! What every socket is opened with: how much it may take in, and how much memory it may cost.

use axum::extract::ws::WebSocketUpgrade;

/// Read buffer of a socket, in bytes, and most of what one read takes: axum's default takes 128 KiB of every idle one. A message of
/// some lines fits. With less, `bytes` would not give the buffer its size again after a frame that was larger.
const READ_BUFFER: usize = 1024;
/// From how many waiting bytes on a write goes to the system: some twenty small frames at once. It is also about what a socket
/// keeps after a burst.
const WRITE_BUFFER: usize = 4 * 1024;
/// Most bytes that may wait. A blocked socket is not fed any further, so this only has to hold the largest single frame: the
/// list of who is online in a group of some thousands.
const WRITE_BUFFER_MAX: usize = 1024 * 1024;

/// An upgrade whose messages and frames have at most `message_max` bytes. No extension is negotiated: compressing costs
/// memory for every socket and tells about secrets beside what others wrote (CRIME).
pub fn configure(upgrade: WebSocketUpgrade, message_max: usize) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        // Whoever echoes must be able to write what may be read.
        .max_write_buffer_size(WRITE_BUFFER_MAX.max(2 * message_max))
        .max_message_size(message_max)
        .max_frame_size(message_max)
}
