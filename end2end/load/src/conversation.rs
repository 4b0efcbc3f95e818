//! What every conversation is made of, whoever decides when the next message is sent: groups full of people with a socket
//! each, who send, note what comes, and are compared in the end.

mod faults;
mod member;
mod plan;

use std::{sync::Arc, time::Duration};

use common::{Result, RunError, api::Api, ws_connector::WsConnector};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tokio::{sync::mpsc, task::JoinHandle};

use self::member::Member;
pub(crate) use self::{
    faults::faults,
    member::{Moment, Observations},
    plan::{Counts, Plan},
};
use crate::{
    args::Target,
    people::{self, Circle},
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

/// People at their sockets, group by group.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) plan: Arc<Plan>,
    /// The ways to tell each member to send a message.
    pub(crate) calls: Vec<Call>,
    tasks: Vec<JoinHandle<Observations>>,
}

/// Tells a member to send the message of this number. Unbounded, and yet it holds no more than the plan does: an open loop
/// must not wait.
pub(crate) type Call = mpsc::UnboundedSender<u32>;

impl Conversation {
    /// People sign up, meet in groups and open a socket each, which is read from at once.
    pub(crate) async fn gather(target: &Target, groups: u32, members: u32, plan: Plan) -> Result<Self> {
        let sockets = groups * members;
        socket::make_room(sockets)?;
        let circles = people::gather(&Api::new(&target.url)?, groups, members).await?;
        eprintln!("{sockets} sockets open …");
        let plan = Arc::new(plan);
        let (calls, tasks) = take_seats(target, &circles, &plan).await?;
        tokio::time::sleep(BREATH).await;
        Ok(Self { plan, calls, tasks })
    }

    /// Waits for what is still to come; what everybody noted.
    pub(crate) async fn disperse(self) -> Result<Vec<Observations>> {
        let deadline = tokio::time::Instant::now() + GRACE;
        while !self.plan.is_complete() && tokio::time::Instant::now() < deadline {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        tokio::time::sleep(LINGER).await;
        // The members end when nobody can call them any more.
        drop(self.calls);
        let mut observed = Vec::with_capacity(self.tasks.len());
        for task in self.tasks {
            observed.push(task.await.map_err(|error| RunError::Asked(error.to_string()))?);
        }
        Ok(observed)
    }
}

/// Opens a socket for every member.
async fn take_seats(
    target: &Target,
    circles: &[Circle],
    plan: &Arc<Plan>,
) -> Result<(Vec<Call>, Vec<JoinHandle<Observations>>)> {
    let door = &WsConnector::find(&target.url).await?;
    let places = circles
        .iter()
        .enumerate()
        .flat_map(|(group, circle)| circle.tokens.iter().map(move |token| (group, circle.id, token)));
    let opening = places.enumerate().map(|(number, (group, id, token))| async move {
        let socket = socket::open(door, number, id, token).await?;
        let (call, called) = mpsc::unbounded_channel();
        Ok((call, tokio::spawn(Member::new(group, socket, called, Arc::clone(plan)).run())))
    });
    let seats: Vec<_> = stream::iter(opening).buffered(AT_ONCE).try_collect::<Vec<_>>().await?;
    Ok(seats.into_iter().unzip())
}
