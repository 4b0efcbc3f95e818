//! Names and addresses of people.

use surrealdb::types::{SurrealValue, Value};
use tertulia::account::{Email, PersonName};
use uuid::Uuid;

use crate::{
    error::Result,
    store::{Part, Store, vars},
};

#[derive(SurrealValue)]
struct AccountText {
    user: Uuid,
    email: String,
    full_name: String,
    last_name: String,
    created_at: i64,
}

/// An address in another form than today's.
struct Respelling {
    created_at: i64,
    user: Uuid,
    from: String,
    to: String,
}

impl Store {
    pub(super) async fn mend_accounts(&self, count: i64) -> Result<()> {
        let mut respellings = Vec::new();
        for part in Part::cut(count) {
            let sql = "SELECT record::id(id) AS user, email, full_name, last_name, created_at FROM type::record('account', $lo..=$hi)";
            let rows: Vec<AccountText> = self.attempt(sql, part.vars()).await?;
            respellings.extend(rows.iter().filter_map(AccountText::respelling));
            let renamed: Vec<AccountText> = rows.into_iter().filter_map(AccountText::renamed).collect();
            if !renamed.is_empty() {
                let sql = "RETURN {
                    FOR $r IN $rows {
                        UPDATE type::record('account', $r.user) SET full_name = $r.full_name, last_name = $r.last_name RETURN NONE;
                    };
                    RETURN NONE;
                }";
                self.write::<Value>(sql, vars! { "rows": renamed }).await?;
            }
        }
        // Of two whose addresses become the same, whoever was there first has it.
        respellings.sort_by_key(|respelling| (respelling.created_at, respelling.user));
        for respelling in respellings {
            self.respell(respelling).await?;
        }
        Ok(())
    }

    /// Moves an account to the address in today's form. Where somebody has that, it stays: what was typed until now still opens it.
    async fn respell(&self, Respelling { user, from, to, .. }: Respelling) -> Result<()> {
        let sql = "RETURN {
            LET $new = type::record('email', $to);
            IF (SELECT VALUE user FROM ONLY $new) != NONE { RETURN false };
            CREATE $new SET user = $u RETURN NONE;
            DELETE type::record('email', $from) RETURN NONE;
            UPDATE type::record('account', $u) SET email = $to RETURN NONE;
            RETURN true;
        }";
        let moved: bool = self.write(sql, vars! { "u": user, "from": from, "to": to }).await?;
        if !moved {
            tracing::warn!(account = %user, "its address is, in another spelling, somebody else's; it keeps its own spelling");
        }
        Ok(())
    }
}

impl AccountText {
    fn respelling(&self) -> Option<Respelling> {
        let to = Email::parse(&self.email).ok().filter(|email| email.as_str() != self.email)?;
        let (from, to) = (self.email.clone(), to.as_str().to_owned());
        Some(Respelling { created_at: self.created_at, user: self.user, from, to })
    }

    /// With other names, if they need mending.
    fn renamed(self) -> Option<Self> {
        let mended = PersonName::mend(&self.full_name, &self.last_name);
        let same = mended.full() == self.full_name && mended.last() == self.last_name;
        (!same).then(|| Self { full_name: mended.full().to_owned(), last_name: mended.last().to_owned(), ..self })
    }
}
