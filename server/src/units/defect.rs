//! What can be wrong with a row of the catalogue's files once its cells are read, in words of both languages.

use time::Date;

use super::model::UnitKind;
use crate::shared::import::Fault;
use crate::shared::locale::Locale;
use crate::shared::words::Words;

/// What can be wrong with a row of the catalogue's files once its cells are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// Not a kind of unit.
    UnknownKind {
        /// What stands there.
        found: String,
    },
    /// The end does not come after the beginning.
    EndBeforeStart,
    /// The superior does not exist on the first day.
    UnknownParent {
        /// Code of the superior.
        code: String,
        /// First day of the row.
        on: Date,
    },
    /// The superior is of a kind under which this kind cannot stand.
    WrongParentKind {
        /// Kind of the row.
        kind: UnitKind,
        /// Kind of the superior; `None` when there is none.
        parent: Option<UnitKind>,
    },
    /// The unit stands above itself.
    Cycle,
    /// Another version of the same code is valid at the same time.
    Overlap {
        /// Line of the other version; `None` when it is stored already.
        line: Option<u64>,
        /// First day of the other version.
        from: Date,
        /// Day after its last; `None` while it lasts.
        to: Option<Date>,
    },
    /// The superior moves, or its code passes to another unit, before the row ends.
    SuperiorMoves {
        /// Day of the change.
        on: Date,
    },
    /// A stored subordinate would be left without the place it stands at.
    LeavesSubordinate {
        /// Code of the subordinate.
        code: String,
        /// First day of its version.
        from: Date,
    },
    /// Stored differently, in a way that only a new version may change.
    StoredOtherwise {
        /// What is stored.
        stored: String,
    },
    /// The first day is only the earliest one known, and the superior is known from a later day.
    BeginsLater {
        /// The day on which the version begins instead.
        on: Date,
    },
    /// Not a kind of succession.
    UnknownStep {
        /// What stands there.
        found: String,
    },
    /// Neither the whole nor a part.
    BadExtent {
        /// What stands there.
        found: String,
    },
    /// Not a share: above zero, at most one, at most six decimals.
    BadShare {
        /// What stands there.
        found: String,
    },
    /// The share and the extent contradict each other.
    ShareAgainstExtent,
    /// The shares of one unit are more than the whole.
    SharesExceedWhole {
        /// Code of the unit.
        code: String,
    },
    /// A unit has another main successor already.
    SecondMainSuccessor {
        /// Line of the other.
        line: u64,
    },
    /// A unit that ends without a successor has none.
    SuccessorOfNone,
    /// No unit has this code on that day.
    NoUnitOnDay {
        /// The code.
        code: String,
        /// The day.
        on: Date,
    },
    /// A unit that is said to end goes on.
    PredecessorGoesOn {
        /// Code of the unit.
        code: String,
        /// The day.
        on: Date,
    },
    /// A unit is said to change or begin, but the catalogue knows no change of it on that day.
    NothingBegins {
        /// Code of the unit.
        code: String,
        /// The day.
        on: Date,
    },
    /// Not a month.
    BadPeriod {
        /// What stands there.
        found: String,
    },
    /// No unit has this code in that month.
    UnknownUnit {
        /// The code.
        code: String,
        /// The month.
        period: String,
    },
    /// Not a whole number.
    BadNumber {
        /// What stands there.
        found: String,
    },
    /// A number below zero.
    Negative {
        /// What stands there.
        found: String,
    },
    /// The file has no column of figures.
    NoFigures,
}

impl Fault for Defect {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind { .. } => "UNKNOWN_KIND",
            Self::EndBeforeStart => "END_BEFORE_START",
            Self::UnknownParent { .. } => "UNKNOWN_PARENT",
            Self::WrongParentKind { .. } => "WRONG_PARENT_KIND",
            Self::Cycle => "CYCLE",
            Self::Overlap { .. } => "OVERLAP",
            Self::SuperiorMoves { .. } => "SUPERIOR_MOVES",
            Self::LeavesSubordinate { .. } => "LEAVES_SUBORDINATE",
            Self::StoredOtherwise { .. } => "STORED_OTHERWISE",
            Self::BeginsLater { .. } => "BEGINS_LATER",
            Self::UnknownStep { .. } => "UNKNOWN_SUCCESSION",
            Self::BadExtent { .. } => "BAD_EXTENT",
            Self::BadShare { .. } => "BAD_SHARE",
            Self::ShareAgainstExtent => "SHARE_AGAINST_EXTENT",
            Self::SharesExceedWhole { .. } => "SHARES_EXCEED_WHOLE",
            Self::SecondMainSuccessor { .. } => "SECOND_MAIN_SUCCESSOR",
            Self::SuccessorOfNone => "SUCCESSOR_OF_NONE",
            Self::NoUnitOnDay { .. } => "NO_UNIT_ON_DAY",
            Self::PredecessorGoesOn { .. } => "PREDECESSOR_GOES_ON",
            Self::NothingBegins { .. } => "NOTHING_BEGINS",
            Self::BadPeriod { .. } => "BAD_PERIOD",
            Self::UnknownUnit { .. } => "UNKNOWN_UNIT",
            Self::BadNumber { .. } => "BAD_NUMBER",
            Self::Negative { .. } => "NEGATIVE",
            Self::NoFigures => "NO_FIGURES",
        }
    }

    fn words(&self) -> Words {
        Words::new(self.reason_vi(), self.reason_en())
    }
}

