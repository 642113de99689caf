use super::*;
use crate::yaml::tests::yaml;

/// The text with the members of the collection at `path` in this order; what aliases need comes first.
fn arranged(text: &str, path: &[&str], wanted: &[usize]) -> Option<String> {
    let tree = yaml(text);
    let node = path.iter().fold(tree.root()?, |node, key| node.get(key).unwrap().value);
    let order = feasible(node, wanted);
    let (span, new) = reorder(node, &order)?;
    let mut out = text.to_owned();
    out.replace_range(span.range(), &new);
    // Putting all back gives the first text again: nothing is lost, nothing is added.
    assert_eq!(yaml(&out).comments().count(), tree.comments().count());
    Some(out)
}

fn sorted(text: &str) -> Option<String> {
    let tree = yaml(text);
    let mut keys: Vec<(String, usize)> =
        tree.root()?.own_entries().enumerate().map(|(at, entry)| (entry.key.raw().to_owned(), at)).collect();
    keys.sort();
    arranged(text, &[], &keys.into_iter().map(|(_, at)| at).collect::<Vec<_>>())
}

#[test]
fn entries_move_with_their_comments_and_blank_lines() {
    let text = "s:\n  # of b\n  b:\n    x: 1 # end\n    # in b\n\n  # of a\n  # too\n  a: 2\n\n\n  c: 3\n# after\n";
    let out = "s:\n  # of a\n  # too\n  a: 2\n\n  # of b\n  b:\n    x: 1 # end\n    # in b\n\n\n  c: 3\n# after\n";
    assert_eq!(arranged(text, &["s"], &[1, 0, 2]).as_deref(), Some(out));
}

#[test]
fn a_comment_right_below_stays_below() {
    let text = "s:\n  b: 1\n  # b2: 1\n\n  a: 2\n  # last\n";
    assert_eq!(arranged(text, &["s"], &[1, 0]).as_deref(), Some("s:\n  a: 2\n\n  b: 1\n  # b2: 1\n  # last\n"));
}

#[test]
fn the_top_of_the_file_stays_at_the_top() {
    assert_eq!(
        sorted("# about the file\n---\nb: 1\n# of a\na: 2\n").as_deref(),
        Some("# about the file\n---\n# of a\na: 2\nb: 1\n")
    );
    assert_eq!(sorted("\u{feff}b: 1\na: 2\n").as_deref(), Some("\u{feff}a: 2\nb: 1\n"));
}

#[test]
fn a_comment_apart_from_the_first_entry_is_about_all() {
    let text = "s:\n  # about all\n\n  # of b\n  b: 1\n  a: 2\n";
    assert_eq!(arranged(text, &["s"], &[1, 0]).as_deref(), Some("s:\n  # about all\n\n  a: 2\n  # of b\n  b: 1\n"));
}

#[test]
fn other_documents_stay_where_they_are() {
    assert_eq!(
        sorted("b: 1\na: 2\n...\n---\n# other\nc: 3\n").as_deref(),
        Some("a: 2\nb: 1\n...\n---\n# other\nc: 3\n")
    );
}

#[test]
fn only_what_changes_is_replaced() {
    let tree = yaml("a: 1\nc: 2\nb: 3\nd: 4\n");
    let (span, new) = reorder(tree.root().unwrap(), &[0, 2, 1, 3]).unwrap();
    assert_eq!((span, new.as_str()), (Span::new(5, 15), "b: 3\nc: 2\n"));
}

#[test]
fn line_ends_are_kept() {
    assert_eq!(sorted("b: 1\r\n\r\na: 2").as_deref(), Some("a: 2\r\n\r\nb: 1"));
    assert_eq!(sorted("b: 1\na:\n").as_deref(), Some("a:\nb: 1\n"));
    assert_eq!(sorted("b:\n  x:\na: 2").as_deref(), Some("a: 2\nb:\n  x:"));
}

#[test]
fn items_move_with_their_dashes() {
    let text = "l:\n- 3 # c\n# one\n-\n  k: 1\n  m: 2\n- - 2\nz: 1\n";
    let out = "l:\n# one\n-\n  k: 1\n  m: 2\n- - 2\n- 3 # c\nz: 1\n";
    assert_eq!(arranged(text, &["l"], &[1, 2, 0]).as_deref(), Some(out));
}

#[test]
fn items_in_brackets_change_places() {
    assert_eq!(
        arranged("l: [c, 'a',  *b] # x\n".replace("*b", "b").as_str(), &["l"], &[1, 2, 0]).as_deref(),
        Some("l: ['a', b,  c] # x\n")
    );
    assert_eq!(arranged("l: [c, # about c\n  a]\n", &["l"], &[1, 0]), None);
    assert_eq!(arranged("l: [{c: 1}, a]\n", &["l"], &[1, 0]), None);
    assert_eq!(arranged("l: {c: 1, a: 2}\n", &["l"], &[1, 0]), None);
}

#[test]
fn an_anchor_stays_before_its_aliases() {
    assert_eq!(sorted("z: &z 1\nb: 2\na: *z\n").as_deref(), Some("b: 2\nz: &z 1\na: *z\n"));
    assert_eq!(sorted("b: &x 1\na: 2\nc: *x\n").as_deref(), Some("a: 2\nb: &x 1\nc: *x\n"));
    // Each alias keeps the definition it has.
    assert_eq!(sorted("d: &x 1\nc: *x\nb: &x 2\na: *x\n"), None);
    let text = "x: &x 0\ns:\n  b: *x\n  a: &x 1\n";
    assert_eq!(arranged(text, &["s"], &[1, 0]), None);
}

#[test]
fn what_is_in_doubt_stays() {
    for text in [
        "b: 1\na: 2\nb: 3\n",
        "b: 1\n<<: {c: 1}\na: 2\n",
        "b: |+\n  x\n\na: 2\n",
        "b: 1\na: |\n  x",
        "b: 1\n\t# tab\na: 2\n",
        "b: |\n  x\nc: 1\n\n  # deep\na: 2\n",
        "b: |\n  x\na: 2\n\n  # deep\n",
        "? b\n: 1\n? a\n: 2\n",
        "--- b\n",
        "b: [1\na: 2\n",
    ] {
        assert_eq!(sorted(text), None, "{text}");
    }
    assert_eq!(sorted("<<: {c: 1}\nb: 1\na: 2\n").as_deref(), Some("<<: {c: 1}\na: 2\nb: 1\n"));
    assert_eq!(arranged("- k:\n    b: 1\n    a: 2\n-\n  m: 1\n", &[], &[0, 1]), None);
}

#[test]
fn text_of_block_scalars_is_no_comment() {
    let text = "b: |\n  # text\n\n  # more\n\na: >-\n  x\n";
    assert_eq!(sorted(text).as_deref(), Some("a: >-\n  x\n\nb: |\n  # text\n\n  # more\n"));
}
