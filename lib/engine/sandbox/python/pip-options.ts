/** How pip is asked, as a person is told within the time that one waits. Wheels alone: what must be built would run its own code, outside of any sandbox. */
export const pipOptions: readonly string[] = [
  ...["-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", "20"],
];
