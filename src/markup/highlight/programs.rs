//! What distinguishes languages from each other.

use super::{
    painter::Class,
    program::{Apostrophe, Program, Words},
    words,
};

/// What most have.
const PLAIN: Program = Program {
    comments: &[("//", "\n"), ("/*", "*/")],
    strings: &[("\"", false), ("'", false)],
    apostrophe: Apostrophe::Quote,
    keywords: &[],
    types: &[],
    constants: &[],
    functions: &[],
    signs: "",
    prefixes: &[],
    ignores_case: false,
    has_capital_types: false,
    escapes: true,
};
const HASH: &[(&str, &str)] = &[("#", "\n")];
const DOUBLE: &[(&str, bool)] = &[("\"", false)];
const LINES: &[(&str, bool)] = &[("\"", true), ("'", true)];
const TRIPLE: &[(&str, bool)] = &[("\"\"\"", true), ("\"", false)];
const SCRIPT: &[(&str, bool)] = &[("\"", false), ("'", false), ("`", true)];
const SCRIPT_CONSTANTS: Words = &["true", "false", "null", "undefined", "NaN", "Infinity"];
const AT: &[(&str, Class)] = &[("@", Class::Attribute)];
const DOLLAR: &[(&str, Class)] = &[("$", Class::Constant)];
const PREPROCESSOR: &[(&str, Class)] = &[("#", Class::Keyword)];

pub(super) static SHELL: Program = Program {
    comments: HASH,
    strings: LINES,
    keywords: words::SHELL_KEYWORDS,
    constants: &["true", "false"],
    functions: words::SHELL_FUNCTIONS,
    signs: "-",
    prefixes: DOLLAR,
    ..PLAIN
};

pub(super) static C: Program = Program {
    strings: DOUBLE,
    apostrophe: Apostrophe::Character,
    keywords: words::C_KEYWORDS,
    types: words::C_TYPES,
    constants: &["true", "false", "NULL"],
    prefixes: PREPROCESSOR,
    ..PLAIN
};

