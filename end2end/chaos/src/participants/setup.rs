//! What a device is made of.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use common::{Result, RunError};
use tertulia::ids::{GroupId, Seq};
use tokio::sync::watch;

use super::{GroupInfo, Person};
use crate::args::Plant;

/// How far the run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// People do things and faults happen.
    Chaos,
    /// No faults and no new writing: everybody comes back, sends what is unsent and catches up.
    Settling,
    /// Everybody shows what they have.
    Over,
}

/// Where the server is, for a device.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// Behind the proxy.
    Proxy(String),
    /// Wherever it is now.
    Direct(watch::Receiver<Option<SocketAddr>>),
}

/// What a device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Does what its script says; on an address for any number of groups or for one.
    Person { one_group: bool },
    /// Only watches, past the proxy, so that somebody saw every change.
    Witness,
    /// Is in no group and tries to get in.
    Outsider,
}

/// How a device stands, for the one who waits for all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeviceStatus {
    /// Messages without an answer, and calls under way.
    pub(crate) open: usize,
    /// Up to where it has each group.
    pub(crate) cursors: Vec<(GroupId, Seq)>,
}

impl DeviceStatus {
    /// Of a device that has not said anything yet.
    pub(crate) const fn unknown() -> Self {
        Self { open: 1, cursors: Vec::new() }
    }
}

/// What a device is made of.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) who: Person,
    pub(crate) access: Access,
    pub(crate) groups: Vec<Arc<GroupInfo>>,
    pub(crate) seed: u64,
    pub(crate) pause: Duration,
    pub(crate) plant: Option<Plant>,
    pub(crate) stage: watch::Receiver<Stage>,
    pub(crate) standing: Arc<Mutex<DeviceStatus>>,
}

impl Setup {
    pub(crate) fn stage(&self) -> Stage {
        *self.stage.borrow()
    }

    /// Whether its address is for one group.
    pub(crate) fn is_one_group(&self) -> bool {
        self.kind == Kind::Person { one_group: true }
    }
}

impl Access {
    /// `http://host:port`, once there is a server.
    pub(crate) async fn url(self) -> Result<String> {
        match self {
            Self::Proxy(url) => Ok(url),
            Self::Direct(mut server) => {
                let address = server.wait_for(Option::is_some).await.map(|address| *address);
                let over = || RunError::Asked("the run is over".to_owned());
                address.ok().flatten().map(|address| format!("http://{address}")).ok_or_else(over)
            }
        }
    }
}
