//! One run: everybody gathers, chaos, settling, and reading back.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use common::{Result, RunError, server::interrupted};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

use crate::{
    actor::Actor,
    args::{Args, Switch},
    checker::{self, Evidence, Fault, Violation},
    participants::{DeviceStatus, Participants, Stage},
    plan::{self, ConnectionFault, Due},
    proxy::Proxy,
    readback,
    report::{Hits, Report, Scene},
    supervisor::Supervisor,
    trace::Trace,
};

/// How long settling may take after the last fault.
const SETTLING: Duration = Duration::from_secs(90);
/// How long everybody may take to load what is missing of the conversations.
const FINISHING: Duration = Duration::from_secs(120);
/// How often it is looked whether everybody has settled.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Makes a run; what came of it.
pub(crate) async fn run(args: &Args, seed: u64) -> Result<Report> {
    let folder = args.folder.clone().unwrap_or_else(std::env::temp_dir);
    let mut folder = tempfile::Builder::new()
        .prefix("tertulia-chaos-")
        .tempdir_in(folder)
        .map_err(RunError::system("the temporary folder"))?;
    folder.disable_cleanup(args.keep);
    let outcome = tokio::select! {
        outcome = play(args, seed, folder.path()) => outcome,
        () = interrupted() => Err(RunError::Interrupted),
    };
    let broken = outcome.as_ref().map_or(true, |report| !report.violations.is_empty());
    if args.keep || (broken && args.plant.is_none()) {
        folder.disable_cleanup(true);
        eprintln!("the data folder and the server's log are kept in {}", folder.path().display());
    }
    outcome
}

async fn play(args: &Args, seed: u64, folder: &Path) -> Result<Report> {
    let mut keeper = Supervisor::start(&args.binary, folder).await?;
    let cast = Participants::gather(&keeper.api()?, args).await?;
    keeper.probe_with(cast.owner(&cast.places[0]).clone(), Arc::clone(&cast.places[0]));
    let outcome = chaos(args, seed, &mut keeper, &cast).await;
    let violations = faults_of_the_run(&mut keeper);
    match outcome {
        Ok(scene) => {
            let violations =
                violations.into_iter().chain(scene.restless.clone()).chain(checker::check(&scene.evidence)).collect();
            Ok(Report::new(args, seed, &scene, keeper.toll, violations))
        }
        Err(trouble) => {
            keeper.show_log();
            if violations.is_empty() { Err(trouble) } else { Ok(Report::broken(seed, violations)) }
        }
    }
}

/// Chaos, settling, and reading back what is on the disk: after the last faults the server is killed once more.
async fn chaos(args: &Args, seed: u64, keeper: &mut Supervisor, cast: &Participants) -> Result<Scene> {
    let (stage, seen) = watch::channel(Stage::Chaos);
    let (mut tasks, mut standings) = (JoinSet::new(), Vec::new());
    for setup in cast.devices(args, seed, keeper, &seen) {
        standings.push((setup.name.clone(), Arc::clone(&setup.standing)));
        tasks.spawn(Actor::new(setup).run());
    }
    let devices = tasks.len();
    let hits = suffer(args, seed, keeper).await?;
    stage.send_replace(Stage::Settling);
    eprintln!("everybody comes to rest …");
    let restless = quiesce(keeper, cast, &standings).await?;
    stage.send_replace(Stage::Over);
    let mut evidence = Evidence { traces: collect(tasks).await?, readings: Vec::new() };
    evidence.traces.extend(keeper.trace.take());
    keeper.kill().await;
    keeper.launch().await?;
    eprintln!("the database is read back …");
    read_back(keeper, cast, &mut evidence).await?;
    let verdict = keeper.verify().await?;
    Ok(Scene { devices, hits, restless, evidence, verdict })
}

