//! What tokens look like, as data. Sources: the issuers' documentation and announcements of their formats.

use Set::{Alnum, Base32, Base64, Dotted, Hex, Lower, Path, Upper, Url64, Word};

/// A token that is known by how it begins.
#[derive(Debug)]
pub(super) struct Format {
    /// How it begins.
    pub(super) start: &'static str,
    /// What it is, with an article.
    pub(super) name: &'static str,
    /// The characters after the beginning.
    pub(super) set: Set,
    /// The least number of them.
    pub(super) min: u16,
    /// The greatest number of them.
    pub(super) max: u16,
    /// What else must hold.
    pub(super) check: Check,
}

/// A set of characters.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Set {
    /// `A-Z a-z 0-9`
    Alnum,
    /// `A-Z 2-7`
    Base32,
    /// Letters, digits, `+ / = _ -`
    Base64,
    /// Letters, digits, `_ - .`
    Dotted,
    /// Hexadecimal digits
    Hex,
    /// `a-z 0-9`
    Lower,
    /// Letters, digits, `_ - /`
    Path,
    /// `A-Z 0-9`
    Upper,
    /// Letters, digits, `_ - =`
    Url64,
    /// Letters, digits, `_ -`
    Word,
}

impl Set {
    pub(super) const fn has(self, byte: u8) -> bool {
        match self {
            Alnum => byte.is_ascii_alphanumeric(),
            Base32 => byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7'),
            Base64 => Word.has(byte) || matches!(byte, b'+' | b'/' | b'='),
            Dotted => Word.has(byte) || byte == b'.',
            Hex => byte.is_ascii_hexdigit(),
            Lower => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Path => Word.has(byte) || byte == b'/',
            Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Url64 => Word.has(byte) || byte == b'=',
            Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
        }
    }
}

/// What must hold besides set and length.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// It looks random.
    Random,
    /// The last six characters are the checksum of the others.
    Checksum,
    /// The issuer's name stands in its middle.
    OpenAi,
}

const fn row(start: &'static str, name: &'static str, set: Set, min: u16, max: u16) -> Format {
    Format { start, name, set, min, max, check: Check::Random }
}

