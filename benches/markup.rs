//! How long it takes to make HTML of the longest messages: of ordinary ones, and of the worst that anybody could think of.
//!
//! `cargo bench --bench markup`

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use tertulia::{markup, message::CONTENT_MAX};

/// Repeated until a message is as long as one may be.
const PIECES: &[(&str, &str)] = &[
    ("prose", "Mira **esto**, que sale de `f(x)` en https://example.org/a_(b).\n\n- uno\n- dos\n\n"),
    ("plain", "Nada más que palabras, unas tras otras. "),
    ("stars", "*a **a "),
    ("closing stars", "a** a* "),
    ("brackets", "["),
    ("links", "[a](b"),
    ("pictures", "![["),
    ("angles", "<"),
    ("comments", "<!--"),
    ("backticks", "`a``a```a"),
    ("entities", "&amp;"),
    ("bars", "||a"),
    ("addresses", "http://a@"),
    ("closing brackets", "http://a)"),
    ("sentences", "http://a.,.,.,"),
    ("colons", ":mailto:"),
    ("definitions", "[a]: <b\n"),
    ("tabs", "\t- a\n"),
    ("items", "1. "),
    ("cells", "|a|b|\n|-|-|\n|c|d|\n"),
    ("escapes", "\\*\\_"),
    ("tildes", "~~a~"),
    ("no spaces", "(*a*)"),
    (
        "wide table",
        "|||||||||||||||||||||\n-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n",
    ),
    (
        "formulas",
        "Sea $f(x) = \\frac{x^2 + 1}{\\sqrt{x}}$, luego $$\\int_0^1 f(x)\\,dx \\le \\begin{cases} a & x > 0 \\\\ b & x < 0 \\end{cases}$$ y \\(x_1\\).\n",
    ),
    ("long formulas", "\\ "),
    ("small formulas", "$x$ "),
    ("unread formulas", "$\\a{$ "),
    ("chemistry", "$\\ce{2 H2 + O2 -> 2 H2O}$ $\\ce{SO4^2-}$ "),
    ("dollars", "$a "),
    ("brackets of formulas", "\\(a \\[b "),
    ("ticks and dollars", "`$``$"),
    (
        "program",
        "```rust\n/// Doc\nfn f(x: &str) -> Vec<u8> { let a = \"b\\n\"; println!(\"{}\", 0xff + 1.5); }\n\n```\n",
    ),
    ("words of a program", "```sql\na b c d e f g h i j k l m n o p q r s t u v w x y z\n```\n"),
    ("quotes of a program", "```py\n\"'\"\"\"'\\\n```\n"),
];

fn renders(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("html of 10 000 characters");
    for (name, piece) in PIECES {
        let mut text: String = piece.chars().cycle().take(CONTENT_MAX).collect();
        if *name == "closing brackets" {
            text = format!("http://a{}", ")".repeat(CONTENT_MAX - 8));
        }
        if *name == "long formulas" {
            let tex: String = piece.chars().cycle().take(1_960).collect();
            text = format!("$$\\begin{{align}}{tex}\\end{{align}}$$\n\n").repeat(5);
        }
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
            bencher.iter(|| markup::html(text));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(std::time::Duration::from_millis(200)).measurement_time(std::time::Duration::from_millis(600));
    targets = renders
}
criterion_main!(benches);
