//! D16, the request to recognise an initiative (Circular 18/2013/TT-BKHCN, appendix I).

use serde::Serialize;
use time::Date;

use super::Form;
use crate::model::{Align, Block, Column, Document, Head, Run, Signer, Table};
use crate::words;

/// The request as its authors sign it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Whom it asks: the whole name of the unit.
    pub addressee: String,
    /// Name of the initiative.
    pub title: String,
    /// What kind of solution it is, in words; empty while nobody said.
    pub kind: String,
    /// Authors, in order.
    pub authors: Vec<AuthorLine>,
    /// Who funded its creation, where that is no author.
    pub investor: Option<String>,
    /// First application or trial, the earlier.
    pub first_applied_on: Option<Date>,
    /// The description, part by part in the order of the form.
    pub description: Vec<Description>,
    /// Who helped the first application.
    pub helpers: Vec<HelperLine>,
    /// Where it is signed.
    pub place: String,
    /// When it was filed; none for a draft.
    pub filed_on: Option<Date>,
    /// The year printed where it is not filed yet.
    pub year: i32,
}

/// An author with a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorLine {
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Place of work.
    pub workplace: String,
    /// Title.
    pub job_title: String,
    /// Qualification.
    pub qualification: String,
    /// Contribution in hundredths of a percent.
    pub share: i32,
}

/// A part of the description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// How the form names it.
    pub label: String,
    /// What may be published.
    pub open: String,
    /// What is to be kept secret; empty for most.
    pub confidential: String,
}

/// Somebody who helped the first application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HelperLine {
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Place of work.
    pub workplace: String,
    /// Title.
    pub job_title: String,
    /// Qualification.
    pub qualification: String,
    /// What the help was.
    pub support: String,
}

const NONE: &str = "Không.";

impl Form for Request {
    const CODE: &'static str = "D16";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let is_one = self.authors.len() == 1;
        let we = if is_one { "Tôi" } else { "Chúng tôi" };
        let mut blocks = vec![
            Block::centred(Run::bold(format!("Kính gửi: {}", self.addressee))),
            Block::text(format!("{we} ghi tên dưới đây:")),
            Block::Table(self.authors_table()),
            Block::runs(vec![
                Run::plain(if is_one { "Là tác giả" } else { "Là nhóm tác giả" }),
                Run::plain(" đề nghị xét công nhận sáng kiến: "),
                Run::bold(&self.title),
            ]),
        ];
        let applied = self.first_applied_on.map(words::long_date).unwrap_or_default();
        blocks.extend(Block::labelled("Loại giải pháp", &self.kind));
        blocks.extend(Block::labelled(
            "Chủ đầu tư tạo ra sáng kiến",
            self.investor.as_deref().unwrap_or("Tác giả đồng thời là chủ đầu tư tạo ra sáng kiến."),
        ));
        blocks.extend(Block::labelled(
            "Ngày sáng kiến được áp dụng lần đầu hoặc áp dụng thử (ghi ngày nào sớm hơn)",
            &applied,
        ));
        for part in self.description.iter().filter(|part| !part.open.is_empty()) {
            blocks.extend(Block::labelled(&part.label, &part.open));
        }
        blocks.extend(self.confidential());
        blocks.push(Block::heading(
            "Danh sách những người đã tham gia áp dụng thử hoặc áp dụng sáng kiến lần đầu:",
        ));
        blocks.push(if self.helpers.is_empty() {
            Block::text(NONE)
        } else {
            Block::Table(self.helpers_table())
        });
        blocks.push(Block::text(format!(
            "{we} xin cam đoan mọi thông tin nêu trong đơn là trung thực, đúng sự thật và hoàn toàn chịu trách nhiệm trước pháp luật."
        )));
        Document {
            name: format!("Đơn yêu cầu công nhận sáng kiến: {}", self.title),
            is_landscape: false,
            head: Head::Personal,
            kind: "ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN".to_owned(),
            summary: String::new(),
            blocks,
            recipients: Vec::new(),
            signers: self.signers(),
            annex: Vec::new(),
        }
    }
}

impl Request {
    fn confidential(&self) -> Vec<Block> {
        let secret: Vec<&Description> =
            self.description.iter().filter(|part| !part.confidential.is_empty()).collect();
        let label = "Những thông tin cần được bảo mật";
        if secret.is_empty() {
            return Block::labelled(label, NONE);
        }
        let parts = secret.iter().flat_map(|part| Block::labelled(&part.label, &part.confidential));
        std::iter::once(Block::heading(format!("{label}:"))).chain(parts).collect()
    }

    fn authors_table(&self) -> Table {
        let columns = vec![
            Column::new("Số TT", 6, Align::Centre),
            Column::new("Họ và tên", 18, Align::Left),
            Column::new("Ngày, tháng, năm sinh", 15, Align::Centre),
            Column::new("Nơi công tác", 22, Align::Left),
            Column::new("Chức danh", 14, Align::Left),
            Column::new("Trình độ chuyên môn", 15, Align::Left),
            Column::new("Tỷ lệ (%) đóng góp", 12, Align::Centre),
        ];
        let row = |(at, author): (usize, &AuthorLine)| {
            vec![
                (at + 1).to_string(),
                author.full_name.clone(),
                author.birth_date.map(words::date).unwrap_or_default(),
                author.workplace.clone(),
                author.job_title.clone(),
                author.qualification.clone(),
                words::hundredths(author.share),
            ]
        };
        Table { columns, rows: self.authors.iter().enumerate().map(row).collect(), has_total: false }
    }

    fn helpers_table(&self) -> Table {
        let columns = vec![
            Column::new("Số TT", 6, Align::Centre),
            Column::new("Họ và tên", 17, Align::Left),
            Column::new("Ngày, tháng, năm sinh", 15, Align::Centre),
            Column::new("Nơi công tác", 18, Align::Left),
            Column::new("Chức danh", 13, Align::Left),
            Column::new("Trình độ chuyên môn", 13, Align::Left),
            Column::new("Nội dung công việc hỗ trợ", 21, Align::Left),
        ];
        let row = |(at, helper): (usize, &HelperLine)| {
            vec![
                (at + 1).to_string(),
                helper.full_name.clone(),
                helper.birth_date.map(words::date).unwrap_or_default(),
                helper.workplace.clone(),
                helper.job_title.clone(),
                helper.qualification.clone(),
                helper.support.clone(),
            ]
        };
        Table { columns, rows: self.helpers.iter().enumerate().map(row).collect(), has_total: false }
    }

    /// Every author signs; place and date stand above the last signature in the first row on the right.
    fn signers(&self) -> Vec<Signer> {
        let place = words::place_and_date(&self.place, self.filed_on, self.year);
        let right = if self.authors.len() == 1 { 0 } else { 1 };
        let signer = |(at, author): (usize, &AuthorLine)| Signer {
            place: if at == right { place.clone() } else { "\u{a0}".repeat(usize::from(at < right)) },
            position: if self.authors.len() == 1 { "NGƯỜI NỘP ĐƠN" } else { "TÁC GIẢ" }.to_owned(),
            remark: "(Ký và ghi rõ họ tên)".to_owned(),
            name: author.full_name.clone(),
            ..Signer::default()
        };
        self.authors.iter().enumerate().map(signer).collect()
    }
}
