//! Bounds on what one request may ask; an error names the bound that was passed (docs/adr/0023).

use std::time::Duration;

use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use serde_json::{Map, Value as Json, json};

use super::cost::{Unweighable, Walk};
use super::index::Index;
use super::tables::MAX_FILE_TEXT;
use crate::shared::words::{Words, shortened};

/// Greatest size of a request body, in bytes.
pub const MAX_BODY: usize = 128 * 1024;
/// Greatest size of the body of somebody who has signed in: files beside the rest, which is bounded as before.
pub const MAX_BODY_WITH_FILES: usize = MAX_BODY + 2 * MAX_FILE_TEXT;
/// Greatest depth of a selection; introspection by common tools needs 15.
pub const MAX_DEPTH: usize = 18;
/// Greatest cost of a document of somebody who has signed in.
pub const MAX_COST: u64 = 250_000;
/// Greatest cost of a document of a stranger: several times what the dearest public page asks.
pub const MAX_COST_SIGNED_OUT: u64 = 25_000;
/// Greatest nesting of selections, fragments included.
pub const MAX_RECURSION: usize = 32;
/// Greatest nesting of braces, brackets and parentheses in the text: the parser follows them on the stack.
pub const MAX_BRACKETS: usize = 64;
/// Greatest number of directives on one field.
pub const MAX_DIRECTIVES: usize = 10;
/// Greatest number of aliases in one document.
pub const MAX_ALIASES: usize = 30;
/// Greatest number of fields on the root of one document, fragments unfolded.
pub const MAX_ROOT_FIELDS: u64 = 30;
/// Greatest length of the name of an operation.
pub const MAX_OPERATION_NAME: usize = 100;
/// Characters of what somebody sent that an error may repeat.
pub const MAX_ECHO: usize = 200;
/// Errors told of one document.
pub const MAX_ERRORS: usize = 50;
/// How long a request may wait for its turn.
pub const MAX_WAIT: Duration = Duration::from_secs(10);

/// That a body passes its bound, and what to do.
#[must_use]
pub fn body_words(limit: usize) -> Words {
    Words::new(
        format!("nội dung gửi lên vượt giới hạn {limit} byte; đề nghị chia thành nhiều lần gửi"),
        format!("the body passes the limit of {limit} bytes; send it in several parts"),
    )
}

/// What a document costs and may cost, as answers tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// What it costs.
    pub requested: u64,
    /// What it may cost.
    pub limit: u64,
    /// Fields of its root.
    pub roots: u64,
}

impl Price {
    /// The extension `cost` of an answer.
    #[must_use]
    pub fn told(self, actual: Option<u64>) -> Json {
        let mut told = json!({"requested": self.requested, "limit": self.limit});
        if let Some(actual) = actual {
            told["actual"] = actual.into();
        }
        told
    }
}

/// A document that is turned away before the engine sees it.
#[derive(Debug)]
pub struct Passed {
    /// The code of the error.
    pub code: &'static str,
    /// What is wrong.
    pub words: Words,
    /// More about it, for programs.
    pub extensions: Map<String, Json>,
    /// What it costs, where that is known.
    pub price: Option<Price>,
}

impl Passed {
    fn limit(name: &str, value: impl Into<Json>, vi: impl Into<String>, en: impl Into<String>) -> Self {
        let limit = json!({"name": name, "value": value.into()});
        let extensions = Map::from_iter([("limit".to_owned(), limit)]);
        Self { code: "LIMIT_EXCEEDED", words: Words::new(vi, en), extensions, price: None }
    }

    fn document(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, words: Words::new(vi, en), extensions: Map::new(), price: None }
    }
}

/// Checks the text of a document before it is parsed.
pub fn check_text(text: &str) -> Result<(), Passed> {
    if nesting(text) <= MAX_BRACKETS {
        return Ok(());
    }
    Err(Passed::limit(
        "brackets",
        MAX_BRACKETS,
        format!("truy vấn lồng quá {MAX_BRACKETS} dấu ngoặc"),
        format!("the document nests more than {MAX_BRACKETS} brackets"),
    ))
}

