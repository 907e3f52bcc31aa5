//! The parameters that the product knows, with the value it brings along and where that comes from;
//! and the days off it brings along. What was not read in the text itself is marked as not verified.

use std::sync::LazyLock;

use time::Date;
use time::macros::format_description;

use super::model::ParameterMeasure as In;
use super::model::{CalendarDay, DayKind, Definition, ParameterKey as Key};

/// The catalogue, in the order of the screen.
pub const CATALOGUE: &[Definition] = &[
    Definition {
        key: Key::ExplanationWorkingDays,
        measure: In::WorkingDays,
        range: (1, 30),
        default: 5,
        source: "Thông lệ thẩm định: 3–5 ngày làm việc",
        is_verified: false,
        name_vi: "Thời hạn giải trình của đơn vị",
        name_en: "Time for a unit to explain",
    },
    Definition {
        key: Key::AnnouncementWorkingDays,
        measure: In::WorkingDays,
        range: (1, 60),
        default: 3,
        source: "Thông tư 02/2017/TT-VPCP",
        is_verified: true,
        name_vi: "Thời hạn gửi quyết định công bố thủ tục hành chính sau khi ký",
        name_en: "Time to send a decision that announces procedures",
    },
    Definition {
        key: Key::SurveyWeight,
        measure: In::Percent,
        range: (0, 100),
        default: 30,
        source: "Khung của Hà Nội: điều tra xã hội học 30/100 điểm",
        is_verified: false,
        name_vi: "Tỷ trọng điểm điều tra xã hội học",
        name_en: "Weight of the survey",
    },
    Definition {
        key: Key::OneStopExcellent,
        measure: In::Points,
        range: (0, 18),
        default: 15,
        source: "Thông tư 01/2018/TT-VPCP Điều 15",
        is_verified: false,
        name_vi: "Đánh giá giải quyết thủ tục hành chính: xuất sắc từ (trên 18 điểm)",
        name_en: "One-stop assessment: excellent from (of 18)",
    },
    Definition {
        key: Key::OneStopGood,
        measure: In::Points,
        range: (0, 18),
        default: 12,
        source: "Thông tư 01/2018/TT-VPCP Điều 15",
        is_verified: false,
        name_vi: "Đánh giá giải quyết thủ tục hành chính: tốt từ (trên 18 điểm)",
        name_en: "One-stop assessment: good from (of 18)",
    },
    Definition {
        key: Key::OneStopFair,
        measure: In::Points,
        range: (0, 18),
        default: 9,
        source: "Thông tư 01/2018/TT-VPCP Điều 15",
        is_verified: false,
        name_vi: "Đánh giá giải quyết thủ tục hành chính: khá từ (trên 18 điểm)",
        name_en: "One-stop assessment: fair from (of 18)",
    },
    Definition {
        key: Key::InitiativeFormalityMonths,
        measure: In::Months,
        range: (1, 12),
        default: 1,
        source: "Điều lệ Sáng kiến (Nghị định 13/2012/NĐ-CP) Điều 6",
        is_verified: false,
        name_vi: "Thời hạn xem xét đơn yêu cầu công nhận sáng kiến",
        name_en: "Time to check a request to recognise an initiative",
    },
    Definition {
        key: Key::InitiativeExaminationMonths,
        measure: In::Months,
        range: (1, 24),
        default: 3,
        source: "Điều lệ Sáng kiến (Nghị định 13/2012/NĐ-CP) Điều 7",
        is_verified: true,
        name_vi: "Thời hạn xét công nhận sáng kiến",
        name_en: "Time to examine an initiative",
    },
    Definition {
        key: Key::InitiativeFilingMonths,
        measure: In::Months,
        range: (1, 60),
        default: 12,
        source: "Điều lệ Sáng kiến (Nghị định 13/2012/NĐ-CP) Điều 5",
        is_verified: true,
        name_vi: "Thời hạn nộp đơn kể từ ngày áp dụng lần đầu",
        name_en: "Time to file after the first application",
    },
    Definition {
        key: Key::InitiativeValidityYears,
        measure: In::Years,
        range: (1, 10),
        default: 3,
        source: "Thông lệ của Ninh Thuận (Quyết định 394/QĐ-UBND năm 2011)",
        is_verified: false,
        name_vi: "Số năm sử dụng sáng kiến cấp tỉnh để xét danh hiệu",
        name_en: "Years for which a province-level initiative serves titles",
    },
    Definition {
        key: Key::InitiativeShareForTitle,
        measure: In::Percent,
        range: (0, 100),
        default: 30,
        source: "Thông lệ các tỉnh: 30 % hoặc 50 %",
        is_verified: false,
        name_vi: "Tỷ lệ đóng góp tối thiểu của đồng tác giả để xét danh hiệu",
        name_en: "Smallest share of a co-author for a title",
    },
    Definition {
        key: Key::InitiativeAdoptersForReach,
        measure: In::Count,
        range: (1, 50),
        default: 2,
        source: "Mặc định của hệ thống",
        is_verified: false,
        name_vi: "Số đơn vị đã áp dụng để chứng minh phạm vi ảnh hưởng",
        name_en: "Adopting units that evidence the reach",
    },
    Definition {
        key: Key::InitiativeReferralWorkingDays,
        measure: In::WorkingDays,
        range: (1, 60),
        default: 10,
        source: "Mặc định của hệ thống",
        is_verified: false,
        name_vi: "Thời hạn kiểm tra hồ sơ đề nghị công nhận sáng kiến cấp tỉnh",
        name_en: "Time to check the referral of an initiative to the province",
    },
    Definition {
        key: Key::InitiativeReferralMonths,
        measure: In::Months,
        range: (1, 24),
        default: 3,
        source: "Mặc định của hệ thống, theo thời hạn xét công nhận tại cơ sở",
        is_verified: false,
        name_vi: "Thời hạn xét công nhận sáng kiến cấp tỉnh",
        name_en: "Time to examine an initiative at province level",
    },
    Definition {
        key: Key::InitiativeOutlierPoints,
        measure: In::Points,
        range: (1, 100),
        default: 15,
        source: "Mặc định của hệ thống",
        is_verified: false,
        name_vi: "Độ lệch so với điểm trung bình được coi là khác biệt",
        name_en: "Distance from the mean that stands out",
    },
    Definition {
        key: Key::InitiativeSessions,
        measure: In::Count,
        range: (1, 12),
        default: 2,
        source: "Thông lệ của Bắc Ninh năm 2025: trước 30/8 và 30/11",
        is_verified: false,
        name_vi: "Số kỳ họp Hội đồng sáng kiến tỉnh trong năm",
        name_en: "Sessions of the provincial initiative council in a year",
    },
    Definition {
        key: Key::VoteForFighters,
        measure: In::Percent,
        range: (50, 100),
        default: 90,
        source: "Nghị định 91/2017/NĐ-CP Điều 45 khoản 8 (trên tổng số thành viên); hết hiệu lực từ 01/01/2024",
        is_verified: false,
        name_vi: "Tỷ lệ phiếu đề nghị Chiến sĩ thi đua cấp tỉnh, toàn quốc",
        name_en: "Votes for provincial and national emulation fighters",
    },
    Definition {
        key: Key::VoteForCertificates,
        measure: In::Percent,
        range: (50, 100),
        default: 80,
        source: "Mặc định của hệ thống; do quy chế của Hội đồng quyết định",
        is_verified: false,
        name_vi: "Tỷ lệ phiếu đề nghị Bằng khen của Chủ tịch UBND tỉnh",
        name_en: "Votes for a certificate of merit of the province",
    },
    Definition {
        key: Key::FighterQuota,
        measure: In::Percent,
        range: (0, 100),
        default: 15,
        source: "Nghị định 91/2017/NĐ-CP Điều 9 khoản 3; từ 2024 do tỉnh quy định",
        is_verified: false,
        name_vi: "Tỷ lệ Chiến sĩ thi đua cơ sở trên số Lao động tiên tiến, tối đa",
        name_en: "Grassroots emulation fighters of advanced workers, at most",
    },
    Definition {
        key: Key::AwardDossierWorkingDays,
        measure: In::WorkingDays,
        range: (1, 90),
        default: 20,
        source: "Thủ tục của Cần Thơ đối với danh hiệu Lao động tiên tiến",
        is_verified: false,
        name_vi: "Thời hạn giải quyết hồ sơ khen thưởng",
        name_en: "Time to handle an award dossier",
    },
];

