import cliProgress from "cli-progress";
import { eventMessages, type NewRunEvent, type StageId, stageIds } from "#lib/contracts";
import { type AppError, type ErrorData, errorMessage, fillText } from "#lib/kernel";

/** How the command line speaks: progress on standard error, results on standard output, and with `--json` one JSON object a line. */
export interface Terminal {
  event(event: NewRunEvent): void;
  /** A long step that is no stage of a run. `done` and `total` in any unit. */
  step(step: string, done: number, total: number): void;
  say(line: string): void;
  /** The answer of a command. */
  result(result: Readonly<Record<string, unknown>>, lines: readonly string[]): void;
  failed(error: AppError): void;
}

const placeOf = ({ place = {} }: ErrorData): string => {
  const parts = [
    ["stage", place.stage],
    ["table", place.table],
    ["column", place.column],
    ["rule", place.rule],
    ["row", place.row],
    ["line", place.line],
  ].flatMap(([label, value]) => (value === undefined || value === "" ? [] : [`${label} ${value}`]));
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
};

const eventText = (event: NewRunEvent): string => {
  const template =
    Object.entries(eventMessages).find(([key]) => key === event.message)?.[1].en ?? event.message;
  return fillText(template, event.params ?? {}, "en");
};

function jsonTerminal(): Terminal {
  const line = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    event: (event) => line({ type: "event", ...event }),
    step: (step, done, total) => line({ type: "step", step, done, total }),
    say: (text) => line({ type: "note", text }),
    result: (result) => line({ type: "result", ...result }),
    failed: (error) => {
      const data = error.toData();
      line({ type: "error", ...data, message: errorMessage(data, "en") });
    },
  };
}

const failedLine = (error: AppError) => {
  const data = error.toData();
  return `${errorMessage(data, "en")}${placeOf(data)}\n`;
};

function plainTerminal(): Terminal {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  let lastStep = "";
  return {
    event: (event) => {
      if (event.kind === "stage-finished") return;
      const where = [event.stage, event.table].filter((part) => part !== undefined).join(" ");
      say(`${where}: ${eventText(event)}`);
    },
    step: (step) => {
      if (step !== lastStep) say(`${step} …`);
      lastStep = step;
    },
    say,
    result: (_result, lines) => process.stdout.write(lines.map((text) => `${text}\n`).join("")),
    failed: (error) => process.stderr.write(failedLine(error)),
  };
}

function progressTerminal(): Terminal {
  const bar = new cliProgress.SingleBar(
    {
      format: "{bar} {percentage} % | {what}",
      hideCursor: true,
      stream: process.stderr,
      clearOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let running = false;
  const show = (share: number, what: string) => {
    if (!running) bar.start(1000, 0, { what });
    running = true;
    bar.update(Math.round(share * 1000), { what });
  };
  const stop = () => {
    if (running) bar.stop();
    running = false;
  };
  const stageShare = (stage: StageId, within: number) => (stageIds.indexOf(stage) + within) / stageIds.length;
  const plain = plainTerminal();
  return {
    event: (event) => {
      if (event.level !== "info") {
        stop();
        plain.event(event);
      } else if (event.stage !== undefined) {
        const within =
          event.kind === "stage-finished"
            ? 1
            : event.total
              ? Math.min(1, (event.rows ?? 0) / event.total) * 0.9
              : 0;
        show(
          stageShare(event.stage, within),
          [event.stage, event.table, eventText(event)].filter(Boolean).join(" · "),
        );
      }
    },
    step: (step, done, total) => show(total === 0 ? 0 : done / total, step),
    say: (text) => {
      stop();
      plain.say(text);
    },
    result: (result, lines) => {
      stop();
      plain.result(result, lines);
    },
    failed: (error) => {
      stop();
      plain.failed(error);
    },
  };
}

export function terminalOf(json: boolean): Terminal {
  if (json) return jsonTerminal();
  return process.stderr.isTTY ? progressTerminal() : plainTerminal();
}
