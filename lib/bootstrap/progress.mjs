/** One line for each long step: what is being done, for how long, and how far it is. */

const drawEvery = 1000;
/** A log is not filled with every percent. */
const printEvery = 5000;

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return milliseconds < 9_950
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}

/**
 * Runs `work` under a progress line. The line of a terminal is redrawn; elsewhere the start and the end are printed.
 * @template T
 * @param {string} label
 * @param {(update: (detail: string) => void) => Promise<T> | T} work
 * @param {NodeJS.WriteStream} output
 * @returns {Promise<T>}
 */
export async function step(label, work, output = process.stdout) {
  const begun = Date.now();
  const live = output.isTTY === true;
  let detail = "";
  let printed = 0;
  const draw = () => {
    const line = `… ${label}${detail === "" ? "" : `: ${detail}`}  ${seconds(Date.now() - begun)}`;
    output.write(`\r\x1b[2K${line.slice(0, Math.max((output.columns ?? 80) - 1, 20))}`);
  };
  if (live) draw();
  else output.write(`… ${label}\n`);
  const timer = live ? setInterval(draw, drawEvery) : undefined;
  const finish = (mark) => {
    clearInterval(timer);
    output.write(`${live ? "\r\x1b[2K" : ""}${mark} ${label}  ${seconds(Date.now() - begun)}\n`);
  };
  try {
    const result = await work((text) => {
      if (text === detail) return;
      detail = text;
      if (live) return draw();
      if (Date.now() - printed < printEvery) return;
      printed = Date.now();
      output.write(`  ${label}: ${text}\n`);
    });
    finish("✓");
    return result;
  } catch (error) {
    finish("✗");
    throw error;
  }
}
