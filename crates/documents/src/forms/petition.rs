//! D20, the petition of a unit that the province recognise the effect and the reach of an initiative.

use serde::Serialize;
use time::Date;

use super::{CIRCULAR, DECREE, Form, Issuer, Numbering, grounds};
use crate::model::{Align, Block, Column, Document, Run, Table};
use crate::words;

/// A petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Petition {
    /// Who asks.
    pub issuer: Issuer,
    /// Number and date.
    pub numbering: Numbering,
    /// Full name of the head who sends it, and signs; empty until it is sent.
    pub signer: String,
    /// To whom.
    pub addressee: String,
    /// Name of the initiative.
    pub title: String,
    /// Authors with title, place of work and share, one each.
    pub authors: Vec<String>,
    /// Number and date of the decision by which the unit recognised it (INV-I3).
    pub base_decision: String,
    /// The vote of the unit's council: "7/9".
    pub base_vote: String,
    /// What the unit says of effect and reach.
    pub statement: String,
    /// The units that confirmed that they apply it.
    pub adopting: Vec<AdoptingLine>,
}

/// A unit that applies the initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptingLine {
    /// Its name.
    pub unit: String,
    /// From which day on.
    pub applied_on: Date,
    /// With what effect.
    pub effect: String,
}

impl Form for Petition {
    const CODE: &'static str = "D20A";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let mut blocks = vec![Block::centred(Run::bold(format!("Kính gửi: {}", self.addressee)))];
        blocks.extend(grounds(&[DECREE, CIRCULAR]));
        blocks.push(Block::text(format!(
            "{} kính đề nghị xét công nhận hiệu quả áp dụng và phạm vi ảnh hưởng cấp tỉnh đối với sáng kiến sau:",
            self.issuer.name()
        )));
        blocks.extend(Block::labelled("1. Tên sáng kiến", &self.title));
        blocks.extend(Block::labelled("2. Tác giả, đồng tác giả", &self.authors.join("; ")));
        blocks.extend(Block::labelled(
            "3. Công nhận cấp cơ sở",
            &format!(
                "Quyết định số {}; kết quả biểu quyết của Hội đồng sáng kiến: {} thành viên đồng ý.",
                self.base_decision, self.base_vote
            ),
        ));
        blocks.extend(Block::labelled("4. Hiệu quả áp dụng và phạm vi ảnh hưởng", &self.statement));
        blocks.push(Block::heading(format!(
            "5. Các cơ quan, đơn vị, địa phương đã xác nhận áp dụng ({}):",
            self.adopting.len()
        )));
        blocks.push(if self.adopting.is_empty() {
            Block::text("Không.")
        } else {
            Block::Table(self.table())
        });
        blocks.push(Block::text(
            "Hồ sơ kèm theo: đơn yêu cầu công nhận sáng kiến; quyết định, giấy chứng nhận sáng kiến cấp cơ sở; biên bản họp Hội đồng sáng kiến; các giấy xác nhận áp dụng.",
        ));
        blocks.push(Block::text("Kính đề nghị Hội đồng sáng kiến cấp tỉnh xem xét./."));
        Document {
            name: format!("Tờ trình: {}", self.title),
            is_landscape: false,
            head: self.numbering.above(&self.issuer, "TTr"),
            kind: "TỜ TRÌNH".to_owned(),
            summary: "Về việc đề nghị công nhận hiệu quả áp dụng và phạm vi ảnh hưởng cấp tỉnh của sáng kiến"
                .to_owned(),
            blocks,
            recipients: vec![
                "Như trên;".to_owned(),
                "Sở Khoa học và Công nghệ;".to_owned(),
                "Lưu: VT.".to_owned(),
            ],
            signers: vec![self.issuer.head_signs(&self.signer)],
            annex: Vec::new(),
        }
    }
}

impl Petition {
    fn table(&self) -> Table {
        let columns = vec![
            Column::new("Số TT", 7, Align::Centre),
            Column::new("Cơ quan, đơn vị, địa phương", 30, Align::Left),
            Column::new("Áp dụng từ ngày", 15, Align::Centre),
            Column::new("Hiệu quả", 48, Align::Left),
        ];
        let row = |(at, line): (usize, &AdoptingLine)| {
            vec![(at + 1).to_string(), line.unit.clone(), words::date(line.applied_on), line.effect.clone()]
        };
        Table { columns, rows: self.adopting.iter().enumerate().map(row).collect(), has_total: false }
    }
}
