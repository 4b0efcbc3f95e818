//! `tertulia verify`

use std::process::ExitCode;

use engine::{
    OpenError,
    verify::{Said, Summary, verify},
};
use serde_json::json;
use tertulia::json;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

use super::{cannot, say};
use crate::{
    config::{Database, Verify},
    control,
};

/// Prints every problem and a summary.
pub async fn run(args: Verify) -> ExitCode {
    let mut print = |said: &Said| match said {
        said if args.json => say(json!(said)),
        Said::Problem(problem) => say(problem),
        Said::Summary(summary) => say(sentence(*summary)),
    };
    match check(&args.database, &mut print).await {
        Ok(summary) if summary.problems == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => cannot(error),
    }
}

/// The running program looks itself, if there is one; else the database is opened.
async fn check(database: &Database, print: &mut (dyn FnMut(&Said) + Send + Sync)) -> Result<Summary, OpenError> {
    let unreadable =
        |error: std::io::Error| OpenError::Database(format!("the running program cannot be asked: {error}"));
    if let Some(answer) = control::ask(database, control::Ask::Verify).await.map_err(unreadable)? {
        return listen(answer, print).await.map_err(unreadable);
    }
    let summary = verify(&database.engine(), &mut |problem| print(&Said::Problem(problem))).await?;
    print(&Said::Summary(summary));
    Ok(summary)
}

/// What the running program says, up to its summary.
async fn listen(
    answer: impl AsyncRead + Unpin,
    print: &mut (dyn FnMut(&Said) + Send + Sync),
) -> std::io::Result<Summary> {
    let mut lines = BufReader::new(answer).lines();
    while let Some(line) = lines.next_line().await? {
        let said = json::from_str(&line)?;
        print(&said);
        if let Said::Summary(summary) = said {
            return Ok(summary);
        }
    }
    Err(std::io::Error::other("it did not read its database to the end; its log says why"))
}

fn sentence(summary: Summary) -> String {
    let Summary { accounts, groups, events, messages, problems } = summary;
    let found = if problems == 0 { "no problems".to_owned() } else { format!("{problems} problems") };
    format!("{accounts} accounts, {groups} groups, {events} log entries, {messages} messages: {found}")
}
