//! The disk fills while people save, and is freed again. For this no file of the server may grow beyond a size.

use std::time::Duration;

use anyhow::ensure;

use super::kills::Desk;
use super::report::Report;
use super::server::Sample;

/// Saves until one fails, frees the disk, and saves again.
pub async fn run(sample: &Sample, report: &mut Report) -> anyhow::Result<()> {
    let mut server = sample.serve_within(&[], Some(6 * 1024)).await?;
    let mut desks = Desk::open(&server, 1).await?;
    let desk = &mut desks[0];
    let mut before = 0_u32;
    while desk.save().await? {
        before += 1;
        ensure!(before < 20_000, "the disk never fills");
    }
    // The log of the database may begin anew after a failure, and then there is room again for a while: readiness is right
    // to say yes then. It is wrong only where it says yes and the next save fails.
    let (mut wrong, mut right) = (0_u32, 0_u32);
    while right < 3 && wrong == 0 {
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let is_ready = server.is_ready().await;
        let is_saved = desk.save().await?;
        wrong += u32::from(is_ready && !is_saved);
        right += u32::from(!is_ready && !is_saved);
        before += u32::from(is_saved);
        while is_saved && desk.save().await? {
            before += 1;
            ensure!(before < 20_000, "the disk never fills");
        }
    }
    let kept_before = desk.is_kept().await?;
    server.free_the_disk()?;
    let mut after = 0_u32;
    for _ in 0..40 {
        after += u32::from(desk.save().await?);
    }
    let seen = desk.is_kept().await?;
    server.kill()?;
    server.restart().await?;
    let kept = desk.is_kept().await?;
    report.figure(&format!("full disk: {before} saves before it, {after} of 40 after it was freed"));
    report.promise(wrong == 0, "readiness says no while writes fail");
    report.promise(kept_before, "reading goes on while the disk is full, and shows what was acknowledged");
    report.promise(after == 40 && seen && kept, "what is acknowledged after a full disk is kept");
    report.promise(server.has_whole_trail()?, "the trail is whole after a full disk");
    Ok(())
}
