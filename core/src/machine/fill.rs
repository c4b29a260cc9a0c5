//! Texts with gaps: the lines of the file, and the messages.

/// Adds a text in which `$0`, `$1`, … stand for values, each written by `put`.
pub(super) fn fill(into: &mut String, text: &str, values: &[&str], put: fn(&mut String, &str)) {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '$' {
            into.push(letter);
            continue;
        }
        let place = letters.next().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
        put(into, values.get(place as usize).copied().unwrap_or_default());
    }
}
