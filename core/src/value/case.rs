//! Upper and lower case in every script. The tables of the standard library fill 11 KB of a compressed
//! module, and what they say depends on the compiler; this one is of Unicode 17.

/// The letters in capitals; one may become several.
pub(crate) fn upper(text: &str) -> String {
    let mut changed = String::with_capacity(text.len());
    for letter in text.chars() {
        match special(letter) {
            Some(letters) => changed.push_str(letters),
            None => changed.push(capital(letter)),
        }
    }
    changed
}

/// The letters in lower case. A sigma at the end of a word is written as such.
pub(crate) fn lower(text: &str) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut before = false;
    for (at, letter) in text.char_indices() {
        match letter {
            'İ' => changed.push_str("i\u{307}"),
            'Σ' => {
                let mut behind = text.get(at + letter.len_utf8()..).unwrap_or_default().chars();
                let after = behind.find(|next| !is_mark(*next)).is_some_and(has_case);
                changed.push(if before && !after { 'ς' } else { 'σ' });
            }
            _ => changed.push(small(letter)),
        }
        before = has_case(letter) || before && is_mark(letter);
    }
    changed
}

/// What stands within a word without being a letter.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\'' | '.' | ':' | '·' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{2019}')
}

pub(crate) fn has_case(letter: char) -> bool {
    small(letter) != letter || capital(letter) != letter || special(letter).is_some()
}

/// Whether the letter lies in one of the large scripts without case.
fn is_caseless(code: u32) -> bool {
    matches!(code, 0x2d30..0xa640 | 0xac00..0xfb00)
}

/// The letter in lower case, where that is one letter.
pub(crate) fn small(letter: char) -> char {
    let code = u32::from(letter);
    if letter.is_ascii() || is_caseless(code) {
        return letter.to_ascii_lowercase();
    }
    let range = CAPITALS.partition_point(|(start, ..)| *start <= code).checked_sub(1);
    let Some((start, count, step, distance)) = range.and_then(|range| CAPITALS.get(range)) else {
        return letter;
    };
    let inside =
        (code - start) / u32::from(*step) < u32::from(*count) && (code - start) % u32::from(*step) == 0;
    let small = if inside { code.checked_add_signed(*distance) } else { None };
    small.and_then(char::from_u32).unwrap_or(letter)
}

/// The letter as a capital, where that is one letter.
pub(crate) fn capital(letter: char) -> char {
    let code = u32::from(letter);
    if letter.is_ascii() || is_caseless(code) {
        return letter.to_ascii_uppercase();
    }
    let found = CAPITALS.iter().find_map(|(start, count, step, distance)| {
        let capital = code.checked_add_signed(-distance)?;
        let place = capital.checked_sub(*start)?;
        (place / u32::from(*step) < u32::from(*count) && place % u32::from(*step) == 0).then_some(capital)
    });
    found.and_then(char::from_u32).unwrap_or(letter)
}

/// The capitals of a letter that is no capital's small letter, or has several.
fn special(letter: char) -> Option<&'static str> {
    if !matches!(letter, '\u{b5}'..='\u{587}' | '\u{1c80}'..='\u{1ffc}' | '\u{fb00}'..='\u{fb17}') {
        return None;
    }
    SPECIAL
        .split(' ')
        .take_while(|word| word.chars().next() <= Some(letter))
        .find_map(|word| word.strip_prefix(letter))
}

