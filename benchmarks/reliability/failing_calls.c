/* Lets the n-th call that changes a file fail, as a disk does that is full or broken.

   Loaded before the C library (LD_PRELOAD), it stands before the calls with which SQLite
   and Python write, make safe and rename. It counts them from fail_at() on, in the thread
   that called it, and lets the n-th fail, or all from the n-th on. With nothing asked for
   it hands everything on.

       gcc -shared -fPIC -O1 -o failing_calls.so failing_calls.c -ldl
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static __thread int armed, code, for_good;
static __thread long calls, number;
static __thread const char *failed = "";

void fail_at(long n, int with_code, int from_then_on) {
  calls = 0;
  number = n;
  code = with_code;
  for_good = from_then_on;
  failed = "";
  armed = 1;
}

/* Stop, and say how many calls there were. */
long stop_failing(void) {
  armed = 0;
  return calls;
}

/* Which call it was that failed first. */
const char *failed_call(void) { return failed; }

static int fails(const char *name) {
  if (!armed) return 0;
  calls++;
  if (calls != number && !(for_good && calls > number)) return 0;
  if (!*failed) failed = name;
  errno = code;
  return 1;
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(write);
  return fails(__func__) ? -1 : real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  REAL(pwrite);
  return fails(__func__) ? -1 : real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  REAL(pwrite64);
  return fails(__func__) ? -1 : real(fd, data, size, at);
}

int fsync(int fd) {
  REAL(fsync);
  return fails(__func__) ? -1 : real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return fails(__func__) ? -1 : real(fd);
}

int ftruncate(int fd, off_t size) {
  REAL(ftruncate);
  return fails(__func__) ? -1 : real(fd, size);
}

int ftruncate64(int fd, off64_t size) {
  REAL(ftruncate64);
  return fails(__func__) ? -1 : real(fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t size) {
  REAL(fallocate);
  return fails(__func__) ? -1 : real(fd, mode, at, size);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  return fails(__func__) ? -1 : real(from, to);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to) {
  REAL(renameat);
  return fails(__func__) ? -1 : real(from_fd, from, to_fd, to);
}

int unlink(const char *path) {
  REAL(unlink);
  return fails(__func__) ? -1 : real(path);
}

int unlinkat(int fd, const char *path, int flags) {
  REAL(unlinkat);
  return fails(__func__) ? -1 : real(fd, path, flags);
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return fails(__func__) ? -1 : real(path, mode);
}

/* Only what makes a file; reading one is another matter. */
#define OPENS(name) \
  int name(const char *path, int flags, ...) { \
    mode_t mode = 0; \
    REAL(name); \
    if (flags & O_CREAT) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
      if (fails(__func__)) return -1; \
    } \
    return real(path, flags, mode); \
  }
OPENS(open)
OPENS(open64)

/* The way to a database on another machine: where it breaks, it breaks for both ends. */
static int breaks(int fd, const char *name) {
  if (!fails(name)) return 0;
  shutdown(fd, SHUT_RDWR);
  errno = ECONNRESET;
  return 1;
}

ssize_t send(int fd, const void *data, size_t size, int flags) {
  REAL(send);
  return breaks(fd, __func__) ? -1 : real(fd, data, size, flags);
}

ssize_t recv(int fd, void *data, size_t size, int flags) {
  REAL(recv);
  return breaks(fd, __func__) ? -1 : real(fd, data, size, flags);
}

int connect(int fd, const struct sockaddr *to, socklen_t size) {
  REAL(connect);
  return breaks(fd, __func__) ? -1 : real(fd, to, size);
}
