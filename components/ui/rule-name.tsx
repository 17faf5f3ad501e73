import type { HelpTopicId } from "#lib/contracts";
import { Link } from "./link.tsx";

/** The name of a rule, as documents write it; it leads to its page of Help. */
export function RuleName({ topic, id }: { topic: HelpTopicId; id: string }) {
  return (
    // Many stand in one table: none is fetched before it is asked for.
    <Link href={`/help/${topic}/${encodeURIComponent(id)}`} prefetch={false}>
      <code>{id}</code>
    </Link>
  );
}
