//! CPU time of this process, from the kernel's own count.

use std::future::Future;

/// Clock ticks in a second, as Linux reports them to processes.
const TICKS: f64 = 100.0;

/// User and system time used so far, in milliseconds.
fn cpu_ms() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split(' ').collect();
    let ticks: f64 = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
    Ok(ticks * 1000.0 / TICKS)
}

/// CPU milliseconds of one call, over `rounds` calls after a warm-up.
pub async fn measure<F, T>(rounds: u32, call: F) -> anyhow::Result<f64>
where
    F: Fn() -> T,
    T: Future<Output = anyhow::Result<()>>,
{
    for _ in 0..10 {
        call().await?;
    }
    let before = cpu_ms()?;
    for _ in 0..rounds {
        call().await?;
    }
    Ok((cpu_ms()? - before) / f64::from(rounds))
}
