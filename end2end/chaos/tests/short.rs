//! Short runs of the real program against the real server, which lies beside it, or where TERTULIA_PROGRAM says. Two have to
//! keep every promise; the others have a fault planted and have to notice it. `make chaos` does the same for as long as asked.

use std::process::{Command, Output};

/// A run with a seed of its own, so that a failure can be repeated by hand.
fn run(more: &[&str]) -> Output {
    let chaos = env!("CARGO_BIN_EXE_chaos");
    let beside = || std::path::Path::new(chaos).with_file_name("tertulia");
    let server = std::env::var_os("TERTULIA_PROGRAM").map_or_else(beside, std::path::PathBuf::from);
    assert!(server.is_file(), "{} is not there: build the server first (make build)", server.display());
    let output = Command::new(chaos).arg("--binary").arg(server).args(more).output().expect("starts");
    eprintln!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    output
}

/// Faults three times as dense as in a long run, so that a few seconds have something of everything.
const DENSE: [&str; 6] = ["--server-faults", "2500", "--connection-faults", "300", "--pause", "250"];

#[test]
fn every_promise_is_kept_under_kills_and_cuts() {
    let output = run(&[&DENSE[..], &["--seconds", "15", "--disk", "off"]].concat());
    assert_eq!(output.status.code(), Some(0));
}

/// A seed whose schedule fills the disk several times; another one might not in so short a time.
#[test]
fn every_promise_is_kept_while_the_disk_refuses_writes() {
    let output = run(&[&DENSE[..], &["--seconds", "20", "--seed", "169"]].concat());
    assert_eq!(output.status.code(), Some(0));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(!report.contains("| disk refused writes | 0 |"), "the disk was to be filled: {report}");
}

/// A fault on average every ten minutes is none in a few seconds: one that cuts the device off for long would leave nothing to plant
/// the other one in.
const CALM: [&str; 4] = ["--server-faults", "600000", "--connection-faults", "600000"];

/// A fault that is planted in what one device receives ends the run with exit code 1 and is named. People go away for up to 6 s, and
/// every tenth message is one to plant a fault in: twice as long, so that there are some.
fn planted(kind: &str, named: &str) {
    let scene = ["--seconds", "12", "--people", "3", "--groups", "1", "--pause", "100", "--plant", kind];
    let output = run(&[&CALM[..], &scene].concat());
    assert_eq!(output.status.code(), Some(1), "{kind}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("person 0, device 0") && said.contains(named), "{kind}: {said}");
}

#[test]
fn a_planted_loss_is_noticed() {
    planted("loss", "was due and");
}

#[test]
fn a_planted_repeat_is_noticed() {
    planted("duplicate", "came again or out of order");
}

#[test]
fn a_planted_disorder_is_noticed() {
    planted("reorder", "came again or out of order");
}

#[test]
fn a_planted_phantom_is_noticed() {
    planted("phantom", "is not stored there");
}
