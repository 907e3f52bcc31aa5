//! The forms that initiatives need: each holds facts and says what the document contains.

mod cancellation;
mod certificate;
mod confirmation;
mod decision;
mod minutes;
mod petition;
mod receipt;
mod register;
mod request;
mod sheet;
mod tally;

use serde::Serialize;
use time::Date;

pub use cancellation::Cancellation;
pub use certificate::{Certificate, Standing};
pub use confirmation::Confirmation;
pub use decision::{Decision, RecognisedLine};
pub use minutes::{Attendance, DeliberatedLine, LeftOverLine, Minutes, SetAsideLine};
pub use petition::{AdoptingLine, Petition};
pub use receipt::Receipt;
pub use register::{Register, RegisterLine};
pub use request::{AuthorLine, Description, HelperLine, Request};
pub use sheet::{CriterionLine, Sheet};
pub use tally::{MemberPoints, Tally, TallyLine};

use crate::model::{Document, Head, Signer};
use crate::words;

/// A kind of document: facts in, content out.
pub trait Form: Serialize {
    /// Its code among papers (docs/invariants.md), with a letter where that names several papers.
    const CODE: &'static str;
    /// Version of the template, from 1; a change of words or layout is a new one.
    const VERSION: i32;

    /// What the document contains.
    fn document(&self) -> Document;
}

/// The body that issues a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Issuer {
    /// The body above, which may be abbreviated: "UBND tỉnh An Giang", line by line where there are several; none for
    /// People's Committees.
    pub superior: Option<String>,
    /// The issuing body by the lines in which it is printed: "Ủy ban nhân dân", "xã Phước Hưng".
    pub lines: Vec<String>,
    /// Its abbreviation in symbols: "UBND".
    pub symbol: String,
    /// Where it issues: "Phước Hưng".
    pub place: String,
    /// In whose name its head signs: "Ủy ban nhân dân"; none where the head signs alone.
    pub collective: Option<String>,
    /// What its head is: "Chủ tịch".
    pub head: String,
}

impl Issuer {
    /// Its whole name as written within a text.
    #[must_use]
    pub fn name(&self) -> String {
        self.lines.join(" ")
    }

    fn above(&self, number: Option<String>, place: Option<String>) -> Head {
        let issuer = self.lines.iter().map(|line| line.to_uppercase()).collect();
        let superior = self.superior.as_ref().map(|name| name.to_uppercase());
        Head::Official { superior, issuer, number, place }
    }

    /// The head decides in person, not on behalf of the body.
    fn head_decides(&self, name: &str) -> Signer {
        Signer { position: self.head.to_uppercase(), name: name.to_owned(), ..Signer::default() }
    }

    /// "Chủ tịch Ủy ban nhân dân xã Phước Hưng", who decides.
    #[must_use]
    pub fn decider(&self) -> String {
        let name = self.name();
        // "Chánh Văn phòng" of "Văn phòng Ủy ban nhân dân" says it once.
        let words: Vec<&str> = self.head.split(' ').collect();
        let begins = |from: &usize| {
            let said = format!("{} ", words[*from..].join(" "));
            name.to_uppercase().starts_with(&said.to_uppercase())
        };
        let head = words[..(0..words.len()).find(begins).unwrap_or(words.len())].join(" ");
        format!("{head} {name}")
    }

    /// The same in capitals, above the grounds of a decision.
    fn authority(&self) -> crate::Block {
        crate::Block::centred(crate::Run::bold(self.decider().to_uppercase()))
    }

    /// A council of this body, which issues its own papers beneath it.
    #[must_use]
    pub fn council(&self, name: &str) -> Self {
        Self {
            superior: Some(self.lines.join("\n")),
            lines: broken(name),
            symbol: "HĐSK".to_owned(),
            place: self.place.clone(),
            ..Self::default()
        }
    }

    fn head_signs(&self, name: &str) -> Signer {
        let capacity = self.collective.as_ref().map(|body| format!("TM. {}", body.to_uppercase()));
        Signer {
            capacity: capacity.unwrap_or_default(),
            position: self.head.to_uppercase(),
            name: name.to_owned(),
            ..Signer::default()
        }
    }
}

/// Letters after which a name is broken into two lines.
const LONGEST_LINE: usize = 26;

/// A name in one line, or in two of about the same length.
#[must_use]
pub fn broken(name: &str) -> Vec<String> {
    let length = name.chars().count();
    if length <= LONGEST_LINE {
        return vec![name.to_owned()];
    }
    let breaks = name.match_indices(' ').map(|(at, _)| at);
    let half = |at: &usize| name[..*at].chars().count().abs_diff(length / 2);
    match breaks.min_by_key(half) {
        Some(at) => vec![name[..at].to_owned(), name[at + 1..].to_owned()],
        None => vec![name.to_owned()],
    }
}

/// Number and date of a document: the clerk's, or room for them (INV-D1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Numbering {
    /// The whole number: "05/QĐ-UBND".
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// The year of the deed, printed where there is no date.
    pub year: i32,
}

impl Numbering {
    fn above(&self, issuer: &Issuer, kind: &str) -> Head {
        let number = words::number(self.number.as_deref(), &format!("{kind}-{}", issuer.symbol));
        let place = words::place_and_date(&issuer.place, self.date, self.year);
        issuer.above(Some(number), Some(place))
    }
}

/// The legal grounds: each on its line in italics, ended by a semicolon, the last by a full stop.
fn grounds(list: &[&str]) -> Vec<crate::Block> {
    let last = list.len().saturating_sub(1);
    let line = |(at, ground): (usize, &&str)| {
        let end = if at == last { "." } else { ";" };
        crate::Block::runs(vec![crate::Run::italic(format!("{ground}{end}"))])
    };
    list.iter().enumerate().map(line).collect()
}

/// The law on which recognition rests.
const DECREE: &str =
    "Căn cứ Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ ban hành Điều lệ Sáng kiến";
/// How it is carried out.
const CIRCULAR: &str = "Căn cứ Thông tư số 18/2013/TT-BKHCN ngày 01 tháng 8 năm 2013 của Bộ trưởng Bộ Khoa học và Công nghệ hướng dẫn thi hành một số quy định của Điều lệ Sáng kiến";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_named_once() {
        let named = |head: &str, name: &str| {
            let issuer = Issuer { head: head.to_owned(), lines: vec![name.to_owned()], ..Issuer::default() };
            match issuer.authority() {
                crate::Block::Paragraph { runs, .. } => runs[0].text.clone(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(named("Giám đốc", "Sở Nội vụ"), "GIÁM ĐỐC SỞ NỘI VỤ");
        assert_eq!(named("Trưởng ban", "Ban Dân tộc"), "TRƯỞNG BAN DÂN TỘC");
        assert_eq!(
            named("Chánh Văn phòng", "Văn phòng Ủy ban nhân dân tỉnh"),
            "CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH"
        );
    }
}
