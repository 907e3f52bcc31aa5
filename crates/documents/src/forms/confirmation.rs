//! D20, a unit's confirmation that it applies the initiative of another, and with what effect.

use serde::Serialize;
use time::Date;

use super::{Form, Issuer, Numbering};
use crate::model::{Block, Document};
use crate::words;

/// A confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// Who confirms.
    pub issuer: Issuer,
    /// Number and date, which the unit's clerk writes.
    pub numbering: Numbering,
    /// Full name of the head who confirms, and signs.
    pub signer: String,
    /// Name of the initiative.
    pub title: String,
    /// The unit whose initiative it is.
    pub unit: String,
    /// From which day on it is applied.
    pub applied_on: Date,
    /// With what effect.
    pub effect: String,
}

impl Form for Confirmation {
    const CODE: &'static str = "D20B";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let mut blocks = vec![Block::text(format!("{} xác nhận:", self.issuer.name()))];
        blocks.extend(Block::labelled("Sáng kiến", &self.title));
        blocks.extend(Block::labelled("Của", &self.unit));
        blocks.extend(Block::labelled(
            "Đã được áp dụng tại",
            &format!("{} từ {}.", self.issuer.name(), words::long_date(self.applied_on)),
        ));
        blocks.extend(Block::labelled("Hiệu quả áp dụng", &self.effect));
        blocks.push(Block::text(
            "Giấy xác nhận này được sử dụng trong hồ sơ đề nghị công nhận hiệu quả áp dụng và phạm vi ảnh hưởng của sáng kiến./.",
        ));
        Document {
            name: format!("Giấy xác nhận áp dụng: {}", self.title),
            is_landscape: false,
            head: self.numbering.above(&self.issuer, "GXN"),
            kind: "GIẤY XÁC NHẬN".to_owned(),
            summary: "Hiệu quả áp dụng sáng kiến".to_owned(),
            blocks,
            recipients: vec![format!("{};", self.unit), "Lưu: VT.".to_owned()],
            signers: vec![self.issuer.head_signs(&self.signer)],
            annex: Vec::new(),
        }
    }
}
