//! D18, the minutes of an initiative council's sitting, which show its votes (Circular 18/2013/TT-BKHCN). They name
//! initiatives, not authors.

use serde::Serialize;
use time::Date;

use super::{Form, Issuer};
use crate::model::{Align, Block, Column, Document, Signer, Table};
use crate::words;

/// The minutes of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Minutes {
    /// Whose council.
    pub issuer: Issuer,
    /// Name of the council.
    pub council: String,
    /// The decision that founded it.
    pub basis: String,
    /// The day of the sitting.
    pub held_on: Date,
    /// When it began, as hour and minute; none leaves room.
    pub began_at: Option<(u8, u8)>,
    /// When it ended.
    pub ended_at: Option<(u8, u8)>,
    /// Where.
    pub place: String,
    /// Whether it voted in secret.
    pub is_secret: bool,
    /// Members, in the order of the council.
    pub members: Vec<Attendance>,
    /// The initiatives, in the order of the agenda.
    pub cases: Vec<DeliberatedLine>,
    /// Signed sheets that do not count, since their members left afterwards for a conflict of interest.
    pub set_aside: Vec<SetAsideLine>,
    /// Cases that were left to the next sitting.
    pub left_over: Vec<LeftOverLine>,
    /// What members said; empty where nobody wrote it down.
    pub opinions: String,
    /// Full name of the secretary.
    pub secretary: String,
    /// Full name of whoever led.
    pub chair: String,
}

/// A signed sheet that does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetAsideLine {
    /// Of which initiative.
    pub title: String,
    /// Whose.
    pub member: String,
    /// Its points, in hundredths.
    pub total: i32,
    /// Why it does not count, in words.
    pub why: String,
    /// Mean of all signed sheets with it and others set aside, in hundredths.
    pub mean_with: i32,
    /// Mean of the sheets that count, in hundredths.
    pub mean: i32,
}

/// A case that was left to the next sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOverLine {
    /// Its name.
    pub title: String,
    /// Why, in words.
    pub why: String,
}

/// A member and whether they were there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attendance {
    /// Full name.
    pub full_name: String,
    /// What they are on the council, in words.
    pub position: String,
    /// Whether they were present.
    pub is_present: bool,
    /// Who was present in their place, and by which letter; none where nobody was.
    pub deputy: Option<(String, String)>,
}

/// An initiative on which the council voted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliberatedLine {
    /// Its name.
    pub title: String,
    /// Mean of the sheets, in hundredths.
    pub mean: i32,
    /// Votes for.
    pub agree: i32,
    /// Votes against.
    pub disagree: i32,
    /// Votes for neither.
    pub abstain: i32,
    /// Members who took no part: authors, and those with a conflict of interest.
    pub excluded: i32,
    /// Of how many a part must agree.
    pub base: i32,
    /// How many must agree.
    pub needed: i32,
    /// What the council concluded, in words.
    pub outcome: String,
}

