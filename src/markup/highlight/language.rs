//! The languages that are highlighted, by the names that people give them.

use super::{
    program::{Program, Words},
    programs,
};

/// How a language is read.
#[derive(Debug)]
pub(super) enum Kind {
    Program(&'static Program),
    Tags,
    Sheet,
    Json,
    Yaml,
    Toml,
    Latex,
    Diff,
}

/// The names of each, and how it is read.
static LANGUAGES: &[(Words, Kind)] = &[
    (&["sh", "bash", "shell", "zsh", "console"], Kind::Program(&programs::SHELL)),
    (&["c", "h"], Kind::Program(&programs::C)),
    (&["c++", "cpp", "cc", "cxx", "hpp"], Kind::Program(&programs::CPP)),
    (&["c#", "cs", "csharp"], Kind::Program(&programs::CSHARP)),
    (&["go", "golang"], Kind::Program(&programs::GO)),
    (&["haskell", "hs"], Kind::Program(&programs::HASKELL)),
    (&["java"], Kind::Program(&programs::JAVA)),
    (&["javascript", "js", "jsx", "mjs", "node"], Kind::Program(&programs::JAVASCRIPT)),
    (&["typescript", "ts", "tsx", "mts"], Kind::Program(&programs::TYPESCRIPT)),
    (&["julia", "jl"], Kind::Program(&programs::JULIA)),
    (&["kotlin", "kt", "kts"], Kind::Program(&programs::KOTLIN)),
    (&["lua"], Kind::Program(&programs::LUA)),
    (&["matlab", "octave", "m"], Kind::Program(&programs::MATLAB)),
    (&["makefile", "make"], Kind::Program(&programs::MAKEFILE)),
    (&["dockerfile", "docker"], Kind::Program(&programs::DOCKERFILE)),
    (&["php"], Kind::Program(&programs::PHP)),
    (&["pascal", "delphi"], Kind::Program(&programs::PASCAL)),
    (&["python", "py", "python3", "py3"], Kind::Program(&programs::PYTHON)),
    (&["r"], Kind::Program(&programs::R)),
    (&["ruby", "rb"], Kind::Program(&programs::RUBY)),
    (&["rust", "rs"], Kind::Program(&programs::RUST)),
    (&["sql", "mysql", "postgresql", "postgres", "sqlite", "plsql"], Kind::Program(&programs::SQL)),
    (&["scala"], Kind::Program(&programs::SCALA)),
    (&["swift"], Kind::Program(&programs::SWIFT)),
    (&["html", "htm", "xml", "svg"], Kind::Tags),
    (&["css", "scss", "less"], Kind::Sheet),
    (&["json", "jsonc", "json5"], Kind::Json),
    (&["yaml", "yml"], Kind::Yaml),
    (&["toml", "ini"], Kind::Toml),
    (&["latex", "tex"], Kind::Latex),
    (&["diff", "patch"], Kind::Diff),
];

/// How the language is read that has this name.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    let name = name.to_ascii_lowercase();
    LANGUAGES.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, kind)| kind)
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|(names, _)| names.iter().copied())
}
