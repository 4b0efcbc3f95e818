//! The property that an outbox is for: against a server that stores a client id once, over a network that loses, delays and
//! repeats, every message is stored once and in the order of writing, unless it was refused for good.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    Write,
    Wait {
        ms: u64,
    },
    /// The page hands what is next to the socket, if anything is.
    Send,
    /// The server takes a request from the socket; a late one from a socket that is gone is not answered to anybody.
    Take {
        late: bool,
        verdict: Verdict,
    },
    /// An answer arrives.
    Answer,
    /// The socket goes, and the answers in it. Requests in it may still be taken.
    LoseConnection,
    /// The page is loaded anew from what was kept.
    Reload,
    /// What the person does about a failed message.
    Resolve {
        pick: prop::sample::Index,
        remedy: Remedy,
    },
}

#[derive(Clone, Copy, Debug)]
enum Verdict {
    Store,
    NotNow { retry_after_ms: Option<u64> },
    Never,
}

#[derive(Clone, Copy, Debug)]
enum Remedy {
    Retry,
    Edit,
    Discard,
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![
        4 => Just(Verdict::Store),
        1 => prop::option::of(0..30_000_u64).prop_map(|retry_after_ms| Verdict::NotNow { retry_after_ms }),
        1 => Just(Verdict::Never),
    ];
    let remedy = prop_oneof![Just(Remedy::Retry), Just(Remedy::Edit), Just(Remedy::Discard)];
    prop_oneof![
        4 => Just(Step::Write),
        2 => (0..12_000_u64).prop_map(|ms| Step::Wait { ms }),
        6 => Just(Step::Send),
        6 => (prop::bool::weighted(0.2), verdict).prop_map(|(late, verdict)| Step::Take { late, verdict }),
        5 => Just(Step::Answer),
        1 => Just(Step::LoseConnection),
        1 => Just(Step::Reload),
        1 => (any::<prop::sample::Index>(), remedy).prop_map(|(pick, remedy)| Step::Resolve { pick, remedy }),
    ]
}

#[derive(Default)]
struct Scene {
    outbox: Outbox,
    now_ms: u64,
    written: Vec<ClientMessageId>,
    renamed: usize,
    /// Refused for good at some time: promised nothing any more.
    refused: BTreeSet<ClientMessageId>,
    /// Requests in the living socket, and in those that are gone.
    requests: VecDeque<Entry>,
    late_requests: VecDeque<Entry>,
    answers: VecDeque<(ClientMessageId, Verdict)>,
    /// Until when the server asked for patience.
    patience: BTreeMap<ClientMessageId, u64>,
    /// The server's log.
    stored: Vec<(ClientMessageId, String)>,
}

impl Scene {
    fn take(&mut self, step: Step) {
        match step {
            Step::Write => {
                let client_id = ClientMessageId::from(Uuid::from_u128(self.written.len() as u128));
                self.outbox
                    .push(client_id, format!("text {client_id}"), Default::default(), Now::both(self.now_ms))
                    .expect("not that many");
                self.written.push(client_id);
            }
            Step::Wait { ms } => {
                self.now_ms += ms;
                let _ = self.outbox.expired(self.now_ms);
            }
            Step::Send => self.send(),
            Step::Take { late: false, verdict } => {
                if let Some(request) = self.requests.pop_front() {
                    self.answers.push_back((request.client_id, verdict));
                    self.store(request, verdict);
                }
            }
            Step::Take { late: true, verdict } => {
                if let Some(request) = self.late_requests.pop_front() {
                    self.store(request, verdict);
                }
            }
            Step::Answer => self.answer(),
            Step::LoseConnection => {
                let _ = self.outbox.connection_lost();
                self.drop_socket();
            }
            Step::Reload => {
                self.outbox = super::tests::reloaded(&self.outbox, self.now_ms);
                self.drop_socket();
                self.patience.clear();
            }
            Step::Resolve { pick, remedy } => self.resolve(pick, remedy),
        }
    }

