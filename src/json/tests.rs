//! Objects where objects are meant, at every depth; everything else as serde_json reads it.

use std::{borrow::Cow, collections::BTreeMap};

use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json, value::RawValue};

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Leaf {
    text: String,
    number: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(Leaf);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    Nothing,
    One(Leaf),
    Two(Leaf, i8),
    Named { leaf: Leaf },
}

/// Every way in which one value can stand inside another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tree {
    leaf: Leaf,
    perhaps: Option<Leaf>,
    wrapped: Wrapped,
    list: Vec<Leaf>,
    pair: (Leaf, f64),
    map: BTreeMap<String, Leaf>,
    choices: Vec<Choice>,
    any: Value,
    letter: char,
    flag: bool,
    unit: (),
}

fn tree() -> Tree {
    let leaf = Leaf { text: "hoja \"1\"".to_owned(), number: Some(7) };
    Tree {
        leaf: leaf.clone(),
        perhaps: Some(leaf.clone()),
        wrapped: Wrapped(leaf.clone()),
        list: vec![leaf.clone()],
        pair: (leaf.clone(), 0.5),
        map: BTreeMap::from([("a".to_owned(), leaf.clone())]),
        choices: vec![
            Choice::Nothing,
            Choice::One(leaf.clone()),
            Choice::Two(leaf.clone(), -1),
            Choice::Named { leaf: leaf.clone() },
        ],
        any: json!([1, { "b": [null, "c"] }]),
        letter: 'ñ',
        flag: true,
        unit: (),
    }
}

/// Replaces every object one after the other by the array of its values, and gives each text that comes of it.
fn with_an_array_for_an_object(whole: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match whole {
        Value::Object(members) => {
            found.push(Value::Array(members.values().cloned().collect()));
            for (name, value) in members {
                for changed in with_an_array_for_an_object(value) {
                    let mut members = members.clone();
                    members.insert(name.clone(), changed);
                    found.push(Value::Object(members));
                }
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                for changed in with_an_array_for_an_object(item) {
                    let mut items = items.clone();
                    items[place] = changed;
                    found.push(Value::Array(items));
                }
            }
        }
        _ => {}
    }
    found
}

fn refuses<T: DeserializeOwned>(text: &str) -> bool {
    from_str::<T>(text).is_err() && from_slice::<T>(text.as_bytes()).is_err()
}

#[test]
fn what_is_written_reads_back() {
    let text = serde_json::to_string(&tree()).expect("serialises");
    assert_eq!(from_str::<Tree>(&text).expect("reads"), tree());
    assert_eq!(from_slice::<Tree>(text.as_bytes()).expect("reads"), tree());
}

/// Without the field that takes anything, every object of the tree is a struct, a map or a variant.
#[test]
fn an_array_is_no_object_wherever_it_stands() {
    let whole = json!(Tree { any: Value::Null, ..tree() });
    let changed = with_an_array_for_an_object(&whole);
    assert!(changed.len() > 12, "{}", changed.len());
    for value in changed {
        assert!(refuses::<Tree>(&value.to_string()), "{value}");
    }
    let error = from_str::<Leaf>(r#"["hola", 7]"#).expect_err("an array");
    assert_eq!(error.to_string(), "invalid type: sequence, expected struct Leaf at line 1 column 0");
}

#[test]
fn borrowed_and_raw_values_are_read_as_they_stand() {
    #[derive(Deserialize)]
    struct Envelope<'a> {
        #[serde(borrow)]
        kind: Cow<'a, str>,
        #[serde(borrow)]
        raw: Option<&'a RawValue>,
    }
    let envelope: Envelope<'_> = from_str(r#"{"kind":"a","raw": [1,  2],"more":{}}"#).expect("reads");
    assert!(matches!(envelope.kind, Cow::Borrowed("a") | Cow::Owned(_)));
    assert_eq!(envelope.raw.map(RawValue::get), Some("[1,  2]"));
}

#[test]
fn what_is_no_whole_document_or_of_another_kind_is_refused() {
    let deep = format!("{{\"text\":\"\",\"more\":{}", "[".repeat(200));
    for text in [
        "",
        "null",
        "7",
        "\"\"",
        "[]",
        "{",
        "{}",
        r#"{"text":"a"} x"#,
        r#"{"text":"a"}{}"#,
        r#"{"text":"a","text":"b"}"#,
        r#"{"text":null}"#,
        r#"{"text":7}"#,
        r#"{"text":"\ud800"}"#,
        r#"{"text":"a","number":-1}"#,
        r#"{"text":"a","number":1.5}"#,
        r#"{"text":"a","number":1.0}"#,
        r#"{"text":"a","number":1e3}"#,
        r#"{"text":"a","number":18446744073709551616}"#,
        r#"{"text":"a","number":1e400}"#,
        r#"{"text":"a","number":"7"}"#,
        &deep,
    ] {
        assert!(refuses::<Leaf>(text), "{text:.60}");
    }
    assert!(from_slice::<Leaf>(b"{\"text\":\"\xff\"}").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text is: what is accepted here is what serde_json accepts, and the same.
    #[test]
    fn it_accepts_less_and_changes_nothing(text in r#"[\[{]("(text|number|x)":|[\[{"])?("a"|7|null|\[\]|[0-9.e-]{1,4})?(,"(text|number|x)":("a"|7|null))?[\]}]"#) {
        let loose = serde_json::from_str::<Leaf>(&text).ok();
        let strict = from_str::<Leaf>(&text).ok();
        if strict.is_some() {
            prop_assert_eq!(&strict, &loose);
        } else if let Some(leaf) = loose {
            prop_assert!(text.starts_with('['), "{} {:?}", text, leaf);
        }
    }
}
