//! Sets of characters.

use crate::value::{capital, small};

/// Characters of which one is wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) parts: Vec<Part>,
    /// What `-[…]` takes away.
    pub(super) without: Option<Box<Class>>,
}

#[derive(Clone, Debug)]
pub(super) enum Part {
    Range(char, char),
    /// `\d`, `\w`, `\p{…}` and the like; negated if the letter is a capital.
    Kind(Kind, bool),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Digit,
    Space,
    Word,
    NameBegin,
    NamePart,
    Letter,
    Upper,
    Lower,
    Number,
    Blank,
    Control,
    Punctuation,
    Symbol,
    /// A block of Unicode.
    Block(char, char),
}

/// Categories and blocks by their names in `\p{…}`.
const NAMES: &[(&str, Kind)] = &[
    ("L", Kind::Letter),
    ("Lu", Kind::Upper),
    ("Ll", Kind::Lower),
    ("N", Kind::Number),
    ("Nd", Kind::Digit),
    ("Z", Kind::Blank),
    ("Zs", Kind::Blank),
    ("C", Kind::Control),
    ("Cc", Kind::Control),
    ("P", Kind::Punctuation),
    ("S", Kind::Symbol),
    ("IsBasicLatin", Kind::Block('\0', '\u{7F}')),
    ("IsLatin-1Supplement", Kind::Block('\u{80}', '\u{FF}')),
    ("IsLatinExtended-A", Kind::Block('\u{100}', '\u{17F}')),
    ("IsLatinExtended-B", Kind::Block('\u{180}', '\u{24F}')),
    ("IsGreek", Kind::Block('\u{370}', '\u{3FF}')),
    ("IsCyrillic", Kind::Block('\u{400}', '\u{4FF}')),
    ("IsHebrew", Kind::Block('\u{590}', '\u{5FF}')),
    ("IsArabic", Kind::Block('\u{600}', '\u{6FF}')),
];

impl Kind {
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    fn has(self, c: char) -> bool {
        match self {
            Self::Digit => c.is_numeric() && (c.is_ascii_digit() || !c.is_ascii()),
            Self::Space => matches!(c, ' ' | '\t' | '\n' | '\r'),
            // Java counts the line below, too, and so do the patterns that people know.
            Self::Word => {
                c == '_' || !(Self::Punctuation.has(c) || Self::Blank.has(c) || Self::Control.has(c))
            }
            Self::NameBegin => c.is_alphabetic() || matches!(c, '_' | ':'),
            Self::NamePart => c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '\u{B7}'),
            Self::Letter => c.is_alphabetic(),
            Self::Upper => c.is_uppercase(),
            Self::Lower => c.is_lowercase(),
            Self::Number => c.is_numeric(),
            Self::Blank => c.is_whitespace() && !c.is_control(),
            Self::Control => c.is_control(),
            Self::Punctuation => {
                (c.is_ascii_punctuation() && !Self::Symbol.has(c))
                    || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}'
                        | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
            }
            Self::Symbol => {
                matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~' | '¢'..='¦' | '¨' | '©' | '¬'
                    | '®'..='±' | '´' | '¸' | '×' | '÷' | '\u{20A0}'..='\u{20CF}' | '\u{2190}'..='\u{2BFF}')
            }
            Self::Block(first, last) => (first..=last).contains(&c),
        }
    }
}

impl Class {
    pub(super) fn of(kind: Kind, negated: bool) -> Self {
        Self { parts: vec![Part::Kind(kind, negated)], ..Self::default() }
    }

    pub(super) fn has(&self, c: char, ignore_case: bool) -> bool {
        let mut found = self.lists(c);
        if ignore_case && !found {
            found = self.lists(small(c)) || self.lists(capital(c));
        }
        let taken = || self.without.as_ref().is_some_and(|without| without.has(c, ignore_case));
        found != self.negated && !taken()
    }

    fn lists(&self, c: char) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Range(first, last) => (*first..=*last).contains(&c),
            Part::Kind(kind, negated) => kind.has(c) != *negated,
        })
    }
}
