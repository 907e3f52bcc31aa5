//! Saying how far long work has come.

/// Hears what is being done, a line at a time.
pub type Tell<'a> = &'a mut (dyn FnMut(&str) + Send);

/// Files after which a line is said.
const FILES: usize = 1000;
/// Bytes after which a line is said.
const BYTES: u64 = 512 * 1024 * 1024;

/// Work on a known number of files.
pub struct Progress<'a> {
    tell: Tell<'a>,
    what: &'static str,
    total: usize,
    done: usize,
    bytes: u64,
    said: (usize, u64),
}

impl<'a> Progress<'a> {
    /// Begins.
    pub fn of(what: &'static str, total: usize, tell: Tell<'a>) -> Self {
        Self { tell, what, total, done: 0, bytes: 0, said: (0, 0) }
    }

    /// One more file of this size is done.
    pub fn step(&mut self, size: u64) {
        self.done += 1;
        self.bytes += size;
        if self.done - self.said.0 >= FILES || self.bytes - self.said.1 >= BYTES {
            self.said = (self.done, self.bytes);
            let line =
                format!("{}: {} of {} files, {}", self.what, self.done, self.total, megabytes(self.bytes));
            (self.tell)(&line);
        }
    }
}

/// A number of bytes for reading.
pub fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}
