//! D18, the sheet of a member of the council: points by the rubric. It names no author (INV-R4).

use serde::Serialize;
use time::Date;

use super::{Form, Issuer};
use crate::model::{Align, Block, Column, Document, Signer, Table};
use crate::words;

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// Whose council.
    pub issuer: Issuer,
    /// Name of the council.
    pub council: String,
    /// Name of the initiative.
    pub title: String,
    /// Full name of the member.
    pub member: String,
    /// What they are on the council, in words.
    pub position: String,
    /// Name of the rubric.
    pub rubric: String,
    /// Criteria with the points given.
    pub criteria: Vec<CriterionLine>,
    /// The member's remark to the council.
    pub remark: String,
    /// When it was signed in the product; none while it is not.
    pub signed_on: Option<Date>,
    /// The year printed where it is not signed yet.
    pub year: i32,
}

/// A criterion with the points given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CriterionLine {
    /// Its name.
    pub title: String,
    /// Most points.
    pub most: i32,
    /// Points given, in hundredths; none while there are none.
    pub points: Option<i32>,
}

impl Form for Sheet {
    const CODE: &'static str = "D18A";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let mut blocks = Vec::new();
        blocks.extend(Block::labelled("Tên sáng kiến", &self.title));
        blocks.extend(Block::labelled("Người đánh giá", &format!("{}, {}", self.member, self.position)));
        blocks.extend(Block::labelled("Bộ tiêu chí", &self.rubric));
        blocks.push(Block::Table(self.table()));
        let remark = if self.remark.is_empty() { "Không." } else { &self.remark };
        blocks.extend(Block::labelled("Nhận xét", remark));
        Document {
            name: format!("Phiếu đánh giá sáng kiến: {}", self.title),
            is_landscape: false,
            head: self.issuer.council(&self.council).above(None, None),
            kind: "PHIẾU ĐÁNH GIÁ SÁNG KIẾN".to_owned(),
            summary: self.council.clone(),
            blocks,
            recipients: Vec::new(),
            signers: vec![Signer {
                place: words::place_and_date(&self.issuer.place, self.signed_on, self.year),
                position: "NGƯỜI ĐÁNH GIÁ".to_owned(),
                remark: "(Ký, ghi rõ họ tên)".to_owned(),
                name: self.member.clone(),
                ..Signer::default()
            }],
            annex: Vec::new(),
        }
    }
}

impl Sheet {
    fn table(&self) -> Table {
        let columns = vec![
            Column::new("Số TT", 8, Align::Centre),
            Column::new("Tiêu chí", 56, Align::Left),
            Column::new("Điểm tối đa", 18, Align::Centre),
            Column::new("Điểm chấm", 18, Align::Centre),
        ];
        let row = |(at, line): (usize, &CriterionLine)| {
            vec![
                (at + 1).to_string(),
                line.title.clone(),
                line.most.to_string(),
                line.points.map(words::points).unwrap_or_default(),
            ]
        };
        let mut rows: Vec<Vec<String>> = self.criteria.iter().enumerate().map(row).collect();
        let most: i32 = self.criteria.iter().map(|line| line.most).sum();
        let points: i32 = self.criteria.iter().filter_map(|line| line.points).sum();
        let is_whole = self.criteria.iter().all(|line| line.points.is_some());
        let points = if is_whole { words::points(points) } else { String::new() };
        rows.push(vec![String::new(), "Tổng cộng".to_owned(), most.to_string(), points]);
        Table { columns, rows, has_total: true }
    }
}