    fn send(&mut self) {
        let Some(entry) = self.outbox.next_to_send(self.now_ms).cloned() else { return };
        assert_eq!(self.outbox.in_flight(), None, "one in flight");
        assert!(self.patience.get(&entry.client_id).is_none_or(|until| *until <= self.now_ms), "too early");
        self.outbox.mark_sending(entry.client_id, self.now_ms);
        assert!(self.outbox.next_to_send(u64::MAX).is_none(), "one in flight");
        self.requests.push_back(entry);
    }

    fn store(&mut self, request: Entry, verdict: Verdict) {
        let known = self.stored.iter().any(|(client_id, _)| *client_id == request.client_id);
        if matches!(verdict, Verdict::Store) && !known {
            self.stored.push((request.client_id, request.content));
        }
    }

    fn answer(&mut self) {
        let Some((client_id, verdict)) = self.answers.pop_front() else { return };
        let here = self.outbox.entries().iter().any(|entry| entry.client_id == client_id);
        match verdict {
            Verdict::Store => {
                self.outbox.acked(client_id);
            }
            Verdict::NotNow { retry_after_ms } => {
                self.outbox.refused(client_id, ErrorCode::RateLimited, retry_after_ms, self.now_ms);
                self.patience.insert(client_id, self.now_ms + retry_after_ms.unwrap_or_default());
            }
            Verdict::Never => {
                self.outbox.refused(client_id, ErrorCode::Forbidden, None, self.now_ms);
                self.refused.extend(here.then_some(client_id));
            }
        }
    }

    fn drop_socket(&mut self) {
        self.late_requests.append(&mut self.requests);
        self.answers.clear();
    }

    fn resolve(&mut self, pick: prop::sample::Index, remedy: Remedy) {
        let failed: Vec<ClientMessageId> =
            self.outbox.entries().iter().filter(|entry| entry.failed.is_some()).map(|entry| entry.client_id).collect();
        if failed.is_empty() {
            return;
        }
        let client_id = *pick.get(&failed);
        self.patience.remove(&client_id);
        assert!(match remedy {
            Remedy::Retry => self.outbox.retry(client_id, Now::both(self.now_ms)),
            Remedy::Edit => self.rewrite(client_id),
            Remedy::Discard => self.outbox.discard(client_id),
        });
    }

    /// A message of its own from now on, in the old one's place.
    fn rewrite(&mut self, client_id: ClientMessageId) -> bool {
        let renamed = ClientMessageId::from(Uuid::from_u128(1_000_000 + self.renamed as u128));
        self.renamed += 1;
        let place = self.written.iter().position(|written| *written == client_id).expect("it was written");
        self.written[place] = renamed;
        // Retried after what was written later: its order is nobody's promise.
        self.refused.insert(renamed);
        self.outbox.rewrite(client_id, renamed, format!("text {renamed}"), Now::both(self.now_ms))
    }

    /// The network and the server are well again: time passes until nothing is left to send.
    fn quiesce(&mut self) {
        for _ in 0..1_000 {
            self.take(Step::Send);
            while !self.requests.is_empty() {
                self.take(Step::Take { late: false, verdict: Verdict::Store });
            }
            while !self.answers.is_empty() {
                self.take(Step::Answer);
            }
            let Some(deadline) = self.outbox.next_deadline() else { return };
            let ms = deadline.saturating_sub(self.now_ms);
            self.take(Step::Wait { ms });
        }
        panic!("it never comes to rest: {:?}", self.outbox);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_message_is_stored_once_and_in_order_unless_it_was_refused_for_good(
        steps in prop::collection::vec(step(), 0..120),
    ) {
        let mut scene = Scene::default();
        for step in steps {
            scene.take(step);
        }
        scene.quiesce();
        let names: BTreeSet<ClientMessageId> = scene.stored.iter().map(|(client_id, _)| *client_id).collect();
        prop_assert_eq!(names.len(), scene.stored.len());
        let promised = |client_id: &ClientMessageId| !scene.refused.contains(client_id);
        let expected: Vec<_> = scene.written.iter().filter(|id| promised(id)).map(|id| (*id, format!("text {id}"))).collect();
        let kept: Vec<_> = scene.stored.iter().filter(|(id, _)| promised(id)).cloned().collect();
        prop_assert_eq!(kept, expected);
        prop_assert!(scene.outbox.entries().iter().all(|entry| entry.failed.is_some()));
    }
}
