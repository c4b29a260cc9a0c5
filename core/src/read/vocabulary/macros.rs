//! How the table of attributes and children is written.

macro_rules! vocabulary {
    ($($title:literal [$($tag:literal)*] { $($kind:ident $($name:literal)+ $state:ident $text:literal;)* })*) => {
        pub(super) const KNOWN: &[Known] = &[$(Known {
            tags: concat!(" ", $($tag, " "),*),
            attributes: concat!(" ", $($(word!(attribute $kind $state $name),)+)*),
            children: concat!(" ", $($(word!(child $kind $state $name),)+)*),
        },)*];

        /// What the elements of a file are made of: attributes and children that run, and those that
        /// have no effect, with the reason.
        pub const PARTS: &[PartTable] = &[$(PartTable {
            title: $title,
            tags: &[$($tag),*],
            parts: &[$($(PartRow {
                kind: kind!($kind),
                name: $name,
                state: state!($state),
                text: $text,
            },)+)*],
        },)*];
    };
}

macro_rules! word {
    (attribute attribute mentioned $name:literal) => {
        concat!("!", $name, " ")
    };
    (child child mentioned $name:literal) => {
        concat!("!", $name, " ")
    };
    (attribute attribute $state:ident $name:literal) => {
        concat!($name, " ")
    };
    (child child $state:ident $name:literal) => {
        concat!($name, " ")
    };
    ($wanted:ident $kind:ident $state:ident $name:literal) => {
        ""
    };
}

macro_rules! kind {
    (attribute) => {
        PartKind::Attribute
    };
    (child) => {
        PartKind::Child
    };
}

macro_rules! state {
    (runs) => {
        PartState::Runs
    };
    (inert) => {
        PartState::Inert
    };
    (refused) => {
        PartState::Refused
    };
    (mentioned) => {
        PartState::Mentioned
    };
}

pub(super) use {kind, state, vocabulary, word};
