//! What was stored by other rules than today's, brought under them: by an earlier version (migration 2), or in a backup of one.
//! Everything here can be done again, and changes nothing then. Neither of them has a group that is written behind its log, so a group's
//! record says here where that ends.
//!
//! # Layout
//!
//! * `accounts`: names and addresses. `groups`: names, descriptions and messages. `looks`: whose names look the same.

mod accounts;
mod groups;
mod looks;

use super::Store;
use crate::error::Result;

impl Store {
    /// Mends every text, and tells apart whose names look the same. Needs the tables of schema 2 and no stored function.
    pub(crate) async fn mend_text(&self) -> Result<()> {
        let counts = self.audit_counts().await?;
        self.mend_accounts(counts.accounts).await?;
        self.mend_groups(counts.groups).await
    }
}
