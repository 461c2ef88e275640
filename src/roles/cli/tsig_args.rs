//! The flags that give a TSIG key.
use crate::engine::dns::Name;
use crate::engine::tsig::{Algorithm, Key, Secret};

#[derive(clap::Args)]
pub(super) struct TsigArgs {
    /// The key, as dig takes it; others on this machine can see it
    #[arg(long, value_name = "ALG:NAME:SECRET", env = "UNDERSTUDY_TSIG", hide_env_values = true)]
    tsig: Option<String>,
}

impl std::fmt::Debug for TsigArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TsigArgs")
    }
}

impl TsigArgs {
    pub(super) fn key(&self) -> Result<Option<Key>, String> {
        let Some(text) = &self.tsig else { return Ok(None) };
        let parts: Vec<&str> = text.splitn(3, ':').collect();
        let [a, n, s] = parts[..] else { return Err("a key is ALG:NAME:SECRET (--tsig)".into()) };
        let algorithm = Algorithm::from_text(a).ok_or("algorithm (--tsig)")?;
        let name = Name::absolute(n).map_err(|_| "key name (--tsig)")?;
        let secret = Secret::from_base64(s).ok_or("secret (--tsig)")?;
        Ok(Some(Key { name, algorithm, secret }))
    }
}
