//! D18, the points and votes of a sitting, initiative by initiative.

use serde::Serialize;
use time::Date;

use super::{Form, Issuer};
use crate::model::{Align, Block, Column, Document, Signer, Table};
use crate::words;

/// What came of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// Whose council.
    pub issuer: Issuer,
    /// Name of the council.
    pub council: String,
    /// The day of the sitting.
    pub held_on: Date,
    /// The initiatives, in the order of the agenda.
    pub lines: Vec<TallyLine>,
    /// Full name of the secretary.
    pub secretary: String,
    /// Full name of whoever led.
    pub chair: String,
}

/// An initiative of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TallyLine {
    /// Its name.
    pub title: String,
    /// How many sheets were signed.
    pub sheets: i32,
    /// Their mean, in hundredths.
    pub mean: i32,
    /// The lowest, in hundredths.
    pub lowest: i32,
    /// The highest, in hundredths.
    pub highest: i32,
    /// Votes for.
    pub agree: i32,
    /// Members of whom a part must agree.
    pub base: i32,
    /// How many must agree.
    pub needed: i32,
    /// What the council concluded, in words.
    pub outcome: String,
}

impl Form for Tally {
    const CODE: &'static str = "D18B";
    const VERSION: i32 = 1;

    fn document(&self) -> Document {
        let columns = vec![
            Column::new("Số TT", 5, Align::Centre),
            Column::new("Tên sáng kiến", 35, Align::Left),
            Column::new("Số phiếu đánh giá", 9, Align::Centre),
            Column::new("Điểm trung bình", 10, Align::Centre),
            Column::new("Thấp nhất", 8, Align::Centre),
            Column::new("Cao nhất", 8, Align::Centre),
            Column::new("Đồng ý / tổng số tính", 11, Align::Centre),
            Column::new("Số phiếu cần đạt", 9, Align::Centre),
            Column::new("Kết luận", 13, Align::Left),
        ];
        let row = |(at, line): (usize, &TallyLine)| {
            vec![
                (at + 1).to_string(),
                line.title.clone(),
                line.sheets.to_string(),
                words::hundredths(line.mean),
                words::hundredths(line.lowest),
                words::hundredths(line.highest),
                format!("{}/{}", line.agree, line.base),
                line.needed.to_string(),
                line.outcome.clone(),
            ]
        };
        let rows = self.lines.iter().enumerate().map(row).collect();
        let signer = |position: &str, name: &str| Signer {
            position: position.to_owned(),
            name: name.to_owned(),
            ..Signer::default()
        };
        Document {
            name: "Bảng tổng hợp kết quả đánh giá sáng kiến".to_owned(),
            is_landscape: true,
            head: self.issuer.above(None, None),
            kind: "BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ SÁNG KIẾN".to_owned(),
            summary: format!("{}, phiên họp ngày {}", self.council, words::date(self.held_on)),
            blocks: vec![Block::Table(Table { columns, rows, has_total: false })],
            recipients: Vec::new(),
            signers: vec![signer("THƯ KÝ", &self.secretary), signer("CHỦ TRÌ", &self.chair)],
            annex: Vec::new(),
        }
    }
}
