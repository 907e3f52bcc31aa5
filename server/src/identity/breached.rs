//! Passwords known from public breaches, compiled in: what a guesser tries first needs no network to know.

use std::sync::LazyLock;

/// One password a line, lower case, sorted; where it comes from stands in `data/LICENSES.txt`.
const LIST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/breached_passwords.txt"));

static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| LIST.lines().collect());

/// Whether this password, in lower case, is in the list.
#[must_use]
pub fn is_listed(password: &str) -> bool {
    SORTED.binary_search(&password).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_every_line_is_found() {
        assert!(SORTED.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
        assert!(SORTED.len() > 20_000);
        assert!(is_listed("qwerty123456") && is_listed("1qaz2wsx3edc"));
        assert!(!is_listed("mua rao o nui sam"));
    }
}