/// Where the days off come from that the product brings along.
const DAYS_SOURCE: &str = "Bộ luật Lao động 2019 Điều 112 và thông báo nghỉ hằng năm";

const DAYS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/calendar_days.csv"));

/// What is known of a parameter.
#[must_use]
pub fn definition(key: Key) -> &'static Definition {
    CATALOGUE.iter().find(|known| known.key == key).expect("a test holds the catalogue complete")
}

/// The days off, and the weekends worked for them, that the product brings along; by date.
pub fn known_days() -> &'static [CalendarDay] {
    static KNOWN: LazyLock<Vec<CalendarDay>> = LazyLock::new(|| read_days(DAYS));
    &KNOWN
}

fn read_days(text: &str) -> Vec<CalendarDay> {
    let day = |row: csv::StringRecord| CalendarDay {
        date: Date::parse(&row[0], format_description!("[year]-[month]-[day]"))
            .expect("a test reads every date"),
        kind: row[1].parse::<DayKind>().expect("a test reads every kind"),
        name_vi: row[2].to_owned(),
        name_en: row[3].to_owned(),
        source: DAYS_SOURCE.to_owned(),
        is_recorded: false,
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| day(row.expect("a test reads every row"))).collect()
}

#[cfg(test)]
mod tests {
    use time::Weekday;

    use super::*;

    #[test]
    fn the_catalogue_knows_every_key_once_and_its_value_makes_sense() {
        let keys: Vec<Key> = CATALOGUE.iter().map(|known| known.key).collect();
        assert_eq!(keys, Key::ALL);
        for known in CATALOGUE {
            assert!((known.range.0..=known.range.1).contains(&known.default), "{:?}", known.key);
            assert_eq!(known.key.code().parse(), Ok(known.key));
        }
    }

    #[test]
    fn every_row_of_the_days_is_read_and_changes_what_its_weekday_says() {
        let days = known_days();
        assert_eq!(days.len(), DAYS.lines().count() - 1);
        assert!(days.windows(2).all(|pair| pair[0].date < pair[1].date), "in order, each once");
        for day in days {
            let is_weekend = matches!(day.date.weekday(), Weekday::Saturday | Weekday::Sunday);
            assert_eq!(is_weekend, day.kind == DayKind::WorkingDay, "{}", day.date);
        }
    }
}