/// Checks a document, and tells what it costs.
pub fn check_document(
    document: &ExecutableDocument,
    variables: &Variables,
    is_signed_in: bool,
) -> Result<Price, Passed> {
    let mut aliases = 0;
    for (_, operation) in document.operations.iter() {
        count_aliases(&operation.node.selection_set.node, &mut aliases);
    }
    for fragment in document.fragments.values() {
        count_aliases(&fragment.node.selection_set.node, &mut aliases);
    }
    if aliases > MAX_ALIASES {
        return Err(Passed::limit(
            "aliases",
            MAX_ALIASES,
            format!("truy vấn có {aliases} bí danh; giới hạn là {MAX_ALIASES}"),
            format!("the document has {aliases} aliases; the limit is {MAX_ALIASES}"),
        ));
    }
    let mut walk = Walk::new(document, variables, Index::own(), MAX_RECURSION);
    let bill = walk.bill().map_err(unweighable)?;
    let limit = if is_signed_in { MAX_COST } else { MAX_COST_SIGNED_OUT };
    let price = Price { requested: bill.requested, limit, roots: bill.roots };
    let with_price = |passed: Passed| Passed { price: Some(price), ..passed };
    if bill.introspects && !is_signed_in {
        return Err(Passed::document(
            "UNAUTHENTICATED",
            "cần đăng nhập để hỏi về lược đồ",
            "sign in to ask the schema about itself",
        ));
    }
    if bill.depth > MAX_DEPTH {
        return Err(with_price(Passed::limit(
            "depth",
            MAX_DEPTH,
            format!("truy vấn sâu {} tầng; giới hạn là {MAX_DEPTH}", bill.depth),
            format!("the document is {} fields deep; the limit is {MAX_DEPTH}", bill.depth),
        )));
    }
    if bill.requested > limit {
        return Err(with_price(too_dear(&mut walk, price)));
    }
    if bill.roots > MAX_ROOT_FIELDS {
        return Err(with_price(Passed::limit(
            "rootFields",
            MAX_ROOT_FIELDS,
            format!("truy vấn có {} trường ở gốc; giới hạn là {MAX_ROOT_FIELDS}", bill.roots),
            format!("the document has {} root fields; the limit is {MAX_ROOT_FIELDS}", bill.roots),
        )));
    }
    if let Some(deed) = walk.repeated_deed() {
        let deed = shortened(deed, MAX_ECHO / 2);
        return Err(with_price(Passed::document(
            "BAD_USER_INPUT",
            format!("{deed}: mỗi thao tác chỉ được có một lần trong một yêu cầu; hãy gửi từng yêu cầu"),
            format!("{deed}: a mutation stands once in a document; send the others by themselves"),
        )));
    }
    Ok(price)
}

fn unweighable(reason: Unweighable) -> Passed {
    match reason {
        Unweighable::Cycle(name) => {
            let name = shortened(&name, MAX_ECHO / 2);
            Passed::document(
                "GRAPHQL_VALIDATION_FAILED",
                format!("phân đoạn {name} chứa chính nó"),
                format!("fragment {name} spreads itself"),
            )
        }
        Unweighable::TooNested => Passed::limit(
            "nesting",
            MAX_RECURSION,
            format!("truy vấn lồng quá {MAX_RECURSION} tầng, kể cả phân đoạn"),
            format!("the document nests more than {MAX_RECURSION} levels, fragments included"),
        ),
    }
}

