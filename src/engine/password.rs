//! Password hashing: argon2id, off the async threads, a bounded number at a time.

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{SaltString, rand_core::OsRng},
};
use tokio::sync::Semaphore;

use super::error::{Error, Result};
use crate::account::Password;

/// Hashes that run at the same time: each takes 19 MiB and a core for some 20 ms.
const CONCURRENT_MAX: usize = 2;
/// Requests that may wait for their turn; beyond, the caller is told to come back rather than queued without end.
const WAITING_MAX: usize = 128;

/// Hashes and checks passwords.
pub(super) struct Hasher {
    turns: Semaphore,
    places: Semaphore,
    /// The hash of nobody's password: checked where there is no account, so that both answers take as long.
    nobody: String,
}

impl Hasher {
    pub(super) fn new() -> Result<Self> {
        let nobody = hash(b"the password of nobody at all")?;
        Ok(Self { turns: Semaphore::new(CONCURRENT_MAX), places: Semaphore::new(WAITING_MAX), nobody })
    }

    /// The PHC string to store.
    pub(super) async fn hash(&self, password: Password) -> Result<String> {
        self.off_thread(move || hash(password.expose().as_bytes())).await
    }

    /// Whether the password belongs to the hash; without a hash it takes as long and is false.
    pub(super) async fn verify(&self, password: Password, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.clone());
        let matches = self.off_thread(move || verify(password.expose().as_bytes(), &stored)).await?;
        Ok(known && matches)
    }

    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _place = self.places.try_acquire().map_err(|_| Error::Unavailable)?;
        let _turn = self.turns.acquire().await.map_err(|_| Error::Unavailable)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Internal)?
    }
}

/// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|_| Error::Internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String> {
    let salt = SaltString::generate(&mut OsRng);
    argon2()?.hash_password(password, &salt).map(|hash| hash.to_string()).map_err(|_| Error::Internal)
}

fn verify(password: &[u8], stored: &str) -> Result<bool> {
    let stored = PasswordHash::new(stored).map_err(|_| Error::Internal)?;
    Ok(argon2()?.verify_password(password, &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text).expect("long enough")
    }

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hasher = Hasher::new().expect("hashes");
        let stored = hasher.hash(password("correct horse")).await.expect("hashes");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(hasher.verify(password("correct horse"), Some(stored.clone())).await, Ok(true));
        assert_eq!(hasher.verify(password("correct house"), Some(stored)).await, Ok(false));
    }

    #[tokio::test]
    async fn without_an_account_nothing_matches() {
        let hasher = Hasher::new().expect("hashes");
        assert_eq!(hasher.verify(password("the password of nobody at all"), None).await, Ok(false));
    }
}
