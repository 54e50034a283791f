//! Settings and secrets of the operator: from the environment, or from a file that it names.
//!
//! A declaration holds names of variables only. `NAME_FILE` goes where `NAME` is not set, as containers hand out
//! secrets. A [`Secret`] prints as dots.

use std::collections::BTreeMap;

use inventory::map::http::Setting;

/// Gives the value of an environment variable.
pub(crate) type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A text that must not be seen.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

/// A variable, or the file that `NAME_FILE` names.
pub(crate) fn secret(name: &str, environment: Environment<'_>) -> Result<Secret, String> {
    if let Some(value) = environment(name).filter(|value| !value.is_empty()) {
        return Ok(Secret(value));
    }
    let file = format!("{name}_FILE");
    let Some(path) = environment(&file) else {
        return Err(format!("neither the environment variable {name} nor {file} is set"));
    };
    let text =
        std::fs::read_to_string(path).map_err(|_| format!("the file that {file} names cannot be read"))?;
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    if text.is_empty() { Err(format!("the file that {file} names is empty")) } else { Ok(Secret(text)) }
}

/// The operator's settings: single ones, and lists.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    single: BTreeMap<String, String>,
    lists: BTreeMap<String, Vec<String>>,
}

impl Settings {
    pub(super) fn read(
        declared: &BTreeMap<String, Setting>,
        environment: Environment<'_>,
    ) -> Result<Self, String> {
        let mut settings = Self::default();
        for (name, setting) in declared {
            let given = environment(&setting.env).filter(|value| !value.trim().is_empty());
            let value = given
                .or_else(|| setting.default.clone())
                .ok_or_else(|| format!("the environment variable {} is not set", setting.env))?;
            if setting.list {
                let items = value.split([',', ' ', '\n']).map(str::trim).filter(|item| !item.is_empty());
                settings.lists.insert(name.clone(), items.map(str::to_owned).collect());
            } else {
                settings.single.insert(name.clone(), value.trim().to_owned());
            }
        }
        Ok(settings)
    }

    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.single.get(name).cloned()
    }

    pub(super) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_come_from_the_environment_or_a_file_and_never_show() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "hush\n").unwrap();
        let environment = |name: &str| match name {
            "A" => Some("loud".to_owned()),
            "B_FILE" => Some(path.display().to_string()),
            "C_FILE" => Some(folder.path().join("missing").display().to_string()),
            _ => None,
        };
        assert_eq!(secret("A", &environment).unwrap().reveal(), "loud");
        assert_eq!(secret("B", &environment).unwrap().reveal(), "hush");
        assert_eq!(secret("C", &environment).unwrap_err(), "the file that C_FILE names cannot be read");
        let missing = secret("D", &environment).unwrap_err();
        assert_eq!(missing, "neither the environment variable D nor D_FILE is set");
        assert_eq!(format!("{:?}", secret("A", &environment).unwrap()), "•••");
    }
}
