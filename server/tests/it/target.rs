//! Targets and methods that no browser sends: nothing falls over, nothing is a fault of the server's, and nothing is written to the
//! log that would wake anybody.

use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;

use crate::harness::{Program, raw::exchange, soon};

const METHODS: [&str; 12] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "M-SEARCH"];

/// Every form that a target has (RFC 9112, 3.2), and paths that are hard to read or can name no file.
fn targets() -> Vec<String> {
    let plain = [
        "/",
        "*",
        "",
        "?",
        "#",
        "x",
        "example.org",
        "example.org:443",
        "[::1]:443",
        "http://example.org",
        "http://example.org/",
        "http://example.org/groups?a=b",
        "HTTP://EXAMPLE.ORG/",
        "http://",
        "http:///",
        "ftp://example.org/x",
        "javascript:x",
        "//",
        "///",
        "//example.org/",
        "/*",
        "*/x",
        "/..",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/.",
        "/./",
        "/%",
        "/%0",
        "/%zz",
        "/%00",
        "/a%00b",
        "/pkg/%00",
        "/pkg/a%00.js",
        "/%0a",
        "/%ff%fe",
        "/pkg/%ff",
        "/%c0%af",
        "/\\",
        "/C:/x",
        "/CON",
        "/;",
        "/:",
        "/{id}",
        "/{*rest}",
        "/pkg",
        "/pkg/",
        "/pkg/a.js/",
        "/pkg/a.js/x",
        "/robots.txt",
        "/robots.txt/",
        "/robots.txt/x",
        "/healthz/",
        "/groups",
        "/groups/",
        "/groups/%00",
        "/groups/%ff",
        "/groups/..",
        "/groups/none/members",
        "/join",
        "/join/",
        "/join/%00",
        "/join/%ff",
        "/sign-in?next=%ff&next=%00",
        "/?__path=%2Fapi%2Ffn%2Fsign-in&__err=%ff",
        "/api",
        "/api/",
        "/api/fn",
        "/api/fn/",
        "/api/fn/none",
        "/api/fn/group-page?id=%ff",
        "/api/v1/groups/%00",
        "/study-groups/%00/messages",
    ];
    let long = "x".repeat(300);
    let encoded = "%61".repeat(252);
    let paths = [
        format!("/{long}"),
        format!("/pkg/{long}"),
        format!("/{long}/y"),
        format!("/{}", "x".repeat(253)),
        format!("/pkg/{}", "x".repeat(255)),
        format!("/{encoded}"),
        format!("/{}", "x/".repeat(5_000)),
        format!("/{}", "%2e".repeat(500)),
        format!("/groups/{long}"),
        format!("/groups/{long}/members"),
        format!("/join/{long}"),
        format!("/api/{long}"),
        format!("/api/v1/groups/{long}"),
        format!("/?{}", "a=b&".repeat(5_000)),
        format!("/healthz?{long}"),
    ];
    plain.into_iter().map(str::to_owned).chain(paths).collect()
}

#[tokio::test]
async fn whatever_a_request_names_it_is_answered_and_no_fault_of_ours() {
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("a folder");
    for file in ["robots.txt", "pkg/a.js"] {
        std::fs::write(site.join(file), "x").expect("a file");
    }
    let mut program = Program::start(folder.path(), "json").await;
    for target in targets() {
        for method in METHODS {
            for head in ["HTTP/1.1\r\nHost: localhost", "HTTP/1.0"] {
                let request = format!("{method} {target} {head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                let (mut stream, head) = exchange(program.address, request.as_bytes()).await;
                let _ = soon("the end", stream.read_to_end(&mut Vec::new())).await;
                let status: u16 = head.split(' ').nth(1).and_then(|text| text.parse().ok()).unwrap_or_default();
                assert!((200..500).contains(&status), "{method} {target:.80}: {head}");
                if method == "CONNECT" {
                    assert!([400, 405].contains(&status), "{method} {target:.80}: {head}");
                }
            }
        }
    }
    program.signal("TERM");
    assert_eq!(program.ended().await, Some(0));
    let log = program.whole_log().await;
    for level in ["ERROR", "WARN"] {
        assert!(!log.contains(level), "{log}");
    }
}

/// RFC 9112, 3.2: a request without a `Host`, or with several, is refused.
#[tokio::test]
async fn a_request_has_one_host() {
    let server = crate::harness::TestServer::start().await;
    for (hosts, status) in [("", "400"), ("Host: a\r\n", "200"), ("Host: a\r\nHost: b\r\n", "400")] {
        let (_, head) = exchange(server.address, format!("GET /healthz HTTP/1.1\r\n{hosts}\r\n").as_bytes()).await;
        assert_eq!(head.split(' ').nth(1), Some(status), "{hosts:?}");
    }
}

#[tokio::test]
async fn a_path_that_can_name_no_file_is_a_page_that_is_none() {
    let server = crate::harness::TestServer::start().await;
    for path in [format!("/{}", "x".repeat(300)), format!("/{}", "x/".repeat(1_000)), "/a%00b".to_owned()] {
        let page = server.get(&path).await;
        assert_eq!(page.status, 404, "{path:.80}");
        assert!(page.header("content-type").starts_with("text/html"), "{path:.80}");
        assert_eq!(server.get(&format!("/pkg{path}")).await.status, 404, "{path:.80}");
    }
}
