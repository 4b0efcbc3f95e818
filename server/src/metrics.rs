//! Numbers for whoever runs this. Labels come from closed sets: no address, no id, no name.

use std::{sync::OnceLock, time::Duration};

use http::Method;
use metrics::{Counter, counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Upper ends of the buckets of request durations, in seconds: dense around what people begin to notice (100 ms), and up to 10 s.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0];

static NUMBERS: OnceLock<Numbers> = OnceLock::new();

/// What renders the numbers, and those that change with every frame: looking a counter up by its name costs more than counting.
struct Numbers {
    handle: PrometheusHandle,
    frames_in: Counter,
    frames_out: Counter,
    messages: Counter,
}

/// Starts counting, once per process. Without this every function here does nothing.
pub fn install() {
    NUMBERS.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        // Only an empty list of buckets is refused.
        let builder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another metrics recorder is installed: /metrics stays empty");
        }
        Numbers {
            handle,
            frames_in: counter!("tertulia_socket_frames_in_total"),
            frames_out: counter!("tertulia_socket_frames_out_total"),
            messages: counter!("tertulia_messages_sent_total"),
        }
    });
}

/// Everything counted so far, in Prometheus' text form, with the present numbers of sockets and live groups.
pub fn render(sockets: usize, groups: usize) -> String {
    gauge!("tertulia_sockets_open").set(float(sockets));
    gauge!("tertulia_groups_live").set(float(groups));
    NUMBERS
        .get()
        .map(|numbers| {
            numbers.handle.run_upkeep();
            numbers.handle.render()
        })
        .unwrap_or_default()
}

/// Drains what histograms collect until somebody looks; without it they grow where nobody scrapes.
pub fn upkeep() {
    if let Some(numbers) = NUMBERS.get() {
        numbers.handle.run_upkeep();
    }
}

fn float(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A request was answered. `route` is the template, never the path itself.
pub fn request(method: &Method, route: &str, status: u16, took: Duration) {
    let method = match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PATCH | Method::DELETE => method.as_str().to_owned(),
        _ => "other".to_owned(),
    };
    let route = route.to_owned();
    counter!("tertulia_http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    histogram!("tertulia_http_request_seconds", "route" => route).record(took.as_secs_f64());
}

/// A frame came in.
pub fn frame_in() {
    if let Some(numbers) = NUMBERS.get() {
        numbers.frames_in.increment(1);
    }
}

/// Frames went out.
pub fn frames_out(count: u64) {
    if let Some(numbers) = NUMBERS.get() {
        numbers.frames_out.increment(count);
    }
}

/// A message was stored for the first time.
pub fn message_sent() {
    if let Some(numbers) = NUMBERS.get() {
        numbers.messages.increment(1);
    }
}

/// A socket ended; `code` is ours or one that peers usually send.
pub fn socket_closed(code: u16) {
    let code = match code {
        1000..=1011 | 1013 | 4001 | 4003 | 4004 | 4008 | 4010..=4012 => code.to_string(),
        _ => "other".to_owned(),
    };
    counter!("tertulia_socket_closes_total", "code" => code).increment(1);
}
