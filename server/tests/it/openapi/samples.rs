//! Values that are right, and values that are not.

use reqwest::RequestBuilder;
use serde_json::{Map, Value, json};

use super::operation::Operation;
use crate::harness::{Answer, Person, TestServer, client_id, person::PASSWORD};

/// A group with its owner, a member and a message: what the paths lead to.
pub(super) struct World<'a> {
    server: &'a TestServer,
    pub(super) ana: Person,
    luis: Person,
    group: String,
    code: String,
    /// Of a question.
    seq: u64,
    /// Of what answers it.
    answer: u64,
}

impl<'a> World<'a> {
    pub(super) async fn new(server: &'a TestServer) -> Self {
        let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
        let group = ana.create_group("Álgebra").await;
        ana.invite(&luis, &group).await;
        let code = ana.invite_code(&group).await;
        let asked = json!({ "content": "¿hola?", "question": true });
        let asked = ana.post(&format!("/api/v1/groups/{group}/messages"), asked).await.expect(201);
        let seq = asked["seq"].as_u64().expect("a seq");
        let answer = ana.say(&group, "hola").await["seq"].as_u64().expect("a seq");
        Self { server, ana, luis, group, code, seq, answer }
    }

    /// The operation's path, leading to what is there.
    pub(super) fn path(&self, operation: &Operation) -> String {
        self.path_with(operation, "", "")
    }

    /// The same with another value in one place.
    pub(super) fn path_with(&self, operation: &Operation, other: &str, value: &str) -> String {
        operation.path_parameters.iter().fold(operation.path.clone(), |path, name| {
            let here = match name.as_str() {
                name if name == other => value.to_owned(),
                "id" | "group_id" => self.group.clone(),
                "user_id" => self.luis.id.clone(),
                "seq" => self.seq.to_string(),
                // 👍
                "emoji" => "%F0%9F%91%8D".to_owned(),
                other => panic!("a path with {{{other}}}: say here what is right for it"),
            };
            path.replace(&format!("{{{name}}}"), &here)
        })
    }

    /// A body that is right, with every field.
    pub(super) fn body(&self, operation: &Operation) -> Option<Value> {
        let fields = operation.fields().map(|(name, schema)| (name.to_owned(), self.sample(name, schema)));
        operation.has_body().then(|| Value::Object(fields.collect::<Map<_, _>>()))
    }

    /// A value that is right for a field.
    pub(super) fn sample(&self, name: &str, schema: &Value) -> Value {
        match name {
            // To sign in with: of what is there already no length is said.
            "email" if schema.get("maxLength").is_none() => json!(self.ana.email),
            "email" => json!(format!("{}@example.org", client_id())),
            "password" if schema.get("minLength").is_none() => json!(PASSWORD),
            "current_password" => json!(PASSWORD),
            "invite_code" => json!(self.code),
            "sender_id" => json!(self.ana.id),
            "reply_to" => json!(self.seq),
            "answer_seq" => json!(self.answer),
            _ => match (schema["type"].as_str(), schema["format"].as_str(), schema["enum"].get(0)) {
                (_, _, Some(first)) => first.clone(),
                (_, Some("uuid"), _) => json!(client_id()),
                (Some("string"), ..) => json!("nueve letras"),
                (Some("integer"), ..) => schema["minimum"].clone(),
                (Some("boolean"), ..) => json!(true),
                other => panic!("the field {name} is {other:?}: say here what is right for it"),
            },
        }
    }

    /// A request by the owner, without a body.
    pub(super) fn request(&self, operation: &Operation, path: &str) -> RequestBuilder {
        self.ana.request(operation.method.clone(), path)
    }

    pub(super) async fn call(&self, operation: &Operation, path: &str, body: Option<Value>) -> Answer {
        Answer::of(with_body(self.request(operation, path), body)).await
    }

    /// The same by nobody.
    pub(super) async fn anonymous(&self, operation: &Operation, path: &str, body: Option<Value>) -> Answer {
        let request = self.server.http.request(operation.method.clone(), self.server.url(path));
        Answer::of(with_body(request, body)).await
    }
}

fn with_body(request: RequestBuilder, body: Option<Value>) -> RequestBuilder {
    match body {
        Some(body) => request.json(&body),
        None => request,
    }
}

/// Values of every kind that a field with this schema does not take.
pub(super) fn of_wrong_kinds(schema: &Value) -> impl Iterator<Item = Value> {
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let all = [json!([]), json!(["hola"]), json!({}), json!(7.5), json!(-7), json!(true), json!("no es esto")];
    let takes = move |value: &Value| match value {
        Value::String(_) => {
            kinds.contains(&"string")
                && schema.get("format").is_none_or(|it| it == "password")
                && schema.get("enum").is_none()
        }
        Value::Bool(_) => kinds.contains(&"boolean"),
        _ => false,
    };
    let right: Vec<bool> = all.iter().map(takes).collect();
    all.into_iter().zip(right).filter(|(_, right)| !right).map(|(value, _)| value)
}

/// The text with as many letters before it as it takes to make it this long, in characters.
pub(super) fn padded(text: &str, length: usize) -> String {
    "a".repeat(length.saturating_sub(text.chars().count())) + text
}
