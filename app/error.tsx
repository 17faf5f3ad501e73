"use client";

import { Crash } from "../components/ui/crash.tsx";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <Crash digest={error.digest} again={reset} />;
}
