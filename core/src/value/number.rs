//! Decimal numbers, so that `0.1 + 0.2` is `0.3` on every platform.

use std::fmt;

use rust_decimal::Decimal;

use super::double;

/// The largest integer that every host language carries exactly: 2^53 - 1, the "safe" integers of
/// JavaScript.
pub(crate) const MAX_SAFE: i64 = (1 << 53) - 1;

/// A decimal number with up to 28 significant digits.
///
/// Sums and differences within that range are exact; products and quotients with more digits are
/// rounded half to even at the last digit. Numbers are equal when their values are: `1.0` is `1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub(super) Decimal);

/// The JSON form of a number that can cross a border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Portable {
    Integer(i64),
    Double(f64),
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);

    /// The number for an integer.
    #[must_use]
    pub fn from_i64(value: i64) -> Self {
        Self(Decimal::from(value))
    }

    /// The number that the shortest text of a double names: `0.1` for 0.1. `None` if the double is
    /// not finite, is an integer beyond ±(2^53 - 1) (it may have been rounded before it came here),
    /// or needs more than 28 decimal places.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.trunc() == value {
            let integer = value as i64; // saturates
            return (integer.unsigned_abs() <= MAX_SAFE.unsigned_abs()).then(|| Self::from_i64(integer));
        }
        if !value.is_finite() {
            return None;
        }
        short_decimal(value).or_else(|| Self::parse(&double::shortest(value)))
    }

    /// Reads `12`, `-1.5`, `.5`, `1e3`. `None` if the text is anything else or a number that 28
    /// digits cannot hold exactly.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let end = digits.iter().position(|b| matches!(b, b'e' | b'E')).unwrap_or(digits.len());
        let (digits, exponent) = digits.split_at_checked(end)?;
        let exponent = match exponent.split_first() {
            Some((_, exponent)) => parse_exponent(exponent)?,
            None => 0,
        };
        let (mantissa, scale) = parse_mantissa(digits)?;
        let power = exponent.checked_sub(scale)?;
        let magnitude = if mantissa == 0 { 0 } else { raise(mantissa, power.max(0))? };
        let scale = if mantissa == 0 { 0 } else { u32::try_from(power.min(0).checked_neg()?).ok()? };
        let signed = i128::try_from(magnitude).ok()? * if negative { -1 } else { 1 };
        Decimal::try_from_i128_with_scale(signed, scale).ok().map(Self)
    }

    /// The integer, if this is one and it fits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        let plain = if self.0.scale() == 0 { self.0 } else { self.0.normalize() };
        if plain.scale() == 0 { i64::try_from(plain.mantissa()).ok() } else { None }
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        let mantissa = self.0.mantissa();
        match (i64::try_from(mantissa), double::exact_power(self.0.scale())) {
            // Both operands are exact, so the one division is correctly rounded.
            (Ok(m), Some(power)) if m.unsigned_abs() <= MAX_SAFE.unsigned_abs() => {
                let exact = m as f64;
                exact / power
            }
            _ => double::nearest(&self.to_string()),
        }
    }

    /// The sum, or `None` if it is out of range (about ±7.9e28).
    #[must_use]
    #[inline(never)] // Each copy of the library's code is 2 KB.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` if it is out of range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(-other)
    }

    /// The product, or `None` if it is out of range.
    #[must_use]
    #[inline(never)] // As for sums.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self)
    }

    /// The quotient, or `None` if the divisor is zero or the quotient is out of range.
    #[must_use]
    #[inline(never)] // As for sums.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(Self)
    }

    /// The remainder, with the sign of the dividend; `None` if the divisor is zero.
    #[must_use]
    pub fn checked_rem(self, other: Self) -> Option<Self> {
        let (mine, its) = (self.0.scale(), other.0.scale());
        let divisor = other.0.mantissa().unsigned_abs();
        // With the places of both; a divisor that grows too large for that is larger than this.
        let divisor = raise(divisor, i64::from(mine.saturating_sub(its))).unwrap_or(u128::MAX);
        let mut rest = self.0.mantissa().unsigned_abs().checked_rem(divisor)?;
        for _ in mine..its {
            rest = rest * 10 % divisor;
        }
        let rest = i128::try_from(rest).ok()?;
        let rest = Self(Decimal::try_from_i128_with_scale(rest, mine.max(its)).ok()?);
        Some(if self < Self::ZERO { -rest } else { rest })
    }

    /// The power with an integer exponent; `None` if it is out of range or divides by zero.
    #[must_use]
    pub fn checked_pow(self, exponent: i64) -> Option<Self> {
        let mut left = exponent.unsigned_abs();
        let mut square = self;
        let mut power = Self::ONE;
        while left > 0 {
            if left & 1 == 1 {
                power = power.checked_mul(square)?;
            }
            left >>= 1;
            if left > 0 {
                square = square.checked_mul(square)?;
            }
        }
        if exponent < 0 { Self::ONE.checked_div(power) } else { Some(power) }
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The JSON form, if JSON can carry this number there and back unchanged in every language.
    pub(crate) fn portable(self) -> Option<Portable> {
        let plain = if self.0.scale() == 0 { self.0 } else { self.0.normalize() };
        if plain.scale() == 0 {
            let integer = i64::try_from(plain.mantissa()).ok()?;
            return (integer.unsigned_abs() <= MAX_SAFE.unsigned_abs()).then_some(Portable::Integer(integer));
        }
        let double = Self(plain).to_f64();
        // A double holds any 15 digits; only longer numbers need the proof.
        let short = plain.mantissa().unsigned_abs() < 1_000_000_000_000_000;
        (short || Self::from_f64(double) == Some(self)).then_some(Portable::Double(double))
    }

    /// This number, or the closest one that JSON carries: a third keeps 16 digits instead of 28.
    /// `None` if it is an integer beyond ±(2^53 - 1), where rounding would change what was counted.
    pub(crate) fn nearest_portable(self) -> Option<Self> {
        if self.portable().is_some() { Some(self) } else { Self::from_f64(self.to_f64()) }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::from_i64(value)
    }
}

