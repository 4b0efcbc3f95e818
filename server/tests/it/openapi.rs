//! Every call that the OpenAPI document describes, with everything that a client can get wrong. The calls come from the document: a
//! new route is asked the same questions without anything being written here.
//!
//! Whatever is sent, the answer has a status that the document names, is never a fault of the server's, and where it refuses it is
//! a problem document.

mod operation;
mod samples;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use self::{
    operation::{Operation, operations},
    samples::{World, of_wrong_kinds, padded},
};
use crate::harness::{Answer, TestServer};

/// What stands in a path where an id or a number is meant.
const NO_ID: [&str; 9] = ["none", "-1", "1.5", "18446744073709551616", "%FF", "%00", "..%2f", "%27", "[]"];
/// What stands in a query where a number is meant.
const NO_NUMBER: [&str; 8] = ["", "x", "-1", "1.5", "1e3", "18446744073709551616", "%FF", "[]"];

impl Operation {
    /// The answer is one that the document describes; says which.
    #[track_caller]
    fn check(&self, what: &str, answer: &Answer) -> StatusCode {
        let status = answer.status;
        let call = format!("{} {}: {what}: {status} {}", self.method, self.path, answer.text);
        assert!(self.statuses.contains(&status.as_u16()), "not in the document: {call}");
        assert!(!status.is_server_error(), "{call}");
        if status.is_client_error() {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{call}");
            let problem = answer.json();
            assert_eq!(problem["status"], status.as_u16(), "{call}");
            assert!(problem["code"].is_string() && problem["detail"].is_string(), "{call}");
        }
        status
    }

    #[track_caller]
    fn refuses(&self, what: &str, answer: &Answer) {
        let status = self.check(what, answer);
        assert!(status.is_client_error(), "{} {} takes {what}: {status}", self.method, self.path);
    }

    #[track_caller]
    fn takes(&self, what: &str, answer: &Answer) {
        let status = self.check(what, answer);
        assert!(status.is_success(), "{} {} refuses {what}: {}", self.method, self.path, answer.text);
    }
}

