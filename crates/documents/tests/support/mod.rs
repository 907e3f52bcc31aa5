//! A document of every form, with invented facts.

use documents::Document;
use documents::forms::{
    AdoptingLine, Attendance, AuthorLine, Cancellation, Certificate, Confirmation, CriterionLine, Decision,
    DeliberatedLine, Description, Form as _, HelperLine, Issuer, LeftOverLine, MemberPoints, Minutes,
    Numbering, Petition, Receipt, RecognisedLine, Register, RegisterLine, Request, SetAsideLine, Sheet,
    Standing, Tally, TallyLine,
};
use time::Date;
use time::macros::date;

const TITLE: &str = "Tiếp nhận hồ sơ hộ tịch lưu động tại ấp bằng lịch hẹn qua Zalo và bảng kiểm một trang";
const LINK: &str = "https://thidua.angiang.gov.vn/register/SW5pdGlhdGl2ZVJlY29nbml0aW9uOjAxOTQ5ZjM5";

/// The People's Committee of a commune.
pub fn commune() -> Issuer {
    Issuer {
        superior: None,
        lines: ["Ủy ban nhân dân", "xã Phước Hưng"].map(str::to_owned).to_vec(),
        symbol: "UBND".to_owned(),
        place: "Phước Hưng".to_owned(),
        collective: Some("Ủy ban nhân dân".to_owned()),
        head: "Chủ tịch".to_owned(),
    }
}

/// A department of the province.
pub fn department() -> Issuer {
    Issuer {
        superior: Some("UBND tỉnh An Giang".to_owned()),
        lines: vec!["Sở Nông nghiệp và".to_owned(), "Phát triển nông thôn".to_owned()],
        symbol: "SNNPTNT".to_owned(),
        place: "An Giang".to_owned(),
        collective: None,
        head: "Giám đốc".to_owned(),
    }
}

fn province() -> Issuer {
    Issuer {
        superior: None,
        lines: vec!["Ủy ban nhân dân".to_owned(), "tỉnh An Giang".to_owned()],
        symbol: "UBND".to_owned(),
        place: "An Giang".to_owned(),
        collective: Some("Ủy ban nhân dân".to_owned()),
        head: "Chủ tịch".to_owned(),
    }
}

/// A request of two authors.
pub fn request() -> Request {
    let author = |full_name: &str, birth_date: Date, share: i32| AuthorLine {
        full_name: full_name.to_owned(),
        birth_date: Some(birth_date),
        workplace: "Ủy ban nhân dân xã Phước Hưng".to_owned(),
        job_title: "Công chức Tư pháp – Hộ tịch".to_owned(),
        qualification: "Đại học Luật".to_owned(),
        share,
    };
    let part = |label: &str, open: &str, confidential: &str| Description {
        label: label.to_owned(),
        open: open.to_owned(),
        confidential: confidential.to_owned(),
    };
    let long = "Bước 1: người dân nhắn tin chọn lịch hẹn; cán bộ kiểm tra giấy tờ theo bảng kiểm một trang.\nBước 2: tổ lưu động đến nhà văn hóa ấp vào chiều thứ năm hằng tuần, tiếp nhận, chụp và nhập hồ sơ tại chỗ.\nBước 3: kết quả được trả tại ấp hoặc qua bưu chính.";
    Request {
        addressee: "Ủy ban nhân dân xã Phước Hưng".to_owned(),
        title: TITLE.to_owned(),
        kind: "Giải pháp tác nghiệp".to_owned(),
        authors: vec![
            author("Nguyễn Thị Hồng Đào", date!(1985 - 03 - 02), 6000),
            author("Trần Văn Được", date!(1990 - 11 - 20), 4000),
        ],
        investor: None,
        first_applied_on: Some(date!(2021 - 02 - 15)),
        description: vec![
            part("Lĩnh vực áp dụng sáng kiến", "Cải cách hành chính, hộ tịch.", ""),
            part("Vấn đề sáng kiến giải quyết", "Người dân ở các ấp xa phải đi lại nhiều lần.", ""),
            part("Mô tả bản chất của sáng kiến", &long.repeat(6), "Danh sách số điện thoại nội bộ."),
        ],
        helpers: vec![HelperLine {
            full_name: "Lê Văn Tám".to_owned(),
            birth_date: None,
            workplace: "Ấp Phước Mỹ".to_owned(),
            job_title: "Trưởng ấp".to_owned(),
            qualification: "12/12".to_owned(),
            support: "Bố trí địa điểm, thông báo cho dân".to_owned(),
        }],
        place: "Phước Hưng".to_owned(),
        filed_on: Some(date!(2021 - 06 - 01)),
        year: 2021,
    }
}

