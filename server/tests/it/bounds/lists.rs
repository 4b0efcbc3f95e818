//! The lists of the interface. They come from the OpenAPI document: a new one is found without anything being written here.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::with;
use crate::harness::{Options, TestServer, messages};

/// Every list that a call answers with: its path, its place in the answer, and which bound holds it ([`bound_of`]).
const LISTS: &[(&str, &str, &str)] = &[
    ("/api/v1/groups", "groups", "groups"),
    ("/api/v1/groups/{id}/members", "members", "members"),
    ("/api/v1/groups/{id}/bans", "bans", "bans"),
    ("/api/v1/groups/{id}/messages", "messages", "page"),
    ("/api/v1/groups/{id}/pins", "messages", "pins"),
    ("/api/v1/groups/{id}/questions", "messages", "page"),
    ("/study-groups/{id}/messages", "messages", "page"),
];

/// What a message holds: 50 mentions, 20 kinds of reactions with five names each, 20 questions (`engine/tests/it/marks.rs`, `tertulia::mention`).
const OF_A_MESSAGE: [&str; 4] = ["mentions", "reactions", "names", "answers"];

/// So small that a test goes beyond.
fn small() -> Options {
    with("off,groups=3,members=4,bans=2")
}

fn bound_of(name: &str) -> usize {
    match name {
        "groups" => 3,
        "members" => 4,
        "bans" => 2,
        "page" => 100,
        "pins" => 50,
        other => panic!("no bound is called {other}"),
    }
}

/// Whoever adds a list to the interface names its bound here.
#[tokio::test]
async fn every_list_of_the_interface_has_a_bound() {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut found = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").values() {
            for response in method["responses"].as_object().expect("responses").values() {
                let schema = &response["content"]["application/json"]["schema"];
                lists(&document, schema, String::new(), &mut |place| {
                    if !OF_A_MESSAGE.contains(&place.rsplit('.').next().unwrap_or_default()) {
                        found.insert((path.clone(), place));
                    }
                });
            }
        }
    }
    let known = LISTS.iter().map(|(path, place, _)| ((*path).to_owned(), (*place).to_owned())).collect();
    assert_eq!(found, known, "a list without a bound, or one that is gone");
}

/// Calls `found` with the place of every array in a schema.
fn lists(document: &Value, schema: &Value, place: String, found: &mut dyn FnMut(String)) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("leads somewhere");
        return lists(document, target, place, found);
    }
    let is_array = match &schema["type"] {
        Value::String(kind) => kind == "array",
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "array"),
        _ => false,
    };
    if is_array {
        found(place.clone());
        lists(document, &schema["items"], format!("{place}[]"), found);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        lists(document, property, place, found);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        for schema in schema[choice].as_array().into_iter().flatten() {
            lists(document, schema, place.clone(), found);
        }
    }
}

/// Fills every list as far as it can be filled, and looks at how long it became.
#[tokio::test]
async fn no_list_becomes_longer_than_its_bound() {
    let server = TestServer::start_with(small()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for n in 0..5 {
        ana.post("/api/v1/groups", json!({ "name": format!("Grupo {n}") })).await;
    }
    let code = ana.invite_code(&group).await;
    let mut people = Vec::new();
    for n in 0..6 {
        let person = server.sign_up(&format!("Luis {n}")).await;
        person.post("/api/v1/groups/join", json!({ "invite_code": code })).await;
        people.push(person);
    }
    for person in people.iter().rev() {
        ana.request(reqwest::Method::PUT, &format!("/api/v1/groups/{group}/bans/{}", person.id))
            .send()
            .await
            .expect("sent");
    }
    for n in 0..110 {
        let asked = json!({ "content": n.to_string(), "question": true });
        let seq = ana.post(&messages(&group), asked).await.expect(201)["seq"].clone();
        let pin = format!("{}/{seq}/pin", messages(&group));
        ana.request(reqwest::Method::PUT, &pin).send().await.expect("sent");
    }
    for (path, place, bound) in LISTS {
        let path = path.replace("{id}", &group);
        let path = if *bound == "page" { format!("{path}?limit=100") } else { path };
        let list = ana.get(&path).await.expect(200)[*place].as_array().expect("a list").len();
        assert_eq!(list, bound_of(bound), "{path}: it is filled, and no fuller");
    }
    let all = ana.get(&format!("{}?limit=101", messages(&group))).await;
    all.expect_problem(400, "invalid_request");
}

#[tokio::test]
async fn what_is_full_says_so() {
    let server = TestServer::start_with(small()).await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for n in 0..2 {
        ana.create_group(&format!("Grupo {n}")).await;
    }
    ana.post("/api/v1/groups", json!({ "name": "de más" })).await.expect_problem(409, "conflict");
    for n in 0..3 {
        ana.invite(&server.sign_up(&format!("Luis {n}")).await, &group).await;
    }
    let (eva, code) = (server.sign_up("Eva").await, ana.invite_code(&group).await);
    eva.post("/api/v1/groups/join", json!({ "invite_code": code })).await.expect_problem(409, "conflict");
}
