//! What is wrong with a bonus or penalty, in words.

use super::model::{RankingProblem, RankingProblemCode};
use crate::shared::locale::Locale;

impl RankingProblem {
    /// The reason in words.
    #[must_use]
    pub fn message(&self, locale: Locale) -> &'static str {
        match self.code {
            RankingProblemCode::UnknownItem => locale.pick(
                "Bộ tiêu chí không có mục điểm thưởng, điểm trừ này.",
                "The criteria set has no such bonus or penalty.",
            ),
            RankingProblemCode::HasOwnRegister => locale.pick(
                "Điểm thưởng sáng kiến cấp tỉnh căn cứ vào sáng kiến đã được công nhận; sáng kiến có sổ theo dõi riêng.",
                "The bonus for province-wide initiatives rests on a recognised case; initiatives come with their own register.",
            ),
            RankingProblemCode::CountedAutomatically => locale.pick(
                "Điểm trừ nộp chậm được tính tự động theo thời điểm nộp.",
                "The penalty for late submission is counted from the time of submission.",
            ),
            RankingProblemCode::QuantityOutOfRange => {
                locale.pick("Số lượng phải từ 1 đến 100.", "The quantity must be between 1 and 100.")
            }
            RankingProblemCode::SourceRequired => locale.pick(
                "Cần ghi văn bản làm căn cứ (số, ngày, cơ quan ban hành).",
                "Name the document it rests on (number, date, issuer).",
            ),
            RankingProblemCode::TextTooLong => {
                locale.pick("Căn cứ dài quá 500 ký tự.", "The source has more than 500 characters.")
            }
            RankingProblemCode::OwnUnit => locale.pick(
                "Không ai được ghi nhận hoặc xóa điểm thưởng, điểm trừ của đơn vị mình.",
                "Nobody records or removes bonuses and penalties of their own unit.",
            ),
            RankingProblemCode::WrongState => locale.pick(
                "Chỉ ghi nhận điểm thưởng, điểm trừ khi phong trào đã phát động và chưa gửi kết quả.",
                "Bonuses and penalties change only after the campaign is published and before its result is released.",
            ),
        }
    }
}