/// All faults, in their time.
async fn suffer(args: &Args, seed: u64, keeper: &mut Supervisor) -> Result<Hits> {
    let length = Duration::from_secs(u64::from(args.length()));
    let mean = |milliseconds: u32| Duration::from_millis(u64::from(milliseconds));
    let servers = plan::server_faults(seed, length, mean(args.server_faults), args.disk == Switch::On);
    let connections = plan::connection_faults(seed, length, mean(args.connection_faults));
    eprintln!(
        "{} faults of the server and {} of connections in {} s …",
        servers.len(),
        connections.len(),
        length.as_secs()
    );
    let (begin, proxy) = (Instant::now(), keeper.proxy());
    let harm = harm(&proxy, begin, &connections);
    let (kept, hits) = tokio::join!(keeper.run(begin, &servers), harm);
    kept?;
    keeper.watch_until(begin + length).await?;
    Ok(hits)
}

async fn harm(proxy: &Proxy, begin: Instant, dues: &[Due<ConnectionFault>]) -> Hits {
    let mut hits = Hits::default();
    for due in dues {
        sleep_until(begin + due.at).await;
        hits.count(due.fault, proxy.hit(due.pick, due.fault));
    }
    hits
}

fn faults_of_the_run(keeper: &mut Supervisor) -> Vec<Violation> {
    let faults = std::mem::take(&mut keeper.faults);
    faults.into_iter().map(|fault| Violation { who: "the server".to_owned(), group: None, fault }).collect()
}

/// Until nothing is unsent and everybody has everything.
async fn quiesce(
    keeper: &mut Supervisor,
    cast: &Participants,
    standings: &[(String, Arc<Mutex<DeviceStatus>>)],
) -> Result<Option<Violation>> {
    let deadline = Instant::now() + SETTLING;
    let mut restless = None;
    while Instant::now() < deadline {
        keeper.watch_until(Instant::now() + LOOK_EVERY).await?;
        restless = who_is_restless(standings, &[]);
        if restless.is_some() {
            continue;
        }
        let mut heads = Vec::new();
        for place in &cast.places {
            heads.push((place.id, keeper.api()?.group(&cast.owner(place).token, place.id).await?.head));
        }
        restless = who_is_restless(standings, &heads);
        if restless.is_none() {
            return Ok(None);
        }
    }
    let fault =
        Fault::Restless(format!("unsent messages, calls under way or an old cursor after {} s", SETTLING.as_secs()));
    Ok(restless.map(|who| Violation { who, group: None, fault }))
}

fn who_is_restless(
    standings: &[(String, Arc<Mutex<DeviceStatus>>)],
    heads: &[(tertulia::ids::GroupId, tertulia::ids::Seq)],
) -> Option<String> {
    let rests = |standing: &DeviceStatus| {
        standing.open == 0
            && standing
                .cursors
                .iter()
                .all(|(group, seq)| heads.iter().all(|(other, head)| group != other || seq == head))
    };
    let lock = |standing: &Mutex<DeviceStatus>| standing.lock().unwrap_or_else(PoisonError::into_inner).clone();
    standings.iter().find(|(_, standing)| !rests(&lock(standing))).map(|(name, _)| name.clone())
}

async fn collect(mut devices: JoinSet<Trace>) -> Result<Vec<Trace>> {
    let late = |_| RunError::Late { what: "loading the conversations in the end", limit: FINISHING };
    let mut traces = Vec::new();
    while let Some(trace) = timeout(FINISHING, devices.join_next()).await.map_err(late)? {
        traces.push(trace.map_err(|error| RunError::Asked(error.to_string()))?);
    }
    traces.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(traces)
}

async fn read_back(keeper: &Supervisor, cast: &Participants, evidence: &mut Evidence) -> Result<()> {
    let api = keeper.api()?;
    let Some(url) = (*keeper.address().borrow()).map(|address| format!("http://{address}")) else { return Ok(()) };
    for place in &cast.places {
        for (number, person) in cast.people.iter().enumerate() {
            let reading = readback::read_back(&api, &format!("person {number}"), person, place).await;
            // Somebody who could not come back in the end is not a member, which was noticed.
            evidence.readings.extend(reading.ok());
        }
        let owner = cast.owner(place);
        let forward = readback::read_forward(&api, "the owner", owner, place).await?;
        let head = forward.head;
        evidence.readings.push(forward);
        evidence.traces.push(readback::subscribe(&url, owner, place, head).await?);
    }
    Ok(())
}
