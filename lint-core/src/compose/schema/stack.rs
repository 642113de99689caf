//! Where the loader of `docker stack deploy` (docker/cli's schema 3.13) takes what Compose refuses.

use super::{GRANT, HOST, Map, Schema, Text, service};

/// Keys of a service that only it knows.
const KEYS: [&str; 1] = ["cgroupns_mode"];

pub(super) fn takes_key(map: &Map, key: &str) -> bool {
    let is = |other: &'static Map| std::ptr::eq(map, other);
    [&service::BUILD, &service::BIND, &service::MOUNT_VOLUME, &service::MOUNT_TMPFS, &GRANT].into_iter().any(is)
        || (is(&service::SERVICE) && KEYS.contains(&key))
}

/// Whether any scalar will do.
pub(super) fn takes_type(schema: &Schema) -> bool {
    std::ptr::eq(schema, &raw const HOST)
}

/// Whether any text will do: it has no words to choose from, most of which it ignores anyway.
pub(super) fn takes_text(schema: &Schema) -> bool {
    matches!(schema.text, Text::OneOf(_) | Text::PullPolicy | Text::Integer(-1000, _))
}
