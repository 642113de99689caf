//! The schema of `docker stack deploy`, 3.13, as tables. Nothing is cast here: a number in quotes is a text.

use super::{
    ANY_STRING, BOOL, DURATION, INTEGER, INTEGER_OR_STRING, Map, NOTHING, NULL, NUMBER, NUMBER_OR_STRING, Names,
    OPTIONS, STRING, Schema, Text, UNIQUE_STRINGS, service,
};

static FLAG: Schema = Schema::scalar(BOOL | STRING).text(Text::Boolean);
static WHOLE: Schema = Schema::scalar(INTEGER);
/// A whole number that is read without a sign later.
static COUNT: Schema = Schema::scalar(INTEGER).text(Text::Integer(0, i64::MAX));
static ANY_NUMBER: Schema = Schema::scalar(NUMBER);
static STRING_OR_LIST: Schema = Schema::scalar(STRING).unique(&ANY_STRING);
static COMMAND: Schema = Schema::scalar(STRING).list(&ANY_STRING);
static PAIRS: Map = Map::each("a list of pairs", Names::Any, &Schema::scalar(STRING | NUMBER | NULL));
static LIST_OR_DICT: Schema = NOTHING.map(&PAIRS).unique(&ANY_STRING);
static ANYTHING: Map = Map::open("a mapping", &[]);

pub(super) static TOP: Map = Map::closed(
    "the top level",
    &[
        ("configs", &NOTHING.map(&Map::each("`configs`", Names::Name, &NOTHING.map(&CONFIG)))),
        ("networks", &NOTHING.map(&Map::some("`networks`", Names::Name, &Schema::scalar(NULL).map(&NETWORK)))),
        ("secrets", &NOTHING.map(&Map::each("`secrets`", Names::Name, &NOTHING.map(&SECRET)))),
        ("services", &NOTHING.map(&Map::each("`services`", Names::Name, &NOTHING.map(&SERVICE)))),
        ("version", &ANY_STRING),
        ("volumes", &NOTHING.map(&Map::each("`volumes`", Names::Name, &Schema::scalar(NULL).map(&VOLUME)))),
    ],
);

