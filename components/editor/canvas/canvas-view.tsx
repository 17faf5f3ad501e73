"use client";

import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ReactFlowProvider } from "reactflow";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./canvas.module.css";
import { CanvasBar } from "./canvas-bar.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { useCanvasRuns } from "./use-canvas-facts.ts";
import { useOpenTables } from "./use-open-tables.ts";

const pictureIds = ["steps", "relations"] as const;

const loading = () => <Skeleton height={420} />;
const StepsCanvas = dynamic(() => import("./steps-canvas.tsx"), { ssr: false, loading });
const RelationsCanvas = dynamic(() => import("./relations-canvas.tsx"), { ssr: false, loading });

/** The module as a picture: what a run does with each table, or how the tables refer to each other. */
export default function CanvasView() {
  const { draft } = useEditor();
  const [picture, setPicture] = useQueryState(
    "canvas",
    parseAsStringLiteral(pictureIds).withDefault("steps").withOptions({ history: "push" }),
  );
  const runs = useCanvasRuns();
  const open = useOpenTables();
  return (
    <ReactFlowProvider key={picture}>
      <div className={classes.view}>
        <CanvasBar
          picture={picture}
          choose={(value) => void setPicture(pictureIds.find((one) => one === value) ?? null)}
          runs={runs}
          open={open}
        />
        {draft.tables.length === 0 ? (
          <EmptyCanvas />
        ) : picture === "steps" ? (
          <StepsCanvas runs={runs} open={open} />
        ) : (
          <RelationsCanvas />
        )}
      </div>
    </ReactFlowProvider>
  );
}
