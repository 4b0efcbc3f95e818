//! What the library noted, and the folders that a power failure would have left.
//!
//! The model is the strict one: a write is on the disk once its file was synced after it, and a name is once its folder was. Nothing
//! else is sure. What is not sure is lost altogether, or, in [`Loss::Some`], there in part: any of a file's unsynced writes, one of
//! them torn, and a folder's unsynced names up to some moment.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use tertulia::random::Random;

/// How long an entry is before its path.
const HEAD: usize = 25;

/// Something that was noted, and where it stands in the journal.
struct Entry {
    at: u64,
    op: u8,
    inode: u64,
    a: u64,
    path: PathBuf,
    data: Vec<u8>,
}

/// Everything that was noted.
pub(super) struct Journal(Vec<Entry>);

/// What becomes of what was not synced.
#[derive(Debug)]
pub(super) enum Loss {
    All,
    /// Some of it, chosen by this seed.
    Some(u64),
}

/// A file, as far as it is known at some moment.
#[derive(Default)]
struct File {
    changes: Vec<(u64, Change)>,
    /// Changes before this place of the journal are on the disk.
    synced: u64,
}

enum Change {
    Write(u64, Vec<u8>),
    Truncate(u64),
}

/// A change of names.
enum Naming {
    File(PathBuf, usize),
    Folder(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

impl Naming {
    fn folder(&self) -> &Path {
        let (Self::File(path, _) | Self::Folder(path) | Self::Rename(path, _) | Self::Remove(path)) = self;
        path.parent().expect("below the root")
    }
}

impl Journal {
    pub(super) fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).expect("a journal");
        let (mut at, mut entries) = (0, Vec::new());
        while bytes.len() - at >= HEAD {
            let number = |from: usize| u64::from_le_bytes(bytes[at + from..at + from + 8].try_into().expect("8 bytes"));
            let short =
                |from: usize| u32::from_le_bytes(bytes[at + from..at + from + 4].try_into().expect("4 bytes")) as usize;
            let (path, data) = (short(17), short(21));
            let (names, end) = (at + HEAD, at + HEAD + path + data);
            if end > bytes.len() {
                break;
            }
            entries.push(Entry {
                at: at as u64,
                op: bytes[at],
                inode: number(1),
                a: number(9),
                path: String::from_utf8(bytes[names..names + path].to_vec()).expect("a path").into(),
                data: bytes[names + path..end].to_vec(),
            });
            at = end;
        }
        Self(entries)
    }

    /// The places at which something was noted that a store takes for granted afterwards: renames and removals.
    pub(super) fn turning_points(&self) -> Vec<u64> {
        self.0.iter().filter(|entry| matches!(entry.op, b'R' | b'U' | b'C')).map(|entry| entry.at + 1).collect()
    }

    /// Makes below `to` what is left of `root` when the power fails at a place of the journal.
    pub(super) fn fail_at(&self, place: u64, loss: &Loss, root: &Path, to: &Path) {
        let mut state = State::default();
        for entry in self.0.iter().take_while(|entry| entry.at < place) {
            state.note(entry);
        }
        state.write(&mut Chance::new(loss), root, to);
    }
}

#[derive(Default)]
struct State {
    files: Vec<File>,
    by_inode: HashMap<u64, usize>,
    namings: Vec<(u64, Naming)>,
    folders_synced: HashMap<PathBuf, u64>,
}

impl State {
    fn note(&mut self, entry: &Entry) {
        let path = || entry.path.clone();
        let naming = match entry.op {
            b'C' => {
                self.by_inode.insert(entry.inode, self.files.len());
                self.files.push(File::default());
                Naming::File(path(), self.files.len() - 1)
            }
            b'M' => Naming::Folder(path()),
            b'R' => Naming::Rename(path(), PathBuf::from(String::from_utf8(entry.data.clone()).expect("a path"))),
            b'U' | b'X' => Naming::Remove(path()),
            b'D' => {
                self.folders_synced.insert(path(), entry.a);
                return;
            }
            _ => return self.note_file(entry),
        };
        self.namings.push((entry.at, naming));
    }

    fn note_file(&mut self, entry: &Entry) {
        let place = self.by_inode[&entry.inode];
        let file = &mut self.files[place];
        match entry.op {
            b'W' => file.changes.push((entry.at, Change::Write(entry.a, entry.data.clone()))),
            b'T' => file.changes.push((entry.at, Change::Truncate(entry.a))),
            b'S' => file.synced = file.synced.max(entry.a),
            other => panic!("an unknown entry {other}"),
        }
    }

