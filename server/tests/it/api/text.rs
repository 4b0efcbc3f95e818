//! What may stand in a text: every text of every body that the OpenAPI document has.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Person, TestServer, messages, world::encode};

/// What becomes of a text in which nothing is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    /// The call is refused.
    Refused,
    /// It is an empty one.
    Empty,
    /// It counts as it was typed: a password.
    Secret,
}

/// Every text that somebody sends. A new one belongs here, and its parser among those of `src/text/tests/parsers.rs`.
const TEXTS: [(&str, &str, Blank); 13] = [
    ("NewAccount", "email", Blank::Refused),
    ("NewAccount", "password", Blank::Secret),
    ("NewAccount", "full_name", Blank::Empty),
    ("NewAccount", "last_name", Blank::Empty),
    ("Credentials", "email", Blank::Refused),
    ("Credentials", "password", Blank::Secret),
    ("PasswordChange", "current_password", Blank::Secret),
    ("PasswordChange", "new_password", Blank::Secret),
    ("NewGroup", "name", Blank::Refused),
    ("NewGroup", "description", Blank::Empty),
    ("JoinGroup", "invite_code", Blank::Refused),
    ("NewMessage", "content", Blank::Refused),
    ("MessageEdit", "content", Blank::Refused),
];

const INVISIBLE: [&str; 6] = ["\u{200b}", "\u{3164}", "\u{2800}", "\u{ad}", "\u{e0041}\u{e007f}", "\u{fe0f}\u{301}"];

/// A body of a schema that is taken as it is.
fn honest(schema: &str, code: &str) -> Value {
    let email = format!("{}@example.org", tertulia::ids::UserId::random());
    match schema {
        "NewAccount" => json!({ "email": email, "password": "correct horse", "full_name": "Ana", "last_name": "Ruiz" }),
        "Credentials" => json!({ "email": email, "password": "correct horse" }),
        "PasswordChange" => json!({ "current_password": "not hers at all", "new_password": "correct horse" }),
        "NewGroup" => json!({ "name": "Álgebra", "description": "Los martes" }),
        "JoinGroup" => json!({ "invite_code": code }),
        "NewMessage" | "MessageEdit" => json!({ "content": "hola" }),
        _ => panic!("{schema} is new: say here what a body of it is"),
    }
}

fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// Free text: no identifier, no choice.
fn is_text(property: &Value) -> bool {
    let is_string = property["type"] == "string"
        || property["type"].as_array().is_some_and(|types| types.contains(&json!("string")));
    is_string && property["format"] != "uuid" && property["enum"].is_null()
}

/// Every call with a body: its method, its path and the schema of the body.
fn calls(document: &Value) -> Vec<(Method, String, String)> {
    let paths = document["paths"].as_object().expect("paths");
    let call = |path: &String, (method, operation): (&String, &Value)| {
        let schema = operation.pointer("/requestBody/content/application~1json/schema/$ref")?.as_str()?;
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        Some((method, path.clone(), name_of(schema).to_owned()))
    };
    paths
        .iter()
        .flat_map(|(path, item)| item.as_object().into_iter().flatten().filter_map(move |of| call(path, of)))
        .collect()
}

async fn ask(person: &Person, method: &Method, path: &str, body: &Value) -> Answer {
    Answer::of(person.request(method.clone(), path).json(body)).await
}

