//! Number and date of a paper as its clerk enters them: of a decision, of what cancelled it, and of a petition. One rule
//! and one deed for all of them.

use std::future::Future;

use time::Date;

use super::rules::same_number;
use crate::access::Actor;
use crate::audit::{self, Deed};
use crate::initiatives;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::locale::Locale;

/// Longest number and symbol of a paper, in characters.
pub const LONGEST_NUMBER: usize = 60;

/// Number and date as the clerk enters them.
#[derive(Clone, Debug)]
pub struct GivenNumber {
    /// Number and symbol.
    pub number: String,
    /// Date.
    pub date: Date,
    /// Why they are corrected, where they are.
    pub reason: String,
}

/// Number and date as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Number and symbol.
    pub number: String,
    /// Date.
    pub date: Date,
    /// Why they were corrected; none where nothing that stood has changed.
    pub reason: Option<String>,
}

/// What is wrong with the number or the date of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// No number.
    Missing,
    /// A number and symbol that is too long.
    TooLong,
    /// Not digits, a slash, and a symbol that holds letters.
    BadForm,
    /// Another paper of this kind of the unit has this number in that year.
    Taken {
        /// The number.
        number: String,
    },
    /// A date before the paper came to be, or in the future.
    BadDate,
    /// What stands is corrected without a reason, or with one that is too long.
    BadCorrection,
}

/// Which paper bears the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// A decision.
    Decision,
    /// A petition.
    Petition,
    /// A certificate, which bears the date of its decision.
    Certificate,
}

impl NumberFault {
    /// The field of the input that it concerns.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Missing | Self::TooLong | Self::BadForm | Self::Taken { .. } => "number",
            Self::BadDate => "date",
            Self::BadCorrection => "reason",
        }
    }

    /// The fault in words.
    #[must_use]
    pub fn in_words(&self, paper: PaperKind, l: Locale) -> String {
        let (vi, en, example) = match paper {
            PaperKind::Decision => ("quyết định", "decision", "104/QĐ-UBND"),
            PaperKind::Petition => ("tờ trình", "petition", "32/TTr-UBND"),
            PaperKind::Certificate => ("giấy chứng nhận", "certificate", "01/GCN-UBND"),
        };
        match self {
            Self::Missing => l.pick(
                format!("Đề nghị ghi số, ký hiệu {vi}, ví dụ {example}."),
                format!("Enter number and symbol of the {en}, such as {example}."),
            ),
            Self::TooLong => l.pick(
                format!("Số, ký hiệu {vi} dài tối đa {LONGEST_NUMBER} ký tự."),
                format!("Number and symbol of the {en} have at most {LONGEST_NUMBER} characters."),
            ),
            Self::BadForm => l.pick(
                format!("Số, ký hiệu {vi} gồm số thứ tự, dấu gạch chéo và ký hiệu có chữ, ví dụ {example}."),
                format!("Number and symbol of the {en} are digits, a slash and a symbol with letters, such as {example}."),
            ),
            Self::Taken { number } => l.pick(
                format!("Số {number} đã dùng cho {vi} khác của đơn vị trong năm."),
                format!("Another {en} of this unit has the number {number} in that year."),
            ),
            Self::BadDate => match paper {
                PaperKind::Decision | PaperKind::Certificate => l.pick(
                    "Ngày quyết định không thể trước ngày quyết định trên hệ thống hoặc sau hôm nay.".to_owned(),
                    "The date lies between the day it was decided here and today.".to_owned(),
                ),
                PaperKind::Petition => l.pick(
                    "Ngày tờ trình không thể trước ngày lập hồ sơ hoặc sau hôm nay.".to_owned(),
                    "The date lies between the day it was written and today.".to_owned(),
                ),
            },
            Self::BadCorrection => l.pick(
                "Sửa số, ngày đã ghi: đề nghị ghi lý do, tối đa 2000 ký tự.".to_owned(),
                "A number or date that stands is corrected with a reason, in at most 2000 characters.".to_owned(),
            ),
        }
    }
}

/// Whether the clerk may enter this for a paper of a day, over the number and date that stand; answers what is kept.
/// The number is digits, then a slash and the symbol, which holds letters (Decree 30/2020/NĐ-CP, appendix I).
pub fn check(
    given: &GivenNumber,
    (held_number, held_date): (Option<&str>, Option<Date>),
    (written_on, today): (Date, Date),
) -> Result<Numbered, NumberFault> {
    let number = given.number.trim();
    if number.is_empty() {
        return Err(NumberFault::Missing);
    }
    if number.chars().count() > LONGEST_NUMBER {
        return Err(NumberFault::TooLong);
    }
    if !has_form(number) {
        return Err(NumberFault::BadForm);
    }
    if given.date < written_on || given.date > today {
        return Err(NumberFault::BadDate);
    }
    let changes =
        held_number.is_some_and(|held| held != number) || held_date.is_some_and(|held| held != given.date);
    let reason = match (changes, initiatives::check_note(&given.reason)) {
        (true, Err(_)) => return Err(NumberFault::BadCorrection),
        (true, Ok(reason)) => Some(reason.to_owned()),
        (false, _) => None,
    };
    Ok(Numbered { number: number.to_owned(), date: given.date, reason })
}