impl Defect {
    fn reason_vi(&self) -> String {
        let date = |day: &Date| Locale::Vi.date(*day);
        match self {
            Self::UnknownKind { found } => format!("loại đơn vị “{found}” không có trong danh mục"),
            Self::EndBeforeStart => "ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực".into(),
            Self::UnknownParent { code, on } => {
                format!(
                    "không có đơn vị cấp trên mã “{code}” vào ngày {}, cả trong tệp lẫn trong dữ liệu",
                    date(on)
                )
            }
            Self::WrongParentKind { kind, parent: Some(parent) } => {
                format!("đơn vị loại {} không thể trực thuộc đơn vị loại {}", kind.code(), parent.code())
            }
            Self::WrongParentKind { kind, parent: None } => {
                format!("đơn vị loại {} phải có đơn vị cấp trên", kind.code())
            }
            Self::Cycle => "đơn vị trở thành cấp trên của chính mình".into(),
            Self::Overlap { line: Some(line), .. } => {
                format!("thời gian hiệu lực chồng lên dòng {line} cùng mã")
            }
            Self::Overlap { line: None, from, to: Some(to) } => format!(
                "thời gian hiệu lực chồng lên bản ghi đã lưu cùng mã, có hiệu lực từ {} đến trước {}",
                date(from),
                date(to)
            ),
            Self::Overlap { line: None, from, to: None } => format!(
                "bản ghi đã lưu cùng mã, có hiệu lực từ {}, chưa kết thúc; cần ghi ngày hết hiệu lực cho bản ghi đó",
                date(from)
            ),
            Self::SuperiorMoves { on } => format!(
                "đơn vị cấp trên thay đổi vị trí từ ngày {}; cần kết thúc dòng này và thêm một dòng mới từ ngày đó",
                date(on)
            ),
            Self::LeavesSubordinate { code, from } => format!(
                "đơn vị trực thuộc đã lưu, mã “{code}”, hiệu lực từ {}, sẽ mất đơn vị cấp trên hoặc đổi vị trí",
                date(from)
            ),
            Self::StoredOtherwise { stored } => format!(
                "đã lưu là “{stored}”; thay đổi này cần một dòng mới với ngày bắt đầu hiệu lực của thay đổi"
            ),
            Self::BeginsLater { on } => format!(
                "ngày bắt đầu chỉ là mốc sớm nhất biết được; đơn vị cấp trên chỉ có trong danh mục từ ngày {}, \
                 nên lấy ngày này",
                date(on)
            ),
            Self::UnknownStep { found } => format!("“{found}” không phải hình thức sắp xếp đơn vị"),
            Self::BadExtent { found } => format!("“{found}” không hợp lệ; chỉ nhận whole hoặc part"),
            Self::BadShare { found } => {
                format!(
                    "“{found}” không phải tỷ lệ hợp lệ: lớn hơn 0, không quá 1, tối đa 6 chữ số thập phân"
                )
            }
            Self::ShareAgainstExtent => "tỷ lệ không khớp với phạm vi (toàn bộ hoặc một phần)".into(),
            Self::SharesExceedWhole { code } => {
                format!("tổng các phần của đơn vị mã “{code}” vượt quá toàn bộ đơn vị")
            }
            Self::SecondMainSuccessor { line } => format!("dòng {line} đã ghi đơn vị kế thừa chính"),
            Self::SuccessorOfNone => "đơn vị kết thúc hoạt động thì không có đơn vị kế thừa".into(),
            Self::NoUnitOnDay { code, on } => format!("không có đơn vị mã “{code}” vào ngày {}", date(on)),
            Self::PredecessorGoesOn { code, on } => {
                format!("đơn vị mã “{code}” vẫn còn hoạt động vào ngày {}", date(on))
            }
            Self::NothingBegins { code, on } => {
                format!("danh mục không ghi thay đổi nào của đơn vị mã “{code}” vào ngày {}", date(on))
            }
            Self::BadPeriod { found } => format!("“{found}” không phải tháng hợp lệ; cần viết dạng 2021-01"),
            Self::UnknownUnit { code, period } => format!("không có đơn vị mã “{code}” trong tháng {period}"),
            Self::BadNumber { found } => format!("“{found}” không phải số nguyên (tối đa 12 chữ số)"),
            Self::Negative { found } => format!("số “{found}” nhỏ hơn 0"),
            Self::NoFigures => "không có cột số liệu nào".into(),
        }
    }

