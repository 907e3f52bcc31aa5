//! What the engine says, in Vietnamese: it knows English alone, and its sentences are few.

/// Sentences of the engine and what they become. `{}` stands for a name or a value that is taken over as it is, `{>}`
/// for a sentence within the sentence; in the Vietnamese both are counted from 0.
const SENTENCES: &[(&str, &str)] = &[
    ("{>} (occurred while parsing \"{}\")", "{0} (trong {1})"),
    ("Invalid value for argument {>}", "Giá trị của tham số không dùng được: {0}"),
    ("Invalid default value for argument: {>}", "Giá trị mặc định không dùng được: {0}"),
    ("\"{}\", expected type \"{}\"", "“{0}” phải thuộc kiểu {1}"),
    (
        "\"{}\", enumeration type \"{}\" does not contain the value \"{}\"",
        "“{0}”: kiểu {1} không có giá trị “{2}”",
    ),
    (
        "\"{}\", field \"{}\" of type \"{}\" is required but not provided",
        "“{0}”: thiếu trường “{1}” thuộc kiểu {2}",
    ),
    ("\"{}\", unknown field \"{}\" of type \"{}\"", "“{0}”: kiểu {2} không có trường “{1}”"),
    ("\"{}\", Oneof {}", "“{0}”: phải có đúng một trường, và trường đó phải có giá trị"),
    ("Expected input type \"{}\", found {}.", "Cần giá trị kiểu {0}, nhưng nhận được {1}."),
    ("Failed to parse \"Date\": {}", "Không phải ngày có thật, viết theo dạng năm-tháng-ngày (2021-12-31)."),
    (
        "Failed to parse \"DateTime\": {}",
        "Không phải thời điểm có thật, viết theo dạng 2021-12-31T08:00:00Z.",
    ),
    ("Failed to parse \"Points\": {}", "Không phải số điểm có tối đa hai chữ số thập phân."),
    ("Failed to parse \"Decimal\": {}", "Không phải số thập phân."),
    (
        "Failed to parse \"{}\": Only integers from {} to {} are accepted.",
        "Kiểu {0} chỉ nhận số nguyên từ {1} đến {2}.",
    ),
    ("Failed to parse \"{}\": {}", "Không đọc được giá trị kiểu {0}."),
    ("Unknown type \"{}\"", "Không có kiểu “{0}”"),
    ("Unknown field \"{}\" on type \"{}\".{>}", "Kiểu {1} không có trường “{0}”.{2}"),
    (
        "Unknown argument \"{}\" on field \"{}\" of type \"{}\".{>}",
        "Trường “{1}” của kiểu {2} không có tham số “{0}”.{3}",
    ),
    ("Unknown argument \"{}\" on directive \"{}\".{>}", "Chỉ thị “{1}” không có tham số “{0}”.{2}"),
    (" Did you mean {}?", " Có phải là {0}?"),
    ("Unknown directive \"{}\"", "Không có chỉ thị “{0}”"),
    ("Duplicate directive \"{}\"", "Chỉ thị “{0}” được viết hai lần"),
    ("Directive \"{}\" may not be used on \"{}\"", "Chỉ thị “{0}” không dùng được ở {1}"),
    (
        "Directive \"@{}\" argument \"{}\" of type \"{}\" is required but not provided",
        "Chỉ thị “@{0}” thiếu tham số “{1}” thuộc kiểu {2}",
    ),
    (
        "Field \"{}\" argument \"{}\" of type \"{}\" is required but not provided",
        "Trường “{0}” thiếu tham số “{1}” thuộc kiểu {2}",
    ),
    (
        "Field \"{}\" must not have a selection since type \"{}\" has no subfields",
        "Trường “{0}” không được có phần chọn bên trong, vì kiểu {1} không có trường con",
    ),
    (
        "Field \"{}\" of type \"{}\" must have a selection of subfields",
        "Trường “{0}” thuộc kiểu {1} phải có phần chọn các trường con",
    ),
    (
        "Fragment \"{}\" cannot condition non composite type \"{}\"",
        "Phân đoạn “{0}” không đặt được trên kiểu {1}, vì kiểu này không có trường",
    ),
    (
        "Fragment cannot condition non composite type \"{}\"",
        "Phân đoạn không đặt được trên kiểu {0}, vì kiểu này không có trường",
    ),
    (
        "Fragment \"{}\" cannot be spread here as objects of type \"{}\" can never be of type \"{}\"",
        "Phân đoạn “{0}” không dùng được ở đây, vì đối tượng kiểu {1} không bao giờ thuộc kiểu {2}",
    ),
    (
        "Fragment cannot be spread here as objects of type \"{}\" can never be of type \"{}\"",
        "Phân đoạn không dùng được ở đây, vì đối tượng kiểu {0} không bao giờ thuộc kiểu {1}",
    ),
    ("Unknown fragment: \"{}\"", "Không có phân đoạn “{0}”"),
    ("Unknown fragment \"{}\".", "Không có phân đoạn “{0}”."),
    ("Fragment \"{}\" is never used", "Phân đoạn “{0}” không được dùng ở đâu"),
    (
        "Variable \"${}\" is not defined by operation \"{}\"",
        "Biến “${0}” không được khai báo trong thao tác “{1}”",
    ),
    ("Variable \"${}\" is not defined", "Biến “${0}” không được khai báo"),
    ("Variable {} is not defined.", "Biến {0} không được khai báo."),
    ("Variable \"${}\" is not used by operation \"{}\"", "Biến “${0}” không được dùng trong thao tác “{1}”"),
    ("Variable \"${}\" is not used", "Biến “${0}” không được dùng"),
    (
        "Variable \"{}\" cannot be of non-input type \"{}\"",
        "Biến “{0}” không thể thuộc kiểu {1}, vì kiểu này không dùng để nhập",
    ),
    (
        "Variable \"{}\" of type \"{}\" used in position expecting type \"{}\"",
        "Biến “{0}” thuộc kiểu {1} được dùng ở chỗ cần kiểu {2}",
    ),
    (
        "Fields \"{}\" conflict because \"{}\" and \"{}\" are different fields. Use different aliases {}",
        "Các trường “{0}” mâu thuẫn, vì “{1}” và “{2}” là hai trường khác nhau; hãy đặt bí danh khác nhau.",
    ),
    (
        "Fields \"{}\" conflict because they have differing arguments. Use different aliases {}",
        "Các trường “{0}” mâu thuẫn, vì tham số khác nhau; hãy đặt bí danh khác nhau.",
    ),
    ("There can only be one argument named \"{}\"", "Chỉ được có một tham số tên “{0}”"),
    ("There can only be one variable named \"${}\"", "Chỉ được có một biến tên “${0}”"),
    ("Schema is not configured for {}s.", "Hệ thống không có thao tác loại {0}."),
    ("Subscriptions are not supported on this transport.", "Hệ thống không có thao tác loại subscription."),
    ("Cannot query field \"{}\" on type \"{}\".", "Kiểu {1} không có trường “{0}”."),
    ("expected {}", "chỗ này cần {0}"),
    ("unexpected {}", "chỗ này không được có {0}"),
];

