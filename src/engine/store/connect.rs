//! Opening the database: which one, with how much memory, and the migrations before anything else.

use std::{path::Path, sync::Arc};

use surrealdb::{Surreal, opt::auth::Root};
use surrealdb_cnf::ConfigMap;
use surrealdb_core::kvs::Datastore;

use super::{Client, Store};
use crate::engine::{config::StoreConfig, error::OpenError};

/// Namespace and database that everything stands in.
const NAMESPACE: &str = "tertulia";

impl Store {
    /// Opens the database that `config` names, or SurrealKV below `data`, and brings its schema up to date.
    pub(in crate::engine) async fn open(config: &StoreConfig, data: &Path) -> Result<Self, OpenError> {
        let url = match &config.url {
            Some(url) => url.clone(),
            None => format!("surrealkv://{}?sync=every", data.join("db").display()),
        };
        if url.starts_with("wss://") {
            return Err(OpenError::Database("wss:// is not supported yet; use ws:// on a trusted network".to_owned()));
        }
        let client = if url.starts_with("ws://") {
            Client::Remote(connect_remote(&url).await.map_err(|e| OpenError::Database(e.to_string()))?)
        } else {
            open_embedded(&url, config.memory).await?
        };
        let store = Self { client };
        store.select_database().await.map_err(|e| OpenError::Database(e.to_string()))?;
        store.migrate().await?;
        Ok(store)
    }

    async fn select_database(&self) -> surrealdb::Result<()> {
        let define = format!(
            "DEFINE NAMESPACE IF NOT EXISTS {NAMESPACE}; USE NS {NAMESPACE}; DEFINE DATABASE IF NOT EXISTS {NAMESPACE}"
        );
        match &self.client {
            Client::Embedded { db, .. } => {
                db.query(define).await?.check()?;
                db.use_ns(NAMESPACE).use_db(NAMESPACE).await.map(drop)
            }
            Client::Remote(db) => {
                db.query(define).await?.check()?;
                db.use_ns(NAMESPACE).use_db(NAMESPACE).await.map(drop)
            }
        }
    }
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
    Ok(db)
}

/// The SDK's own `connect` reads no memory settings and lets the caches take half the machine, so the datastore is built here,
/// in the order in which `surrealdb-engine-local` 3.3.5 (`lib.rs`, `connect`) builds it.
async fn open_embedded(url: &str, memory: u64) -> Result<Client, OpenError> {
    let error = |e: String| OpenError::Database(e);
    let path = if url == "mem://" { "memory" } else { url };
    let config = ConfigMap::empty()
        .with_key_value("surrealkv_block_cache_capacity", (memory / 2).to_string())
        // One memtable takes writes while up to two others are being flushed.
        .with_key_value("surrealkv_max_memtable_size", (memory / 6).to_string());
    let datastore: Arc<Datastore> = Datastore::builder()
        .with_config(config)
        .without_maintenance_tasks()
        .build_with_path(path)
        .await
        .map_err(|e| error(e.to_string()))?;
    datastore.check_version().await.map_err(|e| error(e.to_string()))?;
    datastore.bootstrap().await.map_err(|e| error(e.to_string()))?;
    datastore.start_maintenance_tasks();
    let db = Surreal::unstable_from_datastore(Arc::clone(&datastore), None).await.map_err(|e| error(e.to_string()))?;
    Ok(Client::Embedded { db, datastore })
}
