//! Sample accounts: one for each role, a focal officer and a leader for each unit, and one whose role
//! has ended.

use std::collections::HashMap;

use time::Date;
use time::macros::date;

use crate::access::Role;
use crate::app::App;
use crate::identity::{self, NewAccount, NewAssignment};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::units::{self, Unit, UnitKind};

/// Password of every sample account; printed, and useless elsewhere.
pub const PASSWORD: &str = "ThiDua@2021";

/// Code of xã Phước Hưng, huyện An Phú: the commune of the walk-through.
pub const COMMUNE: &str = "30358";

/// Sign-in names of the accounts that the welcome prints.
pub mod login {
    /// Campaign manager.
    pub const MANAGER: &str = "quanly";
    /// Head of the appraisal team.
    pub const LEAD: &str = "totruong";
    /// Appraiser of the provincial office.
    pub const OFFICE: &str = "td-vpubnd";
    /// Appraiser of the Department of Justice.
    pub const JUSTICE: &str = "td-tuphap";
    /// Appraiser of the Department of Information and Communications.
    pub const INFORMATION: &str = "td-tttt";
    /// Appraiser of the Department of Home Affairs.
    pub const HOME_AFFAIRS: &str = "td-noivu";
    /// Author of initiatives in the commune of the walk-through.
    pub const AUTHOR: &str = "tacgia";
    /// Colleague of that author.
    pub const CO_AUTHOR: &str = "dongtacgia";
    /// Vice-chair of the initiative council of that commune.
    pub const MEMBER: &str = "hoidong";
    /// Expert on that council.
    pub const OTHER_MEMBER: &str = "hoidong2";
    /// Officer of the Department of Science and Technology.
    pub const OFFICER: &str = "khcn";
    /// Leader of the province.
    pub const CHAIRMAN: &str = "chutich";
    /// Clerk of the province, who numbers every unit's decisions.
    pub const CLERK: &str = "vanthu";
    /// Analyst.
    pub const ANALYST: &str = "phantich";
    /// Inspector.
    pub const AUDITOR: &str = "thanhtra";
    /// Administrator.
    pub const ADMINISTRATOR: &str = "quantri";
    /// Officer whose role ended in June 2021.
    pub const EXPIRED: &str = "hethan";
}

const PERSONS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/persons_sample.csv"));
const BEGIN: Date = date!(2021 - 01 - 01);

/// Sign-in name of the focal officer of a unit.
pub fn officer(code: &str) -> String {
    format!("cb-{}", code.to_lowercase())
}

/// Sign-in name of the leader of a unit.
pub fn leader(code: &str) -> String {
    format!("ld-{}", code.to_lowercase())
}

