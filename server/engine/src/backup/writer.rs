//! Lines to bytes.

use std::io::{self, Write as _};

use archive::{FORMAT, Record, VERSION};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use tertulia::clock::Timestamp;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

/// Compressed bytes that are collected before they are written out.
const BUFFER: usize = 256 * 1024;

/// Compresses and counts lines on their way out.
pub(super) struct Writer<'a, W> {
    out: &'a mut W,
    gzip: GzEncoder<Vec<u8>>,
    digest: Sha256,
    lines: u64,
}

impl<'a, W: AsyncWrite + Unpin> Writer<'a, W> {
    /// Starts with the header.
    pub(super) async fn begin(out: &'a mut W) -> io::Result<Self> {
        let gzip = GzEncoder::new(Vec::with_capacity(BUFFER), Compression::default());
        let mut writer = Self { out, gzip, digest: Sha256::new(), lines: 0 };
        let header = Record::Header { format: FORMAT.to_owned(), version: VERSION, created_at: Timestamp::now() };
        writer.line(&header).await?;
        Ok(writer)
    }

    pub(super) async fn line(&mut self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.digest.update(&line);
        self.lines += 1;
        self.gzip.write_all(&line)?;
        if self.gzip.get_ref().len() >= BUFFER {
            let ready = std::mem::take(self.gzip.get_mut());
            self.out.write_all(&ready).await?;
        }
        Ok(())
    }

    /// Ends with the count and the sum.
    pub(super) async fn end(mut self) -> io::Result<()> {
        let end = Record::End { lines: self.lines, sha256: format!("{:x}", self.digest.finalize_reset()) };
        self.line(&end).await?;
        let rest = self.gzip.finish()?;
        self.out.write_all(&rest).await?;
        self.out.flush().await
    }
}
