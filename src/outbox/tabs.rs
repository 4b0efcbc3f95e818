//! The property that sharing is for: two tabs of one person, a shelf whose news arrive late, and a server that stores a client
//! id once. Whatever the tabs do, every message that was not given up is stored once, those of one tab in the order of
//! writing, and both tabs and the shelf end up empty.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    sharing::{SHARING_MS, StoredEntry},
    *,
};

#[derive(Clone, Copy, Debug)]
enum Step {
    Write,
    Wait {
        ms: u64,
    },
    Send,
    /// The server takes a request and its answer arrives; or the answer is lost with the connection.
    Take {
        refuse: bool,
        lose: bool,
    },
    /// The next news from the shelf, or from the server, arrive.
    HearShelf,
    HearServer,
    /// Closed or crashed, and opened again.
    Reopen,
    Resolve {
        remedy: Remedy,
    },
}

#[derive(Clone, Copy, Debug)]
enum Remedy {
    Retry,
    Rewrite,
    Discard,
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let remedy = prop_oneof![Just(Remedy::Retry), Just(Remedy::Rewrite), Just(Remedy::Discard)];
    let step = prop_oneof![
        4 => Just(Step::Write),
        2 => (0..8_000_u64).prop_map(|ms| Step::Wait { ms }),
        5 => Just(Step::Send),
        5 => (prop::bool::weighted(0.2), prop::bool::weighted(0.2)).prop_map(|(refuse, lose)| Step::Take { refuse, lose }),
        4 => Just(Step::HearShelf),
        4 => Just(Step::HearServer),
        1 => Just(Step::Reopen),
        2 => remedy.prop_map(|remedy| Step::Resolve { remedy }),
    ];
    (0..2_usize, step)
}

#[derive(Default)]
struct Tab {
    outbox: Outbox,
    request: Option<Entry>,
    /// What the browser will tell it about the shelf: the key and the new value.
    shelf_news: VecDeque<(ClientMessageId, Option<String>)>,
    /// What the server will tell it: its person's stored messages.
    server_news: VecDeque<ClientMessageId>,
    /// Given up in the other tab, as this one knows.
    heard_given_up: BTreeSet<ClientMessageId>,
}

#[derive(Default)]
struct Scene {
    tabs: [Tab; 2],
    shelf: BTreeMap<ClientMessageId, String>,
    now_ms: u64,
    names: u128,
    /// Who wrote what, in order.
    written: Vec<(usize, ClientMessageId)>,
    given_up: BTreeSet<ClientMessageId>,
    /// Refused once: their order is nobody's promise.
    refused: BTreeSet<ClientMessageId>,
    stored: Vec<ClientMessageId>,
}

impl Scene {
    fn take(&mut self, tab: usize, step: Step) {
        match step {
            Step::Write => {
                let client_id = self.name();
                self.tabs[tab]
                    .outbox
                    .push(client_id, String::new(), Default::default(), Now::both(self.now_ms))
                    .expect("not that many");
                self.written.push((tab, client_id));
                self.keep(tab, client_id);
            }
            Step::Wait { ms } => self.now_ms += ms,
            Step::Send => self.send(tab),
            Step::Take { refuse, lose } => self.serve(tab, refuse, lose),
            Step::HearShelf => {
                if let Some((client_id, text)) = self.tabs[tab].shelf_news.pop_front() {
                    let shelved = StoredEntry::read(text.as_deref()).expect("legible");
                    self.hear(tab, client_id, shelved);
                }
            }
            Step::HearServer => {
                if let Some(client_id) = self.tabs[tab].server_news.pop_front() {
                    self.was_stored(tab, client_id);
                }
            }
            Step::Reopen => self.reopen(tab),
            Step::Resolve { remedy } => self.resolve(tab, remedy),
        }
    }

    fn hear(&mut self, tab: usize, client_id: ClientMessageId, shelved: StoredEntry) {
        let tab = &mut self.tabs[tab];
        match shelved {
            StoredEntry::Discarded if tab.outbox.in_flight() != Some(client_id) => tab.heard_given_up.insert(client_id),
            // The other one's attempt, made before, was refused after all: its author is asked again.
            StoredEntry::Kept(_) => tab.heard_given_up.remove(&client_id),
            StoredEntry::Discarded | StoredEntry::Gone => false,
        };
        let _ = tab.outbox.heard(client_id, shelved, Now::both(self.now_ms));
    }

    fn name(&mut self) -> ClientMessageId {
        self.names += 1;
        ClientMessageId::from(Uuid::from_u128(self.names))
    }

    fn put(&mut self, tab: usize, client_id: ClientMessageId, text: Option<String>) {
        match &text {
            Some(text) => self.shelf.insert(client_id, text.clone()),
            None => self.shelf.remove(&client_id),
        };
        self.tabs[1 - tab].shelf_news.push_back((client_id, text));
    }

    fn keep(&mut self, tab: usize, client_id: ClientMessageId) {
        let json =
            self.tabs[tab].outbox.entry(client_id).map(|entry| serde_json::to_string(entry).expect("serialises"));
        if json.is_some() {
            self.put(tab, client_id, json);
        }
    }

