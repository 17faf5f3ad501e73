/**
 * What a start ends with: where to go, as whom, and what is there to read.
 * @param {{ address: string, users: import("./demo.mjs").DemoUser[], published: import("./demo.mjs").Published | undefined, logs: string, took: string, python: boolean, needsSetUp: boolean }} facts
 */
export function summary({ address, users, published, logs, took, python, needsSetUp }) {
  const lines = ["", `ETL-Express is running at ${address}  (ready in ${took}; Ctrl-C stops it)`];
  if (users.length > 0) {
    const role = Math.max(...users.map((user) => user.role.length));
    const email = Math.max(...users.map((user) => user.email.length));
    lines.push("", "Demo users, one a role:");
    for (const user of users) {
      lines.push(`  ${user.role.padEnd(role)}  ${user.email.padEnd(email)}  ${user.password}`);
    }
  }
  if (needsSetUp) {
    lines.push(
      "",
      `Nobody can sign in yet: make the first administrator at ${address}/set-up`,
      "From another computer that needs the token given as ETLX_SETUP_TOKEN.",
    );
  }
  if (published !== undefined) {
    const size = published.rows === undefined ? "" : ` (${published.tables} tables, ${published.rows} rows)`;
    lines.push("", `Published: ${published.module}, version ${published.version}${size}`);
    if (published.read !== undefined)
      lines.push(
        ...published.read
          .trim()
          .split("\n")
          .map((line) => `  ${line}`),
      );
  }
  lines.push("", `Logs: ${logs}`);
  if (!python) lines.push("Python 3 was not found: scripts in Python are off, everything else works.");
  return `${lines.join("\n")}\n`;
}
