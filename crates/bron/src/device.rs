//! The name of this device, which is a part of the names of a reviewer's files.
//!
//! It lies in the user's settings and not in the study, since a study may be on two devices.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The name as given, else that of `BRON_DEVICE`, else the one that is kept in the user's settings: four letters, made at the
/// first use. Whether it can be a part of a file's name is for the file to say.
pub fn name(given: Option<String>) -> Result<String> {
    if let Some(name) = given.or_else(|| std::env::var("BRON_DEVICE").ok()).filter(|name| !name.is_empty()) {
        return Ok(name);
    }
    let file = settings()
        .context("where your settings lie is not known: name this device with --device or BRON_DEVICE")?
        .join("bron")
        .join("device");
    match std::fs::read_to_string(&file) {
        Ok(name) => Ok(name.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let name: String = std::iter::repeat_with(fastrand::lowercase).take(4).collect();
            let folder = file.parent().context("a file lies in a folder")?;
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot create `{}`", folder.display()))?;
            std::fs::write(&file, &name).with_context(|| format!("cannot write `{}`", file.display()))?;
            Ok(name)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", file.display())),
    }
}

/// The folder of the user's settings on this system.
fn settings() -> Option<PathBuf> {
    let folder =
        |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return folder("APPDATA");
    }
    folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))
}
