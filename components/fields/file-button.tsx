"use client";

import { type ReactNode, useRef } from "react";
import { Button } from "../ui/button.tsx";

/** Asks for a file. */
export function FileButton({
  accept,
  onChoose,
  leftSection,
  children,
}: {
  accept?: string;
  onChoose: (file: File) => void;
  leftSection?: ReactNode;
  children: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that the same file can be chosen again.
          event.currentTarget.value = "";
          if (file) onChoose(file);
        }}
      />
      <Button variant="default" leftSection={leftSection} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
