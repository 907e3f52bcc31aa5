//! Invented facts for the sample sheets: the same for the same unit and criterion on every run.

use rust_decimal::Decimal;
use time::Duration;

use crate::criteria::{CriterionSpec, EventCount, FlatFacts, Rule};

/// A small number that depends on nothing but its seeds.
fn hash(seeds: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in seeds.iter().flat_map(|seed| seed.bytes().chain(std::iter::once(b'|'))) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state ^ (state >> 29)
}

/// A number from 0 to `below - 1` for a unit and a purpose.
pub fn draw(unit: &str, purpose: &str, below: u64) -> u64 {
    hash(&[unit, purpose]) % below
}

fn count(value: u64) -> i64 {
    i64::try_from(value).expect("small")
}

/// How well a unit does, in percent: most do well, a few do not.
fn diligence(unit: &str) -> u64 {
    100 - draw(unit, "diligence", 6) * draw(unit, "effort", 6)
}

/// Facts of a unit for a criterion, as its officer would have entered them.
pub fn facts(unit: &str, criterion: &CriterionSpec) -> FlatFacts {
    let good = draw(unit, &criterion.code, 100) < diligence(unit);
    let mut facts = FlatFacts::default();
    match &criterion.rule {
        Rule::Boolean { .. } => facts.done = Some(good),
        Rule::Deadline { due, .. } => {
            let days = count(draw(unit, &criterion.code, 12));
            facts.date =
                Some(if good { *due - Duration::days(days) } else { *due + Duration::days(days + 1) });
        }
        Rule::Bands { .. }
        | Rule::Proportional { .. }
        | Rule::PiecewiseLinear { .. }
        | Rule::Linear { .. } => {
            let all = 20 + draw(unit, &format!("{} all", criterion.code), 180);
            let missed = if good { draw(unit, &format!("{} miss", criterion.code), 3) } else { all / 9 };
            facts.denominator = Some(count(all));
            facts.numerator = Some(count(all.saturating_sub(missed)));
        }
        Rule::Deduction { events, .. } => {
            facts.events = Some(
                events
                    .iter()
                    .filter(|_| !good)
                    .take(1)
                    .map(|event| EventCount { code: event.code.clone(), count: 1 })
                    .collect(),
            );
        }
        Rule::Count { .. } | Rule::TieredCount { .. } => facts.count = Some(if good { 3 } else { 1 }),
        Rule::CountTarget { .. } => facts.count = Some(count(4 + draw(unit, &criterion.code, 30))),
        Rule::Checklist { items } => {
            let missing = usize::from(!good);
            facts.items = Some(
                items
                    .iter()
                    .take(items.len().saturating_sub(missing))
                    .map(|item| item.code.clone())
                    .collect(),
            );
        }
        Rule::Choice { options } => {
            let place = if good { 0 } else { 1 + draw(unit, &criterion.code, 2) };
            facts.option = options
                .get(usize::try_from(place).expect("small"))
                .or(options.first())
                .map(|option| option.code.clone());
        }
        Rule::Survey { .. } => {
            facts.value = Some(Decimal::new(count(780 + draw(unit, "survey", 200)), 3));
            facts.sample = Some(count(20 + draw(unit, "answers", 120)));
        }
        Rule::External { .. } | Rule::RelativeToLeader { .. } | Rule::Manual => {
            facts.value = Some(Decimal::ONE);
        }
    }
    facts
}

/// A minimal PDF of one page, so that evidence can be opened.
pub fn pdf(title: &str) -> Vec<u8> {
    let text: String =
        title.chars().filter(char::is_ascii).filter(|c| !matches!(c, '(' | ')' | '\\')).collect();
    let stream = format!("BT /F1 16 Tf 72 760 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
            /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut offsets = Vec::with_capacity(objects.len());
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        file.push_str(&format!("{offset:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seeds_give_the_same_number() {
        assert_eq!(draw("30337", "E2", 100), draw("30337", "E2", 100));
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }

    #[test]
    fn the_sample_evidence_is_a_pdf() {
        let file = pdf("Bao cao (mau)");
        assert!(file.starts_with(b"%PDF-1.4") && file.ends_with(b"%%EOF\n"));
    }
}
