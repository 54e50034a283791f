use proptest::prelude::*;

use super::*;

fn php(text: &str) -> Document {
    read(text, Some(Nested::Php)).expect("parses")
}

#[test]
fn php_values_are_read_whole_or_not_at_all() {
    for (text, sound) in [
        ("N;", true),
        ("b:1;", true),
        ("b:2;", false),
        ("i:-5;", true),
        ("i:5", false),
        ("i:;", false),
        ("d:0.10000000000000001;", true),
        ("d:INF;", true),
        ("d:x;", false),
        (r#"s:3:"abc";"#, true),
        (r#"s:2:"é";"#, true),
        (r#"s:1:"é";"#, false),
        (r#"s:4:"abc";"#, false),
        (r#"s:3:"a"b";"#, true),
        (r#"a:1:{i:0;s:1:"a";}"#, true),
        (r#"a:2:{i:0;s:1:"a";}"#, false),
        (r#"a:99999999999:{i:0;s:1:"a";}"#, false),
        (r#"a:1:{d:0;s:1:"a";}"#, false),
        (r#"O:8:"stdClass":1:{s:1:"a";R:1;}"#, true),
        (r#"C:3:"Abc":5:{x:i:1}"#, true),
        (r#"E:7:"Suit:Up";"#, true),
        ("R:x;", false),
        ("", false),
        ("hello", false),
        ("i:1;i:2;", false),
        ("S:1:\"a\";", false),
    ] {
        assert_eq!(read(text, Some(Nested::Php)).is_some(), sound, "{text}");
    }
}

#[test]
fn what_is_not_changed_is_written_back_byte_for_byte() {
    for text in [
        r#"a:3:{i:0;d:0.10000000000000001;s:1:"k";b:1;i:7;O:3:"Foo":1:{s:6:"\0*\0bar";R:2;}}"#,
        r#"C:3:"Abc":5:{x:i:1}"#,
        r#"a:1:{s:1:"x";s:23:"a:1:{i:0;s:6:"nested";}";}"#,
    ] {
        let text = text.replace("\\0", "\0");
        assert_eq!(php(&text).write(), text);
    }
    for text in [r#"{"a":1.10,"b":"\u00e9","c":[1e3,null,true]}"#, r#"{"a":1,"a":2}"#] {
        assert_eq!(read(text, Some(Nested::Json)).expect("parses").write(), text);
    }
}

#[test]
fn a_string_that_holds_a_document_is_opened_and_its_length_counted_anew() {
    let inner = r#"a:1:{s:5:"email";s:13:"eva@x.example";}"#;
    let outer = format!(r#"a:1:{{s:4:"data";s:{}:"{inner}";}}"#, inner.len());
    let mut document = php(&outer);
    assert!(document.any_leaf(Some("data.email"), |leaf| leaf == "eva@x.example"));
    assert!(!document.any_leaf(Some("data.other"), |_| true));
    assert!(document.edit(&mut |_, leaf| match leaf {
        "eva@x.example" => Edit::Replace("é".into()),
        _ => Edit::Keep,
    }));
    assert_eq!(document.write(), r#"a:1:{s:4:"data";s:27:"a:1:{s:5:"email";s:2:"é";}";}"#);
}

#[test]
fn a_removed_list_entry_renumbers_the_rest_and_a_named_place_is_emptied() {
    let remove = &mut |_: &str, leaf: &str| if leaf == "x" { Edit::Remove } else { Edit::Keep };
    for (nested, before, after) in [
        (Nested::Php, r#"a:2:{i:0;s:1:"x";i:1;s:1:"y";}"#, r#"a:1:{i:0;s:1:"y";}"#),
        (Nested::Php, r#"a:2:{s:1:"a";s:1:"x";i:1;s:1:"y";}"#, r#"a:2:{s:1:"a";s:0:"";i:1;s:1:"y";}"#),
        (
            Nested::Php,
            r#"a:3:{i:0;s:1:"x";i:1;s:1:"y";i:2;R:2;}"#,
            r#"a:3:{i:0;s:0:"";i:1;s:1:"y";i:2;R:2;}"#,
        ),
        (Nested::Json, r#"["x","y"]"#, r#"["y"]"#),
        (Nested::Json, r#"{"a":"x","b":["y","x"]}"#, r#"{"a":"","b":["y"]}"#),
    ] {
        let mut document = read(before, Some(nested)).expect("parses");
        assert!(document.edit(remove));
        assert_eq!(document.write(), after);
    }
}

#[test]
fn plain_scalars_are_no_documents_unless_named_so() {
    assert!(read("5", None).is_none());
    assert!(read("\"text\"", None).is_none());
    assert!(read("i:5;", None).is_some());
    assert!(read("[5]", None).is_some_and(|document| document.any_leaf(None, |leaf| leaf == "5")));
}

#[test]
fn php_becomes_readable_json() {
    let text = "O:3:\"Foo\":3:{s:6:\"\0*\0bar\";a:2:{i:0;i:1;i:1;d:2.5;}s:1:\"b\";b:1;s:1:\"n\";N;}";
    assert_eq!(php(text).to_json(), r#"{"bar":[1,2.5],"b":true,"n":null}"#);
}

#[test]
fn absurd_depth_is_text_not_a_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&deep, None).is_none());
    let deep = format!("{}N;{}", "a:1:{i:0;".repeat(50_000), "}".repeat(50_000));
    assert!(read(&deep, None).is_none());
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        "\\PC{0,12}".prop_map(|value| Node::Text { value, raw: None, inner: None }),
        any::<i64>().prop_map(|n| Node::Scalar { raw: format!("i:{n};"), text: Some(n.to_string()) }),
        Just(Node::Scalar { raw: "N;".into(), text: None }),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop::collection::vec(("[a-z]{1,5}", inner), 0..5).prop_map(|items| Node::Items {
            head: Head::PhpArray,
            items: items
                .into_iter()
                .map(|(key, item)| (Node::Text { value: key, raw: None, inner: None }, item))
                .collect(),
        })
    })
}

#[test]
fn lists_are_taken_apart_and_put_together_again() {
    // The list, its values, and what is left when "b" is taken out.
    for (text, values, left) in [
        ("a,b,c", "a b c", "a,c"),
        ("a, b, c", "a b c", "a, c"),
        (",a,b,", "a b", ",a,"),
        ("b", "b", ""),
        ("", "", ""),
        ("u_3:b:u_44", "u_3 b u_44", "u_3:u_44"),
        ("a; b; c", "a b c", "a; c"),
        ("{a,b}", "a b", "{a}"),
        ("{b}", "b", "{}"),
        ("{}", "", "{}"),
        (r#"{"x, \"y\"",b,NULL}"#, r#"x, "y" b"#, r#"{"x, \"y\"",NULL}"#),
        ("{{a,b},{c,b}}", "a b c b", "{{a},{c}}"),
    ] {
        let mut document = read(text, Some(Nested::List)).unwrap();
        assert_eq!(document.write(), text);
        let mut found = Vec::new();
        document.leaves(&mut |_, leaf| found.push(leaf.to_owned()));
        assert_eq!(found.join(" "), values, "{text}");
        let changed = document.edit(&mut |_, leaf| if leaf == "b" { Edit::Remove } else { Edit::Keep });
        assert_eq!(document.write(), left);
        assert_eq!(changed, text != left, "{text}");
    }
    let mut document = read("{a,b}", Some(Nested::List)).unwrap();
    document.edit(&mut |_, leaf| if leaf == "b" { Edit::Replace(r#"say "b""#.into()) } else { Edit::Keep });
    assert_eq!(document.write(), r#"{a,"say \"b\""}"#);
    assert_eq!(document.to_json(), r#"["a","say \"b\""]"#);
    for broken in ["{a", "{a,}", "{,a}", "{a}b", "{\"a}", "{a b\"}"] {
        assert!(read(broken, Some(Nested::List)).is_none(), "{broken}");
    }
}

#[test]
fn a_number_with_a_place_of_its_own_becomes_null() {
    let mut json = read(r#"{"by":12,"all":[12,3]}"#, Some(Nested::Json)).unwrap();
    assert!(json.edit(&mut |_, leaf| if leaf == "12" { Edit::Remove } else { Edit::Keep }));
    assert_eq!(json.write(), r#"{"by":null,"all":[3]}"#);
    let mut php = read(r#"a:1:{s:2:"by";i:12;}"#, Some(Nested::Php)).unwrap();
    assert!(php.edit(&mut |place, leaf| if (place, leaf) == ("by", "12") {
        Edit::Remove
    } else {
        Edit::Keep
    }));
    assert_eq!(php.write(), r#"a:1:{s:2:"by";N;}"#);
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,80}") {
        let _ = read(&text, None);
        let _ = read(&text, Some(Nested::Php));
        let _ = read(&text, Some(Nested::List)).map(|list| list.write());
    }

    #[test]
    fn reading_mangled_php_never_panics(node in any_node(), cut in 0usize..200, byte in any::<char>()) {
        let mut text = Document { nested: Nested::Php, root: node }.write();
        let at = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.insert(at, byte);
        let _ = read(&text, None);
    }

    #[test]
    fn what_is_written_reads_back_the_same(node in any_node()) {
        let written = Document { nested: Nested::Php, root: node }.write();
        let again = read(&written, Some(Nested::Php)).expect("own output parses");
        prop_assert_eq!(again.write(), written);
    }

    #[test]
    fn an_edit_leaves_a_value_that_still_parses(node in any_node(), put in "\\PC{0,9}") {
        let mut document = Document { nested: Nested::Php, root: node };
        document.edit(&mut |_, _| Edit::Replace(put.clone()));
        let again = read(&document.write(), Some(Nested::Php));
        prop_assert!(again.is_some());
    }

    #[test]
    fn exported_php_is_json(node in any_node()) {
        let json = Document { nested: Nested::Php, root: node }.to_json();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", json);
    }
}
