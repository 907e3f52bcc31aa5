//! Secrets at rest: sealed with the key of the settings (XChaCha20-Poly1305), bound to their account.
//!
//! A one-time secret cannot be hashed, since the server computes with it. Without a key it is stored as it is,
//! and the start of the server says so; what was stored so stays readable when a key comes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::Rng as _;
use uuid::Uuid;

const NONCE: usize = 24;
const SEALED: &str = "x1.";
const PLAIN: &str = "p1.";

/// Seals and opens secrets.
#[derive(Clone)]
pub struct Vault {
    cipher: Option<XChaCha20Poly1305>,
}

impl Vault {
    /// A vault with this key; without one it keeps secrets as they are.
    #[must_use]
    pub fn new(key: Option<[u8; 32]>) -> Self {
        Self { cipher: key.map(|key| XChaCha20Poly1305::new(&key.into())) }
    }

    /// Seals a secret of an account.
    pub fn seal(&self, secret: &[u8], account: Uuid) -> anyhow::Result<String> {
        let Some(cipher) = &self.cipher else {
            return Ok(format!("{PLAIN}{}", URL_SAFE_NO_PAD.encode(secret)));
        };
        let mut nonce = [0_u8; NONCE];
        rand::rng().fill(&mut nonce);
        let payload = Payload { msg: secret, aad: account.as_bytes() };
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| anyhow::anyhow!("a secret cannot be sealed"))?;
        Ok(format!("{SEALED}{}", URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat())))
    }

    /// Opens what was sealed for the same account.
    pub fn open(&self, sealed: &str, account: Uuid) -> anyhow::Result<Vec<u8>> {
        if let Some(plain) = sealed.strip_prefix(PLAIN) {
            return Ok(URL_SAFE_NO_PAD.decode(plain)?);
        }
        let text =
            sealed.strip_prefix(SEALED).ok_or_else(|| anyhow::anyhow!("a secret of an unknown form"))?;
        let cipher = self
            .cipher
            .as_ref()
            .ok_or_else(|| anyhow::anyhow!("setting secret_key: needed for sealed secrets"))?;
        let bytes = URL_SAFE_NO_PAD.decode(text)?;
        let (nonce, body) =
            bytes.split_first_chunk::<NONCE>().ok_or_else(|| anyhow::anyhow!("a sealed secret is cut"))?;
        cipher.decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: account.as_bytes() }).map_err(|_| {
            anyhow::anyhow!("a sealed secret does not open: another secret_key, or a changed row")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_for_its_account_only() {
        let [mine, other] = [1, 2].map(Uuid::from_u128);
        let vault = Vault::new(Some([7; 32]));
        let sealed = vault.seal(b"secret", mine).expect("sealed");
        assert_eq!(vault.open(&sealed, mine).expect("opens"), b"secret");
        assert!(vault.open(&sealed, other).is_err(), "moved to another account");
        assert!(Vault::new(Some([8; 32])).open(&sealed, mine).is_err(), "another key");
        assert!(Vault::new(None).open(&sealed, mine).is_err(), "no key");
        assert_ne!(sealed, vault.seal(b"secret", mine).expect("sealed"), "never twice the same");
    }

    #[test]
    fn what_was_kept_without_a_key_stays_readable() {
        let mine = Uuid::from_u128(1);
        let plain = Vault::new(None).seal(b"secret", mine).expect("kept");
        assert_eq!(Vault::new(Some([7; 32])).open(&plain, mine).expect("opens"), b"secret");
    }
}
