//! What the system says about the server's process: its memory and the processor time that it has used. Linux only.

use std::{fs, time::Duration};

use common::{Result, RunError};

/// Ticks a second in `/proc/PID/stat`: `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Rust runs on.
const TICKS: f64 = 100.0;
const KIB: u64 = 1024;

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Resident memory in bytes.
    pub(crate) rss: u64,
    /// The same with shared pages divided among those who share them; 0 where the system does not tell.
    pub(crate) pss: u64,
    /// Processor time used so far, in user space and in the kernel.
    pub(crate) cpu: Duration,
}

/// Reads the process's state now.
pub(crate) fn read(pid: u32) -> Result<Reading> {
    let open = |file: &str| fs::read_to_string(format!("/proc/{pid}/{file}"));
    let status = open("status").map_err(RunError::system("reading the server's memory (is --pid right?)"))?;
    let stat = open("stat").map_err(RunError::system("reading the server's processor time"))?;
    let strange = || RunError::Asked(format!("process {pid} has no memory or no times: is it the server?"));
    Ok(Reading {
        rss: kib(&status, "VmRSS:").ok_or_else(strange)?,
        pss: open("smaps_rollup").ok().and_then(|rollup| kib(&rollup, "Pss:")).unwrap_or_default(),
        cpu: cpu(&stat).ok_or_else(strange)?,
    })
}

/// The line `Name:   123 kB`, in bytes.
fn kib(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * KIB)
}

/// Fields 14 and 15, counted from behind the name, which may hold spaces and brackets.
fn cpu(stat: &str) -> Option<Duration> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (u32, u32) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Duration::from_secs_f64((f64::from(user) + f64::from(system)) / TICKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_found_by_its_name_and_given_in_bytes() {
        let status = "Name:\tload\nVmHWM:\t  999 kB\nVmRSS:\t   12 kB\n";
        assert_eq!(kib(status, "VmRSS:"), Some(12 * 1024));
        assert_eq!(kib(status, "Pss:"), None);
    }

    #[test]
    fn times_are_found_behind_a_name_with_brackets() {
        let stat = "7 (a (strange) name) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20";
        assert_eq!(cpu(stat), Some(Duration::from_secs(2)));
        assert_eq!(cpu("7 (x) S 1"), None);
    }

    #[test]
    fn this_process_can_be_read() {
        assert!(read(std::process::id()).expect("Linux").rss > 0);
    }
}
