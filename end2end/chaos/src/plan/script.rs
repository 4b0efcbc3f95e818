//! What a device does, one thing after the other, for ever.

use std::time::Duration;

use tertulia::random::Random;

/// Something that a person does on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Writes a message, which goes over the socket and by HTTP in turns.
    Write { words: usize },
    /// Changes an own message.
    Edit,
    /// Deletes a message.
    Delete,
    /// Reacts to a message, pins it, or says that it is the answer to another; or takes that back.
    Mark,
    /// Gives a member another role, if the group is hers.
    GiveRole,
    /// Leaves the group.
    Leave,
    /// Comes back into it.
    Join,
    /// Ends the socket and opens another.
    Reconnect,
    /// The same with a pause.
    Away(Duration),
    /// Opens the conversation anew: what is not stored on the device is forgotten.
    Reload,
    /// Has lost track of the log: subscribes with another epoch, which the server answers with a reset.
    Doubt,
    /// Sends a message again that was written some time ago, whatever became of it.
    Repeat,
    /// Is writing.
    Typing,
    /// Has read everything.
    Read,
    /// Scrolls up.
    LookBack,
    /// Writes into a group that it is not in.
    Intrude,
}

/// What to do next, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// After the step before it.
    pub(crate) pause: Duration,
    pub(crate) action: Action,
    /// Which group, which message: the remainder decides.
    pub(crate) pick: usize,
    /// Whether over HTTP, where there is a choice.
    pub(crate) http: bool,
}

/// The steps of one device.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    random: Random,
    mean: Duration,
}

impl Script {
    /// Of device number `device`.
    pub(crate) fn new(seed: u64, device: u64, mean: Duration) -> Self {
        Self { random: Random::fork(seed, device), mean }
    }

    /// The next step. Each takes the same number of draws, so that kinds of steps can change without moving the others.
    pub(crate) fn step(&mut self) -> Step {
        let pause = self.mean.mul_f64(self.random.pause().min(8.0));
        let (kind, size) = (self.random.below(100), self.random.fraction());
        let (pick, http) = (self.random.below(usize::MAX), self.random.below(5) == 0);
        let words = if size > 0.97 { 600 } else { scaled(size, 1, 20) };
        let action = match kind {
            0..53 => Action::Write { words },
            53..58 => Action::Mark,
            58..60 => Action::GiveRole,
            60..68 => Action::Edit,
            68..72 => Action::Delete,
            72..74 => Action::Leave,
            74..79 => Action::Join,
            79 => Action::Reload,
            80..82 => Action::Reconnect,
            82..85 => Action::Away(Duration::from_millis(scaled(size, 100, 6_000) as u64)),
            85..87 => Action::Doubt,
            87..90 => Action::Repeat,
            90 => Action::Typing,
            91..94 => Action::Read,
            94..97 => Action::LookBack,
            _ => Action::Intrude,
        };
        Step { pause, action, pick, http }
    }
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]
fn scaled(unit: f64, least: usize, most: usize) -> usize {
    least + (unit * (most - least) as f64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(seed: u64, device: u64) -> Vec<Step> {
        let mut script = Script::new(seed, device, Duration::from_millis(500));
        (0..2_000).map(|_| script.step()).collect()
    }

    #[test]
    fn a_seed_repeats_every_devices_steps() {
        assert_eq!(steps(7, 3), steps(7, 3));
        assert_ne!(steps(7, 3), steps(7, 4));
        assert_ne!(steps(7, 3), steps(8, 3));
    }

    #[test]
    fn most_steps_write_and_every_kind_comes() {
        let steps = steps(1, 1);
        let count = |wanted: fn(&Action) -> bool| steps.iter().filter(|step| wanted(&step.action)).count();
        assert!((1_000..1_250).contains(&count(|action| matches!(action, Action::Write { .. }))));
        for (what, count) in [
            ("mark", count(|action| *action == Action::Mark)),
            ("edit", count(|action| *action == Action::Edit)),
            ("role", count(|action| *action == Action::GiveRole)),
            ("leave", count(|action| *action == Action::Leave)),
            ("reload", count(|action| *action == Action::Reload)),
            ("away", count(|action| matches!(action, Action::Away(_)))),
            ("doubt", count(|action| *action == Action::Doubt)),
            ("repeat", count(|action| *action == Action::Repeat)),
            ("intrude", count(|action| *action == Action::Intrude)),
        ] {
            assert!(count > 10, "{what}: {count}");
        }
    }
}
