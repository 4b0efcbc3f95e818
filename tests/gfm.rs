//! The examples of GitHub's specification: what is read otherwise than there is listed here, and in docs/markdown.md with its reason. A new
//! difference is noticed, and so is one that is gone.

use tertulia::markup;

mod gfm {
    pub(crate) mod differences;
    pub(crate) mod same;
}

use gfm::{differences::DIFFERENT, same};

const EXAMPLES: &str = include_str!("gfm/examples.txt");
const FENCE: &str = "````````````````````````````````";

struct Example {
    number: usize,
    source: String,
    html: String,
}

/// Each stands between two fences, with a line of one dot between source and HTML. Addresses within a site, which are no links here, are of the
/// web.
fn examples() -> Vec<Example> {
    let whole = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| {
                line.replace('→', "\t").replace("/url", "https://a.b/url").replace("/uri", "https://a.b/uri") + "\n"
            })
            .collect()
    };
    let mut examples = Vec::new();
    let mut lines = EXAMPLES.lines();
    while lines.any(|line| line.starts_with(FENCE)) {
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != FENCE).collect();
        let dot = block.iter().position(|line| *line == ".").expect("a dot");
        let (source, html) = (whole(&block[..dot]), whole(&block[dot + 1..]));
        examples.push(Example { number: examples.len() + 1, source, html });
    }
    examples
}

#[test]
fn the_examples_of_the_specification_are_read_as_it_says_but_for_those_that_are_listed() {
    let examples = examples();
    let mut different = Vec::new();
    for Example { number, source, html } in &examples {
        let ours = markup::html(source);
        let is_same = ours.as_ref().map_or_else(|| same::is_text(html, source), |ours| same::is_html(html, ours));
        if std::env::var("GFM").is_ok() && !is_same {
            eprintln!("== {number}\n{source}\n-- theirs\n{html}\n-- ours\n{ours:?}");
        }
        different.extend((!is_same).then_some(*number));
    }
    let mut listed: Vec<usize> = DIFFERENT.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    listed.sort_unstable();
    assert_eq!(examples.len(), 673);
    assert_eq!(different, listed, "look at them with GFM=1");
}
