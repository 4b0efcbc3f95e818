//! Groups full of people who have just signed up. Each person is in one group, so that no work is shared between groups that
//! real people would not share either.

use common::{Result, api::Api};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tertulia::ids::{ClientMessageId, GroupId};

/// Groups that are filled at the same time, one person after the other in each. The server hashes two passwords at a time and
/// lets 128 wait.
const AT_ONCE: usize = 8;

/// A group and those in it.
#[derive(Debug)]
pub(crate) struct Circle {
    /// Which.
    pub(crate) id: GroupId,
    /// The members' tokens; the first made the group.
    pub(crate) tokens: Vec<String>,
}

/// Signs people up and brings them together.
pub(crate) async fn gather(api: &Api, groups: u32, members: u32) -> Result<Vec<Circle>> {
    eprintln!(
        "{} people sign up (a password hash takes the server some 20 ms) for {groups} groups …",
        groups * members
    );
    // Another run against the same server meets no accounts of this one.
    let run = ClientMessageId::random();
    let circles = (0..groups).map(|group| circle(api, run, group, members));
    stream::iter(circles).buffer_unordered(AT_ONCE).try_collect().await
}

async fn circle(api: &Api, run: ClientMessageId, group: u32, members: u32) -> Result<Circle> {
    let sign_up = async |member: u32| {
        let email = format!("load-{run}-{group}-{member}@example.org");
        api.sign_up(email, format!("Person {group}.{member}")).await.map(|grant| grant.token)
    };
    let owner = sign_up(0).await?;
    let made = api.create_group(&owner, format!("Group {group}")).await?;
    let mut tokens = vec![owner];
    for member in 1..members {
        let token = sign_up(member).await?;
        api.join(&token, &made.invite_code).await?;
        tokens.push(token);
    }
    Ok(Circle { id: made.id, tokens })
}
