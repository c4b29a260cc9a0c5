use super::super::Ns;
use super::good;

#[test]
fn the_tree_is_walked_in_every_direction() {
    let doc = good("<a x='1'><b/><c y='2'><d>text</d></c><b/></a>");
    let root = doc.root();
    assert_eq!(root.children().map(|child| child.local()).collect::<Vec<_>>(), ["b", "c", "b"]);
    assert_eq!(root.descendants().map(|child| child.local()).collect::<Vec<_>>(), ["b", "c", "d", "b"]);
    assert_eq!(doc.elements().count(), 5);
    assert_eq!(root.children().of(Ns::None).named("b").count(), 2);
    let inner = root.descendants().find(|child| child.is(Ns::None, "d")).unwrap();
    assert_eq!((inner.text(), inner.parent().unwrap().attr("y")), ("text", Some("2")));
    assert_eq!(inner.ix(), 3);
    assert_eq!(&doc.source()[inner.span()], "<d>text</d>");
    assert_eq!(&doc.source()[inner.start_tag()], "<d>");
    assert!(
        root.children().all(|child| child.is_self_closing() == (child.local() == "b"))
            && !inner.is_self_closing()
    );
    assert!(root.parent().is_none() && inner.document().root() == root);
}

#[test]
fn character_data_is_one_piece() {
    let cases = [
        ("<a>${x &lt; 10 &amp;&amp; y}</a>", "${x < 10 && y}"),
        ("<a><![CDATA[a < b && c]]></a>", "a < b && c"),
        ("<a>one <![CDATA[<two>]]> &#x33;&#52;</a>", "one <two> 34"),
        ("<a>&quot;&apos;&gt;</a>", "\"'>"),
        ("<a>x<!-- not this -->y<?nor this?>z</a>", "xyz"),
        ("<a>1\r\n2\r3\n4</a>", "1\n2\n3\n4"),
        ("<a>1&#13;2</a>", "1\r2"),
        ("<a>before<b>inner</b>after</a>", "beforeafter"),
        ("<a>\n  <b/>\n  <b/>\n</a>", "\n  "),
        ("<a><![CDATA[]]></a>", ""),
        ("<a>&#128512;ümläut</a>", "😀ümläut"),
        ("<a>]]></a>", "]]>"),
    ];
    for (xml, text) in cases {
        assert_eq!(good(xml).root().text(), text, "{xml}");
    }
    assert_eq!(good("<a>\n  x y\t</a>").root().trimmed(), "x y");
}

#[test]
fn attribute_values_are_normalised() {
    let cases = [
        ("<a n='plain'/>", "plain"),
        ("<a n=\"it's\"/>", "it's"),
        ("<a n='two\nlines\tand\r\nmore\rstill'/>", "two lines and more still"),
        ("<a n='two&#10;lines&#9;kept&#13;'/>", "two\nlines\tkept\r"),
        ("<a n='&lt;&amp;&#x41;&gt;&quot;'/>", "<&A>\""),
        ("<a n = 'spaced'  />", "spaced"),
        ("<a n='a > b'/>", "a > b"),
        ("<a n=''/>", ""),
    ];
    for (xml, value) in cases {
        assert_eq!(good(xml).root().attr("n"), Some(value), "{xml}");
    }
}

#[test]
fn an_attribute_knows_where_it_is() {
    let xml = "\u{feff}<a  m='x' n = \"v&amp;w\"/>";
    let doc = good(xml);
    let attribute = doc.root().attribute(Ns::None, "n").unwrap();
    assert!(xml[attribute.value_offset as usize..].starts_with("v&amp;w"));
    assert_eq!((attribute.local(), &*attribute.value), ("n", "v&w"));
}

#[test]
fn what_real_files_carry_around_the_root_is_tolerated() {
    let cases = [
        "\u{feff}<?xml version='1.0' encoding='UTF-8'?><a/>",
        "\n\n  <?xml version='1.0'?>\n<a/>",
        "\u{feff}\n<?xml version='1.0'?><a/>",
        "<?xml version='1.1' standalone='yes'?><a/>\n",
        "<!-- before --><?tool data?><a/><!-- after -->\n<?tool more?>",
        "<a></a >",
        "<a\n/>",
    ];
    for xml in cases {
        assert_eq!(good(xml).root().name(), "a", "{xml}");
    }
}

#[test]
fn names_may_be_in_any_script() {
    let doc = good("<流れ id='注文_1' größe='1'><Überprüfung/></流れ>");
    assert_eq!(doc.root().attr("größe"), Some("1"));
    assert_eq!(doc.root().children().next().unwrap().local(), "Überprüfung");
}
