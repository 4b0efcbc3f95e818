use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{html, language};
use crate::markup::{html as message, tests::check::check};

/// As `class:text` with nothing around it, for short.
fn parts(language: &str, code: &str) -> Vec<String> {
    let html = html(language, code).expect("a language that is known");
    let spans = html.split("<span class=\"hl-").skip(1);
    spans
        .filter_map(|rest| rest.split_once("</span>"))
        .map(|(span, _)| span.replace("\">", ":").trim().to_owned())
        .collect()
}

/// The code alone.
fn text(html: &str) -> String {
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.filter_map(|part| part.split_once('>')).fold(first, |text, (_, after)| text + after);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn parts_of_programs() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "rust",
            "#[test]\nfn f<'a>(x: &'a str) { /* c */ let c = '\\''; r#\"a\"b\"#; println!(\"{}\", 0xff); Vec::MAX }",
            &[
                "attribute:#[test]",
                "keyword:fn",
                "function:f",
                "attribute:'a",
                "attribute:'a",
                "type:str",
                "comment:/* c */",
                "keyword:let",
                "string:'\\''",
                "string:r#\"a\"b\"#",
                "function:println",
                "string:\"{}\"",
                "number:0xff",
                "type:Vec",
                "constant:MAX",
            ],
        ),
        (
            "py",
            "@d\ndef f(x=1.5e-3): # c\n    return f'a' + \"\"\"b\nc\"\"\" if x is None else x.class_",
            &[
                "attribute:@d",
                "keyword:def",
                "function:f",
                "number:1.5e-3",
                "comment:# c",
                "keyword:return",
                "string:f'a'",
                "string:\"\"\"b\nc\"\"\"",
                "keyword:if",
                "keyword:is",
                "constant:None",
                "keyword:else",
            ],
        ),
        (
            "c",
            "#include <a.h>\nint x = 'a'; // c",
            &["keyword:#include", "string:&lt;a.h&gt;", "type:int", "string:'a'", "comment:// c"],
        ),
        ("C++", "std::vector<int> v{1'000};", &["type:vector", "type:int", "number:1'000"]),
        (
            "java",
            "@Override public String f() { return null; }",
            &["attribute:@Override", "keyword:public", "type:String", "function:f", "keyword:return", "constant:null"],
        ),
        ("js", "const f = `a\n${b}`; x.delete()", &["keyword:const", "string:`a\n${b}`", "function:delete"]),
        ("ts", "interface A { x: number }", &["keyword:interface", "type:A", "type:number"]),
        (
            "go",
            "func f() { for i := range 1..10 {} }",
            &["keyword:func", "function:f", "keyword:for", "keyword:range", "number:1", "number:10"],
        ),
        (
            "sql",
            "Select Count(*) FROM t -- c\nWHERE a = 'it''s'",
            &["keyword:Select", "function:Count", "keyword:FROM", "comment:-- c", "keyword:WHERE", "string:'it''s'"],
        ),
        (
            "sh",
            "echo \"$a\" ${b} $# # c\nif [ a ]; then",
            &["function:echo", "string:\"$a\"", "constant:${b} $#", "comment:# c", "keyword:if", "keyword:then"],
        ),
        ("hs", "f' :: Int -> Char\nf' x = 'a' {- c -}", &["type:Int", "type:Char", "string:'a'", "comment:{- c -}"]),
        ("r", "x <- c(TRUE, na.rm) # c", &["function:c", "constant:TRUE", "comment:# c"]),
        ("octave", "A = B' * 'it' % c", &["string:'it'", "comment:% c"]),
        (
            "html",
            "<a href=\"b\">c &amp; <!-- d --></a>",
            &["tag:a", "attribute:href", "string:\"b\"", "constant:&amp;amp;", "comment:&lt;!-- d --&gt;", "tag:a"],
        ),
        ("html", "<script>let x</script>", &["tag:script", "keyword:let", "tag:script"]),
        (
            "css",
            "a:hover { color: #fff; margin: 1px }",
            &["tag:a", "keyword::hover", "attribute:color", "constant:#fff", "attribute:margin", "number:1px"],
        ),
        ("json", "{\"a\": [\"b\", -1, true]}", &["attribute:\"a\"", "string:\"b\"", "number:-1", "constant:true"]),
        (
            "yml",
            "a: b # c\n- d: 'e'\nf: true",
            &["attribute:a", "comment:# c", "attribute:d", "string:'e'", "attribute:f", "constant:true"],
        ),
        ("toml", "[a]\nb = \"c\" # d", &["type:[a]", "attribute:b", "string:\"c\"", "comment:# d"]),
        (
            "tex",
            "\\begin{a} \\alpha % c\n$x$",
            &["keyword:\\begin", "type:a", "function:\\alpha", "comment:% c", "constant:$", "constant:$"],
        ),
        (
            "diff",
            "--- a\n+++ b\n@@ 1 @@\n-c\n+d\n e",
            &["keyword:--- a\n+++ b", "constant:@@ 1 @@", "deleted:-c", "inserted:+d"],
        ),
    ];
    for (language, code, expected) in cases {
        assert_eq!(parts(language, code), *expected, "{language}");
    }
}

