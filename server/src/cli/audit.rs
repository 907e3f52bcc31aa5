//! `thidua audit verify` and `thidua audit seal`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};

use super::maintain::closed;
use super::say;
use crate::audit::{self, Seal};
use crate::config::Config;

/// `thidua audit`.
#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Reads the whole trail and names every entry that was changed, removed, inserted or reordered; then fails.
    Verify {
        /// A seal made earlier: proves that nothing up to it was taken away or rewritten.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// Writes number and hash of the newest entry as JSON, to be kept where nobody of this server can change it.
    Seal {
        /// The file to write, which must not exist yet; standard output when absent.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

impl Audit {
    /// Verifies or seals; the schema is left as it is.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = closed(config).await?;
        match self.deed {
            Deed::Verify { against } => {
                let seal = against.as_deref().map(read).transpose()?;
                let sealed = seal.as_ref().map(|seal| seal.sequence);
                let verdict = audit::verify(app.db.read(), seal).await?;
                for finding in &verdict.findings {
                    say(&finding.to_string())?;
                }
                if verdict.more > 0 {
                    say(&format!("and {} more", verdict.more))?;
                }
                if !verdict.is_intact() {
                    let count = u64::try_from(verdict.findings.len())? + verdict.more;
                    bail!("the audit trail is not as it was written: {count} findings");
                }
                let until =
                    sealed.map_or(String::new(), |number| format!(", and so is the seal at {number}"));
                say(&format!("{} entries, up to number {}: intact{until}", verdict.entries, verdict.sequence))
            }
            Deed::Seal { out } => {
                let seal = audit::seal(app.db.read(), app.clock.now()).await?;
                let text = serde_json::to_string_pretty(&seal)?;
                match out {
                    None => say(&text),
                    Some(file) => write(&file, &text),
                }
            }
        }
    }
}

fn read(file: &Path) -> anyhow::Result<Seal> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let seal: Seal = serde_json::from_str(&text).with_context(|| format!("{} is no seal", file.display()))?;
    ensure!(seal.format == Seal::FORMAT, "{} is a seal of format {}", file.display(), seal.format);
    Ok(seal)
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut created =
        std::fs::File::create_new(file).with_context(|| format!("cannot write {} anew", file.display()))?;
    writeln!(created, "{text}").with_context(|| format!("cannot write {}", file.display()))?;
    say(&format!("sealed in {}", file.display()))
}
