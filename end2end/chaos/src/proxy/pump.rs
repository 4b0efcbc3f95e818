//! One direction of a connection.

use std::{num::NonZeroU32, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::tcp::{ReadHalf, WriteHalf},
    sync::watch,
    time::{Instant, sleep},
};

/// Bytes read at once.
const CHUNK: usize = 4096;

/// What a direction does with bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gate {
    /// Nothing passes before this moment.
    pub(super) shut_until: Option<Instant>,
    /// No more bytes a second than these, until a moment.
    pub(super) slow: Option<(NonZeroU32, Instant)>,
    /// How many bytes more may pass before the end.
    pub(super) left: Option<usize>,
}

/// Why a direction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Whoever writes into it has finished, in good order, and the other end was told so.
    Finished,
    /// One of the ends broke.
    Broken,
    /// As many bytes as were allowed have passed.
    Full,
}

/// Passes bytes on until the end.
pub(super) async fn pump(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    mut gate: watch::Receiver<Gate>,
    mut withheld: watch::Receiver<bool>,
) -> Ended {
    let (mut limit, mut passed) = (None, 0);
    let mut buffer = [0; CHUNK];
    loop {
        let read = match from.read(&mut buffer).await {
            Ok(0) => {
                open(&mut gate, &mut withheld).await;
                return if to.shutdown().await.is_ok() { Ended::Finished } else { Ended::Broken };
            }
            Ok(read) => read,
            Err(_) => return Ended::Broken,
        };
        open(&mut gate, &mut withheld).await;
        let now = *gate.borrow();
        if now.left != limit {
            (limit, passed) = (now.left, 0);
        }
        let may = limit.map_or(read, |limit| read.min(limit - passed));
        if write(&mut to, &buffer[..may], now.slow).await.is_err() {
            return Ended::Broken;
        }
        passed += may;
        if limit == Some(passed) {
            return Ended::Full;
        }
    }
}

/// Waits until bytes may pass.
async fn open(gate: &mut watch::Receiver<Gate>, withheld: &mut watch::Receiver<bool>) {
    // A sender that is gone changes nothing any more.
    let _ = withheld.wait_for(|withheld| !withheld).await;
    loop {
        let shut_until = gate.borrow_and_update().shut_until.filter(|until| *until > Instant::now());
        let Some(until) = shut_until else { return };
        tokio::select! {
            () = tokio::time::sleep_until(until) => {}
            changed = gate.changed() => if changed.is_err() { return },
        }
    }
}

async fn write(to: &mut WriteHalf<'_>, bytes: &[u8], slow: Option<(NonZeroU32, Instant)>) -> std::io::Result<()> {
    /// Slow bytes come in this many pieces a second.
    const PIECES: u32 = 20;
    let Some((rate, until)) = slow else { return to.write_all(bytes).await };
    for piece in bytes.chunks((rate.get() / PIECES).max(1) as usize) {
        to.write_all(piece).await?;
        if Instant::now() < until {
            sleep(Duration::from_secs(1) / PIECES).await;
        }
    }
    Ok(())
}
