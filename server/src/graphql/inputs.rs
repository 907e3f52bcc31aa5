//! One gate for everything that comes in as an argument or a variable: texts end somewhere, hold no control
//! characters and nothing else that nobody sees, and days lie where people live.
//!
//! The rules of the slices are narrower, and say at their field what is wrong; this is what holds where nobody
//! thought of a rule. PostgreSQL stores no U+0000 in a text, and SQLite ends a pattern there.

use async_graphql::Positioned;
use async_graphql::Variables;
use async_graphql::parser::types::{
    BaseType, Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection,
    SelectionSet, Type,
};
use async_graphql_value::Value;

use super::cost::root;
use super::index::{Index, named};
use super::limits::MAX_BODY;
use super::tables::MAX_FILE_TEXT;
use crate::shared::clean;
use crate::shared::words::{Words, shortened};

/// Characters of a text, unless [`LONGER`] or [`SHORTER`] says otherwise: twice the longest that a form takes.
const LONGEST: usize = 10_000;
/// Characters of an id, a cursor, or a number written as a text.
const LONGEST_ID: usize = 1_000;
/// Years in which all days lie that somebody may enter.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2199;

/// Inputs that hold a file or a chapter.
const LONGER: &[(&str, usize)] = &[
    ("ImportPeopleInput.csv", MAX_BODY),
    ("TableFileInput.content", MAX_FILE_TEXT),
    ("ImportCriteriaSetInput.json", MAX_BODY),
    ("SaveReorganisationInput.unitsCsv", MAX_BODY),
    ("SaveReorganisationInput.successionsCsv", MAX_BODY),
    ("InitiativePassageInput.open", 50_000),
    ("InitiativePassageInput.confidential", 50_000),
    ("PrepareReferralInput.statement", 25_000),
    ("AddCriterionInput.ruleParams", 50_000),
    ("ReviseCriterionInput.ruleParams", 50_000),
];

/// Inputs, by name alone, that are looked up or hashed before anybody is known.
const SHORTER: &[&str] =
    &["after", "search", "login", "password", "currentPassword", "newPassword", "code", "number", "deed"];

/// An input that is turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadInput {
    /// Where it stands: variable or field, then argument, field of the input, or place in a list.
    pub path: Vec<String>,
    /// What is wrong with it.
    pub words: Words,
}

/// How a text is kept, by the name of its input: everything else is one line ([`clean::line`]).
mod kept {
    /// Texts that may have several lines.
    pub const PASSAGES: &[&str] = &[
        "confidential",
        "effect",
        "evidenceHint",
        "explanation",
        "note",
        "open",
        "reason",
        "remark",
        "selfNote",
        "statement",
        "support",
    ];
    /// What is hashed: not a sign of it may change.
    pub const SECRETS: &[&str] = &["currentPassword", "newPassword", "password"];
    /// Files and their like: whoever reads them cleans what they hold, and says by line and column what is wrong.
    pub const FILES: &[&str] = &["csv", "json", "ruleParams", "successionsCsv", "unitsCsv"];
    /// Names by which people are told apart: a sign that nobody sees is not taken out but told, or two people could
    /// be confused by whoever typed it.
    pub const TOLD: &[&str] = &["displayName", "email", "login"];
}

/// Inputs in which signs that nobody sees pass this gate, since somebody behind it refuses or hashes them.
pub fn passing() -> impl Iterator<Item = &'static str> {
    [kept::SECRETS, kept::FILES, kept::TOLD].into_iter().flatten().copied()
}

/// Lets the texts of a request in: every variable of the operations and every value written in the document is as it
/// is to be kept afterwards, or the request is turned away.
pub fn admit(
    document: &mut ExecutableDocument,
    variables: &mut Variables,
    index: &Index,
) -> Result<(), BadInput> {
    let mut gate = Gate { index, path: Vec::new() };
    let operations: Vec<&mut OperationDefinition> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![&mut operation.node],
        DocumentOperations::Multiple(operations) => {
            operations.values_mut().map(|operation| &mut operation.node).collect()
        }
    };
    for operation in operations {
        let root = root(operation);
        gate.variables(operation, variables)?;
        gate.directives(&mut operation.directives)?;
        gate.set(&mut operation.selection_set.node, Some(root))?;
    }
    for fragment in document.fragments.values_mut() {
        let fragment = &mut fragment.node;
        let on = fragment.type_condition.node.on.node.to_string();
        gate.directives(&mut fragment.directives)?;
        gate.set(&mut fragment.selection_set.node, Some(&on))?;
    }
    Ok(())
}

