import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Gives a run of tests a temporary folder of its own and takes it away at the end, so that whatever a test, or a child that it
 * started, forgot there is gone: the system's folder is as it was before. Names what was forgotten.
 */
export default function ownTemporaryFolder(): () => void {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(path.join(tmpdir(), "etlx-tests-"));
  // As root PostgreSQL runs as another user, who has to get through to its folder.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  return () => {
    const forgotten = readdirSync(folder).filter((name) => name.startsWith("etlx-"));
    if (forgotten.length > 0) console.warn(`Tests forgot temporary folders: ${forgotten.sort().join(", ")}`);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    remove();
  };
}
