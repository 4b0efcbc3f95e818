//! HTTP calls.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::{Serialize, de::DeserializeOwned};
use tertulia::{
    api::{
        Group, JoinGroup, Message, MessageEdit, NewAccount, NewGroup, NewMessage, Page, PageQuery, RoleChange,
        SessionGrant,
    },
    group::Role,
    ids::{GroupId, Seq, UserId},
};

use crate::run_error::{Result, RunError};

/// How long a call may take: signing up waits for a password hash behind others'.
pub const CALL_TIME: Duration = Duration::from_secs(30);

/// The server's HTTP interface.
#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
    base: String,
}

impl Api {
    /// At `http://host:port`.
    ///
    /// # Errors
    /// The HTTP client could not be made.
    pub fn new(url: &str) -> Result<Self> {
        Self::patient(url, CALL_TIME)
    }

    /// The same with another patience for each call.
    ///
    /// # Errors
    /// The HTTP client could not be made.
    pub fn patient(url: &str, patience: Duration) -> Result<Self> {
        let client = Client::builder().timeout(patience).no_proxy().build();
        let client = client.map_err(|source| RunError::Http { what: "the HTTP client", source })?;
        Ok(Self { client, base: format!("{}/api/v1", url.trim_end_matches('/')) })
    }

    /// A new account and its first session.
    ///
    /// # Errors
    /// Any [`RunError`] of HTTP; so of every call below.
    pub async fn sign_up(&self, email: String, name: String) -> Result<SessionGrant> {
        let password = "a password of nobody's".to_owned();
        let account = NewAccount { email, password, full_name: name, last_name: String::new() };
        self.ask("signing up", Method::POST, "/accounts", None, Some(&account)).await
    }

    /// A new group of this person's.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn create_group(&self, token: &str, name: String) -> Result<Group> {
        let group = NewGroup { name, description: String::new() };
        self.ask("creating a group", Method::POST, "/groups", Some(token), Some(&group)).await
    }

    /// The group as a member sees it.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn group(&self, token: &str, group: GroupId) -> Result<Group> {
        self.ask("reading a group", Method::GET, &format!("/groups/{group}"), Some(token), NOTHING).await
    }

    /// Becomes a member.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn join(&self, token: &str, invite_code: &str) -> Result<Group> {
        let join = JoinGroup { invite_code: invite_code.to_owned() };
        self.ask("joining a group", Method::POST, "/groups/join", Some(token), Some(&join)).await
    }

    /// Ends a membership: one's own, or, as the owner, somebody's.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn leave(&self, token: &str, group: GroupId, user: UserId) -> Result<()> {
        self.order("leaving a group", Method::DELETE, &format!("/groups/{group}/members/{user}"), token).await
    }

    /// A page of messages, as long as pages can be.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn page(&self, token: &str, group: GroupId, asked: PageQuery) -> Result<Page> {
        let which = match asked {
            PageQuery::Newest => String::new(),
            PageQuery::Before(seq) => format!("&before={seq}"),
            PageQuery::After(seq) => format!("&after={seq}"),
            PageQuery::Around(seq) => format!("&around={seq}"),
        };
        let path = format!("/groups/{group}/messages?limit={}{which}", tertulia::api::PAGE_MAX);
        self.ask("reading a page", Method::GET, &path, Some(token), NOTHING).await
    }

    /// The newest page as a program gets it that says nothing about its length, undigested: the HTTP status and the body.
    ///
    /// # Errors
    /// HTTP did not work. Any status is an answer.
    pub async fn newest(&self, token: &str, group: GroupId) -> Result<(u16, Vec<u8>)> {
        let failed = |source| RunError::Http { what: "reading the newest page", source };
        let url = format!("{}/groups/{group}/messages", self.base);
        let response = self.client.get(url).bearer_auth(token).send().await.map_err(failed)?;
        let status = response.status().as_u16();
        Ok((status, response.bytes().await.map_err(failed)?.into()))
    }

    /// Stores a message; what is stored, and whether it was before.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn post(&self, token: &str, group: GroupId, message: &NewMessage) -> Result<(Message, bool)> {
        let (what, url) = ("sending a message", format!("{}/groups/{group}/messages", self.base));
        let response = answer(what, self.client.post(url).bearer_auth(token).json(message)).await?;
        let repeat = response.status() == StatusCode::OK;
        response.json().await.map(|stored| (stored, repeat)).map_err(|source| RunError::Http { what, source })
    }

    /// Changes a message's text; the message as it is now.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn edit(&self, token: &str, group: GroupId, seq: Seq, content: String) -> Result<Message> {
        let (path, edit) = (format!("/groups/{group}/messages/{seq}"), MessageEdit { content });
        self.ask("editing a message", Method::PATCH, &path, Some(token), Some(&edit)).await
    }

    /// Gives a member a role.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn change_role(&self, token: &str, group: GroupId, user: UserId, role: Role) -> Result<()> {
        let (what, url) = ("giving a role", format!("{}/groups/{group}/members/{user}", self.base));
        answer(what, self.client.patch(url).bearer_auth(token).json(&RoleChange { role })).await.map(drop)
    }

    /// Deletes a message.
    ///
    /// # Errors
    /// See [`Api::sign_up`].
    pub async fn delete(&self, token: &str, group: GroupId, seq: Seq) -> Result<()> {
        let path = format!("/groups/{group}/messages/{seq}");
        self.order("deleting a message", Method::DELETE, &path, token).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        what: &'static str,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&(impl Serialize + Sync)>,
    ) -> Result<T> {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = token.into_iter().fold(request, RequestBuilder::bearer_auth);
        let response = answer(what, body.into_iter().fold(request, RequestBuilder::json)).await?;
        response.json().await.map_err(|source| RunError::Http { what, source })
    }

    /// A call whose answer is that it is done.
    async fn order(&self, what: &'static str, method: Method, path: &str, token: &str) -> Result<()> {
        let request = self.client.request(method, format!("{}{path}", self.base)).bearer_auth(token);
        answer(what, request).await.map(drop)
    }
}

/// No body.
const NOTHING: Option<&()> = None;

async fn answer(what: &'static str, request: RequestBuilder) -> Result<reqwest::Response> {
    let response = request.send().await.map_err(|source| RunError::Http { what, source })?;
    match response.status() {
        StatusCode::TOO_MANY_REQUESTS => Err(RunError::Limited),
        status if status.is_success() => Ok(response),
        status => {
            let body = response.text().await.unwrap_or_default();
            Err(RunError::Answer { what, status: status.as_u16(), body })
        }
    }
}
