//! D17, the register of the requests that a unit received in a year (Circular 18/2013/TT-BKHCN).

use serde::Serialize;
use time::Date;

use super::{Form, Issuer};
use crate::model::{Align, Block, Column, Document, Table};
use crate::words;

/// The register of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Register {
    /// Whose register.
    pub issuer: Issuer,
    /// Which year.
    pub year: i32,
    /// Its entries, by number.
    pub entries: Vec<RegisterLine>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterLine {
    /// Running number.
    pub number: i32,
    /// When it was received.
    pub received_on: Date,
    /// Name of the initiative.
    pub title: String,
    /// Authors with their shares: "Nguyễn Văn A (60 %); Trần Thị B (40 %)".
    pub authors: String,
    /// What kind of solution it is, in words.
    pub kind: String,
    /// First application or trial.
    pub first_applied_on: Option<Date>,
    /// Where it stands, in words.
    pub state: String,
    /// Number and date of the decision by which it was recognised: "05/QĐ-UBND, 01/12/2021"; empty until there is one.
    pub decision: String,
    /// At which level it is recognised, in words; empty until it is.
    pub level: String,
}

impl Form for Register {
    const CODE: &'static str = "D17B";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let columns = vec![
            Column::new("Số TT", 5, Align::Centre),
            Column::new("Ngày nhận", 10, Align::Centre),
            Column::new("Tên sáng kiến", 22, Align::Left),
            Column::new("Tác giả (tỷ lệ đóng góp)", 19, Align::Left),
            Column::new("Loại giải pháp", 10, Align::Left),
            Column::new("Ngày áp dụng lần đầu", 10, Align::Centre),
            Column::new("Tình trạng", 11, Align::Left),
            Column::new("Quyết định công nhận", 12, Align::Left),
            Column::new("Cấp", 7, Align::Centre),
        ];
        let row = |line: &RegisterLine| {
            vec![
                line.number.to_string(),
                words::date(line.received_on),
                line.title.clone(),
                line.authors.clone(),
                line.kind.clone(),
                line.first_applied_on.map(words::date).unwrap_or_default(),
                line.state.clone(),
                line.decision.clone(),
                line.level.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = self.entries.iter().map(row).collect();
        let count = format!("Tổng số: {} đơn.", rows.len());
        Document {
            name: format!("Sổ tiếp nhận đơn yêu cầu công nhận sáng kiến năm {}", self.year),
            is_landscape: true,
            head: self.issuer.above(None, None),
            kind: "SỔ TIẾP NHẬN".to_owned(),
            summary: format!("Đơn yêu cầu công nhận sáng kiến năm {}", self.year),
            blocks: vec![Block::Table(Table { columns, rows, has_total: false }), Block::text(count)],
            recipients: Vec::new(),
            signers: Vec::new(),
            annex: Vec::new(),
        }
    }
}
