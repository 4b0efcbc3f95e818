//! Opening the database: which one, with how much memory, and the migrations before anything else.

use std::{path::Path, sync::Arc};

use surrealdb::{
    Connection, Surreal,
    opt::{
        auth::Root,
        capabilities::{Capabilities, PlannerStrategy},
    },
};
use surrealdb_cnf::ConfigMap;
use surrealdb_core::kvs::Datastore;
use tokio::sync::{Notify, RwLock, Semaphore, watch};

use super::{Address, Client, Embedded, READS_MAX, State, Store, checkpoint::LastLook, orders::Orders};
use crate::{config::StoreConfig, error::OpenError};

/// Namespace and database that everything stands in.
const NAMESPACE: &str = "tertulia";

impl Store {
    /// Opens the database that `config` names, or SurrealKV below `data`, and brings its schema up to date.
    pub(crate) async fn open(config: &StoreConfig, data: &Path) -> Result<Arc<Self>, OpenError> {
        let address = Address::new(config, data)?;
        let crashed = address.has_log();
        let mut client = address.open().await?;
        if crashed {
            // The end of a log that was not closed may be on its way to the disk still, or never get there. What is appended behind
            // it could become unreadable with it, so nothing is: closing brings it into the tables, and a new log begins.
            client.close().await;
            client = address.open().await?;
        }
        address.sync_name()?;
        let store = Self::over(client, address);
        store.migrate().await?;
        store.spawn_checkpoints();
        Ok(store)
    }

    /// Opens a database that is there, of this program's version, to read it. Nothing is migrated.
    pub(crate) async fn open_as_it_is(config: &StoreConfig, data: &Path) -> Result<Arc<Self>, OpenError> {
        let address = Address::new(config, data)?;
        if address.is_missing() {
            return Err(OpenError::Database("there is none here".to_owned()));
        }
        let client = address.open().await?;
        let store = Self::over(client, address);
        store.expect_current_schema().await?;
        Ok(store)
    }

    fn over(client: Client, address: Address) -> Arc<Self> {
        let (grown, state) = (Arc::new(Notify::new()), watch::Sender::new(State::Open));
        let reads = Semaphore::new(READS_MAX);
        let (orders, looked) = (Orders::default(), LastLook::now());
        Arc::new(Self { client: RwLock::new(Some(client)), address, reads, orders, grown, looked, state })
    }
}

impl Address {
    /// Opens it as it is, without migrations.
    pub(super) async fn open(&self) -> Result<Client, OpenError> {
        match self {
            Self::Remote(url) => connect_remote(url).await.map(Client::Remote).map_err(failed),
            Self::Memory => open_embedded("memory", ConfigMap::empty()).await,
            Self::Disk(disk) => {
                let config = ConfigMap::empty()
                    .with_key_value("surrealkv_block_cache_capacity", disk.cache_bytes().to_string())
                    .with_key_value("surrealkv_max_memtable_size", disk.table_bytes().to_string())
                    .with_key_value("surrealkv_enable_vlog", disk.has_value_log().to_string());
                open_embedded(&disk.url, config).await
            }
        }
    }
}

impl Client {
    /// Closes it, if it is in this process. Waits until nothing of it is left.
    pub(super) async fn close(self) {
        if let Self::Embedded(embedded) = self {
            embedded.close().await;
        }
    }
}

/// Defines the database, where it is not there yet, and makes it the one that statements are about.
async fn select_database<C: Connection>(db: &Surreal<C>) -> surrealdb::Result<()> {
    let define = format!(
        "DEFINE NAMESPACE IF NOT EXISTS {NAMESPACE}; USE NS {NAMESPACE}; DEFINE DATABASE IF NOT EXISTS {NAMESPACE}"
    );
    db.query(define).await?.check()?;
    db.use_ns(NAMESPACE).use_db(NAMESPACE).await.map(drop)
}

fn failed(error: impl std::fmt::Display) -> OpenError {
    OpenError::Database(error.to_string())
}

/// `ws://USER:PASSWORD@HOST:PORT`: signs in as a root user where the URL names one.
async fn connect_remote(url: &str) -> surrealdb::Result<Surreal<surrealdb::engine::any::Any>> {
    let rest = url.trim_start_matches("ws://");
    let (credentials, host) = match rest.rsplit_once('@') {
        Some((credentials, host)) => (Some(credentials), host),
        None => (None, rest),
    };
    let db = surrealdb::engine::any::connect(format!("ws://{host}")).await?;
    if let Some((username, password)) = credentials.and_then(|c| c.split_once(':')) {
        db.signin(Root { username: username.to_owned(), password: password.to_owned() }).await?;
    }
    select_database(&db).await?;
    Ok(db)
}

/// The SDK's own `connect` reads no memory settings and lets the caches take half the machine, so the datastore is built here,
/// in the order in which `surrealdb-engine-local` 3.3.5 (`lib.rs`, `connect`) builds it.
async fn open_embedded(path: &str, config: ConfigMap) -> Result<Client, OpenError> {
    // The newer of SurrealDB's two executors plans a stored function anew at every call, and copies all that it knows for each
    // statement; what it gains on large tables is nothing here, where everything is a look-up or a window of keys. Measured in
    // docs/performance.md.
    let capabilities = Capabilities::new().with_planner_strategy(PlannerStrategy::ComputeOnly);
    let datastore: Arc<Datastore> = Datastore::builder()
        .with_config(config)
        .with_capabilities(capabilities.into())
        .without_maintenance_tasks()
        .build_with_path(path)
        .await
        .map_err(failed)?;
    datastore.check_version().await.map_err(failed)?;
    datastore.bootstrap().await.map_err(failed)?;
    datastore.start_maintenance_tasks();
    let db = Surreal::unstable_from_datastore(Arc::clone(&datastore), None).await.map_err(failed)?;
    select_database(&db).await.map_err(failed)?;
    Embedded::new(db, datastore, NAMESPACE).await.map(Client::Embedded).map_err(failed)
}
