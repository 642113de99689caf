//! Distributions: the last day of support of their releases.
//!
//! Made of the release dates that endoflife-date/endoflife.date gave on 2026-08-22; newest line first.

use super::end_of_life::{Line, Product};

/// The table.
#[rustfmt::skip] // one release a line, in columns
pub(super) static PRODUCTS: &[Product] = &[
    Product {
        image: "alpine", replacement: "3.24", fast: false, // endoflife-date/endoflife.date products/alpine-linux.md
        lines: &[
            Line { tag: "3.24", code_name: "", end: Some((2028, 6, 1)) },
            Line { tag: "3.23", code_name: "", end: Some((2027, 11, 1)) },
            Line { tag: "3.22", code_name: "", end: Some((2027, 5, 1)) },
            Line { tag: "3.21", code_name: "", end: Some((2026, 11, 1)) },
            Line { tag: "3.20", code_name: "", end: Some((2026, 4, 1)) },
            Line { tag: "3.19", code_name: "", end: Some((2025, 11, 1)) },
            Line { tag: "3.18", code_name: "", end: Some((2025, 5, 9)) },
            Line { tag: "3.17", code_name: "", end: Some((2024, 11, 22)) },
            Line { tag: "3.16", code_name: "", end: Some((2024, 5, 23)) },
            Line { tag: "3.15", code_name: "", end: Some((2023, 11, 1)) },
            Line { tag: "3.14", code_name: "", end: Some((2023, 5, 1)) },
            Line { tag: "3.13", code_name: "", end: Some((2022, 11, 1)) },
            Line { tag: "3.12", code_name: "", end: Some((2022, 5, 1)) },
            Line { tag: "3.11", code_name: "", end: Some((2021, 11, 1)) },
            Line { tag: "3.10", code_name: "", end: Some((2021, 5, 1)) },
            Line { tag: "3.9", code_name: "", end: Some((2020, 11, 1)) },
            Line { tag: "3.8", code_name: "", end: Some((2020, 5, 1)) },
            Line { tag: "3.7", code_name: "", end: Some((2019, 11, 1)) },
            Line { tag: "3.6", code_name: "", end: Some((2019, 5, 1)) },
            Line { tag: "3.5", code_name: "", end: Some((2018, 11, 1)) },
            Line { tag: "3.4", code_name: "", end: Some((2018, 5, 1)) },
            Line { tag: "3.3", code_name: "", end: Some((2017, 11, 1)) },
            Line { tag: "3.2", code_name: "", end: Some((2017, 5, 1)) },
            Line { tag: "3.1", code_name: "", end: Some((2016, 11, 1)) },
            Line { tag: "3.0", code_name: "", end: Some((2016, 5, 1)) },
        ],
    },
    Product {
        image: "debian", replacement: "13", fast: false, // endoflife-date/endoflife.date products/debian.md
        lines: &[
            Line { tag: "13", code_name: "trixie", end: Some((2030, 6, 30)) },
            Line { tag: "12", code_name: "bookworm", end: Some((2028, 6, 30)) },
            Line { tag: "11", code_name: "bullseye", end: Some((2026, 8, 31)) },
            Line { tag: "10", code_name: "buster", end: Some((2024, 6, 30)) },
            Line { tag: "9", code_name: "stretch", end: Some((2022, 7, 1)) },
            Line { tag: "8", code_name: "jessie", end: Some((2020, 6, 30)) },
            Line { tag: "7", code_name: "wheezy", end: Some((2018, 5, 31)) },
            Line { tag: "6", code_name: "squeeze", end: Some((2016, 2, 29)) },
        ],
    },
    Product {
        image: "ubuntu", replacement: "26.04", fast: false, // endoflife-date/endoflife.date products/ubuntu.md
        lines: &[
            Line { tag: "26.04", code_name: "resolute", end: Some((2031, 4, 30)) },
            Line { tag: "25.10", code_name: "questing", end: Some((2026, 7, 1)) },
            Line { tag: "25.04", code_name: "plucky", end: Some((2026, 1, 17)) },
            Line { tag: "24.10", code_name: "oracular", end: Some((2025, 7, 10)) },
            Line { tag: "24.04", code_name: "noble", end: Some((2029, 5, 31)) },
            Line { tag: "23.10", code_name: "mantic", end: Some((2024, 7, 12)) },
            Line { tag: "23.04", code_name: "lunar", end: Some((2024, 1, 20)) },
            Line { tag: "22.10", code_name: "kinetic", end: Some((2023, 7, 20)) },
            Line { tag: "22.04", code_name: "jammy", end: Some((2027, 4, 1)) },
            Line { tag: "21.10", code_name: "impish", end: Some((2022, 7, 14)) },
            Line { tag: "21.04", code_name: "hirsute", end: Some((2022, 1, 20)) },
            Line { tag: "20.10", code_name: "groovy", end: Some((2021, 7, 22)) },
            Line { tag: "20.04", code_name: "focal", end: Some((2025, 5, 31)) },
            Line { tag: "19.10", code_name: "eoan", end: Some((2020, 7, 6)) },
            Line { tag: "19.04", code_name: "disco", end: Some((2020, 1, 23)) },
            Line { tag: "18.10", code_name: "cosmic", end: Some((2019, 7, 18)) },
            Line { tag: "18.04", code_name: "bionic", end: Some((2023, 5, 31)) },
            Line { tag: "17.10", code_name: "artful", end: Some((2018, 7, 19)) },
            Line { tag: "17.04", code_name: "zesty", end: Some((2018, 1, 13)) },
            Line { tag: "16.10", code_name: "yakkety", end: Some((2017, 7, 20)) },
            Line { tag: "16.04", code_name: "xenial", end: Some((2021, 4, 2)) },
            Line { tag: "15.10", code_name: "wily", end: Some((2016, 7, 28)) },
            Line { tag: "15.04", code_name: "vivid", end: Some((2016, 2, 4)) },
            Line { tag: "14.10", code_name: "utopic", end: Some((2015, 7, 23)) },
            Line { tag: "14.04", code_name: "trusty", end: Some((2019, 4, 2)) },
            Line { tag: "13.10", code_name: "saucy", end: Some((2014, 7, 17)) },
            Line { tag: "13.04", code_name: "raring", end: Some((2014, 1, 27)) },
            Line { tag: "12.10", code_name: "quantal", end: Some((2014, 5, 16)) },
            Line { tag: "12.04", code_name: "precise", end: Some((2017, 4, 28)) },
        ],
    },
    Product {
        image: "centos", replacement: "almalinux:10 or rockylinux/rockylinux:10 (or quay.io/centos/centos:stream10)", fast: false, // endoflife-date/endoflife.date products/centos.md
        lines: &[
            Line { tag: "8", code_name: "centos8", end: Some((2021, 12, 31)) },
            Line { tag: "7", code_name: "centos7", end: Some((2024, 6, 30)) },
            Line { tag: "6", code_name: "centos6", end: Some((2020, 11, 30)) },
            Line { tag: "5", code_name: "centos5", end: Some((2017, 3, 31)) },
        ],
    },
    Product {
        image: "fedora", replacement: "44", fast: false, // endoflife-date/endoflife.date products/fedora.md
        lines: &[
            Line { tag: "44", code_name: "", end: Some((2027, 6, 2)) },
            Line { tag: "43", code_name: "", end: Some((2026, 12, 9)) },
            Line { tag: "42", code_name: "", end: Some((2026, 5, 27)) },
            Line { tag: "41", code_name: "", end: Some((2025, 12, 15)) },
            Line { tag: "40", code_name: "", end: Some((2025, 5, 13)) },
            Line { tag: "39", code_name: "", end: Some((2024, 11, 26)) },
            Line { tag: "38", code_name: "", end: Some((2024, 5, 21)) },
            Line { tag: "37", code_name: "", end: Some((2023, 12, 5)) },
            Line { tag: "36", code_name: "", end: Some((2023, 5, 16)) },
            Line { tag: "35", code_name: "", end: Some((2022, 12, 13)) },
            Line { tag: "34", code_name: "", end: Some((2022, 6, 7)) },
            Line { tag: "33", code_name: "", end: Some((2021, 11, 30)) },
            Line { tag: "32", code_name: "", end: Some((2021, 5, 25)) },
            Line { tag: "31", code_name: "", end: Some((2020, 11, 24)) },
            Line { tag: "30", code_name: "", end: Some((2020, 5, 26)) },
            Line { tag: "29", code_name: "", end: Some((2019, 11, 26)) },
            Line { tag: "28", code_name: "", end: Some((2019, 5, 28)) },
            Line { tag: "27", code_name: "", end: Some((2018, 11, 30)) },
            Line { tag: "26", code_name: "", end: Some((2018, 5, 29)) },
            Line { tag: "25", code_name: "", end: Some((2017, 12, 12)) },
            Line { tag: "24", code_name: "", end: Some((2017, 8, 8)) },
            Line { tag: "23", code_name: "", end: Some((2016, 12, 20)) },
            Line { tag: "22", code_name: "", end: Some((2016, 7, 19)) },
        ],
    },
    Product {
        image: "rockylinux", replacement: "10", fast: false, // endoflife-date/endoflife.date products/rocky-linux.md
        lines: &[
            Line { tag: "10", code_name: "", end: Some((2035, 5, 31)) },
            Line { tag: "9", code_name: "", end: Some((2032, 5, 31)) },
            Line { tag: "8", code_name: "", end: Some((2029, 5, 31)) },
        ],
    },
    Product {
        image: "rockylinux/rockylinux", replacement: "10", fast: false, // endoflife-date/endoflife.date products/rocky-linux.md
        lines: &[
            Line { tag: "10", code_name: "", end: Some((2035, 5, 31)) },
            Line { tag: "9", code_name: "", end: Some((2032, 5, 31)) },
            Line { tag: "8", code_name: "", end: Some((2029, 5, 31)) },
        ],
    },
    Product {
        image: "almalinux", replacement: "10", fast: false, // endoflife-date/endoflife.date products/almalinux.md
        lines: &[
            Line { tag: "10", code_name: "", end: Some((2035, 5, 31)) },
            Line { tag: "9", code_name: "", end: Some((2032, 5, 31)) },
            Line { tag: "8", code_name: "", end: Some((2029, 5, 31)) },
        ],
    },
    Product {
        image: "amazonlinux", replacement: "2023", fast: false, // endoflife-date/endoflife.date products/amazon-linux.md
        lines: &[
            Line { tag: "2023", code_name: "", end: Some((2029, 6, 30)) },
            Line { tag: "2018.03", code_name: "1", end: Some((2023, 12, 31)) },
            Line { tag: "2017.09", code_name: "", end: Some((2023, 12, 31)) },
            Line { tag: "2017.03", code_name: "", end: Some((2023, 12, 31)) },
            Line { tag: "2016.09", code_name: "", end: Some((2023, 12, 31)) },
            Line { tag: "2016.03", code_name: "", end: Some((2023, 12, 31)) },
            Line { tag: "2", code_name: "", end: Some((2026, 6, 30)) },
        ],
    },
    Product {
        image: "oraclelinux", replacement: "10", fast: false, // endoflife-date/endoflife.date products/oracle-linux.md
        lines: &[
            Line { tag: "10", code_name: "", end: None },
            Line { tag: "9", code_name: "", end: Some((2032, 6, 30)) },
            Line { tag: "8", code_name: "", end: Some((2029, 7, 31)) },
            Line { tag: "7", code_name: "", end: Some((2024, 12, 31)) },
            Line { tag: "6", code_name: "", end: Some((2021, 3, 31)) },
        ],
    },
    Product {
        image: "opensuse/leap", replacement: "16.0", fast: false, // endoflife-date/endoflife.date products/opensuse.md
        lines: &[
            Line { tag: "42.3", code_name: "", end: Some((2019, 7, 1)) },
            Line { tag: "42.2", code_name: "", end: Some((2018, 1, 26)) },
            Line { tag: "16.0", code_name: "", end: Some((2027, 10, 31)) },
            Line { tag: "15.6", code_name: "", end: Some((2026, 4, 30)) },
            Line { tag: "15.5", code_name: "", end: Some((2024, 12, 31)) },
            Line { tag: "15.4", code_name: "", end: Some((2023, 12, 7)) },
            Line { tag: "15.3", code_name: "", end: Some((2022, 12, 31)) },
            Line { tag: "15.2", code_name: "", end: Some((2022, 1, 4)) },
            Line { tag: "15.1", code_name: "", end: Some((2021, 2, 2)) },
            Line { tag: "15.0", code_name: "", end: Some((2019, 12, 3)) },
        ],
    },
];
