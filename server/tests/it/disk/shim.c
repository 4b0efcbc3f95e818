/* Stands between the program and the disk (LD_PRELOAD): notes every change of the files below a folder and every sync in a
 * journal, from which `journal.rs` makes what a power failure would have left, and fails or stalls on demand.
 *
 *   DISK_ROOT     the folder that is watched; an absolute path
 *   DISK_JOURNAL  the journal, outside of it
 *   DISK_FAULTS   a folder: while a file `full` is in it writes fail with ENOSPC, the first of them half done; while there is
 *                 `broken`, syncs fail with EIO; while there is `stalled`, syncs wait
 *
 * An entry: op (1 byte), inode (8), a (8), length of the path (4), length of the data (4), path, data. All numbers as the machine
 * keeps them.
 *   C  a file was made                      W  data was written at offset a        T  it was cut or grown to a bytes
 *   S  a file was synced: what stood before place a of the journal is on the disk  D  the same for a folder's entries
 *   M  a folder was made                    U  a file was removed                  X  a folder was removed
 *   R  path was renamed to data */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *faults;
static size_t root_length;
static int journal = -1;
static uint64_t position;
static int half_done;

__attribute__((constructor)) static void begin(void) {
	const char *path = getenv("DISK_JOURNAL");
	root = getenv("DISK_ROOT");
	faults = getenv("DISK_FAULTS");
	if (!root || !path) return;
	root_length = strlen(root);
	journal = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (journal < 0) abort();
	position = lseek(journal, 0, SEEK_END);
}

