//! How official documents write dates, numbers and shares.

use time::Date;

/// Room for what is written by hand; the spaces do not break.
const ROOM: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// "05/02/2021".
#[must_use]
pub fn date(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), u8::from(day.month()), day.year())
}

/// "ngày 05 tháng 02 năm 2021": days below 10 and the months 1 and 2 take a 0 (Decree 30/2020).
#[must_use]
pub fn long_date(day: Date) -> String {
    let month = u8::from(day.month());
    let month = if month < 3 { format!("0{month}") } else { month.to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// "An Giang, ngày 05 tháng 02 năm 2021", or with room for day and month.
#[must_use]
pub fn place_and_date(place: &str, day: Option<Date>, year: i32) -> String {
    format!("{place}, {}", day_or_room(day, year))
}

/// "ngày 05 tháng 02 năm 2021", or with room for day and month.
#[must_use]
pub fn day_or_room(day: Option<Date>, year: i32) -> String {
    match day {
        Some(day) => long_date(day),
        None => format!("ngày{ROOM}tháng{ROOM}năm {year}"),
    }
}

/// "Số: 05/QĐ-UBND", or with room for the number.
#[must_use]
pub fn number(number: Option<&str>, symbol: &str) -> String {
    match number {
        Some(number) => format!("Số: {number}"),
        None => format!("Số:{ROOM}{ROOM}/{symbol}"),
    }
}

/// Hundredths with a decimal comma, without needless zeros: 6000 is "60", 3350 is "33,5".
#[must_use]
pub fn hundredths(value: i32) -> String {
    let (whole, part) = (value / 100, (value % 100).abs());
    let sign = if value < 0 && whole == 0 { "-" } else { "" };
    match part {
        0 => format!("{sign}{whole}"),
        part if part % 10 == 0 => format!("{sign}{whole},{}", part / 10),
        part => format!("{sign}{whole},{part:02}"),
    }
}

/// Hundredths with a decimal comma and always two decimals, as points are printed: 7200 is "72,00".
#[must_use]
pub fn points(value: i32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", (value / 100).abs(), (value % 100).abs())
}

/// Hundredths of a percent: 6000 is "60%". Nothing breaks between number and sign.
#[must_use]
pub fn percent(value: i32) -> String {
    format!("{}%", hundredths(value))
}

/// "08 giờ 30 phút", or with room for hour and minute.
#[must_use]
pub fn hour(time: Option<(u8, u8)>) -> String {
    match time {
        Some((hours, minutes)) => format!("{hours:02} giờ {minutes:02} phút"),
        None => format!("{ROOM}giờ{ROOM}phút"),
    }
}

/// Characters that neither format may hold are left out; no line breaks before a sign of percent.
#[must_use]
pub fn printable(text: &str) -> String {
    let is_kept = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.replace('\t', " ").replace(" %", "\u{a0}%").chars().filter(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date as day;

    use super::*;

    #[test]
    fn dates_take_zeros_as_the_decree_says() {
        assert_eq!(long_date(day!(2021 - 02 - 05)), "ngày 05 tháng 02 năm 2021");
        assert_eq!(long_date(day!(2021 - 03 - 15)), "ngày 15 tháng 3 năm 2021");
        assert_eq!(date(day!(2021 - 12 - 01)), "01/12/2021");
        assert!(place_and_date("An Giang", None, 2021).ends_with("năm 2021"));
    }

    #[test]
    fn the_clerk_finds_room_for_the_number() {
        assert_eq!(number(Some("05/QĐ-UBND"), "QĐ-UBND"), "Số: 05/QĐ-UBND");
        let open = number(None, "QĐ-UBND");
        assert!(open.ends_with("/QĐ-UBND") && !open.contains(|c: char| c.is_ascii_digit()));
    }

    #[test]
    fn hundredths_have_a_decimal_comma() {
        let written: Vec<String> = [10_000, 3350, 3333, 5, 0, -50].map(hundredths).into();
        assert_eq!(written, ["100", "33,5", "33,33", "0,05", "0", "-0,5"]);
    }

    #[test]
    fn points_have_two_decimals_and_a_percentage_never_breaks() {
        assert_eq!([7200, 7166, 5, -50].map(points), ["72,00", "71,66", "0,05", "-0,50"]);
        assert_eq!([10_000, 3333].map(percent), ["100%", "33,33%"]);
        assert_eq!(hour(Some((8, 5))), "08 giờ 05 phút");
        assert!(!hour(None).contains(' '), "room does not break");
    }

    #[test]
    fn what_no_format_holds_is_left_out() {
        assert_eq!(printable("a\u{0}b\tc\u{ffff}"), "ab c");
        assert_eq!(printable("giảm 40 % lượt"), "giảm 40\u{a0}% lượt");
    }
}
