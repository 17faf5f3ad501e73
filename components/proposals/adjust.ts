import type { ColumnProposal, PrivacyClass } from "#lib/contracts";

/** What a person may change of a proposal; whatever they do, a column that is published and not insensitive has a rule. */

type Rule = NonNullable<ColumnProposal["anonymize"]>;

const drop: Rule = { rule: "drop" };
/** Takes any type, and tells nothing of the value. */
const safest: Rule = { rule: "redact" };

export const isOut = ({ anonymize }: Pick<ColumnProposal, "anonymize">): boolean =>
  anonymize?.rule === "drop";

export function leaveOut<P extends ColumnProposal>(proposal: P): P {
  if (isOut(proposal)) return proposal;
  const { anonymize, ...rest } = proposal;
  return { ...(rest as P), anonymize: drop, ...(anonymize ? { alternative: anonymize } : {}) };
}

/** Published, by the rule that was kept for that; else by none where nothing needs one, or by the safest. */
export function takeIn<P extends ColumnProposal>(proposal: P): P {
  if (!isOut(proposal)) return proposal;
  const { anonymize: _drop, alternative, ...rest } = proposal;
  const anonymize = alternative ?? (proposal.privacyClass === "insensitive" ? undefined : safest);
  return { ...(rest as P), ...(anonymize ? { anonymize } : {}) };
}

export function withClass<P extends ColumnProposal>(proposal: P, privacyClass: PrivacyClass): P {
  const changed = { ...proposal, privacyClass };
  if (isOut(changed) || privacyClass === "insensitive" || changed.anonymize) return changed;
  return { ...changed, anonymize: proposal.alternative ?? safest };
}