pub(super) static SERVICE: Map = Map::closed(
    "a service",
    &[
        ("build", &Schema::scalar(STRING).map(&BUILD)),
        ("cap_add", &UNIQUE_STRINGS),
        ("cap_drop", &UNIQUE_STRINGS),
        ("cgroup_parent", &ANY_STRING),
        ("cgroupns_mode", &ANY_STRING),
        ("command", &COMMAND),
        ("configs", &GRANTS),
        ("container_name", &ANY_STRING),
        ("credential_spec", &NOTHING.map(&CREDENTIAL_SPEC)),
        // The mapping is refused, of which `swarm-depends-on-ignored` tells.
        ("depends_on", &UNIQUE_STRINGS.map(&ANYTHING)),
        ("deploy", &Schema::scalar(NULL).map(&DEPLOY)),
        ("devices", &UNIQUE_STRINGS),
        ("dns", &STRING_OR_LIST),
        ("dns_search", &STRING_OR_LIST),
        ("domainname", &ANY_STRING),
        ("entrypoint", &COMMAND),
        ("env_file", &STRING_OR_LIST),
        ("environment", &LIST_OR_DICT),
        ("expose", &NOTHING.unique(&NUMBER_OR_STRING)),
        ("external_links", &UNIQUE_STRINGS),
        ("extra_hosts", &LIST_OR_DICT),
        ("healthcheck", &NOTHING.map(&HEALTHCHECK)),
        ("hostname", &ANY_STRING),
        ("image", &ANY_STRING),
        ("init", &FLAG),
        ("ipc", &ANY_STRING),
        ("isolation", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("links", &UNIQUE_STRINGS),
        ("logging", &NOTHING.map(&service::LOGGING)),
        ("mac_address", &ANY_STRING),
        ("network_mode", &ANY_STRING),
        ("networks", &UNIQUE_STRINGS.map(&SERVICE_NETWORKS)),
        ("oom_score_adj", &WHOLE),
        ("pid", &ANY_STRING.or_null()),
        ("ports", &NOTHING.unique(&Schema::scalar(STRING | NUMBER).map(&PORT))),
        ("privileged", &FLAG),
        ("read_only", &FLAG),
        ("restart", &ANY_STRING),
        ("secrets", &GRANTS),
        ("security_opt", &UNIQUE_STRINGS),
        ("shm_size", &NUMBER_OR_STRING),
        ("stdin_open", &FLAG),
        ("stop_grace_period", &DURATION),
        ("stop_signal", &ANY_STRING),
        ("sysctls", &LIST_OR_DICT),
        ("tmpfs", &STRING_OR_LIST),
        ("tty", &FLAG),
        ("ulimits", &NOTHING.map(&Map::some("`ulimits`", Names::Lower, &WHOLE.map(&ULIMIT)))),
        ("user", &ANY_STRING),
        ("userns_mode", &ANY_STRING),
        ("volumes", &NOTHING.list(&Schema::scalar(STRING).map(&MOUNT))),
        ("working_dir", &ANY_STRING),
    ],
);

pub(super) static BUILD: Map = Map::open(
    "`build`",
    &[
        ("args", &LIST_OR_DICT),
        ("cache_from", &UNIQUE_STRINGS),
        ("context", &ANY_STRING),
        ("dockerfile", &ANY_STRING),
        ("extra_hosts", &LIST_OR_DICT),
        ("labels", &LIST_OR_DICT),
        ("network", &ANY_STRING),
        ("shm_size", &INTEGER_OR_STRING),
        ("target", &ANY_STRING),
    ],
);

static GRANTS: Schema = NOTHING.list(&Schema::scalar(STRING).map(&GRANT));
static GRANT: Map = Map::open(
    "a reference to a config or secret",
    &[
        ("gid", &ANY_STRING),
        ("mode", &ANY_NUMBER),
        ("source", &ANY_STRING),
        ("target", &ANY_STRING),
        ("uid", &ANY_STRING),
    ],
);

pub(super) static CREDENTIAL_SPEC: Map =
    Map::closed("`credential_spec`", &[("config", &ANY_STRING), ("file", &ANY_STRING), ("registry", &ANY_STRING)]);

static SERVICE_NETWORKS: Map =
    Map::each("a service's `networks`", Names::Name, &Schema::scalar(NULL).map(&SERVICE_NETWORK));
pub(super) static SERVICE_NETWORK: Map = Map::closed(
    "a service's network",
    &[
        ("aliases", &UNIQUE_STRINGS),
        ("driver_opts", &OPTIONS),
        ("ipv4_address", &ANY_STRING),
        ("ipv6_address", &ANY_STRING),
    ],
);

pub(super) static PORT: Map = Map::closed(
    "a port",
    &[("mode", &ANY_STRING), ("protocol", &ANY_STRING), ("published", &COUNT), ("target", &COUNT)],
);

static ULIMIT: Map = Map::closed("a limit", &[("hard", &WHOLE), ("soft", &WHOLE)]).required(&["soft", "hard"]);

pub(super) static MOUNT: Map = Map::closed(
    "a mount",
    &[
        ("bind", &NOTHING.map(&Map::open("`bind`", &[("propagation", &ANY_STRING)]))),
        ("consistency", &ANY_STRING),
        ("read_only", &FLAG),
        ("source", &ANY_STRING),
        ("target", &ANY_STRING),
        ("tmpfs", &NOTHING.map(&Map::open("`tmpfs`", &[("size", &COUNT)]))),
        ("type", &ANY_STRING),
        ("volume", &NOTHING.map(&Map::open("`volume`", &[("nocopy", &FLAG)]))),
    ],
)
.required(&["type"]);

pub(super) static HEALTHCHECK: Map = Map::closed(
    "`healthcheck`",
    &[
        ("disable", &FLAG),
        ("interval", &DURATION),
        ("retries", &ANY_NUMBER),
        ("start_interval", &DURATION),
        ("start_period", &DURATION),
        ("test", &Schema::scalar(STRING).list(&ANY_STRING)),
        ("timeout", &DURATION),
    ],
);

pub(super) static DEPLOY: Map = Map::closed(
    "`deploy`",
    &[
        ("endpoint_mode", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("mode", &ANY_STRING),
        ("placement", &NOTHING.map(&PLACEMENT)),
        ("replicas", &COUNT),
        ("resources", &NOTHING.map(&RESOURCES)),
        ("restart_policy", &NOTHING.map(&RESTART_POLICY)),
        ("rollback_config", &NOTHING.map(&Map::closed("`rollback_config`", UPDATE_KEYS))),
        ("update_config", &NOTHING.map(&UPDATE)),
    ],
);

pub(super) static UPDATE: Map = Map::closed("`update_config`", UPDATE_KEYS);
const UPDATE_KEYS: super::Keys = &[
    ("delay", &DURATION),
    ("failure_action", &ANY_STRING),
    ("max_failure_ratio", &ANY_NUMBER),
    ("monitor", &DURATION),
    ("order", &Schema::scalar(STRING).text(Text::OneOf(&["start-first", "stop-first"]))),
    ("parallelism", &COUNT),
];

static RESTART_POLICY: Map = Map::closed(
    "`restart_policy`",
    &[("condition", &ANY_STRING), ("delay", &DURATION), ("max_attempts", &COUNT), ("window", &DURATION)],
);

pub(super) static PLACEMENT: Map = Map::closed(
    "`placement`",
    &[
        ("constraints", &NOTHING.list(&ANY_STRING)),
        ("max_replicas_per_node", &COUNT),
        (
            "preferences",
            &NOTHING.list(&NOTHING.map(&Map::closed("a placement preference", &[("spread", &ANY_STRING)]))),
        ),
    ],
);

pub(super) static RESOURCES: Map =
    Map::closed("`resources`", &[("limits", &NOTHING.map(&LIMITS)), ("reservations", &NOTHING.map(&RESERVATIONS))]);
pub(super) static LIMITS: Map =
    Map::closed("`limits`", &[("cpus", &ANY_STRING), ("memory", &ANY_STRING), ("pids", &WHOLE)]);
pub(super) static RESERVATIONS: Map = Map::closed(
    "`reservations`",
    &[
        ("cpus", &ANY_STRING),
        ("generic_resources", &NOTHING.list(&NOTHING.map(&GENERIC_RESOURCE))),
        ("memory", &ANY_STRING),
    ],
);
static GENERIC_RESOURCE: Map = Map::closed(
    "a generic resource",
    &[(
        "discrete_resource_spec",
        &NOTHING.map(&Map::closed("`discrete_resource_spec`", &[("kind", &ANY_STRING), ("value", &ANY_NUMBER)])),
    )],
);

static EXTERNAL: Schema = FLAG.map(&Map::closed("`external`", &[("name", &ANY_STRING)]));
/// As [`EXTERNAL`], for secrets and configs.
static OPEN_EXTERNAL: Schema = FLAG.map(&Map::open("`external`", &[("name", &ANY_STRING)]));

pub(super) static NETWORK: Map = Map::closed(
    "a network",
    &[
        ("attachable", &FLAG),
        ("driver", &ANY_STRING),
        ("driver_opts", &OPTIONS),
        ("external", &EXTERNAL),
        ("internal", &FLAG),
        ("ipam", &NOTHING.map(&IPAM)),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
    ],
);
pub(super) static IPAM: Map =
    Map::closed("`ipam`", &[("config", &NOTHING.list(&NOTHING.map(&SUBNET))), ("driver", &ANY_STRING)]);
pub(super) static SUBNET: Map = Map::closed("a subnet", &[("subnet", &ANY_STRING)]);

pub(super) static VOLUME: Map = Map::closed(
    "a volume",
    &[
        ("driver", &ANY_STRING),
        ("driver_opts", &OPTIONS),
        ("external", &EXTERNAL),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
    ],
);

pub(super) static SECRET: Map = Map::closed(
    "a secret",
    &[
        ("driver", &ANY_STRING),
        ("driver_opts", &OPTIONS),
        ("external", &OPEN_EXTERNAL),
        ("file", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
        ("template_driver", &ANY_STRING),
    ],
);

pub(super) static CONFIG: Map = Map::closed(
    "a config",
    &[
        ("external", &OPEN_EXTERNAL),
        ("file", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
        ("template_driver", &ANY_STRING),
    ],
);
