//! Keys of services that are not in the agreed order.

use plimsoll_core::compose::order;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service's keys are not in the agreed order: what runs (`image`, `build`, `container_name`), `depends_on`, its files
    /// (`volumes`, `volumes_from`, `configs`, `secrets`), its environment (`environment`, `env_file`), its network (`ports`,
    /// `networks`, `network_mode`, `extra_hosts`), how it runs (`command`, `entrypoint`, `working_dir`, `restart`,
    /// `healthcheck`), `logging`, `labels`, `user`, `isolation`, and then all others by name.
    ///
    /// No preset of our own asks for it. The option `order` names another order. A `<<` may stand anywhere; where it is the
    /// first entry, keys are sorted below it, and elsewhere there is no fix. Keys move with their comments.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     ports: ["127.0.0.1:80:80"] # behind the proxy
    ///     image: nginx:1.29.3
    ///     init: true
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["127.0.0.1:80:80"] # behind the proxy
    ///     init: true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     <<: &defaults {init: true}
    ///     image: nginx:1.29.3
    ///     restart: always
    ///     cap_drop: [ALL]
    ///     x-owner: web
    /// ```
    pub static RULE = {
        id: "service-keys-order", summary: "Write the keys of a service in the agreed order", category: Style, severity: Style,
        fix: Safe, since: "0.3.0", presets: [Dclint], aliases: ["dclint/service-keys-order"],
        options: [OptionSpec {
            name: "order", kind: OptionKind::Texts,
            docs: "The keys in their order; those that it does not name follow by name. Without it the order is dclint's.",
        }],
        differs: ["dclint/service-keys-order" => "A `<<` may stand anywhere, and a key whose anchor others use may stand before them; dclint wants `<<` behind all keys that it knows."],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let own: Vec<&str> = sink.options().texts("order").iter().map(String::as_str).collect();
    let keys = if own.is_empty() { &order::SERVICE[..] } else { &own };
    let Some(disorder) = order::service_keys(at.service, keys) else { return };
    let mut edit = disorder.edit;
    for one in disorder.misplaced.into_iter().filter(|one| one.is_step) {
        let name = &at.service.name;
        sink.report(one.span, format!("the key `{}` of `{name}` belongs before `{}`", one.name, one.before))
            .label(one.before_span, "in the agreed order this one comes later")
            .help("write the keys of a service in the agreed order")
            .fix(Safe, format!("Sort the keys of `{name}`"), |edits| {
                edits.extend(edit.take());
            });
    }
}
