//! A campaign, a unit and its sheet, for the tests of rules and policies.

use std::sync::Arc;

use time::OffsetDateTime;
use time::macros::{date, datetime};

use super::loader::Contents;
use super::model::{ScoreLine, Seen, Sheet, SheetLine, Statement, Submission, SubmissionState, View};
use crate::access::{Actor, Role, RoleGrant, Scope};
use crate::campaigns::{Campaign, CampaignUnit, PeerGroup, Phase, PhaseKind, Stage};
use crate::criteria::{self, Criterion, StoredSet};
use crate::shared::id::{
    AccountId, CampaignId, CampaignUnitId, CriteriaSetId, PeerGroupId, RoleAssignmentId, ScoreLineId,
    SubmissionId, UnitId,
};
use crate::units::UnitKind;

/// Within self-scoring, before the appraisal opens.
pub const FILLING: OffsetDateTime = datetime!(2021-12-01 02:00 UTC);
/// Last second of self-scoring.
pub const LAST_SECOND: OffsetDateTime = datetime!(2021-12-15 23:59:59 +7);
/// Within the appraisal, after self-scoring.
pub const APPRAISING: OffsetDateTime = datetime!(2021-12-20 02:00 UTC);
/// After the appraisal.
pub const AFTERWARDS: OffsetDateTime = datetime!(2022-02-01 02:00 UTC);

/// A published campaign with a calendar without gaps.
pub fn campaign(criteria: &StoredSet) -> Campaign {
    let phase = |kind, opens_at, closes_at| Phase { kind, opens_at, closes_at };
    Campaign {
        id: CampaignId::fresh(),
        code: "KSTTHC-2021".into(),
        title_vi: "Thi đua".into(),
        title_en: "Emulation".into(),
        owner_unit: UnitId::fresh(),
        criteria_set: criteria.id,
        plan_number: Some("309/KH-UBND".into()),
        plan_date: Some(date!(2021 - 02 - 19)),
        period_from: date!(2021 - 01 - 01),
        period_to: date!(2021 - 12 - 15),
        reference_kind: UnitKind::ProvDept,
        stage: Stage::Published,
        version: 2,
        is_sample: false,
        published_at: Some(FILLING),
        dissolution_policy: crate::campaigns::DissolutionPolicy::default(),
        phases: vec![
            phase(PhaseKind::SelfScoring, datetime!(2021-11-10 00:00 +7), LAST_SECOND),
            phase(PhaseKind::Appraisal1, datetime!(2021-12-16 00:00 +7), datetime!(2022-01-15 23:59:59 +7)),
            phase(PhaseKind::Result, datetime!(2022-01-16 00:00 +7), datetime!(2022-01-31 23:59:59 +7)),
        ],
        peer_groups: vec![PeerGroup {
            id: PeerGroupId::fresh(),
            code: "X".into(),
            name_vi: "Khối xã".into(),
            name_en: "Communes".into(),
            scoring_kinds: vec![UnitKind::Commune],
            position: 1,
        }],
    }
}

/// The criteria of the published announcement.
pub fn criteria() -> Arc<StoredSet> {
    let json = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));
    let set = criteria::import(json).expect("the committed set is good");
    Arc::new(StoredSet::draft(CriteriaSetId::fresh(), set))
}

/// The sheet of a commune in a state, as a role over the province sees it.
pub fn sheet(state: SubmissionState) -> Sheet {
    let criteria = criteria();
    let campaign = Arc::new(campaign(&criteria));
    let unit = CampaignUnit {
        id: CampaignUnitId::fresh(),
        campaign: campaign.id,
        unit: UnitId::fresh(),
        peer_group: campaign.peer_groups[0].id,
        code: "30337".into(),
        kind: UnitKind::Commune,
        scoring_kind: UnitKind::Commune,
        name_vi: "Xã Phước Hưng".into(),
        name_en: String::new(),
        parent_name_vi: Some("Huyện An Phú".into()),
        path: "89/886/30337/".into(),
        position: 1,
    };
    let submission = Submission {
        id: SubmissionId::fresh(),
        campaign: campaign.id,
        campaign_unit: unit.id,
        unit: unit.unit,
        peer_group: unit.peer_group,
        position: 1,
        state,
        version: 1,
        first_submitted_at: None,
        signed_off_at: None,
        submitted_at: None,
        submitted_by: None,
        opened_at: None,
        content_hash: None,
        return_reason: None,
        updated_at: FILLING,
        dissolution: None,
    };
    let view = View { lines: Seen::All, appraisal: Seen::All };
    let contents = Arc::new(Contents::of([(submission.id, submission.unit)]));
    Sheet { submission, unit, campaign, criteria, assigned: Vec::new(), view, contents }
}

/// The criterion with a code.
pub fn criterion(sheet: &Sheet, code: &str) -> Arc<Criterion> {
    Arc::clone(sheet.criteria.criterion_by_code(code).expect("the set has it"))
}

/// A line of the sheet that states this.
pub fn line(sheet: &Sheet, code: &str, statement: Statement) -> SheetLine {
    let criterion = criterion(sheet, code);
    let line = ScoreLine {
        id: ScoreLineId::fresh(),
        submission: sheet.submission.id,
        campaign: sheet.campaign.id,
        unit: sheet.submission.unit,
        criterion: criterion.id,
        version: 1,
        r1_version: 0,
        state: statement.state(),
        statement,
        imported: None,
        r1_score: None,
        r1_reason: None,
        r1_by: None,
        r1_at: None,
        final_score: None,
        delegate: None,
        updated_at: FILLING,
    };
    SheetLine { sheet: Arc::new(sheet.clone()), line: Arc::new(line), criterion }
}

/// A role over a unit or the province.
fn held(role: Role, unit: Option<UnitId>) -> RoleGrant {
    RoleGrant {
        assignment: RoleAssignmentId::fresh(),
        role,
        unit,
        campaign: None,
        peer_group: None,
        on_behalf_of: None,
    }
}

/// A person with roles; those bound to a unit give its scope.
pub fn actor(grants: &[(Role, Option<UnitId>)], home_unit: Option<UnitId>) -> Actor {
    Actor {
        account: AccountId::fresh(),
        name: "Đồng chí Mẫu".into(),
        home_unit,
        grants: grants.iter().map(|(role, unit)| held(*role, *unit)).collect(),
        acting_as: None,
        bound_units: grants.iter().filter_map(|(_, unit)| *unit).collect(),
        ties: Vec::new(),
        administers: false,
        scope: Scope::Units(grants.iter().filter_map(|(_, unit)| *unit).collect()),
        must_change_password: false,
        must_enrol_second_factor: false,
        presence: crate::access::Presence::Process,
        is_sample: false,
        address: None,
        request_id: None,
    }
}
