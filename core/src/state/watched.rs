//! The conditions that are watched, found by the names in them.

use crate::map::Set;

use crate::key::Key;
use crate::value::{CollectVec, Text};

/// Waits for conditions, by each word of what they are written as. A condition reads no variable whose
/// words it does not contain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    by_word: Set<(Text, Key)>,
    all: Set<Key>,
}

impl Watched {
    pub(crate) fn insert(&mut self, key: Key, source: &str) {
        self.all.insert(key);
        self.by_word.extend(words(source).map(|word| (Text::from(word), key)));
    }

    pub(crate) fn remove(&mut self, key: Key, source: &str) {
        self.all.remove(&key);
        for word in words(source) {
            self.by_word.remove(&(Text::from(word), key));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, oldest first.
    pub(crate) fn all(&self) -> Vec<Key> {
        self.all.iter().copied().collect_vec()
    }

    /// Those that may read one of these variables, oldest first.
    pub(crate) fn reading(&self, names: &Set<Text>) -> Vec<Key> {
        let mut found = Set::new();
        for word in names.iter().filter_map(|name| words(name).next()) {
            let word = Text::from(word);
            let keys = self.by_word.range((word.clone(), Key::NONE)..=(word, Key(u32::MAX)));
            found.extend(keys.map(|(_, key)| *key));
        }
        found.iter().copied().collect_vec()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty())
}

/// Names of FEEL may have signs in them that are no letters; what is outside of ASCII and no white space
/// is no operator.
fn is_of_word(letter: char) -> bool {
    let blank = letter.is_whitespace() || matches!(letter, '\u{180E}' | '\u{200B}' | '\u{FEFF}');
    letter.is_ascii_alphanumeric() || letter == '_' || !(letter.is_ascii() || blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_found_by_their_words() {
        let mut watched = Watched::default();
        watched.insert(Key(1), "order.total > limit");
        watched.insert(Key(2), "limit = 1 and limit < 3");
        watched.insert(Key(3), "a_b");
        let reading = |watched: &Watched, name: &str| watched.reading(&Set::from_iter([Text::from(name)]));
        watched.insert(Key(4), "🐎 > 1 or order\u{A0}count > 2");
        assert_eq!(reading(&watched, "limit"), [Key(1), Key(2)]);
        assert_eq!(reading(&watched, "🐎"), [Key(4)]);
        assert_eq!(reading(&watched, "order count"), [Key(1), Key(4)]);
        watched.remove(Key(4), "🐎 > 1 or order\u{A0}count > 2");
        assert_eq!(reading(&watched, "order"), [Key(1)]);
        assert_eq!(reading(&watched, "a"), []);
        assert_eq!(reading(&watched, ""), []);
        watched.remove(Key(2), "limit = 1 and limit < 3");
        assert_eq!(reading(&watched, "limit"), [Key(1)]);
        assert_eq!(watched.all(), [Key(1), Key(3)]);
    }
}