/// A decision about as many initiatives as wanted.
pub fn decision(count: usize) -> Decision {
    let line = RecognisedLine {
        title: TITLE.to_owned(),
        authors: vec![
            "Nguyễn Thị Hồng Đào, Công chức Tư pháp – Hộ tịch (60%)".to_owned(),
            "Trần Văn Được, Công chức Văn phòng (40%)".to_owned(),
        ],
        unit: "Ủy ban nhân dân xã Phước Hưng".to_owned(),
    };
    Decision {
        issuer: commune(),
        numbering: Numbering { number: None, date: None, year: 2021 },
        is_province: false,
        council: "Hội đồng sáng kiến xã Phước Hưng".to_owned(),
        signer: "Lê Văn Chủ".to_owned(),
        cases: vec![line; count],
        carried_out_by: vec!["Văn phòng Ủy ban nhân dân xã".to_owned()],
    }
}

/// A certificate of the first of two authors.
pub fn certificate() -> Certificate {
    Certificate {
        issuer: commune(),
        numbering: Numbering {
            number: Some("05/GCN-UBND".to_owned()),
            date: Some(date!(2021 - 12 - 05)),
            year: 2021,
        },
        decision: Some("12/QĐ-UBND ngày 01 tháng 12 năm 2021".to_owned()),
        standing: Standing::Base,
        author: "Nguyễn Thị Hồng Đào".to_owned(),
        post: "Công chức Tư pháp – Hộ tịch, Ủy ban nhân dân xã Phước Hưng".to_owned(),
        share: 6000,
        co_authors: vec![("Trần Văn Được".to_owned(), 4000)],
        title: TITLE.to_owned(),
        investor: None,
        content: "Tiếp nhận hồ sơ hộ tịch tại ấp theo lịch hẹn, dùng bảng kiểm một trang.".to_owned(),
        benefit: "Thời gian đi lại của người dân giảm một nửa.".to_owned(),
        entry: "12 (năm 2021)".to_owned(),
        valid_until: None,
        signer: "Lê Văn Chủ".to_owned(),
        link: Some(LINK.to_owned()),
    }
}

/// The minutes of a sitting.
pub fn minutes() -> Minutes {
    let member = |full_name: &str, position: &str, is_present: bool| Attendance {
        full_name: full_name.to_owned(),
        position: position.to_owned(),
        is_present,
        deputy: (!is_present)
            .then(|| ("Cao Thị Bảy".to_owned(), "Giấy ủy quyền số 3/GUQ ngày 17/11/2021".to_owned())),
    };
    Minutes {
        issuer: commune(),
        council: "Hội đồng sáng kiến xã Phước Hưng".to_owned(),
        basis: "Quyết định số 08/QĐ-UBND ngày 15/01/2021 của Ủy ban nhân dân xã Phước Hưng".to_owned(),
        held_on: date!(2021 - 11 - 18),
        began_at: Some((8, 0)),
        ended_at: None,
        place: "Phòng họp Ủy ban nhân dân xã".to_owned(),
        is_secret: true,
        members: vec![
            member("Phạm Văn Sáu", "Chủ tịch Hội đồng", true),
            member("Lý Thị Mai", "Phó Chủ tịch Hội đồng", true),
            member("Đỗ Minh Khoa", "Thư ký", true),
            member("Huỳnh Thị Thu", "Ủy viên", false),
        ],
        cases: vec![DeliberatedLine {
            title: TITLE.to_owned(),
            mean: 7200,
            agree: 3,
            disagree: 0,
            abstain: 0,
            excluded: 0,
            base: 4,
            needed: 3,
            outcome: "Đề nghị công nhận".to_owned(),
        }],
        set_aside: vec![SetAsideLine {
            title: TITLE.to_owned(),
            member: "Ngô Văn Tư".to_owned(),
            total: 6100,
            why: "Là em của tác giả".to_owned(),
            mean_with: 7125,
            mean: 7200,
        }],
        left_over: vec![LeftOverLine {
            title: "Bảng kiểm hồ sơ một trang".to_owned(),
            why: "thành viên được biểu quyết có mặt 02, cần ít nhất 03.".to_owned(),
        }],
        opinions: "Đề nghị bổ sung số liệu quý IV.".to_owned(),
        secretary: "Đỗ Minh Khoa".to_owned(),
        chair: "Phạm Văn Sáu".to_owned(),
    }
}

