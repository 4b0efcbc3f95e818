use super::{super::html, Piece, Reason, Unread, find, mask, split};

mod hostile;

/// The formulas of a text, and whether each stands by itself.
fn formulas(source: &str) -> Vec<(String, bool)> {
    find(source).into_iter().map(|(_, tex, is_block)| (tex, is_block)).collect()
}

fn inline(tex: &str) -> Vec<(String, bool)> {
    vec![(tex.to_owned(), false)]
}

fn block(tex: &str) -> Vec<(String, bool)> {
    vec![(tex.to_owned(), true)]
}

#[test]
fn formulas_are_found() {
    for source in ["$x+1$", r"\(x+1\)", "a ($x+1$).", "el $x+1$-ésimo", "**$x+1$**", "$`x+1`$", "||$x+1$||", "¿$x+1$?"]
    {
        assert_eq!(formulas(source), inline("x+1"), "{source}");
    }
    for source in
        ["$$x+1$$", r"\[x+1\]", "$$\nx+1\n$$", "```math\nx+1\n```", "~~~ math\nx+1\n~~~", "a:\n\\[\n  x+1\n\\]\nb"]
    {
        assert_eq!(formulas(source), block("x+1"), "{source}");
    }
    assert_eq!(formulas("el $n$th y $m$").len(), 2);
    assert_eq!(formulas("$3 cm$ y $2 a + 3$").len(), 2);
    assert_eq!(formulas(r"$\$5$"), inline(r"\$5"));
    assert_eq!(formulas(r"$a_1*b_2*c$ y *$d$*").len(), 2);
    assert_eq!(formulas("> $$\n> a\n> + b\n> $$"), block("a\n + b"));
    assert_eq!(formulas("- uno\n  ```math\n  a\n  b\n  ```"), block("a\nb"));
    assert_eq!(formulas(r"$$a\\[2pt]b$$"), block(r"a\\[2pt]b"));
    assert_eq!(formulas("$|x|$ | $||y||$").len(), 2, "in a table, too");
}

#[test]
fn prices_code_addresses_and_variables_stay_what_they_are() {
    for source in [
        "$5 and $10",
        "cuesta $5, y el otro $6.",
        "$5 y 10$",
        "cuesta $5 y $10, no 15$",
        "$5 for you and 10$",
        "5$ o 10$",
        "US$5 y US$10",
        r"\$x\$",
        "$ x $",
        "$x $",
        "$$$ y $$$",
        "$$ $$",
        "$HOME/bin:$PATH",
        "$a->$b",
        "${a}/${b}",
        "`$x$` y ``\\(y\\)``",
        "```\n$x$\n```",
        "> ```sh\n> echo $a $b$\n> ```",
        "https://a.b/?q=$x$y",
        r"[a](https://a.b/\(c\))",
        "$a\nb$",
        "\\(a\n\nb\\)",
        r"\\(x\\)",
        r"\[no link\](https://a.b)",
        r"\[\\\]",
        "a$x$",
        "\u{fdd0}0\u{fdd1} $x$",
    ] {
        assert_eq!(mask(source).formulas, [], "{source}");
    }
    assert_eq!(html("$5 and $10"), None);
    assert_eq!(html(r"\$5 y \$10"), Some("<p>$5 y $10</p>".to_owned()));
    assert_eq!(html("a\n\n    $x$\n"), Some("<p>a</p><pre tabindex=\"0\"><code>$x$\n</code></pre>".to_owned()));
    assert_eq!(html("<b title=\"$x$\">"), None);
}

#[test]
fn marks_are_told_from_what_is_written() {
    let masked = mask("a $x$ b");
    assert_eq!(split(&masked.text), [Piece::Text("a "), Piece::Formula(0), Piece::Text(" b")]);
    assert_eq!(masked.unmask(&*masked.text), "a $x$ b");
}

/// Without what every formula has around it.
fn mathml(source: &str) -> String {
    let html = html(source).unwrap_or_default();
    let start = html.find("<semantics><mrow>").map_or(0, |at| at + "<semantics><mrow>".len());
    html[start..html.find("</mrow><annotation").unwrap_or(html.len())].to_owned()
}

