//! Letters of other alphabets that are drawn like Latin ones: a word with one of them reads as another and is not it.

/// What looks like Đ and đ (U+0110, U+0111): the letter of Iceland and the one of Africa.
pub const OF_D: [char; 4] = ['\u{d0}', '\u{f0}', '\u{189}', '\u{256}'];

/// The Latin letter that a letter of another alphabet, or a Latin one of another language, is drawn like. A capital and
/// its small letter may look like different ones, as Н and н do, so each has its own line.
#[must_use]
pub fn latin(letter: char) -> char {
    match letter {
        'đ' | 'ð' | 'ɖ' => 'd',
        'Đ' | 'Ð' | 'Ɖ' => 'D',
        'ı' | 'і' | 'ι' => 'i',
        'І' | 'Ι' => 'I',
        'а' | 'α' | 'ɑ' => 'a',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'с' | 'ϲ' => 'c',
        'С' | 'Ϲ' => 'C',
        'ԁ' => 'd',
        'Ԁ' => 'D',
        'е' => 'e',
        'Е' | 'Ε' => 'E',
        'ɡ' => 'g',
        'һ' => 'h',
        'Н' | 'Η' | 'Һ' => 'H',
        'ј' => 'j',
        'Ј' => 'J',
        'к' | 'κ' => 'k',
        'К' | 'Κ' => 'K',
        'ӏ' => 'l',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'о' | 'ο' => 'o',
        'О' | 'Ο' => 'O',
        'р' | 'ρ' => 'p',
        'Р' | 'Ρ' => 'P',
        'ԛ' => 'q',
        'Ԛ' => 'Q',
        'ѕ' => 's',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'Ԝ' => 'W',
        'х' | 'χ' => 'x',
        'Х' | 'Χ' => 'X',
        'у' => 'y',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        other => other,
    }
}
