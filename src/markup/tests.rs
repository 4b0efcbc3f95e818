use super::html;

pub(super) mod check;
mod safety;

fn of(source: &str) -> String {
    html(source).unwrap_or_else(|| format!("plain: {source}"))
}

/// What a link has besides its address.
const REL: &str = r#"rel="ugc nofollow noopener noreferrer" target="_blank""#;

#[test]
fn what_is_no_more_than_text_has_no_html() {
    for source in [
        "hola",
        "uno\ndos",
        "uno\n\ndos",
        "a < b && c > d",
        "<b>no</b>",
        "5 * 3 = 15, 2 * 4 = 8",
        "snake_case_name",
        "1.5",
        "#etiqueta",
        "a || b || c",
        "||||",
        "http://",
        "ni://esto",
        "¿qué? ~ más o menos ~ eso",
        "🎉",
        "javascript:alert(1)",
        "un @nombre",
    ] {
        assert_eq!(html(source), None, "{source}");
    }
}

#[test]
fn emphasis_and_code() {
    assert_eq!(of("*a* **b** ~~c~~ `d<`"), "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;</code></p>");
    assert_eq!(of(r"\*a\*"), "<p>*a*</p>");
    assert_eq!(of("uno\n**dos**"), "<p>uno<br><strong>dos</strong></p>");
    assert_eq!(of("# Título\ntexto"), "<p><strong>Título</strong></p><p>texto</p>");
}

#[test]
fn what_people_calculate_and_ask_about_html_stays_as_it_is() {
    for source in [
        "2*3*4 = 24",
        "x**2**y",
        "2***3***4",
        "a*b+c*d",
        "f(x)*g(x)*h",
        "(a+b)*(c+d)*(e+f)",
        "(x)_{1} + (y)_{2}",
        "dir *.* y *-*",
        "&nbsp; y &lt;b&gt;, &#42;",
        "*a*b",
        r"C:\carpeta\docs, \\servidor\x y \{a\}",
        "vector<std::string> v;",
        "if (a||b||c)",
        "AB||CD y EF||GH",
        "2+2\n=\n4",
        "hola\n-\nadiós",
        "[Ana]: hola",
        "antes\n\n[10:32]: vale\n\n**después**",
        "#",
        ">",
        "```",
    ] {
        assert_eq!(html(source), None, "{source}");
    }
    assert_eq!(of("[a]\n\n[a]: https://b.c").matches("<a ").count(), 1, "a definition that is used");
    assert_eq!(of("https://ex.org/_a_/b").matches("<em>").count(), 0);
    assert!(of("https://ex.org/*/b/*/c").contains("href=\"https://ex.org/*/b/*/c\""));
    assert_eq!(of("(*a*) ¡**b**! *c*."), "<p>(<em>a</em>) ¡<strong>b</strong>! <em>c</em>.</p>");
    assert_eq!(of("**2*3*4**"), "<p><strong>2*3*4</strong></p>");
    assert_eq!(of("`&lt;` &amp;"), "<p><code>&amp;lt;</code> &amp;amp;</p>");
}

#[test]
fn code_keeps_its_spaces_and_names_its_language() {
    assert_eq!(
        of("```rust\nfn main() {\n    a < b\n}\n```"),
        concat!(
            "<pre tabindex=\"0\" data-language=\"rust\"><code><span class=\"hl-keyword\">fn </span>",
            "<span class=\"hl-function\">main</span>() {\n    a &lt; b\n}\n</code></pre>"
        )
    );
    assert_eq!(
        of("```klingon\nfn  main\n```"),
        "<pre tabindex=\"0\" data-language=\"klingon\"><code>fn  main\n</code></pre>"
    );
    for (info, line) in
        [("\"><script>", "\"&gt;&lt;script&gt;"), ("a\u{e9}", "a\u{e9}"), ("for i in range(3):", "for i in range(3):")]
    {
        let expected = format!("<pre tabindex=\"0\"><code>{line}\nx\n</code></pre>");
        assert_eq!(of(&format!("```{info}\nx\n```")), expected, "nothing of it is lost");
    }
    assert!(of("```rust,ignore\nx\n```").contains("data-language=\"rust\""));
    assert_eq!(
        of("```\nhttps://example.org ||x||\n```"),
        "<pre tabindex=\"0\"><code>https://example.org ||x||\n</code></pre>"
    );
}