#[tokio::test]
async fn a_text_in_which_nothing_is_visible_is_none_in_every_call() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    let code = ana.invite_code(&group).await;
    let seq = ana.say(&group, "hola").await["seq"].to_string();
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut met = Vec::new();
    for (method, path, schema) in calls(&document) {
        let properties = document["components"]["schemas"][&schema]["properties"].as_object().expect("properties");
        for field in properties.iter().filter(|(_, property)| is_text(property)).map(|(field, _)| field) {
            // It names somebody, and is compared with who that is.
            if field == "sender_id" {
                continue;
            }
            let known = TEXTS.iter().find(|(of, text, _)| (*of, *text) == (schema.as_str(), field.as_str()));
            let Some((_, _, blank)) = known else {
                panic!("{schema}.{field} is new: what becomes of an invisible text there?")
            };
            met.push((schema.clone(), field.clone()));
            for invisible in INVISIBLE {
                let mut body = honest(&schema, &code);
                body[field] = invisible.into();
                let path = path.replace("{id}", &group).replace("{user_id}", &luis.id).replace("{seq}", &seq);
                let answer = ask(&ana, &method, &path, &body).await;
                match blank {
                    Blank::Refused | Blank::Secret => {
                        assert!(answer.status.is_client_error(), "{schema}.{field} = {invisible:?}: {}", answer.text);
                    }
                    Blank::Empty => {
                        assert!(answer.status.is_success(), "{schema}.{field} = {invisible:?}: {}", answer.text);
                        let answer = answer.json();
                        let stored = answer["user"].get(field).or(answer.get(field));
                        assert_eq!(stored, Some(&json!("")), "{schema}.{field} = {invisible:?}");
                    }
                }
            }
        }
    }
    for (schema, field, _) in TEXTS {
        assert!(met.contains(&(schema.to_owned(), field.to_owned())), "{schema}.{field} is in no call's body any more");
    }
}

#[tokio::test]
async fn a_person_signs_in_however_her_address_and_her_password_are_spelt() {
    let server = TestServer::start().await;
    let new =
        json!({ "email": "Jose\u{301}\u{200b}@example.org", "password": "contrasen\u{303}a", "full_name": "José" });
    let grant = server.post("/api/v1/accounts", new).await.expect(201);
    assert_eq!(grant["user"]["email"], "josé@example.org");
    for (email, password) in [
        ("josé@example.org", "contraseña"),
        ("jose\u{301}@example.org", "contrasen\u{303}a"),
        ("\u{feff}JOSÉ@EXAMPLE.ORG ", "contraseña"),
    ] {
        let again = server.post("/api/v1/sessions", json!({ "email": email, "password": password })).await.expect(201);
        assert_eq!(again["user"]["id"], grant["user"]["id"], "{email:?}");
        let taken = json!({ "email": email, "password": "correct horse", "full_name": "Otro" });
        server.post("/api/v1/accounts", taken).await.expect_problem(409, "conflict");
    }
}

#[tokio::test]
async fn a_pasted_link_opens_the_group_on_every_way_in() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let code = ana.invite_code(&group).await;
    let halves = format!("{}-{}", &code[..5], &code[5..]);
    let pasted = [
        format!("{}/join/{halves}?x", server.origin()),
        format!("{halves}."),
        format!("\u{200b}{}\u{feff}", halves.to_lowercase()),
        format!("Únete: <https://example.org/join/{code}>"),
    ];
    for pasted in &pasted {
        let guest = server.sign_up("Luis").await;
        let joined = guest.post("/api/v1/groups/join", json!({ "invite_code": pasted })).await.expect(200);
        assert_eq!(joined["id"], json!(group), "{pasted:?}");
        let guest = server.sign_up("Eva").await;
        let form = serde_json::json!({ "invite_code": pasted });
        let form: Vec<String> = form
            .as_object()
            .expect("fields")
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value.as_str().expect("text"))))
            .collect();
        let request = server
            .http
            .post(server.url(&format!("/as/{}/api/fn/join-group", guest.id)))
            .header("cookie", server.cookie(&guest))
            .header("origin", server.origin())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.join("&"));
        let answer = Answer::of(request).await;
        assert!(!answer.status.is_client_error() && !answer.status.is_server_error(), "{pasted:?}: {}", answer.text);
        guest.get(&messages(&group)).await.expect(200);
    }
    let page = server.get(&format!("/join/{halves}.")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Álgebra"), "{}", page.text);
}
