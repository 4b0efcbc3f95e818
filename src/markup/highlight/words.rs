//! The words of languages.

use super::program::Words;

pub(super) const C_KEYWORDS: Words = &[
    "auto", "break", "case", "const", "continue", "default", "do", "else", "enum", "extern", "for", "goto", "if",
    "inline", "register", "restrict", "return", "sizeof", "static", "struct", "switch", "typedef", "union",
    "volatile", "while",
];
pub(super) const C_TYPES: Words = &[
    "bool", "char", "double", "float", "int", "long", "short", "signed", "unsigned", "void", "size_t", "ssize_t",
    "int8_t", "int16_t", "int32_t", "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "FILE",
];
pub(super) const CPP_KEYWORDS: Words = &[
    "alignas", "alignof", "and", "auto", "break", "case", "catch", "class", "co_await", "co_return", "co_yield",
    "concept", "const", "consteval", "constexpr", "const_cast", "continue", "decltype", "default", "delete", "do",
    "dynamic_cast", "else", "enum", "explicit", "export", "extern", "final", "for", "friend", "goto", "if",
    "inline", "mutable", "namespace", "new", "noexcept", "not", "operator", "or", "override", "private",
    "protected", "public", "register", "reinterpret_cast", "requires", "return", "sizeof", "static",
    "static_assert", "static_cast", "struct", "switch", "template", "this", "throw", "try", "typedef", "typeid",
    "typename", "union", "using", "virtual", "volatile", "while",
];
pub(super) const CPP_TYPES: Words = &[
    "bool", "char", "double", "float", "int", "long", "short", "signed", "unsigned", "void", "wchar_t", "size_t",
    "string", "vector", "map", "set", "unordered_map", "unordered_set", "pair", "queue", "stack", "deque", "list",
    "array", "optional", "unique_ptr", "shared_ptr", "int32_t", "int64_t", "uint32_t", "uint64_t",
];
pub(super) const CSHARP_KEYWORDS: Words = &[
    "abstract", "as", "async", "await", "base", "break", "case", "catch", "checked", "class", "const", "continue",
    "default", "delegate", "do", "else", "enum", "event", "explicit", "extern", "finally", "fixed", "for",
    "foreach", "get", "goto", "if", "implicit", "in", "init", "interface", "internal", "is", "lock", "namespace",
    "new", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "record", "ref",
    "return", "sealed", "set", "sizeof", "static", "struct", "switch", "this", "throw", "try", "typeof",
    "unchecked", "unsafe", "using", "value", "var", "virtual", "volatile", "when", "where", "while", "yield",
];
pub(super) const CSHARP_TYPES: Words = &[
    "bool", "byte", "char", "decimal", "double", "dynamic", "float", "int", "long", "object", "sbyte", "short",
    "string", "uint", "ulong", "ushort", "void",
];
pub(super) const GO_KEYWORDS: Words = &[
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go",
    "goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type",
    "var",
];
pub(super) const GO_TYPES: Words = &[
    "any", "bool", "byte", "complex64", "complex128", "error", "float32", "float64", "int", "int8", "int16",
    "int32", "int64", "rune", "string", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
];
pub(super) const GO_FUNCTIONS: Words = &[
    "append", "cap", "clear", "close", "copy", "delete", "len", "make", "max", "min", "new", "panic", "print",
    "println", "recover",
];
pub(super) const HASKELL_KEYWORDS: Words = &[
    "case", "class", "data", "default", "deriving", "do", "else", "forall", "foreign", "hiding", "if", "import",
    "in", "infix", "infixl", "infixr", "instance", "let", "module", "newtype", "of", "qualified", "then", "type",
    "where",
];
pub(super) const HASKELL_FUNCTIONS: Words = &[
    "abs", "concat", "concatMap", "cycle", "div", "drop", "dropWhile", "elem", "error", "even", "filter", "flip",
    "foldl", "foldr", "fromIntegral", "fst", "getLine", "head", "init", "iterate", "last", "length", "lines",
    "lookup", "main", "map", "mapM_", "maximum", "minimum", "mod", "negate", "not", "null", "odd", "otherwise",
    "print", "product", "putStr", "putStrLn", "read", "repeat", "replicate", "return", "reverse", "show", "snd",
    "splitAt", "sqrt", "sum", "tail", "take", "takeWhile", "unlines", "unwords", "words", "zip", "zipWith",
];
pub(super) const JAVA_KEYWORDS: Words = &[
    "abstract", "assert", "break", "case", "catch", "class", "const", "continue", "default", "do", "else", "enum",
    "extends", "final", "finally", "for", "goto", "if", "implements", "import", "instanceof", "interface", "native",
    "new", "package", "permits", "private", "protected", "public", "record", "return", "sealed", "static",
    "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try", "var", "volatile",
    "while", "yield",
];
pub(super) const JAVA_TYPES: Words = &[
    "boolean", "byte", "char", "double", "float", "int", "long", "short", "void",
];
pub(super) const JS_KEYWORDS: Words = &[
    "as", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete",
    "do", "else", "export", "extends", "finally", "for", "from", "function", "get", "if", "import", "in",
    "instanceof", "let", "new", "of", "return", "set", "static", "super", "switch", "this", "throw", "try",
    "typeof", "var", "void", "while", "with", "yield",
];
pub(super) const TS_KEYWORDS: Words = &[
    "abstract", "as", "asserts", "async", "await", "break", "case", "catch", "class", "const", "continue",
    "debugger", "declare", "default", "delete", "do", "else", "enum", "export", "extends", "finally", "for", "from",
    "function", "get", "if", "implements", "import", "in", "infer", "instanceof", "interface", "is", "keyof", "let",
    "module", "namespace", "new", "of", "override", "private", "protected", "public", "readonly", "return",
    "satisfies", "set", "static", "super", "switch", "this", "throw", "try", "type", "typeof", "var", "void",
    "while", "with", "yield",
];
pub(super) const TS_TYPES: Words = &[
    "any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "unknown",
];
pub(super) const JULIA_KEYWORDS: Words = &[
    "abstract", "baremodule", "begin", "break", "catch", "const", "continue", "do", "else", "elseif", "end",
    "export", "finally", "for", "function", "global", "if", "import", "in", "isa", "let", "local", "macro",
    "module", "mutable", "primitive", "quote", "return", "struct", "try", "type", "using", "where", "while",
];
pub(super) const KOTLIN_KEYWORDS: Words = &[
    "abstract", "as", "break", "by", "catch", "class", "companion", "const", "constructor", "continue", "data",
    "do", "else", "enum", "final", "finally", "for", "fun", "if", "import", "in", "init", "inline", "inner",
    "interface", "internal", "is", "lateinit", "object", "open", "operator", "out", "override", "package",
    "private", "protected", "public", "return", "sealed", "super", "suspend", "this", "throw", "try", "typealias",
    "val", "var", "vararg", "when", "where", "while",
];
pub(super) const LUA_KEYWORDS: Words = &[
    "and", "break", "do", "else", "elseif", "end", "for", "function", "goto", "if", "in", "local", "not", "or",
    "repeat", "return", "then", "until", "while",
];
pub(super) const LUA_FUNCTIONS: Words = &[
    "assert", "error", "ipairs", "next", "pairs", "pcall", "print", "require", "select", "setmetatable", "tonumber",
    "tostring", "type", "unpack",
];
pub(super) const MATLAB_KEYWORDS: Words = &[
    "break", "case", "catch", "classdef", "continue", "do", "else", "elseif", "end", "end_try_catch", "endfor",
    "endfunction", "endif", "endswitch", "endwhile", "for", "function", "global", "if", "methods", "otherwise",
    "parfor", "persistent", "properties", "return", "switch", "try", "unwind_protect", "until", "while",
];
pub(super) const MATLAB_FUNCTIONS: Words = &[
    "abs", "axis", "ceil", "clc", "clear", "close", "cos", "det", "diag", "disp", "exp", "eye", "figure", "find",
    "floor", "fprintf", "grid", "hold", "inv", "legend", "length", "linspace", "log", "max", "mean", "min", "mod",
    "norm", "num2str", "numel", "ones", "plot", "printf", "rand", "randn", "rank", "reshape", "round", "sin",
    "size", "sort", "sqrt", "std", "sum", "tan", "title", "transpose", "xlabel", "ylabel", "zeros",
];
pub(super) const MAKE_KEYWORDS: Words = &[
    "define", "else", "endef", "endif", "export", "ifdef", "ifeq", "ifndef", "ifneq", "include", "override",
    "unexport", "vpath",
];
pub(super) const DOCKER_KEYWORDS: Words = &[
    "add", "arg", "as", "cmd", "copy", "entrypoint", "env", "expose", "from", "healthcheck", "label", "onbuild",
    "run", "shell", "stopsignal", "user", "volume", "workdir",
];
pub(super) const PHP_KEYWORDS: Words = &[
    "abstract", "and", "as", "break", "case", "catch", "class", "clone", "const", "continue", "declare", "default",
    "do", "echo", "else", "elseif", "empty", "enddo", "endfor", "endforeach", "endif", "endswitch", "endwhile",
    "enum", "extends", "final", "finally", "fn", "for", "foreach", "function", "global", "goto", "if", "implements",
    "include", "include_once", "instanceof", "insteadof", "interface", "isset", "list", "match", "namespace", "new",
    "or", "print", "private", "protected", "public", "readonly", "require", "require_once", "return", "static",
    "switch", "throw", "trait", "try", "unset", "use", "var", "while", "xor", "yield",
];
pub(super) const PHP_TYPES: Words = &[
    "array", "bool", "callable", "float", "int", "iterable", "mixed", "never", "object", "string", "void",
];
pub(super) const PASCAL_KEYWORDS: Words = &[
    "and", "array", "begin", "case", "class", "const", "constructor", "destructor", "div", "do", "downto", "else",
    "end", "except", "exports", "file", "finally", "for", "function", "goto", "if", "implementation", "in",
    "inherited", "inline", "interface", "is", "label", "mod", "not", "object", "of", "or", "packed", "private",
    "procedure", "program", "property", "protected", "public", "raise", "record", "repeat", "set", "shl", "shr",
    "then", "to", "try", "type", "unit", "until", "uses", "var", "virtual", "while", "with", "xor",
];
pub(super) const PASCAL_TYPES: Words = &[
    "boolean", "byte", "char", "double", "integer", "longint", "real", "shortint", "single", "string", "word",
];
pub(super) const PASCAL_FUNCTIONS: Words = &[
    "abs", "inc", "dec", "length", "new", "dispose", "ord", "read", "readln", "round", "sqr", "sqrt", "trunc",
    "write", "writeln",
];
pub(super) const PYTHON_KEYWORDS: Words = &[
    "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
pub(super) const PYTHON_TYPES: Words = &[
    "bool", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "object", "set", "str", "tuple",
    "type",
];
pub(super) const PYTHON_FUNCTIONS: Words = &[
    "abs", "all", "any", "enumerate", "filter", "input", "isinstance", "len", "map", "max", "min", "open", "print",
    "range", "reversed", "round", "sorted", "sum", "super", "zip",
];
pub(super) const R_KEYWORDS: Words = &[
    "break", "else", "for", "function", "if", "in", "library", "next", "repeat", "require", "return", "source",
    "while",
];
pub(super) const R_FUNCTIONS: Words = &[
    "apply", "c", "cat", "data.frame", "factor", "lapply", "length", "lm", "matrix", "mean", "median", "paste",
    "plot", "print", "rbind", "cbind", "read.csv", "rep", "rnorm", "sapply", "sd", "seq", "sum", "summary", "table",
    "tapply", "var",
];
pub(super) const RUBY_KEYWORDS: Words = &[
    "alias", "and", "begin", "break", "case", "class", "def", "defined?", "do", "else", "elsif", "end", "ensure",
    "extend", "for", "if", "in", "include", "loop", "module", "next", "not", "or", "private", "protected", "public",
    "raise", "redo", "require", "require_relative", "rescue", "retry", "return", "self", "super", "then", "undef",
    "unless", "until", "when", "while", "yield", "attr_accessor", "attr_reader", "attr_writer",
];
pub(super) const RUBY_FUNCTIONS: Words = &[
    "puts", "print", "p", "gets", "lambda", "proc", "format",
];
pub(super) const RUST_KEYWORDS: Words = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct",
    "super", "trait", "type", "union", "unsafe", "use", "where", "while",
];
pub(super) const RUST_TYPES: Words = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64",
    "u128", "usize",
];
pub(super) const SQL_KEYWORDS: Words = &[
    "add", "all", "alter", "and", "any", "as", "asc", "begin", "between", "by", "cascade", "case", "check",
    "column", "commit", "constraint", "create", "cross", "database", "default", "delete", "desc", "distinct",
    "drop", "else", "end", "except", "exists", "explain", "for", "foreign", "from", "full", "function", "grant",
    "group", "having", "if", "in", "index", "inner", "insert", "intersect", "into", "is", "join", "key", "left",
    "like", "limit", "natural", "not", "offset", "on", "or", "order", "outer", "over", "partition", "primary",
    "procedure", "recursive", "references", "replace", "returning", "revoke", "right", "rollback", "select", "set",
    "some", "table", "then", "to", "transaction", "trigger", "truncate", "union", "unique", "update", "using",
    "values", "view", "when", "where", "with",
];
pub(super) const SQL_TYPES: Words = &[
    "bigint", "blob", "bool", "boolean", "char", "date", "datetime", "decimal", "double", "float", "int", "integer",
    "json", "jsonb", "numeric", "real", "serial", "smallint", "text", "time", "timestamp", "timestamptz", "uuid",
    "varchar", "varying",
];
pub(super) const SCALA_KEYWORDS: Words = &[
    "abstract", "case", "catch", "class", "def", "do", "else", "end", "enum", "extends", "final", "finally", "for",
    "forSome", "given", "if", "implicit", "import", "lazy", "match", "new", "object", "override", "package",
    "private", "protected", "return", "sealed", "super", "then", "this", "throw", "trait", "try", "type", "using",
    "val", "var", "while", "with", "yield",
];
pub(super) const SHELL_KEYWORDS: Words = &[
    "break", "case", "continue", "do", "done", "elif", "else", "esac", "exit", "export", "fi", "for", "function",
    "if", "in", "local", "readonly", "return", "select", "set", "shift", "source", "then", "trap", "unset", "until",
    "while",
];
pub(super) const SHELL_FUNCTIONS: Words = &[
    "alias", "awk", "cargo", "cat", "cd", "chmod", "chown", "cp", "curl", "cut", "date", "docker", "echo", "eval",
    "exec", "find", "git", "grep", "head", "kill", "ls", "make", "mkdir", "mv", "npm", "pip", "printf", "ps", "pwd",
    "python", "python3", "read", "rm", "sed", "sleep", "sort", "ssh", "sudo", "tail", "tar", "tee", "test", "touch",
    "tr", "uniq", "wc", "wget", "xargs",
];
pub(super) const SWIFT_KEYWORDS: Words = &[
    "actor", "as", "async", "await", "break", "case", "catch", "class", "continue", "default", "defer", "deinit",
    "do", "else", "enum", "extension", "fallthrough", "fileprivate", "final", "for", "func", "get", "guard", "if",
    "import", "in", "init", "inout", "internal", "is", "lazy", "let", "mutating", "open", "operator", "override",
    "private", "protocol", "public", "repeat", "required", "rethrows", "return", "self", "set", "some", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "try", "typealias", "var", "weak", "where",
    "while",
];
