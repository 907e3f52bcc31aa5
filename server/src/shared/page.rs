//! Cursor paging: what is asked, what is answered. A cursor holds the sort key of its row.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::Refusal;
use super::words::Words;

/// The greatest number of rows one page may hold.
pub const MAX_FIRST: i32 = 200;

/// Position after a row: the values of the row's sort key, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub Vec<String>);

impl Cursor {
    /// A cursor of the given key values.
    pub fn of<const N: usize>(keys: [String; N]) -> Self {
        Self(keys.into())
    }

    /// The opaque text that clients pass back.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::json!(self.0).to_string())
    }

    /// Reads the text of a client.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Vec<String>>(&bytes).ok())
            .map(Self)
            .ok_or_else(not_a_cursor)
    }

    /// The key values, when there are exactly `N` of them.
    pub fn keys<const N: usize>(&self) -> Result<[&str; N], Refusal> {
        let keys: Vec<&str> = self.0.iter().map(String::as_str).collect();
        keys.try_into().map_err(|_| not_a_cursor())
    }
}

/// The refusal of a text that is no cursor, or one of another list.
#[must_use]
pub fn not_a_cursor() -> Refusal {
    Refusal::BadArgument(Words::new(
        "after: không phải vị trí của danh sách này",
        "after: not a cursor of this list",
    ))
}

/// Whether the answer needs the number of all rows, which costs a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Nobody asked.
    Skip,
    /// The client selects `totalCount`.
    Total,
}

/// A page as asked for.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// Rows wanted, 1 to 200.
    pub first: u64,
    /// Start after this position.
    pub after: Option<Cursor>,
    /// Whether to count all rows.
    pub count: Count,
}

impl PageRequest {
    /// Checks the client's arguments.
    pub fn new(first: i32, after: Option<&str>, count: Count) -> Result<Self, Refusal> {
        if !(1..=MAX_FIRST).contains(&first) {
            return Err(Refusal::BadArgument(Words::new(
                format!("first: phải từ 1 đến {MAX_FIRST}"),
                format!("first: must be between 1 and {MAX_FIRST}"),
            )));
        }
        Ok(Self {
            first: u64::from(first.unsigned_abs()),
            after: after.map(Cursor::decode).transpose()?,
            count,
        })
    }

    /// How many rows to fetch: one more than wanted tells whether there is a next page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.first + 1
    }

    /// Cuts fetched rows to the page.
    pub fn cut<T>(&self, mut rows: Vec<T>, total: Option<u64>, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let wanted = usize::try_from(self.first).expect("at most 200");
        let has_next = rows.len() > wanted;
        rows.truncate(wanted);
        Page {
            rows: rows.into_iter().map(|row| (cursor(&row), row)).collect(),
            has_next,
            has_previous: self.after.is_some(),
            total,
        }
    }
}

/// A page as answered.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Rows with their positions.
    pub rows: Vec<(Cursor, T)>,
    /// Whether rows follow.
    pub has_next: bool,
    /// Whether rows precede (true when the page starts after a cursor).
    pub has_previous: bool,
    /// Number of all rows, when asked.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The same page of something else.
    pub fn map<U>(self, f: impl Fn(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, f(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            total: self.total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_size_is_compulsory_and_bounded() {
        assert!(PageRequest::new(0, None, Count::Skip).is_err());
        assert!(PageRequest::new(201, None, Count::Skip).is_err());
        assert!(PageRequest::new(200, None, Count::Skip).is_ok());
    }

    #[test]
    fn a_cursor_survives_its_encoding() {
        let cursor = Cursor::of(["xã Phước Hưng".to_owned(), "7".to_owned()]);
        assert_eq!(Cursor::decode(&cursor.encode()).expect("own cursor"), cursor);
        assert!(Cursor::decode("%%%").is_err());
    }
}
