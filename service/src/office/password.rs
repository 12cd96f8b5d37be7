//! Passwords in, what is kept of them out, and whether one is right; fails where a password is too simple. At most two are looked at
//! at a time: each takes its memory.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::rule::write_receipt;
use crate::world::World;

/// Letters of a password.
pub const LEAST: usize = 12;
/// No longer one is looked at.
pub const MOST: usize = 200;

/// Looked at at the same time.
const AT_ONCE: usize = 2;

/// What is compared where nobody has the name: it takes as long, and is nobody's.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Looks at passwords.
pub struct Passwords {
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// Argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet).
fn argon2() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl Passwords {
    /// What is kept of a password.
    pub async fn keep(&self, world: &World, password: &str) -> Option<String> {
        let salt = SaltString::encode_b64(&world.draw().ok()?).ok()?;
        let password = password.to_owned();
        self.apart(move || Some(argon2().hash_password(password.as_bytes(), &salt).ok()?.to_string())).await
    }

    /// Whether a password is the one that something is kept of; never where nothing is.
    pub async fn is_right(&self, password: &str, kept: Option<&str>) -> bool {
        let (password, is_known) = (password.to_owned(), kept.is_some());
        let kept = kept.unwrap_or(NOBODY).to_owned();
        let right = self
            .apart(move || {
                let kept = PasswordHash::new(&kept).ok()?;
                argon2().verify_password(password.as_bytes(), &kept).ok()
            })
            .await;
        right.is_some() && is_known
    }

    /// Away from the tasks that answer requests.
    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
        let place = self.places.clone().acquire_owned().await.ok()?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        })
        .await
        .ok()?
    }
}

/// A password that nobody can guess and that can be copied from paper.
pub fn fresh(world: &World) -> Option<String> {
    let bits = u128::from_be_bytes(world.draw().ok()?);
    // Of seven groups, five hold 99 bits.
    Some(write_receipt(bits).chars().skip(5).take(24).collect())
}

/// Whether a password is long enough and is not the name.
pub fn is_good(password: &str, name: &str) -> bool {
    let letters = password.chars().count();
    let same = password.to_lowercase().contains(&name.to_lowercase());
    let first = password.chars().next();
    let is_one_letter = password.chars().all(|letter| Some(letter) == first);
    (LEAST..=MOST).contains(&letters) && !same && !is_one_letter
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, Passwords, is_good};
    use argon2::password_hash::PasswordHash;

    #[tokio::test]
    async fn only_the_right_one_is_right() {
        let passwords = Passwords::default();
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!passwords.is_right("", None).await);
        assert!(!passwords.is_right("anything", None).await);
        assert!(!passwords.is_right("anything", Some("no hash")).await);
    }

    #[test]
    fn what_is_too_simple_is_no_password() {
        assert!(is_good("correct horse", "li"));
        assert!(is_good("四个字的话说了三遍还要长", "li"));
        for (password, name) in [("short", "li"), ("aaaaaaaaaaaaaaaa", "li"), ("administrator", "Administrator")] {
            assert!(!is_good(password, name), "{password}");
        }
    }
}
