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
];

fn renders(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("html of 10 000 characters");
    for (name, piece) in PIECES {
        let mut text: String = piece.chars().cycle().take(CONTENT_MAX).collect();
        if *name == "closing brackets" {
            text = format!("http://a{}", ")".repeat(CONTENT_MAX - 8));
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