fn too_dear(walk: &mut Walk<'_>, price: Price) -> Passed {
    let Price { requested, limit, .. } = price;
    let costliest = walk.costliest(limit);
    let path = costliest.as_ref().map(|found| shortened(&found.path, MAX_ECHO / 2)).unwrap_or_default();
    let first = costliest.and_then(|found| found.first);
    let (hint_vi, hint_en) = match first {
        Some(first) => (format!("với first: {first} thì vừa"), format!("with first: {first} it passes")),
        None => ("hãy hỏi ít trường hơn".to_owned(), "ask for fewer fields".to_owned()),
    };
    let mut passed = Passed::limit(
        "cost",
        limit,
        format!("truy vấn tốn {requested}; giới hạn là {limit}; tốn nhất là {path}: {hint_vi}"),
        format!(
            "the document costs {requested}; the limit is {limit}; the costliest field is {path}: {hint_en}"
        ),
    );
    passed.extensions.insert("field".to_owned(), path.into());
    if let Some(first) = first {
        passed.extensions.insert("first".to_owned(), first.into());
    }
    passed
}

fn count_aliases(set: &SelectionSet, aliases: &mut usize) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let Field { alias, selection_set, .. } = &field.node;
                *aliases += usize::from(alias.is_some());
                count_aliases(&selection_set.node, aliases);
            }
            Selection::InlineFragment(fragment) => {
                count_aliases(&fragment.node.selection_set.node, aliases);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// The deepest nesting of brackets outside texts and comments.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            b'#' => {
                let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            b'"' => rest = after_text(rest),
            _ => {}
        }
    }
    deepest
}

/// What follows a text whose opening mark has been read. A text that does not end is none to the parser either.
fn after_text(text: &[u8]) -> &[u8] {
    if let Some(mut block) = text.strip_prefix(b"\"\"") {
        while let Some((_, next)) = block.split_first() {
            if let Some(after) = block.strip_prefix(b"\"\"\"") {
                return after;
            }
            block = block.strip_prefix(b"\\\"\"\"").unwrap_or(next);
        }
        // The parser, finding no end, takes the first two marks for an empty text.
        return &text[1..];
    }
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = match byte {
            b'"' => return after,
            b'\\' => after.get(1..).unwrap_or_default(),
            // A text ends with its line: what follows is read as the parser reads it, by itself.
            b'\n' | b'\r' => return after,
            _ => after,
        };
    }
    rest
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn check(text: &str) -> Result<Price, Passed> {
        check_document(&parse_query(text).expect("valid"), &Variables::default(), true)
    }

    #[test]
    fn aliases_are_counted_wherever_they_stand() {
        let many = (0..=MAX_ALIASES).map(|n| format!("a{n}: id ")).collect::<String>();
        let passed = check(&format!("{{ viewer {{ {many} }} }}")).expect_err("too many");
        assert!(passed.words.en.contains("aliases"));
        assert!(check("{ a: viewer { b: id } }").is_ok());
    }

    #[test]
    fn root_fields_are_counted_through_fragments() {
        let spreads = "...A ".repeat(16);
        let passed =
            check(&format!("{{ {spreads} }} fragment A on Query {{ serverTime viewer {{ __typename }} }}"));
        assert!(passed.expect_err("too many").words.en.contains("32 root fields"));
    }

    #[test]
    fn brackets_are_counted_outside_texts_and_comments() {
        let cases = [
            ("{ a { b(c: [1, [2]]) } }", 5),
            (r#"{ a(b: "}}}{{{{{{") { c } }"#, 2),
            (r#"{ a(b: "\"{{{{") { c } }"#, 2),
            (r#"{ a(b: "\\") { c { d } } }"#, 3),
            ("{ a # {{{{\n { b } }", 2),
            (r#"{ a(b: """ "{{{{ \""" {{{ """) { c } }"#, 2),
            ("}}}{{{", 3),
        ];
        for (text, expected) in cases {
            assert_eq!(nesting(text), expected, "{text}");
        }
        assert!(check_text(&"{a".repeat(MAX_BRACKETS)).is_ok());
        assert!(check_text(&"{a".repeat(MAX_BRACKETS + 1)).is_err());
        let unended = format!(r#"{{ a(b: [""" x"]) {} }}"#, "{a".repeat(1000));
        assert!(check_text(&unended).is_err(), "a block without an end is an empty text and another");
        assert!(
            check_text(&format!("{{a(b:\"\n{}", "[".repeat(1000))).is_err(),
            "no text goes over its line"
        );
    }
}
