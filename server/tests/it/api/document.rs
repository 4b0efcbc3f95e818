//! `/api/v1/openapi.json`

use serde_json::Value;

use crate::harness::TestServer;

/// Every call and address that other programs rely on: none may disappear.
const PUBLISHED: [(&str, &str); 28] = [
    ("post", "/api/v1/accounts"),
    ("post", "/api/v1/sessions"),
    ("delete", "/api/v1/sessions/current"),
    ("get", "/api/v1/me"),
    ("post", "/api/v1/me/password"),
    ("get", "/api/v1/groups"),
    ("post", "/api/v1/groups"),
    ("post", "/api/v1/groups/join"),
    ("get", "/api/v1/groups/{id}"),
    ("post", "/api/v1/groups/{id}/invitation"),
    ("get", "/api/v1/groups/{id}/bans"),
    ("put", "/api/v1/groups/{id}/bans/{user_id}"),
    ("delete", "/api/v1/groups/{id}/bans/{user_id}"),
    ("get", "/api/v1/groups/{id}/members"),
    ("delete", "/api/v1/groups/{id}/members/{user_id}"),
    ("patch", "/api/v1/groups/{id}/members/{user_id}"),
    ("get", "/api/v1/groups/{id}/messages"),
    ("post", "/api/v1/groups/{id}/messages"),
    ("patch", "/api/v1/groups/{id}/messages/{seq}"),
    ("delete", "/api/v1/groups/{id}/messages/{seq}"),
    ("get", "/study-groups/{id}/messages"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
    ("get", "/api/v1/openapi.json"),
    ("get", "/api/v1/ws"),
    ("get", "/api/v1/ws/{group_id}"),
    ("get", "/study-groups/ws/{group_id}"),
];

#[tokio::test]
async fn every_route_that_others_rely_on_is_described() {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    assert!(document["openapi"].as_str().expect("a version").starts_with("3.1"));
    for (method, path) in PUBLISHED {
        assert!(document["paths"][path][method].is_object(), "{method} {path} is missing");
    }
}

#[tokio::test]
async fn refusals_and_ways_to_sign_in_are_described() {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let responses = &document["paths"]["/api/v1/groups/{id}/messages"]["post"]["responses"];
    for status in ["200", "201", "400", "401", "403", "404", "413", "415", "422", "429", "503"] {
        assert!(responses[status].is_object(), "{status} is missing: {responses}");
    }
    let schema = &responses["429"]["content"]["application/problem+json"]["schema"];
    assert!(schema.is_object(), "{responses}");
    for scheme in ["bearer", "cookie", "token"] {
        assert!(document["components"]["securitySchemes"][scheme].is_object(), "{scheme}");
    }
    assert_eq!(document["paths"]["/api/v1/sessions"]["post"]["security"], serde_json::json!([{}]));
}

#[tokio::test]
async fn no_reference_of_the_document_leads_nowhere() {
    let server = TestServer::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|value| collect(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}
