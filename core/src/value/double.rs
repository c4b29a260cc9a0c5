//! Doubles and their texts. What the standard library and serde have for this fills 13 KB of a
//! compressed module, most of it tables for speed; numbers that long are rare.

use crate::value::CollectVec;
use std::cmp::Ordering;

/// Powers of ten that a double holds exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// How many digits may decide how a number is rounded. Of those behind, it matters only whether all
/// are zero.
const DIGITS: usize = 800;

/// A power of ten that a double holds exactly.
pub(super) fn exact_power(power: u32) -> Option<f64> {
    EXACT_POWERS.get(power as usize).copied()
}

/// The shortest text that names a double: `0.1`, `1.5e-9`, `1e300`.
pub(super) fn shortest(value: f64) -> String {
    // The writer of JSON is in every build already.
    super::to_json(&value).unwrap_or_default()
}

/// [`shortest`] with an exponent always, for messages. The value is finite.
pub(super) fn scientific(value: f64) -> String {
    let text = shortest(value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, part].concat();
    let significant = digits.trim_start_matches('0');
    let places = (part.len() + significant.len()) as i32 - digits.len() as i32 + whole.len() as i32;
    let power = exponent.parse().unwrap_or(0) + places - part.len() as i32 - 1;
    let (first, rest) = significant.split_at_checked(1).unwrap_or(("0", ""));
    let rest = rest.trim_end_matches('0');
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{point}{rest}e{power}")
}

