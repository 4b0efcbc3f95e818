//! Somebody who signed up, and the answers that she gets.

use std::net::SocketAddr;

use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use super::{Socket, TestServer, soon};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A person with a session.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) token: String,
    pub(crate) address: SocketAddr,
    pub(crate) http: reqwest::Client,
}

impl Person {
    pub(super) async fn sign_up(server: &TestServer, name: &str) -> Self {
        let email = format!("{}@example.org", tertulia::ids::UserId::random());
        let body = json!({ "email": email, "password": PASSWORD, "full_name": name });
        let grant = server.post("/api/v1/accounts", body).await.expect(201);
        Self::of(server, &grant)
    }

    /// Whoever a grant is for.
    pub(crate) fn of(server: &TestServer, grant: &Value) -> Self {
        Self::at(server.address, server.http.clone(), grant)
    }

    /// Whoever a grant of the program at an address is for.
    pub(crate) fn at(address: SocketAddr, http: reqwest::Client, grant: &Value) -> Self {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let (user, token) = (&grant["user"], text(&grant["token"]));
        let (id, name, email) = (text(&user["id"]), text(&user["name"]), text(&user["email"]));
        Self { id, name, email, token, address, http }
    }

    /// The same person on another device.
    pub(crate) async fn sign_in_again(&self) -> Self {
        let body = json!({ "email": self.email, "password": PASSWORD });
        let url = format!("http://{}/api/v1/sessions", self.address);
        let grant = Answer::of(self.http.post(url).json(&body)).await.expect(201);
        Self::at(self.address, self.http.clone(), &grant)
    }

    /// A request with the person's token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address)).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::PATCH, path).json(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    /// A new group's id.
    pub(crate) async fn create_group(&self, name: &str) -> String {
        let group = self.post("/api/v1/groups", json!({ "name": name })).await.expect(201);
        group["id"].as_str().expect("an id").to_owned()
    }

    /// The code of a group that the person is in.
    pub(crate) async fn invite_code(&self, group: &str) -> String {
        let group = self.get(&format!("/api/v1/groups/{group}")).await.expect(200);
        group["invite_code"].as_str().expect("a code").to_owned()
    }

    /// Lets another person into a group.
    pub(crate) async fn invite(&self, guest: &Self, group: &str) {
        let code = self.invite_code(group).await;
        guest.post("/api/v1/groups/join", json!({ "invite_code": code })).await.expect(200);
    }

    /// Sends a message over HTTP and gives it back as stored.
    pub(crate) async fn say(&self, group: &str, content: &str) -> Value {
        self.post(&super::messages(group), json!({ "content": content })).await.expect(201)
    }

    /// The texts of the newest page.
    pub(crate) async fn texts(&self, group: &str) -> Vec<String> {
        let page = self.get(&super::messages(group)).await.expect(200);
        let all = page["messages"].as_array().expect("messages");
        all.iter().map(|message| message["content"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A one-group socket, past `subscribed`.
    pub(crate) async fn socket(&self, group: &str) -> Socket {
        let mut socket = self.open(&format!("/api/v1/ws/{group}")).await;
        socket.expect("subscribed").await;
        socket
    }

    /// A socket at an address, with the person's token in a header.
    pub(crate) async fn open(&self, path: &str) -> Socket {
        Socket::open(self.address, path, &[("authorization", &format!("Bearer {}", self.token))])
            .await
            .expect("upgraded")
    }
}

/// What a request was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = soon("an answer", request.send()).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = soon("a body", response.text()).await.expect("a body");
        Self { status, headers, text }
    }

    /// Checks the status and gives the body, null where it is empty.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).expect("JSON") }
    }

    /// Checks that it is a problem document with this status and code, and gives it.
    #[track_caller]
    pub(crate) fn expect_problem(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!((&problem["code"], &problem["status"]), (&json!(code), &json!(status)), "{problem}");
        assert_eq!(problem["type"], "about:blank");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        problem
    }

    /// A header, empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
