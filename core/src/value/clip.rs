//! The user's words in messages.

const SHOWN: usize = 60;

/// The beginning of a text, for quoting: an input of megabytes must not become a message of
/// megabytes.
pub(crate) fn clip(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_only_what_is_long() {
        assert_eq!(clip("short"), "short");
        assert_eq!(clip(&"ü".repeat(SHOWN)), "ü".repeat(SHOWN));
        assert_eq!(clip(&"ü".repeat(1_000_000)).chars().count(), SHOWN + 1);
    }
}
