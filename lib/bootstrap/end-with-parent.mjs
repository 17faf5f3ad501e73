// Loaded with `--import` into the web process and the worker: they end when the process that started them is gone,
// even by `kill -9`, which closes the channel between them.
const graceMilliseconds = 10_000;

if (process.channel !== undefined) {
  process.on("disconnect", () => {
    setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMilliseconds).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // Listening alone would keep a process alive that has nothing left to do.
  process.channel.unref();
}
