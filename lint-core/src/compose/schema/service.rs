//! A service.

use super::deploy::{DEPLOY, DEVELOP, GPUS, HEALTHCHECK, HOOKS, START_HOOKS};
use super::{
    ANY_NUMBER, ANY_STRING, BOOL, CAST_COUNT, CAST_NUMBER, COMMAND, COUNT, DURATION, EXTRA_HOSTS, FLAG, GRANTS,
    INTEGER, INTEGER_OR_STRING, LIST_OR_DICT, LOOSE_FLAG, Map, NOTHING, NULL, NUMBER, NUMBER_OR_STRING, Names,
    ONLY_FLAG, OPTIONS, STRING, STRING_OR_LIST, STRINGS, Schema, Text, ULIMITS, UNIQUE_NUMBERS_OR_STRINGS,
    UNIQUE_STRINGS,
};

pub(super) static SERVICE: Map = Map::closed(
    "a service",
    &[
        ("annotations", &LIST_OR_DICT),
        ("attach", &LOOSE_FLAG),
        ("blkio_config", &NOTHING.map(&BLKIO)),
        ("build", &Schema::scalar(STRING).map(&BUILD)),
        ("cap_add", &STRINGS),
        ("cap_drop", &STRINGS),
        ("cgroup", &Schema::scalar(STRING).text(Text::OneOf(&["host", "private"]))),
        ("cgroup_parent", &ANY_STRING),
        ("command", &COMMAND),
        ("configs", &GRANTS),
        ("container_name", &ANY_STRING),
        ("cpu_count", &Schema::scalar(STRING | INTEGER).text(Text::Integer(0, i64::MAX))),
        ("cpu_percent", &Schema::scalar(STRING | INTEGER).text(Text::Percent)),
        ("cpu_period", &CAST_COUNT),
        ("cpu_quota", &CAST_COUNT),
        // The specification has durations here, which the cast refuses; nobody is told off for them.
        ("cpu_rt_period", &NUMBER_OR_STRING),
        ("cpu_rt_runtime", &NUMBER_OR_STRING),
        ("cpu_shares", &CAST_COUNT),
        ("cpus", &CAST_NUMBER),
        ("cpuset", &ANY_STRING),
        ("credential_spec", &NOTHING.map(&CREDENTIAL_SPEC)),
        ("depends_on", &NOTHING.map(&DEPENDS_ON).unique(&ANY_STRING)),
        ("deploy", &DEPLOY),
        ("develop", &DEVELOP),
        ("device_cgroup_rules", &UNIQUE_STRINGS),
        ("devices", &NOTHING.list(&Schema::scalar(STRING).map(&DEVICE))),
        ("dns", &STRING_OR_LIST),
        ("dns_opt", &STRINGS),
        ("dns_search", &STRING_OR_LIST),
        ("domainname", &ANY_STRING),
        ("entrypoint", &COMMAND),
        ("env_file", &Schema::scalar(STRING).list(&Schema::scalar(STRING).map(&ENV_FILE))),
        ("environment", &LIST_OR_DICT),
        ("expose", &NOTHING.list(&NUMBER_OR_STRING)),
        ("extends", &Schema::scalar(STRING).map(&EXTENDS)),
        ("external_links", &UNIQUE_STRINGS),
        ("extra_hosts", &EXTRA_HOSTS),
        ("gpus", &GPUS),
        ("group_add", &UNIQUE_NUMBERS_OR_STRINGS),
        ("healthcheck", &NOTHING.map(&HEALTHCHECK)),
        ("hostname", &ANY_STRING),
        ("image", &ANY_STRING),
        ("init", &FLAG),
        ("ipc", &ANY_STRING),
        ("isolation", &ANY_STRING),
        ("label_file", &STRING_OR_LIST),
        ("labels", &LIST_OR_DICT),
        ("links", &STRINGS),
        ("logging", &NOTHING.map(&LOGGING)),
        ("mac_address", &ANY_STRING),
        ("mem_limit", &NUMBER_OR_STRING),
        ("mem_reservation", &INTEGER_OR_STRING),
        ("mem_swappiness", &INTEGER_OR_STRING),
        ("memswap_limit", &NUMBER_OR_STRING),
        ("models", &NOTHING.list(&ANY_STRING).map(&Map::some("`models`", Names::Name, &NOTHING.map(&SERVICE_MODEL)))),
        ("network_mode", &ANY_STRING),
        ("networks", &NOTHING.unique(&ANY_STRING).map(&SERVICE_NETWORKS)),
        ("oom_kill_disable", &FLAG),
        ("oom_score_adj", &Schema::scalar(STRING | INTEGER).text(Text::Integer(-1000, 1000))),
        ("pid", &ANY_STRING.or_null()),
        ("pids_limit", &CAST_COUNT),
        ("platform", &ANY_STRING),
        ("ports", &NOTHING.list(&Schema::scalar(STRING | NUMBER).map(&PORT))),
        ("post_start", &HOOKS),
        ("pre_start", &START_HOOKS),
        ("pre_stop", &HOOKS),
        ("privileged", &FLAG),
        ("profiles", &STRINGS),
        ("provider", &NOTHING.map(&PROVIDER)),
        ("pull_policy", &Schema::scalar(STRING).text(Text::PullPolicy)),
        ("pull_refresh_after", &ANY_STRING),
        ("read_only", &FLAG),
        ("restart", &ANY_STRING),
        ("runtime", &ANY_STRING),
        ("scale", &COUNT),
        ("secrets", &GRANTS),
        ("security_opt", &UNIQUE_STRINGS),
        ("shm_size", &NUMBER_OR_STRING),
        ("stdin_open", &FLAG),
        ("stop_grace_period", &DURATION),
        ("stop_signal", &ANY_STRING),
        ("storage_opt", &NOTHING.map(&Map::open("`storage_opt`", &[]))),
        ("sysctls", &LIST_OR_DICT),
        ("tmpfs", &STRING_OR_LIST),
        ("tty", &FLAG),
        ("ulimits", &ULIMITS),
        ("use_api_socket", &ONLY_FLAG),
        ("user", &ANY_STRING),
        ("userns_mode", &ANY_STRING),
        ("uts", &ANY_STRING),
        ("volumes", &NOTHING.list(&Schema::scalar(STRING).map(&MOUNT))),
        ("volumes_from", &UNIQUE_STRINGS),
        ("working_dir", &ANY_STRING),
    ],
);