/// Who sits on the initiative council of the commune of the walk-through, and as what.
pub fn council_of_commune() -> [(String, &'static str); 5] {
    [
        (leader(COMMUNE), "CHAIR"),
        (login::MEMBER.to_owned(), "VICE_CHAIR"),
        (super::initiatives::keeper(), "SECRETARY"),
        (login::OTHER_MEMBER.to_owned(), "EXPERT"),
        (officer(COMMUNE), "UNION"),
    ]
}

/// Makes the accounts.
pub async fn load(app: &App) -> Result<usize, Refusal> {
    let today = vietnam_date(app.clock.now());
    let all = units::all(app.db.read(), today).await?;
    let by_code: HashMap<&str, &Unit> = all.iter().map(|unit| (unit.code.as_str(), unit)).collect();
    let names = names();
    let mut accounts = Vec::new();
    let special = [
        (login::MANAGER, "Nguyễn Thị Quản (mẫu)", "AG-VAN-PHONG-UBND-TINH", Role::CampaignManager),
        (login::LEAD, "Trần Văn Trưởng (mẫu)", "89", Role::AppraisalLead),
        (login::OFFICE, "Phạm Tấn Quân (mẫu)", "AG-VAN-PHONG-UBND-TINH", Role::SectorAppraiser),
        (login::JUSTICE, "Bùi Kim Thơ (mẫu)", "AG-SO-TU-PHAP", Role::SectorAppraiser),
        (
            login::INFORMATION,
            "Dương Văn Thái (mẫu)",
            "AG-SO-THONG-TIN-VA-TRUYEN-THONG",
            Role::SectorAppraiser,
        ),
        (login::HOME_AFFAIRS, "Nguyễn Trung Phúc (mẫu)", "AG-SO-NOI-VU", Role::SectorAppraiser),
        // Of no unit that competes: whose own unit is ranked reads no ranking before its release.
        (login::ANALYST, "Lê Thị Tích (mẫu)", "89", Role::Analyst),
        (login::AUDITOR, "Đỗ Văn Tra (mẫu)", "AG-THANH-TRA-TINH", Role::Auditor),
        (login::AUTHOR, "Lê Minh Tác (mẫu)", COMMUNE, Role::InitiativeAuthor),
        (login::CO_AUTHOR, "Trương Thị Cùng (mẫu)", COMMUNE, Role::InitiativeAuthor),
        (login::OFFICER, "Đặng Thị Khoa (mẫu)", "AG-SO-KHOA-HOC-VA-CONG-NGHE", Role::InitiativeOfficer),
        (login::CHAIRMAN, "Trần Anh Tỉnh (mẫu)", "AG-VAN-PHONG-UBND-TINH", Role::ProvinceLeader),
        (login::CLERK, "Hồ Thị Thư (mẫu)", "AG-VAN-PHONG-UBND-TINH", Role::Clerk),
        (login::ADMINISTRATOR, "Võ Quản Trị (mẫu)", "AG-SO-THONG-TIN-VA-TRUYEN-THONG", Role::SysAdmin),
    ];
    for (login, name, code, role) in special {
        let unit = by_code.get(code).map(|unit| unit.id);
        accounts.push(account(login, name, unit, role, None, None));
    }
    let commune = by_code.get(COMMUNE).map(|unit| unit.id);
    accounts.push(account(
        &super::initiatives::keeper(),
        "Ngô Văn Thư (mẫu)",
        commune,
        Role::InitiativeSecretary,
        commune,
        None,
    ));
    for (login, name) in [(login::MEMBER, "Phan Văn Hội (mẫu)"), (login::OTHER_MEMBER, "Lý Thị Đồng (mẫu)")]
    {
        accounts.push(account(login, name, commune, Role::InitiativeMember, None, None));
    }
    for unit in all.iter().filter(|unit| unit.kind != UnitKind::Province) {
        let (officer_name, leader_name) = names.get(unit.code.as_str()).copied().unwrap_or_default();
        let fallback = format!("{} (mẫu)", unit.name_vi);
        let name = |name: Option<&str>| name.map_or_else(|| fallback.clone(), str::to_owned);
        accounts.push(account(
            &officer(&unit.code),
            &name(officer_name),
            Some(unit.id),
            Role::UnitFocal,
            Some(unit.id),
            None,
        ));
        accounts.push(account(
            &leader(&unit.code),
            &name(leader_name),
            Some(unit.id),
            Role::UnitLeader,
            Some(unit.id),
            None,
        ));
    }
    let count = accounts.len();
    identity::add_sample_accounts(app, accounts, PASSWORD).await?;
    Ok(count)
}

/// Makes the account whose role has ended. It comes last: its presence says that the data is complete.
pub async fn load_expired(app: &App) -> Result<(), Refusal> {
    let today = vietnam_date(app.clock.now());
    let found = units::by_codes(app.db.read(), &[COMMUNE.to_owned()], today).await?;
    let commune = found.first().map(|unit| unit.id);
    let until = Some(date!(2021 - 06 - 30));
    let expired = account(login::EXPIRED, "Huỳnh Văn Hết (mẫu)", commune, Role::UnitFocal, commune, until);
    identity::add_sample_accounts(app, vec![expired], PASSWORD).await?;
    Ok(())
}

fn account(
    login: &str,
    name: &str,
    home: Option<crate::shared::id::UnitId>,
    role: Role,
    over: Option<crate::shared::id::UnitId>,
    until: Option<Date>,
) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        display_name: name.to_owned(),
        unit: home,
        email: None,
        assignments: vec![NewAssignment {
            role,
            unit: over,
            valid_from: BEGIN,
            valid_to: until,
            legal_basis: Some("Dữ liệu mẫu".to_owned()),
        }],
    }
}

/// Names of the officer and the leader of each unit, by its code.
fn names() -> HashMap<&'static str, (Option<&'static str>, Option<&'static str>)> {
    let mut names: HashMap<&str, (Option<&str>, Option<&str>)> = HashMap::new();
    for line in PERSONS.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(_), Some(_), Some(display), Some(code)) =
            (cells.next(), cells.next(), cells.next(), cells.nth(4))
        else {
            continue;
        };
        let entry = names.entry(code).or_default();
        if line.contains(",par_focal,") {
            entry.0.get_or_insert(display);
        } else if line.contains(",unit_head,") {
            entry.1.get_or_insert(display);
        }
    }
    names
}
