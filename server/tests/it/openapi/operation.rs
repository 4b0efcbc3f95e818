//! A call, read out of the document.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Map, Value};

/// A call.
pub(super) struct Operation {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) path_parameters: Vec<String>,
    /// Parameters of the query, those of an exploded object one by one.
    pub(super) query: BTreeMap<String, Value>,
    /// Which of them may stand together, where the document says so.
    together: Vec<BTreeSet<String>>,
    /// The schema of the JSON body, references resolved.
    body: Option<Value>,
    pub(super) statuses: BTreeSet<u16>,
    pub(super) needs_identity: bool,
}

/// Every call of the document.
pub(super) fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, item)| item.as_object().expect("an item").iter().map(move |it| (path, it)));
    all.map(|(path, (method, operation))| Operation::read(document, path, method, operation)).collect()
}

/// The schema without references, as deep as its properties go.
fn resolved(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("a reference leads somewhere");
        return resolved(document, target);
    }
    // An optional reference: the other one is null.
    if let Some([one, other]) = schema["oneOf"].as_array().map(Vec::as_slice) {
        match (one["type"] == "null", other["type"] == "null") {
            (true, _) => return resolved(document, other),
            (_, true) => return resolved(document, one),
            _ => {}
        }
    }
    let mut schema = schema.clone();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(|property| *property = resolved(document, property));
    }
    schema
}

impl Operation {
    fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Self {
        let mut it = Self {
            method: method.to_uppercase().parse().expect("a method"),
            path: path.to_owned(),
            path_parameters: Vec::new(),
            query: BTreeMap::new(),
            together: Vec::new(),
            body: operation
                .get("requestBody")
                .map(|body| resolved(document, &body["content"]["application/json"]["schema"])),
            statuses: operation["responses"]
                .as_object()
                .expect("responses")
                .keys()
                .map(|status| status.parse().expect("a status"))
                .collect(),
            needs_identity: operation["security"] != serde_json::json!([{}]),
        };
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a name").to_owned();
            match parameter["in"].as_str() {
                Some("path") => it.path_parameters.push(name),
                Some("query") => it.read_query(document, name, &parameter["schema"]),
                other => panic!("a parameter in {other:?}: say here how it is asked about"),
            }
        }
        it
    }

    fn read_query(&mut self, document: &Value, name: String, schema: &Value) {
        let schema = resolved(document, schema);
        let Some(variants) = schema["oneOf"].as_array() else {
            self.query.insert(name, schema);
            return;
        };
        for variant in variants {
            let variant = resolved(document, variant);
            let properties = variant["properties"].as_object().expect("properties").clone();
            self.together.push(properties.keys().cloned().collect());
            self.query.extend(properties);
        }
    }

    /// Pairs of parameters that never stand together.
    pub(super) fn exclusive_queries(&self) -> Vec<(&str, &str)> {
        let names: BTreeSet<&String> = self.together.iter().flatten().collect();
        let pairs = names.iter().flat_map(|one| names.iter().map(move |other| (*one, *other)));
        let apart =
            |one: &String, other: &String| !self.together.iter().any(|set| set.contains(one) && set.contains(other));
        pairs
            .filter(|(one, other)| one < other && apart(one, other))
            .map(|(one, other)| (one.as_str(), other.as_str()))
            .collect()
    }

    /// Whether it opens a socket.
    pub(super) fn upgrades(&self) -> bool {
        self.statuses.contains(&101)
    }

    /// The fields of the body and their schemas.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.properties().into_iter().flatten().map(|(name, schema)| (name.as_str(), schema))
    }

    fn properties(&self) -> Option<&Map<String, Value>> {
        self.body.as_ref()?["properties"].as_object()
    }

    /// Whether the body must have this field.
    pub(super) fn requires(&self, field: &str) -> bool {
        let required = self.body.as_ref().and_then(|schema| schema["required"].as_array());
        required.is_some_and(|names| names.iter().any(|name| name == field))
    }

    pub(super) fn has_body(&self) -> bool {
        self.body.is_some()
    }
}
