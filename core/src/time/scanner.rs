//! The small reader under dates and durations: letters, digits and fractions from left to right.

/// What is left to read of a text.
pub(crate) struct Scanner<'a> {
    rest: &'a [u8],
}

/// More than any unit of a duration may have, and few enough to count the milliseconds of as many
/// hours in 64 bits.
pub(crate) const MOST: i64 = 2_000_000_000_000;

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn at(&self, byte: u8) -> bool {
        self.rest.first() == Some(&byte)
    }

    pub(crate) fn at_digit(&self) -> bool {
        self.rest.first().is_some_and(u8::is_ascii_digit)
    }

    /// Reads one of these bytes; a small letter counts, and is returned, as its capital.
    pub(crate) fn take(&mut self, any: &[u8]) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        let byte = first.to_ascii_uppercase();
        if !any.contains(&byte) {
            return None;
        }
        self.rest = rest;
        Some(byte)
    }

    /// Reads this very byte, if it comes.
    pub(crate) fn exactly(&mut self, byte: u8) -> bool {
        let comes = self.at(byte);
        if comes {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        comes
    }

    /// Reads exactly so many digits.
    pub(crate) fn digits(&mut self, count: usize) -> Option<i64> {
        let mut number = 0;
        for _ in 0..count {
            number = number * 10 + self.digit()?;
        }
        Some(number)
    }

    /// Reads all digits that follow, at least one. A number that is too large for any unit stays
    /// too large, but never overflows.
    pub(crate) fn number(&mut self) -> Option<i64> {
        let mut number = self.digit()?;
        while let Some(digit) = self.digit() {
            number = MOST.min(number * 10 + digit);
        }
        Some(number)
    }

    /// Reads all digits that follow, at least one, and tells how many they are.
    pub(crate) fn counted(&mut self) -> Option<(i64, u32)> {
        let before = self.rest.len();
        let number = self.number()?;
        Some((number, u32::try_from(before - self.rest.len()).ok()?))
    }

    /// Reads a point or comma and one to nine digits after it, as billionths. Reads nothing if there
    /// are no digits.
    pub(crate) fn fraction(&mut self) -> Option<i64> {
        let before = self.rest;
        self.take(b".,")?;
        if !self.at_digit() {
            self.rest = before;
            return None;
        }
        let mut billionths = 0;
        for _ in 0..9 {
            billionths = billionths * 10 + self.digit().unwrap_or(0);
        }
        Some(billionths)
    }

    fn digit(&mut self) -> Option<i64> {
        let (first, rest) = self.rest.split_first()?;
        if !first.is_ascii_digit() {
            return None;
        }
        self.rest = rest;
        Some(i64::from(first - b'0'))
    }
}
