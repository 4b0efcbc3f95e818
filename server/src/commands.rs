//! What the program does besides serving, one command per file. Results go to the standard output, everything else to the standard
//! error. Exit codes: 0 done, 1 the answer is no, 2 it could not be done.

pub mod backup;
pub mod restore;
pub mod verify;

use std::{
    fmt::Display,
    io::{self, Write as _},
    process::ExitCode,
};

/// It could not be done.
const CANNOT: u8 = 2;

/// Prints a line. Whoever closed the pipe does not want to read on.
fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Says why it could not be done.
fn cannot(error: impl Display) -> ExitCode {
    let text = error.to_string();
    let _ = writeln!(io::stderr(), "{text}");
    // The store's own words for a folder that another program has open.
    if text.contains("locked") {
        let _ = writeln!(
            io::stderr(),
            "A running program has it open: stop that first. (It can be backed up and verified while it runs.)"
        );
    }
    ExitCode::from(CANNOT)
}