/// Checks that an operation is given every variable that it cannot do without: the engine takes a missing one in
/// `@skip` for false.
pub fn check_present(operation: &OperationDefinition, variables: &Variables) -> Result<(), BadInput> {
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let name = definition.name.node.as_str();
        let is_given = variables.get(name).is_some_and(|value| *value != async_graphql::Value::Null);
        if !definition.var_type.node.nullable && definition.default_value.is_none() && !is_given {
            let name = shortened(name, 100);
            let words = Words::new(
                format!("thiếu giá trị của biến ${name}"),
                format!("variable ${name} has no value"),
            );
            return Err(BadInput { path: vec![name], words });
        }
    }
    Ok(())
}

struct Gate<'a> {
    index: &'a Index,
    path: Vec<String>,
}

impl Gate<'_> {
    fn variables(
        &mut self,
        operation: &mut OperationDefinition,
        variables: &mut Variables,
    ) -> Result<(), BadInput> {
        for definition in &mut operation.variable_definitions {
            let definition = &mut definition.node;
            let name = definition.name.node.as_str();
            let ty = &definition.var_type.node;
            let given = variables.get_mut(name);
            let default = definition.default_value.as_mut().map(|value| &mut value.node);
            for held in given.into_iter().chain(default) {
                let mut value = std::mem::take(held).into_value();
                self.within(name, |gate| gate.value(&mut value, Some(ty), name))?;
                *held = value.into_const().unwrap_or_default();
            }
            self.directives(&mut definition.directives)?;
        }
        Ok(())
    }

    fn set(&mut self, set: &mut SelectionSet, parent: Option<&str>) -> Result<(), BadInput> {
        for item in &mut set.items {
            match &mut item.node {
                Selection::Field(field) => {
                    let field = &mut field.node;
                    let name = field.name.node.as_str();
                    let index = self.index;
                    let entry = parent.and_then(|parent| index.field(parent, name));
                    for (argument, value) in &mut field.arguments {
                        let argument = argument.node.as_str();
                        let ty = entry.and_then(|entry| entry.arguments.get(argument));
                        self.within(name, |gate| {
                            gate.within(argument, |gate| gate.value(&mut value.node, ty, argument))
                        })?;
                    }
                    self.directives(&mut field.directives)?;
                    self.set(&mut field.selection_set.node, entry.map(|entry| entry.result.as_str()))?;
                }
                Selection::InlineFragment(inline) => {
                    let inline = &mut inline.node;
                    let on = inline.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                    self.directives(&mut inline.directives)?;
                    self.set(&mut inline.selection_set.node, on.or(parent))?;
                }
                Selection::FragmentSpread(spread) => self.directives(&mut spread.node.directives)?,
            }
        }
        Ok(())
    }

    fn directives(&mut self, directives: &mut [Positioned<Directive>]) -> Result<(), BadInput> {
        for directive in directives {
            for (argument, value) in &mut directive.node.arguments {
                let argument = argument.node.as_str();
                self.within(argument, |gate| gate.value(&mut value.node, None, argument))?;
            }
        }
        Ok(())
    }

    /// `input` is the name by which the bound of a text is declared.
    fn value(&mut self, value: &mut Value, ty: Option<&Type>, input: &str) -> Result<(), BadInput> {
        match value {
            Value::String(text) => {
                let scalar = ty.map(named);
                self.text(text, scalar, input)?;
                if scalar == Some("String") {
                    *text = as_kept(text, input);
                }
                Ok(())
            }
            Value::List(values) => {
                let each = ty.map(|ty| match &ty.base {
                    BaseType::List(each) => each.as_ref(),
                    BaseType::Named(_) => ty,
                });
                for (at, value) in values.iter_mut().enumerate() {
                    self.within(&at.to_string(), |gate| gate.value(value, each, input))?;
                }
                Ok(())
            }
            Value::Object(fields) => {
                let index = self.index;
                let object = ty.map(named);
                for (name, value) in fields.iter_mut() {
                    let name = name.as_str();
                    let ty = object.and_then(|object| index.input(object, name));
                    let qualified = object.map(|object| format!("{object}.{name}"));
                    self.within(name, |gate| gate.value(value, ty, qualified.as_deref().unwrap_or(name)))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn text(&self, text: &str, scalar: Option<&str>, input: &str) -> Result<(), BadInput> {
        if let Some(found) = text.chars().find(|c| is_refused(*c)) {
            let number = u32::from(found);
            return Err(self.bad(
                format!("có ký tự điều khiển U+{number:04X}"),
                format!("holds the control character U+{number:04X}"),
            ));
        }
        let most = longest(scalar, input);
        // Bytes are never fewer than characters, and counting those of a short text is cheap.
        let length = if text.len() > most { text.chars().count() } else { 0 };
        if length > most {
            return Err(self.bad(
                format!("dài {length} ký tự; nhiều nhất {most}"),
                format!("has {length} characters; at most {most}"),
            ));
        }
        if matches!(scalar, Some("Date" | "DateTime"))
            && !year(text).is_some_and(|year| YEARS.contains(&year))
        {
            let (first, last) = (YEARS.start(), YEARS.end());
            return Err(self.bad(
                format!("không phải ngày của một năm từ {first} đến {last}"),
                format!("is no day of a year from {first} to {last}"),
            ));
        }
        Ok(())
    }

    fn bad(&self, vi: String, en: String) -> BadInput {
        let place = shortened(&self.path.join("."), 100);
        BadInput {
            path: self.path.iter().map(|step| shortened(step, 100)).collect(),
            words: Words::new(format!("{place}: {vi}"), format!("{place}: {en}")),
        }
    }

    fn within<T>(&mut self, step: &str, what: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step.to_owned());
        let done = what(self);
        self.path.pop();
        done
    }
}

/// Control characters that no text needs: all but tabulator and line ends.
#[must_use]
pub fn is_refused(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// The name of an input without that of its object.
fn bare(input: &str) -> &str {
    input.rsplit_once('.').map_or(input, |(_, name)| name)
}

/// A text as it is to be kept.
fn as_kept(text: &str, input: &str) -> String {
    match bare(input) {
        name if kept::SECRETS.contains(&name) || kept::FILES.contains(&name) => text.to_owned(),
        name if kept::TOLD.contains(&name) => clean::plain_blanks(text),
        name if kept::PASSAGES.contains(&name) => clean::passage(text),
        _ => clean::line(text),
    }
}

fn longest(scalar: Option<&str>, input: &str) -> usize {
    if let Some((_, most)) = LONGER.iter().find(|(name, _)| *name == input) {
        return *most;
    }
    let name = bare(input);
    match scalar {
        Some("String") if !SHORTER.contains(&name) => LONGEST,
        _ => LONGEST_ID,
    }
}

/// The year of a day or moment that begins with four digits and a dash.
fn year(text: &str) -> Option<u16> {
    let (year, _) = text.trim_start().split_once('-')?;
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| year.parse().ok())?
}

/// Every input with a bound of its own, by `Input.field`.
pub fn longer() -> impl Iterator<Item = &'static str> {
    LONGER.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    const SCHEMA: &str = "type Query { find(search: String, day: Date, note: [String!], by: By): Int } \
        input By { login: String title: String days: [Date!] note: String password: String others: [String!] }";

    fn found(document: &str, variables: serde_json::Value) -> Result<(), BadInput> {
        kept_of(document, variables).map(|_| ())
    }

    /// The variables as they pass.
    fn kept_of(document: &str, variables: serde_json::Value) -> Result<serde_json::Value, BadInput> {
        let mut document = parse_query(document).expect("a document");
        let mut variables = Variables::from_json(variables);
        admit(&mut document, &mut variables, &Index::read(SCHEMA))?;
        Ok(serde_json::to_value(variables).expect("is JSON"))
    }

    fn path(document: &str, variables: serde_json::Value) -> String {
        found(document, variables).expect_err("is refused").path.join(".")
    }

    #[test]
    fn control_characters_are_refused_wherever_they_stand() {
        assert_eq!(path(r#"{ find(search: "a\u0000") }"#, json!({})), "find.search");
        let by = "query($by: By) { find(by: $by) }";
        assert_eq!(path(by, json!({"by": {"title": "\u{1b}"}})), "by.title");
        assert_eq!(path("query($n: [String!]) { find(note: $n) }", json!({"n": ["a", "\u{7f}"]})), "n.1");
        assert_eq!(path(r#"query($n: String = "\u0001") { find(search: $n) }"#, json!({})), "n");
        assert_eq!(
            path(r#"{ ...A } fragment A on Query { find(by: { title: "\u0000" }) }"#, json!({})),
            "find.by.title"
        );
        assert_eq!(path(r#"{ find @skip(if: "\u0000") }"#, json!({})), "if");
        assert_eq!(found(by, json!({"by": {"title": "một\tdòng\r\nhai"}})), Ok(()));
    }

    #[test]
    fn texts_pass_as_they_are_kept() {
        let by = "query($by: By) { find(by: $by) }";
        let given = json!({"by": {
            "title": " Nguyễn\u{200b}\u{a0}Ðình\n An\u{ad} ",
            "note": "một\u{202e}\r\n hai ",
            "login": "an\u{200b}.nv",
            "password": " mật\u{200b}  khẩu ",
            "others": ["a\u{61c}", "\u{3164}"],
        }});
        let kept = json!({"by": {
            "title": "Nguyễn Đình An",
            "note": "một\nhai",
            "login": "an\u{200b}.nv",
            "password": " mật\u{200b}  khẩu ",
            "others": ["a", ""],
        }});
        assert_eq!(kept_of(by, given), Ok(kept));
        let mut document = parse_query("{ find(search: \"a\u{200b}  b\") }").expect("a document");
        admit(&mut document, &mut Variables::default(), &Index::read(SCHEMA)).expect("passes");
        assert!(format!("{document:?}").contains("\"a b\""), "{document:?}");
    }

    #[test]
    fn texts_end_somewhere() {
        let by = "query($by: By) { find(by: $by) }";
        assert_eq!(found(by, json!({"by": {"title": "ữ".repeat(LONGEST)}})), Ok(()));
        assert_eq!(path(by, json!({"by": {"title": "ữ".repeat(LONGEST + 1)}})), "by.title");
        assert_eq!(path(by, json!({"by": {"login": "a".repeat(LONGEST_ID + 1)}})), "by.login");
        assert_eq!(path("query($s: String) { find(search: $s) }", json!({"s": "a".repeat(20_000)})), "s");
        let refused = found(by, json!({"by": {"title": "a".repeat(100_000)}})).expect_err("is refused");
        assert!(refused.words.en.len() < 200);
    }

    #[test]
    fn days_lie_where_people_live() {
        let text = "query($d: Date) { find(day: $d) }";
        for good in ["1900-01-01", "2021-12-31", "2199-12-31"] {
            assert_eq!(found(text, json!({"d": good})), Ok(()), "{good}");
        }
        for bad in
            ["0000-01-01", "9999-12-31", "-2021-01-01", "+10000-01-01", "20210101", "", "2021", "१९९९-01-01"]
        {
            assert_eq!(path(text, json!({"d": bad})), "d", "{bad}");
        }
        assert_eq!(
            path("query($b: By) { find(by: $b) }", json!({"b": {"days": ["2021-01-01", "1-1-1"]}})),
            "b.days.1"
        );
    }

    #[test]
    fn a_variable_that_is_needed_must_be_given() {
        let check = |text: &str, variables| {
            let document = parse_query(text).expect("a document");
            let operation = super::super::cost::operations(&document).next().expect("an operation");
            check_present(operation, &Variables::from_json(variables)).is_ok()
        };
        assert!(!check("query($a: Boolean!) { find @skip(if: $a) }", json!({})));
        assert!(!check("query($a: Boolean!) { find @skip(if: $a) }", json!({"a": null})));
        assert!(check("query($a: Boolean!) { find @skip(if: $a) }", json!({"a": false})));
        assert!(check("query($a: Boolean! = true) { find @skip(if: $a) }", json!({})));
        assert!(check("query($a: String) { find(search: $a) }", json!({})));
    }
}
