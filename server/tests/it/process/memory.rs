//! Table 19, the part about memory: what readers cost who do not read.

use tempfile::TempDir;

use super::Program;
use crate::harness::{raw::RawSocket, socket::message};

/// Sockets that are never read.
const SLOW: usize = 60;
/// Messages of 10 kB that each of them is told: 6 MB, so a copy for each would be 360 MB.
const MESSAGES: usize = 600;
/// What they may cost together, in KiB: 1 MiB may wait for each (in fact they share it), and the store keeps what was written.
const GROWTH_MAX: u64 = 160 * 1024;

#[tokio::test]
async fn readers_that_do_not_read_cost_a_bounded_amount_of_memory() {
    let data = TempDir::new().expect("a folder");
    let program = Program::start(data.path(), "json").await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut hers = ana.socket(&group).await;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        slow.push(RawSocket::open(program.address, &format!("/api/v1/ws/{group}"), &ana.token).await);
    }
    let before = resident(&program);
    for n in 0..MESSAGES {
        hers.send(message(&format!("{n} {}", "x".repeat(10_000 - 4)))).await;
        hers.expect("ack").await;
    }
    let after = resident(&program);
    assert!(after.saturating_sub(before) < GROWTH_MAX, "from {before} KiB to {after} KiB");
    drop(slow);
}

/// Memory that the program takes now, in KiB.
fn resident(program: &Program) -> u64 {
    let id = program.id();
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has memory");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}
