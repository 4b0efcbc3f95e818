//! A name never turns round what stands beside it, and never passes for another: on every page.

use serde_json::json;

use crate::harness::{
    TestServer,
    html::{Document, Element},
    world::{Texts, Visitor, World},
};

/// It runs from right to left.
const NAME: &str = "שלום";

/// Elements in which a text has a direction of its own.
fn sets_apart(element: Element<'_>) -> bool {
    element.name() == "bdi"
        || element.attribute("dir") == Some("auto")
        || matches!(element.name(), "script" | "style" | "textarea")
}

/// Every piece of the text with the name in it stands between U+2068 and U+2069.
fn is_isolated(text: &str) -> bool {
    let mut inside = false;
    text.split_inclusive(['\u{2068}', '\u{2069}']).all(|piece| {
        let fine = inside || !piece.contains(NAME);
        inside = piece.ends_with('\u{2068}');
        fine
    })
}

#[tokio::test]
async fn every_text_that_somebody_wrote_has_a_direction_of_its_own() {
    let server = TestServer::start().await;
    let world = World::build(&server, Texts::of(NAME)).await;
    let mut met = 0;
    for visitor in Visitor::ALL {
        for example in world.pages() {
            let page = world.get(visitor, &example.path).await;
            let document = Document::parse(&page.text);
            for element in document.elements() {
                let place = || format!("{visitor:?} {}: <{} {:?}>", example.path, element.name(), element.attributes());
                let text = element.own_text();
                if text.contains(NAME) {
                    met += 1;
                    assert!(sets_apart(element) || is_isolated(&text), "{}: {text:?}", place());
                }
                for name in ["title", "aria-label", "alt", "placeholder"] {
                    let text = element.attribute(name).unwrap_or_default();
                    assert!(is_isolated(text), "{}", place());
                }
            }
        }
    }
    assert!(met > 50, "{met} texts were met");
}

#[tokio::test]
async fn the_page_tells_members_apart_whose_names_look_the_same() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana Ruiz").await;
    let group = ana.create_group("Álgebra").await;
    let code = ana.invite_code(&group).await;
    for name in ["Ana\u{200b} Ruiz", "\u{410}na Ruiz"] {
        let other = server.sign_up(name).await;
        other.post("/api/v1/groups/join", json!({ "invite_code": code })).await.expect(200);
        other.say(&group, "hola").await;
    }
    for path in [format!("/groups/{group}"), format!("/groups/{group}/members")] {
        let page = ana
            .request(reqwest::Method::GET, &path)
            .header("accept", "text/html")
            .header("cookie", server.cookie(&ana));
        let page = crate::harness::Answer::of(page).await;
        let document = Document::parse(&page.text);
        let names: Vec<String> = document.all("bdi").map(Element::own_text).collect();
        for shown in ["Ana Ruiz (2)", "\u{410}na Ruiz (3)"] {
            assert!(names.iter().any(|name| name == shown), "{path}: {names:?}");
        }
    }
}