impl Form for Minutes {
    const CODE: &'static str = "D18C";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let present: Vec<&Attendance> = self.members.iter().filter(|one| one.is_present).collect();
        let absent: Vec<&Attendance> = self.members.iter().filter(|one| !one.is_present).collect();
        let named = |list: &[&Attendance]| {
            let names = list.iter().map(|one| format!("{} ({})", one.full_name, one.position));
            names.collect::<Vec<_>>().join("; ")
        };
        let mut blocks = Vec::new();
        let times = format!(
            "bắt đầu lúc {}, {}; kết thúc lúc {} cùng ngày.",
            words::hour(self.began_at),
            words::long_date(self.held_on),
            words::hour(self.ended_at),
        );
        blocks.extend(Block::labelled("Thời gian", &times));
        blocks.extend(Block::labelled("Địa điểm", &self.place));
        blocks.extend(Block::labelled("Căn cứ thành lập Hội đồng", &self.basis));
        blocks.push(Block::heading("I. THÀNH PHẦN"));
        blocks.extend(Block::labelled("Chủ trì", &self.chair));
        blocks.extend(Block::labelled("Thư ký", &self.secretary));
        let there = format!("{}/{} thành viên: {}.", present.len(), self.members.len(), named(&present));
        blocks.extend(Block::labelled("Có mặt", &there));
        let missing = if absent.is_empty() {
            "Không.".to_owned()
        } else {
            format!("{} thành viên: {}.", absent.len(), named(&absent))
        };
        blocks.extend(Block::labelled("Vắng mặt", &missing));
        let stand_in = self.members.iter().filter_map(|one| {
            let (name, basis) = one.deputy.as_ref()?;
            Some(format!("{name} (thay {}, theo {basis})", one.full_name))
        });
        let stand_in: Vec<String> = stand_in.collect();
        if !stand_in.is_empty() {
            blocks.extend(Block::labelled("Người được cử dự họp thay", &format!("{}.", stand_in.join("; "))));
        }
        blocks.push(Block::heading("II. NỘI DUNG"));
        blocks.push(Block::text(format!(
            "Hội đồng xem xét {} sáng kiến theo phiếu đánh giá của các thành viên, thảo luận và biểu quyết theo hình thức {}. Thành viên là tác giả hoặc có xung đột lợi ích không đánh giá, không biểu quyết đối với sáng kiến đó. Kết quả như sau:",
            self.cases.len(),
            if self.is_secret { "bỏ phiếu kín" } else { "biểu quyết công khai" },
        )));
        if !self.cases.is_empty() {
            blocks.push(Block::Table(self.table()));
        }
        blocks.push(Block::text("Điểm của từng thành viên: theo Bảng tổng hợp kết quả đánh giá kèm theo."));
        if !self.set_aside.is_empty() {
            blocks.push(Block::text(
                "Phiếu đánh giá đã ký nhưng không tính vào kết quả, do thành viên rút khỏi việc đánh giá vì xung đột lợi ích:",
            ));
            blocks.push(Block::Table(self.set_aside_table()));
        }
        let opinions =
            if self.opinions.is_empty() { "Không ghi nhận ý kiến khác." } else { &self.opinions };
        blocks.extend(Block::labelled("Ý kiến thảo luận", opinions));
        if !self.left_over.is_empty() {
            blocks.push(Block::text(format!(
                "{:02} hồ sơ chưa được biểu quyết hoặc phiếu không được tính, để lại phiên họp sau:",
                self.left_over.len()
            )));
            let line = |line: &LeftOverLine| Block::text(format!("- {}: {}", line.title, line.why));
            blocks.extend(self.left_over.iter().map(line));
        }
        blocks.push(Block::heading("III. KẾT LUẬN"));
        blocks.push(Block::text(
            "Hội đồng thống nhất kết quả nêu trên và đề nghị người có thẩm quyền xem xét, quyết định. Biên bản đã được thông qua các thành viên có mặt./.",
        ));
        let council = self.issuer.council(&self.council);
        let number = words::number(None, &format!("BB-{}", council.symbol));
        let signer = |position: &str, name: &str| Signer {
            position: position.to_owned(),
            name: name.to_owned(),
            ..Signer::default()
        };
        Document {
            name: format!("Biên bản họp {}", self.council),
            is_landscape: false,
            head: council.above(
                Some(number),
                Some(words::place_and_date(&self.issuer.place, Some(self.held_on), self.held_on.year())),
            ),
            kind: "BIÊN BẢN".to_owned(),
            summary: format!("Họp {}", self.council),
            blocks,
            recipients: vec![
                "Thành viên Hội đồng;".to_owned(),
                format!("{};", self.issuer.name()),
                "Lưu: VT, HĐSK.".to_owned(),
            ],
            signers: vec![signer("THƯ KÝ", &self.secretary), signer("CHỦ TRÌ", &self.chair)],
            annex: Vec::new(),
        }
    }
}

impl Minutes {
    fn set_aside_table(&self) -> Table {
        let columns = vec![
            Column::new("Số TT", 6, Align::Centre),
            Column::new("Tên sáng kiến", 28, Align::Left),
            Column::new("Thành viên", 16, Align::Left),
            Column::new("Điểm", 9, Align::Centre),
            Column::new("Lý do không tính", 21, Align::Left),
            Column::new("Trung bình nếu tính", 10, Align::Centre),
            Column::new("Trung bình đã tính", 10, Align::Centre),
        ];
        let row = |(at, line): (usize, &SetAsideLine)| {
            vec![
                (at + 1).to_string(),
                line.title.clone(),
                line.member.clone(),
                words::points(line.total),
                line.why.clone(),
                words::points(line.mean_with),
                words::points(line.mean),
            ]
        };
        Table { columns, rows: self.set_aside.iter().enumerate().map(row).collect(), has_total: false }
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("Số TT", 6, Align::Centre),
            Column::new("Tên sáng kiến", 29, Align::Left),
            Column::new("Điểm trung bình", 10, Align::Centre),
            Column::new("Đồng ý", 9, Align::Centre),
            Column::new("Không đồng ý", 10, Align::Centre),
            Column::new("Ý kiến khác", 9, Align::Centre),
            Column::new("Không tham gia", 10, Align::Centre),
            Column::new("Cần đạt", 9, Align::Centre),
            Column::new("Kết luận", 14, Align::Left),
        ];
        let row = |(at, line): (usize, &DeliberatedLine)| {
            vec![
                (at + 1).to_string(),
                line.title.clone(),
                words::points(line.mean),
                line.agree.to_string(),
                line.disagree.to_string(),
                line.abstain.to_string(),
                line.excluded.to_string(),
                format!("{}/{}", line.needed, line.base),
                line.outcome.clone(),
            ]
        };
        Table { columns, rows: self.cases.iter().enumerate().map(row).collect(), has_total: false }
    }
}
