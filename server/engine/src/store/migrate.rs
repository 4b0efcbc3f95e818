//! Migrations: numbered schema changes that run once, in order, before anything else; and the stored functions, which are
//! code and are written anew at every start.
//!
//! A migration is SurrealQL, and may be followed by work in Rust, for rules that SurrealQL cannot say. The number is noted when all of it is
//! done: what broke off in between begins again, so such SurrealQL says `IF NOT EXISTS`, and the work may be done twice.

use surrealdb::types::{SurrealValue, Variables};

use super::{Client, Embedded, OpenError, Store, vars};

/// The schema's history. Entries are only ever appended; the position is the number.
const MIGRATIONS: [Migration; 7] = [
    Migration { sql: include_str!("sql/0001_schema.surql"), work: None },
    Migration { sql: include_str!("sql/0002_text.surql"), work: Some(Work::MendText) },
    Migration { sql: include_str!("sql/0003_doors.surql"), work: None },
    Migration { sql: include_str!("sql/0004_reading.surql"), work: None },
    Migration { sql: include_str!("sql/0005_events.surql"), work: None },
    Migration { sql: include_str!("sql/0006_behind.surql"), work: None },
    Migration { sql: include_str!("sql/0007_state.surql"), work: None },
];

/// The stored functions; each file stands for itself.
const FUNCTIONS: [&str; 5] = [
    include_str!("sql/reading.surql"),
    include_str!("sql/log.surql"),
    include_str!("sql/doors.surql"),
    include_str!("sql/people.surql"),
    include_str!("sql/roles.surql"),
];

/// One step of the schema's history.
struct Migration {
    sql: &'static str,
    work: Option<Work>,
}

/// What SurrealQL cannot say.
#[derive(Clone, Copy)]
enum Work {
    /// [`Store::mend_text`]
    MendText,
}

#[derive(SurrealValue)]
struct Schema {
    version: i64,
}

impl Store {
    /// Applies what is missing. A migration without work and the note that it ran are one transaction.
    pub(super) async fn migrate(&self) -> Result<(), OpenError> {
        self.define(0, "DEFINE TABLE IF NOT EXISTS schema SCHEMAFULL PERMISSIONS NONE; DEFINE FIELD IF NOT EXISTS version ON schema TYPE int;", Variables::new())
            .await?;
        let done = self.schema_version().await?;
        if done > MIGRATIONS.len() {
            return Err(OpenError::Database(format!(
                "its schema is number {done}, from a newer version of this program, which knows {}",
                MIGRATIONS.len()
            )));
        }
        for (index, migration) in MIGRATIONS.iter().enumerate().skip(done) {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            self.apply(number, migration).await?;
            tracing::info!(number, "migrated the database");
        }
        for functions in FUNCTIONS {
            self.define(0, functions, Variables::new()).await?;
        }
        Ok(())
    }

    async fn apply(&self, number: u32, migration: &Migration) -> Result<(), OpenError> {
        const NOTE: &str = "UPSERT schema:current SET version = $number RETURN NONE";
        let (ddl, vars) = (migration.sql, vars! { "number": i64::from(number) });
        let Some(work) = migration.work else {
            return self.define(number, &format!("BEGIN; {ddl}; {NOTE}; COMMIT;"), vars).await;
        };
        self.define(number, &format!("BEGIN; {ddl}; COMMIT;"), Variables::new()).await?;
        let done = match work {
            Work::MendText => self.mend_text().await,
        };
        done.map_err(|error| OpenError::Migration { number, cause: error.to_string() })?;
        self.define(number, NOTE, vars).await
    }

    /// That the schema is of this version of the program: what it stores is read by its fields.
    pub(super) async fn expect_current_schema(&self) -> Result<(), OpenError> {
        let (done, known) = (self.schema_version().await?, MIGRATIONS.len());
        if done == known {
            return Ok(());
        }
        Err(OpenError::Database(format!(
            "its schema is number {done} and this program's is {known}; start the program on it once, or use the program that did"
        )))
    }

    async fn schema_version(&self) -> Result<usize, OpenError> {
        let row: Option<Schema> = match self.run("SELECT version FROM ONLY schema:current", Variables::new()).await {
            Ok(Ok(mut results)) => results.take(0).map_err(|e| OpenError::Database(e.to_string()))?,
            Ok(Err(error)) => return Err(OpenError::Database(error.to_string())),
            Err(error) => return Err(OpenError::Database(error.to_string())),
        };
        Ok(row.map_or(0, |schema| usize::try_from(schema.version).unwrap_or(usize::MAX)))
    }

    async fn define(&self, number: u32, sql: &str, vars: Variables) -> Result<(), OpenError> {
        let run = match &*self.client().await.map_err(|error| OpenError::Database(error.to_string()))? {
            Client::Embedded(Embedded { db, .. }) => db.query(sql).bind(vars).await,
            Client::Remote(db) => db.query(sql).bind(vars).await,
        };
        // In a transaction that failed every other statement says only that it was not executed: report the one that knows.
        let cause = match run {
            Err(error) => Some(error.to_string()),
            Ok(mut results) => {
                let errors = results.take_errors().into_values().map(|e| e.to_string()).collect::<Vec<_>>();
                errors.iter().find(|e| !e.contains("not executed")).or(errors.first()).cloned()
            }
        };
        cause.map_or(Ok(()), |cause| Err(OpenError::Migration { number, cause }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::open;

    /// What broke off, or whose note was lost, is done again.
    #[tokio::test]
    async fn the_newest_migration_may_run_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await;
        let before = i64::try_from(MIGRATIONS.len() - 1).expect("fits");
        store.raw("UPDATE schema:current SET version = $before", vars! { "before": before }).await;
        assert!(store.expect_current_schema().await.is_err());
        store.migrate().await.expect("migrates again");
        store.expect_current_schema().await.expect("is noted");
        let fields = "RETURN [(INFO FOR TABLE message).fields.state, (INFO FOR TABLE event).fields.kind]";
        let fields: Vec<String> = store.read(fields, Variables::new()).await.expect("answers");
        assert!(fields[0].contains("FLEXIBLE") && fields[1].contains("TYPE string"), "{fields:?}");
    }

    #[tokio::test]
    async fn a_database_of_a_newer_version_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await;
        let newer = i64::try_from(MIGRATIONS.len() + 1).expect("fits");
        store.raw("UPDATE schema:current SET version = $newer", vars! { "newer": newer }).await;
        let refused = store.migrate().await.expect_err("is refused").to_string();
        assert!(refused.contains(&format!("its schema is number {newer}, from a newer version")), "{refused}");
    }
}
