//! The few HTTP calls that bring people together.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use serde::{Serialize, de::DeserializeOwned};
use tertulia::api::{Group, JoinGroup, NewAccount, NewGroup, SessionGrant};

use crate::trouble::{Result, Trouble};

/// How long a call may take: signing up waits for a password hash behind others'.
const CALL_TIME: Duration = Duration::from_secs(30);

/// The server's HTTP interface.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    client: Client,
    base: String,
}

impl Api {
    /// At `http://host:port`.
    pub(crate) fn new(url: &str) -> Result<Self> {
        let client = Client::builder().timeout(CALL_TIME).no_proxy().build();
        let client = client.map_err(|source| Trouble::Http { what: "the HTTP client", source })?;
        Ok(Self { client, base: format!("{}/api/v1", url.trim_end_matches('/')) })
    }

    /// A new account; its token.
    pub(crate) async fn sign_up(&self, email: String, name: String) -> Result<String> {
        let password = "a password of nobody's".to_owned();
        let account = NewAccount { email, password, full_name: name, last_name: String::new() };
        let grant: SessionGrant = self.post("signing up", "/accounts", None, &account).await?;
        Ok(grant.token)
    }

    /// A new group of this person's.
    pub(crate) async fn create_group(&self, token: &str, name: String) -> Result<Group> {
        let group = NewGroup { name, description: String::new() };
        self.post("creating a group", "/groups", Some(token), &group).await
    }

    /// Becomes a member.
    pub(crate) async fn join(&self, token: &str, invite_code: &str) -> Result<Group> {
        let join = JoinGroup { invite_code: invite_code.to_owned() };
        self.post("joining a group", "/groups/join", Some(token), &join).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        what: &'static str,
        path: &str,
        token: Option<&str>,
        body: &(impl Serialize + Sync),
    ) -> Result<T> {
        let request = self.client.post(format!("{}{path}", self.base)).json(body);
        answer(what, token.into_iter().fold(request, RequestBuilder::bearer_auth)).await
    }
}

async fn answer<T: DeserializeOwned>(what: &'static str, request: RequestBuilder) -> Result<T> {
    let response = request.send().await.map_err(|source| Trouble::Http { what, source })?;
    match response.status() {
        StatusCode::TOO_MANY_REQUESTS => Err(Trouble::Limited),
        status if status.is_success() => response.json().await.map_err(|source| Trouble::Http { what, source }),
        status => {
            let body = response.text().await.unwrap_or_default();
            Err(Trouble::Answer { what, status: status.as_u16(), body })
        }
    }
}