/// A sentence of the engine in Vietnamese.
#[must_use]
pub fn in_vietnamese(english: &str) -> String {
    known(english).unwrap_or_else(|| format!("yêu cầu GraphQL không hợp lệ: {english}"))
}

/// The Vietnamese of a sentence that is known.
fn known(english: &str) -> Option<String> {
    if english.is_empty() {
        return Some(String::new());
    }
    SENTENCES.iter().find_map(|(pattern, vietnamese)| {
        let holes = holes(pattern, english)?;
        let filled =
            holes.iter().enumerate().fold((*vietnamese).to_owned(), |text, (number, (hole, inner))| {
                let hole = if *inner { in_vietnamese(hole) } else { (*hole).to_owned() };
                text.replace(&format!("{{{number}}}"), &hole)
            });
        Some(filled)
    })
}

/// What stands in the holes of a pattern, each with whether it is a sentence itself, when the text is of that pattern.
fn holes<'a>(pattern: &str, text: &'a str) -> Option<Vec<(&'a str, bool)>> {
    let mut found = Vec::new();
    let mut pattern = pattern;
    let mut rest = text;
    loop {
        let next = [("{}", false), ("{>}", true)]
            .into_iter()
            .filter_map(|(mark, inner)| pattern.find(mark).map(|at| (at, mark.len(), inner)))
            .min();
        let Some((at, length, inner)) = next else {
            return (rest == pattern).then_some(found);
        };
        rest = rest.strip_prefix(&pattern[..at])?;
        pattern = &pattern[at + length..];
        let fixed = pattern.find('{').map_or(pattern, |end| &pattern[..end]);
        let is_last = fixed.len() == pattern.len();
        let end = match (fixed, is_last) {
            ("", true) => rest.len(),
            (fixed, true) => rest.strip_suffix(fixed)?.len(),
            (fixed, false) => rest.find(fixed)?,
        };
        found.push((&rest[..end], inner));
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_taken_apart_and_put_together_in_vietnamese() {
        for (english, vietnamese) in [
            (
                r#"Unknown field "x" on type "Query". Did you mean "units", "unit"?"#,
                r#"Kiểu Query không có trường “x”. Có phải là "units", "unit"?"#,
            ),
            (r#"Unknown field "x" on type "Query"."#, "Kiểu Query không có trường “x”."),
            (
                r#"Invalid value for argument "first", expected type "Int""#,
                "Giá trị của tham số không dùng được: “first” phải thuộc kiểu Int",
            ),
            (
                r#"Failed to parse "Date": the 'day' component could not be parsed (occurred while parsing "By")"#,
                "Không phải ngày có thật, viết theo dạng năm-tháng-ngày (2021-12-31). (trong By)",
            ),
            ("expected selection_set", "chỗ này cần selection_set"),
            ("Something else.", "yêu cầu GraphQL không hợp lệ: Something else."),
        ] {
            assert_eq!(in_vietnamese(english), vietnamese);
        }
    }

    #[test]
    fn each_sentence_has_its_own_holes_and_no_sentence_hides_a_later_one() {
        for (at, (pattern, vietnamese)) in SENTENCES.iter().enumerate() {
            let count = pattern.matches("{}").count() + pattern.matches("{>}").count();
            for number in 0..10 {
                let is_used = vietnamese.contains(&format!("{{{number}}}"));
                assert!(!is_used || number < count, "{pattern}");
            }
            let example = pattern.replace("{}", "x").replace("{>}", "");
            let first = SENTENCES.iter().position(|(other, _)| holes(other, &example).is_some());
            assert_eq!(first, Some(at), "{example}");
        }
    }
}
