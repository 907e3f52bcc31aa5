//! D19, the decision that recognises initiatives, with their list.

use serde::Serialize;

use super::{CIRCULAR, DECREE, Form, Issuer, Numbering, grounds};
use crate::model::{Align, Block, Column, Document, Run, Table};
use crate::words;

/// A decision that recognises initiatives, of a unit or of the province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Who decides.
    pub issuer: Issuer,
    /// Number and date.
    pub numbering: Numbering,
    /// Whether it is about the effect and the reach in the province.
    pub is_province: bool,
    /// Name of the council whose minutes it rests on.
    pub council: String,
    /// The initiatives, in order.
    pub cases: Vec<RecognisedLine>,
    /// Full name of whoever decides, and signs.
    pub signer: String,
    /// Who carries it out beside the authors: the unit that received the requests.
    pub carried_out_by: Vec<String>,
}

/// An initiative that is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecognisedLine {
    /// Its name.
    pub title: String,
    /// Authors with title, place of work and share, one line each.
    pub authors: Vec<String>,
    /// The unit that received the request.
    pub unit: String,
}

impl Form for Decision {
    const CODE: &'static str = "D19A";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let what = if self.is_province {
            "hiệu quả áp dụng và phạm vi ảnh hưởng cấp tỉnh của sáng kiến"
        } else {
            "sáng kiến cấp cơ sở"
        };
        let count = self.cases.len();
        let recognised = if self.is_province {
            format!("Công nhận hiệu quả áp dụng và phạm vi ảnh hưởng cấp tỉnh của {count:02} sáng kiến")
        } else {
            format!("Công nhận {count:02} sáng kiến cấp cơ sở")
        };
        let proposal = format!("Theo đề nghị của {}", self.council);
        let mut blocks = vec![self.issuer.authority()];
        blocks.extend(grounds(&[DECREE, CIRCULAR, &proposal]));
        blocks.push(Block::centred(Run::bold("QUYẾT ĐỊNH:")));
        blocks.push(Block::runs(vec![
            Run::bold("Điều 1. "),
            Run::plain(format!("{recognised} (có danh sách kèm theo).")),
        ]));
        blocks.push(Block::runs(vec![
            Run::bold("Điều 2. "),
            Run::plain(
                "Tác giả, đồng tác giả của sáng kiến được cấp Giấy chứng nhận và hưởng các quyền lợi theo quy định của Điều lệ Sáng kiến.",
            ),
        ]));
        blocks.push(Block::runs(vec![
            Run::bold("Điều 3. "),
            Run::plain(format!(
                "{} và các tác giả có tên trong danh sách chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.",
                self.carried_out_by.join(", ")
            )),
        ]));
        Document {
            name: format!("Quyết định về việc công nhận {what}"),
            is_landscape: false,
            head: self.numbering.above(&self.issuer, "QĐ"),
            kind: "QUYẾT ĐỊNH".to_owned(),
            summary: format!("Về việc công nhận {what}"),
            blocks,
            recipients: vec!["Như Điều 3;".to_owned(), "Lưu: VT, HĐSK.".to_owned()],
            signers: vec![self.issuer.head_decides(&self.signer)],
            annex: self.list(),
        }
    }
}

impl Decision {
    fn list(&self) -> Vec<Block> {
        let columns = vec![
            Column::new("Số TT", 7, Align::Centre),
            Column::new("Tên sáng kiến", 37, Align::Left),
            Column::new("Tác giả, đồng tác giả", 34, Align::Left),
            Column::new("Đơn vị", 22, Align::Left),
        ];
        let row = |(at, line): (usize, &RecognisedLine)| {
            vec![(at + 1).to_string(), line.title.clone(), line.authors.join("\n"), line.unit.clone()]
        };
        let rows = self.cases.iter().enumerate().map(row).collect();
        let head = Block::centred(Run::bold("DANH SÁCH SÁNG KIẾN ĐƯỢC CÔNG NHẬN"));
        let number = words::number(self.numbering.number.as_deref(), &format!("QĐ-{}", self.issuer.symbol));
        let of = Block::centred(Run::italic(format!(
            "(Kèm theo Quyết định {} {} của {})",
            number.replacen("Số:", "số", 1),
            words::day_or_room(self.numbering.date, self.numbering.year),
            self.issuer.decider(),
        )));
        vec![head, of, Block::Table(Table { columns, rows, has_total: false })]
    }
}