impl std::ops::Neg for Number {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

/// The shortest decimal text, without an exponent: `1.5`, `-0.001`, `100`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_zero() { f.write_str("0") } else { write!(f, "{}", self.0.normalize()) }
    }
}

/// The shortest text of a double without making the text, if it has few decimal places. Numbers of
/// up to 15 digits have doubles of their own, so the first one whose double this is, is the one.
fn short_decimal(value: f64) -> Option<Number> {
    (1u32..=6).find_map(|places| {
        let power = double::exact_power(places)?;
        let mantissa = (value * power).round();
        let exact = mantissa.abs() < 1e15 && mantissa / power == value;
        exact.then(|| Number(Decimal::new(mantissa as i64, places)))
    })
}

/// The digits as one integer without trailing zeros, and how many places they lie right of the
/// point (negative: left of it).
fn parse_mantissa(digits: &[u8]) -> Option<(u128, i64)> {
    let (mut mantissa, mut scale, mut zeros) = (0u128, 0i64, 0i64);
    let (mut seen, mut point) = (false, false);
    for &byte in digits {
        match byte {
            b'.' if !point => point = true,
            b'0'..=b'9' => {
                seen = true;
                scale += i64::from(point);
                if byte == b'0' {
                    zeros += i64::from(mantissa != 0);
                } else {
                    mantissa = raise(mantissa, zeros + 1)?.checked_add(u128::from(byte - b'0'))?;
                    zeros = 0;
                }
            }
            _ => return None,
        }
    }
    seen.then_some((mantissa, scale - zeros))
}

fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        rest => (1, rest),
    };
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let mut exponent = 0i64;
    for byte in digits {
        exponent = exponent * 10 + i64::from(char::from(*byte).to_digit(10)?);
    }
    Some(sign * exponent)
}

