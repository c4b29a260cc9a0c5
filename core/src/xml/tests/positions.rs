use super::super::position::{LineCol, LineIndex};
use super::good;

#[test]
fn lines_end_with_lf_crlf_or_cr_and_columns_count_characters() {
    let text = "\u{feff}<a>\r\nzwölf 😀<b/>\r<c/>\n\n  <d/></a>";
    let cases = [("<a", 1, 1), ("zw", 2, 1), ("<b", 2, 8), ("<c", 3, 1), ("<d", 5, 3), ("</a", 5, 7)];
    let index = LineIndex::new(text);
    for (words, line, column) in cases {
        let offset = text.find(words).unwrap();
        assert_eq!(index.locate(text, offset), LineCol { line, column }, "{words}");
    }
    assert_eq!(index.locate(text, usize::MAX), LineCol { line: 5, column: 11 });
    assert_eq!(LineIndex::new("").locate("", 0), LineCol { line: 1, column: 1 });
}

/// The index only keeps every 512th position; each offset must come out as a plain count does.
#[test]
fn every_offset_agrees_with_counting() {
    let text = "\u{feff}".to_owned() + &"ab\r\nü\r😀\n\nlonger than the others ".repeat(120);
    let index = LineIndex::new(&text);
    let (mut line, mut column, mut after_cr) = (1, 1, false);
    for (offset, c) in text.char_indices() {
        // The LF of a CR LF belongs to the line before; nothing ever points at it.
        if !(after_cr && c == '\n') {
            assert_eq!(index.locate(&text, offset), LineCol { line, column }, "{offset}");
        }
        match c {
            '\n' if after_cr => {}
            '\n' | '\r' => (line, column) = (line + 1, 1),
            '\u{feff}' => {}
            _ => column += 1,
        }
        after_cr = c == '\r';
    }
}

#[test]
fn an_element_knows_its_place() {
    let doc = good("<a>\r\n  <ü/><b>\n<c/></b></a>");
    let places: Vec<_> = doc.elements().map(|e| (e.line_col().line, e.line_col().column)).collect();
    assert_eq!(places, [(1, 1), (2, 3), (2, 7), (3, 1)]);
    assert_eq!(doc.line_col(doc.root().offset()), LineCol { line: 1, column: 1 });
}
