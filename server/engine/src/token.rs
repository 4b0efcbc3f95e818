//! Session tokens: JWTs that name a session, signed with a secret from the data folder. The session row decides; the token
//! only says which one to look at.

use std::{
    io::{ErrorKind, Write as _},
    path::Path,
};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use tertulia::{
    clock::Timestamp,
    ids::{SessionId, UserId},
};

use super::error::{Error, OpenError, Result};

/// The one algorithm: a token of any other is refused.
const ALGORITHM: Algorithm = Algorithm::HS256;
/// Who signs, and for whom: both are this program.
const AUDIENCE: &str = "tertulia";
/// File of the secret below the data folder.
const SECRET_FILE: &str = "session-secret";
/// Bytes of the secret: as many as HS256 has bits of output (RFC 7518, 3.2).
const SECRET_LEN: usize = 32;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    sid: SessionId,
    aud: String,
    iss: String,
    iat: i64,
    exp: i64,
}

/// Signs and checks tokens.
pub(super) struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Signer {
    /// With the secret below `data`, which is made on the first start and readable by its owner only.
    pub(super) fn open(data: &Path) -> std::result::Result<Self, OpenError> {
        let path = data.join(SECRET_FILE);
        let secret = read_or_create_secret(&path)
            .map_err(|source| OpenError::Data { path: path.display().to_string(), source })?;
        Ok(Self::with_secret(&secret))
    }

    fn with_secret(secret: &[u8]) -> Self {
        let mut validation = Validation::new(ALGORITHM);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[AUDIENCE]);
        // Ours have no `nbf`: a clock that is set back would sign out everybody who came since, and for good. One that has it
        // is held to it.
        validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = 0;
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret), validation }
    }

    pub(super) fn sign(
        &self,
        user: UserId,
        session: SessionId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<String> {
        let seconds = |at: Timestamp| at.as_millis().div_euclid(1000);
        let claims = Claims {
            sub: user,
            sid: session,
            aud: AUDIENCE.to_owned(),
            iss: AUDIENCE.to_owned(),
            iat: seconds(now),
            exp: seconds(expires_at),
        };
        jsonwebtoken::encode(&Header::new(ALGORITHM), &claims, &self.encoding).map_err(|_| Error::Internal)
    }

    /// The person and the session that a valid token names.
    pub(super) fn verify(&self, token: &str) -> Result<(UserId, SessionId)> {
        jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map(|data| (data.claims.sub, data.claims.sid))
            .map_err(|_| Error::Unauthenticated)
    }
}

fn read_or_create_secret(path: &Path) -> std::io::Result<Vec<u8>> {
    match std::fs::read(path) {
        Ok(secret) if secret.len() >= SECRET_LEN => Ok(secret),
        Ok(_) => Err(std::io::Error::new(
            ErrorKind::InvalidData,
            "the secret is too short; delete it to have a new one made",
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => create_secret(path),
        Err(error) => Err(error),
    }
}

/// Written beside and renamed, so that a crash never leaves half a secret.
fn create_secret(path: &Path) -> std::io::Result<Vec<u8>> {
    let secret: [u8; SECRET_LEN] = rand::random();
    let fresh = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    super::sync_names(path)?;
    Ok(secret.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> (UserId, SessionId) {
        (UserId::random(), SessionId::random())
    }

    #[test]
    fn a_token_names_its_session() {
        let (signer, (user, session), now) = (Signer::with_secret(b"secret"), names(), Timestamp::now());
        let token = signer.sign(user, session, now, now.plus_seconds(60)).expect("signs");
        assert_eq!(signer.verify(&token), Ok((user, session)));
    }

    #[test]
    fn an_expired_or_future_or_foreign_token_is_refused() {
        let (signer, (user, session), now) = (Signer::with_secret(b"secret"), names(), Timestamp::now());
        let late = signer.sign(user, session, now.plus_seconds(-120), now.plus_seconds(-60)).expect("signs");
        let other = Signer::with_secret(b"another").sign(user, session, now, now.plus_seconds(60)).expect("signs");
        let second = now.as_millis() / 1000;
        let claims = serde_json::json!({
            "sub": user, "sid": session, "aud": AUDIENCE, "iss": AUDIENCE, "nbf": second + 60, "exp": second + 120,
        });
        let early = jsonwebtoken::encode(&Header::new(ALGORITHM), &claims, &signer.encoding).expect("signs");
        for token in [&late, &early, &other, "", "a.b.c"] {
            assert_eq!(signer.verify(token), Err(Error::Unauthenticated));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_signs_nobody_out() {
        let (signer, (user, session), now) = (Signer::with_secret(b"secret"), names(), Timestamp::now());
        let before = now.plus_seconds(60 * 60);
        let token = signer.sign(user, session, before, before.plus_seconds(60)).expect("signs");
        assert_eq!(signer.verify(&token), Ok((user, session)));
    }

    #[test]
    fn only_our_algorithm_and_audience_count() {
        let (secret, (user, session), now) = (b"secret", names(), Timestamp::now().as_millis() / 1000);
        let signer = Signer::with_secret(secret);
        let claims = |aud: &str| {
            serde_json::json!({
                "sub": user, "sid": session, "aud": aud, "iss": "tertulia", "iat": now, "nbf": now, "exp": now + 60,
            })
        };
        let encode = |algorithm, aud| {
            jsonwebtoken::encode(&Header::new(algorithm), &claims(aud), &EncodingKey::from_secret(secret))
                .expect("signs")
        };
        assert!(signer.verify(&encode(Algorithm::HS256, "tertulia")).is_ok());
        assert_eq!(signer.verify(&encode(Algorithm::HS512, "tertulia")), Err(Error::Unauthenticated));
        assert_eq!(signer.verify(&encode(Algorithm::HS256, "another")), Err(Error::Unauthenticated));
        // `{"alg":"none","typ":"JWT"}` with the same claims and no signature.
        let signed = encode(Algorithm::HS256, "tertulia");
        let body = signed.split('.').nth(1).expect("three parts");
        assert_eq!(signer.verify(&format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.")), Err(Error::Unauthenticated));
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_is_made_once_and_only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let (user, session) = names();
        let now = Timestamp::now();
        let token =
            Signer::open(folder.path()).expect("opens").sign(user, session, now, now.plus_seconds(60)).expect("signs");
        assert_eq!(Signer::open(folder.path()).expect("opens again").verify(&token), Ok((user, session)));
        let mode = std::fs::metadata(folder.path().join(SECRET_FILE)).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
