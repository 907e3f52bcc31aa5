//! What was found, line by line, and whether every promise was kept.

use std::io::Write as _;

use anyhow::bail;

/// Figures and broken promises.
#[derive(Default)]
pub struct Report {
    broken: Vec<String>,
}

impl Report {
    /// Prints a figure.
    pub fn figure(&mut self, line: &str) {
        let _ = writeln!(std::io::stdout(), "{line}");
    }

    /// Notes a promise, kept or broken.
    pub fn promise(&mut self, is_kept: bool, promise: &str) {
        let word = if is_kept { "kept" } else { "BROKEN" };
        let _ = writeln!(std::io::stdout(), "  {word}: {promise}");
        if !is_kept {
            self.broken.push(promise.to_owned());
        }
    }

    /// An error when a promise was broken.
    pub fn finish(self) -> anyhow::Result<()> {
        if self.broken.is_empty() {
            return Ok(());
        }
        bail!("{} promises broken:\n{}", self.broken.len(), self.broken.join("\n"))
    }
}
