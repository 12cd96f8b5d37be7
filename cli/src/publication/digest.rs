//! Digests: bytes in, SHA-256 in hexadecimal out; cannot fail.

use sha2::{Digest, Sha256};

/// How many digits of a descriptor's digest its version's name has.
const NAME_DIGITS: usize = 12;

/// The SHA-256 of some bytes, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A version's name: its day and the beginning of the digest of its descriptor, which has the digests of all files in it.
pub fn version_name(day: &str, sha256: &str) -> String {
    format!("{day}-{}", sha256.get(..NAME_DIGITS).unwrap_or(sha256))
}

#[cfg(test)]
mod tests {
    use super::{sha256, version_name};

    #[test]
    fn a_digest_is_that_of_the_standard() {
        // FIPS 180-4, the example of one block.
        let abc = sha256(b"abc");
        assert_eq!(abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(version_name("2025-08-20", &abc), "2025-08-20-ba7816bf8f01");
    }
}
