//! `render=html`: what people write as HTML, over HTTP and over a socket.

use serde_json::{Value, json};

use crate::harness::{TestServer, messages};

const RICH: &str = "*hola* <b onclick=alert(1)>";
const HTML: &str = "<p><em>hola</em> &lt;b onclick=alert(1)&gt;</p>";

#[tokio::test]
async fn messages_have_html_where_it_is_asked_for_and_is_more_than_the_text() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let path = messages(&group);
    let rendered = format!("{path}?render=html");

    let sent = ana.post(&rendered, json!({ "content": RICH })).await.expect(201);
    assert_eq!((&sent["html"], &sent["content"]), (&json!(HTML), &json!(RICH)), "the source stays what it is");
    ana.post(&rendered, json!({ "content": "uno\n\ndos" })).await.expect(201);
    let page = ana.get(&format!("{rendered}&limit=2")).await.expect(200);
    let html: Vec<&Value> =
        page["messages"].as_array().expect("messages").iter().map(|message| &message["html"]).collect();
    assert_eq!(html, [&json!(HTML), &Value::Null], "several lines are no more than text");

    let one = format!("{path}/{}", sent["seq"]);
    let edited = ana.patch(&format!("{one}?render=html"), json!({ "content": "**hola**" })).await.expect(200);
    assert_eq!(edited["html"], "<p><strong>hola</strong></p>");

    for other in [path.clone(), format!("{path}?render=pdf")] {
        let page = ana.get(&other).await.expect(200);
        assert_eq!(page["messages"][0].get("html"), None, "{other}");
    }
    ana.delete(&one).await.expect(204);
    let page = ana.get(&rendered).await.expect(200);
    assert_eq!((page["messages"][0].get("html"), &page["messages"][0]["deleted"]), (None, &json!(true)));
}

#[tokio::test]
async fn frames_have_html_on_a_socket_that_asks_for_it_and_on_no_other() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut rendered = ana.open(&format!("/api/v1/ws/{group}?render=html")).await;
    rendered.expect("subscribed").await;
    let mut plain = ana.socket(&group).await;
    let mut other = ana.open(&format!("/api/v1/ws/{group}?render=pdf")).await;
    other.expect("subscribed").await;

    let sent = ana.say(&group, RICH).await;
    ana.say(&group, "nada").await;
    ana.patch(&format!("{}/{}", messages(&group), sent["seq"]), json!({ "content": "`a`" })).await.expect(200);
    let expected = [
        ("new_message", Some(json!(HTML))),
        ("new_message", None),
        ("message_edited", Some(json!("<p><code>a</code></p>"))),
    ];
    for (kind, html) in expected {
        let frame = rendered.expect(kind).await;
        assert_eq!(frame.get("html"), html.as_ref(), "{frame}");
        for socket in [&mut plain, &mut other] {
            assert_eq!(socket.expect(kind).await.get("html"), None);
        }
    }

    // And so is what is replayed.
    let mut later = ana.open(&format!("/api/v1/ws/{group}?after=0&render=html")).await;
    later.expect("subscribed").await;
    let frame = later.expect("new_message").await;
    assert_eq!(frame["html"], "<p><code>a</code></p>", "as it is now");
}
