//! Bytes to lines, with every check.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use super::{
    BackupError, Contents,
    record::{FORMAT, Record, VERSION, VERSION_MIN},
    writer::hex,
};

/// Longest line, in bytes. A message of 10 000 characters takes less than a tenth of it however it is escaped.
const LINE_MAX: u64 = 1024 * 1024;

/// Reads a backup line by line.
pub(super) struct Reader {
    lines: BufReader<MultiGzDecoder<File>>,
    digest: Sha256,
    count: u64,
    ended: bool,
}

impl Reader {
    /// Opens a file and reads its header.
    pub(super) fn open(path: &Path) -> Result<Self, BackupError> {
        let lines = BufReader::new(MultiGzDecoder::new(File::open(path)?));
        let mut reader = Self { lines, digest: Sha256::new(), count: 0, ended: false };
        match reader.next()? {
            Some(Record::Header { format, version: VERSION_MIN..=VERSION, .. }) if format == FORMAT => Ok(reader),
            Some(Record::Header { format, version, .. }) if format == FORMAT => {
                Err(damaged(format!("it is of version {version}, and this program reads {VERSION_MIN} to {VERSION}")))
            }
            _ => Err(damaged("it does not begin like one")),
        }
    }

    /// The next row or the header; none after the end, which was checked then.
    pub(super) fn next(&mut self) -> Result<Option<Record>, BackupError> {
        let line = self.read_line()?;
        if line.is_empty() {
            return if self.ended { Ok(None) } else { Err(damaged("its end is missing")) };
        }
        if self.ended {
            return Err(damaged("something follows its end"));
        }
        let record: Record = serde_json::from_slice(&line)
            .map_err(|error| damaged(format!("line {} cannot be read: {error}", self.count + 1)))?;
        if let Record::End { lines, sha256 } = &record {
            if *lines != self.count || *sha256 != hex(&self.digest.finalize_reset()) {
                return Err(damaged("its lines are not those that were written"));
            }
            self.ended = true;
            return self.next();
        }
        self.digest.update(&line);
        self.count += 1;
        Ok(Some(record))
    }

    fn read_line(&mut self) -> Result<Vec<u8>, BackupError> {
        let mut line = Vec::new();
        let read = self.lines.by_ref().take(LINE_MAX).read_until(b'\n', &mut line);
        // What the decompressor says of bytes that are not its own is an error of reading.
        read.map_err(|error| damaged(error.to_string()))?;
        if !line.is_empty() && line.last() != Some(&b'\n') {
            return Err(damaged("it breaks off in the middle of a line"));
        }
        Ok(line)
    }
}

/// Reads a file to its end and says what is in it.
///
/// # Errors
/// [`BackupError::File`], [`BackupError::Damaged`]
pub fn inspect(path: &Path) -> Result<Contents, BackupError> {
    let mut reader = Reader::open(path)?;
    let mut contents = Contents::default();
    while let Some(record) = reader.next()? {
        match record {
            Record::Account(_) => contents.accounts += 1,
            Record::Group(row) => {
                contents.groups += 1;
                contents.messages += row.messages.unsigned_abs();
            }
            Record::Event(_) => contents.events += 1,
            Record::Member(_) | Record::Ban(_) | Record::Message(_) => {}
            Record::Header { .. } | Record::End { .. } => return Err(damaged("it begins twice")),
        }
    }
    Ok(contents)
}

pub(super) fn damaged(why: impl Into<String>) -> BackupError {
    BackupError::Damaged(why.into())
}