/// The double nearest to the number that a text in the form of JSON names; of two, the even one.
/// Infinite if the number is too large.
pub(super) fn nearest(text: &str) -> f64 {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |text| (-1.0, text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> =
        whole.bytes().chain(part.bytes()).skip_while(|digit| *digit == b'0').collect_vec();
    let mut behind = part.len() as i64;
    if digits.len() > DIGITS {
        behind -= (digits.len() - DIGITS) as i64;
        let rest = digits.split_off(DIGITS);
        if let Some(last) = digits.last_mut().filter(|_| rest.iter().any(|digit| *digit != b'0')) {
            // Not zero, and not half of anything.
            *last |= 1;
        }
    }
    // Beyond nine digits only its sign matters.
    let bound = if exponent.starts_with('-') { -1_000_000_000 } else { 1_000_000_000 };
    let power = exponent.parse().unwrap_or(bound).clamp(-1_000_000_000, 1_000_000_000) - behind;
    sign * magnitude(&digits, power)
}

fn magnitude(digits: &[u8], power: i64) -> f64 {
    let size = digits.len() as i64 + power;
    if digits.is_empty() || size < -330 {
        return 0.0;
    }
    if size > 310 {
        return f64::INFINITY;
    }
    let power = power as i32;
    if digits.len() <= 19 && (-19..=19).contains(&power) {
        let mantissa = digits.iter().fold(0, |number, digit| number * 10 + u128::from(digit - b'0'));
        return moderate(mantissa, power);
    }
    let mut above = Natural(Vec::new());
    digits.iter().for_each(|digit| above.multiply_add(10, u32::from(digit - b'0')));
    let mut below = Natural(vec![1]);
    let raised = if power < 0 { &mut below } else { &mut above };
    (0..power.unsigned_abs()).for_each(|_| raised.multiply_add(10, 0));
    quotient(above, below)
}

/// `mantissa` × 10^`power` where both are below 10^20: the quotient has more bits than a double.
fn moderate(mantissa: u128, power: i32) -> f64 {
    let factor = 10u128.pow(power.unsigned_abs());
    if power >= 0 || mantissa == 0 {
        return (mantissa * factor) as f64;
    }
    let shift = mantissa.leading_zeros();
    let above = mantissa << shift;
    let rest = u128::from(!above.is_multiple_of(factor));
    ((above / factor) | rest) as f64 * power_of_two(-(shift as i32))
}

/// The quotient, rounded once.
fn quotient(mut above: Natural, mut below: Natural) -> f64 {
    const BITS: i32 = 66;
    let difference = above.bits() as i32 - below.bits() as i32;
    let smaller = if difference < 0 { &mut above } else { &mut below };
    (0..difference.unsigned_abs()).for_each(|_| smaller.double());
    let mut bits = 0u128;
    for _ in 0..BITS {
        bits <<= 1;
        if above.compare(&below) != Ordering::Less {
            above.subtract(&below);
            bits |= 1;
        }
        above.double();
    }
    bits = bits << 1 | u128::from(above.bits() > 0);
    let exponent = difference - BITS;
    // The last place of the smallest doubles stays where it is, so these are rounded further left.
    let lost = -1074 - exponent;
    if lost > bits.ilog2() as i32 - 52 {
        let kept = bits >> lost;
        let half = 1u128 << (lost - 1);
        let rest = bits & (half * 2 - 1);
        let up = rest > half || rest == half && kept & 1 == 1;
        return f64::from_bits(kept as u64 + u64::from(up));
    }
    let half = exponent / 2;
    bits as f64 * power_of_two(half) * power_of_two(exponent - half)
}

fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// A number of any size, the least significant part first and no zero at the end.
struct Natural(Vec<u32>);

impl Natural {
    fn multiply_add(&mut self, factor: u32, mut carry: u32) {
        for part in &mut self.0 {
            let product = u64::from(*part) * u64::from(factor) + u64::from(carry);
            *part = product as u32;
            carry = (product >> 32) as u32;
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    fn double(&mut self) {
        self.multiply_add(2, 0);
    }

    fn bits(&self) -> u32 {
        self.0.last().map_or(0, |last| self.0.len() as u32 * 32 - last.leading_zeros())
    }

    fn compare(&self, other: &Self) -> Ordering {
        let lengths = self.0.len().cmp(&other.0.len());
        lengths.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes away what is not larger.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (place, part) in self.0.iter_mut().enumerate() {
            let less = other.0.get(place).copied().unwrap_or(0);
            let (difference, below) = part.overflowing_sub(less);
            let (difference, again) = difference.overflowing_sub(u32::from(borrow));
            *part = difference;
            borrow = below || again;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(nearest(text).to_bits(), expected.to_bits(), "{text}");
    }

    #[test]
    fn rounds_to_the_nearest() {
        for text in [
            "0",
            "-0",
            "0.0",
            "0e5",
            "1",
            "-1.5",
            "0.1",
            "1e22",
            "1e23",
            "123456789012345678",
            "0.30000000000000004",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000000000000000000000001",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e400",
            "2e-400",
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "5e-324",
            "3e-324",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "2.225073858507201e-308",
            "1.5e-28",
            "79228162514264337593543950335",
            "0.1234567890123456789012345678",
            "1e-99999999999",
            "1e99999999999",
        ] {
            check(text);
        }
        check(&format!("1.{}1", "0".repeat(900)));
        check(&format!("9007199254740993.{}1", "0".repeat(900)));
        check(&format!("9007199254740993.{}", "0".repeat(900)));
        check(&format!("0.{}9", "0".repeat(400)));
        check(&format!("{}e-1000", "7".repeat(1000)));
    }

    #[test]
    fn writes_with_an_exponent() {
        for value in [1e300, 1.5e-28, 1.234_567_890_123_456_8e29, 123.0, 0.00015, -7e-320, 1e16, 1.5, 90.0] {
            assert_eq!(scientific(value), format!("{value:e}"));
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?(e[-+]?[0-9]{1,3})?") {
            check(&text);
        }

        #[test]
        fn reads_its_own_text(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            check(&shortest(value));
            check(&format!("{value:e}"));
            prop_assert_eq!(nearest(&scientific(value)).abs().to_bits(), value.abs().to_bits());
            prop_assert_eq!(scientific(value.abs()).len(), format!("{:e}", value.abs()).len());
        }
    }
}
