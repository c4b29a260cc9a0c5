use super::bad;

/// Code, line, column, and words that the message must hold.
#[test]
fn each_fault_has_a_code_a_place_and_words() {
    let cases = [
        ("", "xmlEmpty", 1, 1, "no XML element"),
        ("  \n \t", "xmlEmpty", 1, 1, "no XML element"),
        ("<!-- only this -->", "xmlEmpty", 1, 1, "no XML element"),
        ("just text", "xmlSyntax", 1, 1, "`just` before the root"),
        ("\n  {\"json\": 1}", "xmlSyntax", 2, 3, "before the root"),
        ("<a/>\njunk", "xmlSyntax", 2, 1, "`junk` after the root"),
        ("<a/><b/>", "xmlSyntax", 1, 5, "second root element `<b>`"),
        ("<a/>&amp;", "xmlSyntax", 1, 5, "after the root"),
        ("<a>\n <b>\n </a>", "xmlSyntax", 3, 2, "`</a>` where `</b>` is expected"),
        ("<a></a></b>", "xmlSyntax", 1, 8, "`</b>` closes nothing"),
        ("<a>\n<b>", "xmlSyntax", 2, 4, "ends inside `<b>`, which line 2 opens"),
        ("<a>\n  <b id='x", "xmlSyntax", 2, 3, "never ends"),
        ("<a><b", "xmlSyntax", 1, 4, "never ends"),
        ("<a><!-- x", "xmlSyntax", 1, 4, "comment that never ends"),
        ("<a><![CDATA[x", "xmlSyntax", 1, 4, "CDATA section that never ends"),
        ("<a><!b></a>", "xmlSyntax", 1, 4, "neither a comment nor CDATA"),
        ("<a><", "xmlSyntax", 1, 4, "never ends"),
        ("<a>x < y</a>", "xmlSyntax", 1, 6, "not the name of an element"),
        ("<a>x <= y</a><b c='>'/>", "xmlSyntax", 1, 6, "`=` is not the name"),
        ("<1/>", "xmlSyntax", 1, 1, "`1` is not the name"),
        ("<a b='1'c='2'/>", "xmlSyntax", 1, 9, "no space before the attribute `c`"),
        ("<a b/>", "xmlSyntax", 1, 5, "without `=`"),
        ("<a b=/>", "xmlSyntax", 1, 6, "without a value"),
        ("<a b=c/>", "xmlSyntax", 1, 6, "without quotation marks"),
        ("<a 1b='c'/>", "xmlSyntax", 1, 4, "`1b` is not the name of an attribute"),
        ("<a b='1' b='1'/>", "xmlSyntax", 1, 10, "`b` is given twice"),
        ("<a xmlns='u' xmlns='v'/>", "xmlSyntax", 1, 14, "`xmlns` is given twice"),
        ("<a b='x<y'/>", "xmlSyntax", 1, 8, "`<` inside an attribute value"),
        ("<a b='\u{e4}\u{e4} & co'/>", "xmlSyntax", 1, 10, "bare `&`"),
        ("<a>\nx & y</a>", "xmlSyntax", 2, 3, "bare `&`"),
        ("<a>x && y; z</a>", "xmlSyntax", 1, 6, "bare `&`"),
        ("<a>x & y; z</a>", "xmlSyntax", 1, 6, "bare `&`"),
        ("<a>\u{e9}&nbsp;</a>", "xmlEntity", 1, 5, "`&nbsp;` is not declared"),
        ("<a b='x\n&auml;'/>", "xmlEntity", 2, 1, "`&auml;` is not declared"),
        ("<a>&#0;</a>", "xmlSyntax", 1, 4, "`&#0;` is not a character"),
        ("<a>&#xD800;</a>", "xmlSyntax", 1, 4, "not a character"),
        ("<a>&#xFFFF;</a>", "xmlSyntax", 1, 4, "not a character"),
        ("<a>&#+5;</a>", "xmlSyntax", 1, 4, "not a character"),
        ("<a>&#99999999999;</a>", "xmlSyntax", 1, 4, "not a character"),
        ("<a>&#;</a>", "xmlSyntax", 1, 4, "not a character"),
        ("<a>\u{1}</a>", "xmlSyntax", 1, 4, "control character U+0001"),
        ("<a/><?xml version='1.0'?>", "xmlSyntax", 1, 5, "not at the start"),
        ("<?xml version='1.0'", "xmlSyntax", 1, 1, "XML declaration that never ends"),
        ("<!-- x --><?xml version='1.0'?><a/>", "xmlSyntax", 1, 11, "not at the start"),
    ];
    for (xml, code, line, column, words) in cases {
        let found = bad(xml);
        let place = (&*found.code, found.line, found.column);
        assert_eq!(place, (code, line, column), "{xml}: {}", found.message);
        assert!(found.message.contains(words), "{xml}: {}", found.message);
    }
}

#[test]
fn a_document_type_is_refused_unread() {
    let cases = [
        "<!DOCTYPE a><a/>",
        "<!doctype a><a/>",
        "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % remote SYSTEM 'http://example.com/x.dtd'> %remote;]><a/>",
        "<!DOCTYPE a [<!ENTITY a0 'ha'><!ENTITY a1 '&a0;&a0;'>]><a>&a1;</a>",
        "<!DOCTYPE never ends",
        "<a><!DOCTYPE b></a>",
    ];
    for xml in cases {
        assert_eq!(&*bad(xml).code, "xmlDoctype", "{xml}");
    }
    assert_eq!(bad(cases[2]).line, 2);
}

#[test]
fn help_says_what_to_write() {
    assert!(bad("<a>&nbsp;</a>").help.unwrap().contains("`&#160;`"));
    assert!(bad("<a>&mine;</a>").help.unwrap().contains("`&amp;`"));
    assert_eq!(bad("<a>x & y</a>").help.as_deref(), Some("write `&amp;`"));
}

#[test]
fn long_words_are_quoted_short() {
    let xml = format!("<a>{}</b>", "<a/>".repeat(3)).replace("</b>", &format!("</{}>", "ä".repeat(5_000)));
    let message = bad(&xml).message;
    assert!(message.chars().count() < 200 && message.contains('…'), "{message}");
}

/// Every way of cutting and every way of damaging one byte of a model ends in a tree or a
/// diagnostic that points into it.
#[test]
fn no_damage_makes_it_panic() {
    let model = "\u{feff}<?xml version='1.0'?>\r\n<b:d xmlns:b='u' n='ü&#10;&lt;'>\n <!-- c --><![CDATA[x]]>&gt;<?p?></b:d>";
    for end in (0..model.len()).filter(|end| model.is_char_boundary(*end)) {
        let cut = &model[..end];
        let found = bad(cut);
        let lines = u32::try_from(cut.lines().count().max(1)).unwrap();
        assert!((1..=lines + 1).contains(&found.line) && found.column >= 1, "{cut}");
    }
    let damage: [u8; 16] = *b"<>&;'\"=/!?[]- \0a";
    for at in 0..model.len() {
        for byte in damage {
            let mut bytes = model.as_bytes().to_vec();
            bytes[at] = byte;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            if let Err(found) = super::super::parse(&text) {
                assert!(found.line >= 1 && found.column >= 1, "{text}");
            }
        }
    }
}