#[test]
fn lists_quotes_and_tables() {
    assert_eq!(of("- a\n- [x] b\n- [ ] c"), r#"<ul><li>a</li><li class="task">☑ b</li><li class="task">☐ c</li></ul>"#);
    assert!(of("- [x] a\n\n- b").starts_with(r#"<ul><li class="task"><p>☑ a</p></li>"#));
    assert_eq!(of("3. a\n4. b"), r#"<ol start="3"><li>a</li><li>b</li></ol>"#);
    let answers = r#"<ol><li>b</li><li value="3">c</li><li>d</li><li value="7">a</li></ol>"#;
    assert_eq!(of("1. b\n3. c\n4. d\n7. a"), answers, "each keeps its number");
    assert_eq!(of("1. a\n   - b\n2. c"), "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>");
    assert_eq!(of("> a\n> b"), "<blockquote><p>a<br>b</p></blockquote>");
    assert_eq!(of("a\n\n---"), "<p>a</p><hr>");
    assert_eq!(
        of("|a|b|\n|-|:-:|\n|1|2|"),
        concat!(
            r#"<div class="table" tabindex="0"><table><thead><tr><th scope="col">a</th><th scope="col" class="center">b</th></tr></thead>"#,
            r#"<tbody><tr><td>1</td><td class="center">2</td></tr></tbody></table></div>"#
        )
    );
}

#[test]
fn somebodys_tags_are_text() {
    assert_eq!(
        of("**a** <img src=x onerror=alert(1)>"),
        "<p><strong>a</strong> &lt;img src=x onerror=alert(1)&gt;</p>"
    );
    assert_eq!(of("<div>\n**a**\n</div>\n\n*b*"), "<p>&lt;div&gt;<br>**a**<br>&lt;/div&gt;</p><p><em>b</em></p>");
}

#[test]
fn addresses_are_links() {
    let link = |address: &str| format!(r#"<a href="{address}" {REL}>{address}</a>"#);
    let cases = [
        ("mira https://example.org.", format!("<p>mira {}.</p>", link("https://example.org"))),
        ("(https://example.org/a_(b))", format!("<p>({})</p>", link("https://example.org/a_(b)"))),
        ("<https://example.org>", format!("<p>{}</p>", link("https://example.org"))),
        ("mailto:ana@example.org, ¿sí?", format!("<p>{}, ¿sí?</p>", link("mailto:ana@example.org"))),
        ("<ana@example.org>", format!(r#"<p><a href="mailto:ana@example.org" {REL}>ana@example.org</a></p>"#)),
    ];
    for (source, expected) in cases {
        assert_eq!(of(source), expected, "{source}");
    }
    assert_eq!(
        of("HTTPS://EXAMPLE.ORG"),
        format!(r#"<p><a href="https://EXAMPLE.ORG" {REL}>HTTPS://EXAMPLE.ORG</a></p>"#)
    );
    assert_eq!(
        of("https://example.org/a\"b"),
        format!(r#"<p><a href="https://example.org/a%22b" {REL}>https://example.org/a"b</a></p>"#)
    );
    assert_eq!(
        of("https://example.org/ñ"),
        format!(r#"<p><a href="https://example.org/%C3%B1" {REL}>https://example.org/ñ</a></p>"#)
    );
}

#[test]
fn a_link_says_where_it_leads_where_its_text_says_something_else() {
    assert_eq!(of("[aquí](https://example.org)"), format!(r#"<p><a href="https://example.org" {REL}>aquí</a></p>"#));
    let evil = format!(
        r#"<p><a href="https://evil.example" {REL}>bank.example</a> <span class="host">(evil.example)</span></p>"#
    );
    assert_eq!(of("[bank.example](https://evil.example)"), evil);
    assert!(!of("[www.Example.org/x](https://example.org/x)").contains("host"), "the same host");
    assert!(of("[https://bank.example](https://evil.example)").contains("(evil.example)"));
    assert!(of("[**bank**.example](https://evil.example)").contains("(evil.example)"));
    for text in [
        "https://bank。example",
        "bank．example",
        "evil.example → https://bank.example/login",
        "https://evil.example@bank.example",
        "(bank.example)",
    ] {
        assert!(of(&format!("[{text}](https://evil.example)")).contains("(evil.example)"), "{text}");
    }
    assert!(!of("[https://evil.example:80/x](https://evil.example)").contains("class=\"host\""));
    assert!(of("[ana@uni.es](mailto:eva@uni.es)").contains("(eva@uni.es)"));
    assert!(!of("[ana.lopez@uni.es](mailto:ana.lopez@uni.es)").contains("host"));
}

#[test]
fn what_is_no_address_of_the_web_is_text() {
    assert_eq!(of("[a](javascript:alert(1))"), "<p>a (javascript:alert(1))</p>");
    assert_eq!(of("[a](data:text/html,x)"), "<p>a (data:text/html,x)</p>");
    assert_eq!(of("[a](/groups)"), "<p>a (/groups)</p>");
    assert_eq!(of("[a](https://bank.example@evil.example)"), "<p>a (https://bank.example@evil.example)</p>");
    for source in [
        "https://bank.example@evil.example",
        "<https://bank.example@evil.example>",
        "https://bank.example⁄x.evil.example",
        "https://bank.example%2eevil.example",
        "mailto:a@uni.es?bcc=eva@evil.example",
        "mailto:a@uni.es,b@uni.es",
    ] {
        assert_eq!(html(source), None, "{source}");
    }
    assert_eq!(html(r"https://bank.example\@evil.example"), None);
    assert_eq!(of(r"[a](<https://bank.example\\@evil.example>)"), r"<p>a (https://bank.example\@evil.example)</p>");
    assert_eq!(
        of("![foto](https://example.org/a.png)"),
        format!(r#"<p><a href="https://example.org/a.png" {REL}>foto</a></p>"#)
    );
    assert_eq!(
        of("![](https://example.org/a.png)"),
        format!(r#"<p><a href="https://example.org/a.png" {REL}>https://example.org/a.png</a></p>"#)
    );
    assert_eq!(
        of("[![foto](https://example.org/a.png)](https://example.org)"),
        format!(r#"<p><a href="https://example.org" {REL}>foto</a></p>"#)
    );
}

#[test]
fn spoilers() {
    assert_eq!(
        of("el final: ||muere **él**|| fin"),
        r#"<p>el final: <span class="spoiler" tabindex="0">muere <strong>él</strong></span> fin</p>"#
    );
    assert_eq!(of("||a|| ||b||").matches("spoiler").count(), 2);
    assert_eq!(of("*||a* b||"), "<p><em>||a</em> b||</p>", "both ends stand in the same element");
    assert_eq!(of("**x** a ||b"), "<p><strong>x</strong> a ||b</p>");
}

#[test]
fn what_is_too_large_stays_plain() {
    let quotes = |depth: usize| format!("{} a", ">".repeat(depth));
    assert!(html(&quotes(31)).is_some() && html(&quotes(32)).is_none());
    let columns = |count: usize| format!("|{}\n|{}\n", "a|".repeat(count), "-|".repeat(count));
    assert!(html(&columns(20)).is_some() && html(&columns(21)).is_none());
    let bomb = format!("{}\n{}\n{}", "|".repeat(531), "-|".repeat(530), "a\n".repeat(490));
    assert_eq!(html(&bomb), None, "a cell for each column in each row");
    let rows = |count: usize| columns(20) + &format!("|{}\n", "b|".repeat(20)).repeat(count);
    assert!(html(&rows(24)).is_some() && html(&rows(25)).is_none());
    assert_eq!(html(&"*a* ".repeat(9_000)), None, "beyond 64 kB");
}
