//! What `tertulia verify` says of the folder in the end.

use std::process::Output;

use common::{Result, RunError};
use tokio::process::Command;

use super::Supervisor;
use crate::checker::Fault;

/// Its exit code when there are problems.
const PROBLEMS: i32 = 1;

impl Supervisor {
    /// Kills the server, whose folder it is, and has the folder verified. Problems are faults of the run; the last line says how much
    /// was looked at.
    ///
    /// # Errors
    /// It cannot be verified.
    pub(crate) async fn verify(&mut self) -> Result<String> {
        self.kill().await;
        let mut command = Command::new(&self.binary);
        command.arg("verify").arg("--data").arg(self.folder.join("data")).env_remove("TERTULIA_DB");
        let Output { status, stdout, stderr } =
            command.output().await.map_err(RunError::system("`tertulia verify`"))?;
        let said = String::from_utf8_lossy(&stdout);
        let (problems, summary) = said.trim_end().rsplit_once('\n').unwrap_or(("", said.trim_end()));
        match status.code() {
            Some(0) => {}
            Some(PROBLEMS) => self.faults.extend(problems.lines().map(|problem| Fault::Unsound(problem.to_owned()))),
            _ => return Err(RunError::Asked(format!("`tertulia verify`: {}", String::from_utf8_lossy(&stderr)))),
        }
        Ok(summary.to_owned())
    }
}
