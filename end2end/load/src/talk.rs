//! People in groups send at a steady rate, and everybody's socket notes what comes and when.

mod judge;
mod member;
mod plan;

use std::{sync::Arc, time::Duration};

use common::{Result, Trouble, api::Api, door::Door};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tokio::{sync::mpsc, task::JoinHandle};

use self::{
    member::{Member, Record},
    plan::Plan,
};
use crate::{
    args::TalkArgs,
    people::{self, Circle},
    process::{self, Reading},
    report::Talk,
    schedule::schedule,
    socket,
};

/// Sockets that may be opening at the same time.
const AT_ONCE: usize = 50;
/// From the last socket to the first message, so that nothing of the opening is measured.
const BREATH: Duration = Duration::from_secs(1);
/// How long after the last message everything must have come.
const GRACE: Duration = Duration::from_secs(15);
/// How often it is looked whether it has.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Waits on after that for what must not come: repeats.
const LINGER: Duration = Duration::from_millis(500);

/// A member's task, and the way to tell it to send a message.
struct Seat {
    calls: mpsc::UnboundedSender<u32>,
    task: JoinHandle<Record>,
}

/// Runs the whole conversation.
pub(crate) async fn run(args: &TalkArgs) -> Result<Talk> {
    let members = args.groups * args.members;
    socket::make_room(members)?;
    let circles = people::gather(&Api::new(&args.target.url)?, args.groups, args.members).await?;
    let (warm_up, length) = (seconds(args.warm_up), seconds(args.warm_up + args.seconds));
    let dues = schedule(args.rate, length, members as usize, args.seed);
    let plan = Arc::new(Plan::new(dues, args.members, args.bytes));
    eprintln!("{members} sockets open …");
    let (calls, tasks) = take_seats(args, &circles, &plan).await?;
    tokio::time::sleep(BREATH).await;
    eprintln!("{} messages in {} s …", plan.len(), length.as_secs());
    let cpu = watch(args.target.pid, plan.begin() + warm_up, plan.begin() + length);
    let pacer = tokio::task::spawn_blocking({
        let plan = Arc::clone(&plan);
        move || plan.pace(calls)
    });
    let cpu = cpu.await?;
    // The members end when nobody can call them any more.
    let calls = pacer.await.map_err(|error| Trouble::Asked(error.to_string()))?;
    let deadline = tokio::time::Instant::now() + GRACE;
    while !plan.is_complete() && tokio::time::Instant::now() < deadline {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    tokio::time::sleep(LINGER).await;
    drop(calls);
    let mut records = Vec::with_capacity(tasks.len());
    for task in tasks {
        records.push(task.await.map_err(|error| Trouble::Asked(error.to_string()))?);
    }
    Ok(judge::judge(args, &plan, &records, warm_up, cpu))
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(u64::from(number))
}

type Seats = (Vec<mpsc::UnboundedSender<u32>>, Vec<JoinHandle<Record>>);

/// Opens a socket for every member; each is read from at once.
async fn take_seats(args: &TalkArgs, circles: &[Circle], plan: &Arc<Plan>) -> Result<Seats> {
    let door = &Door::find(&args.target.url).await?;
    let places = circles
        .iter()
        .enumerate()
        .flat_map(|(group, circle)| circle.tokens.iter().map(move |token| (group, circle.id, token)));
    let opening = places.enumerate().map(|(number, (group, id, token))| async move {
        let socket = socket::open(door, number, id, token).await?;
        // Unbounded, and yet it holds no more than the schedule does: an open loop must not wait.
        let (calls, called) = mpsc::unbounded_channel();
        let task = tokio::spawn(Member::new(group, socket, called, Arc::clone(plan)).run());
        Ok(Seat { calls, task })
    });
    let seats: Vec<Seat> = stream::iter(opening).buffered(AT_ONCE).try_collect().await?;
    Ok(seats.into_iter().map(|seat| (seat.calls, seat.task)).unzip())
}

/// Processor time that the server uses between two moments, if its process is known.
async fn watch(
    pid: Option<u32>,
    from: std::time::Instant,
    to: std::time::Instant,
) -> Result<Option<(Reading, Reading)>> {
    let Some(pid) = pid else { return Ok(None) };
    tokio::time::sleep_until(from.into()).await;
    let before = process::read(pid)?;
    tokio::time::sleep_until(to.into()).await;
    Ok(Some((before, process::read(pid)?)))
}