/// Capitals beside one another whose small letters lie at the same distance: the first, how many there
/// are, how far they stand apart, and the distance.
#[rustfmt::skip]
const CAPITALS: &[(u32, u8, u8, i32)] = &[
    (0xc0, 23, 1, 32), (0xd8, 7, 1, 32), (0x100, 24, 2, 1), (0x132, 3, 2, 1), (0x139, 8, 2, 1), (0x14a, 23, 2, 1),
    (0x178, 1, 1, -121), (0x179, 3, 2, 1), (0x181, 1, 1, 210), (0x182, 2, 2, 1), (0x186, 1, 1, 206), (0x187, 1, 1, 1),
    (0x189, 2, 1, 205), (0x18b, 1, 1, 1), (0x18e, 1, 1, 79), (0x18f, 1, 1, 202), (0x190, 1, 1, 203), (0x191, 1, 1, 1),
    (0x193, 1, 1, 205), (0x194, 1, 1, 207), (0x196, 1, 1, 211), (0x197, 1, 1, 209), (0x198, 1, 1, 1),
    (0x19c, 1, 1, 211), (0x19d, 1, 1, 213), (0x19f, 1, 1, 214), (0x1a0, 3, 2, 1), (0x1a6, 1, 1, 218), (0x1a7, 1, 1, 1),
    (0x1a9, 1, 1, 218), (0x1ac, 1, 1, 1), (0x1ae, 1, 1, 218), (0x1af, 1, 1, 1), (0x1b1, 2, 1, 217), (0x1b3, 2, 2, 1),
    (0x1b7, 1, 1, 219), (0x1b8, 1, 1, 1), (0x1bc, 1, 1, 1), (0x1c4, 1, 1, 2), (0x1c5, 1, 1, 1), (0x1c7, 1, 1, 2),
    (0x1c8, 1, 1, 1), (0x1ca, 1, 1, 2), (0x1cb, 9, 2, 1), (0x1de, 9, 2, 1), (0x1f1, 1, 1, 2), (0x1f2, 2, 2, 1),
    (0x1f6, 1, 1, -97), (0x1f7, 1, 1, -56), (0x1f8, 20, 2, 1), (0x220, 1, 1, -130), (0x222, 9, 2, 1),
    (0x23a, 1, 1, 10795), (0x23b, 1, 1, 1), (0x23d, 1, 1, -163), (0x23e, 1, 1, 10792), (0x241, 1, 1, 1),
    (0x243, 1, 1, -195), (0x244, 1, 1, 69), (0x245, 1, 1, 71), (0x246, 5, 2, 1), (0x370, 2, 2, 1), (0x376, 1, 1, 1),
    (0x37f, 1, 1, 116), (0x386, 1, 1, 38), (0x388, 3, 1, 37), (0x38c, 1, 1, 64), (0x38e, 2, 1, 63), (0x391, 17, 1, 32),
    (0x3a3, 9, 1, 32), (0x3cf, 1, 1, 8), (0x3d8, 12, 2, 1), (0x3f4, 1, 1, -60), (0x3f7, 1, 1, 1), (0x3f9, 1, 1, -7),
    (0x3fa, 1, 1, 1), (0x3fd, 3, 1, -130), (0x400, 16, 1, 80), (0x410, 32, 1, 32), (0x460, 17, 2, 1),
    (0x48a, 27, 2, 1), (0x4c0, 1, 1, 15), (0x4c1, 7, 2, 1), (0x4d0, 48, 2, 1), (0x531, 38, 1, 48),
    (0x10a0, 38, 1, 7264), (0x10c7, 1, 1, 7264), (0x10cd, 1, 1, 7264), (0x13a0, 80, 1, 38864), (0x13f0, 6, 1, 8),
    (0x1c89, 1, 1, 1), (0x1c90, 43, 1, -3008), (0x1cbd, 3, 1, -3008), (0x1e00, 75, 2, 1), (0x1e9e, 1, 1, -7615),
    (0x1ea0, 48, 2, 1), (0x1f08, 8, 1, -8), (0x1f18, 6, 1, -8), (0x1f28, 8, 1, -8), (0x1f38, 8, 1, -8),
    (0x1f48, 6, 1, -8), (0x1f59, 4, 2, -8), (0x1f68, 8, 1, -8), (0x1f88, 8, 1, -8), (0x1f98, 8, 1, -8),
    (0x1fa8, 8, 1, -8), (0x1fb8, 2, 1, -8), (0x1fba, 2, 1, -74), (0x1fbc, 1, 1, -9), (0x1fc8, 4, 1, -86),
    (0x1fcc, 1, 1, -9), (0x1fd8, 2, 1, -8), (0x1fda, 2, 1, -100), (0x1fe8, 2, 1, -8), (0x1fea, 2, 1, -112),
    (0x1fec, 1, 1, -7), (0x1ff8, 2, 1, -128), (0x1ffa, 2, 1, -126), (0x1ffc, 1, 1, -9), (0x2126, 1, 1, -7517),
    (0x212a, 1, 1, -8383), (0x212b, 1, 1, -8262), (0x2132, 1, 1, 28), (0x2160, 16, 1, 16), (0x2183, 1, 1, 1),
    (0x24b6, 26, 1, 26), (0x2c00, 48, 1, 48), (0x2c60, 1, 1, 1), (0x2c62, 1, 1, -10743), (0x2c63, 1, 1, -3814),
    (0x2c64, 1, 1, -10727), (0x2c67, 3, 2, 1), (0x2c6d, 1, 1, -10780), (0x2c6e, 1, 1, -10749), (0x2c6f, 1, 1, -10783),
    (0x2c70, 1, 1, -10782), (0x2c72, 1, 1, 1), (0x2c75, 1, 1, 1), (0x2c7e, 2, 1, -10815), (0x2c80, 50, 2, 1),
    (0x2ceb, 2, 2, 1), (0x2cf2, 1, 1, 1), (0xa640, 23, 2, 1), (0xa680, 14, 2, 1), (0xa722, 7, 2, 1),
    (0xa732, 31, 2, 1), (0xa779, 2, 2, 1), (0xa77d, 1, 1, -35332), (0xa77e, 5, 2, 1), (0xa78b, 1, 1, 1),
    (0xa78d, 1, 1, -42280), (0xa790, 2, 2, 1), (0xa796, 10, 2, 1), (0xa7aa, 1, 1, -42308), (0xa7ab, 1, 1, -42319),
    (0xa7ac, 1, 1, -42315), (0xa7ad, 1, 1, -42305), (0xa7ae, 1, 1, -42308), (0xa7b0, 1, 1, -42258),
    (0xa7b1, 1, 1, -42282), (0xa7b2, 1, 1, -42261), (0xa7b3, 1, 1, 928), (0xa7b4, 8, 2, 1), (0xa7c4, 1, 1, -48),
    (0xa7c5, 1, 1, -42307), (0xa7c6, 1, 1, -35384), (0xa7c7, 2, 2, 1), (0xa7cb, 1, 1, -42343), (0xa7cc, 8, 2, 1),
    (0xa7dc, 1, 1, -42561), (0xa7f5, 1, 1, 1), (0xff21, 26, 1, 32), (0x10400, 40, 1, 40), (0x104b0, 36, 1, 40),
    (0x10570, 11, 1, 39), (0x1057c, 15, 1, 39), (0x1058c, 7, 1, 39), (0x10594, 2, 1, 39), (0x10c80, 51, 1, 64),
    (0x10d50, 22, 1, 32), (0x118a0, 32, 1, 32), (0x16e40, 32, 1, 32), (0x16ea0, 25, 1, 27), (0x1e900, 34, 1, 34),
];

