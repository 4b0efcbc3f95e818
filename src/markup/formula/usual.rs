//! What people write and the library lacks, as what it has.

/// Operators in Spanish, and units.
pub(super) const MACROS: [(&str, &str); 15] = [
    ("sen", r"\operatorname{sen}"),
    ("tg", r"\operatorname{tg}"),
    ("cotg", r"\operatorname{cotg}"),
    ("cosec", r"\operatorname{cosec}"),
    ("arcsen", r"\operatorname{arcsen}"),
    ("arctg", r"\operatorname{arctg}"),
    ("senh", r"\operatorname{senh}"),
    ("tgh", r"\operatorname{tgh}"),
    ("mcd", r"\operatorname{mcd}"),
    ("mcm", r"\operatorname{mcm}"),
    ("rango", r"\operatorname{rango}"),
    ("celsius", r"{}^{\circ}\mathrm{C}"),
    ("unit", r"\mathrm{#1}"),
    ("SI", r"#1\,\mathrm{#2}"),
    ("qty", r"#1\,\mathrm{#2}"),
];

/// What stands in a box has this colour on the way through the library.
pub(super) const BOX: &str = "0b0ced";

/// Environments that are others with another name.
const ENVIRONMENTS: [(&str, &str); 6] = [
    ("{split}", "{aligned}"),
    ("{smallmatrix}", "{matrix}"),
    (r"\begin{eqnarray}", r"\begin{array}{rcl}"),
    (r"\end{eqnarray}", r"\end{array}"),
    (r"\begin{eqnarray*}", r"\begin{array}{rcl}"),
    (r"\end{eqnarray*}", r"\end{array}"),
];
/// Those whose lines have numbers.
const NUMBERED: [&str; 4] = ["{equation", "{align", "{gather", "{multline"];

/// The same formula in the words of the library.
pub(super) fn usual(tex: &str, is_block: bool) -> String {
    let mut written = tex.replace(r"\boxed{", &format!(r"{{\color[HTML]{{{BOX}}}"));
    for (theirs, ours) in ENVIRONMENTS {
        written = written.replace(theirs, ours);
    }
    written = coloured(written);
    written = stacked(written);
    let is_numbered = NUMBERED.iter().any(|name| written.contains(&format!(r"\begin{name}")));
    if is_block && written.contains(r"\tag{") && !is_numbered {
        written = format!(r"\begin{{equation}}{written}\end{{equation}}");
    }
    written
}

/// `\textcolor{red}{x}` as `{\color{red}x}`.
fn coloured(mut tex: String) -> String {
    while let Some((before, after)) = tex.split_once(r"\textcolor{")
        && let Some((colour, rest)) = after.split_once("}{")
        && colour.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        tex = format!(r"{before}{{\color{{{colour}}}{rest}");
    }
    tex
}

/// `\substack{a\\b}` as an environment.
fn stacked(mut tex: String) -> String {
    while let Some((before, after)) = tex.split_once(r"\substack{")
        && let Some(end) = group_end(after, '{', '}')
    {
        let (lines, rest) = (&after[..end], &after[end + 1..]);
        tex = format!(r"{before}\begin{{subarray}}{{c}}{lines}\end{{subarray}}{rest}");
    }
    tex
}

/// Where the group ends that has begun.
pub(in crate::markup) fn group_end(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            _ if sign == close && depth == 0 => return Some(at),
            _ if sign == close => depth -= 1,
            _ if sign == open => depth += 1,
            _ => {}
        }
    }
    None
}
