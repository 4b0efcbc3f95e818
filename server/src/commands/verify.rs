//! `tertulia verify`

use std::process::ExitCode;

use serde_json::json;
use tertulia::engine::verify::{Problem, Summary, verify};

use super::{cannot, say};
use crate::config::Verify;

/// Prints every problem and a summary.
pub async fn run(args: Verify) -> ExitCode {
    let mut print = |problem: Problem| {
        if args.json { say(json!({ "problem": problem })) } else { say(problem) }
    };
    match verify(&args.database.engine(), &mut print).await {
        Ok(summary) => {
            if args.json {
                say(json!({ "summary": summary }));
            } else {
                say(sentence(summary));
            }
            if summary.problems == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => cannot(error),
    }
}

fn sentence(summary: Summary) -> String {
    let Summary { accounts, groups, events, messages, problems } = summary;
    let found = if problems == 0 { "no problems".to_owned() } else { format!("{problems} problems") };
    format!("{accounts} accounts, {groups} groups, {events} log entries, {messages} messages: {found}")
}
