//! What is wrong with a campaign, in words.

use super::model::{CampaignFault, CampaignProblem, PhaseKind};
use crate::criteria::kind_label;
use crate::shared::locale::Locale;

impl CampaignProblem {
    /// The reason in words.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let l = locale;
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        match &self.fault {
            CampaignFault::NotDraft => fixed(
                "Phong trào đã được phát động, nội dung này không sửa được nữa.",
                "The campaign is published; this can no longer be changed.",
            ),
            CampaignFault::Stale => fixed(
                "Phong trào vừa được thay đổi ở nơi khác; cần tải lại.",
                "Somebody else has just changed the campaign; load it again.",
            ),
            CampaignFault::CodeTaken { code } => {
                l.pick(format!("Mã “{code}” đã được sử dụng."), format!("The code “{code}” is taken."))
            }
            CampaignFault::KindTaken { kind, group } => {
                let name = kind_label(*kind, l);
                l.pick(
                    format!("Loại đơn vị “{name}” đã thuộc khối {group}."),
                    format!("The kind “{name}” already belongs to peer group {group}."),
                )
            }
            CampaignFault::SumNot100 { kind, sum } => {
                let (name, sum) = (kind_label(*kind, l), l.points_short(*sum));
                l.pick(
                    format!("Tổng điểm tối đa của {name} là {sum}, phải bằng 100."),
                    format!("The maxima for {name} sum to {sum} and must be 100."),
                )
            }
            CampaignFault::CriterionWithoutAppraiser { criterion, groups } => {
                let groups = groups.join(", ");
                l.pick(
                    format!("Tiêu chí {criterion} chưa có người thẩm định cho khối: {groups}."),
                    format!("Criterion {criterion} has no appraiser for peer group: {groups}."),
                )
            }
            CampaignFault::NotLater => fixed(
                "Thời hạn mới phải sau thời hạn hiện tại và sau thời điểm này.",
                "The new closing must be later than the present one, and later than now.",
            ),
            CampaignFault::PhaseOver { next } => l.pick(
                format!(
                    "Giai đoạn này đã kết thúc và giai đoạn {} đã bắt đầu nên không gia hạn được nữa.",
                    phase(*next, l)
                ),
                format!(
                    "This phase is over and the phase {} has begun: it gets no more time.",
                    phase(*next, l)
                ),
            ),
            CampaignFault::ExtendsPast { next } => l.pick(
                format!(
                    "Thời hạn mới vượt quá giai đoạn {}; cần gia hạn giai đoạn đó trước.",
                    phase(*next, l)
                ),
                format!("The new closing is after the phase {}; extend that one first.", phase(*next, l)),
            ),
            CampaignFault::TooLong { most } => l.pick(
                format!("Nội dung dài quá {most} ký tự."),
                format!("The text is longer than {most} characters."),
            ),
            CampaignFault::CalendarGap { before, after } => l.pick(
                format!(
                    "Có khoảng trống giữa giai đoạn {} và giai đoạn {}.",
                    phase(*before, l),
                    phase(*after, l)
                ),
                format!("The calendar has a gap between {} and {}.", phase(*before, l), phase(*after, l)),
            ),
            CampaignFault::PhaseOrder { phase: kind } => l.pick(
                format!("Giai đoạn {} không đúng thứ tự.", phase(*kind, l)),
                format!("The phase {} is out of order.", phase(*kind, l)),
            ),
            CampaignFault::ClosesBeforeOpening { phase: kind } => l.pick(
                format!("Giai đoạn {} kết thúc trước khi bắt đầu.", phase(*kind, l)),
                format!("The phase {} closes before it opens.", phase(*kind, l)),
            ),
            CampaignFault::MissingPlan => fixed(
                "Thiếu số hoặc ngày của kế hoạch đã ký.",
                "Number or date of the signed plan is missing.",
            ),
            CampaignFault::NoPeriod { phase: kind } => l.pick(
                format!("Lịch thiếu giai đoạn {}.", phase(*kind, l)),
                format!("The calendar lacks the phase {}.", phase(*kind, l)),
            ),
            CampaignFault::NoUnits => fixed("Chưa có đơn vị nào tham gia.", "No unit takes part."),
            CampaignFault::EmptyPeerGroup { group } => l.pick(
                format!("Khối {group} chưa có đơn vị nào."),
                format!("No unit belongs to peer group {group}."),
            ),
            CampaignFault::MissingField => fixed("Mục này không được để trống.", "This field is compulsory."),
            CampaignFault::PeriodOrder => {
                fixed("Kỳ đánh giá kết thúc trước khi bắt đầu.", "The judged period ends before it begins.")
            }
            CampaignFault::PeriodTooLong { most } => l.pick(
                format!("Kỳ đánh giá dài quá {most} ngày; cần kiểm tra lại năm."),
                format!("The judged period is longer than {most} days; check the year."),
            ),
            CampaignFault::PlanInFuture => {
                fixed("Ngày của kế hoạch ở sau ngày hôm nay.", "The plan is dated after today.")
            }
            CampaignFault::PlanAfterPeriod => fixed(
                "Kế hoạch ban hành sau khi kỳ đánh giá đã kết thúc.",
                "The plan is dated after the judged period has ended.",
            ),
            CampaignFault::PlanTooEarly => fixed(
                "Kế hoạch ban hành trước kỳ đánh giá hơn một năm; cần kiểm tra lại năm.",
                "The plan is dated more than a year before the judged period; check the year.",
            ),
            CampaignFault::BeforePeriod { phase: kind } => l.pick(
                format!("Giai đoạn {} bắt đầu trước kỳ đánh giá.", phase(*kind, l)),
                format!("The phase {} opens before the judged period begins.", phase(*kind, l)),
            ),
            CampaignFault::FarFromPeriod { phase: kind } => l.pick(
                format!(
                    "Giai đoạn {} bắt đầu sau kỳ đánh giá hơn một năm; cần kiểm tra lại năm.",
                    phase(*kind, l)
                ),
                format!(
                    "The phase {} opens more than a year after the judged period; check the year.",
                    phase(*kind, l)
                ),
            ),
            CampaignFault::WrongState => fixed(
                "Phong trào không ở giai đoạn cho phép việc này.",
                "The campaign is not in the state that this needs.",
            ),
            CampaignFault::NotAllAppraised { appraised, total } => l.pick(
                format!("Mới thẩm định xong {appraised} trên {total} đơn vị."),
                format!("Only {appraised} of {total} units are appraised."),
            ),
            CampaignFault::NoRanking => fixed("Chưa tính xếp hạng.", "No ranking has been computed."),
            CampaignFault::RankingOutdated => fixed(
                "Số liệu đã thay đổi sau lần tính xếp hạng gần nhất; cần tính lại.",
                "Something changed since the ranking was computed; compute it again.",
            ),
            CampaignFault::AppraiserRoleMissing => fixed(
                "Tài khoản không giữ vai trò người thẩm định.",
                "The account does not hold the role of a sector appraiser.",
            ),
        }
    }
}

fn phase(kind: PhaseKind, locale: Locale) -> &'static str {
    match kind {
        PhaseKind::SelfScoring => locale.pick("tự chấm điểm", "self-scoring"),
        PhaseKind::Appraisal1 => locale.pick("thẩm định", "appraisal"),
        PhaseKind::Result => locale.pick("công bố kết quả", "result"),
    }
}
