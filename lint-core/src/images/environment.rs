//! The environment variables that the common base images set, so that a variable that none of them sets can be called
//! undefined. `PATH` is everywhere.
//!
//! Each list holds the names of all releases of the image, also those that only old ones set.

use super::names;

/// Names of variables.
type Names = &'static [&'static str];

/// What Java's images set, whoever makes them.
macro_rules! java {
    ($($more:expr),*) => {
        &[
            "JAVA_HOME", "JAVA_VERSION", "JAVA_DEBIAN_VERSION", "JAVA_UBUNTU_VERSION", "JAVA_ALPINE_VERSION", "JAVA_BASE_URL",
            "JAVA_URL_VERSION", "JAVA_URL", "JAVA_SHA256", "CA_CERTIFICATES_JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL",
            $($more),*
        ]
    };
}

/// What Python's images set.
const PYTHON: Names = &[
    "LANG",
    "GPG_KEY",
    "PYTHON_VERSION",
    "PYTHON_SHA256",
    "PYTHON_PIP_VERSION",
    "PYTHON_PIP_SHA256",
    "PYTHON_SETUPTOOLS_VERSION",
    "PYTHON_WHEEL_VERSION",
    "PYTHON_GET_PIP_URL",
    "PYTHON_GET_PIP_SHA256",
    "PYTHONIOENCODING",
];

/// What PHP's images set.
const PHP: Names = &[
    "PHPIZE_DEPS",
    "PHP_INI_DIR",
    "PHP_CFLAGS",
    "PHP_CPPFLAGS",
    "PHP_LDFLAGS",
    "PHP_VERSION",
    "PHP_URL",
    "PHP_ASC_URL",
    "PHP_SHA256",
    "PHP_MD5",
    "PHP_EXTRA_BUILD_DEPS",
    "PHP_EXTRA_CONFIGURE_ARGS",
    "PHP_FILENAME",
    "GPG_KEYS",
    "APACHE_CONFDIR",
    "APACHE_ENVVARS",
];

/// What Ruby's images set.
const RUBY: Names = &[
    "LANG",
    "RUBY_MAJOR",
    "RUBY_VERSION",
    "RUBY_DOWNLOAD_URL",
    "RUBY_DOWNLOAD_SHA256",
    "RUBYGEMS_VERSION",
    "BUNDLER_VERSION",
    "GEM_HOME",
    "BUNDLE_PATH",
    "BUNDLE_BIN",
    "BUNDLE_SILENCE_ROOT_WARNING",
    "BUNDLE_APP_CONFIG",
];

/// By image, a glob. Sources: the Dockerfiles of the images in the repositories of docker-library, and those named.
const ENVIRONMENTS: [(&str, Names); 37] = [
    ("debian", &[]),
    ("ubuntu", &[]),
    ("alpine", &[]),
    ("busybox", &[]),
    ("bitnami/minideb", &[]),
    ("archlinux", &["LANG", "LC_ALL"]),
    // CentOS/sig-cloud-instance-images, rocky-linux/sig-cloud-instance-images, AlmaLinux/container-images,
    // oracle/container-images, amazonlinux/container-images
    ("centos", &["container"]),
    ("rockylinux", &["container", "LANG"]),
    ("rockylinux/rockylinux", &["container", "LANG"]),
    ("almalinux", &["container", "LANG"]),
    ("oraclelinux", &["container"]),
    ("amazonlinux", &["container"]),
    // docker-brew-fedora
    ("fedora", &["DISTTAG", "FGC", "FBR", "container"]),
    // catalog.redhat.com, the images' Containerfile tab
    ("registry.access.redhat.com/ubi*/ubi", &["container"]),
    ("registry.access.redhat.com/ubi*/ubi-minimal", &["container"]),
    ("registry.access.redhat.com/ubi*/ubi-micro", &["container"]),
    ("registry.access.redhat.com/ubi*-minimal", &["container"]),
    ("registry.access.redhat.com/ubi8", &["container"]),
    ("registry.access.redhat.com/ubi9", &["container"]),
    ("registry.access.redhat.com/ubi10", &["container"]),
    // nodejs/docker-node
    ("node", &["NODE_VERSION", "YARN_VERSION", "NPM_CONFIG_LOGLEVEL"]),
    ("golang", &["GOLANG_VERSION", "GOLANG_COMMIT", "GOPATH", "GOTOOLCHAIN", "GOARM", "GOOS", "GOARCH", "GOROOT"]),
    ("python", PYTHON),
    ("php", PHP),
    ("ruby", RUBY),
    // rust-lang/docker-rust
    ("rust", &["RUSTUP_HOME", "CARGO_HOME", "RUST_VERSION"]),
    // adoptium/containers, corretto/corretto-docker, docker-library/openjdk
    ("eclipse-temurin", java!()),
    ("openjdk", java!()),
    ("amazoncorretto", java!("JAVA_VER")),
    // carlossg/docker-maven, gradle/docker-gradle
    (
        "maven",
        java!("MAVEN_HOME", "MAVEN_VERSION", "MAVEN_CONFIG", "USER_HOME_DIR", "SHA", "BASE_URL", "MAVEN_BASE_URL"),
    ),
    ("gradle", java!("GRADLE_HOME", "GRADLE_VERSION", "GRADLE_USER_HOME", "GRADLE_DOWNLOAD_SHA256")),
    // nginx/docker-nginx
    (
        "nginx",
        &[
            "NGINX_VERSION",
            "NJS_VERSION",
            "NJS_RELEASE",
            "PKG_RELEASE",
            "DYNPKG_RELEASE",
            "ACME_VERSION",
            "OTEL_VERSION",
            "NGINX_GPGKEY_PATH",
        ],
    ),
    (
        "httpd",
        &[
            "HTTPD_PREFIX",
            "HTTPD_VERSION",
            "HTTPD_SHA256",
            "HTTPD_SHA1",
            "HTTPD_PATCHES",
            "HTTPD_BZ2_URL",
            "HTTPD_ASC_URL",
            "NGHTTP2_VERSION",
            "OPENSSL_VERSION",
            "APACHE_DIST_URLS",
        ],
    ),
    ("buildpack-deps", &[]),
    ("postgres", &["GOSU_VERSION", "LANG", "PG_MAJOR", "PG_VERSION", "PG_SHA256", "PGDATA", "DOCKER_PG_LLVM_DEPS"]),
    ("mysql", &["GOSU_VERSION", "MYSQL_MAJOR", "MYSQL_VERSION", "MYSQL_SHELL_VERSION", "MYSQL_UNIX_ADDR"]),
    ("redis", &["GOSU_VERSION", "REDIS_VERSION", "REDIS_DOWNLOAD_URL", "REDIS_DOWNLOAD_SHA", "REDIS_DOWNLOAD_SHA1"]),
];

/// The names of the variables that an image may set besides `PATH`; nothing when that is not known.
///
/// ```
/// use plimsoll_core::images::environment;
///
/// assert!(environment("golang", Some("1.25")).unwrap().contains(&"GOPATH"));
/// assert_eq!(environment("debian", None), Some(&[][..]));
/// assert_eq!(environment("acme/base", None), None);
/// ```
pub fn environment(familiar_name: &str, tag: Option<&str>) -> Option<&'static [&'static str]> {
    let on_windows = |tag: &str| ["windows", "nanoserver"].iter().any(|word| tag.contains(word));
    if tag.is_some_and(on_windows) {
        return None;
    }
    let name = names::normalise(familiar_name);
    ENVIRONMENTS.iter().find(|(glob, _)| names::matches(glob, name)).map(|(_, names)| *names)
}