    fn discard(&mut self, tab: usize, client_id: ClientMessageId) {
        self.put(tab, client_id, Some(StoredEntry::discarded().to_owned()));
        self.put(tab, client_id, None);
        self.given_up.insert(client_id);
    }

    fn send(&mut self, tab: usize) {
        let Tab { outbox, request, heard_given_up, .. } = &mut self.tabs[tab];
        if let Some(entry) = outbox.next_to_send(self.now_ms).cloned() {
            assert!(!heard_given_up.contains(&entry.client_id), "sent although it was given up");
            outbox.mark_sending(entry.client_id, self.now_ms);
            *request = Some(entry);
        }
    }

    fn serve(&mut self, tab: usize, refuse: bool, lose: bool) {
        let Some(Entry { client_id, .. }) = self.tabs[tab].request.take() else { return };
        let known = self.stored.contains(&client_id);
        let store = known || !refuse;
        if store && !known {
            self.stored.push(client_id);
            self.tabs.iter_mut().for_each(|tab| tab.server_news.push_back(client_id));
        }
        if lose {
            self.tabs[tab].outbox.connection_lost();
        } else if store {
            self.was_stored(tab, client_id);
        } else {
            self.tabs[tab].outbox.refused(client_id, ErrorCode::Forbidden, None, self.now_ms);
            self.refused.insert(client_id);
            self.keep(tab, client_id);
        }
    }

    fn was_stored(&mut self, tab: usize, client_id: ClientMessageId) {
        if self.tabs[tab].outbox.acked(client_id) {
            self.put(tab, client_id, None);
        }
    }

    fn reopen(&mut self, tab: usize) {
        self.tabs[tab] = Tab::default();
        // A storage tells its keys in no order.
        for text in self.shelf.values().rev() {
            if let Some(StoredEntry::Kept(entry)) = StoredEntry::read(Some(text)) {
                self.tabs[tab].outbox.adopt(*entry, 0, Now::both(self.now_ms));
            }
        }
        // The page, and the replay that follows, show what is stored.
        self.tabs[tab].server_news.extend(&self.stored);
    }

    fn resolve(&mut self, tab: usize, remedy: Remedy) {
        let stuck = self.tabs[tab].outbox.entries().iter().find(|entry| entry.is_stuck());
        let Some(client_id) = stuck.map(|entry| entry.client_id) else { return };
        match remedy {
            Remedy::Retry => {
                self.tabs[tab].outbox.retry(client_id, Now::both(self.now_ms));
                self.keep(tab, client_id);
            }
            Remedy::Rewrite => {
                let renamed = self.name();
                self.tabs[tab].outbox.rewrite(client_id, renamed, String::new(), Now::both(self.now_ms));
                self.written.push((tab, renamed));
                self.refused.insert(renamed);
                self.keep(tab, renamed);
                self.discard(tab, client_id);
            }
            Remedy::Discard => {
                self.tabs[tab].outbox.discard(client_id);
                self.discard(tab, client_id);
            }
        }
    }

    /// All is well again, and the person retries what failed.
    fn quiesce(&mut self) {
        for _ in 0..2_000 {
            for tab in 0..2 {
                for step in [Step::HearShelf, Step::HearServer, Step::Resolve { remedy: Remedy::Retry }, Step::Send] {
                    self.take(tab, step);
                }
                self.take(tab, Step::Take { refuse: false, lose: false });
            }
            let idle = |tab: &Tab| tab.outbox.is_empty() && tab.shelf_news.is_empty() && tab.server_news.is_empty();
            if self.tabs.iter().all(idle) {
                return;
            }
            self.now_ms += SHARING_MS / 10;
        }
        panic!("it never comes to rest: {:?}", self.tabs.iter().map(|tab| &tab.outbox).collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_tabs_store_every_message_once_and_end_up_with_nothing_left(
        steps in prop::collection::vec(step(), 0..150),
    ) {
        let mut scene = Scene::default();
        for (tab, step) in steps {
            scene.take(tab, step);
        }
        scene.quiesce();

        let names: BTreeSet<ClientMessageId> = scene.stored.iter().copied().collect();
        prop_assert_eq!(names.len(), scene.stored.len());
        for (_, client_id) in &scene.written {
            prop_assert!(names.contains(client_id) || scene.given_up.contains(client_id), "lost: {}", client_id);
        }
        let plain = |client_id: &ClientMessageId| !scene.refused.contains(client_id) && !scene.given_up.contains(client_id);
        for tab in 0..2 {
            let mine: Vec<_> =
                scene.written.iter().filter(|(by, id)| *by == tab && plain(id)).map(|(_, id)| *id).collect();
            let order: Vec<_> = scene.stored.iter().filter(|id| mine.contains(id)).copied().collect();
            prop_assert_eq!(order, mine, "the order of one tab's messages");
        }
        prop_assert!(scene.shelf.is_empty(), "left on the shelf: {:?}", scene.shelf);
    }
}
