//! D18, the points and votes of a sitting, initiative by initiative.

use serde::Serialize;
use time::Date;

use super::{Form, Issuer};
use crate::model::{Align, Block, Column, Document, Run, Signer, Table};
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
    /// The criteria by which it was scored, in order.
    pub criteria: Vec<String>,
    /// Every signed sheet, those that are set aside too.
    pub points: Vec<MemberPoints>,
}

/// The points that a member gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberPoints {
    /// Full name.
    pub member: String,
    /// Points by criterion in hundredths, in their order.
    pub points: Vec<i32>,
    /// Why it does not count, in words; none for those that do.
    pub set_aside: Option<String>,
}

impl Form for Tally {
    const CODE: &'static str = "D18B";
    const VERSION: i32 = 2;

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
                words::points(line.mean),
                words::points(line.lowest),
                words::points(line.highest),
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
            head: self.issuer.council(&self.council).above(None, None),
            kind: "BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ SÁNG KIẾN".to_owned(),
            summary: format!("{}, phiên họp {}", self.council, words::long_date(self.held_on)),
            blocks: vec![Block::Table(Table { columns, rows, has_total: false })],
            recipients: Vec::new(),
            signers: vec![signer("THƯ KÝ", &self.secretary), signer("CHỦ TRÌ", &self.chair)],
            annex: self.by_member(),
        }
    }
}

impl Tally {
    /// The points of every member, initiative by initiative.
    fn by_member(&self) -> Vec<Block> {
        let mut blocks = vec![Block::centred(Run::bold("ĐIỂM CỦA TỪNG THÀNH VIÊN"))];
        for (at, line) in self.lines.iter().enumerate() {
            blocks.push(Block::heading(format!("{}. {}", at + 1, line.title)));
            blocks.push(Block::Table(line.table()));
        }
        blocks
    }
}

impl TallyLine {
    fn table(&self) -> Table {
        let count = u32::try_from(self.criteria.len()).unwrap_or(1).max(1);
        let mut columns =
            vec![Column::new("Số TT", 6, Align::Centre), Column::new("Thành viên", 24, Align::Left)];
        columns
            .extend(self.criteria.iter().map(|title| Column::new(title, (40 / count).max(6), Align::Centre)));
        columns.push(Column::new("Tổng điểm", 10, Align::Centre));
        columns.push(Column::new("Ghi chú", 20, Align::Left));
        let row = |(at, sheet): (usize, &MemberPoints)| {
            let mut cells = vec![(at + 1).to_string(), sheet.member.clone()];
            cells.extend(sheet.points.iter().map(|points| words::points(*points)));
            cells.push(words::points(sheet.points.iter().sum()));
            cells.push(sheet.set_aside.clone().unwrap_or_default());
            cells
        };
        Table { columns, rows: self.points.iter().enumerate().map(row).collect(), has_total: false }
    }
}
