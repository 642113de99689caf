//! Edits of mounts: as edits of the file's bytes, in the short and in the long form.

use super::{Mount, Tmpfs, Value};
use crate::compose::Origin;
use crate::span::Span;
use crate::yaml::edit::{self, EntryValue};
use std::borrow::Cow;

impl Mount<'_> {
    /// Makes the mount read-only.
    pub fn read_only_edit(&self) -> Option<(Span, String)> {
        if self.long {
            self.editable()?;
            if let Some(entry) = self.node.get("read_only") {
                return edit::replace_scalar(entry.value, "true");
            }
            return edit::insert_entry(self.node, "read_only", &EntryValue::Scalar("true".to_owned()));
        }
        self.editable()?;
        if let Some((_, span)) = self.options.iter().find(|(option, _)| option == "rw") {
            return Some((*span, "ro".to_owned()));
        }
        match self.options.first() {
            Some((_, span)) => Some((Span::empty(span.start), "ro,".to_owned())),
            None => Some((Span::empty(self.target.as_ref()?.span.end), ":ro".to_owned())),
        }
    }

    /// Takes an option of the short form out.
    pub fn remove_option_edit(&self, option: Span) -> Option<(Span, String)> {
        self.editable()?;
        without(&self.options, option, self.target.as_ref()?.span.end)
    }

    /// Puts another text in place of an option of the short form.
    pub fn replace_option_edit(&self, option: Span, text: &str) -> Option<(Span, String)> {
        self.editable()?;
        Some((option, text.to_owned()))
    }

    /// Nothing when somebody else shares the bytes, or they are not those of the text.
    fn editable(&self) -> Option<()> {
        let own = self.via.is_none() && self.origin == Origin::Own && self.node.anchor().is_none();
        let whole = !self.node.yaml().is_recovered() && !self.node.raw().starts_with(['|', '>']);
        let text = self.short.as_ref().is_none_or(Value::is_editable);
        (own && whole && text).then_some(())
    }
}

impl Tmpfs<'_> {
    /// Takes an option out.
    pub fn remove_option_edit(&self, option: Span) -> Option<(Span, String)> {
        let node = self.path.node;
        let own = self.via.is_none() && self.path.is_editable() && node.anchor().is_none();
        let whole = !node.yaml().is_recovered() && !node.raw().starts_with(['|', '>']);
        (own && whole).then_some(())?;
        without(&self.options, option, self.path.span.end)
    }
}

/// An option with its comma, or with the colon when it is the only one.
fn without(options: &[(Cow<'_, str>, Span)], option: Span, before: u32) -> Option<(Span, String)> {
    let at = options.iter().position(|(_, span)| *span == option)?;
    let previous = at.checked_sub(1).and_then(|at| options.get(at));
    let span = match (previous, options.get(at + 1)) {
        (Some((_, previous)), _) => Span::new(previous.end, option.end),
        (None, Some((_, next))) => Span::new(option.start, next.start),
        (None, None) => Span::new(before, option.end),
    };
    Some((span, String::new()))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn changed(item: &str, make: impl Fn(&Mount<'_>) -> Option<(Span, String)>) -> Option<String> {
        let text = format!("services:\n  a:\n    image: x\n    volumes:\n      - {item}\n");
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = read(&yaml);
        let (span, new) = make(&compose.services[0].volumes[0])?;
        let mut out = text.clone();
        out.replace_range(span.range(), &new);
        out.split_once("      - ").map(|(_, item)| item.trim_end().to_owned())
    }

    #[test]
    fn a_mount_becomes_read_only_in_its_own_form() {
        let read_only = |item: &str| changed(item, |mount| mount.read_only_edit());
        assert_eq!(read_only("./a:/a").as_deref(), Some("./a:/a:ro"));
        assert_eq!(read_only("\"./a:/a\"").as_deref(), Some("\"./a:/a:ro\""));
        assert_eq!(read_only("./a:/a:rw").as_deref(), Some("./a:/a:ro"));
        assert_eq!(read_only("./a:/a:z").as_deref(), Some("./a:/a:ro,z"));
        assert_eq!(read_only("./a:/a:z,rw").as_deref(), Some("./a:/a:z,ro"));
        let long = "{type: bind, source: ./a, target: /a}";
        assert_eq!(read_only(long).as_deref(), Some("{type: bind, source: ./a, target: /a, read_only: true}"));
        assert_eq!(
            read_only("{type: bind, source: ./a, target: /a, read_only: false}").as_deref(),
            Some("{type: bind, source: ./a, target: /a, read_only: true}")
        );
    }

    #[test]
    fn an_option_goes_with_what_joins_it() {
        let without = |item: &str| {
            changed(item, |mount| {
                let (_, span) = mount.options.iter().find(|(option, _)| option == "shared")?;
                mount.remove_option_edit(*span)
            })
        };
        assert_eq!(without("/a:/a:shared").as_deref(), Some("/a:/a"));
        assert_eq!(without("/a:/a:shared,ro").as_deref(), Some("/a:/a:ro"));
        assert_eq!(without("/a:/a:ro,shared,z").as_deref(), Some("/a:/a:ro,z"));
        assert_eq!(without("&m /a:/a:shared"), None);
    }
}
