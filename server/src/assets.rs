//! Where the browser's files are: found wherever the program is started from.

use std::path::{Path, PathBuf};

/// Why no page could be shown.
#[derive(Debug, thiserror::Error)]
pub enum NoAssets {
    /// The three places that were looked at, none of which exists.
    #[error(
        "the browser's files are missing: neither LEPTOS_SITE_ROOT ({named}) nor {beside} (beside the program) nor {built} (in the \
         working directory) is a folder; build them with `make run` or copy `site` beside the program"
    )]
    Folder {
        /// What the environment names.
        named: String,
        /// What a release brings along.
        beside: String,
        /// What a build leaves behind.
        built: String,
    },
    /// Nobody knows what the files are called. Leptos would panic at every page.
    #[error(
        "LEPTOS_HASH_FILES says that the browser's files have hashed names, but their list {0} (beside the program) is not there"
    )]
    Hashes(String),
}

/// The folder with the assets, and whether their names carry a hash of their content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// Holds `pkg/` and the icons.
    pub root: PathBuf,
    /// Names change with the content, so that they can be cached for ever.
    pub hashed: bool,
}

impl Assets {
    /// Looks at `LEPTOS_SITE_ROOT`, `site` beside the executable, `target/site` in the working directory, in that order.
    ///
    /// # Errors
    /// [`NoAssets`]
    pub fn find() -> Result<Self, NoAssets> {
        let folder = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_path_buf));
        let flag = std::env::var("LEPTOS_HASH_FILES").ok();
        Self::find_from(std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from), folder.as_deref(), flag.as_deref())
    }

    fn find_from(named: Option<PathBuf>, beside: Option<&Path>, flag: Option<&str>) -> Result<Self, NoAssets> {
        let site = beside.map(|folder| folder.join("site"));
        let built = PathBuf::from("target/site");
        // What `make release` copies has hashed names and brings `hash.txt` along; whoever starts it need not say so.
        let shipped =
            |root: &Path| site.as_deref() == Some(root) && beside.is_some_and(|b| b.join("hash.txt").is_file());
        let places = [named.clone(), site.clone(), Some(built.clone())];
        let root = places.into_iter().flatten().find(|path| path.is_dir());
        let root = root.ok_or_else(|| NoAssets::Folder {
            named: named.map_or_else(|| "not set".to_owned(), |path| path.display().to_string()),
            beside: site.as_ref().map_or_else(|| "site".to_owned(), |path| path.display().to_string()),
            built: built.display().to_string(),
        })?;
        let hashed = flag.map_or_else(|| shipped(&root), |text| text == "true");
        let list = beside.unwrap_or(Path::new("")).join("hash.txt");
        if hashed && !list.is_file() {
            return Err(NoAssets::Hashes(list.display().to_string()));
        }
        Ok(Self { root, hashed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_that_is_named_wins_over_the_one_beside_the_program() {
        let here = tempfile::tempdir().expect("a folder");
        let (named, site) = (here.path().join("named"), here.path().join("site"));
        std::fs::create_dir(&site).expect("made");
        let found = Assets::find_from(Some(named.clone()), Some(here.path()), None).expect("beside");
        assert_eq!(found, Assets { root: site, hashed: false });
        std::fs::create_dir(&named).expect("made");
        assert_eq!(Assets::find_from(Some(named.clone()), Some(here.path()), None).expect("named").root, named);
    }

    #[test]
    fn a_release_is_known_by_its_list_of_hashes() {
        let here = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(here.path().join("site")).expect("made");
        std::fs::write(here.path().join("hash.txt"), "js: abc").expect("written");
        assert!(Assets::find_from(None, Some(here.path()), None).expect("found").hashed);
        assert!(!Assets::find_from(None, Some(here.path()), Some("false")).expect("found").hashed);
    }

    #[test]
    fn hashed_names_that_nobody_knows_are_an_error_at_the_start() {
        let here = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(here.path().join("site")).expect("made");
        let found = Assets::find_from(None, Some(here.path()), Some("true"));
        assert!(matches!(found, Err(NoAssets::Hashes(list)) if list.ends_with("hash.txt")));
    }

    #[test]
    fn the_error_names_all_three_places() {
        let error =
            NoAssets::Folder { named: "a".to_owned(), beside: "b".to_owned(), built: "c".to_owned() }.to_string();
        assert!(["LEPTOS_SITE_ROOT (a)", "b (beside", "c (in"].iter().all(|part| error.contains(part)), "{error}");
    }
}
