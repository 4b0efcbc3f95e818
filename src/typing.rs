//! "… is writing": when to show it ([`TypingTracker`]) and when to say it ([`TypingThrottle`]).

use crate::ids::UserId;

/// How long a sign of writing is shown, in milliseconds. 7 s: two of the sender's signs and a second.
pub const SHOWN_MS: u64 = 7_000;
/// A writer says so at most this often, in milliseconds. 3 s, as Tinode does.
pub const THROTTLE_MS: u64 = 3_000;

/// Who is writing, at the receiver.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypingTracker {
    /// In the order in which they began.
    writers: Vec<Writer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Writer {
    user_id: UserId,
    name: String,
    until_ms: u64,
}

impl TypingTracker {
    /// A sign that somebody is writing. Whoever was shown already keeps the place.
    pub fn typing(&mut self, user_id: UserId, name: &str, now_ms: u64) {
        self.expire(now_ms);
        let until_ms = now_ms.saturating_add(SHOWN_MS);
        match self.writers.iter_mut().find(|writer| writer.user_id == user_id) {
            Some(writer) => {
                writer.until_ms = until_ms;
                name.clone_into(&mut writer.name);
            }
            None => self.writers.push(Writer { user_id, name: name.to_owned(), until_ms }),
        }
    }

    /// The person's message arrived, or the person left.
    pub fn stopped(&mut self, user_id: UserId) {
        self.writers.retain(|writer| writer.user_id != user_id);
    }

    /// The names of those who are writing, in the order in which they began.
    pub fn active(&self, now_ms: u64) -> Vec<&str> {
        self.writers.iter().filter(|writer| writer.until_ms > now_ms).map(|writer| writer.name.as_str()).collect()
    }

    /// Forgets whose sign is too old. Says whether anything changed.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        let before = self.writers.len();
        self.writers.retain(|writer| writer.until_ms > now_ms);
        self.writers.len() != before
    }
}

/// When to say that one is writing, at the sender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypingThrottle {
    last_ms: Option<u64>,
}

impl TypingThrottle {
    /// A key was pressed: whether to send `typing` now.
    pub fn typed(&mut self, now_ms: u64) -> bool {
        // A clock that was set back must not silence the writer until it has caught up.
        let elapsed = self.last_ms.and_then(|last| now_ms.checked_sub(last));
        let due = elapsed.is_none_or(|elapsed| elapsed >= THROTTLE_MS);
        if due {
            self.last_ms = Some(now_ms);
        }
        due
    }

    /// The message was sent: the next one is announced from its first key on.
    pub const fn message_sent(&mut self) {
        self.last_ms = None;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn user(number: u64) -> UserId {
        UserId::from(Uuid::from_u64_pair(1, number))
    }

    #[test]
    fn a_sign_is_shown_for_seven_seconds_and_prolonged_by_the_next() {
        let mut tracker = TypingTracker::default();
        tracker.typing(user(1), "Ana", 0);
        tracker.typing(user(1), "Ana", 3_000);
        assert_eq!((tracker.active(9_999), tracker.active(10_000)), (vec!["Ana"], vec![]));
        assert!(tracker.active(10_000).is_empty() && tracker.expire(10_000) && !tracker.expire(10_000));
    }

    #[test]
    fn names_stand_in_the_order_in_which_they_began() {
        let mut tracker = TypingTracker::default();
        tracker.typing(user(1), "Zoe", 0);
        tracker.typing(user(2), "Ana", 1_000);
        tracker.typing(user(1), "Zoe", 2_000);
        assert_eq!(tracker.active(2_000), ["Zoe", "Ana"]);
        tracker.typing(user(2), "Ana", 5_000);
        tracker.typing(user(1), "Zoe", 10_000);
        assert_eq!(tracker.active(10_000), ["Ana", "Zoe"], "who paused begins anew");
    }

    #[test]
    fn a_message_or_leaving_ends_it_at_once() {
        let mut tracker = TypingTracker::default();
        tracker.typing(user(1), "Zoe", 0);
        tracker.typing(user(2), "Ana", 0);
        tracker.stopped(user(1));
        assert_eq!(tracker.active(1), ["Ana"]);
    }

    #[test]
    fn the_first_key_after_a_message_is_announced_at_once() {
        let mut throttle = TypingThrottle::default();
        assert!(throttle.typed(0) && !throttle.typed(1));
        throttle.message_sent();
        assert!(throttle.typed(2));
    }

    #[test]
    fn a_key_after_three_seconds_is_announced_again() {
        let mut throttle = TypingThrottle::default();
        assert!(throttle.typed(0) && !throttle.typed(THROTTLE_MS - 1) && throttle.typed(THROTTLE_MS));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_silence_the_writer() {
        let mut throttle = TypingThrottle::default();
        assert!(throttle.typed(1_000_000) && throttle.typed(5));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_writer_is_announced_at_most_every_three_seconds_and_shown_without_a_pause(
            pauses in prop::collection::vec(0..3_900_u64, 1..60),
        ) {
            let (mut throttle, mut tracker) = (TypingThrottle::default(), TypingTracker::default());
            let (mut now_ms, mut last) = (0, None::<u64>);
            for pause in pauses {
                now_ms += pause;
                if throttle.typed(now_ms) {
                    prop_assert!(last.is_none_or(|last| now_ms - last >= THROTTLE_MS));
                    last = Some(now_ms);
                    tracker.typing(user(1), "Ana", now_ms);
                }
                prop_assert_eq!(tracker.active(now_ms), ["Ana"], "keys less than 3.9 s apart leave no pause");
            }
        }
    }
}
