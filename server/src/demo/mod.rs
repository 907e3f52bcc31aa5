//! The sample campaign of An Giang 2021: real units, invented people, figures and scores. Everything
//! is made through the same operations that people use, at the times when they would have.

mod figures;
mod initiatives;
mod people;
mod province;
mod stage;
mod story;

use crate::app::App;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::import::ImportMode;
use crate::{criteria, identity, units};

pub use people::{PASSWORD, login};

const UNITS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/units_2021.csv"));
const STATISTICS: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/stats_2021_sample.csv"));
const CRITERIA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));

/// What a database holds, as the demo sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Nothing yet.
    Nothing,
    /// A part of the sample data: loading was interrupted.
    Unfinished,
    /// All of the sample data.
    Complete,
    /// Somebody's real data, which the demo never touches.
    Foreign,
}

/// Looks at what a database holds.
pub async fn contents(app: &App) -> Result<Contents, Refusal> {
    let db = app.db.read();
    if identity::has_real_accounts(db).await? {
        return Ok(Contents::Foreign);
    }
    if identity::find_by_login(db, login::EXPIRED).await?.is_some() {
        return Ok(Contents::Complete);
    }
    let has_people = identity::find_by_login(db, login::MANAGER).await?.is_some();
    let has_units = !units::all(db, vietnam_date(app.clock.now())).await?.is_empty();
    Ok(match (has_people, has_units) {
        (true, _) => Contents::Unfinished,
        (false, true) => Contents::Foreign,
        (false, false) => Contents::Nothing,
    })
}

/// Loads the sample data into an empty database; `tell` hears of each step.
pub async fn load(app: &App, tell: impl Fn(&str)) -> anyhow::Result<()> {
    let report = units::import_units(app, UNITS, ImportMode::Apply).await?;
    anyhow::ensure!(report.problems.is_empty(), "units: {:?}", report.problems);
    tell(&format!("{} units", report.created));
    let report = units::import_statistics(app, STATISTICS, ImportMode::Apply).await?;
    anyhow::ensure!(report.problems.is_empty(), "statistics: {:?}", report.problems);
    tell(&format!("{} months of sample statistics", report.created));
    let set = criteria::import_set_as_system(app, CRITERIA, ImportMode::Apply)
        .await
        .map_err(|failure| anyhow::anyhow!("criteria: {failure:?}"))?;
    tell(&format!("{} criteria", set.spec.criteria.len()));
    let accounts = people::load(app).await?;
    tell(&format!("{accounts} sample accounts"));
    story::tell_all(app, &set.spec, &tell).await?;
    initiatives::tell(app).await?;
    tell("8 initiatives");
    people::load_expired(app).await?;
    Ok(())
}

/// What the demo prints when it serves: where, and with which accounts.
#[must_use]
pub fn welcome(url: &str) -> String {
    let accounts = [
        (people::officer(people::COMMUNE), "cán bộ đầu mối xã Phước Hưng / focal officer of a commune"),
        (people::leader(people::COMMUNE), "lãnh đạo xã Phước Hưng / leader of that commune"),
        (people::officer("886"), "cán bộ đầu mối huyện An Phú / focal officer of a district"),
        (people::officer("AG-SO-TU-PHAP"), "cán bộ đầu mối Sở Tư pháp / focal officer of a department"),
        (login::JUSTICE.to_owned(), "cán bộ thẩm định, nhóm B, C, D / appraiser"),
        (login::OFFICE.to_owned(), "cán bộ thẩm định, nhóm A, E, H / appraiser"),
        (login::LEAD.to_owned(), "tổ trưởng thẩm định / appraisal lead"),
        (login::MANAGER.to_owned(), "quản lý phong trào / campaign manager"),
        (login::ANALYST.to_owned(), "chuyên viên phân tích / analyst"),
        (login::AUDITOR.to_owned(), "thanh tra / auditor"),
        (login::AUTHOR.to_owned(), "tác giả sáng kiến, xã Phước Hưng / author of initiatives"),
        (login::CO_AUTHOR.to_owned(), "đồng tác giả, xã Phước Hưng / co-author"),
        (login::MEMBER.to_owned(), "phó chủ tịch Hội đồng sáng kiến, xã Phước Hưng / council member"),
        (initiatives::keeper(), "thư ký hội đồng sáng kiến xã Phước Hưng / keeper of its register"),
        (login::OFFICER.to_owned(), "chuyên viên Sở KH&CN / officer of Science and Technology"),
        (login::CHAIRMAN.to_owned(), "lãnh đạo UBND tỉnh / leader of the province"),
        (login::CLERK.to_owned(), "văn thư / clerk who numbers decisions"),
        (login::ADMINISTRATOR.to_owned(), "quản trị hệ thống / administrator"),
        (login::EXPIRED.to_owned(), "vai trò đã hết hạn / a role that has ended"),
    ];
    let mut text = format!(
        "\nThi Đua – DỮ LIỆU MẪU / SAMPLE DATA – 14/12/2021\n  {url}\n\n  Mật khẩu chung / common password: {PASSWORD}\n"
    );
    for (login, who) in accounts {
        text.push_str(&format!("  {login:<22} {who}\n"));
    }
    text.push_str(
        "  cb-<mã>, ld-<mã>       cán bộ đầu mối, lãnh đạo của mỗi đơn vị / of every unit by its code\n",
    );
    text
}
