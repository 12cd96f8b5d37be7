//! Form tokens: a consultation and the time in, a token out; a token and the time in, whether the form may be sent. No state:
//! a token is signed with what all processes over one database share. Cannot fail.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::world::hex;

/// What is said of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be sent.
    Good,
    /// It was got so short a time ago that no person can have filled the form: so many milliseconds are missing.
    Young(i64),
    /// It is ours and too old.
    Expired,
    /// It is none of ours, or there is none.
    Foreign,
}

/// Makes and reads tokens.
pub struct Tokens {
    key: Vec<u8>,
    least_ms: i64,
    longest_ms: i64,
}

impl Tokens {
    /// Tokens that are signed with a key and hold from `least_ms` to `longest_ms` after they were given.
    pub fn new(key: &str, least_ms: i64, longest_ms: i64) -> Self {
        Self { key: key.as_bytes().to_vec(), least_ms, longest_ms }
    }

    /// A token for a form that is given now.
    pub fn give(&self, consultation: &str, now_ms: i64) -> String {
        format!("{now_ms}.{}", self.sign_form(consultation, now_ms))
    }

    /// A token in place of one that expired: it holds at once.
    pub fn renew(&self, consultation: &str, now_ms: i64) -> String {
        self.give(consultation, now_ms - self.least_ms)
    }

    /// Whether a form may be sent.
    pub fn judge(&self, consultation: &str, token: &str, now_ms: i64) -> Verdict {
        let Some((given, signature)) = token.split_once('.') else { return Verdict::Foreign };
        let Ok(given_ms) = given.parse::<i64>() else { return Verdict::Foreign };
        if !is_same(signature.as_bytes(), self.sign_form(consultation, given_ms).as_bytes()) {
            return Verdict::Foreign;
        }
        // Where the clock has jumped back, nobody waits for it.
        let age = now_ms.saturating_sub(given_ms);
        if (0..self.least_ms).contains(&age) {
            Verdict::Young(self.least_ms - age)
        } else if age > self.longest_ms {
            Verdict::Expired
        } else {
            Verdict::Good
        }
    }

    fn sign_form(&self, consultation: &str, given_ms: i64) -> String {
        self.sign("form", &format!("{given_ms} {consultation}"))
    }

    /// A signature of something, for one purpose alone.
    pub fn sign(&self, purpose: &str, what: &str) -> String {
        // A key of any length is taken.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return String::new() };
        mac.update(format!("{purpose} {what}").as_bytes());
        hex(&mac.finalize().into_bytes()[..16])
    }
}

/// Reads what hosts vouch with: `PSEUDONYM.SECONDS.SIGNATURE`, where SECONDS since 1970 is the time until which it holds and
/// SIGNATURE is HMAC-SHA256, in hexadecimal digits, of `voucher CONSULTATION PSEUDONYM SECONDS` under the key that both have.
#[derive(Default)]
pub struct Vouchers {
    key: Option<String>,
}

impl Vouchers {
    /// Under a key; without one, nothing is vouched for.
    pub fn new(key: Option<String>) -> Self {
        Self { key: key.filter(|key| key.len() >= 16) }
    }

    /// The pseudonym, if the voucher is the host's and still holds.
    pub fn read(&self, consultation: &str, voucher: &str, now_ms: i64) -> Option<String> {
        let (said, signature) = voucher.rsplit_once('.')?;
        let (pseudonym, seconds) = said.rsplit_once('.')?;
        let until_ms = seconds.parse::<i64>().ok()?.checked_mul(1000)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.as_ref()?.as_bytes()).ok()?;
        mac.update(format!("voucher {consultation} {pseudonym} {seconds}").as_bytes());
        let is_ours = is_same(signature.as_bytes(), hex(&mac.finalize().into_bytes()).as_bytes());
        let is_plain = (1..=100).contains(&pseudonym.len()) && pseudonym.chars().all(|char| char.is_ascii_graphic());
        (is_ours && is_plain && now_ms <= until_ms).then(|| pseudonym.to_owned())
    }
}

/// Compares in a time that does not depend on where they differ.
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    !one.is_empty() && one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::{Tokens, Verdict, Vouchers};

    #[test]
    fn a_voucher_is_the_hosts_and_has_its_time() {
        let vouchers = Vouchers::new(Some("0123456789abcdef".to_owned()));
        // printf 'voucher roads p.7 1000' | openssl dgst -sha256 -hmac 0123456789abcdef
        let voucher = "p.7.1000.712eebf51c5902d553b99161436c9a75850fd0466683b40a043613e75f8d5b33";
        assert_eq!(vouchers.read("roads", voucher, 1_000_000).as_deref(), Some("p.7"));
        assert_eq!(vouchers.read("roads", voucher, 1_000_001), None);
        assert_eq!(vouchers.read("other", voucher, 0), None);
        assert_eq!(vouchers.read("roads", &voucher.replacen('7', "8", 1), 0), None);
        assert_eq!(Vouchers::new(None).read("roads", voucher, 0), None);
        assert_eq!(Vouchers::new(Some("short".to_owned())).read("roads", voucher, 0), None);
    }

    #[test]
    fn a_token_has_its_time_and_its_consultation() {
        let tokens = Tokens::new("key", 2000, 10_000);
        let token = tokens.give("a", 1000);
        assert_eq!(tokens.judge("a", &token, 1500), Verdict::Young(1500));
        assert_eq!(tokens.judge("a", &token, 3000), Verdict::Good);
        assert_eq!(tokens.judge("a", &token, 20_000), Verdict::Expired);
        assert_eq!(tokens.judge("a", &tokens.renew("a", 20_000), 20_000), Verdict::Good);
        assert_eq!(tokens.judge("b", &token, 3000), Verdict::Foreign);
        assert_eq!(Tokens::new("other", 2000, 10_000).judge("a", &token, 3000), Verdict::Foreign);
        for token in ["", ".", "1000.", "x.y", "1000.00"] {
            assert_eq!(tokens.judge("a", token, 3000), Verdict::Foreign);
        }
    }
}
