//! `deploy` and `develop` of a service, its hooks and devices.

use super::{
    ANY_STRING, CAST_COUNT, CAST_NUMBER, COMMAND, COUNT, DURATION, FLAG, INTEGER_OR_STRING, LIST_OR_DICT, LOOSE_FLAG,
    Map, NOTHING, NULL, NUMBER_OR_STRING, STRING, STRING_OR_LIST, STRINGS, Schema, Text,
};

pub(super) static DEPLOY: Schema = Schema::scalar(NULL).map(&Map::closed(
    "`deploy`",
    &[
        ("endpoint_mode", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("mode", &ANY_STRING),
        ("placement", &NOTHING.map(&PLACEMENT)),
        ("replicas", &COUNT),
        ("resources", &NOTHING.map(&RESOURCES)),
        ("restart_policy", &NOTHING.map(&RESTART_POLICY)),
        ("rollback_config", &NOTHING.map(&ROLLBACK)),
        ("update_config", &NOTHING.map(&UPDATE)),
    ],
));

static ORDER: Schema = Schema::scalar(STRING).text(Text::OneOf(&["start-first", "stop-first"]));

static UPDATE: Map = Map::closed("`update_config`", UPDATE_KEYS);
static ROLLBACK: Map = Map::closed("`rollback_config`", UPDATE_KEYS);
const UPDATE_KEYS: super::Keys = &[
    ("delay", &DURATION),
    ("failure_action", &ANY_STRING),
    ("max_failure_ratio", &CAST_NUMBER),
    ("monitor", &DURATION),
    ("order", &ORDER),
    ("parallelism", &COUNT),
];

static RESTART_POLICY: Map = Map::closed(
    "`restart_policy`",
    &[("condition", &ANY_STRING), ("delay", &DURATION), ("max_attempts", &COUNT), ("window", &DURATION)],
);

static PLACEMENT: Map = Map::closed(
    "`placement`",
    &[
        ("constraints", &STRINGS),
        ("max_replicas_per_node", &COUNT),
        ("preferences", &NOTHING.list(&NOTHING.map(&PREFERENCE))),
    ],
);
static PREFERENCE: Map = Map::closed("a placement preference", &[("spread", &ANY_STRING)]);

static RESOURCES: Map =
    Map::closed("`resources`", &[("limits", &NOTHING.map(&LIMITS)), ("reservations", &NOTHING.map(&RESERVATIONS))]);

static LIMITS: Map =
    Map::closed("`limits`", &[("cpus", &NUMBER_OR_STRING), ("memory", &ANY_STRING), ("pids", &INTEGER_OR_STRING)]);

static RESERVATIONS: Map = Map::closed(
    "`reservations`",
    &[
        ("cpus", &NUMBER_OR_STRING),
        ("devices", &NOTHING.list(&NOTHING.map(&DEVICE_REQUEST))),
        ("generic_resources", &NOTHING.list(&NOTHING.map(&GENERIC_RESOURCE))),
        ("memory", &ANY_STRING),
    ],
);

static GENERIC_RESOURCE: Map =
    Map::closed("a generic resource", &[("discrete_resource_spec", &NOTHING.map(&DISCRETE_RESOURCE))]);
static DISCRETE_RESOURCE: Map =
    Map::closed("`discrete_resource_spec`", &[("kind", &ANY_STRING), ("value", &NUMBER_OR_STRING)]);

static DEVICE_REQUEST: Map = Map::closed("a device request", DEVICE_REQUEST_KEYS).required(&["capabilities"]);
/// Whatever else stands in a request is let through here.
static GPU_REQUEST: Map = Map::open("a device request", DEVICE_REQUEST_KEYS);
const DEVICE_REQUEST_KEYS: super::Keys = &[
    ("capabilities", &STRINGS),
    ("count", &INTEGER_OR_STRING),
    ("device_ids", &STRINGS),
    ("driver", &ANY_STRING),
    ("options", &LIST_OR_DICT),
];

pub(super) static GPUS: Schema = Schema::scalar(STRING).text(Text::OneOf(&["all"])).list(&NOTHING.map(&GPU_REQUEST));

pub(super) static DEVELOP: Schema =
    Schema::scalar(NULL).map(&Map::closed("`develop`", &[("watch", &NOTHING.list(&NOTHING.map(&WATCH)))]));

static WATCH: Map = Map::closed(
    "an entry of `watch`",
    &[
        ("action", &WATCH_ACTION),
        ("exec", &NOTHING.map(&HOOK)),
        ("ignore", &STRING_OR_LIST),
        ("include", &STRING_OR_LIST),
        ("initial_sync", &LOOSE_FLAG),
        ("path", &ANY_STRING),
        ("target", &ANY_STRING),
    ],
)
.required(&["path", "action"]);
static WATCH_ACTION: Schema =
    Schema::scalar(STRING).text(Text::OneOf(&["rebuild", "sync", "restart", "sync+restart", "sync+exec"]));

static HOOK: Map = Map::closed(
    "a hook",
    &[
        ("command", &COMMAND),
        ("environment", &LIST_OR_DICT),
        ("privileged", &LOOSE_FLAG),
        ("user", &ANY_STRING),
        ("working_dir", &ANY_STRING),
    ],
)
.required(&["command"]);
pub(super) static HOOKS: Schema = NOTHING.list(&NOTHING.map(&HOOK));

/// Hooks that run before the service does, in a container of their own.
pub(super) static START_HOOKS: Schema = NOTHING.list(&NOTHING.map(&Map::closed(
    "a hook",
    &[
        ("command", &COMMAND),
        ("environment", &LIST_OR_DICT),
        ("image", &ANY_STRING),
        ("per_replica", &LOOSE_FLAG),
        ("privileged", &LOOSE_FLAG),
        ("user", &ANY_STRING),
        ("working_dir", &ANY_STRING),
    ],
)));

pub(super) static HEALTHCHECK: Map = Map::closed(
    "`healthcheck`",
    &[
        ("disable", &FLAG),
        ("interval", &DURATION),
        ("retries", &CAST_COUNT),
        ("start_interval", &DURATION),
        ("start_period", &DURATION),
        ("test", &Schema::scalar(STRING).list(&ANY_STRING)),
        ("timeout", &DURATION),
    ],
);