/// The formats, sorted by how they begin.
pub(super) const FORMATS: &[Format] = &[
    row("AGE-SECRET-KEY-1", "an age secret key", Upper, 58, 58),
    row("AIza", "a Google API key", Word, 35, 35),
    row("AKCp", "an Artifactory API key", Alnum, 69, 69),
    row("AKIA", "an AWS access key id", Base32, 16, 16),
    row("ASIA", "a temporary AWS access key id", Base32, 16, 16),
    row("ATATT3", "an Atlassian API token", Url64, 150, 250),
    row("ATBB", "a Bitbucket app password", Alnum, 32, 32),
    row("CLOJARS_", "a Clojars token", Alnum, 60, 60),
    row("GOCSPX-", "a Google OAuth client secret", Word, 28, 28),
    row("GR1348941", "a GitLab runner registration token", Word, 20, 22),
    row("HRKU-", "a Heroku API key", Word, 36, 70),
    row("NRAK-", "a New Relic API key", Upper, 27, 27),
    row("PMAK-", "a Postman API key", Word, 59, 59),
    row("SG.", "a SendGrid API key", Dotted, 66, 66),
    row("cio", "a crates.io token", Alnum, 32, 32),
    row("cmVmdGtuOj", "an Artifactory reference token", Alnum, 54, 54),
    row("dapi", "a Databricks token", Hex, 32, 32),
    row("dckr_oat_", "a Docker Hub organisation token", Word, 32, 32),
    row("dckr_pat_", "a Docker Hub token", Word, 27, 27),
    row("doo_v1_", "a DigitalOcean token", Hex, 64, 64),
    row("dop_v1_", "a DigitalOcean token", Hex, 64, 64),
    row("dor_v1_", "a DigitalOcean token", Hex, 64, 64),
    row("dp.ct.", "a Doppler token", Dotted, 40, 60),
    row("dp.pt.", "a Doppler token", Dotted, 40, 60),
    row("dp.st.", "a Doppler token", Dotted, 40, 60),
    row("figd_", "a Figma token", Word, 38, 60),
    row("fo1_", "a Fly.io token", Word, 43, 43),
    Format { check: Check::Checksum, ..row("gho_", "a GitHub token", Alnum, 36, 36) },
    Format { check: Check::Checksum, ..row("ghp_", "a GitHub token", Alnum, 36, 36) },
    Format { check: Check::Checksum, ..row("ghs_", "a GitHub token", Alnum, 36, 36) },
    Format { check: Check::Checksum, ..row("ghu_", "a GitHub token", Alnum, 36, 36) },
    row("github_pat_", "a GitHub token", Word, 82, 82),
    row("glagent-", "a GitLab agent token", Word, 50, 50),
    row("glc_eyJ", "a Grafana Cloud token", Base64, 32, 400),
    row("glcbt-", "a GitLab job token", Word, 20, 40),
    row("gldt-", "a GitLab deploy token", Word, 20, 20),
    row("glft-", "a GitLab feed token", Word, 20, 20),
    row("gloas-", "a GitLab OAuth secret", Word, 64, 64),
    row("glpat-", "a GitLab token", Dotted, 20, 300),
    row("glptt-", "a GitLab trigger token", Hex, 40, 40),
    row("glrt-", "a GitLab runner token", Dotted, 20, 300),
    row("glsa_", "a Grafana service account token", Word, 41, 41),
    row("gsk_", "a Groq API key", Alnum, 52, 52),
    row("hf_", "a Hugging Face token", Alnum, 34, 34),
    row("https://discord.com/api/webhooks/", "a Discord webhook", Path, 75, 100),
    row("https://discordapp.com/api/webhooks/", "a Discord webhook", Path, 75, 100),
    row("https://hooks.slack.com/services/T", "a Slack webhook", Path, 38, 60),
    row("https://hooks.slack.com/workflows/T", "a Slack webhook", Path, 38, 80),
    row("hvb.", "a Vault batch token", Word, 100, 300),
    row("hvs.", "a Vault token", Word, 24, 140),
    row("lin_api_", "a Linear API key", Alnum, 40, 40),
    row("nfp_", "a Netlify token", Alnum, 36, 40),
    row("npm_", "an npm token", Alnum, 36, 36),
    row("ntn_", "a Notion token", Alnum, 46, 46),
    row("nvapi-", "an NVIDIA API key", Word, 64, 64),
    row("oy2", "a NuGet API key", Lower, 43, 43),
    row("pplx-", "a Perplexity API key", Alnum, 48, 56),
    row("pscale_oauth_", "a PlanetScale token", Dotted, 32, 64),
    row("pscale_pw_", "a PlanetScale token", Dotted, 32, 64),
    row("pscale_tkn_", "a PlanetScale token", Dotted, 32, 64),
    row("pul-", "a Pulumi token", Hex, 40, 40),
    row("pypi-Ag", "a PyPI token", Word, 60, 1000),
    row("r8_", "a Replicate token", Alnum, 37, 37),
    row("rk_live_", "a Stripe key", Alnum, 16, 250),
    row("rubygems_", "a RubyGems API key", Hex, 48, 48),
    row("sbp_", "a Supabase token", Hex, 40, 40),
    row("shpat_", "a Shopify token", Hex, 32, 32),
    row("shpca_", "a Shopify token", Hex, 32, 32),
    row("shppa_", "a Shopify token", Hex, 32, 32),
    row("shpss_", "a Shopify token", Hex, 32, 32),
    Format { check: Check::OpenAi, ..row("sk-", "an OpenAI API key", Word, 40, 250) },
    row("sk-ant-", "an Anthropic API key", Word, 80, 140),
    row("sk-or-v1-", "an OpenRouter API key", Hex, 64, 64),
    row("sk_live_", "a Stripe key", Alnum, 16, 250),
    row("sntrys_eyJ", "a Sentry token", Base64, 60, 400),
    row("sntryu_", "a Sentry token", Hex, 64, 64),
    row("sq0atp-", "a Square access token", Word, 22, 22),
    row("sq0csp-", "a Square secret", Word, 43, 43),
    row("tskey-", "a Tailscale key", Word, 20, 80),
    row("xai-", "an xAI API key", Alnum, 80, 80),
    row("xapp-", "a Slack app token", Word, 60, 170),
    row("xoxa-", "a Slack token", Word, 40, 200),
    row("xoxb-", "a Slack token", Word, 40, 200),
    row("xoxe-", "a Slack token", Word, 40, 200),
    row("xoxp-", "a Slack token", Word, 40, 200),
    row("xoxr-", "a Slack token", Word, 40, 200),
    row("xoxs-", "a Slack token", Word, 40, 200),
];

/// A value that is a token only by the name before it.
#[derive(Debug)]
pub(super) struct Named {
    /// How the name ends, in lower case.
    pub(super) ending: &'static str,
    /// What it is, with an article.
    pub(super) name: &'static str,
    /// Its length.
    pub(super) length: usize,
}

/// These are Base64.
pub(super) const NAMED: &[Named] = &[
    Named { ending: "secret_access_key", name: "an AWS secret access key", length: 40 },
    Named { ending: "secretaccesskey", name: "an AWS secret access key", length: 40 },
    Named { ending: "aws_secret_key", name: "an AWS secret access key", length: 40 },
    Named { ending: "accountkey", name: "an Azure storage key", length: 88 },
    Named { ending: "azure_storage_key", name: "an Azure storage key", length: 88 },
    Named { ending: "storage_account_key", name: "an Azure storage key", length: 88 },
    Named { ending: "storage_access_key", name: "an Azure storage key", length: 88 },
    Named { ending: "sharedaccesskey", name: "an Azure shared access key", length: 44 },
];

/// Keys that vendors publish for their emulators.
pub(super) const PUBLISHED: [&str; 2] = [
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(FORMATS.is_sorted_by_key(|format| format.start));
        assert!(FORMATS.iter().all(|format| format.start.len() >= 3 && format.min <= format.max));
    }
}