/// Every form once, with the name of its file.
pub fn all() -> Vec<(&'static str, Document)> {
    let unnumbered = || Numbering { number: None, date: None, year: 2021 };
    let tally_line = TallyLine {
        title: TITLE.to_owned(),
        sheets: 3,
        mean: 8233,
        lowest: 7500,
        highest: 9000,
        agree: 3,
        base: 4,
        needed: 3,
        outcome: "Đề nghị công nhận".to_owned(),
        criteria: vec!["Tính mới".to_owned(), "Khả năng áp dụng".to_owned(), "Lợi ích".to_owned()],
        points: vec![
            MemberPoints {
                member: "Phạm Văn Sáu".to_owned(),
                points: vec![2600, 2550, 2000],
                set_aside: None,
            },
            MemberPoints {
                member: "Ngô Văn Tư".to_owned(),
                points: vec![2000, 2100, 2000],
                set_aside: Some("Không tính: là em của tác giả".to_owned()),
            },
        ],
    };
    let entry = |number: i32| RegisterLine {
        number,
        received_on: date!(2021 - 06 - 01),
        title: TITLE.to_owned(),
        authors: "Nguyễn Thị Hồng Đào (60%); Trần Văn Được (40%)".to_owned(),
        kind: "Giải pháp tác nghiệp".to_owned(),
        first_applied_on: Some(date!(2021 - 02 - 15)),
        state: "Đã công nhận cấp cơ sở".to_owned(),
        decision: "05/QĐ-UBND, 01/12/2021".to_owned(),
        level: "Cơ sở".to_owned(),
    };
    let criterion = |title: &str, most: i32, points: i32| CriterionLine {
        title: title.to_owned(),
        most,
        points: Some(points),
    };
    let province_certificate = Certificate {
        issuer: province(),
        standing: Standing::Province,
        valid_until: Some(date!(2024 - 12 - 31)),
        ..certificate()
    };
    vec![
        ("D16-request", request().document()),
        (
            "D17-receipt",
            Receipt {
                issuer: commune(),
                title: TITLE.to_owned(),
                authors: vec!["Nguyễn Thị Hồng Đào".to_owned(), "Trần Văn Được".to_owned()],
                entry: 12,
                year: 2021,
                received_on: date!(2021 - 06 - 01),
                reply_by: Some(date!(2021 - 07 - 01)),
            }
            .document(),
        ),
        (
            "D17-register",
            Register { issuer: commune(), year: 2021, entries: (1..=30).map(entry).collect() }.document(),
        ),
        (
            "D18-sheet",
            Sheet {
                issuer: commune(),
                council: "Hội đồng sáng kiến xã Phước Hưng".to_owned(),
                title: TITLE.to_owned(),
                member: "Đỗ Minh Khoa".to_owned(),
                position: "Thư ký".to_owned(),
                rubric: "Bộ tiêu chí mặc định, phiên bản 1".to_owned(),
                criteria: vec![criterion("Tính mới", 30, 2600), criterion("Khả năng áp dụng", 30, 2550)],
                remark: String::new(),
                signed_on: Some(date!(2021 - 11 - 10)),
                year: 2021,
            }
            .document(),
        ),
        (
            "D18-tally",
            Tally {
                issuer: commune(),
                council: "Hội đồng sáng kiến xã Phước Hưng".to_owned(),
                held_on: date!(2021 - 11 - 18),
                lines: vec![tally_line; 3],
                secretary: "Đỗ Minh Khoa".to_owned(),
                chair: "Phạm Văn Sáu".to_owned(),
            }
            .document(),
        ),
        ("D18-minutes", minutes().document()),
        ("D19-decision", decision(2).document()),
        ("D19-certificate", certificate().document()),
        ("D20-province-certificate", province_certificate.document()),
        (
            "D20-petition",
            Petition {
                issuer: commune(),
                numbering: unnumbered(),
                signer: "Lê Văn Chủ".to_owned(),
                addressee: "Hội đồng sáng kiến tỉnh An Giang".to_owned(),
                title: TITLE.to_owned(),
                authors: vec!["Nguyễn Thị Hồng Đào (60%)".to_owned(), "Trần Văn Được (40%)".to_owned()],
                base_decision: "05/QĐ-UBND ngày 01 tháng 12 năm 2021".to_owned(),
                base_vote: "3/4".to_owned(),
                statement: "Sáng kiến đã được ba xã áp dụng, thời gian giải quyết giảm một nửa.".to_owned(),
                adopting: vec![AdoptingLine {
                    unit: "Xã Khánh An".to_owned(),
                    applied_on: date!(2021 - 08 - 01),
                    effect: "Giảm 40 % lượt đi lại".to_owned(),
                }],
            }
            .document(),
        ),
        (
            "D20-confirmation",
            Confirmation {
                issuer: department(),
                numbering: unnumbered(),
                signer: "Trần Thị Giám".to_owned(),
                title: TITLE.to_owned(),
                unit: "Ủy ban nhân dân xã Phước Hưng".to_owned(),
                applied_on: date!(2021 - 08 - 01),
                effect: "Giảm 40 % lượt đi lại của người dân.".to_owned(),
            }
            .document(),
        ),
        (
            "D22-cancellation",
            Cancellation {
                issuer: commune(),
                numbering: unnumbered(),
                title: TITLE.to_owned(),
                authors: vec!["Nguyễn Thị Hồng Đào".to_owned(), "Trần Văn Được".to_owned()],
                cancelled_decision: "05/QĐ-UBND ngày 01 tháng 12 năm 2021".to_owned(),
                signer: "Lê Văn Chủ".to_owned(),
                ground: "Sao chép, tác giả không phải là người tạo ra sáng kiến".to_owned(),
                reason: "Trùng với sáng kiến của xã khác đã công nhận năm 2019.".to_owned(),
                carried_out_by: "Văn phòng Ủy ban nhân dân xã".to_owned(),
            }
            .document(),
        ),
    ]
}
