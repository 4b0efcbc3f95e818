//! Who takes part: people, their groups, their devices.
//!
//! * `setup`: what a device is made of.

mod setup;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use common::{Result, api::Api};
use tertulia::ids::{ClientMessageId, Epoch, GroupId, UserId};
use tokio::sync::watch;

pub(crate) use self::setup::{Access, DeviceStatus, Kind, Setup, Stage};
use crate::{args::Args, supervisor::Supervisor};

/// A group, as everybody knows it.
#[derive(Clone, Debug)]
pub(crate) struct GroupInfo {
    pub(crate) id: GroupId,
    pub(crate) epoch: Epoch,
    pub(crate) invite_code: String,
    pub(crate) owner: UserId,
}

/// Somebody who signed up.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) token: String,
}

/// Everybody, and every group.
#[derive(Debug)]
pub(crate) struct Participants {
    pub(crate) people: Vec<Person>,
    pub(crate) outsider: Person,
    pub(crate) places: Vec<Arc<GroupInfo>>,
}

impl Participants {
    /// Signs people up; everybody joins every group. The owner of a group is the person of its number.
    pub(crate) async fn gather(api: &Api, args: &Args) -> Result<Self> {
        // An address is used once.
        let run = ClientMessageId::random();
        let sign_up = async |number: u32| {
            let grant = api.sign_up(format!("chaos-{run}-{number}@example.org"), format!("Person {number}")).await?;
            Ok(Person { id: grant.user.id, token: grant.token })
        };
        let mut people = Vec::new();
        for number in 0..args.people {
            people.push(sign_up(number).await?);
        }
        let outsider = sign_up(args.people).await?;
        let mut places = Vec::new();
        for number in 0..args.groups as usize {
            let owner = &people[number % people.len()];
            let group = api.create_group(&owner.token, format!("Group {number}")).await?;
            for person in people.iter().filter(|person| person.id != owner.id) {
                api.join(&person.token, &group.invite_code).await?;
            }
            let (id, epoch, invite_code, owner) = (group.id, group.epoch, group.invite_code, owner.id);
            places.push(Arc::new(GroupInfo { id, epoch, invite_code, owner }));
        }
        Ok(Self { people, outsider, places })
    }

    /// The owner of a group, who never leaves it.
    pub(crate) fn owner(&self, place: &GroupInfo) -> &Person {
        self.people.iter().find(|person| person.id == place.owner).unwrap_or(&self.outsider)
    }

    /// Every device: those of the people, a witness for each group, and the outsider's. A person's first device is on an
    /// address for all groups, the second on one for one group, and so on in turn.
    pub(crate) fn devices(
        &self,
        args: &Args,
        seed: u64,
        keeper: &Supervisor,
        stage: &watch::Receiver<Stage>,
    ) -> Vec<Setup> {
        let proxy = Access::Proxy(keeper.proxy().url());
        let roles = self.roles(args.devices as usize).into_iter().enumerate();
        let setup = |(number, Role { name, kind, who, groups }): (usize, Role)| {
            let witness = kind == Kind::Witness;
            let access = if witness { Access::Direct(keeper.address()) } else { proxy.clone() };
            let (stage, standing) = (stage.clone(), Arc::new(Mutex::new(DeviceStatus::unknown())));
            let (pause, plant) = (Duration::from_millis(u64::from(args.pause)), args.plant.filter(|_| number == 0));
            Setup { number, name, kind, who, access, groups, seed, pause, plant, stage, standing }
        };
        roles.map(setup).collect()
    }

    fn roles(&self, devices: usize) -> Vec<Role> {
        let mut all = Vec::new();
        for (number, person) in self.people.iter().enumerate() {
            for device in 0..devices {
                let one_group = device % 2 == 1;
                let only = &self.places[(number + device / 2) % self.places.len()];
                let groups = if one_group { vec![Arc::clone(only)] } else { self.places.clone() };
                let (name, kind) = (format!("person {number}, device {device}"), Kind::Person { one_group });
                all.push(Role { name, kind, who: person.clone(), groups });
            }
        }
        for (number, place) in self.places.iter().enumerate() {
            let (name, who) = (format!("the witness of group {number}"), self.owner(place).clone());
            all.push(Role { name, kind: Kind::Witness, who, groups: vec![Arc::clone(place)] });
        }
        let (name, who, groups) = ("the outsider".to_owned(), self.outsider.clone(), self.places.clone());
        all.push(Role { name, kind: Kind::Outsider, who, groups });
        all
    }
}

/// Who a device is.
struct Role {
    name: String,
    kind: Kind,
    who: Person,
    groups: Vec<Arc<GroupInfo>>,
}
