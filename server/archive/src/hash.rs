//! Which password hashes are ours: a hash says how much memory and time its check takes, so one from outside may not say that freely.

use argon2::{
    ARGON2ID_IDENT, Params, Version,
    password_hash::{PasswordHash, SaltString},
};

/// Longest PHC string.
const LENGTH_MAX: usize = 200;
/// Most memory of one check, in KiB: more than three times what we ask for ourselves.
pub const MEMORY_MAX: u32 = 64 * 1024;
/// Most passes over it.
const PASSES_MAX: u32 = 8;
/// Most lanes.
const LANES_MAX: u32 = 4;

/// Why a hash is not one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashProblem {
    /// It is not in the PHC format, or lacks a part.
    #[error("it is no password hash in the PHC format")]
    Malformed,
    /// Another algorithm than argon2id, or another version than 19.
    #[error("its algorithm is not argon2id, version 19")]
    Algorithm,
    /// It asks for more than 64 MiB, 8 passes or 4 lanes, or has another length.
    #[error("its check would take more memory or time than this program allows")]
    Cost,
}

/// Whether a stored hash is of our algorithm and its check stays within bounds.
///
/// # Errors
/// [`HashProblem`]
pub fn check_hash(stored: &str) -> Result<(), HashProblem> {
    if stored.len() > LENGTH_MAX {
        return Err(HashProblem::Malformed);
    }
    let hash = PasswordHash::new(stored).map_err(|_| HashProblem::Malformed)?;
    if hash.algorithm != ARGON2ID_IDENT || hash.version != Some(Version::V0x13.into()) {
        return Err(HashProblem::Algorithm);
    }
    let (Some(salt), Some(output)) = (hash.salt, hash.hash) else { return Err(HashProblem::Malformed) };
    let mut bytes = [0; argon2::password_hash::Salt::MAX_LENGTH];
    let salt = SaltString::from_b64(salt.as_str()).map_err(|_| HashProblem::Malformed)?;
    let salt = salt.as_salt().decode_b64(&mut bytes).map_err(|_| HashProblem::Malformed)?;
    if salt.len() < argon2::MIN_SALT_LEN {
        return Err(HashProblem::Malformed);
    }
    let params = Params::try_from(&hash).map_err(|_| HashProblem::Cost)?;
    let dear = params.m_cost() > MEMORY_MAX || params.t_cost() > PASSES_MAX || params.p_cost() > LANES_MAX;
    let extra = !params.keyid().is_empty() || !params.data().is_empty() || output.len() != Params::DEFAULT_OUTPUT_LEN;
    if dear || extra { Err(HashProblem::Cost) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "c29tZXNhbHRzb21lc2FsdA";
    const HASH: &str = "RdescudvJCsgt3ub+b3dWRWJTmaWVA5HXXX5fPcFBaE";

    #[test]
    fn our_own_hashes_pass() {
        assert_eq!(check_hash(&format!("$argon2id$v=19$m=19456,t=2,p=1${SALT}${HASH}")), Ok(()));
    }

    #[test]
    fn others_do_not() {
        let hash = |algorithm: &str, params: &str| format!("${algorithm}${params}${SALT}${HASH}");
        for (stored, problem) in [
            (String::new(), HashProblem::Malformed),
            ("correct horse".to_owned(), HashProblem::Malformed),
            (format!("$argon2id$v=19$m=19456,t=2,p=1${SALT}"), HashProblem::Malformed),
            (format!("$argon2id$v=19$m=19456,t=2,p=1$c29t${HASH}"), HashProblem::Malformed),
            (hash("argon2i", "v=19$m=19456,t=2,p=1"), HashProblem::Algorithm),
            (hash("argon2id", "v=16$m=19456,t=2,p=1"), HashProblem::Algorithm),
            (hash("argon2id", "m=19456,t=2,p=1"), HashProblem::Algorithm),
            (hash("pbkdf2-sha256", "i=1"), HashProblem::Algorithm),
            (hash("argon2id", "v=19$m=4294967295,t=2,p=1"), HashProblem::Cost),
            (hash("argon2id", "v=19$m=19456,t=4294967295,p=1"), HashProblem::Cost),
            (hash("argon2id", "v=19$m=65536,t=2,p=8"), HashProblem::Cost),
            (hash("argon2id", "v=19$m=99999999999,t=2,p=1"), HashProblem::Cost),
            (hash("argon2id", "v=19$m=1,t=0,p=0"), HashProblem::Cost),
        ] {
            assert_eq!(check_hash(&stored), Err(problem), "{stored}");
        }
    }
}
