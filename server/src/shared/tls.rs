//! Which cryptography TLS uses. The database drivers bring `ring`; every other client is told to take the same, so that
//! one implementation is built, shipped and kept up to date.

use std::sync::Once;

/// Makes `ring` the cryptography of this process; call it before a client that speaks TLS is built.
pub fn choose() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            tracing::debug!("the cryptography of TLS was chosen before");
        }
    });
}