/// Asks every operation, each in a world of its own.
async fn of_each(ask: impl AsyncFn(&Operation, &World<'_>)) {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let all = operations(&document);
    assert!(all.len() >= 24, "{}", all.len());
    for operation in &all {
        ask(operation, &World::new(&server).await).await;
    }
}

#[tokio::test]
async fn what_it_describes_it_takes() {
    of_each(async |operation, world| {
        let answer = world.call(operation, &world.path(operation), world.body(operation)).await;
        if operation.upgrades() {
            assert_eq!(answer.status, StatusCode::UPGRADE_REQUIRED);
            operation.check("no upgrade", &answer);
        } else {
            operation.takes("what it describes", &answer);
        }
    })
    .await;
}

#[tokio::test]
async fn without_an_identity_it_says_so() {
    of_each(async |operation, world| {
        if operation.needs_identity && !operation.upgrades() {
            let answer = world.anonymous(operation, &world.path(operation), world.body(operation)).await;
            assert_eq!(operation.check("nobody", &answer), StatusCode::UNAUTHORIZED);
        }
    })
    .await;
}

#[tokio::test]
async fn a_part_of_the_path_that_is_none_or_names_nothing_is_refused() {
    of_each(async |operation, world| {
        let long = "x".repeat(300);
        let unknown = crate::harness::client_id();
        for name in &operation.path_parameters {
            for value in NO_ID.iter().copied().chain([long.as_str(), unknown.as_str(), "999999"]) {
                let path = world.path_with(operation, name, value);
                let answer = world.call(operation, &path, world.body(operation)).await;
                // Whoever is unknown may already be what is asked for: kept out no more, say.
                if value == unknown && name == "user_id" {
                    operation.check(&path, &answer);
                } else {
                    operation.refuses(&path, &answer);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_of_the_query_that_is_none_is_refused() {
    of_each(async |operation, world| {
        let path = world.path(operation);
        let ask = async |query: &str| world.call(operation, &format!("{path}?{query}"), None).await;
        for (name, schema) in &operation.query {
            operation.check("an unknown one", &ask(&format!("no_{name}=1")).await);
            for value in NO_NUMBER {
                let answer = ask(&format!("{name}={value}")).await;
                if schema["type"] == "integer" || schema["type"] == "boolean" {
                    operation.refuses(value, &answer);
                } else {
                    operation.check(value, &answer);
                }
            }
            if schema["type"] != "integer" {
                continue;
            }
            let minimum = schema["minimum"].as_i64().expect("a minimum");
            let maximum = schema["maximum"].as_i64().unwrap_or(i64::MAX);
            operation.refuses("too little", &ask(&format!("{name}={}", minimum - 1)).await);
            operation.refuses("twice", &ask(&format!("{name}={minimum}&{name}={maximum}")).await);
            for value in [minimum, maximum] {
                let answer = ask(&format!("{name}={value}")).await;
                assert!(operation.check(name, &answer).is_success() || operation.upgrades(), "{name}: {}", answer.text);
            }
        }
        for (one, other) in operation.exclusive_queries() {
            operation.refuses("both", &ask(&format!("{one}=1&{other}=1")).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_no_object_of_its_kind_is_refused() {
    of_each(async |operation, world| {
        let Some(whole) = world.body(operation) else { return };
        let path = world.path(operation);
        let send = async |kind: &str, text: String| {
            let request = world.request(operation, &path).header("content-type", kind).body(text);
            Answer::of(request).await
        };
        let members = whole.as_object().expect("an object");
        let array = Value::Array(members.values().cloned().collect());
        let text = whole.to_string();
        let doubled = format!("{},{}", &text[..text.len() - 1], &text[1..]);
        for (what, body) in [
            ("nothing", String::new()),
            ("an array of its values", array.to_string()),
            ("the object in an array", json!([whole]).to_string()),
            ("half of it", text[..text.len() / 2].to_owned()),
            ("every field twice", doubled),
            ("more behind it", format!("{text}{{}}")),
            ("a number", "7".to_owned()),
            ("null", "null".to_owned()),
            ("a text", json!(text).to_string()),
            ("an empty array", "[]".to_owned()),
            ("an empty object", "{}".to_owned()),
            ("much depth", "[".repeat(10_000)),
        ] {
            operation.refuses(what, &send("application/json", body).await);
        }
        let none = Answer::of(world.request(operation, &path)).await;
        assert_eq!(operation.check("no body", &none), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        for kind in ["text/plain", "application/x-www-form-urlencoded"] {
            assert_eq!(operation.check(kind, &send(kind, text.clone()).await), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        let large = format!("{{\"x\":\"{}\",{}", "x".repeat(200_000), &text[1..]);
        assert_eq!(operation.check("much", &send("application/json", large).await), StatusCode::PAYLOAD_TOO_LARGE);
    })
    .await;
}

#[tokio::test]
async fn a_field_that_is_missing_or_of_another_kind_is_refused() {
    of_each(async |operation, world| {
        let Some(whole) = world.body(operation) else { return };
        let path = world.path(operation);
        for (name, schema) in operation.fields() {
            let mut without = whole.clone();
            without.as_object_mut().expect("an object").remove(name);
            let answer = world.call(operation, &path, Some(without)).await;
            if operation.requires(name) {
                operation.refuses(&format!("no {name}"), &answer);
            }
            for value in of_wrong_kinds(schema) {
                let mut wrong = whole.clone();
                wrong[name] = value;
                let answer = world.call(operation, &path, Some(wrong.clone())).await;
                operation.refuses(&wrong.to_string(), &answer);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn lengths_and_bounds_are_those_of_the_document() {
    of_each(async |operation, world| {
        let path = world.path(operation);
        for (name, schema) in operation.fields() {
            // Each time one that was not there yet: an address can be taken once.
            let with = |value: Value| {
                let mut body = world.body(operation)?;
                body[name] = value;
                Some(body)
            };
            let sample = world.sample(name, schema);
            if let (Some(maximum), Some(text)) = (schema["maxLength"].as_u64(), sample.as_str()) {
                let length = usize::try_from(maximum).expect("a length");
                let long = with(json!(padded(text, length + 1)));
                operation.refuses(&format!("{name} of {}", length + 1), &world.call(operation, &path, long).await);
                let fits = with(json!(padded(text, length)));
                operation.takes(&format!("{name} of {length}"), &world.call(operation, &path, fits).await);
            }
            if let Some(minimum @ 1..) = schema["minLength"].as_u64() {
                let short = "x".repeat(usize::try_from(minimum).expect("a length") - 1);
                operation
                    .refuses(&format!("{name}: {short:?}"), &world.call(operation, &path, with(json!(short))).await);
            }
            if schema["pattern"].is_string() {
                operation.refuses(name, &world.call(operation, &path, with(json!("\u{0}"))).await);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_method_that_is_not_described_is_not_taken() {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let world = World::new(&server).await;
    for operation in operations(&document) {
        let path = world.path(&operation);
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
            if document["paths"][&operation.path].get(method.as_str().to_lowercase()).is_some() {
                continue;
            }
            let answer = Answer::of(world.ana.request(method.clone(), &path)).await;
            answer.expect_problem(405, "invalid_request");
            assert!(
                answer.header("allow").contains(operation.method.as_str()),
                "{method} {path}: {:?}",
                answer.headers
            );
        }
    }
}