    fn reason_en(&self) -> String {
        let date = |day: &Date| Locale::En.date(*day);
        match self {
            Self::UnknownKind { found } => format!("“{found}” is not a kind of unit"),
            Self::EndBeforeStart => "the end must come after the beginning".into(),
            Self::UnknownParent { code, on } => {
                format!("no superior unit “{code}” on {}, neither in the file nor stored", date(on))
            }
            Self::WrongParentKind { kind, parent: Some(parent) } => {
                format!("a {} cannot stand under a {}", kind.code(), parent.code())
            }
            Self::WrongParentKind { kind, parent: None } => {
                format!("a {} needs a superior unit", kind.code())
            }
            Self::Cycle => "the unit would stand above itself".into(),
            Self::Overlap { line: Some(line), .. } => {
                format!("valid at the same time as line {line} of the same code")
            }
            Self::Overlap { line: None, from, to: Some(to) } => format!(
                "valid at the same time as a stored version of the same code, from {} until before {}",
                date(from),
                date(to)
            ),
            Self::Overlap { line: None, from, to: None } => format!(
                "the stored version of the same code, valid from {}, has not ended; give it an end date",
                date(from)
            ),
            Self::SuperiorMoves { on } => format!(
                "the superior unit changes its place on {}; end this row then and add one from that day",
                date(on)
            ),
            Self::LeavesSubordinate { code, from } => format!(
                "the stored subordinate “{code}”, valid from {}, would lose its superior or its place",
                date(from)
            ),
            Self::StoredOtherwise { stored } => {
                format!("stored as “{stored}”; such a change needs a new row from the day of the change")
            }
            Self::BeginsLater { on } => format!(
                "the first day is only the earliest one known; the superior is known from {}, which is taken",
                date(on)
            ),
            Self::UnknownStep { found } => format!("“{found}” is not a kind of succession"),
            Self::BadExtent { found } => format!("“{found}” is neither whole nor part"),
            Self::BadShare { found } => {
                format!("“{found}” is not a share: above 0, at most 1, at most six decimals")
            }
            Self::ShareAgainstExtent => "the share and the extent contradict each other".into(),
            Self::SharesExceedWhole { code } => format!("the parts of unit “{code}” are more than the whole"),
            Self::SecondMainSuccessor { line } => format!("line {line} names a main successor already"),
            Self::SuccessorOfNone => "a unit that is dissolved has no successor".into(),
            Self::NoUnitOnDay { code, on } => format!("no unit has the code “{code}” on {}", date(on)),
            Self::PredecessorGoesOn { code, on } => format!("unit “{code}” still exists on {}", date(on)),
            Self::NothingBegins { code, on } => {
                format!("the catalogue knows no change of unit “{code}” on {}", date(on))
            }
            Self::BadPeriod { found } => format!("“{found}” is not a month; write it as 2021-01"),
            Self::UnknownUnit { code, period } => format!("no unit has the code “{code}” in {period}"),
            Self::BadNumber { found } => format!("“{found}” is not a whole number (at most 12 digits)"),
            Self::Negative { found } => format!("{found} is below zero"),
            Self::NoFigures => "there is no column of figures".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_problem_names_its_place_and_its_reason_in_both_languages() {
        let problem =
            Defect::UnknownParent { code: "999".into(), on: date!(2021 - 01 - 31) }.at(7, "parent_code");
        assert_eq!(
            (problem.line, problem.column.as_str(), problem.code),
            (7, "parent_code", "UNKNOWN_PARENT")
        );
        assert_eq!(
            problem.reason(Locale::Vi),
            "không có đơn vị cấp trên mã “999” vào ngày 31/01/2021, cả trong tệp lẫn trong dữ liệu"
        );
        assert_eq!(
            problem.reason(Locale::En),
            "no superior unit “999” on 31/01/2021, neither in the file nor stored"
        );
        assert_eq!(Defect::NoFigures.of_row(3).column, "");
    }
}
