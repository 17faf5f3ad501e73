import { NothingHere } from "../components/ui/nothing-here.tsx";

export default function NotFoundPage() {
  return (
    <main>
      <NothingHere />
    </main>
  );
}
