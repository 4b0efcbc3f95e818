//! Sockets that only stay, and what they take of the server.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use common::{Result, RunError, api::Api, ws_connector::WsConnector};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tokio::task::JoinSet;

use crate::{
    args::IdleArgs,
    people::{self, Circle},
    process::{self, Reading},
    report::{Idle, Row},
    socket::{self, Socket},
};

/// Quiet before each reading, so that what only the opening needed is gone.
const SETTLE: Duration = Duration::from_secs(5);

/// The sockets, each kept by a task of its own that answers pings.
struct Crowd<'a> {
    door: WsConnector,
    circles: &'a [Circle],
    tasks: JoinSet<()>,
    /// How sockets ended that should have stayed.
    ended: Arc<Mutex<Vec<String>>>,
}

/// Opens, reads, waits, reads, closes, reads.
pub(crate) async fn run(args: &IdleArgs) -> Result<Idle> {
    let asked = || RunError::Asked("--pid is needed: the server's process".to_owned());
    let pid = args.target.pid.ok_or_else(asked)?;
    process::read(pid)?;
    socket::make_room(args.sockets)?;
    let circles = people::gather(&Api::new(&args.target.url)?, args.groups, args.members).await?;
    let door = WsConnector::find(&args.target.url).await?;
    let mut crowd = Crowd { door, circles: &circles, tasks: JoinSet::new(), ended: Arc::default() };
    let half = args.sockets / 2;
    let seconds = Duration::from_secs(u64::from(args.seconds));

    tokio::time::sleep(SETTLE).await;
    let (before, cpu_before) = cores_over(pid, SETTLE).await?;
    eprintln!("{} sockets open …", args.sockets);
    let at_once = args.at_once as usize;
    crowd.open(0..half, at_once).await?;
    tokio::time::sleep(SETTLE).await;
    let at_half = process::read(pid)?;
    crowd.open(half..args.sockets, at_once).await?;
    let at_once = process::read(pid)?;
    tokio::time::sleep(SETTLE).await;
    eprintln!("they stay for {} s …", args.seconds);
    let (settled, cpu_idle) = cores_over(pid, seconds).await?;
    let faults = crowd.disperse().await;
    tokio::time::sleep(SETTLE).await;

    let rows = vec![
        Row::new("before", 0, before),
        Row::new("half of them", half, at_half),
        Row::new("all, at once", args.sockets, at_once),
        Row::new("all, settled", args.sockets, settled),
        Row::new("closed again", 0, process::read(pid)?),
    ];
    Ok(Idle {
        sockets: args.sockets,
        people: args.groups.saturating_mul(args.members).min(args.sockets),
        groups: args.groups,
        bytes_per_socket: rows[0].per_socket(&rows[3]),
        bytes_per_socket_second_half: rows[1].per_socket(&rows[3]),
        rows,
        seconds: args.seconds,
        cpu_before,
        cpu_idle,
        faults,
    })
}

/// The state after a while, and how many cores the server kept busy meanwhile.
async fn cores_over(pid: u32, time: Duration) -> Result<(Reading, f64)> {
    let from = process::read(pid)?;
    tokio::time::sleep(time).await;
    let to = process::read(pid)?;
    Ok((to, (to.cpu - from.cpu).as_secs_f64() / time.as_secs_f64()))
}

impl Crowd<'_> {
    /// Opens the sockets of these numbers; a person's sockets are all in the person's one group.
    async fn open(&mut self, numbers: std::ops::Range<u32>, at_once: usize) -> Result<()> {
        let (door, circles) = (&self.door, self.circles);
        let opening = numbers.map(|number| async move {
            let number = number as usize;
            let circle = &circles[number % circles.len()];
            let token = &circle.tokens[number / circles.len() % circle.tokens.len()];
            socket::open(door, number, circle.id, token).await
        });
        let mut opened = stream::iter(opening).buffer_unordered(at_once);
        while let Some(socket) = opened.try_next().await? {
            self.tasks.spawn(stay(socket, Arc::clone(&self.ended)));
        }
        Ok(())
    }

    /// Closes all; what went wrong before.
    async fn disperse(mut self) -> Vec<String> {
        let faults = std::mem::take(&mut *self.ended.lock().unwrap_or_else(PoisonError::into_inner));
        self.tasks.shutdown().await;
        faults
    }
}

async fn stay(mut socket: Socket, ended: Arc<Mutex<Vec<String>>>) {
    loop {
        if let Err(ending) = socket.hear().await {
            let fault = format!("an idle socket ended: {ending}");
            return ended.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
        }
    }
}
