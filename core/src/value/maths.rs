//! Roots, exponentials and rounding of decimals. The floating point of a platform has no say in the
//! digits: what it computes is only where an iteration begins, and its square root is exact by its
//! own standard.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Number;

/// How a number is cut to fewer digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    HalfEven,
    /// Halves away from zero.
    HalfUp,
    /// Halves towards zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    Floor,
    Ceiling,
}

const E: Number = constant(27_182_818_284_590_452_353_602_874_714, 28);
const LN_2: Number = constant(6_931_471_805_599_453_094_172_321_215, 28);
const LN_10: Number = constant(23_025_850_929_940_456_840_179_914_547, 28);
const TWO: Number = constant(2, 0);
const TEN: Number = constant(10, 0);

/// More digits than these are of no use after a logarithm.
const SOUND_DIGITS: i64 = 24;

const fn constant(mantissa: i128, scale: u32) -> Number {
    let (low, middle, high) = (mantissa as u32, (mantissa >> 32) as u32, (mantissa >> 64) as u32);
    Number(Decimal::from_parts(low, middle, high, false, scale))
}

impl Number {
    /// With so many digits after the point, or zeros before it if that is negative. What has no such
    /// digit stays as it is; where all digits are before that one, it is zero, or too large.
    pub(crate) fn round(self, scale: i64, rounding: Rounding) -> Option<Self> {
        let strategy = match rounding {
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfDown => RoundingStrategy::MidpointTowardZero,
            Rounding::Up => RoundingStrategy::AwayFromZero,
            Rounding::Down => RoundingStrategy::ToZero,
            Rounding::Floor => RoundingStrategy::ToNegativeInfinity,
            Rounding::Ceiling => RoundingStrategy::ToPositiveInfinity,
        };
        if scale > 28 {
            return Some(self);
        }
        if scale < -28 {
            let away = match rounding {
                Rounding::Up => !self.is_zero(),
                Rounding::Floor => self < Self::ZERO,
                Rounding::Ceiling => self > Self::ZERO,
                Rounding::HalfEven | Rounding::HalfUp | Rounding::HalfDown if scale == -29 => {
                    !self.checked_div(TEN)?.round(-28, rounding)?.is_zero()
                }
                _ => false,
            };
            return (!away).then_some(Self::ZERO);
        }
        match u32::try_from(scale) {
            Ok(scale) => Some(Self(self.0.round_dp_with_strategy(scale, strategy))),
            Err(_) => {
                let unit = Self::from_i64(10).checked_pow(-scale)?;
                let units = self.checked_div(unit)?.0.round_dp_with_strategy(0, strategy);
                Self(units).checked_mul(unit)
            }
        }
    }

    /// The square root; `None` of a negative number.
    pub(crate) fn sqrt(self) -> Option<Self> {
        if self < Self::ZERO {
            return None;
        }
        if self.is_zero() {
            return Some(Self::ZERO);
        }
        // Each step doubles the correct digits, of which a double has fifteen.
        let mut root = Self::from_f64(self.to_f64().sqrt())?;
        for _ in 0..2 {
            root = root.checked_add(self.checked_div(root)?)?.checked_div(TWO)?;
        }
        Some(root)
    }

    /// e to the power of this; `None` if it is too large.
    pub(crate) fn exp(self) -> Option<Self> {
        if self < Self::ZERO {
            return match (-self).exp() {
                Some(inverse) => Self::ONE.checked_div(inverse),
                None => Some(Self::ZERO),
            };
        }
        let whole = self.round(0, Rounding::Down)?;
        let fraction = self.checked_sub(whole)?;
        // x^n / n!, until it no longer counts.
        let (mut sum, mut term, mut n) = (Self::ONE, Self::ONE, Self::ONE);
        while !term.is_zero() {
            term = term.checked_mul(fraction)?.checked_div(n)?;
            sum = sum.checked_add(term)?;
            n = n.checked_add(Self::ONE)?;
        }
        let whole = whole.to_i64().filter(|whole| *whole < 100)?;
        E.checked_pow(whole)?.checked_mul(sum)
    }

    /// The natural logarithm; `None` of zero and negative numbers.
    pub(crate) fn ln(self) -> Option<Self> {
        if self <= Self::ZERO {
            return None;
        }
        // self = rest * 10^tens * 2^twos, with the rest near one.
        let (mut rest, mut tens, mut twos) = (self, 0, 0);
        while rest >= TEN {
            rest = rest.checked_div(TEN)?;
            tens += 1;
        }
        while rest < Self::ONE {
            rest = rest.checked_mul(TEN)?;
            tens -= 1;
        }
        while rest > constant(15, 1) {
            rest = rest.checked_div(TWO)?;
            twos += 1;
        }
        // ln(x) = 2 artanh((x - 1) / (x + 1)) = 2 (t + t^3 / 3 + t^5 / 5 + …)
        let t = rest.checked_sub(Self::ONE)?.checked_div(rest.checked_add(Self::ONE)?)?;
        let square = t.checked_mul(t)?;
        let (mut sum, mut power, mut n) = (Self::ZERO, t, Self::ONE);
        while !power.is_zero() {
            sum = sum.checked_add(power.checked_div(n)?)?;
            power = power.checked_mul(square)?;
            n = n.checked_add(TWO)?;
        }
        let of_tens = LN_10.checked_mul(Self::from_i64(tens))?;
        let of_twos = LN_2.checked_mul(Self::from_i64(twos))?;
        sum.checked_mul(TWO)?.checked_add(of_tens)?.checked_add(of_twos)
    }

