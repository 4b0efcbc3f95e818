//! What somebody writes who means no formula.

use std::thread;

use proptest::prelude::*;

use super::super::read::read_here;
use crate::markup::{html, tests::check::check};

const PAYLOADS: &[&str] = &[
    "</math><img/src=x/onerror=alert(1)>",
    "</mtext><script>alert(1)</script>",
    "<style><!--</style><img src=x onerror=alert(1)>-->",
    "\" onclick=\"alert(1)",
    "' style='position:fixed",
    "<annotation-xml encoding=\"text/html\"><script>",
    "&lt;script&gt;",
    "&#x3c;b>",
    "]]>",
    "javascript:alert(1)",
    "--><script>",
    "\u{0}<b>",
    "\u{202e}x",
    "$",
    "\\",
    "{",
    "}",
    "&",
    "\\\\",
];

/// Wherever something that is written may be copied; `@` is the payload.
const PLACES: &[&str] = &[
    r"\operatorname{@}",
    r"\operatorname*{@}",
    r"\begin{align}\operatorname{@}&a\end{align}",
    r"\text{@}",
    r"\textbf{@}",
    r"\texttt{@}",
    r"\mathrm{@}",
    r"\mbox{@}",
    r"\begin{align}a\tag{@}\end{align}",
    r"\begin{equation}a\label{@}\end{equation}",
    r"\ref{@}",
    r"\eqref{@}",
    r"\href{@}{x}",
    r"\href{x}{@}",
    r"\url{@}",
    r"\color{@}x",
    r"\color[HTML]{@}x",
    r"\textcolor{@}{x}",
    r"\colorbox{@}{x}",
    r"\begin{@}x\end{@}",
    r"\begin{array}{@}x\end{array}",
    r"\hspace{@}x",
    r"\kern@ x",
    r"\sqrt[@]{x}",
    r"\frac{@}{x}",
    r"\genfrac{@}{@}{@}{1}{x}{y}",
    r"\left@x\right@",
    r"\big@",
    r"\xrightarrow[@]{@}",
    r"\overset{@}{x}",
    r"\not@",
    r"\ce{@}",
    r"\ce{A ->[@][@] B}",
    r"\ce{^{@}C}",
    r"\@",
    r"x^@",
    r"x_{@}",
    "@",
    "a % @\n b",
];

fn checked(tex: &str) {
    for source in [format!("$${tex}$$"), format!(r"\({tex}\)"), format!("```math\n{tex}\n```"), format!("${tex}$")] {
        if let Some(html) = html(&source) {
            assert_eq!(check(&html), Ok(()), "{source:?} became {html}");
        }
    }
}

#[test]
fn no_payload_gets_out_of_its_place() {
    for place in PLACES {
        for payload in PAYLOADS {
            checked(&place.replace('@', payload));
        }
    }
}

/// A command of any name, or a payload in a place.
fn piece() -> impl Strategy<Value = String> {
    let argument = prop_oneof![prop::sample::select(PAYLOADS).prop_map(str::to_owned), "[a-z0-9^_&<>]{0,3}"];
    let place = (prop::sample::select(PLACES), prop::sample::select(PAYLOADS));
    prop_oneof![
        ("[a-zA-Z]{1,8}", argument).prop_map(|(name, argument)| format!(r"\{name}{{{argument}}}")),
        place.prop_map(|(place, payload)| place.replace('@', payload)),
        "[ -~]{0,8}",
        prop::sample::select(
            &["{", "}", "^", "_", "&", r"\\", r"\left(", r"\right)", r"\frac", r"\sqrt", r"\hline"][..]
        )
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_a_formula_comes_out(pieces in prop::collection::vec(piece(), 0..8)) {
        checked(&pieces.concat());
    }
}

/// The library calls itself for each of these; on a thread's usual stack the worst of them end the process.
#[test]
fn no_nesting_ends_the_process() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}x{}", open.repeat(depth), close.repeat(depth));
    let reason = |tex: &str| read_here(tex).err().map(|it| it.reason.name());
    assert_eq!(reason(&nested(r"\sqrt{", "}", 101)), Some("deep"));
    assert_eq!(reason(&nested(r"\left(", r"\right)", 101)), Some("deep"));
    let deepest = [
        nested(r"\sqrt{", "}", 100),
        nested("x^{", "}", 100),
        nested(r"\left(", r"\right)", 100),
        nested(r"\begin{matrix}", r"\end{matrix}", 70),
        r"\Bbb^".repeat(399) + "x",
        r"\bar".repeat(499) + "x",
        r"\frac1".repeat(333) + "x",
        r"\rm ".repeat(499) + "x",
        r"\not".repeat(499) + "=",
        r"\unit".repeat(399) + "x",
        r"\SI1".repeat(499) + "x",
        nested(r"\SI{", "}{m}", 100),
        nested(r"\boxed{", "}", 100),
        nested(r"\substack{", "}", 100),
        nested(r"\ce{A->[", "]}", 100),
    ];
    // Without a thread of its own, too.
    let short = [
        nested(r"\sqrt{", "}", 15),
        r"\Bbb^".repeat(15) + "x",
        "(".repeat(2_000),
        "x+".repeat(1_000),
        r"\bar".repeat(30) + "x",
    ];
    let small = thread::Builder::new().stack_size(1 << 20).spawn(move || short.map(|tex| html(&format!("$${tex}$$"))));
    assert!(small.expect("a thread").join().is_ok());
    let small = thread::Builder::new().stack_size(2 << 20).spawn(move || {
        for tex in deepest {
            let html = html(&format!("$${tex}$$")).expect("a formula, or its source");
            assert_eq!(check(&html), Ok(()));
        }
    });
    assert!(small.expect("a thread").join().is_ok());
}
