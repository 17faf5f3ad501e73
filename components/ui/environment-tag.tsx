import { IconMapPin } from "@tabler/icons-react";
import { Tag } from "./tag.tsx";

/** Where something runs or was made; nothing where that is as the document is written. */
export function EnvironmentTag({ name }: { name: string | undefined }) {
  return name === undefined ? null : (
    <Tag tone="idle" icon={IconMapPin}>
      {name}
    </Tag>
  );
}
