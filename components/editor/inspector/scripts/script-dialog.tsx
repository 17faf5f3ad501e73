export default function ScriptDialog(_: { table: unknown; use: string; close: () => void }) {
  return null;
}