/// Letters, each followed by its capitals.
const SPECIAL: &str = "\
    µΜ ßSS ıI ŉ\u{2bc}N ſS ǅǄ ǈǇ ǋǊ ǰJ\u{30c} ǲǱ \u{345}Ι ΐΙ\u{308}\u{301} ΰΥ\u{308}\u{301} ςΣ ϐΒ ϑΘ ϕΦ ϖΠ \
    ϰΚ ϱΡ ϵΕ \u{587}\u{535}\u{552} \u{1c80}\u{412} \u{1c81}\u{414} \u{1c82}\u{41e} \u{1c83}\u{421} \
    \u{1c84}\u{422} \u{1c85}\u{422} \u{1c86}\u{42a} \u{1c87}\u{462} \u{1c88}\u{a64a} \u{1e96}H\u{331} \
    \u{1e97}T\u{308} \u{1e98}W\u{30a} \u{1e99}Y\u{30a} \u{1e9a}A\u{2be} \u{1e9b}\u{1e60} \u{1f50}Υ\u{313} \
    \u{1f52}Υ\u{313}\u{300} \u{1f54}Υ\u{313}\u{301} \u{1f56}Υ\u{313}\u{342} \u{1f80}\u{1f08}Ι \
    \u{1f81}\u{1f09}Ι \u{1f82}\u{1f0a}Ι \u{1f83}\u{1f0b}Ι \u{1f84}\u{1f0c}Ι \u{1f85}\u{1f0d}Ι \
    \u{1f86}\u{1f0e}Ι \u{1f87}\u{1f0f}Ι \u{1f88}\u{1f08}Ι \u{1f89}\u{1f09}Ι \u{1f8a}\u{1f0a}Ι \
    \u{1f8b}\u{1f0b}Ι \u{1f8c}\u{1f0c}Ι \u{1f8d}\u{1f0d}Ι \u{1f8e}\u{1f0e}Ι \u{1f8f}\u{1f0f}Ι \
    \u{1f90}\u{1f28}Ι \u{1f91}\u{1f29}Ι \u{1f92}\u{1f2a}Ι \u{1f93}\u{1f2b}Ι \u{1f94}\u{1f2c}Ι \
    \u{1f95}\u{1f2d}Ι \u{1f96}\u{1f2e}Ι \u{1f97}\u{1f2f}Ι \u{1f98}\u{1f28}Ι \u{1f99}\u{1f29}Ι \
    \u{1f9a}\u{1f2a}Ι \u{1f9b}\u{1f2b}Ι \u{1f9c}\u{1f2c}Ι \u{1f9d}\u{1f2d}Ι \u{1f9e}\u{1f2e}Ι \
    \u{1f9f}\u{1f2f}Ι \u{1fa0}\u{1f68}Ι \u{1fa1}\u{1f69}Ι \u{1fa2}\u{1f6a}Ι \u{1fa3}\u{1f6b}Ι \
    \u{1fa4}\u{1f6c}Ι \u{1fa5}\u{1f6d}Ι \u{1fa6}\u{1f6e}Ι \u{1fa7}\u{1f6f}Ι \u{1fa8}\u{1f68}Ι \
    \u{1fa9}\u{1f69}Ι \u{1faa}\u{1f6a}Ι \u{1fab}\u{1f6b}Ι \u{1fac}\u{1f6c}Ι \u{1fad}\u{1f6d}Ι \
    \u{1fae}\u{1f6e}Ι \u{1faf}\u{1f6f}Ι \u{1fb2}\u{1fba}Ι \u{1fb3}ΑΙ \u{1fb4}ΆΙ \u{1fb6}Α\u{342} \
    \u{1fb7}Α\u{342}Ι \u{1fbc}ΑΙ \u{1fbe}Ι \u{1fc2}\u{1fca}Ι \u{1fc3}ΗΙ \u{1fc4}ΉΙ \u{1fc6}Η\u{342} \
    \u{1fc7}Η\u{342}Ι \u{1fcc}ΗΙ \u{1fd2}Ι\u{308}\u{300} \u{1fd3}Ι\u{308}\u{301} \u{1fd6}Ι\u{342} \
    \u{1fd7}Ι\u{308}\u{342} \u{1fe2}Υ\u{308}\u{300} \u{1fe3}Υ\u{308}\u{301} \u{1fe4}Ρ\u{313} \
    \u{1fe6}Υ\u{342} \u{1fe7}Υ\u{308}\u{342} \u{1ff2}\u{1ffa}Ι \u{1ff3}ΩΙ \u{1ff4}ΏΙ \u{1ff6}Ω\u{342} \
    \u{1ff7}Ω\u{342}Ι \u{1ffc}ΩΙ \u{fb00}FF \u{fb01}FI \u{fb02}FL \u{fb03}FFI \u{fb04}FFL \u{fb05}ST \
    \u{fb06}ST \u{fb13}\u{544}\u{546} \u{fb14}\u{544}\u{535} \u{fb15}\u{544}\u{53b} \u{fb16}\u{54e}\u{546} \
    \u{fb17}\u{544}\u{53d}";

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the standard library is what it is compared with")]
mod tests {
    use super::*;

    #[test]
    fn knows_the_letters_of_the_standard_library() {
        for letter in (0..=0x10ffff).filter_map(char::from_u32) {
            let text = letter.to_string();
            // Either may know letters that are younger than the other.
            for (ours, theirs) in [(upper(&text), text.to_uppercase()), (lower(&text), text.to_lowercase())] {
                let young = ours == text || theirs == text;
                assert!(ours == theirs || young && u32::from(letter) > 0x190, "{letter}: {ours} {theirs}");
            }
        }
    }

    #[test]
    fn ends_words_as_greek_does() {
        for text in ["ΟΔΟΣ", "ΟΔΟΣ ΣΑΣ", "Σ", "ΑΣ.", "Α'Σ", "ΑΣ'Α", "ΑΣ\u{301}Α", "ΑΣ1", "ΣΣ"]
        {
            assert_eq!(lower(text), text.to_lowercase(), "{text}");
        }
    }
}