    /// The power with any exponent; `None` if there is none or it is too large.
    pub(crate) fn power(self, exponent: Self) -> Option<Self> {
        if let Some(whole) = exponent.to_i64() {
            return self.checked_pow(whole);
        }
        if self.is_zero() {
            return (exponent > Self::ZERO).then_some(Self::ZERO);
        }
        // Square roots are common, and exact where they can be.
        if let Some(whole) = exponent.checked_sub(constant(5, 1))?.to_i64() {
            return self.checked_pow(whole)?.checked_mul(self.sqrt()?);
        }
        let power = self.ln()?.checked_mul(exponent)?.exp()?;
        let digits = power.0.mantissa().checked_ilog10().map_or(0, |log| i64::from(log) + 1);
        let unsound = (digits - SOUND_DIGITS).max(0);
        power.round(i64::from(power.0.scale()) - unsound, Rounding::HalfEven)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    /// Whether the first digits are right; the last ones are what rounding made of them.
    fn begins(found: Option<Number>, digits: &str) {
        let text = found.unwrap().to_string();
        assert!(text.starts_with(digits), "{text} begins with {digits}");
    }

    #[test]
    fn rounds_in_every_way() {
        for (text, scale, rounding, expected) in [
            ("2.5", 0, Rounding::HalfEven, "2"),
            ("1.5", 0, Rounding::HalfEven, "2"),
            ("5.5", 0, Rounding::HalfUp, "6"),
            ("-5.5", 0, Rounding::HalfUp, "-6"),
            ("5.5", 0, Rounding::HalfDown, "5"),
            ("-1.126", 2, Rounding::Up, "-1.13"),
            ("1.129", 2, Rounding::Down, "1.12"),
            ("-1.56", 1, Rounding::Floor, "-1.6"),
            ("-1.56", 1, Rounding::Ceiling, "-1.5"),
            ("155", -1, Rounding::HalfUp, "160"),
            ("149", -2, Rounding::HalfUp, "100"),
            ("5.5", 6176, Rounding::HalfUp, "5.5"),
            ("5.5", -28, Rounding::HalfUp, "0"),
            ("5.5", -30, Rounding::Floor, "0"),
            ("-5.5", -6111, Rounding::Ceiling, "0"),
            ("4e28", -29, Rounding::HalfUp, "0"),
            ("7e28", -30, Rounding::HalfUp, "0"),
        ] {
            assert_eq!(number(text).round(scale, rounding), Some(number(expected)), "{text} {scale}");
        }
    }

    #[test]
    fn rounds_to_nothing_that_is_too_large() {
        for (text, scale, rounding) in [
            ("5.5", -30, Rounding::Up),
            ("5.5", -30, Rounding::Ceiling),
            ("-5.5", -29, Rounding::Floor),
            ("5e28", -29, Rounding::HalfUp),
            ("7e28", -29, Rounding::HalfEven),
        ] {
            assert_eq!(number(text).round(scale, rounding), None, "{text} {scale}");
        }
    }

    #[test]
    fn takes_roots() {
        for (text, root) in [("4", "2"), ("0", "0"), ("0.25", "0.5"), ("1e28", "1e14"), ("1e-28", "1e-14")] {
            assert_eq!(number(text).sqrt(), Some(number(root)), "{text}");
        }
        begins(number("2").sqrt(), "1.41421356237309504880168872");
        assert_eq!(number("79228162514264337593543950335").sqrt(), Some(number("281474976710656")));
        assert_eq!(number("-1").sqrt(), None);
    }

    #[test]
    fn knows_exponentials_and_logarithms() {
        begins(number("1").exp(), "2.71828182845904523536028747");
        begins(number("-1").exp(), "0.36787944117144232159552377");
        begins(number("4.5").exp(), "90.0171313005218135501154567");
        assert_eq!(number("0").exp(), Some(Number::ONE));
        assert_eq!(number("70").exp(), None);
        assert_eq!(number("-1000").exp(), Some(Number::ZERO));
        begins(number("2").ln(), "0.693147180559945309417232121");
        begins(number("10").ln(), "2.302585092994045684017991454");
        begins(number("0.001").ln(), "-6.90775527898213705205397436");
        begins(number("123456789").ln(), "18.63140176616801803319393334");
        assert_eq!(number("1").ln(), Some(Number::ZERO));
        assert_eq!(number("0").ln(), None);
    }

    #[test]
    fn raises_to_broken_powers() {
        for (base, exponent, power) in [
            ("4", "0.5", "2"),
            ("4", "-1.5", "0.125"),
            ("8", "0.3333333333333333333333333333", "2"),
            ("2", "10", "1024"),
            ("0", "0.5", "0"),
        ] {
            assert_eq!(number(base).power(number(exponent)), Some(number(power)), "{base} ** {exponent}");
        }
        begins(number("2").power(number("0.1")), "1.0717734625362931642130");
        assert_eq!(number("-2").power(number("0.3")), None);
        assert_eq!(number("0").power(number("-0.5")), None);
    }
}
