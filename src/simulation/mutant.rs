//! Mistakes that a programmer could make. Each is planted by a test, which then expects the simulation to find it.

/// One rule that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutant {
    /// The page gives a message another name when it sends it again.
    RenamesOnRetry,
    /// The page takes a message for stored when its connection breaks.
    TrustsTheConnection,
    /// The page does not take up what an earlier one left on the shelf.
    ForgetsTheShelf,
    /// The page sends everything at once instead of one after the other.
    SendsAllAtOnce,
    /// The page applies what comes, whether or not it is the next change.
    AppliesWhateverComes,
    /// The page does not ask for what is missing.
    IgnoresHoles,
    /// The page goes on after a reset without loading the newest page.
    IgnoresResets,
    /// The page does not notice that the replay is over.
    NeverCaughtUp,
    /// The page waits for ever for a connection that is dead.
    NeverNoticesSilence,
    /// The page does not ask again for the newest page where that could not be had.
    NeverReloads,
    /// The page leaves rows as they were before a reset.
    NeverRefreshes,
    /// The page does not put on the shelf what is written.
    KeepsNothing,
    /// The page takes a broken connection for the last one.
    NeverReconnects,
    /// The page counts its waits by the clock on the wall.
    CountsByTheWall,
    /// The server acknowledges before the commit.
    AcknowledgesTooEarly,
    /// The server tells a message before the commit.
    TellsTooEarly,
    /// The server stores a repeat again.
    StoresRepeats,
    /// The server replays the newest changes only, to somebody who is too far behind for all of them.
    ReplaysInPart,
    /// The server answers a subscription and forgets to attach it to what is live.
    NeverAttaches,
    /// The server's pings carry the newest seq that this front has told, not the log's.
    PingsWhatItTold,
}

impl Mutant {
    pub(super) const ALL: [Self; 20] = [
        Self::RenamesOnRetry,
        Self::TrustsTheConnection,
        Self::ForgetsTheShelf,
        Self::SendsAllAtOnce,
        Self::AppliesWhateverComes,
        Self::IgnoresHoles,
        Self::IgnoresResets,
        Self::NeverCaughtUp,
        Self::NeverNoticesSilence,
        Self::NeverReloads,
        Self::NeverRefreshes,
        Self::KeepsNothing,
        Self::NeverReconnects,
        Self::CountsByTheWall,
        Self::AcknowledgesTooEarly,
        Self::TellsTooEarly,
        Self::StoresRepeats,
        Self::ReplaysInPart,
        Self::NeverAttaches,
        Self::PingsWhatItTold,
    ];
}
