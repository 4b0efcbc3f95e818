//! Short runs of the real program against the real server, which lies beside it: what `make chaos` does for as long as asked.
//! One has to keep every promise; the others have a fault planted and have to notice it.

use std::process::{Command, Output};

/// A run with a seed of its own, so that a failure can be repeated by hand.
fn run(more: &[&str]) -> Output {
    let chaos = env!("CARGO_BIN_EXE_chaos");
    let server = std::path::Path::new(chaos).with_file_name("tertulia");
    assert!(server.is_file(), "{} is not there: build the server first (make build)", server.display());
    let output = Command::new(chaos).arg("--binary").arg(server).args(more).output().expect("starts");
    println!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn every_promise_is_kept_under_kills_cuts_and_a_full_disk() {
    let output = run(&["--seconds", "25", "--server-faults", "3500", "--connection-faults", "400", "--pause", "300"]);
    assert_eq!(output.status.code(), Some(0));
}

/// A fault that is planted in what one device receives ends the run with exit code 1 and is named.
fn planted(kind: &str, named: &str) {
    let output = run(&["--seconds", "6", "--people", "3", "--groups", "1", "--pause", "150", "--plant", kind]);
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
