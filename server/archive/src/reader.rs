//! Bytes to lines, with every check.

use std::io::{self, BufRead as _, BufReader, Read};

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use super::{
    ArchiveError, Contents, RowProblem,
    check::{self, Rules},
    group::GroupSoFar,
    record::{FORMAT, Record, VERSION},
};

/// Longest line, in bytes. A message of 10 000 characters takes less than a tenth of it however it is escaped.
const LINE_MAX: u64 = 1024 * 1024;
/// So many bytes a file may hold however small it is.
const SIZE_FREE: u64 = 1024 * 1024 * 1024;
/// Beyond that, so many for each of its own: gzip could make it a thousand, and what people write comes to some twenty.
const RATIO_MAX: u64 = 500;

/// Reads a backup row by row.
pub struct Reader<R: Read> {
    lines: BufReader<MultiGzDecoder<Counted<R>>>,
    digest: Sha256,
    rules: Rules,
    group: GroupSoFar,
    count: u64,
    size: u64,
    free: u64,
    ended: bool,
}

impl<R: Read> std::fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("lines", &self.count).finish_non_exhaustive()
    }
}

impl<R: Read> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ArchiveError`]
    pub fn open(file: R) -> Result<Self, ArchiveError> {
        Self::open_within(file, SIZE_FREE)
    }

    /// With so many bytes that the file may hold however small it is.
    pub(super) fn open_within(file: R, free: u64) -> Result<Self, ArchiveError> {
        let lines = BufReader::new(MultiGzDecoder::new(Counted { inner: file, count: 0 }));
        let (digest, group) = (Sha256::new(), GroupSoFar::default());
        let mut reader = Self { lines, digest, rules: Rules::Todays, group, count: 0, size: 0, free, ended: false };
        match reader.read_record()? {
            Some(Record::Header { format, version, .. }) if format == FORMAT => match version {
                1 => reader.rules = Rules::Earlier,
                2..=VERSION => {}
                version => {
                    let text = format!("it is of version {version}, and this program reads versions 1 to {VERSION}");
                    return Err(ArchiveError::Damaged(text));
                }
            },
            _ => return Err(damaged("it does not begin like one")),
        }
        Ok(reader)
    }

    /// The next row, and how many bytes it took; none after the end, which was checked then.
    ///
    /// # Errors
    /// [`ArchiveError`]
    pub fn next_row(&mut self) -> Result<Option<(Record, u64)>, ArchiveError> {
        let before = self.size;
        let Some(record) = self.read_record()? else { return Ok(None) };
        match self.check(&record) {
            Ok(true) => Ok(Some((record, self.size - before))),
            Ok(false) => Err(damaged("it begins twice")),
            Err(problem) => Err(ArchiveError::Refused { line: self.count, problem }),
        }
    }

    /// Whether it is a row at all, and one that this program stores.
    fn check(&mut self, record: &Record) -> Result<bool, RowProblem> {
        match record {
            Record::Account(row) => self.rules.account(row).and_then(|()| self.group.between())?,
            Record::Group(row) => self.rules.group(row).and_then(|()| self.group.group(row))?,
            Record::Member(row) => check::member(row).and_then(|()| self.group.member(row))?,
            Record::Ban(row) => check::ban(row).and_then(|()| self.group.ban(row))?,
            Record::Event(row) => check::event(row).and_then(|()| self.group.event(row))?,
            Record::Message(row) => self.rules.message(row).and_then(|()| self.group.message(row))?,
            Record::Header { .. } | Record::End { .. } => return Ok(false),
        }
        Ok(true)
    }

    fn read_record(&mut self) -> Result<Option<Record>, ArchiveError> {
        let line = self.read_line()?;
        if line.is_empty() {
            return if self.ended { Ok(None) } else { Err(damaged("its end is missing")) };
        }
        if self.ended {
            return Err(damaged("something follows its end"));
        }
        let record = Record::read(&line)
            .map_err(|error| damaged(&format!("line {} cannot be read: {error}", self.count + 1)))?;
        if let Record::End { lines, sha256 } = &record {
            if *lines != self.count || *sha256 != format!("{:x}", self.digest.finalize_reset()) {
                return Err(damaged("its lines are not those that were written"));
            }
            if self.group.between().is_err() {
                return Err(damaged("it ends in the middle of a group"));
            }
            self.ended = true;
            return self.read_record();
        }
        self.digest.update(&line);
        self.count += 1;
        Ok(Some(record))
    }

    fn read_line(&mut self) -> Result<Vec<u8>, ArchiveError> {
        let mut line = Vec::new();
        let read = self.lines.by_ref().take(LINE_MAX).read_until(b'\n', &mut line);
        // What the decompressor says of bytes that are not its own is an error of reading.
        let read = read.map_err(|error| damaged(&error.to_string()))?;
        self.size = self.size.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        let compressed = self.lines.get_ref().get_ref().count;
        if self.size > compressed.saturating_mul(RATIO_MAX).saturating_add(self.free) {
            return Err(damaged("it holds far more than what people write takes"));
        }
        if !line.is_empty() && line.last() != Some(&b'\n') {
            return Err(damaged("it breaks off in the middle of a line, or a line is longer than any row"));
        }
        Ok(line)
    }
}

/// Reads a backup to its end and says what is in it.
///
/// # Errors
/// [`ArchiveError`]
pub fn inspect(file: impl Read) -> Result<Contents, ArchiveError> {
    Reader::open(file)?.contents()
}

impl<R: Read> Reader<R> {
    /// Reads the rest, and says what was in it.
    pub(super) fn contents(mut self) -> Result<Contents, ArchiveError> {
        let mut contents = Contents::default();
        while let Some((record, _)) = self.next_row()? {
            match record {
                Record::Account(_) => contents.accounts += 1,
                Record::Group(row) => {
                    contents.groups += 1;
                    contents.messages = contents.messages.saturating_add(row.messages.unsigned_abs());
                }
                Record::Event(_) => contents.events += 1,
                Record::Member(_)
                | Record::Ban(_)
                | Record::Message(_)
                | Record::Header { .. }
                | Record::End { .. } => {}
            }
        }
        Ok(contents)
    }
}

fn damaged(why: &str) -> ArchiveError {
    ArchiveError::Damaged(why.to_owned())
}

/// Counts what was read of a file.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count = self.count.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}
