//! D19, the certificate of an initiative: one for each author, naming the others (Circular 18/2013/TT-BKHCN, appendix
//! III). Its code leads to the entry of the public register.

use serde::Serialize;
use time::Date;

use super::{Form, Issuer, Numbering};
use crate::model::{Block, Document, Run};
use crate::words;

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// Who recognised it.
    pub issuer: Issuer,
    /// Number and date of the certificate.
    pub numbering: Numbering,
    /// Number and date of the decision: "05/QĐ-UBND ngày 01/12/2021"; none while it has no number.
    pub decision: Option<String>,
    /// What it is recognised as.
    pub standing: Standing,
    /// Full name of the author.
    pub author: String,
    /// Title and place of work.
    pub post: String,
    /// Contribution in hundredths of a percent.
    pub share: i32,
    /// The other authors with their shares, in order.
    pub co_authors: Vec<(String, i32)>,
    /// Name of the initiative.
    pub title: String,
    /// Who funded its creation, where that is no author.
    pub investor: Option<String>,
    /// Short content, of what may be published.
    pub content: String,
    /// Main benefit, of what may be published.
    pub benefit: String,
    /// Where it stands in the register of the unit: "12 (năm 2021)".
    pub entry: String,
    /// Last day on which titles of the province may rest on it; none at base level, whose titles are of the year.
    pub valid_until: Option<Date>,
    /// Full name of whoever decided, and signs.
    pub signer: String,
    /// The stable link to the public register; none while the decision has no number.
    pub link: Option<String>,
}

/// What an initiative is recognised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// An initiative of its unit.
    Base,
    /// Its effect and reach in the province.
    Province,
}

impl Form for Certificate {
    const CODE: &'static str = "D19B";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let (kind, symbol, says, what) = match self.standing {
            Standing::Base => ("Giấy chứng nhận sáng kiến", "GCN", "chứng nhận", "sáng kiến"),
            Standing::Province => (
                "Giấy xác nhận",
                "GXN",
                "xác nhận",
                "sáng kiến được công nhận hiệu quả áp dụng và phạm vi ảnh hưởng cấp tỉnh",
            ),
        };
        let mut blocks = vec![
            Block::centred(Run::bold(format!("{} {says}", self.issuer.decider()))),
            Block::centred(Run::bold(format!("Ông/Bà: {}", self.author))),
            Block::centred(Run::plain(&self.post)),
        ];
        let role = if self.co_authors.is_empty() { "Là tác giả" } else { "Là đồng tác giả" };
        let share = words::percent(self.share);
        blocks.push(Block::runs(vec![
            Run::plain(format!("{role} (tỷ lệ đóng góp {share}) của {what}: ")),
            Run::bold(&self.title),
        ]));
        if !self.co_authors.is_empty() {
            let others = self.co_authors.iter();
            let others: Vec<String> =
                others.map(|(name, share)| format!("{name} ({})", words::percent(*share))).collect();
            blocks.extend(Block::labelled("Các đồng tác giả khác", &others.join("; ")));
        }
        let investor =
            self.investor.as_deref().unwrap_or("Tác giả đồng thời là chủ đầu tư tạo ra sáng kiến.");
        blocks.extend(Block::labelled("Chủ đầu tư tạo ra sáng kiến", investor));
        blocks.extend(Block::labelled("Tóm tắt nội dung sáng kiến", &self.content));
        blocks.extend(Block::labelled("Lợi ích chủ yếu", &self.benefit));
        if let Some(decision) = &self.decision {
            blocks.extend(Block::labelled("Quyết định công nhận", decision));
        }
        blocks.extend(Block::labelled("Số trong Sổ tiếp nhận", &self.entry));
        if let Some(until) = self.valid_until {
            blocks.extend(Block::labelled("Giá trị sử dụng đến hết", &words::long_date(until)));
        }
        if let Some(url) = &self.link {
            let caption = "Tra cứu trong Sổ đăng ký công khai".to_owned();
            blocks.push(Block::QrCode { url: url.clone(), caption });
        }
        let summary = match self.standing {
            Standing::Base => String::new(),
            Standing::Province => "Hiệu quả áp dụng và phạm vi ảnh hưởng cấp tỉnh của sáng kiến".to_owned(),
        };
        Document {
            name: format!("{kind}: {} – {}", self.title, self.author),
            is_landscape: false,
            head: self.numbering.above(&self.issuer, symbol),
            kind: kind.to_uppercase(),
            summary,
            blocks,
            recipients: Vec::new(),
            signers: vec![self.issuer.head_decides(&self.signer)],
            annex: Vec::new(),
        }
    }
}
