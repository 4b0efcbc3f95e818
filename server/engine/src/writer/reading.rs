//! Reading positions that the log in memory cannot tell alone.

use std::sync::Arc;

use tertulia::{
    clock::Timestamp,
    ids::{Seq, UserId},
};

use super::{ATTEMPTS_MAX, SharedLog, Writer};
use crate::{
    error::{Error, Result},
    log::Reading,
    store::seq,
};

impl Writer {
    /// Moves a position forward. The position now, and whether it moved. Nothing is appended meanwhile, unless another program does: then it is
    /// asked again.
    pub(super) async fn read(&self, log: &Arc<SharedLog>, user: UserId, to: Seq) -> Result<(Seq, bool)> {
        for _ in 0..ATTEMPTS_MAX {
            let now = Timestamp::now();
            let (reading, next) = {
                let mut log = log.write();
                (log.read(user, to)?, log.next_place(now))
            };
            let (from, to) = match reading {
                Reading::Stays(at) => return Ok((at, false)),
                Reading::Moved(at) => return Ok((at, true)),
                Reading::Ask(from, to) => (from, to),
            };
            let position = self.desk.store.position(self.group, &from, to, next.messages).await?;
            let mut log = log.write();
            // Meanwhile she may have read further at the end of the log, which asks nobody.
            if log.next_place(now) == next && log.set_position(&position) {
                return Ok((seq(to), true));
            }
        }
        Err(Error::Unavailable)
    }
}