pub(super) static CPP: Program = Program {
    strings: DOUBLE,
    apostrophe: Apostrophe::Character,
    keywords: words::CPP_KEYWORDS,
    types: words::CPP_TYPES,
    constants: &["true", "false", "NULL", "nullptr"],
    prefixes: PREPROCESSOR,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static CSHARP: Program = Program {
    strings: DOUBLE,
    apostrophe: Apostrophe::Character,
    keywords: words::CSHARP_KEYWORDS,
    types: words::CSHARP_TYPES,
    constants: &["true", "false", "null"],
    prefixes: PREPROCESSOR,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static GO: Program = Program {
    strings: &[("\"", false), ("`", true)],
    apostrophe: Apostrophe::Character,
    keywords: words::GO_KEYWORDS,
    types: words::GO_TYPES,
    constants: &["true", "false", "nil", "iota"],
    functions: words::GO_FUNCTIONS,
    ..PLAIN
};

pub(super) static HASKELL: Program = Program {
    comments: &[("--", "\n"), ("{-", "-}")],
    strings: DOUBLE,
    apostrophe: Apostrophe::Character,
    keywords: words::HASKELL_KEYWORDS,
    constants: &["True", "False", "Nothing"],
    functions: words::HASKELL_FUNCTIONS,
    signs: "'",
    has_capital_types: true,
    ..PLAIN
};

pub(super) static JAVA: Program = Program {
    strings: TRIPLE,
    apostrophe: Apostrophe::Character,
    keywords: words::JAVA_KEYWORDS,
    types: words::JAVA_TYPES,
    constants: &["true", "false", "null"],
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static JAVASCRIPT: Program = Program {
    strings: SCRIPT,
    keywords: words::JS_KEYWORDS,
    constants: SCRIPT_CONSTANTS,
    signs: "$",
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static TYPESCRIPT: Program = Program {
    strings: SCRIPT,
    keywords: words::TS_KEYWORDS,
    types: words::TS_TYPES,
    constants: SCRIPT_CONSTANTS,
    signs: "$",
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static JULIA: Program = Program {
    comments: &[("#=", "=#"), ("#", "\n")],
    strings: &[("\"\"\"", true), ("\"", true)],
    apostrophe: Apostrophe::Transpose,
    keywords: words::JULIA_KEYWORDS,
    constants: &["true", "false", "nothing", "missing", "pi", "Inf", "NaN"],
    signs: "!",
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static KOTLIN: Program = Program {
    strings: TRIPLE,
    apostrophe: Apostrophe::Character,
    keywords: words::KOTLIN_KEYWORDS,
    constants: &["true", "false", "null"],
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static LUA: Program = Program {
    comments: &[("--[[", "]]"), ("--", "\n")],
    strings: &[("\"", false), ("'", false)],
    keywords: words::LUA_KEYWORDS,
    constants: &["true", "false", "nil"],
    functions: words::LUA_FUNCTIONS,
    ..PLAIN
};

pub(super) static MATLAB: Program = Program {
    comments: &[("%{", "%}"), ("%", "\n"), ("#", "\n")],
    strings: &[("\"", false), ("'", false)],
    apostrophe: Apostrophe::Transpose,
    keywords: words::MATLAB_KEYWORDS,
    constants: &["true", "false", "pi", "Inf", "NaN", "eps", "inf"],
    functions: words::MATLAB_FUNCTIONS,
    escapes: false,
    ..PLAIN
};

pub(super) static MAKEFILE: Program = Program {
    comments: HASH,
    keywords: words::MAKE_KEYWORDS,
    signs: "-.",
    prefixes: &[("$(", Class::Constant), ("$", Class::Constant)],
    ..PLAIN
};

pub(super) static DOCKERFILE: Program =
    Program { comments: HASH, keywords: words::DOCKER_KEYWORDS, prefixes: DOLLAR, ignores_case: true, ..PLAIN };

pub(super) static PHP: Program = Program {
    comments: &[("//", "\n"), ("#", "\n"), ("/*", "*/")],
    strings: LINES,
    keywords: words::PHP_KEYWORDS,
    types: words::PHP_TYPES,
    constants: &["true", "false", "null"],
    prefixes: DOLLAR,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static PASCAL: Program = Program {
    comments: &[("//", "\n"), ("{", "}"), ("(*", "*)")],
    strings: &[("'", false)],
    keywords: words::PASCAL_KEYWORDS,
    types: words::PASCAL_TYPES,
    constants: &["true", "false", "nil"],
    functions: words::PASCAL_FUNCTIONS,
    ignores_case: true,
    escapes: false,
    ..PLAIN
};

pub(super) static PYTHON: Program = Program {
    comments: HASH,
    strings: &[("\"\"\"", true), ("'''", true), ("\"", false), ("'", false)],
    keywords: words::PYTHON_KEYWORDS,
    types: words::PYTHON_TYPES,
    constants: &["True", "False", "None", "self", "cls"],
    functions: words::PYTHON_FUNCTIONS,
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static R: Program = Program {
    comments: HASH,
    strings: LINES,
    keywords: words::R_KEYWORDS,
    constants: &["TRUE", "FALSE", "NULL", "NA", "Inf", "NaN", "T", "F"],
    functions: words::R_FUNCTIONS,
    signs: ".",
    ..PLAIN
};

pub(super) static RUBY: Program = Program {
    comments: HASH,
    strings: LINES,
    keywords: words::RUBY_KEYWORDS,
    constants: &["true", "false", "nil"],
    functions: words::RUBY_FUNCTIONS,
    signs: "?!",
    prefixes: &[("@", Class::Attribute), (":", Class::Constant), ("$", Class::Constant)],
    has_capital_types: true,
    ..PLAIN
};

pub(super) static RUST: Program = Program {
    strings: &[("\"", true)],
    apostrophe: Apostrophe::Character,
    keywords: words::RUST_KEYWORDS,
    types: words::RUST_TYPES,
    constants: &["true", "false", "self", "None"],
    prefixes: &[("#[", Class::Attribute), ("#![", Class::Attribute)],
    has_capital_types: true,
    ..PLAIN
};

pub(super) static SQL: Program = Program {
    comments: &[("--", "\n"), ("/*", "*/")],
    strings: &[("'", true), ("\"", false)],
    keywords: words::SQL_KEYWORDS,
    types: words::SQL_TYPES,
    constants: &["true", "false", "null"],
    prefixes: &[("$", Class::Constant), ("@", Class::Constant)],
    ignores_case: true,
    escapes: false,
    ..PLAIN
};

pub(super) static SCALA: Program = Program {
    strings: TRIPLE,
    apostrophe: Apostrophe::Character,
    keywords: words::SCALA_KEYWORDS,
    constants: &["true", "false", "null", "None"],
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};

pub(super) static SWIFT: Program = Program {
    strings: TRIPLE,
    keywords: words::SWIFT_KEYWORDS,
    constants: &["true", "false", "nil"],
    prefixes: AT,
    has_capital_types: true,
    ..PLAIN
};
