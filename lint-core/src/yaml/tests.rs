use super::*;

pub(super) fn yaml(text: &str) -> Yaml {
    parse(Arc::from(text))
}

#[test]
fn an_unclosed_bracket_costs_one_line() {
    let tree = yaml("a: 1\nb: [x, y\nc: 3\n");
    let root = tree.root().unwrap();
    assert!(root.get("a").is_some() && root.get("c").is_some());
    assert_eq!(tree.errors().len(), 1);
    assert_eq!(tree.errors()[0].message, "this `[` is never closed");
    assert!(tree.is_recovered());
}
