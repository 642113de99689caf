//! The top level and what stands there besides services.

use super::{
    ANY_STRING, BOOL, FLAG, INTEGER, LIST_OR_DICT, Map, NOTHING, NULL, Names, OPTIONS, STRING, STRING_OR_LIST, STRINGS,
    Schema, Text, service,
};

pub(super) static TOP: Map = Map::closed(
    "the top level",
    &[
        ("configs", &NOTHING.map(&CONFIGS)),
        ("include", &INCLUDE),
        ("models", &NOTHING.map(&MODELS)),
        ("name", &ANY_STRING),
        ("networks", &NOTHING.map(&NETWORKS)),
        ("secrets", &NOTHING.map(&SECRETS)),
        ("services", &NOTHING.map(&SERVICES)),
        ("version", &ANY_STRING),
        ("volumes", &NOTHING.map(&VOLUMES)),
    ],
);

static SERVICES: Map = Map::each("`services`", Names::Name, &NOTHING.map(&service::SERVICE));
static NETWORKS: Map = Map::some("`networks`", Names::Name, &Schema::scalar(NULL).map(&NETWORK));
static VOLUMES: Map = Map::each("`volumes`", Names::Name, &Schema::scalar(NULL).map(&VOLUME));
static SECRETS: Map = Map::each("`secrets`", Names::Name, &NOTHING.map(&SECRET));
static CONFIGS: Map = Map::each("`configs`", Names::Name, &NOTHING.map(&CONFIG));
static MODELS: Map = Map::some("`models`", Names::Name, &NOTHING.map(&MODEL));

/// Read and taken out before the schema is looked at: nobody minds other keys.
static INCLUDE: Schema = Schema::scalar(NULL).list(&Schema::scalar(STRING).map(&INCLUDED));
static INCLUDED: Map = Map::open(
    "an entry of `include`",
    &[("env_file", &STRING_OR_LIST), ("path", &STRING_OR_LIST), ("project_directory", &ANY_STRING)],
);

/// The old form names the resource in it.
static EXTERNAL: Schema =
    Schema::scalar(BOOL | STRING).text(Text::Boolean).map(&Map::closed("`external`", &[("name", &ANY_STRING)]));
/// As [`EXTERNAL`], for secrets and configs.
static OPEN_EXTERNAL: Schema =
    Schema::scalar(BOOL | STRING).text(Text::Boolean).map(&Map::open("`external`", &[("name", &ANY_STRING)]));

static NETWORK: Map = Map::closed(
    "a network",
    &[
        ("attachable", &FLAG),
        ("driver", &ANY_STRING),
        ("driver_opts", &OPTIONS),
        ("enable_ipv4", &FLAG),
        ("enable_ipv6", &FLAG),
        ("external", &EXTERNAL),
        ("internal", &FLAG),
        ("ipam", &NOTHING.map(&IPAM)),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
    ],
);

static IPAM: Map = Map::closed(
    "`ipam`",
    &[
        ("config", &NOTHING.list(&NOTHING.map(&SUBNET))),
        ("driver", &ANY_STRING),
        ("options", &NOTHING.map(&Map::each("`options`", Names::Any, &ANY_STRING))),
    ],
);

static SUBNET: Map = Map::closed(
    "a subnet",
    &[
        ("aux_addresses", &NOTHING.map(&Map::each("`aux_addresses`", Names::Any, &ANY_STRING))),
        ("gateway", &ANY_STRING),
        ("ip_range", &ANY_STRING),
        ("subnet", &ANY_STRING),
    ],
);

static VOLUME: Map = Map::closed(
    "a volume",
    &[
        ("driver", &ANY_STRING),
        ("driver_opts", &OPTIONS),
        ("external", &EXTERNAL),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
    ],
);

static SECRET: Map = Map::closed(
    "a secret",
    &[
        ("driver", &ANY_STRING),
        ("driver_opts", &OPTIONS),
        ("environment", &ANY_STRING),
        ("external", &OPEN_EXTERNAL),
        ("file", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
        ("template_driver", &ANY_STRING),
    ],
);

static CONFIG: Map = Map::closed(
    "a config",
    &[
        ("content", &ANY_STRING),
        ("environment", &ANY_STRING),
        ("external", &OPEN_EXTERNAL),
        ("file", &ANY_STRING),
        ("labels", &LIST_OR_DICT),
        ("name", &ANY_STRING),
        ("template_driver", &ANY_STRING),
    ],
);

static MODEL: Map = Map::closed(
    "a model",
    &[
        ("context_size", &Schema::scalar(INTEGER)),
        ("model", &ANY_STRING),
        ("name", &ANY_STRING),
        ("runtime_flags", &STRINGS),
    ],
)
.required(&["model"]);
