"use client";

import { useLocale } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { can } from "#lib/access";
import { inEnvironment, type Preview } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { useEnvironment } from "../../environments/use-environment.ts";
import type { PreviewAsked } from "../../modules/module-actions.ts";
import { whenPythonIsReady } from "../../preview/python-progress.ts";
import { errorSentence } from "../../ui/error-words.tsx";
import { noAnswer } from "../../ui/no-answer.ts";
import { notify } from "../../ui/notices.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { LookState } from "./grid/cell-props.ts";
import { type ColumnLook, looksOf } from "./model/looks.ts";

/** Enough for shares, few enough to come at once. */
const sampleRows = 1000;

interface Sample {
  readonly state: LookState;
  readonly columns: ReadonlyMap<string, ColumnLook>;
  /** The table as it was when the sample was taken. */
  readonly of?: unknown;
}

interface Asked {
  readonly table: string;
  readonly environment: string | undefined;
}

/** Each environment has rows of its own. */
const keyOf = (table: string, environment: string | undefined): string =>
  JSON.stringify([table, environment]);

/** What samples of tables say of their columns: asked for table by table, one after another, and kept. */
export function useSamples() {
  const locale = useLocale() as Locale;
  const { actions, name, role, seesRaw, draft, flush } = useEditor();
  const [environment] = useEnvironment();
  const [samples, setSamples] = useState<ReadonlyMap<string, Sample>>(new Map());
  const [waiting, setWaiting] = useState(0);
  // One look at a time: they share one engine. A stop drops those that wait.
  const queue = useRef<Asked[]>([]);
  const isBusy = useRef(false);
  const wanted = useRef<AbortController>(undefined);
  const drop = () => {
    queue.current = [];
    wanted.current?.abort();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it drops what waits when the page is left
  useEffect(() => drop, []);
  const mayAsk = can(role, "previews:read");
  const put = (key: string, change: (before: Sample | undefined) => Sample) =>
    setSamples((before) => new Map(before).set(key, change(before.get(key))));

  /** Nobody waits for Python any more: what was known of the table is of before. */
  const leaveAsItWas = (key: string) =>
    setSamples((before) => {
      const next = new Map(before);
      const columns = before.get(key)?.columns;
      if (columns?.size) next.set(key, { state: "known", columns });
      else next.delete(key);
      return next;
    });

  const look = async ({ table, environment: where }: Asked) => {
    const key = keyOf(table, where);
    const mine = new AbortController();
    const { signal } = mine;
    wanted.current = mine;
    put(key, (before) => ({ columns: before?.columns ?? new Map(), state: "running" }));
    const of = draft.tables.find((one) => one.name === table)?.json;
    await flush();
    const asked: PreviewAsked = {
      module: name,
      ...inEnvironment(where),
      table,
      // Who may see raw values sees what cleansing finds in them; others, what would leave.
      stage: seesRaw ? "cleanse" : "anonymize",
      compare: "source",
      sample: { kind: "first", rows: sampleRows },
      offset: 0,
      limit: 1,
    };
    const answer = await whenPythonIsReady(actions.previewTable, asked, { signal }).catch(() => undefined);
    if (answer?.ok) {
      const preview: Preview = answer.value;
      put(key, () => ({ state: "known", columns: looksOf(preview), of }));
      return;
    }
    if (signal.aborted) {
      leaveAsItWas(key);
      return;
    }
    put(key, (before) => ({ state: "failed", columns: before?.columns ?? new Map() }));
    notify(`${table}: ${errorSentence(answer?.error ?? noAnswer, locale)}`, "bad");
    // Nobody answers: the tables that wait would fail alike.
    if (!answer) queue.current = [];
  };
  const run = async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    for (let asked = queue.current.shift(); asked; asked = queue.current.shift()) {
      await look(asked);
      setWaiting(queue.current.length);
    }
    isBusy.current = false;
  };
  const ask = (tables: readonly string[]) => {
    if (!mayAsk) return;
    const isWaiting = (table: string) =>
      queue.current.some((one) => one.table === table && one.environment === environment);
    const more = [...new Set(tables)].filter((table) => !isWaiting(table));
    queue.current = [...queue.current, ...more.map((table) => ({ table, environment }))];
    setWaiting(queue.current.length);
    void run();
  };
  const stop = () => {
    drop();
    setWaiting(0);
  };
  const stateOf = (table: string, json: unknown): LookState | undefined => {
    const sample = samples.get(keyOf(table, environment));
    return sample?.state === "known" && sample.of !== json ? "stale" : sample?.state;
  };
  return {
    ask,
    stop,
    mayAsk,
    waiting,
    environment,
    isKnown: draft.tables.some(
      ({ name: table }) => (samples.get(keyOf(table, environment))?.columns.size ?? 0) > 0,
    ),
    stateOf,
    lookOf: (table: string, column: string) => samples.get(keyOf(table, environment))?.columns.get(column),
  };
}
