use super::*;

#[test]
fn a_late_word_from_a_socket_that_was_given_up_counts_for_nothing() {
    let mut rig = Rig::open(3);
    let old = rig.client.link.attempt;
    rig.closed(None);
    assert!(connects(&rig.wait(20_000)));
    rig.subscribed();
    assert_eq!(rig.tell(Input::Socket(old, SocketEvent::Closed(Some(4001)))), []);
    rig.tell(Input::Socket(old, SocketEvent::Frame(Box::new(told(4)))));
    assert_eq!((rig.client.connection(), rig.client.timeline().cursor()), (ConnectionState::Open, Seq(3)));
}

#[test]
fn a_socket_that_says_nothing_at_first_or_later_is_given_up() {
    let mut rig = Rig::new(3);
    assert!(connects(&rig.begin()));
    assert!(!hangs_up(&rig.wait(15_000)));
    let outputs = rig.wait(1);
    assert!(hangs_up(&outputs));
    assert_eq!(shown(&outputs), [ConnectionState::Waiting]);
    let mut rig = Rig::open(3);
    assert!(!hangs_up(&rig.wait(40_000)));
    assert!(hangs_up(&rig.wait(1)));
}

#[test]
fn in_the_background_silence_may_last_longer() {
    let mut rig = Rig::open(3);
    rig.tell(Input::Browser(BrowserEvent::Hidden));
    assert!(!hangs_up(&rig.wait(75_000)));
    assert!(hangs_up(&rig.wait(1)));
}

#[test]
fn anything_that_is_said_is_a_sign_of_life() {
    let mut rig = Rig::open(3);
    rig.wait(39_000);
    rig.tell(Input::Socket(rig.client.link.attempt, SocketEvent::Noise));
    assert!(!hangs_up(&rig.wait(40_000)));
}

#[test]
fn a_network_that_is_back_means_connecting_at_once_or_asking_whether_the_socket_lives() {
    let mut rig = Rig::open(3);
    rig.closed(None);
    assert!(connects(&rig.tell(Input::Browser(BrowserEvent::Online))), "without waiting for its turn");
    rig.subscribed();
    for what in [BrowserEvent::Online, BrowserEvent::Visible] {
        assert_eq!(rig.tell(Input::Browser(what)), [Output::Say(ClientFrame::Ping)]);
        assert_eq!(rig.tell(Input::Browser(what)), [], "asked already");
        rig.frame(ServerFrame::Pong);
    }
    rig.tell(Input::Browser(BrowserEvent::Online));
    assert!(!hangs_up(&rig.wait(4_999)));
    assert!(hangs_up(&rig.wait(1)));
}

#[test]
fn a_device_that_slept_asks_whether_its_socket_lives() {
    let mut rig = Rig::open(3);
    let tick = |rig: &mut Rig, elapsed_ms, wall_ms| {
        rig.client.handle(Input::Browser(BrowserEvent::Tick), Now { elapsed_ms, wall_ms })
    };
    assert_eq!(tick(&mut rig, 500, 5_500), [], "a clock that was set a little");
    assert_eq!(tick(&mut rig, 1_000, 3_600_000), [Output::Say(ClientFrame::Ping)]);
}

#[test]
fn without_a_network_nothing_goes_out_until_an_answer_proves_that_there_is_one() {
    let mut rig = Rig::open(3);
    let outputs = rig.tell(Input::Browser(BrowserEvent::Offline));
    assert_eq!(
        outputs,
        [Output::View(ViewEvent::Connection(ConnectionState::Offline)), Output::Say(ClientFrame::Ping)]
    );
    assert_eq!(sent(&rig.write(60)), []);
    let outputs = rig.frame(ServerFrame::Pong);
    assert_eq!(shown(&outputs), [ConnectionState::Open]);
    assert_eq!(sent(&rig.wait(500)), [id(60)]);
}

#[test]
fn what_is_over_for_good_is_not_begun_again() {
    for (code, ending) in [
        (4001, CloseReason::SignedOut),
        (4003, CloseReason::Removed),
        (4004, CloseReason::WrongPerson),
        (4012, CloseReason::OldPage),
    ] {
        let mut rig = Rig::open(3);
        let outputs = rig.closed(Some(code));
        assert_eq!(shown(&outputs), [ConnectionState::Closed(ending)]);
        for what in [BrowserEvent::Online, BrowserEvent::Visible, BrowserEvent::Offline] {
            assert_eq!(rig.tell(Input::Browser(what)), []);
        }
        assert_eq!(rig.wait(3_600_000), []);
    }
}

#[test]
fn a_socket_that_cannot_be_made_is_a_broken_one() {
    let mut rig = Rig::new(3);
    rig.begin();
    let outputs = rig.tell(Input::Refused(rig.client.link.attempt));
    assert_eq!(shown(&outputs), [ConnectionState::Waiting]);
    assert!(connects(&rig.wait(500)));
}

#[test]
fn history_is_not_live() {
    let mut rig = Rig::new(3);
    rig.client = Client::new(ClientConfig {
        group: id(1),
        me: me(),
        timeline: Timeline::from_page(me(), page(1..=3, 3)),
        read: Seq(3),
        unread: 0,
        is_history: true,
        is_online: true,
        is_visible: true,
        seed: 7,
        now: Now::both(0),
    });
    assert_eq!(rig.begin(), []);
    assert_eq!(rig.tell(Input::Browser(BrowserEvent::Online)), []);
    assert_eq!(rig.client.connection(), ConnectionState::Closed(CloseReason::History));
}

#[test]
fn the_two_clients_of_two_seeds_do_not_come_back_in_step() {
    let delay = |seed| {
        let mut rig = Rig::open(1);
        rig.client.link.random = crate::random::Random::new(seed);
        rig.closed(None);
        (1..).find(|_| connects(&rig.wait(1)))
    };
    assert_eq!(delay(3), delay(3));
    assert_ne!(delay(3), delay(4));
}
