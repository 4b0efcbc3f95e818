//! One connection through the proxy, and what is done to it.

use std::{num::NonZeroU32, pin::pin, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{mpsc, watch},
    time::{Instant, timeout},
};

use super::pump::{Ended, Gate, pump};
use crate::plan::{ConnectionFault, How, Side, Way};

/// A half-open connection that its end does not give up is ended after this long: longer than anybody waits.
const HALF_OPEN_TIME: Duration = Duration::from_secs(120);
/// How long both ends are listened to after an end in good order; what they say goes nowhere.
const FAREWELL: Duration = Duration::from_secs(1);

/// How a connection through the proxy ends.
enum End {
    /// Both directions finished.
    Over,
    Cut(How),
    HalfOpen(Side),
}

/// Carries bytes until the end, and brings that about.
pub(super) async fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    orders: mpsc::Receiver<ConnectionFault>,
    withheld: watch::Receiver<bool>,
) {
    // Small frames are wanted at once.
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    match pass(&mut client, &mut server, orders, withheld).await {
        End::Over => {}
        End::Cut(How::Rst) => {
            let _ = (client.set_zero_linger(), server.set_zero_linger());
        }
        End::Cut(How::Fin) => {
            let _ = (client.shutdown().await, server.shutdown().await);
            let _ = timeout(FAREWELL, async { tokio::join!(ignore(&mut client), ignore(&mut server)) }).await;
        }
        End::HalfOpen(side) => {
            let (mut kept, gone) = if side == Side::Client { (client, server) } else { (server, client) };
            let _ = gone.set_zero_linger();
            drop(gone);
            let _ = timeout(HALF_OPEN_TIME, ignore(&mut kept)).await;
        }
    }
}

/// Until one of the ends, or an order, ends it.
async fn pass(
    client: &mut TcpStream,
    server: &mut TcpStream,
    mut orders: mpsc::Receiver<ConnectionFault>,
    withheld: watch::Receiver<bool>,
) -> End {
    let (up, down) = (watch::Sender::new(Gate::default()), watch::Sender::new(Gate::default()));
    let never = watch::Sender::new(false);
    let ((from_client, to_client), (from_server, to_server)) = (client.split(), server.split());
    let mut upward = pin!(pump(from_client, to_server, up.subscribe(), never.subscribe()));
    let mut downward = pin!(pump(from_server, to_client, down.subscribe(), withheld));
    let (mut finished_up, mut finished_down) = (false, false);
    let mut how = How::Rst;
    loop {
        let ended = tokio::select! {
            order = orders.recv() => match order {
                Some(ConnectionFault::Cut(how)) => return End::Cut(how),
                Some(ConnectionFault::HalfOpen(side)) => return End::HalfOpen(side),
                Some(order) => {
                    how = impede(order, &up, &down).unwrap_or(how);
                    continue;
                }
                None => return End::Cut(How::Rst),
            },
            ended = &mut upward, if !finished_up => { finished_up = true; ended }
            ended = &mut downward, if !finished_down => { finished_down = true; ended }
        };
        match ended {
            Ended::Finished if finished_up && finished_down => return End::Over,
            Ended::Finished => {}
            Ended::Full => return End::Cut(how),
            Ended::Broken => return End::Cut(How::Rst),
        }
    }
}

/// What does not end a connection at once; how it will be cut, where it ends it later.
fn impede(order: ConnectionFault, up: &watch::Sender<Gate>, down: &watch::Sender<Gate>) -> Option<How> {
    match order {
        ConnectionFault::Stall(time) => {
            let shut_until = Some(Instant::now() + time);
            [up, down].into_iter().for_each(|way| way.send_modify(|gate| gate.shut_until = shut_until));
            None
        }
        ConnectionFault::Slow { bytes_per_second, time } => {
            let slow = NonZeroU32::new(bytes_per_second).map(|rate| (rate, Instant::now() + time));
            [up, down].into_iter().for_each(|way| way.send_modify(|gate| gate.slow = slow));
            None
        }
        ConnectionFault::Truncate { way, bytes, how } => {
            let way = if way == Way::Up { up } else { down };
            way.send_modify(|gate| gate.left = Some(bytes));
            Some(how)
        }
        ConnectionFault::Cut(how) => Some(how),
        ConnectionFault::HalfOpen(_) => None,
    }
}

/// Reads until the end, and does nothing with it.
async fn ignore(stream: &mut TcpStream) {
    let mut buffer = [0; 1024];
    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}
