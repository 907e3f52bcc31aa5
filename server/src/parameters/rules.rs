//! What a value must fulfil, and which one holds on a day.

use time::Date;

use super::model::{
    CalendarDay, Definition, NewValue, Parameter, ParameterProblemCode as Code, ParameterValue,
};

const LONGEST_TEXT: usize = 500;
const LONGEST_NAME: usize = 100;

/// The value that the product brings along.
#[must_use]
pub fn brought_along(definition: &Definition) -> ParameterValue {
    ParameterValue {
        id: None,
        value: definition.default,
        valid_from: None,
        source: definition.source.to_owned(),
        is_verified: definition.is_verified,
        reason: None,
        recorded_by: None,
        recorded_at: None,
    }
}

/// The value that holds on a day: of those that have begun by then the one that begins last, and of several that
/// begin on one day the one recorded last. `values` stand as in [`Parameter`], the last recorded first.
#[must_use]
pub fn in_force(values: &[ParameterValue], on: Date) -> Option<&ParameterValue> {
    let begun = values.iter().filter(|value| value.valid_from.is_none_or(|from| from <= on));
    // Of equal ones the last wins, so the last recorded has to come last.
    begun.rev().max_by_key(|value| value.valid_from)
}

/// Whether a value may be recorded on the day on which the parameter was read. Law does not reach back: a value of days
/// that have passed says of itself that it corrects them.
pub fn check_value(known: &Parameter, new: &NewValue) -> Result<(), Code> {
    let recorded = known.values.len() - 1;
    if usize::try_from(new.version) != Ok(recorded) {
        return Err(Code::Stale);
    }
    if !(known.definition.range.0..=known.definition.range.1).contains(&new.value) {
        return Err(Code::OutOfRange);
    }
    if !is_text(&new.source, LONGEST_TEXT) {
        return Err(Code::SourceMissing);
    }
    if !is_text(&new.reason, LONGEST_TEXT) {
        return Err(Code::ReasonMissing);
    }
    if new.valid_from < known.on && !new.is_correction {
        return Err(Code::Retroactive);
    }
    let is_same = in_force(&known.values, new.valid_from).is_some_and(|held| {
        held.value == new.value && held.source == new.source.trim() && held.is_verified == new.is_verified
    });
    if is_same { Err(Code::NothingChanged) } else { Ok(()) }
}

/// Whether a day may be recorded today beside what is known of it. Lateness and clocks were counted by the days that have
/// begun, so those stay.
pub fn check_day(known: Option<&CalendarDay>, new: &CalendarDay, today: Date) -> Result<(), Code> {
    if !is_text(&new.name_vi, LONGEST_NAME) || !is_text(&new.name_en, LONGEST_NAME) {
        return Err(Code::NameMissing);
    }
    if !is_text(&new.source, LONGEST_TEXT) {
        return Err(Code::SourceMissing);
    }
    if new.date <= today {
        return Err(Code::DayPassed);
    }
    if known == Some(new) { Err(Code::NothingChanged) } else { Ok(()) }
}

/// What the product brings along, with what was recorded in its place; by date.
#[must_use]
pub fn overlaid<'a>(
    brought_along: impl Iterator<Item = &'a CalendarDay>,
    recorded: Vec<CalendarDay>,
) -> Vec<CalendarDay> {
    let is_replaced = |day: &&CalendarDay| !recorded.iter().any(|row| row.date == day.date);
    let mut days: Vec<CalendarDay> = brought_along.filter(is_replaced).cloned().collect();
    days.extend(recorded);
    days.sort_by_key(|day| day.date);
    days
}

fn is_text(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.trim().chars().count())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::catalogue::definition;
    use super::super::model::ParameterKey;
    use super::*;

    fn value(value: i32, from: Date) -> ParameterValue {
        ParameterValue {
            value,
            valid_from: Some(from),
            source: "Quyết định mẫu".into(),
            ..brought_along(definition(ParameterKey::InitiativeShareForTitle))
        }
    }

    fn parameter(mut recorded: Vec<ParameterValue>) -> Parameter {
        let definition = definition(ParameterKey::InitiativeShareForTitle);
        recorded.push(brought_along(definition));
        Parameter { definition, on: date!(2026 - 01 - 01), values: recorded }
    }

    #[test]
    fn the_value_that_began_last_holds_and_the_last_recorded_of_one_day() {
        let known = parameter(vec![
            value(60, date!(2025 - 07 - 01)),
            value(40, date!(2024 - 01 - 01)),
            value(50, date!(2025 - 07 - 01)),
        ]);
        for (on, held) in [
            (date!(2023 - 12 - 31), 30),
            (date!(2024 - 01 - 01), 40),
            (date!(2025 - 06 - 30), 40),
            (date!(2025 - 07 - 01), 60),
        ] {
            assert_eq!(in_force(&known.values, on).map(|value| value.value), Some(held), "{on}");
        }
    }

    #[test]
    fn a_value_is_in_range_sourced_reasoned_new_and_decided_on_what_stands_there() {
        let known = parameter(vec![value(40, date!(2024 - 01 - 01))]);
        let good = NewValue {
            key: ParameterKey::InitiativeShareForTitle,
            version: 1,
            value: 50,
            valid_from: date!(2024 - 01 - 01),
            source: "Quyết định mẫu".into(),
            is_verified: true,
            reason: "Quy chế mới".into(),
            is_correction: true,
        };
        assert_eq!(check_value(&known, &good), Ok(()));
        let cases = [
            (NewValue { version: 0, ..good.clone() }, Code::Stale),
            (NewValue { version: -1, ..good.clone() }, Code::Stale),
            (NewValue { value: 101, ..good.clone() }, Code::OutOfRange),
            (NewValue { value: -1, ..good.clone() }, Code::OutOfRange),
            (NewValue { source: " ".into(), ..good.clone() }, Code::SourceMissing),
            (NewValue { reason: "x".repeat(501), ..good.clone() }, Code::ReasonMissing),
            (NewValue { is_correction: false, ..good.clone() }, Code::Retroactive),
            (
                NewValue { valid_from: date!(2025 - 12 - 31), is_correction: false, ..good.clone() },
                Code::Retroactive,
            ),
            (NewValue { value: 40, is_verified: false, ..good.clone() }, Code::NothingChanged),
        ];
        for (new, code) in cases {
            assert_eq!(check_value(&known, &new), Err(code), "{new:?}");
        }
        let from_today = NewValue { valid_from: known.on, is_correction: false, ..good };
        assert_eq!(check_value(&known, &from_today), Ok(()));
    }
}