/// Words that people write for a key of a service, and the key.
pub(super) const SYNONYMS: [(&str, &str); 10] = [
    ("cgroupns_mode", "cgroup"),
    ("cmd", "command"),
    ("env", "environment"),
    ("envs", "environment"),
    ("memory", "mem_limit"),
    ("net", "network_mode"),
    ("requires", "depends_on"),
    ("variables", "environment"),
    ("workdir", "working_dir"),
    ("work_dir", "working_dir"),
];

static BUILD: Map = Map::closed(
    "`build`",
    &[
        ("additional_contexts", &LIST_OR_DICT),
        ("args", &LIST_OR_DICT),
        ("cache_from", &STRINGS),
        ("cache_to", &STRINGS),
        ("context", &ANY_STRING),
        ("dockerfile", &ANY_STRING),
        ("dockerfile_inline", &ANY_STRING),
        ("entitlements", &STRINGS),
        ("extra_hosts", &EXTRA_HOSTS),
        ("isolation", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("network", &ANY_STRING),
        ("no_cache", &LOOSE_FLAG),
        ("no_cache_filter", &STRING_OR_LIST),
        ("platforms", &STRINGS),
        ("privileged", &LOOSE_FLAG),
        ("provenance", &LOOSE_FLAG),
        ("pull", &LOOSE_FLAG),
        ("sbom", &LOOSE_FLAG),
        ("secrets", &GRANTS),
        ("shm_size", &INTEGER_OR_STRING),
        ("ssh", &LIST_OR_DICT),
        ("tags", &STRINGS),
        ("target", &ANY_STRING),
        ("ulimits", &ULIMITS),
    ],
);

static BLKIO: Map = Map::closed(
    "`blkio_config`",
    &[
        ("device_read_bps", &BLKIO_LIMITS),
        ("device_read_iops", &BLKIO_LIMITS),
        ("device_write_bps", &BLKIO_LIMITS),
        ("device_write_iops", &BLKIO_LIMITS),
        ("weight", &INTEGER_OR_STRING),
        ("weight_device", &NOTHING.list(&NOTHING.map(&BLKIO_WEIGHT))),
    ],
);
static BLKIO_LIMITS: Schema = NOTHING.list(&NOTHING.map(&BLKIO_LIMIT));
static BLKIO_LIMIT: Map =
    Map::closed("a limit of `blkio_config`", &[("path", &ANY_STRING), ("rate", &INTEGER_OR_STRING)]);
static BLKIO_WEIGHT: Map =
    Map::closed("an entry of `weight_device`", &[("path", &ANY_STRING), ("weight", &INTEGER_OR_STRING)]);

static CREDENTIAL_SPEC: Map =
    Map::closed("`credential_spec`", &[("config", &ANY_STRING), ("file", &ANY_STRING), ("registry", &ANY_STRING)]);

static DEPENDS_ON: Map = Map::each("`depends_on`", Names::Name, &NOTHING.map(&DEPENDENCY));
static DEPENDENCY: Map = Map::closed(
    "a dependency",
    &[
        (
            "condition",
            &Schema::scalar(STRING).text(Text::OneOf(&[
                "service_started",
                "service_healthy",
                "service_completed_successfully",
            ])),
        ),
        ("required", &FLAG),
        ("restart", &FLAG),
    ],
)
.required(&["condition"]);

static DEVICE: Map =
    Map::closed("a device", &[("permissions", &ANY_STRING), ("source", &ANY_STRING), ("target", &ANY_STRING)])
        .required(&["source"]);

static ENV_FILE: Map =
    Map::closed("an entry of `env_file`", &[("format", &ANY_STRING), ("path", &ANY_STRING), ("required", &LOOSE_FLAG)])
        .required(&["path"]);

/// Followed and taken out before the schema is looked at: nobody minds other keys.
static EXTENDS: Map = Map::open("`extends`", &[("file", &ANY_STRING), ("service", &ANY_STRING)]).required(&["service"]);

pub(super) static LOGGING: Map = Map::closed(
    "`logging`",
    &[
        ("driver", &ANY_STRING),
        ("options", &NOTHING.map(&Map::some("a list of options", Names::Any, &Schema::scalar(STRING | NUMBER | NULL)))),
    ],
);

static SERVICE_MODEL: Map =
    Map::closed("a service's model", &[("endpoint_var", &ANY_STRING), ("model_var", &ANY_STRING)]);

static SERVICE_NETWORKS: Map =
    Map::each("a service's `networks`", Names::Name, &Schema::scalar(NULL).map(&SERVICE_NETWORK));
static SERVICE_NETWORK: Map = Map::closed(
    "a service's network",
    &[
        ("aliases", &STRINGS),
        ("driver_opts", &OPTIONS),
        ("gw_priority", &ANY_NUMBER),
        ("interface_name", &ANY_STRING),
        ("ipv4_address", &ANY_STRING),
        ("ipv6_address", &ANY_STRING),
        ("link_local_ips", &STRINGS),
        ("mac_address", &ANY_STRING),
        ("priority", &ANY_NUMBER),
    ],
);

static PORT: Map = Map::closed(
    "a port",
    &[
        ("app_protocol", &ANY_STRING),
        ("host_ip", &ANY_STRING),
        ("mode", &ANY_STRING),
        ("name", &ANY_STRING),
        ("protocol", &ANY_STRING),
        ("published", &INTEGER_OR_STRING),
        ("target", &COUNT),
    ],
);

static PROVIDER: Map = Map::closed(
    "`provider`",
    &[
        (
            "options",
            &NOTHING.map(&Map::some(
                "a list of options",
                Names::Any,
                &Schema::scalar(STRING | NUMBER | BOOL).list(&Schema::scalar(STRING | NUMBER | BOOL)),
            )),
        ),
        ("type", &ANY_STRING),
    ],
)
.required(&["type"]);

static MOUNT: Map = Map::closed(
    "a mount",
    &[
        ("bind", &NOTHING.map(&BIND)),
        ("consistency", &ANY_STRING),
        ("image", &NOTHING.map(&Map::closed("`image`", &[("subpath", &ANY_STRING)]))),
        ("read_only", &FLAG),
        ("source", &ANY_STRING),
        ("target", &ANY_STRING),
        ("tmpfs", &NOTHING.map(&MOUNT_TMPFS)),
        ("type", &MOUNT_TYPE),
        ("volume", &NOTHING.map(&MOUNT_VOLUME)),
    ],
)
.required(&["type"]);
static MOUNT_TYPE: Schema =
    Schema::scalar(STRING).text(Text::OneOf(&["bind", "volume", "tmpfs", "cluster", "npipe", "image"]));
static BIND: Map = Map::closed(
    "`bind`",
    &[
        ("create_host_path", &LOOSE_FLAG),
        ("propagation", &ANY_STRING),
        ("recursive", &Schema::scalar(STRING).text(Text::OneOf(&["enabled", "disabled", "writable", "readonly"]))),
        ("selinux", &Schema::scalar(STRING).text(Text::OneOf(&["z", "Z"]))),
    ],
);
static MOUNT_VOLUME: Map =
    Map::closed("`volume`", &[("labels", &LIST_OR_DICT), ("nocopy", &FLAG), ("subpath", &ANY_STRING)]);
static MOUNT_TMPFS: Map = Map::closed("`tmpfs`", &[("mode", &NUMBER_OR_STRING), ("size", &INTEGER_OR_STRING)]);