    fn write(&self, chance: &mut Chance, root: &Path, to: &Path) {
        let mut names = BTreeMap::<PathBuf, Option<usize>>::new();
        let mut lost = std::collections::HashSet::new();
        for (at, naming) in &self.namings {
            let folder = naming.folder().to_path_buf();
            let synced = *at < self.folders_synced.get(&folder).copied().unwrap_or_default();
            // Names reach the disk in their order: after the first that did not, none did.
            if !synced && (lost.contains(&folder) || !chance.keeps()) {
                lost.insert(folder);
                continue;
            }
            match naming {
                Naming::File(path, file) => drop(names.insert(path.clone(), Some(*file))),
                Naming::Folder(path) => drop(names.insert(path.clone(), None)),
                Naming::Rename(from, new) => {
                    if let Some(file) = names.remove(from) {
                        names.insert(new.clone(), file);
                    }
                }
                Naming::Remove(path) => drop(names.remove(path)),
            }
        }
        std::fs::create_dir_all(to).expect("a folder");
        for (path, file) in names {
            let target = to.join(path.strip_prefix(root).expect("below the root"));
            // Whoever stands in a folder that was lost is lost.
            let there = target.parent().is_some_and(Path::is_dir);
            match file {
                _ if !there => {}
                Some(file) => std::fs::write(&target, self.files[file].content(chance)).expect("a file"),
                None => std::fs::create_dir(&target).unwrap_or_default(),
            }
        }
    }
}

impl File {
    fn content(&self, chance: &mut Chance) -> Vec<u8> {
        let mut content = Vec::new();
        for (at, change) in &self.changes {
            let synced = *at < self.synced;
            if !synced && !chance.keeps() {
                continue;
            }
            match change {
                Change::Write(offset, data) => {
                    let offset = usize::try_from(*offset).expect("fits");
                    let data = if synced { &data[..] } else { &data[..chance.part(data.len())] };
                    content.resize(content.len().max(offset + data.len()), 0);
                    content[offset..offset + data.len()].copy_from_slice(data);
                }
                Change::Truncate(size) => content.resize(usize::try_from(*size).expect("fits"), 0),
            }
        }
        content
    }
}

/// Chooses, the same way for the same seed; without one nothing is kept.
struct Chance(Option<Random>);

impl Chance {
    fn new(loss: &Loss) -> Self {
        match loss {
            Loss::All => Self(None),
            Loss::Some(seed) => Self(Some(Random::new(*seed))),
        }
    }

    /// Whether something that was not synced is there all the same.
    fn keeps(&mut self) -> bool {
        self.0.as_mut().is_some_and(|random| random.percent(50))
    }

    /// How much of an unsynced write is there: mostly all.
    fn part(&mut self, length: usize) -> usize {
        let Some(random) = &mut self.0 else { return 0 };
        if random.percent(75) { length } else { random.below(length + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: u64, op: u8, inode: u64, a: u64, path: &str, data: &str) -> Entry {
        Entry { at, op, inode, a, path: path.into(), data: data.into() }
    }

    fn left(entries: Vec<Entry>, place: u64) -> Option<String> {
        let to = tempfile::tempdir().expect("a folder");
        Journal(entries).fail_at(place, &Loss::All, Path::new("/r"), to.path());
        std::fs::read_to_string(to.path().join("new")).ok()
    }

    /// A file that is written, synced, written again, renamed; then its folder is synced.
    fn story() -> Vec<Entry> {
        vec![
            entry(0, b'C', 7, 0, "/r/old", ""),
            entry(10, b'W', 7, 0, "/r/old", "one"),
            entry(20, b'S', 7, 20, "/r/old", ""),
            entry(30, b'W', 7, 3, "/r/old", "two"),
            entry(40, b'R', 0, 0, "/r/old", "/r/new"),
            entry(50, b'D', 0, 50, "/r", ""),
        ]
    }

    #[test]
    fn what_was_synced_is_left_and_nothing_else() {
        assert_eq!(left(story(), 51).as_deref(), Some("one"));
        assert_eq!(left(story(), 50), None, "its name was not synced");
        let mut synced = story();
        synced.push(entry(60, b'S', 7, 35, "/r/new", ""));
        assert_eq!(left(synced, 61).as_deref(), Some("onetwo"));
        let mut early = story();
        early.push(entry(60, b'S', 7, 30, "/r/new", ""));
        assert_eq!(left(early, 61).as_deref(), Some("one"), "the sync had begun before the write");
    }
}