/// `mantissa` × 10^`power`; nothing as large as 10^30 fits a number, whatever follows.
fn raise(mantissa: u128, power: i64) -> Option<u128> {
    if mantissa == 0 {
        return Some(0);
    }
    let power = u32::try_from(power).ok().filter(|power| *power < 30)?;
    mantissa.checked_mul(10u128.pow(power))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("`{text}` is a number"))
    }

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.000", "0"),
            ("0e999999", "0"),
            ("1.50", "1.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("+7", "7"),
            ("1e3", "1000"),
            ("100E-2", "1"),
            ("1.2e-7", "0.00000012"),
            ("0001000", "1000"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
            ("10000000000000000000000000000000000e-20", "100000000000000"),
        ] {
            assert_eq!(number(text).to_string(), printed, "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "1..2",
            "1.2.3",
            "e5",
            "1e",
            "1e+",
            "1_000",
            "0x1",
            " 1",
            "1 ",
            "--1",
            "inf",
            "1e29",
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
            "1e99999999999999999999",
            "1.00000000000000000000000000000000001",
            "١",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        let long = format!("1{}", "0".repeat(1_000_000));
        assert_eq!(Number::parse(&long), None);
        assert_eq!(Number::parse(&format!("1.{}", "0".repeat(1_000_000))), Some(Number::ONE));
    }

    #[test]
    fn is_exact_where_doubles_are_not() {
        assert_eq!(number("0.1").checked_add(number("0.2")), Some(number("0.3")));
        assert_eq!(number("1.0"), number("1"));
        assert!(number("-2") < number("-1.99"));
        assert_eq!(number("7").checked_rem(number("-3")), Some(number("1")));
        assert_eq!(number("7").checked_div(Number::ZERO), None);
        assert_eq!(number("7").checked_rem(Number::ZERO), None);
        assert_eq!(number("7e28").checked_add(number("7e28")), None);
        assert_eq!(-number("0"), Number::ZERO);
    }

    #[test]
    fn raises_to_powers() {
        assert_eq!(number("2").checked_pow(10), Some(number("1024")));
        assert_eq!(number("10").checked_pow(-5), Some(number("0.00001")));
        assert_eq!(number("0").checked_pow(0), Some(Number::ONE));
        assert_eq!(number("0").checked_pow(-1), None);
        assert_eq!(number("-1").checked_pow(i64::MIN), Some(Number::ONE));
        assert_eq!(number("2").checked_pow(i64::MAX), None);
    }

    #[test]
    fn takes_doubles_by_their_shortest_text() {
        assert_eq!(Number::from_f64(0.1), Some(number("0.1")));
        assert_eq!(Number::from_f64(-0.0), Some(Number::ZERO));
        assert_eq!(Number::from_f64(9_007_199_254_740_991.0), Some(number("9007199254740991")));
        for refused in [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            9_007_199_254_740_992.0,
            1e300,
            1e-300,
            -1e19,
            1.5e-28,
        ] {
            assert_eq!(Number::from_f64(refused), None, "{refused}");
        }
    }

    proptest! {
        #[test]
        fn divides_as_the_library_does(
            (left, right) in (any::<i128>(), any::<i128>()),
            (left_bits, right_bits) in (31u32..128, 31u32..128),
            (left_scale, right_scale) in (0u32..=28, 0u32..=28),
        ) {
            let decimal = |mantissa: i128, bits: u32, scale| {
                Decimal::try_from_i128_with_scale(mantissa >> bits.max(32), scale).unwrap()
            };
            let left = decimal(left, left_bits, left_scale);
            let right = decimal(right, right_bits, right_scale);
            prop_assert_eq!(Number(left).checked_rem(Number(right)), left.checked_rem(right).map(Number));
            prop_assert_eq!(Number(left).checked_sub(Number(right)), left.checked_sub(right).map(Number));
        }

        #[test]
        fn takes_doubles_as_their_text_reads(mantissa in -(1i64 << 53)..1 << 53, places in 0i32..20) {
            for value in [mantissa as f64 / 10f64.powi(places), f64::from_bits(mantissa.unsigned_abs() << 10)] {
                if let Some(number) = Number::from_f64(value) {
                    // Of two texts as short the even one, as JavaScript and Python print it.
                    prop_assert_eq!(Some(number), Number::parse(&double::shortest(value)));
                }
            }
        }
    }

    #[test]
    fn knows_what_json_carries() {
        assert_eq!(number("5.00").portable(), Some(Portable::Integer(5)));
        assert_eq!(number("0.1").portable(), Some(Portable::Double(0.1)));
        assert_eq!(number("1e-28").portable(), Some(Portable::Double(1e-28)));
        assert_eq!(number("9007199254740992").portable(), None);
        assert_eq!(number("0.12345678901234567890").portable(), None);
        let third = Number::ONE.checked_div(number("3")).unwrap();
        assert_eq!(third.portable(), None);
        assert_eq!(third.nearest_portable(), Some(number("0.3333333333333333")));
        assert_eq!(number("9007199254740993").nearest_portable(), None);
        assert_eq!(number("5").to_i64(), Some(5));
        assert_eq!(number("5.0").to_i64(), Some(5));
        assert_eq!(number("5.1").to_i64(), None);
        assert_eq!(number("1e20").to_i64(), None);
    }
}