static int below(const char *path) {
	return journal >= 0 && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

static void put(const void *data, size_t length) {
	while (length) {
		ssize_t done = syscall(SYS_write, journal, data, length);
		if (done < 0) abort();
		data = (const char *)data + done;
		length -= done;
		position += done;
	}
}

static void note(char op, uint64_t inode, uint64_t a, const char *path, const void *data, size_t length) {
	struct __attribute__((packed)) { char op; uint64_t inode, a; uint32_t path, data; } head =
		{ op, inode, a, strlen(path), length };
	put(&head, sizeof head);
	put(path, strlen(path));
	put(data, length);
}

/* Where an open file is, if it is below the root. */
static int watched(int fd, struct stat *st, char *path, int kind) {
	char link[64];
	ssize_t length;
	if (journal < 0 || fstat(fd, st) || (st->st_mode & S_IFMT) != (mode_t)kind) return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	length = readlink(link, path, PATH_MAX - 1);
	if (length < 0) return 0;
	path[length] = 0;
	return below(path);
}

static int fault(const char *name) {
	char path[PATH_MAX];
	if (!faults) return 0;
	snprintf(path, sizeof path, "%s/%s", faults, name);
	return !syscall(SYS_faccessat, AT_FDCWD, path, F_OK);
}

static void absolute(int dir, const char *path, char *whole) {
	char link[64];
	ssize_t length = 0;
	if (path[0] == '/' || dir == AT_FDCWD) { snprintf(whole, PATH_MAX, "%s", path); return; }
	snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
	length = readlink(link, whole, PATH_MAX - 1);
	if (length < 0) length = 0;
	snprintf(whole + length, PATH_MAX - length, "/%s", path);
}

static int open_at(int dir, const char *name, int flags, mode_t mode) {
	char path[PATH_MAX];
	struct stat st;
	int fd, there;
	absolute(dir, name, path);
	if (!below(path) || !(flags & (O_CREAT | O_TRUNC))) return syscall(SYS_openat, dir, name, flags, mode);
	pthread_mutex_lock(&lock);
	there = !lstat(path, &st);
	fd = syscall(SYS_openat, dir, name, flags, mode);
	if (fd >= 0) {
		int kept = errno;
		fstat(fd, &st);
		if (!there) note('C', st.st_ino, 0, path, "", 0);
		else if (flags & O_TRUNC) note('T', st.st_ino, 0, path, "", 0);
		errno = kept;
	}
	pthread_mutex_unlock(&lock);
	return fd;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }
int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE(flags) return open_at(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE(flags) return open_at(dir, path, flags | O_LARGEFILE, mode); }

static ssize_t write_at(int fd, const void *data, size_t length, off_t offset) {
	char path[PATH_MAX];
	struct stat st;
	ssize_t done;
	int anywhere = offset < 0;
	if (!watched(fd, &st, path, S_IFREG))
		return anywhere ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
	pthread_mutex_lock(&lock);
	if (fault("full")) {
		if (half_done || length < 2) { pthread_mutex_unlock(&lock); errno = ENOSPC; return -1; }
		half_done = 1;
		length /= 2;
	} else half_done = 0;
	fstat(fd, &st);
	if (anywhere) offset = fcntl(fd, F_GETFL) & O_APPEND ? st.st_size : lseek(fd, 0, SEEK_CUR);
	done = anywhere ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
	if (done > 0) note('W', st.st_ino, offset, path, data, done);
	pthread_mutex_unlock(&lock);
	return done;
}

ssize_t write(int fd, const void *data, size_t length) { return write_at(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return write_at(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return write_at(fd, data, length, offset); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
	char path[PATH_MAX];
	struct stat st;
	ssize_t whole = 0;
	if (!watched(fd, &st, path, S_IFREG)) return syscall(SYS_writev, fd, parts, count);
	for (int i = 0; i < count; i++) {
		ssize_t done = write_at(fd, parts[i].iov_base, parts[i].iov_len, -1);
		if (done < 0) return whole ? whole : -1;
		whole += done;
		if ((size_t)done < parts[i].iov_len) break;
	}
	return whole;
}

static int truncate_to(int fd, off_t size) {
	char path[PATH_MAX];
	struct stat st;
	int done;
	if (!watched(fd, &st, path, S_IFREG)) return syscall(SYS_ftruncate, fd, size);
	pthread_mutex_lock(&lock);
	done = syscall(SYS_ftruncate, fd, size);
	if (!done) note('T', st.st_ino, size, path, "", 0);
	pthread_mutex_unlock(&lock);
	return done;
}
int ftruncate(int fd, off_t size) { return truncate_to(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncate_to(fd, size); }

static int sync_file(int fd, long number) {
	char path[PATH_MAX];
	struct stat st;
	uint64_t before;
	int done, folder = watched(fd, &st, path, S_IFDIR);
	if (!folder && !watched(fd, &st, path, S_IFREG)) return syscall(number, fd);
	pthread_mutex_lock(&lock);
	before = position;
	pthread_mutex_unlock(&lock);
	while (fault("stalled")) usleep(2000);
	if (fault("broken")) { errno = EIO; return -1; }
	done = syscall(number, fd);
	if (!done) {
		pthread_mutex_lock(&lock);
		note(folder ? 'D' : 'S', st.st_ino, before, path, "", 0);
		pthread_mutex_unlock(&lock);
	}
	return done;
}
int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

static int named(int done, char op, const char *path, const char *other) {
	if (!done) note(op, 0, 0, path, other, strlen(other));
	pthread_mutex_unlock(&lock);
	return done;
}

int rename(const char *from, const char *to) {
	if (!below(from) && !below(to)) return syscall(SYS_rename, from, to);
	pthread_mutex_lock(&lock);
	return named(syscall(SYS_rename, from, to), 'R', from, to);
}

int mkdir(const char *path, mode_t mode) {
	if (!below(path)) return syscall(SYS_mkdir, path, mode);
	pthread_mutex_lock(&lock);
	return named(syscall(SYS_mkdir, path, mode), 'M', path, "");
}

int rmdir(const char *path) {
	if (!below(path)) return syscall(SYS_rmdir, path);
	pthread_mutex_lock(&lock);
	return named(syscall(SYS_rmdir, path), 'X', path, "");
}

int unlink(const char *path) {
	if (!below(path)) return syscall(SYS_unlink, path);
	pthread_mutex_lock(&lock);
	return named(syscall(SYS_unlink, path), 'U', path, "");
}

int unlinkat(int dir, const char *name, int flags) {
	char path[PATH_MAX];
	absolute(dir, name, path);
	if (!below(path)) return syscall(SYS_unlinkat, dir, name, flags);
	pthread_mutex_lock(&lock);
	return named(syscall(SYS_unlinkat, dir, name, flags), flags & AT_REMOVEDIR ? 'X' : 'U', path, "");
}
