//! The live interface: `/api/v1/ws` for any number of groups, and two addresses that are already in one group.
//!
//! # Layout
//!
//! * [`admission`]: what is decided before the upgrade, while a status can still be answered; [`settings`]: what it is opened with.
//! * `session`: one socket's life: a task that waits for the client, the chat and the clock at once.
//! * `frames`: what each of the client's frames does.
//! * `wire`: frames in and out, with a limit on how long a write may be blocked; `dialect`: in which form.
//! * `bucket`, `ending`: the rate of frames, and the ways in which a socket ends.
//! * `echo` (feature `conformance`): what the conformance cases of RFC 6455 talk to.

pub mod admission;
mod bucket;
mod dialect;
#[cfg(feature = "conformance")]
pub mod echo;
mod ending;
mod frames;
mod session;
pub mod settings;
mod wire;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use tertulia::ids::GroupId;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{admission::Admission, dialect::Dialect};
use crate::{AppState, problem::RefusedUpgrade};

/// What a socket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Any number of groups; each frame names its own.
    Any,
    /// One group, which frames need not name. None: the address held no group's id, which ends like a group that one is not in.
    One(Option<GroupId>),
}

/// The three addresses.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(any_group)).routes(routes!(one_group)).routes(routes!(study_group))
}

/// A socket for any number of groups.
#[utoipa::path(get, path = "/api/v1/ws", tag = "sockets", security(("bearer" = []), ("cookie" = []), ("token" = [])),
    params(admission::SocketParams),
    responses((status = SWITCHING_PROTOCOLS, description = "JSON text frames tagged by `type`"), RefusedUpgrade))]
async fn any_group(State(app): State<AppState>, admission: Admission) -> Response {
    admission.open(app, Scope::Any, Dialect::Tertulia)
}

/// A socket that is already subscribed to a group: the first earlier system's address.
#[utoipa::path(get, path = "/api/v1/ws/{group_id}", tag = "sockets", security(("bearer" = []), ("cookie" = []), ("token" = [])),
    params(("group_id" = GroupId, Path, description = "The group"), admission::SocketParams),
    responses((status = SWITCHING_PROTOCOLS, description = "JSON text frames tagged by `type`"), RefusedUpgrade))]
async fn one_group(State(app): State<AppState>, group: GroupPath, admission: Admission) -> Response {
    admission.open(app, scope(group), Dialect::Tertulia)
}

/// A socket that is already subscribed to a group, with messages in the second earlier system's form.
#[utoipa::path(get, path = "/study-groups/ws/{group_id}", tag = "earlier systems",
    security(("bearer" = []), ("cookie" = []), ("token" = [])),
    params(("group_id" = GroupId, Path, description = "The group"), admission::SocketParams),
    responses((status = SWITCHING_PROTOCOLS, description = "JSON text frames tagged by `type`"), RefusedUpgrade))]
async fn study_group(State(app): State<AppState>, group: GroupPath, admission: Admission) -> Response {
    admission.open(app, scope(group), Dialect::StudyGroups)
}

type GroupPath = Result<Path<GroupId>, PathRejection>;

fn scope(group: GroupPath) -> Scope {
    Scope::One(group.ok().map(|Path(group)| group))
}
