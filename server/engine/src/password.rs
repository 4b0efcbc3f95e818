//! Password hashing: argon2id, off the async threads, a bounded number at a time.

use std::sync::{Arc, Mutex, PoisonError};

use archive::check_hash;
use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::{Output, ParamsString, PasswordHash, SaltString, rand_core::OsRng},
};
use tertulia::account::Password;
use tokio::sync::Semaphore;

use super::error::{Error, Result};

/// Hashes that run at the same time: each takes 19 MiB and a core for some 20 ms.
const CONCURRENT_MAX: usize = 2;
/// Requests that may wait for their turn; beyond, the caller is told to come back rather than queued without end.
const WAITING_MAX: usize = 128;

/// The working memory of one hash. It is kept and used again: given back, it would stay in the allocator's arena of whichever
/// thread had it, 19 MiB in each.
type Memory = Vec<Block>;

/// Hashes and checks passwords.
pub(super) struct Hasher {
    turns: Semaphore,
    places: Semaphore,
    /// As many as have been in use at once: at most one a turn.
    memories: Arc<Mutex<Vec<Memory>>>,
    /// The hash of nobody's password: checked where there is no account, so that both answers take as long.
    nobody: String,
}

impl Hasher {
    pub(super) fn new() -> Result<Self> {
        let mut memory = Memory::new();
        let nobody = hash(b"the password of nobody at all", &mut memory)?;
        let memories = Arc::new(Mutex::new(vec![memory]));
        Ok(Self { turns: Semaphore::new(CONCURRENT_MAX), places: Semaphore::new(WAITING_MAX), memories, nobody })
    }

    /// The PHC string to store.
    pub(super) async fn hash(&self, password: Password) -> Result<String> {
        self.off_thread(move |memory| hash(password.expose().as_bytes(), memory)).await
    }

    /// Whether the password belongs to the hash, in one of its spellings; without a hash it takes as long and is false.
    pub(super) async fn verify(&self, password: Password, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.clone());
        let matches = self.off_thread(move |memory| {
            for spelling in password.spellings() {
                if verify(spelling.as_bytes(), &stored, memory)? {
                    return Ok(true);
                }
            }
            Ok(false)
        });
        Ok(matches.await? && known)
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _place = self.places.try_acquire().map_err(|_| Error::Unavailable)?;
        let _turn = self.turns.acquire().await.map_err(|_| Error::Unavailable)?;
        let memories = Arc::clone(&self.memories);
        let work = move || {
            let lock = || memories.lock().unwrap_or_else(PoisonError::into_inner);
            let mut memory = lock().pop().unwrap_or_default();
            let result = work(&mut memory);
            lock().push(memory);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Internal)?
    }
}

/// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
fn params() -> Result<Params> {
    Params::new(19_456, 2, 1, None).map_err(|_| Error::Internal)
}

fn hash(password: &[u8], memory: &mut Memory) -> Result<String> {
    let (params, salt) = (params()?, SaltString::generate(&mut OsRng));
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(|_| Error::Internal)?,
        salt: Some(salt.as_salt()),
        hash: Some(derive(password, &salt, params, memory)?),
    };
    Ok(hash.to_string())
}

fn verify(password: &[u8], stored: &str, memory: &mut Memory) -> Result<bool> {
    // A hash that asks for terabytes would end the program.
    check_hash(stored).map_err(|problem| {
        tracing::error!(%problem, "a stored password hash is none of ours");
        Error::Internal
    })?;
    let stored = PasswordHash::new(stored).map_err(|_| Error::Internal)?;
    let params = Params::try_from(&stored).map_err(|_| Error::Internal)?;
    let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Err(Error::Internal) };
    let salt = SaltString::from_b64(salt.as_str()).map_err(|_| Error::Internal)?;
    // `Output` compares in constant time.
    Ok(derive(password, &salt, params, memory)? == expected)
}

fn derive(password: &[u8], salt: &SaltString, params: Params, memory: &mut Memory) -> Result<Output> {
    memory.resize(params.block_count(), Block::default());
    let mut bytes = [0; argon2::password_hash::Salt::MAX_LENGTH];
    let salt = salt.as_salt().decode_b64(&mut bytes).map_err(|_| Error::Internal)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    argon2.hash_password_into_with_memory(password, salt, &mut output, memory).map_err(|_| Error::Internal)?;
    Output::new(&output).map_err(|_| Error::Internal)
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
    async fn a_password_matches_from_any_keyboard_and_an_older_hash_as_it_was_typed() {
        let hasher = Hasher::new().expect("hashes");
        let (composed, decomposed) = (password("contraseña"), password("contrasen\u{303}a"));
        let stored = hasher.hash(decomposed.clone()).await.expect("hashes");
        assert_eq!(hasher.verify(composed, Some(stored)).await, Ok(true));
        let older = hash("contrasen\u{303}a".as_bytes(), &mut Memory::new()).expect("hashes");
        assert_eq!(hasher.verify(decomposed, Some(older.clone())).await, Ok(true));
        assert_eq!(hasher.verify(password("contraseña"), Some(older)).await, Ok(true), "from another keyboard too");
        assert_eq!(hasher.verify(password("contrasena"), None).await, Ok(false));
    }

    #[tokio::test]
    async fn the_memory_of_a_hash_is_used_again() {
        let hasher = Hasher::new().expect("hashes");
        let hashes = futures::future::join_all((0..20).map(|_| hasher.hash(password("correct horse")))).await;
        assert!(hashes.iter().all(Result::is_ok));
        assert!(hasher.memories.lock().expect("not poisoned").len() <= CONCURRENT_MAX);
    }

    #[tokio::test]
    async fn without_an_account_nothing_matches() {
        let hasher = Hasher::new().expect("hashes");
        assert_eq!(hasher.verify(password("the password of nobody at all"), None).await, Ok(false));
    }
}