#[test]
fn formulas_are_mathml_with_their_source() {
    assert_eq!(
        html("Si $x^2 < y$.").as_deref(),
        Some(concat!(
            "<p>Si <math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mi>y</mi></mrow>",
            "<annotation encoding=\"application/x-tex\">x^2 &lt; y</annotation></semantics></math>.</p>"
        ))
    );
    assert_eq!(
        html("Sea\n$$x$$\nentonces").as_deref(),
        Some(concat!(
            "<p>Sea<br><span class=\"formula\" tabindex=\"0\"><math display=\"block\"><semantics><mrow><mi>x</mi></mrow>",
            "<annotation encoding=\"application/x-tex\">x</annotation></semantics></math></span>entonces</p>"
        ))
    );
    assert_eq!(mathml(r"$\sen x$"), mathml(r"$\operatorname{sen} x$"));
    assert!(html("|a|b|\n|-|-|\n|$|x|$|2|").is_some_and(|html| html.matches("<td>").count() == 2), "a bar is no cell");
    assert!(html("[$x$](https://a.b)").is_some_and(|html| html.contains("noreferrer\" target=\"_blank\"><math>")));
}

#[test]
fn what_the_library_lacks_is_something_that_it_has() {
    for tex in [
        r"\begin{split}a&=b\end{split}",
        r"\begin{eqnarray*}a&=&b\\c&=&d\end{eqnarray*}",
        r"\begin{smallmatrix}a&b\end{smallmatrix}",
        r"\sum_{\substack{i<n\\i\ne{j}}} x",
        r"E=mc^2\tag{1}",
        r"\begin{align}a\tag{1}\end{align}",
        r"\SI{5}{m} = \qty{5}{\unit{m}} \celsius",
        r"\boxed{\textcolor{red}{x}}",
    ] {
        assert!(mathml(&format!("$${tex}$$")).starts_with("<m"), "{tex}: {:?}", html(&format!("$${tex}$$")));
    }
}

#[test]
fn styles_are_classes() {
    assert_eq!(mathml(r"$\color{red}x$"), "<mrow class=\"math-red\"><mi>x</mi></mrow>");
    assert_eq!(mathml(r"$\color[HTML]{fefefe}x$"), "<mrow><mi>x</mi></mrow>", "nobody writes invisibly");
    assert!(mathml(r"$\begin{array}{l|r}a&b\\\hline c&d\end{array}$").contains("class=\"math-left math-line-right\""));
    assert_eq!(mathml(r"$\textcolor{blue}{x}y$"), "<mrow class=\"math-blue\"><mi>x</mi></mrow><mi>y</mi>");
    assert_eq!(mathml(r"$\boxed{x}y$"), "<mrow class=\"math-boxed\"><mi>x</mi></mrow><mi>y</mi>");
    assert_eq!(mathml(r"$a\!b$"), "<mi>a</mi><mspace class=\"math-back-3\"></mspace><mi>b</mi>");
    assert!(mathml(r"$\hspace{-50em}b$").contains("math-back-18"), "nothing is put over what stands elsewhere");
    assert!(mathml(r"$\cancel{x}$").contains("math-strike-up"));
    assert!(mathml(r"$\textbf{a}$").contains("<mtext><span class=\"math-bold\">a</span></mtext>"));
}

#[test]
fn what_cannot_be_read_is_its_source_and_says_why() {
    assert_eq!(
        html(r"a $\nope{x}$ b").as_deref(),
        Some(concat!(
            "<p>a <span class=\"unread\" tabindex=\"0\" data-reason=\"command\"><code>$\\nope{x}$</code>",
            "<span>\\nope</span></span> b</p>"
        ))
    );
    let reason = |source: &str| {
        let html = html(source).unwrap_or_default();
        html.split("data-reason=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("none").to_owned()
    };
    assert_eq!(reason(r"$\frac{1$"), "unclosed");
    assert_eq!(reason(r"$a}$"), "unclosed");
    assert_eq!(reason(r"$\begin{nope}x\end{nope}$"), "environment");
    assert_eq!(reason("$a & b$"), "misplaced");
    assert_eq!(reason(&format!("$${}$$", "x".repeat(2_001))), "long");
    assert_eq!(reason(r"$\hspace{99em}x$"), "refused");
    let many = html(&"$x$ ".repeat(201)).unwrap_or_default();
    assert_eq!((many.matches("<math>").count(), many.matches("data-reason=\"many\"").count()), (200, 1));
    let long = html(&format!("$${}$$\n\n", "1".repeat(2_000)).repeat(5)).unwrap_or_default();
    assert_eq!((long.matches("<math").count(), long.matches("data-reason=\"many\"").count()), (4, 1));
    assert_eq!(Unread::from(Reason::Deep).reason.name(), "deep");
}
