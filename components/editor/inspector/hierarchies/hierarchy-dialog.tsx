export default function HierarchyDialog(_: { index: number; close: () => void }) {
  return null;
}