#[test]
fn what_is_unknown_or_long_stays_plain() {
    assert_eq!(html("klingon", "x"), None);
    assert_eq!(html("", "x"), None);
    assert!(html("RS", "fn x() {}").is_some(), "however it is written");
    assert!(html("rust", &"x".repeat(300)).is_some() && html("rust", &"x".repeat(301)).is_none());
    let lines = |count: usize| "1234567\n".repeat(count);
    assert!(html("rust", &lines(1_000)).is_some() && html("rust", &lines(1_001)).is_none());
}

#[test]
fn a_name_is_of_one_language() {
    let names: Vec<_> = language::names().collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for wanted in "rust python c c++ java javascript typescript go sql html css json yaml toml shell haskell r matlab octave latex diff".split(' ') {
        assert!(names.contains(&wanted), "{wanted}");
    }
}

/// What would be too much in colours is plain, and the rest of the message is what it was.
#[test]
fn colours_leave_room_for_the_message() {
    let code = format!("```js\n{}```\n", "1 a ".repeat(70).trim_end().to_owned() + "\n").repeat(33);
    let source = format!("**a**\n\n{code}\n*b*");
    let html = message(&source).expect("HTML");
    assert!(
        html.contains("hl-number") && html.ends_with("<p><em>b</em></p>") && html.len() <= 64_000,
        "{}",
        html.len()
    );
    assert_eq!(check(&html), Ok(()));
}

const PIECES: &[&str] = &[
    "\"",
    "'",
    "`",
    "\"\"\"",
    "r#\"",
    "\"#",
    "\\",
    "/*",
    "*/",
    "//",
    "#",
    "--",
    "{-",
    "-}",
    "%",
    "<!--",
    "-->",
    "<",
    ">",
    "</script>",
    "<script>",
    "<style>",
    "&",
    "&amp;",
    "{",
    "}",
    "${",
    "$(",
    "@",
    "@a",
    "#[",
    "]",
    "\n",
    "\n\n",
    " ",
    "\t",
    "a",
    "A_B",
    "fn ",
    "class ",
    "0x",
    "1e-",
    "1.5",
    "..",
    ":",
    "=",
    ";",
    "é",
    "𝕏",
    "\u{0}",
    "\\begin{",
    "+++",
    "@@",
    "- ",
    "[",
    "(",
    "'a",
    "#include <",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_else_comes_out(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let code = pieces.concat();
        for name in language::names() {
            if let Some(html) = html(name, &code) {
                prop_assert_eq!(check(&html), Ok(()), "{} {:?}: {}", name, code, html);
                prop_assert_eq!(text(&html), code.as_str(), "{}", name);
            }
        }
    }
}
