use std::borrow::Cow;

use super::super::decode;

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn utf8_is_borrowed_and_loses_its_mark() {
    for text in
        ["<a>ü</a>", "<?xml version='1.0' encoding='UTF-8'?><a>ü</a>", "<?xml version='1.0'?><a/>", ""]
    {
        assert!(matches!(decode(text.as_bytes()), Ok(Cow::Borrowed(found)) if found == text));
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(decode(&marked).unwrap(), text);
    }
}

#[test]
fn utf16_by_its_mark_or_its_first_character() {
    let text = "<a>Zürich 😀</a>";
    let marked = format!("\u{feff}{text}");
    for bytes in [
        utf16(&marked, u16::to_le_bytes),
        utf16(&marked, u16::to_be_bytes),
        utf16(text, u16::to_le_bytes),
        utf16(text, u16::to_be_bytes),
    ] {
        assert_eq!(decode(&bytes).unwrap(), text);
    }
}

#[test]
fn single_byte_encodings_by_declaration() {
    for name in ["windows-1252", "WINDOWS-1252", "Cp1252", "ISO-8859-1", "iso-8859-1", "latin1"] {
        let mut bytes = format!("\n<?xml version=\"1.0\" encoding = '{name}' ?><a>").into_bytes();
        bytes.extend(b"\x80\x84\x93\x9F \xE4\xFC\xFF\x81</a>");
        let text = decode(&bytes).unwrap();
        assert!(text.ends_with("<a>€„“Ÿ äüÿ\u{81}</a>"), "{name}: {text}");
    }
    let plain = b"<?xml version='1.0' encoding='windows-1252'?><a/>";
    assert!(matches!(decode(plain), Ok(Cow::Borrowed(_))));
}

#[test]
fn other_names_are_harmless_while_the_text_is_ascii() {
    for name in ["US-ASCII", "ASCII", "Shift_JIS", "ISO-8859-15", "UTF-16", "nonsense"] {
        let xml = format!("<?xml version='1.0' encoding='{name}'?><a/>");
        assert_eq!(decode(xml.as_bytes()).unwrap(), xml);
    }
}

#[test]
fn bytes_that_do_not_fit_are_reported_where_they_stand() {
    let cases: [(&[u8], u32, u32, &str); 8] = [
        (b"<?xml version='1.0' encoding='UTF-8'?>\n<a>\xFC</a>", 2, 4, "not `UTF-8`: the byte 0xFC"),
        (b"<a>\r\n\xC3\xA4\xC3\xA4 \xE4</a>", 2, 4, "not `UTF-8`"),
        (b"\xEF\xBB\xBF<a>\xFF</a>", 1, 4, "not `UTF-8`"),
        (b"<?xml version='1.0' encoding='US-ASCII'?>\n<a>\xFC</a>", 2, 4, "not `US-ASCII`"),
        (b"<?xml version='1.0' encoding='Shift_JIS'?>\n<a>\x83</a>", 2, 4, "`Shift_JIS`, which is not read"),
        (b"\xFF\xFE<\0a\0>\0\x00\xD8<\0", 1, 4, "not UTF-16"),
        (b"\xFE\xFF\0<\0a\0", 1, 3, "not UTF-16"),
        (b"\xFF\xFE\0\0<\0\0\0", 1, 1, "UTF-32"),
    ];
    for (bytes, line, column, words) in cases {
        let found = decode(bytes).unwrap_err();
        assert_eq!(
            (&*found.code, found.line, found.column),
            ("xmlEncoding", line, column),
            "{}",
            found.message
        );
        assert!(found.message.contains(words), "{}", found.message);
        assert!(found.help.is_some());
    }
}
