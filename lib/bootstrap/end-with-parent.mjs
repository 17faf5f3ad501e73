// Loaded with `--import` into processes that the bootstrap starts: they end when it is gone, even by `kill -9`, which
// closes the channel between them.
const graceMilliseconds = 10_000;

// Children of this process inherit its options, and some live by their own channel alone, which is let go below.
const own = process.execArgv.indexOf(import.meta.url);
if (own > 0) process.execArgv.splice(own - 1, 2);

if (process.channel !== undefined) {
  process.on("disconnect", () => {
    setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMilliseconds).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // Listening alone would keep a process alive that has nothing left to do.
  process.channel.unref();
}
