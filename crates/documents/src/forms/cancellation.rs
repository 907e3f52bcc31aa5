//! D22, the decision that cancels the recognition of an initiative.

use serde::Serialize;

use super::{CIRCULAR, DECREE, Form, Issuer, Numbering, grounds};
use crate::model::{Block, Document, Run};

/// A decision that cancels a recognition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation {
    /// Who decides.
    pub issuer: Issuer,
    /// Number and date.
    pub numbering: Numbering,
    /// Name of the initiative.
    pub title: String,
    /// Authors, one each.
    pub authors: Vec<String>,
    /// Number and date of the decision that is cancelled: "05/QĐ-UBND ngày 01/12/2021".
    pub cancelled_decision: String,
    /// On which ground, in words.
    pub ground: String,
    /// Why.
    pub reason: String,
    /// Full name of whoever decides, and signs.
    pub signer: String,
    /// Who carries it out.
    pub carried_out_by: String,
}

impl Form for Cancellation {
    const CODE: &'static str = "D22";
    const VERSION: i32 = 2;

    fn document(&self) -> Document {
        let mut blocks = vec![self.issuer.authority()];
        blocks.extend(grounds(&[DECREE, CIRCULAR]));
        blocks.push(Block::centred(Run::bold("QUYẾT ĐỊNH:")));
        blocks.push(Block::runs(vec![
            Run::bold("Điều 1. "),
            Run::plain(format!(
                "Hủy bỏ việc công nhận đối với sáng kiến “{}” của {} tại Quyết định số {}.",
                self.title,
                self.authors.join(", "),
                self.cancelled_decision
            )),
        ]));
        blocks.extend(Block::labelled("Căn cứ hủy bỏ", &self.ground));
        blocks.extend(Block::labelled("Lý do", &self.reason));
        blocks.push(Block::runs(vec![
            Run::bold("Điều 2. "),
            Run::plain(
                "Thu hồi các Giấy chứng nhận đã cấp. Danh hiệu, hình thức khen thưởng và điểm thưởng đã căn cứ vào việc công nhận này được xem xét lại theo quy định.",
            ),
        ]));
        blocks.push(Block::runs(vec![
            Run::bold("Điều 3. "),
            Run::plain(format!(
                "{} và các tác giả có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.",
                self.carried_out_by
            )),
        ]));
        Document {
            name: format!("Quyết định hủy bỏ công nhận sáng kiến: {}", self.title),
            is_landscape: false,
            head: self.numbering.above(&self.issuer, "QĐ"),
            kind: "QUYẾT ĐỊNH".to_owned(),
            summary: "Về việc hủy bỏ công nhận sáng kiến".to_owned(),
            blocks,
            recipients: vec!["Như Điều 3;".to_owned(), "Lưu: VT, HĐSK.".to_owned()],
            signers: vec![self.issuer.head_decides(&self.signer)],
            annex: Vec::new(),
        }
    }
}