fn has_form(number: &str) -> bool {
    number.split_once('/').is_some_and(|(order, symbol)| {
        let order = order.trim();
        !order.is_empty()
            && order.chars().all(|one| one.is_ascii_digit())
            && symbol.chars().any(char::is_alphabetic)
    })
}

/// The names of the deeds that enter a number for the first time, and correct it.
#[derive(Clone, Copy, Debug)]
pub struct DeedNames {
    /// When it is entered.
    pub entered: &'static str,
    /// When it is corrected.
    pub corrected: &'static str,
}

impl DeedNames {
    /// The one that tells of this number.
    #[must_use]
    pub fn of(self, numbered: &Numbered) -> &'static str {
        if numbered.reason.is_some() { self.corrected } else { self.entered }
    }
}

/// Tells the trail of a number, unless another paper of the unit has it in its year. The end of the trail is taken first,
/// so that of two clerks who enter the same number one is told; what it is compared with is read after that.
pub async fn record<T>(
    tx: &Transaction,
    actor: &Actor,
    (deed, numbered): (Deed, &Numbered),
    others: impl Future<Output = Result<Vec<String>, Refusal>>,
    (now, fault): (time::OffsetDateTime, impl FnOnce(NumberFault) -> T),
) -> Result<(), Failure<T>> {
    audit::hold(tx).await?;
    let wanted = same_number(&numbered.number);
    if others.await?.iter().any(|one| same_number(one) == wanted) {
        return Err(Failure::Problem(fault(NumberFault::Taken { number: numbered.number.clone() })));
    }
    let deed = match &numbered.reason {
        Some(reason) => deed.because(reason),
        None => deed,
    };
    audit::record(tx, Some(actor), deed, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const WRITTEN: Date = date!(2021 - 12 - 21);
    const TODAY: Date = date!(2021 - 12 - 25);

    fn entered(number: &str, date: Date) -> Result<String, NumberFault> {
        let given = GivenNumber { number: number.to_owned(), date, reason: String::new() };
        check(&given, (None, None), (WRITTEN, TODAY)).map(|numbered| numbered.number)
    }

    #[test]
    fn a_paper_is_dated_from_the_day_it_was_written_to_today() {
        assert_eq!(entered(" 15/QĐ-UBND ", WRITTEN), Ok("15/QĐ-UBND".into()));
        assert_eq!(entered("15/QĐ-UBND", date!(2021 - 12 - 20)), Err(NumberFault::BadDate));
        assert_eq!(entered("15/QĐ-UBND", date!(2021 - 12 - 26)), Err(NumberFault::BadDate));
    }

    #[test]
    fn a_number_holds_digits_and_its_symbol_letters() {
        for good in ["104/QĐ-UBND", "05/TTr-UBND", "12/2021/QĐ-UBND", "15 / QĐ-SKHCN", "7/QĐ"] {
            assert_eq!(entered(good, TODAY), Ok(good.into()));
        }
        for bad in ["104", "QĐ-UBND", "104/", "/QĐ-UBND", "104/104", "A4/QĐ-UBND", "104-QĐ", "٣/QĐ"] {
            assert_eq!(entered(bad, TODAY), Err(NumberFault::BadForm), "{bad}");
        }
        assert_eq!(entered(" ", TODAY), Err(NumberFault::Missing));
        assert_eq!(entered(&format!("1/{}", "Q".repeat(59)), TODAY), Err(NumberFault::TooLong));
    }

    #[test]
    fn a_number_is_corrected_with_a_reason() {
        let held = (Some("15/QĐ-UBND"), Some(WRITTEN));
        let correct = |number: &str, date, reason: &str| {
            let given = GivenNumber { number: number.to_owned(), date, reason: reason.to_owned() };
            check(&given, held, (WRITTEN, TODAY)).map(|numbered| numbered.reason)
        };
        assert_eq!(correct("15/QĐ-UBND", WRITTEN, ""), Ok(None), "nothing changes");
        assert_eq!(correct("16/QĐ-UBND", WRITTEN, " "), Err(NumberFault::BadCorrection));
        assert_eq!(correct("15/QĐ-UBND", TODAY, "Ghi nhầm"), Ok(Some("Ghi nhầm".into())));
    }
}
