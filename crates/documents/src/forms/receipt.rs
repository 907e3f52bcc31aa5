//! D17, the receipt of a request, with the day by which it is answered (Circular 18/2013/TT-BKHCN, appendix II).

use serde::Serialize;
use time::Date;

use super::{Form, Issuer};
use crate::model::{Block, Document, Signer};
use crate::words;

/// What the unit confirms to have received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// Who received it.
    pub issuer: Issuer,
    /// Name of the initiative.
    pub title: String,
    /// Full names of the authors, in order.
    pub authors: Vec<String>,
    /// Running number in the register of the year.
    pub entry: i32,
    /// Year of the register.
    pub year: i32,
    /// When it was received.
    pub received_on: Date,
    /// By when the unit answers whether the form is right.
    pub reply_by: Option<Date>,
}

impl Form for Receipt {
    const CODE: &'static str = "D17";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let mut blocks = vec![Block::text(format!(
            "{} đã nhận Đơn yêu cầu công nhận sáng kiến với các thông tin sau:",
            self.issuer.name()
        ))];
        blocks.extend(Block::labelled("Tên sáng kiến", &self.title));
        blocks.extend(Block::labelled("Tác giả", &self.authors.join("; ")));
        blocks.extend(Block::labelled("Ngày nhận đơn", &words::long_date(self.received_on)));
        let entry = format!("{} (Sổ tiếp nhận năm {})", self.entry, self.year);
        blocks.extend(Block::labelled("Số thứ tự trong Sổ tiếp nhận", &entry));
        let reply = self.reply_by.map(words::long_date).unwrap_or_default();
        blocks.extend(Block::labelled("Ngày trả lời về việc chấp nhận đơn", &reply));
        blocks.push(Block::text(
            "Trường hợp đơn có thiếu sót, cơ sở xét công nhận sáng kiến thông báo bằng văn bản cho tác giả và ấn định thời hạn sửa chữa, bổ sung./.",
        ));
        let place = words::place_and_date(&self.issuer.place, Some(self.received_on), self.year);
        Document {
            name: format!("Giấy biên nhận: {}", self.title),
            is_landscape: false,
            head: self.issuer.above(None, Some(place)),
            kind: "GIẤY BIÊN NHẬN".to_owned(),
            summary: "Đơn yêu cầu công nhận sáng kiến".to_owned(),
            blocks,
            recipients: Vec::new(),
            signers: vec![
                Signer {
                    position: "NGƯỜI NỘP ĐƠN".to_owned(),
                    remark: "(Ký và ghi rõ họ tên)".to_owned(),
                    ..Signer::default()
                },
                Signer {
                    position: "NGƯỜI NHẬN ĐƠN".to_owned(),
                    remark: "(Ký và ghi rõ họ tên)".to_owned(),
                    ..Signer::default()
                },
            ],
            annex: Vec::new(),
        }
    }
}
