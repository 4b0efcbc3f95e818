//! Structured logs: who connected to which group, how requests went; never a token, never a message's text.

use std::{io::IsTerminal as _, str::FromStr};

use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    filter::{FilterExt as _, FilterFn, filter_fn},
    layer::{Filter, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

/// Form and filter of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFormat {
    json: bool,
    filter: Option<String>,
}

/// A text that names no log format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a log format is `text` or `json`, optionally with a filter: `json,debug` or `text,server=debug`")]
pub struct InvalidLogFormat;

impl FromStr for LogFormat {
    type Err = InvalidLogFormat;

    fn from_str(text: &str) -> Result<Self, InvalidLogFormat> {
        let (format, filter) = text.split_once(',').map_or((text, None), |(format, filter)| (format, Some(filter)));
        let json = match format {
            "text" => false,
            "json" => true,
            _ => return Err(InvalidLogFormat),
        };
        if filter.is_some_and(|filter| EnvFilter::try_new(filter).is_err()) {
            return Err(InvalidLogFormat);
        }
        Ok(Self { json, filter: filter.map(str::to_owned) })
    }
}

/// Crates that write frames, headers or queries into their logs below `warn`. They stay quiet whatever the filter says: what
/// they would print are people's messages and tokens.
const QUIET: [&str; 6] = ["tungstenite", "tokio_tungstenite", "hyper", "h2", "surreal", "reqwest"];

/// Warns that the store was not closed whenever a handle of it is dropped by a thread of its own, after it was closed.
const MISTAKEN: &str = "surrealkv::lsm";

fn may_speak(target: &str, level: Level) -> bool {
    if target == MISTAKEN && level >= Level::WARN {
        return false;
    }
    level <= Level::WARN || !QUIET.iter().any(|name| target.starts_with(name))
}

/// Leaves out what must not be said. It hides no level as a whole and says so: of two filters of which one does not tell its most
/// verbose level, neither is believed, and every record of the crate `log` (the WebSocket library writes ten for each frame)
/// would be decided one by one.
fn discreet() -> FilterFn<impl Fn(&Metadata<'_>) -> bool> {
    filter_fn(|meta| may_speak(meta.target(), *meta.level())).with_max_level_hint(LevelFilter::TRACE)
}

/// What a format lets through.
fn filter(format: &LogFormat) -> impl Filter<Registry> + use<> {
    EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .parse_lossy(format.filter.as_deref().unwrap_or_default())
        .and(discreet())
}

/// Starts logging to the standard output. A second call changes nothing. The crate `log` is told the most verbose level that can
/// pass.
pub fn init(format: &LogFormat) {
    let layer = tracing_subscriber::fmt::layer().with_ansi(std::io::stdout().is_terminal());
    let layer = if format.json { layer.json().flatten_event(true).boxed() } else { layer.boxed() };
    let _ = tracing_subscriber::registry().with(layer.with_filter(filter(format))).try_init();
}

/// Starts logging warnings to the standard error, for commands whose output is the result.
pub fn init_for_command() {
    let layer =
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let _ = tracing_subscriber::registry().with(layer.with_filter(LevelFilter::WARN.and(discreet()))).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_bring_a_filter() {
        assert_eq!("text".parse(), Ok(LogFormat { json: false, filter: None }));
        assert_eq!("json,debug".parse(), Ok(LogFormat { json: true, filter: Some("debug".to_owned()) }));
        assert_eq!("xml".parse::<LogFormat>(), Err(InvalidLogFormat));
        assert_eq!("text,server=loud".parse::<LogFormat>(), Err(InvalidLogFormat));
    }

    #[test]
    fn crates_that_print_frames_stay_quiet() {
        assert!(!may_speak("tungstenite::protocol", Level::TRACE));
        assert!(!may_speak("surrealdb_core::kvs", Level::DEBUG));
        assert!(may_speak("tungstenite::protocol", Level::WARN));
        assert!(may_speak("surrealkv::lsm", Level::ERROR) && !may_speak("surrealkv::lsm", Level::WARN));
        assert!(may_speak("server::socket", Level::DEBUG));
    }

    /// It becomes the level of the crate `log`, below which a record costs one comparison.
    #[test]
    fn records_that_nobody_can_see_are_not_made_and_those_that_were_asked_for_are() {
        let most_verbose = |format: &str| {
            let layer = tracing_subscriber::fmt::layer().with_filter(filter(&format.parse().expect("a format")));
            tracing::Subscriber::max_level_hint(&tracing_subscriber::registry().with(layer))
        };
        assert_eq!(most_verbose("text"), Some(LevelFilter::INFO));
        assert_eq!(most_verbose("json,warn"), Some(LevelFilter::WARN));
        assert_eq!(most_verbose("text,debug"), Some(LevelFilter::DEBUG));
        assert_eq!(most_verbose("text,warn,mio=trace"), Some(LevelFilter::TRACE));
    }
}
